"""What the concepts mean: small conflicts worked by hand, and what must hold between concepts in every conflict."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.stability import Choices, GraphModel, StabilityResult, analyze_stability
from tests.stability import literal
from tests.stability.strategies import (
    EXAMPLES,
    FEWER,
    Conflict,
    OptionConflict,
    choices,
    conflicts,
    option_conflicts,
)

WEAKER = [
    ("nash", "sseq"), ("sseq", "seq"), ("seq", "gmr"), ("nash", "smr"), ("smr", "gmr"), ("sseq", "smr"),
]  # fmt: skip
"""Pairs of which the first implies the second."""

EIGHT_STATES = GraphModel.from_options(
    [0, 1, 2],
    order=[[1, 0, 2, 5, 3, 4, 6, 7], [7, 5, 0, 1, 3, 4, 6, 2], [3, 6, 2, 5, 7, 0, 1, 4]],
)
"""Own construction: one decision maker must move twice for the only sanction."""


def analyze(model: GraphModel, chosen: Choices | None = None) -> StabilityResult:
    return analyze_stability(model, literal.CONCEPTS, choices=chosen)


def by_state(*ranking: str) -> list[int]:
    """Return the ranking of states written as in a 2×2 game, of which D is the option."""
    return [(state[0] == "D") + 2 * (state[1] == "D") for state in ranking]


def game(first: Sequence[str], second: Sequence[str]) -> GraphModel:
    return GraphModel.from_options([0, 1], order=[by_state(*first), by_state(*second)])


@EXAMPLES
@given(conflicts(), choices())
def test_every_answer_is_that_of_the_definition(conflict: Conflict, chosen: Choices) -> None:
    found, graph = analyze(conflict.model(), chosen), conflict.graph()

    for concept in literal.CONCEPTS:
        assert found.equilibria[concept].tolist() == literal.equilibria(graph, concept, chosen)
        for party, row in enumerate(found.stable[concept]):
            assert set(np.flatnonzero(row).tolist()) == literal.stable_states(graph, concept, party, chosen)


@EXAMPLES
@given(conflicts(), choices())
def test_each_concept_implies_the_weaker_ones(conflict: Conflict, chosen: Choices) -> None:
    stable = analyze(conflict.model(), chosen).stable

    for strong, weak in WEAKER:
        assert not (stable[strong] & ~stable[weak]).any(), (strong, weak)


@FEWER
@given(conflicts(), choices())
def test_opponents_who_may_do_more_deter_more(conflict: Conflict, chosen: Choices) -> None:
    model = conflict.model()
    found = [analyze(model, Choices(j, chosen.sanction, chosen.credible)) for j in ("single", "once", "legal")]

    for less, more in pairwise(found):
        for concept in literal.CONCEPTS:
            assert not (less.stable[concept] & ~more.stable[concept]).any()


@FEWER
@given(conflicts(), choices())
def test_what_deters_by_being_worse_deters_by_being_no_better(conflict: Conflict, chosen: Choices) -> None:
    model = conflict.model()
    worse, no_better = (analyze(model, Choices(chosen.joint, s, chosen.credible)) for s in ("worse", "not better"))

    for concept in literal.CONCEPTS:
        assert not (worse.stable[concept] & ~no_better.stable[concept]).any()


@FEWER
@given(option_conflicts().filter(lambda c: len(c.ranks) == 2))
def test_between_two_it_does_not_matter_what_opponents_could_do_together(conflict: OptionConflict) -> None:
    model = conflict.model()
    legal, once, single = (analyze(model, Choices(joint)) for joint in ("legal", "once", "single"))

    for concept in literal.CONCEPTS:
        assert np.array_equal(legal.stable[concept], once.stable[concept])
        assert np.array_equal(legal.stable[concept], single.stable[concept])


@FEWER
@given(conflicts(), choices(), st.integers(1, 1000), st.integers(-(10**6), 10**6))
def test_only_the_order_of_ranks_matters(conflict: Conflict, chosen: Choices, factor: int, shift: int) -> None:
    model = conflict.model()
    arcs = [np.column_stack([own.sources, own.targets]) for own in map(model.moves, range(len(model.decision_makers)))]
    stretched = factor * model.ranks.astype(np.int64) ** 3 + shift
    given_back = GraphModel.from_arcs(arcs, states=model.size, ranks=stretched)
    curved = GraphModel.from_arcs(arcs, states=model.size, payoffs=np.arctan(model.ranks / 1000))

    expected, *others = (analyze(m, chosen) for m in (model, given_back, curved))

    for other in others:
        for concept in literal.CONCEPTS:
            assert np.array_equal(model.spread(other.stable[concept]), expected.stable[concept])


@FEWER
@given(option_conflicts(), choices(), st.randoms(use_true_random=False))
def test_the_order_of_decision_makers_does_not_matter(
    conflict: OptionConflict, chosen: Choices, random: object
) -> None:
    parties = len(conflict.ranks)
    new = shuffled(random, parties)
    renamed = OptionConflict(
        tuple(new.index(o) for o in conflict.owners),
        conflict.directions,
        conflict.states,
        tuple(conflict.ranks[p] for p in new),
    )

    before, after = analyze(conflict.model(), chosen), analyze(renamed.model(), chosen)

    for concept in literal.CONCEPTS:
        assert np.array_equal(before.stable[concept][new], after.stable[concept])


@FEWER
@given(option_conflicts(), choices(), st.randoms(use_true_random=False))
def test_the_order_of_options_does_not_matter(conflict: OptionConflict, chosen: Choices, random: object) -> None:
    new = shuffled(random, len(conflict.owners))

    def moved(state: int) -> int:
        return sum((state >> old & 1) << k for k, old in enumerate(new))

    other = OptionConflict(
        tuple(conflict.owners[k] for k in new),
        tuple(conflict.directions[k] for k in new),
        tuple(sorted(map(moved, conflict.states))),
        tuple({moved(s): rank for s, rank in row.items()} for row in conflict.ranks),
    )
    columns = [moved(s) for s in range(conflict.columns)]

    before, after = analyze(conflict.model(), chosen), analyze(other.model(), chosen)

    for concept in literal.CONCEPTS:
        assert np.array_equal(before.stable[concept], after.stable[concept][:, columns])


def shuffled(random: object, count: int) -> list[int]:
    order = list(range(count))
    random.shuffle(order)  # type: ignore[attr-defined]
    return order


def test_legal_sequences_let_an_opponent_move_twice() -> None:
    found = analyze_stability(EIGHT_STATES, ["seq"])

    assert found.equilibria["seq"].tolist() == [0, 1, 5]
    assert found.is_stable("seq", 2, 1)


def test_where_each_opponent_moves_once_the_sanction_is_missing() -> None:
    found = analyze_stability(EIGHT_STATES, ["seq"], choices=Choices(joint="once"))

    assert found.equilibria["seq"].tolist() == [0, 5]
    assert not found.is_stable("seq", 2, 1)


def test_the_two_readings_of_the_eight_states_differ_for_one_party_at_one_state() -> None:
    legal, once = (analyze_stability(EIGHT_STATES, ["seq"], choices=Choices(j)) for j in ("legal", "once"))

    assert np.argwhere(legal.stable["seq"] != once.stable["seq"]).tolist() == [[2, 1]]


def test_prisoners_hold_together_for_fear_of_an_answer() -> None:
    found = analyze(game(["DC", "CC", "DD", "CD"], ["CD", "CC", "DD", "DC"]))

    cooperation, defection = by_state("CC", "DD")
    assert found.equilibria["nash"].tolist() == [defection]
    for concept in ("gmr", "smr", "seq", "sseq"):
        assert found.equilibria[concept].tolist() == [cooperation, defection]


def test_in_chicken_nobody_believes_in_the_crash() -> None:
    found = analyze(game(["DC", "CC", "CD", "DD"], ["CD", "CC", "DC", "DD"]))

    one_yields = sorted(by_state("CD", "DC"))
    assert found.equilibria["gmr"].tolist() == found.equilibria["smr"].tolist() == [by_state("CC")[0], *one_yields]
    for concept in ("nash", "seq", "sseq"):
        assert found.equilibria[concept].tolist() == one_yields


def test_a_counter_move_undoes_a_sanction() -> None:
    # From 1 the opponent answers with 3, from where the first decision maker saves itself with 2.
    model = GraphModel.from_options([0, 1], ranks=[[1, 3, 2, 0], [0, 0, 0, 1]])

    found = analyze(model)

    assert [found.is_stable(c, 0, 0) for c in ("gmr", "seq", "smr", "sseq")] == [True, True, False, False]


def test_doing_nothing_is_no_sanction() -> None:
    model = GraphModel.from_arcs([[(0, 1)], []], ranks=[[0, 1], [0, 0]])

    found = analyze(model)

    assert not any(found.is_stable(concept, 0, 0) for concept in literal.CONCEPTS)


def test_a_tie_is_no_improvement() -> None:
    found = analyze(GraphModel.from_options([0, 1], ranks=[[4, 4, 4, 4], [0, 0, 0, 0]]))

    for concept in literal.CONCEPTS:
        assert found.equilibria[concept].tolist() == [0, 1, 2, 3]


def test_arcs_are_not_joined_up() -> None:
    # What is better is two own moves away, and the opponent has none.
    model = GraphModel.from_arcs([[(0, 1), (1, 2)], []], ranks=[[1, 0, 2], [0, 0, 0]])

    assert analyze(model).stable["nash"][0].tolist() == [True, False, True]


def test_nobody_moves_twice_in_a_row() -> None:
    # The opponent could take the focal party from 1 to 3 in two moves of its own only.
    arcs = [[(0, 1)], [(1, 2), (2, 3)]]
    model = GraphModel.from_arcs(arcs, ranks=[[1, 2, 2, 0], [0, 1, 2, 3]])

    assert not analyze(model).is_stable("gmr", 0, 0)


def test_somebody_elses_move_between_allows_a_second_one() -> None:
    arcs = [[(0, 1)], [(1, 2), (3, 4)], [(2, 3)]]
    model = GraphModel.from_arcs(arcs, ranks=[[1, 2, 2, 2, 0], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]])

    found = [analyze(model, Choices(joint)).is_stable("seq", 0, 0) for joint in ("legal", "once", "single")]

    assert found == [True, False, False]


def test_a_step_back_on_the_way_is_credible_by_its_outcome_only() -> None:
    # The second decision maker loses by its own move and wins by the third's.
    arcs = [[(0, 1)], [(1, 2)], [(2, 3)]]
    model = GraphModel.from_arcs(arcs, ranks=[[1, 2, 2, 0], [0, 1, 0, 2], [0, 0, 0, 1]])

    found = [analyze(model, Choices(credible=c)).is_stable("seq", 0, 0) for c in ("each step", "outcome")]

    assert found == [False, True]


def test_a_first_step_that_others_spoil_is_credible_step_by_step_only() -> None:
    # The second decision maker gains by its own move and has lost after the third's.
    arcs = [[(0, 1)], [(1, 2)], [(2, 3)]]
    model = GraphModel.from_arcs(arcs, ranks=[[1, 2, 2, 0], [0, 1, 2, 0], [0, 0, 0, 1]])

    found = [analyze(model, Choices(credible=c)).is_stable("seq", 0, 0) for c in ("each step", "outcome")]

    assert found == [True, False]


def test_an_unknown_concept_is_named_with_all_the_others() -> None:
    with pytest.raises(InputError) as refused:
        analyze_stability(EIGHT_STATES, ["nash", "sequential", "GMR"])

    [problem] = refused.value.problems
    assert problem.rule == "concept"
    assert "'sequential'" in problem.what
    assert "'GMR'" in problem.what
    assert "'nash'" not in problem.what
    assert "nash, gmr, smr, seq, sseq" in problem.remedy


def test_a_single_word_is_no_list_of_concepts() -> None:
    with pytest.raises(InputError, match="'nash'") as refused:
        analyze_stability(EIGHT_STATES, "nash")

    [problem] = refused.value.problems
    assert problem.rule == "concept"
    assert "a list" in problem.remedy


def test_progress_counts_the_concepts_that_are_done() -> None:
    told: list[int] = []

    analyze_stability(EIGHT_STATES, ["nash", "seq"], progress=told.append)

    assert told == [1, 2]
