"""The word lists of the reader. They are data, each entry with its reason, and are read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_FOLDER = files("detente.sources.reader") / "lexicon"

Frames = tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((_FOLDER / name).read_text(encoding="utf-8").splitlines()))


@cache
def table(name: str) -> Any:
    """Return a list that is written as YAML."""
    return yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a list that is written as CSV."""
    return tuple(_rows(name))


@cache
def cue_verbs() -> dict[str, Frames]:
    """Return the verbs that introduce what somebody says or holds, with the forms that the content takes.

    ``c`` a clause, ``t`` an infinitive, ``T`` an object with an infinitive, ``o`` an object, ``as`` an object and what it is
    called, ``of`` a person and a deed, ``q`` a quotation, ``p:for`` what follows a preposition.
    """
    return {row["lemma"]: tuple(row["frames"].split()) for row in rows("cues.csv")}


@cache
def cue_nouns() -> dict[str, Frames]:
    """Return the nouns that introduce a content, with its forms as for verbs."""
    return {row["noun"]: tuple(row["frames"].split()) for row in rows("nouns.csv")}


@cache
def words(name: str) -> frozenset[str]:
    """Return one of the small closed lists."""
    return frozenset(table("words.yaml")[name]["words"])


@cache
def act_verbs() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return for each verb what it needs around it and which act it then is; the first that fits decides."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in rows("acts.csv"):
        found.setdefault(row["lemma"], []).append((tuple(row["needs"].split()), row["act"]))
    return {lemma: tuple(rules) for lemma, rules in found.items()}


@cache
def act_nouns() -> dict[str, str]:
    """Return which act a noun names."""
    return {row["noun"]: row["act"] for row in rows("act_nouns.csv")}
