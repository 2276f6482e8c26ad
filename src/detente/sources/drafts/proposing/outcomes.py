"""The distinct answers to an issue that somebody asked for, offered or refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from detente.case import Case
from detente.expression import WORDS
from detente.sources.drafts.filing import free_id, slug
from detente.sources.drafts.proposing.asks import ASKING, CONDITION, GIVING, Ask
from detente.sources.drafts.proposing.grouping import Group
from detente.sources.drafts.proposing.labels import is_bare_refusal, outcome_label
from detente.sources.drafts.proposing.terms import Terms, likeness

SAME = 0.8
"""Likeness from which two asks with the same figures are one outcome."""
FEW = 3
"""Words of an answer that only names what it is about, as in *the ballot*."""
MAX_OUTCOMES = 9
UNCHANGED = "unchanged"
_MAKING = ASKING | GIVING - {"concede"} | {"precondition", CONDITION}
_LONGEST_ID = 28
_SMALL_END = re.compile(
    r"(?:_(?:a|an|the|of|for|to|on|in|at|by|and|or|from|with|into|that|its|their|be|is|would|he|she|it))+$"
)


@dataclass
class Answer:
    """One outcome of an issue, with who asks for it, gives it and refuses it.

    Attributes
    ----------
    id, label : str
    is_new : bool
        False for an outcome that the case has.
    asked, given, refused : dict
        Statements by party.
    terms : Terms
    vector : mapping
        What it is about, to be compared.
    """

    id: str
    label: str
    is_new: bool
    asked: dict[str, list[str]] = field(default_factory=dict)
    given: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    terms: Terms = field(default_factory=lambda: Terms({}))
    vector: Mapping[str, float] = field(default_factory=dict)

    def take(self, ask: Ask) -> None:
        """Note what a party says about this outcome."""
        side = (
            self.refused if ask.act == "reject" else self.given if ask.act in GIVING | {"precondition"} else self.asked
        )
        ids = side.setdefault(ask.party, [])
        if ask.statement not in ids:
            ids.append(ask.statement)

    @property
    def statements(self) -> tuple[str, ...]:
        """Everything that is about it."""
        sides = (self.asked, self.given, self.refused)
        return tuple(dict.fromkeys(s for side in sides for ids in side.values() for s in ids))


@dataclass(frozen=True)
class Answers:
    """The outcomes of one issue, and to which of them each ask belongs."""

    outcomes: tuple[Answer, ...]
    of_ask: Mapping[tuple[str, str], str]
    """By statement and act."""


def answers_of(case: Case, group: Group) -> Answers:
    """Return the outcomes of a group: those of the case's issue, and each distinct ask.

    Two asks are one where they are alike and have the same figures. What is refused and was never asked for is an
    outcome too, since somebody may want it.
    """
    made = _known(case, group)
    of_ask: dict[tuple[str, str], str] = {}
    last: dict[str, Answer] = {}
    for ask, terms, own in sorted(
        zip(group.asks, group.terms, group.vectors, strict=True), key=lambda item: item[0].act == "reject"
    ):
        chosen = next((a.partition(".")[2] for a in ask.about if "." in a and a.split(".")[0] == group.issue), None)
        answer = next((m for m in made if m.id == chosen), None) if chosen else _meant(made, ask, terms, own)
        if answer is None and not terms.says:
            answer = last.get(ask.follows)
        makes = ask.act in _MAKING or (ask.act == "reject" and not is_bare_refusal(ask))
        if answer is None and makes and terms.says and len(made) < MAX_OUTCOMES:
            answer = _new(ask, made, terms, own)
            made.append(answer)
        if answer is not None:
            answer.take(ask)
            last[ask.statement] = answer
            of_ask[ask.statement, ask.act] = answer.id
    return Answers(tuple(made), of_ask)


def _known(case: Case, group: Group) -> list[Answer]:
    if group.issue is None:
        return []
    return [Answer(id_, outcome.label, is_new=False) for id_, outcome in case.issues[group.issue].outcomes.items()]


def _meant(made: Iterable[Answer], ask: Ask, terms: Terms, own: Mapping[str, float]) -> Answer | None:
    """Return the outcome that an ask means: alike, and no other figures."""
    is_answer = ask.act in ("reject", "accept", "concede")
    best: tuple[float, Answer | None] = (SAME, None)
    for answer in made:
        if _normal(answer.label) == _normal(ask.text):
            return answer
        own_wish = ask.party in answer.asked or ask.party in answer.given
        if ask.act == "reject" and own_wish and set(terms.weights) != set(answer.terms.weights):
            continue  # hardly anybody refuses what it asked for or gave: the words mean something else
        same = terms.numbers == answer.terms.numbers or (is_answer and not terms.numbers)
        alike = likeness(own, answer.vector) if same else 0.0
        if is_answer and same and terms.nouns and terms.nouns <= answer.terms.nouns and len(ask.text.split()) <= FEW:
            alike = 1.0
        if alike >= best[0]:
            best = (alike, answer)
    return best[1]


def _normal(text: str) -> str:
    return " ".join(text.lower().strip(" .").split())


def _new(ask: Ask, made: Sequence[Answer], terms: Terms, own: Mapping[str, float]) -> Answer:
    label = outcome_label(ask)
    base = slug(label.replace(".", "_"), _LONGEST_ID)
    base = _SMALL_END.sub("", base.replace("v_", "at_", 1) if base.startswith("v_") else base)
    return Answer(
        free_id(base or "outcome", {UNCHANGED, *WORDS, *(m.id for m in made)}),
        label,
        is_new=True,
        terms=terms,
        vector=own,
    )
