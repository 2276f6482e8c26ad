"""A bargaining problem from plain tables: one array of values for each issue, checked with the place of each fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from detente.deals.units import Floats
from detente.errors import InputError, Problem
from detente.expression import Expression, parse


def checked_tables(values: Sequence[ArrayLike]) -> tuple[Floats, ...]:
    """Return the tables as arrays of one shape (parties, outcomes of the issue).

    Raises
    ------
    InputError
        With every table that is empty, of another number of parties, or holds something that is no finite number.
    """
    tables = [_as_floats(table, f"values[{j}]") for j, table in enumerate(values)]
    problems = [p for j, table in enumerate(tables) for p in _faults(table, f"values[{j}]", len(tables[0]))]
    if not tables:
        problems = [Problem("no-issues", "there are no issues, so there are no packages", "give one table an issue")]
    if problems:
        raise InputError(problems)
    return tuple(tables)


def checked_weights(weights: ArrayLike | None, parties: int, issues: int) -> Floats:
    """Return the weights, shape (parties, issues); all 1 where none are given.

    Raises
    ------
    InputError
        If the shape does not fit, or a weight is negative or no finite number.
    """
    if weights is None:
        return np.ones((parties, issues))
    table = _as_floats(weights, "weights")
    if table.shape != (parties, issues):
        raise _wrong_shape("weights", table.shape, (parties, issues))
    faulty = np.argwhere(~np.isfinite(table) | (table < 0))
    if len(faulty):
        raise InputError(
            Problem("weight", f"weights[{p}, {j}] is {table[p, j]:g}", "a weight is a finite number, 0 or more")
            for p, j in faulty[:20].tolist()
        )
    return table


def checked_no_deal(no_deal: ArrayLike | None, parties: int) -> Floats:
    """Return the no-deal values, shape (parties,); NaN where none is given (also for minus infinity).

    Raises
    ------
    InputError
        If there is not one for each party, or one is plus infinity.
    """
    if no_deal is None:
        return np.full(parties, np.nan)
    row = _as_floats(no_deal, "no_deal")
    if row.shape != (parties,):
        raise _wrong_shape("no_deal", row.shape, (parties,))
    if np.isposinf(row).any():
        place = int(np.flatnonzero(np.isposinf(row))[0])
        raise InputError.of("no-deal", f"no_deal[{place}] is infinite", "give a number, or NaN where it is not known")
    return np.where(np.isneginf(row), np.nan, row)


def checked_links(links: Iterable[str | Expression]) -> tuple[Expression, ...]:
    """Return links as trees; text is in the language of links, over names such as ``i0.o2``."""
    return tuple(parse(link) if isinstance(link, str) else link for link in links)


def _as_floats(table: Any, name: str) -> Floats:
    try:
        return np.array(table, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError.of("table", f"{name} is not a table of numbers", "give rows of equal length") from None


def _faults(table: Floats, name: str, parties: int) -> list[Problem]:
    if table.ndim != 2:
        return [Problem("table", f"{name} has {table.ndim} axes", "a row a party, a column an outcome")]
    if table.shape[0] != parties or not parties:
        return [Problem("table", f"{name} has {table.shape[0]} rows", f"give one row for each of {parties} parties")]
    if not table.shape[1]:
        return [Problem("table", f"{name} has no outcomes", "give at least one column, or leave the issue out")]
    faulty = np.argwhere(~np.isfinite(table))[:20].tolist()
    return [Problem("table", f"{name}[{p}, {o}] is {table[p, o]:g}", "a value is a finite number") for p, o in faulty]


def _wrong_shape(name: str, found: tuple[int, ...], expected: tuple[int, ...]) -> InputError:
    return InputError.of("table", f"{name} has the shape {found}", f"it must be {expected}")
