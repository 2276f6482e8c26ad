"""Does a deal come, and would it last?"""

from __future__ import annotations

from detente.case.walk import dynamics_of
from detente.dynamics import DynamicsResult, Spread
from detente.findings.finding import Analysis, Finding
from detente.findings.words import counted, listed

YEAR = 12


def outlook(analysis: Analysis) -> Finding | None:
    """Say how likely a deal is within a year, how long it would hold, and what similar wars did."""
    result, words = analysis.dynamics, analysis.words
    if result is None:
        return None
    months = max(m for m in result.deal_within if m <= YEAR)
    deal, life = result.deal_within[months], result.survival[YEAR]
    first, second = (words.party(s) for s in result.sides)
    return Finding(
        "outlook",
        f"Given these inputs, {first} and {second} sign a deal within {months} months with a probability of {band(deal)}; "
        f"a deal that is signed still holds after a year with {band(life)}.",
        do="Prepare the package that is signed most often, and what would keep it.",
        watch="The thresholds that lie closest to their inputs: they turn answers over first.",
        ask="Which of these inputs would each side itself give differently?",
        uncertainty=_uncertainty(result),
        details=(*_reference(result), *_worth(analysis, result), *_closest(result)),
        statements=_statements(analysis),
    )  # fmt: skip


def band(spread: Spread) -> str:
    """Return a probability with its whole spread."""
    low, likely, high = (100 * x for x in (spread.low, spread.likely, spread.high))
    return f"{likely:.0f} % ({low:.0f}–{high:.0f} %)"


def _reference(result: DynamicsResult) -> list[str]:
    ends = result.reference["war_ends"].get(YEAR, ())
    lasts = result.reference["agreement_lasts"].get(YEAR, ())
    said = []
    if ends:
        rates = listed([f"{100 * r.share:.0f} % ({r.events} of {r.n} {r.what})" for r in ends])
        said.append(
            f"For comparison, not mixed in: of wars that had lasted as long, {rates} ended within a year, by whatever end."
        )
    if lasts:
        rates = listed([f"{100 * r.share:.0f} % ({r.n} {r.what})" for r in lasts])
        said.append(f"Of agreements, {rates} still held after a year.")
    return said


def _worth(analysis: Analysis, result: DynamicsResult) -> list[str]:
    parts = [
        f"{s.likely:.0f} ({s.low:.0f}–{s.high:.0f}) to {analysis.words.party(side)}"
        for side, s in result.continuation.items()
    ]
    return [f"Fighting on for another month, and what follows, is worth {listed(parts)}, of 100."]


def _closest(result: DynamicsResult) -> list[str]:
    shaky = [t for t in result.thresholds if t.same < 0.8]
    return [
        f"{counted(len(shaky), 'answer')} of {len(result.thresholds)} of the mechanisms {'turns' if len(shaky) == 1 else 'turn'} over within the ranges."
    ]


def _uncertainty(result: DynamicsResult) -> str:
    over = f"{counted(result.draws, 'draw')} over the ranges and {len(result.choices) - 1} other choices of modelling"
    assumed = counted(len(result.inputs.assumed), "number")
    return f"The spread is over {over}; {assumed} of the dynamics {'is' if len(result.inputs.assumed) == 1 else 'are'} assumed."


def _statements(analysis: Analysis) -> tuple[str, ...]:
    """Cite everything that stands behind a number of the dynamics."""
    found = (
        s
        for path, backed, _ in dynamics_of(analysis.case)
        if path[1] not in ("moves", "events")
        for s in backed.because
    )
    return tuple(dict.fromkeys(found))
