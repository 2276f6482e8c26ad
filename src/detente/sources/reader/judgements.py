"""What is only said or judged: the acts of plain clauses in reports, in turns of speech, and in the writer's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from detente.sources.reader.attributions import Attribution
from detente.sources.reader.clauses import Clause, Side, Teller, clauses_in, traits_of
from detente.sources.reader.contents import act_of_content
from detente.sources.reader.lexicons import words
from detente.sources.reader.speech_act import SpeechAct
from detente.sources.reader.syntax import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_JUDGING = frozenset(["believe", "think", "feel", "expect", "fear", "doubt", "hope", "predict", "consider", "view", "see", "regard", "describe", "call", "dub", "label", "suspect", "assume", "warn", "praise", "criticize", "criticise", "welcome", "worry", "suggest", "find", "hold", "reckon", "foresee", "deem", "judge", "rate", "characterize", "portray", "caution", "lament", "forecast", "anticipate"])  # fmt: skip
"""Verbs that judge whatever is said with them."""
_WHOLE = frozenset(["c", "q", "free", "according", "label", "n:c"])
"""Forms of a content that are clauses; the others are phrases."""
MIN_WORDS = 3
"""Words of the shortest refusal that is more than *no*."""
MAX_AMOUNT = 12
"""Tokens of the longest sentence without a verb that names an amount."""


def told_acts(
    doc: Doc, report: Attribution, acts: Sequence[SpeechAct], reports: Sequence[Attribution], side: Side
) -> Iterator[SpeechAct]:
    """Yield what a report tells where no act word does, clause by clause.

    Parameters
    ----------
    doc, report, acts, reports
        The passage, the report that is read, and all acts and reports of the passage.
    side : callable
        Whether a token names whoever speaks in the report, or the other side.
    """
    others = [r for r in reports if r is not report]
    free = [piece for piece in report.contents if not _is_taken(piece, acts, others)]
    rule = f"report.{report.form}.{doc[report.head].lemma_.lower()}"
    if report.form not in _WHOLE:
        yield from (_made(_act_of_phrase(doc, report), rule, piece[0], piece, report) for piece in free[:1])
        return
    found = 0
    for piece in report.contents:
        for clause in clauses_in(doc, *piece):
            found += 1
            if not _is_taken(clause.tokens, acts, others) and not _is_asked(clause):
                act = _act_of_clause(doc, clause, report, side)
                yield _made(act, rule, clause.verb.i, _piece_of(clause, piece), report)
    if not found:
        act = _act_without_verb(doc, report, free[:1])
        yield from (_made(act, rule, piece[0], piece, report) for piece in free[:1])


def _act_without_verb(doc: Doc, report: Attribution, free: Sequence[Range]) -> str:
    """Return the act of a report whose content has no verb: *“Not a single tonne,” he said*; nothing that is said gets lost."""
    if _judges(doc, report):
        return "assess"
    if report.form == "label" and _has_amount(doc, free):
        return "offer"
    act = next((act_of_words(doc, piece) for piece in free), None) if report.way == "direct" else None
    return act or "assert"


def act_of_words(doc: Doc, tokens: Range) -> str | None:
    """Return the act of words without a verb of their own: *not with us*, *no talks before …*, *first X, then Y*."""
    small = [t.lower_ for t in doc[slice(*tokens)] if t.is_alpha]
    opens, waits = small[:1], frozenset(["before", "until", "without", "unless"])
    if len(small) < MIN_WORDS or not opens:
        return None
    if opens == ["first"] and "then" in small:
        return "precondition"
    if opens[0] in ("no", "not", "never", "nothing"):
        return "precondition" if waits & set(small) else "reject"
    return None


def _made(act: str, rule: str, head: int, span: Range, report: Attribution) -> SpeechAct:
    return SpeechAct(act, rule, head, report.source_head, span, span)


def _piece_of(clause: Clause, piece: Range) -> Range:
    return max(clause.tokens[0], piece[0]), min(clause.tokens[1], piece[1])


def _is_taken(tokens: Range, acts: Sequence[SpeechAct], reports: Sequence[Attribution]) -> bool:
    """Return True where an act or another report stands in these tokens, or they stand in its content."""
    start, end = tokens
    told = (report.head for report in reports if max(b - a for a, b in report.contents) > 1)
    heads = (*(act.head for act in acts), *told)
    return any(start <= head < end for head in heads)


def _has_amount(doc: Doc, pieces: Sequence[Range]) -> bool:
    """Return True for *4.2 per cent over fourteen months*: what stands behind a name and a colon is what that side puts forward."""
    return any(t.like_num for start, end in pieces for t in doc[start:end])


def _is_asked(clause: Clause) -> bool:
    return "?" in [t.text for t in clause.verb.sent if t.is_punct][-2:]


def _judges(doc: Doc, report: Attribution) -> bool:
    return doc[report.head].lemma_.lower() in _JUDGING


def _act_of_clause(doc: Doc, clause: Clause, report: Attribution, side: Side) -> str:
    teller: Teller = "quoted" if report.way == "direct" else "reported"
    act = act_of_content(traits_of(clause, teller, side)) or "assert"
    knows = doc[report.head].lemma_.lower() in ("know", "understand", "realize", "realise")
    return "assess" if knows or (act == "assert" and _judges(doc, report)) else act


def _act_of_phrase(doc: Doc, report: Attribution) -> str:
    """Return the act of *called it a mistake*, *spoke of blackmail*, *confirmed the figures*."""
    inside = {t.lower_ for start, end in report.contents for t in doc[start:end]}
    if inside & words("blame"):
        return "accuse"
    return "assess" if _judges(doc, report) or report.form == "as" else "assert"


def judgements(
    doc: Doc, reports: Sequence[Attribution], acts: Sequence[SpeechAct], *, spoken: bool, side: Side
) -> Iterator[SpeechAct]:
    """Yield the clauses in which the writer or whoever's turn it is judges, blames, admits; of a speaker, also what he states."""
    teller: Teller = "spoken" if spoken else "author"
    told = [piece for r in reports for piece in r.contents]
    for sentence in doc.sents:
        yield from _without_verb(sentence, acts, reports, teller)
        for clause in clauses_in(doc, sentence.start, sentence.end):
            if (
                _is_taken(clause.tokens, acts, reports)
                or _is_asked(clause)
                or any(start <= clause.verb.i < end for start, end in told)
            ):
                continue
            act = act_of_content(traits_of(clause, teller, side))
            if act is not None:
                yield SpeechAct(act, f"{teller}.judgement", clause.verb.i, None, clause.tokens, clause.tokens)


def _without_verb(
    sentence: Span, acts: Sequence[SpeechAct], reports: Sequence[Attribution], teller: Teller
) -> Iterator[SpeechAct]:
    """Yield the act of a sentence without a verb: an amount is put forward, *not with us* refuses."""
    doc, tokens = sentence.doc, (sentence.start, sentence.end)
    asked = any(t.text == "?" for t in sentence)
    if asked or any(t.pos_ in ("VERB", "AUX") for t in sentence) or _is_taken(tokens, acts, reports):
        return
    root = sentence.root
    amount = root.pos_ == "NOUN" and any(t.like_num and t.head == root for t in sentence)
    if amount and len(sentence) <= MAX_AMOUNT:
        span = root.left_edge.i, root.i + 1
        yield SpeechAct("offer", f"{teller}.amount", root.i, None, span, span)
    elif teller == "spoken" and (act := act_of_words(doc, tokens)) is not None:
        span = tokens[0], tokens[1] - 1
        yield SpeechAct(act, f"{teller}.words", root.i, None, span, span)
