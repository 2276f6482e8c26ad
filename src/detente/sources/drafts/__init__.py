"""Drafts beside a case: kept, reviewed one decision at a time, and filed into the case once accepted."""

from detente.sources.drafts.book import DraftBook, open_book, save_book
from detente.sources.drafts.decisions import BY_HAND, Decision, Draft, Review, Verdict, split_at
from detente.sources.drafts.filing import Filed, draft_of, file_review, readable_case
from detente.sources.drafts.log import DecisionLog, open_log
from detente.sources.drafts.mark import reader_mark
from detente.sources.drafts.names import case_aliases, case_issues
from detente.sources.drafts.precision import RulePrecision, precision_by_rule, precision_by_tier
from detente.sources.drafts.texts import Texts

__all__ = [
    "BY_HAND", "Decision", "DecisionLog", "Draft", "DraftBook", "Filed", "Review", "RulePrecision", "Texts", "Verdict", "case_aliases",
    "case_issues", "draft_of", "file_review", "open_book", "open_log", "precision_by_rule", "precision_by_tier", "readable_case",
    "reader_mark", "save_book", "split_at",
]  # fmt: skip
