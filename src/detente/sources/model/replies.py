"""What a model answered, checked: only known acts and names, only words that stand in the chunk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from detente.case.statements import Act
from detente.sources.model.chunks import Chunk
from detente.sources.reader.modality import Modality
from detente.sources.reader.statement import DraftStatement, Place, Reporter
from detente.sources.spans import fold

MAX_STATEMENTS = 200
_FENCE = re.compile(r"^\s*```(?:json)?\s*(.*?)\s*(?:```\s*)?$", re.DOTALL)
_OBJECT = re.compile(r"\{[^{}]*\}")
RULE = "model"


@dataclass(frozen=True)
class Refused:
    """Something in a reply that was not taken over, and why."""

    why: str
    what: str


def verified_statements(
    reply: str, chunk: Chunk, parties: Sequence[str], model: str
) -> tuple[tuple[DraftStatement, ...], tuple[Refused, ...]]:
    """Return the statements of a reply whose words stand in the chunk, and what was refused.

    Parameters
    ----------
    reply : str
        Whatever the model wrote.
    chunk : Chunk
    parties : sequence of str
        The names that may stand as holder and target.
    model : str
        Its name, for the rule of the drafts.
    """
    kept: dict[tuple[Place, str], DraftStatement] = {}
    refused: list[Refused] = []
    for entry in list(_entries(reply))[:MAX_STATEMENTS]:
        made = _checked(entry, chunk, parties, model)
        if isinstance(made, Refused):
            refused.append(made)
        else:
            kept.setdefault((made.place, made.act), made)
    if not kept and not refused and reply.strip() and "statements" not in reply:
        refused.append(Refused("no JSON", reply[:80]))
    return tuple(kept.values()), tuple(refused)


def _entries(reply: str) -> Iterator[Any]:
    """Yield the objects of a reply; of one that is cut off, those that are whole."""
    fenced = _FENCE.match(reply)
    text = fenced[1] if fenced else reply
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        for match in _OBJECT.finditer(text[:1_000_000]):
            try:
                yield json.loads(match[0])
            except (ValueError, RecursionError):
                continue
        return
    found = data.get("statements", []) if isinstance(data, dict) else data
    if isinstance(found, list):
        yield from found


def _checked(entry: Any, chunk: Chunk, parties: Sequence[str], model: str) -> DraftStatement | Refused:
    if not isinstance(entry, dict) or not isinstance(entry.get("quote"), str):
        return Refused("no quotation", str(entry)[:80])
    if entry.get("act") not in get_args(Act):
        return Refused("unknown act", str(entry.get("act"))[:80])
    allowed = {p.lower(): p for p in (*parties, "author")}
    names = [entry.get("holder"), entry.get("target")]
    if any(n is not None and (not isinstance(n, str) or n.lower() not in allowed) for n in names):
        return Refused("unknown party", str(names)[:80])
    place = _place_of(entry["quote"], chunk)
    if isinstance(place, Refused):
        return place
    holder, target = (allowed[n.lower()] if n else None for n in names)
    return _statement(entry, place, chunk, holder, target, model)


def _place_of(quote: str, chunk: Chunk) -> Place | Refused:
    """Return where a quotation stands in the chunk; it must stand there exactly once."""
    if not quote.strip():
        return Refused("no quotation", "")
    places = fold(chunk.text).find_all(quote)
    if len(places) != 1:
        return Refused("not in the text" if not places else f"stands {len(places)} times in the text", quote[:80])
    start, end = places[0]
    return Place(chunk.start + start, chunk.start + end)


def _statement(
    entry: dict[str, Any], place: Place, chunk: Chunk, holder: str | None, target: str | None, model: str
) -> DraftStatement:
    modality = entry.get("modality") if entry.get("modality") in get_args(Modality) else "asserted"
    words = chunk.text[place.start - chunk.start : place.end - chunk.start]
    speaker = holder or "author"
    chain = (Reporter("author"),) if speaker == "author" else (Reporter("author"), Reporter(speaker))
    return DraftStatement(
        place=place, quote=words, act=entry["act"], holder=holder, speaker=speaker, author=None, target=target, content=words,
        polarity="negative" if entry["act"] == "reject" else "positive", modality=modality, condition=None, date=None, chain=chain,  # type: ignore[arg-type]
        issues=(), rule=f"{RULE}.{model}", tier="C",
    )  # fmt: skip
