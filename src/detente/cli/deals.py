"""`detente deals`: one result, with draws where they are asked for."""

from __future__ import annotations

from pathlib import Path

from detente.case import Case
from detente.case.confidential import as_seen_by
from detente.cli import output
from detente.cli.inputs import read_any
from detente.deals import DealsResult, find_deals
from detente.ensemble import DealDraws, draw_deals
from detente.findings.words import Words


def case_for(path: str, documents: Path | None, party: str | None) -> Case:
    """Read a case, and leave out what is confidential about others than `party` where one is named."""
    case = read_any(path, documents)
    return as_seen_by(case, party) if party else case


def deals_of(
    case: Case, draws: int, seed: int, analyst: str | None, method: str, workers: int
) -> tuple[Words, DealsResult, DealDraws | None]:
    """Return the words of a case, its deals, and the draws or None."""
    result = find_deals(case, analyst=analyst, method=method)
    if not draws:
        return Words(case), result, None
    with output.progress("draws", draws) as advance:
        drawn = draw_deals(case, draws=draws, seed=seed, analyst=analyst, progress=advance, workers=workers)
    return Words(case), result, drawn
