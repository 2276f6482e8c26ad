"""When a threat is believed, and when the threat of never cooperating again keeps an exchange going."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from detente.dynamics.domain import condition, finite, inner_share, not_negative, require, share
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class Threat:
    """Whether a threat would be carried out.

    Attributes
    ----------
    net : float
        What carrying it out brings, less what it costs.
    threshold : Threshold
        The gain from which on it is carried out.
    """

    net: float
    threshold: Threshold

    @property
    def is_credible(self) -> bool:
        """True where carrying it out is at least as good as letting it be, once the moment has come."""
        return self.threshold.is_reached


@dataclass(frozen=True)
class GrimTrigger:
    """Whether both keep an exchange going because one breach ends it for good.

    Attributes
    ----------
    threshold : Threshold
        The worth of the next round from which on neither breaks the exchange; infinite where no patience is enough.
    """

    threshold: Threshold

    @property
    def is_kept(self) -> bool:
        """True where keeping the exchange going is at least as good as breaking it."""
        return self.threshold.is_reached


def threat(gain: float, cost: float) -> Threat:
    """Say whether a side carries out a threat once it has failed to deter.

    Parameters
    ----------
    gain : float
        What carrying it out brings the side that made it, at that moment; finite.
    cost : float
        What carrying it out costs it, in the same unit, not negative.

    Returns
    -------
    Threat
        Exact: credible iff gain ≥ cost.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Selten (1975), *International Journal of Game Theory* 4: a plan must also be best where it is not expected to be
    called upon. Re-derived for a single decision.
    """
    require("threat", finite("gain", gain), not_negative("cost", cost))
    threshold = Threshold(
        "threats", "gain from carrying out the threat", cost, gain,
        above="the threat is carried out", below="the threat is not carried out",
    )  # fmt: skip
    return Threat(gain - cost, threshold)


def grim_trigger(
    temptation: float, reward: float, punishment: float, discount: float, *, noise: float = 0.0
) -> GrimTrigger:
    """Say whether an exchange, of prisoners or of restraint, goes on because a breach would end it for good.

    In every round each side keeps its part or breaks it. A breach is always noticed. Where both keep their part,
    both see a breach all the same with probability noise: a shell that strayed, a list that was wrong. After what
    looks like a breach neither ever keeps its part again.

    Parameters
    ----------
    temptation : float
        T, a side's worth of a round in which it alone breaks its part; finite.
    reward, punishment : float
        R and P, its worth of a round in which both keep theirs, and in which neither does; P < R ≤ T.
    discount : float
        Worth of the next round in units of this one, strictly between 0 and 1.
    noise : float
        Probability of a false alarm in a round in which both keep their part, 0 ≤ noise < 1.

    Returns
    -------
    GrimTrigger
        Exact: kept iff δ ≥ (T − R)/[(T − P)(1 − noise)]. A false alarm makes the exchange worth less, so it takes more
        patience; if the right-hand side reaches 1, no patience is enough.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or P < R ≤ T does not hold.

    References
    ----------
    Without noise: Friedman (1971), *Review of Economic Studies* 38; for prisoners of war, Morrow (2014). With noise,
    re-derived: keeping on is worth P/(1 − δ) + (R − P)/[1 − δ(1 − noise)], breaking T + δP/(1 − δ).
    """
    require(
        "grim_trigger", finite("temptation", temptation), finite("reward", reward), finite("punishment", punishment),
        inner_share("discount", discount), share("noise", noise), condition("noise < 1", noise < 1),
        condition("punishment < reward", punishment < reward), condition("reward ≤ temptation", reward <= temptation),
    )  # fmt: skip
    least = (temptation - reward) / (temptation - punishment) / (1 - noise)
    threshold = Threshold(
        "threats", "worth of the next round", least if least < 1 else inf, discount,
        above="the exchange goes on", below="breaking the exchange pays",
    )  # fmt: skip
    return GrimTrigger(threshold)
