"""A finding: one sentence that a reader can act on, with what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.case import Case
from detente.deals import DealsResult
from detente.deals.beyond import Beyond
from detente.dynamics import DynamicsResult
from detente.ensemble import DealDraws
from detente.ensemble.stability import Holding
from detente.findings.words import Words

MAX_LISTED = 200
"""A list that is longer is for a program: it is in the JSON whole."""


@dataclass(frozen=True)
class Finding:
    """One answer of the analyses, in words.

    Attributes
    ----------
    kind : str
        Which kind of finding it is; each kind is a file of this package.
    sentence : str
        The answer.
    details : tuple of str
        The full list behind it, a sentence each; empty where the sentence says all.
    do, watch, ask : str
        What to do, what to watch for, what to ask next.
    statements : tuple of str
        The statements that it rests on.
    uncertainty : str
        How sure it is, given the inputs.
    """

    kind: str
    sentence: str
    do: str
    watch: str
    ask: str
    uncertainty: str
    details: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """What the findings are made of: the case, its words, and the results."""

    case: Case
    words: Words
    deals: DealsResult
    draws: DealDraws | None
    dynamics: DynamicsResult | None = None
    holding: Holding | None = None
    beyond: Beyond = field(default_factory=Beyond)
