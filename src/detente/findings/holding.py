"""What would hold?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from detente.case import Case
from detente.ensemble.stability import Holding, StabilityDraws
from detente.findings.finding import Analysis, Finding
from detente.findings.words import Words, counted, listed, percent
from detente.stability.explain import Explanation
from detente.stability.model import GraphModel
from detente.stability.today import Departure, Standing, Today

MAX_CHANGES = 6
"""More changes than that are counted and not named in a sentence."""


def holding(analysis: Analysis) -> Finding | None:
    """Say whether today's state holds, who would leave it, and where several would go together."""
    found = analysis.holding
    if found is None:
        return None
    today, words = found.today, analysis.words
    first = today.departures[0] if today.departures else None
    return Finding(
        "holding", holding_sentence(analysis.case, words, today),
        do=_do(words, today, first), watch=_watch(words, today, first),
        ask=f"Would {_asked(words, today)} put these priorities in the same order?",
        uncertainty=doubt(words, found),
        details=(*(departure_sentence(analysis.case, words, today, d) for d in today.departures), *_notes(today)),
        statements=_statements(analysis.case),
    )  # fmt: skip


def holding_sentence(case: Case, words: Words, today: Today) -> str:
    """Return whether a state holds, and where a coalition would take it, in one or two sentences."""
    sentence = _stands(case, words, today)
    if today.departures:
        sentence += " " + departure_sentence(case, words, today, today.departures[0])
    return sentence


def _stands(case: Case, words: Words, today: Today) -> str:
    names, state = today.model.decision_makers, _state(today)
    leavers = today.standing.leavers
    if not leavers["nash"]:
        return f"Given these priorities, {state} holds: none of {counted(len(names), 'party', 'parties')} gains by a move of its own."
    if not leavers["seq"]:
        tempted = listed([words.party(names[p]) for p in leavers["nash"]])
        return f"Given these priorities, {state} holds: {tempted} could gain by a move, but others would answer it to their own advantage."
    escapes = [_escape(case, words, today, r) for r in today.reasons if r.escape is not None]
    why = listed(escapes) or f"{listed([words.party(names[p]) for p in leavers['seq']])} would leave it"
    return f"Given these priorities, {state} does not hold: {why}."


def _state(today: Today) -> str:
    is_present = today.standing.state == today.model.now
    return "the present state" if is_present else f"state {today.standing.state}"


def _escape(case: Case, words: Words, today: Today, reason: Explanation) -> str:
    """Return who leaves, with the least that it changes, where nothing that the others gain by would deter it."""
    name = words.party(today.model.decision_makers[reason.party])
    free = [a.improvement for a in reason.answers if a.sanction is None]
    nearest = min(free, key=lambda s: ((s ^ reason.state).bit_count(), s))
    steps = changes(case, today.model, reason.state, nearest, known=(reason.party,))
    return f"{name} gains by {steps}, and no move by which others gain would deter it"


def departure_sentence(case: Case, words: Words, today: Today, departure: Departure) -> str:
    """Return where a coalition would go together, and whether that holds."""
    who = listed([words.party(today.model.decision_makers[p]) for p in departure.coalition])
    steps = changes(case, today.model, today.standing.state, departure.target.state, known=departure.coalition)
    return f"Together {who} would all gain: {steps}; {firmness(words, today, departure.target)}."


def firmness(words: Words, today: Today, standing: Standing) -> str:
    """Return whether a state would hold once it is reached, and who would leave it first."""
    names, leavers = today.model.decision_makers, standing.leavers
    if not leavers["nash"]:
        return "that would hold, as nobody then gains by a move of its own"
    if not leavers["seq"]:
        tempted = listed([words.party(names[p]) for p in leavers["nash"]])
        expects = "expects" if len(leavers["nash"]) == 1 else "expect"
        return f"that would hold as long as {tempted} {expects} the others to answer a breach"
    first = listed([words.party(names[p]) for p in leavers["seq"]])
    is_certain = set(leavers["seq"]) <= set(leavers["gmr"])
    by = "by no move of the others at all" if is_certain else "by no move from which the others gain"
    return f"that would not hold by itself: {first} would leave it, and could be deterred {by}"


def changes(case: Case, model: GraphModel, before: int, after: int, known: Collection[int] = ()) -> str:
    """Return what is different between two states: who takes or gives up what, the same step of several named once.

    Parameters
    ----------
    case : Case
    model : GraphModel
    before, after : int
        Indices of the states.
    known : collection of int
        Decision makers that the sentence has just named: where all of them take the same steps, they are not named again.
    """
    steps: dict[tuple[str, bool], list[int]] = {}
    for k, option in enumerate(model.options):
        if (before ^ after) >> k & 1:
            party, _, name = option.partition(".")
            steps.setdefault((case.options[party][name].label, bool(after >> k & 1)), []).append(model.owners[k])
    is_plain = all(set(owners) == set(known) for owners in steps.values())
    named = [_step(case, model, label, () if is_plain else owners, taken=t) for (label, t), owners in steps.items()]
    more = len(named) - MAX_CHANGES
    return listed([*named[:MAX_CHANGES], *([counted(more, "more change")] if more > 0 else [])])


def _step(case: Case, model: GraphModel, label: str, owners: Sequence[int], *, taken: bool) -> str:
    who = listed([case.parties[model.decision_makers[p]].name for p in owners])
    return f"{who}{' ' if who else ''}{'' if taken else 'ending '}“{label}”"


def _do(words: Words, today: Today, first: Departure | None) -> str:
    if first is not None:
        who = listed([words.party(today.model.decision_makers[p]) for p in first.coalition])
        alone = set(first.coalition) & set(today.standing.leavers["nash"])
        if not alone and not first.target.leavers["seq"]:
            return f"Ask whether {who} would take this step at the same moment: none of them gains by going first."
        return f"Find out whether {who} are in touch about such a step; the model says that they could agree on it, not that it is wanted."
    if today.standing.leavers["seq"]:
        return "Settle first what answers this move, and make the answer known."
    return "Look for what would change the order of a priority: moves alone change nothing here."


def _watch(words: Words, today: Today, first: Departure | None) -> str:
    names = today.model.decision_makers
    if first is not None and first.target.first_leavers:
        leavers = [words.party(names[p]) for p in first.target.first_leavers]
        return (
            f"Signs that {listed(leavers)} {'prepares' if len(leavers) == 1 else 'prepare'} to leave what was reached."
        )
    if first is not None:
        return "Who of them is asked to go first, and what it is promised for that."
    return "A party that acts against the order of its priorities: the model of it is wrong then."


def _asked(words: Words, today: Today) -> str:
    members = today.departures[0].coalition if today.departures else today.standing.first_leavers
    names = [words.party(today.model.decision_makers[p]) for p in members]
    return listed(names) if names else "the parties themselves"


def doubt(words: Words, found: Holding) -> str:
    """Return how sure the answer is."""
    draws = found.draws
    if draws is None or not draws.draws:
        return "Exact for the priorities as they are ordered."
    text = f"Exact for the priorities as they are ordered; {_often(draws)}."
    shaky = sorted((p for p, s in draws.leaves.items() if s > 0), key=lambda p: -draws.leaves[p])
    return text + (f" It is {words.party(shaky[0])} that leaves most often." if shaky else "")


def _often(draws: StabilityDraws) -> str:
    """Return in how many orders of the priorities the state holds."""
    how = f"of {counted(draws.draws, 'draw')} in which neighbours in each order change places"
    if set(draws.holds.values()) == {1.0}:
        return f"the same in every one {how}"
    if draws.holds["nash"] == draws.holds["seq"]:
        return f"it holds in {percent(draws.holds['seq'])} {how}"
    return (
        f"nobody gains by a move of its own in {percent(draws.holds['nash'])} {how}, and nobody whose gain the others "
        f"would not answer to their own advantage in {percent(draws.holds['seq'])}"
    )


def _notes(today: Today) -> list[str]:
    return [f"{note[:1].upper()}{note[1:]}." for note in today.model.notes]


def _statements(case: Case) -> tuple[str, ...]:
    """Cite what stands behind the options."""
    return tuple(dict.fromkeys(s for own in case.options.values() for o in own.values() for s in o.because))


@dataclass(frozen=True)
class ShownState:
    """A state with a letter of its own in tables and figures."""

    letter: str
    heading: str
    standing: Standing


def shown_states(today: Today, most: int = 5) -> tuple[ShownState, ...]:
    """Return the states that matter: the present one, where coalitions would go, what improvements reach, the nearest equilibria."""
    found: dict[int, tuple[str, Standing]] = {today.standing.state: ("now", today.standing)}
    for departure in today.departures:
        found.setdefault(departure.target.state, ("together", departure.target))
    for state, standing in today.reached().items():
        found.setdefault(state, ("by improvements", standing))
    for state, standing in _nearest(today, most):
        found.setdefault(state, ("nearest that hold", standing))
    letters = ["now" if today.standing.state == today.model.now else "here", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    kept: Sequence[tuple[str, Standing]] = list(found.values())[: most + 1]
    return tuple(ShownState(letters[n], heading, standing) for n, (heading, standing) in enumerate(kept))


def _nearest(today: Today, most: int) -> list[tuple[int, Standing]]:
    """Return the equilibria under most concepts that differ from the present state by the fewest options."""
    from detente.stability.today import standing_of

    strongest = today.result.strongest()
    if not strongest:
        return []
    best = max(map(len, strongest.values()))
    ranked = sorted(
        (s for s, c in strongest.items() if len(c) == best and s != today.standing.state),
        key=lambda s: ((s ^ today.standing.state).bit_count(), s),
    )
    return [(s, standing_of(today.result, s)) for s in ranked[:most]]
