"""Value functions of NegMAS over one issue: tables, and formulas over numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from detente.errors import Path as Keys
from detente.interchange.assemble import Question
from detente.interchange.gmcr_json import clean
from detente.interchange.lookup import Lookup, lacking
from detente.interchange.remarks import Remarks
from detente.interchange.scenario import Floats
from detente.interchange.yaml_files import YamlFile, class_of

Get = Callable[[str, float], float]

_FORMULAS: Mapping[str, Callable[[Floats, Get], Floats]] = {
    "AffineFun": lambda x, get: get("slope", math.nan) * x + get("bias", 0.0),
    "LinearFun": lambda x, get: get("slope", math.nan) * x,
    "IdentityFun": lambda x, _: x,
    "QuadraticFun": lambda x, get: get("a2", math.nan) * x * x + get("a1", math.nan) * x + get("bias", 0.0),
    "TriangularFun": lambda x, get: _lifted(get, _triangle(x, *(get(k, math.nan) for k in ("start", "middle", "end")))),
    "TrapezoidalFun": lambda x, get: _lifted(
        get, _trapezium(x, *(get(k, math.nan) for k in ("start", "rise_end", "fall_start", "end")))
    ),
    "GaussianFun": lambda x, get: _lifted(
        get, np.exp(-((x - get("center", math.nan)) ** 2) / (2 * get("sigma", math.nan) ** 2))
    ),
    "ExponentialFun": lambda x, get: get("base", math.e) ** (get("tau", math.nan) * x) + get("bias", 0.0),
    "LogFun": lambda x, get: _lifted(get, np.log(get("tau", math.nan) * x) / np.log(get("base", math.e))),
    "CosFun": lambda x, get: _wave(x, get, np.cos),
    "SinFun": lambda x, get: _wave(x, get, np.sin),
}
"""Functions of the number that an outcome is; NaN stands for a parameter that must be there."""


def _lifted(get: Get, shape: Floats) -> Floats:
    return get("bias", 0.0) + get("scale", 1.0) * shape


def _triangle(x: Floats, start: float, middle: float, end: float) -> Floats:
    """Return 0 up to the start and from the end on, 1 at the middle, as NegMAS does where they meet, too."""
    rising = np.where(middle > start, (x - start) / ((middle - start) or 1.0), 1.0)
    falling = np.where(end > middle, (end - x) / ((end - middle) or 1.0), 1.0)
    return np.where((x <= start) | (x >= end), 0.0, np.where(x <= middle, rising, falling))


def _trapezium(x: Floats, start: float, rise_end: float, fall_start: float, end: float) -> Floats:
    """Return 0 before the start and after the end, 1 between the two inner numbers."""
    rising = np.where(rise_end > start, (x - start) / ((rise_end - start) or 1.0), 1.0)
    falling = np.where(end > fall_start, (end - x) / ((end - fall_start) or 1.0), 1.0)
    inside = np.where(x <= rise_end, rising, np.where(x <= fall_start, 1.0, falling))
    return np.where((x < start) | (x > end), 0.0, inside)


def _wave(x: Floats, get: Get, wave: Callable[[Floats], Floats]) -> Floats:
    return get("amplitude", 1.0) * wave(get("multiplier", 1.0) * x + get("phase", 0.0)) + get("bias", 0.0)


def values_of(file: YamlFile, keys: Keys, data: Any, question: Question, remarks: Remarks) -> Floats:
    """Return what a value function gives to each outcome of an issue; a mapping without a class is a table."""
    kind, place = class_of(data), file.place(keys)
    nothing = np.zeros(len(question.outcomes))
    if isinstance(data, dict) and (kind == "TableFun" or not kind):
        table = data.get("mapping", data.get("d")) if kind else data
        inner = next((key for key in ("mapping", "d") if kind and key in data), None)
        return _table(file, (*keys, inner) if inner else keys, table, question, remarks)
    if kind == "ConstFun":
        return nothing + _number(file, keys, data, "bias", math.nan, remarks)
    if kind not in (*_FORMULAS, "PolynomialFun"):
        what = f"the value function {kind or 'without a class'} of {question.name!r} is not read"
        remarks.wrong("evaluator", place, what, f"{', '.join(('TableFun', 'ConstFun', *_FORMULAS))} are")
        return nothing
    if question.numbers is None:
        what = f"{kind} needs numbers, and the outcomes of {question.name!r} are none"
        remarks.wrong("evaluator", place, what, "give a table")
        return nothing
    return _formula(file, keys, data, question, remarks)


def _formula(file: YamlFile, keys: Keys, data: Any, question: Question, remarks: Remarks) -> Floats:
    """Return the values of a function of the numbers that the outcomes are."""
    kind, x = class_of(data), np.array(question.numbers)
    if kind == "PolynomialFun":
        return _polynomial(file, keys, data, x, remarks)
    with np.errstate(all="ignore"):
        try:
            found = _FORMULAS[kind](x, lambda name, default: _number(file, keys, data, name, default, remarks))
        except (ArithmeticError, ValueError):
            found = np.full(len(x), math.nan)
    if np.isfinite(found).all():
        return np.asarray(found, dtype=float)
    what = f"{kind} of {question.name!r} has no finite value for every outcome"
    remarks.wrong("evaluator", file.place(keys), what, "mend its parameters, or give a table")
    return np.zeros(len(x))


def _table(file: YamlFile, keys: Keys, table: Any, question: Question, remarks: Remarks) -> Floats:
    place, lookup = file.place(keys), Lookup(question)
    given: dict[int, float] = {}
    if not isinstance(table, dict):
        remarks.wrong("shape", place, f"the table of {question.name!r} is no mapping", "map each outcome to a number")
        return np.zeros(len(question.outcomes))
    for key in table:
        name = " ".join(clean(key).split())
        at = lookup.find(name)
        if at is None:
            what = f"{question.name!r} has no outcome {name[:60]!r}"
            remarks.warn("not-read", file.place((*keys, key)), what, "its value is not read")
        else:
            given[at] = _number(file, keys, table, key, math.nan, remarks)
    if missing := lacking(question, given):
        remarks.wrong("lacks-value", place, missing, "give each outcome of the domain a value")
    return np.array([given.get(k, 0.0) for k in range(len(question.outcomes))])


def _polynomial(file: YamlFile, keys: Keys, data: Any, x: Floats, remarks: Remarks) -> Floats:
    """Return a polynomial: the first coefficient belongs to x, the next to its square."""
    name = next((n for n in ("coefficients", "a") if isinstance(data.get(n), list)), None)
    total = np.full(len(x), _number(file, keys, data, "bias", 0.0, remarks))
    if name is None or not data[name] or len(data[name]) > 20:
        remarks.wrong("evaluator", file.place(keys), "a polynomial has no coefficients", "list 1 to 20 of them")
        return total
    for power in range(len(data[name])):
        total = total + _number(file, (*keys, name), data[name], power, math.nan, remarks) * x ** (power + 1)
    return total


def _number(file: YamlFile, keys: Keys, data: Any, key: str | int, default: float, remarks: Remarks) -> float:
    """Return a finite number of a mapping or list; where it must be there the default is NaN."""
    value = data.get(key, default) if isinstance(data, dict) else data[key]
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and abs(value) < 1e300:  # beyond, sums overflow; NaN fails the comparison too
        return float(value)
    shown = "missing" if isinstance(data, dict) and key not in data else clean(str(value))[:40]
    remarks.wrong("number", file.place((*keys, key)), f"{clean(str(key))[:60]} is {shown}", "give a finite number")
    return 0.0
