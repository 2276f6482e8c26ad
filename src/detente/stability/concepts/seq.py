"""Sequential stability: every improvement can be met by opponents who do themselves good with each move.

Fraser and Hipel (1979), *IEEE Transactions on Systems, Man, and Cybernetics* 9; for graph models Fang, Hipel and
Kilgour (1993).
"""

from __future__ import annotations

from detente.stability.choices import Choices
from detente.stability.engine import Bools, Engine, credible_threat


def stable(engine: Engine, party: int, choices: Choices) -> Bools:
    """Return where for all s₁ in R⁺_i(s) there is an s₂ in R⁺_−i(s₁) that is not better for i than s.

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
    threat = credible_threat(engine, party, engine.ranks[party], choices)
    return engine.is_deterred(party, threat, strictly=choices.strictly)
