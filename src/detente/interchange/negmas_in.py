"""Read a NegMAS scenario: a folder with an outcome space and one utility function for each party, in YAML or JSON.

A discounted function is read at its start. NegMAS gives a discounted function a reservation value of its own, which
its loaders of other formats leave at −∞; the one of the function inside is taken then, and it is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import InputError
from detente.errors import Path as Keys
from detente.interchange.assemble import Question, Rectangle, Utility, assemble, check_size
from detente.interchange.gmcr_json import clean
from detente.interchange.negmas_domain import is_domain, read_issues
from detente.interchange.negmas_values import values_of
from detente.interchange.rectangles import yaml_rectangles
from detente.interchange.remarks import Remarks
from detente.interchange.scenario import Floats, Scenario
from detente.interchange.stranger_files import files_of, is_folder
from detente.interchange.yaml_files import YamlFile, class_of, read_yaml

ENDINGS = (".yml", ".yaml", ".json")
_ADDITIVE = ("LinearAdditiveUtilityFunction", "LinearUtilityAggregationFunction")
_PLAIN = ("LinearUtilityFunction", "AffineUtilityFunction")
_CONSTANT = ("ConstUtilityFunction",)
_RECTANGLES = ("HyperRectangleUtilityFunction",)
_WRAPPED = re.compile(r".*Discounted\w*")
_FACTORS = ("discount", "cost")
_PATH = re.compile(r".*[/\\].*\.(xml|ya?ml|json)")
"""What NegMAS gives as a name where it read a file of another format."""


@dataclass(frozen=True)
class _Function:
    """A utility function inside its wrappers."""

    file: YamlFile
    keys: Keys
    data: Mapping[str, Any]
    reservation: float
    discount: float


def read_negmas(path: Path) -> Scenario:
    """Return the scenario of a folder, or of the folder of a domain file.

    Parameters
    ----------
    path : Path
        A folder with an outcome space and utility functions, or the file of the outcome space.

    Raises
    ------
    InputError
        With every fault and its place in the files.
    """
    remarks = Remarks()
    folder = path if is_folder(path) else path.parent
    files = _files(folder, remarks)
    domain = _domain(path, files)
    functions = [file for file in files if _is_function(file.data)]
    if not functions:
        what = f"no utility function is there beside {domain.path.name}"
        raise InputError.of("no-profile", what, "put one YAML file for each party beside it", domain.path.name)
    questions = read_issues(domain, remarks)
    check_size(questions, len(functions), domain.place(), remarks)
    utilities = [_utility(file, questions, remarks) for file in functions]
    remarks.check()
    for utility in utilities:
        _say_rescaled(utility, remarks)
    name = (path.resolve() if is_folder(path) else domain.path.with_suffix("")).name
    is_weighted = any(len(set(u.weights)) > 1 or u.weights[0] != 1 for u in utilities)
    return assemble(name, "NegMAS files", questions, utilities, remarks, is_weighted=is_weighted)


def _files(folder: Path, remarks: Remarks) -> list[YamlFile]:
    found = []
    for path in files_of(folder, *ENDINGS):
        try:
            file = read_yaml(path)
        except InputError as error:
            remarks.faults += error.problems
            continue
        if not is_domain(file.data) and not _is_function(file.data):
            what = "it is neither an outcome space nor a utility function"
            remarks.note("not-read", file.place(), what, "it is not read")
        found.append(file)
    remarks.check()
    return found


def _domain(path: Path, files: Sequence[YamlFile]) -> YamlFile:
    domains = [file for file in files if is_domain(file.data)]
    named = [file for file in domains if file.path == path]
    if len(named or domains) == 1:
        return (named or domains)[0]
    if domains:
        names = ", ".join(file.path.name for file in domains[:5])
        raise InputError.of("no-domain", f"there are {len(domains)} outcome spaces: {names}", "name one of them")
    raise InputError.of("no-domain", f"{path} has no outcome space", "name a folder with one, or its file")


def _is_function(data: Any) -> bool:
    kind = class_of(data)
    is_named = kind.endswith(("UtilityFunction", "UFun", "AggregationFunction"))
    return isinstance(data, dict) and not is_domain(data) and (is_named or ("values" in data and "weights" in data))


def _utility(file: YamlFile, questions: Sequence[Question], remarks: Remarks) -> Utility:
    """Return what a file says of its party."""
    function = _unwrapped(file, remarks)
    data, keys = function.data, function.keys
    kind, place = class_of(data), file.place(keys)
    constant = _real(file, keys, data, "value" if kind in _CONSTANT else "bias", 0.0, remarks)
    weights = (0.0,) * len(questions)
    values = tuple(np.zeros(len(q.outcomes)) for q in questions)
    bonuses: tuple[Rectangle, ...] = ()
    if kind in _RECTANGLES and isinstance(data.get("outcome_ranges"), list):
        bonuses = yaml_rectangles(function.file, keys, data, questions, remarks)
    elif kind in _PLAIN or kind in _ADDITIVE or not kind:
        weights, values = _sum(function, questions, remarks)
    elif kind not in _CONSTANT:
        what = f"the utility function {kind} is not a sum over issues"
        remarks.wrong("not-additive", place, what, f"{_ADDITIVE[0]} is read, discounted or not, and hyper-rectangles")
    if data.get("reserved_outcome") is not None:
        remarks.warn("lost", place, "a reserved outcome is not read", "give a reserved_value")
    return Utility(
        _party(file), file.place(), values, weights, constant, function.reservation, function.discount, bonuses
    )


def _sum(
    function: _Function, questions: Sequence[Question], remarks: Remarks
) -> tuple[tuple[float, ...], tuple[Floats, ...]]:
    """Return the weights and the values of a sum over issues; a plain one takes the outcomes as numbers."""
    file, keys, data = function.file, function.keys, function.data
    given = _aligned(file, (*keys, "weights"), data.get("weights"), questions, remarks)
    tables: list[tuple[str | int, Any]] = [(n, {"type": "IdentityFun"}) for n in range(len(questions))]
    if class_of(data) not in _PLAIN:
        tables = _aligned(file, (*keys, "values"), data.get("values"), questions, remarks)
    return tuple(_weight(file, (*keys, "weights", k), weight, remarks) for k, weight in given), tuple(
        values_of(file, (*keys, "values", k), table, question, remarks)
        for (k, table), question in zip(tables, questions, strict=True)
    )


def _unwrapped(file: YamlFile, remarks: Remarks) -> _Function:
    """Return the function inside discounting, with the outermost reservation value that is given."""
    keys: Keys = ()
    data: Any = file.data
    discount, reservation = math.nan, _reservation(file, keys, data, remarks)
    while _WRAPPED.fullmatch(class_of(data)) and isinstance(data.get("ufun"), dict):
        factor = next((name for name in _FACTORS if data.get(name) is not None), None)
        if factor:
            discount = _real(file, keys, data, factor, math.nan, remarks)
        if factor == "cost":
            what = f"time costs {discount:g}, which is not read"
            remarks.warn("lost", file.place(keys), what, "values and no deal are those at the start")
            discount = math.nan
        keys, data = (*keys, "ufun"), data["ufun"]
        inner = _reservation(file, keys, data, remarks)
        if math.isnan(reservation) and not math.isnan(inner):
            what = f"the discounted function has no reservation value, so the one inside counts: {inner:g}"
            remarks.warn("reservation", file.place(keys), what, "write it beside the discount")
            reservation = inner
    return _Function(file, keys, data, reservation, discount)


def _reservation(file: YamlFile, keys: Keys, data: Mapping[str, Any], remarks: Remarks) -> float:
    """Return a reservation value; none, or minus infinity, is NaN."""
    value = data.get("reserved_value")
    if value is None or value == -math.inf:
        return math.nan
    return _real(file, keys, data, "reserved_value", math.nan, remarks)


def _real(file: YamlFile, keys: Keys, data: Mapping[str, Any], key: str, default: float, remarks: Remarks) -> float:
    """Return a finite number of a mapping, or the default where there is none."""
    value = data.get(key)
    if value is None:
        return default
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300:
        return float(value)
    remarks.wrong("number", file.place((*keys, key)), f"{key} is {clean(str(value))[:40]}", "give a finite number")
    return default


def _aligned(
    file: YamlFile, keys: Keys, given: Any, questions: Sequence[Question], remarks: Remarks
) -> list[tuple[str | int, Any]]:
    """Return one entry for each issue, with its key: from a list in the order of the issues, or a mapping by name."""
    if given is None and keys[-1] == "weights":
        return [(n, 1.0) for n in range(len(questions))]
    if isinstance(given, list) and len(given) == len(questions):
        return list(enumerate(given))
    names = {" ".join(clean(key).split()): key for key in given} if isinstance(given, dict) else {}
    if isinstance(given, dict) and all(q.name in names for q in questions):
        return [(names[q.name], given[names[q.name]]) for q in questions]
    has = f"{len(given)} {keys[-1]}" if isinstance(given, (list, dict)) else f"no {keys[-1]}"
    what = f"there are {has} that fit the {len(questions)} issues"
    remarks.wrong("lacks-value", file.place(keys), what, "give one for each issue, in their order or by their names")
    remarks.check()
    return []


def _weight(file: YamlFile, keys: Keys, value: Any, remarks: Remarks) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not abs(value) < 1e300:
        remarks.wrong("weight", file.place(keys), f"a weight is {clean(str(value))[:40]}", "give a number from 0 up")
        return 0.0
    if value < 0:
        remedy = "turn the values of that issue round instead, and give a weight from 0 up"
        remarks.wrong("weight", file.place(keys), f"a weight is negative: {value:g}", remedy)
        return 0.0
    return float(value)


def _party(file: YamlFile) -> str:
    """Return the name of a party: what its file says, unless that is a path, else the name of the file."""
    said = file.data.get("name")
    name = " ".join(clean(said).split()) if isinstance(said, str) else ""
    return name if name and len(name) <= 200 and not _PATH.fullmatch(name) else file.path.stem


def _say_rescaled(utility: Utility, remarks: Remarks) -> None:
    """Warn where values look rescaled to 0–1 issue by issue, which often left the reservation value as it was."""
    if math.isnan(utility.reservation) or utility.reservation <= 0:
        return
    weighed = [table for table, weight in zip(utility.values, utility.weights, strict=True) if weight > 0]
    if weighed and all(abs(t.min()) < 1e-12 and abs(t.max() - 1) < 1e-12 for t in weighed):
        what = f"every issue of {utility.party!r} runs from 0 to 1, as after a rescaling of its values"
        remedy = f"make sure that the reservation value {utility.reservation:g} was rescaled too: it often was not"
        remarks.warn("reservation", utility.place, what, remedy)
