"""What a change does to what holds today."""

from __future__ import annotations

from detente import with_value
from detente.findings.comparison import compare
from detente.findings.standing import standing_rows
from detente.sources import read_case
from tests.findings.test_holding import DILEMMA, EAGER, case_of


def test_a_change_of_priorities_is_seen_in_what_holds() -> None:
    """A now arms whatever happens, so nobody unarmed is safe."""
    rows = {what: (before, after) for what, before, after in standing_rows(case_of(DILEMMA), case_of(EAGER))}

    assert rows["the present state, sequential stability"] == ("holds", "left by A")


def test_without_a_difference_there_is_no_row() -> None:
    """The same case twice."""
    assert list(standing_rows(case_of(DILEMMA), case_of(DILEMMA))) == []


def test_a_case_that_does_not_say_what_is_taken_today_has_no_rows() -> None:
    """There is nothing to compare."""
    silent = case_of(DILEMMA)
    options = {k: {"arm": o["arm"].model_copy(update={"now": None})} for k, o in silent.options.items()}

    assert list(standing_rows(silent.model_copy(update={"options": options}), silent)) == []


def test_whatif_shows_it_beside_the_rest() -> None:
    """Israel turns its priorities round."""
    before = read_case("camp-david-1978")
    after = with_value(before, "priorities.israel", list(reversed(before.priorities["israel"])))

    compared = compare(before, after)

    assert any("the present state" in what or "states that hold" in what for what, _, _ in compared.rows)
