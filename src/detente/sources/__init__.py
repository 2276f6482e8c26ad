"""Documents: their readable text, exact spans, and whether each quotation stands where it should."""

from detente.sources.documents import TextDocument, digest_of, read_document
from detente.sources.evidence import Evidence, cite
from detente.sources.reader import extract_statements, read_documents
from detente.sources.reading import Opened, find_case, open_case, read_case, shown_path

__all__ = [
    "Evidence",
    "Opened",
    "TextDocument",
    "cite",
    "digest_of",
    "extract_statements",
    "find_case",
    "open_case",
    "read_case",
    "read_document",
    "read_documents",
    "shown_path",
]
