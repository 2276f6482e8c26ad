"""Acts and actors on PLOVER's gold sentences with even ids: python benchmarks/score_acts.py plover_gsr_even.json.

The data are CC BY-SA 4.0 (Open Event Data Alliance) and no part of the package.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.sources.documents import document_of
from detente.sources.reader.extract import extract_statements
from detente.sources.reader.gazetteer import world
from detente.sources.reader.statement import DraftStatement

VERBAL = ("AGREE", "DEMAND", "REJECT", "THREATEN", "DISAPPROVE", "RETREAT", "CONCEDE", "SUPPORT", "CONSULT")
CLASSES = {
    "accept": "AGREE", "offer": "AGREE", "promise": "AGREE",
    "demand": "DEMAND", "request-talks": "DEMAND", "precondition": "DEMAND",
    "reject": "REJECT", "threaten": "THREATEN", "accuse": "DISAPPROVE", "withdraw": "RETREAT", "concede": "CONCEDE",
}  # fmt: skip
SUPPORTING = ("praise", "support", "defend", "welcome", "hail", "commend", "applaud", "forgive", "endorse")
MEETING = (
    "meet",
    "telephone",
    "phone",
    "visit",
    "arrive",
    "confer",
    "consult",
    "negotiate",
    "mediate",
    "hold",
    "resume",
    "renew",
    "begin",
    "open",
    "host",
    "undertake",
    "welcome.n",
)


@dataclass(frozen=True)
class Event:
    """An event as it is compared: its class and the codes or words of its actors."""

    kind: str
    source: frozenset[str]
    target: frozenset[str]


def class_of(statement: DraftStatement) -> str | None:
    """Return PLOVER's class of a statement by the table above; praise is SUPPORT, a meeting CONSULT."""
    word = statement.rule.split(".")[1] if "." in statement.rule else ""
    if statement.act == "assess":
        return "SUPPORT" if word in SUPPORTING else None
    if statement.act == "event":
        return "CONSULT" if word in MEETING else None
    return CLASSES.get(statement.act)


def found_in(text: str) -> list[Event]:
    """Return the events that the reader finds in a sentence, each class once for each pair of actors."""
    events: dict[Event, None] = {}
    for statement in extract_statements(document_of(text)).statements:
        kind = class_of(statement)
        if kind is not None:
            events[Event(kind, _keys(statement.holder), _keys(statement.target))] = None
    return list(events)


def _keys(name: str | None) -> frozenset[str]:
    if name is None:
        return frozenset()
    code = world().code(name) or _code_inside(name)
    return frozenset(k for k in (code, name.lower()) if k)


def _code_inside(name: str) -> str | None:
    for word in (name, *name.split()):
        known = world().name(word)
        if known is not None:
            return world().code(known)
    return None


def _actors(row: dict[str, Any], side: str) -> Iterator[frozenset[str]]:
    for actor in row.get(side) or ():
        if isinstance(actor, dict):
            yield frozenset(k for k in (actor.get("code", ""), actor.get("actorText", "").lower()) if k)


def _agree(found: frozenset[str], wanted: list[frozenset[str]]) -> bool:
    """Return True where a name is one of the wanted actors: same code, or same words."""
    return any(
        found & one or any(w in f or f in w for w in one for f in found if len(w) > 3 and len(f) > 3) for one in wanted
    )


def has_actors(event: Event, row: dict[str, Any]) -> bool:
    """Return True where source and target of an event are those of the record; either way round for joint acts."""
    sources, targets = list(_actors(row, "source")), list(_actors(row, "target"))
    if not targets:
        return _agree(event.source, sources)
    return _agree(event.source, sources) and _agree(event.target, targets)


def score(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, float], Counter[tuple[str, str]]]:
    """Return F1 of the class alone and with actors, and how often which class was taken for which."""
    gold = right = both = found_count = 0
    confusion: Counter[tuple[str, str]] = Counter()
    for row in rows:
        events = found_in(row["text"])
        kinds = {e.kind for e in events}
        gold += 1
        found_count += len(kinds)
        right += row["event"] in kinds
        both += any(e.kind == row["event"] and has_actors(e, row) for e in events)
        confusion[row["event"], "+".join(sorted(kinds)) or "-"] += 1
    return {
        "precision": right / max(1, found_count), "recall": right / max(1, gold), "act F1": 2 * right / max(1, gold + found_count),
        "with actors F1": 2 * both / max(1, gold + found_count),
    }, confusion  # fmt: skip


def main() -> None:
    """Read the records, read their sentences, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    rows = [r for r in json.loads(parser.parse_args().file.read_text(encoding="utf-8")) if r["event"] in VERBAL]
    table, confusion = score(rows)
    print(f"{len(rows)} sentences with a verbal act")
    for name, value in table.items():
        print(f"{name:15} {value:.3f}")
    for (wanted, found), count in sorted(confusion.items()):
        print(f"  {wanted:11} read as {found:30} {count}")


if __name__ == "__main__":
    main()
