"""Every reason is replayed: its moves are moves, and what it calls a sanction is one."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError, TooLargeError
from detente.stability import Choices, GraphModel
from detente.stability.explain import Explanation, explain
from tests.stability.literal import CONCEPTS, Graph, stable_states
from tests.stability.strategies import FEWER, Conflict, choices, conflicts


def _replay(graph: Graph, reason: Explanation, chosen: Choices) -> None:
    """Apply the moves of a reason one by one."""
    own = graph.ranks[reason.party]
    for answer in reason.answers:
        assert answer.improvement in graph.better(reason.party, reason.state)
        if answer.sanction is None:
            assert answer.path == ()
            continue
        here, last = answer.improvement, None
        for move in answer.path:
            assert move.source == here
            assert move.target in graph.moves[move.party][here]
            assert move.party not in (reason.party, last)
            if reason.concept in ("seq", "sseq") and chosen.credible == "each step":
                assert graph.ranks[move.party][move.target] > graph.ranks[move.party][here]
            here, last = move.target, move.party
        assert here == answer.sanction
        kept = {here} | (graph.moves[reason.party][here] if reason.concept in ("smr", "sseq") else set())
        best = max(own[s] for s in kept)
        assert best < own[reason.state] if chosen.strictly else best <= own[reason.state]
        movers = {m.party for m in answer.path}
        if reason.concept in ("seq", "sseq") and chosen.credible == "outcome":
            assert all(graph.ranks[p][here] > graph.ranks[p][answer.improvement] for p in movers)
        if chosen.joint == "once":
            assert len(movers) == len(answer.path)
        if chosen.joint == "single":
            assert len(answer.path) == 1


@given(conflict=conflicts(), chosen=choices(), concept=st.sampled_from(CONCEPTS), data=st.data())
@FEWER
def test_a_reason_can_be_replayed_and_agrees_with_the_definition(
    conflict: Conflict, chosen: Choices, concept: str, data: st.DataObject
) -> None:
    """For any state, decision maker and concept, under every way to read the definitions."""
    graph, model = conflict.graph(), conflict.model()
    state = data.draw(st.sampled_from(sorted(graph.states)))
    party = data.draw(st.integers(0, len(graph.ranks) - 1))

    reason = explain(model, state, party, concept, choices=chosen)

    _replay(graph, reason, chosen)
    assert reason.is_stable == (state in stable_states(graph, concept, party, chosen))
    assert (reason.escape is None) == reason.is_stable
    assert [a.improvement for a in reason.answers] == graph.better(party, state)


def _dilemma() -> GraphModel:
    """Cooperate or defect; option k is that decision maker k defects."""
    return GraphModel.from_options([0, 1], order=[[1, 0, 3, 2], [2, 0, 3, 1]])


def test_cooperation_in_a_dilemma_is_kept_by_the_answer_to_a_defection() -> None:
    """Defecting gains at once; the other then gains by defecting too, and both end worse."""
    reason = explain(_dilemma(), 0, 0, "seq")

    assert [(a.improvement, a.sanction, [(m.party, m.source, m.target) for m in a.path]) for a in reason.answers] == [
        (1, 3, [(1, 1, 3)])
    ]
    assert explain(_dilemma(), 0, 0, "nash").escape == 1


def test_where_there_is_no_improvement_there_is_nothing_to_answer() -> None:
    """Stable without any sanction."""
    reason = explain(_dilemma(), 3, 0, "nash")

    assert reason.answers == ()
    assert reason.is_stable


def test_an_unknown_concept_or_state_is_refused() -> None:
    """By its name."""
    with pytest.raises(InputError, match="no concept 'gmrr'"):
        explain(_dilemma(), 0, 0, "gmrr")
    with pytest.raises(KeyError):
        explain(_dilemma(), 9, 0, "nash")


def test_a_search_without_end_is_given_up_with_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how far it looked."""
    monkeypatch.setattr(sys.modules["detente.stability.explain"], "MAX_NODES", 2)
    model = GraphModel.from_options([0, 1, 1, 1], payoffs=[[float(n) for n in range(16)], [0.0] * 16])

    with pytest.raises(TooLargeError, match="more than 2 states"):
        explain(model, 0, 0, "gmr")
