"""The life of a signed package, and what it is worth: against month by month counting."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics import CrisisInputs
from detente.dynamics.inputs import SideInputs
from detente.dynamics.lasting import HORIZON, WAR_MONTHS, Lasting, lasting, window, worth

from .test_from_case import fighting_case, inputs_of

INPUTS = inputs_of(fighting_case())


def _side(inputs: CrisisInputs, side: int, **change: Any) -> CrisisInputs:
    sides = list(inputs.sides)
    sides[side] = replace(sides[side], **change)
    return replace(inputs, sides=(sides[0], sides[1]))


@st.composite
def _inputs(draw: st.DrawFn) -> CrisisInputs:
    share = st.floats(0, 1)
    found = replace(
        INPUTS, discount=draw(st.floats(0.8, 0.999)), advantage=draw(share), volatility=draw(st.floats(0.02, 0.6)),
    )  # fmt: skip
    assert found.commitment is not None
    found = replace(
        found, commitment=replace(found.commitment, rising=draw(st.sampled_from([0, 1])), later=draw(share), guarantee=draw(share))
    )  # fmt: skip
    for side in (0, 1):
        found = _side(
            found, side, temptation=draw(share), betrayed=draw(share), cost_tough=draw(st.floats(0, 0.02)),
            cost_weak=draw(st.floats(0.021, 0.06)), tough=draw(share), breaks_after=draw(st.floats(0.5, 60)),
        )  # fmt: skip
    return found


TERMS = st.integers(0, len(INPUTS.terms) - 1)
TRUST = st.tuples(st.floats(0, 1), st.floats(0, 1))


def _stays(
    low: float, place: float, high: float, volatility: float, month: int, breaks_after: tuple[float, float]
) -> float:
    """Return the chance to stay in the range: the sum of 400 waves, the definition for a drifting line between two edges."""
    if month == 0:
        return 1.0
    if place >= high or place <= low:
        presses = (place >= high) / breaks_after[0] + (place <= low) / breaks_after[1]
        return math.exp(-month * presses)
    width, pace = high - low, (volatility / (high - low)) ** 2 * month / 12
    waves = (n * math.pi for n in range(1, 801, 2))
    return sum(4 / w * math.sin(w * (place - low) / width) * math.exp(-(w**2) * pace / 2) for w in waves)


def _keeps(side: SideInputs, value: float, trust: float, month: int) -> float:
    return 1.0 if side.temptation <= value else trust + (1 - trust) * math.exp(-month / side.breaks_after)


def _literal(
    inputs: CrisisInputs, term: int, advantage: float, trust: tuple[float, float]
) -> tuple[list[float], list[float]]:
    """Count month by month: the deal holds, or is lost to the balance, or is broken by one side; add up what each brings.

    In a month in which both could break it, the chance is shared by how hard each presses: by the fall of its logarithm.
    """
    later = min(max(advantage + inputs.later_advantage() - inputs.advantage, 0.0), 1.0)
    values = inputs.terms[term].values
    costs = [s.cost * WAR_MONTHS for s in inputs.sides]
    low, high = 1 - values[1] - costs[1], values[0] + costs[0]

    def stays(month: int) -> float:
        after = inputs.sides[0].breaks_after, inputs.sides[1].breaks_after
        return _stays(low, later, high, inputs.volatility, month, after)

    def keeps(side: int, month: int) -> float:
        return _keeps(inputs.sides[side], values[side], trust[side], month)

    total, survival = [0.0, 0.0], [1.0]
    war = [max(p - c, 0.0) for p, c in zip((later, 1 - later), costs, strict=True)]
    drift = [stays(0)]
    for month in range(1, HORIZON + 1):
        weight = inputs.discount ** (month - 1)
        for side in (0, 1):
            total[side] += (1 - inputs.discount) * weight * values[side] * survival[-1]
        drift.append(stays(month))
        before, after = ([keeps(s, m) for s in (0, 1)] for m in (month - 1, month))
        survival.append(drift[-1] * after[0] * after[1])
        to_drift = after[0] * after[1] * (drift[-2] - drift[-1])
        broken = drift[-2] * (before[0] * before[1] - after[0] * after[1])
        presses = [math.log(b / a) for b, a in zip(before, after, strict=True)]
        for breaker in (0, 1):
            mass = broken * presses[breaker] / sum(presses) if sum(presses) else 0.0
            total[breaker] += weight * inputs.discount * mass * inputs.sides[breaker].temptation
            total[1 - breaker] += weight * inputs.discount * mass * inputs.sides[breaker].betrayed
        for side in (0, 1):
            total[side] += weight * inputs.discount * to_drift * war[side]
    for side in (0, 1):
        total[side] += inputs.discount**HORIZON * survival[-1] * values[side]
    return survival, total


@given(inputs=_inputs(), term=TERMS, advantage=st.floats(0, 1), trust=TRUST)
@settings(max_examples=25, deadline=None)
def test_life_and_worth_are_those_counted_month_by_month(
    inputs: CrisisInputs, term: int, advantage: float, trust: tuple[float, float]
) -> None:
    """Twenty years of months, each with all that can happen in it."""
    life = lasting(inputs, term, advantage, trust)

    survival, total = _literal(inputs, term, advantage, trust)

    assert life.survival == pytest.approx(survival, abs=1e-6)
    assert worth(inputs, term, life) == pytest.approx(total, abs=1e-6)


@given(inputs=_inputs(), term=TERMS, advantage=st.floats(0, 1), trust=TRUST)
@settings(max_examples=100, deadline=None)
def test_survival_is_a_probability_that_never_rises(
    inputs: CrisisInputs, term: int, advantage: float, trust: tuple[float, float]
) -> None:
    """It starts at 1, and is the product of its causes."""
    life = lasting(inputs, term, advantage, trust)

    assert life.survival[0] == pytest.approx(1)
    assert (life.survival >= 0).all()
    assert (life.survival <= 1).all()
    assert (np.diff(life.survival) <= 1e-12).all()
    assert life.survival == pytest.approx(life.drift * life.breaks[0] * life.breaks[1])
    assert 0 <= life.later <= 1


@given(inputs=_inputs(), term=TERMS, advantage=st.floats(0, 1), trust=TRUST)
@settings(max_examples=100, deadline=None)
def test_worth_lies_between_the_least_and_the_most_of_what_can_follow(
    inputs: CrisisInputs, term: int, advantage: float, trust: tuple[float, float]
) -> None:
    """The package, war, breaking it, being betrayed: a mean of these, with weights that add up to 1."""
    life = lasting(inputs, term, advantage, trust)

    for side, found in enumerate(worth(inputs, term, life)):
        own = inputs.sides[side]
        war = max((life.later if side == 0 else 1 - life.later) - own.cost * WAR_MONTHS, 0.0)
        ends = (inputs.terms[term].values[side], war, own.temptation, inputs.sides[1 - side].betrayed)
        assert min(ends) - 1e-9 <= found <= max(ends) + 1e-9


def test_a_deal_that_nothing_threatens_is_worth_what_it_says() -> None:
    """Wide range, slow balance, nobody tempted."""
    calm = replace(INPUTS, volatility=1e-3, commitment=None)
    calm = _side(
        _side(calm, 0, temptation=0.0, cost_tough=0.04, cost_weak=0.08),
        1,
        temptation=0.0,
        cost_tough=0.04,
        cost_weak=0.08,
    )
    life = lasting(calm, calm.focal, 0.5, (0.0, 0.0))

    assert life.survival == pytest.approx(np.ones(HORIZON + 1))
    assert worth(calm, calm.focal, life) == pytest.approx(calm.terms[calm.focal].values)


def test_who_is_not_tempted_is_trusted_whatever_is_believed() -> None:
    """And who is tempted and never trusted breaks it with a mean of a year."""
    value = INPUTS.terms[INPUTS.focal].values[0]
    tempted, calm = _side(INPUTS, 0, temptation=value + 0.01), _side(INPUTS, 0, temptation=value)

    assert lasting(calm, INPUTS.focal, 0.5, (0.0, 1.0)).breaks[0] == pytest.approx(np.ones(HORIZON + 1))
    assert lasting(tempted, INPUTS.focal, 0.5, (0.0, 1.0)).breaks[0, 12] == pytest.approx(math.exp(-1))
    assert lasting(tempted, INPUTS.focal, 0.5, (0.25, 1.0)).breaks[0, -1] == pytest.approx(0.25, abs=1e-8)


def test_who_breaks_later_keeps_the_deal_longer() -> None:
    """Each side by its own time, whether it is tempted or stronger than the deal allows; 0 is at once."""
    value = INPUTS.terms[INPUTS.focal].values[0]
    assert INPUTS.commitment is not None
    beyond = replace(INPUTS, commitment=replace(INPUTS.commitment, later=1.0, guarantee=0.0))
    for months in (0.0, 3.0, 48.0):
        tempted = _side(INPUTS, 0, temptation=value + 0.01, breaks_after=months)
        risen = _side(beyond, 1, breaks_after=months)
        left = math.exp(-12 / months) if months else 0.0

        assert lasting(tempted, INPUTS.focal, 0.5, (0.0, 1.0)).breaks[0, 12] == pytest.approx(left)
        assert lasting(risen, INPUTS.focal, INPUTS.advantage, (1.0, 1.0)).drift[12] == pytest.approx(left)


def test_two_sides_that_both_gain_by_war_press_together() -> None:
    """A package worth little to both: the rates of breaking add up."""
    poor = replace(INPUTS, terms=(replace(INPUTS.terms[0], values=(0.1, 0.1)),), focal=0, commitment=None)

    life = lasting(_side(_side(poor, 0, breaks_after=6.0), 1, breaks_after=12.0), 0, 0.5, (1.0, 1.0))

    assert life.drift[4] == pytest.approx(math.exp(-4 / 6 - 4 / 12))


@pytest.mark.parametrize("term", range(len(INPUTS.terms)))
def test_nobody_gains_by_war_inside_the_window_and_somebody_does_outside(term: int) -> None:
    """War is worth strength less a year's cost."""
    low, high = window(INPUTS, term)
    costs = [s.cost * WAR_MONTHS for s in INPUTS.sides]
    values = INPUTS.terms[term].values

    for p in np.linspace(-0.2, 1.2, 57):
        gains = (p - costs[0] > values[0] + 1e-9, 1 - p - costs[1] > values[1] + 1e-9)
        assert any(gains) == (not low - 1e-9 <= p <= high + 1e-9)


def test_a_balance_beyond_the_window_breaks_the_deal_within_a_year_or_so() -> None:
    """However slow the balance is."""
    assert INPUTS.commitment is not None
    beyond = replace(INPUTS, commitment=replace(INPUTS.commitment, later=1.0, guarantee=0.0))

    life = lasting(beyond, INPUTS.focal, INPUTS.advantage, (1.0, 1.0))

    assert not window(beyond, INPUTS.focal)[0] < life.later
    assert life.drift[12] == pytest.approx(math.exp(-12 / beyond.sides[1].breaks_after))


def test_a_guarantee_takes_its_share_of_the_shift_away() -> None:
    """All of it, and the balance stays where it is."""
    assert INPUTS.commitment is not None
    later = [
        lasting(replace(INPUTS, commitment=replace(INPUTS.commitment, guarantee=g)), 0, 0.5, (1.0, 1.0)).later
        for g in (0.0, 0.5, 1.0)
    ]

    assert later == pytest.approx([0.35, 0.425, 0.5])


def test_a_life_of_nothing_is_worth_what_follows() -> None:
    """Lost at once and for certain: the discounted war."""
    zeros = np.zeros(HORIZON + 1)
    zeros[0] = 1.0
    life = Lasting(zeros, zeros, np.ones((2, HORIZON + 1)), 0.5)

    found = worth(INPUTS, INPUTS.focal, life)

    values, war = INPUTS.terms[INPUTS.focal].values, [0.5 - s.cost * WAR_MONTHS for s in INPUTS.sides]
    assert found == pytest.approx([0.03 * v + 0.97 * max(w, 0.0) for v, w in zip(values, war, strict=True)])


def test_a_balance_that_never_drifts_is_no_fault() -> None:
    """A case may say so: volatility is a share, and 0 is one."""
    life = lasting(replace(INPUTS, volatility=0.0, commitment=None), INPUTS.focal, 0.5, (1.0, 1.0))

    assert life.drift == pytest.approx(np.ones(HORIZON + 1))
