"""Coalitions that can sign, who is pivotal, and the core are those of going through every set and every package."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals import DealSpace
from detente.deals.payments import side_payments
from detente.deals.voting import (
    Rule,
    core,
    formula,
    objection_to,
    pivotal,
    possible_coalitions,
    quota,
    unanimity,
)
from detente.errors import InputError, TooLargeError
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.reference.plain_space import Plain
from tests.strategies import FEWER


def rules(parties: list[str]) -> st.SearchStrategy[Rule]:
    weights = st.lists(st.integers(0, 3), min_size=len(parties), max_size=len(parties))
    return st.integers(1, len(parties)).map(lambda least: quota(parties, least)) | weights.filter(any).map(
        lambda w: quota(parties, max(1, sum(w) // 2 + 1), dict(zip(parties, w, strict=True)))
    )


def sufficing(rule: Rule) -> list[frozenset[str]]:
    every = chain.from_iterable(combinations(rule.parties, n) for n in range(len(rule.parties) + 1))
    return [frozenset(members) for members in every if rule.suffices(frozenset(members))]


@FEWER
@given(data=st.data(), plain=plain_spaces(parties=3, issues=3))
def test_objections_are_those_of_every_coalition_and_package(data: st.DataObject, plain: Plain) -> None:
    space = as_space(plain)
    rule = data.draw(rules(list(space.parties)))
    package = data.draw(st.sampled_from(plain.linked)) if plain.linked else None
    if package is None:
        return
    mine = plain.worth(package)

    def objects(members: frozenset[str]) -> bool:
        rows = [space.parties.index(name) for name in members]
        return any(
            all(v[p] > mine[p] for p in rows) and all((d := plain.no_deal[p]) is None or v[p] >= d for p in rows)
            for v in map(plain.worth, plain.linked)
        )

    expected = any(objects(members) for members in sufficing(rule) if members)
    assert (objection_to(space, rule, package) is not None) == expected


@FEWER
@given(data=st.data(), plain=plain_spaces(parties=3, issues=3))
def test_coalitions_with_a_package_are_those_of_every_package(data: st.DataObject, plain: Plain) -> None:
    space = as_space(plain)
    rule = data.draw(rules(list(space.parties)))

    def accepts(members: frozenset[str]) -> bool:
        rows = [space.parties.index(name) for name in members]
        every = map(plain.worth, plain.linked)
        return any(all((d := plain.no_deal[p]) is None or v[p] >= d for p in rows) for v in every)

    sets = sufficing(rule)
    minimal = [s for s in sets if not any(other < s for other in sets)]
    expected = {s for s in minimal if accepts(s)}
    assert set(possible_coalitions(space, rule)) == expected
    assert set(pivotal(space, rule)) == (frozenset.intersection(*expected) if expected else frozenset())


def test_power_in_a_security_council_is_published() -> None:
    """Shapley & Shubik 1954 for the council of 11: five vetoes, seven votes; each permanent member has 76/385."""
    great = [f"g{n}" for n in range(5)]
    small = [f"s{n}" for n in range(6)]
    rule = Rule((*great, *small), lambda members: set(great) <= members and len(members) >= 7)

    power = rule.power()

    assert power["g0"] == pytest.approx(76 / 385)
    assert power["s0"] == pytest.approx(1 / 462)
    assert sum(power.values()) == pytest.approx(1)
    assert rule.vetoes() == tuple(great)


def test_majority_over_a_dollar_has_an_empty_core_and_unanimity_has_not() -> None:
    """Divide the dollar in tenths: any two of three can better any division, all three none that is efficient."""
    splits = [(a, b, 10 - a - b) for a in range(11) for b in range(11 - a)]
    space = DealSpace.additive([np.array(splits, dtype=float).T], no_deal=np.zeros(3))
    every = np.arange(len(splits))[:, None]

    assert len(core(space, quota(space.parties, 2), every)) == 0
    assert len(core(space, unanimity(space.parties), every)) == len(splits)


def test_formula_names_who_must_and_who_may_sign() -> None:
    rule = formula("abcd", "a and b and (c or d)")

    assert set(rule.minimal()) == {frozenset("abc"), frozenset("abd")}
    assert rule.vetoes() == ("a", "b")


@pytest.mark.parametrize("text", ["a and not b", "a and z", "a if b"])
def test_rule_that_a_signature_could_break_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no rule of signing"):
        formula("abcd", text)


def test_weights_that_never_suffice_are_refused() -> None:
    with pytest.raises(InputError, match="do not reach 5"):
        quota("ab", 5, {"a": 1, "b": 2})
    with pytest.raises(TooLargeError, match="too many coalitions"):
        unanimity(f"p{n}" for n in range(17))


def test_side_payments_divide_the_largest_sum() -> None:
    """Selling a house worth 60 to its owner and 100 to the buyer: it is sold at 80."""
    space = DealSpace.additive([[[60, 0], [0, 100]]], no_deal=[60, 0])

    found = side_payments(space)

    assert found is not None
    assert found.shares.tolist() == [80, 20]
    assert found.payments.tolist() == [80, -80]
