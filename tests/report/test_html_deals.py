"""The brief's views of deals: which stand where, what they say, and that a large case gets them too."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from detente.findings import Brief, analyze
from detente.report import render_html
from detente.report.deals import exactness, gains_table
from detente.sources import read_case
from tests.figures.deals_drawn import case_of_many


@cache
def large(*, blocked: bool) -> Brief:
    return analyze(case_of_many(blocked=blocked), draws=0)


@cache
def colorado() -> Brief:
    return analyze(read_case("colorado-river-2023"), draws=0)


def _figures(page: str) -> list[str]:
    return re.findall(r"<figcaption>(.*?)</figcaption>", page, re.DOTALL)


@pytest.mark.parametrize("blocked", [False, True], ids=["with a deal", "blocked"])
def test_a_case_that_nobody_can_enumerate_has_every_view(*, blocked: bool) -> None:
    brief = large(blocked=blocked)
    page = render_html(brief)

    assert brief.deals.space.size == 5**20
    assert "9.5 × 10¹³ packages" in page
    assert any("cannot be improved for Aland, Bland, Cland and Dland" in f for f in _figures(page))
    assert any("where they move" in f for f in _figures(page)) == blocked
    assert len(page) < 400_000


def test_what_was_not_counted_is_told_as_at_least() -> None:
    brief = large(blocked=False)

    assert brief.findings[0].sentence.startswith("Given these inputs a deal is possible: at least ")
    assert brief.findings[0].sentence.endswith("would be signed by Aland, Bland, Cland and Dland.")
    assert "Point 1" not in brief.bottom_line[1]
    assert "there are at least as many as said" in exactness(brief)
    assert "of them are drawn" not in render_html(brief)
    assert re.search(r"80 of [\d,]+ are drawn; no other is more than \d+ points", render_html(brief))


def test_a_list_that_was_cut_is_told_so() -> None:
    brief = large(blocked=True)

    assert "may have been cut" in exactness(brief)
    assert "There may be others that are not listed." in render_html(brief)
    by_kind = {f.kind: f.sentence for f in brief.findings}
    assert by_kind["blockers"].endswith("conflicts that were found, there may be more.")
    assert by_kind["openings"].endswith("ways that were found it is one of the smallest; there may be more.")


def test_an_enumerated_case_is_exact() -> None:
    assert exactness(colorado()) == "How deals were found: enumeration of all packages, exact."


def test_an_unproven_package_is_told_with_its_gap() -> None:
    brief = colorado()
    unproven = tuple(replace(s, note="Nash: within 0.3 % of what is possible") for s in brief.shown)

    page = render_html(replace(brief, shown=unproven))

    assert "Nash: within 0.3 % of what is possible." in page
    assert "not proven to be the best" in page


def test_the_table_has_value_gain_and_share_of_each_party() -> None:
    brief = colorado()
    table = gains_table(brief)
    assert table is not None
    nash, gains = brief.deals.fair["nash"].package.values, brief.gains

    row = next(r for r in table.rows if r[0] == "California")

    share = gains.share("california", nash["california"])
    assert share is not None
    gain = nash["california"] - gains.start["california"]
    assert row[3] == f"{nash['california']:.0f}: +{gain:.0f}, {100 * share:.0f} %"
    assert [r[0] for r in table.rows] == [brief.case.parties[p].name for p in gains.parties]
    assert all(len(r) == len(table.headers) for r in table.rows)


def test_the_gains_stand_open_with_a_deal_and_folded_without() -> None:
    assert '<details class="keep"><summary>What the numbered' not in render_html(colorado())
    assert '<table class="stacked gains">' in render_html(colorado())
    assert '<details class="keep"><summary>What the numbered' in render_html(large(blocked=True))


def test_offers_of_equal_worth_are_behind_a_fold() -> None:
    page = render_html(analyze(case_of_many(parties=3, issues=4, outcomes=3), draws=0))

    assert "<summary>Offers of equal worth to one party: " in page


def test_a_thousand_exchanges_are_not_all_on_the_page() -> None:
    brief = large(blocked=False)

    assert len(brief.deals.trades) > 500
    assert f"{len(brief.deals.trades) - 20:,} more stand in the output" in render_html(brief)


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert render_html(colorado()) == render_html(analyze(read_case("colorado-river-2023"), draws=0))
