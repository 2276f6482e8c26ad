"""Nash stability: a decision maker stays where no own move improves its rank.

Nash (1950), *PNAS* 36; for graph models Kilgour, Hipel and Fang (1987), *Automatica* 23.
"""

from __future__ import annotations

from detente.stability.choices import Choices
from detente.stability.engine import Bools, Engine


def stable(engine: Engine, party: int, choices: Choices) -> Bools:
    """Return where R⁺_i(s) is empty.

    Parameters
    ----------
    engine : Engine
    party : int
        The focal decision maker i.
    choices : Choices
        Nothing here depends on them.

    Returns
    -------
    bool array, shape (states,)
    """
    del choices
    return engine.is_content(party)
