"""Random problems of whole numbers in units of any size, small enough to go through every package and every set."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from detente.deals import DealSpace, Interaction
from detente.expression import parse
from tests.reference.whole_space import Constraint, Link, Package, Whole

WORTH = st.sampled_from((-7, -2, 0, 0, 1, 1, 2, 3, 5, 10))
USUAL = tuple(Fraction(10) ** n for n in (0, 0, -1, -2, 2))
EXTREME = tuple(Fraction(10) ** n for n in (-12, -9, 0, 9, 12))
"""Values are shares of nanoparts, or trillions."""


@st.composite
def whole_spaces(
    draw: st.DrawFn,
    *,
    parties: int = 3,
    least: int = 1,
    issues: int = 4,
    outcomes: int = 3,
    units: tuple[Fraction, ...] = USUAL,
    one_unit: bool = False,
    lines: int = 4,
    interactions: int = 2,
    links: int = 3,
    ratifiers: bool = True,
) -> Whole:
    """Ties, equal vectors, one-outcome issues, weights of zero, links, lines, interactions, no deals out of reach.

    Bottom lines come with usual units only: they are compared to nine decimals, as tables from 0 to 100 are written.
    """
    count = draw(st.integers(least, parties))
    sizes = draw(st.lists(st.integers(1, outcomes), min_size=1, max_size=issues))
    place = st.integers(0, len(sizes) - 1).flatmap(lambda j: st.tuples(st.just(j), st.integers(0, sizes[j] - 1)))
    party, unit = st.integers(0, count - 1), st.sampled_from(units)
    values = [[draw(st.lists(WORTH, min_size=n, max_size=n)) for _ in range(count)] for n in sizes]
    red = draw(st.lists(st.tuples(party, place), max_size=lines, unique=True))
    bottom_lines = lines // 2 if units is USUAL else 0
    bottom = draw(st.dictionaries(st.tuples(party, st.integers(0, len(sizes) - 1)), WORTH, max_size=bottom_lines))
    weights = [draw(st.lists(st.integers(0, 3), min_size=len(sizes), max_size=len(sizes))) for _ in range(count)]
    return Whole(
        values=values,
        weights=weights,
        # As in a case, who values nothing has no no-deal value.
        no_deal=[
            draw(st.none() | st.integers(-12, 25)) if is_valued(p, values, weights) else None for p in range(count)
        ],
        units=[draw(unit)] * count if one_unit else [draw(unit) for _ in range(count)],
        principals=tuple(range(draw(st.integers(least, count)) if ratifiers else count)),
        links=draw(st.lists(st.tuples(st.sampled_from(("not both", "one of", "if")), place, place), max_size=links)),
        red_lines=[(p, j, o) for p, (j, o) in red],
        bottom_lines=[(p, j, least) for (p, j), least in bottom.items()],
        interactions=draw(
            st.lists(st.tuples(party, place, place, st.sampled_from((-8, -1, 4))), max_size=interactions)
        ),
    )


def is_valued(party: int, values: list[list[list[int]]], weights: list[list[int]]) -> bool:
    """Return whether anything is worth something to a party."""
    return any(weight and any(table[party]) for weight, table in zip(weights[party], values, strict=True))


def as_space(whole: Whole) -> DealSpace:
    """Return the same problem as the engine takes it."""
    units = np.array([float(unit) for unit in whole.units])
    return DealSpace(
        issues=tuple(f"i{j}" for j in range(len(whole.values))),
        outcomes=tuple(tuple(f"o{o}" for o in range(len(table[0]))) for table in whole.values),
        parties=tuple(f"p{p}" for p in whole.parties),
        values=tuple(np.array(table, dtype=float) * units[:, None] for table in whole.values),
        weights=np.array(whole.weights, dtype=float),
        no_deal=np.array([np.nan if d is None else d * u for d, u in zip(whole.no_deal, units, strict=True)]),
        principals=whole.principals,
        signers=tuple(whole.parties),
        red_lines=tuple(whole.red_lines),
        bottom_lines=tuple((p, j, least * float(units[p])) for p, j, least in whole.bottom_lines),
        links=tuple(parse(text_of(link)) for link in whole.links),
        interactions=tuple(
            Interaction(p, parse(f"i{a[0]}.o{a[1]} and i{b[0]}.o{b[1]}"), add * float(units[p]))
            for p, a, b, add in whole.interactions
        ),
    )


def text_of(link: Link) -> str:
    """Return a link in the language of cases."""
    kind, (i, o), (j, q) = link
    first, second = f"i{i}.o{o}", f"i{j}.o{q}"
    return {"not both": f"not ({first} and {second})", "one of": f"{first} or {second}", "if": f"{first} if {second}"}[
        kind
    ]


def package_of(outcomes: dict[str, str]) -> Package:
    """Return outcomes by name as indices."""
    return tuple(int(name[1:]) for name in outcomes.values())


def named(constraint: Constraint) -> tuple[str, str, str | None, str | None]:
    """Return a constraint as the engine names it."""
    kind, p, j, o = constraint
    return kind, f"p{p}", None if j is None else f"i{j}", None if o is None else f"o{o}"
