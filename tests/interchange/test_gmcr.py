"""A .gmcr file is read as it was meant, or every fault of it is told at once."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import dump_case, load_case
from detente.errors import InputError
from detente.interchange.gmcr import GmcrFile, parse_gmcr, read_gmcr
from detente.interchange.gmcr_to_case import case_data, case_of, ids_of

SAMPLES = Path(__file__).parent / "gmcr"
HARBOUR = json.loads((SAMPLES / "harbour.gmcr").read_text(encoding="utf-8"))
RESERVOIR = json.loads((SAMPLES / "reservoir.gmcr").read_text(encoding="utf-8"))

Json = dict[str, Any]
Change = Callable[[Json], object]


def sample(name: str) -> GmcrFile:
    return read_gmcr(SAMPLES / f"{name}.gmcr")


def changed(data: Json, change: Change) -> Json:
    made = copy.deepcopy(data)
    change(made)
    return made


def read(data: Any) -> GmcrFile:
    return parse_gmcr(json.dumps(data))


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_gmcr(text)
    return [str(p) for p in caught.value.problems]


def test_the_older_dialect_ranks_states_by_their_number() -> None:
    ranking = sample("harbour").decision_makers[0].ranking
    assert ranking == ((1,), (3,), (9, 11), (0,), (5, 7), (8,), (4,))


def test_the_newer_dialect_orders_states_by_statements() -> None:
    file = sample("reservoir")
    assert file.decision_makers[0].ranking is None
    subsidised = [k for k, tier in enumerate(file.order(0)) if any(s >> 4 & 1 for s in tier)]
    assert subsidised == list(range(len(subsidised)))


def test_the_newer_flag_goes_with_the_older_name_of_a_ranking() -> None:
    def mix(data: Json) -> None:
        data["useManualPreferenceRanking"] = data.pop("useManualPreferenceVectors")

    assert read(changed(HARBOUR, mix)).decision_makers == sample("harbour").decision_makers


def test_a_compound_statement_holds_where_one_member_does() -> None:
    statement = sample("reservoir").decision_makers[0].preferences[1]
    assert statement.members == (((2, False), (3, False)), ((0, True),))


def test_an_option_goes_only_the_way_that_the_file_permits() -> None:
    assert [o.direction for o in sample("reservoir").options] == ["both", "on", "both", "both", "off", "both"]


def test_mutually_exclusive_options_are_never_taken_together() -> None:
    states = sample("reservoir").states
    assert not any(s >> 2 & 1 and s >> 3 & 1 for s in states.tolist())


def test_decision_makers_in_one_coalition_are_grouped() -> None:
    assert sample("reservoir").coalitions == ((0, 2), (1,))


def test_everybody_is_alone_where_a_file_knows_no_coalitions() -> None:
    assert read(changed(HARBOUR, lambda d: d.pop("coalitions"))).coalitions == ((0,), (1,))


def test_coalitions_that_forget_somebody_are_dropped_with_a_note() -> None:
    file = read(changed(HARBOUR, lambda d: d.update(coalitions=[0])))
    assert file.coalitions == ((0,), (1,))
    assert any(note.rule == "coalitions" for note in file.notes)


def test_options_are_numbered_in_the_order_of_their_owners() -> None:
    """The list of options starts with an option of the second decision maker."""
    data = {
        "options": [{"name": n, "permittedDirection": "both"} for n in ("b", "a1", "a2")],
        "decisionMakers": [
            {"name": "A", "options": [1, 2], "preferences": [[[0, "Y"]]]},
            {"name": "B", "options": [0], "preferences": []},
        ],
        "infeasibles": [], "useManualPreferenceRanking": False,
    }  # fmt: skip
    file = read(data)
    assert [o.name for o in file.options] == ["a1", "a2", "b"]
    assert file.order(0) == ((4, 5, 6, 7), (0, 1, 2, 3))


def test_an_unknown_key_is_named_in_a_note_and_nothing_else_happens() -> None:
    file = read(changed(HARBOUR, lambda d: d["options"][0].update(colour="red")))
    assert file.options == sample("harbour").options
    assert any('options[0]: the key "colour" is not read' in str(note) for note in file.notes)


def test_statements_that_do_not_count_are_told() -> None:
    assert any(note.rule == "statements" for note in sample("harbour").notes)


def test_names_are_kept_and_ids_are_plain_and_unique() -> None:
    def rename(data: Json) -> None:
        for option, name in zip(data["options"], ["Élan!", "elan", "3 ships", "封锁"], strict=True):
            option["name"] = name
        data["decisionMakers"][0]["name"] = data["decisionMakers"][1]["name"] = "Not"

    file = read(changed(HARBOUR, rename))
    assert ids_of(file).parties == ("not_", "not__2")
    assert ids_of(file).options == ("not_.elan", "not_.elan_2", "not__2.n3_ships", "not__2.option_2")
    assert case_of(file).options["not__2"]["option_2"].label == "封锁"


def test_an_id_that_a_name_wants_is_not_taken_by_a_repeated_name() -> None:
    def rename(data: Json) -> None:
        for option, name in zip(data["options"], ["go", "go 2", "go", "go"], strict=True):
            option["name"] = name
        data["decisionMakers"][0]["options"], data["decisionMakers"][1]["options"] = [0, 1, 2, 3], []

    words = [name.split(".")[1] for name in ids_of(read(changed(HARBOUR, rename))).options]
    assert words == ["go", "go_2", "go_3", "go_4"]


@pytest.mark.parametrize("name", ["harbour", "reservoir"])
def test_the_case_of_a_sample_is_read_back_as_it_was_written(name: str) -> None:
    case = case_of(sample(name))
    assert load_case(dump_case(case)) == case


def test_the_case_of_a_file_claims_no_judge() -> None:
    assert "judged_by" not in json.dumps(case_data(sample("harbour")))


def test_ties_stay_ties_in_a_case() -> None:
    assert case_data(sample("harbour"))["rankings"]["port_authority"][2] == ["YNNY", "YYNY"]


def test_coalitions_and_misperceptions_stand_in_the_note_of_a_case() -> None:
    note = case_of(sample("reservoir")).note
    assert note is not None
    assert "these act as one: Upper Valley, Ministère de l’Eau" in note
    assert "Lower Valley does not see the states with ministere_de_leau.release_water" in note


def test_script_tags_in_names_are_words_like_others() -> None:
    file = read(changed(HARBOUR, lambda d: d["options"][0].update(name="<script>alert(1)</script>")))
    assert ids_of(file).options[0] == "port_authority.script_alert_1_script"
    assert case_of(file).options["port_authority"]["script_alert_1_script"].label == "<script>alert(1)</script>"


def test_descriptions_are_kept() -> None:
    def describe(data: Json) -> None:
        data["description"] = "A strike."
        data["decisionMakers"][0]["description"] = "Owns the quays."
        data["options"][0]["description"] = "All twelve"

    case = case_of(read(changed(HARBOUR, describe)))
    assert case.summary == "A strike."
    assert case.parties["port_authority"].note == "Owns the quays."
    assert case.options["port_authority"]["automate_the_cranes"].label == "Automate the cranes: All twelve"


def test_a_blank_name_is_replaced_and_told() -> None:
    file = read(changed(HARBOUR, lambda d: d["decisionMakers"][0].update(name=" ")))
    assert file.decision_makers[0].name == "Decision maker 1"
    assert any(note.rule == "text" for note in file.notes)


FAULTS: dict[str, tuple[Json, Change, str]] = {
    "no options": (HARBOUR, lambda d: d.update(options=[]), "options: there are 0 options"),
    "too many options": (HARBOUR, lambda d: d.update(options=[{}] * 63), "options: there are 63 options"),
    "no decision maker": (HARBOUR, lambda d: d.update(decisionMakers=[]), "there are 0 decision makers"),
    "a crowd": (HARBOUR, lambda d: d.update(decisionMakers=[{}] * 201), "there are 201 decision makers"),
    "a missing list": (HARBOUR, lambda d: d.pop("infeasibles"), "'infeasibles' is missing"),
    "options as an object": (HARBOUR, lambda d: d.update(options={}), "options: an object is no list"),
    "an option as a text": (HARBOUR, lambda d: d["options"].__setitem__(1, "x"), 'options[1]: "x" is no object'),
    "no direction": (HARBOUR, lambda d: d["options"][0].pop("permittedDirection"), "'permittedDirection' is missing"),
    "another direction": (HARBOUR, lambda d: d["options"][0].update(permittedDirection="up"), '"up" is none'),
    "a direction as a list": (HARBOUR, lambda d: d["options"][0].update(permittedDirection=[]), "a list is none"),
    "a number as a name": (HARBOUR, lambda d: d["options"][0].update(name=7), "options[0].name: 7 is no text"),
    "a long name": (HARBOUR, lambda d: d["options"][0].update(name="x" * 3000), "the text has 3,000 characters"),
    "an escape in a name": (HARBOUR, lambda d: d["options"][0].update(name="\x1b[2J"), "U+001B"),
    "half a character": (HARBOUR, lambda d: d["options"][0].update(name="\ud800"), "U+D800"),
    "an option of nobody": (HARBOUR, lambda d: d["decisionMakers"][1]["options"].pop(), "options[3]: no decision maker"),
    "an option of two": (HARBOUR, lambda d: d["decisionMakers"][1]["options"].append(0), "option 0 is controlled twice"),
    "an option out of range": (HARBOUR, lambda d: d["decisionMakers"][1]["options"].append(4), "there is no option 4"),
    "an option below zero": (HARBOUR, lambda d: d["infeasibles"].append([[-1, "Y"]]), "there is no option -1"),
    "a truth value as an option": (HARBOUR, lambda d: d["infeasibles"].append([[True, "Y"]]), "true is no whole number"),
    "a huge option": (HARBOUR, lambda d: d["infeasibles"].append([[10**4000, "Y"]]), "infeasibles[2][0][0]: 1e+17 is no whole"),
    "half an option": (HARBOUR, lambda d: d["infeasibles"].append([[0.5, "Y"]]), "0.5 is no whole number"),
    "another setting": (HARBOUR, lambda d: d["infeasibles"].append([[0, "y"]]), '"y" is no setting'),
    "a setting as a list": (HARBOUR, lambda d: d["infeasibles"].append([[0, []]]), "a list is no setting"),
    "no pair": (HARBOUR, lambda d: d["infeasibles"].append([[0]]), "a list is no pair"),
    "an empty condition": (HARBOUR, lambda d: d["infeasibles"].append([]), "infeasibles[2]: the condition is empty"),
    "an option twice": (HARBOUR, lambda d: d["infeasibles"].append([[0, "Y"], [0, "N"]]), "option 0 stands in it twice"),
    "no members": (HARBOUR, lambda d: d["infeasibles"].append({"compound": True}), "'members' is missing"),
    "zero members": (HARBOUR, lambda d: d["infeasibles"].append({"compound": True, "members": []}), "has no members"),
    "not compound": (HARBOUR, lambda d: d["infeasibles"].append({"compound": 0, "members": [[[0, "Y"]]]}), "is not compound"),
    "a condition as a number": (HARBOUR, lambda d: d["infeasibles"].append(5), "infeasibles[2]: 5 is no list"),
    "no flag": (HARBOUR, lambda d: d.pop("useManualPreferenceVectors"), "'useManualPreferenceRanking' is missing"),
    "a flag as a text": (HARBOUR, lambda d: d.update(useManualPreferenceVectors="yes"), '"yes" is no truth value'),
    "two flags": (HARBOUR, lambda d: d.update(useManualPreferenceRanking=False), "contradicts useManualPreferenceRanking"),
    "no ranking": (HARBOUR, lambda d: d["decisionMakers"][0].pop("preferenceVector"), "'preferenceRanking' is missing"),
    "a ranking as a text": (HARBOUR, lambda d: d["decisionMakers"][0].update(preferenceVector="1"), '"1" is no list'),
    "a state left out": (HARBOUR, lambda d: d["decisionMakers"][0]["preferenceVector"].pop(), "1 of 9 feasible states lack a rank: 4"),
    "a state twice": (HARBOUR, lambda d: d["decisionMakers"][0]["preferenceVector"].append(4), "state 4 is ranked twice"),
    "a state that is not": (HARBOUR, lambda d: d["decisionMakers"][0]["preferenceVector"].append(10), "no feasible state 10"),
    "a state 0": (HARBOUR, lambda d: d["decisionMakers"][0]["preferenceVector"].append(0), "no feasible state 0"),
    "a tie in a tie": (HARBOUR, lambda d: d["decisionMakers"][0]["preferenceVector"].append([[1]]), "a list is no whole number"),
    "no statements": (RESERVOIR, lambda d: d["decisionMakers"][0].pop("preferences"), "'preferences' is missing"),
    "a coalition of a stranger": (HARBOUR, lambda d: d.update(coalitions=[[0, 5]]), "there is no decision maker 5"),
    "a member of two": (HARBOUR, lambda d: d.update(coalitions=[0, [0, 1]]), "decision maker 0 is named twice"),
    "coalitions as a text": (HARBOUR, lambda d: d.update(coalitions="all"), '"all" is no list'),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_the_path_of_its_keys(fault: str) -> None:
    data, change, expected = FAULTS[fault]
    told = faults(json.dumps(changed(data, change)))
    assert any(expected in line for line in told), told
    assert all(line.startswith("conflict.gmcr: ") for line in told)


def test_all_faults_of_a_file_are_told_together() -> None:
    def spoil(data: Json) -> None:
        data["options"][0]["name"] = 7
        data["infeasibles"].append([[9, "Y"]])
        data["decisionMakers"][0]["name"] = None
        data["coalitions"] = [7]

    assert len(faults(json.dumps(changed(HARBOUR, spoil)))) == 4


def test_a_very_faulty_file_is_told_in_part() -> None:
    told = faults(json.dumps(changed(HARBOUR, lambda d: d.update(infeasibles=[[]] * 5000))))
    assert len(told) == 101
    assert "and 4,900 more problems" in told[-1]


TEXTS: dict[str, tuple[str, str]] = {
    "an empty file": ("", "conflict.gmcr:1:1: this is not JSON"),
    "a truncated file": (json.dumps(HARBOUR)[:300], "this is not JSON"),
    "a fault in the third line": ('{"options": [],\n "infeasibles": [],\n oops}', "conflict.gmcr:3:2: this is not JSON"),
    "a list": ("[]", "the file: a list is no object"),
    "a number": ("7", "the file: 7 is no object"),
    "deep nesting": ("[" * 200_000, "nested too deeply"),
    "deep nesting of objects": ('{"a":' * 100_000, "nested too deeply"),
    "not a number": ('{"payoffs": [1, NaN]}', "payoffs[1]: nan is no finite number"),
    "infinity": ('{"a": [[-Infinity]]}', "a[0][0]: -inf is no finite number"),
    "a number beyond all": ('{"a": 1e999}', "a: inf is no finite number"),
    "a key twice": ('{"options": [], "options": []}', 'the key "options" stands twice'),
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_that_is_no_such_file_is_refused(kind: str) -> None:
    text, expected = TEXTS[kind]
    assert expected in faults(text)[0]


def test_a_number_of_a_million_digits_is_read_at_once_and_refused() -> None:
    text = json.dumps(HARBOUR).replace('[[2, "Y"]', "[[2" + "0" * 1_000_000 + ', "Y"]', 1)
    assert "is no whole number" in faults(text)[0]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.floats() | st.sampled_from(["Y", "N", "both", "x", ""]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "options", "members", "compound"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_file_it_is_read_or_refused(data: st.DataObject) -> None:
    """Any value in any place: never another error than the one for bad input, and a case where it is read."""
    spoiled = copy.deepcopy(data.draw(st.sampled_from([HARBOUR, RESERVOIR])))
    here: Any = spoiled
    for _ in range(data.draw(st.integers(0, 5))):
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        inner = [k for k in keys if isinstance(here[k], (dict, list)) and here[k]]
        if not inner:
            break
        here = here[data.draw(st.sampled_from(inner))]
    step = data.draw(st.sampled_from(list(here) if isinstance(here, dict) else list(range(len(here)))))
    here[step] = data.draw(JSON)
    try:
        file = read(spoiled)
    except InputError:
        return
    case_of(file)
