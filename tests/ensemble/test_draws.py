"""Draws depend on the seed and their number alone, and their shares are those of the closed form."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case, make_case
from detente.deals import find_deals
from detente.deals.enumeration import fair_in
from detente.ensemble import draw_deals, is_uncertain
from detente.ensemble.draws import reading_of_draw
from tests.deals.small import Data, plain_set, small_case
from tests.strategies import FEWER, cases


def one_threshold(no_deal: Any = (20, 60)) -> Case:
    """Return a case with a deal where a no-deal value is at most 45."""
    return make_case(small_case({"a": {"x": {"m": 45}}}, no_deal={"a": no_deal}))


def judged(ann: Any, bob: Any) -> Data:
    return {"judgements": [{"by": "ann", "value": ann, "why": "?"}, {"by": "bob", "value": bob, "why": "?"}]}


def stop_after(draws: int) -> Callable[[int], None]:
    """Return a progress callback that interrupts like a person who presses Ctrl-C."""

    def progress(done: int) -> None:
        if done == draws:
            raise KeyboardInterrupt

    return progress


def test_same_seed_gives_the_same_result() -> None:
    case = one_threshold()

    assert draw_deals(case, draws=50, seed=7) == draw_deals(case, draws=50, seed=7)


def test_another_seed_gives_other_draws() -> None:
    case = one_threshold()

    counts = {draw_deals(case, draws=50, seed=seed).with_deal for seed in range(6)}

    assert len(counts) > 1


@FEWER
@given(cases(max_constraints=4), st.integers(0, 9), st.integers(0, 2**32))
def test_draw_is_the_same_whoever_computes_it(data: Data, draw: int, seed: int) -> None:
    case = make_case(data)
    quantities = [party.no_deal for party in case.parties.values() if party.no_deal]

    first, second = ([reading_of_draw(case, seed, draw)(q) for q in quantities] for _ in range(2))

    assert first == second
    assert all(
        min(a.low for a in q.amounts) <= x <= max(a.high for a in q.amounts)
        for q, x in zip(quantities, first, strict=True)
    )


@pytest.mark.parametrize("first", [1, 7, 29])
def test_first_draws_are_equal_however_many_follow(first: int) -> None:
    case = one_threshold()

    longer = draw_deals(case, draws=30, seed=3, progress=stop_after(first))

    assert draw_deals(case, draws=first, seed=3) == longer


def test_interruption_returns_the_draws_that_were_finished() -> None:
    result = draw_deals(one_threshold(), draws=1000, seed=1, progress=stop_after(12))

    assert result.draws == 12
    assert result.with_deal + sum(result.blockers.values()) == 12


def test_interruption_before_the_first_draw_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt_at(monkeypatch, 1)

    with pytest.raises(KeyboardInterrupt):
        draw_deals(one_threshold(), draws=5)


def test_interruption_within_a_draw_leaves_that_draw_out_altogether(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupt_at(monkeypatch, 3)

    result = draw_deals(one_threshold(no_deal=10), draws=5)

    assert result.draws == 2
    assert result.with_deal == 2
    assert {2} == {sum(counts.values()) for counts in result.fair.values()}


def interrupt_at(monkeypatch: pytest.MonkeyPatch, draw: int) -> None:
    """Let a person press Ctrl-C while the fair packages of one draw are computed."""
    calls = iter(range(1, 100))

    def interrupted(*arguments: Any) -> Any:
        if next(calls) == draw:
            raise KeyboardInterrupt
        return fair_in(*arguments)

    monkeypatch.setattr("detente.ensemble.draws.fair_in", interrupted)


def test_progress_is_told_each_finished_draw() -> None:
    told: list[int] = []

    draw_deals(one_threshold(), draws=4, progress=told.append)

    assert told == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("no_deal", "share"),
    [((20, 60), 25 / 40), ({"low": 20, "likely": 40, "high": 60}, 1 - 15**2 / (40 * 20))],
    ids=["uniform", "triangular"],
)
def test_share_with_a_deal_is_that_of_the_closed_form(no_deal: Any, share: float) -> None:
    draws = 2000

    result = draw_deals(one_threshold(no_deal), draws=draws, seed=11)

    error = sqrt(share * (1 - share) / draws)
    assert abs(result.share_with_deal - share) < 4 * error


def test_each_analyst_is_followed_equally_often() -> None:
    draws = 2000

    result = draw_deals(one_threshold(judged(30, 80)), draws=draws, seed=5)

    assert abs(result.share_with_deal - 0.5) < 4 * sqrt(0.25 / draws)


def test_draw_follows_one_analyst_wherever_several_judged() -> None:
    """Each analyst sees one party that never signs; only a mixture of the two would leave a deal."""
    case = make_case(
        small_case({"a": {"x": {"m": 50}}, "b": {"x": {"m": 50}}}, no_deal={"a": judged(10, 90), "b": judged(90, 10)})
    )

    result = draw_deals(case, draws=200)

    names = {frozenset(c.party for c in key) for key in result.blockers}
    assert result.with_deal == 0
    assert names == {frozenset({"a"}), frozenset({"b"})}
    assert sum(result.blockers.values()) == 200


def test_analyst_who_judged_only_one_value_leaves_the_other_to_the_next() -> None:
    other = {"judgements": [{"by": "cem", "value": 90, "why": "?"}]}
    case = make_case(
        small_case({"a": {"x": {"m": 50}}, "b": {"x": {"m": 50}}}, no_deal={"a": judged(10, 20), "b": other})
    )

    result = draw_deals(case, draws=40)

    assert [frozenset({("no_deal", "b", None, None)})] == [plain_set(key) for key in result.blockers]


@FEWER
@given(cases(uncertain=False))
def test_exact_case_gives_all_or_nothing(data: Data) -> None:
    case = make_case(data)

    draws, once = draw_deals(case, draws=3), find_deals(case)

    assert not is_uncertain(case)
    assert draws.with_deal == (3 if once.has_deal else 0)
    assert {b.constraints for b in once.blockers} == set(draws.blockers)
    assert {o.relax for o in once.openings} == set(draws.openings)
    assert {3} >= {*draws.blockers.values(), *draws.openings.values()}
    assert {k: {tuple(f.package.outcomes.values()): 3} for k, f in once.fair.items()} == draws.fair


def test_more_frequent_answers_come_first() -> None:
    case = make_case(small_case({"a": {"x": {"m": 50}}, "b": {"x": {"m": 50}}}, no_deal={"a": [0, 60], "b": [40, 100]}))

    result = draw_deals(case, draws=300)

    counts = list(result.blockers.values())
    assert sorted(counts, reverse=True) == counts
    assert str(next(iter(result.blockers))[0]) == "b's no deal"


def test_result_names_its_case_seed_and_method() -> None:
    case = one_threshold()

    result = draw_deals(case, draws=5, seed=9)

    assert (result.case_digest, result.seed, result.draws) == (case.digest, 9, 5)
    assert "5 draws with a deal (seed 9)" in result.summary()


def test_no_draws_have_no_share() -> None:
    result = draw_deals(one_threshold(), draws=0)

    assert result.share_with_deal != result.share_with_deal
    assert result.draws == 0


@pytest.mark.parametrize(
    ("no_deal", "expected"),
    [(40, False), ([40, 40], False), ([40, 41], True), (judged(40, 40), False), (judged(40, 50), True)],
    ids=["exact", "empty range", "range", "analysts agree", "analysts disagree"],
)
def test_case_is_uncertain_where_a_draw_can_differ(no_deal: Any, expected: bool) -> None:  # noqa: FBT001
    assert is_uncertain(one_threshold(no_deal)) is expected


def test_draws_are_shown_as_text_table_and_page() -> None:
    case = make_case(
        small_case({"a": {"x": {"m": 100, "n": 0}}, "b": {"x": {"m": 0, "n": 100}}}, no_deal={"a": [40, 60], "b": 50})
    )

    drawn = draw_deals(case, draws=10, seed=3)

    assert list(drawn.to_frame().columns) == ["kind", "constraints", "share"]
    assert drawn.to_frame()["share"].between(0, 1).all()
    assert drawn.summary() in drawn._repr_html_().replace("&#x27;", "'")
