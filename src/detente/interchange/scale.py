"""One affine map from the scale of a scenario to the 0–100 scale of a case, and its saliences.

A package worth ``u`` in the file is worth ``factor · u + offset`` in the case. The factor is one for all parties, so
that gains and sums of gains keep their order; the offsets may differ. The saliences are the weights of the file; where
it has none, the share of an issue in the spread of a party's values, so that values use the whole scale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.interchange.scenario import Floats, Scenario

_NATURAL = (100.0, 1.0)
"""Factors that are tried first: a 0–1 scale as per cent, a 0–100 scale as it is."""
_USED = 0.1
"""A natural factor must use this share of the scale."""
_NOTHING = 1e-100
"""Spreads and weights below this are none: dividing by them overflows."""
_TALL = 1e6
"""Larger saliences are brought down; only their proportions count."""
_ROUNDING = 1e-9
"""What sums of rounded weights may exceed the scale by."""


@dataclass(frozen=True)
class Scaled:
    """A scenario on the 0–100 scale.

    Attributes
    ----------
    factor : float
    offsets : array, shape (parties,)
        A package worth u in the file is worth ``factor · u + offset``.
    saliences : array, shape (parties, issues)
        Not negative, and not all 0 for anybody.
    values : tuple of array, shape (parties, outcomes of the issue)
    no_deal : array, shape (parties,)
    """

    factor: float
    offsets: Floats
    saliences: Floats
    values: tuple[Floats, ...]
    no_deal: Floats

    def in_file(self, party: int, value: float) -> float:
        """Return what a value of the case is on the scale of the file."""
        return (value - float(self.offsets[party])) / self.factor


def scaled(scenario: Scenario) -> Scaled:
    """Return a scenario on the 0–100 scale of a case."""
    saliences = _saliences(scenario)
    shares = saliences / saliences.sum(axis=1, keepdims=True)
    for factor in _NATURAL:
        found = _at(scenario, factor, saliences, shares, from_zero=False)
        if (
            _fits(found)
            and all(factor * abs(b.add) <= 100 for b in scenario.bonuses)
            and _used(scenario, factor) >= _USED
        ):
            return _clipped(found)
    factor = _largest(scenario, shares)
    natural = _at(scenario, factor, saliences, shares, from_zero=False)
    return _clipped(natural if _fits(natural) else _at(scenario, factor, saliences, shares, from_zero=True))


def _saliences(scenario: Scenario) -> Floats:
    """Return the weights of the file, or the spreads of the issues; a party that cares for nothing weighs all alike."""
    spreads = np.stack([np.ptp(table, axis=1) for table in scenario.worths], axis=1)
    found: Floats = (scenario.weights if scenario.is_weighted else spreads).copy()
    found[found.sum(axis=1) <= _NOTHING] = 1.0
    tall = found.max(axis=1) > _TALL
    found[tall] *= 100 / found[tall].max(axis=1, keepdims=True)
    return found


def _largest(scenario: Scenario, shares: Floats) -> float:
    """Return the largest factor with which every value and every no-deal value fits, counted from the least."""
    spans = [float(np.max(np.maximum(scenario.best, scenario.no_deal) - scenario.least))]
    for j, table in enumerate(scenario.worths):
        spread, share = np.ptp(table, axis=1), shares[:, j]
        spans += [float(s / w) for s, w in zip(spread, share, strict=True) if s > 0 and w > 0]
    widest = max(spans)
    return 100.0 / widest if widest > _NOTHING else 1.0


def _at(scenario: Scenario, factor: float, saliences: Floats, shares: Floats, *, from_zero: bool) -> Scaled:
    """Return the scenario with a factor; from zero, the worst outcome of each issue is worth 0."""
    # What a bonus below 0 takes off is counted from the start, and given back where it does not apply.
    taken = np.zeros(len(scenario.parties))
    for bonus in scenario.bonuses:
        taken[bonus.party] += min(bonus.add, 0.0)
    values, offsets = [], -factor * (scenario.constants + taken)
    for table, share in zip(scenario.worths, shares.T, strict=True):
        counted = share > 0
        base = np.where(counted & (not from_zero), 0.0, table.min(axis=1))
        offsets -= factor * base
        values.append(
            np.divide(
                factor * (table - base[:, None]), share[:, None], out=np.zeros_like(table), where=counted[:, None]
            )
        )
    return Scaled(factor, offsets, saliences, tuple(values), factor * scenario.no_deal + offsets)


def _fits(found: Scaled) -> bool:
    tables = [*found.values, found.no_deal]
    return all(table.min() >= -_ROUNDING and table.max() <= 100 + _ROUNDING for table in tables)


def _used(scenario: Scenario, factor: float) -> float:
    """Return the share of the scale that the widest spread of package values takes."""
    return factor * float(np.max(scenario.best - scenario.least)) / 100


def _clipped(found: Scaled) -> Scaled:
    """Return the same without what rounding put beyond the ends of the scale."""
    return Scaled(
        found.factor,
        found.offsets + 0.0,
        found.saliences,
        tuple(np.clip(table, 0, 100) + 0.0 for table in found.values),
        np.clip(found.no_deal, 0, 100) + 0.0,
    )


def map_in_words(scenario: Scenario, found: Scaled) -> Iterator[str]:
    """Yield the sentences that let a person map values of the case back to the file."""
    if not found.offsets.any():
        yield f"Values of packages here are those of the file times {found.factor!r}."
        return
    yield f"Values of packages here are those of the file times {found.factor!r}, plus an offset for each party:"
    for party, offset in zip(scenario.parties, found.offsets.tolist(), strict=True):
        yield f"  {party}: {offset!r}"
