"""The map of openings: what each costs those who move, and what it brings the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.deals import DealsResult
from detente.figures.drawn import Drawn, as_drawn, noted
from detente.figures.figure import INK, Figure, draw
from detente.figures.placing import Size, in_pixels, short_name
from detente.findings import Brief
from detente.findings.losses import Cell, LossRow, loss_parties, loss_rows, loss_sentences
from detente.findings.words import counted

MOST_COLUMNS = 9
FIELD = 250
TALL = 26
ROOM = (10, 40, 22)
_BROADEST = 52
_LETTERS = 12
_ROOMY = 32
"""A field narrower than this has smaller letters."""
FILLS = ("#e59a5a", "#fbfaf8", "#7db5dd")
"""From a loss over nothing to a gain: orange and blue, as light as the numbers in them need."""
HEADERS = ("opening", "party", "moves", "value", "against no deal", "against its best within its limits")


def losses_figure(source: Brief | DealsResult) -> Figure | None:
    """Draw the openings as rows and the parties as columns, a number in each cell; nothing where there are no openings.

    Parameters
    ----------
    source : Brief or DealsResult
        Without a case the parties are called by their ids.
    """
    import altair as alt

    drawn = as_drawn(source)
    rows = loss_rows(drawn.deals, drawn.top)
    if not rows:
        return None
    parties = loss_parties(drawn.deals)
    shown = _columns(rows, parties)
    reading = " ".join(loss_sentences(drawn.deals, drawn.names))
    note = _key(drawn, rows, len(parties) - len(shown))
    width = min(_BROADEST, FIELD / len(shown))
    cells = [_mark(n, m, row.cells[p], width) for n, row in enumerate(rows) for m, p in enumerate(shown)]
    size = width * len(shown), float(TALL * len(rows))
    chart = alt.layer(*_fields(cells, size), *_heads(drawn, rows, shown, size))
    chart = chart.properties(width=size[0], height=size[1])
    data = [_row(drawn, row, p) for row in rows for p in parties]
    svg = draw(chart, "losses", noted(reading, note), ROOM)
    return Figure("losses", reading or note, svg, HEADERS, tuple(data), note if reading else "")


def _columns(rows: Sequence[LossRow], parties: Sequence[str]) -> list[str]:
    """Return the parties that have a column: who moves first, then who has a number, as many as there is room for."""
    moving = [p for p in parties if any(row.cells[p].moves for row in rows)]
    known = [p for p in parties if p not in moving and any(row.cells[p].points is not None for row in rows)]
    kept = [*moving, *known][:MOST_COLUMNS]
    return [p for p in parties if p in kept]


def _key(drawn: Drawn, rows: Sequence[LossRow], hidden: int) -> str:
    """Return how the map is read, and what is not in it."""
    total = len(drawn.deals.openings)
    moves = any(c.moves and c.points is None for row in rows for c in row.cells.values())
    return noted(
        "In a frame who moves: points against its best package within its own limits. Without a frame: points against no deal.",
        "Who moves without having values has no number." if moves else "",
        f"The map has {len(rows):,} of {total:,} openings, the smallest first." if total > len(rows) else "",
        f"{counted(hidden, 'party stands', 'parties stand')} in the data only." if hidden else "",
        "" if drawn.deals.complete else "There may be openings that were not found.",
    )


def _mark(n: int, m: int, cell: Cell, width: float) -> dict[str, Any]:
    return {
        "x": m * width + 1, "x2": (m + 1) * width - 1, "y": n * TALL + 1, "y2": (n + 1) * TALL - 1,
        "middle": (m + 0.5) * width, "centre": (n + 0.5) * TALL, "points": cell.points or 0.0,
        "text": cell_text(cell), "moves": cell.moves,
    }  # fmt: skip


def cell_text(cell: Cell) -> str:
    """Return the number in a cell: ``+4``, ``−12``, ``0``; a sign for who moves without having values, or has no no-deal value."""
    if cell.points is None:
        return "moves" if cell.moves else "·"
    return whole_signed(cell.points)


def whole_signed(points: float) -> str:
    """Return points with their sign."""
    return "0" if round(points) == 0 else f"{points:+.0f}".replace("-", "−")


def _fields(cells: Sequence[Mapping[str, Any]], size: Size) -> list[Any]:
    """Return the coloured fields with their numbers, framed and bold for who moves."""
    import altair as alt

    far = max([1.0, *(abs(c["points"]) for c in cells)])
    shades = alt.Scale(domain=[-far, 0, far], range=list(FILLS), interpolate="rgb")
    still, moving = ([c for c in cells if c["moves"] is moves] for moves in (False, True))
    letters = _LETTERS if cells[0]["x2"] - cells[0]["x"] >= _ROOMY else _LETTERS - 1
    whole = {**in_pixels(size), "x2": "x2:Q", "y2": "y2:Q"}
    middle = {**in_pixels(size, "middle", "centre"), "text": "text:N"}
    others, movers = alt.Chart(alt.InlineData(still)), alt.Chart(alt.InlineData(moving))
    fields = alt.Chart(alt.InlineData(list(cells))).mark_rect()
    return [
        fields.encode(**whole, color=alt.Color("points:Q", legend=None, scale=shades)),
        movers.mark_rect(fillOpacity=0, stroke=INK, strokeWidth=2).encode(**whole),
        others.mark_text(color=INK, fontSize=letters).encode(**middle),
        movers.mark_text(color=INK, fontSize=letters, fontWeight="bold").encode(**middle),
    ]


def _heads(drawn: Drawn, rows: Sequence[LossRow], shown: Sequence[str], size: Size) -> list[Any]:
    """Return the numbers of the openings at the left, and the names of the parties above."""
    import altair as alt

    width = size[0] / len(shown)
    places = [{"x": -8, "y": (n + 0.5) * TALL, "text": f"{row.place + 1}"} for n, row in enumerate(rows)]
    names = [{"x": (m + 0.5) * width, "y": -8, "text": short_name(drawn.names[p])} for m, p in enumerate(shown)]
    title = [{"x": -6, "y": -12, "text": "opening"}]
    at = {**in_pixels(size), "text": "text:N"}
    left = alt.Chart(alt.InlineData(places + title)).mark_text(align="right", color=INK, fontSize=12).encode(**at)
    above = alt.Chart(alt.InlineData(names)).mark_text(align="left", angle=315, color=INK, fontSize=12).encode(**at)
    return [left, above]


def _row(drawn: Drawn, row: LossRow, party: str) -> tuple[str, ...]:
    cell = row.cells[party]
    value = "none" if cell.value is None else f"{cell.value:.1f}"
    gain = "not known" if cell.value is None or cell.no_deal is None else _tenths(cell.value - cell.no_deal)
    lost = _tenths(cell.points) if cell.moves and cell.points is not None else ""
    return f"{row.place + 1}", drawn.names[party], "yes" if cell.moves else "no", value, gain, lost


def _tenths(points: float) -> str:
    return "0.0" if abs(points) < 0.05 else f"{points:+.1f}".replace("-", "−")
