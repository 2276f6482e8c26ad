"""The game of bargaining while fighting, as plain arrays.

Two sides, A (index 0) and B (index 1); each is tough (type 0) or weak (type 1), and the other knows only a
belief. A month: the proposer offers a package, makes a gesture, declares its stand in public, or only fights on;
an offer is accepted or refused; an accepted offer is ratified or not; where nothing is signed there is a month
of fighting, which moves the balance and tells something about the types.

State: the beliefs that A and that B is tough (a grid on 0–1 each), the balance (a lattice from A's defeat to A's
victory), and a public record (who has declared, what was offered last, how far each side is trusted) with few values.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.domain import DomainError, condition, finite, inner_share, positive, require, share
from detente.errors import TooLargeError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MAX_GIB = 4.0
BYTES = 8
ROUND_OFF = 1e-9


@dataclass(frozen=True)
class CrisisGame:
    """Bargaining while fighting between two sides.

    Values are shares of the best a side can get: 0 is defeat, 1 is victory.

    Attributes
    ----------
    labels : tuple of str
        Names of the packages that can be offered, K of them.
    deal : array, shape (2, K, M, Z)
        Worth of a signed package to each side by balance and record, all that follows it included.
    ratified : array, shape (K, Z)
        Probability that an accepted package is ratified.
    cost : array, shape (2, 2, M, n, n)
        What a month of fighting costs: by side, type, balance, belief about A, belief about B.
    up, down : array, shape (2, 2, M, n, n)
        Probability that a month of fighting moves the balance towards A or towards B: by A's type, B's type, …
    collapse : tuple of float
        Probability that A, that B collapses in a month of fighting, whatever the balance.
    end : array, shape (2, 2, M, n, n)
        What is left to each side and type after the last month without a deal.
    toll, relief : array, shape (2, E)
        For each of the E moves without an offer, by the side that moves: its cost, and what it gives the other side.
    yields : array, shape (2, E)
        Probability that the move shifts the balance one step against the one who makes it.
    allowed : array of bool, shape (2, K + E, Z)
        What the proposer may do: offers first, then the moves without an offer; the first of these is to fight on.
    records, chances : array, shape (2, K + E, Z, J)
        The next record after an action that ends without a deal, and its probability.
    proposers : tuple of int
        Who proposes in each month, 0 or 1; its length is the horizon.
    discount : float
        Worth of a value a month later.
    sharpness : float
        λ of the logit responses, per whole pie. `proposer_sharpness` where the proposer's differs.
    """

    sides: tuple[str, str]
    labels: tuple[str, ...]
    deal: Floats
    ratified: Floats
    cost: Floats
    up: Floats
    down: Floats
    collapse: tuple[float, float]
    end: Floats
    toll: Floats
    relief: Floats
    yields: Floats
    allowed: NDArray[np.bool_]
    records: Ints
    chances: Floats
    proposers: tuple[int, ...]
    discount: float
    sharpness: float
    proposer_sharpness: float | None = None

    def __post_init__(self) -> None:
        axes = {"deal": 4, "cost": 5, "toll": 2, "records": 4}
        require(
            "CrisisGame",
            (condition(f"{n} has shape of {d} axes", getattr(self, n).ndim == d) for n, d in axes.items()),
            condition("each proposer is 0 or 1", set(self.proposers) <= {0, 1}),
        )
        k, e, m, z, n = self.packages, self.moves, self.balances, self.record_count, self.beliefs
        shapes = {
            "deal": (2, k, m, z), "ratified": (k, z), "cost": (2, 2, m, n, n), "up": (2, 2, m, n, n),
            "down": (2, 2, m, n, n), "end": (2, 2, m, n, n), "toll": (2, e), "relief": (2, e), "yields": (2, e),
            "allowed": (2, k + e, z), "records": (2, k + e, z, self.records.shape[-1]),
            "chances": (2, k + e, z, self.records.shape[-1]),
        }  # fmt: skip
        require(
            "CrisisGame",
            (condition(f"{name} has shape {shape}", getattr(self, name).shape == shape) for name, shape in shapes.items()),
            condition("the horizon is at least 1 month", len(self.proposers) >= 1),
            condition("there is a type of each side", self.cost.shape[:2] == (2, 2)),
            condition("at least 3 balances (defeat, one between, victory)", m >= 3),
            condition("at least 2 points of belief", n >= 2), condition("at least 1 move without an offer", e >= 1),
            condition("collapse is a pair", len(self.collapse) == 2),
            share("collapse of A", self.collapse[0]), share("collapse of B", self.collapse[1]),
            condition("collapse of A + collapse of B ≤ 1", sum(self.collapse) <= 1),
            None if self.discount == 1 else inner_share("discount", self.discount), positive("sharpness", self.sharpness),
            None if self.proposer_sharpness is None else positive("proposer_sharpness", self.proposer_sharpness),
        )  # fmt: skip
        require("CrisisGame", *self._check_arrays())

    def _check_arrays(self) -> list[str | None]:
        finite_ones = [
            finite(name, float(np.sum(getattr(self, name)))) for name in ("deal", "cost", "end", "toll", "relief")
        ]
        moved = self.up + self.down
        return [
            *finite_ones,
            condition("0 ≤ ratified ≤ 1", bool(((self.ratified >= 0) & (self.ratified <= 1)).all())),
            condition("0 ≤ up, 0 ≤ down, up + down ≤ 1",
                      bool(((self.up >= 0) & (self.down >= 0) & (moved <= 1 + ROUND_OFF)).all())),
            condition("0 ≤ yields ≤ 1", bool(((self.yields >= 0) & (self.yields <= 1)).all())),
            condition("fighting on is always allowed", bool(self.allowed[:, self.packages].all())),
            condition("records are records", bool(((self.records >= 0) & (self.records < self.record_count)).all())),
            condition("chances sum to 1, and none is negative", bool((self.chances >= 0).all() and np.allclose(self.chances.sum(axis=-1), 1, atol=ROUND_OFF))),
        ]  # fmt: skip

    @property
    def packages(self) -> int:
        """How many packages can be offered."""
        return len(self.labels)

    @property
    def moves(self) -> int:
        """How many moves there are besides offers; the first of them is to fight on."""
        return int(self.toll.shape[1])

    @property
    def balances(self) -> int:
        """Length of the lattice of the balance, defeat and victory included."""
        return int(self.deal.shape[2])

    @property
    def record_count(self) -> int:
        """How many public records there are."""
        return int(self.deal.shape[3])

    @property
    def beliefs(self) -> int:
        """Points of each belief's grid."""
        return int(self.cost.shape[3])

    @property
    def months(self) -> int:
        """The horizon."""
        return len(self.proposers)

    @property
    def states(self) -> int:
        """How many public states there are, the absorbing ones included."""
        return self.record_count * self.balances * self.beliefs**2

    @property
    def gib(self) -> float:
        """Memory that a solution takes with its policies, in GiB."""
        policies = 2 * (self.packages + self.moves) + 2 * self.packages
        return self.states * (policies * self.months + 24) * BYTES / 2**30

    @cached_property
    def digest(self) -> str:
        """Digest of all arrays and options: the same game has the same digest."""
        hashed = hashlib.sha256()
        for field in fields(self):
            value = getattr(self, field.name)
            hashed.update(field.name.encode())
            hashed.update(
                np.ascontiguousarray(value).tobytes() if isinstance(value, np.ndarray) else repr(value).encode()
            )
        return "sha256:" + hashed.hexdigest()


def check_size(game: CrisisGame, max_gib: float = MAX_GIB) -> None:
    """Refuse a game that would not fit, saying what it would need.

    Raises
    ------
    TooLargeError
        With the number of states and the memory.
    """
    if game.gib > max_gib:
        raise TooLargeError(
            f"the game has {game.states:,} states ({game.beliefs} × {game.beliefs} beliefs, {game.balances} balances, "
            f"{game.record_count} records) over {game.months} months and would need {game.gib:.1f} GiB, more than "
            f"{max_gib:g}; take a coarser grid, fewer packages or a shorter horizon"
        )


def belief_index(game: CrisisGame, belief: float) -> float:
    """Return a belief as a place on the grid, 0 … n − 1.

    Raises
    ------
    DomainError
        If it is no probability.
    """
    failed = share("belief", belief)
    if failed:
        raise DomainError.of("domain", failed, "give a probability")
    return belief * (game.beliefs - 1)
