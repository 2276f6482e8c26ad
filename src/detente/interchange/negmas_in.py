"""NegMAS scenario folders: an outcome space and one utility function for each party, in YAML.

Linear additive functions are read: tables, and linear, constant and triangular functions. A discounted function is read
at its start. The reservation value is that of the outer function, or of the one inside where the outer has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from detente.errors import InputError, Problem
from detente.interchange.functions import MAX_OUTCOMES, function_in, outcomes_in
from detente.interchange.scenario import Floats, Scenario, with_no_deal

MAX_BYTES = 100_000_000
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ADDITIVE = {"LinearAdditiveUtilityFunction", "LinearUtilityAggregationFunction", "UtilityFunction", ""}


def read_negmas(folder: Path) -> Scenario:
    """Return the scenario in a folder of YAML files.

    Raises
    ------
    InputError
        With the file and the issue of each fault.
    """
    data = {path: _data(path) for path in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")])}
    domains = [d for d in data.values() if "issues" in d]
    functions = {path.stem: d for path, d in data.items() if "issues" not in d and {"values", "ufun"} & d.keys()}
    if len(domains) != 1 or not functions:
        what = f"{folder} has {len(domains)} outcome spaces and {len(functions)} utility functions"
        raise InputError.of("scenario", what, "a folder holds one file with issues and one function a party")
    messages: list[str] = []
    names, outcomes = [], []
    for n, issue in enumerate(domains[0]["issues"]):
        found, message = _outcomes(issue)
        names.append(str(issue.get("name", f"issue {n + 1}")))
        outcomes.append(tuple(found))
        messages += [f"{names[-1]}: {message}"] if message else []
    return _scenario(functions, tuple(names), tuple(outcomes), messages)


def _scenario(
    functions: Mapping[str, Any], names: tuple[str, ...], outcomes: tuple[tuple[str, ...], ...], messages: list[str]
) -> Scenario:
    problems: list[Problem] = []
    tables: list[list[Floats]] = []
    weights, reserved = [], []
    for party, outer in functions.items():
        inner = outer
        while isinstance(inner.get("ufun"), dict):
            inner = inner["ufun"]
        if inner is not outer:
            messages.append(f"{party}: discounted; read at its start")
        kind = str(inner.get("type", "")).rpartition(".")[2]
        if kind not in ADDITIVE:
            problems.append(Problem("function", f"{party}: {kind} is not linear additive", "write tables by issue"))
            continue
        given = _by_issue(inner.get("values", []), names)
        tables.append([_row(party, n, given.get(n), o, problems) for n, o in zip(names, outcomes, strict=True)])
        weights.append(_weights(party, inner.get("weights"), names, problems))
        reserved.append(_reserved(outer, inner))
    if problems:
        raise InputError(problems)
    values = tuple(np.array([rows[j] for rows in tables]) for j in range(len(names)))
    parties = tuple(functions)
    no_deal, said = with_no_deal(reserved, values, np.array(weights), parties)
    return Scenario(names, outcomes, parties, values, np.array(weights), no_deal, (*messages, *said))


def _data(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MAX_BYTES:
        raise InputError.of("too-large", f"{path.name} is larger than {MAX_BYTES:,} bytes", "split it")
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 (it is a safe loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        what = str(error).replace("\n", " ")[:200]
        raise InputError.of("yaml", f"{path.name} is no YAML of plain data: {what}", "mend it") from None
    return data if isinstance(data, dict) else {}


def _outcomes(issue: Mapping[str, Any]) -> tuple[list[str], str]:
    kind, values = str(issue.get("type", "CategoricalIssue")).rpartition(".")[2], issue.get("values")
    if isinstance(values, int):
        values = list(range(values))
    if kind in {"ContiguousIssue", "ContinuousIssue"} and isinstance(values, list) and len(values) == 2:
        return outcomes_in(float(values[0]), float(values[1]), whole=kind == "ContiguousIssue")
    if not isinstance(values, list) or not values or len(values) > MAX_OUTCOMES:
        raise InputError.of("issue", f"the issue {issue.get('name')!r} has no values", "give it at least one")
    return [str(v) for v in values], ""


def _by_issue(values: Any, names: Sequence[str]) -> dict[str, Any]:
    if isinstance(values, dict):
        return {str(key): value for key, value in values.items()}
    return dict(zip(names, values, strict=False)) if isinstance(values, list) else {}


def _row(party: str, issue: str, given: Any, choices: Sequence[str], problems: list[Problem]) -> Floats:
    """Return the values of one issue; a fault is noted and leaves zeros."""
    if not isinstance(given, dict):
        problems.append(Problem("issue", f"{party}: the issue {issue!r} has no values", "add a table"))
        return np.zeros(len(choices))
    mapping = given.get("mapping")
    try:
        if mapping is None:
            function = function_in(given, f"{party}, {issue!r}")
            return np.array([function(float(choice)) for choice in choices])
        by_name = {str(key): float(value) for key, value in mapping.items()}
        row = np.array([by_name.get(choice, np.nan) for choice in choices])
    except InputError as error:
        problems += error.problems
        return np.zeros(len(choices))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        problems.append(Problem("table", f"{party}: the issue {issue!r} cannot be read: {error}", "write numbers"))
        return np.zeros(len(choices))
    missing = [choice for choice, value in zip(choices, row, strict=True) if not np.isfinite(value)]
    if missing:
        what = f"{party}: the issue {issue!r} has no finite value of {', '.join(missing[:5])}"
        problems.append(Problem("table", what, "add it to the mapping"))
    return np.asarray(np.nan_to_num(row))


def _weights(party: str, given: Any, names: Sequence[str], problems: list[Problem]) -> list[float]:
    if given is None:
        return [1.0] * len(names)
    by_name = _by_issue(given, names)
    try:
        row = [float(by_name[name]) for name in names]
    except (KeyError, TypeError, ValueError):
        row = [-1.0]
    if not all(np.isfinite(w) and w >= 0 for w in row):
        problems.append(
            Problem("weight", f"{party}: the weights {given} do not fit", "one number, 0 or more, an issue")
        )
        return [0.0] * len(names)
    return row


def _reserved(outer: Mapping[str, Any], inner: Mapping[str, Any]) -> float | None:
    for function in (outer, inner):
        value = function.get("reserved_value")
        if isinstance(value, (int, float)) and np.isfinite(value):
            return float(value)
    return None
