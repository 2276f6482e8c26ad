"""The brief as one HTML file that asks the network for nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente.case.confidential import confidential_to
from detente.case.files import check_ending, write_whole
from detente.case.walk import numbers_in
from detente.deals import Constraint
from detente.figures import Figure, frontier_figure, funnel_figure, losses_figure, parallel_figure, values_figure
from detente.findings import Brief
from detente.findings.blockers import blocker_sentence
from detente.findings.equivalents import offer_sentence
from detente.findings.finding import MAX_LISTED
from detente.findings.openings import opening_sentence, top_openings
from detente.findings.trades import trade_sentence
from detente.findings.words import Words, listed, percent, upper
from detente.report.deals import exactness, gains_table
from detente.report.dynamics import dynamics_view
from detente.report.format import short_digest, value_in_band
from detente.report.stability import stability_view

MAX_TRADES = 20
"""So many exchanges a reader may want to see; a large case has a thousand."""

Line = tuple[str, tuple[int, ...], str]
"""A sentence of a list, the numbers of its notes, and how often it appears."""


@dataclass(frozen=True)
class Column:
    """One package of a table: its heading, its outcomes and its values by party."""

    heading: str
    outcomes: tuple[str, ...]
    values: tuple[str, ...]


def write_brief(brief: Brief, path: str | os.PathLike[str]) -> None:
    """Write the brief as HTML; the file appears whole or not at all.

    Raises
    ------
    InputError
        If the name does not end in .html or .htm (so a case is never overwritten), or cannot be written.
    """
    check_ending(Path(path), ".html", ".htm")
    write_whole(Path(path), render_html(brief).encode())


def render_html(brief: Brief) -> str:
    """Return the brief as one self-contained HTML page."""
    environment = Environment(
        loader=PackageLoader("detente.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    words = Words(brief.case)
    source = environment.loader.get_source(environment, "brief.css")[0] if environment.loader else ""
    return environment.get_template("brief.html.j2").render(
        brief=brief, case=brief.case, deals=brief.deals, draws=brief.draws,
        css=Markup(source),  # noqa: S704 (our own file)
        figures=_figures(brief), fighting=dynamics_view(brief), standing=stability_view(brief), svg=lambda figure: Markup(figure.svg),  # noqa: S704 (drawn by vl-convert, which escapes)
        refs=brief.numbers_of,
        blockers=[_blocker(brief, words, n) for n in range(min(len(brief.deals.blockers), MAX_LISTED))],
        openings=[_opening(brief, words, n) for n in range(min(len(brief.deals.openings), MAX_LISTED))],
        top=top_openings(brief.case, brief.deals),
        trades=[trade_sentence(words, t) for t in brief.deals.trades[:MAX_TRADES]],
        gains=gains_table(brief), offers=[offer_sentence(words, o) for o in brief.offers], exactness=exactness(brief),
        columns=_columns(brief), issue_names=[brief.case.issue_name(i) for i in brief.deals.space.issues],
        value_names=_value_names(brief), marks=_marks(brief), short_digest=short_digest,
        confidential=listed([words.party(p) for p in confidential_to(brief.case)]),
        principals=listed([words.party(p) for p in brief.case.principals]),
    )  # fmt: skip


def _blocker(brief: Brief, words: Words, number: int) -> Line:
    """Return a blocker's sentence, its notes, and how often it appears."""
    blocker = brief.deals.blockers[number]
    links = tuple(s for n in blocker.links for s in brief.case.links[n].because)
    notes = brief.numbers_of((*words.statements_of(blocker.constraints), *links))
    often = _often(brief, brief.draws.blockers if brief.draws else {}, blocker.constraints)
    return blocker_sentence(words, blocker), notes, often


def _opening(brief: Brief, words: Words, number: int) -> Line:
    """Return an opening's sentence, its notes, and how often it appears."""
    opening = brief.deals.openings[number]
    notes = brief.numbers_of(words.statements_of(opening.relax))
    often = _often(brief, brief.draws.openings if brief.draws else {}, opening.relax)
    return opening_sentence(words, opening), notes, often


def _often(brief: Brief, counts: Mapping[tuple[Constraint, ...], int], key: tuple[Constraint, ...]) -> str:
    return f"in {percent(counts.get(key, 0) / brief.draws.draws)} of draws" if brief.draws else ""


def _figures(brief: Brief) -> dict[str, Figure]:
    found = [funnel_figure(brief), frontier_figure(brief), parallel_figure(brief), losses_figure(brief)]
    if brief.shown:
        what = "The best package of these openings" if brief.deals.openings else "Each fair package"
        reading = (
            f"{what}: its value to {_principals(brief)} (a bar where the inputs leave it open), and no deal (tick)."
        )
        found.append(values_figure(brief, "values", reading))
    return {figure.key: figure for figure in found if figure is not None}


def _principals(brief: Brief) -> str:
    return listed([brief.case.parties[p].name for p in brief.case.principals])


def _columns(brief: Brief) -> list[Column]:
    labels = {i: {o: outcome.label for o, outcome in issue.outcomes.items()} for i, issue in brief.case.issues.items()}
    return [
        Column(
            upper(shown.heading),
            tuple(labels[i][o] for i, o in shown.outcomes.items()),
            tuple(value_in_band(shown.values[p], shown.bands.get(p)) for p in _valued(brief)),
        )
        for shown in brief.shown
    ]


def _valued(brief: Brief) -> Sequence[str]:
    space = brief.deals.space
    return [space.parties[p] for p in space.valued]


def _value_names(brief: Brief) -> list[tuple[str, str]]:
    """Return each party's name with its no-deal value in words."""
    names = []
    for party in _valued(brief):
        no_deal = brief.case.parties[party].no_deal
        names.append((brief.case.parties[party].name, "not given" if no_deal is None else str(no_deal)))
    return names


def _marks(brief: Brief) -> dict[str, list[str]]:
    """Return the paths of all numbers by how they are known, the assumed first."""
    found: dict[str, list[str]] = {"assumed": [], "judged": [], "quoted": []}
    for number in numbers_in(brief.case):
        found[number.mark].append(".".join(map(str, number.path)))
    return found
