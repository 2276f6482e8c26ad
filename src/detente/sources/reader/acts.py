"""All speech acts of a passage, each once: what stands inside a demand is no act of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.sources.reader.attributions import Attribution
from detente.sources.reader.clause_acts import clause_acts
from detente.sources.reader.conditions import ConditionWords, condition_of
from detente.sources.reader.fragments import fragment_acts
from detente.sources.reader.idioms import idiom_acts
from detente.sources.reader.noun_acts import bare, noun_acts, split_items
from detente.sources.reader.speech_act import SpeechAct
from detente.sources.reader.verb_acts import is_negated, verb_acts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_ITEMS = 40
"""Items of one list; nobody demands more in a sentence, but a hostile text can."""
UNREAL = frozenset(
    [
        "demand",
        "offer",
        "reject",
        "promise",
        "threaten",
        "precondition",
        "request-talks",
        "state-goal",
        "accept",
        "concede",
        "accuse",
    ]
)
"""Acts whose content has not happened, or is told as part of them."""
_SHARED = frozenset(["demand", "offer", "reject", "state-goal", "promise"])
"""Acts whose listed contents can be granted one by one."""
_GATED = frozenset(
    ["offer", "accept", "promise", "reject", "event", "request-talks", "concede", "withdraw", "demand", "state-goal"]
)
"""Acts that *only after* turns into a precondition."""


def find_acts(doc: Doc, attributions: Iterable[Attribution], *, by_author: bool = False) -> tuple[SpeechAct, ...]:
    """Return the acts of a passage in the order of their spans.

    Parameters
    ----------
    doc : Doc
    attributions : iterable of Attribution
        Of the same passage; they tell who says what.
    by_author : bool
        Whether the author himself demands, as in an opinion piece.
    """
    sources = {
        token: one.source_head if one.source_head is not None else one.head
        for one in sorted(attributions, key=lambda a: sum(e - s for s, e in a.contents), reverse=True)
        for start, end in one.contents
        for token in range(start, end)
    }
    idioms = list(idiom_acts(doc))
    taken = frozenset(token for _, tokens in idioms for token in tokens)
    single = [*verb_acts(doc), *noun_acts(doc), *clause_acts(doc, sources, by_author=by_author)]
    asked = ("clause.must", "clause.imperative")
    found = [*(a for a, _ in idioms), *(a for a in single if a.head not in taken or a.rule.startswith(asked))]
    found.extend(fragment_acts(doc, found))
    whole = [piece for act in _outer(_one_a_head(found)) for piece in _pieces(doc, _with_condition(doc, act))]
    return tuple(sorted(whole, key=lambda a: (a.span, a.act)))


def _one_a_head(acts: list[SpeechAct]) -> list[SpeechAct]:
    """Keep one act a token: what must be done is a demand, whatever the verb; else the first that was found."""
    kept: dict[tuple[int, object], SpeechAct] = {}
    for act in sorted(acts, key=lambda a: not a.rule.startswith(("clause.must", "clause.imperative", "list."))):
        key = (act.head, act.content if act.rule.startswith("list.") else None)
        kept.setdefault(key, act)
    return list(kept.values())


def _outer(acts: list[SpeechAct]) -> Iterator[SpeechAct]:
    for act in acts:
        if not any(_swallows(other, act) for other in acts):
            yield act


def _swallows(other: SpeechAct, act: SpeechAct) -> bool:
    """Return True where an act is only the content of another: *refused to accept*, *demanded that they withdraw*."""
    if other is act or other.head == act.head or other.act not in UNREAL:
        return False
    inside = other.content[0] <= act.head < other.content[1]
    return inside and not (act.content[0] <= other.head < act.content[1])


def _with_condition(doc: Doc, act: SpeechAct) -> SpeechAct:
    """Turn an act into a precondition where its clause says what must come first."""
    condition = condition_for(doc, act) or _first_step(doc, act)
    if condition is None:
        return act
    span = min(act.span[0], condition.tokens[0]), max(act.span[1], condition.tokens[1])
    turned = (
        condition.kind == "only"
        or (condition.kind == "unless" and act.act == "reject" and not _is_told_past(doc, act))
        or (condition.kind == "lasting" and act.rule.startswith("clause.") and not _stays(doc[act.head]))
    )
    if turned and act.act in _GATED:
        return replace(act, act="precondition", rule=act.rule + ".only", span=span, negative=False)
    return replace(act, span=span)


_TALKING = frozenset(["sign", "talk", "discuss", "negotiate", "meet", "agree", "decide", "anything", "deal", "talk", "talks", "negotiation", "vote", "sit", "begin", "start"])  # fmt: skip


def _first_step(doc: Doc, act: SpeechAct) -> ConditionWords | None:
    """Return *before it signs* of a demand: what is demanded there must come first."""
    if act.act != "demand":
        return None
    before = next((t for t in doc[act.head : doc[act.head].sent.end] if t.lower_ == "before"), None)
    if before is None or before.i + 1 >= len(doc):
        return None
    top = before.head if before.dep_ == "mark" else before
    start, end = before.i, max(t.i for t in top.subtree) + 1
    while end > start and doc[end - 1].is_punct:
        end -= 1
    return ConditionWords((start, end), "only") if any(t.lemma_.lower() in _TALKING for t in doc[start:end]) else None


def _is_told_past(doc: Doc, act: SpeechAct) -> bool:
    """Return True for *did not accept responsibility before …*: a refusal that was given, not one with a way out."""
    return any(c.dep_ == "aux" and c.lower_ == "did" for c in doc[act.head].children)


def _stays(verb: Token) -> bool:
    """Return True for *will stay as long as there is a hill*: it says how long, not what must come first."""
    return verb.lemma_ in ("stay", "remain", "last", "stand", "continue", "go", "keep", "hold", "fight")


def condition_for(doc: Doc, act: SpeechAct) -> ConditionWords | None:
    """Return the condition of an act; of a noun, that of its verb."""
    head = doc[act.head]
    if act.rule.startswith("list."):
        return None
    verb: Token = head if head.pos_ in ("VERB", "AUX") else head.head
    return condition_of(verb, negated=is_negated(verb) or act.act == "reject")


def _pieces(doc: Doc, act: SpeechAct) -> Iterator[SpeechAct]:
    """Yield an act once for each item that could be granted alone."""
    items = _items_of(doc, act)
    if act.act not in _SHARED or act.rule.startswith("list.") or not 2 <= len(items) <= MAX_ITEMS:
        yield act
        return
    for number, item in enumerate(items):
        span = (min(act.span[0], item[0]), item[1]) if number == 0 else item
        yield replace(act, content=item, span=span, scope=act.content)


def _items_of(doc: Doc, act: SpeechAct) -> list[tuple[int, int]]:
    heads = [
        t
        for t in doc[slice(*act.content)]
        if t.dep_ in ("dobj", "pobj", "xcomp", "ccomp", "attr") and t.pos_ != "PROPN"
    ]
    behind = _behind_colon(doc, act)
    if behind:
        return behind
    for head in heads:
        joined = [
            t
            for t in head.conjuncts
            if act.content[0] <= t.i < act.content[1] and t.i > head.i and t.pos_ == head.pos_ and t.pos_ != "PROPN"
        ]
        near = head.left_edge.i - act.content[0] <= 3 or (len(joined) > 1 and act.act in _LISTING)
        if joined and (head.dep_ in ("dobj", "xcomp", "ccomp", "pobj")) and near:
            return _cut_between(doc, act, head, joined)
    return _listed_nouns(doc, act)


def _cut_between(doc: Doc, act: SpeechAct, head: Token, joined: list[Token]) -> list[tuple[int, int]]:
    end = min(max(t.right_edge.i + 1 for t in (head, *joined)), act.content[1])
    edges = [head.left_edge.i, *(t.left_edge.i for t in joined), end]
    items = [bare(doc, a, b) for a, b in pairwise(edges)]
    if any(a >= b for a, b in items):
        return []
    also = split_items(doc, end, act.content[1]) if any(t.lower_ == "nor" for t in doc[end : end + 2]) else []
    return [*items, *also]


_LISTING = frozenset(["demand", "offer"])
"""Acts whose contents are told in lists."""
_OPENS = frozenset(["DET", "NUM", "ADJ", "NOUN", "PRON"])


def _behind_colon(doc: Doc, act: SpeechAct) -> list[tuple[int, int]]:
    """Return the items of *wants three things: a pause, a bonus and an end to fines*."""
    if act.act not in _LISTING:
        return []
    sentence = doc[act.head].sent
    colon = next((t.i for t in doc[act.head : sentence.end] if t.text == ":"), None)
    if colon is None or any(t.is_quote for t in doc[colon : colon + 2]):
        return []
    items = _noun_items(doc, colon + 1, sentence.end)
    return items if len(items) > 1 else []


def _listed_nouns(doc: Doc, act: SpeechAct) -> list[tuple[int, int]]:
    """Return the items of a list that the parser lost: at least three, each opening as a noun phrase does."""
    if act.act not in _LISTING or act.content[0] <= act.head:
        return []
    items = _noun_items(doc, act.content[0], doc[act.head].sent.end)
    return items if len(items) > 2 else []


def _noun_items(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """Return the pieces between commas and before the last *and*, none where one of them is no noun phrase."""
    pieces = [bare(doc, a, b) for a, b in _by_commas(doc, start, end)]
    if pieces:
        pieces = [*pieces[:-1], *_at_last_and(doc, *pieces[-1])]
    return pieces if all(a < b and _is_phrase(doc, a, b) for a, b in pieces) else []


def _at_last_and(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    joins = [t.i for t in doc[start + 1 : end - 1] if t.lower_ == "and" and doc[t.i + 1].pos_ in ("DET", "NUM")]
    return [(start, joins[-1]), (joins[-1] + 1, end)] if joins else [(start, end)]


def _is_phrase(doc: Doc, start: int, end: int) -> bool:
    """Return True for tokens that open as a noun phrase does and hold no verb but in a clause about it."""
    relative = next((t.i for t in doc[start:end] if t.lower_ in ("that", "which", "who", "where", "whose")), end)
    plain = doc[start : min(relative, end)]
    finite = any(t.tag_ in ("VBZ", "VBP", "MD") or (t.tag_ == "VBD" and t.i + 1 < end) for t in plain)
    return doc[start].pos_ in _OPENS and doc[start].tag_ not in ("PRP", "WP", "WDT") and not finite


def _by_commas(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for comma in [i for i in range(start, end) if doc[i].text in (",", ";")] + [end]:
        yield (at + 1 if doc[at].lower_ == "and" else at), comma
        at = comma + 1
