"""Small scenarios of our own in the formats of other tools."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from detente.interchange.scenario import Scenario

DOMAIN_XML = """<negotiation_template>
  <utility_space number_of_issues="3">
    <objective index="0" name="root" type="objective">
      <issue index="1" name="Crane" type="discrete">
        <item index="1" value="rented"/>
        <item index="2" value="bought"/>
        <item index="3" value="shared"/>
      </issue>
      <issue index="2" name="Berths" type="integer" lowerbound="2" upperbound="4"/>
      <issue index="3" name="Share" type="real"><range lowerbound="0" upperbound="1"/></issue>
    </objective>
  </utility_space>
</negotiation_template>
"""

PORT_XML = """<utility_space>
  <objective index="0" name="root">
    <weight index="1" value="0.5"/>
    <weight index="2" value="0.3"/>
    <weight index="3" value="0.2"/>
    <issue index="1" name="Crane" type="discrete">
      <item index="1" value="rented" evaluation="10"/>
      <item index="2" value="bought" evaluation="40"/>
      <item index="3" value="shared" evaluation="20"/>
    </issue>
    <issue index="2" name="Berths" type="integer" lowerbound="2" upperbound="4">
      <evaluator ftype="linear" offset="0.2" slope="0.4"/>
    </issue>
    <issue index="3" name="Share" type="real">
      <range lowerbound="0" upperbound="1"/>
      <evaluator ftype="linear" parameter0="1" parameter1="-1"/>
    </issue>
  </objective>
  <discount_factor value="0.9"/>
  <reservation value="0.3"/>
</utility_space>
"""

CITY_XML = """<utility_space>
  <objective index="0" name="root">
    <weight index="1" value="0.2"/>
    <weight index="2" value="0.2"/>
    <weight index="3" value="0.6"/>
    <issue index="1" name="Crane" type="discrete">
      <item index="1" value="rented" evaluation="5"/>
      <item index="2" value="bought" evaluation="0"/>
      <item index="3" value="shared" evaluation="4"/>
    </issue>
    <issue index="2" name="Berths" type="integer" lowerbound="2" upperbound="4">
      <evaluator ftype="constant" parameter0="0.5"/>
    </issue>
    <issue index="3" name="Share" type="real">
      <range lowerbound="0" upperbound="1"/>
      <evaluator ftype="triangular" parameter0="0" parameter1="1" parameter2="0.5"/>
    </issue>
  </objective>
</utility_space>
"""

DOMAIN_YAML = """name: harbour
type: DiscreteCartesianOutcomeSpace
issues:
- name: Crane
  type: CategoricalIssue
  values: [rented, bought, shared]
- name: Berths
  type: ContiguousIssue
  values: [2, 4]
- name: Lit
  type: CategoricalIssue
  values: ['yes', 'no']
"""

PORT_YAML = """name: Port
type: ExpDiscountedUFun
discount: 0.9
reserved_value: 0.3
ufun:
  type: LinearAdditiveUtilityFunction
  reserved_value: -.inf
  weights: [0.5, 0.3, 0.2]
  values:
  - type: TableFun
    mapping: {rented: 0.25, bought: 1.0, shared: 0.5}
  - type: AffineFun
    slope: 0.4
    bias: -0.6
  - type: TableFun
    mapping: {'yes': 0.8, 'no': 0.1}
"""

CITY_YAML = """name: scenarios/old/City.xml
type: LinearAdditiveUtilityFunction
reserved_value: null
weights: {Crane: 0.2, Berths: 0.2, Lit: 0.6}
values:
  Crane:
    type: TableFun
    mapping: {rented: 1.0, bought: 0.1, shared: 0.8}
  Berths:
    type: LinearFun
    slope: 0.25
  Lit:
    type: TableFun
    mapping: {'yes': 0.0, 'no': 0.9}
"""

GENIUS = {"domain.xml": DOMAIN_XML, "port.xml": PORT_XML, "city.xml": CITY_XML}
NEGMAS = {"harbour.yml": DOMAIN_YAML, "port.yml": PORT_YAML, "city.yml": CITY_YAML}


def folder_of(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a folder, and return it."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


_NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=8)
_SCORES = st.floats(-50, 150).map(lambda x: round(x, 6))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a scenario with any names, values of any sign, ties, zero weights, constants and reservation values."""
    parties = tuple(draw(st.lists(_NAMES, min_size=1, max_size=4, unique_by=str.casefold)))
    issues = tuple(draw(st.lists(_NAMES, min_size=1, max_size=4, unique_by=str.casefold)))
    outcomes = tuple(tuple(draw(st.lists(_NAMES, min_size=1, max_size=4, unique_by=str.casefold))) for _ in issues)
    is_weighted = draw(st.booleans())
    weight = st.sampled_from([0.0, 0.25, 1.0, 3.0]) if is_weighted else st.just(1.0)

    def numbers(one: st.SearchStrategy[float], *shape: int) -> np.ndarray:
        size = math.prod(shape)
        return np.array(draw(st.lists(one, min_size=size, max_size=size)), dtype=float).reshape(shape)

    rows = len(parties)
    return Scenario(
        name=draw(_NAMES), source="a test", issues=issues, outcomes=outcomes, parties=parties,
        values=tuple(numbers(_SCORES, rows, len(names)) for names in outcomes),
        weights=numbers(weight, rows, len(issues)),
        constants=numbers(st.sampled_from([0.0, 0.0, 7.5]), rows),
        reservation=numbers(st.sampled_from([math.nan, -20.0, 0.0, 12.5]), rows),
        discount=numbers(st.sampled_from([math.nan, 0.5]), rows),
        is_weighted=is_weighted,
    )  # fmt: skip
