"""In which unit a party counts changes no answer: points, nanoshares and trillions are the same problem."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.deals import DealSpace, fair_packages, find_deals, pareto_frontier
from detente.deals.counting import count_signed
from detente.deals.find import METHODS
from detente.deals.rounding import decimals_for
from tests.deals.small import blocking

OPPOSED = [[[4, 3, 0], [0, 3, 4]], [[2, 0], [0, 2]]]
"""Two parties: both can gain on the first issue, the second is a plain division."""
TINY, HUGE = 1e-12, 1e12


def scaled(units: list[float], no_deal: list[float] | None = None, links: tuple[str, ...] = ()) -> DealSpace:
    tables = [np.array(table, dtype=float) * np.array(units)[:, None] for table in OPPOSED]
    floors = None if no_deal is None else np.array(no_deal) * np.array(units)
    return DealSpace.additive(tables, no_deal=floors, links=links)


@pytest.mark.parametrize("unit", [TINY, 1e-3, 1, HUGE])
@pytest.mark.parametrize("method", ["merging", "sweep"])
def test_frontier_is_the_same_in_any_unit(method: str, unit: float) -> None:
    found = pareto_frontier(scaled([unit, 1 / unit]), method=method)

    assert {tuple(p) for p in found.packages.tolist()} == {(0, 0), (1, 0), (1, 1), (2, 1)}


@pytest.mark.parametrize("unit", [1e-3, 1, HUGE, TINY])
def test_enumerated_frontier_is_the_same_in_any_unit(unit: float) -> None:
    """Enumeration rounds values to nine decimals, so tiny ones are all equal to it."""
    assert len(find_deals(scaled([unit, unit]), method="enumeration").frontier) == 4


@pytest.mark.parametrize("units", [[1, 1], [HUGE, HUGE], [TINY, TINY], [1, 1e6], [TINY, HUGE]])
@pytest.mark.parametrize("concept", ["nash", "kalai_smorodinsky"])
def test_nash_and_kalai_smorodinsky_packages_are_the_same_in_any_unit(concept: str, units: list[float]) -> None:
    """Both ideas are independent of each party's scale; gains are told from nothing on one scale for all."""
    found = fair_packages(scaled(units, [0, 0]), method="frontier")[concept]

    assert found.package[0] == 1
    assert not found.note


@pytest.mark.parametrize("unit", [1, 1e-3, HUGE, 1e-9, TINY])
def test_search_with_links_finds_the_same_in_any_unit(unit: float) -> None:
    """One of the tolerances of the search with links does not shrink with the values."""
    space = DealSpace.additive([[[0, 5 * unit]], [[0, 0]]], links=["not (i0.o1 and i1.o0)"])

    assert fair_packages(space, method="search")["nash"].score == pytest.approx(5 * unit, rel=1e-6)


def test_search_goes_on_where_the_solver_gives_up() -> None:
    """HiGHS ends with a solve error here; without its presolve it finds the best package."""
    space = scaled([1, 1], [0, 0], ("not (i0.o0 and i1.o1)",))

    assert fair_packages(space, method="search")["nash"].score == pytest.approx(15)


@pytest.mark.parametrize("unit", [1, HUGE, TINY])
@pytest.mark.parametrize("method", METHODS[1:])
def test_blockers_are_the_same_in_any_unit(method: str, unit: float) -> None:
    result = find_deals(scaled([unit, unit], [5, 5]), method=method)

    assert {frozenset(c[1] for c in s) for s in blocking(result)} == {frozenset({"p0", "p1"})}


@pytest.mark.parametrize("value", [7, 100, 1e3, 1e300])
def test_no_deal_far_out_of_reach_is_a_blocker_on_its_own(value: float) -> None:
    """A reservation value on another scale than the values."""
    result = find_deals(DealSpace.additive([[[1, 2], [2, 1]]], no_deal=[value, 0]), method="exact")

    assert blocking(result) == [frozenset({("no_deal", "p0", None, None)})]
    assert [len(o.relax) for o in result.openings] == [1]


@pytest.mark.parametrize("value", [7, 1e4, 1e6, 1e300])
def test_no_deal_beyond_whole_units_leaves_nothing(value: float) -> None:
    """The floor in units is beyond 64 bits."""
    space = DealSpace.additive([[[1, 2], [2, 1]]], no_deal=[value, 0])

    assert len(pareto_frontier(space)) == 0
    assert count_signed(space, ("no_deal",)) == 0
    assert fair_packages(space) == {}


def test_no_deal_above_what_is_worth_nothing_is_a_blocker_on_its_own() -> None:
    """All weights of a party are zero."""
    space = DealSpace.additive([[[1, 2], [2, 1]]], weights=[[1], [0]], no_deal=[0, 21])

    assert blocking(find_deals(space, method="exact")) == [frozenset({("no_deal", "p1", None, None)})]


@pytest.mark.parametrize("method", METHODS[1:])
def test_frontier_of_contradictory_links_is_that_of_what_they_allow(method: str) -> None:
    space = DealSpace.additive([[[1, 2], [2, 1]]], links=["i0.o0", "i0.o1"])

    assert find_deals(space, method=method).frontier_basis == "linked"


def test_party_without_weights_takes_part_in_nothing() -> None:
    space = DealSpace.additive(OPPOSED, weights=[[1, 1], [0, 0]], no_deal=[0, np.nan])

    for method in METHODS[1:]:
        result = find_deals(replace(space), method=method)
        assert [p.outcomes for p in result.frontier] == [{"i0": "o0", "i1": "o0"}]
        assert result.packages["acceptable"] == 6


@pytest.mark.parametrize("unit", [TINY, 1e-9, 1, HUGE])
@pytest.mark.parametrize("method", METHODS[1:])
def test_bottom_lines_are_the_same_in_any_unit(method: str, unit: float) -> None:
    """Nothing on the first issue is worth enough to both; on the second they want different outcomes."""
    lines = ((0, 0, 3.5 * unit), (1, 0, 3 * unit), (0, 1, 1 * unit), (1, 1, 2 * unit))
    result = find_deals(replace(scaled([unit, unit]), bottom_lines=lines), method=method)

    assert {frozenset((c[1], c[2]) for c in s) for s in blocking(result)} == {
        frozenset({("p0", "i1"), ("p1", "i1")}),
        frozenset({("p0", "i0"), ("p1", "i0")}),
    }


@pytest.mark.parametrize("units", [[1, 1], [TINY, TINY], [HUGE, HUGE], [TINY, HUGE], [1e-3, 1]])
@pytest.mark.parametrize("method", METHODS[1:])
def test_fair_packages_of_an_analysis_are_the_same_in_any_unit(method: str, units: list[float]) -> None:
    result = find_deals(scaled(units, [0, 0]), method=method)

    assert {result.fair[c].package.outcomes["i0"] for c in ("nash", "kalai_smorodinsky")} == {"o1"}
    assert result.fair["nash"].score == pytest.approx(15 * units[0] * units[1])
    assert not any(fair.note for fair in result.fair.values())


@pytest.mark.parametrize("unit", [TINY, 1, HUGE])
@pytest.mark.parametrize("method", METHODS[1:])
def test_losses_and_trades_are_the_same_in_any_unit(method: str, unit: float) -> None:
    result = find_deals(scaled([unit, unit], [5, 5]), method=method)

    assert sorted(o.loss / unit for o in result.openings) == pytest.approx([3, 3])
    trades, plain = (find_deals(scaled([u, u]), method=method).trades for u in (unit, 1))
    assert [(t.before, t.after) for t in trades] == [(t.before, t.after) for t in plain] != []
    assert np.array([t.gains for t in trades]) / unit == pytest.approx(np.array([t.gains for t in plain]))


@pytest.mark.parametrize(
    ("scale", "decimals"), [(0, 9), (100, 9), (1e4, 9), (0.2, 9), (1e-12, 21), (5e-12, 20), (1e12, 1), (1e-320, 300)]
)
def test_ordinary_values_are_rounded_to_nine_decimals_and_others_by_their_scale(scale: float, decimals: int) -> None:
    assert decimals_for(scale) == decimals
