"""Side payments: where values can be paid in a common unit, what is divided is the largest sum of gains.

A *rate* says how much of the unit a point of the value of a package is worth to a party. Gains and payments are in that unit.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from detente.deals.choice import FairChoice, starts_of
from detente.deals.coalition_game import ROUNDING, cohesive, excess, least_core, shapley_value
from detente.deals.fairness import fair_packages
from detente.deals.from_case import Problem, as_space
from detente.deals.named import named_package, package_table
from detente.deals.pareto import pareto_frontier
from detente.deals.result import Package
from detente.deals.rules import Rule, unanimity
from detente.deals.searching import Searching
from detente.deals.space import DealSpace
from detente.deals.units import Floats
from detente.deals.voting import acceptable_to
from detente.errors import InputError

MAX_PLAYERS = 8
"""All coalitions of so many principals are valued; beyond, only the division of all together is given."""
SECONDS = 10.0
TOTAL_SECONDS = 60.0
PROVEN = 1e-6
"""A gap below this part comes from rounding."""
DIVISIONS = ("nash", "equal_points", "shapley", "least_core")


@dataclass(frozen=True, eq=False)
class Payments:
    """The package with the largest sum of values, and what each principal receives (or pays) on top of it.

    `shares` are the principals' values after payments; everybody gains the same, or by the given parts.
    """

    choice: FairChoice
    payments: Floats
    shares: Floats


def side_payments(problem: Problem, parts: Floats | None = None) -> Payments | None:
    """Return the package and the payments by which the gains are divided in equal parts, or in these parts.

    With transferable value the Nash package is the one with the largest sum of values among all that the signers'
    lines allow, and the surplus over no deal is divided (Nash 1953); equal parts are the Nash and the Shapley solution
    where only all together can sign. None where there is no surplus.

    Parameters
    ----------
    problem : Case or DealSpace
    parts : array, shape (principals,), optional
        Parts of the surplus; they are scaled to sum to 1.
    """
    space = as_space(problem)
    rows = list(space.principals)
    start = starts_of(space)
    found = fair_packages(_within_lines(space)).get("utilitarian")
    if found is None:
        return None
    values = found.values[rows]
    surplus = float(values.sum() - start.sum())
    if surplus < 0:
        return None
    share = np.full(len(rows), 1 / len(rows)) if parts is None else np.asarray(parts, dtype=float) / np.sum(parts)
    shares = start + surplus * share
    return Payments(found, shares - values, shares)


@dataclass(frozen=True)
class Division:
    """One way to divide the gains: what each principal has gained after payments, and what it receives (or pays, below 0).

    `in_core` says whether no coalition could get more on its own; None where coalitions were not valued.
    """

    gains: Mapping[str, float]
    payments: Mapping[str, float]
    in_core: bool | None


@dataclass(frozen=True)
class PaymentGame:
    """What can be divided where value can be paid, and how.

    Attributes
    ----------
    package : Package
        With the largest sum of gains (or under a bound on payments, with the largest product after them).
    total : float
        The sum of gains over no deal, in the unit of payments.
    rates : mapping of party to float
    most : float or None
        The most that one pays.
    divisions : mapping of str to Division
        ``nash`` (equal gains in the unit of payments), ``equal_points`` (equal gains in points, where rates differ),
        ``shapley``, ``least_core``.
    worth : mapping of coalition to float
        The largest sum of gains of each coalition on its own; empty where coalitions were not valued.
    epsilon : float or None
        The least that every division leaves some coalition short of its worth; the core is empty if it is above 0.
    gap : float
        How far a larger sum could be above `total`, as a part of it.
    note : str
        What was not worked out, and why.
    """

    package: Package
    total: float
    rates: Mapping[str, float]
    most: float | None
    divisions: Mapping[str, Division]
    worth: Mapping[tuple[str, ...], float]
    epsilon: float | None
    gap: float
    note: str = ""

    @property
    def core_is_empty(self) -> bool | None:
        """True where every division leaves some coalition short; None where coalitions were not valued."""
        return None if self.epsilon is None else self.epsilon > ROUNDING * max(abs(self.total), 1e-300)


def find_payments(
    problem: Problem, rule: Rule | None = None, *, rates: Mapping[str, float] | None = None, most: float | None = None
) -> PaymentGame | None:
    """Find the largest sum of gains that the principals can divide, and the divisions; None where there is no surplus.

    A coalition that suffices is worth the largest sum of its members' gains over no deal, among packages within the red
    lines and bottom lines of its members; other coalitions are worth nothing, and a coalition may leave members out.
    Whoever ratifies or consents is not paid: its no-deal value binds.

    Parameters
    ----------
    problem : Case or DealSpace
    rule : Rule, optional
        Who must sign; by default everybody.
    rates : mapping of party to float, optional
        Units for one point; 1 where absent.
    most : float, optional
        The most that a principal pays. Then nothing is said about coalitions: value is not freely transferable.

    Raises
    ------
    InputError
        If a rate is not above 0 or the bound below it.
    """
    space = as_space(problem)
    names = [space.parties[p] for p in space.principals]
    rate = np.array([float((rates or {}).get(name, 1.0)) for name in names])
    if not (np.isfinite(rate) & (rate > 0)).all() or (most is not None and not most >= 0):
        raise InputError.of("rates", "a rate is not above 0, or the bound is below 0", "give positive numbers")
    if not names:
        return None
    if most is not None:
        return _bounded(space, names, rate, most)
    return _free(space, rule, names, rate)


def _free(space: DealSpace, rule: Rule | None, names: list[str], rate: Floats) -> PaymentGame | None:
    by = rule or unanimity([space.parties[p] for p in dict.fromkeys((*space.principals, *space.signers))])
    is_small = len(names) <= MAX_PLAYERS
    found = _sums_of_coalitions(space, by, names, rate) if is_small else None
    note = f"more than {MAX_PLAYERS} principals: coalitions were not valued"
    if is_small and found is None:
        is_small, note = False, f"{TOTAL_SECONDS:g} seconds were not enough to value all coalitions"
    sums, whole = found or {}, (1 << len(names)) - 1
    if not is_small and (alone := _largest_sum(space, frozenset(by.parties), names, rate)) is not None:
        sums = {whole: alone}
    best = max(sums, key=lambda s: (sums[s].total, s), default=0)
    if not best or sums[best].total <= 0:
        return None
    top = sums[best]
    gains = rate * (top.values - starts_of(space))
    gains[[not best >> k & 1 for k in range(len(names))]] = 0.0
    shares = {"nash": np.full(len(names), top.total / len(names))}
    if len(set(rate.tolist())) > 1:
        shares["equal_points"] = top.total * rate / rate.sum()
    worth, epsilon = np.zeros(0), None
    if is_small:
        worth = np.zeros(whole + 1)
        for s, one in sums.items():
            worth[s] = max(one.total, 0.0)
        worth = cohesive(worth)
        epsilon, shares["least_core"] = least_core(worth)
        shares["shapley"] = shapley_value(worth)
        loosest = max(one.gap for one in sums.values())
        note = f"a coalition could be worth {100 * loosest:.2g} % more than was found" if loosest > PROVEN else ""
    return PaymentGame(
        top.package, top.total, dict(zip(names, rate.tolist(), strict=True)), None,
        {name: _division(names, shares[name], gains, worth) for name in DIVISIONS if name in shares},
        {tuple(n for k, n in enumerate(names) if s >> k & 1): float(worth[s]) for s in range(1, len(worth))},
        epsilon, top.gap, note,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Sum:
    """The largest sum of gains of a coalition, with its package and all principals' values."""

    package: Package
    values: Floats
    total: float
    gap: float


def _sums_of_coalitions(space: DealSpace, rule: Rule, names: list[str], rate: Floats) -> dict[int, _Sum] | None:
    """Return the largest sum of gains by set of principals, for those that suffice with some who ratify for them.

    None where the time ends before.
    """
    found: dict[int, _Sum] = {}
    deadline = time.monotonic() + TOTAL_SECONDS
    ratifying = [k for k, name in enumerate(rule.parties) if name not in names]
    for mask in np.flatnonzero(rule.table).tolist():
        if any(mask >> k & 1 and rule.table[mask ^ (1 << k)] for k in ratifying):
            continue
        if time.monotonic() > deadline:
            return None
        members = rule.members(mask)
        s = sum(1 << k for k, name in enumerate(names) if name in members)
        best = _largest_sum(space, members, names, rate)
        if s and best is not None and (s not in found or best.total > found[s].total):
            found[s] = best
    return found


def _largest_sum(space: DealSpace, members: frozenset[str], names: list[str], rate: Floats) -> _Sum | None:
    mine = _within_lines(acceptable_to(space, members))
    signing = [space.parties[p] for p in mine.principals]
    if not signing:
        return None
    counted = np.array([names.index(name) for name in signing])
    found = Searching(mine, SECONDS).best("sum", 1 / rate[counted])
    if found is None:
        return None
    best, part, _ = found
    package = part.outcomes(best.packages[:1])[0]
    values = package_table(space, package[None])[0]
    mine_only = rate[counted] * (values[list(space.principals)] - starts_of(space))[counted]
    total = float(mine_only.sum())
    gap = (best.bound - best.value) / max(abs(total), 1e-300)
    return _Sum(named_package(space, package, values), values[list(space.principals)], total, max(gap, 0.0))


def _within_lines(space: DealSpace) -> DealSpace:
    """Return the problem in which principals sign what is worth less than no deal: they will be paid for it."""
    paid = [np.nan if p in space.principals else v for p, v in enumerate(space.no_deal)]
    return replace(space, no_deal=np.array(paid))


def _division(names: list[str], share: Floats, gains: Floats, worth: Floats) -> Division:
    in_core = None
    if len(worth):
        in_core = excess(worth, share) <= ROUNDING * max(float(np.abs(worth).max()), 1e-300)
    return Division(
        dict(zip(names, share.tolist(), strict=True)), dict(zip(names, (share - gains).tolist(), strict=True)), in_core
    )


def _bounded(space: DealSpace, names: list[str], rate: Floats, most: float) -> PaymentGame | None:
    """Return the division with the largest product of gains where nobody pays more than so much.

    Payments lift the gains of a package to a common level, from which only those differ who would have to pay more. So the
    best package is on the frontier of what the lines allow, and the frontier is gone through.
    """
    frontier = pareto_frontier(_within_lines(space), basis="acceptable")
    if not len(frontier):
        return None
    gains = rate * (frontier.values[:, list(space.principals)] - starts_of(space))
    shares = np.array([levelled(row, most) for row in gains])
    products = np.where((shares > 0).all(axis=1), np.log(np.maximum(shares, 1e-300)).sum(axis=1), -np.inf)
    n = int(np.argmax(products))
    if products[n] == -np.inf:
        return None
    note = "value is not freely transferable under a bound: coalitions were not valued"
    if not frontier.exact:
        note += "; the frontier was too large to list, so another package may be better"
    return PaymentGame(
        frontier[n], float(gains[n].sum()), dict(zip(names, rate.tolist(), strict=True)), most,
        {"nash": _division(names, shares[n], gains[n], np.zeros(0))}, {}, None, 0.0, note,
    )  # fmt: skip


def levelled(gains: Floats, most: float) -> Floats:
    """Return the gains after the payments with the largest product of gains, of at most so much each.

    Everybody ends at one level, but for those whose gain less the most that they pay is above it; they pay that most.
    """
    least = gains - most
    order = np.argsort(-least)
    for above in range(len(gains)):
        paying, level_with = order[:above], order[above:]
        level = (gains.sum() - least[paying].sum()) / len(level_with)
        if (least[level_with] <= level + 1e-12 * max(abs(level), 1.0)).all():
            return np.asarray(np.maximum(least, level))
    return least
