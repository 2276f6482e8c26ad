"""Whose turn it is where nobody writes it down: the answers of an interview, the people at a meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.sources.reader.passages import RawPassage

_QUESTION = re.compile(r"\?[”\"’]?\s*$")
_TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof|Professor|Justice|President|Minister|Ambassador|Commander|General|Colonel|Brigadier|Captain|Sir|Dame|Madam|Chief|Bishop|Father|Sister|Judge)\.?"
_ADDRESSED = re.compile(
    rf"(?:^|[.,?!] )(?P<name>{_TITLE} (?:[A-Z][\w’'-]+ ?){{1,2}}),|, (?P<late>{_TITLE} [A-Z][\w’'-]+)[,?]"
)
_INTRODUCED = re.compile(
    rf"^(?P<name>(?:{_TITLE} )?[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){{1,3}}),? (?:(?P<role>[^.]{{3,120}}?)(?:, on |\.|, talks| on (?:the|what|how|why))|who |is |has )"
)
_OWNER = re.compile(r"\b(?:of|for|at) (?:the )?(?P<party>[A-Z][\w’'&-]*(?: (?:[A-Z][\w’'&-]*|of|and))*)")
MIN_QUESTIONS = 3
LONG_QUESTION = 45
"""Words beyond which a paragraph is no question."""


def with_turns(raw: Sequence[RawPassage], opening: Sequence[str]) -> tuple[list[RawPassage], dict[str, str]]:
    """Give the answers of an interview to the one who is asked.

    Parameters
    ----------
    raw : sequence of RawPassage
    opening : sequence of str
        The first paragraphs of the document, its bylines too.

    Returns
    -------
    passages, people
        The passages, labelled where they are answers; and for whom the one who is asked speaks.
    """
    questions = [n for n, one in enumerate(raw) if _is_question(one)]
    if len(questions) < MIN_QUESTIONS or any(one.label for one in raw) or len(questions) * 6 < len(raw):
        return list(raw), {}
    name, party = _who_is_asked(raw, opening)
    if name is None:
        return list(raw), {}
    people = {name.split()[-1].lower(): party} if party else {}
    return list(_labelled(raw, questions, name)), people


def _is_question(one: RawPassage) -> bool:
    text = one.cleaned.text
    return bool(_QUESTION.search(text)) and len(text.split()) <= LONG_QUESTION


def _who_is_asked(raw: Sequence[RawPassage], opening: Sequence[str]) -> tuple[str | None, str | None]:
    for words in opening:
        found = _INTRODUCED.match(words.lstrip())
        if found is not None:
            owner = _OWNER.search(found["role"] or "")
            return found["name"], owner["party"] if owner else None
    for one in raw:
        called = _ADDRESSED.search(one.cleaned.text) if _is_question(one) else None
        if called is not None:
            return (called["name"] or called["late"]).strip(), None
    return None, None


def _labelled(raw: Sequence[RawPassage], questions: Sequence[int], name: str) -> Iterator[RawPassage]:
    """Yield question and answer in turn; a short paragraph behind an answer is the next question."""
    asked = False
    for number, one in enumerate(raw):
        if number < questions[0]:
            yield one
        elif not asked:
            short = len(one.cleaned.text.split()) <= LONG_QUESTION
            asked = short or number in questions
            yield one if asked else replace(one, label=name)
        else:
            asked = False
            yield replace(one, label=name)


_SEGMENT = re.compile(
    rf"\b[Ff]or (?:the )?(?P<party>[\w’'&. -]{{2,60}}?)(?: ?\([A-Z]{{2,6}}\))?[,:]? (?=(?:“|\"|\b)?{_TITLE} )"
)
_LABELLED = re.compile(
    r"^(?:Present: )?(?P<party>[A-Z][\w’'&-]*(?: (?:[A-Z][\w’'&-]*|of|the|for|and)){0,5})(?: \([A-Z]{2,6}\))?: ?(?=\S)"
)
_NAME = re.compile(rf"{_TITLE} [“\"]?(?:[A-Z][\w’'-]*\.? ){{0,2}}[“\"]?(?P<last>[A-Z][\w’'-]+)")
_MEETING = re.compile(
    r"(?:^|\n)(?:[^\n]{0,40}\b)?(?:present|attendance|attending|participants|delegations?|took part|for the)\b[^\n]{0,12}[:,]",
    re.IGNORECASE,
)


def people_present(text: str) -> dict[str, str]:
    """Return who speaks for whom, from *for the Harbour Company, Mr Dahl and Ms Brandt; for …*.

    Returns
    -------
    dict
        Last names in small letters, and their parties.
    """
    head = text[:3000]
    opens = _MEETING.search(head)
    if opens is None:
        return {}
    people: dict[str, str] = {}
    for segment in re.split(r"[;\n]|(?<=[a-z)”\"])\. ", head[opens.start() :].strip())[:12]:
        found = _SEGMENT.search(segment) or _LABELLED.match(segment.strip())
        if found is not None:
            for name in _NAME.finditer(segment, found.end() if found.re is _SEGMENT else 0):
                people.setdefault(name["last"].lower(), found["party"].strip())
    return people
