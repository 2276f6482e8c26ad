"""A good package quickly: rounding the relaxed optimum, then changing one or two outcomes as long as that helps."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from detente.deals.aims import Aim
from detente.deals.terms import Terms
from detente.deals.units import TOLERANCE, Floats, Indices

STARTS = 4
SEED = 0
PAIRS = 150
"""Pairs of changes are tried among so many single changes, the least harmful ones."""
BETTER = 1e-12
UNMET = -1e8
"""The score of a package that misses a floor is below this."""


def climbed(terms: Terms, aim: Aim, mixed: tuple[Floats, ...]) -> Indices | None:
    """Return the best package that climbs from roundings reach, or None where none of them meets the floors."""
    rng = np.random.default_rng(SEED)
    return climbed_from(
        terms, aim, [np.array([_rounded(m, rng, is_greedy=n == 0) for m in mixed]) for n in range(STARTS)]
    )


def climbed_from(terms: Terms, aim: Aim, starts: Iterable[Indices]) -> Indices | None:
    """Return the best package that climbs from these ones reach, or None where none of them meets the floors."""
    value, best = max((_climb(terms, aim, start) for start in starts), key=lambda found: found[0])
    return best if value > UNMET else None


def _rounded(mixed: Floats, rng: np.random.Generator, *, is_greedy: bool) -> int:
    if is_greedy:
        return int(mixed.argmax())
    chances = np.maximum(mixed, 0.0) + 1e-12
    return int(rng.choice(len(mixed), p=chances / chances.sum()))


def _climb(terms: Terms, aim: Aim, package: Indices) -> tuple[float, Indices]:
    package = package.copy()
    issues = np.repeat(np.arange(len(terms.tables)), [len(t) for t in terms.tables])
    outcomes = np.concatenate([np.arange(len(t)) for t in terms.tables])
    flat = np.concatenate(terms.tables)
    first = np.concatenate([[0], np.cumsum([len(t) for t in terms.tables])[:-1]])
    while True:
        total = flat[first + package].sum(axis=0)
        value = float(_scored(terms, aim, total[None])[0])
        changes = flat - flat[first + package][issues]
        move = _best_move(terms, aim, total, changes, issues, value)
        if move is None:
            return value, package
        for n in move:
            package[issues[n]] = outcomes[n]


def _best_move(
    terms: Terms, aim: Aim, total: Floats, changes: Floats, issues: Indices, value: float
) -> list[int] | None:
    """Return one or two changes after which the aim is larger."""
    single = _scored(terms, aim, total + changes)
    if single.max() > value + BETTER * max(abs(value), 1.0):
        return [int(single.argmax())]
    few = np.argsort(-single, kind="stable")[:PAIRS]
    pairs = _scored(terms, aim, total + changes[few, None, :] + changes[None, few, :])
    pairs[issues[few][:, None] == issues[few][None, :]] = -np.inf
    if pairs.max() > value + BETTER * max(abs(value), 1.0):
        a, b = np.unravel_index(int(pairs.argmax()), pairs.shape)
        return [int(few[a]), int(few[b])]
    return None


def _scored(terms: Terms, aim: Aim, totals: Floats) -> Floats:
    """Return the aim; far below any value where a floor is not met, by how much."""
    scores = aim.value(totals * terms.unit)
    missing = np.maximum(terms.floors - TOLERANCE - totals, 0.0) * terms.unit
    short = np.where(np.isfinite(missing), missing, 0.0).sum(axis=-1)
    if aim.kind == "product":
        gains = aim.gains(totals * terms.unit)
        short = short + np.where(np.isfinite(scores), 0.0, np.maximum(1e-9 - gains, 0.0).sum(axis=-1))
    return np.where(short > 0, 10 * UNMET - short, scores)
