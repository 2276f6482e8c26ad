"""Read a .gmcr file: a conflict as decision makers, options, impossible combinations and preferences.

Two dialects of one JSON format are read. Files of versions before 0.3.6 say ``useManualPreferenceVectors`` and
``preferenceVector``, later ones ``useManualPreferenceRanking`` and ``preferenceRanking``.
"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, Literal

from detente.case.files import read_text
from detente.errors import InputError, Path, Problem
from detente.interchange.gmcr_conditions import (
    Condition,
    Ints,
    feasible_indices,
    order_of_statements,
    read_condition,
)
from detente.interchange.gmcr_json import Fields, clean, read_json, shown

MAX_BYTES = 8_000_000
MAX_OPTIONS = 62
"""More do not fit into a 64-bit index of states."""

MAX_DECISION_MAKERS = 200

FLAGS = ("useManualPreferenceRanking", "useManualPreferenceVectors")
RANKINGS = ("preferenceRanking", "preferenceVector")

Direction = Literal["both", "on", "off"]
Tiers = tuple[tuple[int, ...], ...]

DIRECTIONS: Mapping[str, Direction] = {"both": "both", "fwd": "on", "back": "off"}


@dataclass(frozen=True)
class GmcrOption:
    """A yes/no move.

    Attributes
    ----------
    name : str
    owner : int
        The decision maker that controls it, from 0.
    direction : {"both", "on", "off"}
        Whether it can be switched both ways, only on or only off.
    description : str
    """

    name: str
    owner: int
    direction: Direction
    description: str = ""


@dataclass(frozen=True)
class GmcrDecisionMaker:
    """A decision maker and how it orders the states.

    Attributes
    ----------
    name : str
    preferences : tuple of Condition
        Statements, most important first.
    ranking : tuple of tuple of int, or None
        State indices from best to worst, ties together; it counts instead of the statements where it is given.
    misperceptions : tuple of Condition
        States that it does not see.
    description : str
    """

    name: str
    preferences: tuple[Condition, ...] = ()
    ranking: Tiers | None = None
    misperceptions: tuple[Condition, ...] = ()
    description: str = ""


@dataclass(frozen=True)
class GmcrFile:
    """The conflict that a .gmcr file describes.

    Attributes
    ----------
    name : str
        Of the file.
    options : tuple of GmcrOption
        Grouped by decision maker: option k is bit k of a state, whatever the order of the list in the file.
    decision_makers : tuple of GmcrDecisionMaker
    infeasible : tuple of Condition
        Combinations of options that cannot be.
    coalitions : tuple of tuple of int
        Who acts together; everybody is in exactly one, alone where the file says nothing.
    version : str
        Of the program that wrote the file, empty where unknown.
    description : str
    notes : tuple of Problem
        What was not read, or was read in a way that a person should know.
    """

    name: str
    options: tuple[GmcrOption, ...]
    decision_makers: tuple[GmcrDecisionMaker, ...]
    infeasible: tuple[Condition, ...]
    coalitions: tuple[tuple[int, ...], ...]
    version: str = ""
    description: str = ""
    notes: tuple[Problem, ...] = ()

    @cached_property
    def states(self) -> Ints:
        """Indices of the feasible states, ascending; the file numbers them from 1 in this order."""
        return feasible_indices(len(self.options), self.infeasible, self.name)

    def order(self, decision_maker: int) -> Tiers:
        """Return the feasible states from best to worst, ties together."""
        who = self.decision_makers[decision_maker]
        return order_of_statements(who.preferences, self.states) if who.ranking is None else who.ranking


def read_gmcr(path: FilePath) -> GmcrFile:
    """Return the conflict of a .gmcr file.

    Parameters
    ----------
    path : pathlib.Path

    Raises
    ------
    InputError
        With every problem of the file: it cannot be read, is too large, is not JSON, or describes no conflict.
    """
    _check_size(path)
    return parse_gmcr(read_text(path), path.name)


def _check_size(path: FilePath) -> None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return  # reading says why
    if not stat.S_ISREG(found.st_mode):
        raise InputError.of("unreadable", f"{path} is no file", "name a .gmcr file")
    if found.st_size > MAX_BYTES:
        what = f"the file has {found.st_size:,} bytes, at most {MAX_BYTES:,} are read"
        raise InputError.of("too-large", what, "a conflict has few options: check the file", path.name)


def parse_gmcr(text: str, name: str = "conflict.gmcr") -> GmcrFile:
    """Return the conflict that the text of a .gmcr file describes.

    Raises
    ------
    InputError
        With every problem of the text: line and column where it is not JSON, else the path of keys.
    """
    name = clean(name)
    fields = Fields(name)
    top = fields.mapping(
        read_json(text, name), (), needs=("options", "decisionMakers", "infeasibles"),
        knows=(*FLAGS, "coalitions", "coalitionsFull", "program", "version", "description"),
    )  # fmt: skip
    fields.check()
    return _conflict(fields, top or {})


def _conflict(fields: Fields, top: Mapping[str, Any]) -> GmcrFile:
    listed = _options(fields, top["options"])
    parties = _parties(fields, top["decisionMakers"])
    owned = _owned(fields, parties, len(listed))
    bits = {option: bit for bit, (option, _) in enumerate(owned)}
    infeasible = _conditions(fields, top["infeasibles"], ("infeasibles",), bits, len(listed))
    is_ranked = _is_ranked(fields, top)
    makers = [_decision_maker(fields, p, n, bits, len(listed), is_ranked) for n, p in enumerate(parties)]
    coalitions = _coalitions(fields, top.get("coalitions"), len(parties))
    description = fields.text(top.get("description", ""), ("description",))
    fields.check()
    options = tuple(GmcrOption(listed[k].name, who, listed[k].direction, listed[k].description) for k, who in owned)
    if is_ranked:
        states = feasible_indices(len(options), infeasible, fields.name)
        makers = [_ranked(fields, m, p, n, states) for n, (m, p) in enumerate(zip(makers, parties, strict=True))]
        fields.check()
    version = clean(str(top.get("version", "")))[:20] if isinstance(top.get("version"), str) else ""
    return GmcrFile(
        fields.name, options, tuple(makers), infeasible, coalitions, version, description, tuple(fields.notes)
    )


def _options(fields: Fields, value: Any) -> list[GmcrOption]:
    given = fields.sequence(value, ("options",), "options")
    if not 0 < len(given) <= MAX_OPTIONS:
        fields.wrong("options", ("options",), f"there are {len(given)} options", f"give 1 to {MAX_OPTIONS}")
        fields.check()
    return [_option(fields, one, n) for n, one in enumerate(given)]


def _option(fields: Fields, value: Any, number: int) -> GmcrOption:
    path: Path = ("options", number)
    one = fields.mapping(value, path, needs=("name", "permittedDirection"), knows=("description",)) or {}
    name = fields.text(one.get("name", "?"), (*path, "name"), f"Option {number + 1}")
    direction = one.get("permittedDirection", "both")
    if not isinstance(direction, str) or direction not in DIRECTIONS:
        allowed = ", ".join(DIRECTIONS)
        fields.wrong("direction", (*path, "permittedDirection"), f"{shown(direction)} is none", f"use {allowed}")
        direction = "both"
    description = fields.text(one.get("description", ""), (*path, "description"))
    return GmcrOption(name, -1, DIRECTIONS[direction], description)


def _parties(fields: Fields, value: Any) -> list[dict[str, Any]]:
    given = fields.sequence(value, ("decisionMakers",), "decision makers")
    if not 0 < len(given) <= MAX_DECISION_MAKERS:
        what, remedy = f"there are {len(given)} decision makers", f"give 1 to {MAX_DECISION_MAKERS}"
        fields.wrong("decision-makers", ("decisionMakers",), what, remedy)
        fields.check()
    known = (*RANKINGS, "preferences", "payoffs", "misperceptions", "description")
    return [
        fields.mapping(one, ("decisionMakers", n), needs=("name", "options"), knows=known) or {}
        for n, one in enumerate(given)
    ]


def _owned(fields: Fields, parties: list[dict[str, Any]], options: int) -> list[tuple[int, int]]:
    """Return each option with its owner, in the order of the decision makers: the order of the bits of a state."""
    owners: dict[int, int] = {}
    for who, party in enumerate(parties):
        path: Path = ("decisionMakers", who, "options")
        for n, one in enumerate(fields.sequence(party.get("options", []), path, "numbers of options")):
            option = fields.number(one, (*path, n), 0, options, "option")
            if option is not None and option in owners:
                fields.wrong("owner", (*path, n), f"option {option} is controlled twice", "give it to one")
            elif option is not None:
                owners[option] = who
    for option in range(options):
        if option not in owners:
            fields.wrong("owner", ("options", option), "no decision maker controls it", "give it to one, or remove it")
    return list(owners.items())


def _conditions(fields: Fields, value: Any, path: Path, bits: Mapping[int, int], options: int) -> tuple[Condition, ...]:
    given = enumerate(fields.sequence(value, path, "conditions"))
    found = [read_condition(fields, one, (*path, n), bits, options) for n, one in given]
    return tuple(condition for condition in found if condition)


def _is_ranked(fields: Fields, top: Mapping[str, Any]) -> bool:
    """Return whether the rankings count and not the statements."""
    said = {flag: top[flag] for flag in FLAGS if flag in top}
    for flag, value in said.items():
        if not isinstance(value, bool):
            fields.wrong("flag", (flag,), f"{shown(value)} is no truth value", "write true or false")
    if not said:
        fields.wrong(
            "missing-key", (), f"{FLAGS[0]!r} is missing", "write true if rankings count, false if statements do"
        )
    elif len({str(v) for v in said.values()}) > 1:
        fields.wrong("flag", (FLAGS[1],), f"it contradicts {FLAGS[0]}", "keep one of the two")
    return any(v is True for v in said.values())


def _decision_maker(
    fields: Fields, party: dict[str, Any], number: int, bits: Mapping[int, int], options: int, is_ranked: bool,  # noqa: FBT001
) -> GmcrDecisionMaker:  # fmt: skip
    path: Path = ("decisionMakers", number)
    name = fields.text(party.get("name", "?"), (*path, "name"), f"Decision maker {number + 1}")
    if not is_ranked and party and "preferences" not in party:
        fields.wrong("missing-key", path, "'preferences' is missing", "add 'preferences', most important first")
    statements = _conditions(fields, party.get("preferences", []), (*path, "preferences"), bits, options)
    unseen = _conditions(fields, party.get("misperceptions", []), (*path, "misperceptions"), bits, options)
    description = fields.text(party.get("description", ""), (*path, "description"))
    if is_ranked and statements:
        fields.note(
            "statements",
            (*path, "preferences"),
            "the ranking counts and the statements do not",
            "remove the one that is not meant",
        )
    if not is_ranked and any(key in party for key in RANKINGS):
        fields.note(
            "ranking", path, "the statements count and the ranking does not", "remove the one that is not meant"
        )
    return GmcrDecisionMaker(name, statements, None, unseen, description)


def _ranked(
    fields: Fields, maker: GmcrDecisionMaker, party: Mapping[str, Any], number: int, states: Ints
) -> GmcrDecisionMaker:
    """Return a decision maker with its ranking; the file counts feasible states from 1."""
    key = next((key for key in RANKINGS if key in party), RANKINGS[0])
    path: Path = ("decisionMakers", number, key)
    if key not in party:
        fields.wrong("missing-key", path[:-1], f"{key!r} is missing", "rank the states from best to worst")
        return maker
    tiers: list[tuple[int, ...]] = []
    seen: set[int] = set()
    for n, given in enumerate(fields.sequence(party[key], path, "states from best to worst")):
        tier = given if isinstance(given, list) else [given]
        numbers = [fields.number(s, (*path, n), 1, len(states), "feasible state") for s in tier]
        kept = [s for s in numbers if s is not None]
        for state in kept:
            if state in seen:
                fields.wrong("ranking", (*path, n), f"state {state} is ranked twice", "rank it once")
            seen.add(state)
        tiers.append(tuple(int(states[s - 1]) for s in kept))
    if missing := [s for s in range(1, len(states) + 1) if s not in seen]:
        few = ", ".join(map(str, missing[:10])) + (", …" if len(missing) > 10 else "")
        fields.wrong(
            "ranking", path, f"{len(missing)} of {len(states)} feasible states lack a rank: {few}", "rank them"
        )
    return replace(maker, ranking=tuple(tier for tier in tiers if tier))


def _coalitions(fields: Fields, value: Any, parties: int) -> tuple[tuple[int, ...], ...]:
    alone = tuple((n,) for n in range(parties))
    if value is None:
        return alone
    found: list[tuple[int, ...]] = []
    for n, one in enumerate(fields.sequence(value, ("coalitions",), "coalitions")):
        members = one if isinstance(one, list) else [one]
        numbers = [fields.number(m, ("coalitions", n), 0, parties, "decision maker") for m in members]
        found.append(tuple(m for m in numbers if m is not None))
    named = Counter(m for coalition in found for m in coalition)
    for member, count in named.items():
        if count > 1:
            fields.wrong("coalitions", ("coalitions",), f"decision maker {member} is named twice", "put it in one")
    if set(named) != set(range(parties)):
        fields.note("coalitions", ("coalitions",), "somebody is in none, so all act alone", "put everybody in one")
        return alone
    return tuple(coalition for coalition in found if coalition)
