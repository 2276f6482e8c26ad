"""Packages that are worth as much to one principal as the one to start from, and more to others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.deals import DealsResult
from detente.deals.advice import equivalent_offers
from detente.deals.grid import MAX_PACKAGES
from detente.deals.named import outcome_names
from detente.findings.words import Words, listed, points_words

MOST = 2
"""So many offers of one principal: more are no help at a table."""
ROOM = 1e-6
"""Results are rounded to 9 decimals: a value is met by what misses it by less than this."""
POINT = 0.5


@dataclass(frozen=True)
class Offer:
    """A package of equal worth to one principal.

    Attributes
    ----------
    party : str
    outcomes : mapping of issue to outcome
    instead : mapping of issue to outcome
        What the package to start from has on the issues that differ.
    changes : mapping of principal to float
        What it is worth to each beyond the package to start from.
    """

    party: str
    outcomes: Mapping[str, str]
    instead: Mapping[str, str]
    changes: Mapping[str, float]


def offers_of(deals: DealsResult) -> tuple[Offer, ...]:
    """Return offers that are worth as much to one principal as the Nash package, those of each together.

    Nothing where there is no deal, or where so many packages are possible that the search takes long.
    """
    if not deals.fair or deals.space.size > MAX_PACKAGES:
        return ()
    names = [deals.space.parties[p] for p in deals.space.principals if p in deals.space.valued]
    return tuple(offer for name in names for offer in _offers(deals, name, names)) if len(names) > 1 else ()


def _offers(deals: DealsResult, party: str, names: list[str]) -> Iterator[Offer]:
    start = deals.fair["nash"].package
    rows = {name: deals.space.parties.index(name) for name in names}
    for found in equivalent_offers(deals.space, party, start.values[party] - ROOM, MOST):
        outcomes = outcome_names(deals.space, found.package)
        instead = {issue: o for issue, o in start.outcomes.items() if outcomes[issue] != o}
        changes = {name: float(found.values[row]) - start.values[name] for name, row in rows.items()}
        if any(abs(change) >= POINT for change in changes.values()):
            yield Offer(party, outcomes, instead, changes)


def offer_sentence(words: Words, offer: Offer) -> str:
    """Return what an offer has instead, and what that changes for whom."""
    what = listed([
        f"{words.issue(i)}: {words.outcome(i, offer.outcomes[i])} instead of {words.outcome(i, o)}"
        for i, o in offer.instead.items()
    ])  # fmt: skip
    order = sorted(offer.changes, key=lambda name: name != offer.party)
    changed = [f"{words.party(p)} {points_words(offer.changes[p])}" for p in order]
    return f"For {words.party(offer.party)}: {what} ({', '.join(changed)})."
