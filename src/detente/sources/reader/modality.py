"""How sure a text is of an act: conditional, predicted, hedged, reported or asserted; the first that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from detente.sources.reader.lexicons import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.sources.reader.speech_act import SpeechAct

Modality = Literal["asserted", "reported", "hedged", "predicted", "conditional"]

_FUTURE = frozenset(["will", "wo", "'ll", "’ll", "shall"])


def modality_of(doc: Doc, act: SpeechAct, *, conditional: bool, by_holder: bool, depth: int) -> Modality:
    """Return the modality of an act.

    Parameters
    ----------
    doc, act
        The passage and the act in it.
    conditional : bool
        Whether it stands under a condition.
    by_holder : bool
        Whether its holder speaks himself: what he says that he will do is no prediction.
    depth : int
        How many reporters stand between the author and the act.
    """
    if conditional:
        return "conditional"
    verb = _verb_of(doc[act.head])
    around = [
        t for t in (verb, *verb.children, verb.head, *verb.head.children) if act.span[0] - 6 <= t.i <= act.span[1]
    ]
    if not by_holder and _is_predicted(verb):
        return "predicted"
    near = [t for t in around if t.head in (verb, verb.head) or t in (verb, verb.head)]
    if any(t.lower_ in words("hedges") and t.i <= verb.i + 2 for t in near):
        return "hedged"
    return "reported" if depth > 0 and not by_holder else "asserted"


def _verb_of(token: Token) -> Token:
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return token


def _is_predicted(verb: Token) -> bool:
    aux = {c.lower_ for one in (verb, verb.head) for c in one.children if c.dep_ == "aux" and one.dep_ != "nsubj"}
    expected = (
        verb.dep_ == "xcomp"
        and verb.head.lemma_ in ("expect", "set", "bind")
        and any(c.dep_ == "auxpass" for c in verb.head.children)
    )
    own = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return bool((own or aux) & _FUTURE) or expected


def is_ability(verb: Token) -> bool:
    """Return True for *cannot drop it*: what somebody else can or cannot do is judged, not told."""
    return any(c.dep_ == "aux" and c.lower_ in ("can", "ca", "could", "cannot") for c in verb.children)
