"""The exact place of a statement's words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
    """Where the words of a statement stand, once the document was read.

    Attributes
    ----------
    start, end : int
        Offsets in characters of the document's readable text.
    text : str or None
        The words as the document has them; None where the document is not at hand.
    line, page : int or None
        Line (from 1) of a plain text, page (from 1) of a paged one.
    """

    statement: str
    document: str
    start: int
    end: int
    text: str | None
    line: int | None = None
    page: int | None = None

    @property
    def place(self) -> str:
        """The place in words."""
        if self.page is not None:
            return f"page {self.page}, characters {self.start}–{self.end}"
        if self.line is not None:
            return f"line {self.line}, characters {self.start}–{self.end}"
        return f"characters {self.start}–{self.end}"
