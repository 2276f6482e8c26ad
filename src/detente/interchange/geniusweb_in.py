"""Read a GeniusWeb negotiation: JSON profiles, linear additive, each with its domain in it or beside it.

What is not as good as the reservation bid is no agreement, so the utility of that bid is the reservation value. An issue
that the bid leaves open adds nothing, as in GeniusWeb.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import InputError
from detente.errors import Path as Keys
from detente.interchange.assemble import Question, Utility, assemble, check_questions, check_size
from detente.interchange.gmcr_json import clean
from detente.interchange.lookup import Lookup, lacking, numbers_of
from detente.interchange.names_in import name_of
from detente.interchange.remarks import Remarks
from detente.interchange.scenario import Floats, Scenario
from detente.interchange.steps import CUT_REAL, WHOLE, real_steps, shown
from detente.interchange.stranger_files import files_of, is_folder
from detente.interchange.yaml_files import YamlFile, read_yaml, written

ADDITIVE = "LinearAdditiveUtilitySpace"
DOMAIN = "issuesValues"
_OTHERS = ("DefaultPartialOrdering", "SumOfGroupsUtilitySpace", "PartialOrdering", "LinearAdditive")


def is_geniusweb(data: Any) -> bool:
    """Return whether data are a domain or a profile of GeniusWeb."""
    return isinstance(data, dict) and (isinstance(data.get(DOMAIN), dict) or _kind(data) != "")


def _kind(data: Any) -> str:
    """Return the name of the profile's class; empty where it is no profile."""
    if not isinstance(data, dict) or len(data) != 1:
        return ""
    (kind, inner), *_ = data.items()
    is_profile = isinstance(inner, dict) and isinstance(inner.get("domain"), dict)
    return str(kind) if kind in (ADDITIVE, *_OTHERS) or is_profile else ""


def read_geniusweb(path: Path) -> Scenario:
    """Return the scenario of a folder of GeniusWeb files, or of the folder of one of them.

    Parameters
    ----------
    path : Path
        A folder with a profile for each party, or one of its JSON files.

    Raises
    ------
    InputError
        With every fault and its place in the files.
    """
    remarks = Remarks()
    folder = path if is_folder(path) else path.parent
    files = [read_yaml(file) for file in files_of(folder, ".json")]
    profiles = [file for file in files if _kind(file.data)]
    if not profiles:
        raise InputError.of("no-profile", f"{path} has no GeniusWeb profile", "put one JSON file a party in the folder")
    for file in profiles:
        if _kind(file.data) != ADDITIVE:
            what = f"the profile {_kind(file.data)[:60]} is not a sum over issues"
            remarks.wrong("not-additive", file.place(), what, f"{ADDITIVE} is read")
    remarks.check()
    domain, keys = _domain(path, files, profiles)
    questions = _questions(domain, keys, remarks)
    check_size(questions, len(profiles), domain.place(), remarks)
    utilities = [_utility(file, questions, remarks) for file in profiles]
    remarks.check()
    return assemble(
        (path.resolve() if is_folder(path) else folder.resolve()).name, "GeniusWeb files", questions, utilities, remarks
    )


def _domain(path: Path, files: Sequence[YamlFile], profiles: Sequence[YamlFile]) -> tuple[YamlFile, Keys]:
    """Return where the issues are declared: in the domain that was named, the only one, or the first profile."""
    domains = [file for file in files if isinstance(file.data, dict) and isinstance(file.data.get(DOMAIN), dict)]
    named = [file for file in domains if file.path == path]
    if len(named or domains) == 1:
        return (named or domains)[0], ()
    if len(domains) > 1:
        names = ", ".join(file.path.name for file in domains[:5])
        raise InputError.of("no-domain", f"there are {len(domains)} domains: {names}", "name the file of one of them")
    return profiles[0], (ADDITIVE, "domain")


def _questions(file: YamlFile, keys: Keys, remarks: Remarks) -> tuple[Question, ...]:
    inner: Any = file.data
    for key in keys:
        inner = inner[key]
    given = inner.get(DOMAIN)
    if not isinstance(given, dict):
        remarks.wrong("shape", file.place(keys), f"there is no {DOMAIN}", "declare the issues with their values")
        remarks.check()
    found = tuple(_question(file, (*keys, DOMAIN, name), name, given[name], remarks) for name in given)
    remarks.check()
    check_questions(found, file.place(), remarks)
    return found


def _question(file: YamlFile, keys: Keys, said: str, data: Any, remarks: Remarks) -> Question:
    name, place = name_of(clean(said), "Issue", file.place(keys), remarks), file.place(keys)
    values = data.get("values") if isinstance(data, dict) else None
    if isinstance(values, list) and not any(isinstance(v, (dict, list)) for v in values):
        outcomes = tuple(dict.fromkeys(" ".join(clean(written(v)).split()) for v in values))
        return Question(name, outcomes, place, numbers_of(outcomes), said)
    if isinstance(data, dict) and isinstance(data.get("range"), list):
        numbers = _range(file, (*keys, "range"), name, data["range"], remarks)
        return Question(name, tuple(map(shown, numbers)), place, numbers, said)
    remarks.wrong("shape", place, f"the issue {name!r} has neither values nor a range", "list its values")
    return Question(name, (), place, None, said)


def _range(file: YamlFile, keys: Keys, name: str, ends: Sequence[Any], remarks: Remarks) -> tuple[float, ...]:
    """Return the numbers from the first to the second in steps of the third, or equal steps where they are many."""
    try:
        low, high, step = (Decimal(str(x)) for x in ends)
        is_sound = (
            all(x.is_finite() and abs(x) < Decimal("1e15") for x in (low, high, step)) and low <= high and step > 0
        )
    except (InvalidOperation, ValueError):
        is_sound = False
    if not is_sound:
        remarks.wrong(
            "range", file.place(keys), f"the range of {name!r} is no low, high and step", "write three numbers"
        )
        return ()
    count = int((high - low) / step) + 1
    if count <= WHOLE:
        return tuple(float(low + k * step) for k in range(count))
    what = f"{name!r} is cut into {CUT_REAL} of its {count:,} numbers"
    remarks.note(
        "discretised", file.place(keys), what, "the others are left out: give a discrete issue where they matter"
    )
    return real_steps(float(low), float(low + (count - 1) * step))


def _utility(file: YamlFile, questions: Sequence[Question], remarks: Remarks) -> Utility:
    keys: Keys = (ADDITIVE,)
    data = file.data[ADDITIVE]
    values, weights = [], []
    for question in questions:
        values.append(_values(file, (*keys, "issueUtilities"), data.get("issueUtilities"), question, remarks))
        weights.append(_number(file, (*keys, "issueWeights"), data.get("issueWeights"), question.key, remarks))
    strange = [str(k) for k in (data.get("issueUtilities") or {}) if k not in {q.key for q in questions}]
    if strange:
        what = f"the domain has no issue {strange[0][:60]!r}"
        remarks.warn("not-read", file.place((*keys, "issueUtilities", strange[0])), what, "it is not read")
    said = data.get("name")
    party = " ".join(clean(said).split())[:200] if isinstance(said, str) else ""
    reservation = _reservation(file, keys, data, questions, values, weights, remarks)
    return Utility(party or file.path.stem, file.place(), tuple(values), tuple(weights), reservation=reservation)


def _values(file: YamlFile, keys: Keys, given: Any, question: Question, remarks: Remarks) -> Floats:
    nothing, keys = np.zeros(len(question.outcomes)), (*keys, question.key)
    data = given.get(question.key) if isinstance(given, dict) else None
    if isinstance(data, dict) and len(data) == 1 and isinstance(inner := next(iter(data.values())), dict):
        keys, data = (*keys, next(iter(data))), inner
    if isinstance(data, dict) and isinstance(data.get("valueUtilities"), dict):
        return _table(file, (*keys, "valueUtilities"), data["valueUtilities"], question, remarks)
    if isinstance(data, dict) and "lowValue" in data and question.numbers is not None:
        ends = [_number(file, keys, data, k, remarks) for k in ("lowValue", "highValue", "lowUtility", "highUtility")]
        low, high, least, most = ends
        if not low < high:
            remarks.wrong(
                "range", file.place(keys), f"{question.name!r} runs from {low:g} to {high:g}", "put the smaller first"
            )
            return nothing
        return np.asarray(least + (most - least) * (np.array(question.numbers) - low) / (high - low))
    what = f"{question.name!r} has no utilities that are read"
    remarks.wrong("lacks-value", file.place(keys), what, "give valueUtilities, or lowValue to highUtility for numbers")
    return nothing


def _table(file: YamlFile, keys: Keys, table: Mapping[str, Any], question: Question, remarks: Remarks) -> Floats:
    lookup, given = Lookup(question), {}
    for key in table:
        at = lookup.find(" ".join(clean(key).split()))
        if at is None:
            what = f"{question.name!r} has no value {clean(key)[:60]!r} in the domain"
            remarks.warn("not-read", file.place((*keys, key)), what, "it is not read")
            continue
        given[at] = _number(file, keys, table, key, remarks)
    # A value that a profile leaves out is worth nothing, as in GeniusWeb.
    if missing := lacking(question, given):
        remarks.warn("lacks-value", file.place(keys), missing, "it is read as 0, as in GeniusWeb")
    return np.array([given.get(k, 0.0) for k in range(len(question.outcomes))])


def _number(file: YamlFile, keys: Keys, data: Any, key: str, remarks: Remarks) -> float:
    """Return a number, which GeniusWeb may write as text."""
    value = data.get(key) if isinstance(data, dict) else None
    try:
        number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else math.nan
    except ValueError:
        number = math.nan
    if abs(number) < 1e100:  # NaN fails too
        return number
    is_there = isinstance(data, dict) and key in data
    what = f"{clean(key)[:60]} is {clean(str(value))[:40] if is_there else 'missing'}"
    remarks.wrong("number", file.place((*keys, key)), what, "give a finite number")
    return 0.0


def _reservation(
    file: YamlFile, keys: Keys, data: Mapping[str, Any], questions: Sequence[Question],
    values: Sequence[Floats], weights: Sequence[float], remarks: Remarks,
) -> float:  # fmt: skip
    """Return the utility of the reservation bid; NaN where there is none."""
    bid = data.get("reservationBid")
    if not isinstance(bid, dict) or not isinstance(bid.get("issuevalues"), dict) or not bid["issuevalues"]:
        return math.nan
    said, total = bid["issuevalues"], 0.0
    for question, table, weight in zip(questions, values, weights, strict=True):
        place = file.place((*keys, "reservationBid", "issuevalues", question.key))
        if question.key not in said:
            remarks.note("reservation", place, f"the reservation bid leaves {question.name!r} open", "it adds 0")
            continue
        name = " ".join(clean(written(said[question.key])).split())
        at = Lookup(question).find(name)
        if at is None:
            remarks.wrong(
                "reservation", place, f"{question.name!r} has no value {name[:60]!r}", "name one of the domain"
            )
        else:
            total += weight * float(table[at])
    return total
