"""Is a deal possible?"""

from __future__ import annotations

from detente.deals import DealsResult
from detente.findings.finding import Analysis, Finding
from detente.findings.words import counted, listed, percent, upper, whole


def verdict(analysis: Analysis) -> Finding:
    """Say whether a package exists that every signer would sign."""
    deals, words = analysis.deals, analysis.words
    space = deals.space
    signers = [words.party(space.parties[p]) for p in sorted({*space.signers, *space.needed})]
    total = counted(deals.packages["all"], "package")
    if deals.has_deal:
        left = count_words(deals, "acceptable")
        sentence = f"Given these inputs a deal is possible: {left} of {total} would be signed by {listed(signers)}."
        do = "Start from a package on the frontier, and test it with the signer that is closest to leaving."
        watch = "A new red line, or a better life without a deal: either can empty the list."
    else:
        sentence = f"Given these inputs no deal is possible: none of {total} would be signed by {listed(signers)}."
        do = "Do not draft a full text yet; work on the conflicts below, the smallest first."
        watch = "A signer that stops repeating one of the limits below."
    return Finding(
        "verdict", sentence, do, watch,
        ask="Which of these numbers would the parties themselves dispute?",
        uncertainty=_uncertainty(analysis),
        details=_funnel(analysis),
        statements=_statements(analysis),
    )  # fmt: skip


def _funnel(analysis: Analysis) -> tuple[str, ...]:
    left = {step: upper(count_words(analysis.deals, step)) for step in analysis.deals.packages}
    return (
        f"{counted(analysis.deals.packages['all'], 'package')} in all.",
        f"{left['linked']} consistent with the links.",
        f"{left['within_red_lines']} of them within every signer’s red lines.",
        f"{left['above_bottom_lines']} of them above every signer’s bottom lines.",
        f"{left['acceptable']} of them worth at least no deal to every signer.",
    )


def count_words(deals: DealsResult, step: str) -> str:
    """Return how many packages are left after a step of the funnel, ``at least`` so many where they could not be counted."""
    packages, count = deals.packages, whole(deals.packages[step])
    counted_as = {count for name, count in packages.items() if name != "all"}
    is_least = deals.parameters.get("acceptable") == "at least" and packages["acceptable"] and step != "all"
    # Where no step could be counted, all of them are the number that was found.
    is_found = step == "acceptable" or (len(counted_as) == 1 and packages["all"] not in counted_as)
    return f"at least {count}" if is_least and is_found else count


def _uncertainty(analysis: Analysis) -> str:
    draws = analysis.draws
    if draws is None:
        return "Every number is taken at its point value; no draws were made."
    over = f"of {counted(draws.draws, 'draw')} over the ranges and analysts of the case"
    if draws.with_deal in (0, draws.draws):
        return f"{'Every one' if draws.with_deal else 'Not one'} {over} has a deal."
    return f"A deal exists in {percent(draws.share_with_deal)} {over}."


def _statements(analysis: Analysis) -> tuple[str, ...]:
    """Cite what stands behind the blockers, or behind the limits that a deal has to meet."""
    constraints = [c for b in analysis.deals.blockers for c in b.constraints] or analysis.deals.space.constraints()
    return analysis.words.statements_of(constraints)
