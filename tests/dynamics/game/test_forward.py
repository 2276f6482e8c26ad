"""What becomes of a game is what a walk through its tree finds, and is worth what was computed backward."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.game.forward import expected, follow
from detente.dynamics.game.solve import Solution, solve
from detente.dynamics.game.spec import CrisisGame
from tests.dynamics.game.reference import Place, Policy, over, places
from tests.dynamics.game.small import SEEDS, Size, alike, games, mirrored, tiny_game
from tests.dynamics.game.tree import End, Tree

pytestmark = pytest.mark.xdist_group("numba")
BELIEFS = st.floats(0, 1)
ROUNDED = 1e-9


def _policies(solution: Solution) -> list[dict[Place, Policy]]:
    pairs = zip(solution.acts, solution.yes, strict=True)
    return [
        {at: Policy(acts[at].tolist(), yes[at].tolist()) for at in places(solution.game)} for acts, yes in pairs
    ]  # fmt: skip


def _starts(game: CrisisGame, qa: float, qb: float, balance: float, record: int) -> list[tuple[Place, float]]:
    """Return the places at which the game begins, with their chances."""
    low = min(int(balance), game.balances - 2)
    found = [(at, (low + 1 - balance) * w) for at, w in over(game, record, low, (qa, qb))]
    found += [(at, (balance - low) * w) for at, w in over(game, record, low + 1, (qa, qb))]
    return [(at, w) for at, w in found if w > 0]


def _enumerated(solution: Solution, starts: list[tuple[Place, float]]) -> Counter[End]:
    tree, found = Tree(solution.game, _policies(solution)), Counter[End]()
    for at, w in starts:
        for end, chance in tree.ends(0, at).items():
            found[end] += w * chance  # type: ignore[assignment] # shares of one
    return found


def _paid(solution: Solution, starts: list[tuple[Place, float]]) -> tuple[float, float]:
    tree = Tree(solution.game, _policies(solution))
    pairs = [(w, tree.pays(0, at)) for at, w in starts]
    return sum(w * pair[0] for w, pair in pairs), sum(w * pair[1] for w, pair in pairs)


def _place(game: CrisisGame, share: float) -> float:
    """Return a balance between the first and the last place inside."""
    return 1 + share * (game.balances - 3)


def _same_battles(game: CrisisGame) -> CrisisGame:
    """Return the game with the same battles for all types and beliefs."""
    up, down = (np.broadcast_to(t[:1, :1, :, :1, :1], t.shape).copy() for t in (game.up, game.down))
    return replace(game, up=up, down=down)


@settings(max_examples=12, deadline=None)
@given(game=games(months=3, beliefs=3), qa=BELIEFS, qb=BELIEFS, share=BELIEFS, record=st.integers(0, 2))
def test_every_end_is_as_likely_as_in_the_tree(
    game: CrisisGame, qa: float, qb: float, share: float, record: int
) -> None:
    """Deals by month, package, balance and record; victories by month; where the war stands; and all sum to 1."""
    solution = solve(game, workers=1, most_turns=3)
    z, place = record % game.record_count, _place(game, share)
    ends = _enumerated(solution, _starts(game, qa, qb, place, z))

    course = follow(solution, qa, qb, place, z)

    months = range(game.months)
    for month, k, m, r in product(months, range(game.packages), range(game.balances), range(game.record_count)):
        assert course.signed[month, k, m, r] == pytest.approx(ends["signed", month, k, m, r], abs=ROUNDED)
    for month, side in product(months, (0, 1)):
        assert course.wins[month, side] == pytest.approx(ends["won", month, side], abs=ROUNDED)
    for at in places(game, inner=False):
        assert course.left[at] == pytest.approx(ends["left", *at], abs=ROUNDED)
    assert course.signed.sum() + course.wins.sum() + course.left.sum() == pytest.approx(1.0, abs=1e-12)


@settings(max_examples=12, deadline=None)
@given(game=games(months=3, beliefs=3), qa=BELIEFS, qb=BELIEFS, share=BELIEFS)
def test_what_has_ended_stays_ended(game: CrisisGame, qa: float, qb: float, share: float) -> None:
    """Deals only add up, and every month all probability is signed, won or going on."""
    course = follow(solve(game, workers=1, most_turns=3), qa, qb, _place(game, share))

    whole = course.deal_by + np.cumsum(course.wins.sum(axis=1)) + course.going_on
    assert (np.diff(course.deal_by) >= 0).all()
    assert (np.diff(course.going_on) <= 1e-12).all()
    assert whole == pytest.approx(np.ones(game.months), abs=1e-12)
    assert course.terms.sum() == pytest.approx(course.deal_by[-1], abs=1e-12)


@settings(max_examples=10, deadline=None)
@given(game=games(months=3, beliefs=3).map(alike), qa=BELIEFS, qb=BELIEFS, share=BELIEFS)
def test_where_types_are_alike_the_tree_pays_what_was_computed_backward(
    game: CrisisGame, qa: float, qb: float, share: float
) -> None:
    """Deals, costs, tolls, reliefs, victories and what is left, discounted: to the last digits, from anywhere."""
    solution = solve(game, workers=1, most_turns=4)
    place = _place(game, share)

    paid = _paid(solution, _starts(game, qa, qb, place, 0))

    assert paid == pytest.approx(expected(solution, qa, qb, place), abs=ROUNDED)


@settings(max_examples=8, deadline=None)
@given(game=games(months=3, beliefs=3), a=st.integers(0, 1), b=st.integers(0, 1), share=BELIEFS)
def test_where_both_types_are_known_the_tree_pays_what_was_computed_backward(
    game: CrisisGame, a: int, b: int, share: float
) -> None:
    """Whatever the types are, once they are known there is nothing between two points of the grid."""
    solution = solve(game, workers=1, most_turns=4)
    place = _place(game, share)

    paid = _paid(solution, _starts(game, a, b, place, 0))

    assert paid == pytest.approx(expected(solution, a, b, place), abs=ROUNDED)


@settings(max_examples=8, deadline=None)
@given(game=games(months=3, beliefs=3), known=st.integers(0, 1), q=BELIEFS, share=BELIEFS)
def test_a_side_whose_type_is_known_is_paid_what_was_computed_backward(
    game: CrisisGame, known: int, q: float, share: float
) -> None:
    """It learns from offers, answers and battles on the way; only the other's worth has the error of the grid."""
    for side, same in ((0, game), (1, mirrored(game))):
        solution = solve(same, workers=1, most_turns=4)
        start = (known, q) if side == 0 else (q, known)
        place = _place(same, share)

        paid = _paid(solution, _starts(same, start[0], start[1], place, 0))

        assert paid[side] == pytest.approx(expected(solution, start[0], start[1], place)[side], abs=ROUNDED)


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, a=st.integers(0, 3), b=st.integers(0, 3))
def test_in_one_month_the_tree_pays_what_was_computed_backward(seed: int, a: int, b: int) -> None:
    """Where costs, battles and the end do not depend on beliefs there is nothing to interpolate, whatever the types."""
    game = tiny_game(seed, Size(beliefs=4, months=1))
    flat = {name: np.broadcast_to(getattr(game, name)[..., :1, :1], game.cost.shape).copy() for name in ("cost", "end")}
    game = _same_battles(replace(game, cost=flat["cost"], end=flat["end"]))
    solution = solve(game, workers=1, most_turns=4)

    paid = _paid(solution, [(Place(0, 1, a, b), 1.0)])

    assert paid == pytest.approx(expected(solution, a / 3, b / 3, 1), abs=ROUNDED)


def test_beliefs_keep_their_mean_where_nothing_ends() -> None:
    """Battles teach and nothing is ratified; in two months from the middle nobody is defeated: the mean stays."""
    game = tiny_game(4, Size(months=2, balances=7, beliefs=4))
    game = replace(
        game, ratified=np.zeros_like(game.ratified), yields=np.zeros_like(game.yields), collapse=(0.0, 0.0)
    )  # fmt: skip

    course = follow(solve(game, workers=1), 0.37, 0.81, 3)

    assert course.going_on == pytest.approx(np.ones(2), abs=1e-12)
    assert course.beliefs == pytest.approx(np.array([[0.37, 0.81]] * 3), abs=1e-12)
    assert (course.left.sum(axis=(0, 1, 3)) > 0.01).sum() > 2, "A belief has moved beyond the points that it began at"


@pytest.mark.parametrize(
    ("how", "named"),
    [
        ({"belief_a": 1.1}, "belief must lie in 0–1"), ({"belief_b": float("nan")}, "belief must lie in 0–1"),
        ({"balance": 0.5}, "1 ≤ balance"), ({"balance": 2.5}, "balance ≤ M − 2"), ({"balance": float("nan")}, "1 ≤ balance"),
    ],
)  # fmt: skip
def test_a_start_outside_the_game_is_refused(how: dict[str, float], named: str) -> None:
    """The message names what is wrong."""
    solution = solve(tiny_game(1, Size(months=1)), workers=1, most_turns=1)

    parts: dict[str, Any] = {"belief_a": 0.5, "belief_b": 0.5, "balance": 1.0, **how}

    with pytest.raises(DomainError, match=named):
        follow(solution, **parts)
