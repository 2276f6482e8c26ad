"""The mark of a reader: two readings of one document with one mark would find the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from detente.sources.reader.issues import IssueText
from detente.sources.reader.pipeline import MODEL

_LIBRARIES = ("spacy", MODEL.replace("_", "-"), "dateparser", "pypdf", "python-docx", "trafilatura")
_PARTS = ("reader", "documents")


def reader_mark(given: Mapping[str, str | None], aliases: Mapping[str, str], issues: tuple[IssueText, ...]) -> str:
    """Return a digest of all that decides what is found in a document, but for the document itself.

    That is the rules and word lists as they are now, the versions of the libraries, what the person said of the
    documents, and the names and issues of the case.
    """
    said = (sorted((k, v) for k, v in given.items() if v), sorted(aliases.items()), issues)
    return hashlib.sha256(f"{_rules()} {said!r}".encode()).hexdigest()[:16]


@cache
def _rules() -> str:
    """Return a digest of the reader's own files and the versions of its libraries."""
    seen = hashlib.sha256(repr([(name, _version(name)) for name in _LIBRARIES]).encode())
    home = Path(__file__).parent.parent
    for file in sorted(f for part in _PARTS for f in (home / part).rglob("*") if f.is_file() and f.suffix != ".pyc"):
        seen.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
