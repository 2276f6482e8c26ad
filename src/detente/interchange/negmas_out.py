"""Write a scenario as a NegMAS folder: one YAML file for the outcome space and one for each party."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from detente.case.files import write_whole
from detente.case.quantity import shortest
from detente.case.yaml_tree import plain_scalar
from detente.errors import Problem
from detente.interchange.file_names import file_names, new_folder
from detente.interchange.scenario import Scenario


def write_negmas(scenario: Scenario, folder: Path) -> tuple[Problem, ...]:
    """Write a scenario as a folder of NegMAS YAML files, and return what was lost.

    Parameters
    ----------
    scenario : Scenario
    folder : Path
        Made if it is not there; it must be empty.

    Raises
    ------
    InputError
        If something is in the folder, or it cannot be written.
    """
    new_folder(folder)
    stem, *parties = file_names([f"{scenario.name}_domain", *scenario.parties])
    write_whole(folder / f"{stem}.yml", _text(_domain(scenario, stem)))
    for row, name in enumerate(parties):
        write_whole(folder / f"{name}.yml", _text(_function(scenario, row)))
    return ()


def _text(data: Mapping[str, Any]) -> bytes:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000).encode()


class _Dumper(yaml.SafeDumper):
    """Puts quotes around text that some readers take for a number, such as 0E0."""


def _quoted(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None if plain_scalar(text) == text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _quoted)


def _domain(scenario: Scenario, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "DiscreteCartesianOutcomeSpace",
        "issues": [
            {"name": issue, "type": "CategoricalIssue", "values": list(names)}
            for issue, names in zip(scenario.issues, scenario.outcomes, strict=True)
        ],
    }


def _function(scenario: Scenario, row: int) -> dict[str, Any]:
    """Return one party's utility function; weights and values as they are, a constant as bias."""
    reserved = float(scenario.reservation[row])
    reservation = -math.inf if math.isnan(reserved) else reserved
    name = scenario.parties[row]
    inner: dict[str, Any] = {
        "name": name,
        "type": "LinearAdditiveUtilityFunction",
        "reserved_value": reservation,
        "weights": [float(w) for w in scenario.weights[row]],
        "values": [
            {"type": "TableFun", "mapping": {o: float(v) for o, v in zip(names, table[row], strict=True)}}
            for names, table in zip(scenario.outcomes, scenario.values, strict=True)
        ],
    }
    if scenario.constants[row]:
        inner["bias"] = float(scenario.constants[row])
    discount = float(scenario.discount[row])
    if math.isnan(discount):
        return inner
    outer = {"name": name, "type": "ExpDiscountedUFun", "reserved_value": reservation}
    return {**outer, "discount": shortest(discount), "dynamic_reservation": True, "ufun": inner}
