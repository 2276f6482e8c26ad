"""With nothing hidden, backward induction over arrays is what a recursion from place to place finds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.game.complete import solve_complete
from detente.dynamics.game.spec import Floats
from tests.dynamics.game.small import SEEDS

Pair = tuple[float, float]


@dataclass(frozen=True)
class Known:
    """A game with known types."""

    up: Floats
    down: Floats
    cost: Floats
    end: Floats
    discount: Pair
    proposers: tuple[int, ...]
    terms: Floats | None
    collapse: Pair

    def solved(self, *, offers: bool = True) -> tuple[Floats, Floats, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
        found = solve_complete(
            self.up, self.down, self.cost, self.end, self.discount, self.proposers, terms=self.terms,
            collapse=self.collapse, offers=offers,
        )  # fmt: skip
        return found.values, found.shares, found.packages


def _known(seed: int, months: int, balances: int, packages: int) -> Known:
    """Draw a game; without packages a pie is divided. Drawn numbers are never equal, so nothing is a tie."""
    rng = np.random.default_rng(seed)
    steps = rng.dirichlet([1.0, 1.0, 1.0], balances)
    d, k = rng.uniform(0.5, 1, 2), rng.uniform(0, 0.3, 2)
    return Known(
        steps[:, 0], steps[:, 1], rng.uniform(0, 0.2, (2, balances)), rng.uniform(-0.5, 1, (2, balances)),
        (float(d[0]), float(d[1])), tuple(int(p) for p in rng.integers(0, 2, months)),
        rng.uniform(0, 1, (packages, 2)) if packages else None, (float(k[0]), float(k[1])),
    )  # fmt: skip


def _recursion(game: Known, *, offers: bool) -> dict[tuple[int, int], tuple[Pair, float | None]]:
    """Return what each place is worth in each month, and the share or package that is agreed on there."""
    last, ends = len(game.proposers), (0, len(game.up) - 1)

    def left(place: int) -> Pair:
        return float(game.end[0, place]), float(game.end[1, place])

    @cache
    def at(month: int, place: int) -> tuple[Pair, float | None]:
        if month == last or place in ends:
            return left(place), None
        wait = [0.0, 0.0]
        for side in (0, 1):
            moves = [(float(game.up[place]), place + 1), (float(game.down[place]), place - 1)]
            stays = 1 - moves[0][0] - moves[1][0]
            later = sum(w * at(month + 1, to)[0][side] for w, to in [*moves, (stays, place)])
            lump = game.collapse[1 - side] - float(game.cost[side, place])
            wait[side] = lump + game.discount[side] * (1 - game.collapse[0] - game.collapse[1]) * later
        p = game.proposers[month]
        best, agreed = (wait[0], wait[1]), None
        for label, pair in _possible(game, wait, p) if offers else []:
            if pair[1 - p] >= wait[1 - p] and pair[p] >= best[p]:
                best, agreed = pair, label
        return best, agreed

    return {(month, place): at(month, place) for month in range(last + 1) for place in range(len(game.up))}


def _possible(game: Known, wait: list[float], p: int) -> list[tuple[float, Pair]]:
    """Return the packages; of a pie, the divisions that leave the other what it waits for, nothing, or half."""
    if game.terms is not None:
        return [(float(k), (float(a), float(b))) for k, (a, b) in enumerate(game.terms)]
    left = [x for x in (wait[1 - p], 0.0, 0.5) if 0 <= x <= 1]
    return [(x, (x, 1 - x)) if p else (1 - x, (1 - x, x)) for x in left]


@settings(max_examples=60, deadline=None)
@given(
    seed=SEEDS, months=st.integers(1, 6), balances=st.integers(3, 6), packages=st.integers(0, 4), offers=st.booleans()
)  # fmt: skip
def test_every_place_is_worth_what_a_recursion_finds(
    seed: int,
    months: int,
    balances: int,
    packages: int,
    offers: bool,  # noqa: FBT001 (Hypothesis names it)
) -> None:
    """Values, agreed shares and agreed packages, in every month at every place."""
    game = _known(seed, months, balances, packages)
    values, shares, agreed = game.solved(offers=offers)

    for (month, place), (worth, label) in _recursion(game, offers=offers).items():
        assert values[month, :, place] == pytest.approx(worth, abs=1e-9)
        if month < months:
            share = None if math.isnan(shares[month, place]) else shares[month, place]
            package = None if agreed[month, place] < 0 else agreed[month, place]
            assert (share if packages == 0 else package) == (label if label is None else pytest.approx(label, abs=1e-9))


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, months=st.integers(1, 6), packages=st.integers(0, 3))
def test_who_proposes_gets_no_less_than_it_waits_for_and_neither_does_the_other(
    seed: int, months: int, packages: int
) -> None:
    """Both can always fight on, so bargaining hurts nobody in the month in which it begins."""
    game = _known(seed, months, 5, packages)

    values = game.solved()[0]
    after = Known(**{**vars(game), "proposers": game.proposers[:1], "end": values[1]})

    assert (values[0] >= after.solved(offers=False)[0][0] - 1e-12).all()


def test_who_is_indifferent_accepts() -> None:
    """A package that is worth exactly what waiting is worth is signed, by both."""
    still, nothing = np.zeros(3), np.zeros((2, 3))
    end = np.array([[0.0, 0.5, 1.0], [1.0, 0.25, 0.0]])

    found = solve_complete(still, still, nothing, end, (1.0, 1.0), (0,), terms=np.array([[0.5, 0.25]]))

    assert found.packages[0, 1] == 0


def test_a_worth_below_nothing_cannot_be_demanded_from_the_other() -> None:
    """Waiting costs B more than the whole pie is worth; A still gets no more than all of it."""
    still, nothing = np.zeros(3), np.zeros((2, 3))
    end = np.array([[0.0, 0.0, 1.0], [1.0, -3.0, 0.0]])

    found = solve_complete(still, still, nothing, end, (1.0, 1.0), (0,))

    assert found.shares[0, 1] == 1.0
    assert found.values[0, :, 1].tolist() == [1.0, 0.0]


_GOOD = {
    "up": np.full(3, 0.3), "down": np.full(3, 0.3), "cost": np.zeros((2, 3)), "end": np.zeros((2, 3)),
    "discount": (0.9, 0.9), "proposers": (0,),
}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "value", "named"),
    [
        ("proposers", (), "the horizon is at least 1 month"),
        ("discount", (0.9, 0.0), "discount must lie strictly between 0 and 1"),
        ("discount", (float("nan"), 0.9), "discount must lie strictly between 0 and 1"),
        ("up", np.array([0.3, 0.8, 0.3]), r"up \+ down ≤ 1"), ("up", np.array([0.3, -0.1, 0.3]), "0 ≤ up"),
        ("down", np.array([0.3, np.nan, 0.3]), "0 ≤ down"), ("collapse", (0.0, 1.5), "collapse must lie in 0–1"),
        ("collapse", (float("nan"), 0.0), "collapse must lie in 0–1"), ("cost", np.zeros((2, 4)), "fit each other"),
        ("end", np.zeros(3), "fit each other"),
    ],
)  # fmt: skip
def test_each_condition_is_named(part: str, value: object, named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError, match=named):
        solve_complete(**{**_GOOD, part: value})  # type: ignore[arg-type]
