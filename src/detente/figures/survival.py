"""Whether a deal would last, beside how long agreements lasted."""

from __future__ import annotations

from detente.dynamics.result import DynamicsResult
from detente.figures.beside import beside
from detente.figures.figure import Figure, share_in_band

YEAR = 12


def survival_figure(result: DynamicsResult) -> Figure:
    """Draw the probability that a signed deal still holds, and beside it the counted agreements that did."""
    life = result.survival[YEAR]
    reading = (
        f"Given these inputs a deal that is signed still holds after {YEAR} months with "
        f"{share_in_band(life.likely, life.low, life.high)}; beside it, as another thing, how many agreements still held."
    )
    model = ("a signed deal still holds, given these inputs", result.survival)
    return beside(
        "survival", reading, "months after signing", model, ("still held", result.reference["agreement_lasts"])
    )
