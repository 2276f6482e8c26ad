"""Findings: what the analyses say, in words, ranked, with what stands behind each."""

from detente.findings.brief import DEFAULT_DRAWS, Brief, Note, analyze
from detente.findings.finding import Finding

__all__ = ["DEFAULT_DRAWS", "Brief", "Finding", "Note", "analyze"]
