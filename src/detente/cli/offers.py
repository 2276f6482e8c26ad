"""`detente offers`: what to put on the table next."""

from __future__ import annotations

from collections.abc import Sequence

from detente.case import Case
from detente.cli import output
from detente.deals.offers import find_offers
from detente.deals.plain_offers import plain_offers
from detente.errors import InputError, Problem
from detente.findings.offers import offer_sections
from detente.findings.words import Words


def draft_of(texts: Sequence[str]) -> dict[str, str] | None:
    """Return ``issue=outcome`` pairs, joined by commas or given one by one; None where there are none.

    Raises
    ------
    InputError
        With every part that is no such pair, or names an issue twice.
    """
    found: dict[str, str] = {}
    faults = []
    for part in (part.strip() for text in texts for part in text.split(",") if part.strip()):
        issue, equals, outcome = (word.strip() for word in part.partition("="))
        if not (issue and equals and outcome):
            faults.append(Problem("draft", f"{part[:60]!r} is no part of a draft", "write issue=outcome"))
        elif issue in found:
            faults.append(Problem("draft", f"the draft names {issue!r} twice", "name each issue once"))
        found[issue] = outcome
    if faults:
        raise InputError(faults)
    return found or None


def show(
    case: Case, party: str | None, draft: Sequence[str], worth: float | None, most: int, steps: int, analyst: str | None,
    *, as_json: bool,
) -> None:  # fmt: skip
    """Print what to put on the table next."""
    found = find_offers(case, party, draft=draft_of(draft), worth=worth, most=most, steps=steps, analyst=analyst)
    if as_json:
        output.json(plain_offers(found))
        return
    for title, sentences in offer_sections(Words(case), found):
        output.section(title, sentences)
