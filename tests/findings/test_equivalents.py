"""Offers of equal worth: what they are worth, and when there are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.case import Case
from detente.deals import DealsResult, find_deals
from detente.findings.equivalents import MOST, ROOM, offer_sentence, offers_of
from detente.findings.words import Words
from tests.deals.small import deals_of, small_case
from tests.figures.deals_drawn import case_of_many


@pytest.fixture(scope="module")
def case_and_deals() -> tuple[Case, DealsResult]:
    case = case_of_many(parties=3, issues=4, outcomes=3)
    return case, find_deals(case)


def test_an_offer_is_worth_as_much_to_the_party_that_makes_it(case_and_deals: tuple[Case, DealsResult]) -> None:
    _, deals = case_and_deals
    offers = offers_of(deals)

    assert offers
    for offer in offers:
        assert offer.changes[offer.party] >= -2 * ROOM
        assert offer.instead
        assert all(offer.outcomes[i] != o == deals.fair["nash"].package.outcomes[i] for i, o in offer.instead.items())
    assert all(sum(o.party == p for o in offers) <= MOST for p in deals.space.parties)


def test_nobody_loses_nothing_and_gains_something(case_and_deals: tuple[Case, DealsResult]) -> None:
    """The package to start from is on the frontier, so somebody pays for each offer."""
    _, deals = case_and_deals

    assert all(min(offer.changes.values()) < 0 for offer in offers_of(deals))


def test_an_offer_is_told_with_what_it_has_instead(case_and_deals: tuple[Case, DealsResult]) -> None:
    case, deals = case_and_deals
    offer = offers_of(deals)[0]

    sentence = offer_sentence(Words(case), offer)

    assert sentence.startswith(f"For {case.parties[offer.party].name}: Point ")
    assert "” instead of “" in sentence
    assert sentence.count("land ") >= len(case.parties)


def test_there_are_none_without_a_deal_or_with_one_principal(case_and_deals: tuple[Case, DealsResult]) -> None:
    _, deals = case_and_deals

    assert offers_of(replace(deals, fair={})) == ()
    alone = small_case(
        {"a": {"x": {"l": 90, "r": 20}}, "f": {"x": {"l": 90, "r": 20}}}, kinds={"f": {"kind": "community"}}
    )
    assert offers_of(deals_of(alone)) == ()
