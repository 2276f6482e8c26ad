"""What to put on the table next: offers of equal worth, the next draft, a plan of concessions, exchanges, what is fair."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.deals.advice import Advice, better_for_all, concession_plan, equivalent_offers, fairness_table
from detente.deals.division import AdjustedWinner, adjusted_winner
from detente.deals.fairness import fair_packages
from detente.deals.from_case import Problem, as_space, divisible_issues
from detente.deals.grid import MAX_PACKAGES, frame_of
from detente.deals.named import indices_of, named_package, package_table
from detente.deals.result import Package
from detente.deals.space import DealSpace
from detente.deals.trades import Trade, find_free_trades, find_trades
from detente.deals.units import Indices
from detente.deals.voting import refusing
from detente.errors import InputError
from detente.errors import Problem as Fault

Table = Mapping[str, Mapping[str, Mapping[str, float]]]
"""By concept and measure (``gain``, ``share``, ``envy``), by principal."""


@dataclass(frozen=True)
class Offer:
    """A package, with how far the best could be above it (0 where it is proven the best for what was asked)."""

    package: Package
    gap: float


@dataclass(frozen=True)
class Offers:
    """What to put on the table next.

    Attributes
    ----------
    start : Package or None
        The draft, or the Nash package where none was given; None where no package is acceptable to all.
    is_draft : bool
    refused_by : tuple of str
        Who refuses the draft: it crosses a red line or a bottom line, or is worth less than no deal.
    better : Offer or None
        A package that is better for all principals than the start, or no worse for any and better for one; None where there
        is none.
    party : str or None
        From whom offers are; `equivalent` and `plan` are empty without.
    worth : float or None
        What each of `equivalent` is worth at least to the party, and where `plan` ends.
    equivalent : tuple of Offer
        Worth at least so much to the party, each the best for the others in its own way.
    plan : tuple of Offer
        From the party's best package to `worth` along the frontier.
    trades : tuple of Trade
        Exchanges on two issues by which two principals gain, the largest smaller gain first.
    fairness : mapping
    adjusted_winner : AdjustedWinner or None
        None where there are not two principals, or nothing is contested.
    """

    start: Package | None
    is_draft: bool
    refused_by: tuple[str, ...]
    better: Offer | None
    party: str | None
    worth: float | None
    equivalent: tuple[Offer, ...]
    plan: tuple[Offer, ...]
    trades: tuple[Trade, ...]
    fairness: Table
    adjusted_winner: AdjustedWinner | None
    case_digest: str


def find_offers(
    problem: Problem,
    party: str | None = None,
    *,
    draft: Mapping[str, str] | None = None,
    worth: float | None = None,
    most: int = 5,
    steps: int = 5,
    analyst: str | None = None,
) -> Offers:
    """Find what to put on the table next.

    Parameters
    ----------
    problem : Case or DealSpace
    party : str, optional
        From whom: adds offers of equal worth to it, and a plan of concessions.
    draft : mapping of issue to outcome, optional
        The package on the table; by default the Nash package.
    worth : float, optional
        What the offers are worth to the party at least; by default what the draft is.
    most, steps : int
        So many offers of equal worth, so many steps of the plan.
    analyst : str, optional
        Follow this analyst wherever several have judged.

    Raises
    ------
    InputError
        If the party is no principal, the draft is no package of this problem, or there are less than two steps.
    """
    space = as_space(problem, analyst)
    if party is not None and party not in [space.parties[p] for p in space.principals]:
        known = ", ".join(space.parties[p] for p in space.principals)
        raise InputError.of("party", f"{party!r} is no principal", f"name one of: {known}")
    given = None if draft is None else np.array(indices_of(space, checked_draft(space, draft)))
    nash = fair_packages(space).get("nash")
    start = given if given is not None else None if nash is None else nash.package
    better = None if given is None else better_for_all(space, given.tolist())
    level = worth
    if level is None and party is not None and start is not None:
        level = float(package_table(space, start[None])[0, space.parties.index(party)])
    has_deal, is_asked = nash is not None, party is not None and level is not None
    return Offers(
        None if start is None else _package(space, start), given is not None,
        () if given is None else refusing(space, given), _offer(space, better), party, level,
        _offers(space, equivalent_offers(space, str(party), float(level or 0), most)) if has_deal and is_asked else (),
        _offers(space, concession_plan(space, str(party), float(level or 0), steps)) if has_deal and is_asked else (),
        find_trades(space, frame_of(space)) if space.size <= MAX_PACKAGES else find_free_trades(space),
        fairness_table(space) if has_deal else {},
        adjusted_winner(space, divisible_issues(problem)) if len(space.principals) == 2 else None,
        space.case_digest,
    )  # fmt: skip


def checked_draft(space: DealSpace, draft: Mapping[str, str]) -> Mapping[str, str]:
    """Return a draft that names one outcome of each issue.

    Raises
    ------
    InputError
        With every issue and outcome that is not there, and every issue that is lacking.
    """
    known = dict(zip(space.issues, space.outcomes, strict=True))
    faults = []
    for issue, outcome in draft.items():
        if issue not in known:
            faults.append(_unknown("issue", issue, space.issues))
        elif outcome not in known[issue]:
            faults.append(_unknown(f"outcome of {issue}", outcome, known[issue]))
    lacking = [issue for issue in space.issues if issue not in draft]
    if lacking:
        what = f"the draft says nothing on {', '.join(lacking[:6])}{', …' if len(lacking) > 6 else ''}"
        faults.append(Fault("draft", what, "name one outcome of each issue, as issue=outcome"))
    if faults:
        raise InputError(faults)
    return draft


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> Fault:
    close = difflib.get_close_matches(name, known, n=1)
    remedy = (
        f"did you mean {close[0]!r}?" if close else f"there is: {', '.join(known[:6])}{', …' if len(known) > 6 else ''}"
    )
    return Fault("draft", f"there is no {kind} {name!r}", remedy)


def _offers(space: DealSpace, found: tuple[Advice, ...]) -> tuple[Offer, ...]:
    return tuple(Offer(_package(space, a.package), a.gap) for a in found)


def _offer(space: DealSpace, found: Advice | None) -> Offer | None:
    return None if found is None else Offer(_package(space, found.package), found.gap)


def _package(space: DealSpace, package: Indices) -> Package:
    return named_package(space, package, package_table(space, package[None])[0])
