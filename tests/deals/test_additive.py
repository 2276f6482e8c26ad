"""Plain tables become a problem, or the fault of each is named with its place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from detente.deals import DealSpace, pareto_frontier
from detente.errors import InputError

GOOD: list[Any] = [[[1, 2], [2, 1]]]


def test_without_weights_values_are_summed() -> None:
    frontier = pareto_frontier(DealSpace.additive([[[1, 2]], [[30, 40]]]))

    assert frontier.values.tolist() == [[42.0]]


def test_everybody_is_a_principal_and_signs() -> None:
    space = DealSpace.additive(GOOD, no_deal=[0, 1])

    assert space.principals == space.signers == (0, 1)
    assert space.size == 2


@pytest.mark.parametrize(
    ("tables", "more", "message"),
    [
        ([], {}, "no issues"),
        ([[[1, 2], [2, 1]], [[1, 2]]], {}, r"values\[1\] has 1 rows"),
        ([[[1, 2], [2, float("nan")]]], {}, r"values\[0\]\[1, 1\] is nan"),
        ([[[1, 2], [2, float("inf")]]], {}, r"values\[0\]\[1, 1\] is inf"),
        ([[[], []]], {}, r"values\[0\] has no outcomes"),
        ([[1, 2]], {}, r"values\[0\] has 1 axes"),
        ([[[1, 2], [1]]], {}, r"values\[0\] is not a table"),
        (GOOD, {"weights": [[1], [-0.5]]}, r"weights\[1, 0\] is -0.5"),
        (GOOD, {"weights": [[1], [float("nan")]]}, r"weights\[1, 0\] is nan"),
        (GOOD, {"weights": [[1, 1]]}, r"weights has the shape \(1, 2\)"),
        (GOOD, {"no_deal": [1]}, r"no_deal has the shape \(1,\)"),
        (GOOD, {"no_deal": [1, float("inf")]}, r"no_deal\[1\] is infinite"),
    ],
    ids=str,
)
def test_fault_is_named_with_its_place(tables: Any, more: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        DealSpace.additive(tables, **more)


def test_link_over_an_outcome_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match=r"i7\.o0"):
        DealSpace.additive(GOOD, links=["not i7.o0"])


def test_minus_infinity_is_no_no_deal_value() -> None:
    assert np.isnan(DealSpace.additive(GOOD, no_deal=[-np.inf, 1]).no_deal).tolist() == [True, False]


def test_a_million_outcomes_of_one_issue_are_no_obstacle() -> None:
    rng = np.random.default_rng(0)

    frontier = pareto_frontier(DealSpace.additive([rng.random((2, 1_000_000)), rng.random((2, 3))]))

    assert 3 < len(frontier) < 200
