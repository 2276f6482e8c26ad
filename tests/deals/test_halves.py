"""The largest smallest gain from halves of packages is that of brute force, and so is its proof."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals import DealSpace, fair_packages
from detente.deals.aims import Aim
from detente.deals.halves import best_of_halves
from detente.deals.pairing import Search, grown
from detente.deals.relaxed import relaxed
from detente.deals.rows import RuleRows, excluded
from detente.deals.terms import Terms, branches
from detente.deals.units import Floats
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.reference.plain_space import Plain
from tests.strategies import EXAMPLES, FEWER


def points(width: int) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(st.integers(0, 6), min_size=width, max_size=width)
    return st.lists(row, min_size=1, max_size=60)


@pytest.mark.parametrize("leaf", [1, 3, 16])
@EXAMPLES
@given(data=st.data(), width=st.integers(1, 4))
def test_best_pair_is_that_of_all_pairs(leaf: int, width: int, data: st.DataObject) -> None:
    left, right = (np.array(data.draw(points(width)), dtype=float) for _ in "ab")
    costs = [np.array(data.draw(st.lists(st.integers(0, 5), min_size=len(p), max_size=len(p)))) for p in (left, right)]
    marks = [
        np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(p), max_size=len(p))), dtype=np.uint64)[:, None]
        for p in (left, right)
    ]
    budget, floor = data.draw(st.integers(0, 10)), data.draw(st.integers(0, 8))
    counted = np.arange(data.draw(st.integers(1, width)))
    search = Search(budget, np.full(width, float(floor)), counted, np.full(len(counted), -np.inf), 1e-9, np.inf, 10**9)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.deals.pairing.LEAF", leaf)
        patch.setattr("detente.deals.pairing.BATCH", 8)
        search.run(grown(left, costs[0].astype(float), marks[0]), grown(right, costs[1].astype(float), marks[1]))

    possible = [
        (sorted((left[i] + right[j])[counted].tolist()), (i, j))
        for i in range(len(left))
        for j in range(len(right))
        if costs[0][i] + costs[1][j] <= budget
        and (left[i] + right[j] >= floor).all()
        and not marks[0][i, 0] & marks[1][j, 0]
    ]
    best = max((sums for sums, _ in possible), default=[-np.inf] * len(counted))
    assert search.best.tolist() == best
    assert search.pair in {pair for sums, pair in possible if sums == best} or not possible


def whole(plain: Plain) -> tuple[Terms, Aim] | None:
    """Return the terms and the aim of the smallest gain, if anything is left by the rules over one issue."""
    [terms] = branches(as_space(plain))
    if terms.is_empty or not plain.linked:
        return None
    return terms, Aim("smallest", np.array([float(s) for s in plain.start]), np.ones(len(plain.start)))


def leximin(plain: Plain) -> list[float]:
    """Return the sorted gains of the leximin package, by looking at all."""
    return [float(g) for g in max(sorted(plain.gains(v)) for v in plain.acceptable)]


@EXAMPLES
@given(plain=plain_spaces())
def test_best_of_halves_is_the_leximin_package(plain: Plain) -> None:
    given_terms = whole(plain)
    if given_terms is None:
        return
    terms, aim = given_terms
    plane = relaxed(terms, aim)
    if plane is None:
        assert not plain.acceptable
        return

    found = best_of_halves(terms, aim, plane, None)

    if not plain.acceptable:
        assert found.package is None
        assert found.bound == -np.inf
        return
    assert found.package is not None
    totals = terms.totals(found.package[None])
    assert terms.allows(found.package[None])[0]
    assert terms.meets_floors(totals)[0]
    assert sorted(aim.gains(totals * terms.unit)[0].tolist()) == pytest.approx(leximin(plain), abs=1e-7)
    assert found.value == found.bound == pytest.approx(leximin(plain)[0], abs=1e-7)


@FEWER
@given(plain=plain_spaces(), most=st.sampled_from((1, 2, 4)))
def test_bound_is_above_every_package_where_few_halves_are_listed(plain: Plain, most: int) -> None:
    given_terms = whole(plain)
    plane = relaxed(*given_terms) if given_terms else None
    if given_terms is None or plane is None:
        return

    found = best_of_halves(*given_terms, plane, None, most=most)

    best = leximin(plain)[0] if plain.acceptable else -np.inf
    assert found.bound >= best - 1e-7
    assert found.value <= best + 1e-7


@FEWER
@given(plain=plain_spaces())
def test_any_package_is_found_where_there_is_one(plain: Plain) -> None:
    given_terms = whole(plain)
    plane = relaxed(*given_terms) if given_terms else None
    if given_terms is None or plane is None:
        return

    found = best_of_halves(*given_terms, plane, None, enough=-1e-9 - 100.0)

    assert (found.package is not None) == bool(plain.acceptable)


@FEWER
@given(plain=plain_spaces())
def test_rows_of_rules_exclude_what_the_rules_exclude(plain: Plain) -> None:
    [terms] = branches(replace(as_space(plain), no_deal=np.full(len(plain.no_deal), np.nan)))
    if terms.is_empty:
        return
    matrix, limits = RuleRows.of(terms).matrix()
    sizes = [len(kept) for kept in terms.kept]
    packages = np.stack(np.unravel_index(np.arange(np.prod(sizes)), sizes), axis=1)
    chosen: Floats = np.zeros((len(packages), sum(sizes)))
    for j, first in enumerate(np.cumsum([0, *sizes[:-1]])):
        chosen[np.arange(len(packages)), first + packages[:, j]] = 1.0

    assert ((chosen @ matrix.T <= limits).all(axis=1) == terms.allows(packages)).all()


def test_fewest_rows_are_taken() -> None:
    allowed = np.ones((3, 4), dtype=bool)
    allowed[:, 1] = [True, False, False]

    assert len(excluded((5, 7), allowed)) == 1


def eight_parties(issues: int) -> DealSpace:
    """Real-valued tables with random weights; no deal is worth 0.4 to all."""
    rng = np.random.default_rng(0)
    weights = rng.random((8, issues))
    tables = [rng.random((8, 5)) for _ in range(issues)]
    return DealSpace.additive(tables, weights / weights.sum(axis=1, keepdims=True), np.full(8, 0.4))


def test_eight_parties_with_forty_issues_are_proven() -> None:
    found = fair_packages(eight_parties(40))

    assert {c: choice.gap for c, choice in found.items()} == dict.fromkeys(found, 0.0)


def test_eight_parties_with_a_hundred_issues_are_within_one_per_cent() -> None:
    found = fair_packages(eight_parties(100), halves=20_000)

    assert all(choice.gap < 0.01 for choice in found.values())
    assert found["egalitarian"].gap > 0
    assert found["egalitarian"].bound > found["egalitarian"].score
