"""What the reader gives: statements with their exact words, and which sentences yielded none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.sources.reader.modality import Modality


@dataclass(frozen=True)
class Place:
    """Characters of a document: ``text[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that stand there."""
        return text[self.start : self.end]


@dataclass(frozen=True)
class Reporter:
    """One of those who report, with the word that says so; the author has none."""

    who: str
    cue: str | None = None


@dataclass(frozen=True)
class DraftStatement:
    """A statement that waits for a person.

    Attributes
    ----------
    place : Place
        The words, from the subject of the act to the end of its content.
    quote : str
        The same words, verbatim.
    act : str
        One of the acts of a case.
    holder : str or None
        Whose position it is; ``author`` for the writer's own.
    speaker : str or None
        Who uttered it, as the text names him.
    author : str or None
        Who wrote the document.
    target : str or None
        To whom it is addressed.
    content : str
        What is demanded, offered, refused, said.
    polarity : str
        ``negative`` where the content shall not be or is not so, else ``positive``.
    modality : Modality
    condition : Place or None
    date : str or None
        When it was said or done, as precise as the text.
    chain : tuple of Reporter
        Who reports whom, the author first, the speaker last.
    issues : tuple of str
        Up to three suggestions, the likeliest first.
    rule : str
        Which rule found it.
    tier : str
        How often its family of rules was right on development data: A, B or C.
    cue, source, content_span : Place or None
        The outermost report that it stands in, as words.
    also_in : tuple of str
        Other documents that report the same.
    """

    place: Place
    quote: str
    act: str
    holder: str | None
    speaker: str | None
    author: str | None
    target: str | None
    content: str
    polarity: str
    modality: Modality
    condition: Place | None
    date: str | None
    chain: tuple[Reporter, ...]
    issues: tuple[str, ...]
    rule: str
    tier: str
    cue: Place | None = None
    source: Place | None = None
    content_span: Place | None = None
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """How much of a document yielded something.

    Attributes
    ----------
    sentences : int
        Sentences that were read.
    with_statement : int
        Those that yielded at least one statement.
    silent : tuple of Place
        Sentences that name a party and yielded nothing: look there for what was missed.
    """

    sentences: int
    with_statement: int
    silent: tuple[Place, ...]


@dataclass(frozen=True)
class Reading:
    """All statements of one document, what was covered, and what a person should know about the reading."""

    statements: tuple[DraftStatement, ...]
    coverage: Coverage
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[DraftStatement]:
        return iter(self.statements)

    def __len__(self) -> int:
        return len(self.statements)
