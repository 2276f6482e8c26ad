"""What a .gmcr file says about states: conditions over options, the states they leave, and orders of states.

A state is an index: option k of the file, counted from 0 in the order of the decision makers, is bit k.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError, Path
from detente.interchange.gmcr_json import Fields, shown

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Member = tuple[tuple[int, bool], ...]

MAX_STATES = 1 << 22
"""So many half-grown states at most are listed; the program that writes such files stops at 2^14 states."""


@dataclass(frozen=True)
class Condition:
    """A condition on states: one of its members holds.

    Attributes
    ----------
    members : tuple of tuple of (int, bool)
        Options that must be taken (True) or not taken (False), all of them. A simple condition has one member, a
        compound one several.
    """

    members: tuple[Member, ...]

    def holds(self, index: Ints) -> Bools:
        """Return in which of some states it holds."""
        found = np.zeros(len(index), dtype=bool)
        for member in self.members:
            mask = sum(1 << k for k, _ in member)
            wanted = sum(1 << k for k, taken in member if taken)
            found |= (index & mask) == wanted
        return found

    def patterns(self, options: int) -> tuple[str, ...]:
        """Return each member with one letter for each option: Y taken, N not taken, - either."""
        return tuple(_pattern(dict(member), options) for member in self.members)

    def expressions(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return each member in the expression language."""
        return tuple(" and ".join(names[k] if taken else f"not {names[k]}" for k, taken in m) for m in self.members)

    def expression(self, names: Sequence[str]) -> str:
        """Return the whole condition in the expression language."""
        parts = self.expressions(names)
        return parts[0] if len(parts) == 1 else " or ".join(f"({part})" if " " in part else part for part in parts)


def any_of(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that holds where one of some conditions holds."""
    return Condition(tuple(m for condition in conditions for m in condition.members))


def _pattern(member: Mapping[int, bool], options: int) -> str:
    return "".join("-" if k not in member else "Y" if member[k] else "N" for k in range(options))


def state_pattern(state: int, options: int) -> str:
    """Return a state with one letter for each option: Y taken, N not taken."""
    return "".join("Y" if state >> k & 1 else "N" for k in range(options))


def read_condition(fields: Fields, value: Any, path: Path, bits: Mapping[int, int], options: int) -> Condition | None:
    """Return the condition that stands in a file, or None where it is faulty.

    Parameters
    ----------
    fields : Fields
        Keeps what is wrong.
    value : object
        ``[[option, "Y" or "N"], …]``, or ``{"compound": true, "members": [such lists]}``.
    path : tuple
    bits : mapping of int to int
        The bit of each option that somebody controls.
    options : int
        How many options the file lists.
    """
    if not isinstance(value, dict):
        member = _member(fields, value, path, bits, options)
        return Condition((member,)) if member else None
    if fields.mapping(value, path, needs=("members",), knows=("compound",)) is None or "members" not in value:
        return None
    if value.get("compound", True) is not True:
        fields.wrong("condition", path, "it has members and is not compound", "write true, or a list without members")
    given = fields.sequence(value["members"], (*path, "members"), "conditions")
    if not given and isinstance(value["members"], list):
        fields.wrong("condition", path, "a compound condition has no members", "remove it: it never holds")
    members = [_member(fields, m, (*path, "members", n), bits, options) for n, m in enumerate(given)]
    kept = tuple(m for m in members if m)
    return Condition(kept) if kept and len(kept) == len(members) else None


def _member(fields: Fields, value: Any, path: Path, bits: Mapping[int, int], options: int) -> Member:
    """Return a list of options and their settings; empty where a part of it is faulty."""
    pairs = fields.sequence(value, path, 'pairs [option, "Y" or "N"]')
    if not pairs and isinstance(value, list):
        fields.wrong("condition", path, "the condition is empty", "remove it: it holds in every state")
    found: dict[int, bool] = {}
    for n, pair in enumerate(pairs):
        here = (*path, n)
        if not isinstance(pair, list) or len(pair) != 2:
            fields.wrong("condition", here, f"{shown(pair)} is no pair", 'write [option, "Y" or "N"]')
            continue
        option = fields.number(pair[0], (*here, 0), 0, options, "option")
        if pair[1] not in ("Y", "N"):
            fields.wrong("condition", (*here, 1), f"{shown(pair[1])} is no setting", 'write "Y" or "N"')
        elif option is not None and bits.get(option, -1) in found:
            fields.wrong("condition", here, f"option {option} stands in it twice", "name each option once")
        elif option is not None and option in bits:
            found[bits[option]] = pair[1] == "Y"
    return tuple(sorted(found.items())) if len(found) == len(pairs) else ()


def feasible_indices(options: int, infeasible: Sequence[Condition], file: str = "") -> Ints:
    """Return the states that no condition makes impossible, ascending.

    Raises
    ------
    InputError
        If there would be more than `MAX_STATES` on the way.
    """
    members = any_of(infeasible).members
    index = np.zeros(1, dtype=np.int64)
    for k in range(options):
        if 2 * len(index) > MAX_STATES:
            what = f"after {k} of {options} options there are {len(index):,} states already"
            raise InputError.of(
                "too-large", what, f"at most {MAX_STATES:,} are listed: add infeasible conditions", file
            )
        index = np.concatenate([index, index | (1 << k)])
        decided = tuple(m for m in members if m[-1][0] == k)  # a member is sorted: its last option is its largest
        index = index[~Condition(decided).holds(index)]
    return index


def order_of_statements(statements: Sequence[Condition], index: Ints) -> tuple[tuple[int, ...], ...]:
    """Return states from best to worst, ties together, as option statements order them.

    Parameters
    ----------
    statements : sequence of Condition
        Most important first: each is worth more than all that follow together.
    index : int array, shape (states,)

    References
    ----------
    Fang, Hipel, Kilgour and Peng (2003), *IEEE Transactions on Systems, Man, and Cybernetics C* 33: statement j of k
    counts 2^(k−j) where it holds. The states are told apart statement by statement, so no weight is too large.
    """
    level = np.zeros(len(index), dtype=np.int64)
    for statement in statements:
        level = np.unique(2 * level + statement.holds(index), return_inverse=True)[1].astype(np.int64)
    count = int(level.max(initial=-1)) + 1
    tiers = np.split(index[np.argsort(level, kind="stable")], np.cumsum(np.bincount(level, minlength=count))[:-1])
    return tuple(tuple(int(s) for s in tier) for tier in reversed(tiers) if len(tier))
