"""A bargaining problem from plain tables by its definitions: every package, in fractions.

Slow and literal on purpose. It shares no code with ``detente.deals``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

Vector = tuple[Fraction, ...]
Package = tuple[int, ...]


@dataclass(frozen=True)
class Plain:
    """Tables of whole numbers: `values[issue][party][outcome]`, weights by party and issue, None for no no-deal value."""

    values: Sequence[Sequence[Sequence[int]]]
    weights: Sequence[Sequence[int]] | None
    no_deal: Sequence[int | None]
    forbidden: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()

    @cached_property
    def linked(self) -> list[Package]:
        """Every package without a forbidden pair of (issue, outcome)."""
        every = product(*(range(len(table[0])) for table in self.values))
        return [p for p in every if not any(p[i] == o and p[j] == q for (i, o), (j, q) in self.forbidden)]

    def worth(self, package: Package) -> Vector:
        """Return the value of a package to each party."""
        return tuple(
            sum(
                (
                    Fraction(self.values[j][p][o] * (self.weights[p][j] if self.weights else 1))
                    for j, o in enumerate(package)
                ),
                Fraction(0),
            )
            for p in range(len(self.no_deal))
        )

    @cached_property
    def acceptable(self) -> list[Vector]:
        """The values of every linked package that is worth at least no deal to all."""
        every = map(self.worth, self.linked)
        return [v for v in every if all(d is None or x >= d for x, d in zip(v, self.no_deal, strict=True))]

    @cached_property
    def frontier(self) -> set[Vector]:
        """The distinct vectors that no other acceptable one is at least as good as for all."""
        distinct = set(self.acceptable)
        return {
            v for v in distinct if not any(w != v and all(a >= b for a, b in zip(w, v, strict=True)) for w in distinct)
        }

    @cached_property
    def start(self) -> Vector:
        """From where gains count: no deal, or the least value of a linked package."""
        every = [self.worth(p) for p in self.linked]
        return tuple(Fraction(d) if d is not None else min(v[p] for v in every) for p, d in enumerate(self.no_deal))

    def gains(self, values: Vector) -> Vector:
        """Return the gains over the start."""
        return tuple(v - s for v, s in zip(values, self.start, strict=True))

    def scores(self) -> dict[str, Fraction]:
        """Return the best that each idea of fairness finds among the acceptable packages."""
        gains = [self.gains(v) for v in self.acceptable]
        ideal = [max(column) for column in zip(*gains, strict=True)]

        def share(gain: Vector) -> Fraction:
            return min((g / i for g, i in zip(gain, ideal, strict=True) if i > 0), default=Fraction(0))

        def total(gain: Vector) -> Fraction:
            return sum(gain, Fraction(0))

        best: dict[str, Callable[[Vector], Fraction]] = {
            "kalai_smorodinsky": share,
            "egalitarian": min,
            "utilitarian": total,
        }
        most = max(sum(g > 0 for g in gain) for gain in gains)
        products = [
            prod((g for g in gain if g > 0), start=Fraction(1)) for gain in gains if sum(g > 0 for g in gain) == most
        ]
        return {"nash": max(products) if most else Fraction(0)} | {
            concept: max(map(score, gains)) for concept, score in best.items()
        }
