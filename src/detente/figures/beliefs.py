"""What the dated events say about each side: beliefs after each of them, with their bands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from detente.dynamics.events import Event, Hidden
from detente.dynamics.result import DynamicsResult, History
from detente.figures.figure import PARTY_COLOURS, PARTY_SHAPES, WIDTH, Figure, draw, share_in_band, share_range

KINDS = {"resolve": "is tough", "trust": "keeps what it signs"}
HEADERS = ("event", "belief", "likely", "90 % of draws")
_FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_MARGIN = 25
"""The lines begin and end a part of the whole time outside of the events, one part in so many."""
_LONG = 400
"""Days from which the axis tells years."""


def beliefs_figure(result: DynamicsResult, names: Mapping[str, str]) -> Figure | None:
    """Draw the beliefs about both sides over the dated events; nothing where no event tells anything."""
    import altair as alt

    history = result.history
    if history is None or not history.beliefs.events:
        return None
    reading = _reading(history, names)
    about = list(dict.fromkeys(kind for _, kind in history.beliefs.types))
    sides = [names[s] for s in result.sides if any(s == side for side, _ in history.beliefs.types)]
    panels = [_panel(history, kind, names, sides, last=kind == about[-1]) for kind in about]
    chart = alt.vconcat(*panels, spacing=14)
    return Figure("beliefs", reading, draw(chart, "beliefs", reading), HEADERS, tuple(_rows(history, names)))


def _ends(history: History, row: int, column: int) -> tuple[float, float, float]:
    """Return the belief and its band; the belief alone where nothing is uncertain."""
    likely = float(history.beliefs.marginals[row, column])
    if history.bands is None:
        return likely, likely, likely
    place = history.bands.types.index(history.beliefs.types[column])
    low, high = float(history.bands.low[row, place]), float(history.bands.high[row, place])
    return likely, min(low, likely), max(high, likely)


def _reading(history: History, names: Mapping[str, str]) -> str:
    last = len(history.beliefs.events)
    said = [
        f"{_about(hidden, names)} {share_in_band(*_ends(history, last, n))}"
        for n, hidden in enumerate(history.beliefs.types)
    ]
    return f"What the dated events say, from an even belief before the first: {'; '.join(said)}."


def _about(hidden: Hidden, names: Mapping[str, str]) -> str:
    side, kind = hidden
    return f"{names[side]} {KINDS.get(kind, kind)}"


def _panel(history: History, kind: str, names: Mapping[str, str], sides: list[str], *, last: bool) -> Any:
    import altair as alt

    events = history.beliefs.events
    span = (events[-1].date - events[0].date).days
    data = [
        p for n, hidden in enumerate(history.beliefs.types) if hidden[1] == kind for p in _points(history, n, names)
    ]
    axis = alt.Axis(tickCount=4, format="%Y" if span > _LONG else "%-d %b", labels=last, ticks=last, labelFlush=True)
    scale = alt.Scale(domain=sides, range=list(PARTY_COLOURS[: len(sides)]))
    base = alt.Chart(alt.InlineData(data), width=WIDTH - 50, height=120).encode(
        x=alt.X("date:T", title=None, scale=alt.Scale(type="utc"), axis=axis),
        color=alt.Color("side:N", scale=scale, legend=alt.Legend(symbolOpacity=1, symbolStrokeWidth=0)),
    )
    percent = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    y = alt.Y("low:Q", title=KINDS.get(kind, kind), scale=alt.Scale(domain=[0, 1]), axis=percent)
    bands = base.mark_area(interpolate="step-after", opacity=0.22).encode(y=y, y2="high:Q")
    dashes = alt.StrokeDash("side:N", scale=alt.Scale(domain=sides, range=[[1, 0], [6, 3]]), legend=None)
    lines = base.mark_line(interpolate="step-after", strokeWidth=2).encode(y="belief:Q", strokeDash=dashes)
    shapes = alt.Shape("side:N", scale=alt.Scale(domain=sides, range=list(PARTY_SHAPES[: len(sides)])))
    points = base.transform_filter("datum.tells").mark_point(filled=True, size=50, opacity=1)
    return bands + lines + points.encode(y="belief:Q", shape=shapes)


def _points(history: History, column: int, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the belief after each event, with one point more at either end of the line."""
    events, hidden = history.beliefs.events, history.beliefs.types[column]
    margin = dt.timedelta(days=max(1, (events[-1].date - events[0].date).days // _MARGIN))
    dates = [events[0].date - margin, *(e.date for e in events), events[-1].date + margin]
    tells = [False, *(hidden in e.likelihood for e in events), False]
    found = []
    for n, (date, told) in enumerate(zip(dates, tells, strict=True)):
        likely, low, high = _ends(history, min(n, len(events)), column)
        found.append({
            "date": date.isoformat(), "side": names[hidden[0]], "belief": likely, "low": low, "high": high, "tells": told,
        })  # fmt: skip
    return found


def _rows(history: History, names: Mapping[str, str]) -> list[tuple[str, ...]]:
    types = history.beliefs.types
    rows: list[tuple[str, ...]] = [("before the first event", *_cells(history, 0, n, names)) for n in range(len(types))]
    for place, event in enumerate(history.beliefs.events, start=1):
        rows += [
            (f"{_dated(event)}: {event.label}", *_cells(history, place, n, names))
            for n, hidden in enumerate(types)
            if hidden in event.likelihood
        ]
    return rows


def _cells(history: History, row: int, column: int, names: Mapping[str, str]) -> tuple[str, str, str]:
    likely, low, high = _ends(history, row, column)
    return _about(history.beliefs.types[column], names), share_range(likely, likely), share_range(low, high)


def _dated(event: Event) -> str:
    return event.date.strftime(_FORMATS[event.precision])
