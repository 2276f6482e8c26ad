"""What a case says beyond packages that all sign, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Run

CASE = """
format: 1
case: basin
title: Basin
signing: {rule: "a and (b or c)", judged_by: ana, why: the treaty says so}
side_payments: {rates: {a: 2}}
events:
  wet: {label: It is a wet year, beliefs: {a: 0.9, b: 0.2}, verified_by: the gauge at the weir}
parties:
  a: {name: Alta, kind: principal, no_deal: 30, stances: {dam: {values: {high: 100, low: 0}}}}
  b: {name: Bassa, kind: principal, no_deal: 30, stances: {dam: {values: {high: 0, low: 100}}}}
  c: {name: Costa, kind: principal, no_deal: 30, stances: {dam: {values: {high: 0, low: 60}}}}
issues:
  dam:
    question: How high?
    outcomes:
      high: {label: High}
      low: {label: Low}
      waits: {label: As it rains, contingent: {event: wet, if: high, else: low}}
"""


def test_deals_say_who_signs_without_whom_what_is_paid_and_what_a_bet_adds(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE)

    shown = run("deals", "case.yaml")

    assert shown.code == 0
    assert "Without Costa, Alta and Bassa could still sign a package" in " ".join(shown.out.split())
    assert "Who must sign: Alta and (Bassa or Costa)" in shown.out
    assert "With payments there is a gain of" in shown.out
    assert "Contingent outcomes" in shown.out
    assert "pays only if both sides keep to it" in " ".join(shown.out.split())
    assert "established by the gauge at the weir" in " ".join(shown.out.split())


def test_json_of_deals_has_them_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE)

    found = json.loads(run("deals", "case.yaml", "--json").out)

    assert found["signing"]["vetoes"] == ["a"]
    assert found["side_payments"]["rates"]["a"] == 2
    assert found["contingent"]["used"][0]["event"] == "wet"


def test_json_of_deals_is_without_them_where_the_case_does_not_speak_of_them(run: Run) -> None:
    found = json.loads(run("deals", "camp-david-1978", "--json").out)

    assert not found.keys() & {"signing", "side_payments", "contingent"}


def test_findings_say_what_the_rule_makes_possible(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE)

    shown = run("analyze", "case.yaml", "--draws", "0", "--json")

    kinds = [f["kind"] for f in json.loads(shown.out)["findings"]]
    assert {"signing", "payments", "bets"} <= set(kinds)


def test_a_wrong_rule_is_refused_with_its_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE.replace("b or c", "b or not c"))

    shown = run("check", "case.yaml")

    assert shown.code == 2
    assert "case.yaml:5:17: " in shown.out
