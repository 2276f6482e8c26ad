"""Issues that links and interactions tie together, eliminated one by one; what is left are fronts without ties.

Eliminating an issue joins everything that mentions it, keeps for each combination of outcomes of its neighbours the
partial packages that nobody can better, and passes them on (bucket elimination; Dechter 1999). The work grows with the
largest number of neighbours at a time, not with the number of issues.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from detente.deals.fronts import Front, Trace, undominated, undominated_in
from detente.deals.terms import Bonus, Rule, Terms
from detente.deals.units import TOLERANCE, Floats, Indices
from detente.errors import TooLargeError


@dataclass(frozen=True)
class Message:
    """Partial packages by the outcomes of the issues in `scope`: `keys` has a column for each of them.

    `covers` are the issues whose values are already in the front.
    """

    scope: tuple[int, ...]
    keys: Indices
    front: Front
    covers: frozenset[int]


def elimination_order(scopes: Iterable[Sequence[int]], sizes: Sequence[int]) -> tuple[list[int], float]:
    """Return an order of the issues in these scopes, and how many combinations its largest step has.

    Greedy: next comes the issue whose neighbours have the fewest combinations.
    """
    near: dict[int, set[int]] = {}
    for scope in scopes:
        for j in scope:
            near.setdefault(j, set()).update(i for i in scope if i != j)
    order, largest = [], 1.0
    while near:
        j = min(near, key=lambda j: (prod((float(sizes[i]) for i in near[j]), start=1.0), j))
        neighbours = near.pop(j)
        largest = max(largest, prod((float(sizes[i]) for i in neighbours), start=float(sizes[j])))
        for i in neighbours:
            near[i] = (near[i] | neighbours) - {i, j}
        order.append(j)
    return order, largest


def eliminated(terms: Terms, most: int) -> tuple[list[Front], list[int]]:
    """Return fronts for the issues that are tied, and the issues that are free.

    Raises
    ------
    TooLargeError
        If more than `most` partial packages would have to be held.
    """
    sizes = [len(k) for k in terms.kept]
    order, largest = elimination_order([f.scope for f in terms.factors], sizes)
    if largest > most:
        raise TooLargeError(
            f"the links tie issues with {largest:,.0f} combinations at a time, at most {most:,} are held"
        )
    waiting: list[Rule | Bonus | Message] = [*terms.rules, *terms.bonuses]
    fronts = []
    for j in order:
        mine = [f for f in waiting if j in f.scope]
        waiting = [f for f in waiting if j not in f.scope]
        message = _without(terms, j, mine, most)
        if message.scope:
            waiting.append(message)
        else:
            fronts.append(message.front)
    return fronts, sorted(set(range(len(sizes))) - set(order))


def _without(terms: Terms, j: int, factors: list[Rule | Bonus | Message], most: int) -> Message:
    """Return the join of everything about an issue, without the issue."""
    outcomes = np.arange(len(terms.kept[j]))
    whole = Message((j,), outcomes[:, None], Front(terms.tables[j], Trace(j, outcomes)), frozenset({j}))
    for factor in sorted(factors, key=lambda f: (not isinstance(f, Message), len(f.scope))):
        if isinstance(factor, Message):
            whole = _join(whole, factor, most)
            continue
        whole = _widened(terms, whole, factor.scope, most)
        columns = tuple(whole.keys[:, whole.scope.index(i)] for i in factor.scope)
        if isinstance(factor, Rule):
            whole = _rows(whole, np.flatnonzero(factor.allowed[columns]))
        else:
            values = whole.front.values.copy()
            values[:, factor.dimension] += factor.units * factor.where[columns]
            whole = Message(whole.scope, whole.keys, Front(values, whole.front.trace), whole.covers)
    whole = _rows(whole, np.flatnonzero((whole.front.values >= _needed(terms, whole)).all(axis=1)))
    return _projected(whole, j)


def _needed(terms: Terms, message: Message) -> Floats:
    """Return the least sums with which the floors can still be reached."""
    rest = [table.max(axis=0) for j, table in enumerate(terms.tables) if j not in message.covers]
    ahead = np.sum(rest, axis=0) if rest else np.zeros(len(terms.rows))
    for bonus in terms.bonuses:
        ahead[bonus.dimension] += max(bonus.units, 0.0)
    return np.asarray(terms.floors - TOLERANCE - ahead)


def _rows(message: Message, rows: Indices) -> Message:
    return Message(message.scope, message.keys[rows], message.front.at(rows), message.covers)


def _widened(terms: Terms, message: Message, scope: Sequence[int], most: int) -> Message:
    """Return the message with every outcome of the issues of a scope that it does not speak of."""
    for i in scope:
        if i in message.scope:
            continue
        count, wide = len(message.keys), len(terms.kept[i])
        if count * wide > most:
            raise TooLargeError(f"more than {most:,} partial packages are tied together by links")
        rows = np.repeat(np.arange(count), wide)
        keys = np.column_stack([message.keys[rows], np.tile(np.arange(wide), count)])
        message = Message((*message.scope, i), keys, message.front.at(rows), message.covers)
    return message


def _join(left: Message, right: Message, most: int) -> Message:
    """Return each pair of rows that agree on the issues which both speak of."""
    shared = [i for i in left.scope if i in right.scope]
    extra = [n for n, i in enumerate(right.scope) if i not in left.scope]
    ours, theirs = (m.keys[:, [m.scope.index(i) for i in shared]] for m in (left, right))
    codes = _codes(np.concatenate([ours, theirs]))
    a, b = codes[: len(ours)], codes[len(ours) :]
    order = np.argsort(b, kind="stable")
    first, last = np.searchsorted(b[order], a), np.searchsorted(b[order], a, side="right")
    count = last - first
    if count.sum() > most:
        raise TooLargeError(f"more than {most:,} partial packages are tied together by links")
    rows = np.repeat(np.arange(len(a)), count)
    places = np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count) + first[rows]
    others = order[places]
    front = Front(
        left.front.values[rows] + right.front.values[others],
        Trace(parts=((left.front.trace, rows), (right.front.trace, others))),
    )
    keys = np.column_stack([left.keys[rows], right.keys[others][:, extra]])
    return Message((*left.scope, *(right.scope[n] for n in extra)), keys, front, left.covers | right.covers)


def _codes(keys: Indices) -> Indices:
    """Return a number for each row of outcomes, the same for equal rows, in the order of the rows."""
    codes = np.zeros(len(keys), dtype=np.int64)
    # No step has more combinations than are held, so these numbers are far below 2^63.
    for column in keys.T:
        codes = codes * (int(column.max(initial=0)) + 1) + column
    return codes


def _projected(message: Message, j: int) -> Message:
    """Return for each combination of outcomes of the other issues what nobody can better."""
    columns = [n for n, i in enumerate(message.scope) if i != j]
    keys = message.keys[:, columns]
    values = message.front.values
    rows = undominated_in(_codes(keys), values) if columns and len(keys) else undominated(values)
    scope = tuple(message.scope[n] for n in columns)
    return Message(scope, keys[rows], message.front.at(rows), message.covers)
