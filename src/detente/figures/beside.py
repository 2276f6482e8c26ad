"""Probabilities of a model beside the shares of counted cases: two different things in one chart, never mixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from detente.dynamics.reference_class import Rate
from detente.dynamics.result import Spread
from detente.figures.figure import INK, PARTY_COLOURS, PARTY_SHAPES, WIDTH, Figure, draw, share_range

HEADERS = ("months", "what", "share", "range", "cases")
Mark = dict[str, object]
ROOM = (5, 44, 5)
_LINE = 42
"""Letters in a line of the legend, so that it fits a phone."""


def beside(
    key: str, reading: str, title: str, model: tuple[str, Mapping[int, Spread]],
    counted: tuple[str, Mapping[int, Sequence[Rate]]],
) -> Figure:  # fmt: skip
    """Draw a probability for several times, a point in its band, and beside it the shares of counted cases.

    Parameters
    ----------
    key, reading : str
        Of the figure.
    title : str
        Of the axis of months.
    model : (str, mapping of months to Spread)
        What it is, and its numbers.
    counted : (str, mapping of months to sequence of Rate)
        What happened to the cases, and how often.
    """
    import altair as alt

    marks = [_mark(month, model[0], s.likely, s.low, s.high, "") for month, s in model[1].items()]
    marks += [_counted(counted[0], rate) for month in model[1] for rate in counted[1].get(month, ())]
    series = list(dict.fromkeys(str(m["what"]) for m in marks))
    colours = (PARTY_COLOURS[1], PARTY_COLOURS[0], PARTY_COLOURS[2], INK)[: len(series)]
    base = alt.Chart(alt.InlineData(marks), width=WIDTH - 50, height=210).encode(
        x=alt.X("months:O", title=title, axis=alt.Axis(labelAngle=0, ticks=False), sort=list(model[1])),
        xOffset=alt.XOffset("what:N", sort=series),
        color=alt.Color("what:N", scale=alt.Scale(domain=series, range=list(colours)), legend=_legend()),
    )
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    bars = base.mark_rule(opacity=0.45).encode(
        y=alt.Y("low:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=axis), y2="high:Q",
        strokeWidth=alt.condition(alt.datum.cases == "", alt.value(6), alt.value(2)),
    )  # fmt: skip
    points = base.mark_point(filled=True, size=60, opacity=1).encode(
        y="share:Q", shape=alt.Shape("what:N", scale=alt.Scale(domain=series, range=list(PARTY_SHAPES[: len(series)])))
    )
    return Figure(key, reading, draw(bars + points, key, reading, ROOM), HEADERS, tuple(_row(m) for m in marks))


def _legend() -> Any:
    import altair as alt

    return alt.Legend(
        columns=1, labelLimit=WIDTH, labelExpr="split(datum.label, '\\n')", symbolOpacity=1, symbolStrokeWidth=0
    )


def _mark(month: int, what: str, share: float, low: float, high: float, cases: str) -> Mark:
    name = "\n".join(wrap(what, _LINE))
    return {"months": month, "what": name, "share": share, "low": low, "high": high, "cases": cases}


def _counted(happened: str, rate: Rate) -> Mark:
    what = f"{happened}: {rate.what}, {rate.years[0]}–{rate.years[1]}"
    return _mark(rate.horizon, what, rate.share, rate.low, rate.high, str(rate.n))


def _row(mark: Mark) -> tuple[str, ...]:
    share, low, high = (float(str(mark[k])) for k in ("share", "low", "high"))
    what = str(mark["what"]).replace("\n", " ")
    return str(mark["months"]), what, share_range(share, share), share_range(low, high), str(mark["cases"] or "none")
