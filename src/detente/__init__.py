"""détente: documents in, a cited model of the conflict, analyses, a brief out."""

from detente.case import Case, load_case, make_case, save_case
from detente.sources import read_case

__all__ = ["Case", "load_case", "make_case", "read_case", "save_case"]
