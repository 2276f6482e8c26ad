"""Advice and side payments against every package: what is promised of each is true of it, and nothing better exists."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals.advice import Advice, best_for, better_for_all, concession_plan, equivalent_offers, fairness_table
from detente.deals.payments import side_payments
from tests.deals.whole_spaces import as_space, whole_spaces
from tests.reference.whole_space import Package, Whole, no_worse
from tests.strategies import FEWER


def close(number: Fraction, whole: Whole) -> object:
    return pytest.approx(float(number), rel=1e-9, abs=1e-9 * max(whole.magnitudes, default=1.0))


def package_of(advice: Advice) -> Package:
    return tuple(advice.package.tolist())


@FEWER
@given(whole=whole_spaces(), data=st.data())
def test_best_for_a_party_keeps_several_others_where_they_are_to_be(whole: Whole, data: st.DataObject) -> None:
    me = data.draw(st.sampled_from(whole.principals))
    floors = data.draw(st.dictionaries(st.sampled_from(whole.parties), st.integers(-10, 20), max_size=3))
    possible = [p for p in whole.acceptable if all(whole.points(q, p) >= least for q, least in floors.items())]

    found = best_for(as_space(whole), f"p{me}", {f"p{q}": float(n * whole.units[q]) for q, n in floors.items()})

    assert (found is None) == (not possible)
    if found is not None:
        assert package_of(found) in possible
        assert whole.points(me, package_of(found)) == max(whole.points(me, p) for p in possible)
        assert found.gap <= 1e-9


@FEWER
@given(whole=whole_spaces(), data=st.data())
def test_next_draft_is_the_best_step_for_all_principals(whole: Whole, data: st.DataObject) -> None:
    """From any linked draft, acceptable or not."""
    if not whole.linked:
        return
    draft = data.draw(st.sampled_from(whole.linked))
    now = whole.mine(draft)
    steps = [p for p in whole.acceptable if no_worse(whole.mine(p), now) and whole.mine(p) != now]

    found = better_for_all(as_space(whole), draft)

    assert (found is None) == (not steps)
    if found is not None:
        after = whole.mine(package_of(found))
        assert package_of(found) in steps
        gains = [[a - b for a, b in zip(whole.mine(p), now, strict=True)] for p in steps]
        if (most := max(map(min, gains))) > 0:
            assert min(a - b for a, b in zip(after, now, strict=True)) == most


@FEWER
@given(whole=whole_spaces(ratifiers=False), least=st.integers(-5, 20))
def test_equivalent_offers_are_on_the_frontier_of_the_others(whole: Whole, least: int) -> None:
    """Each is worth what was asked to the one who makes it, and no such offer is better for all the others."""
    me, others = 0, [p for p in whole.principals if p]
    possible = [p for p in whole.acceptable if whole.points(me, p) >= least]

    offers = equivalent_offers(as_space(whole), "p0", float(least * whole.units[me]), most=4)

    assert bool(offers) == bool(possible and others)
    assert len({package_of(offer) for offer in offers}) == len(offers) <= 4
    for offer in offers:
        mine = [whole.worth(package_of(offer))[p] for p in others]
        assert package_of(offer) in possible
        assert not any(all(whole.worth(p)[q] > v for q, v in zip(others, mine, strict=True)) for p in possible)


@FEWER
@given(whole=whole_spaces(least=2, ratifiers=False), target=st.integers(-5, 15), steps=st.integers(2, 4))
def test_each_concession_is_the_best_for_the_others_at_its_level(whole: Whole, target: int, steps: int) -> None:
    if not whole.acceptable:
        assert concession_plan(as_space(whole), "p0", 0.0) == ()
        return
    top = max(whole.points(0, p) for p in whole.acceptable)
    levels = [top + Fraction(target - top) * n / (steps - 1) for n in range(steps)]
    expected = []
    for level in levels:
        possible = [p for p in whole.acceptable if whole.points(0, p) >= level]
        if possible:
            expected.append(max(sum(whole.worth(p)[1:], Fraction(0)) for p in possible))

    plan = concession_plan(as_space(whole), "p0", float(target * whole.units[0]), steps)

    sums = [sum(whole.worth(package_of(step))[1:], Fraction(0)) for step in plan]
    assert [float(s) for s in sums] == [close(e, whole) for e in expected]


@FEWER
@given(whole=whole_spaces())
def test_fairness_table_has_the_gains_and_shares_of_the_named_packages(whole: Whole) -> None:
    table = fairness_table(as_space(whole))

    assert bool(table) == bool(whole.acceptable)
    ideals = [max(column) for column in zip(*map(whole.gains, whole.acceptable), strict=True)]
    every = list(map(whole.gains, whole.acceptable))
    for row in table.values():
        gains = list(row["gain"].values())
        assert any(gains == [close(g, whole) for g in one] for one in every)
        for gain, share, ideal in zip(gains, row["share"].values(), ideals, strict=True):
            assert share == pytest.approx(gain / float(ideal) if ideal > 0 else 1.0, rel=1e-7, abs=1e-7)


@FEWER
@given(whole=whole_spaces(ratifiers=False), data=st.data())
def test_side_payments_divide_the_largest_surplus(whole: Whole, data: st.DataObject) -> None:
    """Whoever is paid needs no more than its lines, so no-deal values bind the sum alone."""
    parts = data.draw(st.none() | st.lists(st.integers(1, 4), min_size=len(whole.parties), max_size=len(whole.parties)))
    held = ("red_line", "bottom_line")
    pairs = zip(whole.linked, whole.violations, strict=True)
    possible = [p for p, v in pairs if not any(c[0] in held for c in v)]
    surplus = max((sum(map(Fraction, whole.gains(p)), Fraction(0)) for p in possible), default=Fraction(-1))

    found = side_payments(as_space(whole), parts)  # type: ignore[arg-type]

    if surplus < 0:
        assert found is None
        return
    assert found is not None
    given_parts = parts or [1] * len(whole.parties)
    expected = [s + surplus * Fraction(n, sum(given_parts)) for s, n in zip(whole.start, given_parts, strict=True)]
    assert found.shares.tolist() == [close(e, whole) for e in expected]
    assert float(found.payments.sum()) == close(Fraction(0), whole)
    assert tuple(found.choice.package.tolist()) in possible
