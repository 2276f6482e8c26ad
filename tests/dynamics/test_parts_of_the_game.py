"""What a case puts into the game is each mechanism on its own: how long a deal lasts, who supplies, who cooperates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.deals import deal_space
from detente.deals.grid import Grid, frame_of
from detente.dynamics import collaboration_threshold, crisis_inputs, deal_survival, packages_of, supply_decision
from detente.dynamics.build import BORDER, GameOptions, cooperation, crisis_game, supply
from detente.dynamics.inputs import BackerInputs, CrisisInputs, HoldingInputs
from detente.dynamics.lasting import HORIZON, lasting, window, worth
from detente.dynamics.terms import crossed_by
from detente.sources import read_case

CASE = read_case("istanbul-2022")
INPUTS: CrisisInputs = crisis_inputs(CASE, packages_of(CASE))
MONTHS = np.arange(HORIZON + 1.0)


@pytest.mark.parametrize("advantage", [0.3, 0.5, 0.7])
def test_a_deal_between_sides_that_keep_their_word_lasts_as_its_balance_does(advantage: float) -> None:
    """Trust 1 and no shift: the survival of the balance between two edges, to the last digits."""
    inputs = replace(INPUTS, commitment=None)
    low, high = window(inputs, 0)
    exact = deal_survival(advantage, low, high, inputs.volatility / np.sqrt(12), MONTHS).survival

    assert lasting(inputs, 0, advantage, (1.0, 1.0)).survival == pytest.approx(exact, abs=1e-12)


def test_who_is_tempted_and_not_trusted_breaks_it_within_a_year_on_average() -> None:
    """The factor is the belief, and what is left of the rest."""
    sides = tuple(replace(s, temptation=1.0, breaks_after=12.0) for s in INPUTS.sides)
    inputs = replace(INPUTS, commitment=None, sides=(sides[0], sides[1]))

    life = lasting(inputs, 0, 0.5, (0.3, 1.0))

    assert life.breaks[0] == pytest.approx(0.3 + 0.7 * np.exp(-MONTHS / 12))
    assert life.breaks[1] == pytest.approx(np.ones(HORIZON + 1))
    assert life.survival == pytest.approx(life.drift * life.breaks.prod(axis=0))


@settings(max_examples=30, deadline=None)
@given(a=st.floats(0, 1), t=st.floats(0, 1), u=st.floats(0, 1), term=st.integers(0, len(INPUTS.terms) - 1))
def test_survival_falls_and_worth_lies_between_the_extremes(a: float, t: float, u: float, term: int) -> None:
    """A probability that never rises; nobody gets more than the best or less than the worst of what can follow."""
    life = lasting(INPUTS, term, a, (t, u))
    values = worth(INPUTS, term, life)

    assert life.survival[0] == pytest.approx(1)
    assert (np.diff(life.survival) <= 1e-12).all()
    for side in (0, 1):
        follows = (
            INPUTS.terms[term].values[side],
            INPUTS.sides[side].temptation,
            INPUTS.sides[1 - side].betrayed,
            0.0,
            1.0,
        )
        assert min(follows) - 1e-9 <= values[side] <= max(follows) + 1e-9


@settings(max_examples=50, deadline=None)
@given(q=st.floats(0, 1), gain=st.floats(0.1, 1), cost=st.floats(0.01, 0.5))
def test_a_backer_supplies_as_its_mechanism_says_away_from_the_border(q: float, gain: float, cost: float) -> None:
    """Half way within a tenth of the cost, and nowhere else."""
    backer = BackerInputs("b", 1, 0.1, 0.1, 0.0, gain, cost)
    excess = (1 - q) * gain - cost

    level = float(supply(backer, np.array(q)))

    if abs(excess) < BORDER * cost * (1 - 1e-9):
        assert level == 0.5
    elif abs(excess) > BORDER * cost * (1 + 1e-9):
        assert level == float(supply_decision(q, gain, cost).is_supplied)


@settings(max_examples=50, deadline=None)
@given(stays=st.floats(0, 1), punishment=st.floats(0.01, 1), benefit=st.floats(0.01, 1))
def test_people_cooperate_as_their_mechanism_says_away_from_the_border(
    stays: float, punishment: float, benefit: float
) -> None:
    """The threshold belief is the one of the collaboration game."""
    holding = HoldingInputs("h", 0, stays, benefit, 0.1, punishment, 0.1, 0.01)
    needed = float(collaboration_threshold(punishment, 0.1, benefit, 0.1))

    level = float(cooperation(holding, np.array(stays)))

    if abs(stays - needed) > BORDER * needed * (1 + 1e-9):
        assert level == float(stays >= needed)


def test_a_finer_lattice_has_the_same_drift_and_variance_a_month() -> None:
    """So the answer does not depend on how finely the balance is cut."""
    moments = []
    for balances in (5, 9, 11):
        game = crisis_game(INPUTS, GameOptions(months=1, beliefs=3, balances=balances))
        up, down = game.up[0, 0, 1, 0, 0], game.down[0, 0, 1, 0, 0]
        step = 1 / (balances - 1)
        moments.append(((up - down) * step, (up + down) * step**2))

    assert moments[1] == pytest.approx(moments[0])
    assert moments[2] == pytest.approx(moments[0])


def test_the_limits_that_a_package_crosses_are_those_of_the_grid() -> None:
    """For every tenth package that the links allow."""
    space = deal_space(CASE)
    grid = Grid(space, frame_of(space))
    for place in range(0, len(grid.frame.linked), len(grid.frame.linked) // 40):
        index = grid.package(place)
        outcomes = {i: space.outcomes[j][index[j]] for j, i in enumerate(space.issues)}
        bits = grid.violated[:, place]
        expected = {c for b, c in enumerate(grid.constraints) if int(bits[b // 64]) >> (b % 64) & 1}
        assert set(crossed_by(space, outcomes)) == expected
