"""How much trust does cooperation need, and which gestures build it?

A gesture reassures where a side with bad intentions would not risk it and a side with good ones still does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from detente.dynamics.domain import Check, condition, finite, inner_share, require, share
from detente.dynamics.threshold import Threshold

GestureReading = Literal["cheap talk", "reassures", "refused"]


@dataclass(frozen=True)
class TrustThreshold:
    """The trust that cooperation needs.

    Attributes
    ----------
    value : float
        m, the least belief in the other's good intentions at which cooperating is the better choice; also ``float()``
        of this.
    threshold : Threshold or None
        The same with the belief that there is, where that was given.
    """

    value: float
    threshold: Threshold | None = None

    def __float__(self) -> float:
        return self.value


def trust_threshold(
    temptation: float, reward: float, punishment: float, sucker: float, *, t: float | None = None
) -> TrustThreshold:
    """Return the least belief in the other's good intentions at which cooperating is the better choice.

    Parameters
    ----------
    temptation, reward, punishment, sucker : float
        Payoffs of a trustworthy side: for defecting against cooperation, for mutual cooperation, for mutual
        defection, and for cooperating against defection. Any unit; reward > temptation ≥ punishment > sucker.
    t : float, optional
        The belief in the other's good intentions, 0–1.

    Returns
    -------
    TrustThreshold
        m = (P − S) / (P − S + R − T), exact, strictly between 0 and 1.

    Raises
    ------
    DomainError
        If a payoff is no finite number, the order does not hold, or the belief is no probability.

    References
    ----------
    Kydd (2005), *Trust and Mistrust in International Relations*. Re-derived for this parametrisation:
    tR + (1 − t)S ≥ tT + (1 − t)P.
    """
    require(
        "trust_threshold", *_trustworthy(temptation, reward, punishment, sucker), None if t is None else share("t", t)
    )
    risk = punishment - sucker
    needed = risk / (risk + reward - temptation)
    flip = None if t is None else Threshold(
        "trust", "belief that the other side is trustworthy", needed, t,
        above="cooperating is the better choice", below="not cooperating is the better choice",
    )  # fmt: skip
    return TrustThreshold(needed, flip)


@dataclass(frozen=True)
class ReassuranceWindow:
    """The gestures that separate sides with good intentions from others.

    Attributes
    ----------
    alpha_min : float
        Weight of the gesture below which a side with bad intentions makes it too.
    alpha_max : float
        Weight above which a side with good intentions does not dare it.
    thresholds : tuple of Threshold
        The trust from which some gesture reassures, and the trust from which none is needed. Both are thresholds
        of `t`.
    """

    alpha_min: float
    alpha_max: float
    thresholds: tuple[Threshold, Threshold]

    @property
    def exists(self) -> bool:
        """True where some gesture reassures."""
        return self.alpha_min <= self.alpha_max

    def reading(self, alpha: float) -> GestureReading:
        """Return what a gesture of this weight does.

        One that is both too large to be dared and small enough to be imitated, as can happen where no gesture
        reassures, is refused.

        Parameters
        ----------
        alpha : float
            Share of everything at stake that the gesture risks, 0–1.

        Returns
        -------
        {"cheap talk", "reassures", "refused"}

        Raises
        ------
        DomainError
            If alpha is no share.
        """
        require("ReassuranceWindow.reading", share("alpha", alpha))
        if alpha > self.alpha_max:
            return "refused"
        return "cheap talk" if alpha < self.alpha_min else "reassures"

    def gesture_thresholds(self, alpha: float) -> tuple[Threshold, Threshold]:
        """Return the two ends of the window as thresholds for a gesture of this weight."""
        require("ReassuranceWindow.gesture_thresholds", share("alpha", alpha))
        return (
            Threshold(
                "trust", "weight of the gesture, against imitation", self.alpha_min, alpha,
                above="a side with bad intentions would not make it", below="a side with bad intentions makes it too",
            ),
            # The side dares a gesture on the line itself, so the room that is left must not be negative.
            Threshold(
                "trust", "what the gesture leaves of the weight a side with good intentions dares", 0.0,
                self.alpha_max - alpha,
                above="a side with good intentions dares it", below="a side with good intentions refuses it",
            ),
        )  # fmt: skip


def reassurance_window(
    t: float, temptation: float, reward: float, punishment: float, sucker: float,
    temptation_u: float, reward_u: float | None = None, punishment_u: float | None = None, sucker_u: float | None = None,
) -> ReassuranceWindow:  # fmt: skip
    """Return which gestures show good intentions, because they risk enough and not too much.

    Two sides choose at once, see what was chosen, and choose again. The first round, the gesture, has weight α of
    everything at stake, the second 1 − α. Each side is trustworthy with probability t.

    Parameters
    ----------
    t : float
        Belief that the other side is trustworthy, strictly between 0 and 1.
    temptation, reward, punishment, sucker : float
        Payoffs of a trustworthy side; reward > temptation ≥ punishment > sucker.
    temptation_u, reward_u, punishment_u, sucker_u : float
        Payoffs of an untrustworthy side, by default those above but for the temptation;
        temptation_u > reward_u > punishment_u > sucker_u.

    Returns
    -------
    ReassuranceWindow
        Exact.

    Raises
    ------
    DomainError
        If t is no inner share, a payoff is no finite number or an order does not hold.

    References
    ----------
    Kydd (2000), *International Organization* 54, and (2005), for the mechanism. Re-derived for this symmetric game
    of two types; Kydd's own payoffs are labelled differently.
    α_min = t(T_u − P_u) / (t(T_u − P_u) + t(T_u − R_u) + (1 − t)(P_u − S_u)),
    α_max = min{1, t(R − P) / (t(R − P) + (1 − t)(P − S) − t(R − T))}.
    """
    reward_u = reward if reward_u is None else reward_u
    punishment_u = punishment if punishment_u is None else punishment_u
    sucker_u = sucker if sucker_u is None else sucker_u
    require(
        "reassurance_window", inner_share("t", t), *_trustworthy(temptation, reward, punishment, sucker),
        *_falling({
            "temptation_u": temptation_u, "reward_u": reward_u, "punishment_u": punishment_u, "sucker_u": sucker_u,
        }),
    )  # fmt: skip
    exploits, risks_u = t * (temptation_u - punishment_u), (1 - t) * (punishment_u - sucker_u)
    alpha_min = exploits / (exploits + t * (temptation_u - reward_u) + risks_u)
    gains, risks = t * (reward - punishment), (1 - t) * (punishment - sucker)
    alpha_max = gains / (gains + max(0.0, risks - t * (reward - temptation)))
    opens = _trust_for_a_window(
        (temptation, reward, punishment, sucker), (temptation_u, reward_u, punishment_u, sucker_u)
    )
    return ReassuranceWindow(alpha_min, alpha_max, (
        Threshold(
            "trust", "belief that the other side is trustworthy, for a gesture", opens, t,
            above="some gesture reassures", below="no gesture reassures",
        ),
        Threshold(
            "trust", "belief that the other side is trustworthy, without a gesture",
            trust_threshold(temptation, reward, punishment, sucker).value, t,
            above="trust carries cooperation without a gesture", below="cooperation needs a gesture first",
        ),
    ))  # fmt: skip


def _trust_for_a_window(good: tuple[float, ...], bad: tuple[float, ...]) -> float:
    """Return the trust at which α_min = α_max, from (1 − t)/t · (risk of the one − risk of the other) = slack."""
    temptation, reward, punishment, sucker = good
    temptation_u, reward_u, punishment_u, sucker_u = bad
    at_stake, at_stake_u = reward - punishment, temptation_u - punishment_u
    risk = (punishment - sucker) / at_stake - (punishment_u - sucker_u) / at_stake_u
    slack = 1 + (temptation_u - reward_u) / at_stake_u - (temptation - punishment) / at_stake
    return max(0.0, risk) / (max(0.0, risk) + slack)


@dataclass(frozen=True)
class SpoilerAttack:
    """What an attack by spoilers does to trust.

    Attributes
    ----------
    posterior : float
        Belief after the attack that the side in whose name it was made is trustworthy.
    threshold : Threshold
        The trust before the attack from which the peace outlasts it.
    """

    posterior: float
    threshold: Threshold

    @property
    def keeps_peace(self) -> bool:
        """True where the peace outlasts the attack."""
        return self.threshold.is_reached


def spoiler_attack(t: float, alpha_t: float, alpha_u: float, m: float) -> SpoilerAttack:
    """Return whether a peace outlasts an attack by those who want to wreck it.

    An attack harms trust most where the moderates were thought able to prevent it.

    Parameters
    ----------
    t : float
        Belief before the attack that the moderates are trustworthy, 0–1.
    alpha_t, alpha_u : float
        Probability of an attack if they are trustworthy and if they are not, alpha_t ≤ alpha_u, 0–1.
    m : float
        Trust below which the other side breaks off, strictly between 0 and 1: see :func:`trust_threshold`.

    Returns
    -------
    SpoilerAttack
        Exact.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or the attack was held impossible.

    References
    ----------
    Kydd and Walter (2002), *International Organization* 56. Re-derived for this parametrisation:
    t' = t α_T / (t α_T + (1 − t) α_U), and the peace is kept where t' ≥ m.
    """
    require(
        "spoiler_attack", share("t", t), share("alpha_t", alpha_t), share("alpha_u", alpha_u), inner_share("m", m),
        condition("alpha_t ≤ alpha_u", alpha_t <= alpha_u, f"{alpha_t:g}, {alpha_u:g}"),
        condition("t·alpha_t + (1 − t)·alpha_u > 0", t * alpha_t + (1 - t) * alpha_u > 0),
    )  # fmt: skip
    flip = Threshold(
        "trust", "belief before the attack that the moderates are trustworthy",
        m * alpha_u / (m * alpha_u + (1 - m) * alpha_t), t,
        above="the peace outlasts the attack", below="the attack ends the peace",
    )  # fmt: skip
    return SpoilerAttack(t * alpha_t / (t * alpha_t + (1 - t) * alpha_u), flip)


def _trustworthy(temptation: float, reward: float, punishment: float, sucker: float) -> list[Check]:
    payoffs = {"reward": reward, "temptation": temptation, "punishment": punishment, "sucker": sucker}
    return _falling(payoffs, may_tie="punishment")


def _falling(payoffs: dict[str, float], may_tie: str = "") -> list[Check]:
    """Check that payoffs are finite and fall in this order; the one named may equal the one before it."""
    checks = [finite(name, value) for name, value in payoffs.items()]
    for (above, more), (below, less) in pairwise(payoffs.items()):
        sign, holds = ("≥", more >= less) if below == may_tie else (">", more > less)
        checks.append(condition(f"{above} {sign} {below}", holds, f"{more:g}, {less:g}"))
    return checks
