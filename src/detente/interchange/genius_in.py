"""Genius and ANAC files: a domain and one profile for each party, in XML.

Only linear additive profiles are read: tables for discrete issues; linear, constant and triangular functions for ranges.
In Genius an evaluation counts as a part of the largest one of its issue, and reservation values are on that scale. NegMAS
and others take evaluations as they are. Here a profile with a discount factor is read as Genius reads it, at its start;
any other one as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from detente.errors import InputError, Problem
from detente.interchange.functions import MAX_OUTCOMES, Function, linear, outcomes_in, triangular
from detente.interchange.scenario import Floats, Scenario, with_no_deal

MAX_BYTES = 100_000_000


def read_genius(folder: Path) -> Scenario:
    """Return the scenario in a folder of XML files.

    Raises
    ------
    InputError
        With the file and the issue of each fault.
    """
    roots = {path: _root(path) for path in sorted(folder.glob("*.xml"))}
    profiles = {path: root for path, root in roots.items() if _is_profile(root)}
    domains = [root for path, root in roots.items() if path not in profiles and root.find(".//objective") is not None]
    if not profiles:
        raise InputError.of("scenario", f"{folder} has no profile with evaluations", "put profiles beside the domain")
    issues = list(_issues(domains[0] if domains else next(iter(profiles.values()))))
    messages: list[str] = []
    names: list[str] = []
    outcomes: list[tuple[str, ...]] = []
    for issue in issues:
        found, message = _outcomes(issue)
        names.append(issue.get("name", f"issue {len(names) + 1}"))
        outcomes.append(tuple(found))
        messages += [f"{names[-1]}: {message}"] if message else []
    scenario = _scenario(profiles, tuple(names), tuple(outcomes), messages)
    numbers = {issue.get("index") for issue in issues}
    is_stated = any(root.find(".//reservation") is not None for root in profiles.values())
    return _with_first_issue(scenario) if "2" in numbers and not numbers & {"0", "1"} and not is_stated else scenario


def _with_first_issue(scenario: Scenario) -> Scenario:
    """Return the scenario with an issue before the others that has one outcome, worth 1 to everybody.

    Old files number the objective 1 and the issues from 2. NegMAS fills the gap this way, so its utilities are 1 larger.
    """
    count = len(scenario.parties)
    return replace(
        scenario,
        issues=("DUMMY_ISSUE", *scenario.issues),
        outcomes=(("1",), *scenario.outcomes),
        values=(np.ones((count, 1)), *scenario.values),
        weights=np.column_stack([np.ones(count), scenario.weights]),
        no_deal=scenario.no_deal + 1,
        messages=(
            *scenario.messages,
            "no issue has the number 1: as in NegMAS one with a single outcome worth 1 stands for it",
        ),
    )


def _scenario(
    profiles: dict[Path, Element], names: tuple[str, ...], outcomes: tuple[tuple[str, ...], ...], messages: list[str]
) -> Scenario:
    problems: list[Problem] = []
    tables: list[list[Floats]] = []
    weights, reserved = [], []
    for path, root in profiles.items():
        discount = _number(root.find(".//discount_factor"))
        is_discounted = discount is not None and 0 < discount < 1
        weighing = {w.get("index"): float(w.get("value", "nan")) for w in root.iter("weight")}
        by_name = {issue.get("name"): issue for issue in _issues(root)}
        rows = []
        for name, choices in zip(names, outcomes, strict=True):
            row = _row(path.name, name, by_name.get(name), choices, problems)
            rows.append(row / row.max() if is_discounted and row.max() > 0 else row)
        weights.append([_weight(by_name.get(name), weighing) for name in names])
        tables.append(rows)
        reserved.append(_number(root.find(".//reservation")))
        if is_discounted:
            messages.append(
                f"{path.name}: discounted by {discount:g}; evaluations are parts of the largest, as in Genius"
            )
    problems += _bad_weights(list(profiles), weights)
    if problems:
        raise InputError(problems)
    values = tuple(np.array([rows[j] for rows in tables]) for j in range(len(names)))
    parties = tuple(path.stem for path in profiles)
    no_deal, said = with_no_deal(reserved, values, np.array(weights), parties)
    return Scenario(names, outcomes, parties, values, np.array(weights), no_deal, (*messages, *said))


def _root(path: Path) -> Element:
    """Return the parsed file; nothing is expanded and nothing is fetched."""
    if path.stat().st_size > MAX_BYTES:
        raise InputError.of("too-large", f"{path.name} is larger than {MAX_BYTES:,} bytes", "split it")
    try:
        root: Element = fromstring(path.read_bytes().strip(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputError.of("xml", f"{path.name} declares {type(error).__name__}", "remove the DOCTYPE") from None
    except (ParseError, ValueError, LookupError) as error:
        raise InputError.of("xml", f"{path.name} is no well-formed XML: {error}", "mend or export it again") from None
    return root


def _is_profile(root: Element) -> bool:
    return any(root.iter("weight")) or any(item.get("evaluation") is not None for item in root.iter("item"))


def _issues(root: Element) -> Iterator[Element]:
    """Yield the issues; those without a name are skipped."""
    for objective in root.iter("objective"):
        yield from (issue for issue in objective.findall("issue") if issue.get("name"))


def _kind(issue: Element) -> str:
    return issue.get("vtype") or issue.get("etype") or issue.get("type") or "discrete"


def _outcomes(issue: Element) -> tuple[list[str], str]:
    if _kind(issue) in {"integer", "real"}:
        at = issue.find("range")
        bounds = at if at is not None else issue
        low, high = (float(bounds.get(name, "nan")) for name in ("lowerbound", "upperbound"))
        return outcomes_in(low, high, whole=_kind(issue) == "integer")
    found = list(dict.fromkeys(item.get("value", "") for item in issue.findall("item")))
    if not found or len(found) > MAX_OUTCOMES:
        raise InputError.of("issue", f"the issue {issue.get('name')!r} has {len(found)} items", "give it at least one")
    return found, ""


def _row(file: str, name: str, issue: Element | None, choices: tuple[str, ...], problems: list[Problem]) -> Floats:
    """Return the evaluations of one issue; a fault is noted and leaves zeros."""
    row = np.zeros(len(choices))
    if issue is None:
        problems.append(Problem("issue", f"{file}: the issue {name!r} of the domain is missing", "add it", file=file))
        return row
    if _kind(issue) in {"integer", "real"}:
        function = _function(issue)
        if function is None:
            problems.append(Problem("evaluator", f"{file}: {name!r} has no known evaluator", "use linear", file=file))
            return row
        return np.array([function(float(choice)) for choice in choices])
    given = {item.get("value", ""): item.get("evaluation") for item in issue.findall("item")}
    for n, choice in enumerate(choices):
        try:
            row[n] = float(str(given[choice]))
            is_number = bool(np.isfinite(row[n]))
        except (KeyError, ValueError):
            is_number = False
        if not is_number:
            what = f"{file}: the issue {name!r} has no evaluation of {choice!r}"
            problems.append(Problem("evaluation", what, "add a finite number", file=file))
            row[n] = 0.0
    return row


def _function(issue: Element) -> Function | None:
    evaluator = issue.find("evaluator")
    if evaluator is None:
        return None
    numbers = [float(evaluator.get(f"parameter{n}", "0")) for n in range(3)]
    kind = evaluator.get("ftype", "linear")
    if kind == "linear":
        return linear(float(evaluator.get("slope", numbers[1])), float(evaluator.get("offset", numbers[0])))
    if kind == "constant":
        return linear(0.0, numbers[0])
    return triangular(numbers[0], numbers[2], numbers[1]) if kind == "triangular" else None


def _weight(issue: Element | None, weighing: dict[str | None, float]) -> float:
    return weighing.get(issue.get("index"), float("nan")) if issue is not None else 0.0


def _bad_weights(files: list[Path], weights: list[list[float]]) -> Iterator[Problem]:
    for path, row in zip(files, weights, strict=True):
        if not all(np.isfinite(w) and w >= 0 for w in row):
            what = f"{path.name}: weights must be there for each issue and not negative: {row}"
            yield Problem("weight", what, "give a weight of 0 or more", file=path.name)


def _number(element: Element | None) -> float | None:
    try:
        return None if element is None else float(element.get("value", ""))
    except ValueError:
        return None
