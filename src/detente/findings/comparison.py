"""Before and after: what one change of the case does to its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case import Case
from detente.case.dynamics import Dynamics
from detente.deals import DealsResult, find_deals
from detente.dynamics import DynamicsResult, MoveReport, Spread
from detente.dynamics.signals import Signal
from detente.dynamics.thresholds import keys_of
from detente.ensemble import analyze_dynamics
from detente.findings.blockers import blocker_sentence
from detente.findings.openings import opening_sentence
from detente.findings.standing import standing_rows
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
    dynamics: tuple[DynamicsResult, DynamicsResult] | None = None


def compare(before: Case, after: Case) -> Comparison:
    """Analyse two states of a case and set them side by side."""
    old, new = find_deals(before), find_deals(after)
    fighting = _fighting(before, after) if old.packages["linked"] and new.packages["linked"] else None
    old_words, new_words = Words(before), Words(after)
    old_keys = {b.constraints for b in old.blockers}
    new_keys = {b.constraints for b in new.blockers}
    return Comparison(
        old, new,
        (
            *_rows(old, new, old_words, new_words), *standing_rows(before, after),
            *(_dynamic_rows(*fighting, new_words) if fighting else ()),
        ),
        tuple(blocker_sentence(old_words, b) for b in old.blockers if b.constraints not in new_keys),
        tuple(blocker_sentence(new_words, b) for b in new.blockers if b.constraints not in old_keys),
        fighting,
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


def _fighting(before: Case, after: Case) -> tuple[DynamicsResult, DynamicsResult] | None:
    """Return both analyses of bargaining while fighting where both cases carry one, at the point values."""
    if any(c.dynamics == Dynamics() or c.bargainers is None for c in (before, after)):
        return None
    return analyze_dynamics(before, draws=0), analyze_dynamics(after, draws=0)


def _dynamic_rows(old: DynamicsResult, new: DynamicsResult, words: Words) -> Iterator[tuple[str, str, str]]:
    for months, deal in old.deal_within.items():
        if months in new.deal_within:
            yield f"deal within {months} months", _percent(deal), _percent(new.deal_within[months])
    yield "a deal holds after 12 months", _percent(old.survival[12]), _percent(new.survival[12])
    for side, worth in old.continuation.items():
        if side in new.continuation:
            what = f"fighting on, worth to {words.party(side)}"
            yield what, f"{worth.likely:.1f}", f"{new.continuation[side].likely:.1f}"
    for name, report in old.moves.items():
        if name in new.moves:
            yield f"{name} is read as", report.reading.concession.reading, new.moves[name].reading.concession.reading
            yield from _observed(name, report, new.moves[name], words)
    yield from _turned(old, new)


def _observed(name: str, old: MoveReport, new: MoveReport, words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield each observer who believes, asks for or does something else after the move than it did before the change."""
    after = {(s.observer, s.about): s for s in new.reading.signals}
    for before in old.reading.signals:
        now = after.get((before.observer, before.about))
        shown = [_signal(s) for s in (before, now)]
        if shown[0] != shown[1]:
            yield f"{name}: {words.party(before.observer)}, {_ABOUT[before.about]}", shown[0], shown[1]
    known = {(s.observer, s.about) for s in old.reading.signals}
    for key, signal in after.items():
        if key not in known:
            yield f"{name}: {words.party(signal.observer)}, {_ABOUT[signal.about]}", "–", _signal(signal)


def _signal(signal: Signal | None) -> str:
    if signal is None:
        return "–"
    demand = "" if signal.demand_after is None else f", demand {100 * signal.demand_after:.1f}"
    return f"{signal.after} (belief {100 * signal.posterior:.1f} %{demand})"


_ABOUT = {"resolve": "on resolve", "supply": "on supplies", "trust": "on trust", "stays": "on who stays"}


def _turned(old: DynamicsResult, new: DynamicsResult) -> Iterator[tuple[str, str, str]]:
    """Yield the thresholds that have come to lie on the other side of their input."""
    keys, others = (keys_of([t.found for t in r.thresholds]) for r in (old, new))
    after = {key: t.found.threshold for key, t in zip(others, new.thresholds, strict=True)}
    for key, spread in zip(keys, old.thresholds, strict=True):
        flip, before = after.get(key), spread.found.threshold
        if flip is not None and flip.reading != before.reading:
            about = f" ({spread.found.subject})" if spread.found.subject else ""
            yield f"{flip.name}{about}", before.reading, flip.reading


def _percent(spread: Spread) -> str:
    return f"{100 * spread.likely:.1f} %"


def _yes(has_deal: bool) -> str:  # noqa: FBT001
    return "yes" if has_deal else "no"


def _opening(result: DealsResult, words: Words) -> str:
    return opening_sentence(words, result.openings[0]) if result.openings else "–"


def _nash(result: DealsResult, party: str) -> str:
    value = result.fair["nash"].package.values.get(party) if result.fair else None
    return "–" if value is None else f"{value:.1f}"
