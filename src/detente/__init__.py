"""détente: documents in, a cited model of the conflict, analyses, a brief out."""

from detente.case import Case, load_case, make_case, save_case
from detente.case.change import with_value
from detente.deals import (
    DealSpace,
    DealsResult,
    fair_packages,
    find_blockers,
    find_deals,
    find_openings,
    pareto_frontier,
)
from detente.dynamics import DynamicsResult
from detente.ensemble import DealDraws, analyze_dynamics, draw_deals
from detente.errors import CaseError, DetenteError, InputError, Problem
from detente.findings import Brief, Finding, analyze
from detente.report import write_brief
from detente.sources import extract_statements, read_case, read_document, read_documents
from detente.stability import GraphModel, StabilityResult, analyze_stability
from detente.version import __version__

__all__ = [
    "Brief", "Case", "CaseError", "DealDraws", "DealSpace", "DealsResult", "DetenteError", "DynamicsResult", "Finding", "GraphModel",
    "InputError", "Problem", "StabilityResult", "__version__", "analyze", "analyze_dynamics", "analyze_stability", "draw_deals", "extract_statements", "fair_packages", "find_blockers", "find_deals", "find_openings", "load_case",
    "make_case", "pareto_frontier", "read_case", "read_document", "read_documents", "save_case", "with_value", "write_brief",
]  # fmt: skip
