"""The frontier of two principals: what more for one costs the other."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any, Literal

import numpy as np

from detente.deals import DealsResult
from detente.deals.units import Floats
from detente.figures.drawn import Drawn, Scale, as_drawn, frontier_of, noted, shares_of, unit_of, whole_words
from detente.figures.figure import INK, MUTED, PARTY_COLOURS, WIDTH, Figure, draw
from detente.figures.placing import Box, beside_points
from detente.figures.thinning import thinned
from detente.findings import Brief
from detente.findings.words import counted

MOST_POINTS = 400
BROAD, HIGH = WIDTH - 40, WIDTH - 60
_LINE = 20
"""Letters in a line of a name."""
_TITLE = 230
_FAR = 14.0
"""A name that stands farther from its point, in pixels, has a line to it."""
FLOOR = 1e-9
Point = dict[str, Any]


def frontier_figure(source: Brief | DealsResult) -> Figure | None:
    """Draw the Pareto frontier of two principals, or nothing where there are more or fewer.

    Parameters
    ----------
    source : Brief or DealsResult
        Without a case the parties are called by their ids, and the axes run over what their tables allow.
    """
    drawn = as_drawn(source)
    space = drawn.deals.space
    if len(space.principals) != 2 or not set(space.principals) <= set(space.valued) or not len(drawn.deals.frontier):
        return None
    parties = space.parties[space.principals[0]], space.parties[space.principals[1]]
    values = frontier_of(drawn, parties)
    few = thinned(shares_of(values, list(drawn.scales(parties).values())), MOST_POINTS)
    reading = _reading(drawn, parties, values)
    note = noted(whole_words(drawn), few.words(unit_of(drawn)))
    points = [{"x": x, "y": y} for x, y in values[few.rows].tolist()]
    rows = tuple((f"{p['x']:.1f}", f"{p['y']:.1f}") for p in points)
    svg = draw(_chart(drawn, parties, points), "frontier", noted(reading, note))
    return Figure("frontier", reading, svg, tuple(drawn.names[p] for p in parties), rows, note)


def _chart(drawn: Drawn, parties: Sequence[str], points: Sequence[Point]) -> Any:
    import altair as alt

    scales = list(drawn.scales(parties).values())
    titles = [f"value to {drawn.names[p]}" for p in parties]
    axis = alt.Axis(tickCount=5, titleLimit=_TITLE)
    axes: dict[str, Any] = {
        "x": alt.X("x:Q", title=titles[0], scale=alt.Scale(domain=scales[0], nice=False), axis=axis),
        "y": alt.Y("y:Q", title=titles[1], scale=alt.Scale(domain=scales[1], nice=False), axis=axis),
    }
    marked = _marked(drawn, parties)
    curve = alt.Chart(alt.InlineData(list(points)), width=BROAD, height=HIGH).encode(**axes)
    named = alt.Chart(alt.InlineData(marked)).encode(**axes)
    return alt.layer(
        *_no_deal_rules(drawn, parties),
        curve.mark_point(filled=True, size=28, color=PARTY_COLOURS[0], opacity=0.75),
        named.mark_point(filled=True, size=90, color=PARTY_COLOURS[1], shape="diamond", stroke="#ffffff", opacity=1),
        *_names(marked, points, scales),
    )


def _reading(drawn: Drawn, parties: Sequence[str], values: Floats) -> str:
    names = " and ".join(drawn.names[p] for p in parties)
    count = f"{len(values):,}"
    if drawn.deals.frontier_basis == "acceptable":
        dashed = "; no deal is dashed" if set(parties) & drawn.gains.start.keys() else ""
        return f"Of the packages that all would sign, {count} cannot be improved for {names} together (blue){dashed}."
    floors = [drawn.deals.space.no_deal[drawn.deals.space.parties.index(p)] for p in parties]
    better = int((~(values < np.array(floors) - FLOOR)).all(axis=1).sum())
    numbered = " The best packages of some openings are numbered." if drawn.deals.openings else ""
    return (
        f"Red lines aside, {counted(len(values), 'package')} cannot be improved for {names} together (blue); "
        f"{better:,} of them {'is' if better == 1 else 'are'} worth at least no deal (dashed) to both.{numbered}"
    )


def _marked(drawn: Drawn, parties: Sequence[str]) -> list[Point]:
    """Return the packages that carry a name, those of one place together: the fair ones, or the first openings."""
    named: dict[tuple[float, float], list[str]] = {}
    for shown in drawn.shown:
        named.setdefault((shown.values[parties[0]], shown.values[parties[1]]), []).append(shown.heading)
    concepts = len(drawn.deals.fair)
    return [
        {"x": x, "y": y, "name": "all four" if concepts and len(named) == 1 else _short(headings)}
        for (x, y), headings in named.items()
    ]


def _short(headings: Sequence[str]) -> str:
    names = ", ".join(h.removeprefix("opening ") for h in headings)
    return "\n".join(wrap(names, _LINE, break_long_words=False, break_on_hyphens=False))


def _names(marked: Sequence[Point], points: Sequence[Point], scales: Sequence[Scale]) -> list[Any]:
    """Return the names beside their points, on white so that they can be read over a rule."""
    places = _pixels(marked, scales)
    boxes = beside_points(places, [m["name"] for m in marked], _pixels(points, scales), BROAD, HIGH)
    return [
        layer
        for mark, place, box in zip(marked, places, boxes, strict=True)
        for layer in (*_leader(place, box), *_name(mark["name"], place[0], box))
    ]


def _leader(place: tuple[float, float], box: Box) -> list[Any]:
    """Return a line from a point to its name where that stands off."""
    import altair as alt

    x, y = place
    near = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
    if abs(near[0] - x) + abs(near[1] - y) < _FAR:
        return []
    ends = {"x": alt.value(x), "y": alt.value(y), "x2": alt.value(near[0]), "y2": alt.value(near[1])}
    return [alt.Chart(alt.InlineData([{}])).mark_rule(color=INK, strokeWidth=0.8).encode(**ends)]


def _name(name: str, x: float, box: Box) -> list[Any]:
    import altair as alt

    is_left = box[2] < x
    base = alt.Chart(alt.InlineData([{"name": name}])).encode(
        x=alt.value(box[2] if is_left else box[0]), y=alt.value(box[1]), text="name:N"
    )
    side: Literal["left", "right"] = "right" if is_left else "left"
    inks: tuple[dict[str, Any], ...] = ({"stroke": "#ffffff", "strokeWidth": 3.5}, {"color": INK})
    return [base.mark_text(align=side, baseline="top", fontSize=12, lineBreak="\n", **ink) for ink in inks]


def _pixels(points: Sequence[Point], scales: Sequence[Scale]) -> list[tuple[float, float]]:
    (x0, x1), (y0, y1) = scales
    return [((p["x"] - x0) / (x1 - x0) * BROAD, HIGH - (p["y"] - y0) / (y1 - y0) * HIGH) for p in points]


def _no_deal_rules(drawn: Drawn, parties: Sequence[str]) -> list[Any]:
    import altair as alt

    rules = []
    for party, channel in zip(parties, ("x", "y"), strict=True):
        if party in drawn.gains.start and party not in drawn.gains.assumed:
            data = alt.InlineData([{channel: drawn.gains.start[party]}])
            place = alt.X("x:Q") if channel == "x" else alt.Y("y:Q")
            rules.append(alt.Chart(data).mark_rule(strokeDash=[5, 4], color=MUTED).encode(place))
    return rules
