"""What a brief shows of what would hold: sentences, the option table and the state graph, ready for the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.ensemble.stability import Holding
from detente.figures import Figure, state_graph_figure
from detente.findings import Brief
from detente.findings.agreements import agreement_sentence
from detente.findings.holding import (
    ShownState,
    departure_sentence,
    doubt,
    holding_sentence,
    shown_states,
)
from detente.findings.words import Words, counted, listed, upper
from detente.stability.concepts import NAMES, SHORT

WHY = {
    "together": "where several would go together", "by improvements": "reached by moves by which each mover gains",
    "nearest that hold": "the nearest states that hold",
}  # fmt: skip
"""Why a state is shown, by the heading that it has."""


@dataclass(frozen=True)
class OptionRow:
    """An option with its letter in each shown state, and the notes behind it."""

    label: str
    letters: tuple[str, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class OptionGroup:
    """The options of one decision maker."""

    party: str
    rows: tuple[OptionRow, ...]


@dataclass(frozen=True)
class StandingView:
    """What the brief shows of the present state.

    Attributes
    ----------
    sentence, doubt, counts : str
    departures : tuple of str
        Where further coalitions would go, one sentence each.
    states : tuple of ShownState
    groups : tuple of OptionGroup
        The option table: ``Y`` taken, ``N`` not taken.
    legend : str
        Why each state is shown.
    holds : tuple of str
        By shown state: under which concepts it holds.
    leaves : tuple of str
        A sentence for each shown state that somebody would leave.
    method : str
    """

    sentence: str
    doubt: str
    departures: tuple[str, ...]
    states: tuple[ShownState, ...]
    groups: tuple[OptionGroup, ...]
    legend: str
    holds: tuple[str, ...]
    leaves: tuple[str, ...]
    graph: Figure
    counts: str
    method: str


@dataclass(frozen=True)
class StabilityView:
    """Everything that the template needs: of the present state, and of each package once it is signed."""

    now: StandingView | None
    packages: tuple[str, ...]


def stability_view(brief: Brief) -> StabilityView | None:
    """Return what the brief shows, or None where the case has neither a graph model nor anything to break a deal for."""
    words = Words(brief.case)
    packages = tuple(
        agreement_sentence(words, shown.heading, reading)
        for shown, reading in zip(brief.shown, brief.agreements, strict=False)
    )
    now = _now(brief, words, brief.holding) if brief.holding else None
    return StabilityView(now, packages) if now or packages else None


def _now(brief: Brief, words: Words, found: Holding) -> StandingView:
    today = found.today
    states = shown_states(today)
    return StandingView(
        holding_sentence(brief.case, words, today), doubt(words, found),
        tuple(departure_sentence(brief.case, words, today, d) for d in today.departures[1:]),
        states, _groups(brief, found, states), _legend(states), tuple(_holds(s) for s in states),
        tuple(_leaves(words, found, s) for s in states if s.standing.first_leavers), state_graph_figure(words, found), _counts(found), _method(found),
    )  # fmt: skip


def _groups(brief: Brief, found: Holding, states: tuple[ShownState, ...]) -> tuple[OptionGroup, ...]:
    model = found.today.model
    groups = []
    for party, name in enumerate(model.decision_makers):
        rows = []
        for k, option in enumerate(model.options):
            if model.owners[k] == party:
                letters = tuple("Y" if s.standing.state >> k & 1 else "N" for s in states)
                own = brief.case.options[name][option.partition(".")[2]]
                rows.append(OptionRow(own.label, letters, brief.numbers_of(own.because)))
        groups.append(OptionGroup(brief.case.parties[name].name, tuple(rows)))
    return tuple(groups)


def _legend(states: Sequence[ShownState]) -> str:
    """Return why each state but the present one is shown, those of one reason together."""
    letters: dict[str, list[str]] = {}
    for state in states[1:]:
        letters.setdefault(state.heading, []).append(state.letter)
    return (
        upper("; ".join(f"{listed(named)}: {WHY[heading]}" for heading, named in letters.items())) + "."
        if letters
        else ""
    )


def _holds(state: ShownState) -> str:
    concepts = state.standing.concepts
    return "all" if len(concepts) == len(state.standing.leavers) else ", ".join(SHORT[c] for c in concepts) or "none"


def _leaves(words: Words, found: Holding, state: ShownState) -> str:
    names = found.today.model.decision_makers
    who = listed([words.party(names[p]) for p in state.standing.first_leavers])
    feared = (
        "though others would answer that to their own advantage"
        if not state.standing.leavers["seq"]
        else "and nobody would answer that to their own advantage"
    )
    return f"{upper(state.letter)}: {who} could gain by leaving it, {feared}."


def _counts(found: Holding) -> str:
    result = found.today.result
    counts = [f"{len(states):,} under {NAMES[c]} ({SHORT[c]})" for c, states in result.equilibria.items()]
    return f"Of {counted(result.model.size, 'state')}, these hold for everybody: {listed(counts)}."


def _method(found: Holding) -> str:
    options, states = len(found.today.model.options), found.today.model.size
    return (
        f"What holds: the graph model of {options} options and {states:,} states, joint moves in which nobody moves twice "
        "in a row; exact for the priorities as ordered."
    )
