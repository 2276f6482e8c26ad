"""détente: documents in, a cited model of the conflict, analyses, a brief out."""

from detente.case import Case, load_case, make_case, save_case
from detente.deals import DealSpace, find_deals
from detente.sources import read_case

__all__ = ["Case", "DealSpace", "find_deals", "load_case", "make_case", "read_case", "save_case"]
