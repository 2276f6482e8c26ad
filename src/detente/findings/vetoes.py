"""Whose consent makes the difference?"""

from __future__ import annotations

from detente.findings.finding import Analysis, Finding
from detente.findings.words import counted, listed, percent


def vetoes(analysis: Analysis) -> Finding | None:
    """Say which signer stands alone between the others and a deal, or holds most of it back."""
    deals, words = analysis.deals, analysis.words
    acceptable = deals.packages["acceptable"]
    freed = {p: n - acceptable for p, n in deals.without.items() if n > acceptable and _is_telling(analysis, p)}
    if not freed:
        return None
    most = max(freed, key=lambda p: freed[p])
    held_back = counted(freed[most], "package")
    more = counted(freed[most], "more package")
    if deals.has_deal:
        sentence = f"{words.whose(most)} consent costs most: without it {more} could be signed."
    else:
        alone = listed([words.party(p) for p in freed])
        sentence = f"Everyone else could sign {held_back} without {words.party(most)}"
        sentence += "." if len(freed) == 1 else f"; single vetoes are held by {alone}."
    constraints = [c for c in deals.space.constraints() if c.party in freed]
    return Finding(
        "vetoes", sentence,
        do=f"Find out what {words.party(most)} would have to be given to let the others sign.",
        watch=f"Public moves of {words.party(most)} in the days after any draft leaks.",
        ask=f"Is {words.whose(most)} consent needed in law, or only in politics?",
        uncertainty=_uncertainty(analysis),
        details=tuple(f"Without {words.whose(p)} consent: {counted(deals.without[p], 'package')}." for p in freed),
        statements=words.statements_of(constraints),
    )  # fmt: skip


def _is_telling(analysis: Analysis, party: str) -> bool:
    """Leave out what everybody knows: that each of two principals can refuse."""
    principals = analysis.case.principals
    return party not in principals or len(principals) > 2


def _uncertainty(analysis: Analysis) -> str:
    if analysis.draws is None or not analysis.draws.draws:
        return "Exact for the point values; no draws were made."
    share = percent(analysis.draws.share_with_deal)
    return f"With everyone’s consent needed, {share} of {counted(analysis.draws.draws, 'draw')} have a deal."
