"""Outcomes on which nothing turns are left out, and every answer about limits stays the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals import DealSpace, find_deals
from detente.deals.fronts import undominated_in
from detente.deals.leaner import leaner
from tests.deals.small import blocking, relaxed
from tests.strategies import EXAMPLES, FEWER


def wide_space(seed: int, no_deal: float, links: tuple[str, ...]) -> DealSpace:
    """Two parties, issues of twelve, nine and two outcomes, with lines of both on the first two."""
    rng = np.random.default_rng(seed)
    tables = [rng.integers(0, 11, (2, count)) for count in (12, 9, 2)]
    space = DealSpace.additive(tables, no_deal=[no_deal, no_deal], links=links)
    red = {(int(rng.integers(2)), 0, int(rng.integers(12))) for _ in range(3)}
    bottom = tuple((p, 1, float(rng.integers(3, 9))) for p in (0, 1))
    return replace(space, red_lines=tuple(sorted(red)), bottom_lines=bottom)


@FEWER
@given(
    seed=st.integers(0, 10**6),
    no_deal=st.sampled_from([12.0, 20.0, 24.0, 40.0]),
    links=st.sampled_from([(), ("not (i1.o0 and i2.o1)",)]),
)
def test_answers_about_limits_are_those_of_all_packages(seed: int, no_deal: float, links: tuple[str, ...]) -> None:
    space = wide_space(seed, no_deal, links)
    whole = find_deals(space)

    found = find_deals(space, method="exact")

    assert set(blocking(found)) == set(blocking(whole))
    assert {s: o.loss for s, o in zip(relaxed(found), found.openings, strict=True)} == pytest.approx(
        {s: o.loss for s, o in zip(relaxed(whole), whole.openings, strict=True)}, abs=1e-3
    )


def test_dominated_outcomes_are_left_out_but_not_where_a_line_tells_them_apart() -> None:
    space = DealSpace.additive([[[5, 4, 3, 1], [5, 4, 3, 6]]], no_deal=[0, 0])

    assert leaner(space).outcomes == (("o0", "o3"),)
    lean = leaner(replace(space, red_lines=((0, 0, 1),), bottom_lines=((1, 0, 4.0),)))
    assert lean.outcomes == (("o0", "o1", "o2", "o3"),)
    assert lean.constraints() == replace(space, red_lines=((0, 0, 1),), bottom_lines=((1, 0, 4.0),)).constraints()


def test_issues_that_links_name_keep_their_outcomes() -> None:
    space = DealSpace.additive([[[5, 4], [5, 4]], [[5, 4], [5, 4]]], links=["not i0.o0"])

    assert leaner(space).outcomes == (("o0", "o1"), ("o0",))


@EXAMPLES
@given(rows=st.lists(st.tuples(*[st.integers(0, 3)] * 4), max_size=30), dimensions=st.integers(1, 3))
def test_each_group_keeps_what_nothing_in_it_betters(rows: list[tuple[int, ...]], dimensions: int) -> None:
    table = np.array(rows, dtype=float).reshape(len(rows), 4)
    groups, values = table[:, 3].astype(np.int64), table[:, :dimensions]

    kept = undominated_in(groups, values)

    points = {(int(g), *v) for g, v in zip(groups, values.tolist(), strict=True)}
    best = {p for p in points if not any(q != p and q[0] == p[0] and all(np.array(q) >= p) for q in points)}
    assert {(int(groups[n]), *values[n].tolist()) for n in kept} == best
    assert len(kept) == len(best)
