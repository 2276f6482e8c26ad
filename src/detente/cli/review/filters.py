"""Which drafts are looked at: those of a document, a party, an act, a tier, with some words, or in dispute."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from detente.sources.drafts import Draft

HELP = "doc=NAME party=NAME act=ACT tier=A words…, disagree; Enter for all"
_KEYS = ("doc", "party", "act", "tier")


@dataclass(frozen=True)
class View:
    """What the reviewer asked to see; everything where nothing was asked."""

    doc: str = ""
    party: str = ""
    act: str = ""
    tier: str = ""
    words: tuple[str, ...] = ()
    disagree: bool = False

    def shows(self, draft: Draft, document: str) -> bool:
        """Return True for a draft that is looked at."""
        said = draft.statement
        names = " ".join(str(said.get(key) or "") for key in ("holder", "speaker", "target")).lower()
        text = f"{draft.quote} {said.get('content', '')}".lower()
        return (
            self.doc in document.lower()
            and self.party in names
            and self.act in ("", said["act"])
            and self.tier in ("", str(said["tier"]).lower())
            and all(word in text for word in self.words)
            and (not self.disagree or bool(said.get("disagreement")))
        )

    def __str__(self) -> str:
        parts = [f"{key}={getattr(self, key)}" for key in _KEYS if getattr(self, key)]
        return ", ".join([*parts, *(["disagree"] if self.disagree else []), *self.words]) or "all"


def view_of(answer: str) -> View:
    """Return the view that a line asks for.

    Raises
    ------
    ValueError
        If a quotation mark is missing or a key is unknown.
    """
    given: dict[str, str] = {}
    words: list[str] = []
    disagree = False
    for part in shlex.split(answer.lower()):
        key, mark, value = part.partition("=")
        if mark and key not in _KEYS:
            raise ValueError(f"no filter {key!r}; there are {HELP}")
        if mark:
            given[key] = value
        elif part == "disagree":
            disagree = True
        else:
            words.append(part)
    return View(**given, words=tuple(words), disagree=disagree)
