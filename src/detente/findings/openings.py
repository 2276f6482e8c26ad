"""What would open a deal?"""

from __future__ import annotations

from detente.case import Case
from detente.deals import Constraint, DealsResult, Opening
from detente.findings.finding import MAX_LISTED, Analysis, Finding
from detente.findings.words import Words, counted, listed, percent, upper

TOP = 3
"""How many ways to change the answer a brief shows whole; all are listed."""


def top_openings(case: Case | None, deals: DealsResult) -> list[int]:
    """Return which openings are shown whole: the first one for each group of sides, then the next ones.

    A faction moves with its principal's side; without a case each party is a side of its own. So a reader sees what each side could do, and not three
    moves of the one whose moves cost least.
    """
    first: dict[frozenset[str], int] = {}
    for number, opening in enumerate(deals.openings):
        first.setdefault(frozenset(_side(case, m.party) for m in opening.movers), number)
    ranked = [*first.values(), *(n for n in range(len(deals.openings)) if n not in first.values())]
    return sorted(ranked[:TOP])


def openings(analysis: Analysis) -> Finding | None:
    """Name every minimal set of limits whose relaxation leaves a package, the smallest first."""
    found = analysis.deals.openings
    if not found:
        return None
    words, first = analysis.words, found[0]
    sentence = opening_sentence(words, first)
    if len(found) > 1:
        sentence += f" {_rank(found, complete=analysis.deals.complete)}"
    movers = listed([words.party(m.party) for m in first.movers])
    return Finding(
        "openings", sentence,
        do=f"Explore privately with {movers} what this move would take; the package in the table is the best for the mover.",
        watch=_watch(words, first),
        ask=f"From whom would {movers} need a mandate to move here, and whose consent at home?",
        uncertainty=_uncertainty(analysis, first),
        details=tuple(opening_sentence(words, o) for o in found[:MAX_LISTED]) if len(found) > 1 else (),
        statements=words.statements_of(c for o in found[:MAX_LISTED] for c in o.relax),
    )  # fmt: skip


def _side(case: Case | None, party: str) -> str:
    if case is None:
        return party
    return case.parties[party].of or party if case.parties[party].kind == "faction" else party


def _rank(found: tuple[Opening, ...], *, complete: bool) -> str:
    smallest = sum(len(o.relax) == len(found[0].relax) for o in found)
    if not complete:
        return f"Among the {len(found):,} ways that were found it is one of the smallest; there may be more."
    if smallest == 1:
        return f"This is the smallest of {len(found):,} ways."
    among = (
        f"all {len(found):,} ways" if smallest == len(found) else f"the {smallest:,} smallest of {len(found):,} ways"
    )
    return f"Among {among}, it costs those who move least."


def opening_sentence(words: Words, opening: Opening) -> str:
    """Return one opening as a sentence: what goes, what that leaves, and what it is worth to the mover."""
    verb = "goes" if len(opening.relax) == 1 else "go together"
    left = "packages" if opening.packages is None else counted(opening.packages, "package")
    worth = "; ".join(_worth(words, m.party, m.value, m.no_deal) for m in opening.movers if m.value is not None)
    best = f" (the best: {worth})" if worth else ""
    return f"If {words.limits(opening.relax)} {verb}, {left} can be signed{best}."


def _worth(words: Words, party: str, value: float, no_deal: float | None) -> str:
    against = "" if no_deal is None else f", no deal {no_deal:.0f}"
    return f"worth {value:.0f} of 100 to {words.party(party)}{against}"


def _watch(words: Words, opening: Opening) -> str:
    short = [m for m in opening.movers if m.value is not None and m.no_deal is not None and m.value < m.no_deal]
    if short:
        names = listed([words.party(m.party) for m in short])
        return (
            f"Even the best such package is worth less than no deal to {names}: something must be added from outside."
        )
    return f"Signs that {words.limit(opening.relax[0])} is being reworded."


def _uncertainty(analysis: Analysis, first: Opening) -> str:
    draws = analysis.draws
    if draws is None or not draws.draws:
        return "Exact for the point values; no draws were made."
    share = draws.openings.get(first.relax, 0) / draws.draws
    return f"This opening appears in {percent(share)} of {counted(draws.draws, 'draw')}{_rival(analysis, first.relax)}."


def _rival(analysis: Analysis, relax: tuple[Constraint, ...]) -> str:
    """Name an opening that the draws show oftener and the point values do not."""
    if analysis.draws is None:
        return ""
    known = {o.relax for o in analysis.deals.openings}
    other = next((key for key in analysis.draws.openings if key not in known), None)
    if other is None or analysis.draws.openings[other] <= analysis.draws.openings.get(relax, 0):
        return ""
    return f"; one that the point values do not have appears oftener: {upper(analysis.words.limits(other))}"
