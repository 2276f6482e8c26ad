"""Before and after: what one change of the case does to its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case import Case
from detente.deals import DealsResult, find_deals
from detente.findings.blockers import blocker_sentence
from detente.findings.openings import opening_sentence
from detente.findings.words import Words


@dataclass(frozen=True)
class Comparison:
    """The answers before and after a change.

    `rows` are (what, before, after) in words; `gone` and `new` are the blockers that only one of the two
    has.
    """

    before: DealsResult
    after: DealsResult
    rows: tuple[tuple[str, str, str], ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]


def compare(before: Case, after: Case) -> Comparison:
    """Analyse two states of a case and set them side by side."""
    old, new = find_deals(before), find_deals(after)
    old_words, new_words = Words(before), Words(after)
    old_keys = {b.constraints for b in old.blockers}
    new_keys = {b.constraints for b in new.blockers}
    return Comparison(
        old, new,
        tuple(_rows(old, new, old_words, new_words)),
        tuple(blocker_sentence(old_words, b) for b in old.blockers if b.constraints not in new_keys),
        tuple(blocker_sentence(new_words, b) for b in new.blockers if b.constraints not in old_keys),
    )  # fmt: skip


def _rows(old: DealsResult, new: DealsResult, old_words: Words, new_words: Words) -> Iterator[tuple[str, str, str]]:
    yield "a deal", _yes(old.has_deal), _yes(new.has_deal)
    for step, label in (("linked", "consistent with the links"), ("within_red_lines", "within all red lines"),
                        ("above_bottom_lines", "above all bottom lines"), ("acceptable", "acceptable to all")):  # fmt: skip
        yield f"packages {label}", f"{old.packages[step]:,}", f"{new.packages[step]:,}"
    yield "blockers", f"{len(old.blockers):,}", f"{len(new.blockers):,}"
    yield "openings", f"{len(old.openings):,}", f"{len(new.openings):,}"
    yield "smallest opening", _opening(old, old_words), _opening(new, new_words)
    parties = [p for p in old.space.parties if p in new.space.parties]
    for party in parties:
        values = [_nash(r, party) for r in (old, new)]
        if any(v != "–" for v in values):
            yield f"Nash package, worth to {new_words.party(party)}", values[0], values[1]


def _yes(has_deal: bool) -> str:  # noqa: FBT001
    return "yes" if has_deal else "no"


def _opening(result: DealsResult, words: Words) -> str:
    return opening_sentence(words, result.openings[0]) if result.openings else "–"


def _nash(result: DealsResult, party: str) -> str:
    value = result.fair["nash"].package.values.get(party) if result.fair else None
    return "–" if value is None else f"{value:.1f}"
