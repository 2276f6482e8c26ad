"""The mechanisms of bargaining while fighting, a row each: the answer, its threshold, its evidence, its doubt."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case import Case
from detente.dynamics import DynamicsResult
from detente.dynamics.result import ThresholdSpread
from detente.dynamics.threshold import Threshold
from detente.findings.words import Words, percent, upper

QUESTIONS = {
    "a": "Is there anything to agree on?",
    "b": "How is a concession read?",
    "c": "Is a side’s word enough?",
    "d": "Do people in held areas cooperate?",
    "e": "Does it pay to give up a front?",
    "f": "Can leaders sign, and their side ratify?",
    "g": "Do backers go on, and do guarantees suffice?",
    "h": "Would a deal bind?",
    "i": "Is putting the question off acceptable?",
    "j": "Would the precondition be met?",
    "k": "Would the threat be carried out, and the practice be kept?",
    "l": "Is the time ripe, and would a deal last?",
}
_GROUPS = {
    "concession": "moves", "trust": "trust",
    "leader": "audience", "ripeness": "resolve", "collaboration": "holdings", "backers": "backers",
    "deferral": "deferrals",
}  # fmt: skip
"""Under which key of ``dynamics`` the evidence for a mechanism about one subject stands."""


@dataclass(frozen=True)
class MechanismRow:
    """One answer of one mechanism.

    Attributes
    ----------
    row : str
        Letter of the list of mechanisms, a–l.
    question, answer, threshold, doubt : str
        In words; `threshold` tells the input and where the answer turns over.
    statements : tuple of str
        What it rests on.
    """

    row: str
    question: str
    answer: str
    threshold: str
    doubt: str
    statements: tuple[str, ...]


def mechanism_rows(case: Case, result: DynamicsResult) -> tuple[MechanismRow, ...]:
    """Return a row for every threshold, by letter."""
    words = Words(case)
    ordered = sorted(result.thresholds, key=lambda t: t.found.row)
    return tuple(_row(case, words, t, result.draws) for t in ordered)


def subject_of(case: Case, words: Words, subject: str) -> str:
    """Return what a threshold is about in the words of the case."""
    if subject in case.parties:
        return words.party(subject)
    first, dot, second = subject.partition(".")
    if dot and first in case.options and second in case.options[first]:
        return f"{words.party(first)}, “{case.options[first][second].label}”"
    if dot and first in case.issues and second in case.issues[first].outcomes:
        return f"{words.issue(first)}, {words.outcome(first, second)}"
    return subject


def _row(case: Case, words: Words, spread: ThresholdSpread, draws: int) -> MechanismRow:
    found, flip = spread.found, spread.found.threshold
    who = subject_of(case, words, found.subject)
    answer = f"{who}: {flip.reading}." if who else f"{upper(flip.reading)}."
    return MechanismRow(
        found.row, QUESTIONS[found.row], answer,
        f"{upper(flip.name)}: {number(flip.input)}; turns over at {_turning(flip)}.",
        _doubt(spread, draws), evidence_of(case, flip.mechanism, found.subject),
    )  # fmt: skip


_SHARES = frozenset({
    "backers", "collaboration", "commitment", "concession", "deferral", "guarantees", "preconditions", "screening",
    "side_deals", "trust",
})  # fmt: skip
"""Mechanisms whose threshold is on an input between 0 and 1."""


def _turning(flip: Threshold) -> str:
    if flip.mechanism in _SHARES and not 0 <= flip.value <= 1:
        return f"no possible value ({number(flip.value)})" if abs(flip.value) != float("inf") else "no value"
    return number(flip.value)


def number(value: float) -> str:
    """Return a number with two decimals; no number reaches an infinite threshold."""
    return "no value" if value in (float("inf"), float("-inf")) else f"{value:.2f}"


def _doubt(spread: ThresholdSpread, draws: int) -> str:
    if not draws:
        return "At the point values."
    low, high = spread.distance
    return f"The same in {percent(spread.same)} of {draws} draws; {low:+.2f} to {high:+.2f} from the threshold."


def evidence_of(case: Case, mechanism: str, subject: str) -> tuple[str, ...]:
    """Return the statements behind the inputs of a mechanism about one subject."""
    dynamics = case.dynamics
    found: tuple[str, ...] = ()
    group = getattr(dynamics, _GROUPS.get(mechanism, ""), None)
    if isinstance(group, dict) and subject in group:
        found += group[subject].because
    for items, label in (
        (dynamics.preconditions, "step"),
        (dynamics.threats, "label"),
        (dynamics.reciprocity, "label"),
    ):
        found += tuple(s for item in items if getattr(item, label) == subject for s in item.because)
    if mechanism in ("screening", "fight_while_bargaining"):
        found += tuple(s for resolve in dynamics.resolve.values() for s in resolve.because)
    if mechanism in ("commitment", "guarantees", "side_deals", "durability") and dynamics.commitment:
        found += dynamics.commitment.because
    if mechanism in ("bargaining_range", "durability", "contests"):
        found += dynamics.balance.because
    first, dot, second = subject.partition(".")
    if dot and first in case.options and second in case.options[first]:
        found += case.options[first][second].because
    return tuple(dict.fromkeys(found))
