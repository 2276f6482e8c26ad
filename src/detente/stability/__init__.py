"""What would hold: the graph model for conflict resolution."""

from detente.stability.analyze import analyze_stability
from detente.stability.choices import Choices
from detente.stability.model import GraphModel
from detente.stability.result import StabilityResult

__all__ = ["Choices", "GraphModel", "StabilityResult", "analyze_stability"]
