"""A bargaining problem as other tools keep it: tables of values, weights, no-deal values; and as a case.

What could not be kept as it was is said in `messages`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, make_case

Floats = NDArray[np.float64]
WHOLE = 1e-9


class Tables(Protocol):
    """What a problem must have to be written for other tools; a ``DealSpace`` has it."""

    @property
    def issues(self) -> tuple[str, ...]:
        """The names of the issues."""
        ...

    @property
    def outcomes(self) -> tuple[tuple[str, ...], ...]:
        """By issue, the names of its outcomes."""
        ...

    @property
    def parties(self) -> tuple[str, ...]:
        """The names of the parties."""
        ...

    @property
    def values(self) -> tuple[Floats, ...]:
        """By issue, shape (parties, outcomes)."""
        ...

    @property
    def weights(self) -> Floats:
        """Shape (parties, issues)."""
        ...

    @property
    def no_deal(self) -> Floats:
        """Shape (parties,)."""
        ...


@dataclass(frozen=True)
class Scenario:
    """A bargaining problem of parties who all must sign.

    Attributes
    ----------
    issues, outcomes, parties : tuple
        Names; ``outcomes[j]`` are the answers to issue ``j``.
    values : tuple of array, shape (parties, outcomes of the issue)
    weights : array, shape (parties, issues)
    no_deal : array, shape (parties,)
        The larger of the reservation value and the party's least value.
    messages : tuple of str
        What the reader decided, and what was lost.
    """

    issues: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...]
    parties: tuple[str, ...]
    values: tuple[Floats, ...]
    weights: Floats
    no_deal: Floats
    messages: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        """Return the arguments of ``DealSpace``."""
        rows = tuple(range(len(self.parties)))
        names = ("issues", "outcomes", "parties", "values", "weights", "no_deal")
        return {name: getattr(self, name) for name in names} | {"principals": rows, "signers": rows}

    def case(self, name: str = "scenario") -> Case:
        """Return the scenario as a case on a scale of 0 to 100.

        Where a party's values fit, they are multiplied by 100 alone (or by nothing, if they reach beyond 1); otherwise
        they are moved and stretched to 0 to 100, which leaves the frontier and the Nash package as they are.
        """
        issue_ids, party_ids = _ids(self.issues), _ids(self.parties)
        outcome_ids = [_ids(names) for names in self.outcomes]
        issues = {
            key: {"question": issue, "outcomes": {o: {"label": n} for o, n in zip(ids, names, strict=True)}}
            for key, issue, ids, names in zip(issue_ids, self.issues, outcome_ids, self.outcomes, strict=True)
        }
        factor = 100.0 if max(float(np.abs(v).max()) for v in self.values) <= 1 + WHOLE else 1.0
        parties = {}
        for p, key in enumerate(party_ids):
            tables, weights, no_deal = _on_case_scale(self, p, factor)
            stances = {
                issue: {"values": dict(zip(ids, table, strict=True)), "salience": weight}
                for issue, ids, table, weight in zip(issue_ids, outcome_ids, tables, weights, strict=True)
            }
            parties[key] = {"name": self.parties[p], "kind": "principal", "no_deal": no_deal, "stances": stances}
        key = _ids([name])[0]
        return make_case({"format": 1, "case": key, "title": name, "parties": parties, "issues": issues})


def scenario_of(tables: Tables) -> Scenario:
    """Return a problem as a scenario; what a scenario cannot hold is named in `messages`."""
    lost = [
        f"{len(getattr(tables, name))} {name.replace('_', ' ')} are lost: a scenario has none"
        for name in ("links", "interactions", "red_lines", "bottom_lines", "needs")
        if getattr(tables, name, ())
    ]
    return Scenario(
        tables.issues, tables.outcomes, tables.parties, tables.values, tables.weights, tables.no_deal, tuple(lost)
    )


def with_no_deal(
    reserved: Sequence[float | None], values: Sequence[Floats], weights: Floats, parties: Sequence[str]
) -> tuple[Floats, list[str]]:
    """Return the no-deal values for reservation values, and what is to be said about them."""
    no_deal = np.zeros(len(parties))
    messages = []
    for p, (name, given) in enumerate(zip(parties, reserved, strict=True)):
        least = float(sum(weights[p, j] * table[p].min() for j, table in enumerate(values)))
        most = float(sum(weights[p, j] * table[p].max() for j, table in enumerate(values)))
        if given is None or not np.isfinite(given):
            no_deal[p] = least
            messages.append(f"{name}: no reservation value; no deal is its least value, {least:g}")
            continue
        no_deal[p] = max(given, least)
        if given < least:
            messages.append(
                f"{name}: the reservation value {given:g} is below its least value, which is taken: {least:g}"
            )
        else:
            messages.append(f"{name}: no deal is the reservation value, {given:g}")
        if given > most or (0 < given <= 1 and most > 2):
            messages.append(
                f"warning: {name}: the reservation value {given:g} seems to be on another scale than the values, "
                f"which run from {least:g} to {most:g}"
            )
    return no_deal, messages


def _on_case_scale(scenario: Scenario, p: int, factor: float) -> tuple[list[list[float]], list[float], float]:
    """Return a party's tables, saliences (0 to 100) and no-deal value on the scale of a case."""
    tables = [table[p] * factor for table in scenario.values]
    weights = scenario.weights[p]
    total = float(weights.sum())
    fits = all(t.min() >= 0 and t.max() <= 100 + WHOLE for t in tables) and total > 0
    if not fits or not 0 <= scenario.no_deal[p] * factor / total <= 100:
        weighted = [w * t for w, t in zip(weights, tables, strict=True)]
        ranges = np.array([t.max() - t.min() for t in weighted])
        least, total = float(sum(t.min() for t in weighted)), float(ranges.sum()) or 1.0
        tables = [100 * (t - t.min()) / (r or 1.0) for t, r in zip(weighted, ranges, strict=True)]
        no_deal = 100 * (scenario.no_deal[p] * factor - least) / total
        weights = ranges
    else:
        no_deal = scenario.no_deal[p] * factor / total
    saliences = 100 * weights / max(float(weights.max()), 1e-300)
    clipped = [np.clip(t, 0, 100).tolist() for t in tables]
    return clipped, saliences.tolist(), float(np.clip(no_deal, 0, 100)) if np.isfinite(no_deal) else 0.0


def _ids(names: Sequence[str]) -> list[str]:
    """Return an id of letters, digits and underscores for each name, all different."""
    found: list[str] = []
    for n, name in enumerate(names):
        key = re.sub(r"\W+", "_", name).strip("_").lower() or f"x{n}"
        key = f"x{key}" if key[0].isdigit() or key in {"and", "or", "not", "if", "iff"} else key
        while key in found:
            key += "_"
        found.append(key)
    return found
