"""Changing fields of a draft, one at a time from lists, or several in one line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from detente.case.statements import AUTHOR, Act
from detente.cli import output
from detente.cli.review import card
from detente.cli.review.picking import number_of, pick, pick_name, pick_several
from detente.cli.review.session import Session
from detente.cli.review.spans import moved, nearly, places_of
from detente.errors import InputError
from detente.sources.drafts import Draft

ACTS: tuple[str, ...] = get_args(Act)
POLARITIES = ("positive", "negative")
MODALITIES = ("asserted", "reported", "hedged", "predicted", "conditional")
FIELDS = ("act", "holder", "target", "speaker", "polarity", "modality", "words", "issues", "date", "condition")
_WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
Changes = dict[str, Any]


def edited(session: Session, draft: Draft) -> Changes:
    """Let fields be changed until the person is content; an empty result where nothing is to be changed."""
    changes: Changes = {}
    for number, name in enumerate(FIELDS, start=1):
        output.data(f"  {number:3} {name}")
    while True:
        answer = session.ask("change which field (number, name, or act=offer …; Enter saves, x drops): ")
        if answer.lower() == "x":
            return {}
        if not answer:
            return changes
        now = replace(draft, statement={**draft.statement, **changes})
        if "=" in answer:
            typed = in_one_line(session, now, answer)
            if typed:
                return {**changes, **typed}
            continue
        number_ = number_of(answer, FIELDS)
        if number_ is None:
            output.talk(f"no such field: {answer}")
            continue
        changes |= _EDITORS[FIELDS[number_]](session, now)
        card.statement({**draft.statement, **changes})


def in_one_line(session: Session, draft: Draft, answer: str) -> Changes:
    """Return the changes that a line asks for, as ``act=reject holder=Upland``; nothing where a part is wrong."""
    try:
        pairs = [part.partition("=") for part in shlex.split(answer)]
    except ValueError as error:
        output.talk(f"not understood: {error}")
        return {}
    changes: Changes = {}
    problems: list[str] = []
    for name, mark, value in pairs:
        if not mark or name not in FIELDS:
            problems.append(f"no such field: {name}; there are {', '.join(FIELDS)}")
            continue
        made, problem = _typed(session, draft, name, value)
        changes |= made
        problems += [problem] if problem else []
    for problem in problems:
        card.say(problem)
    return {} if problems else changes


def _typed(session: Session, draft: Draft, name: str, value: str) -> tuple[Changes, str]:
    """Return the change that one typed value makes, or what is wrong with it."""
    closed = {"act": ACTS, "polarity": POLARITIES, "modality": MODALITIES}.get(name)
    if closed is not None:
        return ({name: value}, "") if value in closed else ({}, f"{name} is one of {', '.join(closed)}")
    if name == "speaker":
        return _spoken_by(draft.statement, value), ""
    if name == "issues":
        wanted = [v for v in value.split(",") if v]
        unknown = [v for v in wanted if v not in session.case.issues]
        return ({}, f"no such issue: {', '.join(unknown)}") if unknown else ({"about": wanted}, "")
    if name == "date":
        return (
            ({"date": value or None}, "")
            if not value or is_date(value)
            else ({}, "a date is 2022, 2022-03 or 2022-03-29")
        )
    if name in ("words", "condition"):
        return _found(session, draft, name, value)
    return {name: value or None}, ""


def is_date(text: str) -> bool:
    """Return True for a date as a case writes it."""
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return _WHEN.fullmatch(text) is not None


def names_for(session: Session, draft: Draft | None = None) -> list[str]:
    """Return whom a list offers: the parties of the case, whom the draft names, and whom its document names."""
    names = [party.name for party in session.case.parties.values()]
    if draft is not None:
        own = draft.statement
        names += [own["holder"], own["speaker"], *str(own["target"] or "").split(" and ")]
        near = [d.statement for d in session.book.drafts if d.document == draft.document]
        names += [said["holder"] for said in near][:40]
    return list(dict.fromkeys(n for n in names if n and n != AUTHOR))[:20]


def _choose(name: str, choices: Sequence[str]) -> Callable[[Session, Draft], Changes]:
    def choose(session: Session, draft: Draft) -> Changes:
        chosen = pick(session, f"{name}, now {draft.statement[name]}", choices)
        return {} if chosen is None else {name: choices[chosen]}

    return choose


def _holder(session: Session, draft: Draft) -> Changes:
    who = pick_name(session, "whose position", [*names_for(session, draft), AUTHOR], nobody=False)
    return {"holder": who} if who else {}


def _target(session: Session, draft: Draft) -> Changes:
    who = pick_name(session, "to whom", names_for(session, draft), nobody=True)
    return {} if who is None else {"target": who or None}


def _speaker(session: Session, draft: Draft) -> Changes:
    who = pick_name(session, "who uttered it", [AUTHOR, *names_for(session, draft)], nobody=False)
    return _spoken_by(draft.statement, who) if who else {}


def _spoken_by(said: Mapping[str, Any], who: str) -> Changes:
    """Return a new speaker with the chain that leads to him; reporters between the author and the speaker stay."""
    between = [r for r in said["chain"][:-1] if r["who"] not in (AUTHOR, who)]
    chain = [{"who": AUTHOR, "cue": None}, *between]
    return {"speaker": who, "chain": chain if who == AUTHOR else [*chain, {"who": who, "cue": None}]}


def _issues(session: Session, draft: Draft) -> Changes:
    suggested = [i for i in draft.statement["issues"] if i in session.case.issues]
    ids = [*suggested, *(i for i in session.case.issues if i not in suggested)]
    if not ids:
        output.talk("the case has no issues yet; detente draft will propose some")
        return {}
    marks = [f"{i}  {session.case.issues[i].question}{' (suggested)' if i in suggested else ''}" for i in ids]
    chosen = pick_several(session, "issues", marks)
    return {} if chosen is None else {"about": [ids[n] for n in chosen]}


def _date(session: Session, draft: Draft) -> Changes:
    answer = session.ask(f"date, now {draft.statement['date'] or 'unknown'} (2022, 2022-03, 2022-03-29, - for none): ")
    if answer == "-":
        return {"date": None}
    if answer and not is_date(answer):
        output.talk("a date is written 2022, 2022-03 or 2022-03-29")
    return {"date": answer} if is_date(answer) else {}


def _condition(session: Session, draft: Draft) -> Changes:
    answer = session.ask("words of the condition (- for none, Enter keeps): ")
    if answer == "-":
        return {"condition": None}
    changes, problem = _found(session, draft, "condition", answer) if answer else ({}, "")
    if problem:
        card.say(problem)
    return changes


def _words(session: Session, draft: Draft) -> Changes:
    """Let the words be trimmed or extended by whole words, or pasted."""
    changes: Changes = {}
    while True:
        now = replace(draft, statement={**draft.statement, **changes})
        card.line("words", f"“{now.quote}”")
        answer = session.ask(
            "start +1 or end -1 takes words away, start -1 or end +1 adds some; or paste; Enter keeps: "
        )
        if not answer:
            return changes
        made, problem = _found(session, now, "words", answer)
        changes |= made
        if problem:
            card.say(problem)


def _found(session: Session, draft: Draft, name: str, answer: str) -> tuple[Changes, str]:
    """Return the change to other words of the document, or why there is none."""
    try:
        text = session.texts.of(draft.document)
    except InputError as error:
        return {}, str(error)
    start, end = draft.place
    span = moved(text, start, end, answer) if name == "words" else None
    if span is None:
        places = places_of(text, answer)
        span = min(places, key=lambda p: abs(p[0] - start)) if places else None
    if span is None:
        close = nearly(text, answer)
        return {}, f"the document has: {close}" if close else "these words do not stand in the document"
    if name == "condition":
        return {"condition": {"start": span[0], "end": span[1]}}, ""
    return words_at(text, *span), ""


def words_at(text: str, start: int, end: int) -> Changes:
    """Return the fields of a statement that stands at other words; its content is then all of them."""
    quote = text[start:end]
    return {"start": start, "end": end, "quote": quote, "content": quote}


_EDITORS: Mapping[str, Callable[[Session, Draft], Changes]] = {
    "act": _choose("act", ACTS), "holder": _holder, "target": _target, "speaker": _speaker,
    "polarity": _choose("polarity", POLARITIES), "modality": _choose("modality", MODALITIES),
    "words": _words, "issues": _issues, "date": _date, "condition": _condition,
}  # fmt: skip
