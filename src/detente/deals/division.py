"""Fairness where outcomes divide: adjusted winner for two, and envy for any number.

Each issue is a good: whoever gets its own best outcome has won it. A party's *points* for an issue are what lies between
its best outcome and the other's best (for envy: between its best and its worst), weighed with its salience.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detente.deals.from_case import Problem, as_space, divisible_issues
from detente.deals.rules import Bools
from detente.deals.space import DealSpace
from detente.deals.units import Floats, Indices
from detente.errors import InputError

SMALL = 1e-12
"""A part of all points that counts as none."""


@dataclass(frozen=True)
class AdjustedWinner:
    """The division of issues between two sides that is efficient, equitable and free of envy.

    Attributes
    ----------
    parties : tuple of two str
    won : tuple of two tuple of str
        The issues that each side wins whole.
    agreed : tuple of str
        Issues on which both have a best outcome in common.
    divided : str or None
        The one issue that is divided, if any is.
    part : float
        The part of it that goes to the first side, 0–1.
    points : tuple of two float
        What each gets of its own 100 points; the same for both where the issue can be divided.
    note : str
        What stands in the way: the issue is not marked as divisible, or links were left out of account.
    """

    parties: tuple[str, str]
    won: tuple[tuple[str, ...], tuple[str, ...]]
    agreed: tuple[str, ...]
    divided: str | None
    part: float
    points: tuple[float, float]
    note: str = ""


def adjusted_winner(problem: Problem, divisible: Iterable[str] | None = None) -> AdjustedWinner | None:
    """Divide the issues between two principals by adjusted winner (Brams & Taylor 1996, ch. 4).

    Each issue first goes to whoever gives it more of its own 100 points, a tie to whoever is behind. Then the side that is
    ahead passes issues on, those with the least ratio of its points to the other's first, until both have the same; so at
    most one issue is divided. None where there is nothing to divide.

    Parameters
    ----------
    problem : Case or DealSpace
    divisible : iterable of str, optional
        Issues that can be divided; by default those that the case marks.

    Raises
    ------
    InputError
        If there are not two principals.

    Notes
    -----
    Links, interactions, red lines and bottom lines are not looked at: `note` says where there are some.
    """
    space = as_space(problem)
    if len(space.principals) != 2:
        what = f"adjusted winner is for two principals, there are {len(space.principals)}"
        raise InputError.of("principals", what, "use the other ideas of fairness")
    can = set(divisible_issues(problem) if divisible is None else divisible)
    points, is_agreed = _points(space)
    totals = points.sum(axis=1)
    if not (totals > 0).all():
        return None
    share = 100 * points / totals[:, None]
    part = winning_parts(share)
    return _named(space, share, part, is_agreed, can)


def _points(space: DealSpace) -> tuple[Floats, Bools]:
    """Return what winning each issue means to the two principals, shape (2, issues), and where they agree."""
    a, b = space.principals
    points = np.zeros((2, len(space.issues)))
    for j, table in enumerate(space.values):
        best = [_best_for(table, p, q) for p, q in ((a, b), (b, a))]
        for row, p in enumerate((a, b)):
            points[row, j] = space.weights[p, j] * (table[p, best[row]] - table[p, best[1 - row]])
    return points, np.asarray((points <= SMALL * np.maximum(points.sum(axis=1, keepdims=True), SMALL)).all(axis=0))


def _best_for(table: Floats, p: int, q: int) -> int:
    """Return the best outcome for one party, among equals the best for the other."""
    return int(np.lexsort((table[q], table[p]))[-1])


def winning_parts(points: Floats) -> Floats:
    """Return which part of each item goes to the first of two, by adjusted winner.

    Parameters
    ----------
    points : array, shape (2, items)
        Not negative; each row sums to the same.
    """
    first, second = points
    part = np.where(first > second, 1.0, 0.0)
    for j in np.flatnonzero(first == second).tolist():
        part[j] = 1.0 if (first * part)[:j].sum() < (second * (1 - part))[:j].sum() else 0.0
    ahead = 0 if (first * part).sum() >= (second * (1 - part)).sum() else 1
    mine, theirs = points[ahead], points[1 - ahead]
    held = part if ahead == 0 else 1 - part
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(theirs > 0, mine / theirs, np.where(mine > 0, np.inf, 0.0))
    for j in sorted(np.flatnonzero(held > 0).tolist(), key=lambda item: (float(ratio[item]), item)):
        lead = float((mine * held).sum() - (theirs * (1 - held)).sum())
        worth = float(mine[j] + theirs[j])
        if lead <= 0 or worth <= 0:
            continue
        held[j] = max(0.0, 1.0 - lead / worth)
    return np.asarray(held if ahead == 0 else 1 - held)


def _named(space: DealSpace, share: Floats, part: Floats, is_agreed: Bools, can: set[str]) -> AdjustedWinner:
    a, b = (space.parties[p] for p in space.principals)
    open_issues = [j for j in range(len(space.issues)) if not is_agreed[j]]
    split = next((j for j in open_issues if SMALL < part[j] < 1 - SMALL), None)
    notes = []
    if split is not None and space.issues[split] not in can:
        notes.append(f"{space.issues[split]} would have to be divided and is not marked as divisible")
    left_out = [
        what
        for what, there in (("links", space.links), ("interactions", space.interactions), ("red lines", space.red_lines),
                            ("bottom lines", space.bottom_lines))
        if there
    ]  # fmt: skip
    if left_out:
        notes.append(f"{' and '.join(left_out)} are not looked at")
    return AdjustedWinner(
        (a, b),
        (
            tuple(space.issues[j] for j in open_issues if j != split and part[j] > 0.5),
            tuple(space.issues[j] for j in open_issues if j != split and part[j] <= 0.5),
        ),
        tuple(space.issues[j] for j in np.flatnonzero(is_agreed)),
        None if split is None else space.issues[split],
        0.0 if split is None else float(part[split]),
        (float(share[0] @ part), float(share[1] @ (1 - part))),
        "; ".join(notes),
    )  # fmt: skip


def envy_in(space: DealSpace, package: Indices) -> dict[str, float]:
    """Return by how many of its own points each principal would rather have won what another one has.

    A party has won the issues of which it alone among the principals gets its best outcome. What it would have of
    another's part is its own points for those issues, in the value of the package. 0 is no envy.
    """
    rows = list(space.principals)
    points = np.array([space.weights[rows, j] * np.ptp(table[rows], axis=1) for j, table in enumerate(space.values)]).T
    has_best = np.array([
        table[rows, o] >= table[rows].max(axis=1) for table, o in zip(space.values, package.tolist(), strict=True)
    ]).T  # fmt: skip
    has_best &= points > 0
    won = has_best & (has_best.sum(axis=0) == 1)
    worth = points @ won.T.astype(float)
    envy = (worth - np.diag(worth)[:, None]).max(axis=1)
    return {space.parties[p]: max(float(e), 0.0) for p, e in zip(rows, envy, strict=True)}
