"""Symmetric metarationality: every improvement can be met, and no further move of one's own escapes it.

Howard (1971), *Paradoxes of Rationality*; for graph models Fang, Hipel and Kilgour (1993).
"""

from __future__ import annotations

from detente.stability.choices import Choices
from detente.stability.engine import Bools, Engine


def stable(engine: Engine, party: int, choices: Choices) -> Bools:
    """Return where for all s₁ in R⁺_i(s) an s₂ in R_−i(s₁), and all of R_i(s₂), are not better for i than s.

    The counter-move is a single move of i.

    Parameters
    ----------
    engine : Engine
    party : int
        The focal decision maker i.
    choices : Choices

    Returns
    -------
    bool array, shape (states,)
    """
    threat = engine.threat(party, engine.after_counter(party), improving=False, joint=choices.joint)
    return engine.is_deterred(party, threat, strictly=choices.strictly)
