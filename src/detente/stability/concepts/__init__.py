"""The stability concepts, one file each; each answers for one decision maker at all states."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from detente.stability.choices import Choices
from detente.stability.concepts import gmr, nash, seq, smr, sseq
from detente.stability.engine import Bools, Engine

CONCEPTS: Mapping[str, Callable[[Engine, int, Choices], Bools]] = {
    "nash": nash.stable, "gmr": gmr.stable, "smr": smr.stable, "seq": seq.stable, "sseq": sseq.stable,
}  # fmt: skip
"""By name, in the order of the field's tables."""

NAMES: Mapping[str, str] = {
    "nash": "Nash",
    "gmr": "general metarationality",
    "smr": "symmetric metarationality",
    "seq": "sequential stability",
    "sseq": "symmetric sequential stability",
}
"""How each is called in a sentence."""
