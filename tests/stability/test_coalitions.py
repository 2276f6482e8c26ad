"""Coalitions against definitions written out with sets, on small random models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError, TooLargeError
from detente.stability import Choices, GraphModel, analyze_stability
from detente.stability import coalition_moves as moves_module
from detente.stability.coalition_result import CoalitionResult
from detente.stability.coalitions import (
    CONCEPTS,
    GMCR_PY,
    coalition_stability,
    improvements,
    joint_moves,
    merged_stability,
)
from tests.stability.strategies import Conflict, choices, conflicts, option_conflicts

Step = Callable[[int], set[int]]
Group = tuple[int, ...]
thorough = settings(max_examples=80, deadline=None)
briefly = settings(max_examples=40, deadline=None)


def subsets(parties: Iterable[int]) -> list[Group]:
    everyone = sorted(parties)
    return [c for size in range(1, len(everyone) + 1) for c in combinations(everyone, size)]


def sequences(steps: dict[Any, Step], start: int, joint: str) -> set[int]:
    """States at the end of sequences of steps: nobody twice in a row, each once at most, or one step."""
    reached: dict[tuple[int, tuple[Any, ...]], None] = {}
    waiting: list[tuple[int, tuple[Any, ...]]] = [(start, ())]
    while waiting:
        here, moved = waiting.pop()
        for who, step in steps.items():
            is_barred = {"legal": moved[-1:] == (who,), "once": who in moved, "single": bool(moved)}[joint]
            for there in set() if is_barred else step(here):
                node = (there, (*moved, who) if joint == "once" else (who,))
                if node not in reached:
                    reached[node] = None
                    waiting.append(node)
    return {state for state, _ in reached}


@dataclass
class Definition:
    """The definitions, read literally; players are decision makers or the coalitions of a partition."""

    ranks: np.ndarray[Any, Any]
    members: list[Group]
    moves: list[Step]
    gain: str = "all"
    loss: str = "some"
    returns: bool = False
    replies: str = "coalitions"
    choices: Choices = field(default_factory=Choices)

    def people(self, group: Group) -> list[int]:
        return list(chain.from_iterable(self.members[p] for p in group))

    def reach(self, group: Group, start: int, joint: str = "legal") -> set[int]:
        return sequences({p: self.moves[p] for p in group}, start, joint)

    def is_gain(self, group: Group, after: int, before: int) -> bool:
        changes = [self.ranks[i][after] - self.ranks[i][before] for i in self.people(group)]
        if self.gain == "all":
            return all(c > 0 for c in changes)
        return all(c >= 0 for c in changes) and any(c > 0 for c in changes)

    def deters(self, group: Group, state: int, left: int) -> bool:
        changes = [self.ranks[i][state] - self.ranks[i][left] for i in self.people(group)]
        not_better = [c < 0 if self.choices.sanction == "worse" else c <= 0 for c in changes]
        return any(not_better) if self.loss == "some" else all(not_better)

    def better(self, group: Group, start: int, joint: str = "legal") -> set[int]:
        return {t for t in self.reach(group, start, joint) if self.is_gain(group, t, start)}

    def others(self, group: Group) -> Group:
        return tuple(p for p in range(len(self.members)) if p not in group)

    def threats(self, group: Group, state: int) -> set[int]:
        return self.without(state, self.reach(self.others(group), state, self.choices.joint))

    def credible(self, group: Group, state: int) -> set[int]:
        rest = self.others(group)
        if self.choices.credible == "outcome":
            ends = [self.better(g, state, self.choices.joint) for g in subsets(rest)]
            return self.without(state, set().union(*ends))
        acting = subsets(rest) if self.replies == "coalitions" else [(p,) for p in rest]
        steps: dict[Any, Step] = {g: lambda s, g=g: self.better(g, s) for g in acting}  # type: ignore[misc]
        return self.without(state, sequences(steps, state, self.choices.joint))

    def without(self, start: int, states: set[int]) -> set[int]:
        return states if self.returns else states - {start}

    def is_stable(self, concept: str, group: Group, s: int) -> bool:
        leaves = self.better(group, s)
        if concept == "nash":
            return not leaves
        if concept == "gmr":
            return all(any(self.deters(group, s2, s) for s2 in self.threats(group, s1)) for s1 in leaves)
        if concept == "smr":
            return all(
                any(
                    self.deters(group, s2, s) and all(self.deters(group, s3, s) for s3 in self.reach(group, s2))
                    for s2 in self.threats(group, s1)
                )
                for s1 in leaves
            )
        return all(any(self.deters(group, s2, s) for s2 in self.credible(group, s1)) for s1 in leaves)


def option_moves(model: GraphModel, people: Group) -> Step:
    """Every state that differs only in the options of these people, each switched in a direction that it allows."""
    places = model.index.tolist()

    def step(here: int) -> set[int]:
        found = set()
        for there, index in enumerate(places):
            changed = [k for k in range(len(model.options)) if (index ^ places[here]) >> k & 1]
            allowed = all(
                model.owners[k] in people and model.directions[k] in ("both", "on" if index >> k & 1 else "off")
                for k in changed
            )
            if changed and allowed:
                found.add(there)
        return found

    return step


def definition_of(model: GraphModel, **rules: Any) -> Definition:
    """The definitions on a model; its moves are read off the options, not off the package's arcs."""
    parties = range(len(model.decision_makers))
    if model.arcs is None:
        moves = [option_moves(model, (p,)) for p in parties]
    else:
        arcs = model.arcs
        moves = [lambda s, p=p: set(arcs[p].of(s).tolist()) for p in parties]  # type: ignore[misc]
    return Definition(model.ranks, [(p,) for p in parties], moves, **rules)


def table(definition: Definition, concept: str, groups: Iterable[Group], states: int) -> list[list[bool]]:
    return [[definition.is_stable(concept, g, s) for s in range(states)] for g in groups]


def model_of(conflict: Conflict) -> GraphModel:
    return conflict.model()


def has_two(model: GraphModel) -> bool:
    return len(model.decision_makers) == 2


def is_small(model: GraphModel) -> bool:
    return len(model.decision_makers) < 4


models = conflicts().map(model_of)
small_models = models.filter(is_small)
group_rules = st.fixed_dictionaries({
    "gain": st.sampled_from(["all", "pareto"]), "loss": st.sampled_from(["some", "all"]), "returns": st.booleans(),
    "choices": choices(),
})  # fmt: skip


def stable_rows(result: CoalitionResult, concept: str) -> list[list[bool]]:
    return [[bool(x) for x in row] for row in result.stable[concept]]


@thorough
@given(models, group_rules, st.sampled_from(["coalitions", "singles"]))
def test_coalitions_are_stable_as_defined(model: GraphModel, rules: dict[str, Any], replies: str) -> None:
    if rules["choices"].joint == "once" and len(model.decision_makers) == 4:
        replies = "singles"  # orders of seven groups of three are many for the literal reading
    result = coalition_stability(model, replies=replies, **rules)  # type: ignore[arg-type]
    definition = definition_of(model, replies=replies, **rules)

    for concept in CONCEPTS:
        assert stable_rows(result, concept) == table(definition, concept, result.coalitions, model.size)


@thorough
@given(models, group_rules, st.data())
def test_merged_coalitions_are_stable_as_defined(model: GraphModel, rules: dict[str, Any], data: st.DataObject) -> None:
    placed = [data.draw(st.integers(0, 1)) for _ in model.decision_makers]
    blocks = [tuple(p for p, at in enumerate(placed) if at == b) for b in sorted(set(placed))]
    alone = definition_of(model)
    how = "in turn" if model.arcs is not None else data.draw(st.sampled_from(["in turn", "together"]))
    if how == "together":
        moves = [option_moves(model, b) for b in blocks]
    else:
        moves = [lambda s, b=b: alone.reach(b, s) - {s} for b in blocks]  # type: ignore[misc]
    definition = Definition(model.ranks, list(blocks), moves, replies="singles", **rules)
    result = merged_stability(model, blocks, moves=how, **rules)  # type: ignore[arg-type]

    for concept in CONCEPTS:
        players = [(b,) for b in range(len(blocks))]
        assert stable_rows(result, concept) == table(definition, concept, players, model.size)


@briefly
@given(small_models, choices())
def test_singletons_give_the_concepts_without_coalitions(model: GraphModel, chosen: Choices) -> None:
    alone = [[p] for p in range(len(model.decision_makers))]
    together = coalition_stability(model, coalitions=alone, replies="singles", choices=chosen)
    merged = merged_stability(model, alone, choices=chosen)
    apart = analyze_stability(model, CONCEPTS, choices=chosen)

    for concept in CONCEPTS:
        by_position = [[apart.is_stable(concept, p, s) for s in model.index.tolist()] for p in range(len(alone))]
        assert stable_rows(together, concept) == stable_rows(merged, concept) == by_position
        assert together.equilibria[concept].tolist() == apart.equilibria[concept].tolist()


@briefly
@given(models.filter(has_two))
def test_with_two_decision_makers_singletons_need_no_option(model: GraphModel) -> None:
    together, apart = coalition_stability(model, coalitions=[[0], [1]]), analyze_stability(model, CONCEPTS)

    assert all((model.spread(together.stable[c]) == apart.stable[c]).all() for c in CONCEPTS)


@briefly
@given(small_models)
def test_an_opponent_group_can_only_add_sanctions(model: GraphModel) -> None:
    alone = [[p] for p in range(len(model.decision_makers))]
    apart = coalition_stability(model, ["seq"], alone, replies="singles").stable["seq"]

    assert (coalition_stability(model, ["seq"], alone).stable["seq"] >= apart).all()


@briefly
@given(small_models, st.sampled_from(["all", "pareto"]))
def test_what_no_coalition_leaves_nobody_leaves_alone(model: GraphModel, gain: Any) -> None:
    universal = coalition_stability(model, ["nash"], gain=gain)

    assert universal.is_universal
    assert set(universal.equilibria["nash"]) <= set(analyze_stability(model, ["nash"]).equilibria["nash"])


@briefly
@given(option_conflicts().map(model_of))
def test_nash_implies_seq_and_smr_and_both_imply_gmr(model: GraphModel) -> None:
    stable = coalition_stability(model).stable

    assert (stable["nash"] <= stable["seq"]).all()
    assert (stable["nash"] <= stable["smr"]).all()
    assert (stable["seq"] <= stable["gmr"]).all()
    assert (stable["smr"] <= stable["gmr"]).all()


@briefly
@given(small_models)
def test_with_strict_gains_coming_back_to_the_start_changes_nothing(model: GraphModel) -> None:
    without, with_it = (coalition_stability(model, returns=r) for r in (False, True))

    assert all((without.stable[c] == with_it.stable[c]).all() for c in CONCEPTS)


@briefly
@given(models, st.sampled_from(["all", "pareto"]), st.data())
def test_improvements_are_reached_together_and_gain(model: GraphModel, gain: Any, data: st.DataObject) -> None:
    group = data.draw(st.sampled_from(subsets(range(len(model.decision_makers)))))
    position = data.draw(st.integers(0, model.size - 1))
    definition = definition_of(model, gain=gain)

    assert improvements(model, group, position, gain=gain).tolist() == sorted(definition.better(group, position))
    assert joint_moves(model, group, position, returns=True).tolist() == sorted(definition.reach(group, position))


def test_a_pareto_improvement_is_deterred_by_a_single_return_only_where_returns_count() -> None:
    back_and_forth = GraphModel.from_arcs(
        [[(0, 1)], [], [(1, 2)], [(2, 1)]], ranks=[[0, 1, 1], [0, 0, 1], [0, 0, 0], [0, 0, 0]]
    )
    without, with_it = (
        coalition_stability(back_and_forth, ["gmr"], [[0, 1]], gain="pareto", returns=r) for r in (False, True)
    )

    assert not without.is_stable("gmr", [0, 1], 0)
    assert with_it.is_stable("gmr", [1, 0], 0)


def test_a_reply_takes_no_two_steps_by_the_same_coalition() -> None:
    chain_of_two = GraphModel.from_arcs([[(0, 1)], [(1, 2), (2, 3)]], ranks=[[1, 2, 2, 0], [0, 0, 1, 2]])

    assert not coalition_stability(chain_of_two, ["seq"], [[0]]).is_stable("seq", [0], 0)


def test_the_start_counts_as_reached_only_where_asked_for() -> None:
    ring = GraphModel.from_arcs([[(0, 1)], [(1, 0)]], ranks=[[0, 0], [0, 0]])

    assert joint_moves(ring, [0, 1], 0, returns=True).tolist() == [0, 1]
    assert joint_moves(ring, [0, 1], 0).tolist() == [1]


def prisoners() -> GraphModel:
    """Option 0 and 1: the first and the second confess."""
    return GraphModel.from_options([0, 1], payoffs=[[3, 5, 1, 2], [3, 1, 5, 2]], decision_makers=["first", "second"])


def test_prisoners_leave_their_dilemma_together_and_not_alone() -> None:
    result = coalition_stability(prisoners())

    assert result.equilibria["nash"].tolist() == []
    assert result.upset_by("nash", 3) == ((0, 1),)
    assert improvements(prisoners(), [0, 1], 3).tolist() == [0]


def test_merged_prisoners_are_one_decision_maker() -> None:
    result = merged_stability(prisoners(), [[0, 1]])

    assert result.equilibria["nash"].tolist() == [0, 1, 2]
    assert not result.is_universal


def test_together_a_coalition_jumps_over_what_cannot_be() -> None:
    jump = GraphModel.from_options([0, 1], states=[0, 3], ranks=[[0, 1], [0, 1]])

    assert merged_stability(jump, [[0, 1]], moves="in turn").equilibria["nash"].tolist() == [0, 3]
    assert merged_stability(jump, [[0, 1]], **GMCR_PY).equilibria["nash"].tolist() == [3]


def test_work_in_pieces_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    model = GraphModel.from_options([0, 0, 1, 1, 2], ranks=rng.integers(0, 9, (3, 32)), infeasible=["YY--Y"])
    whole = coalition_stability(model, gain="pareto")
    monkeypatch.setattr(moves_module, "BLOCK", 100)
    monkeypatch.setattr(moves_module, "CACHE", 100)
    pieces = coalition_stability(model, gain="pareto")

    assert all((whole.stable[c] == pieces.stable[c]).all() for c in CONCEPTS)


def test_thousands_of_states_agree_with_the_analysis_without_coalitions() -> None:
    ranks = np.random.default_rng(1).integers(0, 500, (3, 1 << 11))
    model = GraphModel.from_options([0] * 4 + [1] * 4 + [2] * 3, ranks=ranks)
    alone = [[0], [1], [2]]
    together, apart = coalition_stability(model, CONCEPTS, alone, replies="singles"), analyze_stability(model, CONCEPTS)

    assert all((together.stable[c] == apart.stable[c]).all() for c in CONCEPTS)


def faults(call: Callable[[], object]) -> Iterator[str]:
    with pytest.raises(InputError) as caught:
        call()
    return (p.rule for p in caught.value.problems)


def test_all_faults_are_named_together() -> None:
    wrong: Any = {"gain": "most", "loss": "none", "replies": "nobody"}
    found = faults(lambda: coalition_stability(prisoners(), ["sseq"], [[], [7], [0, 0], 1], **wrong))  # type: ignore[list-item]

    assert sorted(found) == ["choice"] * 3 + ["coalition"] * 4 + ["concept"]


def test_a_coalition_stands_once_and_some_are_asked_for() -> None:
    assert list(faults(lambda: coalition_stability(prisoners(), coalitions=[[0, 1], [1, 0]]))) == ["coalition"]
    assert list(faults(lambda: coalition_stability(prisoners(), coalitions=[]))) == ["coalition"]


def test_a_partition_places_everybody_once() -> None:
    assert list(faults(lambda: merged_stability(prisoners(), [[0]]))) == ["partition"]
    assert list(faults(lambda: merged_stability(prisoners(), [[0, 1], [1]]))) == ["partition"]


def test_moving_together_needs_options() -> None:
    arcs = GraphModel.from_arcs([[(0, 1)]], ranks=[[0, 1]])

    assert list(faults(lambda: merged_stability(arcs, [[0]], moves="together"))) == ["choice"]
    assert list(faults(lambda: merged_stability(arcs, [[0]], moves="apart"))) == ["choice"]  # type: ignore[arg-type]


def test_improvements_are_asked_for_at_a_state_and_with_a_gain_that_exist() -> None:
    assert list(faults(lambda: improvements(prisoners(), [2], 9))) == ["coalition", "position"]
    assert list(faults(lambda: improvements(prisoners(), [0], 0, gain="much"))) == ["choice"]  # type: ignore[arg-type]


def test_too_many_states_are_refused_before_trying() -> None:
    large = GraphModel.from_options([0, 1] * 8, ranks=np.zeros((2, 1 << 16), dtype=int))

    with pytest.raises(TooLargeError, match="65,536 states"):
        coalition_stability(large)


def test_too_many_moves_are_refused_before_trying() -> None:
    one_owner = GraphModel.from_options([0] * 13 + [1], ranks=np.zeros((2, 1 << 14), dtype=int))

    with pytest.raises(TooLargeError, match="moves"):
        coalition_stability(one_owner)


def test_too_many_coalitions_are_refused_before_trying() -> None:
    crowd = GraphModel.from_arcs([[(0, 1)]] * 20, ranks=np.zeros((20, 2), dtype=int))

    with pytest.raises(TooLargeError, match="1,048,575 coalitions"):
        coalition_stability(crowd)
    with pytest.raises(TooLargeError, match="19 decision makers"):
        coalition_stability(crowd, coalitions=[[0]])
    assert coalition_stability(crowd, coalitions=[[0]], replies="singles").is_stable("seq", [0], 0)


def test_coalitions_over_many_states_are_refused_by_what_they_take() -> None:
    wide = GraphModel.from_options([0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5], ranks=np.zeros((8, 1 << 14), dtype=int))

    with pytest.raises(TooLargeError, match="GiB"):
        coalition_stability(wide)


def test_too_many_orders_of_single_moves_are_refused() -> None:
    five = GraphModel.from_arcs([[(0, 1)]] * 5, ranks=np.zeros((5, 2), dtype=int))

    with pytest.raises(TooLargeError, match="orders"):
        coalition_stability(five, ["seq"], [[0]], choices=Choices(joint="once"))


def test_the_table_has_a_column_for_each_coalition() -> None:
    frame = coalition_stability(prisoners()).to_frame()

    assert frame["nash", "first + second"].tolist() == [True, True, True, False]
    assert frame["nash", "equilibrium"].tolist() == [False, False, False, False]
    assert frame["label", ""].tolist() == ["NN", "YN", "NY", "YY"]


def test_the_summary_names_the_equilibria() -> None:
    result = merged_stability(prisoners(), [[0, 1]], ["nash"])

    assert result.summary().splitlines()[1] == "nash: NN, YN, NY"
    assert "stable against first + second" in result.summary()
    assert result._repr_html_() == f"<pre>{result.summary()}</pre>"


def test_the_result_says_how_it_was_read() -> None:
    parameters = coalition_stability(prisoners(), gain="pareto", choices=Choices(joint="once")).parameters

    assert parameters["gain"] == "pareto"
    assert parameters["joint"] == "once"
    assert parameters["replies"] == "coalitions"
