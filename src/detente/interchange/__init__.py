"""Interchange: a case in the form of other tools, and back."""

from detente.interchange.sheets_in import read_matrix
from detente.interchange.sheets_out import write_matrix

__all__ = ["read_matrix", "write_matrix"]
