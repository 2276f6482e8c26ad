"""The HTML brief of a case of bargaining while fighting."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from detente.dynamics.result import Spread
from detente.findings import Brief, analyze
from detente.report import render_html
from detente.report.dynamics import DynamicsView, dynamics_view
from detente.report.format import chance, points, signed
from tests.report.fighting import FIGHTING, fighting_brief, fighting_case, fighting_result
from tests.report.test_html import HOSTILE, parsed

SECTIONS = ("moves", "outlook", "mechanisms", "events")


@pytest.fixture(scope="module")
def brief() -> Brief:
    case = fighting_case()
    return fighting_brief(case, fighting_result(case))


@pytest.fixture(scope="module")
def view(brief: Brief) -> DynamicsView:
    found = dynamics_view(brief)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def page(brief: Brief) -> str:
    return render_html(brief)


def test_the_sections_stand_in_order_and_in_the_contents(page: str) -> None:
    """After what would change it and before the gaps, each named for readers of a screen."""
    places = [page.index(f'<h2 id="{key}">') for key in ("change", *SECTIONS, "gaps")]

    assert places == sorted(places)
    assert all(f'<section aria-labelledby="{key}">' in page and f'href="#{key}"' in page for key in SECTIONS)


def test_a_case_without_fighting_has_none_of_it(brief: Brief) -> None:
    """The sections, their contents and their method vanish together."""
    calm = render_html(replace(brief, dynamics=None, mechanisms=()))

    assert not any(f'"{mark}{key}"' in calm for key in SECTIONS for mark in ("", "#"))
    assert "Bargaining while fighting" not in calm


def test_every_table_has_a_caption_and_named_rows_and_columns(page: str) -> None:
    """What a reader of a screen needs to find a cell."""
    tables = re.findall(r'<table class="(?:stacked|choices)[^>]*>.*?</table>', page, re.DOTALL)

    assert len(tables) == 10
    for table in tables:
        assert re.search(r"<caption>\S", table)
        assert all("scope=" in head for head in re.findall(r"<th\b[^>]*>", table))


def test_ids_and_references_hold(page: str) -> None:
    """No id appears twice, and every reference leads somewhere."""
    found = parsed(page).attributes
    ids = [v for n, v in found if n == "id"]

    assert len(ids) == len(set(ids))
    assert {v[1:] for n, v in found if n == "href" and v and v.startswith("#")} <= set(ids)


def test_a_move_that_changes_something_is_told_whole(view: DynamicsView) -> None:
    """Sentences, a row for each observer's belief, and the open map; the others are a line each."""
    move = view.moves[0]

    assert [m.heading for m in view.moves] == ["Aland, “Give up the hill”"]
    assert move.is_open
    assert len(move.observers.rows) == 2
    assert move.observers.rows[0][:3] == ("Bland", "Aland is tough", "50\u00a0%")
    assert "before: asks only for what a tough side would grant" in move.observers.rows[0][-1]
    assert [s.split(":")[0] for s in view.unmoved] == [
        "Given these inputs, Aland, “Go on talking”", "Given these inputs, Bland, “Shell the hill”",
    ]  # fmt: skip


def test_where_no_move_changes_anything_the_first_is_told(brief: Brief) -> None:
    """Its map is at hand, not open, as it is not read as anything."""
    assert brief.dynamics is not None
    calm = {key: brief.dynamics.moves[key] for key in ("a.talk", "b.shell")}

    view = dynamics_view(replace(brief, dynamics=replace(brief.dynamics, moves=calm)))

    assert view is not None
    assert [(m.heading, m.is_open) for m in view.moves] == [("Aland, “Go on talking”", False)]
    assert len(view.unmoved) == 1


def test_packages_that_are_hardly_signed_have_no_row(brief: Brief, view: DynamicsView) -> None:
    """From 1 % on, the likeliest first; where there is none, the page says so instead of an empty table."""
    assert brief.dynamics is not None
    likely = [s.likely for s in brief.dynamics.terms if s.likely >= 0.01]
    rare = replace(brief.dynamics, terms=tuple(Spread(0.005, (0.0, 0.01), (0.0, 0.01)) for _ in brief.dynamics.terms))

    page = render_html(replace(brief, dynamics=rare))

    assert len(view.terms.rows) == len(likely) > 0
    assert "<p>No package is signed within 3 months with a probability of 1 % or more.</p>" in page


def test_what_was_counted_has_its_denominators_and_sources(view: DynamicsView) -> None:
    """Each share says of how many, and each list says whose it is."""
    assert [len(table.headers) for table in view.reference] == [6, 7]
    assert all(
        re.search(r"%.*; \d+ of \d+$", cell) for table in view.reference for row in table.rows for cell in row[1:]
    )
    assert any("Correlates of War" in source for source in view.sources)


def test_mechanisms_stand_by_question_with_their_notes(brief: Brief, view: DynamicsView) -> None:
    """Every row of the brief is there, and the move's rests on the quotation of its option."""
    rows = [row for group in view.mechanisms for row, _ in group.rows]
    noted = [numbers for group in view.mechanisms for row, numbers in group.rows if "Give up the hill" in row.answer]

    assert tuple(rows) == brief.mechanisms
    assert [g.letter for g in view.mechanisms] == sorted({r.row for r in rows})
    assert noted == [(1,)]


def test_the_ledger_says_who_moved_on_what(view: DynamicsView) -> None:
    """Dates are as exact as the case gives them; points have their sign."""
    assert view.steps is not None
    assert view.accounts is not None
    assert view.steps.rows == (
        ("The road is opened", "2020-02", "Bland", "land", "−3.0", "+3.0", "concession"),
        ("The bridge is shared", "2020-03-01", "Aland", "land", "−3.0", "+5.0", "concession"),
    )
    assert [(row[0], row[2], row[6]) for row in view.accounts.rows] == [
        ("Aland", "5.0", "100 %"), ("Bland", "3.0", "0 %"),
    ]  # fmt: skip


def test_the_method_claims_no_equilibrium(brief: Brief, page: str) -> None:
    """It names the method, its error, the choices and how much is assumed."""
    assert brief.dynamics is not None
    for part in (brief.dynamics.method, "residual", "had not settled", "No equilibrium is claimed", "assumed",
                 *(name for name in brief.dynamics.choices if name != "standard")):  # fmt: skip
        assert part in page


def test_hostile_words_of_moves_and_events_stay_words(page: str) -> None:
    """Labels of options and events reach headings, tables and charts as text."""
    poisoned = FIGHTING.replace("Give up the hill", _yaml(HOSTILE)).replace("The bridge is taken", _yaml(HOSTILE))
    case = fighting_case(poisoned.replace("The road is opened", _yaml(HOSTILE)))

    hostile = render_html(fighting_brief(case, fighting_result(case)))

    assert "<script>alert" not in hostile
    assert "{{ 7*7 }}" in hostile
    assert sorted(set(parsed(hostile).tags)) == sorted(set(parsed(page).tags))
    assert not [n for n, _ in parsed(hostile).attributes if n.startswith("on")]


def _yaml(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def test_a_case_that_gives_one_number_of_it_still_gives_a_page() -> None:
    """Everything else is assumed, there is no move, no event and no ledger, and nothing stands empty."""
    case = fighting_case("dynamics: {sides: [a, b]}\n")

    page = render_html(fighting_brief(case, fighting_result(case)))

    assert '<h2 id="outlook">' in page
    assert '<h2 id="moves">' not in page
    assert '<h2 id="events">' not in page
    assert analyze(fighting_case("")).dynamics is None


@pytest.mark.parametrize(
    ("spread", "points_shown", "chance_shown"),
    [
        (Spread(0.4, (0.4, 0.4), (0.4, 0.4)), "0", "40\u00a0%"),
        (Spread(0.4, (0.35, 0.45), (0.2, 0.41)), "0", "40\u00a0% (20–45\u00a0%)"),
        (Spread(40.0, (30.0, 45.0), (38.0, 61.0)), "40 (30–61)", None),
    ],
    ids=["certain", "both spreads", "points"],
)
def test_a_number_shows_its_whole_spread(spread: Spread, points_shown: str, chance_shown: str | None) -> None:
    """The band covers the ranges of the inputs and the choices of modelling together."""
    assert points(spread) == points_shown
    assert chance_shown is None or chance(spread) == chance_shown


def test_a_change_has_its_sign() -> None:
    """Gains and losses differ by more than a hyphen, and nothing has no sign."""
    assert [signed(x) for x in (4.5, -4.5, 0.0, 0.04)] == ["+4.5", "−4.5", "0", "0"]
