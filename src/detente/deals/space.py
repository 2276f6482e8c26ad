"""The problem of the deals engine as plain arrays: who signs, what each outcome is worth, what is refused.

Nothing here counts or lists packages, so the same problem serves every method.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.deals.additive import checked_links, checked_no_deal, checked_tables, checked_weights
from detente.deals.rounding import decimals_for, rounded
from detente.deals.units import Floats
from detente.expression import Expression, names_in

Kind = Literal["red_line", "bottom_line", "no_deal"]


@dataclass(frozen=True, order=True)
class Constraint:
    """One named reason for which a signer refuses a package.

    Attributes
    ----------
    kind : {"red_line", "bottom_line", "no_deal"}
    party : str
        The signer whose constraint it is.
    issue : str or None
        None for a no-deal value, which concerns the whole package.
    outcome : str or None
        The excluded outcome of a red line.
    """

    kind: Kind
    party: str
    issue: str | None = None
    outcome: str | None = None

    def __str__(self) -> str:
        place = ".".join(part for part in (self.issue, self.outcome) if part)
        return f"{self.party}'s {self.kind.replace('_', ' ')}" + (f" on {place}" if place else "")


@dataclass(frozen=True)
class Interaction:
    """Points that a party's value gains (or loses) where a condition over outcomes holds."""

    party: int
    when: Expression
    add: float


@dataclass(frozen=True)
class DealSpace:
    """A bargaining problem over packages of one outcome per issue.

    Parameters
    ----------
    issues, outcomes : tuple of str, tuple of tuple of str
        Names; ``outcomes[j]`` are the answers to issue ``j``.
    parties : tuple of str
        Everybody with values, signers or not.
    values : tuple of array, shape (parties, outcomes of the issue)
        Worth of each outcome, 0–100.
    weights : array, shape (parties, issues)
        Salience as a share: each row sums to 1, or to 0 for a party without values.
    no_deal : array, shape (parties,)
        Worth of not agreeing, on the scale of package values; NaN where it is not given.
    principals, signers : tuple of int
        Rows of the parties over which fairness is computed, and of those that must sign every package.
    needs : tuple of (party, issue, outcome)
        Indices: the party must also sign each package with this outcome.
    red_lines : tuple of (party, issue, outcome)
        Indices: outcomes that the party never signs.
    bottom_lines : tuple of (party, issue, value)
        The least worth on an issue that the party accepts.
    links : tuple of Expression
        Conditions over names ``issue.outcome`` that hold in every package.
    interactions : tuple of Interaction
    case_digest : str
        Digest of the case it was made from, or empty.
    """

    issues: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...]
    parties: tuple[str, ...]
    values: tuple[Floats, ...]
    weights: Floats
    no_deal: Floats
    principals: tuple[int, ...]
    signers: tuple[int, ...]
    needs: tuple[tuple[int, int, int], ...] = ()
    red_lines: tuple[tuple[int, int, int], ...] = ()
    bottom_lines: tuple[tuple[int, int, float], ...] = ()
    links: tuple[Expression, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    case_digest: str = ""

    def __post_init__(self) -> None:
        shape = (len(self.parties), len(self.issues))
        if self.weights.shape != shape or self.no_deal.shape != shape[:1] or len(self.values) != shape[1]:
            raise ValueError(f"weights, no_deal and values must fit {shape[0]} parties and {shape[1]} issues")
        for names, table in zip(self.outcomes, self.values, strict=True):
            if table.shape != (shape[0], len(names)):
                raise ValueError(f"values must have one row a party and one column for each of {names}")
        if not np.isfinite(self.weights).all() or not all(np.isfinite(v).all() for v in self.values):
            raise ValueError("weights and values must be finite")
        named = {name for tree in self._expressions() for name in names_in(tree)}
        if not named:
            return
        if unknown := named - self.places.keys():
            raise ValueError(f"no such outcome: {', '.join(sorted(unknown))}")

    @cached_property
    def places(self) -> dict[str, tuple[int, int]]:
        """The issue and the outcome behind each name ``issue.outcome``."""
        named = enumerate(zip(self.issues, self.outcomes, strict=True))
        return {f"{issue}.{name}": (j, o) for j, (issue, names) in named for o, name in enumerate(names)}

    def _expressions(self) -> tuple[Expression, ...]:
        return self.links + tuple(i.when for i in self.interactions)

    @classmethod
    def additive(
        cls,
        values: Sequence[ArrayLike],
        weights: ArrayLike | None = None,
        no_deal: ArrayLike | None = None,
        links: Iterable[str | Expression] = (),
    ) -> DealSpace:
        """Return the problem of parties who all must sign, from plain tables.

        Parameters
        ----------
        values : sequence of array, shape (parties, outcomes of the issue)
            One table for each issue.
        weights : array, shape (parties, issues), optional
            Without weights a package is worth the plain sum of its outcomes' values.
        no_deal : array, shape (parties,), optional
            NaN where it is not given.
        links : iterable of str or Expression
            Conditions over outcomes, which are called ``i0.o0``, ``i0.o1``, ``i1.o0`` and so on.

        Raises
        ------
        InputError
            With the place of each fault.
        """
        tables = checked_tables(values)
        rows = tuple(range(len(tables[0])))
        return cls(
            issues=tuple(f"i{j}" for j in range(len(tables))),
            outcomes=tuple(tuple(f"o{o}" for o in range(table.shape[1])) for table in tables),
            parties=tuple(f"p{row}" for row in rows),
            values=tables,
            weights=checked_weights(weights, len(rows), len(tables)),
            no_deal=checked_no_deal(no_deal, len(rows)),
            principals=rows,
            signers=rows,
            links=checked_links(links),
        )

    @cached_property
    def decimals(self) -> tuple[int, ...]:
        """To how many decimals each party's values of packages are rounded, by the largest possible one."""
        total = np.zeros(len(self.parties))
        for j, table in enumerate(self.values):
            total += np.abs(table).max(axis=1, initial=0.0) * np.abs(self.weights[:, j])
        for interaction in self.interactions:
            total[interaction.party] += abs(interaction.add)
        return tuple(decimals_for(float(scale)) for scale in total)

    def misses_no_deal(self, party: int, values: ArrayLike) -> NDArray[np.bool_]:
        """Return which values of packages are below a party's no-deal value; none where it has none."""
        decimals = self.decimals[party]
        return np.asarray(rounded(values, decimals) < rounded(self.no_deal[party], decimals))

    def below(self, party: int, issue: int, least: float) -> NDArray[np.bool_]:
        """Return which outcomes of an issue are worth less than so much to a party."""
        worth = self.values[issue][party]
        decimals = decimals_for(float(np.abs(worth).max(initial=0.0)))
        return np.asarray(rounded(worth, decimals) < rounded(least, decimals))

    @property
    def size(self) -> int:
        """How many packages there are before anything is excluded."""
        count = 1
        for names in self.outcomes:
            count *= len(names)
        return count

    @property
    def needed(self) -> tuple[int, ...]:
        """Rows of the parties that sign only packages which need them."""
        return tuple(sorted({p for p, _, _ in self.needs} - set(self.signers)))

    @property
    def valued(self) -> tuple[int, ...]:
        """Rows of the parties to whom packages are worth something; the others have red lines at most."""
        weighted = set(np.flatnonzero(self.weights.any(axis=1)).tolist())
        return tuple(sorted(weighted | {i.party for i in self.interactions}))

    def constraints(self) -> tuple[Constraint, ...]:
        """Return every constraint of every signer: by party, then issue, red lines before bottom lines."""
        found: list[Constraint] = []
        for p in sorted({*self.signers, *self.needed}):
            name = self.parties[p]
            for j, issue in enumerate(self.issues):
                lines = sorted(o for q, i, o in self.red_lines if (q, i) == (p, j))
                found += [Constraint("red_line", name, issue, self.outcomes[j][o]) for o in lines]
                if any((q, i) == (p, j) for q, i, _ in self.bottom_lines):
                    found.append(Constraint("bottom_line", name, issue))
            if not np.isnan(self.no_deal[p]):
                found.append(Constraint("no_deal", name))
        return tuple(found)
