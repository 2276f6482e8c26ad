"""Brings a case to what its review says: accepted drafts are written into it, and what was taken back is taken out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.case import Case
from detente.case.files import parse_case, read_text, write_whole
from detente.case.statements import AUTHOR, Statement
from detente.case.walk import citations_in
from detente.errors import InputError
from detente.sources.documents.digest import digest_of
from detente.sources.drafts.book import DraftBook
from detente.sources.drafts.case_text import with_added, without_statements
from detente.sources.drafts.decisions import Draft, Review
from detente.sources.drafts.log import locked
from detente.sources.drafts.names import party_id, speaks_for
from detente.sources.drafts.texts import Texts
from detente.sources.spans import Folded, fold

FILED = re.compile(r"\bdraft (\S+?)(?:/([0-9a-f]{6}))?(?=[;,\s]|$)")
"""In the note of a filed statement: its draft, and a mark of what was accepted."""
UNFINISHED = frozenset({"no-principal", "no-question"})
"""Faults of a case that is only begun: they do not keep statements out of it."""


@dataclass(frozen=True)
class Filed:
    """What filing did to a case.

    Attributes
    ----------
    added, changed, withdrawn : int
        Statements that were written, written anew, and taken out.
    uncited : tuple of str
        Places that rested on what was taken out and do so no more.
    unfiled : int
        Accepted statements of a document that was read again in another state.
    """

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    uncited: tuple[str, ...] = ()
    unfiled: int = 0


def draft_of(statement: Statement) -> str | None:
    """Return the id of the draft from which a statement of a case was filed."""
    match = FILED.search(statement.note or "")
    return match[1] if match else None


def readable_case(case_file: Path) -> tuple[str, Case]:
    """Return the text of a case file and the case; one that is only begun will do.

    Raises
    ------
    InputError
        With every other problem of the file.
    """
    text = read_text(case_file)
    return text, _sound(text, case_file.name)


def _sound(text: str, name: str) -> Case:
    file = parse_case(text, name)
    problems = [p for p in file.problems if p.severity == "error" and p.rule not in UNFINISHED]
    if problems or file.case is None:
        raise InputError(problems or file.problems)
    return file.case


def file_review(case_file: Path, book: DraftBook, review: Review) -> Filed:
    """Write what was accepted into a case, take out what is accepted no more; everything else is left as it is.

    A statement that a value cites is taken out of its ``because:`` too, so that the value no longer counts as quoted.

    Raises
    ------
    InputError
        If the case would not be sound, or a document is gone or changed; nothing is written then.
    """
    try:
        with locked(book.log):
            return _file(case_file, book, review)
    except OSError as error:
        raise InputError.of(
            "unwritable", f"{book.log.parent} cannot be written ({error.strerror})", "check the folder"
        ) from None


def _file(case_file: Path, book: DraftBook, review: Review) -> Filed:
    text, case = readable_case(case_file)
    wanted = {d.id: d for d in review.accepted}
    decided = {d.draft for d in review.decisions}
    filed = {id_: s for s in case.statements if (id_ := draft_of(s)) is not None}
    gone = [s.id for id_, s in filed.items() if id_ in decided and id_ not in wanted]
    old = {id_: filed[id_].id for id_, d in wanted.items() if id_ in filed and _changed(filed[id_], d)}
    lacking = [d for d in wanted.values() if d.id not in filed or d.id in old]
    new = [d for d in lacking if book.facts(d.document) is not None]
    if not gone and not new:
        return Filed(unfiled=len(lacking))
    texts = Texts(book)
    if problems := texts.faults(new):
        raise InputError(problems)
    old = {d.id: old[d.id] for d in new if d.id in old}
    text = without_statements(text, gone, citations=True)
    text = without_statements(text, old.values(), citations=False)
    entries = _Entries(case, book, texts, speaks_for(case, review.accepted))
    for draft in new:
        entries.add(draft, old.get(draft.id))
    text = with_added(text, entries.as_addition())
    _sound(text, case_file.name)
    write_whole(case_file, text.encode())
    return Filed(len(new) - len(old), len(old), len(gone), tuple(_citing(case, gone)), len(lacking) - len(new))


def _changed(statement: Statement, draft: Draft) -> bool:
    """Return True where a statement was filed from something else than what is accepted now."""
    match = FILED.search(statement.note or "")
    return match is not None and match[2] is not None and match[2] != _mark(draft)


def _mark(draft: Draft) -> str:
    """Return a short mark of everything that a person decides about a draft."""
    names = ("start", "end", "act", "holder", "speaker", "target", "chain", "about", "date", "modality")
    said = json.dumps([draft.statement.get(name) for name in names], ensure_ascii=True)
    return digest_of(said.encode()).removeprefix("sha256:")[:6]


def _citing(case: Case, gone: Iterable[str]) -> Iterable[str]:
    ids = set(gone)
    return (".".join(map(str, path[:-1])) for path, because in citations_in(case) if ids & set(because))


@dataclass
class _Entries:
    """What is added to a case, and the ids that are taken."""

    case: Case
    book: DraftBook
    texts: Texts
    spoken_for: Mapping[str, str]
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    voices: dict[str, dict[str, Any]] = field(default_factory=dict)
    statements: list[dict[str, Any]] = field(default_factory=list)
    _folded: dict[str, Folded] = field(default_factory=dict)

    def as_addition(self) -> dict[str, Any]:
        """Return the entries by section."""
        sections = {"documents": list(self.documents.values()), "voices": self.voices, "statements": self.statements}
        return {name: entries for name, entries in sections.items() if entries}

    def id_of(self, name: str) -> str:
        """Return the id of a party or voice; a voice that is new is declared."""
        if name == AUTHOR:
            return AUTHOR
        small = name.casefold()
        same = (i for i, v in self.voices.items() if v["name"].casefold() == small)
        known = party_id(self.case, name) or next(same, None)
        if known is not None:
            return known
        id_ = free_id(slug(name), {*self.case.parties, *self.case.voices, *self.voices, AUTHOR})
        party = self.spoken_for.get(name)
        self.voices[id_] = {"name": name} | ({"of": party} if party else {})
        return id_

    def add(self, draft: Draft, id_: str | None) -> None:
        """Add the statement of a draft, under the id that it had before."""
        said = draft.statement
        holder = self.id_of(said["holder"] or said["speaker"] or AUTHOR)
        chain = list(dict.fromkeys(self.id_of(r["who"]) for r in said["chain"])) or [AUTHOR]
        targets = list(dict.fromkeys(self.id_of(t) for t in (said["target"] or "").split(" and ") if t))
        statement: dict[str, Any] = {
            "id": id_ or self._next_id(), "document": self.document_id(draft.document), **self._words(draft),
            "speaker": chain[-1], "holder": holder, "chain": chain, "act": said["act"],
        }  # fmt: skip
        about = self._about(said, id_)
        statement |= {"target": targets} if targets else {}
        statement |= {"about": about} if about else {}
        statement |= {"date": said["date"]} if said["date"] else {}
        statement |= {"hedged": True} if said["modality"] == "hedged" else {}
        self.statements.append(statement | {"note": f"draft {draft.id}/{_mark(draft)}"})

    def _about(self, said: Mapping[str, Any], id_: str | None) -> list[str]:
        chosen = said.get("about") or []
        before = next((s.about for s in self.case.statements if s.id == id_), ())
        about = [chosen] if isinstance(chosen, str) else list(chosen) or list(before)
        return [a for a in about if a.split(".")[0] in self.case.issues]

    def _next_id(self) -> str:
        taken = {s.id for s in self.case.statements} | {s["id"] for s in self.statements}
        number = len(taken) + 1
        while f"s{number:02}" in taken:
            number += 1
        return f"s{number:02}"

    def document_id(self, digest: str) -> str:
        """Return the id of a document; one that is new is listed."""
        for known in self.case.documents:
            if known.digest is not None and digest.startswith(known.digest):
                return known.id
        if digest not in self.documents:
            self.documents[digest] = self._document(digest)
        return str(self.documents[digest]["id"])

    def _document(self, digest: str) -> dict[str, Any]:
        facts = self.book.facts(digest) or {}
        taken = {d.id for d in self.case.documents} | {d["id"] for d in self.documents.values()}
        entry: dict[str, Any] = {
            "id": free_id(slug(Path(facts["name"]).stem), taken), "title": facts.get("title") or facts["name"],
        }  # fmt: skip
        inside = self._inside(digest)
        entry |= {"file": inside} if inside else {}
        entry |= {"digest": digest}
        return entry | {key: facts[key] for key in ("author", "publisher", "published") if facts.get(key)}

    def _inside(self, digest: str) -> str | None:
        """Return the path of a document inside the case's folder; None for one that lies elsewhere."""
        folder, path = self.book.path.parent.resolve(), self.texts.path_of(digest).resolve()
        return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else None

    def _words(self, draft: Draft) -> dict[str, Any]:
        """Return the quotation where its words stand once in the document, the span and its digest else."""
        text, (start, end) = self.texts.of(draft.document), draft.place
        if text[start:end] != draft.quote:
            raise InputError.of(
                "changed-document", f"the words of draft {draft.id} do not stand in its document",
                "read it again with detente read, or reject the draft",
            )  # fmt: skip
        if draft.document not in self._folded:
            self._folded[draft.document] = fold(text)
        is_once = len(self._folded[draft.document].find_all(draft.quote)) == 1
        if self._inside(draft.document) and is_once and "\n" not in draft.quote:
            return {"quote": draft.quote}
        return {"span": [start, end], "digest": digest_of(draft.quote.encode())}


def slug(name: str, longest: int = 30) -> str:
    """Return an id made of a name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "_", re.sub(r"^(the|an?) ", "", plain)).strip("_")
    made = (
        made[: longest + 1].rpartition("_")[0] if len(made) > longest and "_" in made[: longest + 1] else made[:longest]
    )
    return made if made and made[0].isalpha() else f"v_{made}".strip("_")


def free_id(wanted: str, taken: Iterable[str] | Sequence[str]) -> str:
    """Return an id that is not taken."""
    known, number, id_ = set(taken), 1, wanted
    while id_ in known:
        number += 1
        id_ = f"{wanted}_{number}"
    return id_
