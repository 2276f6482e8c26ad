"""Limited foresight is the recursion of its definition, and what is known about short horizons follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.stability import GraphModel, analyze_stability
from detente.stability.concepts.limited_move import Ties, limited_move
from tests.stability.literal import Graph
from tests.stability.strategies import EXAMPLES, Conflict, OptionConflict, arc_conflicts, conflicts, option_conflicts

TIES: tuple[Ties, ...] = ("lowest position", "cautious")


def final_state(graph: Graph, order: Sequence[int], ties: Ties, horizon: int, party: int, state: int) -> int:
    """Return G_h(i, s) by plain recursion."""
    if horizon == 0 or not graph.moves[party][state]:
        return state
    place = order.index(party)
    after, before = order[(place + 1) % len(order)], order[place - 1]
    ends = {t: final_state(graph, order, ties, horizon - 1, after, t) for t in graph.moves[party][state]}
    ranks, feared = graph.ranks[party], graph.ranks[before]
    best = max(ranks[end] for end in ends.values())
    if ranks[state] >= best:
        return state
    chosen = [t for t in sorted(ends) if ranks[ends[t]] == best]
    if ties == "cautious":
        chosen = [t for t in chosen if feared[ends[t]] == min(feared[ends[u]] for u in chosen)]
    return ends[chosen[0]]


def stays(graph: Graph, order: Sequence[int], ties: Ties, horizon: int) -> list[list[bool]]:
    """Return who stays where, by position."""
    parties = range(len(graph.ranks))
    return [[final_state(graph, order, ties, horizon, p, s) == s for s in graph.states] for p in parties]


def _only_two(conflict: Conflict) -> Conflict:
    ranks = conflict.ranks[:2]
    if isinstance(conflict, OptionConflict):
        return replace(conflict, owners=tuple(o % 2 for o in conflict.owners), ranks=ranks)  # type: ignore[arg-type]
    return replace(conflict, arcs=conflict.arcs[:2], ranks=ranks)  # type: ignore[arg-type]


def between_two() -> st.SearchStrategy[Conflict]:
    """Conflicts of two decision makers in either form."""
    return (option_conflicts() | arc_conflicts(most_states=6)).map(_only_two)


@EXAMPLES
@given(between_two(), st.integers(1, 4), st.sampled_from(TIES))
def test_two_who_look_ahead_stay_where_the_recursion_says(conflict: Conflict, horizon: int, ties: Ties) -> None:
    found = limited_move(conflict.model(), horizon, ties=ties)

    assert found.tolist() == stays(conflict.graph(), (0, 1), ties, horizon)


@EXAMPLES
@given(conflicts(), st.integers(1, 3), st.sampled_from(TIES), st.data())
def test_any_number_who_move_in_a_given_order_stay_where_the_recursion_says(
    conflict: Conflict, horizon: int, ties: Ties, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(conflict.ranks))))

    found = limited_move(conflict.model(), horizon, definition="given order", order=order, ties=ties)

    assert found.tolist() == stays(conflict.graph(), order, ties, horizon)


@EXAMPLES
@given(between_two(), st.integers(1, 6), st.sampled_from(TIES))
def test_two_parties_are_the_round_of_two(conflict: Conflict, horizon: int, ties: Ties) -> None:
    alternating = limited_move(conflict.model(), horizon, ties=ties)

    in_order = limited_move(conflict.model(), horizon, definition="given order", order=(1, 0), ties=ties)
    assert (alternating == in_order).all()


@EXAMPLES
@given(conflicts(), st.sampled_from(TIES))
def test_one_move_ahead_is_nash_stability(conflict: Conflict, ties: Ties) -> None:
    """With h = 1 each move ends where it leads, so i stays just where no move leads to something better."""
    model = conflict.model()
    order = range(len(conflict.ranks))

    found = limited_move(model, 1, definition="given order", order=order, ties=ties)

    assert (model.spread(found) == analyze_stability(model, ["nash"]).stable["nash"]).all()


@EXAMPLES
@given(between_two(), st.sampled_from(TIES))
def test_two_moves_ahead_imply_sequential_stability(conflict: Conflict, ties: Ties) -> None:
    """L₂ ⇒ SEQ for two decision makers, whatever decides ties.

    Let s be L₂ stable for i and t in R⁺_i(s). G₁(j, t) is not better for i than s, and t is; so j leaves t, and with
    one move left it leaves for an improvement. That one is a credible sanction. SEQ ⇒ GMR is known.
    """
    model = conflict.model()
    found = model.spread(limited_move(model, 2, ties=ties))

    stable = analyze_stability(model, ["seq", "gmr"]).stable
    assert not (found & ~stable["seq"]).any()
    assert not (found & ~stable["gmr"]).any()


def test_sequential_stability_does_not_imply_two_moves_ahead() -> None:
    """At 1 the other has two improvements: 2, which is bad for i, and 3, which is better for it and best for i."""
    model = GraphModel.from_arcs([[(0, 1)], [(1, 2), (1, 3)]], ranks=[[1, 2, 0, 3], [0, 0, 1, 2]])

    assert analyze_stability(model, ["seq"]).is_stable("seq", 0, 0)
    assert not limited_move(model, 2)[0, 0]


def test_nash_stability_does_not_imply_two_moves_ahead() -> None:
    """i accepts a loss at 1, because the other then moves on to 2, which is best for both."""
    model = GraphModel.from_arcs([[(0, 1)], [(1, 2)]], ranks=[[1, 0, 2], [0, 1, 2]])

    assert limited_move(model, 1)[0, 0]
    assert not limited_move(model, 2)[0, 0]


# Option 0 of the one, option 1 of the other: defect or not. States by index: 0 = CC, 1 = DC, 2 = CD, 3 = DD. Ends of
# the first decision maker in that order, those of the second are their mirror image (1 and 2 change places):
#
# Prisoner's Dilemma, ranks of the first: CC 2, DC 3, CD 0, DD 1.
#   G₁: CC → DC (3 > 2); DC stays; CD → DD (1 > 0); DD stays.                              stays at DC, DD
#   G₂: CC → DC → DD (1 < 2) stays; DC → CC → CD (0 < 3) stays; CD → DD, where the other
#       stays (1 > 0): DD; DD → CD, where the other stays (0 < 1): stays.                  stays at CC, DC, DD
#   G₃ = G₂: at CC, DC and DD the anticipations are as before, as the other leaves DC for DD and stays elsewhere.
#
# Chicken, ranks of the first: CC 2, DC 3, CD 1, DD 0.
#   G₁: CC → DC (3 > 2); DC stays; CD stays (0 < 1); DD → CD (1 > 0).                      stays at DC, CD
#   G₂: CC → DC, where the other stays: DC; DC → CC → CD (1 < 3) stays; CD → DD → DC
#       (3 > 1): DC; DD → CD, where the other stays (1 > 0): CD.                           stays at DC
#   G₃: CC → DC, which the other now leaves for CD (1 < 2): stays; DC → CC → CD (1 < 3)
#       stays; CD → DD → DC: DC; DD → CD, where the other stays: CD.                       stays at CC, DC
#   G₄ = G₃: DC → CC, where the other now stays (2 < 3), changes nothing.
PRISONERS_DILEMMA = [[2, 3, 0, 1], [2, 0, 3, 1]]
CHICKEN = [[2, 3, 1, 0], [2, 1, 3, 0]]
MIRROR = [0, 2, 1, 3]


@pytest.mark.parametrize(
    ("game", "horizon", "states"),
    [
        (PRISONERS_DILEMMA, 1, {1, 3}), (PRISONERS_DILEMMA, 2, {0, 1, 3}), (PRISONERS_DILEMMA, 3, {0, 1, 3}),
        (CHICKEN, 1, {1, 2}), (CHICKEN, 2, {1}), (CHICKEN, 3, {0, 1}), (CHICKEN, 4, {0, 1}),
    ],
)  # fmt: skip
def test_the_two_classical_games_come_out_as_by_hand(game: list[list[int]], horizon: int, states: set[int]) -> None:
    found = limited_move(GraphModel.from_options([0, 1], ranks=game), horizon)

    assert set(np.flatnonzero(found[0]).tolist()) == states
    assert (found[1] == found[0][MIRROR]).all()


def test_the_rule_for_ties_can_decide_whether_a_state_holds() -> None:
    """The second is indifferent between 2 and 3; the first gains at 2 and loses at 3."""
    model = GraphModel.from_arcs([[(0, 1)], [(1, 2), (1, 3)]], ranks=[[1, 1, 2, 0], [0, 0, 1, 1]])

    assert not limited_move(model, 2, ties="lowest position")[0, 0]
    assert limited_move(model, 2, ties="cautious")[0, 0]


def test_a_tie_between_staying_and_moving_is_a_reason_to_stay() -> None:
    model = GraphModel.from_arcs([[(0, 1)], []], states=2, ranks=[[1, 1], [0, 1]])

    assert limited_move(model, 1)[0, 0]


def test_three_are_refused_without_a_named_definition() -> None:
    model = GraphModel.from_options([0, 1, 2], ranks=np.arange(24).reshape(3, 8))

    with pytest.raises(InputError, match="there are 3; give definition='given order'"):
        limited_move(model, 2)


def test_all_faults_of_a_request_are_named_together() -> None:
    model = GraphModel.from_options([0, 1, 2], ranks=np.arange(24).reshape(3, 8))

    with pytest.raises(InputError) as caught:
        limited_move(model, 0, order=(0, 1, 2), ties="chance")  # type: ignore[arg-type]
    assert [p.rule for p in caught.value.problems] == ["ties", "decision-makers", "order", "horizon"]


@pytest.mark.parametrize("order", [None, (0, 1), (0, 1, 1), (0, 1, 3), "abc"])
def test_an_order_names_every_decision_maker_once(order: Sequence[int] | None) -> None:
    model = GraphModel.from_options([0, 1, 2], ranks=np.arange(24).reshape(3, 8))

    with pytest.raises(InputError, match="no order of 3 decision makers; name each of 0–2 once"):
        limited_move(model, 2, definition="given order", order=order)


@pytest.mark.parametrize("horizon", [0, -1, 1.5, True])
def test_a_horizon_is_a_whole_number_from_one_on(horizon: int) -> None:
    model = GraphModel.from_options([0, 1], ranks=CHICKEN)

    with pytest.raises(InputError, match="whole number from 1 on"):
        limited_move(model, horizon)


def test_an_unknown_definition_is_named_with_the_known_ones() -> None:
    model = GraphModel.from_options([0, 1], ranks=CHICKEN)

    with pytest.raises(InputError, match="use 'two parties' or 'given order'"):
        limited_move(model, 2, definition="coalition")  # type: ignore[arg-type]
