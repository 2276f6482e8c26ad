"""Every choice of modelling but the one that was made, one at a time; a game that would be much larger is made smaller."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics import GameOptions
from detente.dynamics.build import records_of
from detente.dynamics.choices import FEWEST, TIMES, alternatives, make_choices, packages_that_fit, with_fewer
from detente.dynamics.outcome import outcome_of, solve_case

from .test_from_case import fighting_case, inputs_of

pytestmark = pytest.mark.xdist_group("numba")
INPUTS = inputs_of(fighting_case())
SMALL = GameOptions(months=2, beliefs=3, balances=3)
OPTIONS = st.builds(
    GameOptions, proposer=st.sampled_from(["alternate", "first", "second"]), demands=st.sampled_from(["free", "never rise"]),
    end=st.sampled_from(["no deal", "fight on"]), sharpness=st.sampled_from([5.0, 10.0, 15.0, 20.0, 25.0, 30.0]),
    trust_points=st.sampled_from([1, 5]),
)  # fmt: skip


@given(OPTIONS)
@settings(max_examples=60, deadline=None)
def test_each_choice_differs_from_the_chosen_one_in_one_thing(chosen: GameOptions) -> None:
    """And no two are the same."""
    found = [asdict(other) for other in alternatives(chosen).values()]

    apart = [{k: v for k, v in other.items() if v != asdict(chosen)[k]} for other in found]
    assert [len(a) for a in apart] == [1] * 6
    assert len({str(other) for other in found}) == len(found)
    assert {key for a in apart for key in a} == {"proposer", "demands", "sharpness", "end"}


_CHOSEN: dict[str, tuple[dict[str, Any], dict[str, list[Any]]]] = {
    "the standard": ({}, {
        "proposer": ["first", "second"], "demands": ["never rise"], "sharpness": [10.0, 30.0], "end": ["fight on"]}),
    "everything else": (
        {"proposer": "first", "demands": "never rise", "sharpness": 10.0, "end": "fight on"},
        {"proposer": ["alternate", "second"], "demands": ["free"], "sharpness": [20.0, 30.0], "end": ["no deal"]}),
    "a sharpness of one's own": ({"sharpness": 25.0}, {
        "proposer": ["first", "second"], "demands": ["never rise"], "sharpness": [20.0, 30.0], "end": ["fight on"]}),
}  # fmt: skip


@pytest.mark.parametrize(("chosen", "expected"), _CHOSEN.values(), ids=_CHOSEN)
def test_all_that_was_not_chosen_is_tried(chosen: dict[str, Any], expected: dict[str, list[Any]]) -> None:
    """Whichever way the options stand."""
    options = GameOptions(**chosen)
    others = [asdict(other) for other in alternatives(options).values()]

    tried = {key: [o[key] for o in others if o[key] != getattr(options, key)] for key in expected}
    assert tried == expected


def _size(inputs: Any, options: GameOptions) -> int:
    return len(records_of(inputs, options)) * len(inputs.terms)


@given(OPTIONS, st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_as_many_packages_are_kept_as_fit(chosen: GameOptions, count: int) -> None:
    """The largest number with which a month is at most so many times as large; 0 where there is none from two on."""
    inputs = replace(INPUTS, terms=INPUTS.terms[:count], focal=0)
    limit = TIMES * _size(inputs, chosen)
    for other in alternatives(chosen).values():
        fitting = [
            n
            for n in range(1, count + 1)
            if (n >= FEWEST or n == count) and _size(replace(inputs, terms=inputs.terms[:n]), other) <= limit
        ]

        assert packages_that_fit(inputs, chosen, other) == max(fitting, default=0)


def test_the_packages_that_are_kept_are_the_deal_and_those_that_are_signed_most_often() -> None:
    """In their old order; the deal is the same package as before."""
    inputs = replace(INPUTS, focal=4)

    few = with_fewer(inputs, (0.1, 0.3, 0.0, 0.2, 0.0, 0.05), 3)

    assert [t.outcomes for t in few.terms] == [inputs.terms[k].outcomes for k in (1, 3, 4)]
    assert few.terms[few.focal].outcomes == inputs.terms[4].outcomes


def test_a_much_larger_game_is_made_with_fewer_packages_beside_the_standard_one_with_them() -> None:
    """Six packages, demands that never rise: the name says how many are left, and both are solved with these."""
    standard = outcome_of(INPUTS, SMALL, solve_case(INPUTS, SMALL, workers=1))
    steps: list[int] = []

    found = make_choices(INPUTS, SMALL, standard, workers=1, step=lambda: steps.append(1))

    count = packages_that_fit(INPUTS, SMALL, replace(SMALL, demands="never rise"))
    few = with_fewer(INPUTS, standard.terms, count)
    label = f"with {count} of the 6 packages"
    assert 2 <= count < 6
    assert len(steps) == len(alternatives(SMALL))
    assert found.left_out == {}
    for name, options in (
        (f"demands that never rise, {label}", replace(SMALL, demands="never rise")),
        (f"the standard choices {label}", SMALL),
    ):
        assert found.made[name] == outcome_of(few, options, solve_case(few, options, workers=1))
    assert found.made["the first side offers"].deal_within != standard.deal_within


def test_a_choice_that_cannot_be_made_is_left_out_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even two packages are too many, with the reason."""
    monkeypatch.setattr("detente.dynamics.choices.TIMES", 1)
    standard = outcome_of(INPUTS, SMALL, solve_case(INPUTS, SMALL, workers=1))

    found = make_choices(INPUTS, SMALL, standard, workers=1)

    assert list(found.left_out) == ["demands that never rise"]
    assert "much larger" in found.left_out["demands that never rise"]
    assert not any("never rise" in name for name in found.made)
