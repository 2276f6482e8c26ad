"""Figures: results drawn as charts. Nothing is computed here."""

from detente.figures.beliefs import beliefs_figure
from detente.figures.course import course_figure
from detente.figures.figure import Figure
from detente.figures.flip_map import flip_map_figure
from detente.figures.frontier import frontier_figure
from detente.figures.funnel import funnel_figure
from detente.figures.losses import losses_figure
from detente.figures.parallel import parallel_figure
from detente.figures.state_graph import state_graph_figure
from detente.figures.survival import survival_figure
from detente.figures.values import values_figure

__all__ = [
    "Figure",
    "beliefs_figure",
    "course_figure",
    "flip_map_figure",
    "frontier_figure",
    "funnel_figure",
    "losses_figure",
    "parallel_figure",
    "state_graph_figure",
    "survival_figure",
    "values_figure",
]
