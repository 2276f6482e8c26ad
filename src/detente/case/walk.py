"""Walks over a case: everything that cites a statement, and every number with its mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from detente.case.model import Case
from detente.case.parties import Party, Stance
from detente.case.quantity import Backed, Mark, Quantity
from detente.errors import Path


@dataclass(frozen=True)
class Valued:
    """One number of a case, with where it stands and how it is known."""

    path: Path
    quantity: Quantity | None
    mark: Mark
    because: tuple[str, ...]
    party: str
    issue: str | None = None


def citations_in(case: Case) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield (path, statement ids) of everything that cites statements."""
    for key, party in case.parties.items():
        for path, backed in _backed_in(("parties", key), party):
            yield (*path, "because"), backed.because
    for index, link in enumerate(case.links):
        yield ("links", index, "because"), link.because
    for owner, options in case.options.items():
        for name, option in options.items():
            yield ("options", owner, name, "because"), option.because


def numbers_in(case: Case) -> Iterator[Valued]:
    """Yield every number of the case in its order, those filled in by a rule included."""
    for key, party in case.parties.items():
        for name, quantity in (("power", party.power), ("no_deal", party.no_deal)):
            if quantity is not None:
                yield _valued(("parties", key, name), quantity, party, key)
        for issue, stance in party.stances.items():
            yield from _numbers_of_stance(("parties", key, "stances", issue), stance, key, issue)
        for index, interaction in enumerate(party.interactions):
            path: Path = ("parties", key, "interactions", index, "add")
            yield _valued(path, interaction.add, interaction, key)


@lru_cache(maxsize=8)
def analysts_of(case: Case) -> tuple[str, ...]:
    """Return everybody who judged a value together with others, in alphabetical order."""
    return tuple(sorted({j.by for n in numbers_in(case) if n.quantity for j in n.quantity.judgements}))


def _numbers_of_stance(path: Path, stance: Stance, party: str, issue: str) -> Iterator[Valued]:
    for outcome, quantity in (stance.values or {}).items():
        yield _valued((*path, "values", outcome), quantity, stance, party, issue)
    if stance.position is not None:
        yield _valued((*path, "position"), stance.position, stance, party, issue)
    if stance.ranking is not None:
        yield Valued((*path, "ranking"), None, "assumed", stance.because, party, issue)
    if stance.salience is None:
        yield Valued((*path, "salience"), None, "assumed", (), party, issue)
    else:
        yield _valued((*path, "salience"), stance.salience, stance, party, issue)
    if isinstance(stance.bottom_line, Quantity):
        yield _valued((*path, "bottom_line"), stance.bottom_line, stance, party, issue)


def _valued(path: Path, quantity: Quantity, around: Backed, party: str, issue: str | None = None) -> Valued:
    """Mark a number by what stands behind it, or behind the thing that it belongs to."""
    own = quantity.mark != "assumed"
    mark = quantity.mark if own else around.mark
    return Valued(path, quantity, mark, quantity.because if own else around.because, party, issue)


def _backed_in(path: Path, party: Party) -> Iterator[tuple[Path, Backed]]:
    yield path, party
    for name in ("power", "no_deal"):
        quantity = getattr(party, name)
        if quantity is not None:
            yield (*path, name), quantity
    for issue, stance in party.stances.items():
        inner = (*path, "stances", issue)
        yield inner, stance
        for outcome, quantity in (stance.values or {}).items():
            yield (*inner, "values", outcome), quantity
        for name in ("position", "salience", "bottom_line"):
            quantity = getattr(stance, name)
            if isinstance(quantity, Quantity):
                yield (*inner, name), quantity
    for index, interaction in enumerate(party.interactions):
        yield (*path, "interactions", index), interaction
        yield (*path, "interactions", index, "add"), interaction.add
