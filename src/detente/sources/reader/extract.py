"""From a document to draft statements: attributions, acts in them, persons, modality, conditions, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.sources.documents.clean import clean
from detente.sources.documents.text_document import TextDocument
from detente.sources.reader.assemble import PassageReader
from detente.sources.reader.cast import Cast, introduce, is_first, settle
from detente.sources.reader.coverage import coverage_of
from detente.sources.reader.gazetteer import with_aliases, with_names
from detente.sources.reader.interview import people_present, with_turns
from detente.sources.reader.issues import IssueText, suggest
from detente.sources.reader.passages import Passage, parsed, pieces_of, raw_passages
from detente.sources.reader.pipeline import MISSING, has_model, load_pipeline
from detente.sources.reader.quoted_only import quoted_statements
from detente.sources.reader.roster import roster_of
from detente.sources.reader.statement import Coverage, DraftStatement, Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LANGUAGES = ("en",)
MAX_OPENING = 1_500
"""Characters of a first paragraph that are searched for who is who."""
_JOINT = re.compile(
    r"\b(?:communiqu[eé]|joint (?:statement|declaration)|memorandum|agreed (?:minutes|record)|minutes of|summary record)\b",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    r"\b(?:communiqu[eé]|statement|declaration|proclamation|letter|press release|announcement)\b", re.IGNORECASE
)
MAX_VERBS = 80
"""Verbs of the longest sentence that is read; treaties come to some forty."""
MIN_OURS = 4
"""*We* and *our* outside of quotations from which a document is somebody's own statement."""
_PRESENT = frozenset(["will", "can", "may", "must", "should"])
OPINION_SHARE = 0.25
"""Share of sentences in the present from which a text is somebody's opinion; agency copy has some 5 to 10 per cent."""


def extract_statements(
    document: TextDocument, *, aliases: Mapping[str, str] | None = None, issues: tuple[IssueText, ...] = ()
) -> Reading:
    """Find the statements of a document.

    Parameters
    ----------
    document : TextDocument
    aliases : mapping, optional
        Further names of parties: how the text calls them, and what they are called in the result.
    issues : tuple of IssueText, optional
        The issues of a case, to suggest from.

    Returns
    -------
    Reading
        Statements in the order of their words; none of them has been checked by a person.
    """
    if document.facts.language not in (None, *LANGUAGES):
        note = (
            f"{document.name} is in a language that is not read ({document.facts.language}); add its statements by hand"
        )
        return Reading((), Coverage(0, 0, ()), (note,))
    if not has_model():
        found = tuple(quoted_statements(document))
        return Reading(found, Coverage(0, len(found), ()), (MISSING,))
    opening = [
        document.text[slice(*next(pieces_of(document.text, p.start, min(p.end, p.start + MAX_OPENING)), (0, 0)))]
        for p in document.paragraphs[:5]
    ]
    raw, asked = with_turns(list(raw_passages(document)), opening)
    passages = list(parsed(load_pipeline(), raw))
    gazetteer = with_aliases(aliases or {})
    roster = roster_of(document.text, gazetteer)
    cast = Cast(with_names(gazetteer, roster.parties), roster, people=people_present(document.text) | asked)
    introduce(_parsed_opening(opening, passages), cast)
    settle(cast)
    found = _read(document, passages, cast)
    with_issues = tuple(replace(s, issues=suggest(s.content, issues)) for s in found)
    return Reading(with_issues, coverage_of(passages, found, with_aliases(aliases or {})))


def _parsed_opening(opening: list[str], passages: list[Passage]) -> list[Doc]:
    """Return the first paragraphs parsed, titles and bylines too; what is a passage as well is not parsed twice."""
    known = {p.cleaned.text: p.doc for p in passages}
    texts = [clean(words, 0, len(words)).text for words in opening]
    others = dict.fromkeys(t for t in texts if t not in known)
    known |= dict(zip(others, load_pipeline().pipe(list(others)), strict=True))
    return [known[text] for text in texts]


def _read(document: TextDocument, passages: list[Passage], cast: Cast) -> tuple[DraftStatement, ...]:
    """Read twice: who is who is known only at the end, and *the other side* needs to know it at the beginning."""
    introduce((p.doc for p in passages), cast)
    cast.issuer = issuer_of(document, passages, cast)
    opinion = cast.issuer is None and _is_opinion(document, passages)
    joint = _JOINT.search(document.text[:300]) is not None
    readers = [
        PassageReader(document, passage, cast, opinion=opinion, joint=joint)
        for passage in passages
        if not _is_endless(passage)
    ]
    for reader in readers:
        reader.rehearse()
    cast.recent.clear()
    found = {(s.place, s.act, s.holder): s for reader in readers for s in reader.statements()}
    return tuple(sorted(found.values(), key=lambda s: (s.place.start, s.place.end)))


def _is_endless(passage: Passage) -> bool:
    """Return True where a sentence nests more verbs than anybody can follow: no reader is meant by it."""
    return any(sum(t.pos_ == "VERB" for t in sentence) > MAX_VERBS for sentence in passage.doc.sents)


def issuer_of(document: TextDocument, passages: list[Passage], cast: Cast) -> str | None:
    """Return the party that speaks in the first person through a whole document, as in its own communiqué."""
    if any(p.label for p in passages) or not _ISSUED.search(document.text[:400]):
        return None
    ours = sum(is_first(t) for p in passages for t in p.doc if not _is_quoted(t))
    opening = (t for p in passages[:3] for t in p.doc)
    named = (cast.name_of(t) for t in opening if t.dep_ in ("nsubj", "pobj") and t.pos_ == "PROPN")
    party = next((n for n in named if n is not None and n in cast.roster.parties and not cast.roster.is_aside(n)), None)
    return party if ours >= MIN_OURS else None


def _is_quoted(token: Token) -> bool:
    """Return True inside quotation marks that open in the same paragraph."""
    before = token.doc[: token.i].text
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _is_opinion(document: TextDocument, passages: list[Passage]) -> bool:
    """Return True for a text in which the author speaks for himself: he writes in the present, reporters in the past."""
    if len(passages) < 4 or any(p.label for p in passages) or _JOINT.search(document.text[:300]):
        return False
    roots = [sentence.root for passage in passages for sentence in passage.doc.sents]
    present = sum(
        root.tag_ in ("VBP", "VBZ") or any(c.dep_ == "aux" and c.lower_ in _PRESENT for c in root.children)
        for root in roots
    )
    return present >= OPINION_SHARE * len(roots)
