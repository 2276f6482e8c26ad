"""The state graph as far as it matters: the present state, where it can go, by whose moves, and what holds there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from detente.ensemble.stability import Holding
from detente.figures.figure import INK, MUTED, PARTY_COLOURS, WIDTH, Figure, draw
from detente.findings.holding import ShownState, shown_states
from detente.findings.words import Words, listed
from detente.stability.evolution import Step
from detente.stability.today import Today

HEADERS = ("from", "to", "who moves", "what holds there")
ROW = 54
"""Pixels between states that stand above one another."""
_LETTERS = 26
"""Letters in a line of an edge's label."""


@dataclass(frozen=True)
class _Way:
    """A way from the present state to a shown one: the movers of each step; none where there is no way."""

    state: ShownState
    steps: tuple[tuple[str, ...], ...]
    together: bool


def state_graph_figure(words: Words, holding: Holding) -> Figure:
    """Draw the present state, the states that matter, and who would move between them."""
    today = holding.today
    shown = shown_states(today)
    ways = [_way(words, today, s) for s in shown[1:]]
    reading = _reading(ways)
    rows = tuple(_row(words, today, w) for w in ways)
    return Figure("state-graph", reading, draw(_chart(shown[0], ways), "state-graph", reading), HEADERS, rows)


def _way(words: Words, today: Today, state: ShownState) -> _Way:
    names = today.model.decision_makers
    for departure in today.departures:
        if departure.target.state == state.standing.state:
            return _Way(state, (tuple(words.party(names[p]) for p in departure.coalition),), together=True)
    steps: Sequence[Step] = today.course.ways.get(state.standing.state, ())
    return _Way(state, tuple(tuple(words.party(names[p]) for p in s.movers) for s in steps), together=False)


def _reading(ways: Sequence[_Way]) -> str:
    alone = [w.state.letter for w in ways if w.steps and not w.together]
    together = [w.state.letter for w in ways if w.together]
    if alone:
        first = f"Moves by which each mover gains lead from the present state to {listed(alone)}"
    else:
        first = "No move by which its mover gains leads away from the present state"
    second = f"; several together would go to {listed(together)}" if together else ""
    return f"{first}{second}. A filled circle holds against moves that the others would answer to their own advantage."


def _row(words: Words, today: Today, way: _Way) -> tuple[str, ...]:
    standing = way.state.standing
    who = "; then ".join(listed(step) for step in way.steps) or "nobody by moves that improve"
    leavers = listed([words.party(today.model.decision_makers[p]) for p in standing.leavers["seq"]])
    return "now", way.state.letter, who, f"{leavers} would leave" if leavers else "holds"


def _chart(now: ShownState, ways: Sequence[_Way]) -> Any:
    import altair as alt

    middle = (len(ways) - 1) / 2
    nodes = [_node(now, 0.0, middle), *(_node(w.state, 1.0, float(n)) for n, w in enumerate(ways))]
    edges = [e for n, w in enumerate(ways) for e in _edges(w, middle, float(n))]
    scale_x, scale_y = (
        alt.Scale(domain=[-0.12, 1.12]),
        alt.Scale(domain=[-0.5, max(len(ways) - 0.5, 0.5)], reverse=True),
    )
    height = ROW * max(len(ways), 2)
    x, y = alt.X("x:Q", axis=None, scale=scale_x), alt.Y("y:Q", axis=None, scale=scale_y)
    lines = alt.Chart(alt.InlineData(edges), width=WIDTH, height=height).mark_rule(strokeWidth=1.6, color=MUTED)
    dash = alt.StrokeDash("together:N", scale=alt.Scale(domain=[False, True], range=[[1, 0], [6, 4]]), legend=None)
    layers = [lines.encode(x=x, y=y, x2="x2:Q", y2="y2:Q", strokeDash=dash)] if edges else []
    base = alt.Chart(alt.InlineData(nodes), width=WIDTH, height=height).encode(x=x, y=y)
    circles = base.mark_point(size=900, filled=True, stroke=PARTY_COLOURS[0], strokeWidth=2, opacity=1)
    fill = alt.Color("holds:N", scale=alt.Scale(domain=[True, False], range=[PARTY_COLOURS[0], "#ffffff"]), legend=None)
    ink = alt.Color("holds:N", scale=alt.Scale(domain=[True, False], range=["#ffffff", INK]), legend=None)
    letters = base.mark_text(fontSize=11, fontWeight="bold").encode(text="letter:N", color=ink)
    shown = [*layers, circles.encode(color=fill), letters, *_labels(edges, x, y, height)]
    return alt.layer(*shown).resolve_scale(color="independent")


def _node(state: ShownState, x: float, y: float) -> dict[str, Any]:
    return {"x": x, "y": y, "letter": state.letter, "holds": not state.standing.leavers["seq"]}


def _edges(way: _Way, middle: float, y: float) -> Iterator[dict[str, Any]]:
    """Yield a line for each step of a way, with its label at its own height so that no two meet."""
    count = len(way.steps)
    for n, movers in enumerate(way.steps):
        low, high = n / count, (n + 1) / count
        place = low + 0.62 * (high - low)
        yield {
            "x": low, "y": middle + (y - middle) * low, "x2": high, "y2": middle + (y - middle) * high, "together": way.together,
            "at": place, "level": middle + (y - middle) * place, "label": "\n".join(wrap(listed(movers), _LETTERS)),
        }  # fmt: skip


def _labels(edges: Sequence[dict[str, Any]], x: Any, y: Any, height: int) -> list[Any]:
    import altair as alt

    if not edges:
        return []
    data = [{"x": e["at"], "y": e["level"], "label": e["label"]} for e in edges]
    base = alt.Chart(alt.InlineData(data), width=WIDTH, height=height).encode(x=x, y=y, text="label:N")
    # White around the letters, as they stand on a line.
    return [
        base.mark_text(fontSize=11, lineBreak="\n", **ink)
        for ink in ({"stroke": "#ffffff", "strokeWidth": 4}, {"color": INK})
    ]
