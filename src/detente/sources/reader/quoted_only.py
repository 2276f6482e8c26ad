"""Direct quotations found by their marks alone, where no parser is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.sources.documents.text_document import TextDocument
from detente.sources.reader.lexicons import cue_verbs
from detente.sources.reader.statement import DraftStatement, Place, Reporter
from detente.sources.reader.tiers import tier_of

_QUOTED = re.compile(r"“([^“”\n]{12,2000})”|\"([^\"\n]{12,2000})\"")
_NAME = r"(?:[A-Z][\w’'.-]+(?: (?:of|for|the|de|van|al)? ?[A-Z][\w’'.-]+){0,5}|the [a-z]+(?: [a-z]+){0,2}|he|she|they)"
_PAST = {"say": "said", "tell": "told", "write": "wrote"}


def quoted_statements(document: TextDocument) -> Iterator[DraftStatement]:
    """Yield every direct quotation with the speaker that stands beside it."""
    for paragraph in document.paragraphs:
        if paragraph.kind != "body":
            continue
        for match in _QUOTED.finditer(document.text, paragraph.start, paragraph.end):
            yield _statement(document, match)


def _statement(document: TextDocument, match: re.Match[str]) -> DraftStatement:
    group = 1 if match[1] is not None else 2
    place = Place(match.start(group), match.end(group))
    speaker = _speaker(document.text[match.end() : match.end() + 120]) or _speaker_before(
        document.text[max(0, match.start() - 120) : match.start()]
    )
    chain = (Reporter("author"), *((Reporter(speaker, "“”"),) if speaker else ()))
    return DraftStatement(
        place=place, quote=place.of(document.text), act="assert", holder=speaker, speaker=speaker, author=document.facts.author, target=None,
        content=place.of(document.text), polarity="positive", modality="asserted", condition=None, date=None, chain=chain, issues=(),
        rule="quotation", tier=tier_of("quotation"), content_span=Place(match.start(), match.end()),
    )  # fmt: skip


def _forms() -> str:
    spoken = [verb for verb, frames in cue_verbs().items() if "q" in frames]
    return "|".join(
        sorted({_PAST.get(v, v + ("d" if v.endswith("e") else "ed")) for v in spoken}, key=len, reverse=True)
    )


def _speaker(after: str) -> str | None:
    match = re.match(rf"\s*(?:(?P<late>{_NAME})\s+(?:{_forms()})|(?:{_forms()})\s+(?P<name>{_NAME}))", after)
    return (match["late"] or match["name"]).rstrip(".,") if match else None


def _speaker_before(before: str) -> str | None:
    match = re.search(rf"(?P<name>{_NAME})\s+(?:{_forms()})[,:]?\s*$", before)
    return match["name"] if match else None
