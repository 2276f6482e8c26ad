"""The ledger counts who conceded what, and whether anything came back."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.ledger import Kind, Movement, Step, kind_of, ledger

DAY = dt.date(2022, 3, 1)
SIDES = ("A", "B")

some = settings(max_examples=80, deadline=None)


def step(day: int, by: str, mover: float, other: float, issue: str = "line", label: str = "move") -> Step:
    return Step(DAY + dt.timedelta(days=day), by, label, issue, mover, other)


CHANGE = st.sampled_from([-20.0, -5.0, -0.5, 0.0, 0.25, 5.0, 15.0])
STEPS = st.lists(
    st.builds(step, st.integers(0, 60), st.sampled_from(SIDES), CHANGE, CHANGE, st.sampled_from(["line", "status"])),
    max_size=12,
)


def literal_kind(own: float, other: float) -> str:
    """Name a step by the definitions, one after another."""
    own, other = (0.0 if abs(change) <= 0.5 else change for change in (own, other))
    found = [
        *["concession"] * (own < 0 and other >= 0),
        *["unfortunate"] * (own <= 0 and other < 0),
        *["fortunate"] * (own > 0 and other > 0),
        *["selfish"] * (own > 0 and other <= 0),
        *["silent"] * (own == 0 and other == 0),
        *["nice"] * (own == 0 and other > 0),
    ]
    assert len(found) == 1, "the definitions must neither overlap nor leave a gap"
    return found[0]


def literal_answered(side: str, steps: list[Step]) -> float | None:
    """For each concession of the other side, search for a concession of this one before the next step of the other."""
    conceded = [literal_kind(s.mover_change, s.other_change) == "concession" for s in steps]
    answers = []
    for n, s in enumerate(steps):
        if s.by != side and conceded[n]:
            next_step = next((m for m in range(n + 1, len(steps)) if steps[m].by != side), len(steps))
            answers.append(any(conceded[m] and steps[m].by == side for m in range(n + 1, next_step)))
    return sum(answers) / len(answers) if answers else None


def literal_returned(side: str, steps: list[Step], window: int) -> float | None:
    """Add up every step of this side that follows some concession of the other side within the window."""
    asked = [
        (n, s) for n, s in enumerate(steps)
        if s.by != side and literal_kind(s.mover_change, s.other_change) == "concession"
    ]  # fmt: skip
    back = sum(
        max(s.other_change, 0) for m, s in enumerate(steps)
        if s.by == side and any(n < m and s.date <= c.date + dt.timedelta(days=window) for n, c in asked)
    )  # fmt: skip
    return back / -sum(c.mover_change for _, c in asked) if asked else None


@pytest.mark.parametrize(
    ("own", "other", "kind"),
    [
        (-5, 5, "concession"), (-5, 0, "concession"), (5, -5, "selfish"), (5, 0, "selfish"), (5, 5, "fortunate"),
        (0, 5, "nice"), (0, 0, "silent"), (-5, -5, "unfortunate"), (0, -5, "unfortunate"),
    ],
)  # fmt: skip
def test_kind_follows_from_the_two_signs(own: float, other: float, kind: Kind) -> None:
    """The nine pairs of signs, each with its name."""
    assert kind == kind_of(own, other) == literal_kind(own, other)


def test_a_change_within_the_tolerance_is_none() -> None:
    """Half a point is still unchanged, a little more is not; the caller may draw the line elsewhere."""
    assert kind_of(-0.5, 0.5) == "silent"
    assert kind_of(-0.51, 0.51) == "concession"
    assert kind_of(-2.0, 4.0, tolerance=3.0) == "nice"
    assert kind_of(-1e-12, 1e-12, tolerance=0.0) == "concession"


@some
@given(STEPS, st.integers(0, 40))
def test_accounts_are_those_of_the_definitions(steps: list[Step], window: int) -> None:
    """Counted and searched literally, step by step."""
    result = ledger(steps, SIDES, window_days=window)

    ordered = list(result.steps)
    assert tuple(literal_kind(s.mover_change, s.other_change) for s in ordered) == result.kinds
    for side, account in result.accounts.items():
        own = [s for s in ordered if s.by == side]
        kinds = [literal_kind(s.mover_change, s.other_change) for s in own]
        assert {kind: kinds.count(kind) for kind in account.counts} == account.counts
        assert sum(account.counts.values()) == len(own)
        assert sum(max(s.other_change, 0) for s in own) == pytest.approx(account.given)
        assert sum(max(-s.other_change, 0) for s in own) == pytest.approx(account.taken)
        assert sum(max(-s.mover_change, 0) for s in own) == pytest.approx(account.paid)
        assert sum(max(s.mover_change, 0) for s in own) == pytest.approx(account.won)
        assert literal_answered(side, ordered) == pytest.approx(account.answered)
        assert literal_returned(side, ordered, window) == pytest.approx(account.returned)


@some
@given(STEPS)
def test_balance_is_what_all_steps_changed_for_a_side(steps: list[Step]) -> None:
    """Whoever took them; the last balance is what the accounts add up to."""
    result = ledger(steps, SIDES)

    for column, (side, other) in enumerate((SIDES, SIDES[::-1])):
        total, path = 0.0, [0.0]
        for s in result.steps:
            total += s.mover_change if s.by == side else s.other_change
            path.append(total)
        own, theirs = result.accounts[side], result.accounts[other]
        assert path == pytest.approx(result.balance[:, column])
        assert own.won - own.paid + theirs.given - theirs.taken == pytest.approx(result.balance[-1, column])


@some
@given(STEPS)
def test_swapping_the_sides_swaps_the_accounts(steps: list[Step]) -> None:
    """Nothing depends on what a side is called or on which stands first."""
    swap = {"A": "B", "B": "A"}
    renamed = [Step(s.date, swap[s.by], s.label, s.issue, s.mover_change, s.other_change) for s in steps]

    result, swapped = ledger(steps, SIDES), ledger(renamed, SIDES)

    assert {side: swapped.accounts[swap[side]] for side in SIDES} == result.accounts
    assert result.kinds == swapped.kinds
    assert result.balance == pytest.approx(swapped.balance[:, ::-1])
    assert ledger(steps, ("B", "A")).accounts == result.accounts


@some
@given(STEPS)
def test_movements_split_all_steps_by_issue_and_side(steps: list[Step]) -> None:
    """Every step is in one row, and the rows add up to the accounts."""
    result = ledger(steps, SIDES)

    for side in SIDES:
        rows = [m for m in result.movements if m.by == side]
        account = result.accounts[side]
        assert sum(m.concessions for m in rows) == account.counts["concession"]
        assert sum(m.other_change for m in rows) == pytest.approx(account.given - account.taken)
        assert sum(m.mover_change for m in rows) == pytest.approx(account.won - account.paid)
    assert sum(m.steps for m in result.movements) == len(steps)


EXAMPLE = [
    step(0, "A", -10, 20, "line", "pulls back"),
    step(5, "B", -4, 8, "status", "accepts neutrality"),
    step(40, "A", -6, 6, "status", "drops a demand"),
    step(45, "A", 5, -5, "line", "raises a demand"),
    step(50, "B", -2, 3, "line", "yields"),
]


def test_a_concession_is_answered_only_before_the_next_step_of_the_other() -> None:
    """B answered the first of A's two concessions at once; before it answered the second, A had moved again."""
    result = ledger(EXAMPLE, SIDES)

    assert result.accounts["B"].answered == 0.5
    assert result.accounts["A"].answered == 0.5


def test_what_is_returned_is_measured_on_the_scale_of_the_side_that_gave_first() -> None:
    """A's concessions cost it 16 points; B's steps within 30 days after them gave A 8 + 3."""
    result = ledger(EXAMPLE, SIDES)

    assert result.accounts["B"].returned == pytest.approx(11 / 16)
    # B's concession on day 5 cost 4 and was followed by A only on day 40; the one on day 50 by nothing.
    assert result.accounts["A"].returned == 0.0
    assert ledger(EXAMPLE, SIDES, window_days=35).accounts["A"].returned == pytest.approx(6 / 6)


def test_who_moved_on_what_stands_by_issue_then_side() -> None:
    """In the order in which the issues came up."""
    result = ledger(EXAMPLE, SIDES)

    assert result.movements == (
        Movement("line", "A", 2, 1, -5.0, 15.0),
        Movement("line", "B", 1, 1, -2.0, 3.0),
        Movement("status", "A", 1, 1, -6.0, 6.0),
        Movement("status", "B", 1, 1, -4.0, 8.0),
    )


def test_steps_stand_by_date_and_those_of_one_date_as_given() -> None:
    """An answer on the same day is one only if it is listed after what it answers."""
    give, answer = step(3, "A", -5, 5), step(3, "B", -5, 5)

    assert ledger([step(9, "A", 0, 0), give, answer], SIDES).accounts["B"].answered == 1.0
    assert ledger([step(9, "A", 0, 0), answer, give], SIDES).accounts["B"].answered == 0.0
    assert ledger([step(9, "A", 0, 0), give, answer], SIDES).steps[0] == give


def test_the_table_has_a_row_a_step() -> None:
    """With its kind and the balance of both sides after it."""
    frame = ledger(EXAMPLE, SIDES).to_frame()

    assert list(frame.columns) == [
        "date", "by", "label", "issue", "mover_change", "other_change", "kind", "balance_A", "balance_B",
    ]  # fmt: skip
    assert frame["kind"].tolist() == ["concession", "concession", "concession", "selfish", "concession"]
    assert frame["balance_A"].tolist() == [-10.0, -2.0, -8.0, -3.0, 0.0]
    assert frame["balance_B"].tolist() == [20.0, 16.0, 22.0, 17.0, 15.0]


def test_an_empty_list_is_an_empty_ledger() -> None:
    """No counts, no shares, a balance of 0, and a table with its columns."""
    result = ledger([], SIDES)

    assert np.zeros((1, 2)).tolist() == result.balance.tolist()
    assert {(a.answered, a.returned, a.given, sum(a.counts.values())) for a in result.accounts.values()} == {
        (None, None, 0.0, 0)
    }
    assert (result.movements, len(result.to_frame()), len(result.to_frame().columns)) == ((), 0, 9)


def test_the_summary_has_a_line_a_side() -> None:
    """In words and sums; names are escaped where it is shown as HTML."""
    result = ledger([step(0, "A<", -10, 20)], ("A<", "B"))

    assert result.summary() == "steps: 1\nA<: 1 concession; gave 20.0, took 0.0\nB: no step; gave 0.0, took 0.0"
    assert "A&lt;: 1 concession" in result._repr_html_()


@pytest.mark.parametrize(
    ("steps", "sides", "options", "message"),
    [
        ([], ("A", "A"), {}, "two different sides"),
        ([step(0, "C", 0, 0, label="odd")], SIDES, {}, "step 'odd' of 2022-03-01: by one of A and B"),
        ([step(0, "A", -101, 0)], SIDES, {}, "−100 ≤ step 'move' of 2022-03-01: mover_change ≤ 100"),
        ([step(0, "A", 0, math.nan)], SIDES, {}, "other_change ≤ 100 does not hold"),
        ([], SIDES, {"tolerance": -1}, "tolerance must not be negative"),
        ([], SIDES, {"window_days": -1}, "window_days ≥ 0"),
    ],
)
def test_numbers_outside_the_domain_are_named(
    steps: list[Step], sides: tuple[str, str], options: dict[str, int], message: str
) -> None:
    """Each condition says what must hold, and of which step."""
    with pytest.raises(DomainError, match=message):
        ledger(steps, sides, **options)


@pytest.mark.parametrize(("own", "other", "tolerance"), [(math.nan, 0, 0), (0, math.inf, 0), (0, 0, -1)])
def test_a_kind_needs_points_and_a_tolerance(own: float, other: float, tolerance: float) -> None:
    """Not numbers, infinities and negative tolerances have no sign."""
    with pytest.raises(DomainError, match="kind_of"):
        kind_of(own, other, tolerance=tolerance)
