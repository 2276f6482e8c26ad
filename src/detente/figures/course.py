"""Whether a deal comes, beside how often wars that had lasted as long came to an end."""

from __future__ import annotations

from detente.dynamics.result import DynamicsResult
from detente.figures.beside import beside
from detente.figures.figure import Figure, share_in_band

YEAR = 12


def course_figure(result: DynamicsResult) -> Figure:
    """Draw the probability of a deal within some months, and beside it the counted ends of wars."""
    months = max(m for m in result.deal_within if m <= YEAR)
    deal, ends = result.deal_within[months], result.reference["war_ends"]
    age = max((rate.age for rates in ends.values() for rate in rates), default=0)
    lasted = f" that had lasted {age} month{'' if age == 1 else 's'} or more" if age else ""
    reading = (
        f"Given these inputs a deal comes within {months} months with {share_in_band(deal.likely, deal.low, deal.high)}; "
        f"beside it, as another thing, how many wars{lasted} ended by then, by whatever end."
    )
    return beside(
        "course",
        reading,
        "within so many months",
        ("a deal, given these inputs", result.deal_within),
        ("wars ended", ends),
    )
