"""Files accepted drafts into the case: documents, voices and statements with their exact words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from detente.case import Case
from detente.case.files import parse_case, read_text, write_whole
from detente.errors import InputError
from detente.sources.documents.digest import digest_of
from detente.sources.documents.text_document import read_document
from detente.sources.drafts.book import DraftBook
from detente.sources.drafts.case_text import with_entries
from detente.sources.drafts.decisions import Draft
from detente.sources.drafts.names import party_id
from detente.sources.spans import fold

_AUTHOR = "author"
FILED = "draft "
"""Begins the note of a filed statement, so that it is filed once."""


@dataclass
class _Entries:
    """What is added to a case, and the ids that are taken."""

    case: Case
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    voices: dict[str, dict[str, Any]] = field(default_factory=dict)
    statements: list[dict[str, Any]] = field(default_factory=list)

    def id_of(self, name: str, of: str | None = None) -> str:
        """Return the id of a party or voice; a voice that is new is declared."""
        if name == _AUTHOR:
            return _AUTHOR
        known = party_id(self.case, name) or next((i for i, v in self.voices.items() if v["name"] == name), None)
        if known is not None:
            return known
        id_ = _free(_slug(name), {*self.case.parties, *self.case.voices, *self.voices, _AUTHOR})
        self.voices[id_] = {"name": name} | ({"of": of} if of else {})
        return id_


def file_accepted(case_file: Path, case: Case, book: DraftBook, accepted: Sequence[Draft]) -> int:
    """Write accepted drafts into a case file; what was filed before is left alone.

    Returns
    -------
    int
        How many statements were written.

    Raises
    ------
    InputError
        If the case would no longer be sound; nothing is written then.
    """
    notes = {s.note for s in case.statements if s.note}
    new = [d for d in accepted if not any(FILED + d.id in note for note in notes)]
    if not new:
        return 0
    entries = _Entries(case)
    for draft in new:
        _add(entries, case_file.parent, book, draft)
    text = read_text(case_file)
    text = with_entries(text, "documents", [_item(e) for e in entries.documents.values()])
    text = with_entries(text, "voices", [_line(f"{i}: ", e) for i, e in entries.voices.items()])
    text = with_entries(text, "statements", [_item(e) for e in entries.statements])
    problems = [p for p in parse_case(text, case_file.name).problems if p.severity == "error"]
    if problems:
        raise InputError(problems)
    write_whole(case_file, text.encode())
    return len(new)


def _add(entries: _Entries, folder: Path, book: DraftBook, draft: Draft) -> None:
    facts = next(d for d in book.documents if d["digest"] == draft.document)
    document = _document_id(entries, folder, facts)
    said = draft.statement
    holder_name = said["holder"] or said["speaker"] or _AUTHOR
    holder = entries.id_of(holder_name)
    party = holder if holder in entries.case.parties else None
    chain = [entries.id_of(r["who"], of=None if r["who"] == _AUTHOR else party) for r in said["chain"]] or [_AUTHOR]
    taken = {s.id for s in entries.case.statements} | {s["id"] for s in entries.statements}
    targets = [entries.id_of(t) for t in (said["target"] or "").split(" and ") if t]
    statement: dict[str, Any] = {
        "id": _next(taken),
        "document": document,
        **_words(folder, facts, said),
        "speaker": chain[-1],
        "holder": holder,
    }
    statement |= {"chain": list(dict.fromkeys(chain)), "act": said["act"]}
    statement |= {"target": targets} if targets else {}
    statement |= {"about": [said["about"]]} if said.get("about") else {}
    statement |= {"date": said["date"]} if said["date"] else {}
    statement |= {"hedged": True} if said["modality"] == "hedged" else {}
    entries.statements.append(statement | {"note": f"{FILED}{draft.id}"})


def _document_id(entries: _Entries, folder: Path, facts: Mapping[str, Any]) -> str:
    for known in entries.case.documents:
        if known.digest is not None and facts["digest"].startswith(known.digest):
            return known.id
    for id_, new in entries.documents.items():
        if new["digest"] == facts["digest"]:
            return id_
    taken = {d.id for d in entries.case.documents} | set(entries.documents)
    id_ = _free(_slug(Path(facts["name"]).stem), taken)
    path = Path(facts["path"])
    inside = path.resolve().is_relative_to(folder.resolve())
    entry: dict[str, Any] = {"id": id_, "title": facts["title"] or facts["name"]}
    entry |= {"file": str(path.resolve().relative_to(folder.resolve()))} if inside else {}
    entry |= {"digest": facts["digest"]}
    entry |= {key: facts[key] for key in ("author", "publisher") if facts[key]}
    entries.documents[id_] = entry | ({"published": facts["published"]} if facts["published"] else {})
    return id_


def _words(folder: Path, facts: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the quotation where its words stand once in the document, the span and its digest else."""
    text = read_document(folder / facts["path"]).text
    quote = said["quote"]
    if text[said["start"] : said["end"]] != quote:
        raise InputError.of(
            "changed-document", f"{facts['name']} changed since it was read", "read it again with detente read"
        )
    inside = (folder / facts["path"]).resolve().is_relative_to(folder.resolve())
    if inside and len(fold(text).find_all(quote)) == 1 and "\n" not in quote:
        return {"quote": quote}
    return {"span": [said["start"], said["end"]], "digest": digest_of(quote.encode())}


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30].strip("_")
    return slug if slug and slug[0].isalpha() else f"v_{slug}".strip("_")


def _free(wanted: str, taken: set[str]) -> str:
    number = 1
    id_ = wanted
    while id_ in taken:
        number += 1
        id_ = f"{wanted}_{number}"
    return id_


def _next(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"s{number:02}" in taken:
        number += 1
    return f"s{number:02}"


def _item(entry: Mapping[str, Any]) -> str:
    return _line("- ", entry)


def _line(start: str, entry: Mapping[str, Any]) -> str:
    """Return an entry in flow style, as a person writes short ones."""
    return (
        start
        + yaml.safe_dump(dict(entry), default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9).strip()
    )
