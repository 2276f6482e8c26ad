"""Where could two parties both gain by an exchange?"""

from __future__ import annotations

from detente.deals import Trade
from detente.findings.finding import Analysis, Finding
from detente.findings.words import Words, counted

_SHOWN = 5


def trades(analysis: Analysis) -> Finding | None:
    """Name the exchange with the largest smaller gain, and the next ones."""
    found = analysis.deals.trades
    if not found:
        return None
    words, best = analysis.words, found[0]
    a, b = (words.party(p) for p in best.parties)
    return Finding(
        "trades", trade_sentence(words, best),
        do=f"Offer {a} and {b} these two issues together, never one after the other.",
        watch="A party that pockets the gift on one issue before the other is written down.",
        ask=f"Is {words.issue(best.gives_on[0])} really worth less to {a} than {words.issue(best.gives_on[1])}?",
        uncertainty=f"Exact for the point values; {counted(len(found), 'pair')} of issues can be traded in this way.",
        details=tuple(trade_sentence(words, t) for t in found[:_SHOWN]),
        statements=_statements(analysis, best),
    )  # fmt: skip


def trade_sentence(words: Words, trade: Trade) -> str:
    """Return one exchange as a sentence."""
    a, b = (words.party(p) for p in trade.parties)
    return (
        f"{a} and {b} both gain where {a} gives on {_change(words, trade, 0)} and {b} gives on "
        f"{_change(words, trade, 1)}: {trade.gains[0]:.1f} points to {a}, {trade.gains[1]:.1f} to {b}."
    )


def _change(words: Words, trade: Trade, which: int) -> str:
    issue = trade.gives_on[which]
    before, after = words.outcome(issue, trade.before[issue]), words.outcome(issue, trade.after[issue])
    return f"{words.issue(issue)} (from {before} to {after})"


def _statements(analysis: Analysis, trade: Trade) -> tuple[str, ...]:
    stances = [analysis.case.parties[p].stances.get(i) for p in trade.parties for i in trade.gives_on]
    return tuple(dict.fromkeys(s for stance in stances if stance for s in stance.because))
