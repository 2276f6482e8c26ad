"""How the game goes from today: when a deal is signed, on which terms, and who is defeated instead.

No dice: the whole distribution is followed month by month. Beliefs between two points of the grid are followed as a
lottery over the points with the same mean. What is expected forward is what was computed backward where the types do
not differ; where they do, the two differ by the error of the grid, which falls as it is refined: backward, a type is
valued between the points; forward, it is found at a point as often as the belief there says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.dynamics.domain import condition, require
from detente.dynamics.game.solve import Solution
from detente.dynamics.game.spec import CrisisGame, Floats, belief_index
from detente.dynamics.game.war import Outcome, outcomes_of


@dataclass(frozen=True)
class Course:
    """What becomes of the game.

    Attributes
    ----------
    signed : array, shape (T, K, M, Z)
        Probability that a package is signed in a month, by the balance and record of that month.
    wins : array, shape (T, 2)
        Probability that the war ends in a month with the victory of A, of B.
    going_on : array, shape (T,)
        Probability that neither has happened by the end of a month.
    beliefs : array, shape (T + 1, 2)
        Mean belief that A, that B is tough, where the war still goes on.
    left : array, shape (Z, M, n, n)
        Where the war stands that is still going on after the last month.
    """

    signed: Floats
    wins: Floats
    going_on: Floats
    beliefs: Floats
    left: Floats

    @property
    def deal_by(self) -> Floats:
        """Probability of a deal within 1, 2, … T months, shape (T,)."""
        return np.asarray(np.cumsum(self.signed.sum(axis=(1, 2, 3))))

    @property
    def terms(self) -> Floats:
        """Probability of each package, shape (K,)."""
        return np.asarray(self.signed.sum(axis=(0, 2, 3)))


def follow(solution: Solution, belief_a: float, belief_b: float, balance: float, record: int = 0) -> Course:
    """Follow the game from two beliefs, a balance and a record.

    Parameters
    ----------
    solution : Solution
    belief_a, belief_b : float
        Beliefs that A, that B is tough.
    balance : float
        Place on the lattice, 1 … M − 2; between two places, a lottery over both with that mean.
    record : int
        The public record.
    """
    from detente.dynamics.game.kernel import spread_month

    game = solution.game
    mass = _start(solution, belief_a, belief_b, balance, record)
    fighting = outcomes_of(game)
    shape = (game.packages, game.balances, game.record_count)
    signed, wins = np.zeros((game.months, *shape)), np.zeros((game.months, 2))
    going_on, beliefs = np.zeros(game.months), [_means(mass)]
    for month in range(game.months):
        fights = np.zeros_like(mass)
        spread_month(
            mass, game.proposers[month], solution.acts[month], solution.yes[month], game.ratified, game.yields,
            game.allowed, game.records, game.chances, signed[month], fights,
        )  # fmt: skip
        mass, wins[month] = _fight(game, fighting, fights)
        going_on[month] = mass.sum()
        beliefs.append(_means(mass))
    return Course(signed, wins, going_on, np.array(beliefs), mass)


def _start(solution: Solution, belief_a: float, belief_b: float, balance: float, record: int) -> Floats:
    game = solution.game
    require("follow", condition("1 ≤ balance ≤ M − 2", 1 <= balance <= game.balances - 2, f"{balance:g}"))
    mass = np.zeros((game.record_count, game.balances, game.beliefs, game.beliefs))
    for i, u in _corners(belief_index(game, belief_a), game.beliefs):
        for j, v in _corners(belief_index(game, belief_b), game.beliefs):
            for m, w in _corners(balance, game.balances):
                mass[record, m, i, j] += u * v * w
    return mass


def _corners(place: float, points: int) -> tuple[tuple[int, float], tuple[int, float]]:
    low = min(int(place), points - 2)
    return (low, 1 - (place - low)), (low + 1, place - low)


def _fight(game: CrisisGame, fighting: tuple[Outcome, ...], fights: Floats) -> tuple[Floats, Floats]:
    """Return the mass after a month of fighting, and who has won in it."""
    from detente.dynamics.game.kernel import spread_fighting

    collapse_a, collapse_b = game.collapse
    inner = fights[:, 1:-1].sum()
    wins = np.array([collapse_b, collapse_a]) * inner + [fights[:, -1].sum(), fights[:, 0].sum()]
    mass = np.zeros_like(fights)
    for outcome in fighting:
        chance = outcome.chance * (1 - collapse_a - collapse_b)
        spread_fighting(fights, chance, outcome.belief_a, outcome.belief_b, outcome.step, mass)
    wins += [mass[:, -1].sum(), mass[:, 0].sum()]
    mass[:, [0, -1]] = 0
    return mass, wins


def _means(mass: Floats) -> tuple[float, float]:
    total = mass.sum()
    grid = np.linspace(0, 1, mass.shape[-1])
    if total <= 0:
        return float("nan"), float("nan")
    return float(mass.sum(axis=(0, 1, 3)) @ grid / total), float(mass.sum(axis=(0, 1, 2)) @ grid / total)


def expected(
    solution: Solution, belief_a: float, belief_b: float, balance: float, record: int = 0
) -> tuple[float, float]:
    """Return what the game is worth to A and B from a state, before they know their types."""
    mass = _start(solution, belief_a, belief_b, balance, record)
    grid = np.linspace(0, 1, mass.shape[-1])
    chances = (grid[:, None] * np.ones_like(grid), grid[None, :] * np.ones_like(grid)[:, None])
    worth = []
    for side in (0, 1):
        tough, weak = solution.values[:, side, 0], solution.values[:, side, 1]
        worth.append(float((mass * (chances[side] * tough + (1 - chances[side]) * weak)).sum()))
    return worth[0], worth[1]


def by_types(
    solution: Solution, beliefs: tuple[float, float], types: tuple[float, float], balance: float
) -> tuple[float, float]:
    """Return what the game is worth to A and B at public beliefs, their types weighed by other probabilities.

    Parameters
    ----------
    solution : Solution
    beliefs : pair of float
        What is believed: that A, that B is tough.
    types : pair of float
        How probable it is that A, that B is tough.
    balance : float
        Place on the lattice.
    """
    mass = _start(solution, beliefs[0], beliefs[1], balance, 0)
    worth = [
        types[side] * float((mass * solution.values[:, side, 0]).sum())
        + (1 - types[side]) * float((mass * solution.values[:, side, 1]).sum())
        for side in (0, 1)
    ]
    return worth[0], worth[1]
