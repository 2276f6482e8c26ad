"""Random problems from plain tables, small enough to look at every package."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from detente.deals import DealSpace
from tests.reference.plain_space import Plain

WORTH = st.sampled_from((0, 0, 1, 2, 3, 5, 8, 10))


@st.composite
def plain_spaces(draw: st.DrawFn, *, parties: int = 4, issues: int = 5, most: int = 4) -> Plain:
    """Ties, equal vectors, weights of zero, links, and no-deal values that nothing reaches."""
    count = draw(st.integers(1, parties))
    sizes = draw(st.lists(st.integers(1, most), min_size=1, max_size=issues))
    values = [[draw(st.lists(WORTH, min_size=n, max_size=n)) for _ in range(count)] for n in sizes]
    weights = draw(st.none() | st.just([[draw(st.integers(0, 3)) for _ in sizes] for _ in range(count)]))
    no_deal = [draw(st.none() | st.integers(0, 12)) for _ in range(count)]
    outcome = st.integers(0, len(sizes) - 1).flatmap(lambda j: st.tuples(st.just(j), st.integers(0, sizes[j] - 1)))
    return Plain(values, weights, no_deal, draw(st.lists(st.tuples(outcome, outcome), max_size=4)))


def as_space(plain: Plain) -> DealSpace:
    """Return the same problem as the engine takes it."""
    return DealSpace.additive(
        [np.array(table, dtype=float) for table in plain.values],
        weights=plain.weights,
        no_deal=np.array([np.nan if d is None else d for d in plain.no_deal]),
        links=[f"not (i{i}.o{o} and i{j}.o{q})" for (i, o), (j, q) in plain.forbidden],
    )
