"""Complete information: backward induction with exact best replies, on a divisible pie or on packages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.dynamics.domain import condition, inner_share, require, share
from detente.dynamics.game.spec import Floats


@dataclass(frozen=True)
class CompleteResult:
    """What bargaining is worth when nothing is hidden.

    Attributes
    ----------
    values : array, shape (T + 1, 2, M)
        Worth to A and B at the beginning of each month, by balance; the last row is what is left at the end.
    shares : array, shape (T, M)
        On a pie: the share of A that is agreed on; NaN where fighting goes on.
    packages : array of int, shape (T, M)
        On packages: the one that is agreed on; −1 where fighting goes on.
    """

    values: Floats
    shares: Floats
    packages: np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def solve_complete(  # noqa: PLR0913 (a game has the parts that it has)
    up: Floats, down: Floats, cost: Floats, end: Floats, discount: tuple[float, float], proposers: Sequence[int], *,
    terms: Floats | None = None, collapse: tuple[float, float] = (0.0, 0.0), offers: bool = True,
) -> CompleteResult:  # fmt: skip
    """Solve the game with known types month by month, from the last to the first.

    Parameters
    ----------
    up, down : array, shape (M,)
        Probability that a month of fighting moves the balance towards A, towards B; the ends are absorbing.
    cost : array, shape (2, M)
        What a month of fighting costs each side.
    end : array, shape (2, M)
        What is left after the last month; at the ends of the lattice, what victory and defeat are worth.
    discount : pair of float
        By side; 1 is allowed.
    proposers : sequence of int
        Who proposes in each month.
    terms : array, shape (K, 2), optional
        Worth of each package to A and B; without it a pie of 1 is divided.
    collapse : pair of float
        Probability that A, that B collapses in a month of fighting.
    offers : bool
        False for a war without bargaining.

    Notes
    -----
    The proposer takes the best of what the other side accepts, or fights on where that is better; who is
    indifferent accepts. Exact but for rounding.
    """
    require(
        "solve_complete", condition("the horizon is at least 1 month", len(proposers) >= 1),
        [None if d == 1 else inner_share("discount", d) for d in discount],
        [share("collapse", k) for k in collapse], condition("0 ≤ up, 0 ≤ down, up + down ≤ 1",
        bool(((up >= 0) & (down >= 0) & (up + down <= 1 + 1e-12)).all())),
        condition("up, down, cost and end fit each other", cost.shape == end.shape == (2, len(up)) and down.shape == up.shape),
    )  # fmt: skip
    months, m = len(proposers), len(up)
    values = np.empty((months + 1, 2, m))
    values[months] = end
    shares, packages = np.full((months, m), np.nan), np.full((months, m), -1, dtype=np.int64)
    for month in reversed(range(months)):
        wait = _waiting(values[month + 1], up, down, cost, discount, collapse)
        wait[:, [0, -1]] = end[:, [0, -1]]
        values[month] = wait
        if offers:
            p = proposers[month]
            for place in range(1, m - 1):
                agreed = _divide(wait[:, place], p) if terms is None else _choose(wait[:, place], p, terms)
                if agreed is not None:
                    values[month, :, place] = agreed[1]
                    (shares if terms is None else packages)[month, place] = agreed[0]
    return CompleteResult(values, shares, packages)


def _waiting(
    after: Floats, up: Floats, down: Floats, cost: Floats, discount: tuple[float, float], collapse: tuple[float, float]
) -> Floats:
    higher, lower = np.roll(after, -1, axis=1), np.roll(after, 1, axis=1)
    moved = up * higher + down * lower + (1 - up - down) * after
    won = np.array([[collapse[1]], [collapse[0]]])
    return np.asarray(won - cost + np.array(discount)[:, None] * (1 - sum(collapse)) * moved)


def _divide(wait: Floats, p: int) -> tuple[float, Floats] | None:
    """Return A's share and both values where the proposer leaves the other exactly what waiting is worth."""
    other = max(float(wait[1 - p]), 0.0)
    if 1 - other < wait[p]:
        return None
    own = 1 - other
    return (own, np.array([own, other])) if p == 0 else (other, np.array([other, own]))


def _choose(wait: Floats, p: int, terms: Floats) -> tuple[int, Floats] | None:
    accepted = np.flatnonzero(terms[:, 1 - p] >= wait[1 - p])
    if not len(accepted):
        return None
    best = accepted[np.argmax(terms[accepted, p])]
    return (int(best), terms[best]) if terms[best, p] >= wait[p] else None
