"""Blockers and openings by bounds and halves are those of enumeration, and what is not decided is left open."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals import DealSpace, find_deals
from detente.deals.conflicts import bits_of
from detente.deals.hitting import Hitting
from detente.deals.reasoning import Reasoning
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.strategies import EXAMPLES, FEWER

Sets = set[frozenset[str]]


@st.composite
def refusing(draw: st.DrawFn) -> DealSpace:
    """Tight no-deal values, red lines and bottom lines of parties that all sign."""
    space = as_space(draw(plain_spaces(parties=3, issues=4, most=3)))
    place = st.integers(0, len(space.issues) - 1).flatmap(
        lambda j: st.tuples(st.just(j), st.integers(0, len(space.outcomes[j]) - 1))
    )
    party = st.integers(0, len(space.parties) - 1)
    lines = draw(st.sets(st.tuples(party, place), max_size=6))
    bottoms = draw(
        st.dictionaries(st.tuples(party, st.integers(0, len(space.issues) - 1)), st.integers(0, 11), max_size=2)
    )
    best = np.sum([space.weights[:, j] * t.max(axis=1) for j, t in enumerate(space.values)], axis=0)
    share = draw(st.sampled_from((0.6, 0.8, 0.9, 1.0, 1.1)))
    return replace(
        space,
        no_deal=np.where(np.isnan(space.no_deal), np.nan, np.floor(share * best)),
        red_lines=tuple(sorted((p, j, o) for p, (j, o) in lines)),
        bottom_lines=tuple((p, j, float(least)) for (p, j), least in bottoms.items()),
    )


def named(reasoning: Reasoning, sets: tuple[int, ...]) -> Sets:
    return {frozenset(str(reasoning.check.constraints[b]) for b in bits_of(one)) for one in sets}


def expected(space: DealSpace) -> tuple[Sets, Sets]:
    """Return the blockers and the openings of enumeration."""
    whole = find_deals(space, method="enumeration")
    blockers = {frozenset(map(str, b.constraints)) for b in whole.blockers}
    return blockers, {frozenset(map(str, o.relax)) for o in whole.openings}


@EXAMPLES
@given(space=refusing())
def test_all_blockers_and_openings_are_found(space: DealSpace) -> None:
    blockers, openings = expected(space)
    reasoning = Reasoning(space)

    opened, blocked = reasoning.openings(10_000), reasoning.blockers(10_000)

    assert opened.complete
    assert blocked.complete
    assert named(reasoning, opened.sets) - {frozenset()} == openings
    assert named(reasoning, blocked.sets) == blockers


@FEWER
@given(space=refusing())
def test_blockers_alone_are_the_same(space: DealSpace) -> None:
    reasoning = Reasoning(space)

    assert named(reasoning, reasoning.blockers(10_000).sets) == expected(space)[0]


@FEWER
@given(space=refusing())
def test_first_blocker_is_one_of_them(space: DealSpace) -> None:
    reasoning = Reasoning(space)

    found = named(reasoning, reasoning.first_blocker().sets)

    blockers = expected(space)[0]
    assert len(found) == min(len(blockers), 1)
    assert found <= blockers


@FEWER
@given(space=refusing())
def test_few_halves_find_nothing_that_is_not_so(space: DealSpace) -> None:
    """With almost nothing listed much is left to the solver or undecided; what is told is still proven."""
    blockers, openings = expected(space)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.deals.deciding.QUICK", 1)
        patch.setattr("detente.deals.deciding.PATIENT", 1)
        reasoning = Reasoning(space)
        opened, blocked = reasoning.openings(10_000), reasoning.blockers(10_000)

    assert named(reasoning, opened.sets) - {frozenset()} <= openings
    assert named(reasoning, blocked.sets) <= blockers
    assert not opened.complete or named(reasoning, opened.sets) - {frozenset()} == openings


@pytest.mark.parametrize("listed", [0, 10**6])
@FEWER
@given(data=st.data())
def test_smallest_sets_come_first_whoever_finds_them(listed: int, data: st.DataObject) -> None:
    count = 6
    some = st.sets(st.integers(0, count - 1), min_size=1).map(lambda s: sum(1 << e for e in s))
    meet, miss = data.draw(st.lists(some, max_size=4)), data.draw(st.lists(some, max_size=2))
    weights, least = (
        data.draw(st.lists(st.integers(-3, 5), min_size=count, max_size=count)),
        data.draw(st.integers(-2, 4)),
    )
    one, other = data.draw(some), data.draw(some)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.deals.hitting.MOST_LISTED", listed)
        hitting = Hitting(count, meet, miss)
        hitting.must_weigh(weights, least)
        hitting.must_meet_with(one, other)
        found = hitting.smallest(10)

    every = (sum(1 << e for e in s) for size in range(count + 1) for s in combinations(range(count), size))
    possible = [
        s
        for s in every
        if all(s & m for m in meet)
        and not any(s & m == m for m in miss)
        and sum(weights[b] for b in bits_of(s)) >= least
        and (s & one != one or s & other)
    ]
    assert (found is None) == (not possible)
    assert found is None or (found in possible and found.bit_count() == possible[0].bit_count())


def test_forty_issues_just_out_of_reach_are_opened_by_sets_that_are_proven() -> None:
    """Six no-deal values, each within reach alone, all together not, with links and red lines."""
    rng = np.random.default_rng(5)
    links = [f"i{a}.o{rng.integers(4)} if i{b}.o{rng.integers(4)}" for a, b in rng.integers(0, 40, (60, 2)) if a != b]
    space = DealSpace.additive([rng.integers(0, 101, (6, 4)) for _ in range(40)], links=links)
    lines = {(int(rng.integers(6)), int(rng.integers(40)), int(rng.integers(4))) for _ in range(40)}
    best = np.sum([t.max(axis=1) for t in space.values], axis=0)
    tight = replace(space, no_deal=np.floor(0.84 * best), red_lines=tuple(sorted(lines)))
    reasoning = Reasoning(tight, 6)

    blocker = reasoning.first_blocker()
    openings = reasoning.openings(20)

    assert len(blocker.sets) <= 1
    assert openings.sets
    assert all(one & blocked for one in openings.sets for blocked in blocker.sets)
