"""Published negotiation domains read through the importer, against answers that others computed.

The domains and ``answers.json`` lie outside the repository, in ``../shared/data/deals``; their README defines every
answer. All of `independent` is recomputed here over every package with plain NumPy, from the scenario as it was read
and from the case that it becomes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, reduce
from typing import Any

import moocore
import numpy as np
import pytest
from numpy.typing import NDArray

from detente.deals.from_case import deal_space
from detente.interchange.scale import scaled
from detente.interchange.scenario import Scenario
from detente.interchange.scenario_files import read_scenario
from detente.interchange.scenario_to_case import case_of_scenario
from tests.conftest import needs_shared

Floats = NDArray[np.float64]

DOMAINS = (
    "app_anac2010_ItexvsCypress", "app_anac2010_Travel", "app_anac2012_EnglandvsZimbabweB", "app_anac2012_LaptopC",
    "app_anac2012_SupermarketB", "app_anac2015_BankRobbery", "app_anac2015_Politics", "app_anac2017_GeneJack",
    "app_anac2020_Party", "app_other_Jobs", "xml_negmas_AMPOvsCity",
)  # fmt: skip
SHIFTS = {"xml_negmas_AMPOvsCity": 1.0}
"""NegMAS adds an issue of its own where the first index of a file is 2: one outcome, worth 1 to everybody."""
PRECISION = 1e-9
ROUNDING = 1e-12
"""What sums of the same numbers in another order may differ by."""


@dataclass(frozen=True)
class Answers:
    """What the enumeration of all packages finds, on the scale of the file."""

    size: int
    rational: int
    frontier: Floats
    nash: Floats
    egalitarian: Floats
    utilitarian: Floats
    kalai_smorodinsky: Floats
    disagreement: Floats


def utilities(worths: tuple[Floats, ...], constants: Floats) -> Floats:
    """Return what every package is worth, shape (packages, parties)."""
    columns = [
        reduce(lambda total, row: np.add.outer(total, row).ravel(), [table[p] for table in worths], np.zeros(1))
        for p in range(len(constants))
    ]
    every: Floats = np.stack(columns, axis=1) + constants
    return every


def solved(every: Floats, no_deal: Floats) -> Answers:
    """Return the answers by their definitions, ties included."""
    good = every[(every >= no_deal - ROUNDING * np.maximum(1, np.abs(no_deal))).all(axis=1)]
    gains = good - no_deal
    ideal = gains.max(axis=0)
    ratios = np.divide(gains, ideal, out=np.ones_like(gains), where=ideal > 0).min(axis=1)
    front = np.unique(good[moocore.is_nondominated(good, maximise=True, keep_weakly=False)], axis=0)
    return Answers(
        len(every), len(good), front,
        best(good, gains.prod(axis=1)), best(good, gains.min(axis=1)), best(good, good.sum(axis=1)),
        best(good, ratios), no_deal,
    )  # fmt: skip


def best(good: Floats, merit: Floats) -> Floats:
    found: Floats = good[merit >= merit.max() - ROUNDING * max(1.0, abs(float(merit.max())))]
    return found


def from_scenario(scenario: Scenario) -> Answers:
    return solved(utilities(scenario.worths, scenario.constants), scenario.no_deal)


def from_case(scenario: Scenario) -> Answers:
    """Return the answers of the case that a scenario becomes, mapped back to the scale of the file."""
    space, found = deal_space(case_of_scenario(scenario)), scaled(scenario)
    worths = tuple(table * space.weights[:, [j]] for j, table in enumerate(space.values))
    every = (utilities(worths, np.zeros(len(space.parties))) - found.offsets) / found.factor
    return solved(every, (space.no_deal - found.offsets) / found.factor)


WAYS: dict[str, Callable[[Scenario], Answers]] = {"scenario": from_scenario, "case": from_case}


@cache
def scenario_called(name: str) -> Scenario:
    return read_scenario(needs_shared("data/deals") / name)


@cache
def answers_of(name: str, way: str) -> Answers:
    return WAYS[way](scenario_called(name))


@cache
def published() -> dict[str, Any]:
    answers: dict[str, Any] = json.loads((needs_shared("data/deals") / "answers.json").read_text("utf-8"))["cases"]
    return answers


@pytest.fixture(params=DOMAINS)
def name(request: pytest.FixtureRequest) -> str:
    needs_shared("data/deals")
    return str(request.param)


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_as_many_packages_are_there_and_rational(name: str, way: str) -> None:
    found, expected = answers_of(name, way), published()[name]

    assert found.size == expected["cardinality"]
    assert found.rational == expected["n_rational"]


def test_no_deal_is_the_larger_of_reservation_and_least_value(name: str, way: str) -> None:
    expected = np.array(published()[name]["disagreement_used"]) - SHIFTS.get(name, 0.0)

    assert np.allclose(answers_of(name, way).disagreement, expected, rtol=PRECISION, atol=ROUNDING)


def test_the_frontier_is_theirs(name: str, way: str) -> None:
    theirs = np.array([point["u"] for point in published()[name]["pareto"]]) - SHIFTS.get(name, 0.0)
    assert len(theirs) == published()[name]["independent"]["pareto_n_moocore"]

    assert_same_vectors(without_rounding(answers_of(name, way).frontier), without_rounding(theirs))


def without_rounding(vectors: Floats) -> Floats:
    """Return the vectors that are not there by rounding alone, such as four of the 38 of SupermarketB."""
    kept = [
        u for u in vectors
        if not ((vectors >= u - ROUNDING * 100).all(axis=1) & (vectors > u + PRECISION).any(axis=1)).any()
    ]  # fmt: skip
    apart = np.abs(np.array(kept)[:, None] - np.array(kept)[None]).max(axis=2) > PRECISION
    return np.array([u for k, u in enumerate(kept) if apart[k, :k].all()])


def assert_same_vectors(found: Floats, expected: Floats) -> None:
    assert len(found) == len(expected)
    order = [np.lexsort(np.round(v, 7).T) for v in (found, expected)]
    assert np.allclose(found[order[0]], expected[order[1]], rtol=PRECISION, atol=ROUNDING)


CONCEPTS = {
    "nash": "nash",
    "egalitarian": "egalitarian_gain",
    "utilitarian": "utilitarian_rational",
    "kalai_smorodinsky": "ks_maximin_ideal_rational",
}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_best_packages_are_theirs(name: str, way: str, concept: str) -> None:
    theirs = published()[name]["independent"][CONCEPTS[concept]]

    found = getattr(answers_of(name, way), concept)

    expected = np.unique(np.array(theirs["u"]) - SHIFTS.get(name, 0.0), axis=0)
    assert all(any(np.allclose(u, v, rtol=PRECISION, atol=ROUNDING) for v in found) for u in expected)
    if len(theirs["u"]) == theirs["n"]:  # ties are listed up to 20
        assert all(any(np.allclose(u, v, rtol=PRECISION, atol=ROUNDING) for v in expected) for u in found)


def test_nice_or_die_has_one_rational_package_in_the_meaning_of_genius(way: str) -> None:
    needs_shared("data/deals")
    scenario = scenario_called("xml_negmas_NiceOrDieB")

    found = answers_of("xml_negmas_NiceOrDieB", way)

    assert scenario.values[0].tolist() == [[1.0, 0.16, 0.299], [0.16, 1.0, 0.299]]
    assert scenario.reservation.tolist() == [0.25, 0.25]
    assert scenario.discount.tolist() == [0.75, 0.75]
    assert found.rational == 1
    assert np.allclose(found.frontier, [[0.299, 0.299]], rtol=PRECISION)


def test_each_copy_with_a_reservation_on_another_scale_is_warned_of() -> None:
    needs_shared("data/deals")

    warned = {name for name in DOMAINS if any(m.rule == "reservation" for m in scenario_called(name).messages)}

    assert warned == {
        "app_anac2012_EnglandvsZimbabweB", "app_anac2012_LaptopC", "app_anac2012_SupermarketB", "app_anac2020_Party",
    }  # fmt: skip


def test_the_importer_says_where_no_deal_is_not_the_reservation_value() -> None:
    needs_shared("data/deals")

    for name in DOMAINS:
        scenario = scenario_called(name)
        told = [m.what for m in scenario.messages if m.rule == "no-deal"]
        changed = [
            p for p, r, d in zip(scenario.parties, scenario.reservation, scenario.no_deal, strict=True) if r != d
        ]
        assert [p for p in changed if not any(repr(p) in what for what in told)] == []
