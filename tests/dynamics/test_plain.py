"""Results as plain data: all of it, and nothing that JSON cannot say."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from detente.dynamics import DynamicsResult, GameOptions
from detente.dynamics.plain import plain_dynamics
from detente.dynamics.threshold import Threshold
from detente.ensemble import analyze_dynamics

from .test_from_case import fighting_case

pytestmark = pytest.mark.xdist_group("numba")


@lru_cache(maxsize=1)
def _result() -> DynamicsResult:
    return analyze_dynamics(fighting_case(), options=GameOptions(months=3, beliefs=3, balances=5), draws=2)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, float):
        yield value


def test_it_survives_json_as_it_is() -> None:
    """No tuple, no key that is no text, no NaN, no infinity."""
    plain = plain_dynamics(_result())

    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert all(map(math.isfinite, _numbers(plain)))


def test_an_endless_threshold_is_none() -> None:
    """Its distance too, and the band of its distance."""
    result = _result()
    first = result.thresholds[0]
    endless = Threshold("concession", "x", math.inf, 0.5, "above", "below")
    changed = replace(first, found=replace(first.found, threshold=endless), distance=(-math.inf, -math.inf))

    plain = plain_dynamics(replace(result, thresholds=(changed,)))["thresholds"][0]

    assert (
        plain["value"], plain["distance"], plain["distance_band"], plain["input"], plain["reading"]
    ) == (None, None, [None, None], 0.5, "below")  # fmt: skip


def test_every_spread_has_its_least_and_most() -> None:
    """Of both spreads together."""
    plain, result = plain_dynamics(_result()), _result()

    for key in ("deal_within", "survival", "continuation", "worth", "wins"):
        for name, spread in getattr(result, key).items():
            shown = plain[key][str(name)]
            assert (spread.low, spread.likely, spread.high) == (shown["low"], shown["likely"], shown["high"])
            assert shown["low"] == min(shown["likely"], *shown["ranges"], *shown["choices"])


def test_values_are_points_and_probabilities_are_shares() -> None:
    """As in a case."""
    plain = plain_dynamics(_result())

    assert any(v > 1 for t in plain["terms"] for v in t["values"])
    assert all(0 <= t["likely"] <= 1 for t in plain["terms"])
    assert all(0 <= s["posterior"] <= 1 for signals in plain["signals"].values() for s in signals)
    assert all(-100 <= w <= 200 for m in plain["moves"].values() for w in (*m["worth_before"], *m["worth_after"]))


def test_every_move_every_term_and_every_threshold_is_there() -> None:
    """Under the ids of the case."""
    plain, result = plain_dynamics(_result()), _result()

    assert list(plain["signals"]) == list(plain["moves"]) == ["a.retreat", "f.strike", "w.supply"]
    assert [t.outcomes for t in result.inputs.terms] == [t["package"] for t in plain["terms"]]
    assert len(result.thresholds) == len(plain["thresholds"])
    assert plain["assumed"] == list(result.inputs.assumed)
    assert plain["case_digest"] == fighting_case().digest


def test_history_has_a_belief_before_and_after_each_event() -> None:
    """And the accounts of both sides."""
    history = plain_dynamics(_result())["history"]

    assert len(history["beliefs"]) == len(history["events"]) + 1
    assert set(history["ledger"]["accounts"]) == {"a", "b"}
    assert history["events"][0]["date"] == "2020-01-01"


def test_a_case_without_events_has_no_history() -> None:
    """Not an empty one."""
    assert plain_dynamics(replace(_result(), history=None))["history"] is None
