"""Acts that a verb performs: *demanded*, *ruled out*, *agreed to*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.sources.reader.conditions import is_hypothetical
from detente.sources.reader.contained import by_content
from detente.sources.reader.lexicons import act_nouns, act_verbs, cue_verbs, words
from detente.sources.reader.speech_act import SpeechAct
from detente.sources.reader.syntax import Range, agent_of, child, is_infinitive, is_passive, subject_of, verb_group

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TURNED = {
    "accept": "reject",
    "offer": "reject",
    "promise": "reject",
    "concede": "reject",
    "state-goal": "reject",
    "request-talks": "reject",
    "assess": "assess",
}
"""What an act becomes where it is negated; others are dropped then."""
_STATES_OF_MIND = frozenset(["oppose", "commit", "prepare", "determine", "resolve"])
"""Verbs whose passive says what the subject itself holds: *is opposed to*."""
_BLAMED = ("against", "about", "over", "for", "of", "at")
_COMPLEMENTS = (
    "dobj",
    "xcomp",
    "ccomp",
    "prep",
    "dative",
    "agent",
    "advcl",
    "prt",
    "oprd",
    "pobj",
    "acomp",
    "attr",
    "npadvmod",
    "advmod",
)


def verb_acts(doc: Doc) -> Iterator[SpeechAct]:
    """Yield the acts that verbs of the word list perform."""
    for token in doc:
        of_adjective = token.dep_ == "xcomp" and token.head.pos_ == "ADJ"
        order = token.lower_ == "let" and (
            _orders(token) or any(c.dep_ == "ccomp" and c.lower_ in ("be", "known") for c in token.children)
        )
        if (
            token.pos_ == "VERB"
            and token.dep_ != "amod"
            and not of_adjective
            and not order
            and not is_hypothetical(token)
        ):
            act = act_of(token)
            if act is not None:
                yield from _made(token, act)


def _orders(verb: Token) -> bool:
    """Return True for *Let them keep it*, also behind another imperative."""
    return (
        verb.tag_ == "VB"
        and (verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.tag_ == "VB"))
        and not any(c.dep_ in ("aux", "nsubj") for c in verb.children)
    )


def act_of(verb: Token) -> str | None:
    """Return which act a verb is by what stands around it."""
    for needs, act in act_verbs().get(verb.lemma_.lower(), ()):
        if all(_has(verb, need) for need in needs):
            return act
    return None


def _has(verb: Token, need: str) -> bool:
    kind, _, rest = need.partition(":")
    wanted = frozenset(rest.split("|"))
    what = child(verb, "nsubjpass") if is_passive(verb) else child(verb, "dobj")
    checks = {
        "prt": lambda: any(c.dep_ in ("prt", "advmod", "prep") and c.lower_ in wanted for c in verb.children),
        "advmod": lambda: any(c.dep_ == "advmod" and c.lower_ in wanted for c in verb.children),
        "prep": lambda: any(c.dep_ in ("prep", "dative") and c.lower_ in wanted for c in verb.children),
        "obj": lambda: what is not None and any(t.lemma_.lower() in wanted for t in (what, *what.conjuncts)),
        "obj2": lambda: any(c.dep_ == "pobj" and c.lemma_.lower() in wanted for p in verb.children for c in p.children),
        "object": lambda: what is not None,
        "inf": lambda: any(c.dep_ in ("xcomp", "ccomp", "advcl") and is_infinitive(c) for c in verb.children),
        "gerund": lambda: any(
            c.dep_ in ("xcomp", "ccomp", "pcomp") and c.tag_ == "VBG" and child(c, "nsubj", "mark") is None
            for c in verb.children
        ),
        "aux": lambda: any(c.dep_ == "aux" and c.lower_ in wanted for c in verb.children),
        "clause": lambda: any(c.dep_ == "ccomp" for c in verb.children),
        "own": lambda: any(
            c.dep_ == "xcomp" and is_infinitive(c) and child(c, "nsubj", "nsubjpass") is None for c in verb.children
        ),
        "subjunctive": lambda: any(
            c.dep_ == "ccomp"
            and c.tag_ in ("VB", "VBP")
            and child(c, "aux") is None
            and child(c, "nsubj", "nsubjpass") is not None
            for c in verb.children
        ),
        "refl": lambda: what is not None and what.lower_.endswith(("self", "selves")),
        "oprd": lambda: child(verb, "oprd") is not None,
    }
    return bool(checks[kind]())


def _only_limits(no: Token) -> bool:
    """Return True for *no less than*, *no later than*."""
    return no.i + 1 < len(no.doc) and no.doc[no.i + 1].lower_ in ("less", "more", "fewer", "later", "sooner")


def is_negated(verb: Token) -> bool:
    """Return True for *will not*, *never*, *is unlikely to*, *fails to*."""
    own = any(
        c.dep_ == "neg" or (c.dep_ in ("advmod", "preconj", "cc") and c.lower_ in words("doubts"))
        for c in verb.children
    )
    subject = child(verb, "nsubj", "nsubjpass")
    if subject is not None and subject.lower_ in ("nobody", "none", "nothing"):
        own = True
    if subject is not None and any(
        c.dep_ in ("det", "preconj", "neg") and c.lower_ in ("no", "neither", "not", "nor") for c in subject.children
    ):
        own = True
    own = own or any(
        c.dep_ in ("dobj", "attr")
        and (
            c.lower_ == "nothing"
            or any(d.dep_ == "det" and d.lower_ == "no" and not _only_limits(d) for d in c.children)
        )
        for c in verb.children
    )
    above = verb.head
    embedded = verb.dep_ == "xcomp" or (verb.dep_ == "ccomp" and child(verb, "nsubj", "nsubjpass") is None)
    if embedded and (above.lower_ in ("unlikely", "unwilling") or above.lemma_ in ("fail", "refuse", "decline")):
        own = not own
    elif (verb.dep_ == "xcomp" and above.pos_ in ("VERB", "AUX") and above != verb) or (
        verb.dep_ == "conj" and above.pos_ == "VERB" and child(verb, "aux", "nsubj") is None
    ):
        own = own or any(c.dep_ == "neg" for c in above.children)
    return own


def _made(verb: Token, act: str) -> Iterator[SpeechAct]:
    negated = is_negated(verb)
    if negated and act not in TURNED and verb.lemma_ != "deny":
        return
    turned = "concede" if negated and verb.lemma_ == "deny" else TURNED[act] if negated else act
    turned = by_content(verb, turned)
    rule = f"verb.{verb.lemma_.lower()}" + (".not" if negated else "")
    content = content_range(verb)
    if _is_silence(verb) or _is_gap(verb):
        return
    if act == "event" and (content[0] >= content[1] or is_open(verb)):
        return
    if verb.lemma_ == "decide":
        act = turned = _decided(verb)
    subject = subject_of(verb)
    if subject is None and verb.lemma_ in _STATES_OF_MIND:
        subject = child(verb, "nsubjpass")
    if turned in ("concede", "assess") and any(
        c.dep_ == "aux" and c.lower_ in ("will", "would", "shall", "'ll", "’ll") for c in verb.children
    ):
        turned = "promise" if turned == "concede" or verb.lemma_ == "support" else turned
    if (
        verb.lemma_ in ("plan", "intend", "decide")
        and any(c.dep_ == "xcomp" and c.lemma_ in words("harm") for c in verb.children)
        and not negated
    ):
        turned = "threaten"
    if turned == "assess" and any(t.lower_ in words("blame") for t in verb.doc[slice(*content)]):
        turned = "accuse"
    span = clause_range(verb, subject, content)
    yield SpeechAct(turned, rule, verb.i, subject.i if subject is not None else None, content, span,
                    tuple(targets_of(verb, content)), negative=turned == "reject" or _is_negative(verb))  # fmt: skip


def _is_silence(verb: Token) -> bool:
    """Return True for *declined to comment*, *would neither confirm nor deny*: who says nothing takes no position."""
    what = child(verb, "xcomp", "ccomp")
    mute = verb.lemma_ in ("decline", "refuse") and what is not None and what.lemma_.lower() in words("silence")
    return mute or (verb.lemma_ == "deny" and any(t.lower_ == "nor" for t in verb.doc[max(0, verb.i - 2) : verb.i]))


def _is_gap(verb: Token) -> bool:
    """Return True in *the paper that it demands*: the noun before is named, and nothing is said of it."""
    if verb.dep_ != "relcl" or verb.lemma_ in ("refuse", "reject", "withdraw", "leave", "seize"):
        return False
    raised = next((c for c in verb.children if c.dep_ in ("dobj", "pobj") and c.tag_ in ("WDT", "WP")), None)
    own = [c for c in verb.children if c.i > verb.i and c.dep_ in ("dobj", "xcomp", "ccomp", "oprd")]
    subject = child(verb, "nsubj")
    told = subject is not None and subject.tag_ in ("WDT", "WP")  # who demanded a pause
    return not told and not own and (raised is not None or subject is not None) and act_of(verb) != "accept"


def is_open(verb: Token) -> bool:
    """Return True for a deed that has not happened: an infinitive, or one behind *may* and *will*."""
    return is_infinitive(verb) or any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children)


def _decided(verb: Token) -> str:
    """Return the act of what was decided; a promise where it is no act of its own."""
    what = child(verb, "xcomp", "advcl", "ccomp")
    act = act_of(what) if what is not None else None
    if what is not None and is_negated(what):
        return "reject"
    return act if act in ("concede", "withdraw", "accept", "reject") else "promise"


def _is_negative(verb: Token) -> bool:
    """Return True where the content itself is negated: *vowed not to fight*, *demanded an end to* is not."""
    content = child(verb, "xcomp", "ccomp")
    return content is not None and any(c.dep_ == "neg" for c in content.children)


def content_range(verb: Token) -> Range:
    """Return what stands behind a verb and depends on it, without marks at the end; before it in a passive."""
    start, end = verb_group(verb)[1], verb_group(verb)[1]
    for branch in verb.children:
        if branch.i > verb.i and (branch.dep_ in _COMPLEMENTS or (branch.dep_ == "conj" and branch.pos_ == "VERB")):
            if branch.dep_ == "conj" and (
                child(branch, "nsubj") is not None
                or branch.lemma_.lower() in act_verbs()
                or branch.lemma_.lower() in cue_verbs()
            ):
                continue
            if branch.dep_ == "advcl" and branch.lemma_.lower() in act_verbs() and not is_infinitive(branch):
                continue
            end = max(end, branch.right_edge.i + 1)
    passive = child(verb, "nsubjpass")
    if passive is not None and (end == start or (agent_of(verb) is not None and act_of(verb) != "accuse")):
        return passive.left_edge.i, passive.right_edge.i + 1
    return _without_marks(verb.doc, start, _to_next_act(verb, start, min(end, verb.sent.end)))


def _to_next_act(verb: Token, start: int, end: int) -> int:
    """Return where a content ends: before *while vowing …*, behind *, nor the other*."""
    doc = verb.doc
    contrast = next((t.i for t in doc[start:end] if t.lower_ in ("while", "whereas") and t.dep_ == "mark"), None)
    if contrast is not None:
        return contrast
    if end + 2 < verb.sent.end and doc[end].text == "," and doc[end + 1].lower_ == "nor":
        return verb.sent.end
    return end


def _without_marks(doc: Doc, start: int, end: int) -> Range:
    while end > start and (
        doc[end - 1].text in (",", ".", ";", ":", "”", '"', "--", "–", "—") or doc[end - 1].is_space
    ):
        end -= 1
    return start, end


def clause_range(verb: Token, subject: Token | None, content: Range) -> Range:
    """Return the clause from its subject, where that stands close before the verb, to the last word of the content."""
    start, end = verb_group(verb)
    near = subject is not None and (
        subject.head == verb or verb.dep_ in ("xcomp", "acl", "relcl") or subject.head.pos_ == "AUX"
    )
    if (
        subject is not None
        and near
        and subject.i < verb.i
        and subject.sent == verb.sent
        and start - subject.right_edge.i < 12
    ):
        start = subject.left_edge.i
        while start < subject.i and (verb.doc[start].is_punct or verb.doc[start].is_quote):
            start += 1
    return min(start, content[0]), max(end, content[1])


def targets_of(verb: Token, content: Range) -> Iterator[int]:
    """Yield the tokens that may name the addressee: whom, to whom, against whom, whose."""
    if act_of(verb) == "accuse":
        for preposition in (c for c in verb.children if c.dep_ == "prep" and c.lower_ in _BLAMED):
            yield from (
                t for c in preposition.children if c.dep_ == "pobj" for t in _inside(c) if t != c.i or c.pos_ == "PROPN"
            )
    for kinds in (("dative", "dobj", "nsubjpass"), ("ccomp",), ("prep",), ("xcomp",)):
        for branch in verb.children:
            if branch.dep_ not in kinds:
                continue
            if branch.dep_ in ("ccomp", "xcomp"):
                yield from (c.i for c in branch.children if c.dep_ in ("nsubj", "nsubjpass") and c.pos_ != "PRON")
                yield from (
                    c.i
                    for t in branch.children
                    if t.dep_ in ("dobj", "prep", "dative")
                    for c in (t, *t.children)
                    if c.dep_ in ("dobj", "pobj")
                )
            elif branch.dep_ == "prep" or branch.pos_ == "ADP":
                yield from (c.i for c in branch.children if c.dep_ == "pobj")
            else:
                yield from _inside(branch)
    yield from (t.i for t in verb.doc[slice(*content)] if t.dep_ in ("poss", "nsubj", "pobj") and t.pos_ == "PROPN")


def _inside(noun: Token) -> Iterator[int]:
    """Yield a noun, or first those whose deed it is: *Kofi Annan's call*, *an offer from Upland*."""
    if noun.lemma_.lower() in act_nouns() or noun.pos_ == "NOUN":
        yield from (
            c.i
            for c in noun.children
            if c.dep_ in ("poss", "nmod", "compound", "amod") and c.ent_type_ in ("GPE", "NORP", "ORG", "PERSON")
        )
        for preposition in noun.children:
            if preposition.dep_ in ("prep", "agent") and preposition.lower_ in (
                "by",
                "from",
                "of",
                "to",
                "against",
                "with",
                "on",
                "for",
                "over",
            ):
                yield from (c.i for c in preposition.children if c.dep_ == "pobj")
    yield noun.i
