"""The file of drafts beside a case, and the log of decisions beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from detente.case.files import write_whole
from detente.errors import InputError, Problem
from detente.sources.documents.text_document import TextDocument
from detente.sources.drafts.decisions import Draft, Review
from detente.sources.drafts.log import open_log
from detente.sources.drafts.sound import faults_of
from detente.sources.model.backend import ModelReading, disagreement
from detente.sources.reader.plain import plain_document, plain_reading, plain_statement
from detente.sources.reader.statement import Reading

FORMAT = 1
MAX_FAULTS = 20
"""Faults of a damaged file that are named."""


@dataclass(frozen=True)
class DraftBook:
    """All drafts of a case, by document.

    Attributes
    ----------
    path : Path
        ``drafts.json`` in the case's folder; the log is ``decisions.jsonl`` beside it.
    documents : tuple of dict
        Facts of each document, with its ``path``, its digest and its silent sentences.
    drafts : tuple of Draft
    """

    path: Path
    documents: tuple[dict[str, Any], ...] = ()
    drafts: tuple[Draft, ...] = ()

    @property
    def log(self) -> Path:
        """Where decisions are logged."""
        return self.path.with_name("decisions.jsonl")

    def review(self) -> Review:
        """Return the review as far as the log tells."""
        return Review(self.drafts, tuple(open_log(self.log).decisions))

    def facts(self, digest: str) -> dict[str, Any] | None:
        """Return what is known of a document; None where it was never read, or read again since in another state."""
        return next((d for d in self.documents if d["digest"] == digest), None)

    def _path_beside(self, file: Path) -> str:
        """Return a path that still holds when the case's folder is moved, for a file that lies in it."""
        folder, path = self.path.parent.resolve(), file.resolve()
        return str(path.relative_to(folder) if path.is_relative_to(folder) else path)

    def with_reading(
        self, file: Path, document: TextDocument, reading: Reading, second: ModelReading | None = None
    ) -> DraftBook:
        """Return the book with one more document; one that was read before is replaced, its ids stay.

        A file that changed replaces what it was before. What a model found as second reader stands beside what the
        rules found, with what they differ in.
        """
        plain = plain_reading(document, reading)
        path = self._path_beside(file)
        entry = {**plain_document(document), "path": path, "coverage": plain["coverage"], "notes": plain["notes"]}
        if second is not None:
            entry |= {
                "exchanges": [asdict(e) for e in second.exchanges],
                "refused": [asdict(r) for r in second.refused],
            }
            entry["notes"] = [*entry["notes"], *second.notes]
            plain["statements"] = _compared(reading, second)
        others = tuple(
            d for d in self.documents if document.digest != d["digest"] and d["path"] not in (path, str(file))
        )
        digests = {d["digest"] for d in others}
        kept = tuple(d for d in self.drafts if d.document in digests)
        return replace(
            self, documents=(*others, entry), drafts=(*kept, *_numbered(document.digest, plain["statements"]))
        )


def _compared(reading: Reading, second: ModelReading) -> list[dict[str, Any]]:
    """Return the statements of both readers; where they agree, the rules' one stands for both."""
    both = [plain_statement(s) | {"disagreement": disagreement(s, second.statements)} for s in reading.statements]
    differing = [(s, disagreement(s, reading.statements)) for s in second.statements]
    both += [plain_statement(s) | {"disagreement": why} for s, why in differing if why is not None]
    return sorted(both, key=lambda s: (s["start"], s["end"]))


def _numbered(digest: str, statements: Iterable[dict[str, Any]]) -> Iterable[Draft]:
    """Yield drafts whose ids tell place and act, so that reading a document again gives the same ids."""
    seen: dict[str, int] = {}
    for statement in statements:
        id_ = f"{digest.removeprefix('sha256:')[:8]}-{statement['start']}-{statement['end']}-{statement['act']}"
        seen[id_] = seen.get(id_, 0) + 1
        yield Draft(id_ if seen[id_] == 1 else f"{id_}-{seen[id_]}", digest, statement)


def open_book(case_file: Path) -> DraftBook:
    """Return the drafts beside a case; none where nothing was read yet.

    Raises
    ------
    InputError
        If the file of drafts is damaged; with every fault of it.
    """
    path = case_file.with_name("drafts.json")
    try:
        data = json.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return DraftBook(path)
    except OSError as error:
        raise InputError.of("unreadable", f"{path} cannot be read ({error.strerror})", "check the file") from None
    except json.JSONDecodeError as error:
        raise InputError([_damaged(path, error.msg).at(path.name, error.lineno, error.colno)]) from None
    except (ValueError, RecursionError) as error:
        raise InputError([_damaged(path, type(error).__name__)]) from None
    faults = faults_of(data, FORMAT)
    if faults:
        raise InputError([_damaged(path, fault) for fault in faults[:MAX_FAULTS]])
    drafts = tuple(Draft(d["id"], d["document"], d["statement"]) for d in data["drafts"])
    return DraftBook(path, tuple(data["documents"]), drafts)


def _damaged(path: Path, what: str) -> Problem:
    return Problem(
        "drafts", f"{path.name} is damaged: {what}",
        "mend it, or move it away and read the documents again; decisions are kept in decisions.jsonl", file=path.name,
    )  # fmt: skip


def save_book(book: DraftBook) -> None:
    """Write the drafts; the file is replaced only when the new one is complete."""
    data = {
        "format": FORMAT,
        "documents": list(book.documents),
        "drafts": [{"id": d.id, "document": d.document, "statement": dict(d.statement)} for d in book.drafts],
    }
    write_whole(book.path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(errors="surrogatepass"))
