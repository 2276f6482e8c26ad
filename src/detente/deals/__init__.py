"""Deals: which packages could be signed, what blocks one, what would open one."""

from detente.deals.choice import FairChoice
from detente.deals.fairness import fair_packages
from detente.deals.find import find_blockers, find_deals, find_openings
from detente.deals.from_case import deal_space
from detente.deals.openings import Mover, Opening
from detente.deals.pareto import Frontier, pareto_frontier
from detente.deals.result import Blocker, DealsResult, FairPackage, Package
from detente.deals.space import Constraint, DealSpace, Interaction
from detente.deals.trades import Trade

__all__ = [
    "Blocker", "Constraint", "DealSpace", "DealsResult", "FairChoice", "FairPackage", "Frontier", "Interaction", "Mover",
    "Opening", "Package", "Trade", "deal_space", "fair_packages", "find_blockers", "find_deals", "find_openings",
    "pareto_frontier",
]  # fmt: skip
