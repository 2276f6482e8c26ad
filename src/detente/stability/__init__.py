"""What would hold: the graph model for conflict resolution."""

from detente.stability.agreement import Agreement, Guarantor, Signer, guarantee_needed, holds
from detente.stability.analyze import analyze_stability
from detente.stability.choices import Choices
from detente.stability.coalesce import coalesced
from detente.stability.coalition_result import CoalitionResult
from detente.stability.coalitions import coalition_stability, merged_stability
from detente.stability.concepts.limited_move import limited_move
from detente.stability.concepts.non_myopic import NonMyopic, non_myopic
from detente.stability.concepts.sim import sequential_then_simultaneous, simultaneous
from detente.stability.evolution import Evolution, evolution
from detente.stability.explain import Explanation, explain
from detente.stability.from_case import graph_model
from detente.stability.fuzzy import fuzzy_stability
from detente.stability.hypergame import HypergameResult, hypergame_stability
from detente.stability.inverse import InverseResult, find_preferences
from detente.stability.model import GraphModel
from detente.stability.result import StabilityResult
from detente.stability.robustness import RobustnessResult, robustness, robustness_of
from detente.stability.strength import StrengthResult, strength_stability
from detente.stability.today import Today, today
from detente.stability.uncertain import unknown_stability

__all__ = [
    "Agreement", "Choices", "CoalitionResult", "Evolution", "Explanation", "GraphModel", "Guarantor", "HypergameResult",
    "InverseResult", "NonMyopic", "RobustnessResult", "Signer", "StabilityResult", "StrengthResult", "Today",
    "analyze_stability", "coalesced", "coalition_stability", "evolution", "explain", "find_preferences", "fuzzy_stability", "graph_model",
    "guarantee_needed", "holds", "hypergame_stability", "limited_move", "merged_stability", "non_myopic", "robustness", "robustness_of",
    "sequential_then_simultaneous", "simultaneous", "strength_stability", "today", "unknown_stability",
]  # fmt: skip
