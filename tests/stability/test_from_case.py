"""A case as a graph model: options, directions, priorities, rankings, and today's state."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case import make_case
from detente.errors import CaseError, InputError
from detente.stability.from_case import as_model, graph_model, state_of

OPTIONS: dict[str, Any] = {
    "a": {"leave": {"label": "Leave", "now": True, "reversible": False}, "pay": {"label": "Pay", "now": False}},
    "b": {"sign": {"label": "Sign", "direction": "off"}},
    "c": {},
}


def data_with(**changes: Any) -> dict[str, Any]:
    parties = {k: {"name": k.upper(), "kind": "principal" if k != "c" else "community"} for k in "abc"}
    whole = {"format": 1, "case": "small", "title": "Small", "parties": parties, "options": OPTIONS}
    return whole | {"infeasible": ["a.pay and not a.leave"], "priorities": {"a": ["not a.pay", "b.sign"]}} | changes


def test_the_parties_with_options_decide_in_the_order_of_the_file() -> None:
    """Option k is bit k."""
    model = graph_model(make_case(data_with()))

    assert model.decision_makers == ("a", "b")
    assert model.options == ("a.leave", "a.pay", "b.sign")
    assert model.option_labels == ("Leave", "Pay", "Sign")
    assert (model.owners, model.directions) == ((0, 0, 1), ("on", "both", "off"))
    assert model.index.tolist() == [0, 1, 3, 4, 5, 7]


def test_priorities_order_the_states_and_their_lack_is_told() -> None:
    """The first statement is worth more than the rest; whoever has none sees no difference."""
    model = graph_model(make_case(data_with()))

    assert model.ranks[0].tolist() == [2, 2, 0, 3, 3, 1]
    assert len(set(model.ranks[1].tolist())) == 1
    assert any("b has no priorities" in note for note in model.notes)


def test_a_ranking_of_states_does_in_place_of_priorities() -> None:
    """A state belongs to the first pattern that fits it; an inner list is a tie."""
    model = graph_model(make_case(data_with(rankings={"b": ["YYY", ["-NY", "NNN"], "---"]})))

    assert model.ranks[1].tolist() == [1, 0, 0, 1, 1, 2]


def test_a_ranking_that_leaves_out_a_state_names_one() -> None:
    """It says which."""
    with pytest.raises(CaseError, match="leaves out 4 states, such as NNN"):
        graph_model(make_case(data_with(rankings={"b": ["YYY", "YYN"]})))


def test_an_option_of_which_nobody_says_whether_it_is_taken_counts_as_not_taken() -> None:
    """And that is told."""
    model = graph_model(make_case(data_with()))

    assert model.now == 1
    assert any("b.sign: nobody says" in note for note in model.notes)


def test_without_any_word_on_today_there_is_no_state_of_today() -> None:
    """Nothing is taken for granted then."""
    options = {"a": {"pay": {"label": "Pay"}}, "b": {"sign": {"label": "Sign"}}}

    assert graph_model(make_case(data_with(options=options, infeasible=[], priorities={}))).now is None


def test_a_state_of_today_that_cannot_be_is_refused() -> None:
    """What is taken and what cannot be together contradict each other."""
    with pytest.raises(CaseError, match="cannot be together"):
        graph_model(make_case(data_with(infeasible=["a.leave and not b.sign"])))


def test_a_case_without_options_has_no_model() -> None:
    """It says what to write."""
    issues = {"i": {"question": "q", "outcomes": {"x": {"label": "X"}}}}

    with pytest.raises(CaseError, match="no options"):
        graph_model(make_case(data_with(options={}, infeasible=[], priorities={}, issues=issues)))


@pytest.mark.parametrize(("text", "index"), [("now", 1), ("5", 5), ("YNY", 5), ("NNN", 0)])
def test_a_state_is_named_by_its_index_its_letters_or_as_today(text: str, index: int) -> None:
    """As a person would."""
    model = graph_model(make_case(data_with()))

    assert int(model.index[state_of(model, text)]) == index


@pytest.mark.parametrize("text", ["2", "NYN", "99999999999999999999", "-1", "", "YN", "leave", "२"])
def test_what_names_no_state_is_refused_with_examples(text: str) -> None:
    """Also digits of another script."""
    model = graph_model(make_case(data_with()))

    with pytest.raises(InputError, match="there is no state"):
        state_of(model, text)


def test_a_model_is_taken_as_it_is() -> None:
    """The verbs take a case or a model."""
    model = graph_model(make_case(data_with()))

    assert as_model(model) is model
    assert as_model(make_case(data_with())).options == model.options
