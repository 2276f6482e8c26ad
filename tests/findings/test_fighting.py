"""What is said of moves and mechanisms: numbers with their doubt, and no doubt that nobody looked for."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from detente.case import Case
from detente.case.change import with_value
from detente.dynamics import DynamicsResult, MoveReport
from detente.dynamics.result import ThresholdSpread
from detente.dynamics.threshold import Threshold
from detente.dynamics.thresholds import CaseThreshold
from detente.findings.comparison import compare
from detente.findings.mechanisms import MechanismRow, mechanism_rows
from detente.findings.moves import move_sentences, moves
from detente.findings.words import Words
from tests.report.fighting import fighting_case, fighting_result

pytestmark = pytest.mark.xdist_group("numba")


@pytest.fixture(scope="module")
def case() -> Case:
    return fighting_case()


@pytest.fixture(scope="module")
def result(case: Case) -> DynamicsResult:
    return fighting_result(case)


def _said(case: Case, report: MoveReport) -> str:
    return " ".join(move_sentences(Words(case), case, report))


def test_without_draws_nothing_is_said_about_draws(case: Case, result: DynamicsResult) -> None:
    """Not that all of none agree."""
    report = result.moves["a.retreat"]
    undrawn = replace(report, draws=0)

    assert "of draws" in _said(case, report)
    assert "in draws" in _said(case, report)
    assert "draws" not in _said(case, undrawn)


def test_a_move_says_for_whom_it_is_good_with_its_spread(case: Case, result: DynamicsResult) -> None:
    """Both ends, for both sides and for a deal; and what is asked for before and after."""
    report = replace(
        result.moves["a.retreat"], worth_before=(0.2, 0.2), worth_after=(0.1, 0.3), worth_change=((-0.15, 0.02), (0.05, 0.12)),
        deal_before=0.5, deal_after=0.5, deal_change=(-0.0001, 0.03), demand_before=(0.4, 0.57), demand_after=(0.6, 0.9),
    )  # fmt: skip

    said = _said(case, report)

    assert "bad for Aland (−10.0 points; −15.0 to +2.0 in draws)" in said
    assert "good for Bland (+10.0 points; +5.0 to +12.0 in draws)" in said
    assert "(+0.0 to +3.0 percentage points in draws)" in said
    assert "(40–57) to" in said
    assert "(60–90) of a pie of 100" in said


def test_strength_has_its_interval_and_its_sentence(case: Case, result: DynamicsResult) -> None:
    """The move of a side that tough ones make twice as often."""
    report = result.moves["b.shell"]
    low, high = (f"{100 * x:.0f} %" for x in (report.flips.strong_from, report.flips.strong_to))

    said = _said(case, report)

    assert f"It would be read as strength where Aland believed before with {low} to {high} that Bland is tough" in said
    assert "it turns over where a tough side is" in said
    assert "read as weakness where" not in said
    strong = replace(report.reading.concession, prior=0.45, posterior=0.62, q_star=0.6)
    shown = replace(report, reading=replace(report.reading, concession=strong))
    assert "Aland reads it as strength" in _said(case, shown)


def _row(case: Case, result: DynamicsResult, spread: ThresholdSpread) -> MechanismRow:
    (row,) = mechanism_rows(case, replace(result, thresholds=(spread,), draws=spread.draws))
    return row


def _spread(
    value: float, distance: tuple[float, float], silent: int = 0, mechanism: str = "ripeness"
) -> ThresholdSpread:
    flip = Threshold(mechanism, "cost of another round of fighting", value, 0.2, "it hurts", "it does not")
    return ThresholdSpread(CaseThreshold("l", "a", flip), distance, 3, silent, 8)


def test_a_cost_that_turns_over_below_nothing_turns_over_at_no_possible_value(
    case: Case, result: DynamicsResult
) -> None:
    """Nobody can pay less than nothing; a share above all is no less impossible."""
    row = _row(case, result, _spread(-0.15, (0.1, 0.3)))
    share = _row(case, result, _spread(3.89, (0.1, 0.3), mechanism="deferral"))
    plain = _row(case, result, _spread(0.15, (0.1, 0.3)))

    assert row.threshold.endswith("turns over at no possible value (−0.15).")
    assert share.threshold.endswith("turns over at no possible value (3.89).")
    assert plain.threshold.endswith("turns over at 0.15.")


@pytest.mark.parametrize(
    ("distance", "silent", "said"),
    [
        ((-0.1, 0.25), 0, "The same in 3 of 8 draws; −0.10 to +0.25 from the threshold."),
        ((-inf, 0.25), 0, "The same in 3 of 8 draws; no value to +0.25 from the threshold."),
        ((-0.1, inf), 2, "The same in 3 of 8 draws; in 2 it says nothing; −0.10 to no value from the threshold."),
    ],
)
def test_a_doubt_counts_all_draws(
    case: Case, result: DynamicsResult, distance: tuple[float, float], silent: int, said: str
) -> None:
    """Those in which no number reaches the threshold, and those in which the mechanism says nothing, too."""
    assert _row(case, result, _spread(0.15, distance, silent)).doubt == said


def test_the_finding_says_at_the_point_values_where_there_are_no_draws(case: Case, result: DynamicsResult) -> None:
    """And with draws in how many the opponent does the same."""
    undrawn = {key: replace(report, draws=0) for key, report in result.moves.items()}
    sure, point = (moves(_Analysis(case, r)) for r in (result, replace(result, moves=undrawn, draws=0)))  # type: ignore[arg-type]

    assert sure is not None
    assert point is not None
    assert sure.uncertainty.endswith("of 2 draws.")
    assert point.uncertainty == "At the point values; no draws were made."


class _Analysis:
    """The parts of an analysis that a finding about moves reads."""

    def __init__(self, case: Case, dynamics: DynamicsResult) -> None:
        self.case, self.dynamics, self.words = case, dynamics, Words(case)


def test_a_comparison_has_a_row_for_each_observer_who_answers_otherwise(case: Case) -> None:
    """The belief before the move alone is changed: what the opponent believes, asks for and does after it is told."""
    changed = with_value(case, "dynamics.resolve.a.tough", 0.95)
    with_backer = with_value(case, "dynamics.trust", {"a": {"trustworthy": 0.9}})

    rows = {what: (old, new) for what, old, new in compare(case, changed).rows}
    trusted = {what: (old, new) for what, old, new in compare(case, with_backer).rows}

    old, new = rows["a.retreat: Bland, on resolve"]
    assert old.startswith("asks for what only a weak side would grant (belief 20.0 %, demand ")
    assert new.startswith("asks only for what a tough side would grant (belief 82.6 %, demand ")
    assert "a.retreat: Bland, on trust" not in rows
    assert not [what for what in rows if what.startswith("b.shell:")]
    assert trusted["a.retreat: Bland, on trust"][1] == "would sign on the mover’s word (belief 90.0 %)"
    assert not [what for what in trusted if what.endswith("on resolve")]
