"""Ensembles: an analysis repeated over everything that is uncertain."""

from detente.ensemble.draws import DealDraws, analysts_of, draw_deals, is_uncertain

__all__ = ["DealDraws", "analysts_of", "draw_deals", "is_uncertain"]
