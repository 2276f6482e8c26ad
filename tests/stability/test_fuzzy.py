"""Fuzzy preferences: the concepts against their definitions, what they reduce to, and examples by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detente.errors import InputError, TooLargeError
from detente.stability import GraphModel, analyze_stability
from detente.stability.fuzzy import degrees_of_scores, fuzzy_stability
from detente.stability.relations import CONCEPTS
from tests.stability.test_relations import elmira, literally, models

TRIES = settings(max_examples=50, deadline=None)
Tenths = NDArray[np.int64]


@st.composite
def fuzzy(draw: st.DrawFn) -> tuple[GraphModel, Tenths, list[int]]:
    """A model with degrees of preference and thresholds in tenths; degrees need not be transitive."""
    model = draw(models())
    parties, states = len(model.decision_makers), model.size
    tenths = np.full((parties, states, states), 5)
    for p in range(parties):
        for s in range(states):
            for t in range(s):
                tenths[p, s, t] = draw(st.integers(0, 10))
                tenths[p, t, s] = 10 - tenths[p, s, t]
    return model, tenths, [draw(st.integers(1, 10)) for _ in range(parties)]


@settings(max_examples=40, deadline=None)
@given(fuzzy())
def test_each_concept_is_that_of_the_definition(drawn: tuple[GraphModel, Tenths, list[int]]) -> None:
    """Certainties are compared with thresholds in whole tenths, so that nothing is rounded."""
    model, tenths, gamma = drawn

    result = fuzzy_stability(model, tenths / 10, [g / 10 for g in gamma])

    def certain(i: int, s: int, t: int) -> bool:
        return bool(tenths[i, t, s] - tenths[i, s, t] >= gamma[i])

    for concept in CONCEPTS:
        expected = literally(model, concept, certain, certain, lambda i, s, t: not certain(i, s, t), certain)
        assert (result.stable[concept] == model.spread(expected)).all(), concept


@TRIES
@given(models())
def test_degrees_without_doubt_and_a_threshold_of_one_are_the_crisp_concepts(model: GraphModel) -> None:
    ranks = model.ranks
    degrees = (np.sign(ranks[:, :, None] - ranks[:, None, :]) + 1) / 2

    result = fuzzy_stability(model, degrees, [1] * len(ranks))

    ordinary = analyze_stability(model, CONCEPTS)
    for concept in CONCEPTS:
        assert (result.stable[concept] == ordinary.stable[concept]).all()
        assert (result.equilibria[concept] == ordinary.equilibria[concept]).all()


@TRIES
@given(fuzzy(), st.integers(0, 9))
def test_a_higher_threshold_makes_nobody_leave_who_stayed(
    drawn: tuple[GraphModel, Tenths, list[int]], more: int
) -> None:
    """A party's own improvements become fewer and what deters it more; for the others nothing is said."""
    model, tenths, gamma = drawn
    raised = [min(10, gamma[0] + more), *gamma[1:]]

    before, after = (fuzzy_stability(model, tenths / 10, [g / 10 for g in gs]) for gs in (gamma, raised))

    for concept in CONCEPTS:
        assert (before.stable[concept][0] <= after.stable[concept][0]).all()


@TRIES
@given(fuzzy())
def test_a_callable_says_the_same_as_its_table(drawn: tuple[GraphModel, Tenths, list[int]]) -> None:
    model, tenths, gamma = drawn
    thresholds = [g / 10 for g in gamma]

    asked = fuzzy_stability(model, lambda p, s, t: tenths[p, s, t] / 10, thresholds, ["smr"])

    assert (asked.stable["smr"] == fuzzy_stability(model, list(tenths / 10), thresholds, ["smr"]).stable["smr"]).all()


def test_a_gain_of_exactly_the_threshold_is_taken() -> None:
    """0.7 − 0.3 is a little less than 0.4 in floating point."""
    model = GraphModel.from_arcs([[(0, 1)], []], ranks=[[0, 0]] * 2)
    degrees = [[[0.5, 0.3], [0.7, 0.5]], [[0.5, 0.5], [0.5, 0.5]]]

    stays = [fuzzy_stability(model, degrees, [g, 1]).is_stable("nash", 0, 0) for g in (0.3, 0.4, 0.41, 1)]

    assert stays == [False, False, True, True]


def test_a_state_that_is_not_better_enough_deters() -> None:
    """State 2 is preferred to state 0 with certainty 0.2: no sanction for who moves for that, one for who does not."""
    model = GraphModel.from_arcs([[(0, 1)], [(1, 2)]], ranks=[[0] * 3] * 2)
    own = [[0.5, 0.1, 0.4], [0.9, 0.5, 0.5], [0.6, 0.5, 0.5]]
    other = [[0.5, 0.5, 0.5], [0.5, 0.5, 0.2], [0.5, 0.8, 0.5]]

    bold, cautious = (fuzzy_stability(model, [own, other], [g, 0.6]) for g in (0.2, 0.3))

    for concept in ("gmr", "smr", "seq", "sseq"):
        assert (bold.is_stable(concept, 0, 0), cautious.is_stable(concept, 0, 0)) == (False, True)
    incredible = fuzzy_stability(model, [own, other], [0.3, 0.7])
    assert incredible.is_stable("gmr", 0, 0)
    assert not incredible.is_stable("seq", 0, 0)


def test_degrees_rise_evenly_with_the_difference_in_scores() -> None:
    """Certain from a difference of 10: 5 more are worth 0.75, 20 more are worth 1."""
    model = GraphModel.from_arcs([[(0, 1)], [(1, 2)]], ranks=[[0] * 3] * 2)

    degrees = degrees_of_scores(model, [[0, 5, 20], [1, 1, 1]], [10, 3])

    assert degrees[0].tolist() == [[0.5, 0.25, 0.0], [0.75, 0.5, 0.0], [1.0, 1.0, 0.5]]
    assert (degrees[1] == 0.5).all()
    fuzzy_stability(model, degrees, [0.5, 1])


def test_elmira_is_as_published_where_a_step_in_rank_is_certain() -> None:
    model, published = elmira()

    result = fuzzy_stability(model, degrees_of_scores(model, model.ranks, [1, 1, 1]), [1, 0.5, 0.1])

    for concept, states in published.items():
        assert result.equilibria[concept].tolist() == states


def test_every_fault_is_named() -> None:
    """Shape, range, sums, the diagonal, thresholds and concepts in one message."""
    model = GraphModel.from_arcs([[(0, 1)], [], []], ranks=[[0, 0]] * 3)
    degrees = [[[0.5, 1.2], [np.nan, 0.5]], [[0.4, 0.3], [0.6, 0.5]], [[0.5]]]

    with pytest.raises(InputError) as caught:
        fuzzy_stability(model, degrees, [0, 1.5, np.nan], ["nosh"])

    rules = [p.rule for p in caught.value.problems]
    assert rules == ["concept", *["threshold"] * 3, *["degrees"] * 5]
    said = str(caught.value)
    for part in (
        "0: r(0, 1) = 1.2",
        "0: r(1, 0) = nan",
        "1: r(0, 0) = 0.4",
        "r(0, 1) = 0.3 and r(1, 0) = 0.6",
        "2 × 2",
    ):
        assert part in said


def test_entries_and_scores_are_checked() -> None:
    model = GraphModel.from_arcs([[(0, 1)], []], ranks=[[0, 0]] * 2)

    with pytest.raises(InputError) as caught:
        fuzzy_stability(model, [[[0.5]]], [1])
    assert [p.rule for p in caught.value.problems] == ["threshold", "degrees"]
    with pytest.raises(InputError) as caught:
        degrees_of_scores(model, [[0, 1]] * 2, [0])
    assert [p.rule for p in caught.value.problems] == ["certain_from", "certain_from"]
    with pytest.raises(InputError, match="finite numbers"):
        degrees_of_scores(model, [[0, np.inf]] * 2, [1, 1])


def test_a_large_model_is_refused_before_it_is_tried() -> None:
    model = GraphModel.from_options([0] * 11, ranks=np.zeros((1, 1 << 11), dtype=int))

    with pytest.raises(TooLargeError):
        fuzzy_stability(model, lambda p, s, t: 1 / (p + s - t), [1])
    with pytest.raises(TooLargeError):
        degrees_of_scores(model, np.zeros((1, 1 << 11)), [1])


def test_the_result_says_what_was_asked() -> None:
    model = GraphModel.from_arcs([[(0, 1)], []], ranks=[[0, 0]] * 2, decision_makers=["Ada", "Ben"])

    result = fuzzy_stability(model, np.full((2, 2, 2), 0.5), [1, 0.5], ["nash"])

    assert result.method == "fuzzy preference"
    assert result.parameters == {"thresholds": {"Ada": 1.0, "Ben": 0.5}}
    assert result.equilibria["nash"].tolist() == [0, 1]
