"""A document as the reader takes it in: its text, where it came from, and what each paragraph is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from detente.sources.documents.digest import digest_of
from detente.sources.documents.facts import Facts, facts_from, with_given
from detente.sources.documents.paragraphs import Paragraph, paragraphs_of
from detente.sources.documents.readers import read_bytes, readable_text


@dataclass(frozen=True)
class TextDocument:
    """A text with its digest, its facts and its paragraphs.

    Attributes
    ----------
    name : str
        Name of the file.
    digest : str
        Digest of the bytes that were read, before anything was done to them.
    text : str
        What a person sees; every span counts its characters.
    facts : Facts
        Title, author, publisher, date and language, as far as they are known.
    paragraphs : tuple of Paragraph
        All of them; captions, bylines and the like are marked as such.
    """

    name: str
    digest: str
    text: str
    facts: Facts
    paragraphs: tuple[Paragraph, ...]


def read_document(
    path: str | os.PathLike[str], *, title: str | None = None, author: str | None = None, publisher: str | None = None,
    published: str | None = None, language: str | None = None,
) -> TextDocument:  # fmt: skip
    """Read a document: txt, md, html, pdf, docx or eml.

    Parameters
    ----------
    path : path
    title, author, publisher, published, language : str, optional
        What the person knows better than the document says.

    Raises
    ------
    DocumentError
        If it cannot be read; the message names the file and the remedy.
    """
    file = Path(path)
    content = read_bytes(file)
    text = readable_text(file, content)
    paragraphs = paragraphs_of(text)
    given = {"title": title, "author": author, "publisher": publisher, "published": published, "language": language}
    return TextDocument(
        file.name, digest_of(content), text, with_given(facts_from(file, content, text, paragraphs), given), paragraphs
    )


def document_of(text: str, *, name: str = "text", published: str | None = None, language: str = "en") -> TextDocument:
    """Make a document of a text that is no file."""
    facts = Facts(published=published, language=language)
    return TextDocument(name, digest_of(text.encode("utf-8", errors="replace")), text, facts, paragraphs_of(text))
