"""The documents behind drafts: where they lie now, and whether they are still what was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from detente.errors import InputError, Problem
from detente.sources.documents.digest import digest_of
from detente.sources.documents.readers import read_bytes, readable_text
from detente.sources.drafts.book import DraftBook
from detente.sources.drafts.decisions import Draft

MAX_FILES = 10_000


class Texts:
    """Texts of the documents of a book, each read once and checked against its digest."""

    def __init__(self, book: DraftBook) -> None:
        self._book = book
        self._folder = book.path.parent
        self.of = cache(self._read)

    def _read(self, digest: str) -> str:
        """Return the text of a document.

        Raises
        ------
        InputError
            If it is gone, or changed since it was read.
        """
        path, content = self._content(digest)
        return readable_text(path, content)

    def path_of(self, digest: str) -> Path:
        """Return where a document lies; its folder may have been moved since it was read.

        Raises
        ------
        InputError
            If it is nowhere.
        """
        facts = self._facts(digest)
        path = self._folder / str(facts["path"])
        if path.is_file():
            return path
        named = (p for p in sorted(self._folder.rglob(Path(facts["name"]).name))[:MAX_FILES] if p.is_file())
        found = next((p for p in named if digest_of(p.read_bytes()) == digest), None)
        if found is None:
            raise InputError.of(
                "no-document", f"{facts['name']} is gone: it was read from {path}",
                "put it back, or read it from where it is with detente read",
            )  # fmt: skip
        return found

    def _content(self, digest: str) -> tuple[Path, bytes]:
        path = self.path_of(digest)
        content = read_bytes(path)
        if digest_of(content) != digest:
            raise InputError.of(
                "changed-document", f"{path.name} changed since it was read",
                "put the former text back, or read it again with detente read",
            )  # fmt: skip
        return path, content

    def _facts(self, digest: str) -> Mapping[str, Any]:
        facts = self._book.facts(digest)
        if facts is None:
            raise InputError.of(
                "no-document", f"no document with the digest {digest[:18]}… was read", "read it with detente read"
            )
        return facts

    def faults(self, drafts: Iterable[Draft]) -> tuple[Problem, ...]:
        """Return what is wrong with the documents of some drafts: gone, changed, or not to be read."""
        problems: list[Problem] = []
        for digest in dict.fromkeys(d.document for d in drafts):
            try:
                self._content(digest)
            except InputError as error:
                problems.extend(error.problems)
        return tuple(problems)
