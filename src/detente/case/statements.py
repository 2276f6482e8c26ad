"""Documents, the voices heard in them, and statements: who did which speech act about what."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from detente.case.base import Condition, Digest, Id, Model, Quote, References, Text, When

AUTHOR = "author"
"""The voice that every document has without saying so: whoever wrote it."""

Act = Literal[
    "demand", "offer", "accept", "reject", "concede", "promise", "threaten", "precondition", "accuse",
    "request-talks", "state-goal", "withdraw", "assert", "assess", "event",
]  # fmt: skip

Offset = Annotated[int, Field(strict=True, ge=0)]


class Document(Model):
    """A text that statements are quoted from."""

    id: Id
    """Short name."""
    title: Text
    """Title as a reader would cite it."""
    file: Text | None = None
    """Path inside the case's folder; absent for a text that the case may not copy."""
    digest: Digest | None = None
    """Digest of the file's bytes: notices a change, and finds a text that has no `file`."""
    author: Text | None = None
    """Who wrote it."""
    publisher: Text | None = None
    """Where it appeared."""
    published: When | None = None
    """When it appeared."""
    kind: Text | None = None
    """Such as opinion, communiqué, minutes, treaty, summary."""
    reliability: Text | None = None
    """How far it can be trusted, in words."""
    confidential_to: References = ()
    """Parties that may see it; empty for all."""

    @model_validator(mode="after")
    def _findable(self) -> Document:
        if self.file is None and self.digest is None:
            raise PydanticCustomError("document", "a document needs a file or a digest")
        return self


class Voice(Model):
    """A person or body that speaks and is not a party itself: a ministry, a president, an outsider."""

    name: Text
    """Name as it is written in a brief."""
    of: Id | None = None
    """The party for which it speaks; absent for an outsider."""


class Statement(Model):
    """One speech act with its exact words.

    `speaker` uttered it, `holder` is the one whose position it is, `chain` says who reports whom.
    *The author says that the minister said that the president wants …* has the chain
    ``[author, minister]``, the speaker ``minister`` and the holder ``president``.
    """

    id: Id
    """Short name."""
    document: Id
    """The document with the words."""
    quote: Quote | None = None
    """The exact words, once in the document."""
    span: tuple[Offset, Offset] | None = None
    """Instead of `quote`: start and end of the words in the document, in characters."""
    digest: Digest | None = None
    """With `span`: digest of the words, so that a changed text is noticed."""
    speaker: Id
    """Who uttered it: a party, a voice, or ``author``."""
    holder: Id
    """Whose position it is: a party, a voice, or ``author``."""
    chain: tuple[Id, ...] = ()
    """Who reports whom, outermost first; the last one is the speaker. Absent: the speaker alone."""
    act: Act
    """What the words do."""
    target: References = ()
    """The parties or voices it is addressed to."""
    about: References = ()
    """Issues, outcomes (``issue.outcome``), parties, or options (``party.option``)."""
    date: When | None = None
    """When it was said or done."""
    hedged: bool = False
    """True where the text itself is unsure: reportedly, is expected to."""
    note: Text | None = None
    """A remark of the coder."""
    confidential_to: References = ()
    """Parties that may see it; empty for all."""

    @model_validator(mode="after")
    def _whole(self) -> Statement:
        if (self.quote is None) == (self.span is None):
            raise PydanticCustomError("statement", "give either quote or span")
        if self.span is not None and self.digest is None:
            raise PydanticCustomError("statement", "span needs the digest of the words")
        if self.span is not None and self.span[0] >= self.span[1]:
            raise PydanticCustomError("statement", "span ends before it starts")
        if self.chain and self.chain[-1] != self.speaker:
            raise PydanticCustomError("statement", "the last of chain is not the speaker")
        return self

    @property
    def reporters(self) -> tuple[str, ...]:
        """The whole chain, outermost first."""
        return self.chain or (self.speaker,)


class Option(Model):
    """A yes/no move that one party controls."""

    label: Text
    """What the party does if it takes the option."""
    now: bool | None = None
    """Whether it is taken today; absent where unknown."""
    reversible: bool = True
    """False where it cannot be taken back."""
    direction: Literal["both", "on", "off"] | None = None
    """Whether it can be switched both ways, only on (not taken back), or only off; absent: as `reversible` says."""
    because: tuple[Id, ...] = ()
    """Statements that show it."""

    @model_validator(mode="after")
    def _one_direction(self) -> Option:
        if self.direction in ("both", "off") and not self.reversible:
            raise PydanticCustomError(
                "option", "reversible: no and direction: {d} contradict each other", {"d": self.direction}
            )
        return self

    @property
    def moves(self) -> Literal["both", "on", "off"]:
        """Which way it can be switched."""
        return self.direction or ("both" if self.reversible else "on")


class Link(Model):
    """A logical condition between outcomes; it holds in every package.

    One of four forms: ``{unless: A, not: B}`` (no B without A), ``{if: A, then: B}``, ``{require: A}``,
    ``{forbid: A}``.
    """

    unless: Condition | None = None
    """With `not`: the condition without which the other cannot be."""
    not_: Condition | None = Field(None, alias="not")
    """With `unless`: what cannot be without the condition."""
    if_: Condition | None = Field(None, alias="if")
    """With `then`: the condition."""
    then: Condition | None = None
    """With `if`: what follows from it."""
    require: Condition | None = None
    """What every package has."""
    forbid: Condition | None = None
    """What no package has."""
    label: Text | None = None
    """The link in words."""
    because: tuple[Id, ...] = ()
    """Statements that show it."""
    judged_by: Text | None = None
    """Who judged that it holds."""
    why: Text | None = None
    """The reason of the judgement."""
    confidential_to: References = ()
    """Parties that may see it; empty for all."""

    @model_validator(mode="after")
    def _one_form(self) -> Link:
        given = {n for n in ("unless", "not_", "if_", "then", "require", "forbid") if getattr(self, n)}
        if given not in ({"unless", "not_"}, {"if_", "then"}, {"require"}, {"forbid"}):
            raise PydanticCustomError(
                "link", "a link is {unless, not}, {if, then}, {require} or {forbid}, one of the four"
            )
        return self

    @property
    def expression(self) -> str:
        """The condition as one expression."""
        if self.unless:
            return f"({self.unless}) if ({self.not_})"
        if self.if_:
            return f"({self.then}) if ({self.if_})"
        return self.require or f"not ({self.forbid})"
