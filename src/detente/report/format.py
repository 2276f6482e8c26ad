"""How numbers look in a report; templates hold no arithmetic."""

from __future__ import annotations

from detente.dynamics.result import Spread
from detente.ensemble.bands import Band
from detente.figures.figure import share_in_band

WIDE_ENOUGH = 0.5
"""A band narrower than this, in points, would read 40–40: the number stands alone."""


def value_in_band(value: float, band: Band | None) -> str:
    """Return ``40 (35–46)``: a point inside its band, or the point alone where nothing is uncertain."""
    if band is None or band[1] - band[0] < WIDE_ENOUGH:
        return f"{value:.0f}"
    return f"{value:.0f} ({band[0]:.0f}–{band[1]:.0f})"


def points(spread: Spread) -> str:
    """Return a worth in points with its whole spread."""
    return value_in_band(spread.likely, (spread.low, spread.high))


def chance(spread: Spread) -> str:
    """Return a probability with its whole spread, in whole per cent as the spread is wider than that."""
    return share_in_band(spread.likely, spread.low, spread.high)


def signed(change: float) -> str:
    """Return ``+4.5`` or ``−4.5``, and ``0`` for what would read +0.0."""
    return "0" if abs(change) < WIDE_ENOUGH / 10 else f"{change:+.1f}".replace("-", "−")


def short_digest(digest: str) -> str:
    """Return the first 12 digits, enough to compare by eye."""
    return digest.removeprefix("sha256:")[:12]
