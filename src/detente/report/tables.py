"""The tables of a brief about bargaining while fighting: numbers as words, ready for the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.dynamics.ledger import Kind
from detente.dynamics.reference_class import Rate
from detente.dynamics.result import DynamicsResult, MoveReport
from detente.figures.figure import share_in_band, share_range
from detente.findings import Brief
from detente.findings.words import Words, counted, listed, percent, upper
from detente.report.format import chance, points, signed

WORTH_A_ROW = 0.01
"""A package that is signed less often has no row of its own."""

KINDS: dict[Kind, str] = {
    "concession": "concession", "selfish": "gain for itself", "fortunate": "gain for both", "nice": "gift at no cost",
    "silent": "no change", "unfortunate": "harm without gain",
}  # fmt: skip
_ABOUT = {
    "resolve": "{mover} is tough", "supply": "{mover} is tough", "trust": "{mover} keeps what it signs",
    "stays": "{mover} stays",
}  # fmt: skip
_STANDARD = "the standard choices"


@dataclass(frozen=True)
class Table:
    """A table whose first column names its rows."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def observers_table(words: Words, result: DynamicsResult, report: MoveReport) -> Table:
    """Return who makes what of a move."""
    mover = words.party(result.sides[report.reading.move.mover])
    rows = []
    for signal, same, band in zip(report.reading.signals, report.same, report.posterior, strict=True):
        acts = f"{signal.after} (before: {signal.before})" if signal.is_flipped else signal.after
        often = f"; the same in {percent(same)} of draws" if result.draws else ""
        after = share_in_band(signal.posterior, min(band[0], signal.posterior), max(band[1], signal.posterior))
        rows.append((
            words.party(signal.observer), _ABOUT[signal.about].format(mover=mover),
            share_range(signal.prior, signal.prior), after, share_range(signal.threshold, signal.threshold),
            upper(f"{acts}{often}."),
        ))  # fmt: skip
    headers = ("Observer", "Belief that", "Before", "After", "Threshold", "What it does then")
    return Table("Who believes what before and after the move, and what each then does.", headers, tuple(rows))


def terms_table(brief: Brief, words: Words, result: DynamicsResult) -> Table:
    """Return the packages that are signed at all often."""
    ranked = sorted(range(len(result.terms)), key=lambda n: -result.terms[n].likely)
    shown = [n for n in ranked if result.terms[n].likely >= WORTH_A_ROW]
    outcomes = [result.inputs.terms[n].outcomes for n in shown]
    apart = [i for i in brief.case.issues if len({o[i] for o in outcomes}) > 1] or list(brief.case.issues)
    same = [i for i in brief.case.issues if i not in apart]
    alike = f" All of them have {words.package(outcomes[0], same)}." if same and outcomes else ""
    rows = [
        (
            upper(words.package(result.inputs.terms[n].outcomes, apart)), chance(result.terms[n]),
            *(f"{100 * value:.0f}" for value in result.inputs.terms[n].values),
        )
        for n in shown
    ]  # fmt: skip
    what = f"signed within {months_of(result)} months with a probability of 1 % or more"
    sides = tuple(f"Value to {words.party(s)}" for s in result.sides)
    caption = f"Packages that are {what}.{alike}" if rows else f"No package is {what}."
    return Table(caption, ("Package", "Probability", *sides), tuple(rows))


def months_of(result: DynamicsResult) -> int:
    """Return the horizon."""
    return int(result.parameters["months"])


def fighting_table(words: Words, result: DynamicsResult) -> Table:
    """Return what fighting on is worth to each side."""
    rows = [
        (words.party(s), points(result.continuation[s]), points(result.worth[s]), chance(result.wins[s]))
        for s in result.sides
    ]
    headers = ("Side", "Fighting on for a month, and what follows", "All that follows from today")
    caption = "What fighting on is worth, from 0 to 100; in brackets over the ranges of the inputs and the choices of modelling."
    return Table(caption, (*headers, f"Victory within {months_of(result)} months"), tuple(rows))


def choices_table(result: DynamicsResult) -> Table:
    """Return how much hangs on the choices of modelling."""
    rows = [
        (upper(_STANDARD if name == "standard" else name), *(share_range(p, p) for p in by.values()))
        for name, by in result.choices.items()
    ]
    caption = "Probability of a deal within so many months under each choice of modelling, at the point values."
    return Table(caption, ("Choice", *map(str, result.deal_within)), tuple(rows))


def reference_tables(result: DynamicsResult) -> Iterator[Table]:
    """Yield what was counted, wars and agreements."""
    captions = {
        "war_ends": "How many past wars ended within so many months, by whatever end: share, 95 % interval, ended of all.",
        "agreement_lasts": "How many past agreements still held after so many months: share, 95 % interval, ended of all.",
    }
    for group, caption in captions.items():
        by_month = {m: rates for m, rates in result.reference[group].items() if rates}
        if by_month:
            rows = [(_class(rates[0]), *map(_rate, rates)) for rates in zip(*by_month.values(), strict=True)]
            yield Table(caption, ("What was counted", *(f"{m} mo." for m in by_month)), tuple(rows))


def _class(rate: Rate) -> str:
    lasted = f", that had lasted {counted(rate.age, 'month')} or more" if rate.age else ""
    return f"{upper(rate.what)}, {rate.years[0]}–{rate.years[1]}{lasted}"


def _rate(rate: Rate) -> str:
    return f"{share_in_band(rate.share, rate.low, rate.high)}; {rate.events} of {rate.n}"


def sources_of(result: DynamicsResult) -> Iterator[str]:
    """Yield where the counts come from."""
    rates = [r for group in result.reference.values() for found in group.values() for r in found]
    yield from dict.fromkeys(f"{upper(r.what)}: {r.source}. {r.note}" for r in rates)


def steps_table(brief: Brief, words: Words, result: DynamicsResult) -> Table | None:
    """Return who moved on what; nothing where the case lists no steps."""
    if result.history is None or not result.history.ledger.steps:
        return None
    ledger = result.history.ledger
    # A ledger knows days only; the case knows where a month or a year is all that is known.
    written = {(e.label, (e.date + "-01-01")[:10]): e.date for e in brief.case.dynamics.events}
    rows = [
        (
            step.label, written.get((step.label, step.date.isoformat()), step.date.isoformat()), words.party(step.by),
            words.issue(step.issue) if step.issue else "none named", signed(step.mover_change),
            signed(step.other_change), KINDS[kind],
        )
        for step, kind in zip(ledger.steps, ledger.kinds, strict=True)
    ]  # fmt: skip
    caption = "Who moved on what: what each step changed for the side that took it and for the other, in points of their own scales of 0–100."
    return Table(caption, ("Step", "Date", "By", "On", "To itself", "To the other", "Kind"), tuple(rows))


def accounts_table(words: Words, result: DynamicsResult) -> Table | None:
    """Return who gave and took how much; nothing where the case lists no steps."""
    if result.history is None or not result.history.ledger.steps:
        return None
    ledger = result.history.ledger
    rows = [
        (
            words.party(side), _counts(account.counts), f"{account.given:.1f}", f"{account.taken:.1f}",
            f"{account.paid:.1f}", f"{account.won:.1f}", _of(account.answered), _of(account.returned),
        )
        for side, account in ledger.accounts.items()
    ]  # fmt: skip
    headers = (
        "Side", "Steps", "Gave the other", "Took from it", "Paid itself", "Gained itself",
        "The other’s concessions that it answered with one", f"Given back within {ledger.window_days} days, of their cost",
    )  # fmt: skip
    return Table("Reciprocity: what each side gave and took, and how it answered.", headers, tuple(rows))


def _counts(counts: Mapping[Kind, int]) -> str:
    return listed([f"{n} × {KINDS[kind]}" for kind, n in counts.items() if n]) or "none"


def _of(part: float | None) -> str:
    return "there was none" if part is None else percent(part)
