"""A small screening game as a tree, in Gambit's ``.efg`` format, so that other solvers can read it.

The uninformed side offers, the informed side accepts or fights a round; a refusal is followed by the next offer,
and after the last one both fight to the end. What a round of fighting brings is added up along the path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass
class _Tree:
    """Writes nodes depth first and numbers information sets and outcomes as they appear."""

    k_a: float
    k_b: float
    c_a: float
    costs: tuple[float, float]
    discount: float
    offers: Sequence[float]
    rounds: int
    sets: dict[tuple[object, ...], int] = field(default_factory=dict)
    ends: int = 0

    @property
    def goes_on(self) -> float:
        return self.discount * (1 - self.k_a - self.k_b)

    def offering(self, kind: int, history: tuple[int, ...]) -> Iterator[str]:
        number = self.sets.setdefault((1, history), sum(k[0] == 1 for k in self.sets) + 1)
        names = " ".join(f'"{x:.6f}"' for x in self.offers)
        yield f'p "" 1 {number} "" {{ {names} }} 0'
        for n in range(len(self.offers)):
            yield from self.answering(kind, (*history, n))

    def answering(self, kind: int, history: tuple[int, ...]) -> Iterator[str]:
        number = self.sets.setdefault((2, kind, history), sum(k[0] == 2 for k in self.sets) + 1)
        yield f'p "" 2 {number} "" {{ "accept" "refuse" }} 0'
        share = self.offers[history[-1]]
        yield self.end(kind, len(history) - 1, (share, 1 - share))
        if len(history) < self.rounds:
            yield from self.offering(kind, history)
        else:
            waste = 1 - self.goes_on
            fought = (self.k_b - self.c_a) / waste, (self.k_a - self.costs[kind]) / waste
            yield self.end(kind, len(history), fought)

    def end(self, kind: int, refused: int, after: tuple[float, float]) -> str:
        """Return a terminal node: so many rounds of fighting, then these values."""
        self.ends += 1
        d = self.goes_on
        rounds = sum(d**j for j in range(refused))
        worth = rounds * (self.k_b - self.c_a) + d**refused * after[0]
        other = rounds * (self.k_a - self.costs[kind]) + d**refused * after[1]
        return f't "" {self.ends} "" {{ {worth:.12f}, {other:.12f} }}'


def screening_efg(  # noqa: PLR0913, PLR0917 (the symbols of the game)
    k_a: float, k_b: float, c_a: float, c_low: float, c_high: float, discount: float, rounds: int, q: float,
    offers: Sequence[float],
) -> str:  # fmt: skip
    """Return the tree of fighting while bargaining with a grid of offers.

    Parameters
    ----------
    k_a, k_b : float
        Probability that the uninformed, the informed side collapses in a round of fighting.
    c_a, c_low, c_high : float
        Cost of a round to the uninformed side, to a tough and to a weak informed side.
    discount : float
        Worth of the next round.
    rounds : int
        How many offers.
    q : float
        Probability that the informed side is tough.
    offers : sequence of float
        Shares that the uninformed side can ask for.

    Returns
    -------
    str
        A file in the format of Gambit (``EFG 2 R``); player 1 is the uninformed side.
    """
    tree = _Tree(k_a, k_b, c_a, (c_low, c_high), discount, offers, rounds)
    lines = [
        'EFG 2 R "Fighting while bargaining" { "uninformed" "informed" }', '""',
        f'c "" 1 "" {{ "tough" {q:.12f} "weak" {1 - q:.12f} }} 0',
    ]  # fmt: skip
    for kind in (0, 1):
        lines += tree.offering(kind, ())
    return "\n".join(lines) + "\n"
