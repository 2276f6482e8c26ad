"""Who stands for whom, and which of those who take positions are parties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from detente.case import Case
from detente.case.parties import Kind
from detente.case.statements import Statement
from detente.sources.drafts.names import POSITIONS
from detente.sources.drafts.proposing.asks import GIVING, SHAPING
from detente.sources.drafts.proposing.terms import listed

_FILLING = frozenset({"the", "of", "a", "an", "and", "for", "mr", "ms", "mrs", "dr", "sir"})


@dataclass(frozen=True)
class NewParty:
    """A voice that should be a party.

    Attributes
    ----------
    id, name : str
    kind : str
    of : str or None
        For a backer whom it supports.
    statements : tuple of str
        The positions that it takes.
    why : str
        Why it is of this kind.
    """

    id: str
    name: str
    kind: Kind
    of: str | None
    statements: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Sides:
    """Who stands for whom.

    Attributes
    ----------
    of : mapping
        For each voice the party that it speaks for, those that the case says and those that are proposed.
    spoken : mapping
        For each voice whose party is proposed, the statements that show it and why.
    parties : tuple of NewParty
    principals : tuple of str
        Those of the case, and proposed ones.
    """

    of: Mapping[str, str]
    spoken: Mapping[str, tuple[tuple[str, ...], str]]
    parties: tuple[NewParty, ...]
    principals: tuple[str, ...]


def sides_of(case: Case, second_hand: Collection[str] = ()) -> Sides:
    """Return who stands for whom, from names and from who tells whose positions.

    Parameters
    ----------
    case : Case
    second_hand : collection of str
        Statements that are told of somebody else: they do not show for whom their speaker speaks.
    """
    of = {id_: voice.of for id_, voice in case.voices.items() if voice.of is not None}
    free = [id_ for id_ in case.voices if id_ not in of]
    holders = [id_ for id_ in free if _is_somebody(case, id_)]
    spoken: dict[str, tuple[tuple[str, ...], str]] = {}
    for id_ in free:
        found = _by_name(case, id_, [*case.parties, *holders]) or _by_speech(
            case, id_, {*case.parties, *holders}, second_hand
        )
        if found is not None:
            of[id_], spoken[id_] = found[0], (found[1], found[2])
    _follow(of)
    # Two voices that speak for each other are one circle: the first of them stands for itself.
    of = {id_: party for id_, party in of.items() if party != id_}
    spoken = {id_: why for id_, why in spoken.items() if id_ in of}
    own = [id_ for id_ in holders if id_ not in of]
    principals = _principals(case, own, of)
    return Sides(of, spoken, tuple(_party(case, id_, principals, of) for id_ in own), principals)


def _positions(case: Case, holder: str, of: Mapping[str, str] | None = None) -> list[Statement]:
    return [s for s in case.statements if s.act in POSITIONS and (of or {}).get(s.holder, s.holder) == holder]


def _is_somebody(case: Case, id_: str) -> bool:
    """Return False for what is said once by nobody with a name, such as *her people*."""
    shaping = [s for s in case.statements if s.holder == id_ and s.act in SHAPING]
    name = case.voices[id_].name
    return bool(shaping) and (
        len(shaping) > 1 or any(w[:1].isupper() and w.lower() not in _FILLING for w in name.split())
    )


def _name(case: Case, id_: str) -> str:
    return case.parties[id_].name if id_ in case.parties else case.voices[id_].name


def _tokens(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", name.lower())) - _FILLING


def _by_name(case: Case, id_: str, others: Iterable[str]) -> tuple[str, tuple[str, ...], str] | None:
    """Return the only party, or holder, whose name contains all words of a voice's name."""
    own = _tokens(_name(case, id_))
    found = [o for o in others if o != id_ and own and own < _tokens(_name(case, o))]
    if len(found) != 1:
        return None
    said = tuple(s.id for s in case.statements if id_ in (s.speaker, s.holder))[:3]
    return found[0], said, f"its name is part of {_name(case, found[0])!r}"


def _by_speech(
    case: Case, id_: str, parties: set[str], second_hand: Collection[str]
) -> tuple[str, tuple[str, ...], str] | None:
    """Return the party whose positions a voice mostly tells first hand."""
    told = [
        s for s in case.statements
        if s.speaker == id_ and s.act in POSITIONS and s.holder != id_ and s.holder in parties
        and len(s.reporters) <= 2 and s.id not in second_hand
    ]  # fmt: skip
    held = sum(s.holder == id_ for s in case.statements if s.act in POSITIONS)
    for holder, count in Counter(s.holder for s in told).most_common(1):
        if 2 * count > len(told) and count >= held:
            return holder, tuple(s.id for s in told if s.holder == holder), f"tells its positions {count} times"
    return None


def _follow(of: dict[str, str]) -> None:
    """Let a voice that speaks for another voice speak for whom that one stands."""
    for id_ in list(of):
        seen = {id_}
        while of[id_] in of and of[id_] not in seen:
            seen.add(of[id_])
            of[id_] = of[of[id_]]


def _principals(case: Case, own: list[str], of: Mapping[str, str]) -> tuple[str, ...]:
    """Return the principals of the case; where there are fewer than two, those who bargain most are added."""
    principals = list(case.principals)
    exchanged: Counter[str] = Counter()
    for statement in case.statements:
        holder = of.get(statement.holder, statement.holder)
        if statement.act in SHAPING:
            targets = {of.get(t, t) for t in statement.target} - {holder}
            exchanged[holder] += 2 if targets else 1
            exchanged.update(targets)
    ranked = sorted((id_ for id_ in own if not _is_between(_name(case, id_))), key=lambda i: -exchanged[i])
    return (*principals, *ranked[: max(2 - len(principals), 0)])


def _is_between(name: str) -> bool:
    return not _tokens(name).isdisjoint(listed("between"))


def _party(case: Case, id_: str, principals: tuple[str, ...], of: Mapping[str, str]) -> NewParty:
    held = _positions(case, id_, of)
    ids = tuple(s.id for s in held)
    kind, supports, why = _kind(case, id_, held, principals, of)
    return NewParty(id_, _name(case, id_), kind, supports, ids, why)


def _kind(
    case: Case, id_: str, held: list[Statement], principals: tuple[str, ...], of: Mapping[str, str]
) -> tuple[Kind, str | None, str]:
    if id_ in principals:
        return "principal", None, f"it bargains: {len(held)} positions of its own"
    addressed = {of.get(t, t) for s in held for t in s.target} & set(principals)
    given = Counter(of.get(t, t) for s in held if s.act in GIVING for t in s.target if of.get(t, t) in principals)
    if _is_between(_name(case, id_)) or (len(addressed) > 1 and len(given) > 1):
        return "mediator", None, "it offers something to both sides and bargains for neither"
    if len(given) == 1:
        return "backer", next(iter(given)), "it gives something to one side"
    return "community", None, "it takes positions and does not bargain"
