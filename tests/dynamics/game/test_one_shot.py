"""No type of either side gains much by another action or answer at any place in any month.

Everything is evaluated anew from the policies alone: what they are worth in later months, and at every place what each
type would get by each action, and by accepting and by refusing each offer, beliefs as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import e, exp, log

import pytest
from scipy.special import lambertw

from detente.dynamics.game.solve import Solution, solve
from detente.dynamics.game.spec import CrisisGame
from tests.dynamics.game.games import pie_game
from tests.dynamics.game.reference import KINDS, Month, Policy, evaluate, fighting, month_at, places
from tests.dynamics.game.small import Size, tiny_game

pytestmark = pytest.mark.xdist_group("numba")


@dataclass(frozen=True)
class Deviation:
    """What a type at a place could gain at most, how much its responses are off, and what they may lose at most.

    With n alternatives of which n − 1 are worse by d, a logit response loses most where λd = 1 + W((n − 1)/e), and then
    W((n − 1)/e)/λ; this is never more than ln(n)/λ.
    """

    gain: float
    off: float
    bound: float


def _deviations(solution: Solution) -> list[Deviation]:
    game = solution.game
    policies = [
        {at: Policy(acts[at].tolist(), yes[at].tolist()) for at in places(game)}
        for acts, yes in zip(solution.acts, solution.yes, strict=True)
    ]  # fmt: skip
    worths = evaluate(game, policies)
    found = []
    for month, p in enumerate(game.proposers):
        wait = fighting(game, worths[month + 1])
        for at, policy in policies[month].items():
            found += _at_place(game, month_at(game, wait, p, at, policy), policy)
    return found


def _at_place(game: CrisisGame, now: Month, policy: Policy) -> list[Deviation]:
    own, other = game.proposer_sharpness or game.sharpness, game.sharpness
    found = []
    for kind in KINDS:
        acting = now.acting[kind]
        found.append(_deviation(own, list(acting.values()), [policy.acts[kind][a] for a in acting]))
        for offer, accepts in now.accepting[kind].items():
            yes = policy.yes[kind][offer]
            found.append(_deviation(other, [accepts, now.refusing[kind][offer]], [yes, 1 - yes]))
    return found


def _deviation(sharpness: float, worths: list[float], chances: list[float]) -> Deviation:
    best = max(worths)
    weights = [exp(sharpness * (worth - best)) for worth in worths]
    off = [abs(w / sum(weights) - c) for w, c in zip(weights, chances, strict=True)]
    gain = best - sum(c * worth for c, worth in zip(chances, worths, strict=True))
    bound = float(lambertw((len(worths) - 1) / e).real) / sharpness + sum(off) * (best - min(worths))
    return Deviation(gain, max(off), bound)


def _game(sharpness: float, months: int = 3) -> CrisisGame:
    return pie_game(
        [0.3, 0.5, 0.7], m=5, n=4, months=months, sharpness=sharpness, proposer="both", discount=0.95, step=(0.2, 0.2),
        edge=0.1, ratified=0.8, gesture=0.02, yields=0.2, collapse=(0.02, 0.03),
    )  # fmt: skip


@pytest.mark.parametrize("sharpness", [10.0, 30.0, 100.0])
def test_no_type_gains_more_than_its_sharpness_explains(sharpness: float) -> None:
    """Three months, every place, type, action and answer: below what a logit response of that sharpness can lose."""
    solution = solve(_game(sharpness), workers=1)

    deviations = _deviations(solution)

    assert solution.unsettled == 0
    assert len(deviations) == 3 * len(places(solution.game)) * (2 + 2 * 3)
    assert max(d.off for d in deviations) <= 10 * solution.residual
    assert min(d.gain for d in deviations) >= -1e-12
    assert max(d.gain - d.bound for d in deviations) <= 1e-12
    assert max(d.gain for d in deviations) <= log(5) / sharpness + solution.residual


def test_the_gains_fall_as_responses_sharpen() -> None:
    """The limit is a best response to the beliefs."""
    gains = {lam: max(d.gain for d in _deviations(solve(_game(lam), workers=1))) for lam in (10.0, 30.0, 100.0)}

    assert gains[10.0] > 2 * gains[30.0] > 4 * gains[100.0], gains


@pytest.mark.parametrize("seed", range(6))
def test_the_residual_is_what_another_response_would_change(seed: int) -> None:
    """In games that settle and in games that do not, where a gain may be larger by that."""
    solution = solve(tiny_game(seed, Size(months=2)), workers=1)

    deviations = _deviations(solution)

    assert max(d.off for d in deviations) == pytest.approx(solution.residual, rel=0.05, abs=1e-5)
    assert max(d.gain - d.bound for d in deviations) <= 1e-12
