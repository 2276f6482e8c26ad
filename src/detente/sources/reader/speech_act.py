"""One speech act as it was found in a passage, before it is known who its persons are."""

from __future__ import annotations

from dataclasses import dataclass

from detente.sources.reader.syntax import Range


@dataclass(frozen=True)
class SpeechAct:
    """An act by its tokens.

    Attributes
    ----------
    act : str
        One of the acts of a case.
    rule : str
        Which rule found it: family and word, such as ``verb.demand``.
    head : int
        The token that carries the act.
    holder : int or None
        The token that names whose position it is.
    content : Range
        What is demanded, offered, refused ...
    span : Range
        The clause from its subject to the last word of the content.
    targets : tuple of int
        Tokens that may name the addressee, the likeliest first.
    negative : bool
        True where the holder says that the content shall not be.
    """

    act: str
    rule: str
    head: int
    holder: int | None
    content: Range
    span: Range
    targets: tuple[int, ...] = ()
    negative: bool = False
    scope: Range | None = None
    """The whole content where this is one item of several."""

    @property
    def whole(self) -> Range:
        """All that is inside the act, also what belongs to its other items."""
        return self.scope or self.content
