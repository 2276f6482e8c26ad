"""A chart with what it says, ready for a page: one sentence above it, its data behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any

WIDTH = 330
"""Width of the plotting area in pixels: a phone's page, so that letters keep their size there."""

INK = "#1d2733"
MUTED = "#5b6673"
PARTY_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#000000")
PARTY_SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "triangle-left")
"""Okabe and Ito's palette (2008), the yellow darkened for contrast; a shape for those who print in grey."""


@dataclass(frozen=True)
class Figure:
    """A chart and its words.

    Attributes
    ----------
    key : str
        Unique in a page.
    reading : str
        What the chart shows, in one sentence.
    svg : str
        The chart as inline SVG.
    headers, rows : tuple
        Its data.
    note : str
        How it is read, and what is not in it; may be empty.
    """

    key: str
    reading: str
    svg: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def share_range(low: float, high: float) -> str:
    """Return ``35–55 %``: the ends of a range of shares in whole per cent, or one number where they look alike."""
    ends = [_whole(low), _whole(high)]
    return f"{'–'.join(dict.fromkeys(ends))}\u00a0%"


def share_in_band(share: float, low: float, high: float) -> str:
    """Return ``7 % (3–12 %)``: no digit finer than a per cent, and no band where it would say the same again."""
    alone = share_range(share, share)
    band = share_range(low, high)
    return alone if band == alone else f"{alone} ({band})"


def _whole(share: float) -> str:
    if 0 < share < 0.01:
        return "<1"
    return ">99" if 0.99 < share < 1 else f"{100 * share:.0f}"


def draw(chart: Any, key: str, reading: str, room: tuple[int, int, int] = (5, 5, 5)) -> str:
    """Return an Altair chart as SVG that stands alone in a page: named for readers, its ids its own.

    `room` is kept free at the left, at the right and at the top, for letters that are broader on the reader's machine.
    """
    import vl_convert

    padding = {"left": room[0], "right": room[1], "top": room[2], "bottom": 5}
    styled = (
        chart.configure(font="Helvetica, Arial, sans-serif", background="transparent", aria=False, padding=padding)
        .configure_axis(labelColor=INK, titleColor=INK, gridColor="#e4e7ea", labelFontSize=12, titleFontSize=12)
        .configure_axis(titleFontWeight="normal", domainColor=MUTED, tickColor=MUTED, labelLimit=230)
        .configure_legend(labelColor=INK, titleColor=INK, labelFontSize=12, orient="top", title=None, labelLimit=200)
        .configure_view(stroke=None)
    )
    svg = str(vl_convert.vegalite_to_svg(styled.to_dict(validate=False)))
    # Vega names every group for readers of a screen, mostly with nothing; the page names the whole.
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    svg = re.sub(r'id="([^"]+)"', rf'id="{key}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{key}-\1)", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(reading)}" ', 1)
