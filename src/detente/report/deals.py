"""What a brief shows of named packages: what each brings to whom, and what of the analysis is not exact."""

from __future__ import annotations

from collections.abc import Iterator

from detente.findings import Brief
from detente.findings.gains import is_whole
from detente.findings.shown import Shown
from detente.findings.words import listed, percent, points_words, upper
from detente.report.tables import Table


def gains_table(brief: Brief) -> Table | None:
    """Return a row a party and a column a named package: value, gain over no deal, share of the ideal gain."""
    if not brief.shown or not brief.gains.parties:
        return None
    has_ideals = bool(brief.gains.ideal)
    headers = ("Party", "No deal", *(("Best it could hope for",) if has_ideals else ()))
    rows = [_row(brief, party, has_ideals=has_ideals) for party in brief.gains.parties]
    return Table(_caption(brief), (*headers, *(upper(s.heading) for s in brief.shown)), tuple(rows))


def _row(brief: Brief, party: str, *, has_ideals: bool) -> tuple[str, ...]:
    gains = brief.gains
    start = f"{gains.start[party]:.0f}" if party in gains.start else "not given"
    start = f"{start} (its least)" if party in gains.assumed else start
    ideal = (f"{gains.ideal[party]:.0f}" if party in gains.ideal else "–",) if has_ideals else ()
    return brief.case.parties[party].name, start, *ideal, *(_brings(brief, s, party) for s in brief.shown)


def _brings(brief: Brief, shown: Shown, party: str) -> str:
    value = shown.values[party]
    gain, share = brief.gains.gain(party, value), brief.gains.share(party, value)
    if gain is None:
        return f"{value:.0f}"
    return f"{value:.0f}: {points_words(gain)}" + ("" if share is None else f", {percent(share)}")


def _caption(brief: Brief) -> str:
    shares = ", and which share that is of its most possible gain" if brief.gains.ideal else ""
    least = [brief.case.parties[p].name for p in brief.gains.assumed]
    parts = [
        f"What the named packages are worth to each party: the value, the points over no deal{shares}.",
        f"{listed(least)}: no no-deal value is given, gains count from the least valued package that the links allow."
        if least
        else "",
        "" if brief.gains.proven else "The best that each could hope for is found, not proven: shares may be smaller.",
        *(f"{upper(s.note)}." for s in brief.shown if s.note),
    ]
    return " ".join(p for p in parts if p)


def exactness(brief: Brief) -> str:
    """Return how the deals were found and what of that is not exact, in sentences."""
    doubts = list(_doubts(brief))
    method = f"How deals were found: {brief.deals.method}"
    return f"{method}, exact." if not doubts else f"{method}; exact but for this: {'; '.join(doubts)}."


def _doubts(brief: Brief) -> Iterator[str]:
    deals = brief.deals
    if not is_whole(deals):
        yield f"the frontier is not whole, {len(deals.frontier):,} packages on it were found"
    if deals.parameters.get("acceptable") == "at least" and deals.has_deal:
        yield "the packages that all would sign were not counted, there are at least as many as said"
    if not deals.complete and deals.blockers:
        yield "the lists of blockers and openings may have been cut"
    unproven = [s.heading for s in brief.shown if "within" in s.note]
    if unproven:
        yield f"{listed(unproven)}: not proven to be the best, the table says how near it is"
