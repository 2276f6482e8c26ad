"""The part `dynamics` of a case: every fault is located, nothing else is disturbed."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case import as_mapping, make_case
from detente.case.change import with_value
from detente.case.confidential import as_seen_by, confidential_to
from detente.case.walk import citations_in, numbers_in
from detente.errors import CaseError, Problem
from detente.sources import read_case

CASE = read_case("istanbul-2022")


def _problems(path: str, value: Any) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        with_value(CASE, path, value)
    return caught.value.problems


_FAULTS: dict[str, tuple[str, Any, str]] = {
    "a probability above 1": ("dynamics.resolve.russia.tough", 1.5, "outside 0–1"),
    "a negative probability": ("dynamics.balance.swing", -0.1, "outside 0–1"),
    "a negative cost": ("dynamics.resolve.russia.cost_tough", -1, "outside 0–100"),
    "not a number": ("dynamics.discount", float("nan"), "finite"),
    "costs in the wrong order": ("dynamics.resolve.russia.cost_tough", [1, 99], "must be below cost_weak"),
    "an unknown side": ("dynamics.resolve.nowhere", {"tough": 0.5}, "there is no party 'nowhere'"),
    "a party that is no side": ("dynamics.trust.turkey", {"trustworthy": 0.5}, "none of the two sides"),
    "a side twice": ("dynamics.sides", ["russia", "russia"], "is both sides"),
    "a side that does not sign": ("dynamics.sides", ["russia", "west"], "is not a principal"),
    "one side": ("dynamics.sides", ["russia"], "at least 2"),
    "an unknown move": ("dynamics.moves", {"russia.fly": {"if_tough": 0.5}}, "there is no option 'russia.fly'"),
    "an unknown backer": ("dynamics.backers.moon", {"of": "ukraine"}, "there is no party 'moon'"),
    "an unknown outcome": ("dynamics.deferrals", {"crimea.sold": {"claimant": "russia"}}, "there is no outcome"),
    "an unknown front": ("dynamics.leaves", ["moon"], "there is no front 'moon'"),
    "an unknown key": ("dynamics.balance.advantag", 0.5, "unknown key 'advantag'"),
    "a date out of the calendar": ("dynamics.began", "2022-02-31", "not in the calendar"),
}


@pytest.mark.parametrize(("path", "value", "said"), _FAULTS.values(), ids=_FAULTS)
def test_a_fault_is_named_with_its_place(path: str, value: Any, said: str) -> None:
    """Every problem lies under dynamics."""
    problems = _problems(path, value)

    assert any(said in str(p) for p in problems), [str(p) for p in problems]
    assert {p.path[0] for p in problems} == {"dynamics"}


def test_all_faults_are_told_together() -> None:
    """Nobody repairs a file one message at a time."""
    data = dict(as_mapping(CASE))
    dynamics = {**data["dynamics"], "discount": 2, "began": "x", "leaves": ["moon"]}

    with pytest.raises(CaseError) as caught:
        make_case(data | {"dynamics": dynamics})

    assert {p.path[1] for p in caught.value.problems} == {"discount", "began", "leaves"}


def test_a_key_with_a_dot_is_one_step_of_a_path() -> None:
    """Both an inner value and the whole."""
    changed = with_value(CASE, "dynamics.moves.russia.withdraw_north.if_tough", 0.9)

    assert changed.dynamics.moves["russia.withdraw_north"].if_tough is not None
    assert changed.dynamics.moves["russia.withdraw_north"].if_tough.point == 0.9
    with pytest.raises(CaseError, match="did you mean 'if_tough'"):
        with_value(CASE, "dynamics.moves.russia.withdraw_north.if_tugh.low", 0.9)


def test_a_case_that_says_nothing_keeps_its_digest() -> None:
    """The part stands in a file only where something is said."""
    data = {k: v for k, v in as_mapping(CASE).items() if k != "dynamics"}

    assert "dynamics" not in as_mapping(make_case(data))


def test_its_numbers_and_citations_are_counted() -> None:
    """Each with its mark."""
    paths = [n.path for n in numbers_in(CASE)]
    cited = [path for path, because in citations_in(CASE) if because]

    assert ("dynamics", "resolve", "russia", "tough") in paths
    assert any(path[0] == "dynamics" for path in cited)


def test_what_one_side_keeps_to_itself_the_other_does_not_see() -> None:
    """A hidden number is not given, a hidden group is gone."""
    tough = {"value": 0.5, "judged_by": "us", "why": "we know", "confidential": True}
    case = with_value(CASE, "dynamics.resolve.russia.tough", tough)
    trust = {"trustworthy": 0.4, "judged_by": "us", "why": "we know", "confidential": True}
    case = with_value(case, "dynamics.trust.russia", trust)

    other, own = as_seen_by(case, "ukraine"), as_seen_by(case, "russia")

    assert other.dynamics.resolve["russia"].tough is None
    assert other.dynamics.resolve["russia"].cost_weak is not None
    assert "russia" not in other.dynamics.trust
    assert own.dynamics.resolve["russia"].tough is not None
    assert own.dynamics.trust["russia"].trustworthy is not None
    assert "russia" in confidential_to(case)
