"""How often each family of rules is right, as the table that gives statements their tier.

python benchmarks/measure_tiers.py plover_gsr_even.json > src/detente/sources/reader/lexicon/tiers.csv
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path

from score_acts import VERBAL, class_of
from score_reading import by_family, files_of, found_items, gold_items, paired

from detente.sources.documents import document_of
from detente.sources.reader import extract_statements
from detente.sources.reader.tiers import family_of

OFTEN, SELDOM = 20, 10
"""Cases from which a family can be of tier A, and of tier B."""
WELL, FAIRLY = 0.7, 0.5
"""Shares of right acts from which it is."""
REASON = "act right on the open gold documents and the PLOVER sentences with even ids"


def main() -> None:
    """Count on the open documents and on PLOVER's sentences, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plover", type=Path)
    right, seen = Counter[str](), Counter[str]()
    for family, (good, found) in by_family(paired(gold_items(f), found_items(f)) for f in files_of("open")).items():
        right[family] += good
        seen[family] += found
    rows = json.loads(parser.parse_args().plover.read_text(encoding="utf-8"))
    for row in (r for r in rows if r["event"] in VERBAL):
        for statement in extract_statements(document_of(row["text"])).statements:
            kind = class_of(statement)
            if kind is not None:
                seen[family_of(statement.rule)] += 1
                right[family_of(statement.rule)] += kind == row["event"]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["family", "tier", "right", "seen", "reason"])
    for family in sorted(seen):
        out.writerow([family, tier(right[family], seen[family]), right[family], seen[family], REASON])


def tier(right: int, seen: int) -> str:
    """Return A, B or C for so many right of so many."""
    if seen >= OFTEN and right >= WELL * seen:
        return "A"
    return "B" if seen >= SELDOM and right >= FAIRLY * seen else "C"


if __name__ == "__main__":
    main()
