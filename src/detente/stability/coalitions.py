"""Would a coalition upset what its members would not upset alone? Stability when decision makers act together.

Kilgour, Hipel, Fang and Peng (2001), *Group Decision and Negotiation* 10; Inohara and Hipel (2008), *Systems
Engineering* 11 and *Journal of Systems Science and Systems Engineering* 17.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, get_args

import numpy as np

from detente.errors import InputError, Problem, TooLargeError
from detente.stability.arcs import Arcs, Ints, arcs_of_options
from detente.stability.choices import Choices
from detente.stability.coalition_moves import (
    Coalition,
    Focal,
    Gain,
    JointMoves,
    Loss,
    Players,
    Replies,
    Rules,
    arcs_of,
    groups,
    refuse_size,
)
from detente.stability.coalition_result import CoalitionResult
from detente.stability.model import GraphModel
from detente.stability.threats import ArcThreats

Moves = Literal["in turn", "together"]

CONCEPTS = ("nash", "gmr", "smr", "seq")
MAX_COALITIONS = 4096
MAX_WORK = 2e10
"""Entries of relations that are gone through at most: a few minutes."""

GMCR_PY: Mapping[str, Any] = MappingProxyType({"moves": "together", "choices": Choices(joint="once")})
"""How gmcr-py 0.4.1 (the code of GMCR+; Kinsara, Petersons, Hipel and Kilgour 2015) reads a partition."""


def coalition_stability(  # noqa: PLR0913 (each is a place where definitions differ)
    model: GraphModel,
    concepts: Sequence[str] = CONCEPTS,
    coalitions: Sequence[Sequence[int]] | None = None,
    *,
    gain: Gain = "all",
    loss: Loss = "some",
    returns: bool = False,
    replies: Replies = "coalitions",
    choices: Choices | None = None,
    progress: Callable[[int], None] | None = None,
) -> CoalitionResult:
    """Return which states hold although decision makers may act together.

    A coalition H leaves s for a coalition improvement: a state that its members reach together, nobody moving twice in
    a row, and by which they gain. It stays where every coalition improvement meets a sanction by the others: after
    any of their joint moves (GMR), also if H moves on together (SMR), or after coalition improvements, one after the
    other, by groups of the others (SEQ). With ``choices.joint`` other than ``"legal"`` the others do less together.

    Parameters
    ----------
    model : GraphModel
        At most some 20,000 states.
    concepts : sequence of {"nash", "gmr", "smr", "seq"}
    coalitions : sequence of sequences of int, optional
        Decision makers of each coalition; all non-empty coalitions where absent.
    gain : {"all", "pareto"}
        All members gain (Kilgour et al. 2001; Inohara and Hipel 2008), or none loses and one gains (Zhu, Kilgour and
        Hipel, Pareto coalition improvement).
    loss : {"some", "all"}
        A state deters where it is not better for one member at least (Inohara and Hipel 2008), or for every member.
    returns : bool
        Whether the others reach the state that they start from where they can come back to it (inductive definition
        of Fang, Hipel and Kilgour 1993), or not (zero diagonal of the matrix form, Xu et al. 2018). It changes a
        result only with ``gain="pareto"`` and ``loss="some"``, where an improvement may be no gain for some member.
    replies : {"coalitions", "singles"}
        Who takes the steps of a credible sanction (SEQ): any sub-coalitions of the others, none twice in a row
        (class improvement, Inohara and Hipel 2008), or single decision makers, as without coalitions.
    progress : callable, optional
        Called with the number of coalitions that are done.
    choices : Choices, optional
        ``credible="outcome"``: one improvement by one group of the others.

    Returns
    -------
    CoalitionResult
        Exact.

    Raises
    ------
    InputError
        With every fault: no such concept or choice, an empty coalition, a member that does not exist.
    TooLargeError
        If the model is too large; said before it is tried.
    """
    parties = range(len(model.decision_makers))
    rules = _checked(concepts, Rules(gain, loss, returns, replies, choices or Choices()), _faults(coalitions, parties))
    if coalitions is None:
        _refuse_coalitions(len(parties))
    asked = tuple(groups(parties)) if coalitions is None else tuple(tuple(sorted(map(int, c))) for c in coalitions)
    refuse_size(model, len({*asked, *(_replying(asked, parties, rules) if "seq" in concepts else ())}))
    _refuse_work(model, asked, concepts, rules)
    players = Players(model, [(p,) for p in parties], [model.moves(p) for p in parties], rules)
    return _result(model, players, asked, asked, concepts, {"replies": replies}, progress)


def merged_stability(  # noqa: PLR0913 (each is a place where definitions differ)
    model: GraphModel,
    partition: Sequence[Sequence[int]],
    concepts: Sequence[str] = CONCEPTS,
    *,
    moves: Moves = "in turn",
    gain: Gain = "all",
    loss: Loss = "some",
    returns: bool = False,
    choices: Choices | None = None,
) -> CoalitionResult:
    """Return which states hold if these coalitions have formed, each acting as one decision maker, and no others can.

    ``merged_stability(model, partition, **GMCR_PY)`` reads a partition as gmcr-py does.

    Parameters
    ----------
    model : GraphModel
        At most some 20,000 states.
    partition : sequence of sequences of int
        The coalitions; who stays alone is a coalition of one.
    concepts : sequence of {"nash", "gmr", "smr", "seq"}
    moves : {"in turn", "together"}
        A move of a coalition: a sequence of its members' moves through feasible states, nobody moving twice in a row;
        or any of their options at once, whatever lies between (gmcr-py; needs a model in option form).
    gain, loss, returns
        As in :func:`coalition_stability`.
    choices : Choices, optional
        Read with coalitions in the place of decision makers.

    Returns
    -------
    CoalitionResult
        Exact.

    Raises
    ------
    InputError
        With every fault, also where a decision maker is in no coalition or in two.
    TooLargeError
        If the model is too large; said before it is tried.
    """
    parties = range(len(model.decision_makers))
    faults = [*_faults(partition, parties), *_partition_faults(partition, parties), *_move_faults(model, moves)]
    rules = _checked(concepts, Rules(gain, loss, returns, "singles", choices or Choices()), faults)
    blocks = tuple(tuple(sorted(map(int, c))) for c in partition)
    outcomes = 1 << len(blocks) if rules.choices.credible == "outcome" else 0
    refuse_size(model, len(blocks) + outcomes)
    arcs = [_block_moves(model, block, moves) for block in blocks]
    players = Players(model, blocks, arcs, rules)
    return _result(model, players, [(b,) for b in range(len(blocks))], blocks, concepts, {"moves": moves})


def improvements(model: GraphModel, coalition: Sequence[int], position: int, *, gain: Gain = "all") -> Ints:
    """Return the states to which a coalition would move from one state: reached together, and a gain.

    Parameters
    ----------
    model : GraphModel
    coalition : sequence of int
    position : int
        Where it starts.
    gain : {"all", "pareto"}
        As in :func:`coalition_stability`.

    Returns
    -------
    int array
        Positions, ascending.
    """
    if gain not in get_args(Gain):
        raise InputError([_choice_fault("gain", gain, Gain)])
    reached = joint_moves(model, coalition, position)
    mine = model.ranks[sorted(coalition)]
    after, before = mine[:, reached], mine[:, [position]]
    kept = (after > before).all(axis=0) if gain == "all" else (after >= before).all(0) & (after > before).any(0)
    return reached[kept]


def joint_moves(model: GraphModel, coalition: Sequence[int], position: int, *, returns: bool = False) -> Ints:
    """Return the states that a coalition reaches from one state, R_H(s), nobody moving twice in a row.

    Parameters
    ----------
    model : GraphModel
    coalition : sequence of int
    position : int
        Where it starts.
    returns : bool
        Whether the start counts where the coalition can come back to it (inductive definition) or not (matrix form).

    Returns
    -------
    int array
        Positions, ascending.
    """
    faults = _faults([coalition], range(len(model.decision_makers)))
    if not 0 <= position < model.size:
        faults.append(Problem("position", f"there is no state at {position}", f"use 0–{model.size - 1}"))
    if faults:
        raise InputError(faults)
    refuse_size(model, 0)
    reached = ArcThreats(model).reached_from(position, sorted(coalition))
    return reached if returns else reached[reached != position]


def _result(
    model: GraphModel, players: Players, focal: Sequence[Coalition], coalitions: tuple[Coalition, ...],
    concepts: Sequence[str], parameters: Mapping[str, Any], progress: Callable[[int], None] | None = None,
) -> CoalitionResult:  # fmt: skip
    stable = {c: np.ones((len(coalitions), model.size), dtype=bool) for c in concepts}
    for row, group in enumerate(focal):
        questions = Focal(players, group)
        for concept, table in stable.items():
            table[row] = questions.stable(concept)
        if progress:
            progress(row + 1)
    equilibria = {c: np.sort(model.index[table.all(axis=0)]) for c, table in stable.items()}
    is_universal = len(set(coalitions)) == (1 << len(model.decision_makers)) - 1
    said = players.rules.plain() | dict(parameters)
    return CoalitionResult(model, coalitions, stable, equilibria, is_universal, "relations", said, model.case_digest)


def _refuse_work(model: GraphModel, asked: Sequence[Coalition], concepts: Sequence[str], rules: Rules) -> None:
    """Refuse what would take many minutes: rows of relations, for each coalition and, for SEQ, each group that replies."""
    others = [len(model.decision_makers) - len(c) for c in asked]
    replying = sum(n if rules.replies == "singles" else (1 << n) - 1 for n in others) if "seq" in concepts else 0
    work = model.size**2 * (len(asked) * len(concepts) + replying)
    if work > MAX_WORK:
        raise TooLargeError(
            f"{len(asked):,} coalitions and {replying:,} groups that reply, over {model.size:,} states, take {work:.0e} steps, "
            f"and at most {MAX_WORK:.0e} are made; name fewer coalitions, leave out seq, or list fewer states"
        )


def _block_moves(model: GraphModel, block: Coalition, moves: Moves) -> Arcs:
    """Return what a coalition of a partition does in one move."""
    if moves == "together":
        bits = [model.own_bits(p) for p in block]
        return arcs_of_options(model.index, *(sum(b[kind] for b in bits) for kind in range(3)))
    own_moves = [model.moves(p) for p in block]
    return own_moves[0] if len(block) == 1 else arcs_of(JointMoves(own_moves, model.size, "legal").reach())


def _checked(concepts: Sequence[str], rules: Rules, faults: Sequence[Problem]) -> Rules:
    """Return the rules, or raise every fault."""
    found = [
        _choice_fault(name, value, allowed)
        for name, value, allowed in (("gain", rules.gain, Gain), ("loss", rules.loss, Loss), ("replies", rules.replies, Replies))
        if value not in get_args(allowed)
    ]  # fmt: skip
    unknown = [concepts] if isinstance(concepts, str) else [c for c in concepts if c not in CONCEPTS]
    found += [
        Problem("concept", f"there is no concept {c!r} of coalitions", f"give a list of {', '.join(CONCEPTS)}")
        for c in unknown
    ]
    if problems := [*found, *faults]:
        raise InputError(problems)
    return rules


def _choice_fault(name: str, value: Any, allowed: Any) -> Problem:
    return Problem("choice", f"{name} is {value!r}", f"use {', '.join(map(repr, get_args(allowed)))}")


def _faults(coalitions: Sequence[Sequence[int]] | None, parties: range) -> list[Problem]:
    if coalitions is None:
        return []
    found = [problem for coalition in coalitions for problem in _member_faults(coalition, parties)]
    if not len(coalitions):
        found.append(Problem("coalition", "no coalition is asked for", "give one"))
    if not found and len({frozenset(c) for c in coalitions}) < len(coalitions):
        found.append(Problem("coalition", "a coalition stands twice", "name each once"))
    return found


def _member_faults(coalition: Sequence[int], parties: range) -> Iterator[Problem]:
    members = list(coalition) if isinstance(coalition, Iterable) else []
    if not members:
        yield Problem("coalition", f"{coalition!r} is no coalition", "give a list of decision makers by number")
    unknown = [p for p in members if not isinstance(p, (int, np.integer)) or p not in parties]
    if unknown:
        last = len(parties) - 1
        yield Problem("coalition", f"there is no decision maker {', '.join(map(repr, unknown))}", f"use 0–{last}")
    elif len(set(members)) < len(members):
        yield Problem("coalition", f"{members} names a member twice", "name each once")


def _partition_faults(partition: Sequence[Sequence[int]], parties: range) -> list[Problem]:
    placed = [p for block in partition if isinstance(block, Iterable) for p in block]
    return [
        Problem("partition", f"decision maker {p} is in {placed.count(p)} coalitions", "put each into exactly one")
        for p in parties
        if placed.count(p) != 1
    ]


def _move_faults(model: GraphModel, moves: str) -> list[Problem]:
    if moves not in get_args(Moves):
        return [_choice_fault("moves", moves, Moves)]
    if moves == "together" and model.arcs is not None:
        return [Problem("choice", "moves='together' needs options, and this model is made of arcs", "use 'in turn'")]
    return []


def _replying(asked: Sequence[Coalition], parties: range, rules: Rules) -> set[Coalition]:
    """Return the groups whose improvements credible sanctions are made of."""
    others = {tuple(p for p in parties if p not in c) for c in asked}
    if rules.replies == "singles" and rules.choices.credible == "each step":
        return {(p,) for c in others for p in c}
    _refuse_coalitions(max(map(len, others)))
    return {group for c in others for group in groups(c)}


def _refuse_coalitions(parties: int) -> None:
    if 1 << parties > MAX_COALITIONS:
        raise TooLargeError(
            f"{parties} decision makers form {(1 << parties) - 1:,} coalitions, and at most {MAX_COALITIONS:,} are tried; "
            "name the coalitions that matter, or let the others reply singly"
        )
