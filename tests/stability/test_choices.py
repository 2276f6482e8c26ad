"""Where definitions differ, each choice has a name, and nothing else is accepted."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from detente.errors import InputError
from detente.stability import Choices, GraphModel, analyze_stability


def test_the_published_definition_is_the_default() -> None:
    assert Choices() == Choices(joint="legal", sanction="not better", credible="each step")


def test_choices_are_told_by_name() -> None:
    chosen = Choices(joint="single", sanction="worse", credible="outcome")

    assert chosen.plain() == {"joint": "single", "sanction": "worse", "credible": "outcome"}


def test_only_a_worse_state_deters_where_that_is_chosen() -> None:
    assert Choices(sanction="worse").strictly
    assert not Choices().strictly


def test_all_unknown_choices_are_named_together_with_what_there_is() -> None:
    with pytest.raises(InputError) as refused:
        Choices("any", "equal", "never")  # type: ignore[arg-type]

    problems = refused.value.problems
    assert [p.rule for p in problems] == ["choice"] * 3
    assert [p.what for p in problems] == ["joint is 'any'", "sanction is 'equal'", "credible is 'never'"]
    assert "'legal', 'once', 'single'" in problems[0].remedy
    assert "'not better', 'worse'" in problems[1].remedy
    assert "'each step', 'outcome'" in problems[2].remedy


def test_a_choice_cannot_be_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        Choices().joint = "once"  # type: ignore[misc]


def test_a_result_says_which_choices_it_rests_on() -> None:
    model = GraphModel.from_options([0, 1], ranks=[[0, 1, 2, 3], [3, 2, 1, 0]])
    chosen = Choices(joint="once", sanction="worse")

    assert analyze_stability(model, choices=chosen).parameters == chosen.plain()
    assert analyze_stability(model).parameters == Choices().plain()


def test_an_equally_good_state_deters_by_default_only() -> None:
    # The opponent can bring the first decision maker from 1 to 3, which is as good as 0.
    model = GraphModel.from_options([0, 1], ranks=[[1, 2, 1, 1], [0, 0, 1, 1]])

    found = [analyze_stability(model, ["gmr"], choices=Choices(sanction=s)) for s in ("not better", "worse")]

    assert [f.is_stable("gmr", 0, 0) for f in found] == [True, False]
