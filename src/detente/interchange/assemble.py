"""From the issues and utilities that a reader found to a scenario, and what to say about reservation values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.interchange.remarks import Place, Remarks
from detente.interchange.scenario import (
    MAX_ISSUES,
    MAX_NUMBERS,
    MAX_OUTCOMES,
    MAX_PARTIES,
    Bonus,
    Floats,
    Scenario,
)  # fmt: skip

LARGEST = 1e100
"""Products of larger numbers overflow, and no analyst means them."""
UNIT = 1.0 + 1e-6
"""Utilities up to here count as a 0–1 scale: sums of weights are rounded."""


@dataclass(frozen=True)
class Question:
    """An issue as a file declares it.

    Attributes
    ----------
    name : str
    outcomes : tuple of str
    place : Place
    numbers : tuple of float, or None
        The outcomes as numbers, where all of them are.
    key : str
        How the file's own references call it, such as an index; empty where there is none.
    """

    name: str
    outcomes: tuple[str, ...]
    place: Place
    numbers: tuple[float, ...] | None = None
    key: str = ""


Where = tuple[tuple[int, tuple[int, ...]], ...]
"""Issues with the outcomes that count."""


@dataclass(frozen=True)
class Rectangle:
    """Issues with the outcomes that count, as in :class:`~detente.interchange.scenario.Bonus`, and what they add."""

    where: Where
    add: float


@dataclass(frozen=True)
class Utility:
    """What a file says of one party.

    Attributes
    ----------
    party : str
    place : Place
    values : tuple of array, shape (outcomes of the issue,)
    weights : tuple of float
    constant, reservation, discount : float
        NaN where the file says nothing.
    bonuses : tuple of Rectangle
    """

    party: str
    place: Place
    values: tuple[Floats, ...]
    weights: tuple[float, ...]
    constant: float = 0.0
    reservation: float = math.nan
    discount: float = math.nan
    bonuses: tuple[Rectangle, ...] = ()


def check_questions(questions: Sequence[Question], place: Place, remarks: Remarks) -> None:
    """Refuse a scenario without issues, issues without outcomes, and more of both than anybody tells apart."""
    if not questions:
        remarks.wrong("empty-issue", place, "there are no issues", "give at least one issue with its outcomes")
    if len(questions) > MAX_ISSUES:
        remarks.wrong("too-large", place, f"there are {len(questions):,} issues", f"at most {MAX_ISSUES:,} are read")
    for one in questions:
        if not one.outcomes:
            remarks.wrong("empty-issue", one.place, f"the issue {one.name!r} has no outcomes", "give it outcomes")
        if len(one.outcomes) > MAX_OUTCOMES:
            what = f"the issue {one.name!r} has {len(one.outcomes):,} outcomes"
            remarks.wrong("too-large", one.place, what, f"at most {MAX_OUTCOMES:,} are read: merge some")
    remarks.check()


def check_size(questions: Sequence[Question], parties: int, place: Place, remarks: Remarks) -> None:
    """Refuse more parties, or more values altogether, than can be held."""
    numbers = parties * sum(len(one.outcomes) for one in questions)
    if parties > MAX_PARTIES:
        remarks.wrong("too-large", place, f"there are {parties:,} parties", f"at most {MAX_PARTIES:,} are read")
    elif numbers > MAX_NUMBERS:
        remarks.wrong("too-large", place, f"there are {numbers:,} values", f"at most {MAX_NUMBERS:,} are read")
    remarks.check()


def assemble(
    name: str,
    source: str,
    questions: Sequence[Question],
    utilities: Sequence[Utility],
    remarks: Remarks,
    *,
    is_weighted: bool = True,
) -> Scenario:
    """Return the scenario, with a message about every reservation value that is not taken as it stands.

    Raises
    ------
    InputError
        With every fault that the remarks hold.
    """
    for utility in utilities:
        _check_numbers(utility, remarks)
    remarks.check()
    sizes = [len(q.outcomes) for q in questions]
    counted = [_counted(u.bonuses, sizes) for u in utilities]
    always = [sum(add for where, add in of if not where) for of in counted]
    scenario = Scenario(
        name=name,
        source=source,
        issues=tuple(q.name for q in questions),
        outcomes=tuple(q.outcomes for q in questions),
        parties=tuple(u.party for u in utilities),
        values=tuple(np.array([u.values[j] for u in utilities], dtype=float) for j in range(len(questions))),
        weights=np.array([u.weights for u in utilities], dtype=float),
        constants=np.array([u.constant + more for u, more in zip(utilities, always, strict=True)], dtype=float),
        reservation=np.array([u.reservation for u in utilities], dtype=float),
        discount=np.array([u.discount for u in utilities], dtype=float),
        is_weighted=is_weighted,
        bonuses=tuple(Bonus(row, where, add) for row, of in enumerate(counted) for where, add in of if where),
    )
    for row, utility in enumerate(utilities):
        _say_no_deal(scenario, row, utility, remarks)
        _say_discount(utility, remarks)
    return scenario.with_messages(*remarks.told())


def _counted(rectangles: Sequence[Rectangle], sizes: Sequence[int]) -> list[tuple[Where, float]]:
    """Return the rectangles in which some package lies, without the issues of which every outcome counts."""
    return [
        (tuple((j, places) for j, places in one.where if len(places) < sizes[j]), one.add)
        for one in rectangles
        if one.add and all(places for _, places in one.where)
    ]


def _check_numbers(utility: Utility, remarks: Remarks) -> None:
    """Refuse what no scenario can hold; readers complain of single cells before, with their places."""
    party, place = utility.party, utility.place
    numbers = {"reservation value": utility.reservation, "constant": utility.constant}
    for what, value in numbers.items():
        if abs(value) > LARGEST:
            remarks.wrong("number", place, f"the {what} of {party!r} is {value:g}", "give a smaller number")
    if not all(abs(r.add) <= LARGEST for r in utility.bonuses):
        remarks.wrong("number", place, f"what an interaction of {party!r} adds is no finite number", "give a number")
    if not all((np.abs(table) <= LARGEST).all() for table in utility.values):
        remarks.wrong("number", place, f"a value of {party!r} is no finite number, or too large", "give a number")
    for weight in utility.weights:
        if weight < 0:
            remedy = "turn the values of that issue round instead, and give a weight from 0 up"
            remarks.wrong("weight", place, f"a weight of {party!r} is negative: {weight:g}", remedy)
        elif not weight <= LARGEST:
            remarks.wrong("weight", place, f"a weight of {party!r} is {weight:g}", "give a smaller number")


def _say_no_deal(scenario: Scenario, row: int, utility: Utility, remarks: Remarks) -> None:
    """Say what no deal is taken to be worth, and warn where the reservation value looks like another scale's."""
    said, least, best = utility.reservation, float(scenario.least[row]), float(scenario.best[row])
    kind = "which no package can be worth less than" if utility.bonuses else "its least attainable value"
    who = f"no deal is worth {least:.10g} to {utility.party!r}, {kind}"
    if math.isnan(said):
        remarks.note("no-deal", utility.place, f"{who}: there is no reservation value", "give one if there is one")
        return
    is_other_scale = 0 < said <= 1 and best > 2 * UNIT and least >= 0 and said < least
    if said > best or is_other_scale:
        what = f"the reservation value {said:g} of {utility.party!r} is on another scale than its values"
        remedy = "give both on one scale" + ("; as it stands, it accepts nothing" if said > best else "")
        remarks.warn("reservation", utility.place, f"{what}, which run from {least:.6g} to {best:.6g}", remedy)
    if said < least:
        remarks.note("no-deal", utility.place, f"{who}: the reservation value {said:.10g} is below it")


def _say_discount(utility: Utility, remarks: Remarks) -> None:
    if math.isnan(utility.discount) or utility.discount == 1:
        return
    what = f"{utility.party!r} discounts the future by {utility.discount:g}"
    remarks.note("discount", utility.place, what, "the factor is kept aside: values and no deal are those at the start")
