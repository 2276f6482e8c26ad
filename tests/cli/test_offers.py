"""What to offer next, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

CASE = """
format: 1
case: port
title: Port
parties:
  city: {name: City, kind: principal, no_deal: 20, stances: {
    fee: {values: {low: 0, mid: 60, high: 100}, salience: 60}, years: {values: {ten: 100, thirty: 0}},
    jobs: {values: {local: 100, open: 40}, salience: 30}}}
  port: {name: Port, kind: principal, no_deal: 20, stances: {
    fee: {values: {low: 100, mid: 50, high: 0}}, years: {values: {ten: 0, thirty: 100}, salience: 80},
    jobs: {values: {local: 20, open: 100}, salience: 20}}}
issues:
  fee: {question: "Fee?", divisible: true, outcomes: {low: {label: Low}, mid: {label: Middle}, high: {label: High}}}
  years: {question: "How long?", outcomes: {ten: {label: Ten years}, thirty: {label: Thirty years}}}
  jobs: {question: "Jobs?", outcomes: {local: {label: Local first}, open: {label: Open}}}
"""


@pytest.fixture
def port(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE)
    return path


def test_draft_gets_a_better_one_offers_of_equal_worth_and_a_plan(run: Run, port: Path) -> None:
    shown = run("offers", port, "--from", "city", "--draft", "fee=mid,years=ten", "--draft", "jobs=open")

    assert shown.code == 0
    text = " ".join(shown.out.split())
    assert "The draft" in text
    assert "the best for the others" in text
    assert "Concession plan of City" in text
    assert "Step 1:" in text
    assert "Nash: City gains" in text
    assert "adjusted winner" in text


def test_offers_as_json(run: Run, port: Path) -> None:
    found = json.loads(run("offers", port, "--from", "port", "--json").out)

    worth = found["worth"]
    assert found["start"]["values"]["port"] == worth
    assert all(o["values"]["port"] >= worth - 1e-6 for o in found["equivalent"])
    assert found["fairness"]["nash"]["share"].keys() == {"city", "port"}
    assert found["adjusted_winner"]["points"][0] == pytest.approx(found["adjusted_winner"]["points"][1])


def test_offers_without_a_party_show_what_is_fair(run: Run, port: Path) -> None:
    shown = run("offers", port)

    assert shown.code == 0
    assert "Fairness" in shown.out
    assert "Concession" not in shown.out


def test_case_without_a_deal_says_where_to_look(run: Run) -> None:
    shown = run("offers", "camp-david-1978")

    assert shown.code == 0
    assert "No package is acceptable to all" in shown.out


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--draft", "fee"), "no part of a draft"),
        (("--draft", "fee=mid,fee=low"), "names 'fee' twice"),
        (("--draft", "fee=middle"), "there is no outcome of fee 'middle'"),
        (("--from", "harbour"), "no principal"),
    ],
)
def test_wrong_words_are_refused(run: Run, port: Path, words: tuple[str, ...], what: str) -> None:
    shown = run("offers", port, *words)

    assert shown.code == 2
    assert what in shown.err
