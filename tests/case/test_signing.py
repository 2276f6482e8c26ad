"""The rule of signing, payments and contingent outcomes of a case: what is refused where, and what is hidden from whom."""

from __future__ import annotations

from pathlib import Path as File
from typing import Any

import pytest

from detente.case import as_mapping, load_case, make_case
from detente.case.confidential import as_seen_by, confidential_to
from detente.case.walk import citations_in, numbers_in
from detente.errors import CaseError, Path
from detente.interchange import read_matrix, write_matrix
from tests.case.samples import only_problem_of, problems_of

Data = dict[str, Any]


def basin(**given: Any) -> Data:
    """Three principals, a faction, a guarantor, and an outcome that hangs on the weather."""
    return {
        "format": 1, "case": "basin", "title": "Basin",
        "parties": {
            "a": {"name": "A", "kind": "principal", "no_deal": 20, "stances": {"dam": {"values": {"high": 100, "low": 0}}}},
            "b": {"name": "B", "kind": "principal", "no_deal": 20, "stances": {"dam": {"ranking": ["low", "high"]}}},
            "c": {"name": "C", "kind": "principal", "stances": {"dam": {"position": 30}}},
            "hawks": {"name": "Hawks", "kind": "faction", "of": "a", "stances": {"dam": {"values": {"high": 100, "low": 0}}}},
            "fund": {"name": "Fund", "kind": "backer"},
        },
        "issues": {"dam": {"question": "How high?", "outcomes": {
            "high": {"label": "High", "at": 100}, "low": {"label": "Low", "at": 0},
            "waits": {"label": "As the rain falls", "contingent": {"event": "wet", "if": "high", "else": "low"}},
        }}},
        "events": {"wet": {"label": "It is a wet year", "beliefs": {"a": 0.8, "b": {"value": 0.2, "confidential": True}}}},
        **given,
    }  # fmt: skip


def test_the_basin_has_no_fault() -> None:
    assert problems_of(basin(signing="a and (b or c)", side_payments=True)) == ()


_FAULTS: dict[str, tuple[Data, Path, str]] = {
    "strange principal": ({"signing": "a and z"}, ("signing", "rule"), "there is no principal 'z'"),
    "faction in the rule": ({"signing": "a and hawks"}, ("signing", "rule"), "there is no principal 'hawks'"),
    "rule that breaks": ({"signing": "a and not b"}, ("signing", "rule"), "could be broken by one more signature"),
    "rule that cannot be read": ({"signing": "a and"}, ("signing", "rule"), "is not an expression"),
    "two rules": ({"signing": {"rule": "a", "quota": 2}}, ("signing",), "both say who must sign"),
    "weights alone": ({"signing": {"weights": {"a": 1, "b": 1, "c": 1}}}, ("signing",), "no quota"),
    "quota out of reach": ({"signing": {"quota": 4}}, ("signing", "quota"), "have 3 votes, and the quota is 4"),
    "quota of nothing": ({"signing": {"quota": 0}}, ("signing", "quota"), "greater than 0"),
    "votes lacking": ({"signing": {"quota": 2, "weights": {"a": 2}}}, ("signing", "weights"), "how many votes b, c have"),
    "votes of a faction": (
        {"signing": {"quota": 2, "weights": {"a": 1, "b": 1, "c": 1, "hawks": 1}}},
        ("signing", "weights", "hawks"), "'hawks' is not a principal",
    ),
    "votes below zero": ({"signing": {"quota": 1, "weights": {"a": -1, "b": 1, "c": 1}}}, ("signing", "weights", "a"), "greater than or equal to 0"),
    "strange ratifier": (
        {"signing": {"quota": 2, "ratification": {"a": "doves"}}}, ("signing", "ratification", "a"),
        "there is no faction of a that can refuse 'doves'",
    ),
    "ratification for nobody": (
        {"signing": {"quota": 2, "ratification": {"z": "hawks"}}}, ("signing", "ratification", "z"), "no principal 'z'",
    ),
    "rate of nobody": ({"side_payments": {"rates": {"z": 2}}}, ("side_payments", "rates", "z"), "no principal 'z'"),
    "rate of nothing": ({"side_payments": {"rates": {"a": 0}}}, ("side_payments", "rates", "a"), "greater than 0"),
    "key misspelt": ({"side_payments": {"moast": 3}}, ("side_payments", "moast"), "unknown key 'moast'"),
    "belief of nobody": (
        {"events": {"wet": {"label": "Wet", "beliefs": {"z": 0.5}}}}, ("events", "wet", "beliefs", "z"), "no party 'z'",
    ),
    "belief above one": (
        {"events": {"wet": {"label": "Wet", "beliefs": {"a": 2}}}}, ("events", "wet", "beliefs", "a"), "outside 0–1",
    ),
    "event that is not there": ({"events": {}}, ("issues", "dam", "outcomes", "waits", "contingent", "event"), "no event 'wet'"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "path", "what"), _FAULTS.values(), ids=_FAULTS)
def test_a_fault_is_found_at_its_place(given: Data, path: Path, what: str) -> None:
    problem = only_problem_of(basin(**given))

    assert problem.path == path
    assert what in problem.what
    assert problem.remedy


_CLAUSES: dict[str, tuple[Data, str]] = {
    "strange branch": ({"event": "wet", "if": "higher", "else": "low"}, "no outcome of dam 'higher'"),
    "branch that hangs itself": ({"event": "wet", "if": "waits", "else": "low"}, "hangs on an event itself"),
    "no difference": ({"event": "wet", "if": "low", "else": "low"}, "both branches are the same"),
}


@pytest.mark.parametrize(("clause", "what"), _CLAUSES.values(), ids=_CLAUSES)
def test_branches_are_outcomes_of_the_issue(clause: Data, what: str) -> None:
    data = basin()
    data["issues"]["dam"]["outcomes"]["waits"]["contingent"] = clause

    assert what in only_problem_of(data).what


def test_worth_of_a_contingent_outcome_is_not_given_by_hand() -> None:
    data = basin()
    data["parties"]["a"]["stances"]["dam"]["values"]["waits"] = 50
    assert "follows from its branches" in only_problem_of(data).what

    data = basin()
    data["parties"]["b"]["stances"]["dam"]["ranking"] = ["low", "waits", "high"]
    assert "follows from its branches" in only_problem_of(data).what


def test_problems_of_a_rule_have_a_line_in_the_file() -> None:
    text = "format: 1\ncase: x\ntitle: X\nsigning: a and z\nparties:\n  a: {name: A, kind: principal, stances: {i: {red_line: [o]}}}\n"
    text += "issues:\n  i: {question: Q, outcomes: {o: {label: O}}}\n"

    with pytest.raises(CaseError) as caught:
        load_case(text)

    assert str(caught.value.problems[0]).startswith("case.yaml:4:10: ")


@pytest.mark.parametrize("given", [
    {"signing": "all"}, {"signing": "a and (b or c)"}, {"signing": {"quota": 2}}, {"side_payments": True},
    {"side_payments": {"most": 5, "rates": {"a": 2}}}, {"signing": {"quota": 3, "weights": {"a": 2, "b": 1, "c": 1}}},
])  # fmt: skip
def test_terms_survive_a_round_trip(given: Data) -> None:
    case = make_case(basin(**given))

    assert make_case(dict(as_mapping(case))) == case


def test_no_payments_is_the_same_as_saying_nothing() -> None:
    assert make_case(basin(side_payments=False)) == make_case(basin())


def test_beliefs_are_numbers_of_the_case_and_silent_ones_are_assumed() -> None:
    marks = {n.path[-1]: n.mark for n in numbers_in(make_case(basin())) if n.path[0] == "events"}

    assert marks == {"a": "assumed", "b": "assumed", "c": "assumed", "hawks": "assumed"}
    silent = [n for n in numbers_in(make_case(basin())) if n.path[0] == "events" and n.quantity is None]
    assert {n.party for n in silent} == {"c", "hawks"}


def test_what_terms_rest_on_is_checked() -> None:
    problems = problems_of(basin(signing={"quota": 2, "because": ["s9"]}))

    assert [p.path for p in problems] == [("signing", "because", 0)]
    assert ("side_payments", "because") in dict(citations_in(make_case(basin(side_payments=True))))


def test_confidential_belief_and_rule_are_hidden_from_others() -> None:
    rule = {"quota": 2, "judged_by": "x", "why": "y", "confidential": True}
    case = make_case(basin(signing=rule))

    seen = as_seen_by(case, "a")

    assert confidential_to(case) == ("b",)
    assert set(seen.events["wet"].beliefs) == {"a"}
    assert seen.signing is None
    assert set(as_seen_by(case, "b").events["wet"].beliefs) == {"a", "b"}


def test_spreadsheet_leaves_contingent_outcomes_as_they_are(tmp_path: File) -> None:
    case = make_case(basin(signing="a and (b or c)"))
    write_matrix(case, tmp_path / "m.xlsx")

    assert read_matrix(case, tmp_path / "m.xlsx") == case
