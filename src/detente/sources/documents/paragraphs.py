"""The paragraphs of a text, and what each of them is: a title, a byline, a caption, or something that was written to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["title", "heading", "byline", "caption", "follow", "body"]

_BLOCK = re.compile(r"[^\n\f]*\S[^\n\f]*(?:\n[^\n\f]*\S[^\n\f]*)*")
_LINE = re.compile(r"[^\n]+")
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*\s*$")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}\.? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}-\d\d-\d\d)\b"
)
_BYLINE = re.compile(r"^(?:by|from|reporting by|written by|author:|published|updated|posted)\b.{0,140}$", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:\b(?:image|photo|photograph|picture|foto|credit|graphic|video|file photo)s?\s*(?:by|:|©|/)|©|\bgetty images\b|/\s*(?:afp|ap|reuters|epa|tass)\b)"
    r"[^.!?]{0,80}\.?\s*$", re.IGNORECASE,
)  # fmt: skip
_FOLLOW = re.compile(
    r"^(?:follow .{0,80}\b(?:twitter|facebook|x|telegram|instagram|linkedin|mastodon)\b|read (?:more|also|next)\b|subscribe\b|sign up\b"
    r"|share this\b|related( stories)?:|also read\b|advertisement\b|click here\b|\(?(?:additional )?(?:reporting|editing|writing) by\b"
    r"|all rights reserved|copyright\b|contact us\b|this article (?:was|first|originally)\b|the views expressed\b)",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"(?:follow\s+(?P<follow>[\w’' .-]{3,50}?)\s+on\b|^by\s+(?P<by>[\w’' .-]{3,50}?)(?:,|$))", re.IGNORECASE
)
_BIOGRAPHY = re.compile(
    r"\b(?:is|was) an? .{0,60}\b(?:analyst|journalist|writer|professor|reporter|fellow|columnist|editor|correspondent|author|lecturer|researcher|director)\b"
)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph by its offsets, and what it is."""

    start: int
    end: int
    kind: Kind = "body"


def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text in their order.

    An empty line or a new page ends a paragraph; a single line end does so unless the lines look wrapped.
    """
    spans = [span for block in _BLOCK.finditer(text) for span in _split(text, *block.span())]
    plain = [Paragraph(*_trimmed(text, start, end)) for start, end in spans]
    known = [replace(p, kind=_kind(text[p.start : p.end], number, len(plain))) for number, p in enumerate(plain)]
    return tuple(_without_biography(text, known))


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lines = [(start + m.start(), start + m.end()) for m in _LINE.finditer(text[start:end])]
    sizes = [e - s for s, e in lines]
    wrapped = len(lines) > 1 and max(sizes) <= 110 and min(sizes[:-1]) > 40
    marked = any(_ITEM.match(text[s:e]) for s, e in lines)
    open_ends = sum(not _ENDS.search(text[s:e]) for s, e in lines[:-1])
    if wrapped and not marked and open_ends * 2 >= len(lines) - 1:
        yield start, end
    else:
        yield from lines


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    passage = text[start:end]
    return start + len(passage) - len(passage.lstrip()), end - len(passage) + len(passage.rstrip())


def _kind(words: str, number: int, count: int) -> Kind:
    size = len(words.split())
    if _CREDIT.search(words) and size <= 60:
        return "caption"
    if _FOLLOW.match(words) and size <= 40:
        return "follow"
    if number < 6 and size <= 20 and (_BYLINE.match(words) or (_DATE.search(words) and size <= 8)):
        return "byline"
    marked = words.startswith("#")
    if not marked and (_ENDS.search(words) or size > 20 or count == 1 or _ITEM.match(words)):
        return "body"
    if number == 0:
        return "title"
    return "heading" if marked or size <= 12 else "body"


def _without_biography(text: str, paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """Set the closing words about the author apart: they name him and say what he is."""
    names = {(m["follow"] or m["by"]).strip() for p in paragraphs for m in _HANDLE.finditer(text[p.start : p.end])
             if p.kind in ("follow", "byline")}  # fmt: skip
    for number, paragraph in enumerate(paragraphs):
        words = text[paragraph.start : paragraph.end]
        closing = len(paragraphs) > 3 and number >= len(paragraphs) - 3 and paragraph.kind == "body"
        if closing and _BIOGRAPHY.search(words[:200]) and any(words.startswith(name) for name in names):
            yield replace(paragraph, kind="follow")
        else:
            yield paragraph
