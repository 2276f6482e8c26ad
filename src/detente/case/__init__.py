"""What a conflict is, as data: parties, issues, stances, links, options and the statements behind them."""

from detente.case.build import make_case
from detente.case.citations import Citation
from detente.case.files import dump_case, load_case, save_case
from detente.case.model import Case, as_mapping
from detente.case.parties import Issue, Outcome, Party, Stance
from detente.case.quantity import Amount, Judgement, Quantity
from detente.case.statements import Document, Link, Option, Statement, Voice

__all__ = [
    "Amount", "Case", "Citation", "Document", "Issue", "Judgement", "Link", "Option", "Outcome", "Party",
    "Quantity", "Stance", "Statement", "Voice", "as_mapping", "dump_case", "load_case", "make_case", "save_case",
]  # fmt: skip
