"""Small results to draw, a large case, and what is read back from a chart."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np

from detente.case import Case, make_case
from detente.deals import DealSpace, DealsResult, find_deals

LETTERS = "ABCDE"


def texts_of(svg: str) -> list[str]:
    """Return the words of a chart, lines of one text joined by a space."""
    found = (e for e in ET.fromstring(svg).iter() if e.tag.rpartition("}")[2] == "text")
    return [" ".join(part.strip() for part in e.itertext() if part.strip()) for e in found]


def lines_of(svg: str, colour: str) -> list[list[tuple[float, float]]]:
    """Return the lines of a colour, as points in pixels."""
    paths = re.findall(rf'<path d="(M[^"]+)" stroke="{colour}"', svg)
    return [[tuple(map(float, p.split(","))) for p in re.split("[ML]", d)[1:]] for d in paths]  # type: ignore[misc]


def random_result(seed: int, parties: int = 3, issues: int = 4, outcomes: int = 3, scale: float = 10.0) -> DealsResult:
    """Return the deals of random tables, each party having a no-deal value."""
    rng = np.random.default_rng(seed)
    tables = [scale * rng.random((parties, outcomes)) for _ in range(issues)]
    return find_deals(DealSpace.additive(tables, no_deal=scale * issues * rng.uniform(0, 0.6, parties)))


def case_of_many(
    parties: int = 4, issues: int = 20, outcomes: int = 5, *, blocked: bool = False, seed: int = 3
) -> Case:
    """Return a case with random values; a blocked one has three issues on which no outcome is left."""
    rng = np.random.default_rng(seed)
    names = [f"{letter}land" for letter in "ABCDEFGH"[:parties]]
    asked = {
        f"i{j:02d}": {
            "question": f"What about point {j + 1}?",
            "name": f"Point {j + 1}",
            "outcomes": {f"o{o}": {"label": f"{LETTERS[o]} of point {j + 1}"} for o in range(outcomes)},
        }
        for j in range(issues)
    }
    people: dict[str, Any] = {name.lower(): _party(name, list(asked), outcomes, rng) for name in names}
    for j in range(3 if blocked else 0):
        for n, refused in enumerate((["o0", "o1"], ["o2", "o3"], ["o4"])):
            people[names[n].lower()]["stances"][f"i{j:02d}"]["red_line"] = refused
    return make_case({"format": 1, "case": "many", "title": "Many issues", "parties": people, "issues": asked})


def _party(name: str, issues: list[str], outcomes: int, rng: np.random.Generator) -> dict[str, Any]:
    stances = {}
    for issue in issues:
        worth = rng.integers(0, 101, outcomes)
        worth[rng.integers(outcomes)] = 100
        least = int(rng.integers(5, 90))
        stances[issue] = {
            "values": {f"o{o}": int(worth[o]) for o in range(outcomes)},
            "salience": [least, least + 10],
        }
    return {"name": name, "kind": "principal", "no_deal": int(rng.integers(30, 45)), "stances": stances}
