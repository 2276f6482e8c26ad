from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.cli.review.spans import around, moved
from detente.sources.documents.digest import digest_of
from detente.sources.drafts import Decision, Draft, DraftBook, open_book, open_log, save_book
from tests.conftest import Run
from tests.sources.drafts.gold import gold_case

TEXT = (
    "The talks went on. Peru demanded that Ecuador leave the hill. Ecuador refused to leave the hill.\n\n"
    "Peru offered a joint patrol, and asked for a map. The night was cold, said Ecuador's envoy.\n"
)
CASE = """format: 1
case: hill
title: The hill
parties:
  peru: {name: Peru, kind: principal}
  ecuador: {name: Ecuador, kind: principal}
issues:
  line: {question: Where is the line?, outcomes: {here: {label: Here}, there: {label: There}}}
  patrol: {question: Who patrols?, outcomes: {joint: {label: A joint patrol}, none: {label: Nobody}}}
"""
Review = Callable[..., Any]


DRAFTED = (
    ("demand", "Peru", "Ecuador", "Peru demanded that Ecuador leave the hill"),
    ("reject", "Ecuador", "Peru", "Ecuador refused to leave the hill"),
    ("offer", "Peru", None, "Peru offered a joint patrol"),
    ("demand", "Peru", None, "asked for a map"),
)


def draft(digest: str, act: str, holder: str, target: str | None, quote: str) -> Draft:
    start = TEXT.index(quote)
    said = {
        "start": start, "end": start + len(quote), "quote": quote, "act": act, "holder": holder, "speaker": holder, "author": None,
        "target": target, "content": quote, "polarity": "positive", "modality": "asserted", "condition": None, "date": None,
        "chain": [{"who": "author", "cue": None}, {"who": holder, "cue": None}], "issues": [], "rule": f"verb.{act}", "tier": "A",
        "cue": None, "source": None, "content_span": None, "also_in": [],
    }  # fmt: skip
    return Draft(f"{digest[7:15]}-{start}", digest, said)


@pytest.fixture
def case(run: Run) -> Path:  # noqa: ARG001
    folder = Path("hill")
    (folder / "documents").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE)
    (folder / "documents/news.txt").write_text(TEXT)
    digest = digest_of(TEXT.encode())
    silent = [{"start": 0, "end": 18, "quote": "The talks went on."}]
    facts = {
        "name": "news.txt", "path": "documents/news.txt", "digest": digest, "title": None,
        "coverage": {"sentences": 5, "with_statement": 4, "silent": silent},
    }  # fmt: skip
    save_book(DraftBook(folder / "drafts.json", (facts,), tuple(draft(digest, *given) for given in DRAFTED)))
    return folder / "case.yaml"


@pytest.fixture
def review(run: Run, monkeypatch: pytest.MonkeyPatch) -> Review:
    def typed(*lines: str, reviewer: str = "Ann", options: tuple[str, ...] = ()) -> Any:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(line + "\n" for line in lines)))
        return run("review", "hill", "--reviewer", reviewer, *options)

    return typed


def log(case: Path) -> list[Decision]:
    return open_log(case.with_name("decisions.jsonl")).decisions


def verdicts(case: Path) -> list[str]:
    return [d.verdict for d in log(case)]


@pytest.mark.usefixtures("case")
def test_a_card_has_labels_and_fits_eighty_columns(review: Review) -> None:
    shown = review("w", "q").out
    assert "act        demand (positive, asserted, tier A)" in shown
    assert "target     Ecuador" in shown
    assert "before     The talks went on." in shown
    assert "on development data right in" in shown
    assert "in this review nothing was decided on it yet" in shown
    assert max(map(len, shown.split("\n"))) <= 80
    assert "\x1b" not in shown


def test_progress_is_counted(case: Path, review: Review) -> None:
    total = len(open_book(case).drafts)
    assert f"[2 of {total} decided, 1 rejected] news.txt" in review("a", "r", "q").out


def test_undo_reaches_back_into_earlier_sessions_and_erases_nothing(case: Path, review: Review) -> None:
    review("a", "r", "q")
    shown = review("u", "u", "u", "q")
    assert verdicts(case) == ["accept", "reject", "undo", "undo"]
    assert "taken back: reject of" in shown.err
    assert "taken back: accept of" in shown.err
    assert "Ann has decided nothing that could be taken back" in shown.err
    assert "1 statement taken out, accepted no more" in shown.err
    assert "statements: []" in case.read_text()


@pytest.mark.usefixtures("case")
def test_undo_takes_back_only_the_reviewers_own_decisions(review: Review) -> None:
    review("a", "q", reviewer="Ann")
    assert "Ben has decided nothing" in review("u", "q", reviewer="Ben").err


def test_a_field_is_changed_alone_from_a_list(case: Path, review: Review) -> None:
    review("e", "act", "offer", "", "q")
    (decision,) = log(case)
    assert (decision.verdict, decision.changes) == ("edit", {"act": "offer"})


@pytest.mark.parametrize(
    ("keys", "changes"),
    [
        (("1", "2"), {"act": "offer"}),
        (("holder", "ecuador"), {"holder": "Ecuador"}),
        (("holder", "someone else", "The bishop"), {"holder": "The bishop"}),
        (("target", "nobody, or unknown"), {"target": None}),
        (("polarity", "negative"), {"polarity": "negative"}),
        (("modality", "hedged"), {"modality": "hedged"}),
        (("date", "2021-05"), {"date": "2021-05"}),
        (("issues", "1 2"), {"about": ["line", "patrol"]}),
        (("words", "end -1", ""), {"quote": "Peru demanded that Ecuador leave the", "end": 55, "start": 19}),
        (("words", "start -2", ""), {"quote": "went on. Peru demanded that Ecuador leave the hill", "start": 10}),
        (("words", "Ecuador leave the hill", ""), {"quote": "Ecuador leave the hill", "start": 38}),
        (("condition", "The night was cold"), {"condition": {"start": 148, "end": 166}}),
        (("speaker", "ecuador"), {"speaker": "Ecuador"}),
    ],
)
def test_every_field_can_be_changed(case: Path, review: Review, keys: tuple[str, ...], changes: dict[str, Any]) -> None:
    review("e", *keys, "", "q")
    (decision,) = log(case)
    assert decision.changes.items() >= changes.items()


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ("act=shout", "act is one of"), ("colour=red", "no such field: colour"), ("date=monday", "a date is 2022"),
        ("issues=nothing", "no such issue: nothing"), ("words='not there'", "do not stand in the document"), ("act='", "not understood"),
        ("words='peru demanded'", "the document has: Peru demanded"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_explained_and_changes_nothing(
    case: Path, review: Review, answer: str, complaint: str
) -> None:
    assert complaint in review("e", answer, "", "q").err.replace("\n  ", " ")
    assert verdicts(case) == []


def test_an_edit_that_is_dropped_decides_nothing(case: Path, review: Review) -> None:
    review("e", "act", "offer", "x", "q")
    assert verdicts(case) == []


def test_a_second_look_keeps_earlier_changes(case: Path, review: Review) -> None:
    review("e", "act=offer", "b", "e", "modality=hedged", "q")
    assert log(case)[-1].changes == {"act": "offer", "modality": "hedged"}


def test_a_split_gives_each_piece_its_own_act(case: Path, review: Review) -> None:
    review("s", "that Ecuador", "assert", "demand", "a", "a", "q")
    assert verdicts(case) == ["split", "accept", "accept"]
    text = case.read_text()
    assert "quote: Peru demanded\n" in text
    assert "quote: that Ecuador leave the hill" in text
    assert text.index("act: assert") < text.index("act: demand")


def test_undoing_a_split_brings_the_whole_back(case: Path, review: Review) -> None:
    review("s", "that Ecuador", "", "", "u", "a", "q")
    assert "quote: Peru demanded that Ecuador leave the hill" in case.read_text()


def test_a_draft_can_be_put_off_and_gone_back_to(case: Path, review: Review) -> None:
    drafts = open_book(case).drafts
    review("l", "a", "b", "r", "q")
    assert [(d.draft, d.verdict) for d in log(case)] == [(drafts[1].id, "accept"), (drafts[1].id, "reject")]


def test_only_what_is_asked_for_is_shown(case: Path, review: Review) -> None:
    shown = review("f", "act=reject party=ecuador", "a", "f", "", "q")
    assert "view: party=ecuador, act=reject]" in shown.out
    assert [d.rule for d in log(case)] == ["verb.reject"]
    assert "no filter 'colour'" in review("f", "colour=red", "q").err


def test_a_statement_is_added_by_hand(case: Path, review: Review) -> None:
    shown = review("m", "The night was cold", "assert", "ecuador", "peru", "", "", "q")
    assert "added" in shown.err
    (decision,) = log(case)
    assert (decision.verdict, decision.rule) == ("add", "by hand")
    assert "quote: The night was cold" in case.read_text()


def test_a_sentence_that_yielded_nothing_can_be_chosen(case: Path, review: Review) -> None:
    shown = review("m", "?", "1", "event", "peru", "", "", "", "q")
    assert "news.txt: The talks went on." in shown.out
    assert "quote: The talks went on." in case.read_text()


def test_words_that_are_in_no_document_cannot_be_added(case: Path, review: Review) -> None:
    assert "these words stand in no document" in review("m", "The day was hot", "q").err
    assert "news.txt has: The night was cold" in review("m", "the NIGHT was cold", "q").err
    assert verdicts(case) == []


def test_a_tier_is_accepted_in_bulk(case: Path, review: Review) -> None:
    shown = review(options=("--accept-tier", "a"))
    assert "of tier A accepted" in shown.err
    assert set(verdicts(case)) == {"accept"}
    assert review(options=("--accept-tier", "Z")).code == 2


@pytest.mark.usefixtures("case")
def test_the_report_counts_each_rule(review: Review, run: Run) -> None:
    review("a", "r", "q")
    told = json.loads(run("review", "hill", "--report", "--json").out)
    assert (told["accepted"], told["rejected"], told["reviewers"]) == (1, 1, {"Ann": 2})
    assert {r["rule"]: r["precision"] for r in told["rules"]} == {"verb.demand": 1.0, "verb.reject": 0.0}
    assert "verb.demand" in run("review", "hill", "--report").out
    assert run("review", "hill", "--json").code == 2


def test_another_reviewers_decision_stands(case: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_book(case).drafts[0]
    lines = iter(["r", "q"])

    class Terminal(io.StringIO):
        def readline(self, _: int | None = -1) -> str:  # type: ignore[override]
            line = next(lines)
            if line == "r":  # Ben decides while Ann still looks at the draft
                other = Decision(first.id, "accept", "Ben", "2021-05-03T10:00:00+00:00")
                open_log(case.with_name("decisions.jsonl")).append(other)
            return line + "\n"

    monkeypatch.setattr(sys, "stdin", Terminal())
    shown = run("review", "hill", "--reviewer", "Ann")
    assert "Ben decided this meanwhile (accept)" in shown.err
    assert [(d.reviewer, d.verdict) for d in log(case)] == [("Ben", "accept")]


def test_the_end_of_the_input_in_the_middle_of_a_question_loses_nothing(case: Path, review: Review) -> None:
    assert review("a", "e", "act").code == 0
    assert verdicts(case) == ["accept"]
    assert "1 statement written" in review("q").err or "act: demand" in case.read_text()


def test_a_document_that_changed_is_named_before_anything_is_asked(case: Path, review: Review) -> None:
    (case.parent / "documents/news.txt").write_text("Something else.")
    shown = review("a", "q")
    assert (shown.code, shown.out) == (2, "")
    assert "news.txt changed since it was read" in shown.err


@pytest.mark.usefixtures("case")
def test_a_folder_that_cannot_be_written_is_named(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refusing(self: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if "a" in mode:
            raise PermissionError(13, "Permission denied")
        return opened(self, mode, *rest, **more)

    monkeypatch.setattr(Path, "open", refusing)
    shown = review("a", "q")
    assert shown.code == 2
    assert "cannot be written (Permission denied)" in shown.err


def test_ten_thousand_drafts_open_quickly_and_are_decided_quickly(tmp_path: Path) -> None:
    from dataclasses import replace

    from detente.cli.review.session import Session
    from detente.sources.drafts import Texts, readable_case

    file = gold_case(tmp_path / "case", "mackerel-talks", {"ostrey": "Ostrey", "kaldmark": "Kaldmark"})
    book = open_book(file)
    many = tuple(replace(book.drafts[n % len(book.drafts)], id=f"d{n}") for n in range(10_000))
    save_book(DraftBook(book.path, book.documents, many))
    began = time.process_time()  # others work on the machine too
    book = open_book(file)
    session = Session(readable_case(file)[1], book, open_log(book.log), Texts(book), "Ann", lambda _: None)
    following = session.waiting()[0]
    opened = time.process_time() - began
    times = []
    for _ in range(20):
        began = time.process_time()
        session.decide(following, "accept")
        following = session.waiting()[0]
        times.append(time.process_time() - began)
    assert opened < 2.0
    assert sorted(times)[len(times) // 2] < 0.05
    began = time.process_time()
    session.accept_all(session.waiting())
    assert time.process_time() - began < 5.0


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("start +1", "two three"), ("start -1", "zero one two three"), ("end -2", "one"), ("end + 1", "one two three four"),
        ("start +3", None), ("end -3", None), ("end +9", None), ("middle +1", None),
    ],
)  # fmt: skip
def test_words_are_trimmed_and_extended(step: str, words: str | None) -> None:
    text = "zero one two three four"
    span = moved(text, 5, 18, step)
    assert (text[slice(*span)] if span else None) == words


def test_a_sentence_is_found_with_its_neighbours() -> None:
    text = "One went. Two came, “three stayed.” Four left."
    near = around(text, 10, 13)
    assert (near.before, near.sentence, near.after) == ("One went.", "Two came, “three stayed.”", "Four left.")
    assert around(text, 0, len(text)).sentence == text
