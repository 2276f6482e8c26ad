"""Foresight without end is what the recursion of limited foresight does for ever, once it repeats itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError, TooLargeError
from detente.stability import GraphModel
from detente.stability.concepts.limited_move import Ties, limited_move
from detente.stability.concepts.non_myopic import non_myopic
from tests.stability.literal import Graph
from tests.stability.strategies import EXAMPLES, FEWER, Conflict, conflicts
from tests.stability.test_limited_move import CHICKEN, MIRROR, PRISONERS_DILEMMA, TIES, between_two

FAR = 60
"""Longer than every onset and two periods of the small conflicts below; checked where it is used."""


def ends_by_horizon(graph: Graph, order: Sequence[int], ties: Ties, longest: int) -> list[list[list[int]]]:
    """Return G_h(i, s) for h = 0, 1, … by the recursion of the definition, each value worked out once."""
    states = list(graph.states)

    @cache
    def final(horizon: int, party: int, state: int) -> int:
        if horizon == 0 or not graph.moves[party][state]:
            return state
        place, ranks = order.index(party), graph.ranks[party]
        after, before = order[(place + 1) % len(order)], order[place - 1]
        ends = [final(horizon - 1, after, t) for t in sorted(graph.moves[party][state])]
        if ties == "cautious":
            ends.sort(key=lambda end: graph.ranks[before][end])
        best = max(ends, key=lambda end: ranks[end])
        return best if ranks[best] > ranks[state] else state

    parties = range(len(graph.ranks))
    return [[[states.index(final(h, p, s)) for s in states] for p in parties] for h in range(longest + 1)]


@EXAMPLES
@given(between_two(), st.sampled_from(TIES))
def test_two_who_look_ahead_without_end_stay_where_the_recursion_settles(conflict: Conflict, ties: Ties) -> None:
    result = non_myopic(conflict.model(), ties=ties)

    assert result.onset + 2 * result.period <= FAR
    late = np.array(ends_by_horizon(conflict.graph(), (0, 1), ties, FAR)[result.onset :])
    staying = late == np.arange(late.shape[2])
    assert result.stable.tolist() == staying.all(axis=0).tolist()
    assert result.unstable.tolist() == (~staying).all(axis=0).tolist()
    settled = (late == late[0]).all(axis=0)
    assert result.limit.tolist() == np.where(settled, late[0], -1).tolist()


@FEWER
@given(conflicts(), st.sampled_from(TIES), st.data())
def test_onset_and_period_are_the_least_by_which_the_anticipations_repeat(
    conflict: Conflict, ties: Ties, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(conflict.ranks))))
    result = non_myopic(conflict.model(), definition="given order", order=order, ties=ties)

    assert result.onset + 2 * result.period <= FAR
    tables = ends_by_horizon(conflict.graph(), order, ties, FAR)
    repeats = [(a, b - a) for b in range(FAR + 1) for a in range(b) if tables[a] == tables[b]]
    assert min(onset for onset, _ in repeats) == result.onset
    assert min(period for _, period in repeats) == result.period


@FEWER
@given(between_two(), st.integers(0, 40), st.sampled_from(TIES))
def test_stable_states_hold_at_every_long_horizon(conflict: Conflict, more: int, ties: Ties) -> None:
    result = non_myopic(conflict.model(), ties=ties)

    found = limited_move(conflict.model(), max(result.onset, 1) + more, ties=ties)

    assert found[result.stable].all()
    assert not found[result.unstable].any()


def test_cooperation_and_mutual_defection_hold_in_the_prisoners_dilemma() -> None:
    """G₂ = G₃ by hand in test_limited_move.py: the first leaves CD alone. The same two as in Brams and Wittman (1981), recalled."""
    result = non_myopic(GraphModel.from_options([0, 1], ranks=PRISONERS_DILEMMA))

    assert (result.onset, result.period) == (2, 1)
    assert result.status[0].tolist() == ["stable", "stable", "unstable", "stable"]
    assert (result.status[1] == result.status[0][MIRROR]).all()
    assert np.flatnonzero(result.stable.all(axis=0)).tolist() == [0, 3]


def test_cooperation_alone_holds_in_chicken() -> None:
    """G₃ = G₄ by hand in test_limited_move.py; neither Nash equilibrium holds. As in Brams and Wittman (1981), recalled."""
    result = non_myopic(GraphModel.from_options([0, 1], ranks=CHICKEN))

    assert (result.onset, result.period) == (3, 1)
    assert result.status[0].tolist() == ["stable", "stable", "unstable", "unstable"]
    assert result.limit[0].tolist() == [0, 1, 1, 2]
    assert np.flatnonzero(result.stable.all(axis=0)).tolist() == [0]


# The first changes option 0 (0 ↔ 1, 2 ↔ 3), the second option 1 (0 ↔ 2, 1 ↔ 3). Ends at 0, 1, 2, 3, from the ranks:
#
#       the first               the second
#   G₁  1  1  2  2              0  3  0  3
#   G₂  3  1  2  3              0  2  2  3      at 0 the first goes by 1 to 3, as 2 > 0; at 3 it stays, since by 2 it
#                                               would come to 0; the second goes at 1 by 3 to 2, as 1 > 0
#   G₃  2  1  2  2              0  3  3  3      the first goes at 0 by 1 to 2, at 3 to 2, which the second now keeps
#   G₄  3  1  2  3              0  2  2  3      the second now leaves 2, by 0, for 3, so that the first stays at 3
#
# G₄ = G₂. The first leaves 0 at every horizon, to 3 and 2 by turns; it leaves 3 and stays there by turns.
WITHOUT_END = [[0, 1, 3, 2], [2, 0, 1, 3]]


def test_a_state_that_is_left_and_kept_by_turns_is_cyclic() -> None:
    result = non_myopic(GraphModel.from_options([0, 1], ranks=WITHOUT_END))

    assert (result.onset, result.period) == (2, 2)
    assert result.status.tolist() == [
        ["unstable", "stable", "stable", "cyclic"],
        ["stable", "unstable", "cyclic", "stable"],
    ]
    assert result.cyclic.tolist() == (result.status == "cyclic").tolist()


def test_a_state_that_is_always_left_may_have_no_certain_end() -> None:
    result = non_myopic(GraphModel.from_options([0, 1], ranks=WITHOUT_END))

    assert result.limit.tolist() == [[-1, 1, 2, -1], [0, -1, -1, 3]]


def test_anticipations_that_do_not_repeat_up_to_the_longest_horizon_are_refused() -> None:
    model = GraphModel.from_options([0, 1], ranks=WITHOUT_END)

    with pytest.raises(TooLargeError, match="up to a horizon of 3; raise `longest`"):
        non_myopic(model, longest=3)
    assert non_myopic(model, longest=4).period == 2


def test_where_nobody_can_move_everything_holds_at_once() -> None:
    result = non_myopic(GraphModel.from_arcs([[], []], states=3, ranks=[[0, 1, 2], [2, 1, 0]]))

    assert (result.onset, result.period) == (0, 1)
    assert result.stable.all()


def test_all_faults_of_a_request_are_named_together() -> None:
    model = GraphModel.from_options([0, 1, 2], ranks=np.arange(24).reshape(3, 8))

    with pytest.raises(InputError) as caught:
        non_myopic(model, longest=0, ties="chance")  # type: ignore[arg-type]
    assert [p.rule for p in caught.value.problems] == ["ties", "decision-makers", "horizon"]
