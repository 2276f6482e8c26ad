"""Trades are the best exchanges between two principals on two issues, and each is what it says it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals import DealsResult
from tests.deals.small import Data, deals_of, small_case
from tests.reference import brute_force as reference
from tests.reference.problem import Package, Problem
from tests.strategies import EXAMPLES, FEWER


@st.composite
def markets(draw: st.DrawFn) -> Data:
    """Cases in which exchanges are likely: saliences far apart, few red lines, a link now and then."""
    outcomes = {f"i{j}": [f"o{o}" for o in range(draw(st.integers(2, 3)))] for j in range(draw(st.integers(2, 3)))}
    names = ["a", "b", "c"][: draw(st.integers(2, 3))]

    def stance(issue: str) -> Data:
        worth: Data = {"values": {o: draw(st.sampled_from((0, 20, 50, 100))) for o in outcomes[issue]}}
        worth["salience"] = draw(st.sampled_from((10, 30, 90)))
        if draw(st.integers(0, 5)) == 0:
            worth["red_line"] = [draw(st.sampled_from(outcomes[issue]))]
        return worth

    every = [f"{issue}.{o}" for issue, answers in outcomes.items() for o in answers]
    one = st.sampled_from(every)
    links = st.fixed_dictionaries({"if": one, "then": one}) | st.fixed_dictionaries({"forbid": one})
    return small_case(
        {name: {issue: stance(issue) for issue in outcomes} for name in names}, links=draw(st.lists(links, max_size=1))
    )


def found_in(result: DealsResult) -> dict[reference.Exchange, float]:
    """Return the largest smaller gain by parties and issues."""
    best: dict[reference.Exchange, float] = {}
    for trade in result.trades:
        key = trade.parties, frozenset(trade.gives_on)
        best[key] = max(min(trade.gains), best.get(key, 0.0))
    return best


@EXAMPLES
@given(markets())
def test_exchanges_are_found_with_their_largest_smaller_gain(data: Data) -> None:
    expected = reference.trades(Problem(data))

    result = deals_of(data)

    assert {key: pytest.approx(float(gain)) for key, gain in expected.items()} == found_in(result)


@EXAMPLES
@given(markets())
def test_each_trade_is_an_exchange_between_two_packages(data: Data) -> None:
    problem = Problem(data)

    for trade in deals_of(data).trades:
        pairs = [
            (before, after)
            for before in packages_with(problem, trade.before)
            for after in packages_with(problem, trade.after)
        ]
        gains = {reference.smaller_gain(problem, *pair, trade.parties, trade.gives_on) for pair in pairs} - {None}
        assert [pytest.approx(min(trade.gains))] == [float(gain) for gain in gains if gain is not None]


def packages_with(problem: Problem, outcomes: dict[str, str]) -> list[Package]:
    """Return the linked packages with these outcomes."""
    return [p for p in problem.packages if outcomes.items() <= dict(zip(problem.issues, p, strict=True)).items()]


@FEWER
@given(markets())
def test_trades_with_more_for_the_one_who_gains_less_come_first(data: Data) -> None:
    smaller = [min(t.gains) for t in deals_of(data).trades]

    assert sorted(smaller, reverse=True) == smaller


def two_issues(**more: Any) -> Data:
    """Return a case in which a cares for x and b for y, and each has what the other wants."""
    return small_case(
        {
            "a": {
                "x": {"values": {"m": 100, "n": 0}, "salience": 80},
                "y": {"values": {"p": 100, "q": 0}, "salience": 20},
            },
            "b": {
                "x": {"values": {"m": 0, "n": 100}, "salience": 20},
                "y": {"values": {"p": 0, "q": 100}, "salience": 80},
            },
        },
        **more,
    )


def test_each_party_gives_where_it_cares_less() -> None:
    result = deals_of(two_issues())

    [trade] = result.trades
    assert (trade.parties, trade.gives_on, trade.gains) == (("a", "b"), ("y", "x"), (60.0, 60.0))
    assert trade.before == {"x": "n", "y": "p"}
    assert trade.after == {"x": "m", "y": "q"}


def test_link_against_one_of_the_packages_forbids_the_trade() -> None:
    result = deals_of(two_issues(links=[{"forbid": "x.m and y.q"}]))

    assert not result.trades


def test_red_line_against_the_result_forbids_the_trade() -> None:
    data = two_issues()
    data["parties"]["b"]["stances"]["x"]["red_line"] = ["m"]

    assert not deals_of(data).trades


def test_what_is_behind_a_red_line_is_nothing_to_give() -> None:
    data = two_issues()
    data["parties"]["b"]["stances"]["x"]["red_line"] = ["n"]

    assert not deals_of(data).trades


def test_red_line_on_a_third_issue_leaves_the_trade() -> None:
    """An exchange speaks of two issues; what else stands in the way is for the blockers to say."""
    data = two_issues(links=[{"if": "x.m and y.q", "then": "z.yes"}, {"if": "x.n and y.p", "then": "z.yes"}])
    data["issues"]["z"] = {"question": "z?", "outcomes": {"no": {"label": "no"}, "yes": {"label": "yes"}}}
    data["parties"]["a"]["stances"]["z"] = {"red_line": ["yes"]}

    assert len(deals_of(data).trades) == 1


def test_two_principals_and_two_issues_have_one_best_trade() -> None:
    """Two exchanges gain 25 for both: a gives on x (n to m) for y (p to q), or on y (q to r) for x (m to o)."""
    data = small_case(
        {
            "a": {"x": {"m": 10, "n": 20, "o": 70}, "y": {"p": 0, "q": 60, "r": 50}},
            "b": {"x": {"m": 60, "n": 0, "o": 50}, "y": {"p": 20, "q": 10, "r": 70}},
        }
    )

    result = deals_of(data)

    assert [min(t.gains) for t in result.trades] == [25.0]
