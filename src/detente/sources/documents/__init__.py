"""Documents of any format as text with paragraphs, facts and a digest."""

from detente.sources.documents.digest import digest_of
from detente.sources.documents.duplicates import Duplicate, find_duplicates
from detente.sources.documents.facts import Facts
from detente.sources.documents.paragraphs import Paragraph
from detente.sources.documents.text_document import TextDocument, document_of, read_document

__all__ = [
    "Duplicate",
    "Facts",
    "Paragraph",
    "TextDocument",
    "digest_of",
    "document_of",
    "find_duplicates",
    "read_document",
]
