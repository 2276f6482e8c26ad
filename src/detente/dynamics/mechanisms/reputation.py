"""How long does a name for toughness keep challengers away?

A weak side fights challenges that it would rather let pass, as long as the rounds to come make the name worth it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from detente.dynamics.domain import condition, finite, inner_share, require, share
from detente.dynamics.threshold import Threshold

TIE = 1e-9
"""Rounds within which a reputation counts as standing exactly on the challenger's line: b^n is itself rounded."""


@dataclass(frozen=True)
class Reputation:
    """What a challenger and a weak defender do in the first of the rounds that are left.

    Attributes
    ----------
    lasts : float
        Rounds from the end in which the name no longer deters, ln p / ln b; infinite where there is no name.
    challenge_probability : float
        Probability that the challenger challenges: 0, 1, or 1 − 1/a where he is indifferent.
    fight_probability : float
        Probability that a weak defender fights if challenged; a tough one always does.
    posterior : float
        Belief that the defender is tough once he has fought; letting a challenge pass shows that he is weak.
    threshold : Threshold
        The reputation b^n at and above which the challenger gains nothing by challenging.
    """

    lasts: float
    challenge_probability: float
    fight_probability: float
    posterior: float
    threshold: Threshold

    @property
    def is_challenged(self) -> bool:
        """True where a challenge is certain."""
        return self.challenge_probability == 1

    @property
    def meets_resistance(self) -> float:
        """Probability that a challenge is fought, by either kind of defender."""
        p = self.threshold.input
        return p + (1 - p) * self.fight_probability


def reputation(b: float, rounds: int, p: float, *, a: float = 2.0) -> Reputation:
    """Return whether a challenger dares, and whether a weak defender fights to keep its name.

    Parameters
    ----------
    b : float
        What a challenger gains where he is not fought, with the loss of a fight at 1 − b and staying out at 0;
        strictly between 0 and 1.
    rounds : int
        Challenges still to come, this one included, at least 1; each comes from another challenger.
    p : float
        The reputation: the belief that the defender is tough and fights in any case, 0–1.
    a : float
        What a round without challenge is worth to a weak defender for whom a fight costs 1 and letting pass 0;
        above 1. It matters only where the challenger is indifferent.

    Returns
    -------
    Reputation
        Exact.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Kreps and Wilson (1982), *Journal of Economic Theory* 27: with n rounds left the challenger challenges where
    p < b^n, and a weak defender fights with probability 1 where p ≥ b^(n−1), else with
    (1 − b^(n−1)) p / ((1 − p) b^(n−1)), which carries the belief to b^(n−1). Re-derived here by backward induction.
    """
    require(
        "reputation", inner_share("b", b), share("p", p), finite("a", a), condition("a > 1", a > 1, f"a = {a:g}"),
        condition("rounds ≥ 1, a whole number", rounds >= 1 and rounds % 1 == 0, f"rounds = {rounds}"),
    )  # fmt: skip
    # In rounds from the end and not in powers of b, which underflow where many rounds are left.
    lasts = abs(math.log(p) / math.log(b)) if p else math.inf
    fights, after = _defence(b, rounds, p, lasts)
    flip = Threshold(
        "reputation", "belief that the defender is tough", b**rounds, p,
        above="the name keeps challengers away", below="the defender is challenged",
    )  # fmt: skip
    return Reputation(lasts, _challenge(rounds, lasts, a), fights, after, flip)


def _challenge(rounds: int, lasts: float, a: float) -> float:
    """Return how probable a challenge is; at the tie it keeps a weak defender of the round before indifferent."""
    if abs(rounds - lasts) <= TIE:
        return 1 - 1 / a
    return 1.0 if rounds < lasts else 0.0


def _defence(b: float, rounds: int, p: float, lasts: float) -> tuple[float, float]:
    """Return how probably a weak defender fights, and the belief after a fight."""
    if p == 0:
        return 0.0, 0.0
    if rounds - 1 >= lasts - TIE:
        return (1.0 if rounds > 1 else 0.0), p
    line = b ** (rounds - 1)
    return (1 - line) * p / ((1 - p) * line), line
