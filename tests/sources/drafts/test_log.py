from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.sources.drafts import Decision, open_log


def decision(number: int, reviewer: str = "Ann") -> Decision:
    return Decision(f"d{number}", "accept", reviewer, "2021-05-03T10:00:00+00:00")


def test_what_another_reviewer_added_is_seen(tmp_path: Path) -> None:
    mine, theirs = open_log(tmp_path / "log"), open_log(tmp_path / "log")
    theirs.append(decision(1, "Ben"))
    assert [d.reviewer for d in mine.refresh()] == ["Ben"]
    assert mine.refresh() == []


def test_a_decision_is_not_added_where_somebody_was_faster(tmp_path: Path) -> None:
    mine, theirs = open_log(tmp_path / "log"), open_log(tmp_path / "log")
    theirs.append(decision(1, "Ben"))
    assert not mine.append(decision(1), unless=lambda all_: any(d.draft == "d1" for d in all_))
    assert [d.reviewer for d in mine.decisions] == ["Ben"]


def test_a_line_that_was_cut_off_is_kept_aside_and_the_next_decision_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "log"
    open_log(path).append(decision(1))
    path.write_bytes(path.read_bytes() + b'{"draft": "d2", "verd')
    log = open_log(path)
    assert [d.draft for d in log.decisions] == ["d1"]
    log.append(decision(3))
    assert [d.draft for d in log.decisions] == [d.draft for d in open_log(path).decisions] == ["d1", "d3"]
    assert json.loads(path.read_text().split("\n")[1]) == {"cut": '{"draft": "d2", "verd'}


def test_a_whole_decision_without_its_line_end_counts(tmp_path: Path) -> None:
    path = tmp_path / "log"
    open_log(path).append(decision(1))
    path.write_bytes(path.read_bytes().rstrip())
    log = open_log(path)
    assert [d.draft for d in log.decisions] == ["d1"]
    log.append(decision(2))
    assert [d.draft for d in log.decisions] == [d.draft for d in open_log(path).decisions] == ["d1", "d2"]


@pytest.mark.parametrize(
    "line",
    ["{", "3", '{"draft": "a"}', '{"draft": "a", "verdict": "maybe", "reviewer": "", "time": ""}', "[" * 100_000],
)
def test_every_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "log"
    open_log(path).append(decision(1))
    path.write_text(path.read_text() + f"{line}\n\n{line}\n")
    with pytest.raises(InputError) as raised:
        open_log(path)
    assert [(p.line, p.rule) for p in raised.value.problems] == [(2, "decision"), (4, "decision")]


def test_a_log_in_a_folder_that_cannot_be_written_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        open_log(tmp_path / "missing" / "log").append(decision(1))


def test_names_in_any_letters_are_kept(tmp_path: Path) -> None:
    log = open_log(tmp_path / "log")
    log.append(decision(1, "Łucja 🕊"))
    assert open_log(tmp_path / "log").decisions == log.decisions


def _write(path: Path, reviewer: str) -> None:
    log = open_log(path)
    for number in range(60):
        log.append(decision(number, reviewer))


def test_two_reviewers_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(tmp_path / "log", name)) for name in ("Ann", "Ben", "Cy")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = open_log(tmp_path / "log").decisions
    for name in ("Ann", "Ben", "Cy"):
        assert [d.draft for d in found if d.reviewer == name] == [f"d{n}" for n in range(60)]
