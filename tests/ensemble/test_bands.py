"""Bands run from the 5th to the 95th percentile of what a package can be worth."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case import make_case
from detente.ensemble.bands import value_bands
from tests.deals.small import small_case

DRAWS = 2000
TOLERANCE = 2.0
"""Four standard errors of the 5th percentile of 2000 uniform draws on 100 points: 4 √(.05·.95/2000)·100."""


@pytest.mark.parametrize(
    ("worth", "band"),
    [
        ([0, 100], (5.0, 95.0)),
        ([20, 60], (22.0, 58.0)),
        ({"low": 0, "likely": 50, "high": 100}, (50 * 0.1**0.5, 100 - 50 * 0.1**0.5)),
    ],
    ids=["uniform", "narrower", "triangular"],
)
def test_band_is_that_of_the_closed_form(worth: Any, band: tuple[float, float]) -> None:
    case = make_case(small_case({"a": {"x": {"m": worth}}}))

    [found] = value_bands(case, [{"x": "m"}], draws=DRAWS)

    assert found["a"] == pytest.approx(band, abs=TOLERANCE)


def test_band_of_an_exact_value_is_that_value() -> None:
    case = make_case(small_case({"a": {"x": {"m": 40, "n": 70}}, "b": {"x": {"m": 10, "n": 0}}}))

    found = value_bands(case, [{"x": "n"}, {"x": "m"}], draws=5)

    assert found == [{"a": (70.0, 70.0), "b": (0.0, 0.0)}, {"a": (40.0, 40.0), "b": (10.0, 10.0)}]


def test_interaction_moves_the_band() -> None:
    data = small_case({"a": {"x": {"m": 40, "n": 70}}})
    data["parties"]["a"]["interactions"] = [{"when": "x.n", "add": -20}]

    [found] = value_bands(make_case(data), [{"x": "n"}], draws=5)

    assert found == {"a": (50.0, 50.0)}


def test_same_seed_gives_the_same_bands() -> None:
    case = make_case(small_case({"a": {"x": {"m": [0, 100]}}}))

    first, second, other = (value_bands(case, [{"x": "m"}], draws=20, seed=seed) for seed in (1, 1, 2))

    assert first == second
    assert first != other


def test_no_packages_have_no_bands() -> None:
    assert value_bands(make_case(small_case({"a": {"x": {"m": 1}}})), []) == []
