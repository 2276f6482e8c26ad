"""Which states hold for whom: the concepts applied to a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from detente.errors import InputError
from detente.stability.choices import Choices
from detente.stability.concepts import CONCEPTS, TOGETHER
from detente.stability.engine import Bools, engine_of
from detente.stability.from_case import Problem, as_model
from detente.stability.result import StabilityResult

USUAL = ("nash", "gmr", "smr", "seq")


def analyze_stability(
    problem: Problem,
    concepts: Sequence[str] = USUAL,
    *,
    choices: Choices | None = None,
    progress: Callable[[int], None] | None = None,
) -> StabilityResult:
    """Return which states are stable for whom, and which are equilibria.

    Parameters
    ----------
    problem : Case or GraphModel
    concepts : sequence of str
        Of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``, ``sim`` and ``seq+sim`` (what SEQ leaves unstable for two or
        more is looked at again for simultaneous sanctions).
    choices : Choices, optional
        Where published definitions differ.
    progress : callable, optional
        Called with the number of concepts that are done.

    Returns
    -------
    StabilityResult
        Exact.

    Raises
    ------
    InputError
        If there is no such concept.

    References
    ----------
    Fang, Hipel and Kilgour (1993), *Interactive Decision Making: The Graph Model for Conflict Resolution*, ch. 3–4.
    """
    chosen = choices or Choices()
    _check(concepts)
    model = as_model(problem)
    engine, parties = engine_of(model), range(len(model.decision_makers))
    stable: dict[str, Bools] = {}
    equilibria: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.int64]]] = {}
    for done, concept in enumerate(dict.fromkeys(concepts)):
        if concept in TOGETHER:
            table = TOGETHER[concept](model, chosen)
        else:
            table = np.array([CONCEPTS[concept](engine, party, chosen) for party in parties])
        if progress:
            progress(done + 1)
        equilibria[concept] = np.sort(model.index[table.all(axis=0)])
        stable[concept] = model.spread(table)
    return StabilityResult(model, stable, equilibria, type(engine).__name__, chosen.plain(), model.case_digest)


def _check(concepts: Sequence[str]) -> None:
    known = (*CONCEPTS, *TOGETHER)
    unknown = [concepts] if isinstance(concepts, str) else [c for c in concepts if c not in known]
    if unknown:
        named = ", ".join(map(repr, unknown))
        raise InputError.of("concept", f"there is no concept {named}", f"give a list of {', '.join(known)}")
