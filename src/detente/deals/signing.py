"""What a rule of signing makes possible: who can sign what without whom, who has how much power, what nobody would leave."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from detente.deals.choice import starts_of
from detente.deals.consent import consent_in
from detente.deals.fairness import fair_packages
from detente.deals.from_case import Problem, as_space, signing_rule
from detente.deals.named import indices_of, named_package, package_table
from detente.deals.result import DealsResult, Package
from detente.deals.rules import Rule
from detente.deals.space import DealSpace
from detente.deals.units import Indices
from detente.deals.voting import Objection, accepts, best_of, objection_among
from detente.errors import InputError
from detente.version import __version__

if TYPE_CHECKING:
    import pandas as pd

MAX_COALITIONS = 64
"""So many coalitions are looked at, the smallest first."""
SECONDS = 30.0
"""For so long coalitions that would leave the named packages are looked for."""
MAX_CORE = 20
"""So many packages of the core are listed."""


@dataclass(frozen=True)
class Coalition:
    """A smallest set of parties whose signatures suffice.

    `package` is the one with the largest smallest gain over no deal among its principals; None where there is none that
    all members accept, and everybody whom an outcome of it needs.
    """

    members: tuple[str, ...]
    without: tuple[str, ...]
    package: Package | None
    consents: tuple[str, ...] = ()
    """Who is no member and has to consent to an outcome of the package."""


@dataclass(frozen=True)
class Leaving:
    """A coalition that could leave a package, for which other one, and what each of its members gains by it."""

    members: tuple[str, ...]
    package: Package
    gains: Mapping[str, float]


@dataclass(frozen=True)
class Judged:
    """A package, who accepts it, whether these suffice, and the coalition that would leave it; None where none was found.

    `is_proven` is False where the time ended before all coalitions were looked at.
    """

    name: str
    package: Package
    accepted_by: tuple[str, ...]
    is_enough: bool
    leaving: Leaving | None
    is_proven: bool = True


@dataclass(frozen=True)
class Signing:
    """What a rule of signing makes possible.

    Attributes
    ----------
    rule : str
        As it is written.
    parties : tuple of str
        Whose signatures the rule counts: principals, and factions that ratify for them.
    coalitions : tuple of Coalition
        The smallest sets that suffice, fewest members first.
    vetoes : tuple of str
        Without whom nothing suffices.
    pivotal : tuple of str
        Who is in each coalition that has a package.
    power, banzhaf : mapping of party to float
        Shapley–Shubik and Banzhaf index; each sums to 1.
    judged : tuple of Judged
        The fair packages of all, or where there is none the best package of each coalition.
    core : tuple of Package
        Packages that enough parties accept and no coalition would leave, at most `MAX_CORE`.
    core_size : int or None
        How many there are; None where there are too many packages to look at all, and then `core` has only judged ones.
    complete : bool
        False where there are more coalitions than were looked at, or a search ended before its proof.
    """

    rule: str
    parties: tuple[str, ...]
    coalitions: tuple[Coalition, ...]
    vetoes: tuple[str, ...]
    pivotal: tuple[str, ...]
    power: Mapping[str, float]
    banzhaf: Mapping[str, float]
    judged: tuple[Judged, ...]
    core: tuple[Package, ...]
    core_size: int | None
    complete: bool
    case_digest: str
    method: str = "all minimal coalitions; largest smallest gain by proof or integer program"
    version: str = __version__

    @property
    def possible(self) -> tuple[Coalition, ...]:
        """The coalitions that have a package."""
        return tuple(c for c in self.coalitions if c.package is not None)

    def to_frame(self) -> pd.DataFrame:
        """Return a row a party: its indices of power, whether it has a veto, whether it is pivotal."""
        import pandas as pd

        rows = [
            {"power": self.power[k], "banzhaf": self.banzhaf[k], "veto": k in self.vetoes, "pivotal": k in self.pivotal}
            for k in self.parties
        ]
        return pd.DataFrame(rows, index=pd.Index(self.parties, name="party"))

    def summary(self) -> str:
        """Return the result in a few lines of names."""
        lines = [f"rule: {self.rule}"]
        for c in self.coalitions:
            package = (
                "no package" if c.package is None else ", ".join(f"{i}={o}" for i, o in c.package.outcomes.items())
            )
            lines.append(f"{' + '.join(c.members)}: {package}")
        lines += [f"power of {k}: {v:.3f}" for k, v in self.power.items()]
        lines.append(f"core: {len(self.core) if self.core_size is None else self.core_size} packages")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"


def find_signing(problem: Problem, rule: Rule | None = None, *, deals: DealsResult | None = None) -> Signing | None:
    """Find which coalitions can sign which packages; None for a case in which all must sign.

    Parameters
    ----------
    problem : Case or DealSpace
    rule : Rule, optional
        By default that of the case.
    deals : DealsResult, optional
        The analysis of deals, whose fair packages are judged.

    Raises
    ------
    InputError
        If arrays come without a rule, or the rule names somebody who is no party.
    """
    space = as_space(problem)
    if rule is None:
        if isinstance(problem, DealSpace):
            raise InputError.of("rule", "there is no rule of signing", "give one, such as quota(space.parties, 2)")
        rule = signing_rule(problem)
        if rule is None:
            return None
    if unknown := set(rule.parties) - set(space.parties):
        raise InputError.of(
            "rule", f"there is no party {', '.join(sorted(unknown))}", f"there is: {', '.join(space.parties)}"
        )
    return _signing(space, rule, deals)


def _signing(space: DealSpace, rule: Rule, deals: DealsResult | None) -> Signing:
    minimal = rule.minimal()
    sets = minimal[:MAX_COALITIONS]
    found = {members: best_of(space, members) for members in sets}
    coalitions = tuple(_coalition(space, rule, members, best.package) for members, best in found.items())
    possible = [c for c in coalitions if c.package is not None]
    deadline = time.monotonic() + SECONDS
    judged = tuple(_judged(space, rule, sets, name, p, deadline) for name, p in _named(space, possible, deals).items())
    core, size = _core(space, sets, judged, rule)
    # A search that found nothing and has a bound left was ended by its time.
    is_proven = all(best.package is not None or not np.isfinite(best.bound) for best in found.values())
    is_proven &= all(j.is_proven for j in judged)
    return Signing(
        rule.text, rule.parties, coalitions, rule.vetoes(),
        tuple(k for k in rule.parties if possible and all(k in c.members for c in possible)),
        rule.power(), rule.banzhaf(), judged, core, size, is_proven and len(sets) == len(minimal), space.case_digest,
    )  # fmt: skip


def _coalition(space: DealSpace, rule: Rule, members: frozenset[str], package: Indices | None) -> Coalition:
    inside = tuple(name for name in rule.parties if name in members)
    outside = tuple(name for name in rule.parties if name not in members)
    if package is None:
        return Coalition(inside, outside, None)
    needed = {space.parties[p] for p, j, o in space.needs if package[j] == o} - members
    return Coalition(inside, outside, _package(space, package), tuple(name for name in space.parties if name in needed))


def _package(space: DealSpace, package: Indices) -> Package:
    return named_package(space, package, package_table(space, package[None])[0])


def _named(space: DealSpace, possible: list[Coalition], deals: DealsResult | None) -> dict[str, Indices]:
    """Return the fair packages of all by concept, or else the best package of each coalition by its members."""
    if deals is not None:
        fair = {concept: indices_of(space, f.package.outcomes) for concept, f in deals.fair.items()}
    else:
        fair = {concept: choice.package.tolist() for concept, choice in fair_packages(space).items()}
    if not fair:
        fair = {" + ".join(c.members): indices_of(space, c.package.outcomes) for c in possible if c.package is not None}
    return {name: np.array(package, dtype=np.int64) for name, package in fair.items()}


def _judged(
    space: DealSpace, rule: Rule, sets: tuple[frozenset[str], ...], name: str, package: Indices, deadline: float
) -> Judged:
    accepting = tuple(k for k in rule.parties if accepts(space, k, package))
    objection, is_proven = objection_among(space, sets, package, deadline)
    leaving = None if objection is None else _leaving(space, objection)
    is_enough = rule.suffices(frozenset(accepting)) and all(
        accepts(space, space.parties[p], package) for p, j, o in space.needs if package[j] == o
    )
    return Judged(name, _package(space, package), accepting, is_enough, leaving, is_proven)


def _leaving(space: DealSpace, objection: Objection) -> Leaving:
    members = tuple(name for name in space.parties if name in objection.members)
    return Leaving(members, _package(space, objection.package), objection.gains)


def _core(
    space: DealSpace, sets: tuple[frozenset[str], ...], judged: tuple[Judged, ...], rule: Rule
) -> tuple[tuple[Package, ...], int | None]:
    """Return packages of the core, best for the principal who gains least first, and how many there are in all."""
    consent = consent_in(space, rule.parties)
    if consent is None:
        return tuple(
            {str(j.package): j.package for j in judged if j.is_enough and j.leaving is None and j.is_proven}.values()
        ), None
    is_safe = np.zeros(len(consent.packages), dtype=bool)
    for members in sets:
        is_safe |= consent.accepted_by(members)
    for members in sets:
        is_safe &= ~consent.bettered_by(members)
    places = np.flatnonzero(is_safe)
    gains = consent.values[list(space.principals)][:, places] - starts_of(space)[:, None]
    order = places[np.argsort(-gains.min(axis=0), kind="stable")] if len(places) and space.principals else places
    return tuple(_package(space, consent.packages[n]) for n in order[:MAX_CORE]), len(places)
