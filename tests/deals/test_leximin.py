"""Beyond the smallest gain the second smallest counts, then the third: leximin, whichever method finds it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from detente.deals import fair_packages
from detente.deals.aims import Aim
from detente.deals.integer import best_by_program
from detente.deals.terms import branches
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.reference.plain_space import Plain
from tests.strategies import FEWER


def gains_of(plain: Plain, package: list[int]) -> list[float]:
    return sorted(float(g) for g in plain.gains(plain.worth(tuple(package))))


def leximin(plain: Plain) -> list[float]:
    """Return the sorted gains of the leximin package, by looking at all."""
    return [float(g) for g in max(sorted(plain.gains(v)) for v in plain.acceptable)]


@pytest.mark.parametrize("method", ["frontier", "search"])
@FEWER
@given(plain=plain_spaces())
def test_egalitarian_package_is_leximin(method: str, plain: Plain) -> None:
    found = fair_packages(as_space(plain), method=method)

    assert bool(found) == bool(plain.acceptable)
    if found:
        assert gains_of(plain, found["egalitarian"].package.tolist()) == pytest.approx(leximin(plain), abs=1e-7)


@FEWER
@given(plain=plain_spaces(issues=4, most=3))
def test_programs_find_the_leximin_package(plain: Plain) -> None:
    [terms] = branches(as_space(plain))
    if not plain.acceptable:
        return
    aim = Aim("smallest", np.array([float(s) for s in plain.start]), np.ones(len(plain.start)))

    best = best_by_program(terms, aim, 20)

    assert best is not None
    found = terms.outcomes(best.packages)[0].tolist()
    assert gains_of(plain, found) == pytest.approx(leximin(plain), abs=1e-6)
    assert best.bound == pytest.approx(leximin(plain)[0], abs=1e-6)
