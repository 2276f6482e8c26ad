"""What do outcomes that hang on an event add, where the parties judge the event differently?"""

from __future__ import annotations

from detente.deals.bets import Bet, Bets
from detente.findings.finding import Analysis, Finding
from detente.findings.signing import package_words
from detente.findings.words import Words, listed, percent


def bets(analysis: Analysis) -> Finding | None:
    """Say whether a contingent outcome is better for all than the best package without one."""
    found = analysis.beyond.bets
    if found is None:
        return None
    first, *rest = bet_sentences(analysis.words, found)
    beliefs = (b for event in analysis.case.events.values() for b in event.beliefs.values())
    return Finding(
        "bets", first,
        do="Write down what counts as the event, by when, and who establishes it, before anything else of the clause.",
        watch="Whether a side can bring the event about, or hide it.",
        ask="What does each side know that the other does not, where their probabilities differ?",
        uncertainty="Each party counts by its own belief; not all of them can be right.",
        details=tuple(rest), statements=tuple(dict.fromkeys(s for b in beliefs for s in b.because)),
    )  # fmt: skip


def bet_sentences(words: Words, found: Bets) -> list[str]:
    """Return what contingent outcomes add as sentences, with what they hang on."""
    if found.package is None:
        where = "to the best package without them" if found.plain else "that would make a package possible"
        return [f"Contingent outcomes add nothing {where}, given these beliefs."]
    if found.plain is None:
        start = "Without contingent outcomes no package is acceptable to all; with them there is one"
    else:
        gains = listed([f"{gain:.1f} for {words.party(p)}" for p, gain in found.gains.items()])
        start = f"Contingent outcomes can better the Nash package without them: {gains}, each by its own belief"
    return [
        f"{start}.",
        f"The package: {package_words(words, found.package)}.",
        *(f"Without them: {package_words(words, found.plain)}." for _ in [0] if found.plain is not None),
        *(_bet(words, bet) for bet in found.used),
        "A contingent outcome pays only if both sides keep to it and all can verify the event.",
    ]


def _bet(words: Words, bet: Bet) -> str:
    issue, _, outcome = bet.clause.name.partition(".")
    then, otherwise = (name.partition(".")[2] for name in (bet.clause.then, bet.clause.otherwise))
    beliefs = listed([f"{words.party(p)} {percent(b)}" for p, b in bet.beliefs.items()])
    verified = words.verified(bet.clause.event)
    by = f"; established by {verified}" if verified else "; nobody is named who establishes it"
    return (
        f"{words.outcome(issue, outcome)} hangs on “{words.event(bet.clause.event)}”: {words.outcome(issue, then)} if so, "
        f"{words.outcome(issue, otherwise)} if not; probability by {beliefs}{by}."
    )
