"""A bargaining problem of whole numbers by its definitions: every package, every coalition, every set of constraints.

Slow and literal on purpose. It shares no code with ``detente.deals``. Each party counts in a unit of its own, a fraction,
so that huge and tiny values are as exact as small ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from math import prod

from tests.reference.brute_force import minimal, subsets

Package = tuple[int, ...]
Vector = tuple[Fraction, ...]
Place = tuple[int, int]
"""An issue and one of its outcomes."""
Link = tuple[str, Place, Place]
"""``not both``, ``one of`` (at least) or ``if`` (the first place if the second)."""
Constraint = tuple[str, int, int | None, int | None]
"""Kind, party, issue, outcome."""


@dataclass(frozen=True)
class Whole:
    """Tables `values[issue][party][outcome]`; weights by party and issue; None for no no-deal value.

    Every party signs; fairness and the frontier are over the principals. An interaction (party, place, place, points) adds
    its points where both outcomes are chosen; a bottom line (party, issue, least) speaks of the table, without the weight.
    """

    values: Sequence[Sequence[Sequence[int]]]
    weights: Sequence[Sequence[int]]
    no_deal: Sequence[int | None]
    units: Sequence[Fraction]
    principals: tuple[int, ...]
    links: Sequence[Link] = ()
    red_lines: Sequence[tuple[int, int, int]] = ()
    bottom_lines: Sequence[tuple[int, int, int]] = ()
    interactions: Sequence[tuple[int, Place, Place, int]] = ()

    @property
    def parties(self) -> range:
        return range(len(self.no_deal))

    @cached_property
    def every(self) -> list[Package]:
        return list(product(*(range(len(table[0])) for table in self.values)))

    @cached_property
    def linked(self) -> list[Package]:
        return [p for p in self.every if all(holds(link, p) for link in self.links)]

    def points(self, party: int, package: Package) -> int:
        """Return what a package is worth to a party, in its unit."""
        summed = sum(self.weights[party][j] * self.values[j][party][o] for j, o in enumerate(package))
        more = (add for p, a, b, add in self.interactions if p == party and chosen(a, package) and chosen(b, package))
        return summed + sum(more)

    def worth(self, package: Package) -> Vector:
        return tuple(self.points(p, package) * self.units[p] for p in self.parties)

    @cached_property
    def constraints(self) -> list[Constraint]:
        lines: list[Constraint] = [("red_line", p, j, o) for p, j, o in self.red_lines]
        lines += [("bottom_line", p, j, None) for p, j, _ in self.bottom_lines]
        return lines + [("no_deal", p, None, None) for p in self.parties if self.no_deal[p] is not None]

    def violated(self, package: Package) -> frozenset[Constraint]:
        """Return the constraints that a package violates."""
        red = {("red_line", p, j, o) for p, j, o in self.red_lines if package[j] == o}
        bottom = {
            ("bottom_line", p, j, None) for p, j, least in self.bottom_lines if self.values[j][p][package[j]] < least
        }
        no_deal = {
            ("no_deal", p, None, None)
            for p in self.parties
            if (d := self.no_deal[p]) is not None and self.points(p, package) < d
        }
        return frozenset[Constraint](red | bottom | no_deal)

    @cached_property
    def violations(self) -> list[frozenset[Constraint]]:
        """What each linked package violates."""
        return [self.violated(p) for p in self.linked]

    @cached_property
    def acceptable(self) -> list[Package]:
        return [p for p, v in zip(self.linked, self.violations, strict=True) if not v]

    def count(self, kinds: Iterable[str], without: int | None = None) -> int:
        """Return how many linked packages violate nothing of these kinds, one party's constraints left out."""
        held = set(kinds)
        return sum(not any(c[0] in held and c[1] != without for c in v) for v in self.violations)

    def margins(self, package: Package) -> list[Fraction | None]:
        """Return by how much a package is worth more than no deal to each party, None where that has no value."""
        return [
            None if (d := self.no_deal[p]) is None else (self.points(p, package) - d) * self.units[p]
            for p in self.parties
        ]

    def mine(self, package: Package) -> Vector:
        """Return the values to the principals."""
        worth = self.worth(package)
        return tuple(worth[p] for p in self.principals)

    def undominated(self, among: Iterable[Package]) -> set[Vector]:
        """Return the distinct vectors of principals' values that no other one is at least as good as for all."""
        distinct = {self.mine(p) for p in among}
        return {v for v in distinct if not any(w != v and no_worse(w, v) for w in distinct)}

    @property
    def magnitudes(self) -> list[float]:
        """How large the sums of each party can be, which says how far off rounding can be."""
        return [
            float(
                self.units[p]
                * (
                    sum(self.weights[p][j] * max(map(abs, table[p])) for j, table in enumerate(self.values))
                    + sum(abs(add) for q, _, _, add in self.interactions if q == p)
                )
            )
            for p in self.parties
        ]

    # Fairness

    @cached_property
    def start(self) -> Vector:
        """From where principals' gains count: no deal, or the least value of a linked package."""
        every = [self.worth(p) for p in self.linked]
        return tuple(
            d * self.units[p] if (d := self.no_deal[p]) is not None else min(v[p] for v in every)
            for p in self.principals
        )

    def gains(self, package: Package) -> Vector:
        return tuple(v - s for v, s in zip(self.mine(package), self.start, strict=True))

    def scores(self) -> dict[str, Fraction]:
        """Return the best that each idea of fairness finds among the acceptable packages."""
        gains = [self.gains(p) for p in self.acceptable]
        ideal = [max(column) for column in zip(*gains, strict=True)]
        most = max(sum(g > 0 for g in gain) for gain in gains)
        products = [
            prod((g for g in gain if g > 0), start=Fraction(1)) for gain in gains if sum(g > 0 for g in gain) == most
        ]
        shares = [
            min((g / i for g, i in zip(gain, ideal, strict=True) if i > 0), default=Fraction(0)) for gain in gains
        ]
        return {
            "nash": max(products) if most else Fraction(0),
            "kalai_smorodinsky": max(shares),
            "egalitarian": max(map(min, gains)),
            "utilitarian": max(sum(gain, Fraction(0)) for gain in gains),
        }

    # What blocks and what opens

    def blockers(self) -> set[frozenset[Constraint]]:
        """Return all minimal sets that no linked package satisfies."""
        kinds = set(self.violations)
        return minimal(held for held in subsets(self.constraints) if all(held & v for v in kinds))

    def openings(self) -> set[frozenset[Constraint]]:
        """Return all minimal sets without which a linked package satisfies the others."""
        kinds = set(self.violations)
        return minimal(gone for gone in subsets(self.constraints) if any(v <= gone for v in kinds))

    def loss(self, relax: frozenset[Constraint]) -> Fraction:
        """Return the least that the movers of an opening lose together against the best within their own limits."""
        freed = [p for p, v in zip(self.linked, self.violations, strict=True) if v <= relax]
        movers = {c[1] for c in relax}
        ideals = sum((self.ideal(m) for m in movers), Fraction(0))
        return ideals - max(sum((self.worth(p)[m] for m in movers), Fraction(0)) for p in freed)

    def ideal(self, party: int) -> Fraction:
        """Return the value of the best linked package within a party's own limits, or of the best of all."""
        pairs = zip(self.linked, self.violations, strict=True)
        within = [p for p, v in pairs if not any(c[1] == party for c in v)]
        return max(self.worth(p)[party] for p in within or self.linked)

    # Exchanges

    def trades(self, issues: Iterable[int]) -> dict[tuple[int, int, int, int], Fraction]:
        """Return by two principals and two issues the largest smaller gain of an exchange, interactions left out."""
        best: dict[tuple[int, int, int, int], Fraction] = {}
        linked = set(self.linked)
        for x, y in combinations(sorted(issues), 2):
            for before, after in product(linked, linked):
                if {j for j in range(len(before)) if before[j] != after[j]} != {x, y}:
                    continue
                if any((p, j, q[j]) in self.red_lines for p in self.parties for j in (x, y) for q in (before, after)):
                    continue
                for a, b in combinations(self.principals, 2):
                    smaller = self._exchange((a, b), (x, y), before, after)
                    if smaller > 0:
                        best[a, b, x, y] = max(smaller, best.get((a, b, x, y), smaller))
        return best

    def _exchange(self, pair: Place, issues: Place, before: Package, after: Package) -> Fraction:
        def change(p: int, j: int) -> Fraction:
            table = self.values[j][p]
            return self.weights[p][j] * (table[after[j]] - table[before[j]]) * self.units[p]

        (a, b), (x, y) = pair, issues
        signs = [change(a, x) > 0, change(a, y) > 0, change(b, x) > 0, change(b, y) > 0]
        if 0 in {change(p, j) for p in pair for j in issues} or signs not in (
            [True, False, False, True], [False, True, True, False],
        ):  # fmt: skip
            return Fraction(0)
        return min(change(p, x) + change(p, y) for p in pair)

    # Signing

    def accepted_by(self, members: Iterable[int]) -> list[Package]:
        """Return the linked packages within the limits of these parties."""
        inside = set(members)
        pairs = zip(self.linked, self.violations, strict=True)
        return [p for p, v in pairs if not any(c[1] in inside for c in v)]

    def coalitions(self, suffices: Callable[[frozenset[int]], bool]) -> set[frozenset[int]]:
        """Return the minimal sets of parties that suffice and have a package that all of them accept."""
        enough = minimal(s for s in subsets(list(self.parties)) if suffices(s))
        return {s for s in enough if s and self.accepted_by(s)}

    def objects(self, package: Package, suffices: Callable[[frozenset[int]], bool]) -> bool:
        """Return whether a set that suffices has a package within its limits that is better for each member."""
        now = self.worth(package)
        return any(
            all(self.worth(p)[m] > now[m] for m in members)
            for members in subsets(list(self.parties))
            if members and suffices(members)
            for p in self.accepted_by(members)
        )


def chosen(place: Place, package: Package) -> bool:
    return package[place[0]] == place[1]


def holds(link: Link, package: Package) -> bool:
    """Return whether a package meets a link."""
    kind, a, b = link
    first, second = chosen(a, package), chosen(b, package)
    return {"not both": not (first and second), "one of": first or second, "if": first or not second}[kind]


def no_worse(a: Vector, b: Vector) -> bool:
    return all(x >= y for x, y in zip(a, b, strict=True))
