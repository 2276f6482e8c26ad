"""The numbers behind moves and beliefs, as plain data: what the mechanisms and the game are computed from.

Values and costs are shares of the best a side can get (points of a case divided by 100), probabilities 0–1, times are
in months, the first side is A (0) and the second B (1).
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.dynamics.mechanisms.collaboration import collaboration_threshold


@dataclass(frozen=True)
class SideInputs:
    """One of the two sides; the attributes are those of a case's ``dynamics`` part, per side."""

    name: str
    no_deal: float
    tough: float
    cost_tough: float
    cost_weak: float
    collapse: float
    trustworthy: float
    temptation: float
    betrayed: float
    breaks_after: float
    line: float
    loss: float
    monthly: float
    ratified: float
    force: float

    @property
    def cost(self) -> float:
        """Mean cost of a month of fighting."""
        return self.tough * self.cost_tough + (1 - self.tough) * self.cost_weak


@dataclass(frozen=True)
class BackerInputs:
    """A backer of one side."""

    name: str
    of: int
    adds: float
    carries: float
    gains: float
    gain_if_weak: float
    cost: float


@dataclass(frozen=True)
class CommitmentInputs:
    """Power that shifts after a deal, and what holds it."""

    rising: int
    later: float
    guarantee: float
    side_gain: float
    side_cost: float
    detection: float


@dataclass(frozen=True)
class HoldingInputs:
    """The people of a held area."""

    name: str
    holder: int
    stays: float
    benefit: float
    sanction: float
    punishment: float
    reward: float
    burden: float

    def needed(self) -> float:
        """Return the least belief that the holder stays at which people work with it; 0 where nothing is at stake."""
        weights = (self.punishment, self.reward, self.benefit, self.sanction)
        return collaboration_threshold(*weights).value if any(weights) else 0.0


@dataclass(frozen=True)
class DeferralInputs:
    """An issue that is put off."""

    name: str
    claimant: int
    months: float
    meanwhile: float
    expected: float
    now: float


@dataclass(frozen=True)
class PreconditionInputs:
    """A step asked before talks."""

    name: str
    of: int
    before: float
    after: float


@dataclass(frozen=True)
class ThreatInputs:
    """A promise of punishment."""

    name: str
    by: str
    gain: float
    cost: float


@dataclass(frozen=True)
class ReciprocityInputs:
    """A practice that both keep while the other does."""

    name: str
    temptation: float
    reward: float
    punishment: float


@dataclass(frozen=True)
class MoveInputs:
    """A move seen as a signal; a likelihood is None where the move tells nothing about it."""

    name: str
    by: str
    mover: int
    if_tough: float
    if_weak: float
    if_trustworthy: float
    if_untrustworthy: float
    if_staying: float
    if_leaving: float
    size: float
    costs: float
    gives: float
    moves_balance: float


@dataclass(frozen=True)
class Term:
    """A package that can be offered: its outcomes, its worth to both sides, and the limits of each that it crosses."""

    outcomes: dict[str, str]
    values: tuple[float, float]
    crossed: tuple[int, int]
    others_crossed: int = 0


@dataclass(frozen=True)
class CrisisInputs:
    """Everything that the analysis of bargaining while fighting starts from.

    Attributes
    ----------
    focal : int
        The term that stands for "the deal" where a mechanism speaks of one.
    fronts : tuple of (name, worth, is dropped)
    opposed : tuple of float
        How the second side's forces are spread over the fronts, in their order, on any scale; empty where nobody says.
    age : float
        Months since the fighting began.
    assumed : tuple of str
        The numbers that nobody gave.
    """

    sides: tuple[SideInputs, SideInputs]
    terms: tuple[Term, ...]
    focal: int
    discount: float
    advantage: float
    swing: float
    favours: float
    edge: float
    volatility: float
    age: float
    backers: tuple[BackerInputs, ...] = ()
    commitment: CommitmentInputs | None = None
    holdings: tuple[HoldingInputs, ...] = ()
    fronts: tuple[tuple[str, float, bool], ...] = ()
    opposed: tuple[float, ...] = ()
    deferrals: tuple[DeferralInputs, ...] = ()
    preconditions: tuple[PreconditionInputs, ...] = ()
    threats: tuple[ThreatInputs, ...] = ()
    reciprocity: tuple[ReciprocityInputs, ...] = ()
    moves: tuple[MoveInputs, ...] = ()
    assumed: tuple[str, ...] = ()

    def strength(self, side: int) -> float:
        """Return where a side stands between its defeat and its victory."""
        return self.advantage if side == 0 else 1 - self.advantage

    def later_advantage(self, guarantee: float | None = None) -> float:
        """Return where A stands once power has shifted after a deal, as far as guarantees let it."""
        rise = self.commitment
        if rise is None:
            return self.advantage
        later = rise.later if rise.rising == 0 else 1 - rise.later
        held = rise.guarantee if guarantee is None else guarantee
        return self.advantage + (later - self.advantage) * (1 - held)
