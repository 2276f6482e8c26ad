"""`detente dynamics` as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

pytestmark = pytest.mark.xdist_group("numba")
QUICK = ("--draws", "2", "--months", "3")
KEYS = {
    "deal_within", "terms", "continuation", "survival", "signals", "thresholds", "reference_class", "residual", "method",
    "seed", "case_digest", "skipped", "moves", "history", "choices", "left_out", "assumed", "unsettled", "draws", "version",
}  # fmt: skip


def test_the_signal_report_tells_the_reading_the_people_and_when_it_flips(run: Run) -> None:
    """The claim of the withdrawal: read as weakness, and people in held areas stop working with the holder."""
    done = run("dynamics", "istanbul-2022", "--move", "russia.withdraw_north", *QUICK)

    text = " ".join(done.out.split())
    assert done.code == 0
    assert "Ukraine reads it as weakness, and raises its demand" in text
    assert "do not work with the holder (before: work with the holder)" in text
    assert "It would be read as weakness where Ukraine believed before with" in text
    assert "wars that had lasted as long" in text
    assert "in 3 lists)" in text
    assert "Counted as wars: 82 interstate wars" in text
    assert "no draws" not in text


def test_without_draws_nothing_is_said_about_them(run: Run) -> None:
    """Not that all of none agree."""
    done = run("dynamics", "istanbul-2022", "--draws", "0", "--months", "3")

    assert done.code == 0
    assert "of draws" not in done.out
    assert "in draws" not in done.out
    assert "draws" not in done.out.replace("0 draws, seed", "")


def test_the_json_has_every_key_and_is_monotone_in_months(run: Run) -> None:
    """Also twice the same."""
    first = run("dynamics", "camp-david-1978", "--json", *QUICK)
    second = run("dynamics", "camp-david-1978", "--json", *QUICK)

    found = json.loads(first.out)
    assert first.out == second.out
    assert set(found) >= KEYS
    for key in ("low", "likely", "high"):
        line = [row[key] for row in found["deal_within"].values()]
        assert line == sorted(line)
        assert all(0 <= p <= 1 for p in line)
        assert [row[key] for row in found["survival"].values()] == sorted(
            (row[key] for row in found["survival"].values()), reverse=True
        )


_BAD = {
    "no month": (("--months", "0"), "at least 1"),
    "no sharpness": (("--sharpness", "0"), "sharpness must be above 0"),
    "an unknown proposer": (("--proposer", "nobody"), "proposer is alternate, first or second"),
    "an unknown protocol": (("--demands", "rise"), "demands is free or never rise"),
    "an unknown end": (("--end", "x"), "end is no deal or fight on"),
    "points of trust": (("--trust-points", "3"), "trust_points is 1 or 5"),
    "an unknown move": (("--move", "russia.fly"), "nothing says what 'russia.fly' tells"),
}


@pytest.mark.parametrize(("words", "said"), _BAD.values(), ids=_BAD)
def test_a_bad_option_is_one_message_and_exit_2(run: Run, words: tuple[str, ...], said: str) -> None:
    """Nothing on standard output."""
    done = run("dynamics", "istanbul-2022", "--draws", "0", *words)

    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_an_interrupted_run_goes_on_from_its_file(run: Run, tmp_path: Path) -> None:
    """Fewer draws first, then all: the same as all at once; another seed is refused."""
    file = tmp_path / "kept.jsonl"
    run("dynamics", "istanbul-2022", "--draws", "1", "--months", "3", "--json", "--resume", file)
    with file.open("a") as cut:
        cut.write('{"outcome": {"deal')

    resumed = run("dynamics", "istanbul-2022", *QUICK, "--json", "--resume", file)
    whole = run("dynamics", "istanbul-2022", *QUICK, "--json")
    other = run("dynamics", "istanbul-2022", *QUICK, "--seed", "7", "--resume", file)

    assert resumed.out == whole.out
    assert other.code == 2
    assert "no draws of this run" in other.err


def test_a_file_that_holds_no_draws_is_refused_and_kept(run: Run, tmp_path: Path) -> None:
    """A letter by the same name, a picture, a folder: one message, and nothing is written over."""
    letter, picture, folder = tmp_path / "letter", tmp_path / "picture", tmp_path / "folder"
    letter.write_text("Dear reader\n")
    picture.write_bytes(bytes(range(256)))
    folder.mkdir()

    for path in (letter, picture, folder):
        done = run("dynamics", "istanbul-2022", *QUICK, "--resume", path)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.strip().splitlines()) == 1
        assert str(path) in done.err
    assert letter.read_text() == "Dear reader\n"
    assert picture.read_bytes() == bytes(range(256))


def test_whatif_flips_the_reading_across_the_threshold(run: Run) -> None:
    """Ukraine believed before that the mover is tough: too sure to be shaken."""
    done = run("whatif", "istanbul-2022", "--set", "dynamics.resolve.russia.tough=0.75")

    row = next(line for line in done.out.splitlines() if line.startswith("russia.withdraw_north is read as"))
    assert row.split("as", 1)[1].split() == ["weakness", "no", "change", "of", "demand"]


def test_whatif_tells_every_observer_who_answers_otherwise(run: Run) -> None:
    """The people and the backers who watch the move, and not its reading alone."""
    done = run("whatif", "istanbul-2022", "--set", "dynamics.moves.russia.withdraw_north.if_leaving=0.4")

    text = " ".join(done.out.split())
    assert "on who stays" in text
    assert "work with the holder" in text
    assert "on resolve" not in text
