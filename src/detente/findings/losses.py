"""What each opening costs those who move, and what it brings the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.deals import DealsResult, Opening
from detente.findings.gains import parties_in_order
from detente.findings.words import counted, listed, upper

MOST_ROWS = 12
"""So many openings are mapped at once, the smallest first."""
MOST_NAMED = 3
POINT = 0.5
"""Less than this reads as 0 points."""


@dataclass(frozen=True)
class Cell:
    """One party in one opening.

    `points` are, for a party that moves, its value less that of the best package within its own limits; for the
    others their value less no deal (None where a party has no no-deal value). `value` is None for a party that
    has red lines only.
    """

    moves: bool
    points: float | None
    value: float | None
    no_deal: float | None


@dataclass(frozen=True)
class LossRow:
    """One opening: its place in the list from 0, and its cells by party."""

    place: int
    opening: Opening
    cells: Mapping[str, Cell]


def loss_parties(deals: DealsResult) -> tuple[str, ...]:
    """Return the parties of the map: those with values, then who else would have to move."""
    movers = (m.party for o in deals.openings for m in o.movers)
    return tuple(dict.fromkeys((*parties_in_order(deals.space), *movers)))


def loss_rows(deals: DealsResult, also: Sequence[int] = ()) -> tuple[LossRow, ...]:
    """Return the first `MOST_ROWS` openings, and those that are named besides, in the order of the list."""
    parties = loss_parties(deals)
    places = sorted({*range(min(MOST_ROWS, len(deals.openings))), *also})
    return tuple(
        LossRow(n, deals.openings[n], {p: _cell(deals, deals.openings[n], p) for p in parties}) for n in places
    )


def _cell(deals: DealsResult, opening: Opening, party: str) -> Cell:
    moving = {m.party: m for m in opening.movers}
    no_deal = float(deals.space.no_deal[deals.space.parties.index(party)])
    known = None if no_deal != no_deal else no_deal  # noqa: PLR0124 (NaN where it is not given)
    value = opening.values.get(party)
    if party in moving:
        return Cell(True, -moving[party].loss if value is not None else None, value, known)
    return Cell(False, value - known if value is not None and known is not None else None, value, known)


def loss_sentences(deals: DealsResult, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return which opening costs whom least, and who is left worse off than without a deal whatever opens."""
    found = deals.openings
    movers = dict.fromkeys(m.party for o in found for m in o.movers if m.value is not None)
    cheapest = [_cheapest(found, party, names) for party in list(movers)[:MOST_NAMED]]
    least = [f"{upper(listed(cheapest))}, where they move"] if cheapest else []
    return (*(f"{s}." for s in ("; ".join([*least, *_total(found)]),) if s), *_worse(deals, names))


def _cheapest(found: Sequence[Opening], party: str, names: Mapping[str, str]) -> str:
    """Return in which opening a party gives up least of what it could have within its own limits."""
    mine = [(m.loss, n, m.value or 0.0) for n, o in enumerate(found) for m in o.movers if m.party == party]
    loss, place, value = min(mine)
    cost = f"{loss:.0f}" if loss >= POINT else "none"
    return f"opening {place + 1} costs {names[party]} least ({cost} of its {counted(round(value + loss), 'point')})"


def _total(found: Sequence[Opening]) -> Iterator[str]:
    valued = [(o.loss, n) for n, o in enumerate(found) if all(m.value is not None for m in o.movers)]
    if len(valued) > 1 and len({m.party for o in found for m in o.movers}) > 1:
        loss, place = min(valued)
        yield f"together those who move lose least in opening {place + 1} ({counted(round(max(loss, 0.0)), 'point')})"


def _worse(deals: DealsResult, names: Mapping[str, str]) -> Iterator[str]:
    """Yield who would be worse off than without a deal under every opening."""
    worse = []
    for p in deals.space.valued:
        name, no_deal = deals.space.parties[p], float(deals.space.no_deal[p])
        if all(o.values[name] < no_deal - POINT for o in deals.openings):
            worse.append(names[name])
    if worse:
        yield f"Under every opening {listed(worse)} would be worse off than without a deal."
