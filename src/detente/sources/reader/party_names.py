"""The names in a document that are names of parties: states, also those that no list knows, bodies, and short forms of both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from detente.sources.reader.affiliations import BODY, TITLE, bare_party
from detente.sources.reader.gazetteer import Gazetteer, officials
from detente.sources.reader.lexicons import act_verbs, cue_verbs, rows

_ACTS = re.compile(
    r"(?:,? who\b|,? which\b| (?:has|have|had|will|would|said|says|say|want|wants|wanted)\b| [a-z]+ed\b)"
)
_STATE = r"(?:government|republic|kingdom|president|prime minister|parliament|army|foreign minist(?:er|ry)|territory|delegation|people)"
_NEW_STATES = (
    re.compile(rf"\b[Tt]he {_STATE} of (?:the )?(?P<name>[A-Z][a-z]{{2,}})\b"),
    re.compile(
        r"\b(?:Republic|Government|Kingdom|President|Minist(?:er|ry) of [A-Z][\w ]{1,40}?) of (?:the )?(?P<name>[A-Z][a-z]{2,})\b"
    ),
    re.compile(
        rf"\b(?P<name>[A-Z][a-z]{{2,}})[’']s? (?:[a-z]+ ){{0,2}}(?:{_STATE}|minister|government|coastguard|navy|ambassador|troops|territory|border)\b"
    ),
    re.compile(
        r"\b(?P<name>[A-Z][a-z]{2,}) (?:(?:foreign|trade|defen[cs]e|prime|finance|fisheries|water|energy) minister|government|army|delegation|side)\b"
    ),
    re.compile(rf"\b(?P<name>[A-Z][a-z]{{2,}}) and (?:the )?(?:{BODY}) (?:have|had|are|were|will|both|agreed|met)\b"),
)
_SHORT = re.compile(rf"(?P<long>{BODY}) \((?:the )?[\"“”]?(?P<short>[A-Z]{{2,6}}|[A-Z][\w’' ]{{2,30}})[\"“”]?\)")
_CAPITAL = re.compile(
    r"\b(?P<state>[A-Z][a-z]+)[’']s (?:[a-z]+ )?capital(?: city| of)?,? (?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?)\b"
)
_CAPITAL_OF = re.compile(r"\b(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?), the capital of (?P<state>[A-Z][a-z]+)\b")
_DEMONYM = re.compile(r"\b[A-Z][a-z]+(?:n|ns|ese|ish|ic|i|is|er|ers)\b")
_NOUNS_TOO = frozenset(["talk", "state", "report", "plan", "meet", "view", "sign", "note", "use", "open", "close", "have", "let", "make", "put", "take", "come", "go"])  # fmt: skip
"""Verbs whose forms are nouns too, or that everything can do."""
DAYS = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june",
     "july", "august", "september", "october", "november", "december"]
)  # fmt: skip


@cache
def _stop_words() -> frozenset[str]:
    """Return the words that say nothing by themselves; without the parser nobody asks for them."""
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)


@cache
def kind_names() -> dict[str, str]:
    """Return the words of proper names that tell a kind: *Union*, *Board*, *Front*."""
    return {r["word"]: r["kind"] for r in rows("kinds.csv") if r["use"] in ("name", "both")}


@cache
def kind_nouns() -> dict[str, str]:
    """Return the common nouns that stand for a party of a kind."""
    return {r["word"]: r["kind"] for r in rows("kinds.csv") if r["use"] in ("noun", "both")}


def kind_of(name: str) -> str:
    """Return the kind of a party by the words of its name, *other* where they tell none."""
    words = re.split(r" (?:of|for) ", name)[0].split()
    return next((kind_names()[w.lower()] for w in reversed(words) if w.lower() in kind_names()), "other")


@cache
def _acting() -> re.Pattern[str]:
    """Return a pattern for a name that does what parties do: *Balawa refused*, *Tamaria has agreed*."""
    lemmas = (act_verbs().keys() | cue_verbs().keys()) - _NOUNS_TOO
    verbs = "|".join(sorted({form for lemma in lemmas for form in _forms(lemma)}))
    return re.compile(
        rf"\b(?P<name>[A-Z][a-z]{{2,}})(?: also| now| then)?(?: has| had| will| would| does| did)?(?: not| never)? (?:{verbs})\b"
    )


def _forms(lemma: str) -> tuple[str, ...]:
    stem = lemma.removesuffix("e")
    return (f"{lemma}s", f"{stem}ed", f"{stem}ied".replace("yied", "ied"))


def states_in(text: str, gazetteer: Gazetteer) -> dict[str, int]:
    """Return the states that a text names as ones that act, also those that no list knows."""
    found: Counter[str] = Counter()
    persons = person_words(text)
    for pattern in (*_NEW_STATES, _acting()):
        for match in pattern.finditer(text):
            name = match["name"]
            small = name.lower()
            if small not in persons and not is_common(small) and gazetteer.name(name) is None:
                found[name] += 1
    new = {name: len(re.findall(rf"\b{name}\b", text)) for name in found if _is_new_state(name, text)}
    return {**new, **_known_states(text, gazetteer)}


def _known_states(text: str, gazetteer: Gazetteer) -> dict[str, int]:
    """Return the states of the word lists that a text names; a capital counts only where it acts: *the Dakar talks* do not."""
    known: Counter[str] = Counter()
    for match in re.finditer(r"\b[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}", text):
        name = gazetteer.name(match[0])
        acts = _acting().match(text, match.start()) or text[match.end() : match.end() + 2] in ("'s", "’s")
        if (
            name is not None
            and gazetteer.code(name) is not None
            and (acts or match[0] == name or match[0].endswith("n"))
        ):
            known[name] += 1
    return dict(known)


def person_words(text: str) -> frozenset[str]:
    """Return the words that end a longer name or follow a title, in small letters: *Quint* of Leandro Quint."""
    after_title = re.findall(rf"\b{TITLE} (?:[A-Z]\. )*([A-Z][\w-]+)", text)
    pairs = re.findall(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b(?! [A-Z])", text)
    ends = [last for first, last in pairs if not is_common(first.lower())]
    return frozenset(w.lower() for w in (*after_title, *ends) if not is_common(w.lower()))


def is_common(word: str) -> bool:
    """Return True for a word that is no name, whatever letter it begins with."""
    return word in _stop_words() or word in DAYS or word in kind_names() or word in kind_nouns() or word in officials()


def _is_new_state(name: str, text: str) -> bool:
    """Return True for a name that is no demonym of another one, no place where things happen, no word that only begins a sentence."""
    inside = re.search(rf"(?:[a-z,;] ){name}\b", text) is not None
    there = len(re.findall(rf"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|[Tt]o|[Oo]ver|[Aa]bove|[Ii]nto|of) {name}\b", text))
    if 2 * there >= len(re.findall(rf"\b{name}\b", text)) and not re.search(
        rf"{_STATE} of (?:the )?{name}\b", text, re.IGNORECASE
    ):
        return False
    if (not inside and name.endswith("s")) or re.search(rf"\b{name.lower()}\b", text):
        return False
    return not any(
        other != name and name.lower().startswith(other.lower()[:-1]) and len(other) > 3 and len(other) < len(name)
        for other in re.findall(r"\b[A-Z][a-z]{3,}\b", text)
    )


def bodies_in(text: str, gazetteer: Gazetteer) -> dict[str, int]:
    """Return the proper names whose words tell that they are bodies: *Nursing League*, *Halden Board*."""
    found: Counter[str] = Counter()
    for match in re.finditer(BODY, text):
        name = bare_party(match[0])
        named = match[0].startswith("The ") or text[max(0, match.start() - 4) : match.start()] == "the "
        acts = named and _ACTS.match(text, match.end()) is not None
        tail = bare_party(name.partition(" of ")[2])
        if _is_body(name, gazetteer, acts=acts):
            found[name] += 1
        elif tail and _is_body(tail, gazetteer, acts=False):  # the bureau of the Highland Front
            found[tail] += 1
    return dict(found)


def _is_body(name: str, gazetteer: Gazetteer, *, acts: bool) -> bool:
    words = re.split(r" (?:of|for) ", name)[0].split()
    if " " not in name or len(words) < 2 or gazetteer.name(name) is not None:
        return False
    opens = words[0].lower() in _stop_words() or words[0].lower() in DAYS
    return not opens and (acts or kind_of(name) != "other")


def short_forms(text: str, gazetteer: Gazetteer) -> dict[str, str]:
    """Return the abbreviations that a text explains: *the Meridian Union (MU)*."""
    found: dict[str, str] = {}
    for match in _SHORT.finditer(text):
        long, short = bare_party(match["long"]), match["short"]
        letters = "".join(c for c in long if c.isupper())
        if (
            short.isupper()
            and (short[0] == long[:1] and set(short) <= set(long.upper()))
            and len(short) <= len(letters) + 2
        ):
            found[short.lower()] = gazetteer.name(long) or long
    return found


def capitals_in(text: str) -> dict[str, str]:
    """Return the capitals that a text calls so: *in Kaldmark's capital, Rinnstad*."""
    found = {m["place"].lower(): m["state"] for m in _CAPITAL.finditer(text)}
    return found | {m["place"].lower(): m["state"] for m in _CAPITAL_OF.finditer(text)}


def demonyms(text: str, states: Mapping[str, int]) -> dict[str, str]:
    """Return the adjectives of states that no list knows: *Tamarian* of Tamaria, *Orosian* of Oros."""
    found: dict[str, str] = {}
    for word in set(_DEMONYM.findall(text)):
        for state in states:
            stem = state.lower()[: max(4, len(state) - 1)]
            if word != state and word.lower().startswith(stem) and len(word) <= len(state) + 4:
                found[word.lower()] = state
    return found
