"""Reading a document again never costs a decision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.sources.documents import TextDocument, document_of
from detente.sources.drafts import Decision, DraftBook, Review, open_log, reader_mark
from detente.sources.drafts import mark as mark_module
from detente.sources.model.backend import Exchange, ModelReading
from detente.sources.reader.from_plain import coverage_from, statement_from
from detente.sources.reader.issues import IssueText
from detente.sources.reader.pipeline import MISSING
from detente.sources.reader.plain import plain_reading, plain_statement
from detente.sources.reader.statement import Coverage, DraftStatement, Place, Reading, Reporter

TEXT = "Peru demanded that Ecuador leave the hill. Ecuador refused. Peru promised to wait."
DOCUMENT = document_of(TEXT, name="news.txt")
FILE = Path("news.txt")


def statement(start: int, end: int, act: str, holder: str | None = "Peru", **more: Any) -> DraftStatement:
    plain: dict[str, Any] = {
        "speaker": holder, "author": None, "target": None, "content": TEXT[start:end], "polarity": "positive", "modality": "asserted",
        "condition": None, "date": None, "chain": (Reporter("author"),), "issues": (), "rule": "r", "tier": "B",
    }  # fmt: skip
    return DraftStatement(Place(start, end), TEXT[start:end], act, holder, **plain | more)


DEMAND, REFUSAL, PROMISE = (
    statement(0, 41, "demand"),
    statement(43, 58, "reject", "Ecuador"),
    statement(60, 81, "promise"),
)


def reading(*statements: DraftStatement, notes: tuple[str, ...] = ()) -> Reading:
    return Reading(statements, Coverage(3, len(statements), (Place(43, 58),)), notes)


def book(tmp_path: Path, *verdicts: Any) -> DraftBook:
    """Return a book of three drafts, the first of them decided on."""
    made = DraftBook(tmp_path / "drafts.json").with_reading(
        FILE, DOCUMENT, reading(DEMAND, REFUSAL, PROMISE), read_as="m"
    )
    for verdict, changes in verdicts:
        open_log(made.log).append(Decision(made.drafts[0].id, verdict, "Ann", "2021-05-03T10:00:00+00:00", changes))
    return made


@pytest.mark.parametrize(
    "verdict",
    [
        ("accept", {}),
        ("edit", {"holder": "Chile"}),
        ("reject", {}),
        ("split", {"at": 12, "acts": ["demand", "demand"]}),
    ],
)
def test_what_was_decided_on_stays_though_the_reader_no_longer_finds_it(verdict: Any, tmp_path: Path) -> None:
    before = book(tmp_path, verdict)
    after = before.with_reading(FILE, DOCUMENT, reading(PROMISE), decided=before.review().standing)
    assert [d.statement["act"] for d in after.drafts] == ["demand", "promise"]
    assert after.review().accepted == before.review().accepted
    assert after.review().everything[:-1] == before.review().everything[:-2]


def test_what_was_accepted_stays_as_it_was_when_the_reader_finds_another_holder_there(tmp_path: Path) -> None:
    before = book(tmp_path, ("accept", {}))
    changed = reading(replace(DEMAND, holder="Chile"), replace(REFUSAL, holder="Chile"))
    after = before.with_reading(FILE, DOCUMENT, changed, decided=before.review().standing)
    assert [(d.statement["act"], d.statement["holder"]) for d in after.drafts] == [
        ("demand", "Peru"),
        ("reject", "Chile"),
    ]
    assert [d.statement["holder"] for d in after.review().accepted] == ["Peru"]


def test_a_decision_that_was_taken_back_holds_nothing(tmp_path: Path) -> None:
    before = book(tmp_path, ("accept", {}), ("undo", {}))
    after = before.with_reading(FILE, DOCUMENT, reading(PROMISE), decided=before.review().standing)
    assert [d.statement["act"] for d in after.drafts] == ["promise"]


@given(
    decided=st.sets(st.integers(0, 2)), found=st.sets(st.integers(0, 2)),
    holders=st.lists(st.sampled_from(["Peru", "Chile"]), min_size=3, max_size=3),
)  # fmt: skip
def test_decisions_stand_for_the_same_statements_whatever_is_found_later(
    decided: set[int], found: set[int], holders: list[str]
) -> None:
    every = [DEMAND, REFUSAL, PROMISE]
    before = DraftBook(Path("drafts.json")).with_reading(FILE, DOCUMENT, reading(*every))
    log = tuple(Decision(before.drafts[n].id, "accept", "Ann", "t") for n in sorted(decided))
    later = [replace(every[n], holder=holders[n]) for n in sorted(found)]
    after = before.with_reading(FILE, DOCUMENT, reading(*later), decided={d.draft for d in log})
    assert Review(after.drafts, log).accepted == Review(before.drafts, log).accepted
    assert len(after.drafts) == len(decided | found)
    assert len({d.id for d in after.drafts}) == len(after.drafts)


def test_a_document_is_known_by_the_mark_of_its_reader_and_by_its_model(tmp_path: Path) -> None:
    made = book(tmp_path)
    digest = frozenset([DOCUMENT.digest])
    assert (made.read_by("m"), made.read_by("other"), made.read_by("m", "stub")) == (digest, frozenset(), frozenset())
    second = ModelReading((), (), (Exchange({"model": "stub"}, "{}"),), ())
    with_model = made.with_reading(FILE, DOCUMENT, reading(DEMAND), second, read_as="m")
    assert (with_model.read_by("m"), with_model.read_by("m", "stub")) == (digest, digest)
    assert with_model.read_by("m", "another") == frozenset()


def test_a_document_that_was_read_without_the_parser_is_not_known(tmp_path: Path) -> None:
    made = DraftBook(tmp_path / "drafts.json").with_reading(FILE, DOCUMENT, reading(notes=(MISSING,)), read_as="m")
    assert made.read_by("m") == frozenset()


def test_a_known_document_gives_its_reading_back_and_moves_to_the_end(tmp_path: Path) -> None:
    other: TextDocument = replace(DOCUMENT, digest="sha256:" + "0" * 64, name="other.txt")
    made = book(tmp_path).with_reading(Path("other.txt"), other, reading(REFUSAL), read_as="m")
    found = made.reading_of(DOCUMENT.digest)
    assert found == reading(DEMAND, REFUSAL, PROMISE)
    named = replace(found, statements=tuple(replace(s, also_in=("other.txt",)) for s in found.statements))
    after = made.with_known(Path("moved.txt"), DOCUMENT.digest, named)
    assert [(d["name"], Path(d["path"]).name) for d in after.documents] == [
        ("other.txt",) * 2,
        ("news.txt", "moved.txt"),
    ]
    assert after.reading_of(DOCUMENT.digest) == named


@pytest.mark.parametrize(
    "one",
    [
        DEMAND,
        statement(
            0, 41, "demand", None, condition=Place(1, 2), cue=Place(5, 13), source=Place(0, 4), content_span=Place(14, 41), date="2021-05",
            chain=(Reporter("author"), Reporter("Peru", "said")), issues=("hill",), also_in=("b.txt",),
        ),
    ],
)  # fmt: skip
def test_plain_data_lead_back_to_the_statement(one: DraftStatement) -> None:
    assert statement_from(plain_statement(one) | {"disagreement": "act"}) == one
    assert coverage_from(plain_reading(DOCUMENT, reading(one))["coverage"]) == reading(one).coverage


def test_the_mark_changes_with_all_that_decides_a_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = reader_mark({"published": None}, {}, ())
    assert plain == reader_mark({}, {}, ())
    marks = {
        plain, reader_mark({"published": "2021-05-03"}, {}, ()), reader_mark({}, {"Lima": "Peru"}, ()),
        reader_mark({}, {}, (IssueText("hill", "the hill"),)),
    }  # fmt: skip
    monkeypatch.setattr(mark_module, "_rules", lambda: "other rules")
    assert len(marks | {reader_mark({}, {}, ())}) == 5
