"""Where a case's documents lie: in its folder, or in a folder that the analyst names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from detente.case.statements import Document
from detente.errors import DocumentError, InputError, Problem
from detente.sources.documents.digest import digest_of
from detente.sources.documents.readers import MAX_BYTES, read_bytes, readable_text

MAX_FILES = 10_000


@dataclass(frozen=True)
class Found:
    """A document that was read: its text and digest, or why not.

    `text` is None where the document is not at hand or cannot be read; `problem` then says why.
    """

    text: str | None
    digest: str | None
    problem: Problem | None = None


class Library:
    """The documents of one case.

    Parameters
    ----------
    folder : Path
        The case's folder; a document's `file` is a path inside it.
    elsewhere : Path, optional
        A folder that is searched, by digest, for documents without a `file`.
    """

    def __init__(self, folder: Path, elsewhere: Path | None = None) -> None:
        self._folder = folder
        self._elsewhere = elsewhere

    def find(self, document: Document) -> Found:
        """Return the document's text, or why it cannot be had."""
        try:
            path = self._path_of(document)
            if path is None:
                return Found(None, None, _not_at_hand(document, self._elsewhere))
            content = read_bytes(path)
            digest = digest_of(content)
            return Found(readable_text(path, content), digest, _changed(document, digest))
        except InputError as error:
            return Found(None, None, error.problems[0])
        except (OSError, RuntimeError, ValueError) as error:  # a link to itself, a name that no file can have
            fault = Problem("no-document", f"{document.file!r} cannot be read ({error})", "check the path")
            return Found(None, None, fault)

    def _path_of(self, document: Document) -> Path | None:
        if document.file is None:
            return self._by_digest(document.digest or "")
        path = self._folder / document.file
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise DocumentError.of(
                "path", f"{document.file!r} leads out of the case's folder", "copy the document into it"
            )
        if not path.is_file():
            raise DocumentError.of(
                "no-document", f"there is no file {document.file!r}", "put it into the case's folder"
            )
        return path

    def _by_digest(self, digest: str) -> Path | None:
        if self._elsewhere is None:
            return None
        files = [p for p in sorted(self._elsewhere.rglob("*"))[:MAX_FILES] if p.is_file()]
        small = (p for p in files if p.stat().st_size <= MAX_BYTES)
        return next((p for p in small if digest_of(p.read_bytes()).startswith(digest)), None)


def _changed(document: Document, digest: str) -> Problem | None:
    if document.digest is None or digest.startswith(document.digest):
        return None
    return Problem(
        "changed-document", f"the document {document.id!r} changed since its digest was noted",
        f"read it again, then write digest: {digest}", severity="warning",
    )  # fmt: skip


def _not_at_hand(document: Document, elsewhere: Path | None) -> Problem:
    where = f"is not in {elsewhere}" if elsewhere else "is cited by its digest only"
    return Problem(
        "no-text", f"the text of {document.id!r} {where}, so its words are not checked",
        "name the folder that has it with --documents DIR", severity="warning",
    )  # fmt: skip
