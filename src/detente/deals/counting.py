"""How many packages there are, exactly, without listing one: issues are eliminated and counts are multiplied and added.

Counts beyond 64 bits are found modulo several primes and put together by the Chinese remainder theorem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
MAX_FIXED = 3_000
"""So many ways to fix issues are gone through at most."""

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
    return free * prod(_count_part(part, sizes) for part in _parts(terms.rules))


def _parts(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules that share issues, directly or through others, together."""
    parts: list[tuple[set[int], list[Rule]]] = []
    for rule in rules:
        touching = [part for part in parts if part[0] & set(rule.scope)]
        parts = [part for part in parts if not part[0] & set(rule.scope)]
        scope = set(rule.scope).union(*(part[0] for part in touching))
        parts.append((scope, [rule, *(r for part in touching for r in part[1])]))
    return [part[1] for part in parts]


def _count_part(rules: Sequence[Rule], sizes: Sequence[int]) -> int:
    """Return how many combinations of the issues of some rules these allow."""
    issues = sorted({j for rule in rules for j in rule.scope})
    primes = _primes(prod(sizes[j] for j in issues))
    modulus = prod(primes)
    tables = [(rule.scope, rule.allowed.astype(np.int64)) for rule in rules]
    left = [_count_fixed(tables, sizes, prime, [MAX_FIXED]) for prime in primes]
    total = sum(r * (modulus // p) * pow(modulus // p, -1, p) for r, p in zip(left, primes, strict=True))
    return total % modulus


def _count_fixed(tables: list[Table], sizes: Sequence[int], prime: int, budget: list[int]) -> int:
    """Return the count modulo a prime; where a table would be too large, one issue is fixed to each outcome in turn."""
    order, largest = elimination_order([scope for scope, _ in tables], sizes)
    if largest <= MAX_TABLE:
        return _count(tables, order, prime)
    if budget[0] <= 0:
        raise TooLargeError("the links tie too many issues to each other to count packages")
    degree = {j: sum(j in scope for scope, _ in tables) for j in order}
    j = max(degree, key=lambda j: (degree[j], -j))
    total = 0
    for outcome in range(sizes[j]):
        budget[0] -= 1
        fixed = [
            (_less(scope, j), np.asarray(t.take(outcome, scope.index(j))) if j in scope else t) for scope, t in tables
        ]
        total += _count_fixed(fixed, sizes, prime, budget)
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
