"""The exact recursion against a solver of general trees: OpenSpiel's CFR+, on the same game exported as a file."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from detente.dynamics import fight_while_bargaining
from detente.interchange.efg import screening_efg
from tests.conftest import in_ci

GAME = {"k_a": 0.08, "k_b": 0.10, "c_a": 0.03, "c_low": 0.02, "c_high": 0.07, "discount": 0.95}
ASKED_LESS = 9e-5
"""Each exact offer is made a trifle smaller, so that who would be indifferent accepts."""


def _offers(rounds: int) -> list[float]:
    exact = fight_while_bargaining(**GAME, rounds=rounds)
    last = fight_while_bargaining(**GAME, rounds=1)
    return sorted({round(float(x) - ASKED_LESS, 9) for x in (*exact.offers, *last.offers)})


CREDIBLE = [(1, 0.05), (1, 0.15), (1, 0.3), (1, 0.8), (2, 0.3), (2, 0.45), (2, 0.6), (2, 0.8)]
THREATENED = [(1, 0.45), (1, 0.6), (2, 0.15), (2, 0.2)]
"""Here it ends in an equilibrium with a threat that nobody would carry out: refusing an offer that is better than war."""


def _solved(rounds: int, q: float, tmp_path: Path) -> tuple[float, float]:
    """Return the worth to the uninformed side that CFR+ finds, and its gap; a tree of at most a thousand nodes."""
    if importlib.util.find_spec("pyspiel") is None and not in_ci():
        pytest.skip("OpenSpiel is not installed")
    import pyspiel

    text = screening_efg(**GAME, rounds=rounds, q=q, offers=_offers(rounds))
    assert text.count("\n") <= 1000
    path = tmp_path / "game.efg"
    path.write_text(text)
    game = pyspiel.load_game("efg_game", {"filename": str(path)})
    solver = pyspiel.CFRPlusSolver(game)
    gap = 1.0
    while gap >= 1e-6:
        for _ in range(2_000):
            solver.evaluate_and_update_policy()
        policy = solver.average_policy()
        gap = pyspiel.nash_conv(game, policy)
    return pyspiel.expected_returns(game.new_initial_state(), policy, -1, True, 0.0)[0], gap


@pytest.mark.parametrize(("rounds", "q"), CREDIBLE)
def test_another_solver_finds_the_exact_value(rounds: int, q: float, tmp_path: Path) -> None:
    """To 1e-4, where the other solver's own gap is below 1e-6."""
    value, gap = _solved(rounds, q, tmp_path)

    assert gap < 1e-6
    assert value == pytest.approx(float(fight_while_bargaining(**GAME, rounds=rounds).value(q)), abs=1e-4)


@pytest.mark.parametrize(("rounds", "q"), THREATENED)
def test_a_threat_that_nobody_would_carry_out_only_costs_the_uninformed_side(
    rounds: int, q: float, tmp_path: Path
) -> None:
    """Why a general solver is no engine here: its gap is as small, and its answer is not the sequential one."""
    value, gap = _solved(rounds, q, tmp_path)

    assert gap < 1e-6
    assert value < float(fight_while_bargaining(**GAME, rounds=rounds).value(q))
