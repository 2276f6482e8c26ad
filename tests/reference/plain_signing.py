"""Signing without everybody by its definitions: every set of parties, every package, fractions.

Slow and literal on purpose. It shares no code with ``detente.deals``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, permutations

from tests.reference.plain_space import Package, Plain

Set = frozenset[int]


@dataclass(frozen=True)
class Table:
    """A problem with those who sign; `red_lines` and `needs` are (party, issue, outcome)."""

    plain: Plain
    principals: tuple[int, ...]
    red_lines: frozenset[tuple[int, int, int]]
    needs: frozenset[tuple[int, int, int]]

    def is_within(self, party: int, package: Package, *, floor: bool = True) -> bool:
        """Return whether a party accepts a package, or at least no red line of it forbids it."""
        if any(package[j] == o for p, j, o in self.red_lines if p == party):
            return False
        least = self.plain.no_deal[party]
        return not floor or least is None or self.plain.worth(package)[party] >= least

    def signed_by(self, members: Set, *, paid: Iterable[int] = ()) -> list[Package]:
        """Return the packages that members accept and everybody whom they need; those who are paid have no floor."""
        found = []
        for package in self.plain.linked:
            needed = {p for p, j, o in self.needs if package[j] == o}
            if all(self.is_within(p, package, floor=p not in set(paid)) for p in members | needed):
                found.append(package)
        return found

    def objects(self, members: Set, package: Package) -> bool:
        """Return whether members sign another package that is better for each principal among them."""
        mine = self.plain.worth(package)
        rows = [p for p in members if p in self.principals] or list(members)
        return any(all(self.plain.worth(q)[p] > mine[p] for p in rows) for q in self.signed_by(members))


def subsets(parties: Iterable[int]) -> Iterator[Set]:
    """Yield every set of parties."""
    names = tuple(parties)
    return map(frozenset, chain.from_iterable(combinations(names, n) for n in range(len(names) + 1)))


def minimal(parties: Iterable[int], suffices: Callable[[Set], bool]) -> set[Set]:
    """Return the sets that suffice and have no part that does."""
    enough = [s for s in subsets(parties) if suffices(s)]
    return {s for s in enough if not any(other < s for other in enough)}


def in_orders(parties: tuple[int, ...], worth: Callable[[Set], Fraction]) -> list[Fraction]:
    """Return what each party adds, on average over all orders of joining."""
    orders = list(permutations(parties))
    added = dict.fromkeys(parties, Fraction(0))
    for order in orders:
        for n, party in enumerate(order):
            added[party] += worth(frozenset(order[: n + 1])) - worth(frozenset(order[:n]))
    return [added[p] / len(orders) for p in parties]
