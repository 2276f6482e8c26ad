"""Forces are spread so that no other spread does better, and dropping fronts costs what it costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import permutations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.contests import blotto_share, fronts, refocus

TRIES = settings(max_examples=60, deadline=None)
AMOUNT = st.floats(0.1, 10)
FRONTS = st.lists(st.tuples(AMOUNT, AMOUNT), min_size=1, max_size=5)

Array = npt.NDArray[np.float64]


def held(values: Sequence[float], own: Array, other: Sequence[float] | Array, m: float = 1.0) -> Array:
    """Return what a side expects to win with each of several spreads, front by front."""
    chances = own**m / (own**m + np.asarray(other) ** m)
    return np.asarray((np.asarray(values) * chances).sum(axis=-1), dtype=np.float64)


def other_spreads(total: float, count: int) -> Array:
    """Two hundred random ways to spread the same forces."""
    return total * np.random.default_rng(0).dirichlet(np.ones(count), size=200)


def level_spread(values: Sequence[float], b: Sequence[float], total: float, on: Sequence[int]) -> Array:
    """Find by halving the common worth of one more unit at which exactly the forces at hand are used."""
    worth, against = np.asarray(values), np.asarray(b)

    def wanted(level: float) -> Array:
        own = np.zeros(len(worth))
        own[on] = np.maximum(np.sqrt(worth[on] * against[on] / level) - against[on], 0)
        return own

    low, high = 1e-12, float((worth / against).max())
    for _ in range(200):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if wanted(middle).sum() > total else (low, middle)
    return wanted(low)


@TRIES
@given(st.lists(AMOUNT, min_size=1, max_size=5), AMOUNT, AMOUNT, st.floats(0.1, 1))
def test_nobody_gains_by_spreading_forces_otherwise(
    values: list[float], total_a: float, total_b: float, m: float
) -> None:
    """No one of two hundred other spreads does better for either side against the other's."""
    result = fronts(values, total_a, total_b, m=m)

    a, b = np.array(result.allocation_a), np.array(result.allocation_b)
    assert held(values, a, b, m) == pytest.approx(result.value_a, rel=1e-9)
    assert held(values, other_spreads(total_a, len(values)), b, m).max() <= result.value_a + 1e-9
    assert held(values, other_spreads(total_b, len(values)), a, m).max() <= held(values, b, a, m) + 1e-9
    assert (a.sum(), b.sum()) == pytest.approx((total_a, total_b))


def test_each_front_is_won_with_the_same_probability() -> None:
    """Two against one wins 2/3 of the fronts for m = 1, and less the less forces decide."""
    result = fronts([1, 3], 2, 1)

    assert (result.allocation_a, result.allocation_b) == ((0.5, 1.5), (0.25, 0.75))
    assert result.win == pytest.approx(2 / 3)
    assert [fronts([1, 3], 2, 1, m=m).win for m in (1, 0.5, 1e-9)] == pytest.approx([2 / 3, 0.585786, 0.5], abs=1e-6)
    assert (result.threshold.value, result.threshold.is_reached) == (1, True)


@TRIES
@given(FRONTS, AMOUNT, st.data())
def test_the_best_reply_puts_forces_where_one_more_unit_is_worth_most(
    cases: list[tuple[float, float]], total_a: float, data: st.DataObject
) -> None:
    """It agrees with the level found by halving, and no other spread over the same fronts does better."""
    values, b = [v for v, _ in cases], [f for _, f in cases]
    on = sorted(data.draw(st.sets(st.integers(0, len(cases) - 1), min_size=1)))

    result = refocus(values, b, total_a, on=on)

    assert level_spread(values, b, total_a, on) == pytest.approx(np.array(result.allocation), abs=1e-9)
    others = np.zeros((200, len(values)))
    others[:, on] = other_spreads(total_a, len(on))
    assert held(values, others, b).max() <= result.payoff + 1e-9
    assert held(values, np.array(result.allocation), b) == pytest.approx(result.payoff)
    assert result.cost_of_dropping >= -1e-9
    assert refocus(values, b, total_a).gain >= -1e-9
    assert sum(result.allocation) == pytest.approx(total_a)


@TRIES
@given(FRONTS, AMOUNT)
def test_a_front_gets_forces_from_its_threshold_on(cases: list[tuple[float, float]], total_a: float) -> None:
    """Just below it the best reply leaves the front and just above it does not."""
    values, b = [v for v, _ in cases], [f for _, f in cases]

    for k, flip in enumerate(refocus(values, b, total_a).thresholds):
        assert refocus(values, b, flip.value + 1e-6).allocation[k] > 0
        if flip.value > 1e-6:
            assert refocus(values, b, flip.value - 1e-6).allocation[k] == 0


def test_dropping_a_front_frees_forces_for_the_other() -> None:
    """Two equal fronts against 1 and 1 with 2: everywhere 1, on one 2/3, and a third of a front is lost."""
    result = refocus([1, 1], [1, 1], 2, on=[0])

    assert result.allocation == pytest.approx((2, 0))
    assert (result.payoff, result.payoff_everywhere, result.payoff_present) == pytest.approx((2 / 3, 1, 1))
    assert (result.gain, result.cost_of_dropping) == pytest.approx((-1 / 3, 1 / 3))


def test_a_strongly_held_front_of_little_worth_is_dropped_by_the_best_reply_itself() -> None:
    """With values 4 and 1 against 1 and 4 the second front is worth forces only from 3 on, by hand."""
    result = refocus([4, 1], [1, 4], 2)

    assert result.allocation == pytest.approx((2, 0))
    assert result.thresholds[1].value == pytest.approx(3)
    assert (result.thresholds[0].value, result.thresholds[0].is_reached) == (0, True)
    assert refocus([4, 1], [1, 4], 2, on=[0]).cost_of_dropping == pytest.approx(0)
    assert result.gain > 0


def spreads(units: int, fields: int) -> list[tuple[int, ...]]:
    """Return every way to put whole units on fields, up to their order."""
    if fields == 1:
        return [(units,)]
    rest = [(k, *others) for k in range(units + 1) for others in spreads(units - k, fields - 1)]
    return [spread for spread in rest if list(spread) == sorted(spread)]


def value_in_whole_units(x_a: int, x_b: int, n: int) -> float:
    """Solve the game in whole units as a linear programme; spreads are dealt to the fields at random, ties halved."""
    rows, columns = np.array(spreads(x_a, n)), np.array(spreads(x_b, n))
    differences = [rows[:, None, list(order)] - columns[None] for order in permutations(range(n))]
    won = np.mean([((d > 0) + (d == 0) / 2).mean(axis=-1) for d in differences], axis=0)
    solution = linprog(
        np.r_[np.zeros(len(rows)), -1], A_ub=np.c_[-won.T, np.ones(len(columns))], b_ub=np.zeros(len(columns)),
        A_eq=[np.r_[np.ones(len(rows)), 0]], b_eq=[1], bounds=[*[(0, None)] * len(rows), (None, None)],
    )  # fmt: skip
    return -float(solution.fun or 0.0)


@pytest.mark.parametrize(("x_a", "x_b", "n"), [(6, 6, 3), (12, 15, 3), (6, 9, 3), (12, 18, 3), (6, 8, 4), (8, 12, 4)])
def test_the_share_of_battlefields_is_the_value_of_the_game_in_whole_units(x_a: int, x_b: int, n: int) -> None:
    """Where 2x_b/n is whole, units leave nothing out and the linear programme has the same value."""
    assert value_in_whole_units(x_a, x_b, n) == pytest.approx(blotto_share(x_a, x_b, n), abs=1e-9)


def test_coarse_units_come_near_the_share_of_battlefields() -> None:
    """Where 2x_b/n is not whole the value differs by less than 0.1/x_a, and the less the finer the units."""
    off = [abs(value_in_whole_units(4 * k, 5 * k, 3) - blotto_share(4 * k, 5 * k, 3)) for k in (1, 2, 4)]

    assert off == sorted(off, reverse=True)
    assert [gap <= 0.1 / (4 * k) for gap, k in zip(off, (1, 2, 4), strict=True)] == [True] * 3


@TRIES
@given(st.integers(3, 8), st.floats(0, 1))
def test_neither_side_does_better_against_the_random_spread_of_the_other(n: int, above: float) -> None:
    """Against uniform forces every spread within their reach wins the same; beyond it forces are wasted."""
    x_b = 1.0
    x_a = 2 / n + above * (1 - 2 / n)
    share = blotto_share(x_a, x_b, n)
    top = 2 * x_b / n

    def loses_to(own: Array) -> Array:
        return np.asarray(np.minimum(own / top, 1).mean(axis=-1), dtype=np.float64)

    assert loses_to(other_spreads(x_a, n)).max() <= share + 1e-9
    assert loses_to(np.full(n, x_a / n)) == pytest.approx(share, abs=1e-9)
    against_a = 1 - x_a / x_b + x_a / x_b * loses_to(other_spreads(x_b, n))
    assert against_a.max() <= 1 - share + 1e-9


BATTLE = {"values": [1.0, 2.0], "b": [1.0, 1.0], "total_a": 1.0}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"values": [1.0, 0.0]}, "values[1] must be above 0"),
        ({"values": [], "b": []}, "values has at least one number"),
        ({"b": [1.0]}, "values and b have one number for each front"),
        ({"b": [1.0, 0.0]}, "b[1] must be above 0"),
        ({"total_a": math.nan}, "total_a must be above 0"),
        ({"on": []}, "on names some fronts, each once"),
        ({"on": [0, 0]}, "on names some fronts, each once"),
        ({"on": [2]}, "on names fronts that exist"),
    ],
)
def test_each_condition_of_refocusing_is_named(changed: dict[str, object], named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        refocus(**(BATTLE | changed))  # type: ignore[arg-type] # many kinds of wrong input

    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("symbols", "m", "named"),
    [
        (([1.0], 0.0, 1.0), 1.0, "total_a must be above 0"),
        (([1.0], 1.0, math.inf), 1.0, "total_b must be above 0 and finite"),
        (([1.0], 1.0, 1.0), 0.0, "m must be above 0"),
        (([1.0], 1.0, 1.0), 1.5, "m ≤ 1"),
        (([], 1.0, 1.0), 1.0, "values has at least one number"),
    ],
)
def test_each_condition_of_the_fronts_is_named(symbols: tuple[list[float], float, float], m: float, named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        fronts(*symbols, m=m)

    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("symbols", "named"),
    [
        ((0, 1, 3), "x_a must be above 0"),
        ((1, math.inf, 3), "x_b must be above 0 and finite"),
        ((1, 1, 2), "n ≥ 3, a whole number"),
        ((1, 1, 3.5), "n ≥ 3, a whole number"),
        ((1, 2, 3), "2/n ≤ x_a/x_b"),
        ((2, 1, 3), "x_a/x_b ≤ 1"),
    ],
)
def test_each_condition_of_the_battlefields_is_named(symbols: tuple[float, float, int], named: str) -> None:
    """What does not hold stands in the message."""
    with pytest.raises(DomainError) as caught:
        blotto_share(*symbols)

    assert named in str(caught.value)
