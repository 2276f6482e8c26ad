"""`detente stability`: which states hold, who would leave today's, what would have to be preferred otherwise."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from detente.case import Case
from detente.case.files import check_ending, write_whole
from detente.cli import output
from detente.cli.deals import case_for
from detente.errors import InputError
from detente.findings.holding import changes, departure_sentence, firmness, holding_sentence, shown_states
from detente.findings.words import Words, counted, listed
from detente.interchange.gmcr import read_gmcr
from detente.interchange.gmcr_to_case import case_of
from detente.interchange.graphs_out import dot, graphml
from detente.stability import StabilityResult, analyze_stability
from detente.stability.coalition_result import CoalitionResult
from detente.stability.coalitions import CONCEPTS as COALITION_CONCEPTS
from detente.stability.coalitions import GMCR_PY, coalition_stability, merged_stability
from detente.stability.concepts import CONCEPTS, NAMES
from detente.stability.from_case import graph_model, state_of
from detente.stability.from_gmcr import from_gmcr
from detente.stability.hypergame import without_moves
from detente.stability.inverse import InverseResult, find_preferences
from detente.stability.model import GraphModel
from detente.stability.plain import plain_stability, plain_today
from detente.stability.today import MAX_TOGETHER, Today, today

MOST_LISTED = 12
EXPORTS = (".graphml", ".dot", ".gv", ".csv")
MAX_WAYS = 100_000
"""Ways on which everybody may move with everybody are followed for so many states times coalitions."""
MAX_NODES = 5_000
"""Larger graphs than that nobody draws."""


@dataclass(frozen=True)
class Read:
    """A case or a file of another tool: the case, its graph model, who acts together in it, and what was left out."""

    case: Case
    model: GraphModel
    partition: tuple[tuple[int, ...], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """Everything that was asked for; None where it was not."""

    result: StabilityResult
    now: Today | None
    together: CoalitionResult | None
    inverse: InverseResult | None


def read_model(path: str, documents: Path | None, party: str | None) -> Read:
    """Read a case, or a file of another tool as a case."""
    if not path.lower().endswith(".gmcr"):
        case = case_for(path, documents, party)
        return Read(case, graph_model(case))
    file = read_gmcr(Path(path))
    read = from_gmcr(file)
    model, notes = read.model, tuple(str(note) for note in file.notes)
    if read.misperceived.any():
        model = without_moves(model, [model.index[row].tolist() for row in read.misperceived])
        notes += (
            "moves to and from states that a decision maker misperceives are left out, as the file's own tool does",
        )
    partition = read.coalitions if any(len(c) > 1 for c in read.coalitions) else ()
    return Read(case_of(file), replace(model, notes=()), partition, notes)


def show(
    path: str, documents: Path | None, party: str | None, concepts: Sequence[str], coalitions: Sequence[str],
    start: str | None, wanted: str | None, export: Path | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Analyse and print."""
    if export is not None:
        check_ending(export, *EXPORTS)
    read = read_model(path, documents, party)
    model, chosen = read.model, tuple(concepts) or tuple(CONCEPTS)
    groups = _coalitions(model, coalitions)
    with output.progress("concepts", len(chosen)) as advance:
        result = analyze_stability(model, chosen, progress=advance)
    answers = Answers(
        result, _today(model, start, groups), _together(read, chosen, groups), _wanted(model, wanted, chosen)
    )
    for note in read.notes:
        output.talk(f"note: {note}")
    if export is not None:
        write_whole(export, _exported(result, answers.now, export.suffix.lower()).encode())
        output.talk(f"wrote {export}")
    if as_json:
        output.json(_plain(read, answers))
    else:
        _print(read, answers)


def _together(
    read: Read, concepts: Sequence[str], groups: tuple[tuple[int, ...], ...] | None
) -> CoalitionResult | None:
    """Return what holds against coalitions: those that were asked for, or those that have formed in the file."""
    asked = [c for c in concepts if c in COALITION_CONCEPTS]
    if groups is None and not read.partition:
        return None
    if not asked:
        raise InputError.of(
            "concept", f"coalitions are not defined for {', '.join(concepts)}", f"use {', '.join(COALITION_CONCEPTS)}"
        )
    if groups is None:
        # Moves that are listed one by one cannot be made at once.
        rules = GMCR_PY if read.model.arcs is None else dict(GMCR_PY) | {"moves": "in turn"}
        return merged_stability(read.model, read.partition, asked, **rules)
    total = len(groups) or (1 << len(read.model.decision_makers)) - 1
    with output.progress("coalitions", total) as advance:
        return coalition_stability(read.model, asked, groups or None, progress=advance)


def _wanted(model: GraphModel, wanted: str | None, concepts: Sequence[str]) -> InverseResult | None:
    if wanted is None:
        return None
    asked = [c for c in concepts if c in CONCEPTS]
    if not asked:
        raise InputError.of(
            "concept", f"--inverse is not defined for {', '.join(concepts)}", f"use {', '.join(CONCEPTS)}"
        )
    return find_preferences(model, int(model.index[state_of(model, wanted)]), asked)


def _coalitions(model: GraphModel, given: Sequence[str]) -> tuple[tuple[int, ...], ...] | None:
    """Return the coalitions that were asked for: none, or an empty tuple for all of them."""
    if not given:
        return None
    if list(given) == ["all"]:
        return ()
    found = []
    for text in given:
        members = [m.strip() for m in text.split(",")]
        unknown = [m for m in members if m not in model.decision_makers]
        if unknown:
            raise InputError.of(
                "coalition", f"there is no decision maker {', '.join(map(repr, unknown))}",
                f"use {', '.join(model.decision_makers)}, joined by commas, or all",
            )  # fmt: skip
        found.append(tuple(model.decision_makers.index(m) for m in members))
    return tuple(found)


def _today(model: GraphModel, state: str | None, groups: tuple[tuple[int, ...], ...] | None) -> Today | None:
    if state is None and model.now is None:
        return None
    start = None if state is None else int(model.index[state_of(model, state)])
    if groups == ():
        parties = range(len(model.decision_makers))
        groups = tuple(c for size in range(2, MAX_TOGETHER + 1) for c in combinations(parties, size))
        groups = groups if model.size * len(groups) <= MAX_WAYS else ()
    return today(model, start, coalitions=groups or ())


def _plain(read: Read, answers: Answers) -> dict[str, Any]:
    model, plain = read.model, plain_stability(answers.result)
    plain["from"] = plain_today(answers.now) if answers.now else None
    plain["notes"] = [*plain["notes"], *read.notes]
    if answers.together is not None:
        plain["coalitions"] = {
            "equilibria": {c: states.tolist() for c, states in answers.together.equilibria.items()},
            "asked": [[model.decision_makers[p] for p in c] for c in answers.together.coalitions],
        }
    if answers.inverse is not None:
        plain["inverse"] = {c: _plain_inverse(read, answers.inverse, c) for c in answers.inverse.conditions}
    return plain


def _plain_inverse(read: Read, inverse: InverseResult, concept: str) -> list[dict[str, Any]]:
    model = read.model
    rows = zip(
        model.decision_makers,
        inverse.holds(concept),
        inverse.conditions[concept],
        inverse.changes(concept, 1),
        strict=True,
    )
    return [
        {
            "party": name, "holds": holds, "condition": _named(read, name, condition.in_words(_labels(read, inverse.state, name))),
            "smallest_change": sorted(int(model.index[s]) for s in change.sets[0]) if change.sets else [],
        }
        for name, holds, condition, change in rows
    ]  # fmt: skip


def _print(read: Read, answers: Answers) -> None:
    case, words, model, result, now = read.case, Words(read.case), read.model, answers.result, answers.now
    makers, options = counted(len(model.decision_makers), "decision maker"), counted(len(model.options), "option")
    output.data(f"{makers}, {options}, {counted(model.size, 'state')}")
    for concept, states in result.equilibria.items():
        output.data(f"  {NAMES[concept]:44}{len(states):>10,} {'equilibrium' if len(states) == 1 else 'equilibria'}")
    if now is not None:
        output.data("")
        _wrapped(holding_sentence(case, words, now))
        _bullets([departure_sentence(case, words, now, d) for d in now.departures[1:]])
        _ways(case, words, now)
        _table(case, now)
    else:
        _strongest(result)
    if answers.together is not None:
        _coalitions_hold(words, answers.together)
    if answers.inverse is not None:
        _inverse(read, answers.inverse)
    for note in model.notes:
        output.data(f"Note: {note}.")


def _coalitions_hold(words: Words, found: CoalitionResult) -> None:
    named = "; ".join(
        listed([words.party(found.model.decision_makers[p]) for p in c]) for c in found.coalitions[:MOST_LISTED]
    )
    more = len(found.coalitions) - MOST_LISTED
    output.data("")
    _wrapped(f"States that hold against {named}{f' and {more} more' if more > 0 else ''}")
    _bullets([f"{NAMES[c]}: {_indices(states.tolist())}" for c, states in found.equilibria.items()])


def _ways(case: Case, words: Words, now: Today) -> None:
    names = now.model.decision_makers
    sentences = []
    for state, standing in list(now.reached().items())[:MOST_LISTED]:
        way = now.course.ways[state]
        steps = "; then ".join(
            f"{listed([words.party(names[m]) for m in s.movers])}: {changes(case, now.model, s.source, s.target, known=s.movers)}"
            for s in way
        )
        sentences.append(f"To {state}: {steps}; {firmness(words, now, standing)}.")
    if sentences:
        output.data("\nWays of improvements from here to states that hold")
        _bullets(sentences)


def _table(case: Case, now: Today) -> None:
    """Print the option table as the field prints it: options down, states across, Y and N."""
    states, model = shown_states(now), now.model
    output.data("\n" + f"{'':52}" + "".join(f"{s.letter:>7}" for s in states))
    for party, name in enumerate(model.decision_makers):
        output.data(case.parties[name].name)
        for k, option in enumerate(model.options):
            if model.owners[k] == party:
                label = case.options[name][option.partition(".")[2]].label
                cells = "".join(f"{'Y' if s.standing.state >> k & 1 else 'N':>7}" for s in states)
                output.data(f"  {textwrap.shorten(label, 49, placeholder=' …'):50}{cells}")
    output.data(f"{'state':52}" + "".join(f"{s.standing.state:>7}" for s in states))
    for concept in now.result.stable:
        cells = "".join(f"{'-' if s.standing.leavers[concept] else 'holds':>7}" for s in states)
        output.data(f"{NAMES[concept]:52}{cells}")


def _strongest(result: StabilityResult) -> None:
    output.data("\nStates that hold, under most concepts first (nobody says which state is today's: see --from)")
    found = list(result.strongest().items())
    _bullets([f"{s} {result.model.label(result.model.position(s))}: {', '.join(c)}" for s, c in found[:MOST_LISTED]])
    if len(found) > MOST_LISTED:
        output.data(f"  - and {len(found) - MOST_LISTED:,} more: see --json")


def _inverse(read: Read, inverse: InverseResult) -> None:
    output.data(f"\nFor state {inverse.state} ({inverse.model.label(inverse.model.position(inverse.state))}) to hold")
    for concept in inverse.conditions:
        output.data(f"under {NAMES[concept]}:")
        rows = zip(
            read.model.decision_makers, inverse.holds(concept), inverse.conditions[concept], inverse.changes(concept, 1),
            strict=True,
        )  # fmt: skip
        for name, holds, condition, change in rows:
            names = _labels(read, inverse.state, name)
            _bullets([f"{'holds' if holds else 'fails'}: {_named(read, name, condition.in_words(names))}"])
            if not holds:
                _bullets([f"at least: {_named(read, name, change.in_words(names))}"])


def _named(read: Read, party: str, sentence: str) -> str:
    """Return a sentence that begins with the id of a party with its name instead."""
    return read.case.parties[party].name + sentence.removeprefix(party)


class _labels(Mapping[int, str]):  # noqa: N801 (used like a function)
    """The states as a person would say them: by what is different from one of them. Made when it is asked for."""

    def __init__(self, read: Read, state: int, party: str) -> None:
        self._read, self._state = read, state
        self._known = (read.model.decision_makers.index(party),)

    def __getitem__(self, position: int) -> str:
        index = int(self._read.model.index[position])
        if index == self._state:
            return "it"
        return f"[{changes(self._read.case, self._read.model, self._state, index, self._known)}]"

    def __iter__(self) -> Iterator[int]:
        return iter(range(self._read.model.size))

    def __len__(self) -> int:
        return self._read.model.size


def _exported(result: StabilityResult, now: Today | None, ending: str) -> str:
    """Return the states and moves as a graph, or the frame of all states as a table."""
    if ending == ".csv":
        frame = result.to_frame()
        frame.columns = [".".join(p for p in map(str, c) if p) for c in frame.columns]
        return str(frame.to_csv(index=False))
    nodes, edges = list(_nodes(result, now)), list(_edges(result))
    return graphml(nodes, edges) if ending == ".graphml" else dot(nodes, edges)


def _nodes(result: StabilityResult, now: Today | None) -> Iterator[dict[str, Any]]:
    model = result.model
    if model.size > MAX_NODES:
        raise InputError.of(
            "too-large", f"a graph of {model.size:,} states", f"at most {MAX_NODES:,} are written; use .csv"
        )
    holds = {c: set(states.tolist()) for c, states in result.equilibria.items()}
    for position, index in enumerate(model.index.tolist()):
        under = ", ".join(c for c in holds if index in holds[c])
        is_now = now is not None and index == now.standing.state
        yield {"id": index, "label": model.label(position), "holds_under": under, "now": is_now}


def _edges(result: StabilityResult) -> Iterator[dict[str, Any]]:
    model = result.model
    for party, name in enumerate(model.decision_makers):
        arcs, ranks = model.moves(party), model.ranks[party]
        for source, target in zip(arcs.sources.tolist(), arcs.targets.tolist(), strict=True):
            yield {
                "source": int(model.index[source]), "target": int(model.index[target]), "label": name,
                "improves": bool(ranks[target] > ranks[source]),
            }  # fmt: skip


def _indices(states: Sequence[int]) -> str:
    shown = ", ".join(map(str, states[:MOST_LISTED])) or "none"
    return shown if len(states) <= MOST_LISTED else f"{shown} and {len(states) - MOST_LISTED:,} more"


def _wrapped(text: str) -> None:
    output.data(textwrap.fill(text, output.WIDTH))


def _bullets(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        output.data(
            textwrap.fill(
                sentence, output.WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False
            )
        )
