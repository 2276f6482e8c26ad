"""A small sound case as plain data, and ways to change it: what most tests of a case start from."""

from __future__ import annotations

import copy
from typing import Any

from detente.case.build import build
from detente.errors import Path, Problem

Data = dict[str, Any]


def river_case() -> Data:
    """Return the plain data of a sound case that has something of everything."""
    return {
        "format": 1,
        "case": "river",
        "title": "River talks",
        "documents": [{"id": "memo", "title": "Memo", "file": "documents/memo.txt"}],
        "voices": {"envoy": {"name": "Envoy", "of": "north"}},
        "statements": [
            {
                "id": "s1", "document": "memo", "quote": "we ask for the dam", "chain": ["author", "envoy"],
                "speaker": "envoy", "holder": "north", "act": "demand", "target": "south", "about": ["dam.built"],
            },
            {
                "id": "s2", "document": "memo", "quote": "the dam must never be", "speaker": "south",
                "holder": "south", "act": "reject", "about": ["dam.built", "water", "north.dig"],
            },
        ],
        "parties": {
            "north": {
                "name": "North", "kind": "principal", "power": 60, "no_deal": [20, 40],
                "stances": {
                    "dam": {
                        "values": {"built": 100, "shared": 60, "none": 0}, "salience": 80,
                        "bottom_line": "shared", "because": ["s1"],
                    },
                    "water": {"ranking": ["most", ["half", "little"]], "salience": [30, 50]},
                },
                "interactions": [{"when": "dam.built and water.most", "add": -10}],
            },
            "south": {
                "name": "South", "kind": "principal", "power": {"low": 20, "likely": 30, "high": 50},
                "stances": {
                    "dam": {"position": 10, "salience": 70, "red_line": ["built"], "because": ["s2"]},
                    "water": {"values": {"most": 0, "half": 50, "little": 100}, "judged_by": "analyst", "why": "Guess"},
                },
            },
            "farmers": {"name": "Farmers", "kind": "faction", "of": "south"},
            "fund": {"name": "Fund", "kind": "backer", "of": "north"},
        },
        "issues": {
            "dam": {
                "question": "Is the dam built?",
                "outcomes": {
                    "built": {"label": "It is built", "at": 100, "needs": "fund"},
                    "shared": {"label": "It is built and run by both", "at": 50},
                    "none": {"label": "It is not built", "at": 0},
                },
            },
            "water": {
                "question": "How much water flows on?",
                "outcomes": {"most": {"label": "Most"}, "half": {"label": "Half"}, "little": {"label": "Little"}},
            },
        },
        "links": [{"unless": "water.half", "not": "dam.shared", "because": ["s1"]}],
        "options": {"north": {"dig": {"label": "Dig now", "now": False, "because": ["s1"]}}, "south": {"sue": {"label": "Sue"}}},
        "infeasible": ["north.dig and south.sue"],
        "priorities": {"south": ["not north.dig", "south.sue if north.dig"]},
    }  # fmt: skip


def changed(*changes: tuple[Path, Any]) -> Data:
    """Return the river case with other values at some paths."""
    data = river_case()
    for path, value in changes:
        place: Any = data
        for step in path[:-1]:
            place = place[step]
        if isinstance(place, list) and path[-1] == len(place):
            place.append(copy.deepcopy(value))
        else:
            place[path[-1]] = copy.deepcopy(value)
    return data


def without(*path: str | int) -> Data:
    """Return the river case without what stands at a path."""
    data = river_case()
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return data


def problems_of(data: Any) -> tuple[Problem, ...]:
    """Return all problems of plain data."""
    return build(data).problems


def only_problem_of(data: Any) -> Problem:
    """Return the one problem of plain data; fail where there are more or none."""
    problems = problems_of(data)
    assert len(problems) == 1, "\n".join(map(repr, problems)) or "no problem was found"
    return problems[0]
