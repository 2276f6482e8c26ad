"""Who is who in a whole document before it is read: parties, those who speak for them, and the words that stand for them.

The parser sees one paragraph, but *the trust*, *Mr Rask* and *the management* are one party all through a text. So names are
gathered first, by what stands around them anywhere, and the reader asks here which party a name or a noun stands for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from detente.sources.reader.affiliations import TITLE, affiliations_in, bare_person, listed_in, own_official
from detente.sources.reader.gazetteer import Gazetteer
from detente.sources.reader.party_names import (
    DAYS,
    bodies_in,
    capitals_in,
    demonyms,
    is_common,
    kind_names,
    kind_nouns,
    kind_of,
    person_words,
    short_forms,
    states_in,
)

MAX_READ = 200_000
"""Characters that are searched for names; who is who is said before."""
_LUMP = re.compile(r"\S{60,}")
"""Letters in a row that are no word."""
CLEARLY = 2
"""So many times as often must a party be named as the next of its kind to be the one that a noun stands for."""
_FULL = r"[A-Z][\w’-]+(?: [A-Z][\w’-]+)?"
_HOLDING_OFFICE = re.compile(
    rf"\b(?:President|(?:Prime |Foreign |Trade |Finance |Defen[cs]e )?Minister|King|Queen|General|Chancellor|Premier) (?P<person>{_FULL})"
    rf"|\b(?:president|minister|premier|chancellor)(?: (?:of|for|and) [a-z ]{{3,30}}?)?,? (?P<other>{_FULL})"
)


@dataclass(frozen=True)
class Roster:
    """Parties of a document.

    Attributes
    ----------
    parties : dict
        Names of parties and how often each is named, under any of its names.
    kinds : dict
        Which kind a party is, as in the word list.
    same : dict
        Names and nouns in small letters, and the party that each stands for.
    people : dict
        Last names in small letters, and the party that each speaks for.
    """

    parties: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()
    """Last names of everybody, in small letters."""

    def party_of(self, name: str) -> str:
        """Return the party that a name or noun stands for; itself where nothing is known of it."""
        bare = re.sub(r"^(?:the|its|his|her|their|our) ", "", name, flags=re.IGNORECASE)
        known = self.same.get(bare.lower())
        if known is not None or name in self.parties:
            return known or name
        last = bare.split(" of ")[0].split()[-1].lower() if bare else ""
        return self.people.get(last, name) if bare[:1].isupper() else name

    def is_aside(self, name: str) -> bool:
        """Return True for one who stands beside the parties: a body between them, or a person who speaks for nobody."""
        single = name.rsplit(maxsplit=1)[-1].lower() if name else ""
        return self.kinds.get(name) == "outsider" or (single in self.persons and name not in self.parties)


def roster_of(text: str, gazetteer: Gazetteer) -> Roster:
    """Return who is who in a text.

    Parameters
    ----------
    text : str
    gazetteer : Gazetteer
        Names that are known beforehand; those of a case come first.
    """
    read = _LUMP.sub(" ", text[:MAX_READ])
    states = states_in(read, gazetteer)
    bodies = bodies_in(read, gazetteer)
    same = {**short_forms(read, gazetteer), **capitals_in(read), **demonyms(read, states)}
    counts = Counter({**bodies, **states})
    kinds = {**{name: kind_of(name) for name in bodies}, **dict.fromkeys(states, "state")}
    same |= _by_last_word(counts, kinds)
    if "rebels" in kinds.values():
        same |= {state.lower(): f"Government of {state}" for state in states if f"Government of {state}" in read}
    people = dict(_people_in(read, counts, same, gazetteer))
    for last, party in people.items():
        if party[:1].isupper():
            counts[party] = counts[party] or len(re.findall(rf"\b{re.escape(party)}\b", read))
            kinds.setdefault(party, kind_of(party))
            counts[party] += len(re.findall(rf"\b{re.escape(last)}\b", read, re.IGNORECASE))
    same |= {noun: party for noun, party in _nouns(counts, kinds).items() if noun not in same}
    people = {last: same.get(party.lower(), party) for last, party in people.items()}
    people = {**_by_office(read, counts, kinds, people), **people}
    counts = Counter({name: n for name, n in counts.items() if name.lower() not in people})
    return Roster(dict(counts), kinds, same, people, person_words(read))


def _by_last_word(counts: Mapping[str, int], kinds: Mapping[str, str]) -> dict[str, str]:
    """Return the last words of long names: *the League* of the Nursing League; also that of no other body."""
    found: dict[str, str] = {}
    by_word: dict[str, list[str]] = {}
    for name in counts:
        head = re.split(r" (?:of|for) ", name)[0].split()
        if kinds.get(name) != "state" and len(head) > 0 and len(name.split()) > 1:
            by_word.setdefault(head[-1].lower(), []).append(name)
    for word, names in by_word.items():
        ranked = sorted(names, key=lambda n: -counts[n])
        if len(ranked) == 1 or counts[ranked[0]] >= CLEARLY * counts[ranked[1]]:
            found[word] = ranked[0]
    return found


def _nouns(counts: Mapping[str, int], kinds: Mapping[str, str]) -> dict[str, str]:
    """Return the party that each common noun of a kind stands for, where it can be but one."""
    found: dict[str, str] = {}
    for kind in ("labour", "employer", "state", "rebels"):
        ranked = sorted((n for n in counts if kinds.get(n) == kind), key=lambda n: -counts[n])
        if ranked and (len(ranked) == 1 or (kind != "state" and counts[ranked[0]] >= CLEARLY * counts[ranked[1]])):
            found |= {noun: ranked[0] for noun, of in kind_nouns().items() if of == kind}
    return found


def _people_in(
    text: str, counts: Mapping[str, int], same: Mapping[str, str], gazetteer: Gazetteer
) -> Iterator[tuple[str, str]]:
    """Yield last names and for whom they speak; what is said first counts."""
    seen: set[str] = set()
    told = [(person, party, True) for person, party in (*listed_in(text[:4_000]), *_of_its_own(text, counts, same))]
    for person, party, sure in (*told, *affiliations_in(text)):
        words, name = person.split(), gazetteer.name(party) or party
        small = same.get(name.lower(), name)
        if is_common(small.lower()) and small.lower() not in kind_nouns():
            continue
        if not sure and (len(words) < 2 or small.lower() in kind_nouns()):
            continue
        known = (sure and small[:1].isupper()) or small in counts or small.lower() in kind_nouns() or small != party
        last = words[-1].lower() if words else ""
        if not words or last in seen or not _is_person(person) or not (known or kind_of(small) != "other"):
            continue
        seen.add(last)
        yield last, small


def _is_person(name: str) -> bool:
    words = name.lower().split()
    plain = {w.strip(".") for w in re.findall(r"[A-Za-z]+", TITLE)}
    return (
        words[0] not in ("the", "a")
        and not is_common(words[-1])
        and not any(w in DAYS or w in kind_names() or w.capitalize() in plain for w in words)
    )


def _of_its_own(text: str, counts: Mapping[str, int], same: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield those who are called *its spokesman* and the party that is named last before."""
    names = [*counts, *(s for s in same if len(s) > 2), *kind_nouns()]
    if not names:
        return
    forms = re.compile(
        r"\b(?:" + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) + r")\b", re.IGNORECASE
    )
    for match in own_official().finditer(text):
        before = list(forms.finditer(text[max(0, match.start() - 250) : match.start()]))
        named = before[-1][0] if before else ""
        if named in counts or named.lower() in same:
            yield bare_person(match["person"]), same.get(named.lower(), named)


def _by_office(
    text: str, counts: Mapping[str, int], kinds: Mapping[str, str], people: Mapping[str, str]
) -> dict[str, str]:
    """Return ministers and generals of whom no state is told: those of the only state, or of the only one without people."""
    ranked = sorted((n for n in counts if kinds.get(n) in ("state", "other")), key=lambda n: -counts[n])[:2]
    if len(ranked) > 1:
        without = [n for n in ranked if n not in people.values()]
        ranked = without if len(without) == 1 else []
    found = (bare_person(m["person"] or m["other"]).split()[-1].lower() for m in _HOLDING_OFFICE.finditer(text))
    return {last: ranked[0] for last in found if last not in people} if ranked else {}
