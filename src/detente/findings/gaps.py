"""What do these answers rest on that nobody has said?"""

from __future__ import annotations

from collections import Counter
from typing import get_args

import numpy as np

from detente.case.quantity import Mark
from detente.case.walk import Valued, numbers_in
from detente.findings.finding import Analysis, Finding
from detente.findings.words import counted, listed


def gaps(analysis: Analysis) -> Finding:
    """Count what is assumed first, then what is judged, and name what to ask next."""
    numbers = list(numbers_in(analysis.case))
    count = Counter(n.mark for n in numbers)
    silent_dynamics = analysis.dynamics.inputs.assumed if analysis.dynamics else ()
    count["assumed"] += len(silent_dynamics)
    marks: tuple[Mark, ...] = tuple(reversed(get_args(Mark)))
    first = f"{count[marks[0]]:,} {'is' if count[marks[0]] == 1 else 'are'} {marks[0]}"
    shares = listed([first, *(f"{count[mark]:,} {mark}" for mark in marks[1:])])
    silent = _without_no_deal(analysis)
    return Finding(
        "gaps", f"Of {counted(count.total(), 'number')} in this case {shares}.",
        do=_do(assumed=count["assumed"], silent=silent),
        watch="Findings that change when an assumed number does: try them with a what-if.",
        ask=_ask(analysis, numbers, silent),
        uncertainty="This finding counts; it does not weigh.",
        details=tuple(_disagreements(analysis)),
        statements=_loosest_statements(analysis, numbers),
    )  # fmt: skip


def _without_no_deal(analysis: Analysis) -> list[str]:
    space = analysis.deals.space
    signers = [p for p in space.valued if space.parties[p] in analysis.deals.without and np.isnan(space.no_deal[p])]
    return [analysis.words.party(space.parties[p]) for p in signers]


def _do(*, assumed: int, silent: list[str]) -> str:
    if assumed:
        return "Find a statement for each assumed number, or put a name and a reason to it."
    if silent:
        return f"Judge what not agreeing is worth to {listed(silent)}."
    return "Have a second person judge the numbers that rest on one analyst."


def _ask(analysis: Analysis, numbers: list[Valued], silent: list[str]) -> str:
    if silent:
        return f"How would {listed(silent)} fare without a deal?"
    widest = _widest(numbers)
    if widest is None:
        return "Which of these numbers would the parties themselves give differently?"
    return f"What would narrow the range of {_described(analysis, widest)}?"


def _widest(numbers: list[Valued]) -> Valued | None:
    ranged = [n for n in numbers if n.quantity is not None and not n.quantity.is_exact]
    return max(ranged, key=_width, default=None)


def _width(number: Valued) -> float:
    amounts = number.quantity.amounts if number.quantity else ()
    return max(a.high for a in amounts) - min(a.low for a in amounts)


def _described(analysis: Analysis, number: Valued) -> str:
    if number.path[0] == "dynamics":
        return f"{'.'.join(map(str, number.path[1:]))} ({number.quantity})"
    if number.path[0] == "events":
        label = analysis.case.events[str(number.path[1])].label
        return f"{analysis.words.whose(number.party)} probability for “{label}” ({number.quantity})"
    what = {"no_deal": "no-deal value", "bottom_line": "bottom line"}.get(str(number.path[-1]), str(number.path[-1]))
    if "values" in number.path and number.issue:
        what = f"value for {analysis.words.outcome(number.issue, str(number.path[-1]))}"
    place = f" on {analysis.words.issue(number.issue)}" if number.issue else ""
    return f"{analysis.words.whose(number.party)} {what}{place} ({number.quantity})"


def _disagreements(analysis: Analysis) -> list[str]:
    """Return a sentence for each value on which several analysts differ."""
    sentences = []
    for number in numbers_in(analysis.case):
        if number.quantity and len({j.value for j in number.quantity.judgements}) > 1:
            views = "; ".join(f"{j.by}: {j.value} ({j.why})" for j in number.quantity.judgements)
            sentences.append(f"Analysts disagree on {_described(analysis, number)}: {views}.")
    return sentences


def _loosest_statements(analysis: Analysis, numbers: list[Valued]) -> tuple[str, ...]:
    """Cite what the widest range rests on, and the words that are unsure themselves."""
    widest = _widest([n for n in numbers if n.because])
    hedged = (s.id for s in analysis.case.statements if s.hedged)
    return tuple(dict.fromkeys((*(widest.because if widest else ()), *hedged)))
