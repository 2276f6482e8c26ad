"""A scoreable exercise for six parties in the manner of the negotiation schools, with a table of its own.

Raiffa (The Art and Science of Negotiation, 1982, part IV) and those after him let several parties with secret scores bargain
over one project; it goes ahead with the sponsor, the agency that licenses it, and all but one of the others. Published role
tables belong to their publishers; this one was made so that each answer can be worked out on paper.

A ferry company wants to build a landing. It is worth 120 to the company as planned. Each of four neighbours has one wish,
which can be met half (10 less for the company, 20 points for the neighbour) or wholly (25 less, 40 points), and signs at 20.
The agency wants a study: half of it costs 10 and is worth 50, all of it costs 20 and is worth 100; it signs at 50. The
company signs at 75.
"""

from __future__ import annotations

import numpy as np
import pytest

from detente.deals import DealSpace, find_deals
from detente.deals.advice import best_for, equivalent_offers
from detente.deals.find import METHODS
from detente.deals.voting import acceptable_to, core, formula, pivotal, possible_coalitions, unanimity

COMPANY, AGENCY = "p0", "p1"
NEIGHBOURS = ("p2", "p3", "p4", "p5")
RULE = "p0 and p1 and ((p2 and p3 and p4) or (p2 and p3 and p5) or (p2 and p4 and p5) or (p3 and p4 and p5))"


@pytest.fixture(scope="module")
def landing() -> DealSpace:
    """Issues 0 to 3 are the neighbours' wishes, issue 4 the study; outcomes not at all, half, wholly."""
    tables = []
    for issue in range(5):
        table = np.zeros((6, 3))
        table[0] = [40, 30, 20] if issue == 4 else [20, 10, -5]
        table[1 if issue == 4 else 2 + issue] = [0, 50, 100] if issue == 4 else [0, 20, 40]
        tables.append(table)
    return DealSpace.additive(tables, no_deal=[75, 50, 20, 20, 20, 20])


@pytest.mark.parametrize("method", METHODS[1:])
def test_all_six_cannot_sign_and_each_of_them_could_open_the_deal(landing: DealSpace, method: str) -> None:
    """To please all costs the company 4 · 10 + 10 = 50 and leaves it 70 of the 75 that it needs.

    Without any one of the five it has 80, and without its own limit all others can be pleased: one blocker of six limits,
    six openings of one. What the one who moves loses against its best package within its limits: the company had 120 and
    gets 70; a neighbour had 40 and the agency 100, and with 75 for the company and the others pleased they get nothing.
    """
    result = find_deals(landing, method=method)

    assert result.packages == dict.fromkeys(("all", "linked", "within_red_lines", "above_bottom_lines"), 243) | {
        "acceptable": 0
    }
    assert [len(blocker.constraints) for blocker in result.blockers] == [6]
    assert {o.relax[0].party: o.loss for o in result.openings} == pytest.approx(
        {COMPANY: 50.0, AGENCY: 100.0} | dict.fromkeys(NEIGHBOURS, 40.0)
    )


def test_any_three_neighbours_will_do_and_only_two_parties_are_pivotal(landing: DealSpace) -> None:
    rule = formula(landing.parties, RULE)

    assert set(possible_coalitions(landing, rule)) == {
        frozenset({COMPANY, AGENCY, *NEIGHBOURS} - {left}) for left in NEIGHBOURS
    }
    assert pivotal(landing, rule) == (COMPANY, AGENCY)
    assert possible_coalitions(landing, unanimity(landing.parties)) == ()


def test_power_is_three_tenths_for_who_must_sign_and_one_tenth_for_who_may(landing: DealSpace) -> None:
    """A neighbour completes what has both and two others: 3 · 4! · 1! / 6! = 72/720. The two share 1 - 4/10."""
    power = formula(landing.parties, RULE).power()

    assert power == pytest.approx({COMPANY: 0.3, AGENCY: 0.3} | dict.fromkeys(NEIGHBOURS, 0.1))


def test_each_bare_coalition_is_in_the_core(landing: DealSpace) -> None:
    """Three neighbours and the agency half pleased leave the company 80.

    Another coalition needs the company, the agency and two of these three at the least. Each of them gains only if its wish
    is met wholly, which costs 20 + 25 + 25 and leaves the company 50.
    """
    bare = np.array([[0 if n == left else 1 for n in range(4)] + [1] for left in range(4)])

    assert core(landing, formula(landing.parties, RULE), bare).tolist() == bare.tolist()


def test_best_for_each_when_one_neighbour_is_left_out(landing: DealSpace) -> None:
    """The company keeps 80. The agency can have no more than half (all of it leaves 70), and so can each neighbour (65)."""
    five = acceptable_to(landing, {COMPANY, AGENCY, "p2", "p3", "p4"})

    best = {party: best_for(five, party) for party in (COMPANY, AGENCY, "p2")}

    assert {party: None if a is None else a.values[int(party[1])] for party, a in best.items()} == {
        COMPANY: 80.0, AGENCY: 50.0, "p2": 20.0,
    }  # fmt: skip
    assert all(a is not None and a.gap == 0 for a in best.values())


def test_offers_worth_the_same_to_the_company_please_different_neighbours(landing: DealSpace) -> None:
    """With the agency half pleased the company has 110. At 95 it can give 15: that is half a wish, of one neighbour or another."""
    alone = DealSpace.additive(landing.values, no_deal=[75, 50, *[np.nan] * 4])

    offers = equivalent_offers(alone, COMPANY, 95.0, most=4)

    assert len({offer.package.tobytes() for offer in offers}) == len(offers) > 1
    for offer in offers:
        assert offer.values[:2].tolist() == [100, 50]
        assert sorted(offer.values[2:]) == [0, 0, 0, 20]
