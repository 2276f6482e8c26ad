"""`detente dynamics`: the signal report, the outlook, the thresholds."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from detente.case import Case
from detente.cli import output
from detente.dynamics import DynamicsResult, Spread
from detente.dynamics.inputs import Term
from detente.dynamics.plain import plain_dynamics
from detente.dynamics.reference_class import Rate
from detente.findings.mechanisms import MechanismRow, mechanism_rows
from detente.findings.moves import move_sentences
from detente.findings.outlook import band
from detente.findings.words import Words, counted, listed, upper

LEAST_SHOWN = 0.005
"""Packages that are signed less often than that are in the JSON only."""


def show(case: Case, result: DynamicsResult, *, as_json: bool) -> None:
    """Print a result."""
    if as_json:
        output.json(plain_dynamics(result))
        return
    words = Words(case)
    for report in result.moves.values():
        first, *rest = move_sentences(words, case, report)
        output.data(textwrap.fill(first, output.WIDTH))
        _bullets(rest)
        output.data("")
    _outlook(words, result)
    _thresholds(case, result)
    for name, why in result.left_out.items():
        _bullets([f"Not computed: {name}, as {why}."])
    output.data(
        f"\nMethod: {result.method}; residual {result.residual:.1e}, {result.unsettled:.1%} of states not settled."
    )
    output.data(
        f"{counted(result.draws, 'draw')}, seed {result.seed}; {counted(len(result.inputs.assumed), 'number')} assumed."
    )


def _outlook(words: Words, result: DynamicsResult) -> None:
    output.data("A deal, given these inputs")
    for months, spread in result.deal_within.items():
        rates = _spread(result.reference["war_ends"].get(months, ()))
        beside = f"   (wars that had lasted as long, ended: {rates})" if rates else ""
        output.data(f"  within {months:3} months  {band(spread):>18}{beside}")
    output.data("If it is signed, it still holds")
    for months, spread in result.survival.items():
        rates = _spread(result.reference["agreement_lasts"].get(months, ()))
        output.data(f"  after  {months:3} months  {band(spread):>18}{f'   (agreements: {rates})' if rates else ''}")
    _counted(result)
    output.data("Terms")
    shown = [(t, s) for t, s in zip(result.inputs.terms, result.terms, strict=True) if s.high >= LEAST_SHOWN]
    _bullets(_terms(words, sorted(shown, key=lambda x: -x[1].likely)))
    worth = [
        f"{s.likely:.0f} ({s.low:.0f}–{s.high:.0f}) to {words.party(side)}" for side, s in result.continuation.items()
    ]
    output.data(f"Fighting on is worth {listed(worth)}, of 100.")


def _spread(rates: Sequence[Rate]) -> str:
    """Return how the shares of several lists of past cases spread; empty where there are none."""
    if not rates:
        return ""
    low, high = (f"{100 * end(r.share for r in rates):.0f}" for end in (min, max))
    return f"{low if low == high else f'{low}–{high}'} % in {counted(len(rates), 'list')}"


def _counted(result: DynamicsResult) -> None:
    """Print what each list of past cases counts."""
    for what, group in (("wars", "war_ends"), ("agreements", "agreement_lasts")):
        rates = next(iter(result.reference[group].values()), ())
        if rates:
            lists = [f"{r.n} {r.what}, {r.years[0]}–{r.years[1]}" for r in rates]
            _bullets([f"Counted as {what}: {'; '.join(lists)}. Counted by themselves, and mixed into no number here."])


def _terms(words: Words, shown: list[tuple[Term, Spread]]) -> list[str]:
    """Return each package; all but the most probable by what is different in them."""
    sentences = []
    for place, (term, spread) in enumerate(shown):
        first = shown[0][0].outcomes
        differs = [i for i, o in term.outcomes.items() if place == 0 or first[i] != o]
        start = "" if place == 0 else "as the first, but "
        sentences.append(f"{band(spread)}: {start}{words.package(term.outcomes, differs)}")
    return sentences


def _thresholds(case: Case, result: DynamicsResult) -> None:
    output.data("\nThresholds")
    for row in mechanism_rows(case, result):
        _bullets([f"({row.row}) {row.answer} {row.threshold} {row.doubt} ({_evidence(row)})"])
    for skipped in result.skipped:
        about = f" ({skipped.subject})" if skipped.subject else ""
        _bullets([upper(f"{skipped.mechanism.replace('_', ' ')}{about} says nothing here: {skipped.why}.")])


def _evidence(row: MechanismRow) -> str:
    return ", ".join(row.statements[:6]) or row.basis


def _bullets(sentences: list[str]) -> None:
    for sentence in sentences:
        output.data(
            textwrap.fill(
                sentence, output.WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False
            )
        )
