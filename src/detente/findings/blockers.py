"""What blocks a deal?"""

from __future__ import annotations

from collections import Counter

from detente.deals import Blocker
from detente.findings.finding import MAX_LISTED, Analysis, Finding
from detente.findings.words import Words, counted, listed, percent, upper


def blockers(analysis: Analysis) -> Finding | None:
    """Name every minimal set of limits that together leave no package."""
    found = analysis.deals.blockers
    if not found:
        return None
    words = analysis.words
    first = found[0]
    if not first.constraints:
        return _links_alone(analysis, first)
    one = f"{upper(words.limits(first.constraints))} together leave no package"
    if not analysis.deals.complete:
        among = f"{counted(len(found), 'conflict')} that {'was' if len(found) == 1 else 'were'} found"
        sentence = f"{one}{_given(words, first)}; {among}, there may be more."
    elif len(found) == 1:
        sentence = f"{one}{_given(words, first)}; nothing else blocks a deal."
    else:
        sentence = f"{one}{_given(words, first)}: the smallest of all {len(found):,} conflicts that block a deal."
    parties = dict.fromkeys(words.party(c.party) for c in first.constraints)
    return Finding(
        "blockers", sentence,
        do=f"Take the smallest conflict first: it needs one move, by {_either(list(parties))}.",
        watch=_watch(analysis),
        ask=_ask(analysis, first),
        uncertainty=_uncertainty(analysis),
        details=tuple(blocker_sentence(words, b) for b in found[:MAX_LISTED]),
        statements=words.statements_of(c for b in found[:MAX_LISTED] for c in b.constraints) + _link_statements(analysis),
    )  # fmt: skip


def blocker_sentence(words: Words, blocker: Blocker) -> str:
    """Return one blocker as a sentence."""
    if not blocker.constraints:
        return f"The links alone leave no package: {listed([words.link(n) for n in blocker.links])}."
    verb = "leave" if len(blocker.constraints) > 1 else "leaves"
    together = "together " if len(blocker.constraints) > 1 else "alone "
    return f"{upper(words.limits(blocker.constraints))} {together}{verb} no package{_given(words, blocker)}."


def _links_alone(analysis: Analysis, blocker: Blocker) -> Finding:
    return Finding(
        "blockers", blocker_sentence(analysis.words, blocker),
        do="Mend the links: they contradict each other whatever the parties want.",
        watch="A link that was meant as one party’s wish; write it as a red line.",
        ask="Which of these conditions is a fact, and which is a demand?",
        uncertainty="Certain: it follows from the links.",
        statements=_link_statements(analysis),
    )  # fmt: skip


def _given(words: Words, blocker: Blocker) -> str:
    return f" (given: {'; '.join(words.link(n) for n in blocker.links)})" if blocker.links else ""


def _either(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)


def _watch(analysis: Analysis) -> str:
    counts = Counter(c for b in analysis.deals.blockers for c in b.constraints)
    limit, number = max(counts.items(), key=lambda item: item[1])
    if number == 1:
        return "Any public wording that leaves room beside one of these limits."
    return f"{upper(analysis.words.limit(limit))}: it stands in {counted(number, 'conflict')}, more than any other."


def _ask(analysis: Analysis, blocker: Blocker) -> str:
    parties = dict.fromkeys(analysis.words.party(c.party) for c in blocker.constraints)
    whom = _either(list(parties))
    return f"What would {whom} need to hear, or to be given, before this limit could be worded differently?"


def _uncertainty(analysis: Analysis) -> str:
    draws, found = analysis.draws, analysis.deals.blockers
    if draws is None or not draws.draws:
        return "Exact for the point values; no draws were made."
    shares = [draws.blockers.get(b.constraints, 0) / draws.draws for b in found]
    if min(shares) == max(shares):
        each = "Each appears" if len(shares) > 1 else "It appears"
        return f"{each} in {percent(shares[0])} of {counted(draws.draws, 'draw')}."
    return f"They appear in {percent(min(shares))} to {percent(max(shares))} of {counted(draws.draws, 'draw')}."


def _link_statements(analysis: Analysis) -> tuple[str, ...]:
    links = dict.fromkeys(n for b in analysis.deals.blockers for n in b.links)
    return tuple(dict.fromkeys(s for n in links for s in analysis.case.links[n].because))
