"""Figures: results drawn as charts. Nothing is computed here."""

from detente.figures.figure import Figure
from detente.figures.frontier import frontier_figure
from detente.figures.funnel import funnel_figure
from detente.figures.values import values_figure

__all__ = ["Figure", "frontier_figure", "funnel_figure", "values_figure"]
