"""A case becomes arrays by the rules of the case file: rankings, positions, saliences, quantities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.case import make_case
from detente.deals import DealSpace, deal_space
from tests.deals.small import Data, small_case


def space(data: Data) -> DealSpace:
    return deal_space(make_case(data))


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        (["m", "n", "o"], [100, 50, 0]),
        (["o", ["m", "n"]], [0, 0, 100]),
        ([["m", "n", "o"]], [100, 100, 100]),
    ],
    ids=["strict", "tie", "all equal"],
)
def test_ranking_gives_equally_spaced_values(ranking: list[Any], expected: list[float]) -> None:
    data = small_case({"a": {"x": {"m": 1, "n": 1, "o": 1}}})
    data["parties"]["a"]["stances"]["x"] = {"ranking": ranking}

    assert space(data).values[0][0].tolist() == expected


def test_position_is_worth_less_the_farther_an_outcome_is() -> None:
    data = small_case({"a": {"x": {"m": 1, "n": 1, "o": 1}}})
    for outcome, at in zip(data["issues"]["x"]["outcomes"].values(), (0, 40, 100), strict=True):
        outcome["at"] = at
    data["parties"]["a"]["stances"]["x"] = {"position": 30}

    assert space(data).values[0][0].tolist() == [70, 90, 30]


def test_saliences_become_shares_and_a_missing_one_counts_50() -> None:
    stances = {"x": {"values": {"m": 1}, "salience": 150}, "y": {"m": 1}, "z": {"red_line": ["m"]}}

    found = space(small_case({"a": stances}))

    assert found.weights.tolist() == [[0.75, 0.25, 0.0]]


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (40, 40),
        ([20, 60], 40),
        ({"low": 0, "likely": 40, "high": 90}, 40),
        ({"value": [30, 50], "judged_by": "ann", "why": "?"}, 40),
        ({"judgements": [{"by": "a", "value": 20, "why": "?"}, {"by": "b", "value": [50, 70], "why": "?"}]}, 40),
    ],
    ids=["exact", "range", "triangle", "judged range", "two analysts"],
)
def test_point_value_of_a_quantity_is_used(quantity: Any, expected: float) -> None:
    found = space(small_case({"a": {"x": {"m": quantity}}}, no_deal={"a": quantity}))

    assert (found.values[0][0, 0], found.no_deal[0]) == (expected, expected)


def test_reading_of_quantities_can_be_chosen() -> None:
    case = make_case(small_case({"a": {"x": {"m": [20, 60]}}}, no_deal={"a": [10, 30]}))

    found = deal_space(case, read=lambda quantity: quantity.amounts[0].high)

    assert (found.values[0][0, 0], found.no_deal[0]) == (60, 30)


def test_missing_no_deal_is_no_number() -> None:
    assert np.isnan(space(small_case({"a": {"x": {"m": 1}}})).no_deal[0])


def test_bottom_line_is_an_outcome_or_a_value() -> None:
    by_outcome = {"values": {"m": 10, "n": 30}, "bottom_line": "n"}
    by_value = {"values": {"m": 10, "n": 30}, "bottom_line": [20, 30]}

    found = space(small_case({"a": {"x": by_outcome}, "b": {"x": by_value}}))

    assert found.bottom_lines == ((0, 0, 30.0), (1, 0, 25.0))


def test_signers_are_principals_and_factions_that_can_refuse() -> None:
    kinds = {
        "f": {"kind": "faction", "of": "a"},
        "g": {"kind": "faction", "of": "a", "can_refuse": False},
        "h": {"kind": "faction", "of": "a", "can_refuse": True},
        "c": {"kind": "backer"},
        "d": {"kind": "community"},
        "e": {"kind": "mediator"},
    }

    found = space(small_case({k: {"x": {"m": 1}} for k in ("a", *kinds)}, kinds=kinds, needs={"x.m": ["d", "a", "d"]}))

    assert [found.parties[p] for p in found.principals] == ["a"]
    assert [found.parties[p] for p in found.signers] == ["a", "f", "h"]
    assert [found.parties[p] for p in found.needed] == ["d"]


def test_red_line_that_is_written_twice_counts_once() -> None:
    found = space(small_case({"a": {"x": {"values": {"m": 1, "n": 2}, "red_line": ["m", "m"]}}}))

    assert found.red_lines == ((0, 0, 0),)


def test_space_carries_the_digest_of_its_case() -> None:
    case = make_case(small_case({"a": {"x": {"m": 1}}}))

    assert deal_space(case).case_digest == case.digest
