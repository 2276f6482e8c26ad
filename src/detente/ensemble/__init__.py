"""Ensembles: an analysis repeated over everything that is uncertain."""

from detente.ensemble.draws import DealDraws, draw_deals, is_uncertain

__all__ = ["DealDraws", "draw_deals", "is_uncertain"]
