"""The game with one mechanism left in it: trust alone, a shift of power alone, many costs, beliefs without a common prior."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics import (
    CrisisInputs,
    GameOptions,
    commitment_threshold,
    crisis_game,
    minimal_guarantee,
    screening_offer,
    settlement_battle,
    skimming,
    solve,
    solve_complete,
    trust_threshold,
)
from detente.dynamics.game.solve import TOLERANCE
from detente.dynamics.game.war import ends, outcomes_of, waiting
from detente.dynamics.inputs import CommitmentInputs, SideInputs, Term
from detente.dynamics.lasting import WAR_MONTHS

pytestmark = pytest.mark.xdist_group("numba")
ONCE = GameOptions(months=1, proposer="first", beliefs=2, balances=3, sharpness=30.0)
"""One offer by A, one answer by B, and what is left."""
STEADY = 1e-6


def _side(name: str, **other: float) -> SideInputs:
    numbers = {
        "no_deal": 0.0, "tough": 0.5, "cost_tough": 0.0, "cost_weak": 0.0, "collapse": 0.0, "trustworthy": 1.0,
        "temptation": 0.0, "betrayed": 0.0, "breaks_after": 0.0, "line": 0.0, "loss": 0.0, "monthly": 0.0, "ratified": 1.0,
        "force": 1.0,
    }  # fmt: skip
    return SideInputs(name, **{**numbers, **other})


def _inputs(a: SideInputs, b: SideInputs, values: tuple[float, float], discount: float) -> CrisisInputs:
    """Return inputs with one package and a balance that does not move by itself."""
    return CrisisInputs(
        sides=(a, b), terms=(Term({}, values, (0, 0)),), focal=0, discount=discount, advantage=0.5, swing=0.0, favours=0.5,
        edge=0.0, volatility=STEADY, age=0.0,
    )  # fmt: skip


def _margin(inputs: CrisisInputs) -> float:
    """Return what accepting is worth more to B than refusing, and see to it that the response is the logit of that."""
    game = crisis_game(inputs, ONCE)
    margin = float(game.deal[1, 0, 1, 0] - waiting(game, ends(game), outcomes_of(game))[0, 1, 0, 1, 0, 0])
    accepted = float(solve(game, workers=1).yes[0][0, 1, 0, 0, 0, 0])
    assert accepted == pytest.approx(1 / (1 + math.exp(-ONCE.sharpness * margin)), abs=TOLERANCE)
    return margin


@settings(max_examples=40, deadline=None)
@given(t=st.floats(0, 1), reward=st.floats(0.55, 0.7), punishment=st.floats(0.3, 0.5), sucker=st.floats(0, 0.25))
def test_with_trust_alone_it_is_signed_from_the_trust_threshold_on(
    t: float, reward: float, punishment: float, sucker: float
) -> None:
    """A breaks at once what it signs unless it keeps its word: tR + (1 − t)S against P, and T = P for who does not sign."""
    a = _side("a", trustworthy=t, temptation=1.0, betrayed=sucker)
    inputs = _inputs(a, _side("b", no_deal=punishment), (0.6, reward), 1.0)
    needed = trust_threshold(punishment, reward, punishment, sucker)

    margin = _margin(inputs)

    assert margin == pytest.approx(t * reward + (1 - t) * sucker - punishment, abs=1e-9)
    assert margin == pytest.approx((t - float(needed)) * (reward - sucker), abs=1e-9)


def _shifting(p_2: float, cost: float, discount: float, guarantee: float = 0.0) -> CrisisInputs:
    """Return a game in which B can have all of one month and then the war that A's risen power leaves, or war today.

    A gives all in the first month and breaks at once, as it has risen; refusing is the war of today, discounted and
    with its month of fighting set so that it comes to 1 − p₁ − c.
    """
    monthly = cost / WAR_MONTHS
    war = (0.5 - cost + monthly) / discount
    b = _side("b", cost_tough=monthly, cost_weak=monthly, no_deal=war)
    rise = CommitmentInputs(0, p_2, guarantee, 0.0, 0.0, 0.0)
    return replace(_inputs(_side("a"), b, (0.0, 1.0), discount), commitment=rise)


@settings(max_examples=40, deadline=None)
@given(p_2=st.floats(0.5, 0.75), cost=st.floats(0.0, 0.2), discount=st.floats(0.6, 0.95))
def test_with_a_shift_alone_there_is_war_beyond_the_commitment_threshold(
    p_2: float, cost: float, discount: float
) -> None:
    """What B would gain by waiting is c_B(1 − δ)² + p₁ − δp₂ of a lifetime, with c_B = c/(1 − δ) pies."""
    lump = cost / (1 - discount)
    found = commitment_threshold(0.5, p_2, lump, discount)

    margin = _margin(_shifting(p_2, cost, discount))

    assert margin == pytest.approx(lump * (1 - discount) ** 2 + 0.5 - discount * p_2, abs=1e-9)
    if math.isfinite(found.threshold.value):
        assert margin == pytest.approx(discount * (found.threshold.value - p_2), abs=1e-9)
    if abs(margin) > 1e-9:
        assert (margin < 0) == found.is_war


@settings(max_examples=40, deadline=None)
@given(p_2=st.floats(0.6, 0.75), cost=st.floats(0.0, 0.1), discount=st.floats(0.8, 0.95), g=st.floats(0, 1))
def test_with_a_shift_and_a_guarantee_there_is_peace_from_the_least_guarantee_on(
    p_2: float, cost: float, discount: float, g: float
) -> None:
    """Just at it B is indifferent."""
    lump = cost / (1 - discount)
    least = minimal_guarantee(0.5, p_2, lump, discount, g=g).threshold
    assume(least.value > 0)

    margin = _margin(_shifting(p_2, cost, discount, g))

    assert margin == pytest.approx(discount * (p_2 - 0.5) * least.distance, abs=1e-9)
    assert _margin(_shifting(p_2, cost, discount, least.value)) == pytest.approx(0, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(p=st.floats(0.1, 0.5), a=st.floats(0, 0.2), width=st.floats(0.05, 0.25), c_a=st.floats(0, 0.5))
def test_one_round_against_ever_more_kinds_of_equal_chance_is_screening_of_a_uniform_cost(
    p: float, a: float, width: float, c_a: float
) -> None:
    """Kinds in the middle of N equal slices of the costs: demand and risk lie within a slice of the closed form, for every N.

    A war lasts until a collapse: costs and chances of a round are a fifth of those of the whole war.
    """
    exact = screening_offer(p, c_a, a, a + width)
    for kinds in (10, 40, 160):
        costs = [a + (k + 0.5) * width / kinds for k in range(kinds)]
        found = skimming(0.2 * (1 - p), 0.2 * p, 0.2 * c_a, [0.2 * c for c in costs], [1 / kinds] * kinds, 1.0, 1)

        assert found.offer == pytest.approx(exact.offer, abs=1.01 * width / kinds)
        assert found.risk == pytest.approx(exact.risk, abs=1.01 / kinds)


@settings(max_examples=60, deadline=None)
@given(
    n_0=st.floats(1, 12), parts=st.tuples(st.floats(0.05, 0.95), st.floats(0.05, 0.95)), cost=st.floats(0.02, 0.4),
    wins=st.lists(st.booleans(), min_size=60, max_size=60), part=st.floats(0, 1),
)  # fmt: skip
def test_without_a_common_prior_they_settle_when_the_battles_have_closed_their_gap(
    n_0: float, parts: tuple[float, float], cost: float, wins: list[bool], part: float
) -> None:
    """After each battle the game with what each side expects of war, less its part of the cost: the first in which a
    division is agreed on, whoever wins."""
    a_1, a_2 = max(parts) * n_0, min(parts) * n_0
    exact = settlement_battle(a_1, a_2, n_0, cost)
    assume(exact.battle < len(wins))
    assume(abs((a_1 - a_2) / cost - n_0 - round((a_1 - a_2) / cost - n_0)) > 1e-6)
    still = np.zeros(3)

    settled = None
    for battle in range(len(wins)):
        won = sum(wins[:battle])
        expected = [(own + won) / (n_0 + battle) for own in (a_1, a_2)]
        worth = expected[0] - part * cost, 1 - expected[1] - (1 - part) * cost
        end = np.array([[0, worth[0], 1], [1, worth[1], 0]])
        found = solve_complete(still, still, np.zeros((2, 3)), end, (1.0, 1.0), [0])
        if not np.isnan(found.shares[0, 1]):
            settled = battle
            break

    assert settled == exact.battle
