"""What is assumed where a case says nothing: wide ranges, each with its reason.

A number from here is nobody's judgement. Results name all of them that were used.
"""

from __future__ import annotations

from typing import NamedTuple

from detente.case.quantity import Quantity


class Assumed(NamedTuple):
    """An assumption: where it is written in a case, the range, and by what it is divided for the engine."""

    place: str
    quantity: Quantity
    scale: float


def _range(low: float, high: float, scale: float = 1.0) -> Assumed:
    return Assumed("dynamics", Quantity.model_validate([low, high]), scale)


def _three(low: float, likely: float, high: float) -> Assumed:
    return Assumed("dynamics", Quantity.model_validate({"low": low, "likely": likely, "high": high}), 1.0)


ASSUMED: dict[tuple[str, ...], Assumed] = {
    # A month of waiting costs one to five per cent: politicians discount faster than banks.
    ("Dynamics", "discount"): _range(0.95, 0.99),
    # A frozen line drifts by a tenth to a third of the distance between defeat and victory in a year.
    ("Dynamics", "volatility"): _range(0.1, 0.3),
    # Nobody ahead, a step in one month out of ten to three, towards either side alike.
    ("Balance", "advantage"): _range(0.4, 0.6),
    ("Balance", "swing"): _range(0.1, 0.3),
    ("Balance", "favours"): _range(0.4, 0.6),
    ("Balance", "edge"): _range(0.0, 0.1),
    # Ignorance about resolve; a weak side suffers a few times more than a tough one.
    ("Resolve", "tough"): _range(0.3, 0.7),
    ("Resolve", "cost_tough"): _range(0.5, 1.5, 100),
    ("Resolve", "cost_weak"): _range(2, 5, 100),
    ("Resolve", "collapse"): _range(0.0, 0.02),
    # Ignorance about trust; breaking a deal pays, being betrayed is near the worst.
    ("Trust", "trustworthy"): _range(0.3, 0.7),
    ("Trust", "temptation"): _range(75, 95, 100),
    ("Trust", "betrayed"): _range(5, 15, 100),
    # Two thirds of the agreements that failed within ten years failed in the first: a mean near one year.
    ("Trust", "breaks_after"): _three(6, 12, 36),
    # No line promised at home unless somebody says so.
    ("Audience", "line"): _range(0, 40, 100),
    ("Audience", "loss"): _range(0, 10, 100),
    ("Audience", "monthly"): _range(0, 1, 100),
    ("Audience", "ratified"): _range(0.2, 0.6),
    ("Backing", "adds"): _range(0.0, 0.2),
    ("Backing", "carries"): _range(0.1, 0.5),
    ("Backing", "gains"): _range(0, 5, 100),
    ("Backing", "gain_if_weak"): _range(10, 40, 100),
    ("Backing", "cost"): _range(5, 15, 100),
    ("Commitment", "later"): _range(0.5, 0.7),
    ("Commitment", "guarantee"): _range(0.0, 0.5),
    ("Commitment", "side_gain"): _range(1, 5, 100),
    ("Commitment", "side_cost"): _range(5, 20, 100),
    ("Commitment", "detection"): _range(0.3, 0.8),
    ("Holding", "stays"): _range(0.3, 0.7),
    ("Holding", "benefit"): _range(10, 30, 100),
    ("Holding", "sanction"): _range(10, 30, 100),
    ("Holding", "punishment"): _range(20, 50, 100),
    ("Holding", "reward"): _range(0, 20, 100),
    ("Holding", "burden"): _range(0, 1, 100),
    ("Deferral", "months"): _range(60, 180),
    ("Deferral", "meanwhile"): _range(30, 60, 100),
    ("Deferral", "expected"): _range(30, 60, 100),
    ("Deferral", "now"): _range(30, 60, 100),
    ("Precondition", "before"): _range(40, 60, 100),
    ("Precondition", "after"): _range(30, 50, 100),
    ("Threat", "gain"): _range(5, 20, 100),
    ("Threat", "cost"): _range(5, 20, 100),
    ("Reciprocity", "temptation"): _range(60, 80, 100),
    ("Reciprocity", "reward"): _range(50, 60, 100),
    ("Reciprocity", "punishment"): _range(10, 30, 100),
    # A move of which nobody says what it tells, tells nothing.
    ("Move", "if_tough"): _range(0.5, 0.5),
    ("Move", "if_weak"): _range(0.5, 0.5),
    ("Move", "if_trustworthy"): _range(0.5, 0.5),
    ("Move", "if_untrustworthy"): _range(0.5, 0.5),
    ("Move", "if_staying"): _range(0.5, 0.5),
    ("Move", "if_leaving"): _range(0.5, 0.5),
    ("Move", "size"): _range(0.05, 0.2),
    ("Move", "costs"): _range(0, 5, 100),
    ("Move", "gives"): _range(0, 5, 100),
    ("Move", "moves_balance"): _range(0, 0.05),
}
