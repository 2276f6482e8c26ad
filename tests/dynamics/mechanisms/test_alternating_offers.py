"""The division of alternating offers is that of backward induction and, without end, of the fixed point."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.mechanisms.alternating_offers import alternating_offers

TRIES = settings(max_examples=150, deadline=None)
DISCOUNTS = st.floats(0, 0.95)
OPTIONS = st.tuples(st.floats(-2, 1), st.floats(-2, 1)).filter(lambda g: g[0] + g[1] <= 1)


def literal(d: tuple[float, float], g: tuple[float, float], rounds: int, outside: float) -> float:
    """Return side 1's share: who makes offer n leaves the other what a refusal would bring, or what leaving would.

    A refusal of offer n brings one round's flow of the inside option, (1 − δ)g, and the discounted share of the
    next offer; after the last offer, the inside option for good. Nobody can be left less than nothing.
    """

    def shares(n: int) -> tuple[float, float]:
        if n > rounds:
            return g
        later = shares(n + 1)
        if n % 2 == 1:
            left = max(0.0, outside, (1 - d[1]) * g[1] + d[1] * later[1])
            return 1 - left, left
        left = max(0.0, (1 - d[0]) * g[0] + d[0] * later[0])
        return left, 1 - left

    return shares(1)[0]


@TRIES
@given(DISCOUNTS, DISCOUNTS, OPTIONS, st.integers(1, 9), st.floats(0, 1))
def test_with_a_last_round_the_shares_are_those_of_backward_induction(
    d_1: float, d_2: float, g: tuple[float, float], rounds: int, outside: float
) -> None:
    """For any discounts, inside options and outside option, offer by offer from the last."""
    outside *= min(1.0, 1 - g[0])

    result = alternating_offers(d_1, d_2, g_1=g[0], g_2=g[1], rounds=rounds, outside=outside)

    assert literal((d_1, d_2), g, rounds, outside) == pytest.approx(result.share_1, abs=1e-9)
    assert result.share_1 + result.share_2 == pytest.approx(1, abs=1e-12)


@TRIES
@given(DISCOUNTS, DISCOUNTS, OPTIONS, st.floats(0, 1))
def test_without_end_the_shares_are_the_limit_of_many_rounds(
    d_1: float, d_2: float, g: tuple[float, float], outside: float
) -> None:
    """700 rounds and 701, after which a difference has shrunk by δ_1δ_2 at most 350 times: below 1e-15."""
    outside *= min(1.0, 1 - g[0])

    result = alternating_offers(d_1, d_2, g_1=g[0], g_2=g[1], outside=outside)

    for rounds in (700, 701):
        assert literal((d_1, d_2), g, rounds, outside) == pytest.approx(result.share_1, abs=1e-9)


@TRIES
@given(st.floats(0, 0.99), st.integers(1, 30))
def test_equal_discounts_and_a_last_round_give_the_alternating_sum(discount: float, rounds: int) -> None:
    """1 − δ + δ² − … with as many terms as rounds is (1 − (−δ)^T)/(1 + δ)."""
    result = alternating_offers(discount, discount, rounds=rounds)

    assert (1 - (-discount) ** rounds) / (1 + discount) == pytest.approx(result.share_1, abs=1e-12)


@TRIES
@given(st.floats(0, 0.99), st.floats(0, 1))
def test_an_outside_option_counts_only_where_it_beats_waiting(discount: float, b: float) -> None:
    """With a common discount: unchanged up to δ/(1 + δ), one for one beyond."""
    result = alternating_offers(discount, discount, outside=b)

    assert max(b, discount / (1 + discount)) == pytest.approx(result.share_2, abs=1e-12)
    assert discount / (1 + discount) == pytest.approx(result.threshold.value, abs=1e-12)


@TRIES
@given(DISCOUNTS, DISCOUNTS, OPTIONS, st.one_of(st.none(), st.integers(1, 8)))
def test_the_threshold_is_where_side_two_gets_just_its_outside_option(
    d_1: float, d_2: float, g: tuple[float, float], rounds: int | None
) -> None:
    """A little above it side 2 gets the option, a little below it more than the option."""
    value = alternating_offers(d_1, d_2, g_1=g[0], g_2=g[1], rounds=rounds).threshold.value
    assume(1e-6 < value < min(1.0, 1 - g[0]) - 1e-6)

    above, below = (
        alternating_offers(d_1, d_2, g_1=g[0], g_2=g[1], rounds=rounds, outside=value + shift)
        for shift in (1e-7, -1e-7)
    )

    assert above.share_2 == pytest.approx(value + 1e-7, abs=1e-12)
    assert below.share_2 > value - 1e-7 + 1e-12


def test_flow_costs_of_war_are_inside_options_below_nothing() -> None:
    """Costs of .02 and .05 a round at δ = .9 are g = −.2 and −.5: x = [.1·1.5 + .9·.1·(−.2)]/(1 − .81)."""
    result = alternating_offers(0.9, 0.9, g_1=-0.2, g_2=-0.5)

    assert result.share_1 == pytest.approx((0.15 - 0.018) / 0.19)


def test_a_side_that_would_rather_take_nothing_than_wait_gets_nothing_when_it_answers() -> None:
    """With g_1 = −9, δ_1 = .5: waiting costs side 1 more than the pie, so side 2 keeps all in its turn, δ_2 of that
    in side 1's turn, beyond its own option: 1 − .5·0 − .5·1.
    """
    result = alternating_offers(0.5, 0.5, g_1=-9.0)

    assert result.share_1 == pytest.approx(0.5)


@TRIES
@given(DISCOUNTS, DISCOUNTS, st.floats(0.001, 0.04))
def test_patience_pays(d_1: float, d_2: float, more: float) -> None:
    """A side's share rises with its own discount factor and falls with the other's."""
    share = alternating_offers(d_1, d_2).share_1

    assert alternating_offers(d_1 + more, d_2).share_1 >= share - 1e-12
    assert alternating_offers(d_1, d_2 + more).share_1 <= share + 1e-12


def test_two_patient_sides_share_equally() -> None:
    """As both discounts go to 1 the first offer is worth nothing."""
    assert alternating_offers(1 - 1e-9, 1 - 1e-9).share_1 == pytest.approx(0.5, abs=1e-8)


@pytest.mark.parametrize(
    ("numbers", "options", "condition"),
    [
        ((1.2, 0.5), {}, "discount_1 must lie in 0–1"),
        ((0.5, -0.1), {}, "discount_2 must lie in 0–1"),
        ((1.0, 1.0), {}, "discount_1·discount_2 < 1"),
        ((0.5, 0.5), {"g_1": 0.6, "g_2": 0.6}, "g_1 + g_2 ≤ 1"),
        ((0.5, 0.5), {"g_1": 1.5, "g_2": -2.0}, "g_1 ≤ 1"),
        ((0.5, 0.5), {"g_1": -2.0, "g_2": 1.5}, "g_2 ≤ 1"),
        ((0.5, 0.5), {"g_1": float("nan")}, "g_1 must be a finite number"),
        ((0.5, 0.5), {"g_2": float("-inf")}, "g_2 must be a finite number"),
        ((0.5, 0.5), {"rounds": 0}, "rounds ≥ 1"),
        ((0.5, 0.5), {"rounds": 1.5}, "rounds ≥ 1, a whole number"),
        ((0.5, 0.5), {"outside": 1.5}, "outside must lie in 0–1"),
        ((0.5, 0.5), {"outside": 0.6, "g_1": 0.5}, "outside + g_1 ≤ 1"),
    ],
)
def test_numbers_outside_the_domain_are_refused_by_name(
    numbers: tuple[float, float], options: dict[str, Any], condition: str
) -> None:
    """Each condition that fails is named as it is written."""
    with pytest.raises(DomainError, match=re.escape(condition)):
        alternating_offers(*numbers, **options)


def test_two_sides_that_do_not_discount_share_by_who_makes_the_last_offer() -> None:
    """With a last round δ = 1 is allowed, and the last to offer takes all."""
    assert [alternating_offers(1.0, 1.0, rounds=n).share_1 for n in (3, 4)] == [1, 0]
