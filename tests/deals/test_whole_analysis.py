"""The whole analysis, enumerated and not, gives the answers of going through every package and every set of constraints."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings

from detente.deals import DealsResult, find_blockers, find_deals, find_openings
from tests.deals.small import blocking, relaxed
from tests.deals.whole_spaces import as_space, named, package_of, whole_spaces
from tests.reference.whole_space import Whole
from tests.strategies import EXAMPLES

METHODS = ("enumeration", "exact")
KINDS = ("red_line", "bottom_line", "no_deal")
TRIED = settings(EXAMPLES, max_examples=22, phases=[Phase.generate])  # to shrink an example would take minutes

by_each_method = pytest.mark.parametrize("method", METHODS)


@by_each_method
@TRIED
@given(whole=whole_spaces())
def test_counts_are_those_of_every_package(method: str, whole: Whole) -> None:
    result = find_deals(as_space(whole), method=method)

    counts = [len(whole.every), len(whole.linked), *(whole.count(KINDS[:n]) for n in (1, 2, 3))]
    assert list(result.packages.values()) == counts
    assert result.without == {f"p{p}": whole.count(KINDS, without=p) for p in whole.parties}


@by_each_method
@TRIED
@given(whole=whole_spaces())
def test_frontier_has_each_vector_that_nothing_dominates_once(method: str, whole: Whole) -> None:
    result = find_deals(as_space(whole), method=method)

    packages = [package_of(p.outcomes) for p in result.frontier]
    among = whole.acceptable or whole.linked
    assert set(packages) <= set(among)
    assert {whole.mine(p) for p in packages} == whole.undominated(among)
    assert len(packages) == len({whole.mine(p) for p in packages})
    if whole.linked:  # what the exact methods say of none is in test_units_of_value
        assert result.frontier_basis == ("acceptable" if whole.acceptable else "linked")


@by_each_method
@TRIED
@given(whole=whole_spaces())
def test_fair_packages_reach_the_best_scores(method: str, whole: Whole) -> None:
    result = find_deals(as_space(whole), method=method)

    assert bool(result.fair) == bool(whole.acceptable)
    for concept, best in whole.scores().items() if whole.acceptable else ():
        assert result.fair[concept].score == pytest.approx(float(best), rel=1e-7, abs=1e-7), concept
        assert package_of(result.fair[concept].package.outcomes) in whole.acceptable


@by_each_method
@TRIED
@given(whole=whole_spaces())
def test_blockers_and_openings_are_all_minimal_sets(method: str, whole: Whole) -> None:
    result = find_deals(as_space(whole), method=method)

    assert set(blocking(result)) == {frozenset(map(named, s)) for s in whole.blockers()}
    assert set(relaxed(result)) == {frozenset(map(named, s)) for s in whole.openings()} - {frozenset()}
    assert result.complete


@by_each_method
@TRIED
@given(whole=whole_spaces())
def test_openings_cost_the_movers_the_least(method: str, whole: Whole) -> None:
    found = openings_of(find_deals(as_space(whole), method=method))

    for relax in whole.openings() - {frozenset()}:
        loss, package = found[frozenset(map(named, relax))]
        assert loss == pytest.approx(float(whole.loss(relax)), rel=1e-7, abs=1e-7)
        assert whole.violated(package) <= relax


def openings_of(result: DealsResult) -> dict[frozenset[object], tuple[float, tuple[int, ...]]]:
    return {s: (o.loss, package_of(o.package)) for s, o in zip(relaxed(result), result.openings, strict=True)}


@by_each_method
@TRIED
@given(whole=whole_spaces(lines=2, interactions=1))
def test_trades_have_the_largest_smaller_gain(method: str, whole: Whole) -> None:
    result = find_deals(as_space(whole), method=method)

    linked = {j for _, a, b in whole.links for j, _ in (a, b)}
    free = [j for j in range(len(whole.values)) if method == "enumeration" or j not in linked]
    expected = whole.trades(free) if method == "enumeration" or whole.linked else {}
    found = {
        (*(int(name[1:]) for name in t.parties), *sorted(int(name[1:]) for name in t.gives_on)): min(t.gains)
        for t in result.trades
    }
    assert found == pytest.approx({key: float(gain) for key, gain in expected.items()}, rel=1e-7, abs=1e-7)


@TRIED
@given(whole=whole_spaces())
def test_verbs_beyond_enumeration_list_the_same_sets(whole: Whole) -> None:
    space = as_space(whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.deals.find.MAX_PACKAGES", 0)
        blockers, openings, first = find_blockers(space), find_openings(space), find_blockers(space, most=1)

    expected = {frozenset(map(named, s)) for s in whole.blockers()}
    mine = {frozenset((c.kind, c.party, c.issue, c.outcome) for c in b.constraints) for b in blockers}
    assert mine == expected
    assert {frozenset((c.kind, c.party, c.issue, c.outcome) for c in o.relax) for o in openings} == {
        frozenset(map(named, s)) for s in whole.openings()
    } - {frozenset()}
    assert {frozenset((c.kind, c.party, c.issue, c.outcome) for c in b.constraints) for b in first} <= expected
    assert len(first) == min(len(expected), 1)
