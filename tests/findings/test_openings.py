"""Which openings a brief shows whole, and whose vetoes are worth a finding."""

from __future__ import annotations

from detente.case import load_case
from detente.case.change import with_value
from detente.deals import find_deals
from detente.findings import analyze
from detente.findings.openings import top_openings
from detente.sources import read_case
from tests.findings.test_brief import CASE


def test_each_side_is_shown_a_way_of_its_own() -> None:
    case = read_case("istanbul-2022")
    deals = find_deals(case)

    shown = [{m.party for m in deals.openings[n].movers} for n in top_openings(case, deals)]

    assert {"ukraine"} in shown
    assert any(movers <= {"russia", "hardliners"} for movers in shown)
    assert len(shown) == 3


def test_a_single_opening_is_shown_alone() -> None:
    case = with_value(load_case(CASE), "parties.a.stances.land.red_line", ["returned", "shared"])
    deals = find_deals(case)

    assert top_openings(case, deals) == list(range(min(3, len(deals.openings))))


def test_a_case_without_openings_shows_none() -> None:
    case = load_case(CASE)

    assert top_openings(case, find_deals(case)) == []


def test_that_one_of_two_principals_can_refuse_is_no_finding() -> None:
    assert "vetoes" not in [f.kind for f in analyze(load_case(CASE), draws=0).findings]


def test_a_ratifier_that_holds_the_deal_back_is_a_finding() -> None:
    faction = {"name": "Hawks", "kind": "faction", "of": "a", "stances": {"land": {"red_line": ["shared"]}}}
    case = with_value(load_case(CASE), "parties.hawks", faction)

    finding = next(f for f in analyze(case, draws=0).findings if f.kind == "vetoes")

    assert finding.sentence == "Everyone else could sign 1 package without Hawks."
