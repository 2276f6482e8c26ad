"""From a case to the inputs: units, what is assumed and said to be, and whose is what."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case import Case, make_case
from detente.case.change import with_value
from detente.dynamics import CrisisInputs, crisis_inputs, packages_of
from detente.dynamics.assumed import ASSUMED
from detente.dynamics.events_from_case import events_of, ranged_events_of, steps_of_case
from detente.dynamics.from_case import sides_of
from detente.errors import CaseError
from tests.deals.small import small_case

STANCES: dict[str, Any] = {
    "a": {"land": {"kept": 100, "halved": 60, "returned": 0}, "trade": {"open": 40, "shut": 0}},
    "b": {"land": {"values": {"kept": 0, "halved": 55, "returned": 100}, "red_line": ["kept"]}, "trade": {"open": 30, "shut": 10}},
}  # fmt: skip
KINDS = {"f": {"kind": "faction", "of": "a"}, "w": {"kind": "backer", "of": "b"}, "c": {"kind": "community"}}
DYNAMICS: dict[str, Any] = {
    "began": "2020-01-01", "discount": 0.97, "volatility": 0.2,
    "balance": {"advantage": 0.5, "swing": 0.2, "favours": 0.5, "edge": 0.05},
    "resolve": {
        "a": {"tough": 0.6, "cost_tough": 0.5, "cost_weak": 3, "collapse": 0.01},
        "b": {"tough": 0.5, "cost_tough": 1, "cost_weak": 4, "collapse": 0.02},
    },
    "trust": {
        "a": {"trustworthy": 0.3, "temptation": 80, "betrayed": 10, "breaks_after": 12},
        "b": {"trustworthy": 0.4, "temptation": 90, "betrayed": 15, "breaks_after": 24},
    },
    "audience": {
        "a": {"line": 40, "loss": 10, "monthly": 0.5, "ratified": 0.5},
        "b": {"line": 45, "loss": 20, "monthly": 0, "ratified": 0.25},
    },
    "backers": {"w": {"of": "b", "adds": 0.1, "carries": 0.3, "gains": 2, "gain_if_weak": 30, "cost": 12}},
    "commitment": {"rising": "b", "later": 0.65, "guarantee": 0.4, "side_gain": 3, "side_cost": 10, "detection": 0.5},
    "holdings": {
        "c": {"holder": "a", "stays": 0.6, "benefit": 20, "sanction": 30, "punishment": 35, "reward": 10, "burden": 0.4},
    },
    "fronts": {"east": 30, "west": 20}, "forces": {"a": 2, "b": 1.5}, "opposed": [1, 4], "leaves": ["west"],
    "deferrals": {"land.halved": {"claimant": "b", "months": 60, "meanwhile": 40, "expected": 50, "now": 45}},
    "preconditions": [{"of": "a", "step": "land.halved", "before": 45, "after": 50}],
    "threats": [{"by": "b", "label": "To try them", "gain": 10, "cost": 5}],
    "reciprocity": [{"label": "Prisoners", "temptation": 70, "reward": 50, "punishment": 20}],
    "moves": {
        "a.retreat": {
            "if_tough": 0.2, "if_weak": 0.8, "if_trustworthy": 0.7, "if_untrustworthy": 0.4, "if_staying": 0.3,
            "if_leaving": 0.8, "size": 0.3, "costs": 5, "gives": 8, "moves_balance": 0.04,
        },
        "f.strike": {"if_tough": 0.5, "if_weak": 0.4, "size": 0.1, "costs": 0, "gives": 0, "moves_balance": 0},
        "w.supply": {"if_tough": 0.9, "if_weak": 0.6, "size": 0.1, "costs": 0, "gives": 0, "moves_balance": 0},
        "c.march": {"if_tough": 0.9, "if_weak": 0.6},
    },
    "events": [
        {"date": "2020", "label": "One", "by": "a", "if_tough": 0.6, "if_weak": 0.3},
        {"date": "2020-02", "label": "Two", "by": "w", "if_trustworthy": [0.4, 0.8], "if_untrustworthy": 0.3, "about": "land", "own": -3},
        {"date": "2020-02-03", "label": "Three", "by": "c", "if_tough": 0.6, "if_weak": 0.3, "other": 2},
        {"date": "2020-03-01", "label": "Four", "by": "b", "if_tough": 0.6, "other": 5},
    ],
}  # fmt: skip


def fighting_data(dynamics: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the plain data of a case in which every number of the part is given."""
    data = small_case(STANCES, no_deal={"a": 30, "b": 20})
    for party, kind in KINDS.items():
        data["parties"][party] = {"name": party, **kind}
    data["options"] = {
        "a": {"retreat": {"label": "Retreat"}}, "f": {"strike": {"label": "Strike"}}, "w": {"supply": {"label": "Supply"}},
        "c": {"march": {"label": "March"}},
    }  # fmt: skip
    return data | {"as_of": "2021-01-01", "dynamics": DYNAMICS if dynamics is None else dynamics}


def fighting_case(dynamics: dict[str, Any] | None = None) -> Case:
    return make_case(fighting_data(dynamics))


PACKAGES = [{"land": land, "trade": trade} for land in STANCES["a"]["land"] for trade in STANCES["a"]["trade"]]


def inputs_of(case: Case) -> CrisisInputs:
    """Return the inputs with every package on the table."""
    return crisis_inputs(case, PACKAGES)


def test_points_become_shares_and_probabilities_stay() -> None:
    """One unit inside the engine: the best that a side can get is 1."""
    inputs = inputs_of(fighting_case())

    a, b = inputs.sides
    assert (a.name, a.no_deal, a.tough, a.cost_tough, a.cost_weak, a.collapse) == ("a", 0.3, 0.6, 0.005, 0.03, 0.01)
    assert (a.trustworthy, a.temptation, a.betrayed, a.breaks_after) == (0.3, 0.8, 0.1, 12.0)
    assert (b.line, b.loss, b.monthly, b.ratified) == (0.45, 0.2, 0.0, 0.25)
    assert (a.force, b.force) == (2.0, 1.5)
    assert (
        inputs.discount, inputs.advantage, inputs.swing, inputs.favours, inputs.edge, inputs.volatility,
    ) == (0.97, 0.5, 0.2, 0.5, 0.05, 0.2)  # fmt: skip


def test_every_group_arrives_with_its_side() -> None:
    """Ids of parties become 0 for the first side and 1 for the second."""
    inputs = inputs_of(fighting_case())

    backer, rise, holding = inputs.backers[0], inputs.commitment, inputs.holdings[0]
    assert (
        backer.name, backer.of, backer.adds, backer.carries, backer.gains, backer.gain_if_weak, backer.cost
    ) == ("w", 1, 0.1, 0.3, 0.02, 0.3, 0.12)  # fmt: skip
    assert rise is not None
    assert (
        rise.rising, rise.later, rise.guarantee, rise.side_gain, rise.side_cost, rise.detection
    ) == (1, 0.65, 0.4, 0.03, 0.1, 0.5)  # fmt: skip
    assert (
        holding.name, holding.holder, holding.stays, holding.benefit, holding.sanction, holding.punishment,
        holding.reward, holding.burden,
    ) == ("c", 0, 0.6, 0.2, 0.3, 0.35, 0.1, 0.004)  # fmt: skip
    assert inputs.fronts == (("east", 30.0, False), ("west", 20.0, True))
    assert inputs.opposed == (1.0, 4.0)
    deferral = inputs.deferrals[0]
    assert (
        deferral.name, deferral.claimant, deferral.months, deferral.meanwhile, deferral.expected, deferral.now
    ) == ("land.halved", 1, 60, 0.4, 0.5, 0.45)  # fmt: skip
    assert (inputs.preconditions[0].before, inputs.preconditions[0].after) == (0.45, 0.5)
    assert (
        inputs.threats[0].name, inputs.threats[0].by, inputs.threats[0].gain, inputs.threats[0].cost
    ) == ("To try them", "b", 0.1, 0.05)  # fmt: skip
    assert (
        inputs.reciprocity[0].temptation, inputs.reciprocity[0].reward, inputs.reciprocity[0].punishment
    ) == (0.7, 0.5, 0.2)  # fmt: skip
    move = inputs.moves[0]
    assert (move.size, move.costs, move.gives, move.moves_balance) == (0.3, 0.05, 0.08, 0.04)
    assert (
        move.if_tough, move.if_weak, move.if_trustworthy, move.if_untrustworthy, move.if_staying, move.if_leaving
    ) == (0.2, 0.8, 0.7, 0.4, 0.3, 0.8)  # fmt: skip


def test_a_move_tells_about_the_side_of_whoever_makes_it() -> None:
    """Factions and backers speak for their side; a community's move is no signal of either."""
    moves = {m.name: (m.by, m.mover) for m in inputs_of(fighting_case()).moves}

    assert moves == {"a.retreat": ("a", 0), "f.strike": ("f", 0), "w.supply": ("w", 1)}


def test_the_order_of_the_sides_is_that_of_the_case() -> None:
    """Named the other way round, everything changes places."""
    case = with_value(fighting_case(), "dynamics.sides", ["b", "a"])

    inputs = inputs_of(case)

    assert ("b", "a") == sides_of(case) == tuple(s.name for s in inputs.sides)
    assert (inputs.backers[0].of, inputs.holdings[0].holder) == (0, 1)
    assert inputs.commitment is not None
    assert inputs.commitment.rising == 0


def test_nothing_is_assumed_where_everything_is_given() -> None:
    """Only what the two moves of others leave open."""
    given = inputs_of(fighting_case()).assumed

    fields = ("if_trustworthy", "if_untrustworthy", "if_staying", "if_leaving")
    assert set(given) == {f"dynamics.moves.{m}.{f}" for m in ("f.strike", "w.supply") for f in fields}


def test_what_nobody_gave_is_assumed_and_named() -> None:
    """Every number of both sides and of the balance, in the middle of its range."""
    inputs = inputs_of(fighting_case({}))

    expected = {
        *(f"dynamics.{f}" for f in ("discount", "volatility")),
        *(f"dynamics.balance.{f}" for f in ("advantage", "swing", "favours", "edge")),
        *(f"dynamics.resolve.{s}.{f}" for s in "ab" for f in ("tough", "cost_tough", "cost_weak", "collapse")),
        *(f"dynamics.trust.{s}.{f}" for s in "ab" for f in ("trustworthy", "temptation", "betrayed", "breaks_after")),
        *(f"dynamics.audience.{s}.{f}" for s in "ab" for f in ("line", "loss", "monthly", "ratified")),
    }
    assert len(inputs.assumed) == len(set(inputs.assumed))
    assert expected == set(inputs.assumed)
    assert pytest.approx((inputs.sides[0].tough, inputs.sides[0].cost_tough, inputs.sides[0].cost_weak)) == (
        0.5,
        0.01,
        0.035,
    )
    assert tuple(s.force for s in inputs.sides) == (1.0, 1.0)
    assert tuple(s.breaks_after for s in inputs.sides) == (12.0, 12.0)


@pytest.mark.parametrize(("kind", "field"), ASSUMED, ids=lambda name: name)
def test_an_assumption_is_within_what_a_case_may_say(kind: str, field: str) -> None:
    """Whoever writes it into the case is not refused."""
    from detente.case import dynamics

    quantity = ASSUMED[kind, field].quantity
    model = getattr(dynamics, kind)
    needed = {"of": "a", "rising": "a", "holder": "a", "claimant": "a", "by": "a", "step": "a.b", "label": "x"}
    plain = {k: v for k, v in needed.items() if k in model.model_fields}

    made = model.model_validate(plain | {field: quantity.amounts[0]})

    assert getattr(made, field).amounts == quantity.amounts


def test_age_is_counted_in_months_to_the_day_of_the_case() -> None:
    """None where a day is missing, and none before the beginning."""
    assert inputs_of(fighting_case()).age == pytest.approx(366 / 30.44)
    assert inputs_of(fighting_case({})).age == 0
    assert inputs_of(with_value(fighting_case(), "dynamics.began", "2022")).age == 0


def test_a_package_has_the_worth_of_the_deals_and_the_limits_that_it_crosses() -> None:
    """The second side's red line is the second side's."""
    inputs = inputs_of(fighting_case())

    by = {tuple(t.outcomes.values()): t for t in inputs.terms}
    assert {t for t in by if t[0] == "kept"} == {t for t, term in by.items() if term.crossed[1] > 0}
    halved = by["halved", "open"]
    assert pytest.approx(halved.values) == (0.5, 0.425)
    assert (halved.crossed, halved.others_crossed) == ((0, 0), 0)


def test_the_focal_package_crosses_fewest_limits_and_then_has_the_largest_product() -> None:
    """Counted by hand over all packages."""
    inputs = inputs_of(fighting_case())
    gains = [
        (-sum(t.crossed) - t.others_crossed, max(t.values[0] - 0.3, 0) * max(t.values[1] - 0.2, 0))
        for t in inputs.terms
    ]

    assert gains[inputs.focal] == max(gains)


def test_a_reading_reaches_every_number() -> None:
    """A draw replaces each quantity, whatever it is a part of."""
    case = fighting_case()

    low = crisis_inputs(case, packages_of(case), lambda q: min(a.low for a in q.amounts))
    high = crisis_inputs(fighting_case({}), packages_of(case), lambda q: max(a.high for a in q.amounts))

    assert low.sides[0].tough == 0.6
    assert high.sides[0].tough == 0.7
    assert high.discount == 0.99


def test_many_principals_need_two_that_are_named() -> None:
    """The message says where."""
    data = fighting_data({})
    data["parties"]["d"] = {"name": "D", "kind": "principal"}

    with pytest.raises(CaseError, match=r"3 parties are principals.*dynamics\.sides"):
        packages_of(make_case(data))


def test_events_tell_about_the_side_behind_them() -> None:
    """What has only one likelihood, or is somebody else's, tells nothing; dates are as precise as written."""
    found = events_of(fighting_case(), lambda q: q.point)

    assert [("a", {("a", "resolve"): (0.6, 0.3)}), ("w", {("b", "trust"): (pytest.approx(0.6), 0.3)})] == [
        (e.by, dict(e.likelihood)) for e in found
    ]
    assert [e.precision for e in found] == ["year", "month"]
    assert [e.date.isoformat() for e in found] == [("2020-01-01"), ("2020-02-01")]


def test_ranged_events_keep_their_ranges() -> None:
    """For the spread of the belief path."""
    found = ranged_events_of(fighting_case())

    assert dict(found[1].likelihood) == {("b", "trust"): ((0.4, 0.8), (0.3, 0.3))}


def test_events_with_points_are_steps_of_their_side() -> None:
    """A backer's step is the side's; what is not given is 0; a community's step is neither's."""
    steps = steps_of_case(fighting_case(), lambda q: q.point)

    assert [(s.by, s.issue, s.mover_change, s.other_change) for s in steps] == [
        ("b", "land", -3.0, 0.0),
        ("b", "", 0.0, 5.0),
    ]


def test_no_package_at_all_is_said_and_does_not_crash() -> None:
    """Links that contradict each other leave nothing to bargain about."""
    data = fighting_data() | {"links": [{"forbid": f"land.{o}"} for o in ("kept", "halved", "returned")]}

    with pytest.raises(CaseError):
        crisis_inputs(make_case(data), packages_of(make_case(data)))


_IMPOSSIBLE: dict[str, tuple[list[dict[str, Any]], int, str]] = {
    "neither kind does it": ([{"by": "a", "if_tough": 0, "if_weak": 0}], 0, "if_tough and if_weak"),
    "neither kind keeps it so": ([{"by": "a", "if_trustworthy": 0, "if_untrustworthy": [0, 0]}], 0, "if_trustworthy"),
    "each kind has been excluded by one event": (
        [{"by": "a", "if_tough": 0, "if_weak": 1}, {"by": "f", "if_tough": 0.5, "if_weak": 0}], 1, "after the events before it"),
}  # fmt: skip


@pytest.mark.parametrize(("events", "place", "said"), _IMPOSSIBLE.values(), ids=_IMPOSSIBLE)
def test_an_event_that_nobody_can_have_done_is_a_fault_of_the_case(
    events: list[dict[str, Any]], place: int, said: str
) -> None:
    """With its place, before any analysis is made; a faction's deed is its side's."""
    written = [{"date": f"2020-0{n + 1}-01", "label": "x", **event} for n, event in enumerate(events)]

    with pytest.raises(CaseError) as caught:
        fighting_case(DYNAMICS | {"events": written})

    (problem,) = caught.value.problems
    assert problem.path[:3] == ("dynamics", "events", place)
    assert said in problem.what


def test_events_that_exclude_a_kind_of_one_side_say_nothing_about_the_other() -> None:
    """Nor does a likelihood of 0 that stands alone."""
    events = [
        {"date": "2020-01-01", "label": "x", "by": "a", "if_tough": 0, "if_weak": 1},
        {"date": "2020-02-01", "label": "x", "by": "b", "if_tough": 1, "if_weak": 0},
        {"date": "2020-03-01", "label": "x", "by": "a", "if_trustworthy": 1, "if_untrustworthy": 0},
        {"date": "2020-04-01", "label": "x", "by": "a", "if_tough": 0},
        {"date": "2020-05-01", "label": "x", "by": "a", "if_tough": 0, "if_weak": [0, 0.5]},
    ]

    assert len(fighting_case(DYNAMICS | {"events": events}).dynamics.events) == 5
