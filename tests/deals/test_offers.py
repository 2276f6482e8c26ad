"""Offers hold what they say against every package, with links too, and at sizes that nobody can list."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals import DealSpace
from detente.deals.advice import better_for_all, concession_plan, equivalent_offers
from detente.deals.offers import find_offers
from detente.deals.plain_offers import plain_offers
from detente.errors import InputError
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.reference.plain_space import Plain
from tests.strategies import FEWER


@FEWER
@given(plain=plain_spaces(parties=3, issues=4), level=st.integers(0, 15))
def test_no_package_of_equal_worth_betters_an_offer_for_all_others(plain: Plain, level: int) -> None:
    offers = equivalent_offers(as_space(plain), "p0", level)

    others = range(1, len(plain.no_deal))
    possible = [v for v in plain.acceptable if v[0] >= level]
    assert bool(offers) == (bool(possible) and len(plain.no_deal) > 1)
    for offer in offers:
        assert tuple(offer.package.tolist()) in plain.linked
        mine = plain.worth(tuple(offer.package.tolist()))
        assert mine in possible
        assert not any(all(v[p] >= mine[p] for p in others) and any(v[p] > mine[p] for p in others) for v in possible)


@FEWER
@given(plain=plain_spaces(parties=3, issues=4), target=st.integers(0, 15), steps=st.integers(2, 4))
def test_each_step_of_a_plan_is_the_best_sum_of_the_others_at_its_level(plain: Plain, target: int, steps: int) -> None:
    plan = concession_plan(as_space(plain), "p0", target, steps)

    if not plain.acceptable or len(plain.no_deal) == 1:
        return
    best = max(v[0] for v in plain.acceptable)
    levels = np.linspace(float(best), target, steps)
    possible = [[v for v in plain.acceptable if v[0] >= level - 1e-9] for level in levels]
    expected = [max(sum(v[1:]) for v in packages) for packages in possible if packages]
    assert [float(sum(step.values[1:])) for step in plan] == pytest.approx([float(e) for e in expected])


@FEWER
@given(plain=plain_spaces(parties=3, issues=4), data=st.data())
def test_offers_against_a_draft_are_those_of_every_package(plain: Plain, data: st.DataObject) -> None:
    space = as_space(plain)
    package = [data.draw(st.integers(0, len(table[0]) - 1)) for table in plain.values]
    draft = {issue: names[o] for issue, names, o in zip(space.issues, space.outcomes, package, strict=True)}
    found = find_offers(space, "p0", draft=draft)

    mine = plain.worth(tuple(package))
    better = [v for v in plain.acceptable if all(a >= b for a, b in zip(v, mine, strict=True)) and v != mine]
    assert (found.better is not None) == bool(better)
    assert found.worth == float(mine[0])
    refusing = {f"p{p}" for p, d in enumerate(plain.no_deal) if d is not None and mine[p] < d}
    assert set(found.refused_by) == refusing
    assert set(plain_offers(found)) >= {"better", "equivalent", "plan", "fairness", "trades"}


def _large(links: int) -> DealSpace:
    rng = np.random.default_rng(4)
    weights = rng.random((3, 40))
    tables = [100 * rng.random((3, 4)) for _ in range(40)]
    pairs = [rng.choice(40, 2, replace=False) for _ in range(links)]
    return DealSpace.additive(
        tables, weights / weights.sum(axis=1, keepdims=True), [40, 40, 40],
        links=[f"not (i{a}.o{rng.integers(4)} and i{b}.o{rng.integers(4)})" for a, b in pairs],
    )  # fmt: skip


@pytest.mark.parametrize("links", [0, 20])
def test_advice_on_forty_issues_keeps_its_promises(links: int) -> None:
    space = _large(links)
    started = time.monotonic()

    offers = equivalent_offers(space, "p0", 60.0, most=3)
    plan = concession_plan(space, "p0", 60.0, steps=3)
    draft = offers[0]
    # Without what the last offer gained for one of the others, a draft can be bettered.
    again = better_for_all(space, draft.package.tolist())

    assert time.monotonic() - started < 60
    assert len(offers) == 3
    assert all(offer.values[0] >= 60 - 1e-9 for offer in offers)
    assert [step.values[0] for step in plan] == sorted((step.values[0] for step in plan), reverse=True)
    assert again is None or (again.values >= draft.values - 1e-9).all()


def test_offers_of_a_party_without_draft_start_at_the_nash_package() -> None:
    space = DealSpace.additive([[[10, 0], [0, 5]], [[3, 0], [0, 9]], [[4, 0], [0, 4]]], no_deal=[1, 1])

    found = find_offers(space, "p0")

    assert found.start is not None
    assert not found.is_draft
    assert found.worth == found.start.values["p0"]
    assert all(o.package.values["p0"] >= found.start.values["p0"] for o in found.equivalent)
    assert found.plan[0].package.values["p0"] == 14
    assert found.adjusted_winner is not None
    assert found.trades


def test_where_nothing_is_acceptable_there_are_no_offers() -> None:
    found = find_offers(DealSpace.additive([[[10, 0], [0, 5]]], no_deal=[9, 4]), "p0")

    assert found.start is None
    assert found.equivalent == found.plan == ()
    assert found.fairness == {}


def test_a_draft_is_one_outcome_of_each_issue() -> None:
    space = DealSpace.additive([[[1, 0], [0, 1]], [[1, 0], [0, 1]]])

    with pytest.raises(InputError) as caught:
        find_offers(space, draft={"i0": "o9", "i7": "o0"})

    whats = [p.what for p in caught.value.problems]
    assert whats == ["there is no outcome of i0 'o9'", "there is no issue 'i7'", "the draft says nothing on i1"]
    with pytest.raises(InputError, match="no principal"):
        find_offers(space, "nobody")


def test_draft_across_a_red_line_names_who_refuses_it() -> None:
    space = replace(DealSpace.additive([[[1, 0], [0, 1]]]), red_lines=((0, 0, 1),))

    assert find_offers(space, draft={"i0": "o1"}).refused_by == ("p0",)
