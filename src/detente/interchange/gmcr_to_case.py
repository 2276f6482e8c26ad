"""A .gmcr file as a case: parties, options, impossible combinations, priorities or rankings of states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from detente.case import Case, make_case
from detente.errors import ExpressionError
from detente.expression import parse
from detente.interchange.gmcr import GmcrFile
from detente.interchange.gmcr_conditions import Condition, state_pattern
from detente.interchange.ids import id_of, unique_ids

_MAX_NOTE = 15_000


@dataclass(frozen=True)
class Ids:
    """The ids that a case gives to what a file names.

    Attributes
    ----------
    parties : tuple of str
        By decision maker.
    options : tuple of str
        By option: ``party.option``.
    """

    parties: tuple[str, ...]
    options: tuple[str, ...]


def ids_of(file: GmcrFile) -> Ids:
    """Return ids made from the names: plain letters, and unique where names are not."""
    parties = unique_ids([m.name for m in file.decision_makers], "party")
    own = [[k for k, o in enumerate(file.options) if o.owner == n] for n in range(len(parties))]
    names: dict[int, str] = {}
    for party, bits in zip(parties, own, strict=True):
        ids = unique_ids([file.options[k].name for k in bits], "option")
        names |= {k: f"{party}.{word}" for k, word in zip(bits, ids, strict=True)}
    return Ids(parties, tuple(names[k] for k in range(len(file.options))))


def case_of(file: GmcrFile) -> Case:
    """Return the case that a .gmcr file describes.

    Parameters
    ----------
    file : GmcrFile

    Raises
    ------
    InputError
        If a decision maker's statements are too long for the expression language and there are too many states to
        rank them instead.
    """
    return make_case(case_data(file))


def case_data(file: GmcrFile) -> dict[str, Any]:
    """Return the same as plain data, in the order in which a person would write a case file.

    Options and decision makers keep their order, so that a state is written with the same letters. What a case has
    no place for, coalitions and misperceptions, stands in its note.
    """
    ids = ids_of(file)
    stem = PurePath(file.name).stem.strip() or "conflict"
    data: dict[str, Any] = {"format": 1, "case": id_of(stem, "conflict"), "title": stem}
    if file.description:
        data["summary"] = file.description
    data["parties"] = {party: _party(file, n) for n, party in enumerate(ids.parties)}
    data["options"] = _options(file, ids)
    infeasible = [text for condition in file.infeasible for text in condition.expressions(ids.options)]
    if infeasible:
        data["infeasible"] = infeasible
    data |= _preferences(file, ids)
    data["note"] = _note(file, ids)
    return data


def _party(file: GmcrFile, number: int) -> dict[str, Any]:
    maker = file.decision_makers[number]
    party = {"name": maker.name, "kind": "principal"}
    return party | {"note": maker.description} if maker.description else party


def _options(file: GmcrFile, ids: Ids) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for option, name in zip(file.options, ids.options, strict=True):
        party, word = name.split(".")
        label = f"{option.name}: {option.description}" if option.description else option.name
        written: dict[str, Any] = {"label": label}
        if option.direction != "both":
            written["direction"] = option.direction
        found.setdefault(party, {})[word] = written
    return found


def _preferences(file: GmcrFile, ids: Ids) -> dict[str, Any]:
    priorities: dict[str, list[str]] = {}
    rankings: dict[str, list[str | list[str]]] = {}
    for n, (party, maker) in enumerate(zip(ids.parties, file.decision_makers, strict=True)):
        if maker.ranking is None and _can_be_written(maker.preferences, ids):
            if maker.preferences:
                priorities[party] = [condition.expression(ids.options) for condition in maker.preferences]
        else:
            tiers = [[state_pattern(s, len(file.options)) for s in tier] for tier in file.order(n)]
            rankings[party] = [tier[0] if len(tier) == 1 else tier for tier in tiers]
    found = {"priorities": priorities, "rankings": rankings}
    return {key: value for key, value in found.items() if value}


def _can_be_written(statements: Sequence[Condition], ids: Ids) -> bool:
    """Return whether the expression language holds all of them: a compound statement can be longer than it reads."""
    try:
        for condition in statements:
            parse(condition.expression(ids.options))
    except ExpressionError:
        return False
    return True


def _note(file: GmcrFile, ids: Ids) -> str:
    """Say where the case comes from, and what the file says that a case has no place for."""
    program = f", saved by gmcr-py {file.version}" if file.version else ""
    sentences = [f"Read from {file.name}{program}."]
    for coalition in file.coalitions:
        if len(coalition) > 1:
            names = ", ".join(file.decision_makers[m].name for m in coalition)
            sentences.append(f"In that file these act as one: {names}.")
    for maker in file.decision_makers:
        if maker.misperceptions:
            unseen = "; ".join(condition.expression(ids.options) for condition in maker.misperceptions)
            sentences.append(f"In that file {maker.name} does not see the states with {unseen}.")
    note = "\n".join(sentences)
    return note if len(note) <= _MAX_NOTE else note[:_MAX_NOTE] + " …"
