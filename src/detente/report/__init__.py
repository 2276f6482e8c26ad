"""Reports: a brief as a file that can be handed over."""

from detente.report.html import render_html, write_brief
from detente.report.stale import stale_briefs

__all__ = ["render_html", "stale_briefs", "write_brief"]
