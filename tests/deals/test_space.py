"""A space refuses arrays that do not fit, and names its constraints in a fixed order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.deals import Constraint, Interaction
from detente.expression import parse
from tests.deals.small import space_of


def test_weights_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="must fit 2 parties and 1 issues"):
        replace(space_of([2], 2), weights=np.zeros((1, 1)))


def test_values_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="one column for each of"):
        replace(space_of([2], 2), values=(np.zeros((2, 3)),))


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_values_that_are_no_numbers_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        replace(space_of([2]), values=(np.array([[0.0, number]]),))


def test_names_that_no_outcome_has_are_refused() -> None:
    with pytest.raises(ValueError, match=r"no such outcome: i0\.o7, i9\.o0"):
        replace(space_of([2]), links=(parse("i0.o7 or i9.o0 or i0.o1"),))


def test_interaction_over_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no such outcome: i0\.x"):
        replace(space_of([2]), interactions=(Interaction(0, parse("i0.x"), 5.0),))


def test_size_is_the_product_of_the_numbers_of_outcomes() -> None:
    assert space_of([2, 3, 5]).size == 30


def test_constraints_come_by_party_then_issue_with_the_no_deal_value_last() -> None:
    space = replace(
        space_of([2, 2], 2, [(1, 0, 1), (0, 1, 1), (0, 1, 0)]),
        bottom_lines=((0, 1, 5.0), (0, 0, 5.0)),
        no_deal=np.array([10.0, np.nan]),
    )

    assert space.constraints() == (
        Constraint("bottom_line", "p0", "i0"),
        Constraint("red_line", "p0", "i1", "o0"),
        Constraint("red_line", "p0", "i1", "o1"),
        Constraint("bottom_line", "p0", "i1"),
        Constraint("no_deal", "p0"),
        Constraint("red_line", "p1", "i0", "o1"),
    )


def test_party_that_signs_everything_is_not_among_those_only_needed() -> None:
    space = replace(space_of([2], 3), signers=(0,), needs=((0, 0, 0), (2, 0, 1)))

    assert space.needed == (2,)


def test_packages_are_worth_something_to_parties_with_weights_or_interactions() -> None:
    weights = np.array([[0.0], [1.0], [0.0]])

    space = replace(space_of([2], 3), weights=weights, interactions=(Interaction(2, parse("i0.o1"), 5.0),))

    assert space.valued == (1, 2)


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        (Constraint("red_line", "a", "x", "m"), "a's red line on x.m"),
        (Constraint("bottom_line", "a", "x"), "a's bottom line on x"),
        (Constraint("no_deal", "a"), "a's no deal"),
    ],
    ids=["red line", "bottom line", "no deal"],
)
def test_constraint_reads_as_words(constraint: Constraint, words: str) -> None:
    assert str(constraint) == words
