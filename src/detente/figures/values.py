"""What some packages are worth to each principal, with the band of each value and its no-deal value."""

from __future__ import annotations

from textwrap import wrap

from detente.figures.figure import INK, PARTY_COLOURS, PARTY_SHAPES, WIDTH, Figure, draw
from detente.findings import Brief
from detente.findings.shown import Shown

MAX_PARTIES = len(PARTY_COLOURS)
ROOM = (5, 36, 5)
_NAME = 150
_LINE = 18
_APART = 18
"""Pixels between a name and its axis, as letters may be broader on the reader's machine."""


def values_figure(brief: Brief, key: str, reading: str) -> Figure:
    """Draw, for each package that the brief shows, a row a party: a point in its band, a tick where no deal lies."""
    import altair as alt

    space = brief.deals.space
    parties = [space.parties[p] for p in space.principals][:MAX_PARTIES]
    names = [brief.case.parties[p].name for p in parties]
    data = [_point(brief, shown, party) for shown in brief.shown for party in parties if party in shown.values]
    colour = alt.Color(
        "party:N",
        scale=alt.Scale(domain=names, range=list(PARTY_COLOURS[: len(names)])),
        legend=alt.Legend(symbolOpacity=1, symbolStrokeWidth=0, columns=2, labelLimit=_NAME),
    )
    shape = alt.Shape("party:N", scale=alt.Scale(domain=names, range=list(PARTY_SHAPES[: len(names)])))
    axis = alt.Axis(grid=True, values=[0, 20, 40, 60, 80, 100])
    base = alt.Chart(alt.InlineData(data), width=WIDTH - 110, height=alt.Step(16)).encode(
        y=alt.Y("party:N", title=None, axis=None, sort=names), color=colour
    )
    bands_ = base.mark_rule(strokeWidth=4, opacity=0.35).encode(
        x=alt.X("low:Q", title="value", scale=alt.Scale(domain=[0, 100]), axis=axis), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(x="value:Q", shape=shape)
    ticks = base.transform_filter("isValid(datum.no_deal)").mark_tick(color=INK, thickness=2).encode(x="no_deal:Q")
    order = [_in_lines(shown.heading) for shown in brief.shown]
    header = alt.Header(
        labelAngle=0, labelAlign="left", labelFontSize=12, labelPadding=_APART, labelExpr="split(datum.label, '\\n')"
    )
    row = alt.Row("package:N", sort=order, title=None, header=header)
    chart = alt.layer(bands_, ticks.encode(color=alt.value(INK)), points).facet(row=row, spacing=6)
    return Figure(key, reading, draw(chart, key, reading, ROOM), _HEADERS, tuple(_row(d) for d in data))


def _in_lines(heading: str) -> str:
    return "\n".join(wrap(heading, _LINE, break_long_words=False, break_on_hyphens=False))


_HEADERS = ("package", "party", "value", "90 % of draws", "no deal")


def _point(brief: Brief, shown: Shown, party: str) -> dict[str, object]:
    space = brief.deals.space
    no_deal = float(space.no_deal[space.parties.index(party)])
    value = shown.values[party]
    low, high = shown.bands.get(party, (value, value))
    return {
        "package": _in_lines(shown.heading), "party": brief.case.parties[party].name, "value": value, "low": low, "high": high,
        "no_deal": None if no_deal != no_deal else no_deal,  # noqa: PLR0124 (NaN where it is not given)
    }  # fmt: skip


def _row(point: dict[str, object]) -> tuple[str, ...]:
    no_deal = "not given" if point["no_deal"] is None else f"{point['no_deal']:.1f}"
    band = f"{point['low']:.1f}–{point['high']:.1f}"
    return str(point["package"]).replace("\n", " "), str(point["party"]), f"{point['value']:.1f}", band, no_deal
