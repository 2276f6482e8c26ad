from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.conftest import Run, needs_shared
from tests.sources.model.stub_server import statements, stub

TEXT = "Peru demanded that Ecuador leave the hill. Ecuador refused to leave the hill.\n"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    file = tmp_path / "news.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def answers(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(line + "\n" for line in lines)))


def test_read_needs_no_case_and_prints_the_documented_keys(run: Run, news: Path) -> None:
    result = json.loads(run("read", news, "--json").out)
    assert set(result) == {"document", "statements", "coverage", "notes"}
    first = result["statements"][0]
    assert {
        "start", "end", "quote", "act", "holder", "speaker", "author", "target", "content", "polarity", "modality", "condition", "date",
        "chain", "issues", "rule", "tier", "cue", "source", "content_span",
    } <= set(first)  # fmt: skip
    assert (first["act"], first["holder"], first["target"]) == ("demand", "Peru", "Ecuador")
    assert TEXT[first["start"] : first["end"]] == first["quote"]


def test_read_prints_a_list_for_people(run: Run, news: Path) -> None:
    shown = run("read", news)
    assert "demand        Peru → Ecuador" in shown.out
    assert shown.code == 0


def test_one_document_that_cannot_be_read_does_not_stop_the_others(run: Run, news: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    shown = run("read", tmp_path / "bad.pdf", news)
    assert "demand        Peru" in shown.out
    assert "bad.pdf is not a sound PDF" in shown.err
    assert shown.code == 2


def test_copies_are_named(run: Run, tmp_path: Path) -> None:
    long = " ".join(f"Peru rejected point {n} of the map on a rainy day." for n in range(30))
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(long, encoding="utf-8")
    assert json.loads(run("read", "a.txt", "b.txt", "--json").out)["duplicates"] == [
        {"first": "a.txt", "second": "b.txt", "alike": 1.0}
    ]


def test_from_documents_to_a_case_with_a_few_keys(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", "case")
    run("read", news, "--case", "case")
    answers(monkeypatch, "w", "a", "r", "u", "x", "e", "act=offer nonsense=1", "e", "act=concede holder=Ecuador", "q")
    shown = run("review", "case", "--reviewer", "Ann")
    assert "2 statements written into" in shown.err
    assert "rule verb.demand" in shown.out
    text = Path("case/case.yaml").read_text()
    assert "act: concede" in text
    assert run("check", "case").code in (0, 1)
    log = [json.loads(line) for line in Path("case/decisions.jsonl").read_text().splitlines()]
    assert [d["verdict"] for d in log] == ["accept", "reject", "undo", "edit"]
    assert all(d["reviewer"] == "Ann" for d in log)


def test_a_tier_is_accepted_in_bulk(run: Run, news: Path) -> None:
    run("new", "case")
    run("read", news, "--case", "case")
    shown = run("review", "case", "--accept-tier", "A")
    assert "of tier A accepted" in shown.err
    assert run("draft", "case").out.startswith("# Proposed from the accepted statements")
    assert json.loads(run("draft", "case", "--json").out)


def test_a_review_without_drafts_says_what_to_do_first(run: Run) -> None:
    run("new", "case")
    assert "read documents first" in run("review", "case").err


def test_the_end_of_the_input_ends_the_review(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new", "case")
    run("read", news, "--case", "case")
    answers(monkeypatch)
    assert run("review", "case").code == 0


def test_a_real_article_goes_from_reading_to_a_brief(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    article = needs_shared("seed") / "article.txt"
    run("new", "case")
    reading = json.loads(run("read", article, "--json", "--case", "case", "--published", "2022-03-31").out)
    acts = {s["act"] for s in reading["statements"]}
    assert {"demand", "offer", "reject", "promise", "precondition", "concede", "accuse", "assess"} <= acts
    assert len(reading["statements"]) >= 25
    answers(monkeypatch, "a", "w", "a", "r", "u", "a", "q")
    assert run("review", "case").code == 0
    assert run("review", "case", "--accept-tier", "A").code == 0
    assert run("draft", "case", "--documents", article.parent).code == 0
    assert run("check", "case", "--documents", article.parent).code in (0, 1)
    assert run("brief", "case", "--documents", article.parent, "--draws", "5").code == 0


def test_a_model_is_a_second_reader_and_disagreements_come_first(
    run: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"quote": "Ecuador refused to leave the hill", "act": "threaten", "holder": None, "target": None}
    run("new", "case")
    with stub((200, statements(entry))) as (url, _):
        run("read", news, "--case", "case", "--model-url", url, "--model", "stub")
    answers(monkeypatch, "q")
    assert "rules and model disagree" in run("review", "case").out.split("[")[1]
    book = json.loads(Path("case/drafts.json").read_text())
    assert book["documents"][0]["exchanges"][0]["request"]["model"] == "stub"


def test_a_model_without_a_case_is_refused(run: Run, news: Path) -> None:
    assert "needs a case" in run("read", news, "--model-url", "http://127.0.0.1:1/v1").err
