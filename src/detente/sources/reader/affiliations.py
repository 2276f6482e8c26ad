"""Who speaks for whom, told by the words around a name: *Ana Sol, head of the union*, *for the company Mr Dahl and Ms Brandt*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from detente.sources.reader.gazetteer import officials

TITLE = (
    r"(?:Mr|Mrs|Ms|Dr|Prof|Professor|Justice|President|Prime Minister|Minister|Ambassador|Commander|General|Colonel|Brigadier|"
    r"Captain|Admiral|Governor|Senator|Sir|Dame|Lord|Madam|Chief|Bishop|Father|Sister|Judge|Comrade|Secretary|Commissioner|"
    r"Foreign Minister|Trade Minister|Defen[cs]e Minister|Chancellor|Envoy|Sheikh|King|Queen|H\.E\.)\.?"
)
"""Words before a name that are no part of it."""
_WORD = r"[A-ZÀ-Þ][\w’'&-]{0,40}"
NAME = rf"(?:{TITLE} ){{0,3}}(?:(?:{_WORD}|[A-Z]\.|de|van|von|al|bin|el) ){{0,3}}{_WORD}"
BODY = rf"{_WORD}(?:(?: of| for| &)?(?: the)? (?!{TITLE}\b){_WORD}){{0,6}}"
_GENERIC = r"(?:company|management|union|federation|league|trust|board|government|employers?|workers|rebels|front|city|council|ministry)"
_PARTY = rf"(?:the |its |his |her )?(?P<party>{BODY}|{_GENERIC}\b)"
_SPEAKS = (
    r"(?:speaks?|speaking|spoke|acts?|acting|negotiat\w+|talks?|has led the [a-z ]{3,40}?|leads the [a-z ]{3,40}?|led the [a-z ]{3,40}?|"
    r"was there|attended|appeared|appearing|signed|signing|answer\w*|conduct\w* the [a-z ]{3,40}?)"
)
_PEERS = frozenset(["counterpart", "colleague", "opposite number", "number two", "deputy"])
"""Nouns for an official that are told by another official's name."""


@cache
def _role() -> str:
    """Return a pattern for a phrase that says what somebody is: *chief fisheries negotiator*, *foreign minister*."""
    known = "|".join(sorted((re.escape(w) for w in officials() | _PEERS), key=len, reverse=True))
    return rf"(?:[a-z][\w-]* ){{0,3}}(?:{known})"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    person = rf"(?P<person>{NAME})"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"\b{person}, (?:who (?:is|was) )?(?:the |a |an )?{_role()}(?: [a-z]+){{0,2}} (?:of|for|at|from|with|in) {_PARTY}",
            rf"\b{person}, (?P<party>{_WORD}(?: {_WORD}){{0,4}}?)[’']s? {_role()}",
            rf"\b(?P<party>{_WORD}(?: (?:of |for |and )?{_WORD}){{0,4}})[’']s? {_role()},? {person}",
            rf"\b(?P<party>{_WORD}(?: {_WORD}){{0,3}}) (?:{_role()},? ){person}",
            rf"\b{_role()} (?:of|from|for|at|in) {_PARTY}, {person}",
            rf"\b{person},? (?:who |has |is )*{_SPEAKS}(?: [^.;,]{{0,40}}?)? (?:for|on behalf of) {_PARTY}",
            rf"\b{person},? who (?:leads|heads|chairs|runs|represents|led|headed) {_PARTY}",
        )
    )


@cache
def _weak_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns that say as often where somebody comes from."""
    person = rf"(?P<person>{NAME})"
    return (
        re.compile(rf"\b{person} of (?:the )?(?P<party>{BODY})"),
        re.compile(rf"\b{person} ?\((?P<party>{_WORD}(?: {_WORD}){{0,4}})\)"),
    )


@cache
def own_official() -> re.Pattern[str]:
    """Return a pattern for *its chief negotiator, Tove Aldin*: the party is named before."""
    return re.compile(rf"\b(?:[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)(?: own)? {_role()},? (?P<person>{NAME})")


_ONE = rf"(?:(?:{TITLE} ){{1,3}}(?:[A-Z]\. ?){{0,3}}|(?:[A-Z]\. ?){{1,3}}){_WORD}(?: {_WORD})?(?: ?\([^)]*\))?"
_FOR = re.compile(rf"\b[Ff]or {_PARTY}[,:]? (?P<people>{_ONE}(?:(?:,| and|, and) {_ONE}){{0,8}})")


def affiliations_in(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield persons, as they are written, with the party that each is said to speak for, and whether that is sure.

    Parameters
    ----------
    text : str
        A whole document or a part of one; a long one is read as a whole, since the patterns look at no more than a line.
    """
    for sure, patterns in ((True, _patterns()), (False, _weak_patterns())):
        for pattern in patterns:
            for found in pattern.finditer(text):
                yield bare_person(found["person"]), bare_party(found["party"]), sure


def listed_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield persons and parties of a list of those present: *for the company P. Dahl and A. Brandt (personnel); for …*."""
    for found in _FOR.finditer(text):
        for person in re.split(r", | and ", re.sub(r" ?\([^)]*\)", "", found["people"])):
            if person.strip():
                yield bare_person(person), bare_party(found["party"])


def bare_person(name: str) -> str:
    """Return a name without titles and the *'s* behind it."""
    return re.sub(rf"^(?:{TITLE} )+", "", re.sub(r"[’']s?$", "", name.strip()))


OPENING = re.compile(
    r"^(?:The|A|An|And|But|When|If|In|On|At|For|From|Of|To|By|As|Its|His|Her|Their|Our|That|This|Yet|So|While|Both|Neither|Then|Since|After|Before|With|the|its|his|her) "
)
_STATE_OF = re.compile(r"^(?:Government|Republic|Kingdom|State|Sultanate|Federation) of (?:the )?(?=[A-Z])")


def bare_party(name: str) -> str:
    """Return the name of a body without article, opening words and the *'s* behind it; a state without *Republic of*."""
    short = re.sub(r"[’']s$", "", name.strip(" ,"))
    while OPENING.match(short):
        short = OPENING.sub("", short, count=1)
    return _STATE_OF.sub("", short)
