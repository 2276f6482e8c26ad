"""From a case to a graph model: the only file of the engine that knows a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from detente.case import Case
from detente.errors import CaseError, InputError
from detente.stability.model import GraphModel
from detente.stability.preferences import Ranks, ranks_of_statements
from detente.stability.states import Ints

Problem = Case | GraphModel
"""What the verbs of the engine take: a case, or its model."""


def as_model(problem: Problem) -> GraphModel:
    """Return the graph model of a problem."""
    return problem if isinstance(problem, GraphModel) else graph_model(problem)


def graph_model(case: Case) -> GraphModel:
    """Return the graph model of a case.

    The decision makers are the parties with options. A party without priorities or a ranking sees no difference
    between states; an option without ``now`` counts as not taken today. Both are noted in the model.

    Raises
    ------
    CaseError
        If the case has no options, today's state cannot be, or a ranking leaves states out.
    TooLargeError
        If the states would not fit into memory.
    """
    owners = tuple(key for key, own in case.options.items() if own)
    if not owners:
        raise CaseError.of(
            "no-options",
            "the case has no options, so there are no states",
            "write under options what each party can do",
        )
    options = [(n, key, name) for n, key in enumerate(owners) for name in case.options[key]]
    names = [f"{key}.{name}" for _, key, name in options]
    frame = GraphModel.from_options(
        [n for n, _, _ in options], priorities=[()] * len(owners), infeasible=case.infeasible,
        directions=[case.options[k][o].moves for _, k, o in options], decision_makers=owners, options=names,
    )  # fmt: skip
    ranks = np.array([_ranks(case, key, frame, names) for key in owners], dtype=np.int32)
    return replace(
        frame, ranks=ranks, now=_now(case, frame), case_digest=case.digest, notes=tuple(_notes(case, owners)),
        option_labels=tuple(case.options[k][o].label for _, k, o in options),
    )  # fmt: skip


def _ranks(case: Case, party: str, frame: GraphModel, names: Sequence[str]) -> Ranks:
    by_name = {name: k for k, name in enumerate(names)}
    if party in case.rankings:
        return _ranks_of_patterns(case.rankings[party], frame.index, party)
    return ranks_of_statements(case.priorities.get(party, ()), frame.index, by_name)


def _ranks_of_patterns(tiers: Sequence[Sequence[str]], index: Ints, party: str) -> Ranks:
    """Return the ranks of a list of patterns from best to worst; a state belongs to the first that fits it."""
    ranks = np.full(len(index), -1, dtype=np.int32)
    for level, tier in enumerate(tiers):
        for pattern in tier:
            mask = sum(1 << k for k, letter in enumerate(pattern) if letter != "-")
            wanted = sum(1 << k for k, letter in enumerate(pattern) if letter == "Y")
            ranks[(ranks < 0) & (index & mask == wanted)] = len(tiers) - 1 - level
    if (ranks < 0).any():
        missing = int(index[int(np.argmin(ranks))])
        raise CaseError.of(
            "ranking", f"the ranking of {party} leaves out {int((ranks < 0).sum())} states, such as {_letters(missing, tiers)}",
            "add them, or end it with a pattern of - only",
        )  # fmt: skip
    return ranks


def _letters(index: int, tiers: Sequence[Sequence[str]]) -> str:
    return "".join("Y" if index >> k & 1 else "N" for k in range(len(tiers[0][0])))


def _now(case: Case, frame: GraphModel) -> int | None:
    """Return the index of today's state, or None where no option says what is taken."""
    taken = [case.options[k][o].now for k, own in case.options.items() for o in own]
    if all(t is None for t in taken):
        return None
    index = sum(1 << k for k, t in enumerate(taken) if t)
    try:
        frame.position(index)
    except KeyError:
        raise CaseError.of(
            "now", "the options that are taken today cannot be together", "mend now: or infeasible:"
        ) from None
    return index


def _notes(case: Case, owners: Sequence[str]) -> Iterator[str]:
    for key in owners:
        if not case.priorities.get(key) and key not in case.rankings:
            yield f"{key} has no priorities and is taken to see no difference between states"
    unknown = [f"{k}.{o}" for k, own in case.options.items() for o, option in own.items() if option.now is None]
    if unknown and len(unknown) < sum(map(len, case.options.values())):
        yield f"{', '.join(unknown)}: nobody says whether it is taken today; taken as not"


def state_of(model: GraphModel, text: str) -> int:
    """Return the position of a state that a person names: by its index, its letters, or its label.

    Raises
    ------
    InputError
        If there is none.
    """
    for position in _candidates(model, text):
        return position
    shown = ", ".join(model.label(p) for p in range(min(model.size, 4)))
    raise InputError.of(
        "state", f"there is no state {text!r}", f"name one by its index or its letters, such as {shown}, or 'now'"
    )


def _candidates(model: GraphModel, text: str) -> Iterator[int]:
    if text == "now" and model.now is not None:
        yield model.position(model.now)
    letters = set(text) <= set("YN") and len(text) == len(model.options)
    number = sum(1 << k for k, letter in enumerate(text) if letter == "Y") if letters else None
    if number is None and text.isdecimal() and len(text) < 20:
        number = int(text)
    if number is not None and (
        (model.given is None and number < model.size) or number in (model.given if model.given is not None else ())
    ):
        yield model.position(number)
    if text in model.labels:
        yield model.labels.index(text)
