"""Conditions: the words after *if*, *unless*, *only after*, and what kind of condition they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.sources.reader.syntax import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Kind = Literal["if", "unless", "only", "lasting"]
"""*if* opens a possibility, *unless* and *only* say what must come first, *lasting* how long it holds."""

_OPENERS: dict[str, Kind] = {
    "if": "if",
    "supposing": "if",
    "assuming": "if",
    "provided": "only",
    "providing": "only",
    "unless": "unless",
    "until": "unless",
    "before": "unless",
    "without": "unless",
    "failing": "unless",
    "absent": "unless",
    "otherwise": "unless",
}
_AFTER = frozenset(["after", "when", "once", "if", "with", "on", "upon", "as"])
_PHRASES: tuple[tuple[tuple[str, ...], Kind], ...] = (
    (("on", "condition"), "only"), (("on", "the", "condition"), "only"), (("on", "the", "understanding"), "only"),
    (("in", "exchange"), "if"), (("in", "return"), "if"), (("in", "the", "event"), "if"), (("in", "case"), "if"), (("even", "if"), "if"),
    (("as", "long", "as"), "lasting"), (("so", "long", "as"), "lasting"), (("as", "soon", "as"), "only"),
)  # fmt: skip
_LATE = (
    ("provided", "that"), ("providing", "that"), ("provided",), ("on", "condition"), ("on", "the", "condition"), ("only", "if"), ("only", "once"),
    ("only", "when"), ("only", "after"), ("not", "before"), ("not", "until"), ("and", "not", "a"), ("and", "not", "an"),
)  # fmt: skip
"""Openers that are found by their words where the parser hangs them elsewhere; the last two in *when …, and not a day before*."""
_LATE_WORDS = frozenset(words[0] for words in _LATE)
_PUT_OFF = frozenset(["talk", "sign", "discuss", "negotiate", "meet", "return", "sit", "consider", "look", "speak", "hand", "release", "disarm", "vote", "pay"])  # fmt: skip
"""Deeds that wait for what comes first."""
_INVERTED = frozenset(["should", "were", "had"])


@dataclass(frozen=True)
class ConditionWords:
    """A condition by its tokens."""

    tokens: Range
    kind: Kind


def condition_of(verb: Token, *, negated: bool) -> ConditionWords | None:
    """Return the condition under which a verb stands; *before* and *until* count only where the verb is negated."""
    for branch in verb.subtree:
        if branch == verb or not _belongs(branch, verb):
            continue
        found = _opened(branch, negated=negated)
        if found is not None:
            return found
    return _by_words(verb)


def _by_words(verb: Token) -> ConditionWords | None:
    """Return the condition that stands behind a verb in plain words, with no other clause between."""
    doc, end = verb.doc, verb.sent.end
    while end > verb.i and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    for at in range(verb.i + 1, end - 1):
        token = doc[at]
        if token.text == ";" or (token.dep_ in ("conj", "ROOT") and token.pos_ in ("VERB", "AUX")):
            return None
        if token.lower_ not in _LATE_WORDS:
            continue
        late = next((w for w in _LATE if tuple(t.lower_ for t in doc[at : at + len(w)]) == w), None)
        if late is not None and (late[0] != "and" or "before" in [t.lower_ for t in doc[at : at + 5]]):
            when = next((t.i for t in doc[verb.i : at] if t.lower_ == "when"), at)
            return ConditionWords((when, end), "only") if late[0] != "and" or when < at else None
    return None


def _belongs(branch: Token, verb: Token) -> bool:
    """Return True for a clause or phrase that hangs on the verb itself or on its complement."""
    if branch.dep_ not in ("advcl", "prep", "mark", "advmod", "pcomp"):
        return False
    above = branch.head
    for _ in range(4):
        if above == verb:
            return True
        if above.dep_ not in ("xcomp", "ccomp", "prep", "pobj", "dobj", "advcl", "conj"):
            return False
        above = above.head
    return False


def _opened(branch: Token, *, negated: bool) -> ConditionWords | None:
    doc, start, end = branch.doc, branch.left_edge.i, branch.right_edge.i + 1
    while end > start and doc[end - 1].is_punct and not doc[end - 1].is_quote:
        end -= 1
    return _by_only(branch, start, end) or _by_opener(branch, start, end, negated=negated)


def _by_only(branch: Token, start: int, end: int) -> ConditionWords | None:
    """Return *only after …*, whichever word the parser hangs the *only* on."""
    doc = branch.doc
    first = doc[start].lower_
    before = doc[start - 1].lower_ if start else ""
    if first == "only" and start + 1 < end and doc[start + 1].lower_ in _AFTER:
        return ConditionWords((start, end), "only")
    if before == "only" and first in _AFTER:
        return ConditionWords((start - 1, end), "only")
    return None


def _by_opener(branch: Token, start: int, end: int, *, negated: bool) -> ConditionWords | None:
    doc, first = branch.doc, branch.doc[start].lower_
    if first == "otherwise" and branch.dep_ == "advmod":
        return ConditionWords((start, end), "unless")
    if branch.dep_ == "mark" or end - start < 2 or (first == "before" and _is_date(doc, start + 1, end)):
        return None
    for phrase, kind in _PHRASES:
        if tuple(t.lower_ for t in doc[start : start + len(phrase)]) == phrase:
            return ConditionWords((start, end), kind)
    by_word = _kind_of(branch, start, negated=negated)
    return ConditionWords((start, end), by_word) if by_word is not None else None


def _kind_of(branch: Token, start: int, *, negated: bool) -> Kind | None:
    """Return the kind of a condition that one word opens."""
    first, opener = branch.doc[start].lower_, branch.doc[start]
    if first in _INVERTED:
        inverts = opener.dep_ in ("aux", "auxpass") and opener.head == branch and branch.dep_ == "advcl"
        return "if" if inverts else None
    if first == "once":
        return "only" if branch.dep_ == "advcl" else None
    if first == "when":
        return "only" if branch.dep_ == "advcl" and _waits(branch) else None
    opens = first == "without" and start == branch.sent.start
    bare = first in ("before", "until", "without") and not (negated or opens)
    return None if bare else _OPENERS.get(first)


def _waits(branch: Token) -> bool:
    """Return True for *when the prisoners are home, we can talk*: what is put off is the talking itself."""
    verb = branch.head
    modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children)
    told = any(c.tag_ in ("VBZ", "VBP", "VBD") for c in (branch, *branch.children))
    return modal and told and verb.lemma_.lower() in _PUT_OFF


def _is_date(doc: Doc, start: int, end: int) -> bool:
    """Return True for *2030*, *the summer of 2031*: a date is no condition."""
    return any(t.ent_type_ == "DATE" or t.like_num for t in doc[start:end]) and not any(
        t.pos_ in ("VERB", "AUX") for t in doc[start:end]
    )


def _is_inverted(verb: Token) -> bool:
    """Return True for *should the union give up its claim*, which is no question."""
    opener = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ == "should"), None)
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    return opener is not None and subject is not None and opener.i < subject.i


_LASTING = frozenset(["as long as", "so long as", "as soon as"])


def is_hypothetical(token: Token) -> bool:
    """Return True inside a clause that opens with *if*, *unless* and the like: nothing in it is said to be so."""
    for above in (token, *token.ancestors):
        if above.dep_ in ("advcl", "pcomp") and any(
            c.dep_ == "mark" and c.lower_ in ("if", "unless", "once", "until", "whether") for c in above.children
        ):
            return True
        if _is_inverted(above):
            return True
        if above.dep_ == "advcl" and above.doc[above.left_edge.i : above.left_edge.i + 3].text.lower() in _LASTING:
            return True
    return False
