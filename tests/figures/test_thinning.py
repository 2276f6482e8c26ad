"""Fewer points, and names that do not cover each other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.figures.placing import beside_points, short_name, spread
from detente.figures.thinning import thinned


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 300), st.integers(1, 5), st.integers(5, 60))
def test_no_point_is_farther_from_a_drawn_one_than_is_said(seed: int, count: int, dimensions: int, most: int) -> None:
    values = np.random.default_rng(seed).random((count, dimensions)) * 100

    few = thinned(values, most)

    away = np.abs(values[:, None, :] - values[None, few.rows, :]).max(axis=2).min(axis=1)
    assert len(few.rows) <= max(most, 1)
    assert away.max() == few.within
    assert set(values.argmax(axis=0).tolist()) <= set(few.rows.tolist()) or dimensions > most


def test_equal_points_are_drawn_once_and_all_are_near() -> None:
    few = thinned(np.ones((50, 2)), 10)

    assert few.within == 0
    assert few.words("points") == "1 of 50 are drawn; no other is more than 0.1 points from a drawn one for any party."


def test_all_points_need_no_words() -> None:
    assert thinned(np.eye(3), 10).words("points") == ""


@given(st.lists(st.floats(-50, 300), min_size=1, max_size=8), st.floats(10, 30))
def test_labels_in_a_column_do_not_overlap(wanted: list[float], height: float) -> None:
    middles = sorted(spread(wanted, [height] * len(wanted), 0, 240))

    assert all(b - a >= height - 1e-6 for a, b in pairwise(middles))
    assert middles[0] >= height / 2 - 1e-6


def test_names_of_near_points_stand_apart() -> None:
    boxes = beside_points([(100, 100), (104, 102), (102, 98)], ["15", "1", "Kalai–Smorodinsky"], [], 290, 270)

    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_long_name_is_cut_and_a_word_without_end_too() -> None:
    assert short_name("Western backers of the one side") == "Western backers of …"
    assert short_name("x" * 50) == "x" * 19 + "…"
    assert short_name("Turkey") == "Turkey"
