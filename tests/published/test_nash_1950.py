"""Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155–162: the example of Bill and Jack.

Two intelligent people barter nine goods without money. The table gives the utility of each good to each.
"""

from __future__ import annotations

import pytest

from detente.case import make_case
from detente.deals import DealsResult, find_deals
from tests.deals.small import chosen, small_case

BILLS = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACKS = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
GOODS = BILLS | JACKS
BILL_ALL, JACK_ALL = (sum(column) for column in zip(*GOODS.values(), strict=True))


@pytest.fixture(scope="module")
def bargain() -> DealsResult:
    """Each good is an issue (who gets it), its utility the salience; no deal is to keep one's own.

    A package is worth the share of all utility that its goods have, 0–100: a linear change of scale, which
    does not move the Nash solution.
    """
    mine, yours = {"bill": 100, "jack": 0}, {"bill": 0, "jack": 100}
    case = make_case(
        small_case(
            {
                "bill": {good: {"values": mine, "salience": worth[0]} for good, worth in GOODS.items()},
                "jack": {good: {"values": yours, "salience": worth[1]} for good, worth in GOODS.items()},
            },
            no_deal={
                "bill": 100 * sum(worth[0] for worth in BILLS.values()) / BILL_ALL,
                "jack": 100 * sum(worth[1] for worth in JACKS.values()) / JACK_ALL,
            },
        )
    )
    return find_deals(case)


def test_bill_gives_book_whip_ball_and_bat_for_pen_toy_and_knife(bargain: DealsResult) -> None:
    owner = dict(zip(GOODS, chosen(bargain.fair["nash"].package), strict=True))

    assert {good for good in BILLS if owner[good] == "jack"} == {"book", "whip", "ball", "bat"}
    assert {good for good in JACKS if owner[good] == "bill"} == {"pen", "toy", "knife"}


def test_bill_gains_12_and_jack_5(bargain: DealsResult) -> None:
    values = bargain.fair["nash"].package.values

    assert values["bill"] * BILL_ALL / 100 == pytest.approx(12 + 12)  # his own goods are worth 12 to him
    assert values["jack"] * JACK_ALL / 100 == pytest.approx(6 + 5)
    assert bargain.fair["nash"].score == pytest.approx(12 * 5 * (100 / BILL_ALL) * (100 / JACK_ALL))


def test_keeping_everything_is_signed_and_not_on_the_frontier(bargain: DealsResult) -> None:
    kept = tuple("bill" if good in BILLS else "jack" for good in GOODS)

    assert bargain.packages["all"] == 2**9
    assert bargain.has_deal
    assert kept not in {chosen(p) for p in bargain.frontier}
