"""Readable text of a document: plain text, Markdown, HTML, PDF, DOCX and mailed messages.

Documents come from anywhere, so each reader bounds what it will unpack and turns every failure of a
library into one clear error.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.errors import MessageError
from pathlib import Path
from typing import Any

from detente.errors import DocumentError
from detente.sources.documents.mail import open_letter
from detente.sources.documents.web_page import article_of

MAX_BYTES = 50_000_000
MAX_UNPACKED = 200_000_000
MAX_PAGES = 5_000
MAX_PAGE = 20_000_000
"""Bytes of a web page; its tree takes some twenty times as much memory."""


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a document.

    Raises
    ------
    DocumentError
        If it cannot be read or is larger than `MAX_BYTES`.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _error(path, f"has {size:,} bytes, at most {MAX_BYTES:,} are read", "split it")
        return path.read_bytes()
    except OSError as error:
        raise _error(path, f"cannot be read ({error.strerror})", "check the path") from None


def readable_text(path: Path, content: bytes) -> str:
    """Return the readable text of a document, by the ending of its name.

    Pages of a PDF are separated by form feeds.

    Raises
    ------
    DocumentError
        If the content is not what the ending says, or nothing can be read from it.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise _error(path, f"has an ending that is not read ({path.suffix or 'none'})", f"use one of {known}")
    text = reader(path, content)
    if not text.strip():
        raise _error(path, "has no text in it", "give a text layer (for a scan: run character recognition first)")
    return text


def _plain(path: Path, content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _error(path, f"is not UTF-8 (byte {error.start})", "save it as UTF-8 text") from None


def _html(path: Path, content: bytes) -> str:
    if len(content) > MAX_PAGE:
        raise _error(
            path, f"has {len(content):,} bytes, at most {MAX_PAGE:,} of a web page are read", "save the article alone"
        )
    return article_of(content)


def _mail(path: Path, content: bytes) -> str:
    try:
        letter = open_letter(content)
    except BROKEN as error:
        raise _error(path, f"is not a sound message ({type(error).__name__})", "save it again as EML") from None
    return letter.plain if letter.plain.strip() else _html(path, letter.html)


def _pdf(path: Path, content: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise _error(path, "is encrypted", "save a copy without a password")
        if len(reader.pages) > MAX_PAGES:
            raise _error(path, f"has more than {MAX_PAGES} pages", "split it")
        return "\f".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, *BROKEN) as error:
        if isinstance(error, DocumentError):
            raise
        raise _error(path, f"is not a sound PDF ({type(error).__name__})", "save it again") from None


def _docx(path: Path, content: bytes) -> str:
    import docx

    _check_zip(path, content)
    try:
        body = docx.Document(io.BytesIO(content)).element.body
        return "".join(_words_in(body)).lstrip("\n")
    except BROKEN as error:
        raise _error(path, f"is not a sound DOCX ({type(error).__name__})", "save it again") from None


def _words_in(body: Any) -> Iterator[str]:
    """Yield the text of a Word body in its order: tables cell by cell, insertions that are tracked too.

    The elements are walked here because python-docx gives a merged cell once for each column that it
    spans, and a hostile file can claim millions of columns.
    """
    waiting = [body]
    while waiting:
        element = waiting.pop()
        name = str(element.tag).rpartition("}")[2]
        if name == "t":
            yield element.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        if name not in ("Fallback", "del"):  # what an old reader would show, and what was deleted
            waiting.extend(reversed(element))


_BREAKS = {"p": "\n", "tab": "\t", "br": "\n", "cr": "\n"}
BROKEN = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, RuntimeError, SyntaxError, MessageError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
"""What the libraries raise for a broken file, as seen on some ten thousand of them: whatever the broken part led to.

Codecs and dates raise ``ValueError``, zip and docx also ``KeyError`` and ``RuntimeError`` (what is not supported, too
deep), lxml ``SyntaxError``, mail ``IndexError`` and ``AttributeError``.
"""


def _check_zip(path: Path, content: bytes) -> None:
    """Refuse an archive that would unpack to more than a document can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except BROKEN:
        raise _error(path, "is not a DOCX file", "save it again as DOCX") from None
    if unpacked > MAX_UNPACKED:
        raise _error(path, f"unpacks to {unpacked:,} bytes, at most {MAX_UNPACKED:,} are read", "do not trust it")


_READERS: dict[str, Callable[[Path, bytes], str]] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _plain,
    ".markdown": _plain,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _docx,
    ".eml": _mail,
}


def _error(path: Path, what: str, remedy: str) -> DocumentError:
    return DocumentError.of("document", f"{path.name} {what}", remedy)
