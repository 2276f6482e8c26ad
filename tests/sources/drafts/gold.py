"""The annotated documents as drafts that a careful reader accepts: a case in a folder, read and decided on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from detente.sources.documents import read_document
from detente.sources.drafts import Decision, Draft, DraftBook, file_review, open_book, open_log, save_book
from tests.conftest import ROOT

GOLD = ROOT / "tests/gold/open"
WHEN = "2026-01-01T00:00:00+00:00"


def gold_case(folder: Path, stem: str, parties: Mapping[str, str] | None = None) -> Path:
    """Make a case whose drafts are the annotated statements of the documents that begin so; return its file."""
    (folder / "documents").mkdir(parents=True)
    named = "".join(f"\n  {id_}: {{name: {name}, kind: principal}}" for id_, name in (parties or {}).items()) or " {}"
    file = folder / "case.yaml"
    file.write_text(f"format: 1\ncase: {stem}\ntitle: {stem}  # a remark\nparties:{named}\n", encoding="utf-8")
    documents: list[dict[str, Any]] = []
    drafts: list[Draft] = []
    for text in sorted(GOLD.glob(f"{stem}*.txt")):
        copy = folder / "documents" / text.name
        shutil.copy(text, copy)
        document = read_document(copy)
        gold = json.loads(text.with_suffix(".json").read_text(encoding="utf-8"))
        documents.append(_facts(document.digest, text.name, gold))
        drafts += [
            Draft(f"{document.digest[7:15]}-{n}", document.digest, _said(s)) for n, s in enumerate(gold["statements"])
        ]
    save_book(DraftBook(folder / "drafts.json", tuple(documents), tuple(drafts)))
    return file


def accept(file: Path, drafts: Sequence[Draft] | None = None) -> int:
    """Accept drafts of a case, all where none are named, and file them; return how many were filed."""
    book = open_book(file)
    log = open_log(book.log)
    log.append(
        *(
            Decision(d.id, "accept", "gold", WHEN, {}, "gold", "A", d.document, d.statement)
            for d in drafts or book.drafts
        )
    )
    return file_review(file, book, book.review()).added


def _facts(digest: str, name: str, gold: Mapping[str, Any]) -> dict[str, Any]:
    facts = dict.fromkeys(("author", "publisher")) | {"language": "en"}
    coverage = {"sentences": 0, "with_statement": 0, "silent": []}
    about = {"title": gold["document"]["title"], "published": gold["document"].get("published")}
    return {
        "name": name,
        "path": f"documents/{name}",
        "digest": digest,
        "coverage": coverage,
        "notes": [],
        **facts,
        **about,
    }


def _said(gold: Mapping[str, Any]) -> dict[str, Any]:
    condition = gold["condition"] and {key: gold["condition"][key] for key in ("start", "end")}
    kept = {
        key: gold[key] for key in ("start", "end", "quote", "act", "holder", "speaker", "polarity", "modality", "date")
    }
    return kept | {
        "author": None, "target": " and ".join(gold["target"]) or None, "content": gold["quote"], "condition": condition,
        "chain": [{"who": who, "cue": None} for who in gold["chain"]], "issues": [], "rule": "gold", "tier": "A", "cue": None,
        "source": None, "content_span": None, "also_in": [],
    }  # fmt: skip
