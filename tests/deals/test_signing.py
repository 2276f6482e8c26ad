"""Which coalitions sign what, and what is in the core, are those of going through every set and every package."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import make_case
from detente.deals import DealSpace, find_deals
from detente.deals.from_case import deal_space, signing_rule
from detente.deals.payments import find_payments, levelled
from detente.deals.plain_signing import plain_signing
from detente.deals.rules import Rule, formula, quota, ratified, unanimity
from detente.deals.signing import Signing, find_signing
from detente.errors import InputError
from tests.deals.plain_spaces import as_space, plain_spaces
from tests.deals.small import small_case
from tests.reference.plain_signing import Set, Table, in_orders, minimal, subsets
from tests.reference.plain_space import Plain
from tests.strategies import FEWER


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, DealSpace, Rule]:
    """Up to three principals, perhaps a faction that ratifies for the first and a guarantor, red lines and consents."""
    plain = draw(plain_spaces(parties=5, issues=3, most=3))
    count = len(plain.no_deal)
    principals = tuple(range(max(1, count - 2)))
    outcome = st.integers(0, len(plain.values) - 1).flatmap(
        lambda j: st.tuples(st.just(j), st.integers(0, len(plain.values[j][0]) - 1))
    )
    lines = draw(st.frozensets(st.tuples(st.integers(0, count - 1), outcome), max_size=3))
    needs = draw(st.frozensets(st.tuples(st.integers(0, count - 1), outcome), max_size=2))
    table = Table(plain, principals, frozenset((p, *o) for p, o in lines), frozenset((p, *o) for p, o in needs))
    faction = (count - 2,) if count > 2 else ()
    space = replace(
        as_space(plain), principals=principals, signers=(*principals, *faction),
        red_lines=tuple(sorted(table.red_lines)), needs=tuple(sorted(table.needs)),
    )  # fmt: skip
    names = [space.parties[p] for p in principals]
    rule = quota(names, draw(st.integers(1, len(names))))
    return table, space, ratified(rule, {names[0]: unanimity([space.parties[p] for p in faction])} if faction else {})


def _sets(space: DealSpace, rule: Rule) -> set[Set]:
    names = {name: p for p, name in enumerate(space.parties)}
    rows = [names[name] for name in rule.parties]
    return minimal(rows, lambda s: rule.suffices(frozenset(space.parties[p] for p in s)))


@FEWER
@given(tables())
def test_coalitions_and_core_are_those_of_every_set_and_package(drawn: tuple[Table, DealSpace, Rule]) -> None:
    table, space, rule = drawn
    if not table.plain.linked:
        return
    found = find_signing(space, rule)

    assert found is not None
    sets = _sets(space, rule)
    possible = {s for s in sets if table.signed_by(s)}
    assert {frozenset(map(space.parties.index, c.members)) for c in found.coalitions} == sets
    assert {frozenset(map(space.parties.index, c.members)) for c in found.possible} == possible
    safe = [
        p
        for p in table.plain.linked
        if any(p in table.signed_by(s) for s in sets) and not any(table.objects(s, p) for s in sets)
    ]
    assert found.core_size == len(safe)
    assert found.complete


@FEWER
@given(tables())
def test_best_package_of_a_coalition_has_the_largest_smallest_gain(drawn: tuple[Table, DealSpace, Rule]) -> None:
    table, space, rule = drawn
    if not table.plain.linked:
        return
    found = find_signing(space, rule)

    assert found is not None
    for coalition in found.possible:
        members = frozenset(map(space.parties.index, coalition.members))
        rows = [p for p in members if p in table.principals] or list(members)

        def smallest(values: tuple[Fraction, ...], rows: list[int] = rows) -> Fraction:
            return min(table.plain.gains(values)[p] for p in rows)

        best = max(smallest(table.plain.worth(p)) for p in table.signed_by(members))
        assert coalition.package is not None
        package = tuple(int(name[1:]) for name in coalition.package.outcomes.values())
        assert package in table.signed_by(members)
        assert float(smallest(table.plain.worth(package))) == pytest.approx(float(best), abs=1e-6)
        needed = {p for p, j, o in table.needs if package[j] == o}
        assert set(map(space.parties.index, coalition.consents)) == needed - members


@FEWER
@given(tables())
def test_judged_packages_say_who_accepts_and_who_would_leave(drawn: tuple[Table, DealSpace, Rule]) -> None:
    table, space, rule = drawn
    if not table.plain.linked:
        return
    found = find_signing(space, rule)

    assert found is not None
    for judged in found.judged:
        package = tuple(int(name[1:]) for name in judged.package.outcomes.values())
        accepting = {space.parties[p] for p in range(len(space.parties)) if table.is_within(p, package)}
        assert set(judged.accepted_by) == accepting & set(rule.parties)
        assert (judged.leaving is not None) == any(table.objects(s, package) for s in _sets(space, rule))
        assert judged.is_enough == any(package in table.signed_by(s) for s in _sets(space, rule))


@FEWER
@given(tables())
def test_worth_of_coalitions_and_shapley_value_are_those_of_the_definitions(
    drawn: tuple[Table, DealSpace, Rule],
) -> None:
    table, space, rule = drawn
    if not table.plain.linked:
        return
    found = find_payments(space, rule)

    def own(s: Set) -> Fraction:
        """The most that principals gain in all, with whoever of the others has to ratify."""
        every = [m for m in subsets(map(space.parties.index, rule.parties)) if m & set(table.principals) == s]
        enough = [m for m in every if rule.suffices(frozenset(space.parties[p] for p in m))]
        packages = [p for m in enough for p in table.signed_by(m, paid=table.principals)]
        gains = [sum((table.plain.gains(table.plain.worth(p))[q] for q in s), Fraction(0)) for p in packages]
        return max(gains, default=Fraction(0))

    def worth(s: Set) -> Fraction:
        return max(own(part) for part in subsets(s))

    everybody = frozenset(table.principals)
    assert (found is None) == (worth(everybody) <= 0)
    if found is None:
        return
    names = [space.parties[p] for p in table.principals]
    assert found.total == pytest.approx(float(worth(everybody)))
    for members, value in found.worth.items():
        assert value == pytest.approx(float(worth(frozenset(map(space.parties.index, members)))))
    shapley = in_orders(table.principals, worth)
    assert [found.divisions["shapley"].gains[n] for n in names] == pytest.approx([float(x) for x in shapley])
    for division in found.divisions.values():
        assert sum(division.gains.values()) == pytest.approx(found.total)
        short = max(
            (
                float(worth(s)) - sum(division.gains[space.parties[p]] for p in s)
                for s in subsets(everybody)
                if s and s != everybody
            ),
            default=-np.inf,
        )
        assert found.epsilon is not None
        assert short >= found.epsilon - 1e-6
        assert division.in_core == (short <= 1e-6 * max(1.0, found.total)) or abs(short) < 1e-5


def test_more_signatures_and_other_orders_do_not_matter_to_minimal_sets() -> None:
    rule = formula("abcd", "a and b and (c or d)")

    assert rule.minimal() == (frozenset("abc"), frozenset("abd"))
    assert rule.text == "a and b and (c or d)"


def test_votes_of_50_49_and_1_have_the_published_banzhaf_power() -> None:
    """Banzhaf's index of the game [51; 50, 49, 1] is 3/5, 1/5, 1/5 (Brams 1975)."""
    power = quota("abc", 51, {"a": 50, "b": 49, "c": 1}).banzhaf()

    assert [power[name] for name in "abc"] == pytest.approx([3 / 5, 1 / 5, 1 / 5])


def test_own_rule_of_ratification_counts() -> None:
    rule = ratified(quota("ab", 2), {"a": formula(["hawks", "doves"], "hawks or doves")})

    assert set(rule.minimal()) == {frozenset({"a", "b", "hawks"}), frozenset({"a", "b", "doves"})}


FOUR = {
    "a": {"dam": {"high": 100, "low": 0}, "price": {"dear": 100, "cheap": 0}},
    "b": {"dam": {"high": 20, "low": 80}, "price": {"dear": 0, "cheap": 100}},
    "c": {"dam": {"high": 60, "low": 40}},
    "d": {"dam": {"values": {"high": 0, "low": 100}, "red_line": ["high"]}},
}


def signing_of(**given: object) -> Signing | None:
    data = small_case(FOUR, no_deal={"a": 40, "b": 10, "c": 45, "d": 50})
    return find_signing(make_case({**data, **given}))


def test_case_that_says_nothing_or_all_has_no_rule() -> None:
    assert signing_of() is None
    assert signing_of(signing="all") is None


def test_case_in_which_one_may_be_left_out_says_who_signs_what_without_whom() -> None:
    found = signing_of(signing="a and b and (c or d)")

    assert found is not None
    assert [c.without for c in found.possible] == [("d",), ("c",)]
    without_d = found.possible[0].package
    assert without_d is not None
    assert without_d.outcomes["dam"] == "high"
    assert found.vetoes == ("a", "b")
    assert plain_signing(found)["rule"] == "a and b and (c or d)"
    assert found.to_frame().loc["a", "veto"]
    assert "core" in found.summary()
    assert "core" in found._repr_html_()


def test_quota_of_a_case_may_weigh_its_principals() -> None:
    case = make_case(small_case(FOUR) | {"signing": {"quota": 3, "weights": {"a": 2, "b": 1, "c": 1, "d": 0}}})

    rule = signing_rule(case)

    assert rule is not None
    assert set(rule.minimal()) == {frozenset("ab"), frozenset("ac")}
    assert rule.text == "3 of 4 votes"


def test_faction_ratifies_for_its_principal_alone() -> None:
    stances = {**FOUR, "hawks": {"dam": {"values": {"high": 0, "low": 100}}}}
    data = small_case(stances, no_deal={"hawks": 30}, kinds={"hawks": {"kind": "faction", "of": "a"}})
    case = make_case({**data, "signing": {"quota": 2}})

    found = find_signing(case)

    assert found is not None
    members = {c.members for c in found.coalitions}
    assert ("a", "b", "hawks") in members
    assert ("b", "c") in members
    with_hawks = next(c for c in found.coalitions if c.members == ("a", "b", "hawks"))
    assert with_hawks.package is not None
    assert with_hawks.package.outcomes["dam"] == "low"


def test_outcome_that_needs_a_guarantor_counts_only_if_it_consents() -> None:
    stances = {**FOUR, "fund": {"price": {"values": {"dear": 0, "cheap": 100}, "red_line": ["cheap"]}}}
    kinds = {"fund": {"kind": "backer"}}
    refused = make_case(
        small_case(stances, kinds=kinds, needs={"price.cheap": ["fund"]}, no_deal={"b": 60}) | {"signing": {"quota": 3}}
    )

    found = find_signing(refused)

    assert found is not None
    assert {c.package.outcomes["price"] for c in found.possible if c.package} == {"dear"}


def test_arrays_need_a_rule_whose_parties_are_there() -> None:
    space = DealSpace.additive([[[1, 0], [0, 1]]])

    with pytest.raises(InputError, match="no rule of signing"):
        find_signing(space)
    with pytest.raises(InputError, match="no party"):
        find_signing(space, quota("xy", 1))


def test_where_packages_cannot_all_be_looked_at_the_core_is_not_counted() -> None:
    rng = np.random.default_rng(3)
    space = DealSpace.additive([rng.integers(0, 9, (3, 4)).astype(float) for _ in range(9)], no_deal=[20, 20, 20])

    found = find_signing(space, quota(space.parties, 2))

    assert found is not None
    assert found.core_size is None
    assert len(found.possible) == 3
    assert all(j.leaving is not None for j in found.judged)


def test_deals_of_the_case_are_judged_under_their_names() -> None:
    case = make_case(small_case(FOUR, no_deal={"a": 10, "b": 10}) | {"signing": {"quota": 3}})
    open_case = make_case(small_case({k: FOUR[k] for k in "abc"}) | {"signing": {"quota": 2}})

    found = find_signing(deal_space(open_case), signing_rule(open_case), deals=find_deals(open_case))

    assert found is not None
    assert [j.name for j in found.judged] == ["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"]
    assert case.signing is not None


@FEWER
@given(gains=st.lists(st.integers(-8, 12), min_size=1, max_size=4), most=st.integers(0, 8))
def test_bounded_payments_level_gains_as_far_as_they_go(gains: list[int], most: int) -> None:
    """No payment from a richer to a poorer party is left that the bound allows: so the product is largest."""
    found = levelled(np.array(gains, dtype=float), most)

    paid = np.array(gains) - found
    assert found.sum() == pytest.approx(sum(gains))
    assert (paid <= most + 1e-9).all()
    for p in range(len(gains)):
        for q in range(len(gains)):
            assert found[p] <= found[q] + 1e-9 or paid[p] >= most - 1e-9


@FEWER
@given(plain=plain_spaces(parties=3, issues=3, most=3), most=st.integers(0, 6))
def test_bounded_payments_pick_the_package_with_the_largest_product(plain: Plain, most: int) -> None:
    if not plain.linked:
        return
    found = find_payments(as_space(plain), most=most)

    def product(values: tuple[Fraction, ...]) -> float:
        shares = levelled(np.array([float(g) for g in plain.gains(values)]), most)
        return float(shares.prod()) if (shares > 0).all() else 0.0

    best = max(product(plain.worth(p)) for p in plain.linked)
    assert (found is None) == (best <= 0)
    if found is not None:
        assert np.prod(list(found.divisions["nash"].gains.values())) == pytest.approx(best)


def test_rates_that_cannot_be_are_refused() -> None:
    space = DealSpace.additive([[[1, 0], [0, 1]]])

    with pytest.raises(InputError, match="rate"):
        find_payments(space, rates={"p0": 0})
    with pytest.raises(InputError, match="bound"):
        find_payments(space, most=-1)


def test_search_that_ran_out_of_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    space = DealSpace.additive([rng.integers(0, 9, (3, 4)).astype(float) for _ in range(9)], no_deal=[20, 20, 20])
    monkeypatch.setattr("detente.deals.signing.SECONDS", -1.0)
    monkeypatch.setattr("detente.deals.payments.TOTAL_SECONDS", -1.0)

    found, paid = find_signing(space, quota(space.parties, 2)), find_payments(space, quota(space.parties, 2))

    assert found is not None
    assert not found.complete
    assert not any(j.is_proven for j in found.judged)
    assert found.core == ()
    assert paid is not None
    assert paid.epsilon is None
    assert "not enough to value all coalitions" in paid.note


def test_more_principals_than_coalitions_can_be_valued_for_share_equally() -> None:
    space = DealSpace.additive([np.eye(9)], no_deal=np.zeros(9))

    found = find_payments(space)

    assert found is not None
    assert list(found.divisions) == ["nash"]
    assert found.divisions["nash"].in_core is None
    assert "more than 8 principals" in found.note
