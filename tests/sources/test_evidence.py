"""Whether each quotation stands in its document, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.case import Citation, make_case
from detente.errors import Problem
from detente.sources import Evidence, cite, digest_of

from .samples import MEMO, docx_of, pdf_of, river_case, write_case


def _statement(**keys: Any) -> dict[str, Any]:
    return {"id": "s1", "document": "memo", "speaker": "north", "holder": "north", "act": "demand"} | keys


def _cite(folder: Path, *statements: dict[str, Any], memo: str = MEMO, elsewhere: Path | None = None) -> Evidence:
    data = river_case() | {"statements": list(statements)}
    write_case(folder, data, memo)
    return cite(make_case(data), folder, elsewhere)


def _only_problem(evidence: Evidence) -> Problem:
    (problem,) = evidence.problems
    return problem


def _span_of(words: str) -> list[int]:
    start = MEMO.index(words)
    return [start, start + len(words)]


def test_a_quotation_gets_the_place_of_its_words(tmp_path: Path) -> None:
    """Original offsets, the words as the document has them, and the line where they begin."""
    evidence = _cite(tmp_path, _statement(quote="We ask for the dam, and we shall not wait."))

    start, end = _span_of("We ask for the dam,\nand we shall not wait.")
    words = "We ask for the dam,\nand we shall not wait."
    assert evidence.citations == {"s1": Citation("s1", "memo", start, end, words, line=3)}
    assert evidence.citations["s1"].place == f"line 3, characters {start}–{end}"
    assert evidence.problems == ()
    assert evidence.digests == {"memo": digest_of(MEMO.encode())}


def test_a_quotation_that_is_nowhere_is_an_error_at_the_quotation(tmp_path: Path) -> None:
    """The remedy is to copy the words."""
    problem = _only_problem(_cite(tmp_path, _statement(quote="we want peace")))

    assert (problem.rule, problem.path, problem.severity) == ("no-quote", ("statements", 0, "quote"), "error")
    assert problem.what == "the quotation of s1 is not in 'memo'"
    assert "copy the words exactly" in problem.remedy


def test_a_quotation_that_differs_a_little_is_an_error_with_what_the_document_has(tmp_path: Path) -> None:
    """Capitals, quotation marks and dashes are shown as they stand there."""
    problem = _only_problem(_cite(tmp_path, _statement(quote='said: "we ask for the dam, and')))

    assert problem.rule == "no-quote"
    assert "the document has: said: “We ask for the dam, and" in problem.remedy


def test_a_quotation_that_stands_twice_is_an_error_with_the_lines(tmp_path: Path) -> None:
    """More words make it one."""
    problem = _only_problem(_cite(tmp_path, _statement(quote="Nobody answered.")))

    assert (problem.rule, problem.path) == ("ambiguous-quote", ("statements", 0, "quote"))
    assert "stands 2 times in 'memo' (lines 4, 6)" in problem.what
    assert "a few more words" in problem.remedy


@pytest.mark.parametrize("digits", [64, 16])
def test_a_span_gets_the_place_that_it_names(tmp_path: Path, digits: int) -> None:
    """The digest of the words shows that they are still there."""
    words = "the dam must never be"
    digest = digest_of(words.encode())[: 7 + digits]

    evidence = _cite(tmp_path, _statement(span=_span_of(words), digest=digest))

    assert evidence.problems == ()
    assert (words, 5) == (evidence.citations["s1"].text, evidence.citations["s1"].line)


def test_a_span_with_another_digest_is_an_error_with_the_digest_that_is_there(tmp_path: Path) -> None:
    """The words changed, or the offsets are wrong."""
    span = _span_of("the dam must never be")

    evidence = _cite(tmp_path, _statement(span=span, digest=digest_of(b"other words")))

    problem = _only_problem(evidence)
    assert (problem.rule, problem.path) == ("changed-words", ("statements", 0, "digest"))
    assert digest_of(b"the dam must never be") in problem.remedy
    assert evidence.citations == {}


def test_a_span_beyond_the_end_is_an_error_with_the_length_of_the_document(tmp_path: Path) -> None:
    """It is not cut to what is there."""
    end = len(MEMO) + 1

    problem = _only_problem(_cite(tmp_path, _statement(span=[end - 5, end], digest=digest_of(b""))))

    assert (problem.rule, problem.path) == ("no-span", ("statements", 0, "span"))
    assert f"ends at {end}, the document has {len(MEMO)} characters" in problem.what


def test_a_span_counts_characters_and_not_bytes(tmp_path: Path) -> None:
    """Cyrillic, emoji and CRLF before it do not move it."""
    memo = "Київ 😀\r\nWe ask."

    evidence = _cite(tmp_path, _statement(span=[8, 15], digest=digest_of(b"We ask.")), memo=memo)

    assert evidence.problems == ()
    assert evidence.citations["s1"].line == 2


def test_every_statement_is_looked_up_though_others_fail(tmp_path: Path) -> None:
    """Each problem has the number of its statement."""
    evidence = _cite(
        tmp_path,
        _statement(quote="we want peace"),
        _statement(id="s2", quote="the dam must never be built"),
        _statement(id="s3", quote="Nobody answered."),
    )

    assert set(evidence.citations) == {"s2"}
    assert [(p.rule, p.path[1]) for p in evidence.problems] == [("no-quote", 0), ("ambiguous-quote", 2)]


def test_a_missing_document_is_one_error_and_not_one_for_each_statement(tmp_path: Path) -> None:
    """It stands at the file."""
    evidence = cite(make_case(river_case()), tmp_path)

    problem = _only_problem(evidence)
    assert (problem.rule, problem.path) == ("no-document", ("documents", 0, "file"))
    assert evidence.citations == {}


def test_a_document_that_leads_out_of_the_folder_is_an_error_at_its_file(tmp_path: Path) -> None:
    """By a symbolic link."""
    (tmp_path / "secret.txt").write_text(MEMO, encoding="utf-8")
    (tmp_path / "case" / "documents").mkdir(parents=True)
    (tmp_path / "case" / "documents" / "memo.txt").symlink_to(tmp_path / "secret.txt")

    evidence = cite(make_case(river_case()), tmp_path / "case")

    assert (_only_problem(evidence).rule, _only_problem(evidence).path) == ("path", ("documents", 0, "file"))
    assert evidence.citations == {}


def test_a_changed_document_is_a_warning_at_its_digest_and_its_quotations_are_checked(tmp_path: Path) -> None:
    """Most changes touch no quotation."""
    data = river_case()
    data["documents"][0]["digest"] = "sha256:" + "0" * 64
    write_case(tmp_path, data)

    evidence = cite(make_case(data), tmp_path)

    problem = _only_problem(evidence)
    assert (problem.rule, problem.path, problem.severity) == ("changed-document", ("documents", 0, "digest"), "warning")
    assert set(evidence.citations) == {"s1", "s2"}


def _by_digest() -> dict[str, Any]:
    data = river_case()
    data["documents"] = [{"id": "memo", "title": "Memo", "digest": digest_of(MEMO.encode())}]
    words = "the dam must never be built"
    data["statements"][1] = _statement(id="s2", span=_span_of(words), digest=digest_of(words.encode()))
    return data


def test_a_document_found_by_digest_is_checked_like_any_other(tmp_path: Path) -> None:
    """The case has none of the words."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "article.txt").write_bytes(MEMO.encode())

    evidence = cite(make_case(_by_digest()), tmp_path, tmp_path / "texts")

    assert evidence.problems == ()
    assert evidence.citations["s2"].text == "the dam must never be built"


def test_a_text_that_is_not_at_hand_is_a_warning_and_its_spans_keep_their_place(tmp_path: Path) -> None:
    """The words stay unknown."""
    evidence = cite(make_case(_by_digest()), tmp_path)

    problem = _only_problem(evidence)
    start, end = _span_of("the dam must never be built")
    assert (problem.rule, problem.path, problem.severity) == ("no-text", ("documents", 0, "digest"), "warning")
    assert evidence.citations == {"s2": Citation("s2", "memo", start, end, None)}
    assert evidence.citations["s2"].place == f"characters {start}–{end}"


def test_words_in_a_pdf_get_their_page(tmp_path: Path) -> None:
    """Pages count from 1, and there is no line."""
    data = river_case()
    data["documents"][0]["file"] = "memo.pdf"
    data["statements"] = [_statement(quote="the dam must never be"), _statement(id="s2", quote="ask for the dam")]
    (tmp_path / "memo.pdf").write_bytes(pdf_of(["We ask for the dam", "But the dam must never be"]))

    citations = cite(make_case(data), tmp_path).citations

    assert [(c.page, c.line) for c in (citations["s1"], citations["s2"])] == [(2, None), (1, None)]
    assert citations["s1"].place.startswith("page 2, characters ")


def test_words_in_a_docx_are_found(tmp_path: Path) -> None:
    """Also across two paragraphs."""
    data = river_case()
    data["documents"][0]["file"] = "memo.docx"
    data["statements"] = [_statement(quote="for the dam. It must")]
    (tmp_path / "memo.docx").write_bytes(docx_of(["We ask for the dam.", "It must never be."]))

    assert cite(make_case(data), tmp_path).citations["s1"].text == "for the dam.\nIt must"
