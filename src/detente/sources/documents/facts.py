"""What a document says of itself: title, author, publisher, date, language."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.sources.documents.mail import open_letter
from detente.sources.documents.paragraphs import Paragraph
from detente.sources.documents.readers import BROKEN
from detente.sources.documents.web_page import facts_of

if TYPE_CHECKING:
    from pypdf import DocumentInformation

_BY = re.compile(
    r"^(?:by|written by|author:)\s+([A-Z][\w’'.-]+(?:\s+(?:(?:de|van|von|al|el|bin|da)\s+)?[A-Z][\w’'.-]+){1,3})",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"\b(\d{1,2})\.?\s+([A-Z][a-z]{2,8})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_FRONT = re.compile(r"\A---\n(.{0,4000}?)\n---\n", re.DOTALL)
_LANGUAGE_SAMPLE = 4_000


@dataclass(frozen=True)
class Facts:
    """What is known of a document; None where it does not say."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None


def facts_from(path: Path, content: bytes, text: str, paragraphs: tuple[Paragraph, ...]) -> Facts:
    """Return what a document says of itself, by its format first and by its first lines where that is silent."""
    said, seen = _by_format(path, content), _by_first_lines(text, paragraphs)
    filled = {
        name: getattr(said, name) or getattr(seen, name) for name in ("title", "author", "publisher", "published")
    }
    return Facts(**filled, language=language_of(text))


def with_given(facts: Facts, given: Mapping[str, str | None]) -> Facts:
    """Return the facts with those that a person gave put first."""
    return replace(facts, **{name: value for name, value in given.items() if value})


def language_of(text: str) -> str | None:
    """Return the two-letter code of a text's language; None for a text too short to tell."""
    import py3langid

    sample = text[:_LANGUAGE_SAMPLE]
    if sum(c.isalpha() for c in sample) < 20:
        return None
    return str(py3langid.classify(sample)[0])


def _by_format(path: Path, content: bytes) -> Facts:
    reader = {
        ".html": _of_page,
        ".htm": _of_page,
        ".pdf": _of_pdf,
        ".docx": _of_docx,
        ".eml": _of_mail,
        ".md": _of_front,
    }
    try:
        return reader.get(path.suffix.lower(), lambda _: Facts())(content)
    except BROKEN:  # the description is, but the text was read
        return Facts()


def _of_page(content: bytes) -> Facts:
    found = facts_of(content)
    return Facts(found.title, found.author, found.publisher, found.date)


def _of_pdf(content: bytes) -> Facts:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        said = PdfReader(io.BytesIO(content)).metadata
    except PyPdfError:
        return Facts()
    if said is None:
        return Facts()
    return Facts(said.title or None, said.author or None, None, _day_of(said))


def _day_of(said: DocumentInformation) -> str | None:
    try:
        made = said.creation_date
    except ValueError:  # no date, but title and author may be sound
        return None
    return made.date().isoformat() if made else None


def _of_docx(content: bytes) -> Facts:
    import docx

    said = docx.Document(io.BytesIO(content)).core_properties
    author = said.author if said.author not in ("", "python-docx") else None
    return Facts(said.title or None, author)


def _of_mail(content: bytes) -> Facts:
    letter = open_letter(content)
    return Facts(letter.subject or None, letter.sender or None, None, letter.date)


def _of_front(content: bytes) -> Facts:
    match = _FRONT.match(content.decode("utf-8", errors="replace"))
    said = dict(re.findall(r"^(\w+):\s*[\"']?(.{1,200}?)[\"']?\s*$", match[1], re.MULTILINE)) if match else {}
    return Facts(said.get("title"), said.get("author"), said.get("publisher"), said.get("date"))


def _by_first_lines(text: str, paragraphs: tuple[Paragraph, ...]) -> Facts:
    first = [(p.kind, text[p.start : p.end]) for p in paragraphs[:6]]
    title = next((words.lstrip("# ") for kind, words in first if kind == "title"), None)
    bylines = [words for kind, words in first if kind == "byline"]
    author = next((m[1] for words in bylines if (m := _BY.match(words))), None)
    published = next((day for words in bylines if (day := date_in(words))), None)
    return Facts(title, author, None, published)


def date_in(words: str) -> str | None:
    """Return the first whole date in a line, as ``2021-05-03``."""
    if match := _ISO.search(words):
        return match[0]
    if match := _DAY_FIRST.search(words):
        return _iso(match[3], match[2], match[1])
    if match := _MONTH_FIRST.search(words):
        return _iso(match[3], match[1], match[2])
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    short = month[:3].lower()
    if short not in _MONTHS or not 1 <= int(day) <= 31:
        return None
    return f"{year}-{_MONTHS.index(short) + 1:02}-{int(day):02}"
