"""The cases that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.case.advice import advise
from detente.case.walk import numbers_in
from detente.deals import find_deals
from detente.examples import example_names, example_path
from detente.sources import open_case, read_case


def folder_of(name: str) -> Path:
    path = example_path(name)
    assert path is not None
    return path.parent


@pytest.mark.parametrize("name", example_names())
def test_a_bundled_case_has_no_problem_and_every_quotation_is_found(name: str) -> None:
    opened = open_case(name)

    assert opened.problems == ()
    assert opened.case is not None
    assert set(opened.case.citations) == {s.id for s in opened.case.statements}
    assert (folder_of(name) / "README.md").is_file()


@pytest.mark.parametrize("name", example_names())
def test_a_bundled_case_contradicts_no_quotation_and_notes_every_digest(name: str) -> None:
    rules = {p.rule for p in advise(read_case(name))}

    assert rules <= {"unused"}


@pytest.mark.parametrize("name", example_names())
def test_red_lines_of_a_bundled_case_are_quoted_or_judged_and_of_a_principal_quoted(name: str) -> None:
    case = read_case(name)

    marks = {(p.kind, s.mark) for p in case.parties.values() for s in p.stances.values() if s.red_line}

    assert {mark for _, mark in marks} <= {"quoted", "judged"}
    assert {mark for kind, mark in marks if kind == "principal"} == {"quoted"}


def test_three_cases_ship_one_of_them_with_four_principals() -> None:
    principals = [len(read_case(name).principals) for name in example_names()]

    assert len(principals) == 3
    assert max(principals) >= 4


def test_istanbul_names_what_a_reader_of_the_talks_would_name() -> None:
    case = read_case("istanbul-2022")

    blockers = {frozenset((c.party, c.issue) for c in b.constraints) for b in find_deals(case).blockers}

    assert {("ukraine", "crimea"), ("russia", "crimea"), ("hardliners", "crimea")} in blockers
    assert {("ukraine", "donbas"), ("russia", "donbas"), ("hardliners", "withdrawal")} in blockers
    assert any({issue for _, issue in b} <= {"forces", "demilitarisation", "armed_forces"} for b in blockers)


def test_istanbul_keeps_speaker_holder_and_author_apart() -> None:
    statements = read_case("istanbul-2022").statements

    assert len(statements) >= 40
    assert any(s.holder == "author" for s in statements)
    assert any(s.speaker != s.holder for s in statements)
    assert any(len(s.reporters) >= 3 for s in statements)


def test_istanbul_models_both_sides_with_equal_care() -> None:
    case = read_case("istanbul-2022")
    numbers = [sum(n.party == party for n in numbers_in(case)) for party in ("russia", "ukraine")]
    said = [sum(case.party_of(s.holder) == party for s in case.statements) for party in ("russia", "ukraine")]

    assert max(numbers) <= 1.25 * min(numbers)
    assert max(said) <= 1.5 * min(said)


def test_camp_david_is_blocked_by_the_settlements_in_sinai() -> None:
    deals = find_deals(read_case("camp-david-1978"))

    assert not deals.has_deal
    assert {c.party for c in deals.blockers[0].constraints} == {"egypt", "israel"}
    assert len(deals.openings[0].relax) == 1


def test_colorado_has_a_narrow_zone_of_agreement() -> None:
    deals = find_deals(read_case("colorado-river-2023"))

    assert deals.has_deal
    assert deals.packages["acceptable"] < deals.packages["linked"] / 20
    assert deals.trades
