"""General metarationality: every improvement can be met by a joint move of the opponents, whatever it costs them.

Howard (1971), *Paradoxes of Rationality*; for graph models Fang, Hipel and Kilgour (1993).
"""

from __future__ import annotations

from detente.stability.choices import Choices
from detente.stability.engine import Bools, Engine


def stable(engine: Engine, party: int, choices: Choices) -> Bools:
    """Return where for all s₁ in R⁺_i(s) there is an s₂ in R_−i(s₁) that is not better for i than s.

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
    threat = engine.threat(party, engine.ranks[party], improving=False, joint=choices.joint)
    return engine.is_deterred(party, threat, strictly=choices.strictly)
