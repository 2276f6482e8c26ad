"""How often comparable wars ended, and comparable agreements lasted: counted cases, to stand beside a model's answer.

The shares come from lists of past wars and agreements and from nothing else. No model enters them and they
enter no model; whoever shows them shows them in a row of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from detente.dynamics.domain import Check, condition, not_negative, require

_WARS = "war_ends"
_AGREEMENTS = "agreement_lasts"


@dataclass(frozen=True)
class Rate:
    """The share of past cases in which something happened, with what is needed to judge it.

    Attributes
    ----------
    share, low, high : float
        The share and its 95 % interval, 0–1. Where records stop early it is Kaplan and Meier's estimate, else
        events over n. The interval allows for several cases of one conflict.
    n : int
        The cases that it starts from.
    events : int
        How many of them were seen to end within the horizon.
    horizon : int
        Months looked ahead.
    age : int
        Months that each of the cases had already lasted, at least; 0 for agreements.
    name, what : str
        The reference class: its name in the table, and what its cases are.
    years : tuple of int
        First and last year in which a case began.
    source : str
        Author, data set and version.
    note : str
        How the cases were counted.
    """

    share: float
    low: float
    high: float
    n: int
    events: int
    horizon: int
    age: int
    name: str
    what: str
    years: tuple[int, int]
    source: str
    note: str


def reference_class(
    age_months: float, horizons: Iterable[int], *, kind: str = "interstate"
) -> dict[int, tuple[Rate, ...]]:
    """Return how often wars that had lasted as long as this one ended soon after.

    Parameters
    ----------
    age_months : float
        How long the war has lasted, in months, not negative. The rates are those of the wars that had lasted
        longer than 0, 1, 3, 6, 12, 24 or 36 months, whichever is the greatest not above the age.
    horizons : iterable of int
        Months to look ahead, each of 1, 3, 6, 12, 24.
    kind : {"interstate", "intrastate"}
        Between states or inside one.

    Returns
    -------
    dict
        For each horizon one rate from each list of wars. The lists count different things as a war and as its
        end; the spread between them is part of the answer.

    Raises
    ------
    DomainError
        If the age is negative or infinite, or the table has no such horizon or kind.
    """
    asked = tuple(horizons)
    rates = _rates(_WARS, kind)
    require(
        "reference_class", not_negative("age_months", age_months), _known("kind", (kind,), _kinds(_WARS)),
        _known("horizons", asked, _horizons(_WARS)),
    )  # fmt: skip
    age = max((r.age for r in rates if r.age <= age_months), default=0)
    return {h: tuple(r for r in rates if (r.age, r.horizon) == (age, h)) for h in asked}


def agreements_lasting(months: Iterable[int], *, kind: str = "agreement") -> dict[int, tuple[Rate, ...]]:
    """Return how often agreements of a kind, or civil wars ended in a way, stayed ended for so long.

    Parameters
    ----------
    months : iterable of int
        Months since the signature or the end of the fighting, each of 3, 6, 12, 24, 60, 120.
    kind : str
        Of peace agreements ``"agreement"`` (any), ``"full"``, ``"partial"`` or ``"process"``; of ends of civil
        wars ``"civil_war_end"`` (any), ``"victory"``, ``"treaty"`` or ``"truce"``.

    Returns
    -------
    dict
        For each number of months the rate, one from each list that has the kind.

    Raises
    ------
    DomainError
        If the table has no such number of months or kind.
    """
    asked = tuple(months)
    require(
        "agreements_lasting", _known("kind", (kind,), _kinds(_AGREEMENTS)),
        _known("months", asked, _horizons(_AGREEMENTS)),
    )  # fmt: skip
    return {h: tuple(r for r in _rates(_AGREEMENTS, kind) if r.horizon == h) for h in asked}


def _known(symbol: str, asked: tuple[object, ...], known: tuple[object, ...]) -> Check:
    """Check that all that is asked for is in the table; nothing asked is a fault too."""
    holds = bool(asked) and all(a in known for a in asked)
    return condition(f"{symbol} ∈ {{{', '.join(map(str, known))}}}", holds, ", ".join(map(str, asked)) or "none given")


@cache
def _classes() -> tuple[dict[str, Any], ...]:
    table = files("detente.dynamics").joinpath("base_rates.json").read_text(encoding="utf-8")
    return tuple(json.loads(table)["classes"])


@cache
def _rates(group: str, kind: str) -> tuple[Rate, ...]:
    chosen = [c for c in _classes() if (c["group"], c["kind"]) == (group, kind)]
    return tuple(_rate(c, row) for c in chosen for row in c["rates"])


def _kinds(group: str) -> tuple[object, ...]:
    return tuple(dict.fromkeys(c["kind"] for c in _classes() if c["group"] == group))


def _horizons(group: str) -> tuple[object, ...]:
    return tuple(dict.fromkeys(r["horizon_months"] for c in _classes() if c["group"] == group for r in c["rates"]))


def _rate(of: dict[str, Any], row: dict[str, Any]) -> Rate:
    return Rate(
        share=row["share"], low=row["low"], high=row["high"], n=row["at_risk"], events=row["events"],
        horizon=row["horizon_months"], age=row.get("age_months", 0), name=of["name"], what=of["what"],
        years=(of["from"], of["to"]), source=of["source"], note=of["note"],
    )  # fmt: skip
