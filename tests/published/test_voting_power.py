"""Who can make a coalition suffice, in two bodies whose power has been published.

L. S. Shapley and M. Shubik, A method for evaluating the distribution of power in a committee system, American Political
Science Review 48, 1954. The council of 15 and the ministers of the Six are in most books on the index, among them Straffin,
Game Theory and Strategy, 1993, and Felsenthal and Machover, The Measurement of Voting Power, 1998, ch. 5; on the ministers
also N. Mayer, Luxembourg in the early days of the EEC: null player or not?, Games 9, 2018.
"""

from __future__ import annotations

import pytest

from detente.deals.voting import formula, quota

SIX = {"Germany": 4, "France": 4, "Italy": 4, "Belgium": 2, "Netherlands": 2, "Luxembourg": 1}


def test_security_council_of_fifteen() -> None:
    """Five with a veto and nine votes: as a weighted vote 7 for each of the five, 1 for each of ten, and 39 to pass.

    One of the ten completes a coalition where the five and three of the other nine are there: C(9, 3) · 8! · 6! / 15! =
    84 · 8! · 6! / 15! = 4/2145 = 0.00186. The five share the rest: (1 - 40/2145) / 5 = 421/2145 = 0.19627.
    """
    great, small = [f"permanent {n}" for n in range(5)], [f"elected {n}" for n in range(10)]
    rule = quota((*great, *small), 39, dict.fromkeys(great, 7.0) | dict.fromkeys(small, 1.0))

    power = rule.power()

    assert [power[name] for name in great] == pytest.approx([421 / 2145] * 5)
    assert [power[name] for name in small] == pytest.approx([4 / 2145] * 10)
    assert round(power["permanent 0"], 5) == 0.19627
    assert round(power["elected 0"], 5) == 0.00186
    assert rule.vetoes() == tuple(great)
    assert len(rule.minimal()) == 210  # C(10, 4)


def test_luxembourg_never_made_a_difference_among_the_six() -> None:
    """12 of 17 votes, 1958 to 1972. All other weights are even, and so is the quota: an odd vote never reaches it.

    Without Luxembourg, in halves: 2, 2, 2, 1, 1 with 6 to pass. A small one completes what has 5: two of the three large
    ones and the other small one, 3 · 3! · 1! / 5! = 18/120 = 9/60. The large ones share the rest: (1 - 18/60) / 3 = 14/60.
    """
    rule = quota(SIX, 12, {name: float(votes) for name, votes in SIX.items()})

    power = rule.power()

    assert power == pytest.approx(dict(zip(SIX, (14 / 60, 14 / 60, 14 / 60, 9 / 60, 9 / 60, 0), strict=True)))
    assert {frozenset(s) for s in rule.minimal()} == {
        frozenset({"Germany", "France", "Italy"}),
        frozenset({"Germany", "France", "Belgium", "Netherlands"}),
        frozenset({"Germany", "Italy", "Belgium", "Netherlands"}),
        frozenset({"France", "Italy", "Belgium", "Netherlands"}),
    }


def test_same_coalitions_written_as_a_formula_have_the_same_power() -> None:
    by_votes = quota("abcde", 6, {"a": 2, "b": 2, "c": 2, "d": 1, "e": 1})
    by_words = formula("abcde", "(a and b and c) or (d and e and ((a and b) or (a and c) or (b and c)))")

    assert set(by_words.minimal()) == set(by_votes.minimal())
    assert by_words.power() == pytest.approx(by_votes.power())
