"""Reads documents offline: who says what, which act it is, and where exactly it stands."""

from detente.sources.reader.extract import extract_statements
from detente.sources.reader.many import DocumentReading, read_documents
from detente.sources.reader.statement import DraftStatement, Reading

__all__ = ["DocumentReading", "DraftStatement", "Reading", "extract_statements", "read_documents"]
