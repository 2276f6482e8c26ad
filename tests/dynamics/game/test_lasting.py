"""A signed deal lasts as long, and is worth as much, as what can end it says."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics import deal_survival
from detente.dynamics.inputs import CommitmentInputs, CrisisInputs, SideInputs, Term
from detente.dynamics.lasting import HORIZON, WAR_MONTHS, lasting, worth

SHARES = st.floats(0.05, 0.95)
BREAKS_AFTER = 9.0
STEADY = 1e-6
"""A volatility with which no balance leaves its range."""


def _side(name: str, **other: float) -> SideInputs:
    numbers = {
        "no_deal": 0.3, "tough": 0.5, "cost_tough": 0.005, "cost_weak": 0.015, "collapse": 0.0, "trustworthy": 0.5,
        "temptation": 0.0, "betrayed": 0.1, "breaks_after": BREAKS_AFTER, "line": 0.0, "loss": 0.0, "monthly": 0.0, "ratified": 1.0, "force": 1.0,
    }  # fmt: skip
    return SideInputs(name, **{**numbers, **other})


def _inputs(a: SideInputs, b: SideInputs, share: float = 0.5, **other: object) -> CrisisInputs:
    """Return inputs with one package, a split of a pie."""
    found = CrisisInputs(
        sides=(a, b), terms=(Term({}, (share, 1 - share), (0, 0)),), focal=0, discount=0.99, advantage=0.5, swing=0.1,
        favours=0.5, edge=0.0, volatility=0.1, age=1.0,
    )  # fmt: skip
    return replace(found, **other)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(p=SHARES, later=SHARES, guarantee=st.floats(0, 1), rising=st.integers(0, 1), signed=SHARES)
def test_power_shifts_after_a_deal_as_far_as_guarantees_let_it(
    p: float, later: float, guarantee: float, rising: int, signed: float
) -> None:
    """p + (p' − p)(1 − g) for A, whoever rises; by as much from another balance, and never beyond victory or defeat."""
    commitment = CommitmentInputs(rising, later, guarantee, 0.0, 0.0, 0.0)
    inputs = _inputs(_side("a"), _side("b"), advantage=p, commitment=commitment)
    of_a = later if rising == 0 else 1 - later

    shift = (of_a - p) * (1 - guarantee)

    assert lasting(inputs, 0, p, (1.0, 1.0)).later == pytest.approx(p + shift, abs=1e-9)
    assert lasting(inputs, 0, signed, (1.0, 1.0)).later == pytest.approx(min(max(signed + shift, 0), 1), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(share=SHARES, p=SHARES, trust=st.tuples(st.floats(0, 1), st.floats(0, 1)), tempted=st.integers(0, 3))
def test_a_deal_survives_its_balance_and_both_words(
    share: float, p: float, trust: tuple[float, float], tempted: int
) -> None:
    """The product of three: a balance within the range of a split, and for each side that is tempted its word."""
    sides = [_side("ab"[side], temptation=float(tempted >> side & 1)) for side in (0, 1)]
    inputs = _inputs(sides[0], sides[1], share)
    low, high = share - 0.01 * WAR_MONTHS, share + 0.01 * WAR_MONTHS
    months = np.arange(HORIZON + 1.0)
    expected = np.exp(-months / BREAKS_AFTER)
    if low < p < high:
        expected = deal_survival(p, low, high, 0.1 / np.sqrt(12), months).survival
    for side in (0, 1):
        if tempted >> side & 1:
            expected = expected * (trust[side] + (1 - trust[side]) * np.exp(-months / BREAKS_AFTER))

    assert lasting(inputs, 0, p, trust).survival == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("discount", [0.9, 0.99, 1.0])
def test_a_deal_that_nothing_ends_is_worth_what_it_says(discount: float) -> None:
    """To both sides, whatever the discount."""
    inputs = _inputs(_side("a"), _side("b"), 0.4, volatility=STEADY, advantage=0.4, discount=discount)

    assert worth(inputs, 0, lasting(inputs, 0, 0.4, (0.0, 0.0))) == pytest.approx((0.4, 0.6), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(trust=st.floats(0, 1), discount=st.floats(0.8, 0.999), breaker=st.integers(0, 1))
def test_a_deal_that_one_side_may_break_is_worth_its_geometric_sums(
    trust: float, discount: float, breaker: int
) -> None:
    """With r = exp(−1/9): kept by those who keep their word, left by the others month by month; then what breaking is
    worth to the one, and what it leaves to the other."""
    sides = [_side("ab"[side], temptation=0.9 if side == breaker else 0.0, betrayed=0.05) for side in (0, 1)]
    inputs = _inputs(sides[0], sides[1], volatility=STEADY, discount=discount)
    r, h = exp(-1 / BREAKS_AFTER), HORIZON
    fading = (1 - (discount * r) ** h) / (1 - discount * r)
    kept = trust * (1 - discount**h) + (1 - trust) * (1 - discount) * fading
    kept += discount**h * (trust + (1 - trust) * r**h)
    broken = (1 - trust) * (1 - r) * discount * fading

    found = worth(inputs, 0, lasting(inputs, 0, 0.5, (trust, trust)))

    assert found[breaker] == pytest.approx(0.5 * kept + 0.9 * broken, abs=1e-9)
    assert found[1 - breaker] == pytest.approx(0.5 * kept + 0.05 * broken, abs=1e-9)


def test_a_deal_outside_its_range_ends_in_war() -> None:
    """A stands far above what it gets: it fights within nine months on average, for its strength less a year's cost."""
    inputs = _inputs(_side("a"), _side("b"), 0.3, advantage=0.9)
    r, d, h = exp(-1 / BREAKS_AFTER), 0.99, HORIZON
    fading = (1 - (d * r) ** h) / (1 - d * r)
    kept, ended = (1 - d) * fading + (d * r) ** h, (1 - r) * d * fading

    found = worth(inputs, 0, lasting(inputs, 0, 0.9, (0.5, 0.5)))

    war = 0.9 - 0.01 * WAR_MONTHS, max(0.1 - 0.01 * WAR_MONTHS, 0.0)
    assert found == pytest.approx((0.3 * kept + war[0] * ended, 0.7 * kept + war[1] * ended), abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(p=SHARES, trust=st.tuples(st.floats(0, 1), st.floats(0, 1)), cost=st.sampled_from([0.0, 0.02]))
def test_all_that_a_deal_can_lead_to_is_counted_once(p: float, trust: tuple[float, float], cost: float) -> None:
    """Where everything that can follow is worth one half and nothing is discounted, so is the deal."""
    sides = [_side(name, temptation=0.5 + 1e-9, betrayed=0.5, cost_tough=cost, cost_weak=cost) for name in "ab"]
    inputs = _inputs(sides[0], sides[1], discount=1.0, advantage=p)
    life = lasting(inputs, 0, p, trust)
    peace = _inputs(replace(sides[0], cost_tough=0.0, cost_weak=0.0), replace(sides[1], cost_tough=0.0, cost_weak=0.0))

    found = worth(replace(peace, discount=1.0), 0, replace(life, later=0.5))

    assert found == pytest.approx((0.5, 0.5), abs=1e-6)
