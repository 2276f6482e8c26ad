"""Unknown preferences: the four extensions against their definitions, their implications, and examples by hand."""

from __future__ import annotations

from itertools import combinations, product
from typing import cast, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError, TooLargeError
from detente.stability import GraphModel, analyze_stability
from detente.stability.arcs import Bools
from detente.stability.relations import CONCEPTS
from detente.stability.uncertain import Extension, unknown_stability, with_unknown_statements
from tests.stability.test_relations import Pair, Says, elmira, literally, models

TRIES = settings(max_examples=50, deadline=None)
EXTENSIONS: tuple[Extension, ...] = get_args(Extension)
IMPLIES: tuple[tuple[Extension, Extension], ...] = (("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"))


@st.composite
def uncertain(draw: st.DrawFn) -> tuple[GraphModel, list[list[Pair]]]:
    """A model, and the pairs that each party is not known to compare."""
    model = draw(models())
    pairs = list(combinations(range(model.size), 2))
    return model, [draw(st.lists(st.sampled_from(pairs), max_size=12)) if pairs else [] for _ in model.decision_makers]


def by_definition(
    model: GraphModel, unknown: list[list[Pair]], extension: str, concept: str, *, returns: bool
) -> Bools:
    """Each extension with what it says about leaving, deterring and undoing, written out."""
    sets = [{*pairs, *((t, s) for s, t in pairs)} for pairs in unknown]

    def is_unknown(i: int, s: int, t: int) -> bool:
        return (s, t) in sets[i]

    def better(i: int, s: int, t: int) -> bool:
        return (s, t) not in sets[i] and bool(model.ranks[i, t] > model.ranks[i, s])

    def not_better(i: int, s: int, t: int) -> bool:
        return (s, t) not in sets[i] and bool(model.ranks[i, t] <= model.ranks[i, s])

    def either(first: Says, second: Says) -> Says:
        return lambda i, s, t: first(i, s, t) or second(i, s, t)

    tempted, safe_or_unknown = either(better, is_unknown), either(not_better, is_unknown)
    leaves, deters, undoes = {
        "a": (tempted, not_better, tempted),
        "b": (better, not_better, tempted),
        "c": (tempted, safe_or_unknown, better),
        "d": (better, safe_or_unknown, better),
    }[extension]
    return literally(model, concept, leaves, tempted, deters, undoes, returns=returns)


@settings(max_examples=40, deadline=None)
@given(uncertain(), st.sampled_from(EXTENSIONS), st.booleans())
def test_each_extension_is_that_of_the_definitions(
    drawn: tuple[GraphModel, list[list[Pair]]],
    extension: Extension,
    returns: bool,  # noqa: FBT001 (drawn)
) -> None:
    model, unknown = drawn

    result = unknown_stability(model, unknown, extension, CONCEPTS, returns=returns)

    for concept in CONCEPTS:
        expected = by_definition(model, unknown, extension, concept, returns=returns)
        assert (result.stable[concept] == model.spread(expected)).all(), concept
        assert result.equilibria[concept].tolist() == sorted(model.index[expected.all(axis=0)].tolist())


@TRIES
@given(uncertain())
def test_what_is_stable_for_the_bold_is_stable_for_the_cautious(drawn: tuple[GraphModel, list[list[Pair]]]) -> None:
    """Extension a implies b and c, and both imply d."""
    found = {e: unknown_stability(*drawn, e).stable for e in EXTENSIONS}

    for concept, (less, more) in product(CONCEPTS, IMPLIES):
        assert (found[less][concept] <= found[more][concept]).all()


@TRIES
@given(models(), st.sampled_from(EXTENSIONS))
def test_without_unknown_pairs_every_extension_is_the_ordinary_analysis(
    model: GraphModel, extension: Extension
) -> None:
    result = unknown_stability(model, [[] for _ in model.decision_makers], extension)

    ordinary = analyze_stability(model, CONCEPTS)
    assert all((result.stable[c] == ordinary.stable[c]).all() for c in CONCEPTS)


@TRIES
@given(uncertain(), st.sampled_from(EXTENSIONS))
def test_the_concepts_imply_each_other_in_every_extension(
    drawn: tuple[GraphModel, list[list[Pair]]], extension: Extension
) -> None:
    stable = unknown_stability(*drawn, extension).stable

    for less, more in (("nash", "sseq"), ("sseq", "seq"), ("sseq", "smr"), ("seq", "gmr"), ("smr", "gmr")):
        assert (stable[less] <= stable[more]).all()


@TRIES
@given(uncertain())
def test_coming_back_to_the_state_it_led_to_matters_in_extension_c_alone(
    drawn: tuple[GraphModel, list[list[Pair]]],
) -> None:
    for extension in EXTENSIONS:
        without, with_ = (unknown_stability(*drawn, extension, returns=r).stable for r in (False, True))
        for concept in CONCEPTS:
            assert (without[concept] <= with_[concept]).all()
            assert extension == "c" or (without[concept] == with_[concept]).all()


def row(unknown: list[list[Pair]], model: GraphModel, concept: str, state: int = 0, *, returns: bool = False) -> str:
    """Return the extensions in which the first decision maker stays."""
    found = {e: unknown_stability(model, unknown, e, [concept], returns=returns) for e in EXTENSIONS}
    return "".join(e for e, result in found.items() if result.is_stable(concept, 0, state))


def test_the_bold_leave_for_the_unknown() -> None:
    """One move, to a state that is ranked lower and cannot be compared."""
    model = GraphModel.from_arcs([[(0, 1)], []], ranks=[[1, 0], [0, 0]])

    assert row([[(0, 1)], []], model, "nash") == "bd"
    assert row([[], []], model, "nash") == "abcd"


def test_the_cautious_are_deterred_by_the_unknown() -> None:
    """An improvement for certain that is answered by a move to an unknown state."""
    model = GraphModel.from_arcs([[(0, 1)], [(1, 2)]], ranks=[[1, 2, 3], [0, 0, 1]])

    assert row([[(0, 2)], []], model, "gmr") == "cd"
    assert row([[(0, 1), (0, 2)], []], model, "gmr") == "bcd"
    assert row([[], []], model, "gmr") == ""


def test_a_counter_move_to_the_unknown_undoes_a_sanction_for_the_bold_alone() -> None:
    """The sanction at state 2 is worse for certain; from there one can move on to state 3, which is unknown."""
    model = GraphModel.from_arcs([[(0, 1), (2, 3)], [(1, 2)]], ranks=[[1, 2, 0, 0], [0, 0, 1, 0]])

    assert row([[(0, 3)], []], model, "gmr") == "abcd"
    assert row([[(0, 3)], []], model, "smr") == "cd"
    assert row([[(0, 3)], []], model, "sseq") == "cd"


def test_opponents_who_cannot_compare_are_credible_in_all_extensions() -> None:
    """The sanction is ranked lower by the one who makes it; where it cannot be compared, it would be made."""
    model = GraphModel.from_arcs([[(0, 1)], [(1, 2)]], ranks=[[1, 2, 0], [0, 1, 0]])

    assert row([[], [(1, 2)]], model, "seq") == "abcd"
    assert row([[], []], model, "seq") == ""


def test_a_way_back_deters_the_bold_from_the_unknown_where_returns_count() -> None:
    """Two opponents go from the unknown state and come back to it."""
    model = GraphModel.from_arcs([[(0, 1)], [(1, 2)], [(2, 1)]], ranks=[[0, 0, 1], [0, 0, 0], [0, 0, 0]])
    unknown = [[(0, 1)], [], []]

    assert row(unknown, model, "gmr") == "bd"
    assert row(unknown, model, "gmr", returns=True) == "bcd"


def test_states_that_differ_in_an_option_are_not_compared() -> None:
    """An expression stands for all pairs in which it holds once."""
    model = GraphModel.from_options([0, 0, 1], ranks=[list(range(8)), [0] * 8], options=["ask", "sign", "wait"])
    pairs = [(s, t) for s, t in combinations(range(8), 2) if (s ^ t) & 1]

    for extension in EXTENSIONS:
        written = unknown_stability(model, [["ask"], []], extension)
        listed = unknown_stability(model, [pairs, np.zeros((0, 2), dtype=int)], extension)
        assert all((written.stable[c] == listed.stable[c]).all() for c in CONCEPTS)
        assert written.parameters == listed.parameters
        assert written.parameters["unknown pairs"] == {"0": 16, "1": 0}


def test_expressions_and_listed_pairs_add_up() -> None:
    """States 0 and 2 are listed, 0 and 1 are told apart by the option already."""
    model = GraphModel.from_options([0, 0, 1], ranks=[list(range(8)), [0] * 8])
    both: list[Pair | str] = ["o0", (0, 2), (1, 0)]
    pairs = [(s, t) for s, t in combinations(range(8), 2) if (s ^ t) & 1 or (s, t) == (0, 2)]

    for extension in EXTENSIONS:
        mixed = unknown_stability(model, [both, []], extension)
        listed = unknown_stability(model, [pairs, []], extension)
        assert all((mixed.stable[c] == listed.stable[c]).all() for c in CONCEPTS)
        assert mixed.parameters["unknown pairs"] == {"0": 17, "1": 0}


STATEMENTS = ("o0", "not o1", "o0 and o1", "o2", "o1 or o2")
TRUTHS = (
    lambda o: o[0], lambda o: not o[1], lambda o: o[0] and o[1], lambda o: o[2], lambda o: o[1] or o[2],
)  # fmt: skip


@TRIES
@given(
    st.lists(st.integers(0, 4), max_size=3),
    st.lists(st.integers(0, 4), max_size=2),
    st.sets(st.integers(0, 7), min_size=1),
)
def test_only_unknown_statements_make_a_pair_unknown(known: list[int], unknown: list[int], states: set[int]) -> None:
    model = GraphModel.from_options([0, 0, 1], states=sorted(states), ranks=np.zeros((2, len(states)), dtype=int))
    texts = [STATEMENTS[k] for k in known], [STATEMENTS[k] for k in unknown]

    made, pairs = with_unknown_statements(model, [texts[0], []], [texts[1], []])

    options = [[bool(s >> k & 1) for k in range(3)] for s in sorted(states)]
    said = [[TRUTHS[k](o) for k in known] for o in options]
    open_ = [[TRUTHS[k](o) for k in unknown] for o in options]
    expected = {
        (a, b) for a, b in combinations(range(len(states)), 2) if said[a] == said[b] and open_[a] != open_[b]
    }  # fmt: skip
    assert {cast("Pair", tuple(sorted(pair))) for pair in pairs[0].tolist()} == expected
    assert len(pairs[0]) == len(expected)
    for a, b in product(range(len(states)), repeat=2):
        assert (made.ranks[0, a] > made.ranks[0, b]) == (said[a] > said[b])
    assert not len(pairs[1])


def test_elmira_is_as_published_where_all_is_known() -> None:
    model, published = elmira()

    result = unknown_stability(model, [[], [], []], "c")

    for concept, states in published.items():
        assert result.equilibria[concept].tolist() == states


def test_every_fault_of_the_pairs_is_named() -> None:
    model = GraphModel.from_arcs([[(0, 1)], [], [], []], ranks=[[0, 1, 2]] * 4, states=3)

    with pytest.raises(InputError) as caught:
        unknown_stability(model, [[(0, 3), (1, 1)], [(-1, 0)], [(0, 1, 2)], [(0.5, 1.0)]])  # type: ignore[list-item]

    assert [p.rule for p in caught.value.problems] == ["unknown"] * 5
    said = str(caught.value)
    for part in (
        "(0, 3) of 0 names no state",
        "state 1 with itself",
        "(-1, 0) of 1",
        "of 2 are no pairs",
        "of 3 are no",
    ):
        assert part in said


def test_extension_concepts_and_entries_are_checked_together() -> None:
    model = GraphModel.from_arcs([[(0, 1)], []], ranks=[[0, 1]] * 2)

    with pytest.raises(InputError) as caught:
        unknown_stability(model, [[]], "e", ["nosh"])  # type: ignore[arg-type]

    assert [p.rule for p in caught.value.problems] == ["concept", "unknown", "extension"]
    with pytest.raises(InputError, match="no option tea"):
        unknown_stability(model, [["tea"], []])
    with pytest.raises(InputError, match="no pairs"):
        unknown_stability(model, [[(0, 1), (0,)], []])  # type: ignore[list-item]


def test_a_large_model_is_refused_before_it_is_tried() -> None:
    model = GraphModel.from_options([0] * 13, ranks=np.zeros((1, 1 << 13), dtype=int))

    with pytest.raises(TooLargeError):
        unknown_stability(model, [["o0"]])
    with pytest.raises(TooLargeError):
        with_unknown_statements(model, [[]], [["o0"]])


def test_the_result_says_what_was_asked() -> None:
    model = GraphModel.from_arcs([[(0, 1)], []], ranks=[[1, 0], [0, 0]], decision_makers=["Ada", "Ben"])

    result = unknown_stability(model, [[(1, 0), (0, 1)], []], "b", ["nash"])

    assert result.method == "unknown preference"
    assert result.parameters == {"extension": "b", "returns": False, "unknown pairs": {"Ada": 1, "Ben": 0}}
    assert result.to_frame()["nash", "equilibrium"].tolist() == [True, True]
    assert "nash: 2 equilibria" in result.summary()
