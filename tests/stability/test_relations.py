"""The concepts over reach sets are those of the definitions, whatever the relations that they are asked about."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError, TooLargeError
from detente.stability import GraphModel, analyze_stability
from detente.stability.arcs import Bools, arcs_from
from detente.stability.relations import (
    CONCEPTS,
    JointReach,
    check_small,
    concept_problems,
    joint_reach,
    leads_to,
    one_for_each,
    result_of,
    stable_under,
    statement_ranks,
    table_by_position,
)
from tests.conftest import needs_shared

TRIES = settings(max_examples=60, deadline=None)
Pair = tuple[int, int]
Says = Callable[[int, int, int], bool]
"""Of a decision maker, a state and another one."""


@st.composite
def models(draw: st.DrawFn) -> GraphModel:
    """Small models of options or of arcs: ties, infeasible states, one-way options, arcs that are not transitive."""
    parties = draw(st.integers(2, 4))
    if draw(st.booleans()):
        states = draw(st.integers(2, 7))
        pairs = [(a, b) for a, b in product(range(states), repeat=2) if a != b]
        arcs = [draw(st.lists(st.sampled_from(pairs), max_size=10)) for _ in range(parties)]
        return GraphModel.from_arcs(arcs, states=states, ranks=_some_ranks(draw, parties, states))
    options = draw(st.integers(2, 4))
    feasible = np.array(
        draw(st.lists(st.sampled_from([True, True, True, False]), min_size=1 << options, max_size=1 << options))
    )
    feasible[draw(st.integers(0, (1 << options) - 1))] = True
    return GraphModel.from_options(
        [draw(st.integers(0, parties - 1)) for _ in range(options)], feasible=feasible,
        ranks=_some_ranks(draw, parties, 1 << options),
        directions=[draw(st.sampled_from(["both", "both", "on", "off"])) for _ in range(options)],
    )  # fmt: skip


def _some_ranks(draw: st.DrawFn, parties: int, states: int) -> list[list[int]]:
    return [draw(st.lists(st.integers(0, 4), min_size=states, max_size=states)) for _ in range(parties)]


def pairs_of(model: GraphModel, party: int) -> set[Pair]:
    """List a party's moves from the model's own words: options that it owns, or the arcs that were given."""
    if model.arcs is not None:
        own = model.arcs[party]
        return set(zip(own.sources.tolist(), own.targets.tolist(), strict=True))
    found = set()
    for (s, before), (t, after) in product(enumerate(model.index.tolist()), repeat=2):
        changed = [k for k in range(len(model.options)) if (before ^ after) >> k & 1]
        is_own = all(model.owners[k] == party for k in changed)
        is_allowed = all(model.directions[k] in ("both", "on" if after >> k & 1 else "off") for k in changed)
        if s != t and is_own and is_allowed:
            found.add((s, t))
    return found


def reached(start: int, movers: Sequence[int], moves: Sequence[set[Pair]]) -> set[int]:
    """Return R_H(start) by the inductive definition: targets with the set of those who can have moved last."""
    last: dict[int, set[int]] = {}
    for j in movers:
        for s, t in moves[j]:
            if s == start:
                last.setdefault(t, set()).add(j)
    grown = True
    while grown:
        grown = False
        for j in movers:
            for t, u in moves[j]:
                if last.get(t) and last[t] != {j} and j not in last.get(u, set()):
                    last.setdefault(u, set()).add(j)
                    grown = True
    return set(last)


def literally(
    model: GraphModel, concept: str, leaves: Says, credible: Says, deters: Says, undoes: Says, *, returns: bool = True
) -> Bools:
    """Return the table of a concept, quantifier by quantifier, with relations that say everything about preference."""
    parties, states = range(len(model.decision_makers)), range(model.size)
    moves = [pairs_of(model, p) for p in parties]
    willing = [{(s, t) for s, t in moves[p] if credible(p, s, t)} for p in parties]
    sanctions = willing if concept in ("seq", "sseq") else moves

    def is_sanction(i: int, s: int, s2: int) -> bool:
        if not deters(i, s, s2):
            return False
        return concept in ("gmr", "seq") or not any(undoes(i, s, s3) for a, s3 in moves[i] if a == s2)

    def is_met(i: int, s: int, s1: int) -> bool:
        others = [p for p in parties if p != i]
        ends = {s2 for s2 in reached(s1, others, sanctions) if returns or s2 != s1}
        return concept != "nash" and any(is_sanction(i, s, s2) for s2 in ends)

    table = [[all(is_met(i, s, t) for a, t in moves[i] if a == s and leaves(i, s, t)) for s in states] for i in parties]
    return np.array(table)


def crisp(model: GraphModel) -> tuple[Says, Says]:
    """Return what is better, and what is not, by ranks."""
    return (
        lambda i, s, t: bool(model.ranks[i, t] > model.ranks[i, s]),
        lambda i, s, t: bool(model.ranks[i, t] <= model.ranks[i, s]),
    )


@TRIES
@given(models())
def test_with_ranks_for_relations_the_concepts_are_the_ordinary_ones(model: GraphModel) -> None:
    parties = range(len(model.decision_makers))
    moves = [model.moves(p) for p in parties]
    better = [own.where(model.ranks[p][own.targets] > model.ranks[p][own.sources]) for p, own in enumerate(moves)]

    found = stable_under(
        better, JointReach(moves, better), lambda p, s: model.ranks[p] <= model.ranks[p, s], CONCEPTS
    )  # fmt: skip

    ordinary = analyze_stability(model, CONCEPTS)
    result = result_of(model, found, "crisp", {})
    for concept in CONCEPTS:
        assert (result.stable[concept] == ordinary.stable[concept]).all()
        assert (result.equilibria[concept] == ordinary.equilibria[concept]).all()


@st.composite
def relations(draw: st.DrawFn) -> tuple[GraphModel, list[list[set[Pair]]]]:
    """A model, and for each party any sets of pairs: what it leaves for, what is credible, what deters it."""
    model = draw(models())
    pairs = [(s, t) for s in range(model.size) for t in range(model.size)]
    sets = [[{p for p in pairs if draw(st.booleans())} for _ in model.decision_makers] for _ in range(3)]
    return model, sets


@settings(max_examples=30, deadline=None)
@given(relations(), st.booleans())
def test_any_relations_are_answered_as_the_definitions_say(
    drawn: tuple[GraphModel, list[list[set[Pair]]]],
    returns: bool,  # noqa: FBT001 (drawn)
) -> None:
    model, (leaves, credible, deters) = drawn
    parties = range(len(model.decision_makers))
    moves = [model.moves(p) for p in parties]
    gone = [arcs_from(sorted(pairs_of(model, p) & leaves[p]), model.size) for p in parties]
    willing = [arcs_from(sorted(pairs_of(model, p) & credible[p]), model.size) for p in parties]

    found = stable_under(
        gone, JointReach(moves, willing, returns=returns),
        lambda p, s: np.array([(s, t) in deters[p] for t in range(model.size)]), CONCEPTS,
    )  # fmt: skip

    for concept in CONCEPTS:
        expected = literally(
            model, concept, lambda i, s, t: (s, t) in leaves[i], lambda i, s, t: (s, t) in credible[i],
            lambda i, s, t: (s, t) in deters[i], lambda i, s, t: (s, t) not in deters[i], returns=returns,
        )  # fmt: skip
        assert (found[concept] == expected).all(), concept


@TRIES
@given(st.integers(1, 9), st.data())
def test_joint_moves_reach_what_the_inductive_definition_says(states: int, data: st.DataObject) -> None:
    """With up to four movers, and cycles."""
    one = st.tuples(st.integers(0, states - 1), st.integers(0, states - 1)).filter(lambda p: p[0] != p[1])
    movers = data.draw(st.integers(1, 4))
    given_ = [set(data.draw(st.lists(one, max_size=12))) if states > 1 else set() for _ in range(movers)]

    found = joint_reach([arcs_from(sorted(pairs), states) for pairs in given_], states)

    for start in range(states):
        assert {t for t in range(states) if found[start] >> t & 1} == reached(start, range(movers), given_)


def test_nobody_moves_twice_in_a_row() -> None:
    """A chain of two arcs of one mover ends after the first; with another's in between it goes on."""
    alone = joint_reach([arcs_from([(0, 1), (1, 2)], 4)], 4)
    between = joint_reach([arcs_from([(0, 1), (2, 3)], 4), arcs_from([(1, 2)], 4)], 4)

    assert alone[0] == 0b0010
    assert between[0] == 0b1110


def test_a_state_comes_back_only_where_returns_count() -> None:
    there_and_back = [arcs_from([], 2), arcs_from([(0, 1)], 2), arcs_from([(1, 0)], 2)]

    assert JointReach(there_and_back, there_and_back).of(0, credible=False)[0] == 0b10
    assert JointReach(there_and_back, there_and_back, returns=True).of(0, credible=False)[0] == 0b11


def test_a_long_chain_is_no_deeper_than_a_short_one() -> None:
    """Three thousand turns of two movers: no recursion, and no repeated passes."""
    states = 3_000
    arcs = [arcs_from([(s, s + 1) for s in range(states - 1) if s % 2 == k], states) for k in (0, 1)]

    began = time.perf_counter()
    found = joint_reach(arcs, states)

    assert found[0] == (1 << states) - 2
    assert time.perf_counter() - began < 5


def test_one_move_leads_to_states_only_from_where_it_starts() -> None:
    arcs = arcs_from([(0, 1), (2, 1), (2, 0)], 4)

    assert leads_to(arcs, np.array([False, True, False, True])).tolist() == [True, False, True, False]
    assert not leads_to(arcs_from([], 4), np.ones(4, dtype=bool)).any()


def test_a_model_above_the_limit_is_refused_with_the_remedy() -> None:
    model = GraphModel.from_options([0] * 13, ranks=np.zeros((1, 1 << 13), dtype=int))

    with pytest.raises(TooLargeError, match=r"8,192 states.*5,000.*list the states"):
        check_small(model)


def test_concepts_are_a_list_of_known_names() -> None:
    assert concept_problems(["nash", "gmr"]) == []
    assert [p.what for p in concept_problems(["nash", "nosh", "x"])] == [
        "there is no concept 'nosh'",
        "there is no concept 'x'",
    ]
    assert "no list" in concept_problems("nash")[0].what


def test_a_table_may_have_a_column_for_each_state_or_for_each_combination() -> None:
    model = GraphModel.from_options([0, 0], ranks=[[0, 1, 2, 3]], infeasible=["o0 and o1"])

    assert table_by_position(model, "tiers", [[5, 6, 7]]).tolist() == [[5, 6, 7]]
    assert table_by_position(model, "tiers", [[5, 6, 7, 9]]).tolist() == [[5, 6, 7]]
    with pytest.raises(InputError, match=r"the shape \(1, 2\); give 1 decision makers × 3 states"):
        table_by_position(model, "tiers", [[5, 6]])
    with pytest.raises(InputError, match="finite"):
        table_by_position(model, "tiers", [[5, 6, np.nan]])
    with pytest.raises(InputError, match="finite"):
        table_by_position(model, "tiers", [[True, False, True]])


def test_faulty_statements_are_named_together() -> None:
    model = GraphModel.from_options([0, 1], ranks=[[0] * 4] * 2)

    with pytest.raises(InputError) as caught:
        statement_ranks(model, [["o0 and"], ["o7"]])

    assert len(caught.value.problems) == 2
    with pytest.raises(InputError, match="1 entries for 2 decision makers"):
        statement_ranks(model, [["o0"]])
    assert one_for_each(model, "tiers", "ab")


def elmira() -> tuple[GraphModel, dict[str, list[int]]]:
    """Return the Elmira groundwater conflict, states counted from 0, and its published equilibria."""
    told = json.loads((needs_shared("data/graph-model/elmira.json")).read_text())
    names = list(told["moves"])
    arcs = [[(int(s) - 1, t - 1) for s, ends in told["moves"][n].items() for t in ends] for n in names]
    order = [[s - 1 for s in told["rankings_most_to_least"][n]] for n in names]
    model = GraphModel.from_arcs(arcs, states=9, order=order, decision_makers=names)
    return model, {concept: [s - 1 for s in states] for concept, states in told["expected"].items()}
