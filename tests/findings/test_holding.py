"""What a brief says about what would hold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from detente.case import Case, make_case
from detente.ensemble.agreement import Reading
from detente.ensemble.stability import Holding, StabilityDraws
from detente.figures import state_graph_figure
from detente.findings import Brief, analyze
from detente.findings.agreements import agreement_sentence
from detente.findings.holding import changes, departure_sentence, doubt, holding_sentence, shown_states
from detente.findings.words import Words
from detente.report import render_html
from detente.sources import read_case
from detente.stability.agreement import Guarantor, Signer, guarantee_needed, holds
from detente.stability.from_case import graph_model
from detente.stability.today import today
from tests.report.test_html import HOSTILE, parsed


def case_of(priorities: dict[str, list[str]], now: tuple[str, ...] = (), **changed: Any) -> Case:
    options = {k: {"arm": {"label": f"Arm {k}", "now": k in now}} for k in priorities}
    issues = {"i": {"question": "q", "outcomes": {"x": {"label": "X"}, "y": {"label": "Y"}}}}
    stances = {"i": {"values": {"x": 10, "y": 5}}}
    parties = {k: {"name": k.upper(), "kind": "principal", "stances": stances} for k in priorities}
    whole = {
        "format": 1,
        "case": "d",
        "title": "D",
        "parties": parties,
        "options": options,
        "priorities": priorities,
        "issues": issues,
    }
    return make_case(whole | changed)


def said(case: Case, state: int | None = None) -> str:
    return holding_sentence(case, Words(case), today(graph_model(case), state))


DILEMMA = {"a": ["not b.arm", "a.arm"], "b": ["not a.arm", "b.arm"]}
THREE = {"a": ["not b.arm", "a.arm"], "b": ["not a.arm", "b.arm"], "c": ["not c.arm"]}
"""The third gains by going alone."""
EAGER = {"a": ["a.arm", "not b.arm"], "b": ["not a.arm", "b.arm"]}


def test_a_state_from_which_nobody_gains_holds() -> None:
    """Both armed: laying down alone is worse."""
    assert said(case_of(DILEMMA, now=("a", "b"))).startswith(
        "Given these priorities, the present state holds: none of 2 parties gains"
    )


def test_a_state_that_only_the_answer_keeps_says_whose_gain_is_answered() -> None:
    """Nobody armed: arming gains at once."""
    sentence = said(case_of(DILEMMA))

    assert (
        "the present state holds: A and B could gain by a move, but others would answer it to their own advantage"
        in sentence
    )


def test_a_state_that_somebody_leaves_says_who_and_by_what() -> None:
    """A arms whatever B does."""
    sentence = said(case_of(EAGER))

    assert "does not hold: A gains by “Arm a”, and no move by which others gain would deter it" in sentence
    assert "B gains by" not in sentence


def test_what_several_would_do_together_is_told_with_whether_it_holds() -> None:
    """From both armed to none armed: both gain, and both could break out again."""
    case = case_of(DILEMMA, now=("a", "b"))
    found = today(graph_model(case))

    sentence = departure_sentence(case, Words(case), found, found.departures[0])

    assert sentence == (
        "Together A and B would all gain: A ending “Arm a” and B ending “Arm b”; that would hold as long as A and B "
        "expect the others to answer a breach."
    )


def test_the_same_step_of_several_is_named_once() -> None:
    """By its label, with all who take it."""
    case = case_of(DILEMMA)
    model = graph_model(case)
    same = case.model_copy(
        update={"options": {k: {"arm": o["arm"].model_copy(update={"label": "Arm"})} for k, o in case.options.items()}}
    )

    assert changes(same, model, 0, 3) == "A and B “Arm”"
    assert changes(same, model, 0, 3, known=(0, 1)) == "“Arm”"
    assert changes(case, model, 0, 3, known=(0, 1)) == "A “Arm a” and B “Arm b”"
    assert changes(case, model, 1, 0, known=(0,)) == "ending “Arm a”"


def test_many_changes_are_counted_beyond_the_first() -> None:
    """A sentence is no table."""
    parties = {k: {"name": k, "kind": "principal"} for k in ("a", "b")}
    options = {"a": {f"o{n}": {"label": f"L{n}", "now": False} for n in range(9)}, "b": {"x": {"label": "X"}}}
    case = make_case(
        {"format": 1, "case": "d", "title": "D", "parties": parties, "options": options, "priorities": {"a": ["a.o1"]}}
    )

    assert changes(case, graph_model(case), 0, (1 << 9) - 1, known=(0,)).endswith("“L5” and 3 more changes")


@pytest.mark.parametrize(
    ("shares", "part"),
    [
        ({"nash": 1.0, "seq": 1.0, "gmr": 1.0}, "the same in every one of 50 draws"),
        ({"nash": 0.4, "seq": 0.4, "gmr": 1.0}, "it holds in 40 % of 50 draws"),
        ({"nash": 0.2, "seq": 0.6, "gmr": 1.0}, "in 20 % of 50 draws"),
    ],
)
def test_doubt_says_in_how_many_orders_it_holds(shares: dict[str, float], part: str) -> None:
    """And who leaves most often."""
    case = case_of(DILEMMA)
    draws = StabilityDraws(50, 1, 0, shares, {"a": 0.0, "b": 1 - shares["seq"]})

    text = doubt(Words(case), Holding(today(graph_model(case), 0), draws))

    assert part in text
    assert ("It is B that leaves most often." in text) == (shares["seq"] < 1)
    assert (
        doubt(Words(case), Holding(today(graph_model(case), 0), None))
        == "Exact for the priorities as they are ordered."
    )


def test_a_state_that_is_not_the_present_one_is_called_by_its_number() -> None:
    """The present one is what is taken today."""
    assert said(case_of(DILEMMA, now=("a", "b")), 0).startswith("Given these priorities, state 0 holds")


def test_a_step_is_not_advised_that_would_not_last() -> None:
    """The model says that several could agree, not that it is wanted."""
    found = analyze(case_of(DILEMMA, now=("a", "b")), draws=0)
    finding = next(f for f in found.findings if f.kind == "holding")

    assert finding.do.startswith("Ask whether A and B would take this step at the same moment")
    lasting = analyze(case_of(THREE, now=("a", "b", "c")), draws=0)
    other = next(f for f in lasting.findings if f.kind == "holding")
    assert "not that it is wanted" in other.do


def test_the_shown_states_begin_with_the_present_one_and_have_letters() -> None:
    """No state twice."""
    shown = shown_states(today(graph_model(case_of(DILEMMA, now=("a", "b")))))

    assert [s.letter for s in shown] == ["now", "A"]
    assert [s.standing.state for s in shown] == [3, 0]
    assert shown_states(today(graph_model(case_of(DILEMMA)), 3))[0].letter == "here"


def test_the_figure_says_what_its_rows_say() -> None:
    """Who moves where, and what holds there."""
    case = case_of(DILEMMA, now=("a", "b"))

    figure = state_graph_figure(Words(case), Holding(today(graph_model(case)), None))

    assert figure.rows == (("now", "A", "A and B", "holds"),)
    assert "several together would go to A" in figure.reading
    assert figure.svg.startswith("<svg")


def _reading(own: Signer, other: Signer, covers: float, guarantor: Guarantor | None) -> Reading:
    guaranteed = holds([own, other], [guarantor]) if guarantor else None
    names = (guarantor.name,) if guarantor else ()
    return Reading({}, holds([own, other]), guarantee_needed([own, other]), covers, names, guaranteed)


def test_a_package_that_is_broken_says_what_a_guarantee_would_have_to_do() -> None:
    """The share that is needed, the share that there is, and whether it is enough."""
    words = Words(case_of(EAGER | {"g": ["g.arm"]}))
    own, meek = Signer("a", 0.6, 0.3, 0.8, 0.2), Signer("b", 0.5, 0.1, 0.4, 0.2)

    little = agreement_sentence(words, "opening 1", _reading(own, meek, 0.3, Guarantor("g", 0.3, 0, 1)))
    enough = agreement_sentence(words, "opening 1", _reading(own, meek, 0.5, Guarantor("g", 0.5, 0, 1)))
    nobody = agreement_sentence(words, "opening 1", _reading(own, meek, 0.5, None))

    assert little == (
        "Opening 1, once signed, does not hold by itself: A gains 20 points by breaking it, and to answer it would "
        "bring the others no more than to bear it. Guarantees would have to undo 40 % of what a breach brings; with the 30 % "
        "that G would, that is not enough."
    )
    assert enough.endswith("with the 50 % that G would, that is enough.")
    assert nobody.endswith("the package has nobody who gives them.")


def test_a_package_that_holds_says_why() -> None:
    """Nobody gains, or a breach would be answered."""
    words = Words(case_of(EAGER))
    own, firm = Signer("a", 0.6, 0.3, 0.8, 0.2), Signer("b", 0.5, 0.3, 0.4, 0.2)

    kept = agreement_sentence(words, "nash", _reading(own, firm, 0, None))
    free = agreement_sentence(words, "nash", _reading(replace(own, temptation=0.5), firm, 0, None))

    assert kept == (
        "Nash, once signed, holds as long as who leaves it is answered: A gains 20 points by breaking it, but then B would "
        "gain by breaking it as well."
    )
    assert free == "Nash, once signed, holds: nobody gains by leaving it."


def test_what_is_evaded_in_secret_is_nothing_for_a_guarantee() -> None:
    """Enforcement comes after an open breach."""
    words = Words(case_of(EAGER))
    own, sly = (
        Signer("a", 0.6, 0.1, 0.5, 0.2),
        Signer("b", 0.5, 0.1, 0.4, 0.2, side_gain=0.1, side_cost=0.0, detection=0.1),
    )

    assert "No enforcement touches what nobody sees" in agreement_sentence(words, "nash", _reading(own, sly, 0, None))


def test_a_side_that_would_rather_fight_cannot_be_held_by_a_guarantee() -> None:
    """There is no share that would be enough."""
    words = Words(case_of(EAGER))
    fighter, meek = Signer("a", 0.3, 0.5, 0.8, 0.2), Signer("b", 0.5, 0.1, 0.4, 0.2)

    assert "No guarantee is enough" in agreement_sentence(words, "nash", _reading(fighter, meek, 0, None))


@pytest.fixture(scope="module")
def brief() -> Brief:
    return analyze(read_case("istanbul-2022"), draws=5)


def test_the_brief_has_the_section_after_what_would_change_it(brief: Brief) -> None:
    """With the option table, the figure, and a sentence for each package."""
    page = render_html(brief)

    assert page.index('id="change"') < page.index('id="holds"') < page.index('id="moves"')
    assert page.count("once signed,") >= len(brief.shown)
    assert brief.holding is not None
    assert state_graph_figure(Words(brief.case), brief.holding).reading in page
    assert [f.kind for f in brief.findings].index("holding") < [f.kind for f in brief.findings].index("moves")


def test_a_case_without_options_says_nothing_about_it(brief: Brief) -> None:
    """No section, no contents, no method."""
    page = render_html(replace(brief, holding=None, agreements=()))

    assert 'id="holds"' not in page
    assert "#holds" not in page
    assert "graph model" not in page


def test_hostile_labels_of_options_stay_words() -> None:
    """Escaped on the page, in the table and in the figure."""
    case = case_of(DILEMMA, now=("a", "b"))
    hostile = {k: {"arm": o["arm"].model_copy(update={"label": HOSTILE})} for k, o in case.options.items()}
    page = render_html(analyze(case.model_copy(update={"options": hostile}), draws=0))

    assert "<script" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert parsed(page) is not None
