"""How demands fall while battles show what an opponent can bear.

A makes a demand in every round. A refused demand costs a battle, which may decide the war and otherwise shows that the
opponent is a little more likely to be tough. So A asks for less and less, until it asks for what a tough one accepts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from detente.dynamics.domain import Check, condition, finite, not_negative, require, share
from detente.dynamics.threshold import Threshold

LEAST_BELIEF = 1e-300
"""Thresholds below it are dropped: they come near the smallest float, and no belief is as sure as that."""


@dataclass(frozen=True)
class FightWhileBargaining:
    """A's best demand in the first round, for every belief that B is tough.

    Attributes
    ----------
    thresholds : tuple of float
        Beliefs at which the best demand changes, from the highest down.
    offers : tuple of float
        The demands (A's shares) between them, one more than thresholds. The first, for beliefs from the first
        threshold on, is the one that a tough B accepts too; the last is for beliefs below the last threshold.
    posteriors : tuple of float
        The belief after a refusal of each demand; certainty for the first, which nobody refuses.
    slopes : tuple of float
        What belief costs A: between two thresholds the game is worth offer − slope·q to A.
    threshold : Threshold
        The first of the thresholds, against the belief q that was given.
    """

    thresholds: tuple[float, ...]
    offers: tuple[float, ...]
    posteriors: tuple[float, ...]
    slopes: tuple[float, ...]
    threshold: Threshold

    def offer(self, q: float) -> float:
        """Return A's best demand when it believes with probability q that B is tough."""
        return self.offers[self._interval(q)]

    def risk(self, q: float) -> float:
        """Return the probability that this demand is refused and a battle follows."""
        n = self._interval(q)
        return q / self.posteriors[n] if n > 0 else 0.0

    def value(self, q: float) -> float:
        """Return what the game is worth to A at the belief q."""
        n = self._interval(q)
        return self.offers[n] - self.slopes[n] * q

    def _interval(self, q: float) -> int:
        require("fight_while_bargaining", share("q", q))
        return sum(q < threshold for threshold in self.thresholds)


class _Demands(NamedTuple):
    """The best demands of a round, from the highest belief down.

    What is kept is how demands and slopes rise from each to the next, as demands far down differ by less than the last
    digit of a share.
    """

    rises: list[float]
    steps: list[float]
    starts: list[float]  # the highest belief at which each demand is best
    posteriors: list[float]


def fight_while_bargaining(
    k_a: float, k_b: float, c_a: float, c_low: float, c_high: float, discount: float, rounds: int, *, q: float = 0.5
) -> FightWhileBargaining:
    """Return the demands with which A probes, round by round, whether B bears the costs of fighting easily.

    Every round A demands a share and B accepts, or refuses and a battle follows. The battle makes A or B collapse,
    and the other side wins everything; or else the next round comes. After the last round they fight until one
    collapses.

    Parameters
    ----------
    k_a, k_b : float
        Probability that A, and that B, collapses in a battle, not negative, together below 1.
    c_a : float
        A's cost of a battle as a share of the pie's worth, not negative.
    c_low, c_high : float
        Cost of a battle to the tough and to the weak kind of B, 0 ≤ c_low < c_high ≤ k_a: even for the weak kind
        fighting on is worth something.
    discount : float
        Worth of the next round in units of this one, above 0 and at most 1.
    rounds : int
        Number of rounds in which A can make a demand, at least 1.
    q : float
        The belief that B is tough at which `threshold` is read, 0–1. Everything else holds for all beliefs.

    Returns
    -------
    FightWhileBargaining
        Exact, but thresholds below 1e-300 are dropped. With many rounds the first thresholds and demands are those
        of a game without a last round. What the tough kind accepts, 1 − V_L, is never worse for A than war, V_A.

    Raises
    ------
    DomainError
        If a symbol leaves its range.

    References
    ----------
    Powell (2004), *American Journal of Political Science* 48, and Slantchev (2003), *American Political Science
    Review* 97, 621–632, for the mechanism; re-derived for this parametrisation.
    """
    require(
        "fight_while_bargaining", not_negative("k_a", k_a), not_negative("k_b", k_b),
        condition("k_a + k_b < 1", k_a + k_b < 1), not_negative("c_a", c_a), not_negative("c_low", c_low),
        finite("c_high", c_high), condition("c_low < c_high", c_low < c_high), condition("c_high ≤ k_a", c_high <= k_a),
        condition("0 < discount ≤ 1", 0 < discount <= 1), whole_rounds(rounds), share("q", q),
    )  # fmt: skip
    ends = 1 - discount + discount * (k_a + k_b)
    waste = c_a + c_high + (1 - discount) * (1 - k_a - k_b)
    now = _first_round(discount * (1 - k_a - k_b), ends, waste, c_high - c_low, int(rounds))
    offers = accumulate(now.rises, initial=1 - (k_a - c_low) / ends)
    flip = Threshold(
        "fight_while_bargaining", "belief that the opponent is tough", now.starts[1], q,
        above="demand only what a tough opponent accepts too, and end the fighting now",
        below="demand more, and fight on where that is refused",
    )  # fmt: skip
    return FightWhileBargaining(
        tuple(now.starts[1:]), tuple(min(x, 1.0) for x in offers),  # above 1 by rounding only
        tuple(now.posteriors), tuple(accumulate(now.steps, initial=0.0)), flip,
    )  # fmt: skip


def whole_rounds(rounds: int) -> Check:
    """Check that a number of rounds is a whole number from 1 on."""
    return condition("rounds ≥ 1, a whole number", rounds >= 1 and rounds % 1 == 0, f"rounds = {rounds}")


def upper_envelope(rises: Iterable[float], steps: Iterable[float]) -> tuple[list[int], list[float], list[float]]:
    """Return which of the lines height − slope·q are highest somewhere, from large q to small.

    Parameters
    ----------
    rises, steps : iterable of float
        How much higher at q = 0, and how much steeper, each line is than the one before it, all above 0; one fewer
        than lines.

    Returns
    -------
    kept, rises, steps : lists
        The positions of these lines, and how much higher and steeper each is than the one kept before it. They cross
        at rise / step, ever farther down.
    """
    kept: list[int] = [0]
    higher: list[float] = []
    steeper: list[float] = []
    for n, (by_height, by_slope) in enumerate(zip(rises, steps, strict=True), start=1):
        rise, step = by_height, by_slope
        while higher and rise / step >= higher[-1] / steeper[-1]:  # the line kept last is nowhere above both others
            rise, step = rise + higher.pop(), step + steeper.pop()
            kept.pop()
        kept.append(n)
        higher.append(rise)
        steeper.append(step)
    return kept, higher, steeper


def _first_round(goes_on: float, ends: float, waste: float, extra_cost: float, rounds: int) -> _Demands:
    """Go back from the last round to the first.

    Between two thresholds a lower belief after the refusal is never worth waiting for, so a refusal leads to the upper
    one, or to certainty. There the next demand is the higher of the two that are best: the weak kind then has least to
    wait for. Waiting costs it one battle, so a demand that leads to the lowest of the next demands is higher than that
    by `extra_cost`, and other demands differ by what the next ones differ by, discounted.
    """
    now = _best([extra_cost / ends], [waste / ends], [1.0])
    for _ in range(rounds - 1):
        later = now
        gaps = (1 / below - 1 / start for start, below in pairwise(later.starts))
        now = _best(
            [extra_cost, *(goes_on * rise for rise in later.rises)],
            [waste, *(waste * gap + goes_on * step for gap, step in zip(gaps, later.steps, strict=True))],
            later.starts,
        )
        if now == later:
            break  # every earlier round repeats this one
    return now


def _best(rises: list[float], steps: list[float], posteriors: list[float]) -> _Demands:
    """Keep the demands that are best at some belief: the one for all, and one for each belief after a refusal."""
    kept, rises, steps = upper_envelope(rises, steps)
    starts = [min(rise / step, 1.0) for rise, step in zip(rises, steps, strict=True)]
    last = max(1, sum(start >= LEAST_BELIEF for start in starts))
    after = [1.0, *posteriors]
    return _Demands(rises[:last], steps[:last], [1.0, *starts[:last]], [after[n] for n in kept[: last + 1]])
