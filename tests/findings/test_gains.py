"""What packages bring to whom: gains over no deal, and shares of the most that each could hope for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.deals import DealSpace, find_deals
from detente.deals.advice import fairness_table
from detente.findings.gains import gains_of, parties_in_order
from detente.findings.shown import packages_to_show
from detente.sources import read_case
from tests.deals.small import deals_of, small_case
from tests.figures.deals_drawn import random_result


def test_a_principal_without_a_no_deal_value_gains_from_its_least() -> None:
    values = {"a": {"x": {"l": 90, "r": 20}}, "b": {"x": {"l": 10, "r": 80}}}
    gains = gains_of(deals_of(small_case(values, no_deal={"b": 5})))

    assert gains.start == {"a": 20.0, "b": 5.0}
    assert gains.assumed == ("a",)
    assert gains.ideal == {"a": 90.0, "b": 80.0}
    assert gains.gain("a", 55) == 35
    assert gains.share("a", 55) == pytest.approx(0.5)


def test_nobody_hopes_where_nothing_is_acceptable() -> None:
    values = {"a": {"x": {"l": 90, "r": 20}}, "b": {"x": {"l": 10, "r": 80}}}
    gains = gains_of(deals_of(small_case(values, no_deal={"a": 50, "b": 50})))

    assert gains.ideal == {}
    assert gains.share("a", 90) is None
    assert gains.gain("a", 90) == 40


def test_other_parties_have_gains_but_no_shares() -> None:
    deals = find_deals(read_case("colorado-river-2023"))
    gains = gains_of(deals)

    assert gains.parties[:4] == ("california", "arizona", "nevada", "interior")
    assert set(gains.ideal) == set(gains.parties[:4])
    assert gains.share("yuma", 60) is None
    assert gains.gain("yuma", 60) == 5


def test_principals_come_first_then_signers_then_the_others() -> None:
    data = small_case(
        {name: {"x": {"l": 90, "r": 20}} for name in ("heard", "faction", "a", "b")},
        kinds={"heard": {"kind": "community"}, "faction": {"kind": "faction", "of": "a"}},
    )

    assert parties_in_order(deals_of(data).space) == ("a", "b", "faction", "heard")


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(1, 4))
def test_the_shares_are_those_of_the_fairness_table(seed: int, parties: int, issues: int) -> None:
    deals = random_result(seed, parties, issues)
    gains, table = gains_of(deals), fairness_table(deals.space)

    for concept, fair in deals.fair.items():
        for party, value in fair.package.values.items():
            assert gains.gain(party, value) == pytest.approx(table[concept]["gain"][party], abs=1e-6)
            share = gains.share(party, value)
            if share is not None:
                assert share == pytest.approx(table[concept]["share"][party], abs=1e-6)


def test_a_gap_stands_with_the_package() -> None:
    space = DealSpace.additive([np.array([[1.0, 0], [0, 1.0]])])

    (shown,) = [s for s in packages_to_show(None, find_deals(space)) if "egalitarian" in s.heading]

    assert shown.note == "Nash: no package lets more than 1 of 2 principals gain"
