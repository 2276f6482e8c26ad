from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.sources import read_case
from detente.sources.documents import read_document
from detente.sources.documents.digest import digest_of
from detente.sources.drafts import Decision, Draft, Review, draft_of, file_review, open_book, open_log
from detente.sources.drafts.case_text import with_added
from detente.sources.drafts.sound import faults_of
from tests.sources.drafts.gold import WHEN, accept, gold_case
from tests.strategies import FEWER

ISSUES = {"issues": {"x": {"question": "What?", "outcomes": {"y": {"label": "Y"}, "z": {"label": "Z"}}}}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = gold_case(tmp_path / "case", "mackerel-talks", {"ostrey": "Ostrey", "kaldmark": "Kaldmark"})
    made.write_text(with_added(made.read_text(), ISSUES))
    return made


def decided(draft: Draft, verdict: Any, **changes: Any) -> Decision:
    return Decision(draft.id, verdict, "tester", WHEN, changes, "gold", "A", draft.document, draft.statement)


def filed(file: Path) -> set[str | None]:
    return {draft_of(s) for s in read_case(file).statements}


def test_every_accepted_statement_has_its_exact_words(file: Path) -> None:
    accept(file)
    case, book = read_case(file), open_book(file)
    drafts = {d.id: d for d in book.drafts}
    assert len(case.statements) == len(drafts)
    for statement in case.statements:
        draft, found = drafts[draft_of(statement) or ""], case.citations[statement.id]
        assert ((found.start, found.end), found.text) == (draft.place, draft.quote)
        (document,) = [d for d in case.documents if d.id == statement.document]
        assert document.digest == draft.document
        if statement.span is not None:
            assert statement.digest == digest_of(draft.quote.encode())


def test_what_is_taken_back_leaves_the_case_and_what_cited_it(file: Path) -> None:
    book = open_book(file)
    first, second, *_ = book.drafts
    accept(file, [first, second])
    one, two = read_case(file).statements
    stance = {"parties": {"ostrey": {"stances": {"x": {"ranking": ["y", "z"], "because": [one.id, two.id]}}}}}
    file.write_text(with_added(file.read_text(), stance))
    open_log(book.log).append(decided(first, "undo"))
    done = file_review(file, book, book.review())
    assert (done.withdrawn, done.uncited) == (1, ("parties.ostrey.stances.x",))
    assert filed(file) == {second.id}
    assert read_case(file).parties["ostrey"].stances["x"].because == (two.id,)


def test_a_changed_decision_is_written_anew_under_its_id_and_stays_cited(file: Path) -> None:
    book = open_book(file)
    first = book.drafts[3]
    accept(file, [first])
    (one,) = read_case(file).statements
    stance = {"parties": {"ostrey": {"stances": {"x": {"ranking": ["y", "z"], "because": [one.id]}}}}}
    file.write_text(with_added(file.read_text(), stance))
    open_log(book.log).append(decided(first, "edit", act="offer", about=["x"]))
    assert file_review(file, book, book.review()).changed == 1
    (two,) = read_case(file).statements
    assert (two.id, two.act, two.about) == (one.id, "offer", ("x",))
    assert read_case(file).parties["ostrey"].stances["x"].because == (one.id,)


def test_a_statement_that_a_person_wrote_is_never_touched(file: Path) -> None:
    accept(file, list(open_book(file).drafts[:2]))
    text = file.read_text().replace("note: draft", "note: mine, once draft", 1)
    file.write_text(text.replace(text[text.index("note: mine") :].split("\n")[0], "note: mine"))
    book = open_book(file)
    open_log(book.log).append(decided(book.drafts[0], "undo"))
    file_review(file, book, book.review())
    assert "note: mine" in file.read_text()


def test_a_reading_that_lost_a_draft_loses_no_decision(file: Path) -> None:
    accept(file, list(open_book(file).drafts[:2]))
    book = open_book(file)
    shorter = type(book)(book.path, book.documents, book.drafts[5:])
    assert file_review(file, shorter, shorter.review()).withdrawn == 0
    assert len(filed(file)) == 2


def test_a_case_that_is_renamed_and_moved_still_has_its_documents(file: Path, tmp_path: Path) -> None:
    shutil.move(file.parent, tmp_path / "elsewhere")
    moved = (tmp_path / "elsewhere/case.yaml").rename(tmp_path / "elsewhere/other.yaml")
    assert accept(moved) == len(open_book(moved).drafts)


def test_a_document_that_is_gone_is_named_and_nothing_is_written(file: Path) -> None:
    before = file.read_text()
    next((file.parent / "documents").iterdir()).unlink()
    with pytest.raises(InputError, match="is gone: it was read from"):
        accept(file)
    assert file.read_text() == before


def test_words_that_do_not_stand_there_are_refused(file: Path) -> None:
    draft = open_book(file).drafts[0]
    open_log(open_book(file).log).append(decided(draft, "edit", start=0, end=5, quote="wrong"))
    with pytest.raises(InputError, match="do not stand in its document"):
        file_review(file, open_book(file), open_book(file).review())


def test_a_statement_without_issues_may_go_into_a_case_that_is_only_begun(tmp_path: Path) -> None:
    begun = gold_case(tmp_path / "case", "mackerel-talks")
    assert accept(begun) > 20


@cache
def _prepared() -> Path:
    """Return a folder with a case and drafts, to be copied: making it is slower than a test."""
    folder = Path(mkdtemp()) / "case"
    file = gold_case(folder, "mackerel-talks", {"ostrey": "Ostrey", "kaldmark": "Kaldmark"})
    file.write_text(with_added(file.read_text(), ISSUES))
    return folder


STEPS = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(["accept", "edit", "reject", "split", "undo", "file"])), max_size=25
)


@FEWER
@given(STEPS)
def test_an_analysis_sees_exactly_what_is_accepted(steps: list[tuple[int, Any]]) -> None:
    with_case = Path(mkdtemp()) / "case"
    shutil.copytree(_prepared(), with_case)
    try:
        _check_steps(with_case / "case.yaml", steps)
    finally:
        shutil.rmtree(with_case.parent)


def _check_steps(file: Path, steps: list[tuple[int, Any]]) -> None:
    book = open_book(file)
    log = open_log(book.log)
    stacks: dict[str, list[Any]] = {}
    for number, verdict in [*steps, (0, "file")]:
        draft = book.drafts[number]
        if verdict == "file":
            file_review(file, book, Review(book.drafts, tuple(log.decisions)))
            continue
        by_verdict: dict[str, dict[str, Any]] = {
            "edit": {"act": "assess"}, "split": {"at": draft.place[0] + draft.quote.index(" ")}
        }  # fmt: skip
        changes = by_verdict.get(str(verdict), {})
        log.append(decided(draft, verdict, **changes))
        stack = stacks.setdefault(draft.id, [])
        if verdict != "undo":
            stack.append(verdict)
        elif stack:
            stack.pop()
    standing = {id_: stack[-1] for id_, stack in stacks.items() if stack}
    wanted = {id_: v for id_, v in standing.items() if v in ("accept", "edit")}
    case = read_case(file)
    assert {draft_of(s) for s in case.statements} == set(wanted)
    assert all((s.act == "assess") or wanted[draft_of(s) or ""] == "accept" for s in case.statements)
    assert all(
        case.citations[s.id].text == d.quote for s in case.statements for d in book.drafts if d.id == draft_of(s)
    )


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda d: d.update(format=9), "format 9"),
        (lambda d: d.pop("drafts"), "no documents and drafts"),
        (lambda d: d["documents"][0].pop("digest"), "digest is no text"),
        (lambda d: d["drafts"].append(d["drafts"][0]), "is there twice"),
        (lambda d: d["drafts"][0].update(document="sha256:0"), "not listed"),
        (lambda d: d["drafts"][0]["statement"].update(act="shout"), "'shout' is no act"),
        (lambda d: d["drafts"][0]["statement"].update(start="1"), "start is no whole number"),
        (lambda d: d["drafts"][0]["statement"].update(end=10**6), "do not fit the quotation"),
        (lambda d: d["drafts"][0]["statement"].update(chain=[3]), "without who"),
        (lambda d: d["drafts"][0].pop("statement"), "has no statement"),
    ],
)
def test_drafts_edited_by_hand_are_checked(file: Path, change: Any, what: str) -> None:
    data = yaml.safe_load(file.with_name("drafts.json").read_text())
    assert faults_of(data, 1) == []
    change(data)
    assert any(what in fault for fault in faults_of(data, 1))


def test_a_file_of_drafts_that_was_cut_off_is_named_with_its_place(file: Path) -> None:
    path = file.with_name("drafts.json")
    path.write_text(path.read_text()[:500])
    with pytest.raises(InputError, match=r"drafts\.json:\d+:\d+: drafts.json is damaged"):
        open_book(file)


def test_a_document_read_again_after_a_change_replaces_what_it_was(file: Path) -> None:
    from detente.sources.reader import extract_statements

    book = open_book(file)
    path = next((file.parent / "documents").iterdir())
    path.write_text("Ostrey demanded that Kaldmark leave the bank.", encoding="utf-8")
    document = read_document(path)
    again = book.with_reading(path.resolve(), document, extract_statements(document))
    assert {d.document for d in again.drafts} == {document.digest}
    assert len(again.documents) == 1
