"""The frontier of two principals: what more for one costs the other."""

from __future__ import annotations

from typing import Any

from detente.figures.figure import INK, MUTED, PARTY_COLOURS, WIDTH, Figure, draw
from detente.findings import Brief
from detente.findings.openings import top_openings
from detente.findings.packages import FAIR_NAMES


def frontier_figure(brief: Brief) -> Figure | None:
    """Draw the Pareto frontier of two principals, or nothing where there are more or fewer."""
    import altair as alt

    space = brief.deals.space
    if len(space.principals) != 2 or not set(space.principals) <= set(space.valued) or not brief.deals.frontier:
        return None
    a, b = (space.parties[p] for p in space.principals)
    names = brief.case.parties[a].name, brief.case.parties[b].name
    marked = _marked(brief, a, b)
    points = [{"x": p.values[a], "y": p.values[b]} for p in brief.deals.frontier]
    reading = _reading(brief, a, b)
    axes = {
        "x": alt.X("x:Q", title=f"value to {names[0]}", scale=alt.Scale(domain=[0, 100])),
        "y": alt.Y("y:Q", title=f"value to {names[1]}", scale=alt.Scale(domain=[0, 100])),
    }
    layers = [*_no_deal_rules(brief, a, b)]
    curve = alt.Chart(alt.InlineData(points), width=WIDTH - 40, height=WIDTH - 60)
    layers.append(curve.mark_point(filled=True, size=28, color=PARTY_COLOURS[0], opacity=0.75).encode(**axes))
    layers.append(
        alt.Chart(alt.InlineData(marked))
        .mark_point(filled=True, size=90, color=PARTY_COLOURS[1], shape="diamond")
        .encode(**axes)
    )
    labels = alt.Chart(alt.InlineData(marked)).mark_text(align="left", dx=8, dy=-7, color=INK, fontSize=12)
    layers.append(labels.encode(**axes, text="name:N"))
    rows = tuple((f"{p['x']:.1f}", f"{p['y']:.1f}") for p in points)
    return Figure("frontier", reading, draw(alt.layer(*layers), "frontier", reading), names, rows)


def _reading(brief: Brief, a: str, b: str) -> str:
    deals = brief.deals
    names = f"{brief.case.parties[a].name} and {brief.case.parties[b].name}"
    count = f"{len(deals.frontier):,}"
    if deals.frontier_basis == "acceptable":
        return f"Of the packages that all would sign, {count} cannot be improved for {names} together (blue)."
    better = sum(_is_better(brief, p.values, a) and _is_better(brief, p.values, b) for p in deals.frontier)
    return (
        f"Red lines aside, {count} packages cannot be improved for {names} together (blue); {better:,} of them "
        "are worth at least no deal (dashed) to both. The best packages of some openings are numbered."
    )


def _is_better(brief: Brief, values: dict[str, float], party: str) -> bool:
    no_deal = brief.deals.space.no_deal[brief.deals.space.parties.index(party)]
    return not values[party] < no_deal


def _marked(brief: Brief, a: str, b: str) -> list[dict[str, object]]:
    """Return the packages that carry a name: the fair ones, or the first openings."""
    if not brief.deals.fair:
        openings = ((n, brief.deals.openings[n]) for n in top_openings(brief.case, brief.deals))
        return [{"x": o.values[a], "y": o.values[b], "name": str(n + 1)} for n, o in openings]
    named: dict[tuple[float, float], str] = {}
    for concept, fair in brief.deals.fair.items():
        place = fair.package.values[a], fair.package.values[b]
        named[place] = f"{named[place]}, {FAIR_NAMES[concept]}" if place in named else FAIR_NAMES[concept]
    short = {place: "all four" if len(named) == 1 else name for place, name in named.items()}
    return [{"x": x, "y": y, "name": name} for (x, y), name in short.items()]


def _no_deal_rules(brief: Brief, a: str, b: str) -> list[Any]:
    import altair as alt

    space = brief.deals.space
    rules = []
    for party, channel in ((a, "x"), (b, "y")):
        value = space.no_deal[space.parties.index(party)]
        if value == value:  # noqa: PLR0124 (NaN where it is not given)
            data = alt.InlineData([{channel: float(value)}])
            place = alt.X("x:Q") if channel == "x" else alt.Y("y:Q")
            rules.append(alt.Chart(data).mark_rule(strokeDash=[5, 4], color=MUTED).encode(place))
    return rules
