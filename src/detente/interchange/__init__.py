"""Interchange: a case in the form of other tools, and back."""

from detente.interchange.scenario import Scenario
from detente.interchange.scenario_files import read_scenario, write_scenario
from detente.interchange.scenario_from_case import scenario_of
from detente.interchange.scenario_to_case import case_of_scenario
from detente.interchange.sheets_in import read_matrix
from detente.interchange.sheets_out import write_matrix

__all__ = [
    "Scenario", "case_of_scenario", "read_matrix", "read_scenario", "scenario_of", "write_matrix", "write_scenario",
]  # fmt: skip
