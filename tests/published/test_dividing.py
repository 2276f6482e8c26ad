"""Dividing one thing among several: closed forms, and divisions that others have published.

- Divide the dollar under a rule of signing. With votes to spare every division loses to another one, so the core is
  empty; without whom nothing passes, takes all (Moulin, Axioms of Cooperative Decision Making, 1988, ch. 5). Money comes
  in coins here, and each member of a coalition must gain at least one, so all sets below are counted by hand.
- E. Kalai and M. Smorodinsky, Other solutions to Nash's bargaining problem, Econometrica 43, 1975: the two problems with
  which they object to Nash's fourth axiom.
- S. J. Brams and J. M. Togman, Camp David: was the agreement fair?, Conflict Management and Peace Science 15, 1996: six
  issues, 100 points each side, and the equitable efficient division (*adjusted winner*) of 65.8 points for both.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from detente.deals import DealSpace, fair_packages, pareto_frontier
from detente.deals.voting import Rule, core, formula, possible_coalitions, quota, unanimity


def dollar(parties: int, coins: int) -> tuple[DealSpace, list[tuple[int, ...]]]:
    """Return the problem with one issue, who gets how many coins, and its outcomes; no deal is worth nothing."""
    splits = [s for s in product(range(coins + 1), repeat=parties) if sum(s) == coins]
    return DealSpace.additive([np.array(splits, dtype=float).T], no_deal=np.zeros(parties)), splits


def falling_in_core(parties: int, coins: int, rule: Rule) -> set[tuple[int, ...]]:
    """Return the divisions in the core whose shares fall from the first party to the last."""
    space, splits = dollar(parties, coins)
    falling = [n for n, split in enumerate(splits) if list(split) == sorted(split, reverse=True)]
    found = core(space, rule, np.array(falling)[:, None])
    return {splits[n] for n in found[:, 0]}


@pytest.mark.parametrize(("parties", "coins"), [(2, 10), (3, 10), (4, 4)])
def test_under_unanimity_every_division_is_in_the_core(parties: int, coins: int) -> None:
    """Nobody can gain unless another loses. There are C(coins + n - 1, n - 1) divisions."""
    space, splits = dollar(parties, coins)

    assert len(core(space, unanimity(space.parties), np.arange(len(splits))[:, None])) == len(splits)
    assert len(pareto_frontier(space)) == len(splits) == {2: 11, 3: 66, 4: 35}[parties]


@pytest.mark.parametrize(("parties", "least", "coins"), [(3, 2, 10), (4, 2, 5), (4, 3, 9)])
def test_with_a_vote_to_spare_the_core_is_empty(parties: int, least: int, coins: int) -> None:
    """A coalition of q objects where its shares sum to coins - q or less, so in the core each has coins - q + 1 or more.

    Two of three for 10: three pairs of 9 or more would make 27, and hold each share twice, which makes 20. Two of four for
    5: six pairs of 4 or more would make 24, and hold each share three times, which makes 15. Three of four for 9: where
    three have 7 or more, the fourth has 2 at most, and four times 2 are not 9.
    """
    space, _ = dollar(parties, coins)

    assert falling_in_core(parties, coins, quota(space.parties, least)) == set()  # the parties are alike


def test_coins_too_large_to_bribe_with_leave_equal_shares_in_the_core() -> None:
    """Three of four for 8: where three have 6 or more, the fourth has 2 at most, so all have 2."""
    space, _ = dollar(4, 8)

    assert falling_in_core(4, 8, quota(space.parties, 3)) == {(2, 2, 2, 2)}


def test_veto_takes_all_but_the_smallest_coin() -> None:
    """With p0 in every coalition, a pair with p0 objects where it has 8 or less. So p1 has 1 at most, and so has p2."""
    space, splits = dollar(3, 10)
    rule = formula(space.parties, "p0 and (p1 or p2)")

    found = core(space, rule, np.arange(len(splits))[:, None])

    assert {splits[n] for n in found[:, 0]} == {(10, 0, 0), (9, 1, 0), (9, 0, 1), (8, 1, 1)}
    assert set(possible_coalitions(space, rule)) == {frozenset({"p0", "p1"}), frozenset({"p0", "p2"})}


STEPS = 260
"""Lotteries between two corners in so many steps; 1 / 1.3 = 200 / 260 is one of them."""


def lotteries(*corners: tuple[float, float]) -> DealSpace:
    """Return the problem whose outcomes are lotteries between neighbouring corners of the efficient boundary."""
    part = np.linspace(0, 1, STEPS + 1)[:, None]
    points = [a * (1 - part) + b * part for a, b in zip(np.array(corners), np.array(corners)[1:], strict=False)]
    return DealSpace.additive([np.concatenate(points).T], no_deal=[0, 0])


@pytest.mark.parametrize("method", ["frontier", "search"])
def test_more_for_everybody_can_mean_less_for_one_by_nash_but_not_by_kalai_and_smorodinsky(method: str) -> None:
    """The first problem has the corners (0, 1), (3/4, 3/4) and (1, 0), the second (0, 1), (1, 0.7) and (1, 0).

    On the first side of the first, y = 1 - x/3 and x (1 - x/3) grows up to x = 3/2, so Nash takes its end (3/4, 3/4), and
    on the other side y = 3 (1 - x) and 3 x (1 - x) falls from x = 1/2. In the second, y = 1 - 0.3 x, and x (1 - 0.3 x) grows
    up to x = 5/3: Nash takes (1, 0.7). The second has more for player 2 at each x of player 1, and gives him 0.7, not 0.75.
    Both have the ideal point (1, 1), so Kalai and Smorodinsky take equal parts: x = 1 - x/3 or 3/4; x = 1 - 0.3 x or 10/13.
    """
    first = fair_packages(lotteries((0, 1), (0.75, 0.75), (1, 0)), method=method)
    second = fair_packages(lotteries((0, 1), (1, 0.7), (1, 0)), method=method)

    assert first["nash"].values.tolist() == pytest.approx([0.75, 0.75])
    assert second["nash"].values.tolist() == pytest.approx([1, 0.7])
    assert first["kalai_smorodinsky"].values.tolist() == pytest.approx([0.75, 0.75])
    assert second["kalai_smorodinsky"].values.tolist() == pytest.approx([10 / 13, 10 / 13])
    assert max(choice.gap for choice in (*first.values(), *second.values())) < 1e-9


POINTS = {
    "Sinai": (35, 55),
    "diplomatic recognition": (10, 5),
    "West Bank and Gaza": (20, 10),
    "linkage": (10, 5),
    "Palestinian rights": (5, 20),
    "Jerusalem": (20, 5),
}
"""What each issue is worth to Israel and to Egypt."""


@pytest.mark.parametrize("method", ["frontier", "search"])
def test_adjusted_winner_of_camp_david(method: str) -> None:
    """Each wins the issues on which it put more points: Israel four, 10 + 20 + 10 + 20 = 60, Egypt two, 55 + 20 = 75.

    Then Egypt gives up a part of the issue on which the points are nearest, Sinai (55/35 = 1.57; Palestinian rights 4):
    75 - 55 t = 60 + 35 t, so t = 15/90 = 1/6, and each has 75 - 55/6 = 60 + 35/6 = 65.83. Here issues are cut in sixths.
    """
    assert [sum(column) for column in zip(*POINTS.values(), strict=True)] == [100, 100]
    part = np.arange(7) / 6
    space = DealSpace.additive([np.stack([a * part, b * (1 - part)]) for a, b in POINTS.values()], no_deal=[0, 0])

    found = fair_packages(space, method=method)

    for concept in ("egalitarian", "kalai_smorodinsky"):
        assert found[concept].package.tolist() == [1, 6, 6, 6, 0, 6]
        assert found[concept].values.tolist() == pytest.approx([60 + 35 / 6, 75 - 55 / 6])
        assert found[concept].gap == pytest.approx(0, abs=1e-9)
    assert found["utilitarian"].values.tolist() == pytest.approx([60, 75])
