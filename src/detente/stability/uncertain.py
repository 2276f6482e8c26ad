"""Stability where it is not known which of two states a decision maker prefers.

Li, Hipel, Kilgour and Fang (2004), *IEEE Transactions on Systems, Man, and Cybernetics A* 34: some pairs of states are
U, neither better nor worse nor equal as far as anybody knows. Who leaves for the unknown, and whom the unknown deters,
is a matter of attitude to risk, hence four extensions of each concept:

=========  ===============================  =======================================
extension  leaves a state for one that is   is deterred by one that is
=========  ===============================  =======================================
a          better, or U                     not better for certain
b          better for certain               not better for certain
c          better, or U                     not better for certain, or U
d          better for certain               not better for certain, or U
=========  ===============================  =======================================

A sanction is credible in all four where each opponent moves to what is better or U for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError, Problem
from detente.stability.arcs import Arcs, Bools, Ints, arcs_from
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks
from detente.stability.relations import (
    CONCEPTS,
    JointReach,
    check_small,
    concept_problems,
    one_for_each,
    result_of,
    stable_under,
    statement_ranks,
)
from detente.stability.result import StabilityResult

Extension = Literal["a", "b", "c", "d"]
Pairs = Sequence[tuple[int, int]] | Sequence[str] | Sequence[tuple[int, int] | str] | NDArray[np.integer]


def unknown_stability(
    model: GraphModel,
    unknown: Sequence[Pairs],
    extension: Extension = "a",
    concepts: Sequence[str] = CONCEPTS,
    *,
    returns: bool = False,
) -> StabilityResult:
    """Return who would stay where, although some preferences are not known.

    Parameters
    ----------
    model : GraphModel
        Its ranks decide every pair that is not unknown.
    unknown : sequence
        By decision maker: pairs of positions of states that it is not known to compare, as a list or an array of shape
        (pairs, 2), in either order; or expressions over option names, where two states are not compared if one of the
        expressions holds in one of them alone. A list may mix them.
    extension : {"a", "b", "c", "d"}
        From the one that is most tempted by the unknown (a) to the one that is most deterred by it (d).
    concepts : sequence of str
        Of ``nash``, ``gmr``, ``smr``, ``seq`` and ``sseq``.
    returns : bool
        Whether opponents can sanction a move to the unknown by coming back to the state to which it led. The matrix
        form of the literature does not count that, the inductive definition of joint moves does. It matters in
        extension c alone.

    Returns
    -------
    StabilityResult
        Exact.

    Raises
    ------
    InputError
        With every pair that is none, or that does not exist; if a concept or the extension does not exist.
    TooLargeError
        If there are more than :data:`~detente.stability.relations.MAX_STATES` states.

    References
    ----------
    Li, Hipel, Kilgour and Fang (2004) for Nash, GMR, SMR and SEQ; symmetric sequential stability is read in the same
    way.
    """
    problems = [*concept_problems(concepts), *one_for_each(model, "unknown", unknown)]
    if extension not in get_args(Extension):
        problems.append(Problem("extension", f"there is no extension {extension!r}", "use a, b, c or d"))
    if problems:
        raise InputError(problems)
    check_small(model)
    not_known = _not_known(model, unknown)
    moves = [model.moves(p) for p in range(len(model.decision_makers))]
    sure = [_better(model.ranks[p], own) & ~not_known[p].among(own) for p, own in enumerate(moves)]
    tempted = [own.where(kept | not_known[p].among(own)) for p, (own, kept) in enumerate(zip(moves, sure, strict=True))]
    leaves = tempted if extension in "ac" else [own.where(kept) for own, kept in zip(moves, sure, strict=True)]

    def deters(party: int, state: int) -> Bools:
        row = np.asarray(model.ranks[party] <= model.ranks[party, state])
        row[not_known[party].row(state)] = extension in "cd"
        return row

    tables = stable_under(leaves, JointReach(moves, tempted, returns=returns), deters, concepts)
    pairs = {n: u.count() for n, u in zip(model.decision_makers, not_known, strict=True)}
    parameters = {"extension": extension, "returns": returns, "unknown pairs": pairs}
    return result_of(model, tables, "unknown preference", parameters)


def with_unknown_statements(
    model: GraphModel, priorities: Sequence[Sequence[str]], unknown: Sequence[Sequence[str]]
) -> tuple[GraphModel, tuple[Ints, ...]]:
    """Return the model and the pairs that are unknown where it is not known whether some statements are wished for.

    Two states are unknown to each other where only statements of unknown direction tell them apart. All others are
    ordered by the statements that are known.

    Parameters
    ----------
    model : GraphModel
        Its own ranks are replaced.
    priorities : sequence of sequences of str
        By decision maker: what it wants, as expressions over option names, most important first.
    unknown : sequence of sequences of str
        By decision maker: what it may want or may want to avoid.

    Returns
    -------
    model : GraphModel
    unknown : tuple of int arrays, shape (pairs, 2)
        For :func:`unknown_stability`.

    Raises
    ------
    InputError
        With every statement that cannot be read.
    TooLargeError
        If there are more than :data:`~detente.stability.relations.MAX_STATES` states.
    """
    check_small(model)
    ranks = statement_ranks(model, priorities)
    told_apart = statement_ranks(model, unknown)
    pairs = tuple(_apart(known, sign) for known, sign in zip(ranks, told_apart, strict=True))
    return replace(model, ranks=ranks), pairs


def _apart(group: Ranks, sign: Ranks) -> Ints:
    """Return the pairs of states in the same group with different signs."""
    found = [np.zeros((0, 2), dtype=np.int64)]
    order = np.lexsort((sign, group))
    bounds = np.flatnonzero(np.diff(group[order], prepend=-1, append=-1)).tolist()
    for first, last in pairwise(bounds):
        members = order[first:last]
        a, b = np.triu_indices(len(members), 1)
        pairs = np.stack([members[a], members[b]], axis=1)
        found.append(pairs[sign[pairs[:, 0]] != sign[pairs[:, 1]]])
    return np.concatenate(found)


@dataclass(frozen=True, eq=False)
class _NotKnown:
    """The unknown pairs of a decision maker: those listed, in both orders, and all states with different signs.

    Pairs from expressions are not listed: one option alone makes a quarter of all pairs.
    """

    listed: Arcs
    sign: Ranks

    def among(self, arcs: Arcs) -> Bools:
        """Return which arcs join an unknown pair."""
        states = len(self.sign)
        is_listed = np.isin(arcs.sources * states + arcs.targets, self.listed.sources * states + self.listed.targets)
        return np.asarray(is_listed | (self.sign[arcs.sources] != self.sign[arcs.targets]))

    def row(self, state: int) -> Bools:
        """Return which states are not known to compare with one."""
        found = np.asarray(self.sign != self.sign[state])
        found[self.listed.of(state)] = True
        return found

    def count(self) -> int:
        """Return how many pairs there are."""
        alike = np.bincount(self.sign)
        more = np.count_nonzero(self.sign[self.listed.sources] == self.sign[self.listed.targets]) // 2
        return (len(self.sign) ** 2 - int((alike**2).sum())) // 2 + int(more)


def _not_known(model: GraphModel, unknown: Sequence[Pairs]) -> list[_NotKnown]:
    texts = [[t for t in given if isinstance(t, str)] for given in unknown]
    signs = statement_ranks(model, texts)
    found: list[_NotKnown] = []
    problems: list[Problem] = []
    for party, (given, written) in enumerate(zip(unknown, texts, strict=True)):
        rest = [p for p in given if not isinstance(p, str)] if written else given
        pairs = _checked(model, party, cast("Sequence[tuple[int, int]]", rest), problems)
        found.append(_NotKnown(arcs_from(np.concatenate([pairs, pairs[:, ::-1]]), model.size), signs[party]))
    if problems:
        raise InputError(problems)
    return found


def _checked(
    model: GraphModel, party: int, given: Sequence[tuple[int, int]] | NDArray[np.integer], problems: list[Problem]
) -> Ints:
    """Return the pairs as an array, and add what is wrong with them; then they are left out."""
    who, none = model.decision_makers[party], np.zeros((0, 2), dtype=np.int64)
    try:
        pairs = np.asarray(given)
    except ValueError:  # lists of different lengths
        pairs = np.zeros(1)
    if not pairs.size:
        return none
    if pairs.ndim != 2 or pairs.shape[1] != 2 or not np.issubdtype(pairs.dtype, np.integer):
        what = f"the unknown pairs of {who} are no pairs of whole numbers"
        problems.append(Problem("unknown", what, "give pairs of positions, or expressions over options"))
        return none
    outside = (pairs < 0) | (pairs >= model.size)
    same = pairs[:, 0] == pairs[:, 1]
    for a, b in pairs[outside.any(axis=1)].tolist():
        what = f"the unknown pair ({a}, {b}) of {who} names no state"
        problems.append(Problem("unknown", what, f"count positions from 0 to {model.size - 1}"))
    for a, _ in pairs[same & ~outside.any(axis=1)].tolist():
        what = f"{who} is said not to know how it compares state {a} with itself"
        problems.append(Problem("unknown", what, "drop the pair: a state is as good as itself"))
    return none if outside.any() or same.any() else pairs.astype(np.int64)


def _better(ranks: Ranks, arcs: Arcs) -> Bools:
    return np.asarray(ranks[arcs.targets] > ranks[arcs.sources])
