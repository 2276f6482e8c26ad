"""A game that cannot be played is refused before any work, and the message names the condition that fails."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from detente.dynamics.domain import DomainError
from detente.dynamics.game.solve import solve
from detente.dynamics.game.spec import CrisisGame, belief_index, check_size
from detente.errors import InputError, TooLargeError
from tests.dynamics.game.small import Size, tiny_game

pytestmark = pytest.mark.xdist_group("numba")
GAME = tiny_game(0)
NAN, INF = float("nan"), float("inf")


def _refused(match: str, **parts: Any) -> InputError:
    with pytest.raises(DomainError, match=match) as caught:
        replace(GAME, **parts)
    return caught.value


def _with_first(name: str, value: float) -> np.ndarray[Any, Any]:
    """Return an array of the game with another number at its beginning."""
    array: np.ndarray[Any, Any] = getattr(GAME, name).copy()
    array[(0,) * array.ndim] = value
    return array


@pytest.mark.parametrize("value", [NAN, INF, -INF])
@pytest.mark.parametrize("name", ["deal", "cost", "end", "toll", "relief"])
def test_a_worth_is_a_finite_number(name: str, value: float) -> None:
    """One bad number anywhere is enough."""
    _refused(f"{name} must be a finite number", **{name: _with_first(name, value)})


@pytest.mark.parametrize("value", [NAN, INF, -0.1, 1.5])
@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("ratified", "0 ≤ ratified ≤ 1"), ("up", r"0 ≤ up, 0 ≤ down, up \+ down ≤ 1"),
        ("down", r"0 ≤ up, 0 ≤ down, up \+ down ≤ 1"), ("yields", "0 ≤ yields ≤ 1"), ("chances", "chances sum to 1"),
    ],
)  # fmt: skip
def test_a_probability_lies_between_0_and_1(name: str, named: str, value: float) -> None:
    """And those of alternatives sum to 1, or to at most 1."""
    _refused(named, **{name: _with_first(name, value)})


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"proposers": ()}, "the horizon is at least 1 month"),
        ({"collapse": (-0.1, 0.1)}, "collapse of A must lie in 0–1"),
        ({"collapse": (0.1, 1.1)}, "collapse of B must lie in 0–1"),
        ({"collapse": (NAN, 0.1)}, "collapse of A must lie in 0–1"),
        ({"collapse": (0.6, 0.6)}, r"collapse of A \+ collapse of B ≤ 1"),
        ({"discount": 0.0}, "discount must lie strictly between 0 and 1"),
        ({"discount": 1.1}, "discount must lie strictly between 0 and 1"),
        ({"discount": NAN}, "discount must lie strictly between 0 and 1"),
        ({"sharpness": 0.0}, "sharpness must be above 0"), ({"sharpness": -1.0}, "sharpness must be above 0"),
        ({"sharpness": NAN}, "sharpness must be above 0"), ({"sharpness": INF}, "sharpness must be above 0 and finite"),
        ({"proposer_sharpness": 0.0}, "proposer_sharpness must be above 0"),
        ({"proposer_sharpness": NAN}, "proposer_sharpness must be above 0"),
        ({"records": _with_first("records", 9)}, "records are records"),
        ({"records": _with_first("records", -1)}, "records are records"),
        ({"allowed": np.zeros_like(GAME.allowed)}, "fighting on is always allowed"),
        ({"cost": GAME.cost[:, :0]}, "there is a type of each side"),
        ({"cost": GAME.cost[:, :1]}, "there is a type of each side"),
    ],
)  # fmt: skip
def test_each_condition_is_named(parts: dict[str, Any], named: str) -> None:
    """What does not hold stands in the message."""
    _refused(named, **parts)


@pytest.mark.parametrize(
    "name", ["ratified", "cost", "up", "down", "end", "relief", "yields", "allowed", "records", "chances"]
)
def test_a_wrong_shape_is_named_with_the_right_one(name: str) -> None:
    """The arrays say how many packages, moves, balances, beliefs and records there are; all must agree."""
    array = getattr(GAME, name)

    problem = _refused(f"{name} has shape", **{name: np.concatenate([array, array])})

    assert str(array.shape) in str(problem)


def test_there_are_at_least_three_balances_two_beliefs_and_one_move() -> None:
    """Defeat, something between and victory; knowing and not knowing; and to fight on."""
    short: dict[str, Any] = {name: getattr(GAME, name)[:, :, :2] for name in ("deal", "cost", "up", "down", "end")}
    sure: dict[str, Any] = {name: getattr(GAME, name)[..., :1, :1] for name in ("cost", "up", "down", "end")}
    still: dict[str, Any] = {name: getattr(GAME, name)[:, :0] for name in ("toll", "relief", "yields")}
    still |= {name: getattr(GAME, name)[:, : GAME.packages] for name in ("allowed", "records", "chances")}

    _refused("at least 3 balances", **short)
    _refused("at least 2 points of belief", **sure)
    _refused("at least 1 move without an offer", **still)


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Nobody repairs a game one message at a time."""
    problem = _refused("CrisisGame", proposers=(), sharpness=0.0, discount=2.0, collapse=(2.0, 0.0))

    assert len(problem.problems) == 5


def test_a_game_that_does_not_fit_says_how_large_it_is() -> None:
    """States, what they consist of, and memory; before any work."""
    game = tiny_game(0, Size(balances=5, beliefs=4, records=3, months=6))

    with pytest.raises(TooLargeError) as caught:
        solve(game, max_gib=1e-6)

    message = str(caught.value)
    assert "240 states (4 × 4 beliefs, 5 balances, 3 records) over 6 months" in message
    assert "GiB, more than 1e-06" in message
    assert game.states == 240


def test_the_memory_that_is_announced_covers_what_a_solution_holds() -> None:
    """A game that is let in does not need more than it was said to need."""
    game = tiny_game(0, Size(packages=3, moves=3, balances=5, beliefs=4, records=3, months=6))

    found = solve(game, workers=1, most_turns=1)

    held = sum(array.nbytes for array in (found.values, found.worths, *found.acts, *found.yes))
    assert held <= game.gib * 2**30
    check_size(game, game.gib)


@pytest.mark.parametrize("belief", [-0.1, 1.1, NAN, INF])
def test_a_belief_is_a_probability(belief: float) -> None:
    """Nothing else has a place on the grid."""
    with pytest.raises(DomainError, match="belief must lie in 0–1"):
        belief_index(GAME, belief)


def test_a_belief_has_its_place_on_the_grid() -> None:
    """The ends are the first and the last point."""
    assert [belief_index(GAME, q) for q in (0.0, 0.25, 1.0)] == [0.0, 0.5, 2.0]


def _refilled(name: str) -> CrisisGame:
    parts: dict[str, Any] = {name: _with_first(name, 0.123)}
    return replace(GAME, **parts)


def test_games_differ_in_their_digest_if_they_differ_in_anything() -> None:
    """The same game built again has the same one."""
    changed = [
        _refilled(name).digest for name in ("deal", "cost", "end", "toll", "relief")
    ]  # fmt: skip
    changed += [replace(GAME, sharpness=16.0).digest, replace(GAME, proposers=GAME.proposers[:1]).digest]

    assert len({GAME.digest, *changed}) == 8
    assert tiny_game(0).digest == GAME.digest


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"proposers": (2,)}, "proposer"), ({"proposers": (-1,)}, "proposer"),
        ({"chances": np.broadcast_to([-0.5, 1.5], GAME.chances.shape).copy()}, "chances"),
        ({"deal": GAME.deal[0]}, "deal has shape"), ({"toll": GAME.toll[0]}, "toll has shape"),
        ({"collapse": (0.1, 0.1, 0.1)}, "collapse"),
    ],
)  # fmt: skip
def test_what_would_break_the_solver_is_refused(parts: dict[str, Any], named: str) -> None:
    """A proposer who is no side; chances below 0 that sum to 1; too few dimensions; three collapses."""
    _refused(named, **parts)
