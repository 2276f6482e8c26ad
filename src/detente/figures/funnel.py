"""How many packages are left, step by step."""

from __future__ import annotations

from detente.figures.figure import INK, PARTY_COLOURS, WIDTH, Figure, draw
from detente.findings import Brief
from detente.findings.verdict import count_words

ROOM = (36, 16, 5)
_LABELS = {
    "all": "all packages",
    "linked": "consistent with the links",
    "within_red_lines": "within all red lines",
    "above_bottom_lines": "above all bottom lines",
    "acceptable": "worth at least no deal to all",
}


def funnel_figure(brief: Brief) -> Figure:
    """Draw the funnel as bars on a logarithmic scale, with the counts beside them."""
    import altair as alt

    steps = [(_LABELS[step], count, count_words(brief.deals, step)) for step, count in brief.deals.packages.items()]
    first, last = steps[0][2], steps[-1][2]
    emptied = next((label for label, count, _ in steps if count == 0), None)
    reading = (
        f"Of {first} packages {last} {'is' if last == '1' else 'are'} left at the end."
        if emptied is None
        else f"Of {first} packages none is left once they must be {emptied}."
    )
    # A count may be too long for the numbers of a chart.
    data = alt.InlineData([{"step": label, "count": float(count), "text": text} for label, count, text in steps])
    base = alt.Chart(data, width=WIDTH - 180, height=130).encode(
        y=alt.Y("step:N", sort=None, title=None, axis=alt.Axis(domain=False, ticks=False)),
        x=alt.X("count:Q", scale=alt.Scale(type="symlog"), axis=None),
    )
    bars = base.mark_bar(color=PARTY_COLOURS[0], height=16)
    numbers = base.mark_text(align="left", dx=5, color=INK, fontSize=12).encode(text="text:N")
    rows = tuple((label, text.replace("at least ", "≥ ")) for label, _, text in steps)
    return Figure("funnel", reading, draw(bars + numbers, "funnel", reading, ROOM), ("step", "packages"), rows)
