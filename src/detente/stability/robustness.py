"""Would the same states hold if the preferences were a little different from what we believe?

Preferences of others are guesses. The analysis is repeated for many rankings near the given ones, and each state gets
the share of them in which it is an equilibrium.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError, Problem
from detente.stability.analyze import USUAL
from detente.stability.choices import Choices
from detente.stability.concepts import CONCEPTS
from detente.stability.engine import engine_of
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks
from detente.stability.threats import ArcThreats
from detente.version import __version__

if TYPE_CHECKING:
    import pandas as pd

CONFIDENCE_Z = 1.959963984540054
"""97.5 per cent of a normal distribution lie below: intervals hold the share in 95 of 100 repetitions."""
MAX_ROWS = 30

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class RobustnessResult:
    """In which share of preference variants each state is an equilibrium.

    Attributes
    ----------
    model : GraphModel
        With the preferences that the variants vary.
    holds : dict of str to bool array, shape (states,)
        By concept and position: whether the state is an equilibrium with the preferences of `model`.
    counts : dict of str to int array, shape (states,)
        By concept and position: in how many of the variants it is one.
    done, asked : int
        How many variants were analysed, and how many were to be; fewer are done where a person stopped the work.
        `asked` is 0 where the variants were given without their number.
    is_complete : bool
        True where all variants were analysed.
    method : str
    parameters : dict
        How variants were made, and the choices where definitions differ.
    """

    model: GraphModel
    holds: Mapping[str, Bools]
    counts: Mapping[str, NDArray[np.int64]]
    done: int
    asked: int
    is_complete: bool
    method: str
    parameters: Mapping[str, Any]
    case_digest: str = ""
    seed: int | None = None
    version: str = __version__

    def share(self, concept: str) -> Floats:
        """Return the share of variants in which each state, by position, is an equilibrium."""
        return np.asarray(self.counts[concept] / self.done)

    def interval(self, concept: str) -> tuple[Floats, Floats]:
        """Return the lower and upper ends of 95-per-cent intervals for the shares, by position.

        References
        ----------
        Wilson (1927), *Journal of the American Statistical Association* 22: with n variants, share p and z = 1.96,
        (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
        """
        p, n, z = self.share(concept), self.done, CONFIDENCE_Z
        middle = p + z**2 / (2 * n)
        half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        low, high = (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)
        # Rounding must not leave a share outside its own interval.
        return np.clip(low, 0, p), np.clip(high, p, 1)

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each state: for each concept whether it holds now, its share, and the interval's ends."""
        import pandas as pd

        model = self.model
        data: dict[Any, Any] = {
            ("state", "index"): model.index,
            ("state", "label"): [model.label(s) for s in range(model.size)],
        }
        for concept, holds in self.holds.items():
            low, high = self.interval(concept)
            data |= {
                (concept, "now"): holds, (concept, "share"): self.share(concept),
                (concept, "low"): low, (concept, "high"): high,
            }  # fmt: skip
        return pd.DataFrame(data)

    def summary(self) -> str:
        """Return, for each concept, the states that are equilibria now or often, with their shares."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        stopped = "" if self.is_complete else f" (stopped{f', {self.asked:,} were asked for' if self.asked else ''})"
        yield f"{self.done:,} variants of the preferences{stopped}"
        for concept, holds in self.holds.items():
            share, (low, high) = self.share(concept), self.interval(concept)
            yield f"{concept}: {int(holds.sum()):,} equilibria with the preferences given"
            order = np.lexsort((np.arange(len(share)), -share, ~holds))
            for s in [s for s in order.tolist() if holds[s] or share[s] > 0][:MAX_ROWS]:
                name, mark = self.model.label(s), "" if holds[s] else " (not now)"
                yield f"  {share[s]:6.1%} [{low[s]:.1%}–{high[s]:.1%}] {name}{mark}"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"


def robustness(
    model: GraphModel,
    *,
    variants: int = 1000,
    swaps: int = 1,
    seed: int = 0,
    concepts: Sequence[str] = USUAL,
    choices: Choices | None = None,
    progress: Callable[[int], None] | None = None,
) -> RobustnessResult:
    """Return in which share of rankings near the given ones each state is an equilibrium.

    In each variant every decision maker's ranking is changed by random swaps, one after the other: of two neighbouring
    ranks, drawn alike, one state each, drawn alike, change places. Ties remain as many as they are, and a later swap
    may undo an earlier one.

    Parameters
    ----------
    model : GraphModel
    variants : int
        How many are drawn.
    swaps : int
        For each decision maker in each variant.
    seed : int
        The same seed gives the same variants, and the first of them whatever their number.
    concepts : sequence of str
    choices : Choices, optional
        Where published definitions differ.
    progress : callable, optional
        Called with how many variants are done.

    Returns
    -------
    RobustnessResult
        A sample: its intervals say how far the shares of all such variants may be. Where a person interrupts the work
        (KeyboardInterrupt), it holds what was done; before the first variant the interruption goes on.

    Raises
    ------
    InputError
        If a number is too small, or there is no such concept.
    """
    _check(concepts, {"variants": (variants, 1), "swaps": (swaps, 0), "seed": (seed, 0)})
    base = with_moves(model)
    drawn = (_variant(base, swaps, np.random.default_rng([seed, n])) for n in range(variants))
    parameters = {"variants": variants, "swaps": swaps}
    return _run(base, drawn, concepts, choices, progress, {"asked": variants, "seed": seed, "parameters": parameters})


def robustness_of(
    models: Iterable[GraphModel],
    *,
    base: GraphModel | None = None,
    concepts: Sequence[str] = USUAL,
    choices: Choices | None = None,
    progress: Callable[[int], None] | None = None,
) -> RobustnessResult:
    """Return in which share of given models each state is an equilibrium: of models drawn from ranges, say.

    Parameters
    ----------
    models : iterable of GraphModel
        Of the same states and decision makers; taken one at a time.
    base : GraphModel, optional
        With the preferences that they vary; the first of them where absent.
    concepts, choices, progress
        As in :func:`robustness`.

    Returns
    -------
    RobustnessResult
        As in :func:`robustness`; the intervals suppose that the models were drawn independently.

    Raises
    ------
    InputError
        If there is no model, one has other states or decision makers, or there is no such concept.
    """
    _check(concepts, {})
    waiting = iter(models)
    first = next(waiting, None)
    if first is None:
        raise InputError.of("models", "there is no model", "give one at least")
    asked = len(models) if isinstance(models, Sequence) else 0
    known = first if base is None else base
    return _run(
        known, _alike(known, chain([first], waiting)), concepts, choices, progress, {"asked": asked, "parameters": {}}
    )


def with_moves(model: GraphModel) -> GraphModel:
    """Return the same model with its moves worked out once for all its variants, where it is small enough for arcs."""
    if model.arcs is not None or not isinstance(engine_of(model), ArcThreats):
        return model
    return replace(model, arcs=tuple(model.moves(p) for p in range(len(model.decision_makers))))


def _run(
    base: GraphModel,
    variants: Iterable[GraphModel],
    concepts: Sequence[str],
    choices: Choices | None,
    progress: Callable[[int], None] | None,
    about: Mapping[str, Any],
) -> RobustnessResult:
    """Count equilibria over variants; an interruption ends the count after the last whole variant."""
    chosen, named = choices or Choices(), tuple(dict.fromkeys(concepts))
    holds = _equilibria(base, named, chosen)
    # Counts and their number change in one assignment, so that an interruption cannot part them.
    tally = np.zeros(holds.shape, dtype=np.int64), 0
    is_complete = True
    try:
        for variant in variants:
            tally = tally[0] + _equilibria(variant, named, chosen), tally[1] + 1
            if progress:
                progress(tally[1])
    except KeyboardInterrupt:
        if not tally[1]:
            raise
        is_complete = False
    parameters = about["parameters"] | chosen.plain()
    return RobustnessResult(
        base, dict(zip(named, holds, strict=True)), dict(zip(named, tally[0], strict=True)), tally[1], about["asked"],
        is_complete, "preference variants", parameters, base.case_digest, about.get("seed"),
    )  # fmt: skip


def _equilibria(model: GraphModel, concepts: Sequence[str], choices: Choices) -> Bools:
    """Return which states are equilibria, by concept and position."""
    engine, parties = engine_of(model), range(len(model.decision_makers))
    tables = [np.all([CONCEPTS[c](engine, p, choices) for p in parties], axis=0) for c in concepts]
    return np.array(tables, dtype=bool).reshape(len(concepts), model.size)


def _variant(model: GraphModel, swaps: int, random: np.random.Generator) -> GraphModel:
    return replace(model, ranks=np.array([_swapped(row, swaps, random) for row in model.ranks], dtype=np.int32))


def _swapped(ranks: Ranks, swaps: int, random: np.random.Generator) -> Ranks:
    """Return ranks after random exchanges between neighbouring ranks."""
    found = ranks.copy()
    order = np.argsort(ranks, kind="stable")
    starts = np.r_[0, np.flatnonzero(np.diff(ranks[order])) + 1, len(order)]
    for _ in range(swaps if len(starts) > 2 else 0):
        edge = random.integers(1, len(starts) - 1)
        low = random.integers(starts[edge - 1], starts[edge])
        high = random.integers(starts[edge], starts[edge + 1])
        s, t = order[low], order[high]
        found[s], found[t] = found[t], found[s]
        order[low], order[high] = t, s
    return found


def _alike(base: GraphModel, models: Iterable[GraphModel]) -> Iterator[GraphModel]:
    """Go through models and refuse the first that has other states or decision makers."""
    for number, model in enumerate(models):
        if model.decision_makers != base.decision_makers or not np.array_equal(model.index, base.index):
            raise InputError.of(
                "models", f"model {number} has other states or decision makers", "vary preferences and moves only"
            )
        yield model


def _check(concepts: Sequence[str], numbers: Mapping[str, tuple[Any, int]]) -> None:
    problems = [
        Problem(name, f"{name} is {value!r}", f"give a whole number from {least}")
        for name, (value, least) in numbers.items()
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least
    ]
    unknown = [concepts] if isinstance(concepts, str) else [c for c in concepts if c not in CONCEPTS]
    if unknown:
        named = ", ".join(map(repr, unknown))
        problems.append(Problem("concept", f"there is no concept {named}", f"give a list of {', '.join(CONCEPTS)}"))
    if problems:
        raise InputError(problems)
