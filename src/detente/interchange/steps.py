"""Ranges of numbers as outcomes: the rule by which they are cut.

A range of whole numbers keeps every whole number up to 201 of them; a longer one, and a range of real numbers, is cut
into equal steps with both ends among the outcomes: 101 outcomes for whole numbers (rounded), 21 for real ones.
"""

from __future__ import annotations

import numpy as np

from detente.interchange.remarks import Place, Remarks

WHOLE = 201
CUT_WHOLE = 101
CUT_REAL = 21


def whole_steps(low: int, high: int) -> tuple[int, ...]:
    """Return the whole numbers that stand for a range, ascending."""
    if high - low < WHOLE:
        return tuple(range(low, high + 1))
    return tuple(low + (high - low) * k // (CUT_WHOLE - 1) for k in range(CUT_WHOLE))


def real_steps(low: float, high: float) -> tuple[float, ...]:
    """Return the numbers that stand for a range, ascending; a range without extent is one number."""
    if low == high:
        return (low,)
    return tuple(float(x) for x in np.linspace(low, high, CUT_REAL))


def shown(number: float) -> str:
    """Return a number as the name of an outcome: whole numbers without a point."""
    return f"{number:.10g}"


def cut(issue: str, low: float, high: float, place: Place, remarks: Remarks, *, is_whole: bool) -> tuple[float, ...]:
    """Return the outcomes of a range of numbers, and say where some were left out."""
    rest = "the others are left out: give a discrete issue where they matter"
    if not is_whole:
        if low < high:
            what = f"{issue!r} is cut into {CUT_REAL} numbers from {low:g} to {high:g}"
            remarks.note("discretised", place, what, rest)
        return real_steps(low, high)
    if abs(low) > 1e15 or abs(high) > 1e15 or low != int(low) or high != int(high):
        remarks.wrong("range", place, f"{issue!r} runs from {low:g} to {high:g}", "give whole numbers")
        return ()
    if high - low >= WHOLE:
        what = f"of the whole numbers of {issue!r}, from {low:g} to {high:g}, {CUT_WHOLE} are taken"
        remarks.note("discretised", place, what, rest)
    return tuple(float(x) for x in whole_steps(int(low), int(high)))
