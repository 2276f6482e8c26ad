"""Frontier, fair packages and counts by each method, for values of any size, against every package."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from detente.deals import fair_packages, pareto_frontier
from detente.deals.counting import count_linked, count_signed
from detente.deals.cover import frontier_cover
from tests.deals.whole_spaces import EXTREME, as_space, whole_spaces
from tests.reference.whole_space import Whole
from tests.strategies import FEWER

KINDS = ("red_line", "bottom_line", "no_deal")


@pytest.mark.parametrize("basis", ["acceptable", "linked"])
@FEWER
@given(whole=whole_spaces(parties=4, units=EXTREME))
def test_merged_frontier_is_that_of_every_package(basis: str, whole: Whole) -> None:
    found = pareto_frontier(as_space(whole), method="merging", basis=basis)

    packages = [tuple(row) for row in found.packages.tolist()]
    assert {whole.mine(p) for p in packages} == whole.undominated(getattr(whole, basis))
    assert len(packages) == len({whole.mine(p) for p in packages})
    assert set(packages) <= set(getattr(whole, basis))
    for package, values in zip(packages, found.values.tolist(), strict=True):
        points = [v / float(unit) for v, unit in zip(values, whole.units, strict=True)]
        assert points == pytest.approx([whole.points(p, package) for p in whole.parties], rel=1e-12, abs=1e-12)


@FEWER
@given(whole=whole_spaces(parties=3, least=2, units=EXTREME))
def test_swept_frontier_is_that_of_every_package(whole: Whole) -> None:
    whole = replace(whole, principals=(0, 1))

    found = pareto_frontier(as_space(whole), method="sweep")

    mine = {whole.mine(tuple(row)) for row in found.packages.tolist()}
    assert mine <= whole.undominated(whole.acceptable)
    assert not found.exact or mine == whole.undominated(whole.acceptable)


@pytest.mark.parametrize("method", ["frontier", "search"])
@FEWER
@given(whole=whole_spaces(parties=4))
def test_fair_scores_are_the_best_of_all_packages(method: str, whole: Whole) -> None:
    check_fair(method, whole)


@pytest.mark.parametrize("method", ["frontier", "search"])
@FEWER
@given(whole=whole_spaces(units=EXTREME, one_unit=True, interactions=0, links=0))
def test_fair_scores_are_the_best_for_values_of_any_size(method: str, whole: Whole) -> None:
    check_fair(method, whole)


def check_fair(method: str, whole: Whole) -> None:
    found = fair_packages(as_space(whole), method=method)

    assert bool(found) == bool(whole.acceptable)
    scale = max(whole.magnitudes, default=0.0)
    for concept, best in whole.scores().items() if whole.acceptable else ():
        choice, package = found[concept], tuple(found[concept].package.tolist())
        small = 1e-9 * (max(scale, 1.0) if concept == "kalai_smorodinsky" else scale)
        assert package in whole.acceptable
        assert choice.score == pytest.approx(float(best), rel=1e-7, abs=0 if concept == "nash" else small), concept
        assert choice.bound >= choice.score
        assert choice.gap <= 1e-6


@FEWER
@given(whole=whole_spaces(parties=4, issues=5, units=EXTREME))
def test_counts_are_those_of_every_package_for_values_of_any_size(whole: Whole) -> None:
    space = as_space(whole)

    assert count_linked(space) == len(whole.linked)
    assert [count_signed(space, KINDS[:n]) for n in (1, 2, 3)] == [whole.count(KINDS[:n]) for n in (1, 2, 3)]
    for p in whole.parties:
        assert count_signed(space, KINDS, without=f"p{p}") == whole.count(KINDS, without=p)


@pytest.mark.parametrize("part", [0.01, 0.1, 0.4])
@FEWER
@given(whole=whole_spaces(units=EXTREME, ratifiers=False))
def test_cover_leaves_nobody_further_behind_than_it_says(part: float, whole: Whole) -> None:
    cover = frontier_cover(as_space(whole), part)

    packages = [tuple(row) for row in cover.packages.tolist()]
    within = cover.within.tolist()
    assert set(packages) <= set(whole.acceptable)
    for best in whole.acceptable:
        # The guarantee is for packages that leave each signer the distance above its no-deal value.
        if all(g is None or float(g) >= w for g, w in zip(whole.margins(best), within, strict=True)):
            behind = [[float(b - f) for b, f in zip(whole.worth(best), whole.worth(p), strict=True)] for p in packages]
            assert any(all(b <= w * (1 + 1e-9) for b, w in zip(row, within, strict=True)) for row in behind)
