"""`detente stability`: which states hold, who would leave today's, what would have to be preferred otherwise."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
from detente.stability.coalitions import CoalitionResult, coalition_stability
from detente.stability.concepts import CONCEPTS, NAMES
from detente.stability.from_case import graph_model, state_of
from detente.stability.from_gmcr import from_gmcr
from detente.stability.hypergame import without_moves
from detente.stability.inverse import InverseResult, find_preferences
from detente.stability.model import GraphModel
from detente.stability.plain import plain_stability, plain_today
from detente.stability.smallest_change import SmallestChange
from detente.stability.today import Today, today

MOST_LISTED = 12
EXPORTS = (".graphml", ".dot", ".gv", ".csv")
MAX_NODES = 5_000
"""Larger graphs than that nobody draws."""


@dataclass(frozen=True)
class Asked:
    """What was asked for on the command line."""

    concepts: tuple[str, ...]
    coalitions: tuple[tuple[int, ...], ...] | None
    start: str | None
    wanted: str | None


def read_model(path: str, documents: Path | None, party: str | None) -> tuple[Case, GraphModel, tuple[str, ...]]:
    """Read a case or a file of another tool, and return it as a case with its graph model and what was left out."""
    if not path.lower().endswith(".gmcr"):
        case = case_for(path, documents, party)
        return case, graph_model(case), ()
    file = read_gmcr(Path(path))
    read = from_gmcr(file)
    model = read.model
    notes = tuple(str(note) for note in file.notes)
    if read.misperceived.any():
        model = without_moves(model, [model.index[row].tolist() for row in read.misperceived])
        notes += (
            "moves to and from states that a decision maker misperceives are left out, as the file's own tool does",
        )
    return case_of(file), model, notes


def show(
    path: str, documents: Path | None, party: str | None, concepts: Sequence[str], coalitions: Sequence[str],
    start: str | None, wanted: str | None, export: Path | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Analyse and print."""
    if export is not None:
        check_ending(export, *EXPORTS)
    case, model, notes = read_model(path, documents, party)
    asked = Asked(tuple(concepts) or tuple(CONCEPTS), _coalitions(model, coalitions), start, wanted)
    with output.progress("concepts", len(asked.concepts)) as advance:
        result = analyze_stability(model, asked.concepts, progress=advance)
    now = _today(model, asked)
    together = None
    if asked.coalitions is not None:
        together = coalition_stability(model, [c for c in asked.concepts if c != "sseq"], asked.coalitions or None)
    inverse = None
    if wanted is not None:
        index = int(model.index[state_of(model, wanted)])
        inverse = find_preferences(model, index, [c for c in asked.concepts if c in CONCEPTS])
    for note in notes:
        output.talk(f"note: {note}")
    if export is not None:
        write_whole(export, _exported(result, now, export.suffix.lower()).encode())
        output.talk(f"wrote {export}")
    if as_json:
        output.json(_plain(result, now, together, inverse))
        return
    _print(case, result, now, together, inverse)


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


def _today(model: GraphModel, asked: Asked) -> Today | None:
    if asked.start is None and model.now is None:
        return None
    start = None if asked.start is None else int(model.index[state_of(model, asked.start)])
    together = asked.coalitions
    if together == ():
        parties = range(len(model.decision_makers))
        together = tuple(c for size in range(2, len(parties) + 1) for c in combinations(parties, size))
    return today(model, start, coalitions=together or ())


def _plain(
    result: StabilityResult, now: Today | None, together: CoalitionResult | None, inverse: InverseResult | None
) -> dict[str, Any]:
    plain = plain_stability(result)
    plain["from"] = plain_today(now) if now else None
    if together is not None:
        plain["coalitions"] = {
            "equilibria": {c: states.tolist() for c, states in together.equilibria.items()},
            "asked": [[result.model.decision_makers[p] for p in c] for c in together.coalitions],
        }
    if inverse is not None:
        plain["inverse"] = {
            concept: [
                {"party": name, "holds": holds, "condition": said, "smallest_change": sorted(change.sets[0]) if change.sets else []}
                for name, holds, said, change in zip(
                    result.model.decision_makers, inverse.holds(concept), inverse.in_words(concept), inverse.changes(concept, 1), strict=True
                )
            ]
            for concept in inverse.conditions
        }  # fmt: skip
    return plain


def _print(
    case: Case,
    result: StabilityResult,
    now: Today | None,
    together: CoalitionResult | None,
    inverse: InverseResult | None,
) -> None:
    words, model = Words(case), result.model
    makers, options = counted(len(model.decision_makers), "decision maker"), counted(len(model.options), "option")
    output.data(f"{makers}, {options}, {counted(model.size, 'state')}")
    for concept, states in result.equilibria.items():
        output.data(f"  {NAMES[concept]:34}{len(states):>10,} {'equilibrium' if len(states) == 1 else 'equilibria'}")
    if now is not None:
        output.data("")
        _wrapped(holding_sentence(case, words, now))
        _bullets([departure_sentence(case, words, now, d) for d in now.departures[1:]])
        _ways(case, words, now)
        _table(case, now)
    else:
        _strongest(result)
    if together is not None:
        output.data("\nStable for every coalition asked for")
        _bullets([f"{c}: {_indices(states.tolist())}" for c, states in together.equilibria.items()])
    if inverse is not None:
        _inverse(words, inverse)
    for note in model.notes:
        output.data(f"Note: {note}.")


def _ways(case: Case, words: Words, now: Today) -> None:
    names = now.model.decision_makers
    sentences = []
    for state, standing in list(now.reached().items())[:MOST_LISTED]:
        way = now.course.ways[state]
        steps = "; then ".join(
            f"{listed([words.party(names[m]) for m in s.movers])}: {changes(case, now, s.source, s.target)}"
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


def _inverse(words: Words, inverse: InverseResult) -> None:
    output.data(f"\nFor state {inverse.state} to hold")
    for concept in inverse.conditions:
        output.data(f"under {NAMES[concept]}:")
        rows = zip(
            inverse.model.decision_makers,
            inverse.holds(concept),
            inverse.in_words(concept),
            inverse.changes(concept, 1),
            strict=True,
        )
        for name, holds, said, change in rows:
            _bullets([f"{'holds' if holds else 'fails'}: {_named(words, name, said)}"])
            if not holds:
                _bullets([f"at least: {_named(words, name, change.in_words(_labels(inverse.model, change)))}"])


def _named(words: Words, party: str, sentence: str) -> str:
    """Return a sentence that begins with the id of a party with its name instead."""
    return words.party(party) + sentence.removeprefix(party)


def _labels(model: GraphModel, change: SmallestChange) -> dict[int, str]:
    return {s: model.label(s) for s in (change.state, *(s for some in change.sets for s in some))}


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
