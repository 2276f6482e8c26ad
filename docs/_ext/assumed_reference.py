"""What is assumed under ``dynamics`` where a case says nothing, as a table made from the installed version."""

from __future__ import annotations

from pathlib import Path

from cli_reference import write_if_changed

from detente.case.quantity import Quantity
from detente.dynamics.assumed import ASSUMED

_PLACES = {
    "Dynamics": "dynamics", "Balance": "balance", "Resolve": "resolve", "Trust": "trust", "Audience": "audience",
    "Backing": "backers", "Commitment": "commitment", "Holding": "holdings", "Deferral": "deferrals",
    "Precondition": "preconditions", "Threat": "threats", "Reciprocity": "reciprocity", "Move": "moves",
}  # fmt: skip
"""The key under which each model stands in a case."""


def write_assumed_reference(path: Path) -> None:
    """Write one row for each key of the case file, with all numbers under it."""
    rows: dict[str, list[str]] = {}
    for (model, key), assumed in ASSUMED.items():
        rows.setdefault(_PLACES[model], []).append(f"`{key}` {_range(assumed.quantity)}")
    lines = ["| under | is assumed |", "|---|---|"]
    lines += [f"| `{place}` | {', '.join(numbers)} |" for place, numbers in rows.items()]
    write_if_changed(path, "\n".join(lines) + "\n")


def _range(quantity: Quantity) -> str:
    low, high = min(a.low for a in quantity.amounts), max(a.high for a in quantity.amounts)
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"
