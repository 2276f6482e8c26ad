"""Who is who in one document: people and whom they speak for, short names and the long ones they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.sources.reader.gazetteer import Gazetteer, officials
from detente.sources.reader.phrases import core_tokens, last_name, phrase_of, within

if TYPE_CHECKING:
    from spacy.tokens import Token

FIRST = frozenset(["we", "us", "our", "ours", "i", "me", "my", "ourselves"])
THIRD = frozenset(["he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "who", "which", "that", "itself", "themselves"])
def is_first(token: Token) -> bool:
    """Return True for *we*, *our* and *us*, but not for the *US*."""
    return token.lower_ in FIRST and not (token.text == "US" and token.pos_ == "PROPN")


_GENERIC = frozenset(
    ["side", "sides", "official", "both", "some", "other", "party", "parties", "people", "one", "man", "source", "report", "observer",
     "analyst", "expert", "critic", "many", "several", "most", "all", "each", "neither", "other"]
)  # fmt: skip


@dataclass
class Cast:
    """Names that a document has used so far; it grows while the document is read."""

    gazetteer: Gazetteer
    people: dict[str, str] = field(default_factory=dict)
    """Last name of a person: the party he speaks for."""
    roles: dict[str, str] = field(default_factory=dict)
    """Noun of a role, such as minister: the party of the one who was last called so."""
    longer: dict[str, str] = field(default_factory=dict)
    """Last word of a long name in small letters: the long name."""
    counts: dict[str, int] = field(default_factory=dict)
    """How often a party was met as one who acts."""
    recent: list[str] = field(default_factory=list)
    """Parties in the order in which they acted last."""
    _asked: set[int] = field(default_factory=set, repr=False)

    def meet(self, name: str | None) -> None:
        """Remember that somebody acts here."""
        if name is None or name == "author":
            return
        self.counts[name] = self.counts.get(name, 0) + 1
        self.recent = [n for n in self.recent if n != name][-20:] + [name]

    def name_of(self, token: Token, voice: str | None = None) -> str | None:
        """Return the party that a noun or pronoun stands for, as a readable name.

        Parameters
        ----------
        token : Token
            Head of the noun phrase.
        voice : str, optional
            Whoever speaks the words that the noun stands in; *we* is this one.
        """
        if token.i in self._asked:  # an apposition leads back to its noun
            return None
        self._asked.add(token.i)
        try:
            return self._name_of(token, voice)
        finally:
            self._asked.discard(token.i)

    def _name_of(self, token: Token, voice: str | None) -> str | None:
        small = token.lower_
        if is_first(token):
            return voice
        if small in THIRD:
            return self.of_pronoun(token, voice)
        core = core_tokens(token)
        own = self._by_own_words(core, token)
        return own if own is not None else self._by_role(token, core, voice)

    def name_of_label(self, label: str) -> str:
        """Return the party of a label in minutes: *Ms Brandt (Dockers' Union)* speaks for the union."""
        inside = re.search(r"\(([^()]+)\)", label)
        bare = re.sub(r"\s*\(.*", "", label).strip()
        last = bare.split()[-1].lower() if bare else ""
        if inside is not None:
            party = self.gazetteer.name(inside[1]) or self.longer.get(inside[1].split()[-1].lower()) or inside[1]
            self.people[last] = party
            return party
        return self.gazetteer.name(bare) or self.people.get(last) or self.longer.get(last) or bare

    def of_pronoun(self, token: Token, voice: str | None) -> str | None:
        """Return whom *it*, *they* or *who* stands for: the subject above it, or whoever acted last."""
        if token.lower_ in ("who", "which", "that") and token.head.dep_ == "relcl":
            return self.name_of(token.head.head, voice)
        verb = token.head if token.dep_ != "poss" else token.head.head
        for _ in range(6):
            verb = verb.head if verb.dep_ != "ROOT" else verb
            subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < token.i), None)
            if subject is not None and subject != token and subject.lower_ not in THIRD | FIRST:
                found = self.name_of(subject, voice)
                if found is not None:
                    return found
            if verb.dep_ == "ROOT":
                break
        return self.recent[-1] if self.recent else voice

    def _by_own_words(self, core: list[Token], token: Token) -> str | None:
        """Return the party whose name the phrase itself is: *Russia*, *the Kremlin*, *President Putin*."""
        at = core.index(token)
        for start in range(at + 1):
            if core[at].i - core[start].i == at - start:
                name = self.gazetteer.name(token.doc[core[start].i : token.i + 1].text)
                if name is not None:
                    return name
        if token.ent_type_ == "PERSON" or token.pos_ == "PROPN":
            return self.people.get(last_name(token).lower())
        return None

    def _by_role(self, token: Token, core: list[Token], voice: str | None) -> str | None:
        lemma = token.lemma_.lower()
        person = token.ent_type_ == "PERSON" or (token.pos_ == "PROPN" and any(t.lower_ in officials() for t in core))
        if lemma in officials() or person:
            owner = self._owner(token, core, voice)
            if owner is not None:
                self._remember(token, core, owner, person=person)
                return owner
            known = self.roles.get(lemma)
            if known is not None and not person:
                return known
        return self._by_phrase(token)

    def _owner(self, token: Token, core: list[Token], voice: str | None) -> str | None:
        """Return for whom an official speaks: *Russian*, *of Upland*, *the union's*, *, head of the …*."""
        around = [t for t in core if t != token or token.pos_ == "PROPN"]
        name = self.gazetteer.spot(around)
        if name is not None:
            return name
        for branch in within(token):
            if is_first(branch) or branch.lower_ in THIRD:
                found = voice if is_first(branch) else self.of_pronoun(branch, voice)
            elif branch.dep_ == "appos" or (branch.lemma_.lower() in officials() and branch.dep_ != "pobj"):
                found = self.gazetteer.spot(core_tokens(branch)) or self.name_of(branch, voice)
            else:
                found = self.name_of(branch, voice)
            if found is not None:
                return found
        compound = next((t for t in core if t != token and t.lower_ in self.longer), None)
        return self.longer[compound.lower_] if compound is not None else None

    def _remember(self, token: Token, core: list[Token], owner: str, *, person: bool) -> None:
        if person:
            self.people.setdefault(last_name(token).lower(), owner)
        for appositive in (c for c in token.children if c.dep_ == "appos" and c.ent_type_ == "PERSON"):
            self.people.setdefault(last_name(appositive).lower(), owner)
        for word in core:
            if word.lower_ in officials():
                self.roles[word.lower_] = owner

    def _by_phrase(self, token: Token) -> str | None:
        phrase = phrase_of(token)
        if not phrase or token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() in _GENERIC:
            return phrase if token.pos_ == "PROPN" else (phrase or None)
        short = token.lower_ if token.pos_ == "NOUN" else token.text.lower()
        long = self.longer.get(short)
        if long is not None and (len(phrase.split()) == 1 or phrase.lower() in long.lower()):
            return long
        if token.pos_ == "PROPN" and len(phrase.split()) > 1:
            self.longer.setdefault(short, phrase)
            initials = "".join(w[0] for w in re.findall(r"\b[A-Z]\w*", phrase)).lower()
            self.longer.setdefault(initials, phrase)
        return phrase

    def counterpart_of(self, name: str) -> str | None:
        """Return the party that is met most often besides the given one."""
        others = [(count, other) for other, count in self.counts.items() if other != name]
        return max(others)[1] if others else None
