"""What the analysis of a graph model found, with how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente.stability.arcs import Ints
from detente.stability.model import GraphModel
from detente.version import __version__

if TYPE_CHECKING:
    import pandas as pd

MAX_ROWS = 50


@dataclass(frozen=True, eq=False)
class StabilityResult:
    """Which states hold, for whom, under which concept.

    Attributes
    ----------
    model : GraphModel
    stable : dict of str to bool array, shape (decision makers, columns)
        By concept. A column is a combination of options (False where it is no state), or a listed state.
    equilibria : dict of str to int array
        By concept: the indices of the states that are stable for all, ascending.
    method : str
    parameters : dict
        The choices where definitions differ.
    """

    model: GraphModel
    stable: Mapping[str, NDArray[np.bool_]]
    equilibria: Mapping[str, Ints]
    method: str
    parameters: Mapping[str, Any]
    case_digest: str = ""
    seed: int | None = None
    version: str = __version__

    def is_stable(self, concept: str, party: int, index: int) -> bool:
        """Return whether one state is stable for one decision maker; a KeyError where there is no such state."""
        position = self.model.position(index)
        column = index if self.model.dense else position
        return bool(self.stable[concept][party, column])

    def by_position(self, concept: str) -> NDArray[np.bool_]:
        """Return who is stable where, shape (decision makers, states): a column for each feasible state."""
        table = self.stable[concept]
        return table[:, self.model.given] if self.model.dense and self.model.given is not None else table

    def strongest(self) -> dict[int, tuple[str, ...]]:
        """Return the states that are equilibria under some concept, with the concepts, those with the most first."""
        found: dict[int, list[str]] = {}
        for concept, states in self.equilibria.items():
            for state in states.tolist():
                found.setdefault(state, []).append(concept)
        return {s: tuple(c) for s, c in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))}

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each state: its label, then for each concept whether all, and who, would stay."""
        import pandas as pd

        model = self.model
        data: dict[Any, Any] = {("state", ""): model.index}
        for k, option in enumerate(model.options):
            data["option", option] = (model.index >> k & 1).astype(bool)
        for party, name in enumerate(model.decision_makers):
            data["rank", name] = model.ranks[party]
        for concept in self.stable:
            table = self.by_position(concept)
            for party, name in enumerate(model.decision_makers):
                data[concept, name] = table[party]
            data[concept, "equilibrium"] = table.all(axis=0)
        return pd.DataFrame(data)

    def summary(self) -> str:
        """Return the equilibria in a few lines."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        model = self.model
        yield f"{len(model.decision_makers)} decision makers, {len(model.options)} options, {model.size:,} states"
        for concept, states in self.equilibria.items():
            yield f"{concept}: {len(states):,} equilibria"
        for state, concepts in list(self.strongest().items())[:MAX_ROWS]:
            yield f"{state:>8} {model.label(model.position(state))} {', '.join(concepts)}"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"
