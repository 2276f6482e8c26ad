"""The brief as data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.case import load_case
from detente.case.change import with_value
from detente.deals import find_deals
from detente.examples import example_names
from detente.findings import analyze
from detente.sources import read_case

CASE = """
format: 1
case: tiny
title: Tiny
documents: [{id: d, file: d.txt, title: Doc}]
statements:
  - {id: s1, document: d, quote: never, speaker: a, holder: a, act: reject, about: land.returned}
  - {id: s2, document: d, quote: hush, speaker: b, holder: b, act: reject, about: land.kept, confidential_to: b}
parties:
  a:
    name: Aland
    kind: principal
    no_deal: {value: [20, 40], confidential: true}
    stances: {land: {values: {kept: 100, shared: 50, returned: 0}, red_line: [returned], because: [s1]}}
  b:
    name: Bland
    kind: principal
    no_deal: 30
    stances: {land: {values: {kept: 0, shared: 45, returned: 100}, red_line: [kept], because: [s2]}}
issues:
  land: {question: Whose land?, outcomes: {kept: {label: Kept}, shared: {label: Shared}, returned: {label: Returned}}}
"""


@pytest.mark.parametrize("name", example_names())
def test_every_finding_of_a_bundled_case_cites_statements(name: str) -> None:
    brief = analyze(read_case(name), draws=5)

    assert [f.kind for f in brief.findings if not brief.numbers_of(f.statements)] == []
    assert 3 <= len(brief.findings) <= 7


def test_the_bottom_line_says_whether_on_what_and_how_sure() -> None:
    brief = analyze(load_case(CASE), draws=10)

    verdict, hinge, certainty = brief.bottom_line

    assert "a deal is possible: 1 of 3 packages" in verdict
    assert "All four ideas of fairness pick the same package" in hinge
    assert certainty == "Every one of 10 draws over the ranges and analysts of the case has a deal."


def test_a_result_of_another_state_of_the_case_makes_the_brief_stale() -> None:
    case = load_case(CASE)
    old = find_deals(case)
    changed = with_value(case, "parties.b.no_deal", 90)

    assert analyze(changed, deals=old).stale
    assert not analyze(changed).stale


def test_a_brief_for_one_side_shows_nothing_confidential_about_the_other() -> None:
    brief = analyze(load_case(CASE), for_party="b", draws=0)

    assert brief.case.parties["a"].no_deal is None
    assert [n.statement.id for n in brief.notes] == ["s1", "s2"]
    assert brief.case_digest == load_case(CASE).digest


def test_what_rests_on_confidential_words_alone_is_left_out_for_the_other_side() -> None:
    brief = analyze(load_case(CASE), for_party="a", draws=0)

    assert [n.statement.id for n in brief.notes] == ["s1"]
    assert brief.case.parties["b"].stances == {}
    assert not brief.stale


def test_notes_keep_speaker_holder_and_chain_apart() -> None:
    case = with_value(load_case(CASE), "statements.s1.chain", ["author", "b", "a"])

    note = analyze(case, draws=0).notes[0]

    assert (note.speaker, note.holder, note.chain) == ("Aland", "Aland", ("the author", "Bland", "Aland"))


def test_a_result_without_draws_says_so() -> None:
    brief = analyze(load_case(CASE), draws=0)

    assert brief.draws is None
    assert brief.findings[0].uncertainty == "Every number is taken at its point value; no draws were made."


def test_links_that_contradict_each_other_are_named() -> None:
    case = with_value(
        load_case(CASE), "links", [{"require": "land.kept", "label": "kept it is"}, {"forbid": "land.kept"}]
    )

    blockers = next(f for f in analyze(case, draws=2).findings if f.kind == "blockers")

    assert blockers.sentence == "The links alone leave no package: kept it is and not (land.kept)."


def test_a_cut_list_of_blockers_is_not_called_all() -> None:
    case = with_value(load_case(CASE), "parties.a.stances.land.red_line", ["returned", "shared"])
    cut = replace(find_deals(case), complete=False)

    blockers = next(f for f in analyze(case, deals=cut, draws=0).findings if f.kind == "blockers")

    assert "all" not in blockers.sentence.split("conflicts")[0].split()[-3:]
