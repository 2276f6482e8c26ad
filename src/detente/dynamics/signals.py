"""How a move is read: what each observer then believes, and what it then does.

A move tells the opponent and its backers about the mover's resolve and trustworthiness, and people in areas that the
mover holds about whether it stays. Each reading is the rule of its mechanism, with the threshold that turns it over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from detente.dynamics.inputs import BackerInputs, CrisisInputs, HoldingInputs, MoveInputs, SideInputs
from detente.dynamics.lasting import WAR_MONTHS
from detente.dynamics.mechanisms.backers import supply_decision
from detente.dynamics.mechanisms.concession import ConcessionReading, concession_reading
from detente.dynamics.mechanisms.trust import ReassuranceWindow, reassurance_window

CERTAIN = 1e-9
"""A belief this close to 0 or 1 counts as settled in the rules that need an open one."""


@dataclass(frozen=True)
class Signal:
    """What one observer makes of a move.

    Attributes
    ----------
    observer : str
        A party.
    about : {"resolve", "trust", "supply", "stays"}
        What the belief is about; ``supply`` is resolve as a backer weighs it.
    prior, posterior : float
        The belief before and after.
    threshold : float
        The belief at which the observer acts otherwise.
    flip : float
        The prior at which the posterior would lie at the threshold.
    demand_before, demand_after : float or None
        The opponent's demand as a share of all that is at stake, where it makes one.
    before, after : str
        What it does before and after, in a few words.
    """

    observer: str
    about: Literal["resolve", "trust", "supply", "stays"]
    prior: float
    posterior: float
    threshold: float
    flip: float
    before: str
    after: str
    demand_before: float | None = None
    demand_after: float | None = None

    @property
    def is_flipped(self) -> bool:
        """True where the move carries the belief across the threshold."""
        return self.before != self.after


@dataclass(frozen=True)
class MoveReading:
    """How one move is read by everybody who watches the mover.

    Attributes
    ----------
    concession, window : ConcessionReading, ReassuranceWindow or None
        The two rules behind the opponent's signals; no window where even an untrustworthy side gains nothing by
        breaking the deal, and then there is nothing to reassure about.
    size_reading : str
        Whether a gesture of this size is cheap talk, reassures or would be refused.
    costs, gives : float
        What the move costs the mover and gives the other side, as shares of the best each can get.
    """

    move: MoveInputs
    signals: tuple[Signal, ...]
    concession: ConcessionReading
    window: ReassuranceWindow | None
    size_reading: str
    costs: float
    gives: float

    @property
    def reads_weak(self) -> bool:
        """True where the opponent takes it for weakness and asks for more."""
        return self.concession.reading == "weakness"

    @property
    def reads_strong(self) -> bool:
        """True where the opponent takes it for strength and asks for less."""
        return self.concession.reading == "strength"

    @property
    def reassures(self) -> bool:
        """True where it carries the opponent's trust across the threshold."""
        return any(s.about == "trust" and s.prior < s.threshold <= s.posterior for s in self.signals)


def read_move(inputs: CrisisInputs, move: MoveInputs) -> MoveReading:
    """Return how a move is read.

    Parameters
    ----------
    inputs : CrisisInputs
    move : MoveInputs
        One of its moves, or one like them.
    """
    mover, opponent = inputs.sides[move.mover], inputs.sides[1 - move.mover]
    concession = concession_of(inputs, move)
    window = window_of(inputs, move.mover)
    size = "nothing to reassure about" if window is None else window.reading(move.size)
    signals = [_resolve(opponent, concession), *_trust(inputs, move, window, size)]
    signals += [_supply(b, mover, concession, move) for b in inputs.backers if b.of != move.mover]
    signals += [_stays(h, move) for h in inputs.holdings if h.holder == move.mover]
    return MoveReading(move, tuple(signals), concession, window, size, move.costs, move.gives)


def concession_of(inputs: CrisisInputs, move: MoveInputs) -> ConcessionReading:
    """Return the rule for resolve, on a pie of 1, with the cost of a year of war on each side."""
    mover, opponent = inputs.sides[move.mover], inputs.sides[1 - move.mover]
    months = min(WAR_MONTHS, 1 / max(mover.cost_weak, CERTAIN))
    low, high, other = (months * c for c in (mover.cost_tough, mover.cost_weak, opponent.cost))
    p = min(inputs.strength(1 - move.mover), 1 - high)
    # A move that was held impossible tells nothing, as in `bayes`.
    is_possible = mover.tough * move.if_tough + (1 - mover.tough) * move.if_weak > 0
    likelihoods = (move.if_tough, move.if_weak) if is_possible else (1.0, 1.0)
    return concession_reading(mover.tough, *likelihoods, low, high, other, p=max(p, 0.0))


def window_of(inputs: CrisisInputs, mover: int) -> ReassuranceWindow | None:
    """Return which sizes of a gesture by one side reassure the other, or None where nothing tempts it."""
    own, other = inputs.sides[mover], inputs.sides[1 - mover]
    reward = inputs.terms[inputs.focal].values[mover]
    punishment = min(own.no_deal, reward - CERTAIN)
    sucker = min(other.betrayed, punishment - CERTAIN)
    if own.temptation <= reward:
        return None
    # Who dares a gesture trusts the other side to answer it.
    t = min(max(other.trustworthy, CERTAIN), 1 - CERTAIN)
    return reassurance_window(t, punishment, reward, punishment, sucker, own.temptation)


def trust_needed(inputs: CrisisInputs, mover: int) -> float:
    """Return the trust in the mover from which the other side is better off signing: (P − S)/(R − S).

    Where even an untrustworthy mover gains nothing by breaking the deal, none is needed.
    """
    if inputs.sides[mover].temptation <= inputs.terms[inputs.focal].values[mover]:
        return 0.0
    other = inputs.sides[1 - mover]
    reward = inputs.terms[inputs.focal].values[1 - mover]
    sucker = min(inputs.sides[mover].betrayed, reward)
    if reward <= sucker:
        return 1.0
    return float(min(max((other.no_deal - sucker) / (reward - sucker), 0.0), 1.0))


def _resolve(opponent: SideInputs, rule: ConcessionReading) -> Signal:
    words = {True: "asks only for what a tough side would grant", False: "asks for what only a weak side would grant"}
    return Signal(
        opponent.name, "resolve", rule.prior, rule.posterior, rule.q_star, rule.threshold.value,
        words[rule.prior >= rule.q_star], words[rule.posterior >= rule.q_star], rule.demand_before, rule.demand_after,
    )  # fmt: skip


def _trust(inputs: CrisisInputs, move: MoveInputs, window: ReassuranceWindow | None, size: str) -> list[Signal]:
    """Return what the move does to trust: only a gesture of a size that reassures tells anything."""
    mover, opponent = inputs.sides[move.mover], inputs.sides[1 - move.mover]
    tells = window is not None and size == "reassures"
    posterior = bayes(mover.trustworthy, move.if_trustworthy, move.if_untrustworthy) if tells else mover.trustworthy
    needed = trust_needed(inputs, move.mover)
    ratio = (move.if_untrustworthy, move.if_trustworthy) if tells else (1.0, 1.0)
    words = {True: "would sign on the mover’s word", False: "would not sign on the mover’s word"}
    return [
        Signal(
            opponent.name, "trust", mover.trustworthy, posterior, needed, bayes(needed, *ratio),
            words[mover.trustworthy >= needed], words[posterior >= needed],
        )
    ]  # fmt: skip


def _supply(backer: BackerInputs, mover: SideInputs, rule: ConcessionReading, move: MoveInputs) -> Signal:
    before, after = (
        supply_decision(q, max(backer.gain_if_weak, CERTAIN), backer.cost) for q in (rule.prior, rule.posterior)
    )
    needed = min(max(before.threshold.value, 0.0), 1.0)
    words = {True: "supplies the opponent", False: "does not supply the opponent"}
    return Signal(
        backer.name, "supply", mover.tough, rule.posterior, needed, bayes(needed, move.if_weak, move.if_tough),
        words[before.is_supplied], words[after.is_supplied],
    )  # fmt: skip


def _stays(holding: HoldingInputs, move: MoveInputs) -> Signal:
    needed = holding.needed()
    posterior = bayes(holding.stays, move.if_staying, move.if_leaving)
    words = {True: "work with the holder", False: "do not work with the holder"}
    return Signal(
        holding.name, "stays", holding.stays, posterior, needed, bayes(needed, move.if_leaving, move.if_staying),
        words[holding.stays >= needed], words[posterior >= needed],
    )  # fmt: skip


def bayes(prior: float, if_so: float, if_not: float) -> float:
    """Return the belief after an observation; the prior where it was impossible either way."""
    chance = prior * if_so + (1 - prior) * if_not
    return prior * if_so / chance if chance > 0 else prior


READINGS = (
    "no change", "weakness", "strength", "reassurance", "weakness and reassurance", "strength and reassurance",
)  # fmt: skip
"""What is read from a move about resolve (three ways), and the same with reassurance."""


@dataclass(frozen=True)
class FlipMap:
    """When a move would be read otherwise: over the opponent's prior belief and the size of the gesture.

    Attributes
    ----------
    priors, sizes : array
        Centres of the cells.
    readings : array of int, shape (sizes, priors)
        Index into `READINGS`.
    weak_from, weak_to : float
        The priors between which the move is read as weakness; equal where at none.
    strong_from, strong_to : float
        The priors between which it is read as strength; equal where at none. A move has one of the two at most.
    size_from, size_to : float
        The sizes between which a gesture reassures; equal where none does.
    """

    priors: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    sizes: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    readings: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    weak_from: float
    weak_to: float
    strong_from: float
    strong_to: float
    size_from: float
    size_to: float


def flip_map(inputs: CrisisInputs, reading: MoveReading, cells: int = 50) -> FlipMap:
    """Return the map of readings for other priors and other sizes, every cell by the same rules."""
    centres = (np.arange(cells) + 0.5) / cells
    move, mover = reading.move, reading.move.mover
    shown = [_RESOLVE[concession_of(_with_prior(inputs, mover, float(q)), move).reading] for q in centres]
    calm = [_reassures(inputs, replace(move, size=float(size))) for size in centres]
    codes = np.array([[r + len(_RESOLVE) * c for r in shown] for c in calm], dtype=np.int64)
    q_star, carried = reading.concession.q_star, reading.concession.threshold.value
    return FlipMap(
        centres, centres, codes, q_star, max(q_star, carried), min(q_star, carried), q_star,
        *_reassuring_sizes(inputs, reading),
    )  # fmt: skip


_RESOLVE = {"no change of demand": 0, "weakness": 1, "strength": 2}
"""Place in `READINGS` of what a move says about resolve."""


def _reassuring_sizes(inputs: CrisisInputs, reading: MoveReading) -> tuple[float, float]:
    """Return the window where a gesture of a size within it carries trust across, however narrow it is."""
    window = reading.window
    if window is None or not window.exists:
        return 0.0, 0.0
    low, high = float(window.alpha_min), float(window.alpha_max)
    inside = replace(reading.move, size=(low + high) / 2)
    return (low, high) if _reassures(inputs, inside) else (0.0, 0.0)


def _reassures(inputs: CrisisInputs, move: MoveInputs) -> bool:
    return read_move(inputs, move).reassures


def _with_prior(inputs: CrisisInputs, side: int, tough: float) -> CrisisInputs:
    sides = list(inputs.sides)
    sides[side] = replace(sides[side], tough=tough)
    return replace(inputs, sides=(sides[0], sides[1]))
