"""The project's own gold: check it, measure how far two annotators agree, and score the reader.

python benchmarks/score_reading.py check
python benchmarks/score_reading.py agreement
python benchmarks/score_reading.py open [--errors 20]
python benchmarks/score_reading.py held-out
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from detente.case.statements import Act
from detente.sources.documents import read_document
from detente.sources.reader.extract import extract_statements
from detente.sources.reader.tiers import family_of

GOLD = Path(__file__).parent.parent / "tests" / "gold"
OVERLAP = 0.5
"""Share of the shorter of two spans that both must cover to be the same statement."""


@dataclass(frozen=True)
class Item:
    """A statement as it is compared, from either side."""

    start: int
    end: int
    act: str
    holder: str
    targets: frozenset[str]
    rule: str
    quote: str

    def is_at(self, other: Item) -> bool:
        """Return True where two spans are the same statement's."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return shared >= OVERLAP * min(self.end - self.start, other.end - other.start)


@dataclass(frozen=True)
class Pairing:
    """Gold and found statements of one document, with the pairs at the same place."""

    gold: tuple[Item, ...]
    found: tuple[Item, ...]
    pairs: tuple[tuple[Item, Item], ...]


def files_of(half: str) -> list[Path]:
    """Return the annotations of one half."""
    return [p for p in sorted((GOLD / half).glob("*.json")) if not p.name.endswith(".second.json")]


def gold_items(file: Path) -> tuple[Item, ...]:
    """Return the annotated statements with every name replaced by its party."""
    annotated = json.loads(file.read_text(encoding="utf-8"))
    names = names_of(annotated)
    return tuple(
        Item(s["start"], s["end"], s["act"], plain(s["holder"], names), frozenset(plain(t, names) for t in s["target"] or ()), "", s["quote"])
        for s in annotated["statements"]
    )  # fmt: skip


def names_of(annotated: Mapping[str, Any]) -> dict[str, str]:
    """Return for each name of a party, in small letters, the party."""
    names = {party.lower(): party for party in annotated.get("parties", {})}
    for party, others in annotated.get("parties", {}).items():
        names |= {other.lower(): party for other in others}
    return names


def plain(name: str | None, names: Mapping[str, str]) -> str:
    """Return the party of a name; without an article, and by its longest known part where it is a longer phrase."""
    small = (name or "").lower().removeprefix("the ").strip()
    known = names.get(small) or names.get("the " + small)
    if known is not None:
        return known
    inside = [form for form in names if len(form) > 3 and (form in small)]
    return names[max(inside, key=len)] if inside else small


def found_items(file: Path) -> tuple[Item, ...]:
    """Return what the reader finds, with names replaced in the same way."""
    annotated = json.loads(file.read_text(encoding="utf-8"))
    names = names_of(annotated)
    document = read_document(file.with_suffix(".txt"), published=annotated["document"].get("published"))
    return tuple(
        Item(s.place.start, s.place.end, s.act, plain(s.holder, names), frozenset({plain(s.target, names)} if s.target else ()), s.rule, s.quote)
        for s in extract_statements(document).statements
    )  # fmt: skip


def paired(gold: tuple[Item, ...], found: tuple[Item, ...]) -> Pairing:
    """Pair statements at the same place, each once: those that agree most come first."""
    options = [(g, f) for g in gold for f in found if g.is_at(f)]
    options.sort(
        key=lambda p: (
            p[0].act != p[1].act,
            p[0].holder != p[1].holder,
            abs(p[0].start - p[1].start) + abs(p[0].end - p[1].end),
        )
    )
    used: set[int] = set()
    pairs = []
    for one, other in options:
        if id(one) not in used and id(other) not in used:
            used |= {id(one), id(other)}
            pairs.append((one, other))
    return Pairing(gold, found, tuple(pairs))


def table(pairings: Iterable[Pairing]) -> dict[str, float]:
    """Return the scores over several documents."""
    every = list(pairings)
    gold, found = sum(len(p.gold) for p in every), sum(len(p.found) for p in every)
    pairs = [pair for p in every for pair in p.pairs]
    act = [(g, f) for g, f in pairs if g.act == f.act]
    holder = [(g, f) for g, f in act if g.holder == f.holder]
    target = [(g, f) for g, f in holder if g.targets == f.targets or g.targets & f.targets]
    mixed = [(g, f) for g, f in pairs if (g.holder == "author") != (f.holder == "author")]
    return {
        "statements": gold, "found": found, "located": len(pairs) / max(1, gold), "act recall": len(act) / max(1, gold),
        "+ holder": len(holder) / max(1, gold), "+ target": len(target) / max(1, gold), "precision": len(act) / max(1, found),
        "author/party confusion": len(mixed) / max(1, len(pairs)),
    }  # fmt: skip


def faults(file: Path) -> Iterator[str]:
    """Yield what is wrong with one annotation."""
    annotated = json.loads(file.read_text(encoding="utf-8"))
    text = (file.parent / (file.name.split(".")[0] + ".txt")).read_text(encoding="utf-8")
    for one in annotated["statements"]:
        if text[one["start"] : one["end"]] != one["quote"]:
            yield f"{file.name}: {one['id']} is not at its place"
        if one["act"] not in get_args(Act):
            yield f"{file.name}: {one['id']} has the unknown act {one['act']}"


def agreement(half: str) -> dict[str, float]:
    """Return how far two annotators agree on the documents of a half that both have read."""
    seconds = sorted((GOLD / half).glob("*.second.json"))
    return table(paired(gold_items(f.with_name(f.name.replace(".second", ""))), gold_items(f)) for f in seconds)


def show(scores: Mapping[str, float]) -> None:
    """Print a table of scores."""
    for name, value in scores.items():
        print(f"{name:24} {value:.3f}" if isinstance(value, float) else f"{name:24} {value}")


def by_family(pairings: Iterable[Pairing]) -> dict[str, tuple[int, int]]:
    """Return for each family of rules how many of its statements are right, and how many there are."""
    counts: dict[str, tuple[int, int]] = {}
    for pairing in pairings:
        right = {id(f) for g, f in pairing.pairs if g.act == f.act}
        for item in pairing.found:
            good, seen = counts.get(family_of(item.rule), (0, 0))
            counts[family_of(item.rule)] = (good + (id(item) in right), seen + 1)
    return dict(sorted(counts.items()))


def show_errors(pairings: Iterable[tuple[str, Pairing]], count: int) -> None:
    """Print what was missed, misread, and found for nothing."""
    for name, pairing in list(pairings):
        met = {id(x) for pair in pairing.pairs for x in pair}
        for g, f in pairing.pairs:
            if g.act != f.act or g.holder != f.holder or (g.targets != f.targets and not g.targets & f.targets):
                print(
                    f"WRONG {name}: {g.act}/{g.holder}->{','.join(g.targets)} read as {f.act}/{f.holder}->{','.join(f.targets)} {f.rule} | {f.quote[:150]}"
                )
        for g in [g for g in pairing.gold if id(g) not in met][:count]:
            print(f"MISSED {name}: {g.act}/{g.holder}->{','.join(g.targets)} | {g.quote[:200]}")
        for f in [f for f in pairing.found if id(f) not in met][:count]:
            print(f"EXTRA {name}: {f.act}/{f.holder} {f.rule} | {f.quote[:150]}")


def main() -> None:
    """Do what the first argument says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["check", "agreement", "open", "held-out"])
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="per document, only for the open half")
    given = parser.parse_args()
    if given.what == "check":
        for fault in (f for file in sorted(GOLD.glob("*/*.json")) for f in faults(file)):
            print(fault)
        return
    if given.what == "agreement":
        for half in ("open", "held-out"):
            print(half)
            show(agreement(half))
        return
    named = [(file.stem, paired(gold_items(file), found_items(file))) for file in files_of(given.what)]
    show(table(p for _, p in named))
    for family, (right, seen) in by_family(p for _, p in named).items():
        print(f"  {family:20} {right:4} of {seen}")
    if given.what == "open" and given.errors:
        show_errors(named, given.errors)


if __name__ == "__main__":
    main()
