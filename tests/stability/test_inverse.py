"""Conditions on preferences against every ranking there is: each is tried with the concepts word for word."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations, product
from math import factorial, prod

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from detente.errors import InputError, TooLargeError
from detente.stability import Choices, GraphModel, analyze_stability
from detente.stability.conditions import Alternative, Condition, condition_of
from detente.stability.inverse import INVERTIBLE, InverseResult, find_preferences
from detente.stability.smallest_change import search_profiles, smallest_change
from tests.stability.literal import Graph, stable_states
from tests.stability.strategies import Conflict, arc_conflicts, choices, conflicts, option_conflicts

TRIES = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
FEWER = settings(TRIES, max_examples=40)
Row = tuple[int, ...]


@st.composite
def questions(draw: st.DrawFn, most: int = 5) -> tuple[Conflict, str, int, int]:
    """A conflict of few states, a concept, a decision maker and the position of a wanted state."""
    conflict = draw(option_conflicts(3) | arc_conflicts(most))
    assume(len(conflict.states) <= most)
    party = draw(st.integers(0, len(conflict.ranks) - 1))
    return conflict, draw(st.sampled_from(INVERTIBLE)), party, draw(st.integers(0, len(conflict.states) - 1))


def condition(question: tuple[Conflict, str, int, int], reading: Choices) -> Condition:
    conflict, concept, party, position = question
    model = conflict.model()
    return find_preferences(model, int(model.index[position]), [concept], choices=reading).conditions[concept][party]


def would_stay(question: tuple[Conflict, str, int, int], reading: Choices, row: Row) -> bool:
    """Ask the definition, with other preferences of the one decision maker."""
    conflict, concept, party, position = question
    graph = conflict.graph()
    ranks = list(graph.ranks)
    ranks[party] = dict(zip(graph.states, row, strict=True))
    state = graph.states[position]
    return state in stable_states(Graph(graph.states, graph.moves, tuple(ranks)), concept, party, reading)


def present(question: tuple[Conflict, str, int, int]) -> Row:
    return tuple(question[0].model().ranks[question[2]].tolist())


def weak_orders(size: int) -> list[Row]:
    """All rankings with ties: ranks from 0 without gaps."""
    return [row for row in product(range(size), repeat=size) if set(row) == set(range(max(row) + 1))]


def distance(row: Row, other: Row) -> int:
    """Pairs of states that two strict rankings order differently."""
    return sum((row[a] < row[b]) != (other[a] < other[b]) for a, b in combinations(range(len(row)), 2))


def sunk(row: Row, state: int, moved: tuple[int, ...]) -> Row:
    """Put some states directly below another one."""
    return tuple(2 * row[state] - 1 if s in moved else 2 * r for s, r in enumerate(row))


@TRIES
@given(questions(), choices())
def test_a_condition_holds_for_just_the_rankings_that_make_the_state_stable(
    question: tuple[Conflict, str, int, int], reading: Choices
) -> None:
    found = condition(question, reading)
    rankings = list(permutations(range(len(question[0].states))))

    staying = [row for row in rankings if would_stay(question, reading, row)]

    assert [row for row in rankings if found.holds(row)] == staying
    assert found.count() == len(staying)
    assert found.share() == Fraction(len(staying), len(rankings))


@TRIES
@given(questions(4), choices())
def test_a_condition_holds_for_just_the_rankings_with_ties_that_make_the_state_stable(
    question: tuple[Conflict, str, int, int], reading: Choices
) -> None:
    found = condition(question, reading)
    rankings = weak_orders(len(question[0].states))

    staying = [row for row in rankings if would_stay(question, reading, row)]

    assert [row for row in rankings if found.holds(row)] == staying
    assert found.count(ties=True) == len(staying)


@TRIES
@given(questions(6), choices())
def test_the_smallest_sets_to_sink_are_those_of_all_subsets(
    question: tuple[Conflict, str, int, int], reading: Choices
) -> None:
    """Present preferences may have ties; a tied state has to sink where only worse states deter."""
    row, state = present(question), question[3]
    least = smallest_change(condition(question, reading), row)

    above = [s for s in range(len(row)) if s != state and row[s] >= row[state]]
    enough = [
        moved for size in range(len(above) + 1) for moved in combinations(above, size)
        if would_stay(question, reading, sunk(row, state, moved))
    ]  # fmt: skip

    assert least.size == len(enough[0])
    assert sorted(least.sets) == [moved for moved in enough if len(moved) == len(enough[0])]
    assert least.complete


@TRIES
@given(questions(), choices(), st.randoms())
def test_the_fewest_swaps_lead_to_the_nearest_of_all_rankings(
    question: tuple[Conflict, str, int, int], reading: Choices, random: st.DataObject
) -> None:
    row = list(range(len(question[0].states)))
    random.shuffle(row)  # type: ignore[attr-defined]
    least = smallest_change(condition(question, reading), row)

    near = min(distance(tuple(row), r) for r in permutations(row) if would_stay(question, reading, r))

    assert least.swaps == near
    assert least.order is not None
    reached = tuple(-least.order.index(s) for s in range(len(row)))
    assert distance(tuple(row), reached) == near
    assert would_stay(question, reading, reached)


@st.composite
def formulas(draw: st.DrawFn) -> Condition:
    """Any condition over the states 1 to 6, compared with state 0."""
    some = st.frozensets(st.integers(1, 6), min_size=1, max_size=3)
    alternatives = st.builds(lambda a, b: Alternative(a - b, b), some, some | st.just(frozenset()))
    clauses = draw(st.lists(st.lists(alternatives, min_size=1, max_size=3), max_size=4))
    return Condition("A", 0, 7, tuple(map(tuple, clauses)))


@FEWER
@given(formulas(), st.permutations(range(7)))
def test_a_condition_says_the_same_more_briefly(written: Condition, row: list[int]) -> None:
    """Ties with the wanted state included."""
    brief = condition_of("A", 0, 7, written.clauses)

    for better in product((-1, 0, 1), repeat=6):
        assert brief.holds([0, *better]) == written.holds([0, *better])
    assert brief.count() == written.count()
    assert len(brief.clauses) <= max(1, len(written.clauses))
    assert brief.holds(row) == written.holds(row)


@FEWER
@given(formulas())
def test_any_condition_is_counted_as_by_listing_who_is_better(written: Condition) -> None:
    """A set of b better states out of 6 heads b!·(6 − b)! of the 7! rankings."""
    total = 0
    for better in product((0, 1), repeat=6):
        if written.holds([0.5, *better]):
            total += factorial(sum(better)) * factorial(6 - sum(better))

    assert written.count() == total


@FEWER
@given(formulas(), st.permutations(range(7)))
def test_any_condition_is_met_by_the_cheapest_of_all_sets(written: Condition, row: list[int]) -> None:
    """Sets and swaps, over all sets of states that could sink."""
    least = smallest_change(written, row)
    above = [s for s in range(1, 7) if row[s] > row[0]]
    met = [
        moved for size in range(len(above) + 1) for moved in combinations(above, size)
        if written.holds(sunk(tuple(row), 0, moved))
    ]  # fmt: skip

    def swaps(moved: tuple[int, ...]) -> int:
        """Each passes the wanted state, and each that stays above it and was below."""
        return len(moved) + sum(row[s] > row[t] for s in moved for t in set(above) - set(moved))

    assert sorted(least.sets) == [moved for moved in met if len(moved) == len(met[0])]
    assert least.swaps == min(map(swaps, met))


@FEWER
@given(questions(6), choices())
def test_no_clause_of_single_states_can_be_left_out(question: tuple[Conflict, str, int, int], reading: Choices) -> None:
    """Without it the condition would hold for more rankings."""
    conflict, concept, party, position = question
    assume(concept not in ("smr", "sseq"))
    found = condition((conflict, concept, party, position), reading)

    for n in range(len(found.clauses)):
        fewer = replace(found, clauses=found.clauses[:n] + found.clauses[n + 1 :])
        assert fewer.count(ties=True) > found.count(ties=True)


@FEWER
@given(conflicts(), choices())
def test_the_present_preferences_meet_the_conditions_just_where_the_analysis_finds_an_equilibrium(
    conflict: Conflict, reading: Choices
) -> None:
    model = conflict.model()
    analysis = analyze_stability(model, INVERTIBLE, choices=reading)

    for state in model.index.tolist()[:4]:
        found = find_preferences(model, state, choices=reading)
        for concept in INVERTIBLE:
            each = [analysis.is_stable(concept, p, state) for p in range(len(model.decision_makers))]
            assert list(found.holds(concept)) == each
            assert found.is_equilibrium(concept) == (state in analysis.equilibria[concept])


@st.composite
def profiles(draw: st.DrawFn) -> tuple[Conflict, str, int]:
    conflict = draw(arc_conflicts(3).filter(lambda c: len(c.ranks) == 2))
    rows = tuple(tuple(draw(st.permutations(range(len(conflict.states))))) for _ in conflict.ranks)
    return replace(conflict, ranks=rows), draw(st.sampled_from(INVERTIBLE)), draw(st.sampled_from(conflict.states))


@FEWER
@given(profiles())
def test_the_nearest_profiles_are_those_of_all_profiles(asked: tuple[Conflict, str, int]) -> None:
    """With the preferences of both open, by the number of neighbours that change places."""
    conflict, concept, state = asked
    graph, start = conflict.graph(), conflict.model().ranks.tolist()
    holding: dict[int, int] = {}
    for rows in product(permutations(range(len(graph.states))), repeat=2):
        ranks = tuple(dict(enumerate(row)) for row in rows)
        if all(state in stable_states(replace(graph, ranks=ranks), concept, p, Choices()) for p in (0, 1)):
            swaps = sum(distance(tuple(a), b) for a, b in zip(start, rows, strict=True))
            holding[swaps] = holding.get(swaps, 0) + 1

    found = search_profiles(conflict.model(), state, concept, within=99)
    first = search_profiles(conflict.model(), state, concept)

    assert {n: h for n, h in enumerate(found.holding) if h} == holding
    assert sum(found.tried) == factorial(len(graph.states)) ** 2
    assert found.swaps == first.swaps == min(holding)
    assert len(first.profiles) == len(found.profiles) == holding[min(holding)]


def prisoners() -> GraphModel:
    """States by who confesses: none, A, B, both; each is best off confessing alone."""
    return GraphModel.from_options(
        [0, 1], ranks=[[2, 3, 0, 1], [2, 0, 3, 1]], decision_makers=["Anna", "Boris"], options=["a", "b"]
    )


def test_silence_of_both_asks_for_what_the_dilemma_lacks() -> None:
    """By hand: under Nash nobody may gain by confessing; under GMR confession of both may deter as well."""
    result = find_preferences(prisoners(), 0)

    assert result.in_words("nash") == (
        "Anna must weakly prefer NN to YN.",
        "Boris must weakly prefer NN to NY.",
    )
    assert result.in_words("gmr")[0] == "Anna must weakly prefer NN to at least one of YN, YY."
    assert result.in_words("smr")[0] == "Anna must weakly prefer NN to YN, or weakly prefer NN to each of NY, YY."
    assert result.in_words("seq") == result.in_words("gmr")
    assert [result.is_equilibrium(c) for c in INVERTIBLE] == [False, True, True, True, True]
    assert [c.share() for c in result.conditions["nash"]] == [Fraction(1, 2)] * 2
    assert [c.share() for c in result.conditions["gmr"]] == [Fraction(2, 3)] * 2
    assert [c.size for c in result.changes("nash")] == [1, 1]
    assert result.changes("nash")[0].in_words(["NN", "YN", "NY", "YY"]) == "Anna would have to place below NN: YN."
    assert result.changes("gmr")[0].in_words(["NN", "YN", "NY", "YY"]) == "Anna must change nothing to stay at NN."


def test_only_worse_states_are_asked_for_in_their_own_words() -> None:
    result = find_preferences(prisoners(), 0, ["gmr", "smr"], choices=Choices(sanction="worse"))

    assert result.in_words("gmr")[0] == "Anna must weakly prefer NN to YN, or strictly prefer NN to YY."
    assert result.in_words("smr")[0].endswith("or strictly prefer NN to each of NY, YY.")


def test_a_state_that_nobody_can_leave_holds_whatever_is_preferred() -> None:
    model = GraphModel.from_arcs([[], [(1, 0)]], states=3, ranks=[[0, 1, 2], [2, 1, 0]], labels=["x", "y", "z"])

    result = find_preferences(model, 0)

    assert result.in_words("seq") == (
        "0 must prefer nothing in particular to stay at x.", "1 must prefer nothing in particular to stay at x.",
    )  # fmt: skip
    assert prod(c.count() for c in result.conditions["seq"]) == 36


def test_under_nash_the_share_is_the_chance_of_being_best_among_what_one_can_reach() -> None:
    """Of 1,024 states 1 + 31 are within reach: 1/32 of 1,024! rankings, counted to the last digit."""
    model = GraphModel.from_options([0] * 5 + [1] * 5, ranks=np.zeros((2, 1024), dtype=int))

    found = find_preferences(model, 7, ["nash"]).conditions["nash"][0]

    assert found.count() * 32 == factorial(1024)


def test_what_a_whole_model_can_answer_with_is_counted_too() -> None:
    """GMR with 240 states to compare, by a closed form."""
    model = GraphModel.from_options([0] * 4 + [1] * 4, ranks=np.zeros((2, 256), dtype=int))

    found = find_preferences(model, 0, ["gmr"]).conditions["gmr"][0]

    # Each of 15 moves leads where B can go on to 15 states: 15 sets of 16 that have no state in common, not all better.
    ways = np.array([1], dtype=object)
    for _ in range(15):
        ways = np.convolve(ways, np.array(_binomials(16)[:-1], dtype=object))
    strict = sum(int(n) * factorial(b) * factorial(240 - b) for b, n in enumerate(ways))
    assert found.count() == strict * factorial(256) // factorial(241)


def _binomials(size: int) -> list[int]:
    return [factorial(size) // (factorial(k) * factorial(size - k)) for k in range(size + 1)]


def test_what_both_could_change_is_less_than_each_alone_under_seq() -> None:
    """A threat that B would carry out after one swap of B's own keeps A where three swaps of A's would."""
    model = GraphModel.from_arcs(
        [[(0, 1)], [(1, 2)]], states=5, ranks=[[0, 4, -1, 2, 3], [0, 2, 1, 4, 5]], decision_makers=["A", "B"]
    )  # fmt: skip

    alone = find_preferences(model, 0, ["seq"])
    together = search_profiles(model, 0, "seq")

    assert [c.swaps for c in alone.changes("seq")] == [3, 0]
    assert together.swaps == 1
    assert together.profiles[0].tolist() == [[1, 4, 0, 2, 3], [0, 1, 2, 3, 4]]
    assert search_profiles(model, 0, "seq", parties=[0]).swaps == 3


def test_a_search_that_is_cut_off_says_so() -> None:
    found = search_profiles(prisoners(), 0, "nash", within=9, most=10)

    assert not found.complete
    assert found.tried == (1, 6)


def test_more_smallest_sets_than_asked_for_are_said_to_exist() -> None:
    """Three clauses of two states each: eight smallest sets."""
    pairs = ((1, 2), (3, 4), (5, 6))
    needed = condition_of("A", 0, 7, [[Alternative(frozenset([s])) for s in pair] for pair in pairs])

    all_of_them = smallest_change(needed, [0, 1, 2, 3, 4, 5, 6])
    some = smallest_change(needed, [0, 1, 2, 3, 4, 5, 6], most=3)

    assert (all_of_them.size, len(all_of_them.sets), all_of_them.complete) == (3, 8, True)
    assert (len(some.sets), some.complete) == (3, False)
    assert some.in_words("abcdefg").endswith("; or others.")


def test_a_ranking_with_ties_has_no_number_of_swaps() -> None:
    needed = condition_of("A", 0, 3, [[Alternative(frozenset([1]))]])

    found = smallest_change(needed, [0, 1, 1])

    assert (found.size, found.swaps, found.order) == (1, None, None)


def test_a_long_list_of_states_is_cut_in_words() -> None:
    needed = condition_of("A", 0, 20, [[Alternative(frozenset(range(1, 20)))]])

    assert needed.in_words([str(s) for s in range(20)]).endswith("10, 11, 12 and 7 more.")


def test_all_faults_of_a_question_are_named_together() -> None:
    with pytest.raises(InputError) as caught:
        find_preferences(prisoners(), 9, ["nash", "sim", "nish"])
    assert [p.rule for p in caught.value.problems] == ["state", "concept"]

    with pytest.raises(InputError) as caught:
        search_profiles(prisoners(), -1, "nish", parties=[0, 2])
    assert [p.rule for p in caught.value.problems] == ["state", "concept", "parties"]


def test_a_string_is_no_list_of_concepts() -> None:
    with pytest.raises(InputError, match="'nash'"):
        find_preferences(prisoners(), 0, "nash")


def test_preferences_of_another_size_are_refused() -> None:
    needed = condition_of("A", 0, 3, [])

    for ask in (needed.holds, lambda row: smallest_change(needed, row)):
        with pytest.raises(InputError, match="each of 3 states"):
            ask([1, 2])
    with pytest.raises(InputError, match="0 sets"):
        smallest_change(needed, [1, 2, 3], most=0)


def test_what_cannot_be_held_is_refused() -> None:
    large = GraphModel.from_options([0, 1] * 8, ranks=np.zeros((2, 1 << 16), dtype=int))
    needed = condition_of("A", 0, 61, [])

    with pytest.raises(TooLargeError, match="65,536 states"):
        find_preferences(large, 0)
    with pytest.raises(TooLargeError, match="60 states at most"):
        needed.count(ties=True)


def test_a_search_or_a_count_that_grows_too_large_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are lowered for a condition that needs more than one step."""
    sets = [[(1,), (2,)], [(2,), (3,)], [(3,), (1,)]]
    needed = condition_of("A", 0, 4, [[Alternative(frozenset(s)) for s in each] for each in sets])
    monkeypatch.setattr("detente.stability.smallest_change.MAX_SETS", 2)
    monkeypatch.setattr("detente.stability.conditions.MAX_FRONTIER", 1)

    with pytest.raises(TooLargeError, match="more than 2 sets"):
        smallest_change(needed, [0, 1, 2, 3])
    with pytest.raises(TooLargeError, match="more than 1 cases"):
        needed.count()


def test_a_result_is_a_table_and_a_page() -> None:
    result: InverseResult = find_preferences(prisoners(), 0)

    frame = result.to_frame()
    assert frame["holds"].tolist() == [False, False] + [True] * 8
    assert frame["condition"][0] == "Anna must weakly prefer NN to YN."
    assert "nash: no equilibrium with the preferences given" in result.summary()
    assert "fails: Anna must weakly prefer NN to YN." in result.summary()
    assert result._repr_html_().startswith("<pre>state 0 NN")
