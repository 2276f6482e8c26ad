"""From documents to a brief with keys and commands only, as a person does it."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from detente.sources import read_case
from detente.sources.drafts import draft_of, open_book
from tests.conftest import ROOT, Run, needs_shared
from tests.sources.drafts.gold import accept, gold_case

GOLD = ROOT / "tests/gold/open"
BEGUN = """format: 1
case: talks
title: Talks
parties:
  one: {name: %s, kind: principal}
  two: {name: %s, kind: principal}
issues:
  place: {question: Where is the next round?, outcomes: {here: {label: Here}, there: {label: There}}}
"""


def keys(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(line + "\n" for line in lines)))


def check_filed(case_file: Path, documents: Path | None = None) -> None:
    """Every accepted statement is in the case with its exact words, and no other."""
    case, book = read_case(case_file, documents), open_book(case_file)
    accepted = {d.id: d for d in book.review().accepted}
    assert accepted
    assert {draft_of(s) for s in case.statements} == set(accepted)
    for statement in case.statements:
        draft = accepted[draft_of(statement) or ""]
        assert case.citations[statement.id].text == draft.quote


@pytest.mark.parametrize(
    ("stem", "one", "two"),
    [
        ("hospital-pay", "Halvern Hospital Trust", "Nursing League"),
        ("mackerel", "Ostrey", "Kaldmark"),
        ("tariff", "Belmora", "Tarnland"),
    ],
)
def test_from_documents_to_a_brief(run: Run, monkeypatch: pytest.MonkeyPatch, stem: str, one: str, two: str) -> None:
    folder = Path("talks")
    (folder / "documents").mkdir(parents=True)
    (folder / "case.yaml").write_text(BEGUN % (one, two))
    for document in GOLD.glob(f"{stem}*.txt"):
        shutil.copy(document, folder / "documents")
    assert run("read", *sorted((folder / "documents").iterdir()), "--case", "talks").code == 0
    keys(monkeypatch, "a", "w", "e", "act", "demand", "", "r", "u", "l", "a", "q")
    assert run("review", "talks", "--reviewer", "Ann").code == 0
    assert run("review", "talks", "--accept-tier", "A").code == 0
    check_filed(folder / "case.yaml")
    shown = run("draft", "talks", "--write")
    assert (shown.code, shown.out) == (0, "")
    assert "added to" in shown.err
    assert run("check", "talks").code in (0, 1)
    check_filed(folder / "case.yaml")
    assert run("brief", "talks", "--draws", "5").code == 0
    assert "There is nothing new to propose" in run("draft", "talks").out


def test_from_a_real_article_to_a_brief(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    article = needs_shared("seed") / "article.txt"
    Path("talks").mkdir()
    Path("talks/case.yaml").write_text(BEGUN % ("Russia", "Ukraine"))
    read = ("read", article, "--json", "--case", "talks", "--published", "2022-03-31")
    assert len(json.loads(run(*read).out)["statements"]) >= 25
    keys(monkeypatch, "a", "w", "a", "r", "u", "e", "modality", "hedged", "", "s", "no such words", "l", "a", "q")
    assert run("review", "talks", "--reviewer", "Ann").code == 0
    assert run("review", "talks", "--accept-tier", "A").code == 0
    check_filed(Path("talks/case.yaml"), article.parent)
    assert run("draft", "talks", "--documents", article.parent, "--write").code == 0
    assert run("check", "talks", "--documents", article.parent).code in (0, 1)
    assert run("brief", "talks", "--documents", article.parent, "--draws", "5").code == 0


def test_a_case_without_parties_and_issues_gets_them_from_its_statements(run: Run) -> None:
    accept(gold_case(Path("talks"), "mackerel"))
    assert run("draft", "talks", "--write").code == 0
    assert run("check", "talks").code == 0
    case = read_case("talks")
    assert set(case.principals) == {"ostrey", "kaldmark"}
    assert {"inspectors", "licence_fee"} <= set(case.issues)


def test_proposals_are_printed_written_into_a_file_or_given_as_data(run: Run) -> None:
    accept(gold_case(Path("talks"), "tariff", {"belmora": "Belmora", "tarnland": "Tarnland"}))
    before = Path("talks/case.yaml").read_text()
    assert run("draft", "talks").out.startswith("# Proposed from the accepted statements")
    run("draft", "talks", "-o", "proposals.yaml")
    assert Path("proposals.yaml").read_text().startswith("# Proposed")
    found = json.loads(run("draft", "talks", "--json").out)
    assert {"issue", "position", "topic"} <= {p["kind"] for p in found}
    assert all(p["because"] for p in found)
    assert Path("talks/case.yaml").read_text() == before


def test_a_damaged_note_of_what_was_drafted_is_named(run: Run) -> None:
    accept(gold_case(Path("talks"), "tariff", {"belmora": "Belmora", "tarnland": "Tarnland"}))
    Path("talks/drafted.json").write_text("{")
    shown = run("draft", "talks")
    assert shown.code == 2
    assert "drafted.json is damaged" in shown.err
