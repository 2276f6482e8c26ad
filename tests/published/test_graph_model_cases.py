"""Worked conflicts of the literature: Elmira, Cuba, US – North Korea, and two 2×2 games.

Moves, rankings and results lie outside the repository, in ``../shared/data/graph-model``, each with its source: Elmira
after Kilgour, Hipel, Fang and Peng (2001); the Cuban missile crisis after Fraser and Hipel (1984); US – North Korea
after Jacobi (2017), in nine analyses.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest

from detente.stability import Choices, GraphModel, StabilityResult, analyze_stability
from tests.conftest import needs_shared

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
DIRECTIONS = {"both": "both", "fwd": "on", "back": "off"}
NORTH_KOREA = range(1, 10)

Case = dict[str, Any]
Moves = Mapping[str, Mapping[str, Sequence[Any]]]


def read(name: str) -> Case:
    data: Case = json.loads(needs_shared(f"data/graph-model/{name}.json").read_text(encoding="utf-8"))
    return data


def model_of_arcs(parties: Sequence[str], moves: Moves, rankings: Mapping[str, Sequence[Any]]) -> GraphModel:
    """Return the model of moves between named states, counted in the order of the first party's moves."""
    labels = list(moves[parties[0]])
    place = {label: n for n, label in enumerate(labels)}
    return GraphModel.from_arcs(
        [[(place[s], place[str(t)]) for s, reached in moves[p].items() for t in reached] for p in parties],
        order=[[place[str(s)] for s in rankings[p]] for p in parties],
        decision_makers=parties,
        labels=labels,
    )


def assert_reference(found: StabilityResult, answers: Mapping[str, Any]) -> None:
    """Compare with individual stability and equilibria by the name (or number) of the state."""
    model = found.model
    names = model.labels or tuple(str(s) for s in model.index)
    for concept in CONCEPTS:
        expected = answers[concept]
        assert [names[model.position(s)] for s in found.equilibria[concept].tolist()] == texts(expected["equilibria"])
        for party, name in enumerate(model.decision_makers):
            stays = [names[model.position(s)] for s in model.index.tolist() if found.is_stable(concept, party, s)]
            assert stays == texts(expected["stable"][name]), (concept, name)


def texts(states: Iterable[Any]) -> list[str]:
    return [str(s) for s in states]


def moves_of(model: GraphModel, party: int) -> dict[str, list[int]]:
    """Return the moves of a party between state indices, in the form of the files."""
    index = model.index
    return {str(s): index[model.moves(party).of(n)].tolist() for n, s in enumerate(index.tolist())}


def sorted_moves(moves: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    return {s: sorted(reached) for s, reached in moves.items()}


@pytest.mark.parametrize("name", ["prisoners_dilemma", "chicken"])
def test_a_two_by_two_game_has_its_textbook_answers(name: str) -> None:
    case = read(name)

    model = model_of_arcs(case["decision_makers"], case["moves"], case["rankings_most_to_least"])

    assert_reference(analyze_stability(model, CONCEPTS), case["reference_solver"])


def cuba(*, is_strike_final: bool) -> GraphModel:
    case = read("cuban_missile_crisis")
    parties = case["decision_makers"]
    return GraphModel.from_options(
        [parties.index(option[0]) for option in case["options"]],
        order=[case["rankings_most_to_least"][p] for p in parties],
        infeasible=["--YY"],
        directions=["on" if is_strike_final else "both", "both", "both", "both"],
        decision_makers=parties,
    )


def test_the_moves_in_the_cuban_missile_crisis_follow_from_its_options() -> None:
    model, moves = cuba(is_strike_final=True), read("cuban_missile_crisis")["moves"]

    assert moves_of(model, 0) == sorted_moves(moves["US"])
    assert moves_of(model, 1) == sorted_moves(moves["USSR"])


def test_the_cuban_missile_crisis_with_a_final_strike() -> None:
    found = analyze_stability(cuba(is_strike_final=True), CONCEPTS)

    assert_reference(found, read("cuban_missile_crisis")["reference_solver"])


def test_the_cuban_missile_crisis_ends_in_withdrawal_where_every_move_can_be_undone() -> None:
    found = analyze_stability(cuba(is_strike_final=False), ["seq"])

    assert found.equilibria["seq"].tolist() == read("cuban_missile_crisis")["reference_all_reversible_seq_equilibria"]


def elmira(*, is_variant: bool = False) -> GraphModel:
    case = read("elmira")
    rankings = case["rankings_most_to_least"]
    if is_variant:
        rankings = rankings | case["ranking_variant_in_literature_recalled_not_checked"]
    moves = {party: case["moves"][party] for party in ("MoE", "UR", "LG")}
    return model_of_arcs(list(moves), moves, rankings)


def numbers(found: StabilityResult, concept: str) -> list[int]:
    """Return the equilibria of Elmira by the numbers of the literature, from 1."""
    return [s + 1 for s in found.equilibria[concept].tolist()]


def test_elmira_has_its_published_equilibria() -> None:
    found = analyze_stability(elmira(), CONCEPTS)

    expected: dict[str, list[int]] = read("elmira")["expected"]
    assert {concept: numbers(found, concept) for concept in expected} == expected


def test_each_decision_maker_in_elmira_stays_where_it_should() -> None:
    assert_reference(analyze_stability(elmira(), CONCEPTS), read("elmira")["reference_solver"])


def test_another_ranking_of_uniroyal_gives_the_same_equilibria() -> None:
    found = analyze_stability(elmira(is_variant=True), CONCEPTS)

    expected = read("elmira")["reference_solver_ranking_variant_same_equilibria"]
    assert {concept: numbers(found, concept) for concept in CONCEPTS} == expected


def test_the_moves_in_elmira_follow_from_its_options_where_abandoned_states_are_one() -> None:
    case = read("elmira")
    model = GraphModel.from_options(
        [0, 1, 1, 1, 2],
        payoffs=[[0] * 32] * 3,
        infeasible=["-YY--", "-Y-Y-", "--YY-", "-NNN-"],
        directions=["on", "off", "both", "on", "both"],
    )
    patterns = {pattern.replace(" ", ""): number for number, pattern in case["states"].items()}
    number = [patterns.get(model.pattern(n), "9") for n in range(model.size)]

    for party, name in enumerate(("MoE", "UR", "LG")):
        arcs = model.moves(party)
        merged = {(number[s], number[t]) for s, t in zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True)}
        given = {(s, str(t)) for s, reached in case["moves"][name].items() for t in reached}
        assert merged - {("9", "9")} == given


def test_eight_states_separate_legal_sequences_from_one_move_each() -> None:
    case = read("minimal_3dm_seq_legal_vs_once")
    parties = case["decision_makers"]
    model = GraphModel.from_options([0, 1, 2], order=[case["rankings"][p] for p in parties], decision_makers=parties)

    legal, once = (analyze_stability(model, ["seq"], choices=Choices(joint)) for joint in ("legal", "once"))

    assert legal.equilibria["seq"].tolist() == case["seq_equilibria_legal_sequences"]
    assert once.equilibria["seq"].tolist() == case["seq_equilibria_each_once"]
    differs = [
        [party, s] for n, party in enumerate(parties) for s in range(8)
        if legal.is_stable("seq", n, s) != once.is_stable("seq", n, s)
    ]  # fmt: skip
    assert differs == case["differs_at"]


def north_korea(number: int, *, is_as_printed: bool = True) -> tuple[Case, GraphModel]:
    """Return one of the nine analyses; the third has printed moves that do not follow from its options."""
    case = read("us_north_korea_2017")
    analysis = case["analyses"][number - 1]
    assert analysis["id"] == number
    parties, options = case["decision_makers"], case["options"]
    rankings = case["rankings_most_to_least"][analysis["preferences"]]
    if number == 3 and is_as_printed:
        return analysis, model_of_arcs(parties, case["moves_analysis_3_as_printed"], rankings)
    allowed = analysis["permitted_direction"]
    model = GraphModel.from_options(
        [parties.index(option["owner"]) for option in options],
        order=[rankings[p] for p in parties],
        infeasible=["YY--"],
        directions=[DIRECTIONS[allowed[option["name"]]] for option in options],
        decision_makers=parties,
    )
    return analysis, model


@pytest.mark.parametrize(("number", "moves"), [(1, "moves_reversible_invasion"), (4, "moves_irreversible_invasion")])
def test_the_moves_of_the_us_and_north_korea_follow_from_their_options(number: int, moves: str) -> None:
    given = read("us_north_korea_2017")[moves]

    _, model = north_korea(number)

    assert moves_of(model, 0) == sorted_moves(given["US"])
    assert moves_of(model, 1) == sorted_moves(given["NK"])


@pytest.mark.parametrize("number", NORTH_KOREA)
def test_each_analysis_of_the_us_and_north_korea_agrees_with_another_search(number: int) -> None:
    analysis, model = north_korea(number)

    assert_reference(analyze_stability(model, CONCEPTS), analysis["reference_solver"])


@pytest.mark.parametrize("number", NORTH_KOREA)
def test_each_printed_letter_about_the_us_and_north_korea_is_found(number: int) -> None:
    # r Nash, s and S stable under the concept of the table, u unstable, us stable by simultaneous answers only.
    analysis, model = north_korea(number)
    concept = "smr" if analysis["concept"] == "smr" else "seq"
    found = analyze_stability(model, ["nash", concept])

    for party, name in enumerate(model.decision_makers):
        for state, letter in analysis["published_individual"][name].items():
            index = int(state) if not model.labels else model.labels.index(state)
            is_nash, is_stable = (found.is_stable(c, party, index) for c in ("nash", concept))
            if letter != "us":
                assert (is_nash, is_stable) == (letter == "r", letter in ("r", "s", "S")), (name, state)


@pytest.mark.parametrize("number", [2, 5, 7, 9])
def test_the_symmetric_metarational_equilibria_of_the_us_and_north_korea_are_the_published_ones(number: int) -> None:
    analysis, model = north_korea(number)

    assert analyze_stability(model, ["smr"]).equilibria["smr"].tolist() == analysis["published_equilibria"]


@pytest.mark.parametrize("number", [1, 3, 4, 6, 8])
def test_sequential_equilibria_of_the_us_and_north_korea_are_published_or_simultaneous(number: int) -> None:
    analysis, model = north_korea(number)
    found = analyze_stability(model, ["seq"]).equilibria["seq"]
    states = [int(model.labels[s]) if model.labels else s for s in found.tolist()]

    letters = analysis["published_individual"]
    only_simultaneous = [
        s for s in analysis["published_equilibria"] if "us" in (letters[p][str(s)] for p in model.decision_makers)
    ]
    assert states == [s for s in analysis["published_equilibria"] if s not in only_simultaneous]


def test_an_invasion_that_is_truly_final_makes_one_more_equilibrium() -> None:
    _, model = north_korea(3, is_as_printed=False)

    found = analyze_stability(model, ["seq"])

    assert found.equilibria["seq"].tolist() == [0, 5, 10, 12]
    assert found.is_stable("seq", 1, 12)
