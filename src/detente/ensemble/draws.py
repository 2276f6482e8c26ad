"""The same analysis over every uncertain number: draws from the ranges and the analysts of a case.

Draw ``k`` depends on the seed and on ``k`` alone, so it is the same whoever computes it and however many
are asked for. In each draw the analysts stand in a random order, and wherever several have judged a
value, the first of them in that order who judged it is followed: a draw is one coherent view.
"""

from __future__ import annotations

import math
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from detente.case import Amount, Case, Quantity
from detente.case.walk import analysts_of, numbers_in
from detente.deals import Constraint, DealSpace, deal_space, fair_packages, find_blockers, find_openings
from detente.deals.conflicts import bits_of, minimal_sets
from detente.deals.enumeration import acceptable_in, blocking_sets, fair_in
from detente.deals.grid import MAX_PACKAGES, Frame, Grid, frame_of
from detente.version import __version__

if TYPE_CHECKING:
    import pandas as pd

MAX_BLOCKERS = 1_000
"""So many blockers are counted in one draw."""
MOST_LARGE = 20
"""So many blockers and openings, where a case has too many packages to look at."""

Key = tuple[Constraint, ...]
K = TypeVar("K")


@dataclass(frozen=True)
class DealDraws:
    """How often each answer came out.

    Attributes
    ----------
    draws : int
        How many draws were made; fewer than asked for after an interruption.
    with_deal : int
        Draws with at least one acceptable package.
    blockers, openings : mapping of constraints to int
        In how many draws each minimal set appeared, most frequent first.
    fair : mapping of concept to mapping of package to int
        In how many draws each package was picked, most frequent first; a package is its outcomes by issue.
    complete : bool
        False where some draw had more blockers than are counted.
    """

    draws: int
    seed: int
    with_deal: int
    blockers: Mapping[Key, int]
    openings: Mapping[Key, int]
    fair: Mapping[str, Mapping[tuple[str, ...], int]]
    case_digest: str
    complete: bool = True
    method: str = "Monte Carlo over the ranges and the analysts of the case"
    version: str = __version__

    @property
    def share_with_deal(self) -> float:
        """Share of draws with a deal, 0–1."""
        return self.with_deal / self.draws if self.draws else float("nan")

    def to_frame(self) -> pd.DataFrame:
        """Return the shares as a table: a row a minimal set, whether it blocks or opens, and its share of the draws."""
        import pandas as pd

        counted = [("blocker", self.blockers), ("opening", self.openings)]
        rows = [
            {"kind": kind, "constraints": " + ".join(map(str, key)), "share": count / self.draws}
            for kind, counts in counted
            for key, count in counts.items()
        ]
        return pd.DataFrame(rows, columns=["kind", "constraints", "share"])

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"

    def summary(self) -> str:
        """Return the shares in a few lines of names."""
        lines = [f"{self.with_deal} of {self.draws} draws with a deal (seed {self.seed})"]
        lines += [f"{count:5d} blocked by {' + '.join(map(str, key))}" for key, count in self.blockers.items()]
        return "\n".join(lines)


@dataclass
class _Tally:
    """Counts while the draws go on."""

    draws: int = 0
    with_deal: int = 0
    complete: bool = True
    blockers: Counter[Key] = field(default_factory=Counter)
    openings: Counter[Key] = field(default_factory=Counter)
    fair: dict[str, Counter[tuple[str, ...]]] = field(default_factory=dict)

    def add(self, drawn: _Drawn) -> None:
        """Count one draw."""
        self.draws += 1
        self.complete &= drawn.complete
        self.with_deal += drawn.has_deal
        self.blockers.update(drawn.blockers)
        self.openings.update(drawn.openings)
        for concept, package in drawn.fair.items():
            self.fair.setdefault(concept, Counter())[package] += 1


def draw_deals(
    case: Case,
    *,
    draws: int = 200,
    seed: int = 0,
    analyst: str | None = None,
    progress: Callable[[int], None] | None = None,
    workers: int = 1,
) -> DealDraws:
    """Repeat the deals analysis over the uncertain numbers of a case.

    Parameters
    ----------
    case : Case
    draws : int
        How many times.
    seed : int
        With the number of a draw it decides all of that draw.
    analyst : str, optional
        Follow this analyst wherever several have judged, in every draw.
    progress : callable, optional
        Called with the number of finished draws.
    workers : int
        So many processes; the answer is the same for any number of them.

    Returns
    -------
    DealDraws
        Also after ``KeyboardInterrupt``: then of the draws that were finished.
    """
    tally = _Tally()
    drawing = _Drawing(case, seed, analyst)
    try:
        for k, drawn in enumerate(_in_order(drawing, draws, workers)):
            tally.add(drawn)
            if progress:
                progress(k + 1)
    except KeyboardInterrupt:
        if not tally.draws:
            raise
    return DealDraws(
        tally.draws, seed, tally.with_deal, _ranked(tally.blockers), _ranked(tally.openings),
        {concept: _ranked(counts) for concept, counts in tally.fair.items()}, case.digest, tally.complete,
    )  # fmt: skip


def reading_of_draw(case: Case, seed: int, draw: int, analyst: str | None = None) -> Callable[[Quantity], float]:
    """Return how one draw reads a quantity: uniform on a range, triangular on low / likely / high."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(draw,)))
    analysts = analysts_of(case)
    drawn = [analysts[i] for i in rng.permutation(len(analysts))]
    order = [analyst, *drawn] if analyst else drawn

    def read(quantity: Quantity) -> float:
        amount = _followed(quantity, order)
        if amount.is_exact:
            return amount.low
        if amount.likely is None:
            return float(rng.uniform(amount.low, amount.high))
        return float(rng.triangular(amount.low, amount.likely, amount.high))

    return read


def is_uncertain(case: Case) -> bool:
    """Return True where a draw can differ from the point values."""
    return any(not n.quantity.is_exact for n in numbers_in(case) if n.quantity)


def _followed(quantity: Quantity, order: list[str]) -> Amount:
    if quantity.value is not None:
        return quantity.value
    return next(amount for by in order if (amount := quantity.judged_as(by)) is not None)


@dataclass(frozen=True)
class _Drawn:
    """What one draw found."""

    has_deal: bool
    blockers: tuple[Key, ...]
    openings: tuple[Key, ...]
    fair: Mapping[str, tuple[str, ...]]
    complete: bool


@dataclass(frozen=True)
class _Drawing:
    """Makes the draw of a number; what all draws share is worked out once."""

    case: Case
    seed: int
    analyst: str | None

    def __call__(self, draw: int) -> _Drawn:
        space = deal_space(self.case, read=reading_of_draw(self.case, self.seed, draw, self.analyst))
        return _drawn_large(space) if space.size > MAX_PACKAGES else _drawn(Grid(space, self.frame))

    @cached_property
    def frame(self) -> Frame:
        return frame_of(deal_space(self.case, analyst=self.analyst))


def _in_order(drawing: _Drawing, draws: int, workers: int) -> Iterator[_Drawn]:
    """Yield the draws in their order, whoever makes them."""
    if workers <= 1:
        yield from map(drawing, range(draws))
        return
    pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(drawing,))
    try:
        yield from pool.map(_drawn_here, range(draws), chunksize=max(1, min(20, draws // (4 * workers))))
    finally:
        pool.shutdown(cancel_futures=True)


_here: list[_Drawing] = []
"""What this process makes draws of, where it is one of several."""


def _begin(drawing: _Drawing) -> None:
    # An interruption reaches every process of a terminal; whoever started them ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _here[:] = [drawing]


def _drawn_here(draw: int) -> _Drawn:
    return _here[0](draw)


def _drawn(grid: Grid) -> _Drawn:
    sets = minimal_sets(grid.violated) if len(grid.frame.linked) else []
    acceptable = acceptable_in(grid)
    blockers, complete = blocking_sets(grid, sets, MAX_BLOCKERS)
    openings = [tuple(grid.constraints[b] for b in bits_of(s)) for s in sets] if 0 not in sets else []
    fair = {concept: tuple(pick.package.outcomes.values()) for concept, pick in fair_in(grid, acceptable).items()}
    return _Drawn(bool(acceptable.any()), tuple(blockers), tuple(openings), fair, complete)


def _drawn_large(space: DealSpace) -> _Drawn:
    """Return one draw of a case with too many packages to look at: the smallest blockers and openings only."""
    fair = fair_packages(space, method="search")
    if fair:
        return _Drawn(True, (), (), {c: tuple(choice.outcomes.values()) for c, choice in fair.items()}, True)
    blockers = find_blockers(space, most=MOST_LARGE, seconds=math.inf)
    openings = find_openings(space, most=MOST_LARGE, seconds=math.inf)
    sets = tuple(b.constraints for b in blockers), tuple(o.relax for o in openings)
    return _Drawn(False, *sets, {}, max(map(len, sets)) < MOST_LARGE)


def _ranked(counts: Counter[K]) -> dict[K, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))
