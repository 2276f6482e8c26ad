"""What the analysis of bargaining while fighting asks of a case: the numbers behind moves and beliefs.

Every number is optional: what is not given is assumed, and a brief counts it so. Probabilities and shares
run from 0 to 1, values from 0 to 100 like the values of packages, times are months or years as they are named.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from detente.case.base import Condition, Id, Model, Text, When
from detente.case.quantity import Backed, Quantity, Score, Share, Weight, within

Months = Annotated[Quantity, AfterValidator(within(0, 1200))]
"""A time in months, not negative."""


class Balance(Backed):
    """Where the fighting stands, and how it moves."""

    advantage: Share | None = None
    """Where the first side stands between defeat (0) and victory (1)."""
    swing: Share | None = None
    """Probability that a month of fighting moves the balance at all: by an eighth of the way from defeat to victory."""
    favours: Share | None = None
    """Where it moves: probability that it moves towards the first side, both being equally resolved."""
    edge: Share | None = None
    """How much more likely a step becomes for a tough side against a weak one."""


class Resolve(Backed):
    """How much fighting a side bears, and who is believed to bear it."""

    tough: Share | None = None
    """Belief of the others that the side is tough: that it bears fighting at `cost_tough`."""
    cost_tough: Score | None = None
    """What a month of fighting costs the side if it is tough, in points of value."""
    cost_weak: Score | None = None
    """What a month of fighting costs the side if it is weak, in points of value; above `cost_tough`."""
    collapse: Share | None = None
    """Probability that the side collapses in a month of fighting, whatever the balance."""

    @model_validator(mode="after")
    def _costs_differ(self) -> Resolve:
        if self.cost_tough is not None and self.cost_weak is not None:
            top = max(a.high for a in self.cost_tough.amounts)
            bottom = min(a.low for a in self.cost_weak.amounts)
            if top >= bottom:
                raise PydanticCustomError(
                    "costs", "cost_tough (up to {top}) must be below cost_weak (from {bottom})",
                    {"top": f"{top:g}", "bottom": f"{bottom:g}"},
                )  # fmt: skip
        return self


class Trust(Backed):
    """Whether a side is believed to keep what it signs."""

    trustworthy: Share | None = None
    """Belief of the others that the side keeps a deal that it could break."""
    temptation: Score | None = None
    """What breaking a deal is worth to a side that is not trustworthy."""
    betrayed: Score | None = None
    """What the *other* side is left with when this one breaks the deal."""
    breaks_after: Months | None = None
    """Mean months until the side, once it gains by breaking a deal, breaks it."""


class Audience(Backed):
    """What a leader loses at home by signing less than was promised."""

    line: Score | None = None
    """The value of a package below which signing counts as giving in."""
    loss: Score | None = None
    """What the leader loses by signing below the line, or after a defeat, in points of value."""
    monthly: Score | None = None
    """By how much a month of public firmness raises that loss."""
    ratified: Share | None = None
    """Probability that a package across one of the side's limits is ratified all the same; each limit counts once."""


class Backing(Backed):
    """What a backer of one side adds, and when it goes on."""

    of: Id
    """The side that is backed."""
    adds: Share | None = None
    """By how much its supplies raise the probability that a step of the balance goes to that side; `favours` counts
    them in."""
    carries: Share | None = None
    """Share of that side's cost of fighting that the backer takes over; the costs under `resolve` are what is left."""
    gains: Score | None = None
    """What continued fighting is worth to the backer and is passed on, in points of that side's value."""
    gain_if_weak: Score | None = None
    """What the backer gains by supplying if the opponent is weak."""
    cost: Score | None = None
    """What supplying costs the backer."""


class Commitment(Backed):
    """Why a deal might not bind: power that shifts after it, guarantees, agreements on the side."""

    rising: Id
    """The side that grows stronger after a deal."""
    later: Share | None = None
    """Where that side stands between defeat (0) and victory (1) after a deal without guarantee."""
    guarantee: Share | None = None
    """Share of that shift which the guarantees of a deal take away."""
    side_gain: Score | None = None
    """What a hidden agreement on the side adds to that side's later value."""
    side_cost: Score | None = None
    """What such an agreement costs it when it is found."""
    detection: Share | None = None
    """Probability that such an agreement is found before it works."""


class Holding(Backed):
    """Whether the people of a held area work with whoever holds it."""

    holder: Id
    """The side that holds the area."""
    stays: Share | None = None
    """Belief of the people that the holder stays."""
    benefit: Score | None = None
    """What working with the holder brings if it stays."""
    sanction: Score | None = None
    """What refusing costs if it stays."""
    punishment: Score | None = None
    """What having worked with it costs if the other side comes back."""
    reward: Score | None = None
    """What having refused brings if the other side comes back."""
    burden: Score | None = None
    """What a month without cooperation costs the holder, in points of its value."""


class Deferral(Backed):
    """An issue that is put off."""

    claimant: Id
    """The side that would have to wait."""
    months: Months | None = None
    """How long."""
    meanwhile: Score | None = None
    """What the state of things until then is worth to it on this issue."""
    expected: Score | None = None
    """What it expects the later settlement to be worth."""
    now: Score | None = None
    """What a settlement now would be worth to it, or going without."""


class Precondition(Backed):
    """A step asked of one side before the other talks."""

    of: Id
    """The side that is asked for the step."""
    step: Condition
    """The step: a condition over outcomes."""
    before: Score | None = None
    """What that side can get from talks if it does not take the step."""
    after: Score | None = None
    """What it can get from talks after the step, its leverage gone."""


class Threat(Backed):
    """A promise of punishment."""

    by: Id
    """Who threatens."""
    label: Text
    """The threat in words."""
    gain: Score | None = None
    """What carrying it out would bring when the time comes."""
    cost: Score | None = None
    """What carrying it out would cost."""


class Reciprocity(Backed):
    """A practice that both sides keep only while the other does, such as the treatment of prisoners."""

    label: Text
    """The practice in words."""
    temptation: Score | None = None
    """Worth of breaking it while the other keeps it."""
    reward: Score | None = None
    """Worth of both keeping it."""
    punishment: Score | None = None
    """Worth of both breaking it."""


class Signal(Backed):
    """How likely a deed is for each kind of side: what it tells about the one who does it."""

    if_tough: Share | None = None
    """Probability that a tough side does it."""
    if_weak: Share | None = None
    """Probability that a weak side does it."""
    if_trustworthy: Share | None = None
    """Probability that a trustworthy side does it, and as announced."""
    if_untrustworthy: Share | None = None
    """Probability that a side that is not trustworthy does it, and as announced."""
    if_staying: Share | None = None
    """Probability that a holder who means to stay does it."""
    if_leaving: Share | None = None
    """Probability that a holder who means to leave does it."""


class Move(Signal):
    """A move of a party, one of its options, seen as a signal."""

    size: Share | None = None
    """What is at stake in it as a share of all that is at stake between the sides."""
    costs: Score | None = None
    """What it costs the one who makes it, in points of value."""
    gives: Score | None = None
    """What it gives the other side, in points of value."""
    moves_balance: Share | None = None
    """By how much it moves the balance against the one who makes it."""


class Event(Signal):
    """A dated public event, read as evidence."""

    date: When
    """When."""
    label: Text
    """What happened, in words."""
    by: Id
    """The party whose doing it was; a signal is about its side."""
    kind: Literal["battle", "declaration", "gesture", "shipment", "talks", "other"] = "other"
    """What sort of event."""
    about: Id | None = None
    """The issue on which it was a step."""
    own: Annotated[Quantity, AfterValidator(within(-100, 100))] | None = None
    """What the step changed for the one who made it, in points of value."""
    other: Annotated[Quantity, AfterValidator(within(-100, 100))] | None = None
    """What it changed for the other side."""


class Dynamics(Model):
    """Bargaining while fighting between two sides."""

    sides: Annotated[tuple[Id, ...], Field(min_length=2, max_length=2)] | None = None
    """The two principals who bargain; absent where the case has exactly two."""
    began: When | None = None
    """When the fighting began."""
    compared_with: Literal["interstate", "intrastate", "nothing"] = "interstate"
    """Whose base rates stand beside the probabilities: of wars between states, inside one, or of none."""
    discount: Share | None = None
    """Worth of a value a month later, as a share of its worth now."""
    balance: Balance = Balance()
    """Where the fighting stands."""
    volatility: Share | None = None
    """Standard deviation of the yearly drift of the balance after a deal."""
    resolve: dict[Id, Resolve] = {}
    """By side: how much fighting it bears."""
    trust: dict[Id, Trust] = {}
    """By side: whether it is believed to keep a deal."""
    audience: dict[Id, Audience] = {}
    """By side: what a leader loses at home."""
    backers: dict[Id, Backing] = {}
    """By backer."""
    commitment: Commitment | None = None
    """Why a deal might not bind."""
    holdings: dict[Id, Holding] = {}
    """By community in a held area."""
    fronts: dict[Id, Weight] = {}
    """By front: what it is worth to win, on any scale."""
    forces: dict[Id, Weight] = {}
    """By side: forces that it can divide between fronts, on any scale."""
    opposed: tuple[Weight, ...] = ()
    """For each front, in their order: how much of its forces the second side has there, on any scale."""
    leaves: tuple[Id, ...] = ()
    """Fronts that the first side could drop to refocus."""
    deferrals: dict[str, Deferral] = {}
    """By ``issue.outcome``: an issue that is put off."""
    preconditions: tuple[Precondition, ...] = ()
    """Steps asked before talks."""
    threats: tuple[Threat, ...] = ()
    """Promises of punishment."""
    reciprocity: tuple[Reciprocity, ...] = ()
    """Practices that hold while both keep them."""
    moves: dict[str, Move] = {}
    """By ``party.option``: moves seen as signals."""
    events: tuple[Event, ...] = ()
    """Dated public events."""
