"""Which states hold for whom: the concepts applied to a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from detente.errors import InputError
from detente.stability.choices import Choices
from detente.stability.concepts import CONCEPTS
from detente.stability.engine import Bools, engine_of
from detente.stability.model import GraphModel
from detente.stability.result import StabilityResult

USUAL = ("nash", "gmr", "smr", "seq")


def analyze_stability(
    model: GraphModel,
    concepts: Sequence[str] = USUAL,
    *,
    choices: Choices | None = None,
    progress: Callable[[int], None] | None = None,
) -> StabilityResult:
    """Return which states are stable for whom, and which are equilibria.

    Parameters
    ----------
    model : GraphModel
    concepts : sequence of str
        Of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq`` and ``sim``.
    choices : Choices, optional
        Where published definitions differ.
    progress : callable, optional
        Called with how many of the questions, one for each concept and decision maker, are answered.

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
    engine, parties = engine_of(model), range(len(model.decision_makers))
    stable: dict[str, Bools] = {}
    equilibria: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.int64]]] = {}
    for done, concept in enumerate(dict.fromkeys(concepts)):
        table = np.empty((len(parties), model.size), dtype=bool)
        for party in parties:
            table[party] = CONCEPTS[concept](engine, party, chosen)
            if progress:
                progress(done * len(parties) + party + 1)
        equilibria[concept] = np.sort(model.index[table.all(axis=0)])
        stable[concept] = model.spread(table)
    return StabilityResult(model, stable, equilibria, type(engine).__name__, chosen.plain(), model.case_digest)


def _check(concepts: Sequence[str]) -> None:
    unknown = [c for c in concepts if c not in CONCEPTS]
    if unknown or isinstance(concepts, str):
        named = repr(concepts) if isinstance(concepts, str) else ", ".join(map(repr, unknown))
        raise InputError.of("concept", f"there is no concept {named}", f"give a list of {', '.join(CONCEPTS)}")
