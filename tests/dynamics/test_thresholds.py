"""Each threshold of a case: the answer turns over where the input crosses the value, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from detente.dynamics import CrisisInputs, thresholds_of
from detente.dynamics.threshold import Threshold
from detente.dynamics.thresholds import CaseThreshold, keys_of

from .test_from_case import fighting_case, inputs_of

INPUTS = inputs_of(fighting_case())
EDGE = 1e-7
Put = Callable[[CrisisInputs, float], CrisisInputs]


def _side(inputs: CrisisInputs, side: int, **change: Any) -> CrisisInputs:
    sides = list(inputs.sides)
    sides[side] = replace(sides[side], **change)
    return replace(inputs, sides=(sides[0], sides[1]))


def _first(group: str, field: str) -> Put:
    """Return how a number of the first item of a group is put."""

    def put(inputs: CrisisInputs, value: float) -> CrisisInputs:
        items = getattr(inputs, group)
        changed: dict[str, Any] = {group: (replace(items[0], **{field: value}), *items[1:])}
        return replace(inputs, **changed)

    return put


def _rise(**fixed: float) -> Callable[[str], Put]:
    def of(field: str) -> Put:
        def put(inputs: CrisisInputs, value: float) -> CrisisInputs:
            assert inputs.commitment is not None
            changed: dict[str, Any] = {**fixed, field: value}
            return replace(inputs, commitment=replace(inputs.commitment, **changed))

        return put

    return of


def _best(inputs: CrisisInputs, value: float) -> CrisisInputs:
    """Let every package be worth at most so much to the first side."""
    terms = tuple(replace(t, values=(min(t.values[0], value), t.values[1])) for t in inputs.terms)
    top = max(range(len(terms)), key=lambda k: inputs.terms[k].values[0])
    changed = replace(terms[top], values=(value, terms[top].values[1]))
    return replace(inputs, terms=(*terms[:top], changed, *terms[top + 1 :]))


def _found(inputs: CrisisInputs, mechanism: str, name: str, subject: str | None = None) -> CaseThreshold:
    return next(
        t for t in thresholds_of(inputs)[0]
        if (t.threshold.mechanism, t.threshold.name) == (mechanism, name) and subject in (None, t.subject)
    )  # fmt: skip


_TURNS: dict[str, tuple[str, str, str, Put]] = {
    "b concession": ("concession", "belief before the concession that the side is tough", "a.retreat", lambda i, v: _side(i, 0, tough=v)),
    "b screening": ("screening", "belief that the opponent is tough", "b", lambda i, v: _side(i, 0, tough=v)),
    "c trust in the first": ("trust", "belief that it keeps what it signs", "a", lambda i, v: _side(i, 0, trustworthy=v)),
    "c trust in the second": ("trust", "belief that it keeps what it signs", "b", lambda i, v: _side(i, 1, trustworthy=v)),
    "d collaboration": ("collaboration", "belief that the holder stays", "c", _first("holdings", "stays")),
    "e fronts": ("contests", "all its forces, against those that stand at west", "a", lambda i, v: _side(i, 0, force=v)),
    "f leader": ("leader", "what losing office costs the leader", "a", lambda i, v: _side(i, 0, loss=v)),
    "f best package": ("leader", "the best package on the table for it", "a", _best),
    "g supply": ("backers", "backer's belief that the opponent is tough", "w", lambda i, v: _side(i, 0, tough=v)),
    "g guarantee": (
        "guarantees", "share of the shift of power that is guaranteed away", "a", _rise(later=0.95)("guarantee")),
    "h commitment": ("commitment", "later power of the rising side", "a", _rise()("later")),
    "h hidden deal": ("side_deals", "probability that a hidden breach is found out", "b", _rise(side_cost=0.01)("detection")),
    "i deferral": ("deferral", "expected share at the end of the deferral", "land.halved", _first("deferrals", "expected")),
    "j precondition": ("preconditions", "expected share after the precondition is met", "land.halved", _first("preconditions", "after")),
    "k threat": ("threats", "gain from carrying out the threat", "To try them", _first("threats", "gain")),
    "k practice": ("threats", "worth of the next round", "Prisoners", lambda i, v: replace(i, discount=v)),
}  # fmt: skip


def _settled(mechanism: str, name: str, subject: str, put: Put) -> tuple[CrisisInputs, Threshold]:
    """Return the inputs at the threshold itself, which may move a little as the input is put there."""
    inputs = put(INPUTS, 0.5)
    for _ in range(60):
        flip = _found(inputs, mechanism, name, subject).threshold
        inputs = put(inputs, min(max(flip.value, EDGE), 1 - EDGE))
    return inputs, _found(inputs, mechanism, name, subject).threshold


@pytest.mark.parametrize(("mechanism", "name", "subject", "put"), _TURNS.values(), ids=_TURNS)
def test_an_answer_turns_over_where_its_input_crosses_the_threshold(
    mechanism: str, name: str, subject: str, put: Put
) -> None:
    """Just below one answer, just above the other; the input that is shown is the one of the case."""
    at, flip = _settled(mechanism, name, subject, put)
    assert EDGE < flip.value < 1 - EDGE, flip

    below, above = (_found(put(at, flip.value + step), mechanism, name, subject).threshold for step in (-EDGE, EDGE))

    assert (flip.below, flip.above) == (below.reading, above.reading)
    assert flip.below != flip.above
    assert (flip.value - EDGE, flip.value + EDGE) == pytest.approx((below.input, above.input), abs=1e-12)
    assert below.distance < 0 < above.distance


@pytest.mark.parametrize("row", "abcdefghijkl")
def test_every_mechanism_has_a_row_where_the_case_says_everything(row: str) -> None:
    """From a to l, each with a subject that exists."""
    found, _ = thresholds_of(INPUTS)

    mine = [t for t in found if t.row == row]

    assert mine
    assert all(t.threshold.reading in (t.threshold.above, t.threshold.below) for t in mine)


def test_a_mechanism_that_is_not_made_for_the_numbers_is_skipped_with_the_condition() -> None:
    """The others are still told."""
    found, skipped = thresholds_of(_side(INPUTS, 0, cost_weak=0.2))

    assert any("c_high" in s.why for s in skipped)
    assert {t.row for t in found} >= set("acdfgijk")


def test_what_the_case_leaves_out_has_no_threshold() -> None:
    """No group, no row."""
    bare = replace(
        INPUTS, backers=(), commitment=None, holdings=(), fronts=(), deferrals=(), preconditions=(), threats=(),
        reciprocity=(), moves=(),
    )  # fmt: skip

    found, _ = thresholds_of(bare)

    assert {t.row for t in found} == set("abcfl")


def test_the_range_of_peace_widens_with_what_fighting_costs() -> None:
    """The input of row a is what both lose in a year of war."""
    flip = _found(INPUTS, "bargaining_range", "joint cost of fighting").threshold

    assert flip.input == pytest.approx(12 * (0.6 * 0.005 + 0.4 * 0.03 + 0.5 * 0.01 + 0.5 * 0.04))


def test_the_cost_of_war_counts_for_all_that_is_still_to_come() -> None:
    """Power after which war now is as good as waiting: the definition in years, with a pie of one a year.

    War now gives p₁ of every year and costs a share of everything to come; waiting gives one year whole and then p₂'s rest.
    """
    yearly = INPUTS.discount**12
    flip = _found(INPUTS, "commitment", "later power of the rising side").threshold
    cost = INPUTS.sides[0].cost * 12 / (1 - yearly)
    p_1 = 0.5

    war_now = (1 - p_1) / (1 - yearly) - cost
    waiting = 1.0 + yearly * ((1 - flip.value) / (1 - yearly) - cost)

    assert INPUTS.commitment is not None
    assert INPUTS.commitment.later == flip.input
    assert 0 < cost < 1 / (1 - yearly)
    assert flip.value == pytest.approx((p_1 + cost * (1 - yearly) ** 2) / yearly)
    assert isinstance(war_now - waiting, float)


def test_a_front_is_given_up_where_the_best_spread_of_all_forces_leaves_it() -> None:
    """Against every spread over the two fronts in steps of a thousandth: above the threshold of forces some stay there."""
    flip = _found(INPUTS, "contests", "all its forces, against those that stand at west").threshold
    force = INPUTS.sides[1].force
    east, west = force * 1 / 5, force * 4 / 5
    for total in (flip.value * 0.8, flip.value * 1.2):
        wins = [30 * (total - w) / (total - w + east) + 20 * w / (w + west) for w in np.linspace(0, total, 1001)]

        found = _found(_side(INPUTS, 0, force=total), "contests", flip.name).threshold

        assert (int(np.argmax(wins)) == 0) == (not found.is_reached)
    assert flip.value == pytest.approx(np.sqrt(30 * east * west / 20) - east)


def test_thresholds_have_keys_that_no_two_share_and_that_stay_the_same() -> None:
    """Two threats of the same words too; a deal inside and outside of its range is one result."""
    twice = replace(INPUTS, threats=(INPUTS.threats[0], replace(INPUTS.threats[0], by="a", gain=0.0)))
    beyond = _rise(guarantee=0.0)("later")(twice, 1.0)

    inside, outside = (thresholds_of(i)[0] for i in (twice, beyond))

    assert len(set(keys_of(inside))) == len(inside)
    assert set(keys_of(inside)) == set(keys_of(outside))
    below = next(t for t in outside if t.threshold.mechanism == "durability").threshold
    assert below.reading == "one side gains by fighting again"
    assert below.input < 0


def test_two_threats_of_the_same_words_are_two_answers() -> None:
    """Each by its own party."""
    twice = replace(INPUTS, threats=(INPUTS.threats[0], replace(INPUTS.threats[0], by="a", gain=0.0)))

    found = [t.threshold.reading for t in thresholds_of(twice)[0] if t.subject == "To try them"]

    assert found == ["the threat is carried out", "the threat is not carried out"]


_CRASHES: dict[str, CrisisInputs] = {
    "a discount of 1": replace(INPUTS, discount=1.0),
    "fronts that are worth nothing": replace(INPUTS, fronts=(("east", 0.0, False), ("west", 0.0, True))),
    "a front without anybody on the other side": replace(INPUTS, opposed=(1.0, 0.0)),
    "fronts of which it is not said who stands there": replace(INPUTS, opposed=()),
    "one number too many for the fronts": replace(INPUTS, opposed=(1.0, 2.0, 3.0)),
}


@pytest.mark.parametrize("inputs", _CRASHES.values(), ids=_CRASHES)
def test_numbers_at_the_end_of_their_range_are_skipped_and_do_not_crash(inputs: CrisisInputs) -> None:
    """All of them may stand in a case."""
    found, skipped = thresholds_of(inputs)

    assert found
    assert skipped
