"""From the inputs to the arrays of the game, number by number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics import CrisisInputs, DomainError, GameOptions, crisis_game
from detente.dynamics.build import (
    DECLARE,
    DECLARED_MONTHS,
    GESTURE,
    HOLD,
    STEP,
    Record,
    cooperation,
    records_of,
    supply,
    trust_at,
    trust_scale,
)
from detente.dynamics.lasting import lasting, worth

from .test_from_case import fighting_case, inputs_of

INPUTS = inputs_of(fighting_case())
K = len(INPUTS.terms)
SMALL = GameOptions(months=2, beliefs=3, balances=5)


def _side(inputs: CrisisInputs, side: int, **change: Any) -> CrisisInputs:
    sides = list(inputs.sides)
    sides[side] = replace(sides[side], **change)
    return replace(inputs, sides=(sides[0], sides[1]))


_REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no month": ({"months": 0}, "months must be a whole number of at least 1"),
    "no number of months": ({"months": float("nan")}, "months must be a whole number of at least 1"),
    "no sharpness": ({"sharpness": 0.0}, "sharpness must be above 0"),
    "negative sharpness": ({"sharpness": -1.0}, "sharpness must be above 0"),
    "endless sharpness": ({"sharpness": float("inf")}, "sharpness must be above 0 and finite"),
    "no number of sharpness": ({"sharpness": float("nan")}, "sharpness must be above 0"),
    "one point of belief": ({"beliefs": 1}, "beliefs must be a whole number of at least 2"),
    "two points of balance": ({"balances": 2}, "balances must be a whole number of at least 3"),
    "three points of trust": ({"trust_points": 3}, "trust_points is 1 or 5"),
    "a third proposer": ({"proposer": "third"}, "proposer is alternate, first or second"),
    "demands that fall": ({"demands": "fall"}, "demands is free or never rise"),
    "another end": ({"end": "peace"}, "end is no deal or fight on"),
}


@pytest.mark.parametrize(("change", "said"), _REFUSED.values(), ids=_REFUSED)
def test_an_option_that_is_none_is_refused_by_name(change: dict[str, Any], said: str) -> None:
    """One condition each."""
    with pytest.raises(DomainError) as caught:
        GameOptions(**change)

    assert [said in p.what for p in caught.value.problems] == [True]


def test_all_options_that_are_none_are_refused_at_once() -> None:
    """Nobody mends them one message at a time."""
    with pytest.raises(DomainError) as caught:
        GameOptions(months=0, sharpness=0, beliefs=0, balances=0, trust_points=2, proposer="x", demands="x", end="x")  # type: ignore[arg-type]

    assert len(caught.value.problems) == 8


@pytest.mark.parametrize("value", [3.5, 4.0, True, "4", None])
@pytest.mark.parametrize("field", ["months", "beliefs", "balances", "trust_points"])
def test_what_is_counted_is_a_whole_number_and_nothing_that_looks_like_one(field: str, value: Any) -> None:
    """Months and points size arrays: 4.0 is refused here and not where an array is made."""
    with pytest.raises(DomainError, match=f"{field} must be a whole number"):
        GameOptions(**{field: value})


@pytest.mark.parametrize("value", [True, "20", None, 2j])
def test_a_sharpness_is_a_number(value: Any) -> None:
    """Text and truth values are none."""
    with pytest.raises(DomainError, match="sharpness must be a number"):
        GameOptions(sharpness=value)


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    """They come out of arrays."""
    assert GameOptions(months=np.int64(3), sharpness=np.float64(20.0)) == GameOptions(months=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("proposer", "expected"), [("alternate", (0, 1, 0, 1, 0)), ("first", (0,) * 5), ("second", (1,) * 5)]
)
def test_who_offers_in_each_month(proposer: Any, expected: tuple[int, ...]) -> None:
    """The first side begins."""
    assert expected == GameOptions(months=5, proposer=proposer).proposers


def test_records_of_today_come_first() -> None:
    """Nobody has declared, trust is as it is, nothing was asked; only sides that can declare have a record of it."""
    a_only = records_of(INPUTS, SMALL)
    asked = records_of(INPUTS, replace(SMALL, demands="never rise"))
    later = replace(INPUTS, moves=INPUTS.moves[::-1])
    trusted = records_of(later, replace(SMALL, trust_points=5))

    assert a_only == [Record((0, 0), (0, 0), (K, K)), Record((1, 0), (0, 0), (K, K))]
    assert (asked[0], len(asked)) == (Record((0, 0), (0, 0), (K, K)), 2 * (K + 1) ** 2)
    assert (trusted[0], len(trusted)) == (Record((0, 0), (0, 0), (K, K)), 2 * 5)


def test_a_gesture_moves_trust_also_where_it_is_the_first_of_the_moves() -> None:
    """The order in which a case lists its moves says nothing."""
    options = replace(SMALL, trust_points=5)

    assert len(records_of(INPUTS, options)) == len(records_of(replace(INPUTS, moves=INPUTS.moves[::-1]), options)) == 10


def test_a_deal_is_worth_its_life_less_what_the_leader_loses_below_the_line() -> None:
    """A declaration makes the loss larger, by six months of firmness."""
    game = crisis_game(INPUTS, SMALL)

    for term, side, place in ((0, 0, 0), (K - 1, 0, 2), (K - 1, 1, 4), (1, 1, 1)):
        plain = worth(INPUTS, term, lasting(INPUTS, term, place / 4, (0.3, 0.4)))[side]
        own = INPUTS.sides[side]
        below = INPUTS.terms[term].values[side] < own.line
        for z in (0, 1):
            loss = own.loss + (DECLARED_MONTHS * own.monthly if z == 1 and side == 0 else 0)
            assert game.deal[side, term, place, z] == pytest.approx(plain - below * loss)


def test_ratification_counts_each_limit_once() -> None:
    """A limit of a third counts with the mean of both."""
    terms = (replace(INPUTS.terms[0], crossed=(2, 1), others_crossed=1), replace(INPUTS.terms[0], crossed=(0, 0)))

    game = crisis_game(replace(INPUTS, terms=terms, focal=0), SMALL)

    assert game.ratified[:, 0] == pytest.approx([0.5**2 * 0.25 * 0.375, 1.0])


def test_costs_are_those_of_the_type_with_what_backers_leave_and_people_burden() -> None:
    """Literally, cell by cell."""
    game = crisis_game(INPUTS, SMALL)
    needed = 45 / 95

    for m in range(5):
        for i, qa in enumerate((0.0, 0.5, 1.0)):
            excess = (1 - qa) * 0.3 - 0.12
            lacking = 1 - (1.0 if excess >= 0.012 else 0.0 if excess <= -0.012 else 0.5)
            factor = 1 + (1 / 0.7 - 1) * lacking
            stays = min(max(0.6 + m / 4 - 0.5, 0), 1) - needed
            refuse = 1 - (1.0 if stays >= 0.1 * needed else 0.0 if stays <= -0.1 * needed else 0.5)
            for kind, (a, b) in enumerate(((0.005, 0.01), (0.03, 0.04))):
                assert game.cost[0, kind, m, i] == pytest.approx(np.full(3, a + 0.004 * refuse))
                assert game.cost[1, kind, m, i] == pytest.approx(np.full(3, b * factor))


@pytest.mark.parametrize("balances", [3, 5, 9, 13])
def test_any_lattice_has_the_drift_and_the_variance_of_the_case(balances: int) -> None:
    """Per month, where no backer helps: swing · STEP² and swing · (2 · favours − 1) · STEP."""
    inputs = replace(INPUTS, backers=(), swing=0.2, favours=0.55, edge=0.03)
    game, step = crisis_game(inputs, GameOptions(months=1, beliefs=2, balances=balances)), 1 / (balances - 1)

    for a in (0, 1):
        for b in (0, 1):
            up, down = game.up[a, b].ravel()[0], game.down[a, b].ravel()[0]
            assert (up + down) * step**2 == pytest.approx(0.2 * STEP**2)
            assert (up - down) * step == pytest.approx(0.2 * (2 * (0.55 + 0.03 * (b - a)) - 1) * STEP)


def test_a_lattice_too_fine_for_the_swing_is_refused() -> None:
    """A step cannot be more frequent than once a month."""
    with pytest.raises(DomainError, match="take fewer balances"):
        crisis_game(replace(INPUTS, swing=0.5), GameOptions(months=1, balances=17))


def test_a_backer_that_stops_takes_its_steps_with_it() -> None:
    """Against an opponent surely tough it does not supply: the first side gains what the backer had added."""
    game = crisis_game(INPUTS, SMALL)
    finer = 4 * STEP
    swing = 0.2 * finer**2

    up = [swing * (0.5 + (f - 0.5) / finer) for f in (0.5, 0.6)]

    assert game.up[0, 0, 2, :, 1] == pytest.approx([up[0], up[0], up[1]])


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1))
@settings(max_examples=60, deadline=None)
def test_supply_and_cooperation_never_fall_as_what_speaks_for_them_rises(
    belief: float, cost: float, gain: float
) -> None:
    """At three levels: not, half, fully."""
    backer = replace(INPUTS.backers[0], cost=cost, gain_if_weak=gain)
    line = np.array([belief / 2, belief])

    supplied, works = supply(backer, line), cooperation(INPUTS.holdings[0], line)

    assert supplied[0] >= supplied[1]
    assert works[0] <= works[1]
    assert {*supplied.tolist(), *works.tolist()} <= {0.0, 0.5, 1.0}


def test_the_end_is_the_no_deal_of_the_case_moved_with_the_balance() -> None:
    """Never below defeat or above victory."""
    game = crisis_game(INPUTS, SMALL)

    assert game.end[0, 0, :, 0, 0] == pytest.approx(np.clip([-0.2, 0.05, 0.3, 0.55, 0.8], 0, 1))
    assert game.end[1, 1, :, 2, 1] == pytest.approx(np.clip([0.7, 0.45, 0.2, -0.05, -0.3], 0, 1))


def test_fighting_on_leaves_other_values_at_the_end() -> None:
    """Between defeat and victory, higher for the side that the balance favours."""
    game = crisis_game(INPUTS, replace(SMALL, end="fight on"))

    assert (np.diff(game.end[0, 0, :, 1, 1]) >= 0).all()
    assert (np.diff(game.end[1, 0, :, 1, 1]) <= 0).all()


def test_a_gesture_costs_gives_and_yields() -> None:
    """The first of a side's own moves that costs it something; a side without one has none."""
    game = crisis_game(INPUTS, SMALL)

    assert pytest.approx((game.toll[0, GESTURE], game.relief[0, GESTURE], game.yields[0, GESTURE])) == (
        0.05,
        0.08,
        0.16,
    )
    assert not game.toll[1].any()
    assert not game.toll[:, [HOLD, DECLARE]].any()
    assert game.allowed[0, K + GESTURE].all()
    assert not game.allowed[1, K + GESTURE].any()


def test_a_side_declares_once() -> None:
    """And a side without an audience never."""
    game = crisis_game(INPUTS, SMALL)

    assert game.allowed[0, K + DECLARE].tolist() == [True, False]
    assert not game.allowed[1, K + DECLARE].any()
    assert game.records[0, K + DECLARE, 0, 0] == 1


def test_demands_that_never_rise_leave_only_what_was_asked_or_less() -> None:
    """Literally: offer by offer, record by record."""
    options = replace(SMALL, demands="never rise")
    game, records = crisis_game(INPUTS, options), records_of(INPUTS, options)

    for z, record in enumerate(records):
        for side in (0, 1):
            last = record.asked[side]
            for offer in range(K):
                less = last == K or INPUTS.terms[offer].values[side] <= INPUTS.terms[last].values[side]
                assert game.allowed[side, offer, z] == less
                after = records[game.records[side, offer, z, 0]]
                assert (offer, record.asked[1 - side]) == (after.asked[side], after.asked[1 - side])


@pytest.mark.parametrize("options", [SMALL, replace(SMALL, trust_points=5), replace(SMALL, demands="never rise")])
def test_what_follows_an_action_is_a_lottery(options: GameOptions) -> None:
    """Chances add up to 1; fighting always goes on."""
    game = crisis_game(INPUTS, options)

    assert game.chances.sum(axis=3) == pytest.approx(np.ones(game.chances.shape[:3]))
    assert game.allowed[:, K + HOLD].all()


@given(prior=st.floats(0.05, 0.95), if_so=st.floats(0.05, 0.95), if_not=st.floats(0.05, 0.95))
@settings(max_examples=25, deadline=None)
def test_a_gesture_moves_trust_only_as_far_as_expected_trust_stays(prior: float, if_so: float, if_not: float) -> None:
    """Bayes: before it is known whether it is kept, the mean of the belief afterwards is the belief."""
    move = replace(INPUTS.moves[0], if_trustworthy=if_so, if_untrustworthy=if_not)
    inputs = replace(
        _side(INPUTS, 0, trustworthy=prior), moves=(INPUTS.moves[2], move), terms=INPUTS.terms[:1], focal=0
    )
    options = replace(SMALL, trust_points=5)
    game, records = crisis_game(inputs, options), records_of(inputs, options)

    assert len(records) == 10
    for z, record in enumerate(records):
        after = [trust_at(inputs, options, records[n])[0] for n in game.records[0, 1 + GESTURE, z]]
        assert float(game.chances[0, 1 + GESTURE, z] @ np.array(after)) == pytest.approx(
            trust_at(inputs, options, record)[0]
        )


def test_points_of_trust_start_with_the_prior() -> None:
    """Then even ones; one point is the prior alone."""
    assert trust_scale(0.3, 1) == [0.3]
    assert pytest.approx(trust_scale(0.3, 5)) == [0.3, 0, 1 / 3, 2 / 3, 1]
