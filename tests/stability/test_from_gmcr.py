"""A .gmcr file means one graph model, whether it is read directly, by way of a case, or word for word."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.case import Case
from detente.errors import InputError
from detente.interchange.gmcr import parse_gmcr, read_gmcr
from detente.interchange.gmcr_to_case import case_of
from detente.stability import GraphModel, analyze_stability
from detente.stability.from_gmcr import from_gmcr
from tests.conftest import needs_shared

TRIES = settings(max_examples=100, deadline=None)
SAMPLES = Path(__file__).parent.parent / "interchange" / "gmcr"

Json = dict[str, Any]
State = tuple[bool, ...]


def is_true(condition: Any, state: State) -> bool:
    """Test a condition of the file against a state, whose options stand in the order of the file."""
    members = condition["members"] if isinstance(condition, dict) else [condition]
    return any(all(state[option] == (letter == "Y") for option, letter in member) for member in members)


def numbered(data: Json) -> list[State]:
    """List the feasible states as the file numbers them: by the binary number that the options make.

    The first option of the first decision maker counts 1, its second 2, and so on through all decision makers.
    """
    by_maker = [option for maker in data["decisionMakers"] for option in maker["options"]]
    states = [
        state for state in product((False, True), repeat=len(data["options"]))
        if not any(is_true(c, state) for c in data["infeasibles"])
    ]  # fmt: skip
    return sorted(states, key=lambda state: sum(2**bit for bit, option in enumerate(by_maker) if state[option]))


def payoffs(data: Json, maker: Json, states: list[State]) -> list[int]:
    """Say what each state is worth to a decision maker."""
    if data.get("useManualPreferenceRanking", data.get("useManualPreferenceVectors")):
        worth = dict.fromkeys(range(len(states)), 0)
        given = maker["preferenceRanking"] if "preferenceRanking" in maker else maker["preferenceVector"]
        for place, tier in enumerate(given):
            for number in tier if isinstance(tier, list) else [tier]:
                worth[number - 1] = len(states) - place
        return [worth[n] for n in range(len(states))]
    count = len(maker["preferences"])
    return [sum(2 ** (count - 1 - j) for j, c in enumerate(maker["preferences"]) if is_true(c, s)) for s in states]


def moves(data: Json, maker: Json, states: list[State]) -> set[tuple[int, int]]:
    """List the pairs of states between which a decision maker moves alone."""
    found = set()
    for (a, source), (b, target) in product(enumerate(states), repeat=2):
        changed = {o for o in range(len(source)) if source[o] != target[o]}
        ways = {(data["options"][o]["permittedDirection"], target[o]) for o in changed}
        is_allowed = not ways & {("fwd", False), ("back", True)}
        if changed and changed <= set(maker["options"]) and is_allowed:
            found.add((a, b))
    return found


@st.composite
def conditions(draw: st.DrawFn, options: int) -> Any:
    def simple() -> list[list[Any]]:
        chosen = draw(st.lists(st.integers(0, options - 1), min_size=1, max_size=3, unique=True))
        return [[option, draw(st.sampled_from("YN"))] for option in chosen]

    if draw(st.booleans()):
        return simple()
    return {"compound": True, "members": [simple() for _ in range(draw(st.integers(1, 3)))]}


@st.composite
def rankings(draw: st.DrawFn, states: int) -> list[Any]:
    order = draw(st.permutations(range(1, states + 1)))
    cuts = sorted(draw(st.sets(st.integers(1, states - 1)))) if states > 1 else []
    tiers = [list(order[a:b]) for a, b in zip([0, *cuts], [*cuts, states], strict=True)]
    return [tier[0] if len(tier) == 1 else tier for tier in tiers]


@st.composite
def files(draw: st.DrawFn) -> Json:
    """A small conflict in one of the two dialects; options do not stand in the order of their owners."""
    count, makers = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    owner = [draw(st.integers(0, makers - 1)) for _ in range(count)]
    numbers = draw(st.permutations(range(count)))
    statements = st.lists(conditions(count), max_size=5)
    data: Json = {
        "options": [
            {"name": draw(st.sampled_from(["Act", "Wait", "not", "é", "政"])), "permittedDirection": draw(st.sampled_from(["both", "fwd", "back"]))}
            for _ in range(count)
        ],
        "decisionMakers": [
            {"name": draw(st.sampled_from(["One", "Two", "iff"])), "options": [o for o in numbers if owner[o] == n], "preferences": draw(statements), "misperceptions": draw(statements)}
            for n in range(makers)
        ],
        "infeasibles": draw(st.lists(conditions(count), max_size=2)),
    }  # fmt: skip
    states = len(numbered(data))
    assume(states)
    is_old, is_manual = draw(st.booleans()), draw(st.booleans())
    data["useManualPreferenceVectors" if is_old else "useManualPreferenceRanking"] = is_manual
    for maker in data["decisionMakers"] if is_manual else ():
        maker["preferenceVector" if is_old else "preferenceRanking"] = draw(rankings(states))
    return data


def model_of_case(case: Case) -> GraphModel:
    """Build the graph model of a case from its options, infeasible combinations and preferences alone."""
    parties = list(case.parties)
    options = [(party, f"{party}.{name}", o) for party, own in case.options.items() for name, o in own.items()]
    names = [name for _, name, _ in options]
    form: Json = {
        "infeasible": case.infeasible, "directions": [o.moves for _, _, o in options],
        "decision_makers": parties, "options": names,
    }  # fmt: skip
    owners = [parties.index(party) for party, _, _ in options]
    if not case.rankings:
        return GraphModel.from_options(owners, priorities=[case.priorities.get(p, ()) for p in parties], **form)
    order = [
        [[sum(1 << k for k, letter in enumerate(p) if letter == "Y") for p in tier] for tier in case.rankings[party]]
        for party in parties
    ]
    return GraphModel.from_options(owners, order=order, **form)


@given(files())
@TRIES
def test_a_file_means_the_model_that_its_words_describe(data: Json) -> None:
    read = from_gmcr(parse_gmcr(json.dumps(data)))
    states = numbered(data)
    for n, maker in enumerate(data["decisionMakers"]):
        worth = payoffs(data, maker, states)
        assert read.model.ranks[n].tolist() == [sorted(set(worth)).index(w) for w in worth]
        arcs = read.model.moves(n)
        assert set(zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True)) == moves(data, maker, states)
        unseen = [any(is_true(c, s) for c in maker["misperceptions"]) for s in states]
        assert read.misperceived[n].tolist() == unseen


@given(files())
@TRIES
def test_the_case_of_a_file_has_the_model_of_the_file(data: Json) -> None:
    file = parse_gmcr(json.dumps(data))
    direct, through_case = from_gmcr(file).model, model_of_case(case_of(file))
    assert np.array_equal(direct.ranks, through_case.ranks)
    assert np.array_equal(direct.index, through_case.index)
    assert direct.options == through_case.options
    assert direct.owners == through_case.owners
    assert direct.directions == through_case.directions
    assert direct.decision_makers == through_case.decision_makers


@pytest.mark.parametrize("name", ["harbour", "reservoir"])
def test_a_sample_and_its_case_have_the_same_equilibria(name: str) -> None:
    file = read_gmcr(SAMPLES / f"{name}.gmcr")
    concepts = ("nash", "gmr", "smr", "seq")
    direct = analyze_stability(from_gmcr(file).model, concepts).equilibria
    through_case = analyze_stability(model_of_case(case_of(file)), concepts).equilibria
    assert all(np.array_equal(direct[c], through_case[c]) for c in concepts)


def test_a_model_keeps_the_names_of_options_and_the_coalitions() -> None:
    read = from_gmcr(read_gmcr(SAMPLES / "reservoir.gmcr"))
    assert read.model.option_labels[1] == "Raise the dam"
    assert read.coalitions == ((0, 2), (1,))


def test_a_statement_too_long_for_the_expression_language_still_counts_exactly() -> None:
    count = 10
    members = [[[k, "Y" if (n >> k) & 1 else "N"] for k in range(count)] for n in range(0, 200, 3)]
    data = {
        "options": [{"name": f"Option {k}", "permittedDirection": "both"} for k in range(count)],
        "decisionMakers": [
            {"name": "A", "options": list(range(count)), "preferences": [{"compound": True, "members": members}]}
        ],
        "infeasibles": [[[k, "Y"]] for k in (8, 9)],
        "useManualPreferenceRanking": False,
    }
    file = parse_gmcr(json.dumps(data))
    case = case_of(file)
    assert not case.priorities
    assert np.array_equal(from_gmcr(file).model.ranks, model_of_case(case).ranks)


def test_a_file_without_a_feasible_state_has_no_model() -> None:
    data = {
        "options": [{"name": "a", "permittedDirection": "both"}],
        "decisionMakers": [{"name": "A", "options": [0], "preferences": []}],
        "infeasibles": [[[0, "Y"]], [[0, "N"]]], "useManualPreferenceRanking": False,
    }  # fmt: skip
    with pytest.raises(InputError, match="no feasible state"):
        from_gmcr(parse_gmcr(json.dumps(data)))


def test_more_states_than_can_be_listed_are_refused_before_they_are_made() -> None:
    data = {
        "options": [{"name": "a", "permittedDirection": "both"}] * 60,
        "decisionMakers": [{"name": "A", "options": list(range(60)), "preferences": []}],
        "infeasibles": [], "useManualPreferenceRanking": False,
    }  # fmt: skip
    with pytest.raises(InputError, match="at most 4,194,304 are listed"):
        from_gmcr(parse_gmcr(json.dumps(data)))


def test_a_hundred_statements_are_ordered_without_forming_their_weights() -> None:
    conflict = {
        "options": [{"name": "a", "permittedDirection": "both"}, {"name": "b", "permittedDirection": "both"}],
        "decisionMakers": [
            {"name": "A", "options": [0, 1], "preferences": [[[0, "Y"]], *([[[1, "N"]]] * 99), [[1, "Y"]]]}
        ],
        "infeasibles": [], "useManualPreferenceRanking": False,
    }  # fmt: skip
    assert from_gmcr(parse_gmcr(json.dumps(conflict))).model.ranks.tolist() == [[1, 3, 0, 2]]


def test_elmira_as_such_a_file_has_its_published_equilibria() -> None:
    """The state in which the plant is abandoned is one state in the papers and four tied ones in a file."""
    facts = json.loads(needs_shared("data/graph-model/elmira.json").read_text())
    ways = {"N->Y only": "fwd", "Y->N only": "back"}
    makers = list(facts["rankings_most_to_least"])
    number = facts["map_to_gmcr_py_sample_state_numbers"]
    owners = [owner for owner, *_ in facts["options"]]
    data = {
        "options": [
            {"name": name, "permittedDirection": ways[more[0]["permitted"]] if more else "both"}
            for _, name, *more in facts["options"]
        ],
        "decisionMakers": [
            {"name": m, "options": [k for k, o in enumerate(owners) if o == m], "preferences": [], "preferenceRanking": [number[str(s)] for s in facts["rankings_most_to_least"][m]]}
            for m in makers
        ],
        "infeasibles": [[[1, "Y"], [2, "Y"]], [[1, "Y"], [3, "Y"]], [[2, "Y"], [3, "Y"]], [[1, "N"], [2, "N"], [3, "N"]]],
        "useManualPreferenceRanking": True,
    }  # fmt: skip
    model = from_gmcr(parse_gmcr(json.dumps(data))).model
    found = analyze_stability(model, ("nash", "gmr", "smr", "seq")).equilibria
    for concept, published in facts["expected"].items():
        numbers = [number[str(s)] for s in published]
        flat = sorted(n for entry in numbers for n in (entry if isinstance(entry, list) else [entry]))
        assert [model.position(int(s)) + 1 for s in found[concept]] == flat, concept
