"""Bargaining and voting examples with published solutions, solved by the exact methods.

- Divide the dollar: J. F. Nash, The bargaining problem, Econometrica 18, 1950 (linear utilities: an even split), and with
  one side that is averse to risk, where the other gets more (M. J. Roth, Axiomatic Models of Bargaining, 1979; the closed
  form for a utility of the square root is one third against two thirds).
- The house: J. von Neumann and O. Morgenstern, Theory of Games and Economic Behavior, 1944, section 61: a seller and a
  buyer, and a second buyer.
- The council: L. S. Shapley and M. Shubik, A method for evaluating the distribution of power in a committee system,
  American Political Science Review 48, 1954.
- Raiffa's scoreable exercises: many issues with points for two sides who value them differently (H. Raiffa, The Art and
  Science of Negotiation, 1982, ch. 11); of a zero-sum and a shared table the efficient packages have a closed form.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.deals import DealSpace, fair_packages, pareto_frontier
from detente.deals.payments import find_payments, side_payments
from detente.deals.voting import Rule, core, formula, quota

CENTS = np.arange(301)


@pytest.mark.parametrize("method", ["frontier", "search"])
def test_dollar_is_divided_evenly_between_equals(method: str) -> None:
    found = fair_packages(DealSpace.additive([np.stack([CENTS, CENTS[::-1]])], no_deal=[0, 0]), method=method)

    for concept in ("nash", "kalai_smorodinsky", "egalitarian"):
        assert found[concept].values.tolist() == [150, 150]


@pytest.mark.parametrize("method", ["frontier", "search"])
def test_dollar_is_divided_one_to_two_with_one_who_fears_risk(method: str) -> None:
    """The first side's utility is the square root of its share: the product is largest at one third."""
    found = fair_packages(DealSpace.additive([np.stack([np.sqrt(CENTS), CENTS[::-1]])], no_deal=[0, 0]), method=method)

    assert found["nash"].package.tolist() == [100]
    assert found["nash"].gap == pytest.approx(0, abs=1e-9)


def test_house_is_sold_to_the_stronger_buyer_between_the_values_of_the_buyers() -> None:
    """The owner values it at 10, the buyers at 15 and 25. In the core the strong buyer pays 15 to 25, the weak one nothing."""
    prices = range(26)
    sales = [(10, 0, 0), *((p, 15 - p, 0) for p in prices), *((p, 0, 25 - p) for p in prices)]
    space = DealSpace.additive([np.array(sales, dtype=float).T], no_deal=[10, 0, 0])
    sellers = Rule(space.parties, lambda members: "p0" in members and len(members) >= 2)

    found = core(space, sellers, np.arange(len(sales))[:, None])

    payoffs = {sales[n] for n in found[:, 0]}
    # Only objections in which every member is strictly better count, so 14 survives with whole numbers.
    assert {p for p, _, strong in payoffs if strong == 25 - p} >= set(range(15, 26))
    assert all(strong == 25 - price and price >= 14 for price, _, strong in payoffs if (price, strong) != (25, 0))


def test_house_is_sold_half_way_where_gains_are_divided() -> None:
    found = side_payments(DealSpace.additive([[[10, 0], [0, 25]]], no_deal=[10, 0]))

    assert found is not None
    assert found.shares.tolist() == [17.5, 7.5]


def test_seats_in_the_council_have_the_published_power() -> None:
    great, small = [f"g{n}" for n in range(5)], [f"s{n}" for n in range(6)]

    power = Rule((*great, *small), lambda members: set(great) <= members and len(members) >= 7).power()

    assert power["g0"] == pytest.approx(76 / 385)
    assert power["s0"] == pytest.approx(1 / 462)


def test_weighted_votes_are_not_power() -> None:
    """Votes 50, 49 and 1 of 100 with 51 to win: power 2/3, 1/6 and 1/6 (Straffin 1993, ch. 28)."""
    power = quota("abc", 51, {"a": 50, "b": 49, "c": 1}).power()

    assert [power[name] for name in "abc"] == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_scored_issues_go_to_whoever_values_them_more() -> None:
    """Raiffa's rule for efficient packages: order issues by the ratio of points, and cut once.

    With divisible points in opposite directions each supported efficient package gives one side the issues above a ratio.
    """
    rng = np.random.default_rng(11)
    points = rng.integers(1, 40, (2, 12)).astype(float)
    space = DealSpace.additive([np.array([[a, 0], [0, b]]) for a, b in points.T], no_deal=[0, 0])

    frontier = {tuple(row) for row in pareto_frontier(space).values.tolist()}

    order = np.argsort(-points[0] / points[1], kind="stable")
    for cut in range(13):
        mine, yours = order[:cut], order[cut:]
        assert (points[0][mine].sum(), points[1][yours].sum()) in frontier


def _gloves() -> DealSpace:
    """One left glove, two right ones: a pair is worth 1, and needs the consent of whose gloves it is."""
    space = DealSpace.additive([[[1, 1, 0], [0, 0, 0], [0, 0, 0]]], no_deal=[0, 0, 0])
    return replace(space, needs=((1, 0, 0), (2, 0, 1)))


def test_gloves_are_divided_as_published() -> None:
    """The owner of the scarce glove has 2/3 by the Shapley value, and all in the core (Shapley & Shubik 1969)."""
    space = _gloves()

    found = find_payments(space, formula(space.parties, "p0 and (p1 or p2)"))

    assert found is not None
    assert list(found.divisions["shapley"].gains.values()) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert list(found.divisions["least_core"].gains.values()) == pytest.approx([1, 0, 0])
    assert found.core_is_empty is False
    assert found.divisions["shapley"].in_core is False


def test_dollar_divided_by_majority_has_an_empty_core() -> None:
    """Any two of three can take the dollar: the least core is at ε = 1/3 with equal shares (Maschler, Peleg & Shapley 1979)."""
    space = DealSpace.additive([np.eye(3)], no_deal=[0, 0, 0])

    found = find_payments(space, quota(space.parties, 2))

    assert found is not None
    assert found.core_is_empty
    assert found.epsilon == pytest.approx(1 / 3)
    assert list(found.divisions["least_core"].gains.values()) == pytest.approx([1 / 3] * 3)
    assert list(found.divisions["shapley"].gains.values()) == pytest.approx([1 / 3] * 3)


def test_house_with_money_is_sold_between_the_values_of_the_buyers() -> None:
    """A house worth 10 to its owner, 15 and 25 to the buyers: in the core it goes to the second for 15 to 25.

    von Neumann & Morgenstern 1944, section 61. The Shapley value by hand: the owner adds 5, 15 or 15 as the buyers stand
    before it, so it has (2·15 + 15 + 5)/6.
    """
    space = DealSpace.additive([[[10, 0, 0], [0, 15, 0], [0, 0, 25]]], no_deal=[10, 0, 0])
    space = replace(space, needs=((1, 0, 1), (2, 0, 2)))

    found = find_payments(space, formula(space.parties, "p0 and (p1 or p2)"))

    assert found is not None
    assert found.package.values == {"p0": 0, "p1": 0, "p2": 25}
    shares = found.divisions["shapley"].gains
    assert shares == pytest.approx({"p0": (2 * 15 + 15 + 5) / 6, "p1": 5 / 6, "p2": (10 + 10 + 15) / 6})
    core = found.divisions["least_core"]
    assert core.in_core
    assert core.gains["p1"] == pytest.approx(0)
    assert 15 <= core.payments["p0"] <= 25
