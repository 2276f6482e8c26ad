"""The map to the scale of a case: one factor for all, every value on the scale, gains in proportion."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from detente.case import Case, load_case
from detente.deals.from_case import deal_space
from detente.interchange.scale import scaled
from detente.interchange.scenario import Scenario
from detente.interchange.scenario_from_case import scenario_of
from detente.interchange.scenario_to_case import case_of_scenario
from tests.interchange.scenario_samples import scenarios


def packages(scenario: Scenario) -> np.ndarray:
    """Return what every package is worth, by the definition, shape (packages, parties)."""
    choices = itertools.product(*(range(len(names)) for names in scenario.outcomes))
    rows = [
        [
            scenario.constants[p] + sum(scenario.weights[p, j] * scenario.values[j][p, k] for j, k in enumerate(choice))
            for p in range(len(scenario.parties))
        ]
        for choice in choices
    ]
    return np.array(rows)


def packages_of(case: Case) -> np.ndarray:
    """Return what every package of a case is worth to its engine."""
    space = deal_space(case)
    choices = itertools.product(*(range(len(names)) for names in space.outcomes))
    return np.array(
        [sum(space.weights[:, j] * space.values[j][:, k] for j, k in enumerate(choice)) for choice in choices]
    )


def close(found: np.ndarray, expected: np.ndarray) -> bool:
    return np.allclose(found, expected, rtol=1e-9, atol=1e-9)


@given(scenarios())
def test_a_package_of_the_case_is_worth_factor_times_that_of_the_file_plus_an_offset(scenario: Scenario) -> None:
    found = scaled(scenario)

    assert close(packages_of(case_of_scenario(scenario)), found.factor * packages(scenario) + found.offsets)


@given(scenarios())
def test_no_deal_goes_through_the_same_map(scenario: Scenario) -> None:
    found = scaled(scenario)
    expected = np.fmax(scenario.reservation, packages(scenario).min(axis=0))

    assert close(found.no_deal, found.factor * expected + found.offsets)
    assert close(deal_space(case_of_scenario(scenario)).no_deal, found.no_deal)


@given(scenarios())
def test_every_value_is_on_the_scale_and_maps_back(scenario: Scenario) -> None:
    found = scaled(scenario)

    assert all((table >= 0).all() and (table <= 100).all() for table in (*found.values, found.no_deal))
    for party, value in enumerate(scenario.no_deal.tolist()):
        assert found.in_file(party, float(found.no_deal[party])) == pytest.approx(value, abs=1e-7)


@given(scenarios())
def test_a_case_goes_out_and_comes_back_with_the_same_values(scenario: Scenario) -> None:
    case = case_of_scenario(scenario)

    again = case_of_scenario(scenario_of(case))

    found = scaled(scenario_of(case))
    assert close(packages_of(again), found.factor * packages_of(case) + found.offsets)
    assert [p.name for p in again.parties.values()] == [p.name for p in case.parties.values()]


def one(values: list[list[float]], weights: list[float], reservation: float = 0.0) -> Scenario:
    """Return a scenario of one party with an issue for each row of values."""
    return Scenario(
        name="one", source="a test", issues=tuple(f"i{j}" for j in range(len(values))),
        outcomes=tuple(tuple(f"o{k}" for k in range(len(row))) for row in values), parties=("A",),
        values=tuple(np.array([row]) for row in values), weights=np.array([weights]), constants=np.zeros(1),
        reservation=np.array([reservation]), discount=np.array([np.nan]),
    )  # fmt: skip


def test_a_scale_from_0_to_1_is_read_as_per_cent_and_the_weights_as_saliences() -> None:
    found = scaled(one([[0.0, 1.0], [0.5, 0.2]], [0.7, 0.3], 0.4))

    assert found.factor == 100
    assert not found.offsets.any()
    assert found.values[1].tolist() == [[50, 20]]
    assert found.saliences.tolist() == [[0.7, 0.3]]
    assert found.no_deal.tolist() == [40]


def test_a_scale_from_0_to_100_stays_as_it_is() -> None:
    found = scaled(one([[0.0, 100.0], [50.0, 20.0]], [0.7, 0.3], 40.0))

    assert found.factor == 1
    assert found.values[0].tolist() == [[0, 100]]


def test_points_without_weights_get_saliences_from_their_spread() -> None:
    points = replace(one([[0.0, 60.0], [10.0, 30.0, 50.0]], [1.0, 1.0]), is_weighted=False)

    found = scaled(points)

    assert found.saliences.tolist() == [[60, 40]]
    assert found.values[1].tolist() == [[0, 50, 100]]


def test_a_reservation_value_far_above_the_values_stays_out_of_reach() -> None:
    found = scaled(one([[0.0, 1.0]], [1.0], 1000.0))

    assert found.no_deal.tolist() == [100]
    assert found.values[0].max() == pytest.approx(0.1)


def test_a_party_that_tells_nothing_apart_is_a_case_too() -> None:
    case = case_of_scenario(one([[3.0, 3.0]], [0.0]))

    assert packages_of(case).tolist() == [[0], [0]]


def test_numbers_that_nearly_overflow_stay_on_the_scale() -> None:
    found = scaled(one([[-1e99, 1e99]], [1e99]))

    assert found.values[0].tolist() == [[0, 100]]
    assert found.saliences.tolist() == [[100]]


def test_the_note_of_the_case_says_how_to_map_values_back() -> None:
    note = case_of_scenario(one([[-1.0, 3.0]], [1.0])).note

    assert note is not None
    assert "times 25.0, plus an offset for each party:\n  A: 25.0" in note


CASE = """
format: 1
case: talks
title: Talks
parties:
  a:
    name: Alpha
    kind: principal
    no_deal: [20, 30]
    stances:
      pay: {ranking: [low, high], salience: 60, red_line: [high]}
      hours: {position: 25, bottom_line: 20}
    interactions: [{when: pay.low and hours.few, add: 5}]
  b:
    name: Beta
    kind: principal
    stances:
      pay: {values: {low: 0, high: 100}}
  c: {name: Gamma, kind: faction, of: a}
issues:
  pay: {question: What pay?, name: Pay, outcomes: {low: {label: Low}, high: {label: High, needs: [c]}}}
  hours: {question: How many hours?, outcomes: {few: {label: Few, at: 0}, many: {label: Many, at: 100}}}
links:
  - {if: pay.high, then: hours.many}
"""


def test_a_case_goes_out_with_its_principals_and_point_values() -> None:
    scenario = scenario_of(load_case(CASE))

    assert scenario.parties == ("Alpha", "Beta")
    assert scenario.issues == ("Pay", "How many hours?")
    assert scenario.outcomes == (("Low", "High"), ("Few", "Many"))
    assert scenario.values[0].tolist() == [[100, 0], [0, 100]]
    assert scenario.values[1].tolist() == [[75, 25], [0, 0]]
    assert np.allclose(scenario.weights, [[60 / 110, 50 / 110], [1.0, 0.0]])
    assert scenario.reservation[0] == 25
    assert np.isnan(scenario.reservation[1])


@pytest.mark.parametrize(
    "what",
    ["1 link of", "1 red line of", "1 bottom line", "1 interaction", "1 consent", "no principal (Gamma)", "how uncertain 1",
     "rankings or positions"],
)  # fmt: skip
def test_each_kind_of_thing_that_is_lost_is_told(what: str) -> None:
    told = [m.what for m in scenario_of(load_case(CASE)).messages]

    assert any(what in one for one in told)
    assert all(m.rule == "lost" for m in scenario_of(load_case(CASE)).messages)
