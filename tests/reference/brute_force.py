"""The deals analysis by its definitions: every subset, every pair, every package, in fractions.

Slow and literal on purpose. It shares no code with ``detente.deals``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations, product
from math import prod
from typing import TypeVar

from tests.reference.problem import Constraint, Package, Problem

T = TypeVar("T")
Gains = Sequence[Fraction]


def funnel(problem: Problem) -> dict[str, int]:
    """Count the packages that are left after each step."""
    steps = {
        "within_red_lines": ("red_line",),
        "above_bottom_lines": ("red_line", "bottom_line"),
        "acceptable": ("red_line", "bottom_line", "no_deal"),
    }
    counts = {"all": len(problem.all_packages), "linked": len(problem.packages)}
    for step, kinds in steps.items():
        counts[step] = sum(not any(c[0] in kinds for c in violated) for violated in problem.violated)
    return counts


def without(problem: Problem) -> dict[str, int]:
    """Count, for each party that signs something, the packages to which no other party objects."""
    names = [p for p in problem.parties if any(problem.must_sign(p, package) for package in problem.all_packages)]
    return {name: sum(not any(c[1] != name for c in v) for v in problem.violated) for name in names}


def acceptable(problem: Problem) -> list[int]:
    """Return the positions of the linked packages that violate nothing."""
    return [n for n, violated in enumerate(problem.violated) if not violated]


def subsets(items: Sequence[T]) -> Iterator[frozenset[T]]:
    """Yield every subset, smaller ones first."""
    for size in range(len(items) + 1):
        yield from map(frozenset, combinations(items, size))


def minimal(sets: Iterable[frozenset[T]]) -> set[frozenset[T]]:
    """Return the sets that have no other one inside them."""
    found = list(sets)
    return {s for s in found if not any(other < s for other in found)}


def blockers(problem: Problem) -> set[frozenset[Constraint]]:
    """Return all minimal unsatisfiable sets: no linked package satisfies all of one."""
    kinds = set(problem.violated)
    return minimal(held for held in subsets(problem.constraints) if all(held & violated for violated in kinds))


def openable(problem: Problem) -> set[frozenset[Constraint]]:
    """Return all minimal correction sets: without one, a linked package satisfies all the others."""
    kinds = set(problem.violated)
    return minimal(gone for gone in subsets(problem.constraints) if any(violated <= gone for violated in kinds))


def hitting_sets(sets: Sequence[frozenset[T]]) -> set[frozenset[T]]:
    """Return all minimal sets that have an element in common with every given set."""
    elements = list(set[T]().union(*sets))
    return minimal(hit for hit in subsets(elements) if all(hit & s for s in sets))


@dataclass(frozen=True)
class Opening:
    """The best package of a correction set, what it costs whom, and how many packages there are."""

    package: Package
    losses: dict[str, Fraction]
    packages: int


def opening(problem: Problem, relax: frozenset[Constraint]) -> Opening:
    """Return the best package left without `relax`.

    The largest total value to those who relax something, then the largest product of the principals'
    gains where a loss counts as 0, then lexicographic max-min of the gains, then the first.
    """
    freed = [n for n, violated in enumerate(problem.violated) if violated <= relax]
    movers = {party for _, party, _, _ in relax}

    def merit(n: int) -> tuple[Fraction, Fraction, list[Fraction]]:
        gains = list(problem.gains[n].values())
        kept = sum((problem.value(party, problem.packages[n]) for party in movers), Fraction(0))
        return kept, prod((max(gain, Fraction(0)) for gain in gains), start=Fraction(1)), sorted(gains)

    best = max(freed, key=lambda n: (merit(n), -n))
    losses = {party: ideal(problem, party) - problem.value(party, problem.packages[best]) for party in movers}
    return Opening(problem.packages[best], losses, len(freed))


def ideal(problem: Problem, party: str) -> Fraction:
    """Return the value of the best linked package within a party's own limits, or of the best of all."""
    within = [n for n, violated in enumerate(problem.violated) if not any(c[1] == party for c in violated)]
    return max(problem.value(party, problem.packages[n]) for n in within or range(len(problem.packages)))


def frontier(problem: Problem, among: Collection[int]) -> list[int]:
    """Return the positions of the Pareto-optimal packages, the first one of each vector of values."""
    vectors = {n: [problem.value(name, problem.packages[n]) for name in problem.principals] for n in among}

    def dominates(m: int, n: int) -> bool:
        return vectors[m] != vectors[n] and all(a >= b for a, b in zip(vectors[m], vectors[n], strict=True))

    return [
        n
        for n in sorted(among)
        if not any(dominates(m, n) for m in among) and not any(m < n and vectors[m] == vectors[n] for m in among)
    ]


def _first_best(merits: Sequence[tuple[Fraction, Gains]]) -> int:
    """Return the index of the largest score; ties by the sorted gains, smallest first; then the first."""
    return max(range(len(merits)), key=lambda n: (merits[n][0], sorted(merits[n][1]), -n))


def nash(gains: Sequence[Gains]) -> int:
    """Return the index with the largest product; first as many as possible gain, then those count."""
    most = max(sum(gain > 0 for gain in g) for g in gains)

    def score(g: Gains) -> Fraction:
        gaining = [gain for gain in g if gain > 0]
        if len(gaining) < most:
            return Fraction(-1)
        return prod(gaining, start=Fraction(1)) if most else Fraction(0)

    return _first_best([(score(g), g) for g in gains])


def kalai_smorodinsky(gains: Sequence[Gains]) -> int:
    """Return the index with the largest smallest share of the ideal gain; who has no ideal gain is left out."""
    ideals = [max(column) for column in zip(*gains, strict=True)]
    if not any(i > 0 for i in ideals):
        return _first_best([(Fraction(0), g) for g in gains])
    shares = [[gain / i for gain, i in zip(g, ideals, strict=True) if i > 0] for g in gains]
    return _first_best([(min(s), s) for s in shares])


def egalitarian(gains: Sequence[Gains]) -> int:
    """Return the index with the largest smallest gain."""
    return _first_best([(min(g), g) for g in gains])


def utilitarian(gains: Sequence[Gains]) -> int:
    """Return the index with the largest sum of gains."""
    return _first_best([(sum(g, Fraction(0)), g) for g in gains])


CONCEPTS = {
    "nash": nash,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
}


def closest_to_leaving(problem: Problem, package: Package) -> tuple[str, Fraction] | None:
    """Return the first signer of a package with the smallest margin above its no-deal value."""
    margins = [
        (problem.value(party, package) - start, n, party)
        for n, party in enumerate(problem.parties)
        if problem.must_sign(party, package) and (start := problem.no_deal(party)) is not None
    ]
    return (min(margins)[2], min(margins)[0]) if margins else None


Exchange = tuple[tuple[str, str], frozenset[str]]
"""The two parties and the two issues of an exchange."""


def trades(problem: Problem) -> dict[Exchange, Fraction]:
    """Return the largest smaller gain for each two principals and two issues, over all pairs of packages."""
    best: dict[Exchange, Fraction] = {}
    linked = set(problem.packages)
    for before, after in product(linked, linked):
        for pair in combinations(problem.principals, 2):
            for gives_on in permutations(problem.issues, 2):
                smaller = smaller_gain(problem, before, after, pair, gives_on)
                if smaller is not None:
                    key = pair, frozenset(gives_on)
                    best[key] = max(smaller, best.get(key, smaller))
    return best


def smaller_gain(
    problem: Problem, before: Package, after: Package, pair: tuple[str, str], gives_on: tuple[str, str]
) -> Fraction | None:
    """Return the smaller of two gains if the change of packages is an exchange of this kind, else None.

    The first party loses on the first issue and gains on the second, the second party the reverse; each
    gains more than it loses; nothing else changes; on the two issues neither package is behind a red line
    of those who sign everything.
    """
    old, new = (dict(zip(problem.issues, package, strict=True)) for package in (before, after))
    if {issue for issue in old if old[issue] != new[issue]} != set(gives_on):
        return None

    def change(party: str, issue: str) -> Fraction:
        return problem.weighted_worth(party, issue, new[issue]) - problem.weighted_worth(party, issue, old[issue])

    (first, second), (x, y) = pair, gives_on
    if not (change(first, x) < 0 < change(second, x) and change(second, y) < 0 < change(first, y)):
        return None
    on_the_table = [{issue: outcomes[issue] for issue in gives_on} for outcomes in (old, new)]
    if any(crosses_red_line(problem, party, outcomes) for party in problem.signers for outcomes in on_the_table):
        return None
    smaller = min(change(party, x) + change(party, y) for party in pair)
    return smaller if smaller > 0 else None


def crosses_red_line(problem: Problem, party: str, outcomes: dict[str, str]) -> bool:
    """Return whether one of the outcomes is behind a red line of the party."""
    stances = problem.parties[party].get("stances", {})
    return any(outcome in stances.get(issue, {}).get("red_line", ()) for issue, outcome in outcomes.items())
