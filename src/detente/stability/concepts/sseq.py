"""Symmetric sequential stability: every improvement meets a credible sanction, and no further own move escapes it.

Rêgo and Vieira (2017), *Group Decision and Negotiation* 26.
"""

from __future__ import annotations

from detente.stability.choices import Choices
from detente.stability.engine import Bools, Engine, credible_threat


def stable(engine: Engine, party: int, choices: Choices) -> Bools:
    """Return where for all s₁ in R⁺_i(s) an s₂ in R⁺_−i(s₁), and all of R_i(s₂), are not better for i than s.

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
    threat = credible_threat(engine, party, engine.after_counter(party), choices)
    return engine.is_deterred(party, threat, strictly=choices.strictly)
