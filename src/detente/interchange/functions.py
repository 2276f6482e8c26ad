"""Value functions of one issue as other tools write them, and how ranges of numbers become outcomes.

A range of whole numbers becomes one outcome each; a range of real numbers, or of very many whole ones, becomes `STEPS`
outcomes at even distances, ends included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from detente.errors import InputError

STEPS = 11
MAX_WHOLE = 10_000
MAX_OUTCOMES = 2_000_000

Function = Callable[[float], float]


def outcomes_in(low: float, high: float, *, whole: bool) -> tuple[list[str], str]:
    """Return the outcomes of a range, and a message where it was cut into steps."""
    if not (np.isfinite(low) and np.isfinite(high)) or high < low:
        raise InputError.of("range", f"{low:g} to {high:g} is no range", "give two finite numbers, the smaller first")
    if whole and high - low < MAX_WHOLE:
        return [str(n) for n in range(round(low), round(high) + 1)], ""
    points = np.linspace(low, high, STEPS)
    if whole:
        points = np.unique(points.round())
    return [
        f"{x:.12g}" for x in points
    ], f"the range {low:g} to {high:g} became {len(points)} outcomes at even distances"


def linear(slope: float, offset: float) -> Function:
    """Return slope · x + offset."""
    return lambda x: slope * x + offset


def triangular(start: float, middle: float, end: float, top: float = 1.0) -> Function:
    """Return a function that rises from 0 at `start` to `top` at `middle` and falls to 0 at `end`."""

    def at(x: float) -> float:
        if x <= start or x >= end:
            return top if x == middle else 0.0
        return top * ((x - start) / (middle - start) if x <= middle else (end - x) / (end - middle))

    return at


def function_in(data: Mapping[str, Any], where: str) -> Function:
    """Return a value function from plain data as NegMAS writes it.

    Raises
    ------
    InputError
        If the type is not one that can be read.
    """
    kind = str(data.get("type", "")).rpartition(".")[2]
    bias = float(data.get("bias", 0.0))
    if kind in {"IdentityFun", "LinearFun", "AffineFun"}:
        return linear(1.0 if kind == "IdentityFun" else float(data.get("slope", 1.0)), bias)
    if kind == "ConstFun":
        return linear(0.0, bias)
    if kind == "TriangularFun":
        start, middle, end = (float(data[name]) for name in ("start", "middle", "end"))
        shape = triangular(start, middle, end, float(data.get("scale", 1.0)))
        return lambda x: shape(x) + bias
    raise InputError.of("evaluator", f"{where}: the value function {kind or data} is not known", "write it as a table")
