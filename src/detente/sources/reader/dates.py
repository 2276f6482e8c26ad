"""When something was said or done, with no more precision than the words have."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_YEAR = re.compile(r"^(?:in |early |late |mid-)?((?:1[89]|20)\d\d)$", re.IGNORECASE)
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\b(?!\d)", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b", re.IGNORECASE)  # fmt: skip
_RELATIVE = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|ago)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\b(?:years?|months?|weeks?|days?|decades?)\b", re.IGNORECASE)


def date_near(doc: Doc, start: int, end: int, published: str | None) -> str | None:
    """Return the date that a span of tokens names, as ``2021-05-03``, ``2021-05`` or ``2021``."""
    for entity in doc.ents:
        if entity.label_ == "DATE" and start <= entity.start < end:
            found = date_of(entity.text, published)
            if found is not None:
                return found
    return None


def date_of_deed(verb: Token, content: tuple[int, int], published: str | None) -> str | None:
    """Return the date at the end of a content where it hangs on the act's verb: *rejected the map on Tuesday*."""
    for entity in verb.doc.ents:
        if entity.label_ == "DATE" and content[0] <= entity.start and content[1] - entity.end <= 1:
            head = entity.root.head
            if verb in (head, head.head) and (head == verb or head.lower_ in ("on", "in", "at", "last")):
                return date_of(entity.text, published)
    return None


@lru_cache(maxsize=4096)
def date_of(words: str, published: str | None) -> str | None:
    """Return the date that some words mean, as seen from the day of publication."""
    words = words.replace("’", "'").strip(" ,.")
    if year := _YEAR.match(words):
        return year[1]
    month, relative = _MONTH.search(words), _RELATIVE.search(words)
    if not month and not relative:
        return None
    if _LENGTH.search(words) and "ago" not in words.lower():
        return None
    if relative and published is None:
        return None
    base = _base(published)
    found = _parsed(words, base) if base is not None or re.search(r"\d{4}", words) else None
    if found is None:
        return None
    exact = relative is not None or _DAY.search(re.sub(r"\d{4}", "", words)) is not None
    return found.isoformat() if exact else found.strftime("%Y-%m")


def _base(published: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(
            (published or "")[:10].ljust(10, "1") if published and len(published) >= 10 else "x"
        )
    except ValueError:
        return None


def _parsed(words: str, base: datetime | None) -> date | None:
    import dateparser

    settings = {"PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}
    if base is not None:
        settings["RELATIVE_BASE"] = base  # type: ignore[assignment]
    try:
        found = dateparser.parse(words, languages=["en"], settings=settings)
    except (ValueError, OverflowError, TypeError):
        return None
    return found.date() if found is not None else None
