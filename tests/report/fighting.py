"""A small case of bargaining while fighting, and its brief with a short horizon."""

from __future__ import annotations

from dataclasses import replace

from detente.case import Case, load_case
from detente.dynamics import DynamicsResult
from detente.dynamics.build import GameOptions
from detente.ensemble import analyze_dynamics
from detente.findings import Brief, analyze
from detente.findings.mechanisms import mechanism_rows
from tests.findings.test_brief import CASE

SHORT = GameOptions(months=3, beliefs=3, balances=3)

FIGHTING = """
options:
  a: {retreat: {label: Give up the hill, because: [s1]}, talk: {label: Go on talking}}
  b: {shell: {label: Shell the hill}}
dynamics:
  sides: [a, b]
  began: 2020-01-01
  balance: {advantage: 0.5, favours: 0.5}
  resolve:
    a: {tough: 0.5, cost_tough: 0.5, cost_weak: 2}
    b: {tough: 0.5, cost_tough: 0.5, cost_weak: 2}
  moves:
    a.retreat: {if_tough: 0.2, if_weak: 0.8, size: 0.1, costs: 4, gives: 6}
    a.talk: {if_tough: 0.9, if_weak: 0.9, size: 0.1}
    b.shell: {if_tough: 0.8, if_weak: 0.4, size: 0.1}
  events:
    - {date: 2020-01-05, label: The bridge is taken, by: a, kind: battle, if_tough: [0.6, 0.8], if_weak: [0.3, 0.5]}
    - {date: 2020-02, label: The road is opened, by: b, kind: gesture, about: land, own: [-4, -2], other: [2, 4],
       if_trustworthy: 0.8, if_untrustworthy: 0.5}
    - {date: 2020-03-01, label: The bridge is shared, by: a, kind: talks, about: land, own: -3, other: 5}
"""


def fighting_case(dynamics: str = FIGHTING) -> Case:
    """Return the small case with a part about bargaining while fighting."""
    return load_case(CASE + dynamics)


def fighting_result(case: Case) -> DynamicsResult:
    """Return its analysis with a short horizon."""
    return analyze_dynamics(case, options=SHORT, draws=2)


def fighting_brief(case: Case, result: DynamicsResult) -> Brief:
    """Return its brief with that analysis in the place of a longer one."""
    calm = case.model_copy(update={"dynamics": type(case.dynamics)()})
    return replace(analyze(calm, draws=0), case=case, dynamics=result, mechanisms=mechanism_rows(case, result))
