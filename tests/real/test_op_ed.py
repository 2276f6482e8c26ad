"""A real article, cited by place and digest, from check to brief."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from detente.deals import find_deals
from detente.findings import analyze
from detente.report import render_html
from detente.sources import open_case, read_case
from tests.conftest import ROOT, Run, needs_shared

CASE = Path(__file__).parent / "op-ed.yaml"
WINDOW = 8
"""So many words in a row that stand in the article too are called a copy."""


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_every_passage_is_found_at_its_place() -> None:
    folder = needs_shared("seed")

    opened = open_case(CASE, folder)

    assert opened.problems == ()
    assert opened.case is not None
    assert len(opened.case.citations) == len(opened.case.statements) >= 30


def test_speaker_holder_and_author_are_apart() -> None:
    statements = read_case(CASE, needs_shared("seed")).statements

    assert sum(s.holder != "author" and s.reporters[0] == "author" for s in statements) >= 10
    assert sum(s.holder == "author" for s in statements) >= 5
    assert any(s.speaker != s.holder for s in statements)


def test_the_findings_are_those_of_the_article() -> None:
    deals = find_deals(read_case(CASE, needs_shared("seed")))

    issues = {c.issue for b in deals.blockers for c in b.constraints}

    assert not deals.has_deal
    assert {"crimea", "donbas", "withdrawal", "demilitarisation"} <= issues


def test_the_brief_shows_the_words_of_the_article() -> None:
    folder = needs_shared("seed")
    case = read_case(CASE, folder)
    article = " ".join((folder / "article.txt").read_text().split())

    brief = analyze(case, draws=10)

    assert len(brief.notes) >= 30
    assert all(n.words and n.words in article for n in brief.notes)
    assert "fundamentally reduce military activity" in render_html(brief)


def test_the_commands_run_on_it(run: Run) -> None:
    folder = needs_shared("seed")

    codes = [
        run("check", CASE, "--documents", folder).code,
        run("analyze", CASE, "--documents", folder, "--draws", "10").code,
        run("brief", CASE, "--documents", folder, "--draws", "10", "-o", "brief.html").code,
    ]

    assert codes == [0, 0, 0]


def test_without_the_text_the_case_still_opens_and_says_so(run: Run) -> None:
    checked = run("check", CASE)

    assert checked.code == 1
    assert "its words are not checked" in checked.out
    assert "the text is not at hand" in render_html(analyze(read_case(CASE), draws=0))


def test_no_sentence_of_the_article_is_stored_here() -> None:
    article = words_of((needs_shared("seed") / "article.txt").read_text())
    copied = {tuple(article[n : n + WINDOW]) for n in range(len(article) - WINDOW + 1)}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    files = [ROOT / name for name in listed.stdout.split("\n") if name.endswith((".yaml", ".md", ".py", ".j2", ".txt"))]
    if not files:
        pytest.skip("this is no git checkout")

    found = {}
    for path in files:
        words = words_of(path.read_text()) if path.is_file() else []
        hits = [" ".join(words[n : n + WINDOW]) for n in range(len(words)) if tuple(words[n : n + WINDOW]) in copied]
        if hits:
            found[path.name] = hits

    assert found == {}
