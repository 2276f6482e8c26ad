"""Reading many documents: the same for any number of processes, kept when interrupted, and taken up again."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

import detente
from detente.sources.reader.many import (
    WORTH_A_PROCESS,
    DocumentReading,
    ReadingTask,
    cores,
    read_as_finished,
    workers_for,
)
from tests.conftest import ROOT, Run
from tests.sources.test_hostile_documents import BROKEN, HIDDEN, VISIBLE

pty = pytest.importorskip("pty", reason="a terminal is played here")
GOLD = sorted((ROOT / "tests" / "gold" / "open").glob("*.txt"))


def copies(folder: Path, number: int, times: int = 1) -> list[Path]:
    """Write so many documents, all different."""
    texts = [file.read_text(encoding="utf-8") for file in GOLD]
    files = [folder / f"{n:03}.txt" for n in range(number)]
    for n, file in enumerate(files):
        file.write_text("\n\n".join([f"Number {n}.", *[texts[n % len(texts)]] * times]), encoding="utf-8")
    return files


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100", "TERM": "xterm"}


def detente_command(*words: object) -> list[str]:
    return [sys.executable, "-m", "detente", *map(str, words)]


def test_any_number_of_processes_prints_and_writes_the_same(run: Run, tmp_path: Path) -> None:
    files = copies(tmp_path, 7)
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    seen = set()
    for workers in (1, 2, 3):
        run("new", f"case{workers}")
        shown = run(
            "read", *files[:3], "bad.pdf", *files[3:], "--json", "--workers", str(workers), "--case", f"case{workers}"
        )
        assert shown.code == 2
        assert "bad.pdf is not a sound PDF" in shown.err
        seen.add((shown.out, Path(f"case{workers}/drafts.json").read_bytes()))
    assert len(seen) == 1
    assert [d["document"]["name"] for d in json.loads(shown.out)["documents"]] == [file.name for file in files]


def test_a_document_without_statements_is_shown_with_the_others(run: Run, tmp_path: Path) -> None:
    files = copies(tmp_path, 1)
    (tmp_path / "empty.txt").write_text("Rain.")
    found = json.loads(run("read", "empty.txt", *files, "--json").out)["documents"]
    assert [d["document"]["name"] for d in found] == ["empty.txt", "000.txt"]


def test_documents_come_in_order_from_python_too(tmp_path: Path) -> None:
    files = copies(tmp_path, 6)
    files[0].write_text("\n\n".join([files[0].read_text()] * 4))  # the first takes longest
    one, two = (list(detente.read_documents(files, workers=workers)) for workers in (1, 2))
    assert one == two
    assert [done.path for done in two] == files
    assert all(done.reading is not None and len(done.reading) > 0 for done in two)
    document = detente.read_document(files[3])
    assert (two[3].document, two[3].reading) == (document, detente.extract_statements(document))


def test_what_a_person_knows_of_the_documents_reaches_the_processes(tmp_path: Path) -> None:
    files = copies(tmp_path, 2)
    found = list(detente.read_documents(files, workers=2, author="Ann Reed", published="2021-05-03"))
    assert {done.document.facts.author for done in found if done.document} == {"Ann Reed"}


def test_a_few_documents_are_worth_one_process_and_many_all_cores(tmp_path: Path) -> None:
    (tmp_path / "small.txt").write_text("x" * 100)
    for n in range(3):
        (tmp_path / f"large{n}.txt").write_text("x" * (40 * WORTH_A_PROCESS))
    large = [tmp_path / f"large{n}.txt" for n in range(3)]
    assert workers_for([]) == 1
    assert workers_for([tmp_path / "small.txt"] * 10) == 1
    assert workers_for(large) == min(3, cores())
    assert workers_for([tmp_path / "gone.txt"]) == 1


@dataclass(frozen=True)
class Faulty(ReadingTask):
    """Dies over one document and has a fault over another."""

    def __call__(self, path: Path) -> DocumentReading:
        if path.name == "001.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return ReadingTask(given={"nonsense": "x"} if path.name == "003.txt" else {})(path)


def test_a_process_that_dies_and_a_fault_of_ours_cost_one_document_each(tmp_path: Path) -> None:
    files = copies(tmp_path, 6)
    found = dict(read_as_finished(files, Faulty(), 2))
    assert {number for number, done in found.items() if done.reading is not None} == {0, 2, 4, 5}
    died, failed = found[1].problems[0], found[3].problems[0]
    assert str(died).startswith("001.txt was not read: the process that read it was ended")
    assert str(failed).startswith("003.txt was not read: TypeError in many.py:")


def interrupt_when(seen: re.Pattern[str], command: list[str], folder: Path) -> tuple[int, bytes, str]:
    """Run a command with standard error on a terminal; press Ctrl-C once a pattern is seen there."""
    ours, theirs = pty.openpty()
    with (folder / "stdout").open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=out, stderr=theirs, start_new_session=True
        )
    os.close(theirs)
    shown, pressed = "", False
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the terminal was closed by the last who had it
            break
        if not piece:
            break
        shown += piece.decode(errors="replace")
        if not pressed and seen.search(shown):
            os.killpg(process.pid, signal.SIGINT)
            pressed = True
    os.close(ours)
    return process.wait(60), (folder / "stdout").read_bytes(), shown


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_reading_is_kept_and_taken_up_again(workers: int, run: Run, tmp_path: Path) -> None:
    files = copies(tmp_path, 40)
    run("new", "case")
    run("new", "whole")
    words = ("read", *files, "--json", "--workers", str(workers))
    code, out, err = interrupt_when(
        re.compile(r"documents.*\b[1-9]\d%"), detente_command(*words, "--case", "case"), tmp_path
    )
    assert code == 130
    assert "Traceback" not in err
    done = json.loads(out)
    book = json.loads(Path("case/drafts.json").read_text())
    names = [d["document"]["name"] for d in done["documents"]]
    assert 4 <= len(names) < 40
    assert {d["name"] for d in book["documents"]} == set(names)
    assert sorted([*names, *(Path(p).name for p in done["unread"])]) == [file.name for file in files]
    assert f"interrupted: {len(names)} of 40 documents were reached; not read: " in err.replace("\r\n", "")
    assert no_process_is_left(tmp_path)

    again = run(*words, "--case", "case")
    assert f"{len(names)} documents had been read before" in again.err
    whole = run(*words, "--case", "whole")
    assert (again.code, again.out) == (0, whole.out)
    assert Path("case/drafts.json").read_bytes() == Path("whole/drafts.json").read_bytes()


def no_process_is_left(folder: Path) -> bool:
    """Return True once no process works in a folder; they may take a moment to end."""
    for _ in range(100):
        if not any(_works_in(process, folder) for process in Path("/proc").glob("[0-9]*")):
            return True
        time.sleep(0.05)
    return False


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return process.name != str(os.getpid()) and (process / "cwd").readlink() == folder
    except OSError:
        return False


def test_progress_is_shown_on_standard_error_of_a_terminal_only(tmp_path: Path) -> None:
    files = copies(tmp_path, 3)
    command = detente_command("read", *files, "--json")
    code, out, err = interrupt_when(re.compile("never"), command, tmp_path)
    assert code == 0
    assert "documents" in err
    assert "100%" in err
    assert len(json.loads(out)["documents"]) == 3
    piped = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, check=True)
    assert piped.stdout == out
    assert piped.stderr == b""


def test_a_document_is_read_again_when_asked_or_when_what_decides_its_reading_changes(run: Run, tmp_path: Path) -> None:
    (file,) = copies(tmp_path, 1)
    run("new", "case")
    words = ("read", file, "--json", "--case", "case")
    first = run(*words)
    known = "had been read before"
    assert known not in first.err
    again = run(*words)
    assert known in again.err
    assert again.out == first.out
    assert known not in run(*words, "--again").err
    assert known not in run(*words, "--published", "2021-05-03").err
    file.write_text(file.read_text() + "\n\nPeru demanded that Ecuador leave the hill.")
    assert known not in run(*words, "--published", "2021-05-03").err


def test_a_known_document_that_was_moved_is_cited_where_it_lies_now(run: Run, tmp_path: Path) -> None:
    (file,) = copies(tmp_path, 1)
    run("new", "case")
    run("read", file, "--case", "case")
    moved = file.rename(tmp_path / "moved.txt")
    assert "had been read before" in run("read", moved, "--case", "case").err
    assert json.loads(Path("case/drafts.json").read_text())["documents"][0]["path"] == str(moved.resolve())


WATCHED = """
import re, resource, sys
from pathlib import Path
from detente.cli import main
if __name__ == "__main__":
    try:
        main()
    finally:
        # getrusage(RUSAGE_SELF) would count what the process that started this one held when it did.
        own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        sys.stderr.write(f"\\npeaks {own} {children}\\n")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is counted in other units elsewhere")
def test_hostile_documents_are_bounded_side_by_side(tmp_path: Path) -> None:
    corpus = HIDDEN | VISIBLE | BROKEN
    for name, content in corpus.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "huge.html").open("wb") as file:
        file.truncate(100_000_000)
    (tmp_path / "watched.py").write_text(WATCHED)
    start = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "watched.py", "read", *sorted(corpus), "huge.html", "--json", "--workers", "2", "--language", "en"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert time.monotonic() - start < 300
    found = {d["document"]["name"]: d["statements"] for d in json.loads(ran.stdout)["documents"]}
    assert ran.returncode == 2
    assert set(found) == set(HIDDEN) | set(VISIBLE)
    assert all(re.search(rf"^{re.escape(name)} ", ran.stderr, re.MULTILINE) for name in [*BROKEN, "huge.html"])
    assert not any(s["act"] == "accept" for name in HIDDEN for s in found[name])
    peaks = re.search(r"peaks (\d+) (\d+)", ran.stderr)
    assert peaks is not None
    assert max(map(int, peaks.groups())) < 700
