"""Three engines, one answer: each agrees with the definitions, whatever the form of the conflict and the choices."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given

from detente.errors import InputError
from detente.stability import Choices, GraphModel, analyze_stability
from detente.stability.blocks import BlockThreats, SearchThreats
from detente.stability.concepts import CONCEPTS
from detente.stability.engine import Engine, engine_of
from detente.stability.threats import ArcThreats
from tests.stability import literal
from tests.stability.strategies import (
    EXAMPLES,
    FEWER,
    ArcConflict,
    Conflict,
    OptionConflict,
    arc_conflicts,
    choices,
    conflicts,
    option_conflicts,
)

LARGE = 15
"""So many options make a model that is not worked out with NumPy alone."""


def stable(model: GraphModel, engine: Engine, concept: str, party: int, chosen: Choices) -> set[int]:
    """Return the indices of the states that an engine finds stable."""
    return set(model.index[CONCEPTS[concept](engine, party, chosen)].tolist())


def assert_literal(conflict: Conflict, model: GraphModel, engine: Engine, chosen: Choices) -> None:
    graph = conflict.graph()
    for concept in literal.CONCEPTS:
        for party in range(len(model.decision_makers)):
            found = stable(model, engine, concept, party, chosen)
            assert found == literal.stable_states(graph, concept, party, chosen), (concept, party)


def as_arcs(conflict: OptionConflict) -> GraphModel:
    """Return a conflict in option form as one of arcs between its feasible states, counted from 0."""
    place = {s: n for n, s in enumerate(conflict.states)}
    arcs = [[(place[s], place[t]) for s in own for t in own[s]] for own in conflict.graph().moves]
    ranks = [[row[s] for s in conflict.states] for row in conflict.ranks]
    return GraphModel.from_arcs(arcs, states=len(place), ranks=ranks)


def uneven(seed: int, options: int = LARGE, *, one_way: bool = True, with_rules: bool = True) -> GraphModel:
    """Return a random large model: three decision makers, ties, infeasible states and options that go one way."""
    rng = np.random.default_rng(seed)
    return GraphModel.from_options(
        rng.integers(0, 3, options).tolist(),
        payoffs=rng.integers(0, 300, (3, 1 << options)),
        feasible=rng.random(1 << options) < 0.8 if with_rules else None,
        directions=rng.choice(["both", "on", "off"], options, p=[0.6, 0.2, 0.2]).tolist() if one_way else None,
    )


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Models of a few states are worked out fastest by one thread."""
    import numba

    before = numba.get_num_threads()
    numba.set_num_threads(1)
    yield
    numba.set_num_threads(before)


@pytest.fixture
def second_thread(one_thread: None) -> Iterator[Callable[[], None]]:  # noqa: ARG001 (it sets the number before)
    """Return what lets the kernels run on two threads until the test ends."""
    import numba

    try:
        numba.set_num_threads(2)
    except ValueError:
        pytest.skip("this machine has one core")
    numba.set_num_threads(1)
    yield lambda: numba.set_num_threads(2)
    numba.set_num_threads(1)


@EXAMPLES
@given(conflicts(), choices())
def test_numpy_on_arcs_agrees_with_the_definitions(conflict: Conflict, chosen: Choices) -> None:
    model = conflict.model()

    assert_literal(conflict, model, ArcThreats(model), chosen)


@EXAMPLES
@given(arc_conflicts(), choices())
def test_backward_search_agrees_with_the_definitions_on_any_arcs(conflict: ArcConflict, chosen: Choices) -> None:
    model = conflict.model()

    assert_literal(conflict, model, SearchThreats(model), chosen)


@EXAMPLES
@given(option_conflicts(), choices().filter(lambda c: c.credible == "each step"))
def test_blocks_agree_with_the_definitions(conflict: OptionConflict, chosen: Choices) -> None:
    model = conflict.model()

    assert_literal(conflict, model, BlockThreats(model), chosen)


@FEWER
@given(option_conflicts(5, is_free=True))
def test_blocks_of_every_combination_agree_with_the_definitions(conflict: OptionConflict) -> None:
    model = GraphModel.from_options(conflict.owners, ranks=conflict.table())
    assert model.given is None

    assert_literal(conflict, model, BlockThreats(model), Choices())


@FEWER
@given(option_conflicts(), choices())
def test_a_conflict_in_option_form_is_the_same_conflict_as_its_arcs(conflict: OptionConflict, chosen: Choices) -> None:
    model, arcs = conflict.model(), as_arcs(conflict)
    numpy, search = ArcThreats(model), SearchThreats(arcs)

    for concept in literal.CONCEPTS:
        for party in range(len(model.decision_makers)):
            found = CONCEPTS[concept](search, party, chosen)
            assert np.array_equal(found, CONCEPTS[concept](numpy, party, chosen))


@FEWER
@given(option_conflicts(), choices())
def test_what_movers_reach_is_what_the_definition_says(conflict: OptionConflict, chosen: Choices) -> None:
    model, graph = conflict.model(), conflict.graph()
    engine = ArcThreats(model)
    movers = range(1, len(conflict.ranks))

    for improving in (False, True):
        for s in conflict.states:
            at = engine.reached_from(model.position(s), movers, joint=chosen.joint, improving=improving)
            said = {t for t, _ in literal.joint_moves(graph, movers, s, chosen.joint, improving=improving)}
            assert model.index[at].tolist() == sorted(said)


@pytest.mark.parametrize("concept", literal.CONCEPTS)
@pytest.mark.parametrize("one_way", [False, True])
def test_a_large_model_gets_the_answers_of_the_small_engine(concept: str, *, one_way: bool) -> None:
    model = uneven(seed=3, options=9, one_way=one_way)
    small, large = ArcThreats(model), BlockThreats(model)

    for party in range(3):
        for joint in literal.JOINT:
            first, second = (CONCEPTS[concept](engine, party, Choices(joint)) for engine in (small, large))
            assert np.array_equal(first, second)


@pytest.mark.parametrize(("one_way", "with_rules"), [(False, False), (False, True), (True, True)])
def test_one_thread_and_two_give_the_same_answers(
    second_thread: Callable[[], None], *, one_way: bool, with_rules: bool
) -> None:
    model = uneven(seed=5, options=11, one_way=one_way, with_rules=with_rules)

    def answers() -> list[list[bool]]:
        engine = BlockThreats(model)
        return [CONCEPTS[c](engine, p, Choices()).tolist() for c in literal.CONCEPTS for p in range(3)]

    alone = answers()
    second_thread()

    assert answers() == alone


@pytest.mark.parametrize("engine", [ArcThreats, SearchThreats, BlockThreats])
@pytest.mark.parametrize("concept", literal.CONCEPTS)
def test_who_is_alone_stays_where_nothing_is_better(engine: type[Engine], concept: str) -> None:
    model = GraphModel.from_options([0, 0], ranks=[[0, 2, 1, 2]])

    assert stable(model, engine(model), concept, 0, Choices()) == {1, 3}  # type: ignore[call-arg]


@pytest.mark.parametrize("engine", [ArcThreats, SearchThreats, BlockThreats])
@pytest.mark.parametrize("concept", literal.CONCEPTS)
def test_ranks_at_both_ends_of_the_range_are_told_apart(engine: type[Engine], concept: str) -> None:
    low, high = -(2**31) + 2, 2**31 - 2
    model = GraphModel.from_options([0, 1], ranks=[[low, high, low, high], [low, low, high, high]])

    found = [stable(model, engine(model), concept, party, Choices()) for party in (0, 1)]  # type: ignore[call-arg]

    assert found == [{1, 3}, {2, 3}]


@pytest.mark.parametrize("engine", [ArcThreats, SearchThreats, BlockThreats])
@pytest.mark.parametrize("concept", ["gmr", "smr", "seq", "sseq"])
def test_an_opponent_whose_move_changes_nothing_opens_the_way_for_another(engine: type[Engine], concept: str) -> None:
    # 0 to 1 by the focal party, 1 to 3 by the first opponent, and only from there to 7 by the second.
    model = GraphModel.from_options([0, 1, 2], states=[0, 1, 3, 7], ranks=[[1, 2, 2, 0], [0, 0, 1, 1], [0, 0, 0, 1]])

    found = [
        0 in stable(model, engine(model), concept, 0, Choices(joint))  # type: ignore[call-arg]
        for joint in literal.JOINT
    ]

    assert dict(zip(literal.JOINT, found, strict=True)) == {"legal": True, "once": True, "single": False}


@pytest.mark.parametrize("engine", [ArcThreats, SearchThreats, BlockThreats])
def test_an_opponent_moves_a_second_time_in_legal_sequences_only(engine: type[Engine]) -> None:
    order = [[1, 0, 2, 5, 3, 4, 6, 7], [7, 5, 0, 1, 3, 4, 6, 2], [3, 6, 2, 5, 7, 0, 1, 4]]
    model = GraphModel.from_options([0, 1, 2], order=order)

    found = [
        1 in stable(model, engine(model), "seq", 2, Choices(joint))  # type: ignore[call-arg]
        for joint in literal.JOINT
    ]

    assert dict(zip(literal.JOINT, found, strict=True)) == {"legal": True, "once": False, "single": False}


def test_blocks_refuse_to_judge_credibility_by_the_outcome() -> None:
    model = GraphModel.from_options([0, 1], ranks=[[0, 1, 2, 3], [3, 2, 1, 0]])

    with pytest.raises(InputError, match="credible='outcome'") as refused:
        CONCEPTS["seq"](BlockThreats(model), 0, Choices(credible="outcome"))

    assert [p.rule for p in refused.value.problems] == ["choice"]


def test_a_small_model_is_worked_out_with_numpy() -> None:
    model = GraphModel.from_options([0, 1], ranks=[[0, 1, 2, 3], [3, 2, 1, 0]])

    assert type(engine_of(model)) is ArcThreats


def test_a_large_model_in_option_form_is_worked_out_in_blocks() -> None:
    assert isinstance(engine_of(uneven(seed=1)), BlockThreats)


def test_a_model_of_many_arcs_is_searched() -> None:
    states = 1 << 14
    ring = np.column_stack([np.arange(states + 1), np.roll(np.arange(states + 1), -1)])
    model = GraphModel.from_arcs([ring, ring[:, ::-1]], payoffs=np.random.default_rng(2).random((2, states + 1)))

    found = analyze_stability(model, ["nash", "seq"])

    assert found.method == "SearchThreats"
    up = model.ranks[0][ring[:, 1]] > model.ranks[0]
    assert np.array_equal(found.stable["nash"][0], ~up)


def test_a_model_of_a_thousand_states_loads_no_compiler() -> None:
    program = (
        "import sys, numpy as np\n"
        "from detente.stability import GraphModel, analyze_stability\n"
        "ranks = np.random.default_rng(1).integers(0, 50, (3, 1 << 10))\n"
        "model = GraphModel.from_options([0, 1, 2, 0, 1, 2, 0, 1, 2, 0], ranks=ranks)\n"
        "found = analyze_stability(model, ['nash', 'gmr', 'smr', 'seq', 'sseq'])\n"
        "print(found.model.size, found.method, 'numba' in sys.modules)\n"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == ["1024", "ArcThreats", "False"]
