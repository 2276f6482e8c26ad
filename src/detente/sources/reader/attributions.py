"""Who says or holds what: the cue, its source and its content, in quotation marks or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from detente.sources.reader.complements import Complement, complements_of, trimmed
from detente.sources.reader.headlines import label_attributions
from detente.sources.reader.lexicons import cue_verbs
from detente.sources.reader.noun_cues import according_to, noun_complement, owner_of, rest_of_sentence, source_range
from detente.sources.reader.quotations import Quotation, quotations_in
from detente.sources.reader.spoken import quoting_verb
from detente.sources.reader.syntax import Range, subject_of, verb_group

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_INVERTED = ("dobj", "attr", "oprd", "npadvmod", "dep", "nsubj", "appos")
Way = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True)
class Attribution:
    """One cue with its source and contents, all as tokens of a passage.

    Attributes
    ----------
    cue : Range
        The words that introduce the content.
    head : int
        The token that carries the cue.
    source : Range or None
        Who says it, as far as the sentence tells.
    source_head : int or None
        The token that carries the source.
    contents : tuple of Range
        What is said; several pieces where the cue stands in the middle or a quotation goes on.
    way : {"direct", "indirect", "mixed"}
    form : str
        The form of the content, as in the word lists; ``q`` for a quotation.
    content_head : int or None
        The token that carries the first content.
    """

    cue: Range
    head: int
    source: Range | None
    source_head: int | None
    contents: tuple[Range, ...]
    way: Way
    form: str
    content_head: int | None = None

    def reports(self, other: Attribution) -> bool:
        """Return True where the other's cue stands in this one's content."""
        return other is not self and any(start <= other.head < end for start, end in self.contents)


def find_attributions(doc: Doc) -> tuple[Attribution, ...]:
    """Return every attribution of a passage in the order of its cues, nested ones too."""
    quotations = quotations_in(doc)
    spoken = _quotations_by_verb(doc, quotations)
    found = [*_by_verbs(doc, quotations, spoken), *_by_nouns(doc), *_by_according(doc), *label_attributions_of(doc)]
    return tuple(sorted(found, key=lambda a: (a.cue, a.contents)))


def outermost(attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Return those that stand in the content of no other."""
    return tuple(a for a in attributions if not any(b.reports(a) for b in attributions))


def label_attributions_of(doc: Doc) -> Iterator[Attribution]:
    """Yield what a label introduces: *Poll: most are for it*."""
    for cue, source, content in label_attributions(doc):
        yield Attribution(cue, cue[0], source, source[1] - 1, (content,), "indirect", "label", content[0])


def _quotations_by_verb(doc: Doc, quotations: tuple[Quotation, ...]) -> dict[int, list[Quotation]]:
    """Return for each verb the quotations it introduces; one without a verb goes on from the one before."""
    by_verb: dict[int, list[Quotation]] = {}
    last: int | None = None
    for number, quotation in enumerate(quotations):
        if not quotation.is_sentence:
            continue
        verb = quoting_verb(doc, quotations, number)
        at = verb.i if verb is not None else last
        if at is not None:
            by_verb.setdefault(at, []).append(quotation)
        last = at
    return by_verb


def _by_verbs(doc: Doc, quotations: tuple[Quotation, ...], spoken: dict[int, list[Quotation]]) -> Iterator[Attribution]:
    for token in doc:
        if token.pos_ not in ("VERB", "AUX"):
            continue
        frames = cue_verbs().get(token.lemma_.lower(), ())
        if not frames:
            continue
        if token.i in spoken:
            yield _direct(token, spoken[token.i])
        else:
            yield from _indirect(token, frames, quotations)


def _direct(verb: Token, quoted: list[Quotation]) -> Attribution:
    contents = tuple((q.start, q.end) for q in quoted)
    source = subject_of(verb)
    if source is None or source.i in range(*contents[0]):  # said the envoy: parsers take him for an object
        source = next(
            (c for c in verb.children if c.i > verb.i and c.pos_ in ("PROPN", "NOUN") and c.dep_ in _INVERTED), source
        )
    made = _attribution(verb, verb_group(verb), source, contents, "direct", "q", contents[0][0] + 1)
    return made if source is not None else _with_source_behind(verb, made)


def _with_source_behind(verb: Token, made: Attribution) -> Attribution:
    """Read the source of *…,” said delegation head Ana Sol* from its place, where the parser takes *head* for a verb."""
    doc, start = verb.doc, made.cue[1]
    end = next(
        (t.i for t in doc[start : start + 14] if t.is_punct or t.pos_ in ("ADP", "SCONJ") or t.lower_ == "who"),
        len(doc),
    )
    names = [t.i for t in doc[start:end] if t.pos_ == "PROPN"]
    if not names or any(start <= b and a < end for a, b in made.contents):
        return made
    return replace(made, source=(start, names[-1] + 1), source_head=names[-1])


def _indirect(verb: Token, frames: tuple[str, ...], quotations: tuple[Quotation, ...]) -> Iterator[Attribution]:
    inside = _in_the_middle(verb, frames)
    if inside is not None:
        yield inside
        return
    for complement in complements_of(verb, frames):
        content = _with_marks(complement.tokens, quotations)
        cue = verb_group(verb)
        if complement.cue_end and complement.cue_end > cue[1]:
            cue = cue[0], complement.cue_end
        way: Way = "mixed" if any(q.start < content[1] and q.end > content[0] for q in quotations) else "indirect"
        yield _attribution(verb, cue, subject_of(verb), (content,), way, complement.form, complement.head)
        return
    yield from _parenthetical(verb, frames)


def _in_the_middle(verb: Token, frames: tuple[str, ...]) -> Attribution | None:
    """Return the attribution of *The gates, the ministry said, will open*: the content stands on both sides.

    The source is read from the commas, because parsers take *the ministry* for another name of the gates.
    """
    doc, sentence = verb.doc, verb.sent
    cue = verb_group(verb)
    if "c" not in frames or cue[1] + 1 >= sentence.end or doc[cue[1]].text != ",":
        return None
    comma = next((at for at in range(cue[0] - 1, sentence.start, -1) if doc[at].text == ","), None)
    names = [t for t in doc[comma + 1 : cue[0]] if t.pos_ in ("NOUN", "PROPN", "PRON")] if comma else []
    if comma is None or not names or any(t.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ") for t in doc[comma + 1 : cue[0]]):
        return None
    before, after = trimmed(verb, sentence.start, comma), trimmed(verb, cue[1], sentence.end)
    if before[0] >= before[1] or after[0] >= after[1]:
        return None
    source = (comma + 1, cue[0])
    return Attribution(cue, verb.i, source, names[-1].i, (before, after), "indirect", "c", before[1] - 1)


def _parenthetical(verb: Token, frames: tuple[str, ...]) -> Iterator[Attribution]:
    """Yield the sentence around *…, the ministry said, …*."""
    if "c" not in frames or verb.dep_ not in ("parataxis", "ccomp", "dep", "advcl", "relcl"):
        return
    if any(c.dep_ in ("ccomp", "dobj", "mark", "xcomp") for c in verb.children) or subject_of(verb) is None:
        return
    if verb.i + 1 < len(verb.doc) and verb.doc[
        verb.right_edge.i + 1 if verb.right_edge.i + 1 < len(verb.doc) else verb.i
    ].text not in (",", "."):
        return
    head = verb.head
    before = (head.left_edge.i, verb.left_edge.i)
    after = (verb.right_edge.i + 1, head.right_edge.i + 1)
    pieces = tuple(p for p in (trimmed(head, *before), trimmed(head, *after)) if p[0] < p[1])
    if pieces:
        yield _attribution(verb, verb_group(verb), subject_of(verb), pieces, "indirect", "c", head.i)


def _with_marks(content: Range, quotations: tuple[Quotation, ...]) -> Range:
    """Widen a content so that it cuts no quotation in two."""
    start, end = content
    for q in quotations:
        if q.start < end and q.end > start:
            start = q.start if start == q.start + 1 else start
            end = q.end if q.end - 2 <= end <= q.end or (start <= q.start < end < q.end) else end
    return start, end


def _attribution(
    verb: Token, cue: Range, source: Token | None, contents: tuple[Range, ...], way: Way, form: str, head: int
) -> Attribution:
    tokens = source_range(source) if source is not None else None
    if tokens is not None and tokens[0] <= verb.i < tokens[1]:
        tokens = (tokens[0], cue[0]) if source is not None and source.i < verb.i else (cue[1], tokens[1])
    return Attribution(cue, verb.i, tokens, source.i if source is not None else None, contents, way, form, head)


def _by_nouns(doc: Doc) -> Iterator[Attribution]:
    for token in doc:
        if token.pos_ != "NOUN":
            continue
        complement: Complement | None = noun_complement(token)
        owner = owner_of(token)
        if complement is None or owner is None:
            continue
        cue = token.i, max(token.i + 1, complement.cue_end if complement.cue_end == token.i + 2 else 0)
        yield _attribution(token, cue, owner, (complement.tokens,), "indirect", f"n:{complement.form}", complement.head)


def _by_according(doc: Doc) -> Iterator[Attribution]:
    for token in doc:
        found = according_to(token)
        if found is None:
            continue
        cue, source = found
        tokens = source_range(source)
        content = rest_of_sentence(token, (cue[0], tokens[1]))
        if content[0] < content[1]:
            yield Attribution(cue, token.i, tokens, source.i, (content,), "indirect", "according", content[0])
