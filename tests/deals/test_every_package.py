"""Problems of up to 100,000 packages: every answer is that of looking at all of them, by enumeration and by the exact methods."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from detente.deals import Constraint, DealsResult, fair_packages, find_deals, pareto_frontier
from detente.deals.advice import best_for
from tests.deals.every_package import Every, random_problem
from tests.strategies import EXAMPLES

AGREED = {
    "two parties": (0, [10, 10, 10, 10, 10], 2, 6, 3, 0.5),
    "two parties, many issues": (1, [8, 7, 6, 5, 5, 4, 1], 2, 4, 4, 0.5),
    "three parties": (2, [9, 8, 7, 6, 5], 3, 5, 3, 0.4),
    "four parties": (3, [4, 4, 4, 4, 4, 4, 4], 4, 4, 4, 0.35),
    "yes or no sixteen times": (1, [2] * 16, 3, 6, 2, 0.5),
    "one issue": (7, [50_000], 3, 0, 6, 0.5),
}  # fmt: skip
"""Seed, sizes of the issues, parties, links, red lines, and how far up the range no deal lies."""
BLOCKED = {
    "two parties": (3, [6, 6, 5, 5, 4, 4], 2, 8, 4, 0.95),
    "three parties": (24, [5, 5, 5, 5, 5, 5], 3, 9, 5, 0.8),
    "four parties": (25, [4, 4, 4, 4, 4, 4, 4, 4], 4, 6, 6, 0.75),
}  # fmt: skip
METHODS = ("enumeration", "exact")
TRIED = settings(EXAMPLES, max_examples=14, phases=[Phase.generate])  # to shrink an example would take minutes

Recipe = tuple[int, list[int], int, int, int, float]


@cache
def problem(shape: str, *, agreed: bool = True) -> Every:
    return random_problem(*(AGREED if agreed else BLOCKED)[shape])


@st.composite
def problems(draw: st.DrawFn) -> Every:
    """Any sizes whose product is at most 100,000."""
    sizes: list[int] = []
    left = 100_000
    while left > 1 and len(sizes) < 12 and (not sizes or draw(st.integers(0, 9))):
        sizes.append(draw(st.integers(1, min(left, 12))))
        left //= sizes[-1]
    level = draw(st.sampled_from((0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)))
    return random_problem(
        draw(st.integers(0, 2**32)), sizes, draw(st.integers(1, 4)), draw(st.integers(0, 8)), draw(st.integers(0, 6)), level
    )  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", AGREED)
def test_what_is_acceptable_is_that_of_every_package(shape: str, method: str) -> None:
    every = problem(shape)

    assert 10_000 <= len(every.all) <= 100_000
    assert every.acceptable.size
    check(every, find_deals(every.space(), method=method))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", BLOCKED)
def test_what_is_blocked_is_that_of_every_package(shape: str, method: str) -> None:
    every = problem(shape, agreed=False)

    assert 10_000 <= len(every.all) <= 100_000
    assert not every.acceptable.size
    check(every, find_deals(every.space(), method=method))


@pytest.mark.parametrize("method", METHODS)
@TRIED
@given(every=problems())
def test_any_answer_is_that_of_every_package(method: str, every: Every) -> None:
    check(every, find_deals(every.space(), method=method))


def check(every: Every, found: DealsResult) -> None:
    """Compare counts, frontier, fair packages, blockers and openings."""
    within = int(every.within.sum())
    counts = [len(every.all), len(every.packages), within, within, len(every.acceptable)]
    assert list(found.packages.values()) == counts
    assert found.complete
    if every.acceptable.size:
        vectors = [tuple(p.values.get(name, 0.0) for name in found.space.parties) for p in found.frontier]
        assert set(vectors) == every.frontier()
        assert len(set(vectors)) == len(vectors)
        assert {c: f.score for c, f in found.fair.items()} == pytest.approx(every.scores(), rel=1e-9, abs=1e-9)
        assert not found.blockers
        assert not found.openings
    else:
        assert not found.fair
        assert {named(b.constraints) for b in found.blockers} == every.blockers()
        assert {named(o.relax) for o in found.openings} == every.openings


def named(constraints: Iterable[Constraint]) -> frozenset[str]:
    return frozenset(" ".join(part for part in (c.party, c.issue, c.outcome) if part) for c in constraints)


WAYS = [
    (shape, way) for shape in AGREED for way in ("enumeration", "merging", "sweep") if way != "sweep" or "two" in shape
]


@pytest.mark.parametrize(("shape", "way"), WAYS)
def test_each_way_to_the_frontier_finds_that_of_every_package(shape: str, way: str) -> None:
    found = pareto_frontier(problem(shape).space(), method=way)

    assert {tuple(row) for row in found.values.tolist()} == problem(shape).frontier()
    assert found.exact


@pytest.mark.parametrize("shape", AGREED)
def test_search_proves_what_every_package_shows(shape: str) -> None:
    found = fair_packages(problem(shape).space(), method="search")

    assert {c: f.score for c, f in found.items()} == pytest.approx(problem(shape).scores(), rel=1e-9)
    assert max(f.gap for f in found.values()) < 1e-6


@pytest.mark.parametrize("shape", AGREED)
def test_best_for_each_that_keeps_another_above_is_that_of_every_package(shape: str) -> None:
    every = problem(shape)
    accepted = every.values[every.acceptable]
    for me, other in ((0, 1), (1, 0)):
        least = int(every.no_deal[other] + (accepted[:, other].max() - every.no_deal[other]) // 2)
        found = best_for(every.space(), f"p{me}", {f"p{other}": float(least)})
        assert found is not None
        assert found.values[me] == accepted[accepted[:, other] >= least, me].max()
