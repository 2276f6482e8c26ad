"""The analysis without enumeration gives the answers of enumeration, and goes on where that stops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings

from detente.case import make_case
from detente.deals import DealSpace, deal_space, find_blockers, find_deals, find_openings, pareto_frontier
from detente.deals.find import METHODS
from detente.errors import InputError
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.deals.small import Data, blocking, relaxed
from tests.reference.plain_space import Plain
from tests.strategies import FEWER, cases


@settings(FEWER, max_examples=25, phases=[Phase.generate])  # to shrink an example would take minutes
@given(cases(max_constraints=7))
def test_exact_methods_answer_as_enumeration(data: Data) -> None:
    space = deal_space(make_case(data))
    whole = find_deals(space)

    found = find_deals(space, method="exact")

    assert found.packages == whole.packages
    assert found.without == whole.without
    assert found.has_deal == whole.has_deal
    assert found.reason == whole.reason
    assert set(blocking(found)) == set(blocking(whole))
    assert [len(o.relax) for o in found.openings] == [len(o.relax) for o in whole.openings]
    assert {s: o.loss for s, o in zip(relaxed(found), found.openings, strict=True)} == pytest.approx(
        {s: o.loss for s, o in zip(relaxed(whole), whole.openings, strict=True)}, abs=1e-3
    )
    assert len(found.frontier) == len(whole.frontier)
    assert {c: f.score for c, f in found.fair.items()} == pytest.approx({c: f.score for c, f in whole.fair.items()})


@FEWER
@given(plain=plain_spaces(parties=3, issues=4))
def test_supported_points_are_on_the_frontier(plain: Plain) -> None:
    found = pareto_frontier(as_space(plain), method="supported")

    assert {tuple(row) for row in found.values.tolist()} <= {tuple(map(float, v)) for v in plain.frontier}
    assert bool(len(found)) == bool(plain.acceptable)
    assert not found.exact


def wide_space(red: int) -> DealSpace:
    """Forty issues, six parties, a few links."""
    rng = np.random.default_rng(3)
    links = [f"i{a}.o{rng.integers(4)} if i{b}.o{rng.integers(4)}" for a, b in rng.integers(0, 40, (20, 2)) if a != b]
    space = DealSpace.additive([rng.integers(0, 101, (2, 4)) for _ in range(40)], no_deal=[1500, 1500], links=links)
    return replace(space, red_lines=tuple((int(rng.integers(2)), 5, o) for o in range(red)))


def test_forty_issues_with_links_are_analysed_whole() -> None:
    result = find_deals(wide_space(red=2))

    assert result.has_deal
    assert result.packages["all"] == 4**40
    assert result.packages["linked"] > result.packages["within_red_lines"] > result.packages["acceptable"] > 0
    assert {f.package.outcomes["i5"] for f in result.fair.values()} <= {"o2", "o3"}


def test_red_lines_on_all_outcomes_of_an_issue_block_forty_issues() -> None:
    space = wide_space(red=4)

    [blocker] = find_blockers(space)
    openings = find_openings(space)

    assert {c.outcome for c in blocker.constraints} <= {"o0", "o1", "o2", "o3"}
    assert sorted(len(o.relax) for o in openings) == [1] * len(blocker.constraints)
    assert {o.package["i5"] for o in openings} == {c.outcome for c in blocker.constraints}
    assert not find_deals(space).has_deal


def test_unknown_method_is_refused() -> None:
    with pytest.raises(InputError, match=METHODS[-1]):
        find_deals(DealSpace.additive([[[1]]]), method="magic")
