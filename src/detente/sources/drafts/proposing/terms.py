"""What a text is about, as weighted words: lemmas, the nouns that head it first, rare ones more than common ones."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from detente.sources.reader.lexicons import act_nouns, act_verbs, cue_nouns, cue_verbs, words
from detente.sources.reader.pipeline import has_model, load_pipeline

HEAD, NOUN, OTHER = 2.0, 1.5, 0.5
"""Weights of a noun that heads a phrase, of another noun, of a verb or adjective."""

_HEADS = frozenset({"ROOT", "dobj", "pobj", "nsubj", "nsubjpass", "attr", "oprd", "conj"})
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


@cache
def listed(name: str) -> frozenset[str]:
    """Return one of the small closed lists of this folder."""
    text = (files("detente.sources.drafts.proposing") / "words.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.safe_load(text)[name]["words"])


@dataclass(frozen=True)
class Terms:
    """A text as it is compared.

    Attributes
    ----------
    weights : mapping of str to float
        By lemma, before rarity counts.
    numbers : frozenset of str
        In digits, in words, and months: two figures or dates for one thing are two outcomes.
    phrases : tuple of (str, str)
        Noun phrases as they stand, without articles, each with the lemma that heads it.
    """

    weights: Mapping[str, float]
    numbers: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, str], ...] = ()

    @property
    def nouns(self) -> frozenset[str]:
        """The nouns, which say what the text is about."""
        return frozenset(lemma for lemma, weight in self.weights.items() if weight > OTHER)

    @property
    def says(self) -> bool:
        """True where a noun says what the text is about."""
        return bool(self.nouns)


def terms_of(texts: Sequence[str], names: Iterable[str]) -> list[Terms]:
    """Return the terms of texts; words of `names`, which are those of the parties, say nothing about an issue."""
    parts = {part for name in names for part in re.findall(r"[^\W\d]+", name.lower())}
    acts = {*act_verbs(), *act_nouns(), *cue_nouns(), *cue_verbs()}
    skipped = frozenset(
        parts
        | listed("months")
        | listed("calendar")
        | listed("empty")
        | acts
        | words("small")
        | (words("speakers") - words("texts"))
    )
    if not has_model():
        return [_plain_terms(text, skipped) for text in texts]
    return [_parsed(doc, skipped, frozenset(parts)) for doc in load_pipeline().pipe(texts)]


def _plain_terms(text: str, skipped: frozenset[str]) -> Terms:
    """Return terms without a parser: words of four letters and more, cut to their stem."""
    found = [w for w in re.findall(r"[^\W\d]{4,}", text.lower()) if w not in skipped]
    stems = [w[:-1] if w.endswith("s") and not w.endswith("ss") else w for w in found]
    return Terms(dict.fromkeys(stems, 1.0), frozenset(_NUMBER.findall(text)), tuple((w, w) for w in stems))


def _parsed(doc: Any, skipped: frozenset[str], parties: frozenset[str]) -> Terms:
    weights: dict[str, float] = {}
    for token in doc:
        lemma = token.lemma_.lower()
        noun = token.pos_ in ("NOUN", "PROPN")
        if token.is_stop or not re.search(r"[^\W\d]{2,}", lemma) or lemma in skipped or token.lower_ in parties:
            continue
        if noun or token.pos_ in ("VERB", "ADJ"):
            weight = (HEAD if token.dep_ in _HEADS else NOUN) if noun else OTHER
            weights[lemma] = max(weights.get(lemma, 0.0), weight)
    numbers = {t.lower_ for t in doc if t.like_num or t.lower_ in listed("months")}
    phrases = [
        (words_, chunk.root.lemma_.lower())
        for chunk in doc.noun_chunks
        if chunk.root.lemma_.lower() in weights and (words_ := _bare(chunk, parties))
    ]
    return Terms(weights, frozenset(numbers), tuple(phrases))


def _bare(chunk: Any, parties: frozenset[str]) -> str:
    """Return a noun phrase without articles, numbers, possessives and names of parties."""
    kept = [
        t for t in chunk
        if t.pos_ in ("NOUN", "PROPN", "ADJ", "VERB") and not t.is_stop and not t.like_num and t.lower_ not in parties
        and t.ent_type_ not in ("DATE", "TIME")
    ]  # fmt: skip
    return " ".join(t.text if t.pos_ == "PROPN" or t.ent_type_ else t.lower_ for t in kept)


def rarity(all_terms: Sequence[Terms]) -> dict[str, float]:
    """Return for each lemma ``log(1 + n / df)``: how little it is spread over the texts."""
    spread = Counter(lemma for terms in all_terms for lemma in terms.weights)
    return {lemma: math.log(1.0 + len(all_terms) / count) for lemma, count in spread.items()}


def vector(terms: Terms, rare: Mapping[str, float]) -> dict[str, float]:
    """Return a text as a vector of length 1; empty where it says nothing."""
    weighted = {lemma: w * rare.get(lemma, 1.0) for lemma, w in terms.weights.items()}
    length = math.sqrt(sum(w * w for w in weighted.values()))
    return {lemma: w / length for lemma, w in weighted.items()} if length else {}


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the cosine of two vectors of length 1, from 0 to 1."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(w * large.get(lemma, 0.0) for lemma, w in small.items())
