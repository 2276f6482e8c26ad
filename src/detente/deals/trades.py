"""Exchanges: one party gives on one issue, the other on another, and both are better off.

Two packages that differ on two issues only; the first party gains on one and loses on the other, the
second the reverse, and each gains more than it loses (logrolling). On these two issues neither package
has an outcome behind the red line of somebody who signs every package, and both packages are consistent
with the links for some answer to the other issues. Interactions are left out of the sums.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.deals.grid import Frame
from detente.deals.rounding import rounded
from detente.deals.space import DealSpace
from detente.deals.units import Floats
from detente.expression import names_in

MAX_NAMED = 5
MAX_CHANGES = 30_000_000
"""Two issues on which more changes are possible are left out: they would not fit into memory."""


@dataclass(frozen=True)
class Trade:
    """The best exchange of two parties on two issues.

    `gives_on` is the issue on which the party gives, `before` and `after` are outcome names by issue.
    `gains` is what each party gains in the value of the package.
    """

    parties: tuple[str, str]
    gives_on: tuple[str, str]
    before: dict[str, str]
    after: dict[str, str]
    gains: tuple[float, float]


def find_trades(space: DealSpace, frame: Frame) -> tuple[Trade, ...]:
    """Return for each two principals and two issues the exchange with the largest smaller gain.

    Sorted by that gain, largest first; ties in the order of the parties and issues.
    """
    allowed = np.zeros(frame.shape, dtype=bool)
    allowed.ravel()[frame.linked] = True
    found = [
        trade for i, j in combinations(range(len(space.issues)), 2) for trade in _trades_between(space, allowed, i, j)
    ]
    return tuple(sorted(found, key=lambda t: -min(t.gains)))


def find_free_trades(space: DealSpace) -> tuple[Trade, ...]:
    """Return the same for the issues that no link names, however many packages there are."""
    named = {space.places[name][0] for link in space.links for name in names_in(link)}
    free = [j for j in range(len(space.issues)) if j not in named]
    found = [trade for i, j in combinations(free, 2) for trade in _trades_between(space, None, i, j)]
    return tuple(sorted(found, key=lambda t: -min(t.gains)))


def trades_told(space: DealSpace) -> dict[str, str]:
    """Return a note on the issues between which no trade is looked for, because they have too many outcomes together."""
    wide = [pair for pair in combinations(range(len(space.issues)), 2) if _is_wide(space, *pair)]
    names = ", ".join(f"{space.issues[i]} and {space.issues[j]}" for i, j in wide[:MAX_NAMED])
    more = f" and {len(wide) - MAX_NAMED:,} more pairs" if len(wide) > MAX_NAMED else ""
    return {"trades": f"not looked for between {names}{more}: too many outcomes"} if wide else {}


def _is_wide(space: DealSpace, i: int, j: int) -> bool:
    return (len(space.outcomes[i]) * len(space.outcomes[j])) ** 2 > MAX_CHANGES


def _trades_between(space: DealSpace, allowed: NDArray[np.bool_] | None, i: int, j: int) -> Iterator[Trade]:
    """Yield the best exchange on two issues for each two principals, whoever gives on which."""
    possible: NDArray[np.bool_] | None = None
    if _is_wide(space, i, j):
        return
    for a, b in combinations(space.principals, 2):
        found = []
        for x, y in ((i, j), (j, i)):
            gains = _gains(space, a, b, x, y)
            if not (gains > 0).any():
                continue
            if possible is None and allowed is not None:
                possible = _moves(allowed, i, j)
            elif possible is None:
                possible = np.ones((len(space.outcomes[i]), len(space.outcomes[j])) * 2, dtype=bool)
            legal = possible if (x, y) == (i, j) else possible.transpose(1, 0, 3, 2)
            found += _best_trade(space, np.where(legal, gains, 0.0), a, b, x, y)
        if found:
            yield max(found, key=lambda t: min(t.gains))


def _gains(space: DealSpace, a: int, b: int, x: int, y: int) -> Floats:
    """Return the smaller gain where `a` gives on `x` and `b` on `y`; 0 where it is no trade.

    Shape (before x, before y, after x, after y).
    """
    change = [
        [np.subtract.outer(t, t).T for t in (space.weights[p, z] * space.values[z][p] for z in (x, y))] for p in (a, b)
    ]
    (a_x, a_y), (b_x, b_y) = change
    gain_a = rounded(a_x[:, None, :, None] + a_y[None, :, None, :], space.decimals[a])
    gain_b = rounded(b_x[:, None, :, None] + b_y[None, :, None, :], space.decimals[b])
    is_exchange = ((a_x < 0) & (b_x > 0))[:, None, :, None] & ((a_y > 0) & (b_y < 0))[None, :, None, :]
    for axis, z in ((0, x), (1, y), (2, x), (3, y)):
        refused = {o for p, i, o in space.red_lines if i == z and p in space.signers}
        index: list[slice | list[int]] = [slice(None)] * 4
        index[axis] = sorted(refused)
        is_exchange[tuple(index)] = False
    smaller: Floats = np.where(is_exchange, np.minimum(gain_a, gain_b), 0.0)
    return smaller


def _moves(allowed: NDArray[np.bool_], i: int, j: int) -> NDArray[np.bool_]:
    """Return which changes on issues `i` and `j` keep a linked package linked, for some rest."""
    pairs = np.moveaxis(allowed, (i, j), (0, 1))
    flat = pairs.reshape(pairs.shape[0] * pairs.shape[1], -1)
    shared = flat.astype(np.float32)
    together = (shared @ shared.T) > 0
    return together.reshape(pairs.shape[:2] * 2)


def _best_trade(space: DealSpace, gains: Floats, a: int, b: int, x: int, y: int) -> list[Trade]:
    if not gains.size or gains.max() <= 0:
        return []
    where = np.unravel_index(int(gains.argmax()), gains.shape)
    x0, y0, x1, y1 = (int(n) for n in where)

    def gain(p: int) -> float:
        wx, wy = space.weights[p, x], space.weights[p, y]
        vx, vy = space.values[x][p], space.values[y][p]
        return float(rounded(wx * (vx[x1] - vx[x0]) + wy * (vy[y1] - vy[y0]), space.decimals[p]))

    names = space.issues[x], space.issues[y]
    trade = Trade(
        (space.parties[a], space.parties[b]), names,
        {names[0]: space.outcomes[x][x0], names[1]: space.outcomes[y][y0]},
        {names[0]: space.outcomes[x][x1], names[1]: space.outcomes[y][y1]},
        (gain(a), gain(b)),
    )  # fmt: skip
    return [trade]
