"""The frontier of three and more parties: an axis for each, a line for each package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from detente.deals import DealsResult
from detente.figures.drawn import HUNDRED, Drawn, Scale, as_drawn, frontier_of, noted, shares_of, unit_of, whole_words
from detente.figures.figure import INK, MUTED, PARTY_COLOURS, PARTY_SHAPES, Figure, draw
from detente.figures.placing import LINE, in_pixels, short_name, spread
from detente.figures.thinning import thinned
from detente.findings import Brief
from detente.findings.words import counted, listed, points_words

LEAST_PARTIES = 3
MOST_AXES = 9
MOST_LINES = 80
SIZE = BROAD, HIGH = 190.0, 240.0
ROOM = (8, 26, 22)
_LINE = 15
"""Letters in a line of a package's name."""
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3])
_TICKS = (0, 20, 40, 60, 80, 100)
Point = dict[str, Any]


def parallel_figure(source: Brief | DealsResult) -> Figure | None:
    """Draw the frontier of three and more parties with values as parallel coordinates (Inselberg 1985), or nothing.

    Parameters
    ----------
    source : Brief or DealsResult
        Without a case the parties are called by their ids, and each axis runs over what its tables allow.
    """
    import altair as alt

    drawn = as_drawn(source)
    parties = drawn.gains.parties[:MOST_AXES]
    if len(parties) < LEAST_PARTIES or not len(drawn.deals.frontier):
        return None
    values = frontier_of(drawn, parties)
    scales = drawn.scales(parties)
    few = thinned(shares_of(values, list(scales.values())), MOST_LINES)
    reading = _reading(drawn, len(values))
    note = noted(_key(drawn, parties), whole_words(drawn), few.words(unit_of(drawn)))
    lines = [dict(zip(parties, row, strict=True)) for row in values[few.rows].tolist()]
    alone = len(drawn.shown) == 1 and not drawn.deals.openings
    named = [("all four" if alone else s.heading, s.values) for s in drawn.shown]
    layers = [
        *_axes(drawn, parties, scales),
        *_background(parties, scales, lines),
        *_no_deal(drawn, parties, scales),
        *(layer for n, (_, of) in enumerate(named) for layer in _named(n, parties, scales, of)),
        *_labels(parties, scales, named),
    ]
    chart = alt.layer(*layers).properties(width=BROAD, height=HIGH)
    rows = [*(_row(parties, h, v) for h, v in named), *(_row(parties, "", v) for v in lines)]
    headers = ("package", *(drawn.names[p] for p in parties))
    svg = draw(chart, "parallel", noted(reading, note), ROOM)
    return Figure("parallel", reading, svg, headers, tuple(rows), note)


def _row(parties: Sequence[str], heading: str, values: Mapping[str, float]) -> tuple[str, ...]:
    return heading or "on the frontier", *(f"{values[p]:.1f}" for p in parties)


def _reading(drawn: Drawn, total: int) -> str:
    aside = "" if drawn.deals.frontier_basis == "acceptable" else "Red lines aside, "
    space = drawn.deals.space
    principals = listed([drawn.names[space.parties[p]] for p in space.principals if p in space.valued])
    cannot = f"{counted(total, 'package')} cannot be improved for {principals} together"
    return noted(f"{aside}{cannot}.", _least(drawn))


def _key(drawn: Drawn, parties: Sequence[str]) -> str:
    """Return how the chart is read."""
    tick = "; a black tick is no deal" if set(parties) & drawn.gains.start.keys() else ""
    more = len(drawn.gains.parties) - len(parties)
    left = f"; {counted(more, 'party has', 'parties have')} no axis here" if more else ""
    return f"Each package is a line through its value to every party{tick}{left}."


def _least(drawn: Drawn) -> str:
    """Return for each named package who gains least from it."""
    phrases = []
    for shown in drawn.shown:
        gains = {p: g for p in drawn.gains.parties if (g := drawn.gains.gain(p, shown.values[p])) is not None}
        if gains:
            party = min(gains, key=lambda p: gains[p])
            phrases.append(f"in {_called(drawn, shown.heading)} by {drawn.names[party]} ({points_words(gains[party])})")
    return f"Least is gained over no deal {'; '.join(phrases)}." if phrases else ""


def _called(drawn: Drawn, heading: str) -> str:
    if drawn.deals.openings:
        return heading
    return "the package of all four ideas of fairness" if len(drawn.shown) == 1 else f"the {heading} package"


def _x(n: int, parties: Sequence[str]) -> float:
    return n * BROAD / (len(parties) - 1)


def _y(value: float, scale: Scale) -> float:
    return HIGH * (1 - (value - scale[0]) / (scale[1] - scale[0]))


def _points(parties: Sequence[str], scales: Mapping[str, Scale], values: Mapping[str, float]) -> list[Point]:
    return [{"x": _x(n, parties), "y": _y(values[p], scales[p])} for n, p in enumerate(parties)]


def _axes(drawn: Drawn, parties: Sequence[str], scales: Mapping[str, Scale]) -> Iterator[Any]:
    """Yield the axes with the names of the parties above them, and the scale."""
    import altair as alt

    data = [
        {"x": _x(n, parties), "y": 0, "y2": HIGH, "above": -9, "name": short_name(drawn.names[p])}
        for n, p in enumerate(parties)
    ]
    base = alt.Chart(alt.InlineData(data))
    yield from _scale_of(drawn, parties, scales)
    yield base.mark_rule(color=MUTED, strokeWidth=1.5).encode(**in_pixels(SIZE), y2="y2:Q")
    names = base.mark_text(align="left", baseline="middle", angle=315, color=INK, fontSize=12)
    yield names.encode(**in_pixels(SIZE, y="above"), text="name:N")


def _scale_of(drawn: Drawn, parties: Sequence[str], scales: Mapping[str, Scale]) -> Iterator[Any]:
    """Yield one scale for all where they are alike, or else the ends of each."""
    import altair as alt

    if drawn.is_hundred:
        low, high = scales[parties[0]]
        ticks = [t for t in _TICKS if low <= t <= high]
        marks = [{"x": 0, "x2": BROAD, "y": _y(t, (low, high)), "left": -8, "text": f"{t}"} for t in ticks]
        base = alt.Chart(alt.InlineData(marks))
        yield base.mark_rule(color="#e4e7ea").encode(**in_pixels(SIZE), x2="x2:Q")
        yield base.mark_text(align="right", color=INK, fontSize=12).encode(**in_pixels(SIZE, "left"), text="text:N")
        return
    ends = [
        {"x": _x(n, parties), "y": HIGH + 10, "text": f"{_end(scales[p][0])}–{_end(scales[p][1])}"}
        for n, p in enumerate(parties)
    ]
    yield (
        alt.Chart(alt.InlineData(ends))
        .mark_text(color=INK, fontSize=12, angle=45, align="left")
        .encode(**in_pixels(SIZE), text="text:N")
    )


def _end(value: float) -> str:
    return f"{value:,.0f}".replace("-", "−") if abs(value) >= HUNDRED[1] else f"{value:.3g}".replace("-", "−")


def _background(
    parties: Sequence[str], scales: Mapping[str, Scale], lines: Sequence[Mapping[str, float]]
) -> Iterator[Any]:
    import altair as alt

    data = [point | {"line": n} for n, of in enumerate(lines) for point in _points(parties, scales, of)]
    faint = 0.5 if len(lines) <= MOST_LINES / 4 else 0.3
    marks = alt.Chart(alt.InlineData(data)).mark_line(color=MUTED, strokeWidth=1, opacity=faint)
    yield marks.encode(**in_pixels(SIZE), detail="line:N", order="x:Q")


def _no_deal(drawn: Drawn, parties: Sequence[str], scales: Mapping[str, Scale]) -> Iterator[Any]:
    import altair as alt

    known = [(n, p) for n, p in enumerate(parties) if p in drawn.gains.start]
    data = [{"x": _x(n, parties), "y": _y(drawn.gains.start[p], scales[p])} for n, p in known]
    for colour, width, size in (("#ffffff", 6, 420), (INK, 3, 320)):
        ticks = alt.Chart(alt.InlineData(data)).mark_point(shape="stroke", size=size, strokeWidth=width, color=colour)
        yield ticks.encode(**in_pixels(SIZE), opacity=alt.value(1))


def _style(n: int) -> tuple[str, list[int], str]:
    """Return the colour, the dashes and the shape of a named package: apart also in grey."""
    colours = (PARTY_COLOURS[1], PARTY_COLOURS[0], PARTY_COLOURS[2], PARTY_COLOURS[3])
    return colours[n % 4], DASHES[n % 4], PARTY_SHAPES[n % 4]


def _named(n: int, parties: Sequence[str], scales: Mapping[str, Scale], values: Mapping[str, float]) -> Iterator[Any]:
    import altair as alt

    colour, dash, shape = _style(n)
    base = alt.Chart(alt.InlineData(_points(parties, scales, values))).encode(**in_pixels(SIZE), order="x:Q")
    yield base.mark_line(color="#ffffff", strokeWidth=5, opacity=0.8)
    yield base.mark_line(color=colour, strokeWidth=2.5, strokeDash=dash)
    yield base.mark_point(filled=True, size=70, color=colour, shape=shape, opacity=1, stroke="#ffffff", strokeWidth=0.8)


def _labels(
    parties: Sequence[str], scales: Mapping[str, Scale], named: Sequence[tuple[str, Mapping[str, float]]]
) -> Iterator[Any]:
    """Yield the name of each package at the right end of its line, with a leader and its shape."""
    import altair as alt

    last = parties[-1]
    texts = ["\n".join(wrap(h, _LINE, break_long_words=False, break_on_hyphens=False)) for h, _ in named]
    ends = [_y(v[last], scales[last]) for _, v in named]
    heights = [LINE * (1 + t.count("\n")) + 4.0 for t in texts]
    middles = spread(ends, heights, 0, HIGH)
    for n, (text, end, middle) in enumerate(zip(texts, ends, middles, strict=True)):
        colour, _, shape = _style(n)
        data = [{"x": BROAD + 6, "y": end, "x2": BROAD + 20, "y2": middle, "name": text}]
        base = alt.Chart(alt.InlineData(data))
        yield base.mark_rule(color=colour, strokeWidth=1.2).encode(**in_pixels(SIZE), x2="x2:Q", y2="y2:Q")
        at = base.encode(**in_pixels(SIZE, "x2", "y2"))
        yield at.mark_point(filled=True, size=60, color=colour, shape=shape, opacity=1)
        # Vega sets the first line at the place, and the others below it.
        up = -LINE * text.count("\n") / 2
        words = at.mark_text(
            align="left", baseline="middle", dx=8, dy=up, color=INK, fontSize=12, lineBreak="\n", lineHeight=LINE
        )
        yield words.encode(text="name:N")
