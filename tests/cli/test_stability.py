"""`detente stability` and `detente import` as a person uses them."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from detente.stability.concepts import CONCEPTS
from tests.conftest import ROOT, Run

SAMPLES = sorted((ROOT / "tests/interchange/gmcr").glob("*.gmcr"))
KEYS = {
    "decision_makers",
    "options",
    "now",
    "states",
    "stable",
    "equilibria",
    "from",
    "method",
    "parameters",
    "case_digest",
}


def test_the_present_state_and_the_option_table_are_printed(run: Run) -> None:
    """In words first, then as the field prints it."""
    done = run("stability", "istanbul-2022")

    assert done.code == 0
    assert "Given these priorities, the present state holds: none of 7 parties gains" in " ".join(done.out.split())
    assert "Together Russia, Ukraine and Guarantor states would all gain" in " ".join(done.out.split())
    assert [line.split()[-1] for line in done.out.splitlines() if line.startswith("  Send conscripts")] == ["N"]


def test_the_json_has_states_who_is_stable_and_the_equilibria(run: Run) -> None:
    """An equilibrium is stable for everybody."""
    found = json.loads(run("stability", "camp-david-1978", "--json").out)

    assert found.keys() >= KEYS
    assert found["states"][0].keys() == {"index", "options", "label"}
    for concept in CONCEPTS:
        by_party = [set(states) for states in found["stable"][concept].values()]
        assert set(found["equilibria"][concept]) == set.intersection(*by_party)


def test_a_concept_alone_is_asked_for_by_name(run: Run) -> None:
    """Also those that look at simultaneous moves."""
    found = json.loads(run("stability", "camp-david-1978", "--json", "--concept", "seq", "--concept", "sim").out)

    assert set(found["stable"]) == {"seq", "sim"}


def test_another_state_to_start_from_is_named_by_its_letters(run: Run) -> None:
    """The treaty is signed there."""
    done = run("stability", "camp-david-1978", "--from", "YNNYYNNY")

    assert done.code == 0
    assert "Israel" in done.out


def test_what_would_have_to_be_preferred_is_said_with_the_smallest_change(run: Run) -> None:
    """For each decision maker, and whether it is so."""
    done = run("stability", "camp-david-1978", "--inverse", "YNNYYNNY", "--concept", "nash")
    text = " ".join(done.out.split())

    assert "For state 153 (YNNYYNNY) to hold under Nash" in text
    assert "fails: Israel must weakly prefer it to [ending “Accept a transition" in text
    assert "at least: Israel would have to place below it: [" in text


def test_coalitions_are_named_or_all(run: Run) -> None:
    """Together they hold fewer states."""
    alone = json.loads(run("stability", "camp-david-1978", "--json").out)["equilibria"]["nash"]
    pair = json.loads(run("stability", "camp-david-1978", "--json", "--coalitions", "egypt,israel").out)["coalitions"]
    every = json.loads(run("stability", "camp-david-1978", "--json", "--coalitions", "all").out)["coalitions"]

    assert pair["asked"] == [["egypt", "israel"]]
    assert len(every["asked"]) == 7
    assert set(every["equilibria"]["nash"]) <= set(alone)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_a_gmcr_file_is_read_directly_and_as_a_case(run: Run, path: Path, tmp_path: Path) -> None:
    """The imported case gives the same equilibria, but for what a case cannot hold."""
    direct = run("stability", path, "--json")
    written = run("import", path, "-o", "case.yaml")
    again = json.loads(run("stability", tmp_path / "case.yaml", "--json").out)

    assert (direct.code, written.code) == (0, 0)
    assert written.out.strip() == "case.yaml"
    first = json.loads(direct.out)
    assert [s["index"] for s in first["states"]] == [s["index"] for s in again["states"]]
    if "misperceives" not in direct.err:
        assert first["equilibria"] == again["equilibria"]


def test_there_are_samples_of_both_dialects() -> None:
    assert len(SAMPLES) >= 2


@pytest.mark.parametrize("ending", ["graphml", "dot", "csv"])
def test_the_state_graph_is_written_in_the_form_of_its_ending(run: Run, ending: str, tmp_path: Path) -> None:
    """A node for each state, an arc for each move; or a row for each state."""
    assert run("stability", "camp-david-1978", "--export", f"graph.{ending}").code == 0

    text = (tmp_path / f"graph.{ending}").read_text()
    if ending == "csv":
        assert len(list(csv.DictReader(text.splitlines()))) == 120
    elif ending == "graphml":
        assert len(ET.fromstring(text).findall(".//{*}node")) == 120
    else:
        assert text.startswith("digraph")


_BAD = {
    "an unknown concept": (("--concept", "gmrr"), "there is no concept 'gmrr'"),
    "an unknown state": (("--from", "ZZ"), "there is no state 'ZZ'"),
    "an unknown state for the inverse": (("--inverse", "4096"), "there is no state '4096'"),
    "an unknown member of a coalition": (("--coalitions", "egypt,jordan"), "no decision maker 'jordan'"),
    "an ending that nobody reads": (("--export", "graph.exe"), "graph.exe"),
}


def test_all_coalitions_of_a_large_case_are_refused_before_hours_of_work(run: Run) -> None:
    """It says how much it would be, and how to ask for less."""
    done = run("stability", "istanbul-2022", "--coalitions", "all", "--concept", "seq")

    assert done.code == 2
    assert "name fewer coalitions" in done.err


def test_coalitions_that_have_formed_in_a_file_are_told(run: Run) -> None:
    """They stand in the file, so nobody has to ask."""
    done = run("stability", next(p for p in SAMPLES if p.name == "reservoir.gmcr"))

    assert "States that hold against" in done.out


@pytest.mark.parametrize("question", [("--coalitions", "egypt,israel"), ("--inverse", "153")])
def test_a_question_that_no_concept_fits_is_refused(run: Run, question: tuple[str, str]) -> None:
    """Instead of an empty answer."""
    done = run("stability", "camp-david-1978", "--concept", "sim", *question)

    assert done.code == 2
    assert "sim" in done.err


@pytest.mark.parametrize(("words", "said"), _BAD.values(), ids=_BAD)
def test_a_bad_option_is_one_message_and_exit_2(run: Run, words: tuple[str, str], said: str, tmp_path: Path) -> None:
    """Nothing is printed and nothing written."""
    done = run("stability", "camp-david-1978", *words)

    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_case_without_options_says_what_to_write(run: Run, tmp_path: Path) -> None:
    """Where deals can be analysed and moves cannot."""
    run("new", "starter")
    text = (tmp_path / "starter/case.yaml").read_text()
    assert "\noptions:" not in text

    done = run("stability", "starter")

    assert done.code == 2
    assert "no options" in done.err


def test_a_case_of_moves_alone_can_be_checked_and_says_that_deals_need_issues(run: Run, tmp_path: Path) -> None:
    """Each analysis says what it lacks."""
    run("import", SAMPLES[0], "-o", "moves.yaml")

    checked, deals = run("check", tmp_path / "moves.yaml"), run("deals", tmp_path / "moves.yaml")

    assert "issues (questions on the table, with outcomes)" in checked.out + checked.err
    assert deals.code == 2
    assert "no issues" in deals.err
