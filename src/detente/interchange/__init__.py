"""Interchange: a case in the form of other tools, and back."""

from detente.interchange.importing import import_scenario
from detente.interchange.scenario import Scenario, scenario_of
from detente.interchange.sheets_in import read_matrix
from detente.interchange.sheets_out import write_matrix

__all__ = ["Scenario", "import_scenario", "read_matrix", "scenario_of", "write_matrix"]
