"""Every package at once: arrays over the full grid of outcomes, built axis by axis.

Package ``k`` is the ``k``-th of ``itertools.product`` over the issues in order (the last issue varies
fastest). A quantity that depends on one issue is a vector along that issue's axis; sums, unions and
logical conditions of such vectors broadcast to the whole grid, so no package is ever visited on its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.deals.rounding import rounded
from detente.deals.space import Constraint, DealSpace
from detente.deals.units import Floats
from detente.errors import TooLargeError
from detente.expression import Expression, evaluate

MAX_PACKAGES = 4_000_000

Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Frame:
    """What the links and the outcomes that need somebody say about the packages; no values.

    Attributes
    ----------
    shape : tuple of int
        Number of outcomes by issue.
    linked : array of int, shape (m,)
        Indices of the packages that are consistent with the links, ascending.
    needed : dict of int to bool array, shape (m,)
        By party row: the linked packages that it must sign though it does not sign every package.
    """

    shape: tuple[int, ...]
    linked: Indices
    needed: dict[int, Bools]


def frame_of(space: DealSpace) -> Frame:
    """Return the packages of a space that the links allow.

    Raises
    ------
    TooLargeError
        If there are more packages than fit into memory.
    """
    if space.size > MAX_PACKAGES:
        raise TooLargeError(
            f"{space.size:,} packages are more than the {MAX_PACKAGES:,} that enumeration can hold; "
            "merge outcomes that nobody tells apart, or leave out an issue on which all agree"
        )
    shape = tuple(len(names) for names in space.outcomes)
    allowed = np.ones(shape, dtype=bool)
    for link in space.links:
        allowed &= holds(space, link)
    linked = np.flatnonzero(allowed)
    needed = {p: _needs_party(space, shape, p).ravel()[linked] for p in space.needed}
    return Frame(shape, linked, needed)


@dataclass(frozen=True)
class Grid:
    """The linked packages of a space with their values and what each of them violates."""

    space: DealSpace
    frame: Frame

    @cached_property
    def values(self) -> Floats:
        """Value of each linked package to each party, shape (parties, m), rounded to the decimals of the space."""
        rows = [rounded(self._value(p), decimals) for p, decimals in enumerate(self.space.decimals)]
        return np.array(rows).reshape(len(rows), len(self.frame.linked))

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """Every constraint; bit ``b`` of `violated` belongs to the ``b``-th."""
        return self.space.constraints()

    @cached_property
    def no_deal(self) -> Floats:
        """No-deal values, rounded like the values with which they are compared."""
        given = zip(self.space.no_deal, self.space.decimals, strict=True)
        return np.array([rounded(value, decimals) for value, decimals in given], dtype=np.float64)

    @cached_property
    def violated(self) -> Words:
        """Which constraints each linked package violates, shape (words, m), 64 bits a word."""
        words = np.zeros((max(1, -(-len(self.constraints) // 64)), len(self.frame.linked)), dtype=np.uint64)
        for word in range(len(words)):
            for party in sorted({*self.space.signers, *self.space.needed}):
                mine = self._violated_by(party, word)
                if mine is not None:
                    words[word] |= mine
        return words

    def violates(self, kinds: tuple[str, ...]) -> Bools:
        """Return the linked packages that violate a constraint of one of these kinds."""
        return self.violates_any([c.kind in kinds for c in self.constraints])

    def violates_any(self, held: Sequence[bool]) -> Bools:
        """Return the linked packages that violate one of the constraints that are held."""
        number = sum(1 << bit for bit, is_held in enumerate(held) if is_held)
        return np.asarray((self.violated & self.mask(number)).any(axis=0))

    def mask(self, bits: int) -> Words:
        """Return a bit set as words, shape (words, 1), to be compared with `violated`."""
        words = [bits >> (64 * n) & (2**64 - 1) for n in range(len(self.violated))]
        return np.array(words, dtype=np.uint64)[:, None]

    def package(self, position: int) -> tuple[int, ...]:
        """Return the outcome indices of the linked package at a position."""
        index = np.unravel_index(int(self.frame.linked[position]), self.frame.shape)
        return tuple(int(i) for i in index)

    def _value(self, party: int) -> Floats:
        total = np.zeros(())
        for j in reversed(range(len(self.space.issues))):
            # From the last issue to the first: so the long axis is the one that runs without a break.
            total = np.add.outer(self.space.weights[party, j] * self.space.values[j][party], total)
        for interaction in self.space.interactions:
            if interaction.party == party:
                total = total + interaction.add * holds(self.space, interaction.when)
        return np.asarray(total.ravel()[self.frame.linked], dtype=np.float64)

    def _violated_by(self, party: int, word: int) -> Words | None:
        """Return the bits of one party's constraints that fall into one word, by package."""
        name = self.space.parties[party]
        bits = {c: b % 64 for b, c in enumerate(self.constraints) if c.party == name and b // 64 == word}
        if not bits:
            return None
        found = self._refused_outcomes(party, bits)
        for constraint, bit in bits.items():
            if constraint.kind == "no_deal":
                short = self.space.misses_no_deal(party, self.values[party])
                found = found | np.where(short, np.uint64(1 << bit), np.uint64(0))
        if party in self.frame.needed:
            found = np.where(self.frame.needed[party], found, np.uint64(0))
        return found

    def _refused_outcomes(self, party: int, bits: dict[Constraint, int]) -> Words:
        bottom = {j: value for p, j, value in self.space.bottom_lines if p == party}
        total = np.zeros((), dtype=np.uint64)
        for j, issue in reversed(list(enumerate(self.space.issues))):
            axis = np.zeros(self.frame.shape[j], dtype=np.uint64)
            for constraint, bit in bits.items():
                if constraint.issue != issue:
                    continue
                if constraint.kind == "red_line":
                    axis[self.space.outcomes[j].index(str(constraint.outcome))] |= np.uint64(1 << bit)
                else:
                    axis[self.space.below(party, j, bottom[j])] |= np.uint64(1 << bit)
            total = np.bitwise_or.outer(axis, total)
        return np.asarray(total.ravel()[self.frame.linked], dtype=np.uint64)


def holds(space: DealSpace, tree: Expression) -> Bools:
    """Return where a condition holds, as an array that broadcasts to the grid."""

    def truth(name: str) -> Bools:
        j, o = space.places[name]
        axis = np.arange(len(space.outcomes[j])) == o
        return np.asarray(axis.reshape([-1 if i == j else 1 for i in range(len(space.issues))]))

    return np.asarray(evaluate(tree, truth))


def _needs_party(space: DealSpace, shape: tuple[int, ...], party: int) -> Bools:
    needed = np.zeros(shape, dtype=bool)
    for p, j, o in space.needs:
        if p == party:
            needed[(slice(None),) * j + (o,)] = True
    return needed


def package_values(space: DealSpace, outcomes: dict[str, str]) -> list[float]:
    """Return the value of one package to each party, without any grid."""
    index = [names.index(outcomes[issue]) for issue, names in zip(space.issues, space.outcomes, strict=True)]
    total = sum(space.weights[:, j] * table[:, o] for j, (table, o) in enumerate(zip(space.values, index, strict=True)))
    values = np.asarray(total, dtype=np.float64).copy()
    chosen = {f"{issue}.{outcome}" for issue, outcome in outcomes.items()}
    for interaction in space.interactions:
        if evaluate(interaction.when, lambda name: name in chosen):
            values[interaction.party] += interaction.add
    return [round(float(v), decimals) for v, decimals in zip(values, space.decimals, strict=True)]
