"""Demands between battles, against a solver of general game trees: OpenSpiel's CFR+ on the same trees.

Run it with ``make bench``; it needs OpenSpiel and says so where that is missing. Each tree is exported as a file, of at
most a thousand nodes, with the exact offers among those that can be made. The table gives both answers, how far CFR+
itself thinks it is from an equilibrium (its gap), and whether the two agree to 1e-4. The last column but two counts empty
threats: of the last answers of the informed side, those in which it refuses, at least now and then, what is worth more to it
than the war that follows. They are no mistake in the eyes of a solver that wants an equilibrium of the whole tree: nobody
makes that offer, so nobody learns what the answer would be. By backward induction they do not exist.
"""

from __future__ import annotations

import importlib.util
import tempfile
import time
from pathlib import Path
from typing import Any

from detente.dynamics import fight_while_bargaining
from detente.interchange.efg import screening_efg

GAME = {"k_a": 0.08, "k_b": 0.10, "c_a": 0.03, "c_low": 0.02, "c_high": 0.07, "discount": 0.95}
ASKED_LESS = 9e-5
"""Each exact offer is made a trifle smaller, so that who would be indifferent accepts."""
BELIEFS = {1: (0.05, 0.15, 0.3, 0.45, 0.6, 0.8), 2: (0.15, 0.2, 0.3, 0.45, 0.6, 0.8)}
SMALL_GAP = 1e-6
TURNS = 2_000
MOST_TURNS = 60_000
AGREES = 1e-4
SURE = 0.99


def offers(rounds: int) -> list[float]:
    """Return the exact offers of this many rounds and of the last one."""
    exact, last = (fight_while_bargaining(**GAME, rounds=n) for n in (rounds, 1))
    return sorted({round(float(x) - ASKED_LESS, 9) for x in (*exact.offers, *last.offers)})


def by_cfr(text: str) -> tuple[float, float, Any]:
    """Return the worth to the uninformed side, the gap, and the policy."""
    import pyspiel

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "game.efg"
        path.write_text(text)
        game = pyspiel.load_game("efg_game", {"filename": str(path)})
    solver, gap, turns = pyspiel.CFRPlusSolver(game), 1.0, 0
    while gap >= SMALL_GAP and turns < MOST_TURNS:
        for _ in range(TURNS):
            solver.evaluate_and_update_policy()
        turns += TURNS
        policy = solver.tabular_average_policy()
        gap = pyspiel.nash_conv(game, policy)
    return pyspiel.expected_returns(game.new_initial_state(), policy, -1, True, 0.0)[0], gap, (game, policy)


def threats(game: Any, policy: Any) -> tuple[int, int]:
    """Return how many last answers refuse more than they get by it, and how many last answers there are."""
    answers = empty = 0
    nodes = [game.new_initial_state()]
    while nodes:
        node = nodes.pop()
        children = [node.child(action) for action in node.legal_actions()]
        nodes += [child for child in children if not child.is_terminal()]
        if node.is_chance_node() or node.current_player() != 1 or not all(c.is_terminal() for c in children):
            continue
        answers += 1
        accept, refuse = (child.returns()[1] for child in children)
        empty += accept > refuse and dict(policy.action_probabilities(node))[node.legal_actions()[0]] < SURE
    return empty, answers


def main() -> None:
    """Print the table."""
    if importlib.util.find_spec("pyspiel") is None:
        print("OpenSpiel is not installed: nothing to compare with.")
        return
    print("| rounds | belief | nodes | exact | CFR+ | gap | apart | agree | empty threats | exact, s | CFR+, s |")
    print("|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|")
    for rounds, beliefs in BELIEFS.items():
        for q in beliefs:
            start = time.perf_counter()
            exact = float(fight_while_bargaining(**GAME, rounds=rounds).value(q))
            between = time.perf_counter()
            text = screening_efg(**GAME, rounds=rounds, q=q, offers=offers(rounds))
            value, gap, found = by_cfr(text)
            end = time.perf_counter()
            agrees = "yes" if abs(value - exact) < AGREES else "no"
            empty, answers = threats(*found)
            print(
                f"| {rounds} | {q:g} | {text.count(chr(10)):,} | {exact:.5f} | {value:.5f} | {gap:.0e} "
                f"| {exact - value:+.5f} | {agrees} | {empty} of {answers} | {between - start:.4f} | {end - between:.1f} |"
            )


if __name__ == "__main__":
    main()
