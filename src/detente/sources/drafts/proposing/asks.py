"""What parties ask for, offer and refuse: the accepted statements as the pieces from which issues are made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from detente.case import Case
from detente.case.statements import AUTHOR, Statement
from detente.sources.drafts.decisions import Draft
from detente.sources.drafts.filing import draft_of

ASKING = frozenset({"demand", "state-goal"})
GIVING = frozenset({"offer", "promise", "accept", "concede"})
SHAPING = ASKING | GIVING | {"reject", "precondition"}
CONDITION = "condition"
"""The act of a piece that is the condition under which its statement holds: an ask of its holder."""
_CONDITIONAL = GIVING | {"precondition"}
_IF = re.compile(
    r"\b(?:(?i:only if|only after|only when|only once|if|once|unless|until|provided that|provided|on (?:the )?condition (?:that|of)"
    r"|as long as|so long as|in exchange for|in return for|when|after)|[Ss]hould(?= (?:the|its|it|they|he|she|[A-Z])))"
    r"\b\s*(?P<words>.+)$",
    re.DOTALL,
)


@dataclass(frozen=True)
class Ask:
    """One thing that is asked, given or refused.

    Attributes
    ----------
    statement : str
    act : str
        Of the statement, or ``condition``.
    party : str
        Whose position it is: the party for which the holder stands, or the holder.
    text : str
        What is asked, as near to the words as possible.
    about : tuple of str
        Issues and outcomes to which a person assigned the statement.
    document, date : str
    negative : bool
        True where it is asked or promised that something is not done.
    follows : str
        The statement right before it in its document, whose words *this* or *the idea* may mean.
    """

    statement: str
    act: str
    party: str
    text: str
    about: tuple[str, ...]
    document: str
    date: str
    negative: bool = False
    follows: str = ""


def asks_of(case: Case, drafts: Iterable[Draft], sides: Mapping[str, str]) -> tuple[Ask, ...]:
    """Return the pieces of all statements that shape an issue, in the order of the case.

    Parameters
    ----------
    case : Case
    drafts : iterable of Draft
        As they were accepted; they tell the content of a statement more exactly than its quotation.
    sides : mapping
        For a holder the party for which it stands.
    """
    known = {d.id: d.statement for d in drafts}
    before = {s.id: b.id for b, s in pairwise(case.statements) if b.document == s.document}
    return tuple(
        replace(ask, follows=before.get(s.id, ""))
        for s in case.statements
        if s.act in SHAPING and s.holder != AUTHOR
        for ask in _pieces(case, s, known.get(draft_of(s) or "", {}), sides.get(s.holder, s.holder))
    )


def words_of(case: Case, statement: Statement) -> str:
    """Return the exact words of a statement; none where its document is not at hand."""
    cited = case.citations.get(statement.id)
    return " ".join((statement.quote or (cited.text if cited is not None else None) or "").split())


def _pieces(case: Case, statement: Statement, said: Mapping[str, Any], party: str) -> Iterator[Ask]:
    quote = words_of(case, statement) or " ".join(str(said.get("quote", "")).split())
    content = " ".join(str(said.get("content") or quote).split())
    condition = _condition(statement, said, quote)
    main = _without(content, condition)
    document = next((d for d in case.documents if d.id == statement.document), None)
    when = statement.date or (document.published if document is not None else None) or ""
    negative = said.get("polarity") == "negative" and statement.act != "reject"
    if main:
        yield Ask(statement.id, statement.act, party, main, statement.about, statement.document, when, negative)
    if condition:
        yield Ask(statement.id, CONDITION, party, _bare_condition(condition), (), statement.document, when)


def _condition(statement: Statement, said: Mapping[str, Any], quote: str) -> str:
    """Return the words of the condition under which something is given; none where it is given without."""
    if statement.act not in _CONDITIONAL:
        return ""
    place = said.get("condition")
    if place and said["start"] <= place["start"] < place["end"] <= said["end"]:
        return " ".join(str(said["quote"])[place["start"] - said["start"] : place["end"] - said["start"]].split())
    match = _IF.search(quote)
    return quote[match.start() :].strip(" .,;") if match is not None and match.start() > 0 else ""


def _without(content: str, condition: str) -> str:
    at = content.find(condition) if condition else -1
    main = content if at < 0 else f"{content[:at]} {content[at + len(condition) :]}"
    return " ".join(main.split()).strip(" ,;:–-")


def _bare_condition(condition: str) -> str:
    match = _IF.match(condition)
    return match["words"] if match is not None else condition
