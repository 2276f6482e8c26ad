"""Words for a person: what an outcome is called, what an issue is called, and its question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from detente.sources.drafts.proposing.asks import CONDITION, Ask
from detente.sources.drafts.proposing.grouping import Group
from detente.sources.drafts.proposing.terms import listed
from detente.sources.reader.lexicons import act_verbs, cue_verbs, words
from detente.sources.reader.pipeline import has_model, load_pipeline

LONGEST = 70
"""Characters of a label."""
_COMPLEMENTS = ("ccomp", "xcomp", "dobj", "attr", "oprd")
_ASIDE = re.compile(
    r",\s[^,]{1,80}\b(?:said|says|added|warned|told \w+)\b[^,]{0,60}(?:,\s|$)|, (?:too|however|though|for its part|on the other hand),? | on the table\b"
)
"""Who said it, in the middle of what was said."""
_CALLED = re.compile(r"\s+as (?:an?|the)\b.*$", re.DOTALL)
"""What somebody calls the thing that it refuses."""
_LEADING = frozenset({"for", "on", "with", "about", "over", "into"})
_AROUND = ' "“”.,;:–-'
_MARKS = re.compile('["“”«»]')
_START = re.compile(
    r"^(?:(?:that|to|for|of|with|on|and|but|also|,|;|:|–|-|them to|us to|him to|her to|there be|how|however,"
    r"|(?:i|we|he|she|they|it) (?:will|would|shall|can|could))\s+)+",
    re.IGNORECASE,
)
_END = re.compile(r"(?:\s+(?:and|or|but|that|which|,|on the table)|[\s,;:–-])+$", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:no|not|never|none|nothing|neither|nor|without|refrain|stop|cannot|nobody)\b|n[’']t\b", re.IGNORECASE
)


def cores(asks: Sequence[Ask], parties: Iterable[str]) -> list[Ask]:
    """Return asks whose text is what is asked, offered or refused, without who says it and how.

    Parameters
    ----------
    asks : sequence of Ask
    parties : iterable of str
        Names of the parties: as subjects they are left out.
    """
    names = frozenset(word for name in parties for word in name.lower().split())
    texts = [re.sub(r"\s+(?=[,.;\s])", "", _ASIDE.sub(" ", a.text)) for a in asks]
    docs = load_pipeline().pipe(texts) if has_model() else [None] * len(asks)
    found = []
    for ask, doc in zip(asks, docs, strict=True):
        core = ask.text if doc is None or ask.act == CONDITION else _core(doc, names, ask.act)
        core = _START.sub("", core.strip(_AROUND))
        head, colon, rest = core.partition(": ")
        core = _END.sub("", rest if colon and rest and len(head) < 30 else core).strip(_AROUND)
        found.append(replace(ask, text=core or ask.text))
    return found


def outcome_label(ask: Ask) -> str:
    """Return what an outcome is called that somebody asks for, offers or refuses."""
    text = _MARKS.sub("", ask.text)
    label = f"Not: {text}" if ask.negative and not _NEGATED.search(text) else text[:1].upper() + text[1:]
    return label if len(label) <= LONGEST else label[: LONGEST - 2].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def is_bare_refusal(ask: Ask) -> bool:
    """Return True where the words say no and not to what."""
    return ask.act == "reject" and _NEGATED.search(ask.text) is not None


def _core(doc: Any, parties: frozenset[str], act: str) -> str:
    """Return the part of a clause that its verb of asking, offering or refusing leads in."""
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in ("VERB", "AUX"):
        return str(doc)
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    refused = act == "reject"
    if (
        act in ("reject", "accept")
        and root.lemma_ == "be"
        and subject is not None
        and subject.pos_ in ("NOUN", "PROPN")
    ):
        return str(doc[subject.left_edge.i : subject.right_edge.i + 1])
    if refused and root.lemma_ not in listed("consenting") and any(t.dep_ == "neg" for t in root.children):
        return str(doc[root.i : root.right_edge.i + 1])
    if not _tells(root, refused=refused) or (subject is not None and not _speaks(subject, parties)):
        return str(doc)
    led = [
        t
        for t in root.children
        if t.i > root.i and (t.dep_ in _COMPLEMENTS or (t.dep_ == "prep" and t.lower_ in _LEADING))
    ]
    start = min((t.left_edge.i for t in led), default=None)
    led_in = str(doc) if start is None else str(doc[start : root.right_edge.i + 1])
    return _CALLED.sub("", led_in) if refused else led_in


def _tells(root: Any, *, refused: bool) -> bool:
    """Return True for a verb that only says what kind of act it is."""
    lemma = root.lemma_.lower()
    return (
        lemma in listed("carrying")
        or lemma in words("imagining")
        or lemma in act_verbs()
        or lemma in cue_verbs()
        or (refused and lemma == "sign")
    )


def _speaks(subject: Any, parties: frozenset[str]) -> bool:
    small = subject.lower_
    collective = subject.lemma_.lower() in listed("collective")
    named = subject.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or small in parties
    return subject.pos_ == "PRON" or named or collective or small in words("speakers")


def issue_name(group: Group, taken: Sequence[str]) -> str:
    """Return what an issue is called: the noun phrase that most of its asks are about."""
    counts: Counter[str] = Counter()
    heads: dict[str, Counter[str]] = {}
    for terms, own in zip(group.terms, group.vectors, strict=True):
        for phrase, head in dict.fromkeys(terms.phrases):
            counts[head] += round(100 * own.get(head, 0.0))
            heads.setdefault(head, Counter())[phrase] += 1
    ranked = [head for head, _ in counts.most_common() if head not in listed("units")]
    figures = ["percentage" if "cent" in counts or "percent" in counts else "amount"] if counts else []
    names = [_phrase(heads[head]) for head in ranked] or figures or [" ".join(group.asks[0].text.split()[:3])]
    free = [name for name in names if name.lower() not in {t.lower() for t in taken}]
    return (free or [f"{names[0]} ({len(taken) + 1})"])[0]


def _phrase(found: Counter[str]) -> str:
    """Return the phrase that is most frequent, the shortest of several; a single word gives way to one that says more."""
    return min(found, key=lambda p: (-found[p] - (0.5 if 1 < len(p.split()) <= 3 else 0.0), len(p), p))


def question(name: str) -> str:
    """Return the question of an issue."""
    return f"What is agreed on {name}?"
