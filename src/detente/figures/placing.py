"""Where names stand in a chart, so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

LETTER = 7.4
"""Width of a letter of 12 pixels in the widest font that a reader may have."""
LINE = 14
NAME = 20
"""Letters of a party's name above its axis or column; the data have it whole."""

_DISTANCES = (-6.0, 8.0, 24.0, 42.0, 62.0)
"""From a point to its name, up or down; at the first the name stands beside it."""

Point = tuple[float, float]
Size = tuple[float, float]
Box = tuple[float, float, float, float]


def in_pixels(size: Size, x: str = "x", y: str = "y") -> dict[str, Any]:
    """Return the channels of marks that are placed in pixels from the upper left corner, by two fields of their data."""
    import altair as alt

    return {
        "x": alt.X(f"{x}:Q", axis=None, scale=alt.Scale(domain=[0, size[0]], nice=False)),
        "y": alt.Y(f"{y}:Q", axis=None, scale=alt.Scale(domain=[size[1], 0], nice=False)),
    }


def short_name(name: str) -> str:
    """Return a name that fits above an axis or a column."""
    short = shorten(name, NAME, placeholder=" …")
    return short if short.strip(" …") else f"{name.strip()[: NAME - 1]}…"


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return the middles of labels in a column as near as may be to where each should stand, in the order given.

    Parameters
    ----------
    wanted, heights : sequence of float
    low, high : float
        The ends of the column; if the labels do not fit in, they begin at `low`.
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed: dict[int, float] = {}
    edge = low
    for n in order:
        placed[n] = max(wanted[n], edge + heights[n] / 2)
        edge = placed[n] + heights[n] / 2
    edge = max(high, low + sum(heights))
    for n in reversed(order):
        placed[n] = min(placed[n], edge - heights[n] / 2)
        edge = placed[n] - heights[n] / 2
    return [placed[n] for n in range(len(wanted))]


def beside_points(
    points: Sequence[Point], names: Sequence[str], others: Sequence[Point], width: float, height: float
) -> list[Box]:
    """Return a box (left, top, right, bottom) for the name of each point, clear of the other names and of all points.

    Where nothing is free the name stands at the place that covers least.
    """
    taken: list[Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in points]
    taken += [(x - 3, y - 3, x + 3, y + 3) for x, y in others]
    start = len(taken)
    for n, name in enumerate(names):
        size = LETTER * max(map(len, name.split("\n"))), LINE * len(name.split("\n"))
        places = [b for b in _around(points[n], size) if b[0] >= 0 and b[2] <= width and b[1] >= 0 and b[3] <= height]
        taken.append(min(places or list(_around(points[n], size)), key=lambda box: _covered(box, taken)))
    return taken[start:]


def _around(point: Point, size: Size) -> list[Box]:
    """Return boxes at rising distances: right or left of the point, above or below it."""
    x, y = point
    wide, tall = size
    return [
        (left, top, left + wide, top + tall)
        for away in _DISTANCES
        for left in (x + 8, x - 8 - wide, x - wide / 2)
        for top in (y - away - tall, y + away)
    ]


def _covered(box: Box, taken: Sequence[Box]) -> float:
    return sum(
        max(0.0, min(box[2], b[2]) - max(box[0], b[0])) * max(0.0, min(box[3], b[3]) - max(box[1], b[1])) for b in taken
    )
