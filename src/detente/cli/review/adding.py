"""Statements that no rule found: a person pastes the words, which are looked up verbatim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.case.statements import AUTHOR
from detente.cli import output
from detente.cli.review import card
from detente.cli.review.editing import ACTS, edited, names_for
from detente.cli.review.picking import pick, pick_name
from detente.cli.review.session import Session
from detente.cli.review.spans import around, nearly, places_of
from detente.errors import InputError
from detente.sources.drafts import BY_HAND, Draft

_SHOWN = 60


def add_by_hand(session: Session) -> bool:
    """Let a person add a statement; return True where one was added."""
    draft = _from_words(session)
    if draft is None:
        return False
    output.data("What do the words do?")
    act = pick(session, "act", ACTS)
    if act is None:
        output.talk("nothing was added")
        return False
    holder = pick_name(session, "whose position", [*names_for(session), AUTHOR], nobody=False)
    target = pick_name(session, "to whom", names_for(session), nobody=True)
    speaker = pick_name(session, "who uttered it (Enter: the holder)", [AUTHOR, *names_for(session)], nobody=False)
    said: dict[str, Any] = {**draft.statement, "act": ACTS[act], "holder": holder or AUTHOR, "target": target or None}
    said |= _chain(speaker or said["holder"])
    made = Draft(_free(session, f"{draft.id}-{ACTS[act]}"), draft.document, said)
    card.statement(said)
    answer = session.ask("Enter adds it, e changes more, x drops it: ").lower()
    if answer == "x":
        return False
    return session.decide(made, "add", edited(session, made) if answer == "e" else {})


def _chain(speaker: str) -> dict[str, Any]:
    chain = [{"who": AUTHOR, "cue": None}]
    return {"speaker": speaker, "chain": chain if speaker == AUTHOR else [*chain, {"who": speaker, "cue": None}]}


def _free(session: Session, wanted: str) -> str:
    """Return an id that no draft has, and none had."""
    taken = {d.id for d in session.review.everything} | {d.draft for d in session.review.decisions}
    number, id_ = 1, wanted
    while id_ in taken:
        number += 1
        id_ = f"{wanted}-{number}"
    return id_


def _from_words(session: Session) -> Draft | None:
    """Ask for words until they are found, and return a draft that stands there."""
    answer = session.ask("paste the words of the statement (? lists sentences that yielded nothing): ")
    if answer == "?":
        answer = _from_silent(session)
    if not answer:
        return None
    places, problems = _places(session, answer)
    for problem in dict.fromkeys(problems if not places else ()):
        card.say(problem)
    if not places:
        return None
    return _draft(session, *places[_which(session, places)])


def _places(session: Session, words: str) -> tuple[list[tuple[str, int, int]], list[str]]:
    """Return where words stand in the documents, and why they may not have been found."""
    found: list[tuple[str, int, int]] = []
    problems: list[str] = []
    for facts in session.book.documents:
        try:
            text = session.texts.of(facts["digest"])
        except InputError as error:
            problems.append(str(error))
            continue
        found += [(facts["digest"], start, end) for start, end in places_of(text, words)]
        close = None if found else nearly(text, words)
        problems += [f"{facts['name']} has: {' '.join(close.split())}"] if close else []
    return found, problems or ["these words stand in no document"]


def _which(session: Session, places: list[tuple[str, int, int]]) -> int:
    """Let one of several places be chosen by the sentence around it."""
    if len(places) == 1:
        return 0
    shown = [f"{_name(session, d)}: {around(session.texts.of(d), s, e).sentence}" for d, s, e in places[:_SHOWN]]
    return pick(session, "the words stand more than once; which", shown) or 0


def _draft(session: Session, digest: str, start: int, end: int) -> Draft:
    facts: Mapping[str, Any] = session.book.facts(digest) or {}
    quote = session.texts.of(digest)[start:end]
    said: dict[str, Any] = {
        "start": start, "end": end, "quote": quote, "act": "assert", "holder": None, "speaker": None,
        "author": facts.get("author"), "target": None, "content": quote, "polarity": "positive", "modality": "asserted",
        "condition": None, "date": None, "chain": [], "issues": [], "rule": BY_HAND, "tier": "", "cue": None,
        "source": None, "content_span": None, "also_in": [],
    }  # fmt: skip
    return Draft(f"{digest.removeprefix('sha256:')[:8]}-{start}-{end}-hand", digest, said)


def _from_silent(session: Session) -> str:
    """Let one of the sentences be chosen that name a party and yielded nothing."""
    taken = [(d.document, *d.place) for d in session.review.accepted]
    silent = [
        (facts["digest"], place) for facts in session.book.documents for place in facts["coverage"]["silent"]
        if not any(d == facts["digest"] and a < place["end"] and b > place["start"] for d, a, b in taken)
    ]  # fmt: skip
    if not silent:
        output.talk("every sentence that names a party yielded something")
        return ""
    shown = [f"{_name(session, digest)}: {' '.join(place['quote'].split())}" for digest, place in silent[:_SHOWN]]
    chosen = pick(session, "which sentence", shown)
    return "" if chosen is None else str(silent[chosen][1]["quote"])


def _name(session: Session, digest: str) -> str:
    return str((session.book.facts(digest) or {}).get("name"))
