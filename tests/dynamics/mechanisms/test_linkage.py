"""A side issue makes room for an award exactly where both sides' payoffs say so."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.linkage import linkage

TRIES = settings(max_examples=100, deadline=None)
problems = st.tuples(
    st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.sampled_from([0.0, 1.0, 0.5]),
    st.floats(0, 2), st.floats(0.2, 2), st.floats(0, 2), st.floats(0.2, 2),
)  # fmt: skip
Problem = tuple[float, float, float, float, float, float, float, float]


def gains(problem: Problem, s: float) -> tuple[float, float]:
    """Return both sides' gains over a war whose winner has all of both issues, with A's share s of the side issue."""
    p, c_a, c_b, x, w_a, s_a, w_b, s_b = problem
    war_a = p * (w_a + s_a) + (1 - p) * 0 - c_a
    war_b = (1 - p) * (w_b + s_b) + p * 0 - c_b
    return x * w_a + s * s_a - war_a, (1 - x) * w_b + (1 - s) * s_b - war_b


def halved(is_right: Callable[[float], bool]) -> float:
    """Return the least value in 0–1 for which a statement holds that holds from there on."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if is_right(middle) else (middle, high)
    return high


@TRIES
@given(problems)
def test_ends_of_the_range_are_where_each_side_begins_to_accept(problem: Problem) -> None:
    """Each side's least share of the side issue is found by halving, and the range lies between them."""
    assume(all(abs(g) > 1e-6 for s in (0.0, 1.0) for g in gains(problem, s)))
    accepts = gains(problem, 1.0)[0] >= 0 and gains(problem, 0.0)[1] >= 0
    low = halved(lambda s: gains(problem, s)[0] >= 0)
    high = 1 - halved(lambda s: gains(problem, 1 - s)[1] >= 0)
    assume(abs(high - low) > 1e-9)

    answer = linkage(*problem)

    assert answer.exists == (accepts and low <= high)
    if accepts:
        assert [low, high] == pytest.approx([answer.low, answer.high], abs=1e-9)


@TRIES
@given(problems)
def test_award_stands_alone_where_both_prefer_it_to_a_war_over_it(problem: Problem) -> None:
    """Without the side issue only the main one is won or lost."""
    p, c_a, c_b, x, w_a, _, w_b, _ = problem
    alone = (x * w_a - (p * w_a - c_a), (1 - x) * w_b - ((1 - p) * w_b - c_b))
    assume(all(abs(g) > 1e-9 for g in alone))

    answer = linkage(*problem)

    assert answer.stands_alone == (min(alone) > 0)
    assert answer.is_restored == (answer.exists and min(alone) < 0)


@TRIES
@given(problems)
def test_range_opens_at_the_thresholds_of_the_costs(problem: Problem) -> None:
    """With a cost just above its threshold a division is left, just below none."""
    thresholds = linkage(*problem).thresholds

    for place, threshold in enumerate(thresholds, start=1):
        if 1e-6 < threshold.value < inf:
            around = [[*problem], [*problem]]
            around[0][place], around[1][place] = threshold.value - 1e-7, threshold.value + 1e-7
            assert [linkage(*values).exists for values in around] == [False, True]
        elif threshold.value == inf:
            dear = [*problem]
            dear[place] = 1e6
            assert not linkage(*dear).exists
        else:
            free = [*problem]
            free[place] = 1e-5
            assert linkage(*free).exists


def test_linkage_restores_a_range() -> None:
    """A city that A wants more goes to A, and B is paid in water.

    Alone, B prefers war: .5·1 − .1 > 0. Linked, s ∈ [(.5·3 − .1 − 2)/1, 1 − (.5·3 − .1)/2] = [−.6, .3] ∩ [0, 1].
    """
    answer = linkage(0.5, 0.1, 0.1, 1.0, 2.0, 1.0, 1.0, 2.0)

    assert (answer.exists, answer.stands_alone, answer.is_restored) == (True, False, True)
    assert pytest.approx([answer.low, answer.high]) == [0.0, 0.3]


def test_side_issue_that_matters_to_nobody_restores_nothing() -> None:
    """The side that does without the main issue cannot be paid in something that it hardly values."""
    answer = linkage(0.5, 0.1, 0.1, 1.0, 1.0, 0.01, 1.0, 0.01)

    assert not answer.exists
    assert answer.thresholds[0].value == inf
    assert answer.thresholds[1].reading == "no division of the side issue makes the award acceptable"


def test_equal_relative_weights_leave_the_width_of_the_costs() -> None:
    """Where both sides rank the issues alike there is nothing to trade: the width is c_A/s_A + c_B/s_B."""
    answer = linkage(0.5, 0.1, 0.2, 0.5, 1.0, 2.0, 1.0, 2.0)

    assert answer.high - answer.low == pytest.approx(0.1 / 2 + 0.2 / 2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"p": 1.1}, "p must lie in 0–1"),
        ({"c_a": -0.1}, "c_a must not be negative"),
        ({"c_b": inf}, "c_b must not be negative or infinite"),
        ({"x": 2.0}, "x must lie in 0–1"),
        ({"w_a": -1.0}, "w_a must not be negative"),
        ({"s_a": 0.0}, "s_a must be above 0"),
        ({"w_b": float("nan")}, "w_b must not be negative"),
        ({"s_b": 0.0}, "s_b must be above 0"),
    ],
)
def test_numbers_outside_the_domain_are_named(changes: dict[str, float], message: str) -> None:
    """Each failed condition is named by its symbol."""
    usual = {"p": 0.5, "c_a": 0.1, "c_b": 0.1, "x": 1.0, "w_a": 1.0, "s_a": 1.0, "w_b": 1.0, "s_b": 1.0}

    with pytest.raises(DomainError, match=message):
        linkage(**usual | changes)
