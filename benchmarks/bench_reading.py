"""How many articles of 1 000 words a second the reader reads, and how much memory it takes."""

from __future__ import annotations

import resource
import time
from pathlib import Path

from detente.sources.documents import TextDocument, document_of
from detente.sources.reader import extract_statements

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "open"
WORDS = 1_000
ARTICLES = 30


def articles(count: int) -> list[TextDocument]:
    """Return articles of 1 000 words, made of the paragraphs of the open gold documents."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(GOLD.glob("*.txt"))]
    paragraphs = [p for text in texts for p in text.split("\n\n")]
    made = []
    at = 0
    for number in range(count):
        chosen: list[str] = []
        while sum(len(p.split()) for p in chosen) < WORDS:
            chosen.append(paragraphs[at % len(paragraphs)])
            at += 1
        made.append(document_of("\n\n".join(chosen), name=f"article {number}"))
    return made


def main() -> None:
    """Read the articles and print the rate."""
    documents = articles(ARTICLES)
    extract_statements(documents[0])  # loads the model, once a run
    start = time.perf_counter()
    cpu = time.process_time()
    found = sum(len(extract_statements(document)) for document in documents)
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{ARTICLES} articles of {WORDS} words: {found} statements, {ARTICLES / seconds:.1f} articles a second, {ARTICLES / used:.1f} a second of one core"
    )
    print(f"1 000 articles: {1000 * seconds / ARTICLES:.0f} s; peak memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
