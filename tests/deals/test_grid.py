"""The arrays over all packages say of each package what the definitions say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from detente.case import make_case
from detente.deals import deal_space
from detente.deals.grid import Grid, frame_of, package_values
from tests.deals.small import Data, plain, space_of
from tests.reference.problem import Problem
from tests.strategies import EXAMPLES, cases


def grid_of(data: Data) -> Grid:
    space = deal_space(make_case(data))
    return Grid(space, frame_of(space))


@EXAMPLES
@given(cases())
def test_linked_packages_are_those_that_meet_every_link(data: Data) -> None:
    grid = grid_of(data)

    found = [
        tuple(grid.space.outcomes[j][o] for j, o in enumerate(grid.package(n))) for n in range(len(grid.frame.linked))
    ]

    assert Problem(data).packages == found


@EXAMPLES
@given(cases())
def test_values_and_violations_of_each_package_are_those_of_the_definitions(data: Data) -> None:
    problem, grid = Problem(data), grid_of(data)

    for n, package in enumerate(problem.packages):
        values = [float(problem.value(party, package)) for party in problem.parties]
        violated = {plain(c) for b, c in enumerate(grid.constraints) if int(grid.violated[b // 64, n]) >> b % 64 & 1}
        outcomes = dict(zip(problem.issues, package, strict=True))
        assert values == pytest.approx(grid.values[:, n].tolist())
        assert package_values(grid.space, outcomes) == pytest.approx(values)
        assert problem.violated[n] == violated


def test_last_issue_varies_fastest() -> None:
    space = space_of([2, 3])
    grid = Grid(space, frame_of(space))

    assert [grid.package(n) for n in range(6)] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]


def test_constraints_of_every_word_are_looked_up_by_their_bit() -> None:
    space = space_of([2, 2], 40, [(p, 0, 0) for p in range(40)] + [(p, 1, 1) for p in range(40)])
    grid = Grid(space, frame_of(space))

    refused = [
        grid.violates_any([c == constraint for c in grid.constraints]).tolist() for constraint in grid.constraints
    ]

    assert grid.violated.shape == (2, 4)
    assert {(True, True, False, False), (False, True, False, True)} == set(map(tuple, refused))
    assert np.array_equal(np.bitwise_count(grid.violated).sum(axis=0), [40, 80, 0, 40])
