"""`detente deals`: one result, with draws where they are asked for."""

from __future__ import annotations

from pathlib import Path

from detente.cli import output
from detente.deals import DealsResult, find_deals
from detente.ensemble import DealDraws, draw_deals
from detente.findings.words import Words
from detente.sources import read_case


def deals_of(
    path: str, documents: Path | None, draws: int, seed: int, analyst: str | None
) -> tuple[Words, DealsResult, DealDraws | None]:
    """Return the words of a case, its deals, and the draws or None."""
    case = read_case(path, documents)
    result = find_deals(case, analyst=analyst)
    if not draws:
        return Words(case), result, None
    with output.progress("draws", draws) as advance:
        return Words(case), result, draw_deals(case, draws=draws, seed=seed, progress=advance)
