"""What the analysis of bargaining while fighting found, over the ranges of a case and the choices of modelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from detente.dynamics.events import Beliefs, WeightedDraws
from detente.dynamics.inputs import CrisisInputs
from detente.dynamics.ledger import Ledger
from detente.dynamics.reference_class import Rate
from detente.dynamics.signals import FlipMap, MoveReading
from detente.dynamics.thresholds import CaseThreshold, Skipped
from detente.version import __version__

if TYPE_CHECKING:
    import pandas as pd

Band = tuple[float, float]
"""The low and the high end."""


@dataclass(frozen=True)
class Spread:
    """A number with its spread: over the ranges of the case, and over the choices of modelling.

    Attributes
    ----------
    likely : float
        At the point values and the standard choices.
    ranges : (low, high)
        5th and 95th percentile over the draws; the point alone where nothing was drawn.
    choices : (low, high)
        Least and most over the named choices, at the point values.
    """

    likely: float
    ranges: Band
    choices: Band

    @property
    def low(self) -> float:
        """The least of both spreads."""
        return min(self.likely, self.ranges[0], self.choices[0])

    @property
    def high(self) -> float:
        """The most of both spreads."""
        return max(self.likely, self.ranges[1], self.choices[1])


@dataclass(frozen=True)
class ThresholdSpread:
    """A threshold at the point values, the spread of its distance, and how often the answer is the same.

    Attributes
    ----------
    distance : (low, high)
        5th and 95th percentile of input less threshold over the draws in which the mechanism says something; infinite
        where no number reaches the threshold.
    agree : int
        Draws with the same reading as the point values.
    silent : int
        Draws in which the mechanism says nothing, as a condition of it fails.
    draws : int
        All draws.
    """

    found: CaseThreshold
    distance: Band
    agree: int
    silent: int
    draws: int

    @property
    def same(self) -> float:
        """Share of all draws with the same reading; 1 where none were made."""
        return self.agree / self.draws if self.draws else 1.0


@dataclass(frozen=True)
class MoveReport:
    """How one move is read, when it would be read otherwise, and what it does.

    Attributes
    ----------
    same : tuple of float
        By signal: share of draws in which the observer does the same afterwards as at the point values.
    posterior : tuple of (low, high)
        By signal: band of the belief afterwards.
    demand_before, demand_after : (low, high)
        Bands of what the opponent asks for, as shares of all that is at stake.
    worth_before, worth_after : pair of float
        Worth of the game to A and B, as shares of the best each can get.
    worth_change : pair of (low, high)
        Bands of what the move changes for A and B.
    deal_before, deal_after : float
        Probability of a deal within the horizon.
    deal_change : (low, high)
        Band of what the move changes in it.
    draws : int
        Over how many draws the shares and bands are; with none, they are those of the point values.
    """

    reading: MoveReading
    flips: FlipMap
    same: tuple[float, ...]
    posterior: tuple[Band, ...]
    demand_before: Band
    demand_after: Band
    worth_before: tuple[float, float]
    worth_after: tuple[float, float]
    worth_change: tuple[Band, Band]
    deal_before: float
    deal_after: float
    deal_change: Band
    draws: int


@dataclass(frozen=True)
class History:
    """What the dated events of a case say about the types, and who gave what.

    Attributes
    ----------
    beliefs : Beliefs
        After each event, at the point values; from an even prior, so that it shows what the events say.
    bands : WeightedDraws or None
        The same over the ranges of the case; None where nothing is uncertain.
    ledger : Ledger
        The steps that the sides have made.
    """

    beliefs: Beliefs
    bands: WeightedDraws | None
    ledger: Ledger


@dataclass(frozen=True)
class DynamicsResult:
    """What a move does, whether a deal comes, and whether it would last.

    Attributes
    ----------
    deal_within : dict of months to Spread
    terms : tuple of Spread
        Probability of each package within the horizon, in the order of ``inputs.terms``.
    continuation : dict of side to Spread
        What fighting on is worth, 0–100.
    survival : dict of months to Spread
        Probability that the deal still holds then.
    thresholds : tuple of ThresholdSpread
    moves : dict of ``party.option`` to MoveReport
    history : History or None
        What the dated events say; None where the case lists none.
    reference : dict of {"war_ends", "agreement_lasts"} to dict of months to tuple of Rate
        How often such wars ended and such agreements lasted; never mixed with the numbers above.
    choices : dict of name to dict of months to float
        Probability of a deal under each choice of modelling, at the point values.
    left_out : dict of name to str
        The choices that were not made, with the reason.
    residual, unsettled : float
        Of the solver, the worst of all runs.
    """

    sides: tuple[str, str]
    inputs: CrisisInputs
    deal_within: Mapping[int, Spread]
    terms: tuple[Spread, ...]
    continuation: Mapping[str, Spread]
    worth: Mapping[str, Spread]
    wins: Mapping[str, Spread]
    survival: Mapping[int, Spread]
    thresholds: tuple[ThresholdSpread, ...]
    skipped: tuple[Skipped, ...]
    moves: Mapping[str, MoveReport]
    history: History | None
    reference: Mapping[str, Mapping[int, tuple[Rate, ...]]]
    choices: Mapping[str, Mapping[int, float]]
    left_out: Mapping[str, str]
    residual: float
    unsettled: float
    draws: int
    seed: int
    method: str
    parameters: Mapping[str, Any]
    case_digest: str
    version: str = field(default=__version__)

    def to_frame(self) -> pd.DataFrame:
        """Return the thresholds as a table, one a row."""
        import pandas as pd

        rows = [
            {
                "row": t.found.row, "mechanism": t.found.threshold.mechanism, "about": t.found.subject,
                "name": t.found.threshold.name, "threshold": t.found.threshold.value, "input": t.found.threshold.input,
                "reading": t.found.threshold.reading, "same": t.same,
            }
            for t in self.thresholds
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def summary(self) -> str:
        """Return the result in a few lines of names."""
        lines = [f"{self.sides[0]} and {self.sides[1]}; {self.draws} draws, seed {self.seed}"]
        lines += [
            f"deal within {m} months: {s.likely:.3f} ({s.low:.3f}–{s.high:.3f})" for m, s in self.deal_within.items()
        ]
        lines += [
            f"holds after {m} months: {s.likely:.3f} ({s.low:.3f}–{s.high:.3f})" for m, s in self.survival.items()
        ]
        lines += [f"{key}: {report.reading.concession.reading}" for key, report in self.moves.items()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"
