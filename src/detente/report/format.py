"""How numbers look in a report; templates hold no arithmetic."""

from __future__ import annotations

from detente.ensemble.bands import Band

WIDE_ENOUGH = 0.5
"""A band narrower than this, in points, would read 40–40: the number stands alone."""


def value_in_band(value: float, band: Band | None) -> str:
    """Return ``40 (35–46)``: a point inside its band, or the point alone where nothing is uncertain."""
    if band is None or band[1] - band[0] < WIDE_ENOUGH:
        return f"{value:.0f}"
    return f"{value:.0f} ({band[0]:.0f}–{band[1]:.0f})"


def short_digest(digest: str) -> str:
    """Return the first 12 digits, enough to compare by eye."""
    return digest.removeprefix("sha256:")[:12]
