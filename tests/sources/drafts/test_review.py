from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.errors import InputError
from detente.sources import read_case
from detente.sources.documents import read_document
from detente.sources.drafts import (
    Decision,
    DraftBook,
    Filed,
    Review,
    file_review,
    open_book,
    open_log,
    precision_by_rule,
    save_book,
)
from detente.sources.reader import extract_statements

TEXT = "Peru demanded that Ecuador leave the hill. Ecuador refused to leave the hill. Ecuador rejected the demand to leave the hill."
CASE = """# a remark that stays
format: 1
case: hill
title: The hill
parties:
  peru: {name: Peru, kind: principal}
  ecuador: {name: Ecuador, kind: principal}
issues:
  line: {question: Where is the line?, outcomes: {here: {label: Here}, there: {label: There}}}
"""


@pytest.fixture
def book(tmp_path: Path) -> DraftBook:
    (tmp_path / "documents").mkdir()
    file = tmp_path / "documents" / "news.txt"
    file.write_text(TEXT, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    document = read_document(file)
    made = open_book(tmp_path / "case.yaml").with_reading(file, document, extract_statements(document))
    save_book(made)
    return made


def decided(draft: str, verdict: Any, **changes: Any) -> Decision:
    return Decision(draft, verdict, "tester", "2021-05-03T10:00:00+00:00", changes)


def test_a_saved_book_opens_as_it_was(book: DraftBook) -> None:
    assert open_book(book.path.with_name("case.yaml")) == book


def test_reading_a_document_again_keeps_the_ids(book: DraftBook) -> None:
    document = read_document(book.path.parent / "documents" / "news.txt")
    again = book.with_reading(book.path.parent / "documents" / "news.txt", document, extract_statements(document))
    assert [d.id for d in again.drafts] == [d.id for d in book.drafts]


def test_a_review_goes_on_where_it_stopped(book: DraftBook) -> None:
    first, *rest = book.review().pending
    open_log(book.log).append(decided(first.id, "accept"))
    assert list(open_book(book.path.with_name("case.yaml")).review().pending) == rest


def test_undo_takes_the_last_decision_back(book: DraftBook) -> None:
    review = book.review()
    first = review.pending[0]
    review = review.with_decision(decided(first.id, "reject")).with_decision(decided(first.id, "undo"))
    assert review.pending[0] == first


def test_an_edit_is_an_acceptance_with_changes(book: DraftBook) -> None:
    first = book.review().pending[0]
    (accepted,) = book.review().with_decision(decided(first.id, "edit", act="offer")).accepted
    assert accepted.statement["act"] == "offer"


def test_a_split_makes_two_verbatim_drafts(book: DraftBook) -> None:
    first = book.review().pending[0]
    at = first.statement["start"] + first.quote.index("that")
    pieces = book.review().with_decision(decided(first.id, "split", at=at)).pending[:2]
    assert [p.quote for p in pieces] == ["Peru demanded", "that Ecuador leave the hill"]
    assert all(TEXT[p.statement["start"] : p.statement["end"]] == p.quote for p in pieces)


def test_drafts_on_which_rules_and_model_disagree_come_first(book: DraftBook) -> None:
    last = book.drafts[-1]
    marked = replace(last, statement={**last.statement, "disagreement": "act"})
    assert Review((*book.drafts[:-1], marked)).pending[0] == marked


def test_a_log_that_was_cut_off_loses_only_its_last_line(book: DraftBook) -> None:
    first, second = book.review().pending[:2]
    open_log(book.log).append(decided(first.id, "accept"))
    open_log(book.log).append(decided(second.id, "accept"))
    book.log.write_bytes(book.log.read_bytes()[:-5])
    assert [d.draft for d in book.review().decisions] == [first.id]


def test_a_damaged_log_is_named_with_its_line(book: DraftBook) -> None:
    book.log.write_text('{"draft": 3}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"decisions\.jsonl:1:1: this line is no decision"):
        book.review()


def test_a_damaged_book_is_named(book: DraftBook) -> None:
    book.path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        open_book(book.path.with_name("case.yaml"))


def test_accepted_drafts_are_filed_once_and_the_text_stays(book: DraftBook) -> None:
    file = book.path.with_name("case.yaml")
    review = _all_accepted(book)
    assert file_review(file, book, review).added == len(review.accepted)
    assert file_review(file, book, review) == Filed()
    assert file.read_text().startswith("# a remark that stays\n")
    case = read_case(file)
    first = case.statements[0]
    assert (first.act, first.holder, first.target) == ("demand", "peru", ("ecuador",))
    assert len(case.citations) == len(case.statements)


def test_nothing_is_filed_from_a_document_that_changed(book: DraftBook) -> None:
    file = book.path.with_name("case.yaml")
    (book.path.parent / "documents" / "news.txt").write_text("Something else.", encoding="utf-8")
    with pytest.raises(InputError, match="changed since it was read"):
        file_review(file, book, _all_accepted(book))
    assert file.read_text() == CASE


def test_precision_is_counted_from_decisions(book: DraftBook) -> None:
    one, two = book.review().pending[:2]
    review = book.review().with_decision(decided(one.id, "accept")).with_decision(decided(two.id, "reject"))
    assert {r.rule: r.precision for r in precision_by_rule(review)} == {
        one.statement["rule"]: 1.0,
        two.statement["rule"]: 0.0,
    }


def _all_accepted(book: DraftBook) -> Review:
    review = book.review()
    for draft in review.pending:
        review = review.with_decision(decided(draft.id, "accept"))
    return review


def test_the_log_says_who_decided_and_when(book: DraftBook) -> None:
    open_log(book.log).append(decided(book.drafts[0].id, "accept"))
    line = json.loads(book.log.read_text())
    assert (line["reviewer"], line["time"]) == ("tester", "2021-05-03T10:00:00+00:00")
