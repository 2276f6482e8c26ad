"""When a move would be read otherwise: over the opponent's belief before it, and over the size of the gesture."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Literal

from detente.dynamics.result import DynamicsResult, MoveReport
from detente.dynamics.signals import FlipMap
from detente.figures.figure import INK, WIDTH, Figure, draw, share_range

WORDS = (
    "no change", "read as weakness", "read as strength", "reassures", "weakness, reassures", "strength, reassures",
)  # fmt: skip
"""In the order of :data:`detente.dynamics.signals.READINGS`."""

FILLS = ("#eef1f4", "#e08a3c", "#27786a", "#9fd0ef", "#6b3f80", "#12303c")
INKS = (INK, INK, "#ffffff", INK, "#ffffff", "#ffffff")
"""Apart in lightness too, for those who print in grey; the words stand in the fields in a colour that is legible."""

HEIGHT = 190
HEADERS = ("belief before", "size of the gesture", "reading")
_BROAD = 0.42
_NARROW = 0.07
"""A field as broad as the first holds its words in a line; one as broad as the second holds them turned."""
_HIGH_ENOUGH = 0.09
_FAR_RIGHT = 0.8


def flip_map_figure(result: DynamicsResult, key: str, move: str, names: Mapping[str, str]) -> Figure:
    """Draw how one move would be read, with the boundaries and the point where the case stands.

    Parameters
    ----------
    result : DynamicsResult
    key : str
        Unique in the page.
    move : str
        One of its moves, ``party.option``.
    names : mapping of party to name
    """
    import altair as alt

    report = result.moves[move]
    side = report.reading.move.mover
    mover, opponent = (names[result.sides[n]] for n in (side, 1 - side))
    fields = _fields(report.flips)
    reading = _reading(report, mover, opponent)
    layers = [*_areas(fields, mover, _possible(report.flips)), *_rules(report.flips), *_today(report)]
    rows = [(share_range(f["x"], f["x2"]), share_range(f["y"], f["y2"]), str(f["reading"])) for f in fields]
    rows.append((_one(report.reading.concession.prior), _one(report.reading.move.size), "where the case stands"))
    return Figure(key, reading, draw(alt.layer(*layers), key, reading), HEADERS, tuple(rows))


def _one(share: float) -> str:
    return share_range(share, share)


def _reading(report: MoveReport, mover: str, opponent: str) -> str:
    """Return the boundary in one sentence."""
    flips = report.flips
    today = _one(report.reading.concession.prior)
    weak = f"At no belief would {opponent} read it as weakness or strength (today {today} that {mover} is tough)"
    for what, start, end in _edges(flips):
        where = share_range(start, end)
        weak = (
            f"{opponent} reads it as {what} where it believed before with {where} that {mover} is tough; today {today}"
        )
    return f"{weak}; {_calm(report, opponent)}."


def _edges(flips: FlipMap) -> list[tuple[str, float, float]]:
    """Return as what the move is read, and between which beliefs; at most one of the two readings."""
    both = (("weakness", flips.weak_from, flips.weak_to), ("strength", flips.strong_from, flips.strong_to))
    return [(what, start, end) for what, start, end in both if end > start]


def _possible(flips: FlipMap) -> list[int]:
    """Return the readings that this move can have at some belief and size: never weakness and strength both."""
    shown = 2 if any(what == "strength" for what, _, _ in _edges(flips)) else 1
    return [0, shown, 3, 3 + shown]


def _calm(report: MoveReport, opponent: str) -> str:
    flips, window = report.flips, report.reading.window
    size = _one(report.reading.move.size)
    if flips.size_to > flips.size_from:
        where = share_range(flips.size_from, flips.size_to)
        return f"it reassures where {where} of what lies between the sides is at stake in it; here {size}"
    if window is None:
        return "there is nothing to reassure about"
    trust = next(s for s in report.reading.signals if s.about == "trust")
    if trust.prior >= trust.threshold:
        return f"{opponent} already trusts enough to sign"
    return f"at no size would it raise trust to where {opponent} would sign; here {size} is at stake"


def _fields(flips: FlipMap) -> list[dict[str, Any]]:
    """Return the cells as rectangles: neighbours that read alike are one, so that a page stays small."""
    codes = flips.readings
    tall, broad = codes.shape
    rows = [n for n in range(tall) if n == 0 or (codes[n] != codes[n - 1]).any()] + [tall]
    found = []
    for bottom, top in pairwise(rows):
        line = codes[bottom]
        ends = [n for n in range(broad) if n == 0 or line[n] != line[n - 1]] + [broad]
        for left, right in pairwise(ends):
            code = int(line[left])
            found.append({
                "x": left / broad, "x2": right / broad, "y": bottom / tall, "y2": top / tall,
                "reading": WORDS[code], "ink": INKS[code],
            })  # fmt: skip
    return found


def _areas(fields: list[dict[str, Any]], mover: str, possible: list[int]) -> list[Any]:
    import altair as alt

    scale = alt.Scale(domain=[0, 1], nice=False)
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], grid=False)
    fills = alt.Color(
        "reading:N",
        scale=alt.Scale(domain=[WORDS[k] for k in possible], range=[FILLS[k] for k in possible]),
        legend=alt.Legend(
            columns=2, symbolType="square", symbolStrokeColor=INK, symbolStrokeWidth=0.5, symbolSize=140, offset=24
        ),
    )
    base = alt.Chart(alt.InlineData(fields), width=WIDTH - 90, height=HEIGHT)
    areas = base.mark_rect().encode(
        x=alt.X("x:Q", title=f"belief that {mover} is tough before the move", scale=scale, axis=axis), x2="x2:Q",
        y=alt.Y("y:Q", title="size of the gesture", scale=scale, axis=axis), y2="y2:Q", color=fills,
    )  # fmt: skip
    return [areas, *(_words(f) for f in fields if f["y2"] - f["y"] > _HIGH_ENOUGH and _is_legible(f))]


def _is_legible(field: dict[str, Any]) -> bool:
    """Say whether the words fit: across, or turned where the field is tall."""
    across = field["x2"] - field["x"]
    return bool(across > _BROAD or (across > _NARROW and field["y2"] - field["y"] > 2 * _BROAD))


def _words(field: dict[str, Any]) -> Any:
    import altair as alt

    turned = 0 if field["x2"] - field["x"] > _BROAD else 270
    # Off the middle, where the point of the case and its word are likely to stand.
    place = {"x": (field["x"] + field["x2"]) / 2, "y": field["y"] + 0.68 * (field["y2"] - field["y"])}
    data = alt.InlineData([place | {"text": field["reading"]}])
    text = alt.Chart(data).mark_text(color=field["ink"], fontSize=12, angle=turned)
    return text.encode(x="x:Q", y="y:Q", text="text:N")


def _rules(flips: FlipMap) -> list[Any]:
    """Return the boundaries; the number beside each stands outside of the map."""
    layers = []
    for _, start, end in _edges(flips):
        layers += [*_upright(start, "right"), *_upright(end, "left")]
    if flips.size_to > flips.size_from:
        layers += [*_level(flips.size_from, "top"), *_level(flips.size_to, "bottom")]
    return layers


def _upright(value: float, align: Literal["left", "right"]) -> list[Any]:
    import altair as alt

    if not 0 <= value <= 1:
        return []
    base = alt.Chart(alt.InlineData([{"at": value, "text": _one(value)}])).encode(x="at:Q")
    number = base.mark_text(color=INK, fontSize=12, baseline="bottom", dy=-3, align=align)
    return [base.mark_rule(color=INK, strokeWidth=1.5), number.encode(y=alt.value(0), text="text:N")]


def _level(value: float, baseline: Literal["top", "bottom"]) -> list[Any]:
    import altair as alt

    if not 0 <= value <= 1:
        return []
    base = alt.Chart(alt.InlineData([{"at": value, "text": _one(value)}])).encode(y="at:Q")
    number = base.mark_text(color=INK, fontSize=12, align="left", dx=4, baseline=baseline)
    rule = base.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[5, 3])
    return [rule, number.encode(x=alt.value("width"), text="text:N")]


def _today(report: MoveReport) -> list[Any]:
    import altair as alt

    x, y = report.reading.concession.prior, report.reading.move.size
    base = alt.Chart(alt.InlineData([{"x": x, "y": y, "text": "today"}])).encode(x="x:Q", y="y:Q")
    point = base.mark_point(filled=True, size=110, shape="diamond", color=INK, stroke="#ffffff", strokeWidth=1.5)
    side: Literal["left", "right"] = "right" if x > _FAR_RIGHT else "left"
    word = base.encode(text="text:N")
    # White around the letters, as they may stand on a boundary.
    letters = [
        word.mark_text(align=side, dx=-9 if side == "right" else 9, fontSize=12, fontWeight="bold", **ink)
        for ink in ({"stroke": "#ffffff", "strokeWidth": 3.5}, {"color": INK})
    ]
    return [*letters, point.encode(opacity=alt.value(1))]
