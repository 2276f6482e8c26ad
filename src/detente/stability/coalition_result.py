"""What the analysis of coalitions found, with how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from detente.stability.arcs import Bools, Ints
from detente.stability.coalition_moves import Coalition
from detente.stability.model import GraphModel
from detente.version import __version__

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS = 50


@dataclass(frozen=True, eq=False)
class CoalitionResult:
    """Which states hold against which coalitions, under which concept.

    Attributes
    ----------
    model : GraphModel
    coalitions : tuple of tuple of int
        The decision makers of each coalition.
    stable : dict of str to bool array, shape (coalitions, states)
        By concept; states by position.
    equilibria : dict of str to int array
        By concept: the indices of the states that are stable for every coalition asked for, ascending.
    is_universal : bool
        True where every non-empty coalition was asked for: the equilibria are then coalitionally stable (Kilgour et
        al. 2001), also called universally coalitionally stable (Inohara and Hipel 2008).
    method : str
    parameters : dict
        The choices where definitions differ.
    """

    model: GraphModel
    coalitions: tuple[Coalition, ...]
    stable: Mapping[str, Bools]
    equilibria: Mapping[str, Ints]
    is_universal: bool
    method: str
    parameters: Mapping[str, Any]
    case_digest: str = ""
    seed: int | None = None
    version: str = __version__

    def is_stable(self, concept: str, coalition: Sequence[int], index: int) -> bool:
        """Return whether one state is stable for one of the coalitions."""
        row = self.coalitions.index(tuple(sorted(coalition)))
        return bool(self.stable[concept][row, self.model.position(index)])

    def name(self, coalition: Sequence[int]) -> str:
        """Return the names of a coalition's members."""
        return " + ".join(self.model.decision_makers[p] for p in coalition)

    def upset_by(self, concept: str, index: int) -> tuple[Coalition, ...]:
        """Return the coalitions that would leave a state."""
        leaves = ~self.stable[concept][:, self.model.position(index)]
        return tuple(c for c, is_unstable in zip(self.coalitions, leaves, strict=True) if is_unstable)

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each state: its label, then for each concept whether each coalition, and all, would stay."""
        import pandas as pd

        model = self.model
        data: dict[Any, Any] = {
            ("state", ""): model.index,
            ("label", ""): [model.label(s) for s in range(model.size)],
        }
        for concept, table in self.stable.items():
            for coalition, row in zip(self.coalitions, table, strict=True):
                data[concept, self.name(coalition)] = row
            data[concept, "equilibrium"] = table.all(axis=0)
        return pd.DataFrame(data)

    def summary(self) -> str:
        """Return the equilibria in a few lines."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        against = "every coalition" if self.is_universal else ", ".join(map(self.name, self.coalitions))
        yield f"{len(self.coalitions):,} coalitions, {self.model.size:,} states; stable against {against}:"
        for concept, states in self.equilibria.items():
            named = [self.model.label(self.model.position(s)) for s in states[:MAX_ROWS].tolist()]
            more = f" and {len(states) - MAX_ROWS:,} more" if len(states) > MAX_ROWS else ""
            yield f"{concept}: {', '.join(named) or 'none'}{more}"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"
