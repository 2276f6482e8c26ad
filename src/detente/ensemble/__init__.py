"""Ensembles: an analysis repeated over everything that is uncertain."""

from detente.ensemble.draws import DealDraws, draw_deals, is_uncertain
from detente.ensemble.dynamics import analyze_dynamics

__all__ = ["DealDraws", "analyze_dynamics", "draw_deals", "is_uncertain"]
