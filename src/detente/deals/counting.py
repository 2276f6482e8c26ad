"""How many packages there are, exactly, without listing one: issues are eliminated and counts are multiplied and added.

Counts beyond 64 bits are found modulo several primes and put together by the Chinese remainder theorem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.deals.elimination import elimination_order
from detente.deals.space import DealSpace
from detente.deals.summing import count_with_floors
from detente.deals.terms import Rule, Terms, linked_terms, signed_terms
from detente.errors import TooLargeError

MAX_TABLE = 4_000_000
"""The largest table of counts; where links tie more, one issue is fixed after the other."""
MAX_WORK = 5e9
"""So many cells of tables are multiplied or added at most, about ten seconds of work."""

Table = tuple[tuple[int, ...], NDArray[np.int64]]


def count_linked(space: DealSpace) -> int:
    """Return how many packages the links allow.

    Raises
    ------
    TooLargeError
        If the links tie too many issues to each other.
    """
    return count_of(linked_terms(space, ()))


def count_signed(space: DealSpace, kinds: Sequence[str], without: str | None = None) -> int | None:
    """Return how many linked packages violate no constraint of these kinds; None where sums take too many values.

    Parameters
    ----------
    space : DealSpace
    kinds : sequence of {"red_line", "bottom_line", "no_deal"}
    without : str, optional
        Leave out this party's constraints.
    """
    total = 0
    for signing, present, sign in _exactly_needed(space):
        terms = signed_terms(space, signing, kinds, present, without)
        count = count_with_floors(terms) if np.isfinite(terms.floors).any() else count_of(terms)
        if count is None:
            return None
        total += sign * count
    return total


def _exactly_needed(space: DealSpace) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], int]]:
    """Yield who signs, whose outcomes may be present, and the sign with which such packages are counted.

    Packages that need exactly these parties are those that need no others, less those that need fewer.
    """
    every = [list(combinations(space.needed, n)) for n in range(len(space.needed) + 1)]
    for signing in chain.from_iterable(every):
        for n in range(len(signing) + 1):
            for present in combinations(signing, n):
                yield signing, present, (-1) ** (len(signing) - n)


def count_of(terms: Terms) -> int:
    """Return how many packages the terms allow, floors aside.

    Raises
    ------
    TooLargeError
        If the links tie too many issues to each other.
    """
    if terms.is_empty:
        return 0
    tied = {j for rule in terms.rules for j in rule.scope}
    free = prod(len(kept) for j, kept in enumerate(terms.kept) if j not in tied)
    sizes = [len(kept) for kept in terms.kept]
    parts = _parts(terms.rules)
    plans = [_plan(part, sizes) for part in parts]
    if sum(plan.work for plan in plans) > MAX_WORK:
        raise TooLargeError("the links tie too many issues to each other to count packages")
    return free * prod(_count_part(part, plan) for part, plan in zip(parts, plans, strict=True))


def _parts(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules that share issues, directly or through others, together."""
    parts: list[tuple[set[int], list[Rule]]] = []
    for rule in rules:
        touching = [part for part in parts if part[0] & set(rule.scope)]
        parts = [part for part in parts if not part[0] & set(rule.scope)]
        scope = set(rule.scope).union(*(part[0] for part in touching))
        parts.append((scope, [rule, *(r for part in touching for r in part[1])]))
    return [part[1] for part in parts]


@dataclass(frozen=True)
class _Plan:
    """How a part is counted: the issues that are fixed to each outcome in turn, the order of the others, and the work.

    `work` is the number of cells of tables that are multiplied or added, for all primes together.
    """

    fixed: tuple[int, ...]
    order: tuple[int, ...]
    primes: tuple[int, ...]
    work: float


def _plan(rules: Sequence[Rule], sizes: Sequence[int]) -> _Plan:
    """Return how the combinations of the issues of some rules are counted.

    To which outcome an issue is fixed makes no difference to what is left to do, so all of it is known beforehand.
    """
    scopes = [rule.scope for rule in rules]
    primes = _primes(prod(sizes[j] for j in {j for scope in scopes for j in scope}))
    fixed: list[int] = []
    order, largest = elimination_order(scopes, sizes)
    while largest > MAX_TABLE:
        degree = {j: sum(j in scope for scope in scopes) for j in order}
        fixed.append(max(degree, key=lambda j: (degree[j], -j)))
        scopes = [_less(scope, fixed[-1]) for scope in scopes]
        order, largest = elimination_order(scopes, sizes)
    ways = prod((float(sizes[j]) for j in fixed), start=1.0)
    return _Plan(tuple(fixed), tuple(order), primes, ways * _cells(scopes, order, sizes) * len(primes))


def _cells(scopes: Sequence[tuple[int, ...]], order: Sequence[int], sizes: Sequence[int]) -> float:
    """Return how many cells of tables are multiplied or added where issues are eliminated in this order."""
    waiting, cells = list(scopes), 0.0
    for j in order:
        mine = [scope for scope in waiting if j in scope]
        whole = tuple(sorted({i for scope in mine for i in scope}))
        cells += (len(mine) + 1) * prod((float(sizes[i]) for i in whole), start=1.0)
        waiting = [scope for scope in waiting if j not in scope] + [_less(whole, j)]
    return cells + len(scopes)


def _count_part(rules: Sequence[Rule], plan: _Plan) -> int:
    """Return how many combinations of the issues of some rules these allow."""
    modulus = prod(plan.primes)
    tables = [(rule.scope, rule.allowed.astype(np.int64)) for rule in rules]
    left = [_count_fixed(tables, plan.fixed, plan.order, prime) for prime in plan.primes]
    total = sum(r * (modulus // p) * pow(modulus // p, -1, p) for r, p in zip(left, plan.primes, strict=True))
    return total % modulus


def _count_fixed(tables: list[Table], fixed: Sequence[int], order: Sequence[int], prime: int) -> int:
    """Return the count modulo a prime, with some issues fixed to each outcome in turn."""
    if not fixed:
        return _count(tables, order, prime)
    j = fixed[0]
    size = next(table.shape[scope.index(j)] for scope, table in tables if j in scope)
    total = 0
    for outcome in range(size):
        less = [
            (_less(scope, j), np.asarray(t.take(outcome, scope.index(j))) if j in scope else t) for scope, t in tables
        ]
        total += _count_fixed(less, fixed[1:], order, prime)
    return total % prime


def _less(scope: tuple[int, ...], j: int) -> tuple[int, ...]:
    return tuple(i for i in scope if i != j)


def _count(tables: list[Table], order: Sequence[int], prime: int) -> int:
    waiting = tables
    for j in order:
        mine = [t for t in waiting if j in t[0]]
        scope = tuple(sorted({i for s, _ in mine for i in s}))
        whole: NDArray[np.int64] = np.ones((), dtype=np.int64)
        for s, table in mine:
            whole = whole * _spread(s, table, scope) % prime
        waiting = [t for t in waiting if j not in t[0]]
        waiting.append((_less(scope, j), whole.sum(axis=scope.index(j)) % prime))
    total = 1
    for _, table in waiting:
        total = total * int(table) % prime
    return total


def _spread(scope: tuple[int, ...], table: NDArray[np.int64], wide: tuple[int, ...]) -> NDArray[np.int64]:
    """Return a table with an axis for each issue of a wider scope, in its order."""
    order = sorted(range(len(scope)), key=lambda n: scope[n])
    turned = table.transpose(order)
    return turned.reshape([turned.shape[sorted(scope).index(i)] if i in scope else 1 for i in wide])


@lru_cache(maxsize=256)
def _primes(largest: int) -> tuple[int, ...]:
    """Return primes below 2^31 whose product is larger than a number."""
    found: list[int] = []
    candidate = 2**31 - 1
    while prod(found) <= largest:
        if all(candidate % divisor for divisor in range(3, 46_341, 2)):
            found.append(candidate)
        candidate -= 2
    return tuple(found)
