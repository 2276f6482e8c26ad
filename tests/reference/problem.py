"""A bargaining problem read literally from the plain data of a case, with fractions for numbers.

Nothing here comes from ``detente.deals``. Of the package it uses only the parser of the expression
language, which has its own tests against truth tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from detente.expression import And, Expression, If, Iff, Name, Not, Or, parse

Package = tuple[str, ...]
"""One outcome for every issue, in the order of the issues."""

Constraint = tuple[str, str, str | None, str | None]
"""Kind, party, issue, outcome."""

DEFAULT_SALIENCE = Fraction(50)


@dataclass(frozen=True)
class Problem:
    """What a case says about packages, by the names that the case uses."""

    data: Mapping[str, Any]

    @cached_property
    def issues(self) -> dict[str, Any]:
        return dict(self.data["issues"])

    @cached_property
    def parties(self) -> dict[str, Any]:
        return dict(self.data["parties"])

    @cached_property
    def principals(self) -> list[str]:
        return [name for name, party in self.parties.items() if party["kind"] == "principal"]

    @cached_property
    def signers(self) -> list[str]:
        """Who signs every package: the principals, and the factions unless they cannot refuse."""
        return [
            name
            for name, party in self.parties.items()
            if party["kind"] == "principal" or (party["kind"] == "faction" and party.get("can_refuse") is not False)
        ]

    @cached_property
    def packages(self) -> list[Package]:
        """Every package that is consistent with all links, in the order of the product."""
        return [package for package in self.all_packages if self.is_linked(package)]

    @cached_property
    def all_packages(self) -> list[Package]:
        return list(product(*(issue["outcomes"] for issue in self.issues.values())))

    @cached_property
    def links(self) -> list[Expression]:
        return [parse(link_text(link)) for link in self.data.get("links", [])]

    def is_linked(self, package: Package, among: Iterable[int] | None = None) -> bool:
        """Return whether a package meets the links (or those among them with the given indices)."""
        chosen = range(len(self.links)) if among is None else among
        return all(is_met(self.links[n], self.propositions(package)) for n in chosen)

    def propositions(self, package: Package) -> set[str]:
        return {f"{issue}.{outcome}" for issue, outcome in zip(self.issues, package, strict=True)}

    def must_sign(self, party: str, package: Package) -> bool:
        """Return whether a party's constraints count for this package."""
        if party in self.signers:
            return True
        chosen = zip(self.issues.values(), package, strict=True)
        return any(party in issue["outcomes"][outcome].get("needs", ()) for issue, outcome in chosen)

    def worth(self, party: str, issue: str) -> dict[str, Fraction] | None:
        """Return what each outcome of an issue is worth to a party, or None where nothing says so."""
        stance = self.parties[party].get("stances", {}).get(issue, {})
        outcomes = self.issues[issue]["outcomes"]
        if "values" in stance:
            return {outcome: point(value) for outcome, value in stance["values"].items()}
        if "ranking" in stance:
            tiers = [[tier] if isinstance(tier, str) else tier for tier in stance["ranking"]]
            gap = Fraction(100, max(len(tiers) - 1, 1))
            return {outcome: 100 - gap * n for n, tier in enumerate(tiers) for outcome in tier}
        if "position" in stance:
            at = point(stance["position"])
            return {outcome: 100 - abs(Fraction(outcomes[outcome]["at"]) - at) for outcome in outcomes}
        return None

    @cached_property
    def _shares(self) -> dict[str, dict[str, tuple[Fraction, dict[str, Fraction]]]]:
        """By party and valued issue: the salience as a share, and the worth of the outcomes."""
        found = {}
        for party, about in self.parties.items():
            worths = {issue: worth for issue in self.issues if (worth := self.worth(party, issue)) is not None}
            stances = about.get("stances", {})
            salience = {
                i: point(stances[i]["salience"]) if "salience" in stances[i] else DEFAULT_SALIENCE for i in worths
            }
            total = sum(salience.values())
            found[party] = {issue: (salience[issue] / total, worth) for issue, worth in worths.items()}
        return found

    def value(self, party: str, package: Package) -> Fraction:
        """Return the salience-weighted mean of the outcomes' worth, plus the interactions that arise."""
        chosen = dict(zip(self.issues, package, strict=True))
        mean = sum((share * worth[chosen[i]] for i, (share, worth) in self._shares[party].items()), Fraction(0))
        arising = (
            point(interaction["add"])
            for interaction in self.parties[party].get("interactions", ())
            if is_met(parse(interaction["when"]), self.propositions(package))
        )
        return mean + sum(arising, Fraction(0))

    def weighted_worth(self, party: str, issue: str, outcome: str) -> Fraction:
        """Return what one outcome adds to the value of a package, interactions left out."""
        share, worth = self._shares[party].get(issue, (Fraction(0), {}))
        return share * worth.get(outcome, Fraction(0))

    def is_valued(self, party: str) -> bool:
        return bool(self._shares[party]) or bool(self.parties[party].get("interactions"))

    def no_deal(self, party: str) -> Fraction | None:
        """Return what not agreeing is worth; None where it is not given or no package has a worth."""
        given = self.parties[party].get("no_deal")
        return None if given is None or not self.is_valued(party) else point(given)

    @cached_property
    def constraints(self) -> list[Constraint]:
        """Every constraint of whoever signs something."""
        found: list[Constraint] = []
        for party, about in self.parties.items():
            if not any(self.must_sign(party, package) for package in self.all_packages):
                continue
            for issue in self.issues:
                stance = about.get("stances", {}).get(issue, {})
                found += [
                    ("red_line", party, issue, o)
                    for o in self.issues[issue]["outcomes"]
                    if o in stance.get("red_line", ())
                ]
                if "bottom_line" in stance:
                    found.append(("bottom_line", party, issue, None))
            if self.no_deal(party) is not None:
                found.append(("no_deal", party, None, None))
        return found

    def violates(self, package: Package, constraint: Constraint) -> bool:
        """Return whether a package violates a constraint, by the definition of its kind."""
        kind, party, issue, outcome = constraint
        if not self.must_sign(party, package):
            return False
        if kind == "no_deal":
            return self.value(party, package) < (self.no_deal(party) or 0)
        chosen = dict(zip(self.issues, package, strict=True))[str(issue)]
        if kind == "red_line":
            return chosen == outcome
        worth = self.worth(party, str(issue)) or {}
        line = self.parties[party]["stances"][issue]["bottom_line"]
        return worth[chosen] < (worth[line] if isinstance(line, str) else point(line))

    @cached_property
    def violated(self) -> list[frozenset[Constraint]]:
        """The constraints that each linked package violates."""
        return [frozenset(c for c in self.constraints if self.violates(p, c)) for p in self.packages]

    @cached_property
    def gains(self) -> list[dict[str, Fraction]]:
        """By linked package and principal: value less the no-deal value, or less the least value of all."""
        values = {name: [self.value(name, p) for p in self.packages] for name in self.principals}
        start = {name: min(mine, default=Fraction(0)) for name, mine in values.items()}
        for name in self.principals:
            given = self.no_deal(name)
            start[name] = start[name] if given is None else given
        return [{name: values[name][n] - start[name] for name in self.principals} for n in range(len(self.packages))]


def point(quantity: Any) -> Fraction:
    """Return the point value: the number, the middle of a range, the likely one, the mean of the judgements."""
    if isinstance(quantity, (list, tuple)):
        return (Fraction(quantity[0]) + Fraction(quantity[1])) / 2
    if not isinstance(quantity, Mapping):
        return Fraction(quantity)
    if "likely" in quantity:
        return Fraction(quantity["likely"])
    if "judgements" in quantity:
        points = [point(judgement["value"]) for judgement in quantity["judgements"]]
        return sum(points, Fraction(0)) / len(points)
    return point(quantity["value"])


def link_text(link: Mapping[str, str]) -> str:
    """Return the condition of a link in words of the expression language."""
    if "unless" in link:
        return f"not ({link['not']}) or ({link['unless']})"
    if "if" in link:
        return f"not ({link['if']}) or ({link['then']})"
    return link["require"] if "require" in link else f"not ({link['forbid']})"


def is_met(tree: Expression, propositions: set[str]) -> bool:
    """Return whether a condition holds where exactly these propositions do."""
    match tree:
        case Name(name):
            return name in propositions
        case Not(part):
            return not is_met(part, propositions)
        case And(left, right):
            return is_met(left, propositions) and is_met(right, propositions)
        case Or(left, right):
            return is_met(left, propositions) or is_met(right, propositions)
        case If(left, right):
            return is_met(left, propositions) or not is_met(right, propositions)
        case Iff(left, right):
            return is_met(left, propositions) == is_met(right, propositions)
