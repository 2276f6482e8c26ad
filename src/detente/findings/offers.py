"""What to put on the table next, in sentences under their titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.deals import Package
from detente.deals.division import AdjustedWinner
from detente.deals.offers import Offer, Offers
from detente.findings.packages import FAIR_NAMES
from detente.findings.trades import trade_sentence
from detente.findings.words import Words, listed, percent, upper

MAX_TRADES = 8
NAMES = {**FAIR_NAMES, "equitable": "equitable"}


def offer_sections(words: Words, found: Offers) -> Iterator[tuple[str, list[str]]]:
    """Yield the titles of what was found, each with its sentences."""
    if found.start is None:
        yield "Offers", ["No package is acceptable to all; detente deals says what blocks one and what would open one."]
        return
    if found.is_draft:
        yield "The draft", list(_draft(words, found))
    if found.party is not None:
        name = words.party(found.party)
        title = f"Worth at least {found.worth:.1f} to {name}, and the best for the others"
        yield title, [_against(words, found, o) for o in found.equivalent]
        yield f"Concession plan of {name}", [_step(words, n, o) for n, o in enumerate(found.plan, start=1)]
    yield "Exchanges", [trade_sentence(words, t) for t in found.trades[:MAX_TRADES]]
    if found.fairness:
        yield "Fairness", list(_fairness(words, found.fairness))
    if found.adjusted_winner is not None:
        yield "If issues could be divided", list(_winner(words, found.adjusted_winner))


def _draft(words: Words, found: Offers) -> Iterator[str]:
    assert found.start is not None
    yield f"It is worth {_values(words, found.start)}."
    if found.refused_by:
        yield f"{listed([words.party(p) for p in found.refused_by])} would not sign it, given these inputs."
    if found.better is None:
        yield "No acceptable package is better for one principal without being worse for another."
        return
    yield f"Better for all, or no worse for any: {_changes(words, found.start, found.better.package)}."


def _against(words: Words, found: Offers, offer: Offer) -> str:
    assert found.start is not None
    return f"{upper(_changes(words, found.start, offer.package))}{_gap(offer)}."


def _changes(words: Words, start: Package, package: Package) -> str:
    """Return where a package differs from the start, and what that is worth to whom."""
    changed = [i for i, o in package.outcomes.items() if start.outcomes[i] != o]
    what = words.package(package.outcomes, changed) if changed else "the same package"
    more = [f"{value:.1f} to {words.party(p)} ({value - start.values[p]:+.1f})" for p, value in package.values.items()]
    return f"{what}; worth {listed(more)}"


def _step(words: Words, number: int, offer: Offer) -> str:
    outcomes = words.package(offer.package.outcomes, offer.package.outcomes)
    return f"Step {number}: {outcomes}; worth {_values(words, offer.package)}{_gap(offer)}."


def _gap(offer: Offer) -> str:
    return f"; within {100 * offer.gap:.2g} % of what is possible" if offer.gap > 1e-6 else ""


def _values(words: Words, package: Package) -> str:
    return listed([f"{value:.1f} to {words.party(p)}" for p, value in package.values.items()])


def _fairness(words: Words, table: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Iterator[str]:
    for concept, of in table.items():
        parts = [
            f"{words.party(p)} gains {gain:.1f} ({percent(of['share'][p])} of what it could hope for{_envy(of['envy'][p])})"
            for p, gain in of["gain"].items()
        ]
        yield f"{upper(NAMES[concept])}: {listed(parts)}."


def _envy(envy: float) -> str:
    return f", and would rather have won what another won by {envy:.1f}" if envy > 0.05 else ""


def _winner(words: Words, found: AdjustedWinner) -> Iterator[str]:
    for party, won in zip(found.parties, found.won, strict=True):
        if won:
            yield f"{words.party(party)} gets its way on {listed([words.issue(i) for i in won])}."
    if found.divided is not None:
        first, second = (words.party(p) for p in found.parties)
        share = f"{percent(found.part)} to {first}, {percent(1 - found.part)} to {second}"
        yield f"{words.issue(found.divided)} is divided: {share}."
    points = listed([f"{words.party(p)} {x:.1f}" for p, x in zip(found.parties, found.points, strict=True)])
    yield f"Of its own 100 points each gets: {points} (adjusted winner)."
    if found.agreed:
        yield f"Not contested: {listed([words.issue(i) for i in found.agreed])}."
    if found.note:
        yield f"{upper(found.note)}."
