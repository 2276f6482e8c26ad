"""The exact recursion against a solver of general trees: OpenSpiel's CFR+, on the same game exported as a file."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from detente.dynamics import fight_while_bargaining
from detente.interchange.efg import screening_efg
from tests.conftest import in_ci

GAME = {"k_a": 0.08, "k_b": 0.10, "c_a": 0.03, "c_low": 0.02, "c_high": 0.07, "discount": 0.95}
ASKED_LESS = 1e-5
"""Each exact offer is made a trifle smaller, so that who would be indifferent accepts."""


def _offers(rounds: int) -> list[float]:
    exact = fight_while_bargaining(**GAME, rounds=rounds)
    last = fight_while_bargaining(**GAME, rounds=1)
    return sorted({round(float(x) - ASKED_LESS, 9) for x in (*exact.offers, *last.offers)})


@pytest.mark.parametrize(("rounds", "q"), [(1, 0.2), (1, 0.6), (2, 0.6), (2, 0.15)])
def test_cfr_finds_the_exact_value(rounds: int, q: float, tmp_path: Path) -> None:
    """To 1e-4, where the solver's own gap is below 1e-6; trees of at most a thousand nodes."""
    if importlib.util.find_spec("pyspiel") is None and not in_ci():
        pytest.skip("OpenSpiel is not installed")
    import pyspiel

    text = screening_efg(**GAME, rounds=rounds, q=q, offers=_offers(rounds))
    path = tmp_path / "game.efg"
    path.write_text(text)
    assert text.count("\n") <= 1000
    game = pyspiel.load_game("efg_game", {"filename": str(path)})
    solver = pyspiel.CFRPlusSolver(game)
    gap = 1.0
    for _ in range(60):
        for _ in range(2_000):
            solver.evaluate_and_update_policy()
        policy = solver.average_policy()
        gap = pyspiel.nash_conv(game, policy)
        if gap < 1e-6:
            break

    value = pyspiel.expected_returns(game.new_initial_state(), policy, -1, True, 0.0)[0]

    assert gap < 1e-6
    assert value == pytest.approx(float(fight_while_bargaining(**GAME, rounds=rounds).value(q)), abs=1e-4)
