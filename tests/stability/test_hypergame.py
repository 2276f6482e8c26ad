"""Hypergames: each decision maker judges by its own view, and all must stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError, TooLargeError
from detente.stability import Choices, GraphModel, analyze_stability
from detente.stability.hypergame import hypergame_stability, without_moves, without_states
from detente.stability.relations import CONCEPTS
from tests.stability.test_relations import Pair, crisp, literally, models, pairs_of, reached

TRIES = settings(max_examples=50, deadline=None)


@st.composite
def seen(draw: st.DrawFn) -> tuple[GraphModel, list[set[int]]]:
    """A model, and for each party the indices of states that it misperceives; one is left to it."""
    model = draw(models())
    there = model.index.tolist()
    hidden = [draw(st.sets(st.sampled_from(there), max_size=len(there) - 1)) for _ in model.decision_makers]
    return model, hidden


@st.composite
def believed(draw: st.DrawFn) -> list[GraphModel]:
    """Views of the same states with preferences that do not agree."""
    model = draw(models())
    levels = st.lists(st.integers(0, 4), min_size=model.size, max_size=model.size)
    parties = len(model.decision_makers)
    return [
        replace(model, ranks=np.array([draw(levels) for _ in range(parties)], dtype=np.int32)) for _ in range(parties)
    ]


@TRIES
@given(models())
def test_where_all_views_are_equal_it_is_the_ordinary_analysis(model: GraphModel) -> None:
    result = hypergame_stability([model] * len(model.decision_makers), CONCEPTS)

    ordinary = analyze_stability(model, CONCEPTS)
    columns = result.index if model.dense else slice(None)
    for concept in CONCEPTS:
        assert (result.stable[concept] == ordinary.stable[concept][:, columns]).all()
        assert (result.equilibria[concept] == ordinary.equilibria[concept]).all()
    assert result.seen.all()


@TRIES
@given(believed())
def test_each_stays_where_its_own_beliefs_say_so(views: list[GraphModel]) -> None:
    """Every row is that of the decision maker's own view, by definition; beliefs of others do not matter to it."""
    result = hypergame_stability(views, CONCEPTS)

    for concept in CONCEPTS:
        for party, view in enumerate(views):
            better, not_better = crisp(view)
            expected = literally(view, concept, better, better, not_better, better)[party]
            assert (result.stable[concept][party] == expected).all()
        everybody = result.stable[concept].all(axis=0)
        assert result.equilibria[concept].tolist() == result.index[everybody].tolist()


def stays(model: GraphModel, moves: list[set[Pair]], party: int, state: int, concept: str) -> bool:
    """Judge one state of one decision maker by definition, with moves of any kind."""
    ranks = model.ranks
    sanctions = (
        moves
        if concept == "gmr"
        else [{(a, b) for a, b in m if r[b] > r[a]} for m, r in zip(moves, ranks, strict=True)]
    )
    others = [p for p in range(len(moves)) if p != party]
    gains = [t for s, t in moves[party] if s == state and ranks[party, t] > ranks[party, state]]
    return all(any(ranks[party, u] <= ranks[party, state] for u in reached(t, others, sanctions)) for t in gains)


@TRIES
@given(seen(), st.sampled_from(["gmr", "seq"]))
def test_without_a_state_in_view_nobody_can_move_through_it(
    drawn: tuple[GraphModel, list[set[int]]], concept: str
) -> None:
    """In a view without some states all moves to and from them are gone, and what is unseen is not stable."""
    model, hidden = drawn
    result = hypergame_stability([model] * len(hidden), [concept], misperceived=hidden)

    for party, states in enumerate(hidden):
        gone = {model.position(s) for s in states}
        moves = [{(a, b) for a, b in pairs_of(model, p) if not gone & {a, b}} for p in range(len(hidden))]
        for position, index in enumerate(model.index.tolist()):
            expected = position not in gone and stays(model, moves, party, position, concept)
            assert result.is_stable(concept, party, index) == expected


@TRIES
@given(seen(), st.sampled_from(["gmr", "seq"]))
def test_as_in_files_of_gmcr_a_decision_maker_has_no_moves_where_it_misperceives(
    drawn: tuple[GraphModel, list[set[int]]], concept: str
) -> None:
    """The moves of the one who misperceives are gone for everybody; all states remain."""
    model, hidden = drawn
    result = hypergame_stability([model] * len(hidden), [concept], misperceived=hidden, reading="no moves")

    moves = []
    for party, states in enumerate(hidden):
        gone = {model.position(s) for s in states}
        moves.append({(a, b) for a, b in pairs_of(model, party) if not gone & {a, b}})
    for party in range(len(hidden)):
        for position, index in enumerate(model.index.tolist()):
            assert result.is_stable(concept, party, index) == stays(model, moves, party, position, concept)
    assert result.seen.all()


def test_both_readings_differ_on_a_state_that_somebody_misperceives() -> None:
    """Ada would leave state 0 for state 1 if she saw it; Ben sees all."""
    model = GraphModel.from_arcs([[(0, 1)], []], ranks=[[0, 1], [0, 0]], decision_makers=["Ada", "Ben"])
    hidden = [{1}, set[int]()]

    view = hypergame_stability([model] * 2, ["nash"], misperceived=hidden)
    moves = hypergame_stability([model] * 2, ["nash"], misperceived=hidden, reading="no moves")

    assert view.equilibria["nash"].tolist() == [0]
    assert moves.equilibria["nash"].tolist() == [0, 1]
    assert hypergame_stability([model] * 2, ["nash"]).equilibria["nash"].tolist() == [1]


def test_a_wrong_belief_can_hold_a_conflict_where_it_is() -> None:
    """Ada fears an answer to her move that Ben would not give.

    Truly Ben prefers her gain (state 1) to the fight (state 2); Ada thinks that he would rather fight. In her view
    state 0 is sequentially stable, in his it is not for her, and it holds.
    """
    arcs = [[(0, 1)], [(1, 2)]]
    feared = GraphModel.from_arcs(arcs, ranks=[[1, 2, 0], [2, 0, 1]])
    true = GraphModel.from_arcs(arcs, ranks=[[1, 2, 0], [2, 1, 0]])

    result = hypergame_stability([feared, true], ["nash", "seq"])

    assert result.equilibria["seq"].tolist() == [0, 1, 2]
    assert analyze_stability(true, ["seq"]).equilibria["seq"].tolist() == [1, 2]
    assert analyze_stability(feared, ["seq"]).equilibria["seq"].tolist() == [0, 2]
    assert result.believed[0].equilibria["seq"].tolist() == [0, 2]
    assert result.believed[1].equilibria["seq"].tolist() == [1, 2]


def test_an_option_that_somebody_does_not_know_of_makes_states_that_it_does_not_see() -> None:
    """Ben has a second option, to strike, that is not in Ada's view; her states are those without it."""
    small: dict[str, Any] = {"decision_makers": ["Ada", "Ben"], "options": ["press", "yield"]}
    ada = GraphModel.from_options([0, 1], payoffs=[[0, 1, 2, 3], [2, 0, 3, 1]], **small)
    large = small | {"options": ["strike", "yield", "press"]}
    ben = GraphModel.from_options([1, 1, 0], payoffs=[[0] * 8, list(range(8))], **large)

    result = hypergame_stability([ada, ben], ["nash"])

    assert result.options == ("press", "yield", "strike")
    assert result.index.tolist() == list(range(8))
    assert result.seen.tolist() == [[True] * 4 + [False] * 4, [True] * 8]
    # Ada presses; Ben would strike and yield, which Ada does not see.
    assert result.stable["nash"].tolist() == [
        [False, True, False, True, False, False, False, False],
        [False, False, False, False, False, False, True, True],
    ]
    assert result.equilibria["nash"].tolist() == []
    assert not result.is_stable("nash", 0, 6)
    assert result.labels[6] == "NYY"
    assert result.believed[0].equilibria["nash"].tolist() == [3]


def test_where_a_view_lacks_an_option_everybody_still_knows_who_has_no_moves() -> None:
    """State YN of Ada's view is another number in Ben's, where her move to it is gone as well."""
    small: dict[str, Any] = {"decision_makers": ["Ada", "Ben"], "options": ["press", "yield"]}
    ada = GraphModel.from_options([0, 1], payoffs=[[0, 1, 0, 1], [0] * 4], **small)
    ben = GraphModel.from_options(
        [1, 1, 0], payoffs=[[0, 0, 0, 0, 1, 1, 1, 1], [0] * 8], decision_makers=["Ada", "Ben"], options=["strike", "yield", "press"]
    )  # fmt: skip

    result = hypergame_stability([ada, ben], ["nash"], misperceived=[{1}, ()], reading="no moves")

    ada_now, ben_thinks = result.believed
    assert [ada_now.is_stable("nash", 0, s) for s in range(4)] == [True, True, False, True]
    assert [ben_thinks.is_stable("nash", 0, s) for s in range(8)] == [True, False, False, False, True, True, True, True]


def test_states_of_arcs_are_the_same_where_their_labels_are() -> None:
    """Ben numbers the states otherwise and knows one more."""
    ada = GraphModel.from_arcs([[(0, 1)], []], ranks=[[0, 1], [0, 0]], labels=["peace", "war"])
    ben = GraphModel.from_arcs([[], [(1, 2)]], ranks=[[0] * 3, [0, 1, 0]], labels=["truce", "war", "peace"])

    result = hypergame_stability([ada, ben], ["nash"], misperceived=[{0}, ()])

    assert result.labels == ("peace", "war", "truce")
    assert result.seen.tolist() == [[False, True, False], [True, True, True]]
    assert result.equilibria["nash"].tolist() == [1]
    frame = result.to_frame()
    assert frame["label", ""].tolist() == ["peace", "war", "truce"]
    assert frame["seen", "0"].tolist() == [False, True, False]
    assert frame["nash", "equilibrium"].tolist() == [False, True, False]
    assert "2 views, 3 states, 1 of them seen by all" in result.summary()
    assert "       1 war" in result.summary()
    assert result._repr_html_().startswith("<pre>")


def test_a_view_may_have_states_of_its_own() -> None:
    """States that a list leaves out are not seen, whatever the order of the list."""
    full = GraphModel.from_options([0, 1], ranks=[[0] * 4] * 2)
    part = GraphModel.from_options([0, 1], states=[3, 0], ranks=[[0, 0]] * 2)

    result = hypergame_stability([part, full], ["nash"])

    assert result.seen[0].tolist() == [True, False, False, True]
    assert result.equilibria["nash"].tolist() == [0, 3]


def test_the_choices_are_those_of_the_ordinary_analysis() -> None:
    """A sanction that leaves Ada as well off deters her, unless only worse states deter."""
    model = GraphModel.from_arcs([[(0, 1)], [(1, 2)]], ranks=[[0, 1, 0], [0, 0, 1]])

    usual = hypergame_stability([model] * 2, ["gmr"])
    strict = hypergame_stability([model] * 2, ["gmr"], choices=Choices(sanction="worse"))

    assert (usual.is_stable("gmr", 0, 0), strict.is_stable("gmr", 0, 0)) == (True, False)
    assert strict.parameters["sanction"] == "worse"
    assert strict.parameters["reading"] == "not in view"


def test_without_states_the_others_keep_their_numbers_and_names() -> None:
    model = GraphModel.from_arcs([[(0, 1), (1, 2), (2, 0)]], ranks=[[0, 1, 2]], labels=["a", "b", "c"])

    left = without_states(model, [1])

    assert (left.index.tolist(), left.labels, left.ranks.tolist()) == ([0, 2], ("a", "c"), [[0, 2]])
    assert list(zip(left.moves(0).sources, left.moves(0).targets, strict=True)) == [(1, 0)]


def test_views_that_do_not_fit_are_named_together() -> None:
    one = GraphModel.from_options([0, 1], ranks=[[0] * 4] * 2)
    swapped = GraphModel.from_options([1, 1], ranks=[[0] * 4] * 2)
    arcs = GraphModel.from_arcs([[(0, 1)], []], ranks=[[0, 0]] * 2, labels=["x", "x"], decision_makers=["p", "q"])

    with pytest.raises(InputError) as caught:
        hypergame_stability([one, swapped, arcs], ["nash"], misperceived=[{9}, range(4)], reading="no view")  # type: ignore[arg-type]

    said = str(caught.value)
    for part in (
        "3 views of 2 decision makers", "view 2 has the decision makers p, q", "not of the same kind", "the same label",
        "option o0 to different decision makers", "view 0 has no state 9", "view 1 is left without states",
        "no reading 'no view'", "misperceived states of 2 decision makers",
    ):  # fmt: skip
        assert part in said
    with pytest.raises(InputError, match="there is no view"):
        hypergame_stability([])


def test_more_options_than_an_index_holds_are_refused() -> None:
    views = [
        GraphModel.from_options([0] * 40, options=[f"{who}{k}" for k in range(40)], states=[0], ranks=[[0], [0]])
        for who in ("a", "b")
    ]

    with pytest.raises(InputError, match="80 options in all"):
        hypergame_stability(views)


def test_moves_are_not_listed_where_there_are_too_many() -> None:
    model = GraphModel.from_options([0] * 13, ranks=np.zeros((1, 1 << 13), dtype=int))

    with pytest.raises(TooLargeError, match="67,100,672 moves"):
        without_moves(model, [[0]])
