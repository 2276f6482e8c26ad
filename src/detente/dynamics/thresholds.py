"""The threshold of each mechanism for the inputs of one case, and how far the inputs are from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from detente.dynamics.build import LEAST_OWN
from detente.dynamics.domain import DomainError, condition, inner_share, require
from detente.dynamics.inputs import (
    BackerInputs,
    CrisisInputs,
    DeferralInputs,
    HoldingInputs,
    MoveInputs,
    PreconditionInputs,
    ReciprocityInputs,
    ThreatInputs,
)  # fmt: skip
from detente.dynamics.lasting import WAR_MONTHS, lasting, window
from detente.dynamics.mechanisms import (
    attrition,
    backers,
    bargaining_range,
    commitment,
    contests,
    deferral,
    durability,
    fight_while_bargaining,
    guarantees,
    leader,
    preconditions,
    ratification,
    ripeness,
    side_deals,
    threats,
)  # fmt: skip
from detente.dynamics.mechanisms.collaboration import collaboration_threshold
from detente.dynamics.mechanisms.screening import two_type_screening
from detente.dynamics.signals import read_move, trust_needed
from detente.dynamics.threshold import Threshold

ROUNDS = 24
DISTANCE = "distance of the shifted balance from the nearer edge of the range in which peace holds"
"""The input of the durability of a deal, whichever of its two thresholds applies."""


@dataclass(frozen=True)
class CaseThreshold:
    """A threshold with the party or thing of the case that it is about.

    `row` is the letter of the list of mechanisms that the brief follows; `subject` an id, or empty.
    """

    row: str
    subject: str
    threshold: Threshold


@dataclass(frozen=True)
class Skipped:
    """A mechanism that says nothing here, with the condition that fails."""

    mechanism: str
    subject: str
    why: str


Found = Iterator[CaseThreshold]


def thresholds_of(inputs: CrisisInputs) -> tuple[tuple[CaseThreshold, ...], tuple[Skipped, ...]]:
    """Return every threshold that the inputs give, and which mechanisms say nothing here."""
    found: list[CaseThreshold] = []
    skipped: list[Skipped] = []
    for name, subject, mechanism in _mechanisms(inputs):
        try:
            found += list(mechanism())
        except DomainError as error:
            skipped.append(Skipped(name, subject, "; ".join(p.what for p in error.problems)))
    return tuple(found), tuple(skipped)


def keys_of(found: Sequence[CaseThreshold]) -> tuple[str, ...]:
    """Return a name for each threshold that is the same in every draw and that no two share."""
    seen: Counter[str] = Counter()
    keys = []
    for one in found:
        key = f"{one.row}|{one.subject}|{one.threshold.mechanism}|{one.threshold.name}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}|{seen[key]}")
    return tuple(keys)


Mechanism = tuple[str, str, Callable[[], Found]]


def _mechanisms(inputs: CrisisInputs) -> Iterator[Mechanism]:
    yield "bargaining_range", "", partial(_range, inputs)
    for move in inputs.moves:
        yield "concession", move.name, partial(_move, inputs, move)
    for side in (0, 1):
        yield from _of_side(inputs, side)
    yield "ratification", "", partial(_ratification, inputs)
    yield "attrition", "", partial(_attrition, inputs)
    yield from _of_others(inputs)
    if inputs.commitment is not None:
        rising = inputs.sides[inputs.commitment.rising].name
        yield "commitment", rising, partial(_commitment, inputs)
        yield "guarantees", rising, partial(_guarantee, inputs)
        yield "side_deals", rising, partial(_side_deal, inputs)
    yield from _of_issues(inputs)
    yield "durability", "", partial(_durability, inputs)


def _of_side(inputs: CrisisInputs, side: int) -> Iterator[Mechanism]:
    name = inputs.sides[side].name
    yield "screening", name, partial(_screening, inputs, side)
    yield "fight_while_bargaining", name, partial(_fighting, inputs, side)
    yield "trust", name, partial(_trust, inputs, side)
    yield "leader", name, partial(_leader, inputs, side)
    yield "ripeness", name, partial(_stalemate, inputs, side)


def _of_others(inputs: CrisisInputs) -> Iterator[Mechanism]:
    for holding in inputs.holdings:
        yield "collaboration", holding.name, partial(_holding, holding)
    if any(dropped for _, _, dropped in inputs.fronts):
        yield "contests", "", partial(_fronts, inputs)
    for backer in inputs.backers:
        yield "backers", backer.name, partial(_backer, inputs, backer)


def _of_issues(inputs: CrisisInputs) -> Iterator[Mechanism]:
    for item in inputs.deferrals:
        yield "deferral", item.name, partial(_deferral, inputs, item)
    for step in inputs.preconditions:
        yield "preconditions", step.name, partial(_precondition, inputs, step)
    for promise in inputs.threats:
        yield "threats", promise.name, partial(_threat, promise)
    for practice in inputs.reciprocity:
        yield "threats", practice.name, partial(_practice, inputs, practice)


def _costs(inputs: CrisisInputs) -> tuple[float, float]:
    return inputs.sides[0].cost * WAR_MONTHS, inputs.sides[1].cost * WAR_MONTHS


def _range(inputs: CrisisInputs) -> Found:
    c_a, c_b = _costs(inputs)
    yield CaseThreshold("a", "", bargaining_range.bargaining_range(inputs.advantage, c_a, c_b).threshold)


def _move(inputs: CrisisInputs, move: MoveInputs) -> Found:
    yield CaseThreshold("b", move.name, read_move(inputs, move).concession.threshold)


def _screening(inputs: CrisisInputs, side: int) -> Found:
    own, other = inputs.sides[side], inputs.sides[1 - side]
    p = min(inputs.strength(1 - side), 1 - own.cost_weak)
    yield CaseThreshold(
        "b", other.name, two_type_screening(max(p, 0.0), other.cost, own.cost_tough, own.cost_weak, own.tough).threshold
    )


def _fighting(inputs: CrisisInputs, side: int) -> Found:
    own, other = inputs.sides[side], inputs.sides[1 - side]
    result = fight_while_bargaining.fight_while_bargaining(
        other.collapse, own.collapse, other.cost, own.cost_tough, own.cost_weak, inputs.discount, ROUNDS, q=own.tough
    )
    yield CaseThreshold("b", other.name, result.threshold)


def _trust(inputs: CrisisInputs, side: int) -> Found:
    own = inputs.sides[side]
    yield CaseThreshold("c", own.name, Threshold(
        "trust", "belief that it keeps what it signs", trust_needed(inputs, side), own.trustworthy,
        above="the other side is better off signing on its word", below="the other side is better off not signing on its word",
    ))  # fmt: skip


def _leader(inputs: CrisisInputs, side: int) -> Found:
    own = inputs.sides[side]
    found = leader.leader_reservation(inputs.strength(side), own.cost * WAR_MONTHS, own.loss, own.line)
    best = max(term.values[side] for term in inputs.terms)
    yield CaseThreshold("f", own.name, found.threshold)
    yield CaseThreshold("f", own.name, Threshold(
        "leader", "the best package on the table for it", found.reservation, best,
        above="its leader can sign it and survive", below="its leader loses less by fighting on than by signing anything",
    ))  # fmt: skip


def _stalemate(inputs: CrisisInputs, side: int) -> Found:
    own = inputs.sides[side]
    now = inputs.terms[inputs.focal].values[side]
    best = max(term.values[side] for term in inputs.terms)
    tough = inputs.sides[1 - side].tough
    hoped = tough * now + (1 - tough) * best
    cost, discount = own.cost * WAR_MONTHS, inputs.discount**WAR_MONTHS
    yield CaseThreshold("l", own.name, ripeness.stalemate(cost, discount, hoped, now).threshold)


def _ratification(inputs: CrisisInputs) -> Found:
    reservations = [
        leader.leader_reservation(inputs.strength(n), s.cost * WAR_MONTHS, s.loss, s.line).reservation
        for n, s in enumerate(inputs.sides)
    ]
    # Packages can hold more than a divided pie: all is measured against the best sum on the table.
    whole = max(1.0, *(sum(term.values) for term in inputs.terms))
    r_a, h_a, r_b, h_b = (
        min(max(x / whole, 0.0), 1.0)
        for x in (reservations[0], inputs.sides[0].line, reservations[1], inputs.sides[1].line)
    )
    yield CaseThreshold("f", "", ratification.ratification(r_a, h_a, r_b, h_b).threshold)


def _attrition(inputs: CrisisInputs) -> Found:
    a, b = inputs.sides
    prize = max(abs(t.values[0] - u.values[0]) for t in inputs.terms for u in inputs.terms)
    result = attrition.attrition(prize, a.monthly, b.monthly, a.cost_weak * WAR_MONTHS, b.cost_weak * WAR_MONTHS)
    yield CaseThreshold("f", a.name, result.threshold)


def _holding(holding: HoldingInputs) -> Found:
    weights = (holding.punishment, holding.reward, holding.benefit, holding.sanction)
    found = collaboration_threshold(*weights, pi=holding.stays).threshold
    if found is not None:
        yield CaseThreshold("d", holding.name, found)


def _fronts(inputs: CrisisInputs) -> Found:
    """Yield the forces from which each front that could be dropped is worth some of them.

    Against forces spread by worth every front is; so it takes to know where the opponent stands.
    """
    values, opposed = [worth for _, worth, _ in inputs.fronts], inputs.opposed
    require(
        "contests", condition("each front is worth something", min(values) > 0),
        condition("it is said how the other side's forces are spread over all fronts", len(opposed) == len(values)),
        condition("it has forces on each front", min(opposed, default=1.0) > 0),
    )  # fmt: skip
    against = [inputs.sides[1].force * share / sum(opposed) for share in opposed]
    result = contests.refocus(values, against, inputs.sides[0].force)
    for (front, _, is_dropped), flip in zip(inputs.fronts, result.thresholds, strict=True):
        if is_dropped:
            name = f"all its forces, against those that stand at {front}"
            yield CaseThreshold("e", inputs.sides[0].name, replace(
                flip, name=name, above=f"forces at {front} pay, and moving all of them to other fronts does not",
                below=f"giving up {front} pays, and its forces do more elsewhere",
            ))  # fmt: skip


def _backer(inputs: CrisisInputs, backer: BackerInputs) -> Found:
    opponent = inputs.sides[1 - backer.of]
    yield CaseThreshold(
        "g", backer.name, backers.supply_decision(opponent.tough, backer.gain_if_weak, backer.cost).threshold
    )
    costs = _costs(inputs)
    # The costs of a case are what the backer leaves to the side; the rule starts from the whole.
    backed, other = costs[backer.of] / max(1 - backer.carries, LEAST_OWN), costs[1 - backer.of]
    p = inputs.strength(backer.of)
    result = backers.backed_range(p, min(backer.adds, 1 - p), backer.carries, backer.gains, backed, other)
    yield CaseThreshold("g", backer.name, result.threshold)


def _powers(inputs: CrisisInputs) -> tuple[float, float, float]:
    rise = inputs.commitment
    if rise is None:
        raise DomainError.of("domain", "commitment: nobody rises after a deal", "give dynamics.commitment")
    require("commitment", inner_share("discount", inputs.discount))
    # The rule is in years whose pie is 1: what is a share of everything to come counts for 1/(1 − δ) of them.
    cost = inputs.sides[1 - rise.rising].cost * WAR_MONTHS / (1 - inputs.discount**WAR_MONTHS)
    return inputs.strength(rise.rising), rise.later, cost


def _commitment(inputs: CrisisInputs) -> Found:
    p_1, p_2, c_b = _powers(inputs)
    yearly = inputs.discount**WAR_MONTHS
    yield CaseThreshold("h", _declining(inputs), commitment.commitment_threshold(p_1, p_2, c_b, yearly).threshold)


def _guarantee(inputs: CrisisInputs) -> Found:
    p_1, p_2, c_b = _powers(inputs)
    held = inputs.commitment.guarantee if inputs.commitment else 0.0
    result = guarantees.minimal_guarantee(p_1, p_2, c_b, inputs.discount**WAR_MONTHS, g=held)
    yield CaseThreshold("g", _declining(inputs), result.threshold)


def _side_deal(inputs: CrisisInputs) -> Found:
    rise = inputs.commitment
    if rise is not None:
        yearly = inputs.discount**WAR_MONTHS
        gain = rise.side_gain * (1 - yearly)
        result = side_deals.hidden_side_deal(0, rise.detection, gain, yearly, penalty=rise.side_cost)
        yield CaseThreshold("h", inputs.sides[rise.rising].name, result.threshold)


def _declining(inputs: CrisisInputs) -> str:
    return inputs.sides[1 - inputs.commitment.rising].name if inputs.commitment else ""


def _deferral(inputs: CrisisInputs, item: DeferralInputs) -> Found:
    yield CaseThreshold("i", item.name, deferral.deferral(
        inputs.discount, item.months, item.meanwhile, item.expected, item.now).threshold)  # fmt: skip


def _precondition(inputs: CrisisInputs, step: PreconditionInputs) -> Found:
    yield CaseThreshold("j", step.name, preconditions.precondition(step.before, step.after, inputs.discount).threshold)


def _threat(promise: ThreatInputs) -> Found:
    yield CaseThreshold("k", promise.name, threats.threat(promise.gain, promise.cost).threshold)


def _practice(inputs: CrisisInputs, practice: ReciprocityInputs) -> Found:
    yield CaseThreshold("k", practice.name, threats.grim_trigger(
        practice.temptation, practice.reward, practice.punishment, inputs.discount).threshold)  # fmt: skip


def _durability(inputs: CrisisInputs) -> Found:
    low, high = window(inputs, inputs.focal)
    later = inputs.later_advantage()
    if low < later < high:
        result = durability.deal_survival(later, low, high, inputs.volatility, [1.0, 5.0])
        yield CaseThreshold("l", "", replace(result.threshold, name=DISTANCE))
        return
    life = lasting(inputs, inputs.focal, inputs.advantage, (1.0, 1.0))
    yield CaseThreshold("l", "", Threshold(
        "durability", DISTANCE, 0.0,
        min(life.later - low, high - life.later), above="neither side gains by fighting again", below="one side gains by fighting again",
    ))  # fmt: skip
