"""A bargaining problem in the form of the exact methods: tables in whole units, floors, and rules over few issues.

What one signer refuses on one issue removes outcomes; a no-deal value is a floor under a sum; a link is a rule over
the issues that it names. A party that signs only packages which need it makes branches: it is not needed, or it signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from detente.deals.fronts import undominated
from detente.deals.space import DealSpace
from detente.deals.units import DIGITS, TOLERANCE, Floats, Indices, floors_in, unit_for
from detente.errors import TooLargeError
from detente.expression import Expression, evaluate, names_in

Bools = NDArray[np.bool_]
KINDS = ("red_line", "bottom_line", "no_deal")
MAX_CELLS = 2_000_000
"""A rule with more combinations of outcomes than this is not written out."""
MAX_NEEDED = 8
"""Each party that signs only where it is needed doubles the branches."""


@dataclass(frozen=True)
class Rule:
    """A condition over a few issues: `allowed` has one axis for each issue of `scope`."""

    scope: tuple[int, ...]
    allowed: Bools


@dataclass(frozen=True)
class Bonus:
    """Units that one dimension gains where a condition over a few issues holds."""

    scope: tuple[int, ...]
    dimension: int
    units: float
    where: Bools


@dataclass(frozen=True)
class Terms:
    """What the exact methods work on.

    Attributes
    ----------
    space : DealSpace
    rows : tuple of int
        The party behind each dimension.
    aims : int
        So many dimensions, the first ones, are to be as large as possible (the principals'); the others have floors only.
    kept : tuple of array of int
        By issue, the outcomes that nobody who signs refuses.
    tables : tuple of array, shape (outcomes kept, dimensions)
        Weighted values in whole units.
    unit : array, shape (dimensions,)
        How much a unit is worth.
    floors : array, shape (dimensions,)
        The least acceptable sums in units; minus infinity where there is none.
    rules, bonuses : tuple
    """

    space: DealSpace
    rows: tuple[int, ...]
    aims: int
    kept: tuple[Indices, ...]
    tables: tuple[Floats, ...]
    unit: Floats
    floors: Floats
    rules: tuple[Rule, ...]
    bonuses: tuple[Bonus, ...]

    @property
    def factors(self) -> tuple[Rule | Bonus, ...]:
        """Everything that ties issues together."""
        return (*self.rules, *self.bonuses)

    @property
    def is_empty(self) -> bool:
        """True where some issue has no outcome left, or a rule nothing that it allows."""
        return any(len(k) == 0 for k in self.kept) or any(not rule.allowed.any() for rule in self.rules)

    @property
    def scale(self) -> Floats:
        """What no sum can surpass by dimension: the power of ten above the largest possible total."""
        return self.unit * 10.0**DIGITS

    def totals(self, packages: Indices) -> Floats:
        """Return the sums of packages of kept outcomes in units, shape (packages, dimensions)."""
        total = np.zeros((len(packages), len(self.rows)))
        for j, table in enumerate(self.tables):
            total += table[packages[:, j]]
        for bonus in self.bonuses:
            total[:, bonus.dimension] += bonus.units * bonus.where[tuple(packages[:, j] for j in bonus.scope)]
        return total

    def outcomes(self, packages: Indices) -> Indices:
        """Return packages of kept outcomes as packages of the space's outcomes."""
        return np.stack([kept[packages[:, j]] for j, kept in enumerate(self.kept)], axis=1)

    def without_dominated(self) -> Terms:
        """Return the same without outcomes of free issues than which another one is at least as good for all."""
        tied = {j for factor in self.factors for j in factor.scope}
        rows = [np.arange(len(t)) if j in tied else undominated(t) for j, t in enumerate(self.tables)]
        return replace(
            self,
            kept=tuple(kept[r] for kept, r in zip(self.kept, rows, strict=True)),
            tables=tuple(table[r] for table, r in zip(self.tables, rows, strict=True)),
        )

    def negated(self) -> Terms:
        """Return the same with losses for gains, and without floors."""
        return replace(
            self,
            tables=tuple(-table for table in self.tables),
            floors=np.full(len(self.rows), -np.inf),
            bonuses=tuple(replace(bonus, units=-bonus.units) for bonus in self.bonuses),
        )

    def allows(self, packages: Indices) -> Bools:
        """Return which packages of kept outcomes no rule excludes."""
        allowed: Bools = np.ones(len(packages), dtype=bool)
        for rule in self.rules:
            allowed &= rule.allowed[tuple(packages[:, j] for j in rule.scope)]
        return allowed

    def meets_floors(self, totals: Floats) -> Bools:
        """Return which sums are at least the floors."""
        return np.asarray((totals >= self.floors - TOLERANCE).all(axis=1))


def branches(space: DealSpace) -> Iterator[Terms]:
    """Yield the terms whose packages together are the acceptable ones; a package may be in several.

    Raises
    ------
    TooLargeError
        If very many parties sign only where they are needed, or a link or interaction spans too many issues.
    """
    if len(space.needed) > MAX_NEEDED:
        raise TooLargeError(f"{len(space.needed)} parties sign only where they are needed, at most {MAX_NEEDED} can")
    subsets = (combinations(space.needed, size) for size in range(len(space.needed) + 1))
    for signing in chain.from_iterable(subsets):
        yield signed_terms(space, signing)


def signed_terms(
    space: DealSpace,
    signing: Sequence[int],
    kinds: Sequence[str] = KINDS,
    present: Sequence[int] | None = None,
    without: str | None = None,
) -> Terms:
    """Return the terms of the packages which all signers accept as far as these kinds of constraints go.

    Parameters
    ----------
    space : DealSpace
    signing : sequence of int
        Which of the parties that sign only where they are needed do sign.
    kinds : sequence of {"red_line", "bottom_line", "no_deal"}
    present : sequence of int, optional
        Outcomes that need others of these parties are left out; by default, those that do not sign.
    without : str, optional
        A party whose constraints are left out.
    """
    absent = set(space.needed) - set(signing if present is None else present)
    refused = {(j, o) for p, j, o in space.needs if p in absent}
    signers = {p for p in (*space.signers, *signing) if space.parties[p] != without}
    if "red_line" in kinds:
        refused |= {(j, o) for p, j, o in space.red_lines if p in signers}
    if "bottom_line" in kinds:
        refused |= set(_below_bottom_lines(space, signers))
    floors = {p: float(space.no_deal[p]) for p in signers if not np.isnan(space.no_deal[p])}
    if "no_deal" not in kinds:
        floors = {}
    others = sorted(floors.keys() - set(space.principals))
    return _terms(space, (*space.principals, *others), len(space.principals), refused, floors)


def _below_bottom_lines(space: DealSpace, signers: set[int]) -> Iterator[tuple[int, int]]:
    for p, j, least in space.bottom_lines:
        if p in signers:
            yield from ((j, int(o)) for o in np.flatnonzero(space.below(p, j, least)))


def linked_terms(space: DealSpace, rows: Sequence[int] | None = None) -> Terms:
    """Return the terms of all packages that the links allow, whoever signs."""
    rows = space.principals if rows is None else rows
    return _terms(space, rows, len(rows), set(), {})


def _terms(
    space: DealSpace, rows: Sequence[int], aims: int, refused: set[tuple[int, int]], floors: dict[int, float]
) -> Terms:
    rules, kept = _rules(space, _kept(space, refused))
    weighted = [(space.weights[list(rows), j, None] * table[list(rows)]).T for j, table in enumerate(space.values)]
    mine = [(rows.index(i.party), i) for i in space.interactions if i.party in rows]
    total = np.sum([np.abs(table).max(axis=0) for table in weighted], axis=0)
    for d, interaction in mine:
        total[d] += abs(interaction.add)
    unit = np.array([unit_for(t) for t in total])
    bonuses = []
    for d, interaction in mine:
        scope, where = _truth_over(space, interaction.when, kept)
        bonuses.append(Bonus(scope, d, round(interaction.add / unit[d]), where))
    return Terms(
        space, tuple(rows), aims, kept, tuple(np.round(w[k] / unit) for w, k in zip(weighted, kept, strict=True)), unit,
        np.array([float(floors_in(unit[d], floors[p])) if p in floors else -np.inf for d, p in enumerate(rows)]),
        rules, tuple(bonuses),
    )  # fmt: skip


def _kept(space: DealSpace, refused: set[tuple[int, int]]) -> list[Indices]:
    kept = [np.arange(len(names)) for names in space.outcomes]
    for j in {j for j, _ in refused}:
        kept[j] = np.setdiff1d(kept[j], [o for i, o in refused if i == j])
    return kept


def _rules(space: DealSpace, kept: list[Indices]) -> tuple[tuple[Rule, ...], tuple[Indices, ...]]:
    """Return the links as rules over kept outcomes; those over one issue remove outcomes instead."""
    wider = []
    for link in space.links:
        scope = scope_of(space, link)
        if len(scope) == 1:
            _, allowed = _truth_over(space, link, kept)
            kept[scope[0]] = kept[scope[0]][allowed]
        elif scope:
            wider.append(link)
    return tuple(Rule(*_truth_over(space, link, kept)) for link in wider), tuple(kept)


def scope_of(space: DealSpace, tree: Expression) -> tuple[int, ...]:
    """Return the issues that a condition names, ascending."""
    return tuple(sorted({space.places[name][0] for name in names_in(tree)}))


def _truth_over(space: DealSpace, tree: Expression, kept: Sequence[Indices]) -> tuple[tuple[int, ...], Bools]:
    """Return the issues that a condition names, and where it holds over their kept outcomes."""
    scope = scope_of(space, tree)
    shape = tuple(len(kept[j]) for j in scope)
    if np.prod([float(n) for n in shape]) > MAX_CELLS:
        raise TooLargeError(f"a link or interaction over {len(scope)} issues has more than {MAX_CELLS:,} combinations")

    def truth(name: str) -> Bools:
        issue, outcome = space.places[name]
        axis = scope.index(issue)
        is_this = kept[issue] == outcome
        return np.asarray(is_this.reshape([-1 if n == axis else 1 for n in range(len(scope))]))

    return scope, np.broadcast_to(np.asarray(evaluate(tree, truth)), shape)
