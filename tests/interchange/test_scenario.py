"""A scenario is frozen and sound; remarks are told with their places, and never without end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from detente.errors import InputError, Problem
from detente.interchange.assemble import Question, Utility, assemble, check_questions, check_size
from detente.interchange.remarks import Place, Remarks
from detente.interchange.scenario import Scenario
from detente.interchange.steps import real_steps, whole_steps
from tests.interchange.test_scale import one

HERE = Place("here.yml", 3, 5)
SOUND = one([[0.0, 1.0], [0.5, 0.2]], [0.7, 0.3], 0.4)

UNSOUND: Mapping[str, dict[str, Any]] = {
    "no parties": {"parties": ()},
    "an issue without outcomes": {"outcomes": (("o0", "o1"), ())},
    "weights of another shape": {"weights": np.ones((1, 3))},
    "too few tables": {"values": SOUND.values[:1]},
    "a table of another shape": {"values": (np.ones((1, 2)), np.ones((2, 2)))},
    "a value that is none": {"values": (np.array([[0.0, np.nan]]), SOUND.values[1])},
    "a negative weight": {"weights": np.array([[-0.1, 1.1]])},
    "an endless constant": {"constants": np.array([np.inf])},
    "reservation values of others": {"reservation": np.zeros(2)},
}


@pytest.mark.parametrize("kind", UNSOUND)
def test_an_unsound_scenario_cannot_be_made(kind: str) -> None:
    with pytest.raises(ValueError, match=r"need|must"):
        replace(SOUND, **UNSOUND[kind])


def test_worths_least_best_and_no_deal_follow_from_values_and_weights() -> None:
    assert np.allclose(SOUND.worths[0], [[0, 0.7]])
    assert SOUND.least.tolist() == pytest.approx([0.06])
    assert SOUND.best.tolist() == pytest.approx([0.85])
    assert SOUND.no_deal.tolist() == [0.4]
    assert replace(SOUND, reservation=np.array([np.nan])).no_deal.tolist() == pytest.approx([0.06])


def test_messages_are_added_to_a_copy() -> None:
    more = SOUND.with_messages(Problem("lost", "a", "b"))

    assert len(more.messages) == 1
    assert not SOUND.messages


def test_a_hundred_faults_are_told_and_the_others_counted() -> None:
    remarks = Remarks()
    for number in range(150):
        remarks.wrong("number", HERE, f"fault {number}", "mend it")

    with pytest.raises(InputError) as caught:
        remarks.check()

    assert len(caught.value.problems) == 101
    assert str(caught.value.problems[0]) == "here.yml:3:5: fault 0; mend it"
    assert "50 more problems" in str(caught.value.problems[-1])


def test_twenty_remarks_of_a_rule_are_told_and_the_others_counted() -> None:
    remarks = Remarks()
    for number in range(30):
        remarks.note("twice", HERE, f"remark {number}")

    assert len(remarks.told()) == 21
    assert "10 more remarks" in remarks.told()[-1].what


def assembled(**changes: Any) -> Scenario:
    utility = Utility("A", HERE, (np.array([0.0, 1.0]),), (1.0,))
    question = Question("pay", ("low", "high"), HERE)
    return assemble("talks", "a test", [question], [replace(utility, **changes)], Remarks())


TOO_LARGE: Mapping[str, dict[str, Any]] = {
    "a reservation value": {"reservation": 1e200},
    "a constant": {"constant": -np.inf},
    "a value": {"values": (np.array([0.0, 1e200]),)},
    "a value that is none": {"values": (np.array([0.0, np.nan]),)},
    "a weight": {"weights": (1e200,)},
    "a weight that is none": {"weights": (np.nan,)},
    "a negative weight": {"weights": (-1.0,)},
}


@pytest.mark.parametrize("kind", TOO_LARGE)
def test_numbers_that_no_scenario_can_hold_are_refused_with_their_file(kind: str) -> None:
    with pytest.raises(InputError, match=r"here\.yml:3:5"):
        assembled(**TOO_LARGE[kind])


def test_a_reservation_value_within_the_values_is_taken_without_a_word() -> None:
    assert not assembled(reservation=0.5).messages


@pytest.mark.parametrize(("issues", "parties"), [(1_001, 1), (1, 201), (101, 150)])
def test_more_than_anybody_holds_is_refused(issues: int, parties: int) -> None:
    questions = [Question(f"i{n}", tuple(map(str, range(100))), HERE) for n in range(issues)]

    def check() -> None:
        check_questions(questions, HERE, Remarks())
        check_size(questions, parties, HERE, Remarks())

    with pytest.raises(InputError, match="at most"):
        check()


def test_a_range_is_cut_into_equal_steps_with_both_ends() -> None:
    assert whole_steps(3, 5) == (3, 4, 5)
    assert len(whole_steps(0, 200)) == 201
    assert whole_steps(0, 1_000) == tuple(range(0, 1_001, 10))
    assert real_steps(0, 1)[:3] == (0.0, 0.05, 0.1)
    assert real_steps(2.5, 2.5) == (2.5,)
