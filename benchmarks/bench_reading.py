"""How fast `detente read` reads, how much memory its processes take, and how both grow.

Each row is the command as a person runs it: start, reading, merging across documents, printing as JSON. The bound in the
same run is spaCy alone, which only parses the same paragraphs. Memory is that of all processes together: resident pages
(shared ones counted in each) and, where the system tells, proportional ones (shared ones counted once).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from detente.sources.documents import TextDocument, document_of
from detente.sources.reader import extract_statements
from detente.sources.reader.passages import parsed, raw_passages
from detente.sources.reader.pipeline import load_pipeline

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "open"
WORDS = 1_000
ARTICLES = 100
LENGTHS = (250, 500, 1_000, 2_000, 4_000, 8_000)
COUNTS = (10, 30, 100, 300)
MB = 1 << 20


def articles(count: int, words: int = WORDS) -> list[TextDocument]:
    """Return articles of so many words, made of the paragraphs of the open gold documents."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(GOLD.glob("*.txt"))]
    paragraphs = [p for text in texts for p in text.split("\n\n")]
    made = []
    at = 0
    for number in range(count):
        chosen: list[str] = []
        while sum(len(p.split()) for p in chosen) < words:
            chosen.append(paragraphs[at % len(paragraphs)])
            at += 1
        made.append(document_of("\n\n".join(chosen), name=f"article {number}"))
    return made


class Watch(threading.Thread):
    """Samples the memory of a process and of those that it started."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.resident, self.proportional, self.done = pid, 0, 0, threading.Event()

    def run(self) -> None:
        """Sample until told to stop."""
        for number in count():
            if self.done.wait(0.02):
                return
            family = _family(self.pid)
            self.resident = max(self.resident, sum(_resident(pid) for pid in family))
            if number % 10 == 0:  # the system walks all pages for it
                self.proportional = max(self.proportional, sum(_proportional(pid) for pid in family))


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        threads = [t.name for t in Path(f"/proc/{pid}/task").iterdir() if t.name != str(pid)]
        children += [c for t in threads for c in Path(f"/proc/{pid}/task/{t}/children").read_text().split()]
    except OSError:
        children = []
    return [pid, *(p for child in children for p in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except OSError:
        return 0


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    except OSError:
        return 0


def command(files: Sequence[Path], workers: int) -> tuple[float, Watch]:
    """Run `detente read` over files; return the seconds and the watch over its memory."""
    words = [sys.executable, "-m", "detente", "read", *map(str, files), "--json", "--workers", str(workers)]
    start = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as running:  # noqa: S603 (our own command)
        watch = Watch(running.pid)
        watch.start()
        running.wait()
    seconds = time.perf_counter() - start
    watch.done.set()
    watch.join()
    return seconds, watch


def written(documents: Sequence[TextDocument], folder: Path) -> list[Path]:
    """Write documents as files."""
    files = [folder / f"{number:05}.txt" for number in range(len(documents))]
    for file, document in zip(files, documents, strict=True):
        file.write_text(document.text, encoding="utf-8")
    return files


def alone(documents: Sequence[TextDocument]) -> tuple[float, float]:
    """Return the seconds that one process takes for parsing alone and for the whole reading, without any start."""
    nlp = load_pipeline()
    extract_statements(documents[0])
    start = time.perf_counter()
    for document in documents:
        for _ in parsed(nlp, list(raw_passages(document))):
            pass
    between = time.perf_counter()
    for document in documents:
        extract_statements(document)
    return between - start, time.perf_counter() - between


def by_workers(folder: Path) -> None:
    """Print the table of one and two processes, with parsing alone as its bound."""
    documents = articles(ARTICLES)
    files = written(documents, folder)
    parse, whole = alone(documents[:30])
    print(f"{ARTICLES} articles of {WORDS} words, the command from its start to its end")
    print(f"{'processes':12}{'seconds':>9}{'articles/s':>12}{'1 000 in':>10}{'resident':>11}{'proportional':>14}")
    for workers in (1, 2):
        seconds, watch = command(files, workers)
        rate = ARTICLES / seconds
        print(
            f"{workers:<12}{seconds:9.1f}{rate:12.2f}{1000 / rate:8.0f} s{watch.resident / MB:8.0f} MB{watch.proportional / MB:11.0f} MB"
        )
    print(
        f"one core, loaded: {30 / whole:.2f} articles/s; bound: spaCy alone parses {30 / parse:.2f} articles/s; parsing is {parse / whole:.0%} of reading"
    )


def by_length() -> None:
    """Print what a document costs as it grows."""
    print(f"\n{'words':>8}{'seconds':>10}{'per 1 000 words':>17}{'parsing alone':>15}{'share':>7}")
    for words in LENGTHS:
        documents = articles(max(2, 8_000 // words), words)
        parse, whole = (seconds / len(documents) for seconds in alone(documents))
        print(f"{words:8}{whole:10.3f}{1000 * whole / words:17.3f}{1000 * parse / words:15.3f}{parse / whole:7.0%}")


def by_count(folder: Path) -> None:
    """Print what many documents cost, two processes, from the start of the command to its end."""
    files = written(articles(max(COUNTS)), folder)
    print(f"\n{'documents':>10}{'seconds':>10}{'each':>10}{'resident':>12}{'proportional':>15}")
    for number in COUNTS:
        seconds, watch = command(files[:number], 2)
        print(
            f"{number:10}{seconds:10.1f}{seconds / number:10.3f}{watch.resident / MB:9.0f} MB{watch.proportional / MB:12.0f} MB"
        )


def main() -> None:
    """Print the three tables."""
    with tempfile.TemporaryDirectory() as folder:
        by_workers(Path(folder))
        by_length()
        by_count(Path(folder))


if __name__ == "__main__":
    main()
