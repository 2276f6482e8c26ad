"""Which package to start from, and who would leave it first?"""

from __future__ import annotations

from detente.deals import FairPackage
from detente.findings.finding import Analysis, Finding
from detente.findings.words import counted, listed, percent, upper

FAIR_NAMES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai–Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}
_MEANINGS = {
    "nash": "largest product of gains",
    "kalai_smorodinsky": "largest share of what each could hope for",
    "egalitarian": "largest smallest gain",
    "utilitarian": "largest sum",
}


def packages(analysis: Analysis) -> Finding | None:
    """Say which acceptable package the ideas of fairness pick, and whose margin is thinnest."""
    fair = analysis.deals.fair
    if not fair:
        return None
    start = fair["nash"]
    same = [FAIR_NAMES[c] for c, f in fair.items() if f.package.outcomes == start.package.outcomes]
    others = _also(same[1:])
    agree = "all four ideas of fairness pick the same package" if len(same) == len(fair) else others
    pick = "" if len(same) == len(fair) else "the Nash solution picks one package, and "
    return Finding(
        "packages", f"{upper(pick + agree)}{_leaver(analysis, start)}.",
        do="Put it to the parties as a single text, and ask each what it would change first.",
        watch=_watch(analysis, start),
        ask="Which outcome of it would each signer defend at home, and with which words?",
        uncertainty=_uncertainty(analysis, start),
        details=tuple(_fair_sentence(analysis, f) for f in fair.values()),
        statements=_statements(analysis, start),
    )  # fmt: skip


def _also(names: list[str]) -> str:
    """Return which other ideas of fairness pick the same."""
    if not names:
        return "the other ideas of fairness differ"
    return (
        f"so do the {listed(names)} ideas of fairness" if len(names) > 1 else f"so does the {names[0]} idea of fairness"
    )


def _fair_sentence(analysis: Analysis, fair: FairPackage) -> str:
    words, space = analysis.words, analysis.deals.space
    principals = [space.parties[p] for p in space.principals if p in space.valued]
    values = listed([f"{fair.package.values[p]:.0f} to {words.party(p)}" for p in principals])
    worth = f"; worth {values}" if values else ""
    name, meaning = FAIR_NAMES[fair.concept], _MEANINGS[fair.concept]
    note = f"; {fair.note}" if fair.note else ""
    return f"{upper(name)} ({meaning}{note}): {words.package(fair.package.outcomes, space.issues)}{worth}."


def _leaver(analysis: Analysis, start: FairPackage) -> str:
    if start.closest_to_leaving is None or start.margin is None:
        return ""
    name = analysis.words.party(start.closest_to_leaving)
    return f"; closest to walking away from it: {name}, {start.margin:.1f} points above no deal"


def _watch(analysis: Analysis, start: FairPackage) -> str:
    if start.closest_to_leaving is None:
        return "Whether any signer’s life without a deal gets better."
    return f"Whatever makes no deal better for {analysis.words.party(start.closest_to_leaving)}."


def _uncertainty(analysis: Analysis, start: FairPackage) -> str:
    draws = analysis.draws
    if draws is None or not draws.draws:
        known = f"For the point values, {start.note}" if start.note else "Exact for the point values"
        return f"{known}; no draws were made."
    picked = draws.fair.get("nash", {}).get(tuple(start.package.outcomes.values()), 0)
    return f"The Nash package is this one in {percent(picked / draws.draws)} of {counted(draws.draws, 'draw')}."


def _statements(analysis: Analysis, start: FairPackage) -> tuple[str, ...]:
    """Cite what the signers are quoted with on the outcomes of the package."""
    chosen = {f"{issue}.{outcome}" for issue, outcome in start.package.outcomes.items()}
    return tuple(s.id for s in analysis.case.statements if chosen & set(s.about))
