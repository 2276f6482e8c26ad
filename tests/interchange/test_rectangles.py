"""Hyper-rectangles become interactions: a package is worth in the case what it is worth in the file, through the map."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from detente.deals.from_case import deal_space
from detente.deals.named import package_table
from detente.errors import InputError
from detente.interchange import case_of_scenario, write_scenario
from detente.interchange.genius_in import read_genius
from detente.interchange.negmas_in import read_negmas
from detente.interchange.scale import scaled
from detente.interchange.scenario import Scenario
from tests.interchange.scenario_samples import folder_of
from tests.strategies import FEWER

DOMAIN = """type: DiscreteCartesianOutcomeSpace
issues:
- {name: a, type: ContiguousIssue, values: [0, 4]}
- {name: b, type: CategoricalIssue, values: [x, y, z]}
- {name: c, type: ContiguousIssue, values: [1, 3]}
"""
OUTCOMES = (range(5), ("x", "y", "z"), range(1, 4))
Side = dict[str, Any]


def worth(package: tuple[Any, ...], ranges: list[Side | None], utilities: list[float], weights: list[float]) -> float:
    """Return what NegMAS says of a package: the weighted sum over all rectangles that it lies in."""

    def lies(value: Any, side: Any) -> bool:
        is_range = isinstance(side, list) and len(side) == 2 and not isinstance(side[0], str) and side[0] < side[1]
        return side[0] <= value <= side[1] if is_range else value in (side if isinstance(side, list) else [side])

    return sum(
        w * u
        for sides, u, w in zip(ranges, utilities, weights, strict=True)
        if sides is None or all(lies(package["abc".index(key)], side) for key, side in sides.items())
    )


def agrees(scenario: Scenario, said: list[Any]) -> None:
    """Check that the case gives every package what the file says, through the map of the note."""
    found, space = scaled(scenario), deal_space(case_of_scenario(scenario))
    for place, package in enumerate(product(*(range(len(o)) for o in OUTCOMES))):
        values = package_table(space, np.array([package]))[0]
        assert found.in_file(0, float(values[0])) == pytest.approx(said[place], abs=1e-6)
    assert 0 <= found.no_deal[0] <= 100


@st.composite
def rectangles(draw: st.DrawFn) -> tuple[list[Side | None], list[float], list[float]]:
    low_high = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(sorted)
    sides = st.fixed_dictionaries(
        {},
        optional={
            "a": low_high | st.integers(0, 4),
            "b": st.lists(st.sampled_from("xyz"), min_size=1, max_size=3, unique=True) | st.sampled_from("xyz"),
            "c": st.lists(st.integers(1, 3), min_size=1, max_size=1),
        },
    )
    ranges = draw(st.lists(st.none() | sides, min_size=1, max_size=5))
    number = st.sampled_from((-30.0, -0.5, 0.0, 0.25, 2.0, 70.0))
    count = len(ranges)
    return (
        ranges,
        draw(st.lists(number, min_size=count, max_size=count)),
        draw(st.lists(st.sampled_from((0.5, 1.0, 2.0)), min_size=count, max_size=count)),
    )


@FEWER
@given(drawn=rectangles(), bias=st.sampled_from((0.0, 3.0)))
def test_package_is_worth_the_sum_of_its_rectangles(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[list[Side | None], list[float], list[float]], bias: float
) -> None:
    ranges, utilities, weights = drawn
    folder = tmp_path_factory.mktemp("s")
    data = {
        "type": "HyperRectangleUtilityFunction",
        "outcome_ranges": ranges,
        "utilities": utilities,
        "weights": weights,
    }
    folder_of(folder, {"domain.yml": DOMAIN, "one.yml": yaml.safe_dump(data | {"bias": bias})})

    scenario = read_negmas(folder)

    is_range = any(
        isinstance(s, list) and len(s) == 2 and s[0] < s[1] for r in ranges for k, s in (r or {}).items() if k != "b"
    )
    assert any("read as a range" in m.what for m in scenario.messages) == is_range
    said = [bias + worth(p, ranges, utilities, weights) for p in product(*OUTCOMES)]
    agrees(scenario, said)
    assert float(scenario.least[0]) <= min(said) + 1e-9
    assert float(scenario.best[0]) >= max(said) - 1e-9


PROFILE = """<utility_space type="nonlinear" number_of_issues="2">
  <objective index="0" name="root">
    <issue index="1" name="a" type="integer" lowerbound="0" upperbound="4"/>
    <issue index="2" name="c" type="integer" lowerbound="1" upperbound="3"/>
  </objective>
  <discount_factor value="1.0"/>
  <reservation value="0.25"/>
  <utility_function maxutility="40.0">
    <ufun type="PlainUfun" weight="1" aggregation="sum">
      <hyperRectangle utility_function="30.0">
        <INCLUDES index="1" min="1" max="3"/>
        <INCLUDES index="2" min="2" max="2"/>
      </hyperRectangle>
      <hyperRectangle utility_function="10.0"><INCLUDES index="1" min="3" max="4"/></hyperRectangle>
    </ufun>
  </utility_function>
</utility_space>
"""
TEMPLATE = """<negotiation_template><utility_space><objective index="0" name="root">
<issue index="1" name="a" type="integer" lowerbound="0" upperbound="4"/>
<issue index="2" name="c" type="integer" lowerbound="1" upperbound="3"/>
</objective></utility_space></negotiation_template>"""


def test_genius_divides_points_by_the_largest_utility(tmp_path: Path) -> None:
    scenario = read_genius(folder_of(tmp_path / "s", {"domain.xml": TEMPLATE, "one.xml": PROFILE}))

    assert scenario.no_deal.tolist() == [0.25]
    assert [(b.where, b.add) for b in scenario.bonuses] == [(((0, (1, 2, 3)), (1, (1,))), 0.75), (((0, (3, 4)),), 0.25)]
    space = deal_space(case_of_scenario(scenario))
    assert package_table(space, np.array([[3, 1], [4, 0], [0, 0]])).ravel().tolist() == [100, 25, 0]


_FAULTS = {
    "code for points": ('utilities: ["lambda x: x"]', "outcome_ranges: [{a: [0, 2]}]", "code is not read"),
    "issue not there": ("utilities: [1]", "outcome_ranges: [{q: [0, 2]}]", "no issue 'q'"),
    "outcome not there": ("utilities: [1]", "outcome_ranges: [{b: [w]}]", "no outcome 'w'"),
    "lengths that differ": ("utilities: [1, 2]", "outcome_ranges: [{a: [0, 2]}]", "not lists of one length"),
    "no mapping": ("utilities: [1]", "outcome_ranges: [7]", "is no mapping"),
}


@pytest.mark.parametrize(("utilities", "ranges", "what"), _FAULTS.values(), ids=_FAULTS)
def test_faulty_rectangles_are_told_with_their_place(tmp_path: Path, utilities: str, ranges: str, what: str) -> None:
    text = f"type: HyperRectangleUtilityFunction\n{utilities}\n{ranges}\n"

    with pytest.raises(InputError, match=rf"one\.yml:[23]:\d+: .*{what}"):
        read_negmas(folder_of(tmp_path / "s", {"domain.yml": DOMAIN, "one.yml": text}))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('aggregation="sum"', 'aggregation="max"', "takes the max of its parts"),
        ('"PlainUfun"', '"PowerUfun"', "of type 'PowerUfun'"),
        ('INCLUDES index="2"', 'INCLUDES index="9"', "no issue with the index '9'"),
        ('utility_function="30.0"', 'utility_function="much"', "utility_function is 'much'"),
    ],
)
def test_rectangles_of_genius_that_cannot_be_read_are_told(tmp_path: Path, old: str, new: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_genius(folder_of(tmp_path / "s", {"domain.xml": TEMPLATE, "one.xml": PROFILE.replace(old, new)}))


def test_rectangles_are_told_as_lost_where_a_form_cannot_hold_them(tmp_path: Path) -> None:
    scenario = read_genius(folder_of(tmp_path / "s", {"domain.xml": TEMPLATE, "one.xml": PROFILE}))

    told = write_scenario(scenario, tmp_path / "out", "negmas")

    assert any("2 interactions" in message.what for message in told)
