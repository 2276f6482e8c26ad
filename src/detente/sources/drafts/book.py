"""The file of drafts beside a case, and the log of decisions beside it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
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
from detente.sources.reader.from_plain import coverage_from, statement_from
from detente.sources.reader.pipeline import MISSING
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
        return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)

    def with_reading(
        self, file: Path, document: TextDocument, reading: Reading, second: ModelReading | None = None,
        *, decided: Collection[str] = (), read_as: str | None = None,
    ) -> DraftBook:  # fmt: skip
        """Return the book with one more document; one that was read before is replaced, its ids stay.

        A file that changed replaces what it was before. What a model found as second reader stands beside what the
        rules found, with what they differ in.

        Parameters
        ----------
        file, document, reading, second
        decided : collection of str
            Ids of drafts on which somebody has decided: they stay as they were then, whatever the reader finds now.
        read_as : str, optional
            The mark of the reader, by which it is known again.
        """
        plain = plain_reading(document, reading)
        path = self._path_beside(file)
        entry = {**plain_document(document), "path": path, "coverage": plain["coverage"], "notes": plain["notes"]}
        entry |= {"read_as": read_as} if read_as is not None else {}
        if second is not None:
            entry |= {
                "exchanges": [asdict(e) for e in second.exchanges],
                "refused": [asdict(r) for r in second.refused],
            }
            entry["notes"] = [*entry["notes"], *second.notes]
            plain["statements"] = _compared(reading, second)
        held = [d for d in self.drafts if d.document == document.digest and d.id in decided]
        found = [d for d in _numbered(document.digest, plain["statements"]) if d.id not in decided]
        drafts = sorted((*held, *found), key=lambda d: (d.statement["start"], d.statement["end"]))
        others = tuple(
            d for d in self.documents if document.digest != d["digest"] and d["path"] not in (path, str(file))
        )
        digests = {d["digest"] for d in others}
        kept = [d for d in self.drafts if d.document in digests]
        return replace(self, documents=(*others, entry), drafts=(*kept, *drafts))

    def read_by(self, read_as: str, model: str | None = None) -> frozenset[str]:
        """Return the digests of the documents that a reader of this mark has read, and this model if one is named.

        Those that were read without the parser are left out: there may be one now.
        """
        return frozenset(
            entry["digest"] for entry in self.documents if entry.get("read_as") == read_as and MISSING not in entry["notes"]
            and (model is None or any(e["request"].get("model") == model for e in entry.get("exchanges", ())))
        )  # fmt: skip

    def reading_of(self, digest: str) -> Reading:
        """Return what was found in a document when it was read."""
        entry = next(d for d in self.documents if d["digest"] == digest)
        statements = tuple(statement_from(d.statement) for d in self.drafts if d.document == digest)
        return Reading(statements, coverage_from(entry["coverage"]), tuple(entry["notes"]))

    def with_known(self, file: Path, digest: str, reading: Reading) -> DraftBook:
        """Return the book with a document that was not read again: where it lies now, and who else reports the same.

        Its drafts stay; it moves to the end, as if it had been read.
        """
        entry = next(d for d in self.documents if d["digest"] == digest) | {"path": self._path_beside(file)}
        others = tuple(d for d in self.documents if d["digest"] != digest)
        kept = [d for d in self.drafts if d.document != digest]
        own = [d for d in self.drafts if d.document == digest]
        named = [
            replace(draft, statement={**draft.statement, "also_in": list(statement.also_in)})
            for draft, statement in zip(own, reading.statements, strict=True)
        ]
        return replace(self, documents=(*others, entry), drafts=(*kept, *named))


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
    drafts = ({"id": d.id, "document": d.document, "statement": dict(d.statement)} for d in book.drafts)
    text = f'{{"format": {FORMAT},\n"documents": {_lines(book.documents)},\n"drafts": {_lines(drafts)}}}\n'
    write_whole(book.path, text.encode(errors="surrogatepass"))


def _lines(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return a list as JSON with an entry on each line: a tenth of the time and memory of indenting all of it."""
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"[\n{lines}\n]" if lines else "[]"
