"""A scenario of another tool as a case: ids from names, values on the 0–100 scale, saliences from weights."""

from __future__ import annotations

import math
from typing import Any

from detente.case import Case, make_case
from detente.case.quantity import shortest
from detente.errors import Problem
from detente.interchange.ids import id_of, unique_ids
from detente.interchange.scale import Scaled, map_in_words, scaled
from detente.interchange.scenario import Bonus, Scenario

_MAX_TEXT = 15_000


def case_of_scenario(scenario: Scenario) -> Case:
    """Return the case that a scenario describes; its note says how to map values back.

    Parameters
    ----------
    scenario : Scenario

    Raises
    ------
    CaseError
        If a name is no text that a case can hold.
    """
    return make_case(scenario_data(scenario))


def scenario_data(scenario: Scenario) -> dict[str, Any]:
    """Return the same as plain data, in the order in which a person would write a case file."""
    found = scaled(scenario)
    issues = unique_ids(scenario.issues, "issue")
    outcomes = [unique_ids(names, "outcome") for names in scenario.outcomes]
    parties = unique_ids(scenario.parties, "party")
    return {
        "format": 1,
        "case": id_of(scenario.name, "scenario"),
        "title": scenario.name or "Scenario",
        "parties": {party: _party(scenario, found, row, issues, outcomes) for row, party in enumerate(parties)},
        "issues": {
            issue: {
                "question": scenario.issues[j],
                "name": scenario.issues[j],
                "outcomes": {
                    key: {"label": label} for key, label in zip(outcomes[j], scenario.outcomes[j], strict=True)
                },
            }
            for j, issue in enumerate(issues)
        },
        "note": note_of(scenario, found),
    }


def _party(
    scenario: Scenario, found: Scaled, row: int, issues: tuple[str, ...], outcomes: list[tuple[str, ...]]
) -> dict[str, Any]:
    backing = {"judged_by": scenario.source, "why": "read from the file"}
    return {
        "name": scenario.parties[row],
        "kind": "principal",
        "no_deal": {"value": shortest(float(found.no_deal[row])), **backing, "why": _why_no_deal(scenario, row)},
        "stances": {
            issue: {
                "values": {
                    key: shortest(value) for key, value in zip(outcomes[j], found.values[j][row].tolist(), strict=True)
                },
                "salience": shortest(float(found.saliences[row, j])),
                **backing,
            }
            for j, issue in enumerate(issues)
        },
        "interactions": [
            {
                "when": _when(bonus, issues, outcomes),
                "add": shortest(found.factor * abs(bonus.add)),
                **backing,
            }
            for bonus in scenario.bonuses
            if bonus.party == row
        ],
    }


def _when(bonus: Bonus, issues: tuple[str, ...], outcomes: list[tuple[str, ...]]) -> str:
    """Return where points are added: for a bonus below 0 wherever it does not apply, as its offset counts it already."""
    condition = condition_of(bonus, issues, outcomes)
    return f"not ({condition})" if bonus.add < 0 else condition


def condition_of(bonus: Bonus, issues: tuple[str, ...], outcomes: list[tuple[str, ...]]) -> str:
    """Return where a bonus counts, in the expression language."""
    parts = []
    for j, places in bonus.where:
        inside = [f"{issues[j]}.{outcomes[j][o]}" for o in places]
        outside = [f"{issues[j]}.{name}" for o, name in enumerate(outcomes[j]) if o not in places]
        is_most = len(outside) < len(inside)
        text = " or ".join(outside if is_most else inside)
        parts.append(f"not ({text})" if is_most else f"({text})")
    return " and ".join(parts)


def _why_no_deal(scenario: Scenario, row: int) -> str:
    said = float(scenario.reservation[row])
    if said == float(scenario.no_deal[row]):
        return f"the reservation value {said!r} of the file"
    what = "there is no reservation value" if math.isnan(said) else f"the reservation value {said!r} is below it"
    return f"the least attainable value of the file, {float(scenario.no_deal[row])!r}: {what}"


def note_of(scenario: Scenario, found: Scaled) -> str:
    """Return where the case comes from, the map of its values, and what was rescaled, lost or assumed."""
    sentences = [f"Read from {scenario.source}.", *map_in_words(scenario, found)]
    if not scenario.is_weighted:
        sentences.append("The file has no weights: a salience is the spread of the values of its issue.")
    sentences += [_sentence(problem) for problem in scenario.messages]
    note = "\n".join(sentences)
    return note if len(note) <= _MAX_TEXT else note[:_MAX_TEXT] + " …"


def _sentence(problem: Problem) -> str:
    return f"{problem.severity.capitalize()}: {problem}."
