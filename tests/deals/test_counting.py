"""Packages are counted as if each had been looked at."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given

from detente.case import make_case
from detente.deals import DealSpace, deal_space, find_deals
from detente.deals.counting import count_linked, count_signed
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.deals.small import Data
from tests.reference.plain_space import Plain
from tests.strategies import EXAMPLES, cases

LINES = ("red_line", "bottom_line", "no_deal")


@EXAMPLES
@given(plain=plain_spaces())
def test_counts_are_those_of_looking_at_every_package(plain: Plain) -> None:
    space = as_space(plain)

    assert count_linked(space) == len(plain.linked)
    assert count_signed(space, LINES) == len(plain.acceptable)


@EXAMPLES
@given(cases(max_constraints=6))
def test_funnel_of_a_case_is_that_of_its_enumeration(data: Data) -> None:
    space = deal_space(make_case(data))
    whole = find_deals(space)

    found = [count_linked(space), *(count_signed(space, LINES[:n]) for n in (1, 2, 3))]

    assert found == list(whole.packages.values())[1:]
    assert {name: count_signed(space, LINES, without=name) for name in whole.without} == whole.without


@pytest.mark.parametrize("count", [3, 12, 60])
def test_ring_of_issues_that_differ_from_their_neighbours_has_its_closed_form(count: int) -> None:
    """Proper colourings of a cycle of n with k colours: (k - 1)^n + (-1)^n (k - 1)."""
    links = [f"not (i{j}.o{o} and i{(j + 1) % count}.o{o})" for j in range(count) for o in range(4)]
    space = DealSpace.additive([np.zeros((1, 4))] * count, links=links)

    assert count_linked(space) == 3**count + (-1) ** count * 3


def test_coins_that_reach_a_sum_are_counted_at_any_size() -> None:
    """At least 60 heads among 100 coins: the binomial tail."""
    from math import comb

    space = DealSpace.additive([[[0, 1]]] * 100, no_deal=[60])

    assert count_signed(space, LINES) == sum(comb(100, k) for k in range(60, 101))


def test_sums_with_too_many_values_are_not_counted() -> None:
    rng = np.random.default_rng(0)
    space = DealSpace.additive([rng.random((3, 5)) for _ in range(40)], no_deal=np.full(3, 20.0))

    assert count_signed(space, LINES) is None


def test_links_that_tie_everything_are_counted_by_fixing_issues(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.deals.counting.MAX_TABLE", 10)
    links = [f"not (i{a}.o0 and i{b}.o0)" for a in range(8) for b in range(a)]

    assert count_linked(DealSpace.additive([np.zeros((1, 3))] * 8, links=links)) == 2**8 + 8 * 2**7
    assert sum(p.count(0) <= 1 for p in product(range(3), repeat=8)) == 2**8 + 8 * 2**7
