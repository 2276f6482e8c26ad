"""The outcome space of a NegMAS scenario: its issues, ranges cut into outcomes."""

from __future__ import annotations

from typing import Any

from detente.errors import Path as Keys
from detente.interchange.assemble import Question, check_questions
from detente.interchange.gmcr_json import clean
from detente.interchange.lookup import numbers_of
from detente.interchange.names_in import name_of
from detente.interchange.remarks import Remarks
from detente.interchange.steps import cut, shown
from detente.interchange.yaml_files import YamlFile, class_of, written

_RANGES = {"ContiguousIssue": True, "ContinuousIssue": False, "CountableInfiniteIssue": True, "InfiniteIssue": False}
"""Kinds of issues that are ranges, and whether of whole numbers."""


def is_domain(data: Any) -> bool:
    """Return whether data are an outcome space: a list of issues, where a case has a mapping of them."""
    return isinstance(data, dict) and isinstance(data.get("issues"), list) and "format" not in data


def read_issues(file: YamlFile, remarks: Remarks) -> tuple[Question, ...]:
    """Return the issues of a domain file.

    Raises
    ------
    InputError
        If there are none, one has no outcomes, or there are too many.
    """
    for key in ("constraints", "constraint"):
        if file.data.get(key):
            what = "the outcome space has constraints, which are not read"
            remarks.warn("lost", file.place((key,)), what, "write them as links of the case")
    found = tuple(_question(file, n, remarks) for n in range(len(file.data["issues"])))
    remarks.check()
    check_questions(found, file.place(), remarks)
    return found


def _question(file: YamlFile, number: int, remarks: Remarks) -> Question:
    keys: Keys = ("issues", number)
    data, place = file.data["issues"][number], file.place(keys)
    if not isinstance(data, dict):
        remarks.wrong("shape", place, "an issue is no mapping", "give it a name and values")
        return Question("?", (), place)
    said = data.get("name")
    name = name_of(None if said is None else clean(written(said)), f"Issue {number + 1}", place, remarks)
    values = data.get("values")
    if class_of(data) in _RANGES:
        return _range(file, keys, name, remarks)
    if isinstance(values, int) and not isinstance(values, bool) and values > 0:
        numbers = cut(name, 0, values - 1, place, remarks, is_whole=True)
        return Question(name, tuple(map(shown, numbers)), place, numbers)
    if not isinstance(values, list):
        remarks.wrong("shape", place, f"the issue {name!r} has no list of values", "list its outcomes under values")
        return Question(name, (), place)
    outcomes = _outcomes(file, (*keys, "values"), name, remarks)
    return Question(name, outcomes, place, numbers_of(outcomes))


def _outcomes(file: YamlFile, keys: Keys, issue: str, remarks: Remarks) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number, value in enumerate(file.data["issues"][keys[1]]["values"], start=1):
        if isinstance(value, (dict, list)):
            place = file.place((*keys, number - 1))
            remarks.wrong("shape", place, f"an outcome of {issue!r} is no name", "write each outcome as one name")
            continue
        name = " ".join(clean(written(value)).split())
        if name and name not in found:
            found[name] = None
            continue
        place = file.place((*keys, number - 1))
        if name:
            remarks.note("twice", place, f"{name!r} stands twice in {issue!r}", "it is read once")
        else:
            found[name_of(name, f"Value {number}", place, remarks)] = None
    return tuple(found)


def _range(file: YamlFile, keys: Keys, name: str, remarks: Remarks) -> Question:
    data, place = file.data["issues"][keys[1]], file.place(keys)
    values = data.get("values", [data.get("min_value"), data.get("max_value")])
    ends = values if isinstance(values, list) and len(values) == 2 else []
    bounds = [float(x) for x in ends if isinstance(x, (int, float)) and abs(x) < 1e300]
    if len(bounds) != 2:
        remarks.wrong("range", place, f"the range of {name!r} is not two finite numbers", "write values: [low, high]")
        return Question(name, (), place)
    low, high = bounds
    if low > high:
        remarks.wrong("range", place, f"{name!r} runs from {low:g} down to {high:g}", "put the smaller first")
        return Question(name, (), place)
    numbers = cut(name, low, high, place, remarks, is_whole=_RANGES[class_of(data)])
    return Question(name, tuple(map(shown, numbers)), place, numbers)
