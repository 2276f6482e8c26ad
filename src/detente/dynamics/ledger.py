"""Who gave what to whom, and what came back: the concession ledger of two sides.

Every step is judged by what it changed for the side that took it and for the other one, each on its own scale of
0–100. Points of two sides are not the same money, so what is compared here is compared on the scale of one side.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.domain import Check, condition, not_negative, require

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["concession", "selfish", "fortunate", "nice", "silent", "unfortunate"]
TOLERANCE = 0.5
"""Changes of at most so many points count as none: finer than values are judged."""

WINDOW = 30
"""So many days after a concession what the other side gives still counts as given back for it."""

SIGNS: Mapping[tuple[int, int], Kind] = {
    (-1, 0): "concession", (-1, 1): "concession",
    (1, -1): "selfish", (1, 0): "selfish",
    (1, 1): "fortunate",
    (0, 1): "nice",
    (0, 0): "silent",
    (-1, -1): "unfortunate", (0, -1): "unfortunate",
}  # fmt: skip
"""The kind of a step by the signs of what it changed for the mover and for the other side."""


@dataclass(frozen=True)
class Step:
    """One move of one side.

    Attributes
    ----------
    date, by, label, issue
        When, whose move, what it was, and on which issue.
    mover_change, other_change : float
        What it gave (above 0) or cost (below 0) the mover and the other side, in points of their own scales of 0–100.
    """

    date: dt.date
    by: str
    label: str
    issue: str
    mover_change: float
    other_change: float


@dataclass(frozen=True)
class Account:
    """What one side did, and how it answered the other.

    Attributes
    ----------
    counts : mapping of kind to int
        Its steps; every kind is there.
    given, taken : float
        Points that the other side gained by its steps, and lost by them; the scale is that of the other side.
    paid, won : float
        Points that it lost itself by its steps, and gained by them; the scale is its own.
    answered : float or None
        Share of the other side's concessions that it followed, before the other side's next step, by a concession of
        its own; None where there was none to answer.
    returned : float or None
        What its steps gave the other side within the window after a concession of the other side, as a share of what
        those concessions cost; both on the other side's scale. A step counts once, however many concessions it follows.
        None where there was none.
    """

    counts: Mapping[Kind, int]
    given: float
    taken: float
    paid: float
    won: float
    answered: float | None
    returned: float | None


@dataclass(frozen=True)
class Movement:
    """How far one side moved on one issue: its steps, those that were concessions, and the sums of both changes."""

    issue: str
    by: str
    steps: int
    concessions: int
    mover_change: float
    other_change: float


@dataclass(frozen=True, eq=False)
class Ledger:
    """The steps of two sides with what they add up to.

    Attributes
    ----------
    sides : tuple of two str
    steps : tuple of Step
        By date; those of one date in the order given.
    kinds : tuple of kind
        Of each step.
    accounts : mapping of side to Account
    movements : tuple of Movement
        Who moved on what: by issue as they first came up, then by side; sides without a step on it are left out.
    balance : array, (steps + 1, 2)
        What all steps so far, whoever took them, changed for each side, on its own scale.
    tolerance : float
    window_days : int
    """

    sides: tuple[str, str]
    steps: tuple[Step, ...]
    kinds: tuple[Kind, ...]
    accounts: Mapping[str, Account]
    movements: tuple[Movement, ...]
    balance: NDArray[np.float64]
    tolerance: float
    window_days: int

    def to_frame(self) -> pd.DataFrame:
        """Return a row a step: what it was, its kind, and the balance of each side after it."""
        import pandas as pd

        columns = ["date", "by", "label", "issue", "mover_change", "other_change"]
        frame = pd.DataFrame([[getattr(step, c) for c in columns] for step in self.steps], columns=columns)
        frame["kind"] = list(self.kinds)
        for column, side in enumerate(self.sides):
            frame[f"balance_{side}"] = self.balance[1:, column]
        return frame

    def summary(self) -> str:
        """Return the accounts in a line a side."""
        lines = [f"steps: {len(self.steps)}"]
        for side, account in self.accounts.items():
            counts = ", ".join(f"{n} {kind}" for kind, n in account.counts.items() if n) or "no step"
            lines.append(f"{side}: {counts}; gave {account.given:.1f}, took {account.taken:.1f}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"


def kind_of(mover_change: float, other_change: float, *, tolerance: float = TOLERANCE) -> Kind:
    """Name a step by whom it helped and whom it hurt.

    Parameters
    ----------
    mover_change, other_change : float
        What it changed for the side that took it and for the other, in points.
    tolerance : float
        A change of at most so many points, up or down, counts as none.

    Returns
    -------
    str
        concession (costs the mover, does not hurt the other), selfish (gains for the mover, nothing for the other),
        fortunate (both gain), nice (only the other gains), silent (no change), unfortunate (hurts the other and gains
        the mover nothing).

    Raises
    ------
    DomainError
        If a change lies outside −100–100 or the tolerance is negative.

    References
    ----------
    The step classes of DANS: Hindriks, Jonker and Tykhonov (2007), LNCS 4676; (2011), *Web Intelligence* 9. The
    papers were not at hand; the signs, also at 0, are those taught with the scheme in a course of TU Delft.
    """
    require(
        "kind_of", _points("mover_change", mover_change), _points("other_change", other_change),
        not_negative("tolerance", tolerance),
    )  # fmt: skip
    return SIGNS[_sign(mover_change, tolerance), _sign(other_change, tolerance)]


def ledger(
    steps: Sequence[Step], sides: tuple[str, str], *, tolerance: float = TOLERANCE, window_days: int = WINDOW
) -> Ledger:
    """Sum up who conceded what, whether it was answered, and what was given back.

    Parameters
    ----------
    steps : sequence of Step
        In any order; none is an empty ledger.
    sides : tuple of two str
        The sides that `by` names.
    tolerance : float
        Changes of at most so many points make no difference to the kind of a step; sums count them in full.
    window_days : int
        Days after a concession, not negative, in which what the other side gives counts as given back.

    Returns
    -------
    Ledger

    Raises
    ------
    DomainError
        If there are not two different sides, a step is of neither, or a number leaves its range.

    References
    ----------
    Kinds: :func:`kind_of`. The two measures of reciprocity are this project's own definitions.
    """
    ordered = tuple(sorted(steps, key=lambda step: step.date))
    require(
        "ledger", condition("two different sides", len(set(sides)) == 2), not_negative("tolerance", tolerance),
        condition("window_days ≥ 0", window_days >= 0), (check for step in ordered for check in _checks(step, sides)),
    )  # fmt: skip
    kinds = tuple(kind_of(step.mover_change, step.other_change, tolerance=tolerance) for step in ordered)
    accounts = {side: _account(side, ordered, kinds, window_days) for side in sides}
    return Ledger(
        sides, ordered, kinds, accounts, _movements(ordered, kinds, sides), _balance(ordered, sides), tolerance,
        window_days,
    )  # fmt: skip


def _checks(step: Step, sides: tuple[str, str]) -> list[Check]:
    named = f"step '{step.label}' of {step.date:%Y-%m-%d}"
    return [
        condition(f"{named}: by one of {' and '.join(sides)}", step.by in sides, step.by),
        _points(f"{named}: mover_change", step.mover_change),
        _points(f"{named}: other_change", step.other_change),
    ]


def _points(symbol: str, change: float) -> Check:
    return condition(f"−100 ≤ {symbol} ≤ 100", -100 <= change <= 100, f"{change:g}")


def _sign(change: float, tolerance: float) -> int:
    return 0 if abs(change) <= tolerance else (1 if change > 0 else -1)


def _account(side: str, steps: Sequence[Step], kinds: Sequence[Kind], window_days: int) -> Account:
    own = [(step, kind) for step, kind in zip(steps, kinds, strict=True) if step.by == side]
    counted = Counter(kind for _, kind in own)
    moved, felt = [step.mover_change for step, _ in own], [step.other_change for step, _ in own]
    return Account(
        counts={kind: counted[kind] for kind in get_args(Kind)},
        given=_gains(felt), taken=_losses(felt), paid=_losses(moved), won=_gains(moved),
        answered=_answered(side, steps, kinds), returned=_returned(side, steps, kinds, window_days),
    )  # fmt: skip


def _gains(changes: Sequence[float]) -> float:
    return float(sum(max(change, 0.0) for change in changes))


def _losses(changes: Sequence[float]) -> float:
    return float(sum(max(-change, 0.0) for change in changes))


def _conceded_to(side: str, steps: Sequence[Step], kinds: Sequence[Kind]) -> list[int]:
    return [n for n, step in enumerate(steps) if step.by != side and kinds[n] == "concession"]


def _answered(side: str, steps: Sequence[Step], kinds: Sequence[Kind]) -> float | None:
    asked = _conceded_to(side, steps, kinds)
    if not asked:
        return None
    replies = [takewhile(lambda m: steps[m].by == side, range(n + 1, len(steps))) for n in asked]
    return sum(any(kinds[m] == "concession" for m in reply) for reply in replies) / len(asked)


def _returned(side: str, steps: Sequence[Step], kinds: Sequence[Kind], window_days: int) -> float | None:
    asked, last, back = _conceded_to(side, steps, kinds), None, []
    for n, step in enumerate(steps):
        if n in asked:
            last = step.date
        elif step.by == side and last is not None and (step.date - last).days <= window_days:
            back.append(step.other_change)
    cost = _losses([steps[n].mover_change for n in asked])
    return _gains(back) / cost if asked else None


def _movements(steps: Sequence[Step], kinds: Sequence[Kind], sides: tuple[str, str]) -> tuple[Movement, ...]:
    moved = []
    for issue in dict.fromkeys(step.issue for step in steps):
        for side in sides:
            of = [n for n, step in enumerate(steps) if (step.issue, step.by) == (issue, side)]
            concessions = sum(kinds[n] == "concession" for n in of)
            own, other = sum(steps[n].mover_change for n in of), sum(steps[n].other_change for n in of)
            moved += [Movement(issue, side, len(of), concessions, float(own), float(other))] if of else []
    return tuple(moved)


def _balance(steps: Sequence[Step], sides: tuple[str, str]) -> NDArray[np.float64]:
    changes = np.zeros((len(steps) + 1, 2))
    for n, step in enumerate(steps, start=1):
        mover = sides.index(step.by)
        changes[n, mover], changes[n, 1 - mover] = step.mover_change, step.other_change
    return changes.cumsum(axis=0)
