"""What the game says from today: probabilities, symmetry of the two sides, and what a move does."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from detente.dynamics import CrisisInputs, GameOptions, follow, read_move
from detente.dynamics.lasting import HORIZON, lasting
from detente.dynamics.outcome import LASTS, MONTHS, Outcome, effect_of, outcome_of, place_of, solve_case

from .test_from_case import fighting_case, inputs_of

pytestmark = pytest.mark.xdist_group("numba")
INPUTS = inputs_of(fighting_case())
OPTIONS = GameOptions(months=4, beliefs=3, balances=5)


def _side(inputs: CrisisInputs, side: int, **change: Any) -> CrisisInputs:
    sides = list(inputs.sides)
    sides[side] = replace(sides[side], **change)
    return replace(inputs, sides=(sides[0], sides[1]))


def _outcome(inputs: CrisisInputs, options: GameOptions = OPTIONS) -> Outcome:
    return outcome_of(inputs, options, solve_case(inputs, options, workers=1))


@lru_cache(maxsize=1)
def _standard() -> Outcome:
    return _outcome(INPUTS)


def _mirrored(inputs: CrisisInputs) -> CrisisInputs:
    """Return the same conflict seen from the other side: the second becomes the first."""
    rise = inputs.commitment
    return replace(
        inputs, sides=inputs.sides[::-1],
        terms=tuple(replace(t, values=t.values[::-1], crossed=t.crossed[::-1]) for t in inputs.terms),
        advantage=1 - inputs.advantage, favours=1 - inputs.favours,
        backers=tuple(replace(b, of=1 - b.of) for b in inputs.backers),
        commitment=None if rise is None else replace(rise, rising=1 - rise.rising),
        holdings=tuple(replace(h, holder=1 - h.holder) for h in inputs.holdings),
        moves=tuple(replace(m, mover=1 - m.mover) for m in inputs.moves),
    )  # fmt: skip


def test_probabilities_are_probabilities_and_rise_with_the_months() -> None:
    """And the packages together are the deals."""
    found = _standard()

    by = list(found.deal_within.values())
    assert list(found.deal_within) == [m for m in MONTHS if m <= 4]
    assert all(0 <= p <= 1 for p in (*by, *found.terms, *found.wins, *found.survival.values()))
    assert by == sorted(by)
    assert sum(found.terms) + sum(found.wins) <= 1 + 1e-12
    assert sum(found.terms) >= by[-1]
    assert list(found.survival) == list(LASTS)
    assert list(found.survival.values()) == sorted(found.survival.values(), reverse=True)


def test_all_deals_of_the_horizon_are_some_package() -> None:
    """Where the horizon is one of the months that are told."""
    found = _outcome(INPUTS, replace(OPTIONS, months=3))

    assert sum(found.terms) == pytest.approx(found.deal_within[3])


@pytest.mark.parametrize("months", [1, 2, 3])
def test_the_first_month_is_always_told(months: int) -> None:
    """However short the horizon."""
    assert 1 in _outcome(INPUTS, replace(OPTIONS, months=months)).deal_within


@pytest.mark.parametrize(("proposer", "other"), [("first", "second"), ("second", "first")])
@pytest.mark.parametrize("end", ["no deal", "fight on"])
def test_the_same_conflict_seen_from_the_other_side_is_the_same(proposer: Any, other: Any, end: Any) -> None:
    """Nothing in the engine knows which side is named first but who offers."""
    options = replace(OPTIONS, proposer=proposer, end=end)

    one, two = _outcome(INPUTS, options), _outcome(_mirrored(INPUTS), replace(options, proposer=other))

    assert one.deal_within == pytest.approx(two.deal_within)
    assert one.terms == pytest.approx(two.terms)
    assert one.survival == pytest.approx(two.survival)
    assert one.worth == pytest.approx(two.worth[::-1])
    assert one.continuation == pytest.approx(two.continuation[::-1])
    assert one.wins == pytest.approx(two.wins[::-1])


def test_survival_is_the_mean_of_the_lives_of_what_is_signed() -> None:
    """Package by package, place by place, record by record."""
    solution = solve_case(INPUTS, OPTIONS, workers=1)
    course = follow(solution, INPUTS.sides[0].tough, INPUTS.sides[1].tough, place_of(INPUTS, OPTIONS))
    weights = course.signed.sum(axis=(0, 3))
    lives = np.zeros(HORIZON + 1)
    for k, m in np.ndindex(weights.shape):
        lives += weights[k, m] * lasting(INPUTS, k, m / 4, (0.3, 0.4)).survival

    found = outcome_of(INPUTS, OPTIONS, solution)

    assert found.survival == pytest.approx({m: float(lives[m] / weights.sum()) for m in LASTS})


def test_where_nothing_is_ever_signed_the_life_is_that_of_the_focal_package() -> None:
    """Nobody ratifies anything that crosses a limit, and everything crosses one."""
    refused = replace(
        _side(_side(INPUTS, 0, ratified=0.0), 1, ratified=0.0),
        terms=tuple(replace(t, crossed=(1, 0)) for t in INPUTS.terms),
    )

    found = _outcome(refused)

    assert set(found.deal_within.values()) == {0.0}
    life = lasting(refused, refused.focal, refused.advantage, (0.3, 0.4)).survival
    assert found.survival == pytest.approx({m: float(life[m]) for m in LASTS})


@pytest.mark.parametrize(("advantage", "expected"), [(0.0, 1.0), (0.1, 1.0), (0.5, 2.0), (0.6, 2.4), (1.0, 3.0)])
def test_today_is_never_at_defeat_or_victory(advantage: float, expected: float) -> None:
    """The war is still on."""
    assert expected == pytest.approx(place_of(replace(INPUTS, advantage=advantage), OPTIONS))


def test_a_move_that_tells_costs_and_gives_nothing_does_nothing() -> None:
    """Worth and probability of a deal are those of before."""
    idle = replace(
        INPUTS.moves[0], if_tough=0.5, if_weak=0.5, if_trustworthy=0.5, if_untrustworthy=0.5, costs=0.0, gives=0.0,
        moves_balance=0.0,
    )  # fmt: skip
    solution = solve_case(INPUTS, OPTIONS, workers=1)

    found = effect_of(INPUTS, OPTIONS, solution, read_move(INPUTS, idle))

    assert found.worth_before == pytest.approx(found.worth_after)
    assert found.deal_before == pytest.approx(found.deal_after)
    assert found.deal_before == pytest.approx(sum(outcome_of(INPUTS, OPTIONS, solution).terms))


def test_a_move_is_paid_by_who_makes_it_and_given_to_the_other() -> None:
    """Points for points."""
    solution = solve_case(INPUTS, OPTIONS, workers=1)
    free, dear = (
        effect_of(INPUTS, OPTIONS, solution, read_move(INPUTS, replace(INPUTS.moves[0], costs=c, gives=g))).worth_after
        for c, g in ((0.0, 0.0), (0.05, 0.08))
    )

    assert pytest.approx((dear[0] - free[0], dear[1] - free[1])) == (-0.05, 0.08)


def test_what_yields_the_balance_is_worth_less_to_who_yields_it() -> None:
    """And more to the other side."""
    solution = solve_case(INPUTS, OPTIONS, workers=1)
    kept, yielded = (
        effect_of(INPUTS, OPTIONS, solution, read_move(INPUTS, replace(INPUTS.moves[0], moves_balance=m))).worth_after
        for m in (0.0, 0.2)
    )

    assert yielded[0] < kept[0]
    assert yielded[1] > kept[1]


def test_the_solver_says_how_well_it_has_settled() -> None:
    """Every state, to far below what is shown."""
    assert 0 <= _standard().residual < 1e-6
    assert 0 <= _standard().unsettled < 0.05
