"""Names of parties in any of their forms: states, capitals, demonyms, leaders, and the case's own aliases, which come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from detente.sources.reader.lexicons import rows

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_WORDS = 6


@dataclass(frozen=True)
class Gazetteer:
    """Which name a form stands for; forms are in small letters, except for those that are words too (*US*)."""

    forms: Mapping[str, str]
    own: Mapping[str, str] = field(default_factory=dict)
    """The case's names and aliases."""

    def name(self, form: str) -> str | None:
        """Return the name that a form stands for."""
        key = form.replace("’", "'").removesuffix("'s").strip()
        small = key.lower()
        if small in self.own:
            return self.own[small]
        if small in _WORDS_TOO and key not in ("US", "UN", "AU", "EC", "WHO"):
            return None
        return self.forms.get(small)

    def spot(self, tokens: Sequence[Token]) -> str | None:
        """Return the first name in a run of tokens, the longest form first."""
        found = self.spot_all(tokens)
        return found[0][0] if found else None

    def spot_all(self, tokens: Sequence[Token]) -> list[tuple[str, int]]:
        """Return all names in a run of tokens with the token at which each begins."""
        found: list[tuple[str, int]] = []
        at = 0
        while at < len(tokens):
            for size in range(min(MAX_WORDS, len(tokens) - at), 0, -1):
                run = tokens[at : at + size]
                if run[-1].i - run[0].i != size - 1:
                    continue
                name = (
                    self.name(run[0].doc[run[0].i : run[-1].i + 1].text)
                    if run[0].text[:1].isupper() or self.own
                    else None
                )
                if name is not None:
                    found.append((name, run[0].i))
                    at += size - 1
                    break
            at += 1
        return found

    def code(self, name: str) -> str | None:
        """Return the three-letter code of a state or organisation of states."""
        return _codes().get(name)


_WORDS_TOO = frozenset(["us", "un", "au", "ec", "who", "guinea", "chad", "santos", "barak", "alliance"])


@cache
def _codes() -> dict[str, str]:
    return {row["name"]: row["code"] for row in rows("states.csv")}


@cache
def world() -> Gazetteer:
    """Return the names that come with the package."""
    forms: dict[str, str] = {}
    for row in rows("states.csv"):
        for form in (row["name"], *row["aliases"].split(";")):
            forms.setdefault(form.lower(), row["name"])
    return Gazetteer(forms)


def with_aliases(aliases: Mapping[str, str]) -> Gazetteer:
    """Return the names of the world with a case's own put first."""
    return Gazetteer(world().forms, {form.lower(): name for form, name in aliases.items()})


def with_names(gazetteer: Gazetteer, names: Iterable[str]) -> Gazetteer:
    """Return a gazetteer that also knows the names that a document itself tells."""
    return Gazetteer({**{name.lower(): name for name in names}, **gazetteer.forms}, gazetteer.own)


@cache
def officials() -> frozenset[str]:
    """Return the nouns of those who speak for others."""
    return frozenset(row["word"] for row in rows("officials.csv"))
