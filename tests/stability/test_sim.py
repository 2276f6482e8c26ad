"""Simultaneous sanctioning is the definition word for word: the choices of all who leave are put into one state."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from detente.errors import InputError, TooLargeError
from detente.stability import Choices, GraphModel, analyze_stability
from detente.stability.concepts.sim import sequential_then_simultaneous, simultaneous
from tests.stability.literal import Graph, stable_states
from tests.stability.strategies import EXAMPLES, OptionConflict, option_conflicts

Bools = NDArray[np.bool_]

# A chooses option a, B option b; states by index: 0 = NN, 1 = YN, 2 = NY, 3 = YY. Both want to leave 0, A to 1 and B
# to 2, and both find 3, where they end together, worse than 0. No answer to either is an improvement, so that neither
# is held in sequence: at 1, B would lose by going to 3, and at 2 A would.
BOTH_AT_ONCE = [[1, 2, 3, 0], [1, 3, 2, 0]]


def held(graph: Graph, owners: tuple[int, ...], unstable: Bools, *, strictly: bool) -> Bools:
    """Return who is held where, going through all combinations of improvements."""
    found = np.zeros_like(unstable)
    for n, s in enumerate(graph.states):
        leaving = [p for p in range(len(unstable)) if unstable[p, n]]
        if len(leaving) < 2:
            continue
        for i in leaving:
            others = [p for p in leaving if p != i]
            found[i, n] = all(
                any(
                    is_sanction(graph, i, s, together(owners, s, {i: own, **dict(zip(others, ends, strict=True))}), strictly)
                    for ends in product(*(graph.better(p, s) for p in others))
                )
                for own in graph.better(i, s)
            )  # fmt: skip
    return found


def together(owners: tuple[int, ...], start: int, chosen: dict[int, int]) -> int:
    """Return the state in which each option stands as its owner chose, and as at the start where it did not."""
    return sum((chosen.get(owner, start) >> k & 1) << k for k, owner in enumerate(owners))


def is_sanction(graph: Graph, party: int, start: int, end: int, strictly: bool) -> bool:  # noqa: FBT001
    if end not in graph.states:
        return False
    ranks = graph.ranks[party]
    return ranks[end] < ranks[start] if strictly else ranks[end] <= ranks[start]


def calm(graph: Graph, concept: str, choices: Choices) -> Bools:
    """Return who is stable where, by position."""
    parties = range(len(graph.ranks))
    stable = [stable_states(graph, concept, p, choices) for p in parties]
    return np.array([[s in stable[p] for s in graph.states] for p in parties])


@EXAMPLES
@given(option_conflicts(), st.data(), st.sampled_from(["not better", "worse"]))
def test_any_unstable_states_are_checked_as_the_definition_says(
    conflict: OptionConflict, data: st.DataObject, sanction: str
) -> None:
    shape = (len(conflict.ranks), len(conflict.states))
    drawn = data.draw(st.lists(st.booleans(), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))
    unstable = np.array(drawn).reshape(shape)

    found = simultaneous(conflict.model(), unstable, choices=Choices(sanction=sanction))  # type: ignore[arg-type]

    expected = held(conflict.graph(), conflict.owners, unstable, strictly=sanction == "worse")
    assert found.tolist() == expected.tolist()


@EXAMPLES
@given(option_conflicts())
def test_the_improvements_of_all_who_would_leave_are_combined_after_nash_stability(conflict: OptionConflict) -> None:
    unstable = ~calm(conflict.graph(), "nash", Choices())

    found = simultaneous(conflict.model(), unstable)

    assert found.tolist() == held(conflict.graph(), conflict.owners, unstable, strictly=False).tolist()


@EXAMPLES
@given(option_conflicts(), st.sampled_from([Choices(), Choices(joint="once"), Choices(sanction="worse")]))
def test_the_second_check_sees_only_what_sequential_stability_leaves_unstable(
    conflict: OptionConflict, choices: Choices
) -> None:
    stable = calm(conflict.graph(), "seq", choices)

    found = sequential_then_simultaneous(conflict.model(), choices=choices)

    second = held(conflict.graph(), conflict.owners, ~stable, strictly=choices.strictly)
    assert found.tolist() == (stable | second).tolist()


def test_two_who_would_collide_are_both_held() -> None:
    model = GraphModel.from_options([0, 1], ranks=BOTH_AT_ONCE)

    assert not analyze_stability(model, ["seq"]).stable["seq"][:, 0].any()
    assert sequential_then_simultaneous(model)[:, 0].all()


def test_a_sum_that_is_no_state_deters_nobody() -> None:
    """The same two; that both take their options together cannot be."""
    model = GraphModel.from_options([0, 1], ranks=BOTH_AT_ONCE, infeasible=["YY"])

    assert not sequential_then_simultaneous(model)[:, 0].any()


def test_who_alone_wants_to_leave_is_not_held() -> None:
    """B likes 2 less than 0 now, so that only A leaves 0."""
    model = GraphModel.from_options([0, 1], ranks=[BOTH_AT_ONCE[0], [2, 3, 1, 0]])
    unstable = ~analyze_stability(model, ["nash"]).stable["nash"]

    assert unstable[:, 0].tolist() == [True, False]
    assert not simultaneous(model, unstable)[:, 0].any()


def test_of_three_those_who_are_stable_stand_still() -> None:
    """C, stable at 0, could avert the collision of A and B by its option; it is not counted on."""
    ranks = [[*own, 9, 9, 9, 9] for own in BOTH_AT_ONCE]
    model = GraphModel.from_options([0, 1, 2], ranks=[*ranks, [5, 0, 0, 0, 1, 1, 1, 1]])
    unstable = ~analyze_stability(model, ["nash"]).stable["nash"]

    assert simultaneous(model, unstable)[:, 0].tolist() == [True, True, False]


def test_many_combinations_are_cut_into_parts_without_a_change_in_the_answer() -> None:
    """4,096 states with about 4 million combinations; a sample is compared with the definition."""
    ranks = np.random.default_rng(7).integers(0, 2000, (2, 4096))
    owners = (0,) * 6 + (1,) * 6
    unstable = ~analyze_stability(GraphModel.from_options(owners, ranks=ranks), ["nash"]).stable["nash"]
    found = simultaneous(GraphModel.from_options(owners, ranks=ranks), unstable)

    for s in np.flatnonzero(unstable.all(axis=0))[::97].tolist():
        ways = [[(s & ~(63 << shift)) | (own << shift) for own in range(64)] for shift in (0, 6)]
        better = [[t for t in ways[p] if ranks[p, t] > ranks[p, s]] for p in (0, 1)]
        for p in (0, 1):
            expected = all(
                any(ranks[p, (t & ~(63 << 6 * (1 - p))) | (u & (63 << 6 * (1 - p)))] <= ranks[p, s] for u in better[1 - p])
                for t in better[p]
            )  # fmt: skip
            assert found[p, s] == expected


def test_more_combinations_than_fit_are_refused() -> None:
    """From the state 0 three others have 500 improvements each: 125 million combinations, none of them a state."""
    owners = [0] + [1] * 9 + [2] * 9 + [3] * 9
    states = [0, 1, *(own << shift for shift in (1, 10, 19) for own in range(1, 501))]
    ranks = np.ones((4, len(states)), dtype=int)
    ranks[:, 0] = 0
    model = GraphModel.from_options(owners, states=states, ranks=ranks)

    with pytest.raises(TooLargeError, match="125,000,000 combinations"):
        simultaneous(model, np.ones((4, len(states)), dtype=bool))


def test_states_may_be_listed_in_any_order() -> None:
    model = GraphModel.from_options([0, 1], states=[3, 0, 2, 1], ranks=np.array(BOTH_AT_ONCE)[:, [3, 0, 2, 1]])

    assert sequential_then_simultaneous(model)[:, 1].all()


def test_a_model_of_arcs_is_refused_with_every_other_fault() -> None:
    model = GraphModel.from_arcs([[(0, 1)], [(1, 0)]], ranks=[[0, 1], [0, 1]])

    with pytest.raises(InputError, match="from_options") as caught:
        simultaneous(model, np.ones((2, 3), dtype=bool))

    assert [p.rule for p in caught.value.problems] == ["concept", "unstable"]


def test_numbers_are_no_truth_values() -> None:
    model = GraphModel.from_options([0, 1], ranks=BOTH_AT_ONCE)

    with pytest.raises(InputError, match="int64 of shape"):
        simultaneous(model, np.ones((2, 4), dtype=np.int64))
