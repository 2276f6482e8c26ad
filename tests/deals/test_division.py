"""Adjusted winner is the efficient equal division; envy and evenness are counted by their definitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import make_case
from detente.deals import DealSpace, pareto_frontier
from detente.deals.advice import fairness_table
from detente.deals.division import adjusted_winner, envy_in, winning_parts
from detente.errors import InputError
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.deals.small import small_case
from tests.reference.plain_space import Plain
from tests.strategies import FEWER


@st.composite
def two_rows(draw: st.DrawFn) -> np.ndarray:
    count = draw(st.integers(1, 6))
    rows = [draw(st.lists(st.integers(0, 20), min_size=count, max_size=count).filter(any)) for _ in range(2)]
    points = np.array(rows, dtype=float)
    return np.asarray(100 * points / points.sum(axis=1, keepdims=True))


@FEWER
@given(two_rows())
def test_adjusted_winner_is_equal_efficient_free_of_envy_and_divides_one_item(points: np.ndarray) -> None:
    """Efficient: no set of whole items and one divided gives both more; equal shares of at least 50 leave no envy."""
    part = winning_parts(points)

    first, second = float(points[0] @ part), float(points[1] @ (1 - part))
    assert first == pytest.approx(second)
    assert first >= 50 - 1e-9
    assert ((part > 1e-9) & (part < 1 - 1e-9)).sum() <= 1
    assert first == pytest.approx(_largest_equal_share(points))


def _largest_equal_share(points: np.ndarray) -> float:
    """Return the best that both can have alike: over all whole divisions with one item cut where they meet."""
    count = points.shape[1]
    best = 0.0
    for cut in range(count):
        rest = [j for j in range(count) if j != cut]
        for owners in product((0, 1), repeat=len(rest)):
            a = sum(points[0, j] for j, o in zip(rest, owners, strict=True) if o == 0)
            b = sum(points[1, j] for j, o in zip(rest, owners, strict=True) if o == 1)
            total = points[0, cut] + points[1, cut]
            x = (b + points[1, cut] - a) / total if total else 0.0
            if total and -1e-12 <= x <= 1 + 1e-12:
                best = max(best, a + points[0, cut] * x)
            elif not total:
                best = max(best, min(a, b))
    return best


@FEWER
@given(plain=plain_spaces(parties=3, issues=4), data=st.data())
def test_envy_is_counted_issue_by_issue(plain: Plain, data: st.DataObject) -> None:
    space = as_space(plain)
    package = [data.draw(st.integers(0, len(table[0]) - 1)) for table in plain.values]
    parties = range(len(plain.no_deal))

    def points(p: int, j: int) -> int:
        weight = plain.weights[p][j] if plain.weights else 1
        return weight * (max(plain.values[j][p]) - min(plain.values[j][p]))

    def winner(j: int) -> list[int]:
        return [p for p in parties if points(p, j) and plain.values[j][p][package[j]] == max(plain.values[j][p])]

    won = {p: [j for j in range(len(package)) if winner(j) == [p]] for p in parties}
    expected = {
        f"p{p}": max([sum(points(p, j) for j in won[q]) - sum(points(p, j) for j in won[p]) for q in parties] + [0])
        for p in parties
    }
    assert envy_in(space, np.array(package)) == pytest.approx(expected)


@FEWER
@given(plain=plain_spaces(parties=3, issues=4))
def test_equitable_package_has_the_most_even_shares_on_the_frontier(plain: Plain) -> None:
    space = as_space(plain)
    table = fairness_table(space)
    assert ("equitable" in table) == bool(plain.acceptable)
    if not plain.acceptable:
        return
    ideal = [max(v[p] for v in plain.acceptable) - plain.start[p] for p in range(len(plain.start))]

    def spread(values: tuple[Fraction, ...]) -> float:
        shares = [float((v - s) / i) if i > 0 else 1.0 for v, s, i in zip(values, plain.start, ideal, strict=True)]
        return max(shares) - min(shares)

    shares = table["equitable"]["share"].values()
    assert max(shares) - min(shares) == pytest.approx(min(spread(v) for v in plain.frontier), abs=1e-8)


def test_issues_of_a_case_go_to_whoever_cares_more() -> None:
    stances = {
        "a": {"land": {"x": 100, "y": 0}, "water": {"p": 100, "q": 0}, "peace": {"yes": 100, "no": 0}},
        "b": {"land": {"x": 0, "y": 100}, "water": {"p": 0, "q": 100}, "peace": {"yes": 100, "no": 0}},
    }
    data = small_case(stances)
    data["parties"]["a"]["stances"]["land"]["salience"] = 75
    data["parties"]["a"]["stances"]["water"]["salience"] = 25
    data["issues"]["land"]["divisible"] = True
    found = adjusted_winner(make_case(data))

    assert found is not None
    assert found.agreed == ("peace",)
    assert found.divided == "land"
    assert found.won == ((), ("water",))
    assert found.points[0] == pytest.approx(found.points[1])
    assert found.note == ""
    undivided = adjusted_winner(make_case(data), divisible=())
    assert undivided is not None
    assert "land would have to be divided" in undivided.note


def test_adjusted_winner_is_for_two_who_want_different_things() -> None:
    with pytest.raises(InputError, match="two principals"):
        adjusted_winner(DealSpace.additive([np.eye(3)]))
    assert adjusted_winner(DealSpace.additive([[[1, 0], [1, 0]]])) is None
    linked = adjusted_winner(DealSpace.additive([np.eye(2), np.eye(2)], links=["i0.o0 if i1.o0"]))
    assert linked is not None
    assert "links are not looked at" in linked.note


def test_equitable_is_left_out_where_the_frontier_cannot_be_listed() -> None:
    rng = np.random.default_rng(0)
    space = DealSpace.additive([rng.random((5, 5)) for _ in range(25)], no_deal=np.full(5, 10.0))

    table = fairness_table(space)

    assert "equitable" not in table
    assert not pareto_frontier(space).exact
    assert set(table["nash"]) == {"gain", "share", "envy"}
