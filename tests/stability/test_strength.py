"""Strength of preference: strong and weak stability against their definitions, and examples by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detente.errors import InputError, TooLargeError
from detente.stability import GraphModel, analyze_stability
from detente.stability.relations import CONCEPTS
from detente.stability.strength import strength_stability, with_strong_statements
from tests.stability.test_relations import crisp, elmira, literally, models

TRIES = settings(max_examples=50, deadline=None)
Tiers = NDArray[np.int64]


@st.composite
def tiered(draw: st.DrawFn) -> tuple[GraphModel, Tiers]:
    """A model, and for each party a line between neighbouring ranks wherever it is drawn."""
    model = draw(models())
    steps = [draw(st.lists(st.integers(0, 2), min_size=5, max_size=5)) for _ in model.decision_makers]
    heights = np.cumsum(steps, axis=1)
    return model, np.array([heights[p][model.ranks[p]] for p in range(len(steps))])


@TRIES
@given(tiered())
def test_strong_stability_is_that_of_the_definition(drawn: tuple[GraphModel, Tiers]) -> None:
    """Each improvement meets a greatly worse state, and no counter-move leads to one that is not greatly worse."""
    model, tiers = drawn
    better, _ = crisp(model)

    result = strength_stability(model, tiers)

    for concept in CONCEPTS:
        expected = literally(
            model, concept, better, better, lambda i, s, t: bool(tiers[i, s] > tiers[i, t]),
            lambda i, s, t: not tiers[i, s] > tiers[i, t],
        )  # fmt: skip
        assert (result.strong.stable[concept] == model.spread(expected)).all(), concept
        assert result.strong_equilibria[concept].tolist() == sorted(model.index[expected.all(axis=0)].tolist())


@TRIES
@given(tiered())
def test_strong_and_weak_make_the_general_concept(drawn: tuple[GraphModel, Tiers]) -> None:
    """They exclude each other, and what they make together is the ordinary analysis."""
    result = strength_stability(*drawn)

    ordinary = analyze_stability(drawn[0], CONCEPTS)
    for concept in CONCEPTS:
        strong, weak = result.strong.stable[concept], result.weak[concept]
        assert not (strong & weak).any()
        assert (strong | weak == ordinary.stable[concept]).all()
        assert (
            sorted([*result.strong_equilibria[concept], *result.weak_equilibria[concept]])
            == ordinary.equilibria[concept].tolist()
        )


@TRIES
@given(models())
def test_where_every_difference_is_great_only_equal_states_deter_weakly(model: GraphModel) -> None:
    """With a tier for each rank a sanction is strong where it is worse: the ordinary concepts with strict sanctions."""
    strict = np.array([np.unique(row, return_inverse=True)[1] for row in model.ranks])

    result = strength_stability(model, strict, ["gmr", "seq"])

    better, _ = crisp(model)

    def worse(i: int, s: int, t: int) -> bool:
        return bool(model.ranks[i, t] < model.ranks[i, s])

    for concept in ("gmr", "seq"):
        expected = literally(model, concept, better, better, worse, lambda i, s, t: not worse(i, s, t))
        assert (result.strong.stable[concept] == model.spread(expected)).all()


@TRIES
@given(models())
def test_in_a_single_tier_only_contented_states_are_strong(model: GraphModel) -> None:
    result = strength_stability(model, np.zeros_like(model.ranks))

    for concept in CONCEPTS:
        assert (result.strong.stable[concept] == result.stable["nash"]).all()


def threatened(sanction: int) -> GraphModel:
    """One improvement of Ada's, from state 0 to state 1, which Ben answers by state 2 of this rank."""
    return GraphModel.from_arcs(
        [[(0, 1), (2, 3)], [(1, 2)]], ranks=[[2, 3, sanction, 0], [0, 0, 1, 0]], decision_makers=["Ada", "Ben"]
    )  # fmt: skip


def test_a_greatly_worse_sanction_makes_a_state_strong_and_a_mildly_worse_one_weak() -> None:
    """State 2 is mildly worse than state 0 in one tier, greatly worse in a tier below."""
    mild = strength_stability(threatened(1), [[1, 1, 1, 0], [0, 0, 0, 0]])
    great = strength_stability(threatened(1), [[1, 1, 0, 0], [0, 0, 0, 0]])

    for concept in ("gmr", "seq", "smr", "sseq"):
        assert (mild.weak[concept][0, 0], mild.strong.stable[concept][0, 0]) == (True, False)
        assert (great.weak[concept][0, 0], great.strong.stable[concept][0, 0]) == (False, True)
    assert not mild.stable["nash"][0, 0]


def test_a_counter_move_to_a_mildly_worse_state_weakens_the_symmetric_concepts_alone() -> None:
    """State 2 is greatly worse than state 0, and Ada can move on from there to state 3, which is mildly worse."""
    model = GraphModel.from_arcs([[(0, 1), (2, 3)], [(1, 2)]], ranks=[[2, 3, 0, 1], [0, 0, 1, 0]])

    result = strength_stability(model, [[1, 1, 0, 1], [0, 0, 0, 0]])

    assert result.strong.stable["gmr"][0, 0]
    assert result.strong.stable["seq"][0, 0]
    assert result.weak["smr"][0, 0]
    assert result.weak["sseq"][0, 0]


def test_an_equilibrium_is_weak_where_somebody_keeps_to_it_weakly() -> None:
    """State 0 is Ada's weakly and Ben's strongly, as he has no move."""
    result = strength_stability(threatened(1), [[1, 1, 1, 0], [0, 0, 0, 0]], ["gmr"])

    assert 0 in result.equilibria["gmr"]
    assert 0 in result.weak_equilibria["gmr"]
    assert 0 not in result.strong_equilibria["gmr"]
    frame = result.to_frame()
    assert frame.loc[0, ("gmr", "Ada")] == "weak"
    assert frame.loc[0, ("gmr", "Ben")] == "strong"
    assert frame.loc[0, ("gmr", "equilibrium")] == "weak"
    assert frame["tier", "Ada"].tolist() == [1, 1, 1, 0]
    assert "gmr weak" in result.summary()
    assert result.parameters == {"tiers": {"Ada": 2, "Ben": 1}}
    assert result.model is result.general.model
    assert result._repr_html_().startswith("<pre>")


def test_elmira_is_as_published_whatever_the_tiers() -> None:
    model, published = elmira()

    result = strength_stability(model, model.ranks // 3)

    for concept, states in published.items():
        assert result.equilibria[concept].tolist() == states


STATEMENTS = ("o0", "not o1", "o0 and o1", "o2")
TRUTHS = (lambda o: o[0], lambda o: not o[1], lambda o: o[0] and o[1], lambda o: o[2])


@TRIES
@given(st.lists(st.integers(0, 3), max_size=6), st.data())
def test_a_marked_statement_weighs_more_than_all_unmarked_ones(said: list[int], data: st.DataObject) -> None:
    """Ψ(s) = Σ 2^(k−j), times 2^k where marked, in whole numbers of any size: s ≫ t where they differ by 2^k."""
    k = len(said)
    marks = data.draw(st.sets(st.integers(0, k - 1))) if k else set()
    model = GraphModel.from_options([0, 0, 1], ranks=[[0] * 8] * 2)

    made, tiers = with_strong_statements(model, [[STATEMENTS[n] for n in said], []], [marks, ()])

    options = [[bool(s >> b & 1) for b in range(3)] for s in range(8)]
    weights = [(1 << (k - 1 - j)) << (k if j in marks else 0) for j in range(k)]
    psi = [sum(w for w, n in zip(weights, said, strict=True) if TRUTHS[n](o)) for o in options]
    for a, b in product(range(8), repeat=2):
        assert (made.ranks[0, a] > made.ranks[0, b]) == (psi[a] > psi[b])
        assert (tiers[0, a] > tiers[0, b]) == (psi[a] >> k > psi[b] >> k)
    strength_stability(made, tiers)


def test_hundreds_of_marked_statements_need_no_large_numbers() -> None:
    """The last of 300 tells states apart as well as the first."""
    model = GraphModel.from_options([0, 1], ranks=[[0] * 4] * 2)
    statements = ["o0 or not o0"] * 299 + ["o1"]

    made, tiers = with_strong_statements(model, [statements, []], [range(300), []])

    assert tiers[0].tolist() == made.ranks[0].tolist() == [0, 0, 1, 1]


def test_tiers_that_contradict_the_ranks_are_named() -> None:
    """A higher tier at a lower rank, and two tiers within a tie."""
    model = GraphModel.from_arcs([[(0, 2)], []], ranks=[[2, 1, 0], [0, 0, 1]], decision_makers=["Ada", "Ben"])

    with pytest.raises(InputError) as caught:
        strength_stability(model, [[0, 1, 0], [0, 1, 1]])

    assert [p.rule for p in caught.value.problems] == ["tiers", "tiers"]
    assert "Ada greatly prefers 1 to 0" in str(caught.value)
    assert "Ben greatly prefers 1 to 0" in str(caught.value)


def test_other_faults_are_named_too() -> None:
    model = GraphModel.from_arcs([[(0, 1)], []], ranks=[[1, 0], [0, 0]])
    options = GraphModel.from_options([0, 1], ranks=[[0] * 4] * 2)
    large = GraphModel.from_options([0] * 13, ranks=np.zeros((1, 1 << 13), dtype=int))

    with pytest.raises(InputError, match="whole numbers"):
        strength_stability(model, [[0.5, 0.0], [0.0, 0.0]])
    with pytest.raises(InputError, match="the shape"):
        strength_stability(model, [[0, 0]])
    with pytest.raises(InputError, match="no concept 'nosh'"):
        strength_stability(model, [[0, 0]] * 2, ["nosh"])
    with pytest.raises(InputError, match="no statement 1"):
        with_strong_statements(options, [["o0"], []], [[1], []])
    with pytest.raises(InputError, match="1 entries for 2"):
        with_strong_statements(options, [["o0"], []], [[0]])
    with pytest.raises(TooLargeError):
        strength_stability(large, np.zeros((1, 1 << 13), dtype=int))
