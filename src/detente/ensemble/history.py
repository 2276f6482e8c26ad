"""What the dated events of a case say, with the spread over their ranges."""

from __future__ import annotations

from detente.case import Case
from detente.deals.from_case import reading_of
from detente.dynamics.events import filter_types, particle_filter
from detente.dynamics.events_from_case import EVEN, events_of, ranged_events_of, steps_of_case
from detente.dynamics.from_case import sides_of
from detente.dynamics.ledger import ledger
from detente.dynamics.result import History

PARTICLES = 500


def history_of(case: Case, *, seed: int = 0, analyst: str | None = None) -> History | None:
    """Return what the events of a case say about the types of both sides, or None where it lists none.

    Parameters
    ----------
    case : Case
    seed : int
        Of the draws over the ranges.
    analyst : str, optional
        Follow this analyst wherever several have judged.
    """
    if not case.dynamics.events:
        return None
    sides = sides_of(case)
    read = reading_of(case, analyst)
    events = events_of(case, read)
    about = sorted({hidden for event in events for hidden in event.likelihood}) or [(s, "resolve") for s in sides]
    beliefs = filter_types(dict.fromkeys(about, EVEN), events)
    bands = None
    if events:
        bands = particle_filter(
            dict.fromkeys(about, (EVEN, EVEN)), ranged_events_of(case), particles=PARTICLES, seed=seed
        )
    return History(beliefs, bands, ledger(steps_of_case(case, read), sides))
