"""Advice is the best of all packages that fulfil what was asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals import DealSpace, pareto_frontier
from detente.deals.advice import best_for, better_for_all, concession_plan, equivalent_offers, fairness_table
from detente.deals.cover import frontier_cover
from detente.errors import InputError
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.reference.plain_space import Plain
from tests.strategies import FEWER


@FEWER
@given(plain=plain_spaces(parties=3, issues=4), least=st.integers(0, 15))
def test_best_for_one_that_keeps_another_above_is_that_of_every_package(plain: Plain, least: int) -> None:
    space = as_space(plain)
    last = len(plain.no_deal) - 1
    possible = [v[0] for v in plain.acceptable if v[last] >= least]

    found = best_for(space, "p0", {f"p{last}": least})

    assert (None if found is None else found.values[0]) == (float(max(possible)) if possible else None)


@FEWER
@given(plain=plain_spaces(parties=3, issues=4), data=st.data())
def test_next_text_is_better_or_the_draft_is_on_the_frontier(plain: Plain, data: st.DataObject) -> None:
    if not plain.acceptable:
        return
    accepted = [p for p in plain.linked if plain.worth(p) in set(plain.acceptable)]
    draft = data.draw(st.sampled_from(accepted))
    mine = plain.worth(draft)

    found = better_for_all(as_space(plain), draft)

    assert (found is None) == (mine in plain.frontier)
    if found is not None:
        assert (found.values >= np.array(mine, dtype=float)).all()
        for_all = any(all(a > b for a, b in zip(v, mine, strict=True)) for v in plain.acceptable)
        assert (found.values > np.array(mine, dtype=float)).all() or not for_all


@FEWER
@given(plain=plain_spaces(parties=3, issues=4), percent=st.sampled_from((2, 10, 30)))
def test_cover_is_as_near_to_the_frontier_as_it_says(plain: Plain, percent: int) -> None:
    cover = frontier_cover(as_space(plain), percent / 100)

    accepted = {tuple(map(float, v)) for v in plain.acceptable}
    assert {tuple(row) for row in cover.values.tolist()} <= accepted
    for point in plain.frontier:
        values = np.array(point, dtype=float)
        safe = all(d is None or v >= d + w for v, d, w in zip(values, plain.no_deal, cover.within, strict=True))
        assert not safe or (cover.values >= values - cover.within - 1e-9).all(axis=1).any()


@pytest.fixture
def house() -> DealSpace:
    rng = np.random.default_rng(0)
    weights = rng.random((3, 30))
    tables = [100 * rng.random((3, 4)) for _ in range(30)]
    return DealSpace.additive(tables, weights=weights / weights.sum(axis=1, keepdims=True), no_deal=[40, 40, 40])


def test_equivalent_offers_are_worth_no_less_to_me_and_differ(house: DealSpace) -> None:
    offers = equivalent_offers(house, "p0", 65.0, most=4)

    assert len(offers) == 4
    assert all(offer.values[0] >= 65 for offer in offers)
    assert len({offer.package.tobytes() for offer in offers}) == 4
    assert max(offer.values[0] for offer in offers) < 67


def test_concessions_fall_to_the_target_while_the_others_gain(house: DealSpace) -> None:
    plan = concession_plan(house, "p0", 60.0, steps=4)

    mine = [step.values[0] for step in plan]
    others = [step.values[1:].sum() for step in plan]
    assert mine == sorted(mine, reverse=True)
    assert others == sorted(others)
    assert mine[-1] >= 60


def test_fairness_table_says_who_gains_which_share() -> None:
    table = fairness_table(DealSpace.additive([[[10, 0], [0, 10]], [[1, 0], [0, 1]]], no_deal=[0, 0]))

    assert table["kalai_smorodinsky"]["share"] == pytest.approx({"p0": 1 / 11, "p1": 10 / 11}) or table[
        "kalai_smorodinsky"
    ]["share"] == pytest.approx({"p0": 10 / 11, "p1": 1 / 11})
    assert sum(table["utilitarian"]["gain"].values()) == 11


def test_cover_of_a_frontier_too_large_to_list_is_short(house: DealSpace) -> None:
    cover = frontier_cover(house, 0.1)

    assert 20 < len(cover.packages) < len(pareto_frontier(house))


def test_party_that_is_not_there_is_refused(house: DealSpace) -> None:
    with pytest.raises(InputError, match="no principal"):
        best_for(house, "nobody")
    with pytest.raises(InputError, match="there is no party"):
        best_for(house, "p0", {"nobody": 3})
    with pytest.raises(InputError, match="no plan"):
        concession_plan(house, "p0", 50, steps=1)
    with pytest.raises(InputError, match="no part"):
        frontier_cover(house, 2)
