"""`detente deals`: one result, with draws where they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from detente.case import Case
from detente.case.confidential import as_seen_by
from detente.cli import output
from detente.cli.inputs import read_any
from detente.deals import DealsResult, find_deals
from detente.deals.beyond import Beyond, find_beyond
from detente.deals.plain_beyond import plain_beyond
from detente.ensemble import DealDraws, draw_deals
from detente.findings.bets import bet_sentences
from detente.findings.payments import payment_sentences
from detente.findings.signing import signing_sentences
from detente.findings.words import Words


def case_for(path: str, documents: Path | None, party: str | None) -> Case:
    """Read a case, and leave out what is confidential about others than `party` where one is named."""
    case = read_any(path, documents)
    return as_seen_by(case, party) if party else case


@dataclass(frozen=True)
class Found:
    """The deals of a case, the draws where there are any, what lies beyond, and the words for it."""

    words: Words
    deals: DealsResult
    drawn: DealDraws | None
    beyond: Beyond


def deals_of(case: Case, draws: int, seed: int, analyst: str | None, method: str, workers: int) -> Found:
    """Return the deals of a case, with draws where they are asked for."""
    result = find_deals(case, analyst=analyst, method=method)
    beyond = find_beyond(case, result, analyst)
    if not draws:
        return Found(Words(case), result, None, beyond)
    with output.progress("draws", draws) as advance:
        drawn = draw_deals(case, draws=draws, seed=seed, analyst=analyst, progress=advance, workers=workers)
    return Found(Words(case), result, drawn, beyond)


def show(found: Found, *, as_json: bool) -> None:
    """Print the deals, and what a rule of signing, payments and contingent outcomes make possible."""
    if as_json:
        output.json(output.plain_with_draws(found.deals, found.drawn) | plain_beyond(found.beyond))
        return
    output.deals(found.words, found.deals, found.drawn)
    beyond, words = found.beyond, found.words
    if beyond.signing is not None:
        output.section("Signing without everybody", signing_sentences(words, beyond.signing))
    if beyond.can_pay:
        output.section("Side payments", payment_sentences(words, beyond))
    if beyond.bets is not None:
        output.section("Contingent outcomes", bet_sentences(words, beyond.bets))
