"""Who is who in one document: people and whom they speak for, short names and the long ones they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.sources.reader.gazetteer import Gazetteer, officials
from detente.sources.reader.party_names import kind_nouns
from detente.sources.reader.phrases import core_tokens, last_name, phrase_of, within
from detente.sources.reader.pronouns import PERSONAL, PLURAL, THING, antecedents
from detente.sources.reader.roster import Roster

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FIRST = frozenset(["we", "us", "our", "ours", "i", "me", "my", "ourselves"])
THIRD = frozenset(
    ["he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "who", "which", "that", "itself",
     "themselves"]
)  # fmt: skip


def is_first(token: Token) -> bool:
    """Return True for *we*, *our* and *us*, but not for the *US*."""
    return token.lower_ in FIRST and not (token.text == "US" and token.pos_ == "PROPN")


_NOBODY = frozenset(
    ["this", "that", "these", "those", "one", "ones", "nobody", "somebody", "someone", "anyone", "everyone", "none", "nothing", "something",
     "there", "what", "much", "more", "another", "others", "you", "your"]
)  # fmt: skip
_OF_STATE = frozenset(
    ["army", "president", "minister", "parliament", "cabinet", "troops", "force", "soldier", "police", "military",
     "capital"]
)  # fmt: skip
_GROUP = frozenset(
    ["side", "sides", "party", "parties", "government", "governments", "delegation", "delegations", "minister",
     "ministers", "president", "presidents", "country", "countries", "state", "states", "team", "teams", "leader",
     "leaders", "negotiator", "negotiators", "capital", "capitals", "leadership", "leaderships", "army", "armies"]
)  # fmt: skip
_OPENERS = frozenset(["his", "her", "its", "their", "our", "my", "some", "many", "several", "most", "each", "all", "other", "those", "analysts", "critics", "observers"])  # fmt: skip
_NAMED, _ASIDE, _NOUN = 0.8, 0.5, 0.2
"""Weights of an act by a name of which nothing else is known, by one who stands aside, and by a noun."""
GROUP = "both sides"
"""What stands for both parties together until it is known who they are."""


def is_group(token: Token) -> bool:
    """Return True for *both sides*, *the two governments*, *the parties*, *each side*, *the ministers*."""
    counted = any(c.lower_ in ("both", "two", "each", "neither", "either") for c in token.children)
    bare = not any(c.dep_ in ("amod", "poss", "compound", "prep", "nmod") for c in token.children)
    if token.lower_ in ("both", "neither", "each") and token.dep_ in ("nsubj", "nsubjpass"):
        return True
    return token.lower_ in _GROUP and (
        counted or (bare and token.lower_ in ("sides", "parties", "ministers", "governments", "delegations"))
    )


_OWNED = frozenset(
    [
        "people",
        "country",
        "man",
        "fighter",
        "troop",
        "member",
        "colleague",
        "boat",
        "fleet",
        "scientist",
        "farmer",
        "nation",
    ]
)
"""Nouns behind *his* and *its* that stand for the party itself."""
_GENERIC = frozenset(
    ["side", "sides", "official", "both", "some", "other", "party", "parties", "people", "one", "man", "source", "report", "observer",
     "analyst", "expert", "critic", "many", "several", "most", "all", "each", "neither", "other"]
)  # fmt: skip


@dataclass
class Cast:
    """Names that a document has used so far; it grows while the document is read."""

    gazetteer: Gazetteer
    roster: Roster = field(default_factory=Roster)
    """Who is who in the whole document, as far as its words tell without a parser."""
    issuer: str | None = None
    """The party whose own statement the document is; *we* is this one."""
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
        self.recent = [*[n for n in self.recent if n != name][-20:], name]

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
            name = self._name_of(token, voice)
            return self.roster.party_of(name) if name is not None and name != GROUP else name
        finally:
            self._asked.discard(token.i)

    def _name_of(self, token: Token, voice: str | None) -> str | None:
        small = token.lower_
        if is_first(token):
            return voice
        if small in THIRD:
            return self.of_pronoun(token, voice)
        if small in _NOBODY:
            whole = next((c for p in token.children if p.lower_ == "of" for c in p.children if c.dep_ == "pobj"), None)
            return self.name_of(whole, voice) if whole is not None else None
        if is_group(token):
            return GROUP
        core = core_tokens(token)
        own = self._by_own_words(core, token)
        return own if own is not None else self._by_role(token, core, voice)

    def name_of_label(self, label: str) -> str:
        """Return the party of a label in minutes: *Ms Brandt (Dockers' Union)* speaks for the union."""
        inside = re.search(r"\(([^()]+)\)", label)
        bare = re.sub(r"\s*\(.*", "", label).strip()
        last = bare.split()[-1].lower() if bare else ""
        if inside is not None and inside[1][:1].isupper():
            party = self.gazetteer.name(inside[1]) or self.longer.get(inside[1].split()[-1].lower()) or inside[1]
            self.people[last] = self.roster.party_of(party)
            return self.people[last]
        known = (
            self.gazetteer.name(bare) or self.roster.people.get(last) or self.people.get(last) or self.longer.get(last)
        )
        return self.roster.party_of(known or bare)

    def of_pronoun(self, token: Token, voice: str | None) -> str | None:
        """Return whom *it*, *they* or *who* stands for: a party named before it that fits, or whoever acted last."""
        if token.lower_ in ("who", "which", "that"):
            return self.name_of(token.head.head, voice) if token.head.dep_ == "relcl" else None
        for noun in antecedents(token):
            name = self.name_of(noun, voice)
            if name is not None and self._may_be(token, noun, name):
                return name
        return self.recent[-1] if self.recent else voice

    def _may_be(self, pronoun: Token, noun: Token, name: str) -> bool:
        """Return True for a noun that names a party or a person; of these, *he* takes persons and those who hold an office."""
        if name == GROUP:
            return pronoun.lower_ in PLURAL
        person = noun.ent_type_ == "PERSON" or noun.lower_ in self.roster.persons or noun.lemma_.lower() in officials()
        if pronoun.lower_ in PERSONAL:
            return person
        known = name in self.roster.parties or name in self.counts or self.gazetteer.code(name) is not None
        return known and not (pronoun.lower_ in THING and noun.lower_ in self.roster.persons)

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
        owned = lemma in kind_nouns() or lemma in _OWNED
        owned = (owned or token.lower_ in kind_nouns()) and any(
            c.dep_ == "poss" and c.pos_ == "PRON" for c in token.children
        )
        if lemma in officials() or person or owned:
            owner = self._owner(token, core, voice)
            if owner is not None:
                self._remember(token, core, owner, person=person)
                return owner
            known = self.roles.get(lemma) or (self.longer.get("government") if lemma in _OF_STATE else None)
            if known is not None and not person:
                return known
        return self._by_phrase(token)

    def _owner(self, token: Token, core: list[Token], voice: str | None) -> str | None:
        """Return for whom an official speaks: *Russian*, *of Upland*, *the union's*, *, head of the …*."""
        around = [t for t in core if t != token or token.pos_ == "PROPN"]
        name = self.gazetteer.spot(around) or next(
            (self.roster.same[t.lower_] for t in around if t.text[:1].isupper() and t.lower_ in self.roster.same), None
        )
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
        long = self.longer.get(token.lower_)
        if long is not None and (len(phrase.split()) == 1 or phrase.lower() in long.lower()):
            return long
        if token.pos_ == "PROPN" and len(phrase.split()) > 1 and token.ent_type_ != "PERSON":
            self.know(phrase)
        return phrase

    def counterpart_of(self, name: str) -> str | None:
        """Return the party that is met most often besides the given one."""
        return next((other for other in self.principals(3) if other != name), None)

    def principals(self, count: int = 2) -> list[str]:
        """Return the parties that act most; bodies and states before persons who speak for nobody, and these before nouns."""
        names = (n for n in self.counts if n != GROUP)
        return sorted(names, key=lambda n: (-self.counts[n] * self._weight(n), -self.roster.parties.get(n, 0), n))[
            :count
        ]

    def _weight(self, name: str) -> float:
        """Return how likely a name is that of a party: an act of *the Front* counts more than one of *some farmers*."""
        first = name.split(maxsplit=1)[0].lower() if name else ""
        if self.roster.is_aside(name):
            return _ASIDE
        if name in self.roster.parties or self.gazetteer.code(name) is not None or name in self.gazetteer.own.values():
            return 1.0
        if name[:1].islower() or first in _OPENERS or (first == name.lower() and first.endswith("s")):
            return _NAMED if name.lower() in kind_nouns() else _NOUN
        return _NAMED

    def know(self, party: str) -> None:
        """Remember a party by its last word and its initials: *the Front*, *the LPF*."""
        head = re.split(r" (?:of|for) ", party)[0].split()
        if head and (len(party.split()) > 1) and head[-1][:1].isupper():
            self.longer.setdefault(head[-1].lower(), party)
            self.longer.setdefault("".join(w[0] for w in party.split() if w[0].isupper()).lower(), party)


def settle(cast: Cast) -> None:
    """Replace short names of those for whom people speak by the long ones that the text opens with: *the trust*."""
    for person, party in list(cast.people.items()):
        long = cast.longer.get(party.split()[-1].lower()) if len(party.split()) == 1 else None
        cast.people[person] = long or party
        cast.know(cast.people[person])


def introduce(docs: Iterable[Doc], cast: Cast) -> None:
    """Let the cast meet everybody who is named with a role anywhere in a text."""
    for doc in docs:
        for token in doc:
            official = token.lemma_.lower() in officials() and any(c.dep_ == "appos" for c in token.children)
            titled = any(c.dep_ in ("compound", "appos") for c in token.children) or token.dep_ == "appos"
            if official or (token.pos_ == "PROPN" and token.dep_ != "compound" and titled):
                cast.name_of(token)
