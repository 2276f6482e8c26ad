"""The HTML brief: self-contained, escaped, cited."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from detente.case import load_case, make_case
from detente.case.change import with_value
from detente.case.model import as_mapping
from detente.examples import example_names
from detente.findings import analyze
from detente.report import render_html, stale_briefs, write_brief
from detente.report.format import value_in_band
from detente.sources import read_case
from tests.findings.test_brief import CASE

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>{{ 7*7 }}"


class _Tags(HTMLParser):
    """Collects tags, attributes and ids."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def parsed(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    return tags


@pytest.fixture(scope="module", params=example_names())
def page(request: pytest.FixtureRequest) -> str:
    return render_html(analyze(read_case(request.param), draws=5))


def test_a_page_asks_nothing_of_anybody(page: str) -> None:
    tags = parsed(page)

    outside = [
        v
        for n, v in tags.attributes
        if n in ("src", "href", "action", "data") and not (v or "").startswith(("#", "data:,"))
    ]

    assert outside == []
    assert "script" not in tags.tags
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_every_reference_leads_to_a_quotation(page: str) -> None:
    ids = {v for n, v in parsed(page).attributes if n == "id"}

    targets = {v[1:] for n, v in parsed(page).attributes if n == "href" and v and v.startswith("#")}

    assert targets <= ids


def test_ids_are_unique(page: str) -> None:
    ids = [v for n, v in parsed(page).attributes if n == "id"]

    assert len(ids) == len(set(ids))


def test_each_chart_has_a_reading_and_its_data(page: str) -> None:
    tags = parsed(page).tags

    assert tags.count("figure") == tags.count("figcaption") == tags.count("svg") > 0
    assert page.count("Data of this chart") == tags.count("figure")


def test_hostile_words_in_every_label_stay_words() -> None:
    brief = analyze(load_case(CASE), draws=3)
    clean = parsed(render_html(brief))

    hostile = render_html(analyze(make_case(_poisoned(as_mapping(load_case(CASE)))), draws=3))

    assert "<script>alert" not in hostile
    assert "<img" not in hostile
    assert "{{ 7*7 }}" in hostile
    assert sorted(set(parsed(hostile).tags)) == sorted(set(clean.tags))
    assert not [n for n, _ in parsed(hostile).attributes if n.startswith("on")]


def _poisoned(value: object) -> dict[str, object]:
    """Put hostile words into every free text of a case."""
    texts = ("name", "label", "question", "title", "note", "summary", "author", "why", "quote")

    def poison(item: object, key: str = "") -> object:
        if isinstance(item, dict):
            return {k: poison(v, k) for k, v in item.items()}
        if isinstance(item, list):
            return [poison(i) for i in item]
        return f"{item} {HOSTILE}" if isinstance(item, str) and key in texts else item

    poisoned = poison(value)
    assert isinstance(poisoned, dict)
    return {**poisoned, "summary": HOSTILE, "note": HOSTILE}


def test_the_marking_and_the_digest_stand_on_the_page() -> None:
    case = with_value(load_case(CASE), "marking", "confidential")

    html = render_html(analyze(case, draws=0, for_party="a"))

    assert '<div class="marking">confidential · contains what is confidential to Aland · for Aland</div>' in html
    assert f'<meta name="detente-digest" content="{case.digest}">' in html


def test_a_brief_of_an_older_state_says_that_it_is_stale(tmp_path: Path) -> None:
    case = load_case(CASE)
    write_brief(analyze(case, draws=0), tmp_path / "brief.html")
    changed = with_value(case, "title", "Another title")

    assert list(stale_briefs(case, tmp_path)) == []
    assert [p.rule for p in stale_briefs(changed, tmp_path)] == ["stale-brief"]
    stale = analyze(changed, deals=analyze(case, draws=0).deals, draws=0)
    assert "This brief is stale" in render_html(stale)


def test_a_case_without_statements_still_gives_a_brief() -> None:
    plain = dict(as_mapping(load_case(CASE)))
    for party in plain["parties"].values():
        party["stances"]["land"].pop("because")
    plain.pop("statements")

    html = render_html(analyze(make_case(plain), draws=0))

    assert "The case has no statements." in html
    assert "Rests on no quotation." in html


@pytest.mark.parametrize(
    ("value", "band", "shown"),
    [(40.4, None, "40"), (40.4, (40.2, 40.5), "40"), (40.4, (35.2, 46.7), "40 (35–47)")],
    ids=["no draws", "certain", "in its band"],
)
def test_a_value_is_shown_inside_its_band(value: float, band: tuple[float, float] | None, shown: str) -> None:
    assert value_in_band(value, band) == shown
