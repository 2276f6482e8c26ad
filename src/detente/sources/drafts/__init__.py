"""Drafts beside a case: kept, reviewed one decision at a time, and filed into the case once accepted."""

from detente.sources.drafts.book import DraftBook, open_book, save_book
from detente.sources.drafts.decisions import Decision, Draft, Review, append_decision
from detente.sources.drafts.filing import file_accepted
from detente.sources.drafts.mark import reader_mark
from detente.sources.drafts.names import case_aliases, case_issues
from detente.sources.drafts.precision import precision_by_rule

__all__ = [
    "Decision", "Draft", "DraftBook", "Review", "append_decision", "case_aliases", "case_issues", "file_accepted", "open_book",
    "precision_by_rule", "reader_mark", "save_book",
]  # fmt: skip
