"""Choosing from lists by number or name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.cli import output
from detente.cli.review.session import Session

NOBODY = "nobody, or unknown"
ELSE = "someone else"


def pick(session: Session, question: str, choices: Sequence[str]) -> int | None:
    """Let one of some choices be chosen by number, name, or the start of its name; None for Enter, which keeps what is."""
    _listed(choices)
    while True:
        answer = session.ask(f"{question} (number or name, Enter keeps): ")
        if not answer:
            return None
        chosen = number_of(answer, choices)
        if chosen is not None:
            return chosen
        output.talk(f"{answer!r} is not in the list, or names several")


def pick_several(session: Session, question: str, choices: Sequence[str]) -> list[int] | None:
    """Let some of the choices be chosen; None for Enter, which keeps what is, and an empty list for a minus sign."""
    _listed(choices)
    while True:
        answer = session.ask(f"{question} (numbers or names, - for none, Enter keeps): ")
        if not answer:
            return None
        if answer == "-":
            return []
        chosen = [number_of(part, choices) for part in re.split(r"[,\s]+", answer) if part]
        if None not in chosen:
            return [n for n in dict.fromkeys(chosen) if n is not None]
        output.talk(f"{answer!r} is not all in the list")


def pick_name(session: Session, question: str, names: Sequence[str], *, nobody: bool) -> str | None:
    """Let a party be chosen, or somebody else be named; an empty text for nobody, None for Enter."""
    choices = [*names, *([NOBODY] if nobody else []), ELSE]
    chosen = pick(session, question, choices)
    if chosen is None or choices[chosen] == NOBODY:
        return None if chosen is None else ""
    return choices[chosen] if choices[chosen] != ELSE else session.ask("name: ") or None


def number_of(answer: str, choices: Sequence[str]) -> int | None:
    """Return the place of what was typed: a number from 1, a name, or the only name that starts so."""
    if answer.isdecimal():
        return int(answer) - 1 if 1 <= int(answer) <= len(choices) else None
    small = answer.casefold()
    exact = [n for n, choice in enumerate(choices) if choice.casefold() == small]
    begun = [n for n, choice in enumerate(choices) if choice.casefold().startswith(small)]
    found = exact or begun
    return found[0] if len(found) == 1 else None


def _listed(choices: Sequence[str]) -> None:
    for number, choice in enumerate(choices, start=1):
        output.data(f"  {number:3} {choice}")
