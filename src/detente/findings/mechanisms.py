"""The mechanisms of bargaining while fighting, a row each: the answer, its threshold, its evidence, its doubt."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case import Case
from detente.case.quantity import Backed
from detente.case.walk import dynamics_of
from detente.dynamics import DynamicsResult
from detente.dynamics.result import ThresholdSpread
from detente.dynamics.threshold import Threshold
from detente.errors import Path
from detente.findings.words import Words, counted, listed, upper

QUESTIONS = {
    "a": "Is there anything to agree on?",
    "b": "How is a concession read?",
    "c": "Is a side’s word enough?",
    "d": "Do people work with whoever holds their area?",
    "e": "Does it pay to give up a front?",
    "f": "Can leaders sign, and their side ratify?",
    "g": "Do backers go on, and do guarantees suffice?",
    "h": "Would a deal bind?",
    "i": "Is putting the question off acceptable?",
    "j": "Would the precondition be met?",
    "k": "Would the threat be carried out, and the practice be kept?",
    "l": "Is the time ripe, and would a deal last?",
}
_BY_SUBJECT = frozenset({
    "resolve", "trust", "audience", "backers", "holdings", "deferrals", "preconditions", "threats", "reciprocity", "moves",
})  # fmt: skip
_READS: dict[str, tuple[tuple[str, ...], ...]] = {
    "bargaining_range": (("balance",), ("resolve",)),
    "concession": (("moves",),),
    "screening": (("resolve",), ("balance",)),
    "fight_while_bargaining": (("resolve",),),
    "trust": (("trust",),),
    "leader": (("audience",),),
    "ratification": (("audience",),),
    "attrition": (("audience",), ("resolve",)),
    "ripeness": (("resolve",),),
    "collaboration": (("holdings",),),
    "contests": (("fronts",), ("forces",), ("opposed",)),
    "backers": (("backers",),),
    "commitment": (("commitment",), ("balance",)),
    "guarantees": (("commitment",), ("balance",)),
    "side_deals": (("commitment",),),
    "deferral": (("deferrals",),),
    "preconditions": (("preconditions",),),
    "threats": (("threats",), ("reciprocity",)),
    "durability": (("commitment",), ("balance",), ("volatility",)),
}
"""Which parts of ``dynamics`` a mechanism reads."""


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
        The words that it rests on.
    basis : str
        Who stands behind it where no words do.
    """

    row: str
    question: str
    answer: str
    threshold: str
    doubt: str
    statements: tuple[str, ...]
    basis: str


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
        basis_of(case, flip.mechanism, found.subject),
    )  # fmt: skip


_NOT_NEGATIVE = frozenset({"attrition", "bargaining_range", "contests", "leader", "ripeness"})
"""Mechanisms whose threshold is on a cost, a loss or a force."""
_SHARES = frozenset({
    "backers", "collaboration", "commitment", "concession", "deferral", "guarantees", "preconditions", "screening",
    "side_deals", "trust",
})  # fmt: skip
"""Mechanisms whose threshold is on an input between 0 and 1."""


def _turning(flip: Threshold) -> str:
    impossible = flip.mechanism in _SHARES and not 0 <= flip.value <= 1
    impossible = impossible or (flip.mechanism in _NOT_NEGATIVE and flip.value < 0)
    if impossible and abs(flip.value) != float("inf"):
        return f"no possible value ({number(flip.value)})"
    return number(flip.value)


def number(value: float) -> str:
    """Return a number with two decimals; no number reaches an infinite threshold."""
    return "no value" if value in (float("inf"), float("-inf")) else f"{value:.2f}".replace("-", "−")


def _doubt(spread: ThresholdSpread, draws: int) -> str:
    if not draws:
        return "At the point values."
    silent = f"; in {spread.silent} it says nothing" if spread.silent else ""
    low, high = map(_signed, spread.distance)
    return f"The same in {spread.agree} of {counted(draws, 'draw')}{silent}; {low} to {high} from the threshold."


def _signed(distance: float) -> str:
    """Return a distance with its sign; none where no number reaches the threshold."""
    return "no value" if abs(distance) == float("inf") else f"{distance:+.2f}".replace("-", "−")


def evidence_of(case: Case, mechanism: str, subject: str) -> tuple[str, ...]:
    """Return the statements behind the inputs of a mechanism about one subject."""
    found = [s for backed in _behind(case, mechanism, subject) for s in backed.because]
    first, _, second = subject.partition(".")
    option = case.options.get(first, {}).get(second)
    return tuple(dict.fromkeys((*found, *(option.because if option else ()))))


def basis_of(case: Case, mechanism: str, subject: str) -> str:
    """Return who stands behind the inputs where no words do: who judged them, or that they are assumed."""
    judges = dict.fromkeys(b.judged_by for b in _behind(case, mechanism, subject) if b.judged_by)
    return f"judged by {listed([str(j) for j in judges])}" if judges else "assumed"


def _behind(case: Case, mechanism: str, subject: str) -> list[Backed]:
    """Return everything in the case that has something behind it and that the mechanism reads."""
    groups = _READS.get(mechanism, ())
    found: list[Backed] = []
    for path, backed, _ in dynamics_of(case):
        here = any(path[1 : 1 + len(g)] == g for g in groups)
        keyed = len(path) > 2 and path[1] in _BY_SUBJECT
        label = _label(case, path) if keyed else None
        if here and (
            not keyed or subject in ("", label) or label is None or subject not in _labels(case, str(path[1]))
        ):
            found.append(backed)
    return found


def _labels(case: Case, group: str) -> list[str]:
    items = getattr(case.dynamics, group)
    keys = list(items) if isinstance(items, dict) else list(range(len(items)))
    return [str(_label(case, ("dynamics", group, key))) for key in keys]


def _label(case: Case, path: Path) -> str:
    """Return by what a threshold names the item of a group that a path leads into."""
    item = getattr(case.dynamics, str(path[1]))
    if isinstance(item, dict):
        return str(path[2])
    one = item[int(path[2])]
    return str(getattr(one, "label", None) or one.step)
