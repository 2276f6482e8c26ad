"""How little would have to change in somebody's preferences for a state to hold?

The least number of states that must sink below the wanted one, and the least number of neighbours in the ranking that
must change places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count, product

import numpy as np
from numpy.typing import ArrayLike

from detente.errors import InputError, Problem, TooLargeError
from detente.stability.choices import Choices
from detente.stability.concepts import CONCEPTS
from detente.stability.conditions import Alternative, Clauses, Condition, checked_row, listed, minimal, missing
from detente.stability.engine import engine_of
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks
from detente.stability.robustness import with_moves

MAX_SETS = 50_000
"""So many sets of states at most are looked at in search of a smallest one."""

Moved = frozenset[int]
Profile = tuple[tuple[int, ...], ...]
"""Ranks of all decision makers, counted from 0 without gaps."""


@dataclass(frozen=True)
class SmallestChange:
    """The least that must change in one decision maker's preferences so that a condition holds.

    Attributes
    ----------
    party : str
    state : int
        Position of the wanted state.
    size : int
        How many states must sink below the wanted one, at least; 0 where the condition holds.
    sets : tuple of tuples of int
        Which ones: each smallest set, by position.
    complete : bool
        True where `sets` holds all smallest sets.
    swaps : int or None
        How many times two neighbours in the ranking must change places, at least (the distance of Kendall, 1938);
        None where the present ranking has ties, or more than `MAX_SETS` sets would have to be looked at for it.
    order : tuple of int or None
        A ranking so near that meets the condition: positions from most to least preferred.
    """

    party: str
    state: int
    size: int
    sets: tuple[tuple[int, ...], ...]
    complete: bool
    swaps: int | None
    order: tuple[int, ...] | None

    def in_words(self, names: Sequence[str] | Mapping[int, str]) -> str:
        """Return the change as a sentence.

        Parameters
        ----------
        names : sequence or mapping of str
            Labels of the states by position.
        """
        wanted = names[self.state]
        if not self.size:
            return f"{self.party} must change nothing to stay at {wanted}."
        ways = "; or ".join(listed(states, names) for states in self.sets)
        return f"{self.party} would have to place below {wanted}: {ways}{'' if self.complete else '; or others'}."


def smallest_change(condition: Condition, ranks: ArrayLike, most: int = 100) -> SmallestChange:
    """Return the least change of preferences after which a condition holds.

    A state that sinks below the wanted one can only help, so nothing else needs to move.

    Parameters
    ----------
    condition : Condition
    ranks : array, shape (states,)
        The present preferences, by position; higher is better.
    most : int
        List so many smallest sets at most.

    Returns
    -------
    SmallestChange
        Exact: best-first search over the alternatives of the clauses that fail.

    Raises
    ------
    InputError
        If there is not one rank for each state, or nothing is to be listed.
    TooLargeError
        If more than `MAX_SETS` sets would have to be looked at for the smallest ones.
    """
    row = checked_row(ranks, condition.size)
    if most < 1:
        raise InputError.of("most", f"{most} sets are to be listed", "give 1 or more")
    required, clauses = _failing(condition, row)
    found: list[Moved] = []
    least = 0
    for cost, moved in _cheapest(clauses, required, len, _apart):
        if (found and cost > least) or len(found) > most:
            break
        least = cost
        found.append(moved)
    swaps, order = _nearest(condition.state, row, required, clauses)
    sets = tuple(tuple(sorted(moved)) for moved in found[:most])
    return SmallestChange(condition.party, condition.state, least, sets, len(found) <= most, swaps, order)


def _failing(condition: Condition, row: ArrayLike) -> tuple[Moved, Clauses]:
    """Return the states that must sink in any case, and the clauses that leave a choice of others."""
    needs = frozenset(
        frozenset(Alternative(missing(a, row, condition.state)) for a in clause) for clause in condition.clauses
    )
    required, clauses = minimal(needs)
    return required.not_better, clauses


def _cheapest(
    clauses: Clauses, start: Moved, cost: Callable[[Moved], int], bound: Callable[[Clauses], int]
) -> Iterator[tuple[int, Moved]]:
    """Go through sets of states that meet all clauses, the cheapest first; among them all that are smallest.

    `cost` never falls when a set grows; `bound` says how much more at least it takes to meet some clauses.
    """
    number = count()
    waiting = [(cost(start) + bound(clauses), next(number), start)]
    seen = {start}
    while waiting:
        total, _, moved = heappop(waiting)
        left = _unmet(clauses, moved)
        if not left:
            yield total, moved
            continue
        for alternative in min(left, key=lambda c: (len(c), sorted(map(sorted, (a.not_better for a in c))))):
            after = moved | alternative.not_better
            if after not in seen:
                seen.add(after)
                heappush(waiting, (cost(after) + bound(_unmet(clauses, after)), next(number), after))
        if len(seen) > MAX_SETS:
            raise TooLargeError(
                f"more than {MAX_SETS:,} sets of states would have to be looked at; ask for fewer decision makers' "
                "preferences to change, or merge states that nobody tells apart"
            )


def _unmet(clauses: Clauses, moved: Moved) -> Clauses:
    return frozenset(c for c in clauses if not any(a.not_better <= moved for a in c))


def _apart(clauses: Clauses) -> int:
    """Return how many of some clauses have no state in common: each of them takes a state of its own."""
    taken: set[int] = set()
    found = 0
    for clause in sorted(clauses, key=len):
        states = {s for a in clause for s in a.not_better}
        if not states & taken:
            taken |= states
            found += 1
    return found


def _nearest(
    state: int, row: ArrayLike, required: Moved, clauses: Clauses
) -> tuple[int, tuple[int, ...]] | tuple[None, None]:
    """Return how many swaps of neighbours meet the clauses, and the ranking that they lead to, where that is exact."""
    if len(np.unique(row)) < len(np.asarray(row)):
        return None, None
    order = np.argsort(-np.asarray(row), kind="stable").tolist()
    place = order.index(state)
    above = order[:place][::-1]
    try:
        swaps, moved = next(_cheapest(clauses, required, lambda m: _rise(above, m)[0], lambda _: 0))
    except TooLargeError:
        return None, None
    sunk = moved | set(above[: _rise(above, moved)[1]])
    stay = [s for s in order[:place] if s not in sunk]
    sink = [s for s in order[:place] if s in sunk]
    return swaps, (*stay, state, *sink, *order[place + 1 :])


def _rise(above: Sequence[int], moved: Moved) -> tuple[int, int]:
    """Return the fewest swaps that bring some states below the wanted one, and how many places that one rises at once.

    `above` lists the states above the wanted one, the nearest first. Where the wanted state rises past its j nearest,
    that takes j swaps, and each state to be moved that is still above takes one for the wanted state and one for each
    that stays between. In a best ranking the states that sink without being asked to are the nearest: one of them that
    stays is passed by at least as many as any above it, and itself passes no more.
    """
    passing = sum(1 for s in above if s in moved)
    swaps, staying = 0, 0
    for s in above:
        swaps += 1 + staying if s in moved else 0
        staying += s not in moved
    best = swaps, 0
    for j, s in enumerate(above, 1):
        if s in moved:
            passing -= 1
        else:
            swaps += 1 - passing
        best = min(best, (swaps, j))
    return best


@dataclass(frozen=True, eq=False)
class ProfileSearch:
    """The nearest preferences of several decision makers together that make a state an equilibrium.

    Attributes
    ----------
    state : int
        Index of the wanted state.
    concept : str
    swaps : int or None
        How many swaps of neighbours, over all decision makers, it takes at least; None where none was found.
    profiles : tuple of int arrays, shape (decision makers, states)
        Ranks, of every profile so near.
    tried, holding : tuple of int
        By number of swaps: how many profiles there are, and in how many of them the state is an equilibrium.
    complete : bool
        True where all profiles were tried that were asked for; otherwise the last number of swaps is left out.
    """

    state: int
    concept: str
    swaps: int | None
    profiles: tuple[Ranks, ...]
    tried: tuple[int, ...]
    holding: tuple[int, ...]
    complete: bool


def search_profiles(
    model: GraphModel,
    state: int,
    concept: str,
    *,
    parties: Sequence[int] | None = None,
    within: int | None = None,
    most: int = 20_000,
    choices: Choices | None = None,
) -> ProfileSearch:
    """Return the nearest profiles of preferences in which a state is an equilibrium, by trying all, the nearest first.

    For small models, and for SEQ and SSEQ above all: there what one decision maker must prefer depends on what the
    others prefer, so conditions that each take the others as they are do not say what several could change together.

    Parameters
    ----------
    model : GraphModel
    state : int
        Index of the wanted state.
    concept : str
        Of those of :func:`~detente.stability.analyze.analyze_stability`.
    parties : sequence of int, optional
        Whose preferences are open; those of all where absent.
    within : int, optional
        Try all profiles up to so many swaps. Where absent, up to the first number at which one is found.
    most : int
        Try so many profiles at most.
    choices : Choices, optional
        Where published definitions differ.

    Returns
    -------
    ProfileSearch
        Exact as far as it went. A swap exchanges the ranks of two states whose ranks follow each other, so ties remain
        as many as they are.

    Raises
    ------
    InputError
        If there is no such state, concept or decision maker.
    """
    _check(model, state, concept, parties)
    opened = tuple(range(len(model.decision_makers)) if parties is None else parties)
    base, position = with_moves(model), model.position(state)
    start: Profile = tuple(tuple(np.unique(row, return_inverse=True)[1].tolist()) for row in model.ranks)
    tried: list[int] = []
    held: list[list[Profile]] = []
    is_complete = True
    for shell in _shells(start, opened):
        if (any(held) if within is None else len(tried) > within) or not is_complete:
            break
        is_complete = sum(tried) + len(shell) <= most
        if is_complete:
            tried.append(len(shell))
            held.append([p for p in shell if _is_equilibrium(base, p, position, concept, choices or Choices())])
    first = next((n for n, found in enumerate(held) if found), None)
    profiles = () if first is None else tuple(np.array(p, dtype=np.int32) for p in held[first])
    return ProfileSearch(state, concept, first, profiles, tuple(tried), tuple(map(len, held)), is_complete)


def _shells(start: Profile, parties: Sequence[int]) -> Iterator[list[Profile]]:
    """Go through the profiles by how many swaps it takes to come to them."""
    before, shell = {start}, {start}
    while shell:
        yield sorted(shell)
        after = {p for old in shell for p in _swapped(old, parties)} - before - shell
        before, shell = shell, after


def _swapped(profile: Profile, parties: Sequence[int]) -> Iterator[Profile]:
    """Go through the profiles that differ by one exchange of ranks that follow each other."""
    for party in parties:
        row = profile[party]
        for s, t in product(range(len(row)), repeat=2):
            if row[t] == row[s] + 1:
                changed = list(row)
                changed[s], changed[t] = row[t], row[s]
                yield (*profile[:party], tuple(changed), *profile[party + 1 :])


def _is_equilibrium(model: GraphModel, profile: Profile, position: int, concept: str, choices: Choices) -> bool:
    engine = engine_of(replace(model, ranks=np.array(profile, dtype=np.int32)))
    return all(CONCEPTS[concept](engine, p, choices)[position] for p in range(len(profile)))


def _check(model: GraphModel, state: int, concept: str, parties: Sequence[int] | None) -> None:
    problems = []
    if state not in model.index:
        problems.append(Problem("state", f"there is no state {state!r}", "give the index of a feasible state"))
    if concept not in CONCEPTS:
        problems.append(Problem("concept", f"there is no concept {concept!r}", f"use {', '.join(CONCEPTS)}"))
    known = range(len(model.decision_makers))
    problems += [
        Problem("parties", f"there is no decision maker {p!r}", f"use 0–{len(known) - 1}")
        for p in parties or () if p not in known
    ]  # fmt: skip
    if problems:
        raise InputError(problems)
