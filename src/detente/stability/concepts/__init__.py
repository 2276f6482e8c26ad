"""The stability concepts, one file each; each answers for one decision maker at all states."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from detente.stability.choices import Choices
from detente.stability.concepts import gmr, nash, seq, smr, sseq
from detente.stability.concepts.sim import sequential_then_simultaneous, simultaneous
from detente.stability.engine import Bools, Engine, engine_of
from detente.stability.model import GraphModel

CONCEPTS: Mapping[str, Callable[[Engine, int, Choices], Bools]] = {
    "nash": nash.stable, "gmr": gmr.stable, "smr": smr.stable, "seq": seq.stable, "sseq": sseq.stable,
}  # fmt: skip
"""By name, in the order of the field's tables."""

TOGETHER: Mapping[str, Callable[[GraphModel, Choices], Bools]] = {
    "sim": lambda model, choices: simultaneous(model, _unstable(model, choices), choices=choices),
    "seq+sim": lambda model, choices: sequential_then_simultaneous(model, choices=choices),
}
"""By name, those that ask what several do at the same moment, and so answer for all decision makers at once."""

NAMES: Mapping[str, str] = {
    "nash": "Nash",
    "gmr": "general metarationality",
    "smr": "symmetric metarationality",
    "seq": "sequential stability",
    "sseq": "symmetric sequential stability",
    "sim": "simultaneous sanctioning",
    "seq+sim": "sequential, then simultaneous sanctioning",
}
"""How each is called in a sentence."""

SHORT: Mapping[str, str] = {
    "nash": "Nash",
    "gmr": "GMR",
    "smr": "SMR",
    "seq": "SEQ",
    "sseq": "SSEQ",
    "sim": "SIM",
    "seq+sim": "SEQ+SIM",
}
"""How each is called in a table."""


def _unstable(model: GraphModel, choices: Choices) -> Bools:
    """Return who has an improvement where."""
    engine = engine_of(model)
    return ~np.array([nash.stable(engine, party, choices) for party in range(len(model.decision_makers))])
