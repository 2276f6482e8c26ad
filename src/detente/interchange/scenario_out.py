"""A scenario as a folder for other tools: Genius XML, or NegMAS YAML."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import yaml

from detente.interchange.scenario import Scenario


def write_genius(scenario: Scenario, folder: Path) -> tuple[str, ...]:
    """Write a domain and a profile for each party, and return what was lost.

    Genius takes evaluations as parts of the largest of their issue, so these are written that way, with the weights
    to go with them; a party's utility is then divided by the largest total that its issues reach.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "domain.xml").write_text(_genius(scenario, None), encoding="utf-8")
    for p in range(len(scenario.parties)):
        (folder / f"{_file(scenario, p)}.xml").write_text(_genius(scenario, p), encoding="utf-8")
    negative = any((table < 0).any() for table in scenario.values)
    lost = ["values below 0 are no evaluations in Genius: each table was moved up to 0"] if negative else []
    return (*scenario.messages, *lost, "utilities are parts of each party's largest total, as Genius has them")


def write_negmas(scenario: Scenario, folder: Path) -> tuple[str, ...]:
    """Write an outcome space and a utility function for each party, and return what was lost."""
    folder.mkdir(parents=True, exist_ok=True)
    issues = [
        {"name": issue, "type": "CategoricalIssue", "values": list(names)}
        for issue, names in zip(scenario.issues, scenario.outcomes, strict=True)
    ]
    _dump(folder / "domain.yml", {"issues": issues, "name": "domain", "type": "DiscreteCartesianOutcomeSpace"})
    for p in range(len(scenario.parties)):
        tables = [
            {"type": "TableFun", "mapping": dict(zip(names, table[p].tolist(), strict=True))}
            for names, table in zip(scenario.outcomes, scenario.values, strict=True)
        ]
        no_deal = float(scenario.no_deal[p])
        function = {
            "name": scenario.parties[p], "type": "LinearAdditiveUtilityFunction", "values": tables,
            "weights": scenario.weights[p].tolist(), "reserved_value": -np.inf if np.isnan(no_deal) else no_deal,
        }  # fmt: skip
        _dump(folder / f"{_file(scenario, p)}.yml", function)
    return scenario.messages


def _dump(path: Path, data: object) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _file(scenario: Scenario, p: int) -> str:
    safe = "".join(c if c.isalnum() else "_" for c in scenario.parties[p])
    return f"party{p + 1:02}_{safe}"


def _genius(scenario: Scenario, p: int | None) -> str:
    lines = ["<utility_space>", '<objective index="0" name="root" type="objective" etype="objective" description="">']
    tables = [] if p is None else [table[p] - min(float(table[p].min()), 0.0) for table in scenario.values]
    tops = [] if p is None else [float(w * t.max()) for w, t in zip(scenario.weights[p], tables, strict=True)]
    total = sum(tops) or 1.0
    for j, (issue, names) in enumerate(zip(scenario.issues, scenario.outcomes, strict=True)):
        lines.append(
            f'<issue index="{j + 1}" name={quoteattr(issue)} type="discrete" etype="discrete" vtype="discrete">'
        )
        for o, name in enumerate(names):
            worth = "" if p is None else f' evaluation="{float(tables[j][o]) / (float(tables[j].max()) or 1.0)!r}"'
            lines.append(f'<item index="{o + 1}" value={quoteattr(name)}{worth}/>')
        lines.append("</issue>")
    lines += [f'<weight index="{j + 1}" value="{top / total!r}"/>' for j, top in enumerate(tops)]
    lines.append("</objective>")
    if p is not None and not np.isnan(scenario.no_deal[p]):
        moved = sum(
            float(w * min(float(t[p].min()), 0.0)) for w, t in zip(scenario.weights[p], scenario.values, strict=True)
        )
        lines.append(f'<reservation value="{(float(scenario.no_deal[p]) - moved) / total!r}"/>')
    return "\n".join([*lines, "</utility_space>", ""])
