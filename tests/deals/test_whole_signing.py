"""Rules of signing of every kind, against every set of parties, every order and every package."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals.voting import Rule, core, formula, objection_to, pivotal, possible_coalitions, quota, unanimity
from detente.expression import evaluate, parse
from tests.deals.whole_spaces import as_space, whole_spaces
from tests.reference.brute_force import minimal, subsets
from tests.reference.whole_space import Whole
from tests.strategies import EXAMPLES, FEWER

Suffices = Callable[[frozenset[int]], bool]


@st.composite
def rules(draw: st.DrawFn, count: int) -> tuple[Rule, Suffices]:
    """A rule of each kind, as the engine has it and as its definition over the numbers of the parties."""
    names = [f"p{p}" for p in range(count)]
    kind = draw(st.sampled_from(("unanimity", "quota", "weighted", "formula")))
    if kind == "unanimity":
        return unanimity(names), lambda members: len(members) == count
    if kind == "quota":
        least = draw(st.integers(1, count))
        return quota(names, least), lambda members: len(members) >= least
    if kind == "weighted":
        weights = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count).filter(any))
        least = draw(st.integers(1, sum(weights)))
        by_name = dict(zip(names, map(float, weights), strict=True))
        return quota(names, least, by_name), lambda members: sum(weights[p] for p in members) >= least
    words = [draw(st.sampled_from(names))]
    for _ in range(draw(st.integers(0, 3))):
        words = ["(", *words, draw(st.sampled_from(("and", "or"))), draw(st.sampled_from(names)), ")"]
    text = " ".join(words)
    tree = parse(text)
    return formula(names, text), lambda members: bool(evaluate(tree, lambda name: int(name[1:]) in members))


@st.composite
def games(draw: st.DrawFn) -> tuple[Whole, Rule, Suffices]:
    whole = draw(whole_spaces(issues=3, ratifiers=False, lines=3))
    return whole, *draw(rules(len(whole.parties)))


@EXAMPLES
@given(rules(4))
def test_what_suffices_and_who_has_a_veto_is_that_of_every_set(game: tuple[Rule, Suffices]) -> None:
    rule, suffices = game
    every = [s for s in subsets(range(4)) if suffices(s)]

    assert {frozenset(int(n[1:]) for n in s) for s in rule.minimal()} == minimal(every)
    assert list(rule.vetoes()) == [f"p{p}" for p in range(4) if all(p in s for s in every)]


@FEWER
@given(rules(4))
def test_power_is_how_often_each_party_completes_a_coalition(game: tuple[Rule, Suffices]) -> None:
    """All 24 orders of four parties, one by one."""
    rule, suffices = game
    times = dict.fromkeys(range(4), 0)
    for order in permutations(range(4)):
        at = next(n for n in range(4) if suffices(frozenset(order[: n + 1])))
        times[order[at]] += 1

    assert rule.power() == pytest.approx({f"p{p}": float(Fraction(n, 24)) for p, n in times.items()})


@FEWER
@given(games())
def test_coalitions_that_can_sign_have_a_package_within_their_lines(game: tuple[Whole, Rule, Suffices]) -> None:
    whole, rule, suffices = game

    found = possible_coalitions(as_space(whole), rule)

    expected = whole.coalitions(suffices)
    assert {frozenset(int(n[1:]) for n in s) for s in found} == expected
    in_all = frozenset.intersection(*expected) if expected else frozenset[int]()
    assert set(pivotal(as_space(whole), rule)) == {f"p{p}" for p in in_all}


@FEWER
@given(games())
def test_core_is_what_no_coalition_objects_to(game: tuple[Whole, Rule, Suffices]) -> None:
    whole, rule, suffices = game
    packages = np.array(whole.linked[:12], dtype=np.int64).reshape(-1, len(whole.values))

    found = core(as_space(whole), rule, packages)

    expected = [p for p in whole.linked[:12] if not whole.objects(p, suffices)]
    assert [tuple(row) for row in found.tolist()] == expected


@FEWER
@given(games(), st.data())
def test_objection_is_a_package_of_its_coalition_that_gains_the_most(
    game: tuple[Whole, Rule, Suffices], data: st.DataObject
) -> None:
    whole, rule, suffices = game
    if not whole.linked:
        return
    package = data.draw(st.sampled_from(whole.linked))
    now = whole.worth(package)

    found = objection_to(as_space(whole), rule, package)

    if found is None:
        assert not whole.objects(package, suffices)
        return
    members = frozenset(int(name[1:]) for name in found.members)
    after = tuple(found.package.tolist())
    assert members in minimal(s for s in subsets(list(whole.parties)) if suffices(s))
    assert after in whole.accepted_by(members)
    assert {p: whole.worth(after)[p] - now[p] > 0 for p in members} == dict.fromkeys(members, True)
    most = max(min(whole.worth(p)[m] - now[m] for m in members) for p in whole.accepted_by(members))
    assert min(found.gains.values()) == pytest.approx(float(most), rel=1e-6, abs=1e-9 * max(whole.magnitudes))
