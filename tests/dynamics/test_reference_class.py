"""The base rates that ship can be asked for, say their denominators and refuse what they do not hold."""

from __future__ import annotations

import itertools
import json
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.reference_class import Rate, agreements_lasting, reference_class

END_HORIZONS = (1, 3, 6, 12, 24)
LASTING = (3, 6, 12, 24, 60, 120)
WAR_KINDS = ("interstate", "intrastate")
AGREEMENT_KINDS = ("agreement", "full", "partial", "process", "civil_war_end", "victory", "treaty", "truce")


def all_rates() -> list[Rate]:
    ends = [reference_class(age, END_HORIZONS, kind=kind) for age in (0, 1, 3, 6, 12, 24, 36) for kind in WAR_KINDS]
    lasting = [agreements_lasting(LASTING, kind=kind) for kind in AGREEMENT_KINDS]
    return [rate for table in ends + lasting for rates in table.values() for rate in rates]


def test_every_rate_lies_within_its_interval_and_states_its_denominator_and_source() -> None:
    """Nobody has to guess what a share is a share of."""
    for rate in all_rates():
        assert 0 <= rate.low <= rate.share <= rate.high <= 1
        assert rate.low < rate.high
        assert 0 <= rate.events <= rate.n
        assert rate.n > 0
        assert rate.years[0] < rate.years[1]
        assert rate.what
        assert rate.note
        assert any(name in rate.source for name in ("Correlates of War", "UCDP", "Fortna"))


def test_a_list_whose_wars_are_all_over_gives_plain_counts() -> None:
    """Without records that stop early the share is events over cases."""
    for age in (0, 1, 3, 6, 12, 24, 36):
        for rates in reference_class(age, END_HORIZONS).values():
            cow = rates[0]

            assert cow.name == "cow_wars"
            assert cow.share == pytest.approx(cow.events / cow.n, abs=5e-5)


@settings(max_examples=50, deadline=None)
@given(age=st.floats(0, 500), kind=st.sampled_from(WAR_KINDS))
def test_a_longer_horizon_never_has_a_smaller_share_of_ended_wars(age: float, kind: str) -> None:
    """What ended within six months ended within twelve, in each list by itself."""
    by_horizon = reference_class(age, END_HORIZONS, kind=kind)

    shares = [[rate.share for rate in by_horizon[h]] for h in END_HORIZONS]

    assert all(s <= t for less, more in itertools.pairwise(shares) for s, t in zip(less, more, strict=True))


@pytest.mark.parametrize("kind", AGREEMENT_KINDS)
def test_fewer_agreements_last_longer(kind: str) -> None:
    """An agreement that has ended stays ended."""
    shares = [rates[0].share for rates in agreements_lasting(LASTING, kind=kind).values()]

    assert sorted(shares, reverse=True) == shares


@pytest.mark.parametrize(("age", "step"), [(0, 0), (0.99, 0), (1, 1), (5.9, 3), (6, 6), (23, 12), (24, 24), (400, 36)])
def test_a_war_is_compared_with_those_that_lasted_as_long(age: float, step: int) -> None:
    """The step of age is the greatest that the war has reached."""
    rates = reference_class(age, [12])[12]

    assert {step} == {rate.age for rate in rates}


def test_an_older_war_is_compared_with_fewer_cases() -> None:
    """Those that ended earlier drop out of the denominator."""
    counts = [reference_class(age, [1])[1][0].n for age in (0, 1, 3, 6, 12, 24, 36)]

    assert counts == [95, 82, 61, 45, 30, 14, 11]


def test_each_horizon_has_one_rate_from_each_list() -> None:
    """The lists stand side by side and are not averaged."""
    interstate, intrastate = reference_class(7, (6, 12)), reference_class(7, (6, 12), kind="intrastate")

    assert list(interstate) == [6, 12]
    assert [rate.name for rate in interstate[12]] == ["cow_wars", "ucdp_episodes", "ucdp_wars"]
    assert [rate.name for rate in intrastate[12]] == ["ucdp_civil_episodes", "ucdp_civil_wars"]
    assert {12} == {rate.horizon for rate in interstate[12]}


def test_truces_last_less_often_than_treaties_and_these_less_often_than_victories() -> None:
    """Five years after a civil war: 29 %, 56 %, 77 %."""
    truce, treaty, victory = (agreements_lasting([60], kind=k)[60][0] for k in ("truce", "treaty", "victory"))

    assert (truce.share, treaty.share, victory.share) == (0.2917, 0.5641, 0.7681)
    assert (truce.n, treaty.n, victory.n) == (48, 39, 69)


def test_the_table_holds_shares_and_no_data() -> None:
    """A class says what it is and lists rates; it lists no war."""
    table = json.loads(files("detente.dynamics").joinpath("base_rates.json").read_text(encoding="utf-8"))

    keys = {key for one in table["classes"] for rate in one["rates"] for key in rate}

    assert keys == {"age_months", "horizon_months", "share", "low", "high", "at_risk", "events"}
    assert all(type(v) in (str, int) for one in table["classes"] for k, v in one.items() if k != "rates")
    assert "jackknife" in table["interval"]


@pytest.mark.parametrize("age", [-0.1, float("nan"), float("inf")])
def test_an_age_that_is_none_is_refused(age: float) -> None:
    """The message names the symbol."""
    with pytest.raises(DomainError, match="age_months"):
        reference_class(age, [12])


@pytest.mark.parametrize("horizons", [[], [2], [12, 13]])
def test_horizons_outside_the_table_are_refused(horizons: list[int]) -> None:
    """Nothing is interpolated."""
    with pytest.raises(DomainError, match=r"horizons ∈ \{1, 3, 6, 12, 24\}"):
        reference_class(1, horizons)


def test_all_that_is_wrong_is_named_at_once() -> None:
    """One message for the kind, the age and the horizon."""
    with pytest.raises(DomainError) as raised:
        reference_class(-1, [7], kind="civil")

    assert len(raised.value.problems) == 3


@pytest.mark.parametrize(("months", "kind", "named"), [([1], "full", "months ∈"), ([12], "armistice", "kind ∈")])
def test_agreements_outside_the_table_are_refused(months: list[int], kind: str, named: str) -> None:
    """The message lists what there is."""
    with pytest.raises(DomainError, match=named):
        agreements_lasting(months, kind=kind)
