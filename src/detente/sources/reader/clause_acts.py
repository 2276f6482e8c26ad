"""Acts that a whole clause performs without a verb of its own: *must leave*, *we will not sign*, *is ready to talk*."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.sources.reader.cast import is_first, is_group
from detente.sources.reader.conditions import ConditionWords, condition_of, is_hypothetical
from detente.sources.reader.lexicons import words
from detente.sources.reader.speech_act import SpeechAct
from detente.sources.reader.syntax import agent_of, child, is_passive, subject_of
from detente.sources.reader.verb_acts import clause_range, content_range, is_negated, targets_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NOBODY = -1
"""Stands for the author, whom no token names."""
_FUTURE = frozenset(["will", "would", "shall", "'ll", "’ll", "wo", "going", "can", "ca", "could", "may", "might"])
_ACCEPTING = frozenset(["accept", "agree", "sign", "recognize", "recognise", "negotiate", "discuss", "talk", "meet", "allow", "tolerate", "give", "bow", "yield", "compromise", "return", "surrender", "pay", "withdraw", "leave", "sell", "open", "lift", "release", "join", "take", "put", "move", "change", "trade", "retreat", "abandon"])  # fmt: skip


def clause_acts(doc: Doc, sources: dict[int, int], *, by_author: bool = False) -> Iterator[SpeechAct]:
    """Yield the acts of clauses.

    Parameters
    ----------
    doc : Doc
    sources : dict
        For each token inside a reported content the token that names whoever says it.
    by_author : bool
        Whether the author himself demands and asks, as in an opinion piece.
    """
    for token in doc:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass") or is_hypothetical(token):
            continue
        told = sources if not by_author or token.i in sources else {token.i: NOBODY}
        yield from (
            _duty(token, told)
            or _wrong(token, sources)
            or _attitude(token)
            or _future(token, sources)
            or _imperative(token, told)
        )


def _named(source: int) -> int | None:
    return None if source == NOBODY else source


def _auxiliaries(verb: Token) -> frozenset[str]:
    found = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if verb.dep_ == "conj" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        found |= {c.lower_ for c in verb.head.children if c.dep_ in ("aux", "auxpass")}
    if verb.dep_ == "xcomp" and verb.head.lower_ in ("going", "continue"):
        found |= {"will"} if verb.head.lower_ == "going" else set()
    return frozenset(found)


def _duty(verb: Token, sources: dict[int, int]) -> list[SpeechAct]:
    """Return the demand in *Upland must open the gates*, said by somebody else."""
    need = verb.dep_ == "xcomp" and verb.head.lemma_ in ("have", "need", "ought") and verb.head.pos_ in ("VERB", "AUX")
    if not (_auxiliaries(verb) & words("duty") or need) or verb.i not in sources:
        return []
    top = verb.head if need else verb
    subject = subject_of(top) if not is_passive(verb) else child(verb, "nsubjpass")
    if need and sources[verb.i] == NOBODY and (subject is None or subject.pos_ == "PRON"):
        return []
    missed = any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)
    if subject is None or is_first(subject) or _is_no_duty(verb, top, missed=missed):
        return []
    negative = is_negated(verb) or is_negated(top)
    content = subject.left_edge.i, max(content_range(verb)[1], verb.i + 1)
    targets = (subject.i, *targets_of(verb, content))
    act = "accuse" if missed else "demand"  # ought to have done it
    if need and verb.lemma_.lower() in words("harm") and _auxiliaries(top) & {"will", "would", "'ll", "’ll"}:
        return []
    return [SpeechAct(act, "clause.must", verb.i, _named(sources[verb.i]), content, content, targets, negative)]


def _is_no_duty(verb: Token, top: Token, *, missed: bool) -> bool:
    """Return True for *must have looked well*, *you must understand*, *who does not have to pay*: nothing is asked there."""
    guessed = missed and "must" in _auxiliaries(verb)
    courteous = verb.lemma_ in (
        "understand",
        "know",
        "remember",
        "admit",
        "say",
        "realise",
        "realize",
        "see",
        "imagine",
        "bear",
    )
    spared = top != verb and (is_negated(top) or top.dep_ in ("relcl", "acl"))
    return guessed or spared or (courteous and not is_passive(verb))


def _wrong(verb: Token, sources: dict[int, int]) -> list[SpeechAct]:
    """Return the accusation in *the company has broken its word*, said by somebody else."""
    if verb.lemma_.lower() not in words("wrongs") or verb.i not in sources or is_negated(verb):
        return []
    subject = subject_of(verb)
    if subject is not None and (is_first(subject) or subject.i == sources[verb.i]):
        return []
    content = verb.i, max(content_range(verb)[1], verb.i + 1)
    span = clause_range(verb, subject or child(verb, "nsubjpass"), content)
    targets = ((subject.i,) if subject is not None else ()) + tuple(targets_of(verb, content))
    return [SpeechAct("accuse", "clause.wrong", verb.i, sources[verb.i], content, span, targets)]


def _attitude(verb: Token) -> list[SpeechAct]:
    """Return the act of *is ready to*, *is opposed to*, *is committed to*, *is out of the question*."""
    standing = verb.lemma_ in ("be", "remain", "stand", "declare")
    what = (child(verb, "acomp", "attr") or child(verb, "prep", "xcomp")) if standing else None
    subject = subject_of(verb)
    word, act = (what, _act_of_attitude(what)) if what is not None else (verb, _act_of_attitude(verb))
    if act is None or word is None or subject is None or (word == verb and verb.lemma_ in ("open", "close")):
        return []
    harmful = act == "offer" and any(c.dep_ == "xcomp" and c.lemma_ in words("fighting") for c in word.children)
    negated = is_negated(verb)
    act = {"offer": "reject", "promise": "reject", "reject": None}[act] if negated else act
    if act is None:
        return []
    act = "threaten" if harmful and act == "offer" else act
    impersonal = word.lower_ in ("unacceptable", "impossible", "inadmissible", "non-negotiable")
    content = (subject.left_edge.i, word.i + 1) if impersonal else content_range(word)
    span = clause_range(verb, subject, (verb.i, max(content[1], word.i + 1)))
    targets = tuple(targets_of(word, content))
    holder = None if impersonal else subject.i
    return [SpeechAct(act, f"clause.{word.lower_}", word.i, holder, content, span, targets, act == "reject")]


def _act_of_attitude(word: Token) -> str | None:
    small = word.lower_
    if (small in words("ready") and word.pos_ == "ADJ") or small == "prepared":
        return "offer" if any(c.dep_ in ("xcomp", "prep", "ccomp") for c in word.children) else None
    if small in words("unwilling"):
        return "reject"
    if small in words("bound") and any(c.dep_ in ("xcomp", "prep") for c in word.children):
        return "promise"
    if (small == "question" and word.head.lower_ == "of") or (small == "out" and "question" in word.sent.text[:400]):
        return "reject" if "out of the question" in word.sent.text.lower() else None
    return None


def _future(verb: Token, sources: dict[int, int]) -> list[SpeechAct]:
    """Return the promise, threat or refusal in *we will …* and in *the ministry said it would …*."""
    forced = child(verb, "xcomp") if verb.lemma_ == "have" else None
    if not _auxiliaries(verb) & _FUTURE or _is_no_deed(verb):
        return []
    subject = child(verb, "nsubjpass") if is_passive(verb) else subject_of(verb)
    if subject is None:
        return []
    undertakes = verb.i not in sources and not is_first(subject)
    if undertakes and not _is_undertaking(verb, subject):
        return []
    act, why = _act_of_future(verb, subject)
    if forced is not None and forced.lemma_.lower() in words("harm"):
        act, why = "threaten", "harm"
    if act is None:
        return []
    content = verb.i, max(content_range(verb)[1], verb.i + 1)
    span = clause_range(verb, subject, content)
    treaty = undertakes and "shall" in _auxiliaries(verb)
    rule = "clause.shall" if treaty else f"clause.will.{why}"
    targets = tuple(targets_of(verb, content))
    negative = act == "reject" or why == "forbear"
    return [SpeechAct(act, rule, verb.i, subject.i, content, span, targets, negative)]


def _is_no_deed(verb: Token) -> bool:
    """Return True for *there will be*, *it would be*, *I would say*: nobody binds himself to anything there."""
    subject = child(verb, "nsubj", "nsubjpass")
    if child(verb, "expl") is not None:
        return True
    if verb.lemma_ == "be" and condition_of(verb, negated=is_negated(verb)) is None:
        return subject is None or not is_first(subject)
    minds = verb.lemma_.lower() in words("minding")
    return minds and "would" in _auxiliaries(verb) and subject is not None and is_first(subject)


def _is_undertaking(verb: Token, subject: Token) -> bool:
    """Return True for *Upland will pay a fee*, written as in a treaty: a named body and nothing that doubts it."""
    named = subject.pos_ == "PROPN" or is_group(subject) or (is_passive(verb) and agent_of(verb) is not None)
    plain = not any(
        c.dep_ == "advmod"
        and c.lower_ not in ("also", "not", "jointly", "now", "only", "then", "never", "therefore", "again")
        for c in verb.children
    )
    modals = _auxiliaries(verb)
    binds = bool(modals & {"will", "shall"}) or ("would" in modals and condition_of(verb, negated=False) is not None)
    return named and plain and binds and not modals & {"may", "might"}


def _act_of_future(verb: Token, subject: Token) -> tuple[str | None, str]:
    """Return the act of *will open*, *would pay if …*, *cannot accept*, and in a word why."""
    modals = _auxiliaries(verb)
    weak = bool(modals & {"may", "might", "could", "can", "ca"})
    if is_negated(verb):
        return _refused(verb, modals, weak=weak)
    condition = condition_of(verb, negated=False)
    harm = _harm_in(verb, condition, weak=weak)
    if harm is not None:
        return "threaten", harm
    if weak:
        return _careful_offer(verb, modals)
    if "would" in modals and (condition is not None or is_first(subject)):
        return "offer", "if" if condition is not None else "would"
    if _follows_order(verb):
        return "offer", "would"
    return "promise", "help" if verb.lemma_.lower() in words("help") else "do"


def _refused(verb: Token, modals: frozenset[str], *, weak: bool) -> tuple[str | None, str]:
    """Return the act of what somebody will not do: mostly a refusal."""
    lemma = verb.lemma_.lower()
    if not weak and lemma in ("oppose", "object", "veto", "contest", "resist"):
        return "accept", "not"
    if not weak and _forbears(verb):
        return "promise", "forbear"
    refuses = not weak or (modals & {"can", "ca", "could"} and lemma in _ACCEPTING)
    return ("reject", "not") if refuses else (None, "")


def _forbears(verb: Token) -> bool:
    """Return True for *will not attack*, *would not stand in the way*: what is not done would have been a harm."""
    lemma = verb.lemma_.lower()
    in_the_way = any(t.lower_ == "way" for t in verb.subtree) and lemma in ("stand", "be", "get")
    happens = lemma in ("happen", "recur", "repeat")
    return in_the_way or happens or lemma in words("forbearing")


def _follows_order(verb: Token) -> bool:
    """Return True for *Let them extend the licences, and we will pay*: the second half is what is offered for the first."""
    above = verb.head
    return verb.dep_ == "conj" and above.tag_ == "VB" and above.dep_ == "ROOT" and not _auxiliaries(above)


def _harm_in(verb: Token, condition: ConditionWords | None, *, weak: bool) -> str | None:
    """Return why a future deed is a threat: it burdens, it harms, or it comes unless something is done."""
    lemma = verb.lemma_.lower()
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if lemma in ("raise", "increase") and any(c.lower_ in words("burdens") for c in objects):
        return "burden"
    if lemma in words("harm") and (not weak or condition is not None):
        return "harm"
    if lemma in words("leaving") and condition is not None and condition.kind != "only":
        return "harm"
    if (
        condition is not None
        and condition.kind == "if"
        and lemma != "do"
        and _is_bad(verb.doc[slice(*condition.tokens)])
        and not weak
    ):
        return "unless"
    return "unless" if condition is not None and condition.kind == "unless" else None


def _is_bad(condition: Span) -> bool:
    """Return True for *if the talks fail*, *if there is no answer*: what follows from it is a threat."""
    return any(t.dep_ == "neg" or t.lemma_.lower() in words("adverse") for t in condition)


def _careful_offer(verb: Token, modals: frozenset[str]) -> tuple[str | None, str]:
    """Return the offer in *could settle for*, *could imagine*, *could help*."""
    lemma = verb.lemma_.lower()
    imagined = lemma in words("imagining") and "may" not in modals
    helps = lemma in words("help") and child(verb, "nsubj") is not None
    return ("offer", "could") if imagined or helps else (None, "")


def _imperative(verb: Token, sources: dict[int, int]) -> list[SpeechAct]:
    """Return the demand in *“Open the gates,” he said*."""
    if not _is_order(verb) or verb.i not in sources:
        return []
    joined = [c.left_edge.i for c in verb.children if c.dep_ == "conj" and _is_order(c)]
    content = verb.i, min([max(content_range(verb)[1], verb.i + 1), *joined])
    targets = tuple(targets_of(verb, content))
    calls = verb.lemma_ in ("come", "return", "sit", "join", "talk", "meet")
    act = "request-talks" if calls else "demand"
    return [SpeechAct(act, "clause.imperative", verb.i, _named(sources[verb.i]), content, content, targets)]


def _is_order(verb: Token) -> bool:
    """Return True for an imperative, also one that is joined to another: *halve the levy, end it in the spring*."""
    joined = verb.dep_ == "conj" and verb.head.i < verb.i and _is_order(verb.head)
    if verb.tag_ not in ("VB", "VBP") or not (verb.dep_ in ("ROOT", "ccomp") or joined) or _auxiliaries(verb):
        return False
    if child(verb, "nsubj", "nsubjpass", "expl") is not None or is_negated(verb) or child(verb, "mark") is not None:
        return False
    if verb.tag_ == "VBP" and verb.i != verb.sent.start:
        return False
    to_us = verb.lower_ == "let" and verb.i + 1 < len(verb.doc) and is_first(verb.doc[verb.i + 1])
    return not to_us and (joined or subject_of(verb) is None) and verb.lemma_.lower() not in words("calling")
