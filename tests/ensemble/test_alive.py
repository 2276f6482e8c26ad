"""The numbers are alive: each input moves what it should move, the way it should, in two cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from detente.dynamics import (
    CrisisInputs,
    GameOptions,
    crisis_game,
    crisis_inputs,
    packages_of,
    read_move,
    thresholds_of,
)
from detente.dynamics.build import DECLARED_MONTHS, records_of
from detente.dynamics.lasting import lasting
from detente.dynamics.outcome import Outcome, effect_of, outcome_of, solve_case
from detente.ensemble import analyze_dynamics
from detente.ensemble.dynamics import steps_of
from detente.errors import CaseError
from detente.sources import read_case

pytestmark = pytest.mark.xdist_group("numba")
CASES = ("istanbul-2022", "camp-david-1978")
OPTIONS = GameOptions(months=6, beliefs=5, balances=5)


@lru_cache(maxsize=2)
def _inputs(name: str) -> CrisisInputs:
    case = read_case(name)
    return crisis_inputs(case, packages_of(case))


def _outcome(inputs: CrisisInputs) -> Outcome:
    return outcome_of(inputs, OPTIONS, solve_case(inputs, OPTIONS, workers=1))


@lru_cache(maxsize=2)
def _before(name: str) -> Outcome:
    return _outcome(_inputs(name))


def _side(inputs: CrisisInputs, side: int, **change: Any) -> CrisisInputs:
    sides = list(inputs.sides)
    sides[side] = replace(sides[side], **change)
    return replace(inputs, sides=(sides[0], sides[1]))


def _of(field: str, item: int | None = None) -> Callable[[Outcome], float]:
    def read(outcome: Outcome) -> float:
        value = getattr(outcome, field)
        return float(value if item is None else value[item])

    return read


Change = Callable[[CrisisInputs], CrisisInputs]
_DEAL, _FIRST, _SECOND = _of("deal_within", 6), _of("continuation", 0), _of("continuation", 1)
_LIFE = _of("survival", 12)
_GAME: dict[str, tuple[Change, Callable[[Outcome], float], int]] = {
    "a side for which fighting is dearer gets less from it": (
        lambda i: _side(i, 0, cost_tough=i.sides[0].cost_tough + 0.03, cost_weak=i.sides[0].cost_weak + 0.03), _FIRST, -1),
    "the same for the second side": (
        lambda i: _side(i, 1, cost_tough=i.sides[1].cost_tough + 0.03, cost_weak=i.sides[1].cost_weak + 0.03), _SECOND, -1),
    "dearer fighting for both makes a deal likelier": (
        lambda i: _side(_side(i, 0, cost_weak=i.sides[0].cost_weak + 0.05), 1, cost_weak=i.sides[1].cost_weak + 0.05), _DEAL, 1),
    "an opponent that collapses more often is good to fight": (lambda i: _side(i, 1, collapse=0.05), _FIRST, 1),
    "its own collapse is bad": (lambda i: _side(i, 1, collapse=0.05), _SECOND, -1),
    "a better no-deal value makes fighting on worth more": (
        lambda i: _side(i, 0, no_deal=min(i.sides[0].no_deal + 0.2, 1)), _FIRST, 1),
    "easier ratification makes a deal likelier": (lambda i: _side(_side(i, 0, ratified=0.95), 1, ratified=0.95), _DEAL, 1),
    "harder ratification makes it less likely": (lambda i: _side(_side(i, 0, ratified=0.1), 1, ratified=0.1), _DEAL, -1),
    "who stands better gains more by fighting": (lambda i: replace(i, advantage=i.advantage + 0.15), _FIRST, 1),
    "and the other side less": (lambda i: replace(i, advantage=i.advantage + 0.15), _SECOND, -1),
    "battles that favour the first side are good for it": (
        lambda i: replace(i, swing=0.5, favours=0.9), lambda o: o.continuation[0] - o.continuation[1], 1),
    "a leader who loses more at home signs less readily": (lambda i: _side(i, 0, loss=0.6, line=0.9), _DEAL, -1),
    "more trusted sides keep a deal longer": (
        lambda i: _side(_side(i, 0, trustworthy=0.95), 1, trustworthy=0.95), _LIFE, 1),
    "a stronger temptation breaks deals earlier": (
        lambda i: _side(_side(i, 0, temptation=1.0), 1, temptation=1.0), _LIFE, -1),
    "a balance that drifts faster breaks deals earlier": (lambda i: replace(i, volatility=0.5), _LIFE, -1),
    "a side that breaks later keeps a deal longer": (
        lambda i: _side(_side(i, 0, breaks_after=60.0), 1, breaks_after=60.0), _LIFE, 1),
    "a side that is likelier tough bears more of the fighting": (
        lambda i: _side(i, 0, tough=min(i.sides[0].tough + 0.3, 1)), _FIRST, 1),
    "and so does the second": (lambda i: _side(i, 1, tough=min(i.sides[1].tough + 0.15, 1)), _SECOND, 1),
    "a deal that is worth less once betrayed is signed less readily": (
        lambda i: _side(_side(i, 0, betrayed=0.0), 1, betrayed=0.0), _of("worth", 0), -1),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(("change", "read", "way"), _GAME.values(), ids=_GAME)
def test_an_input_moves_the_game_the_way_it_should(
    name: str, change: Change, read: Callable[[Outcome], float], way: int
) -> None:
    """The reason is the name of the case."""
    after = read(_outcome(change(_inputs(name))))

    assert way * (after - read(_before(name))) > 1e-9


@pytest.mark.parametrize("name", CASES)
def test_patience_matters(name: str) -> None:
    """Which way depends: patience raises what comes late, a good end of the war and a deal that breaks alike."""
    after = _outcome(replace(_inputs(name), discount=0.999))

    assert abs(after.continuation[0] - _before(name).continuation[0]) > 1e-3


@pytest.mark.parametrize("name", CASES)
def test_a_stronger_guarantee_leaves_less_of_the_shift(name: str) -> None:
    """And where everything is guaranteed, the balance after a deal is that of today."""
    inputs = _inputs(name)
    assert inputs.commitment is not None
    held = [replace(inputs, commitment=replace(inputs.commitment, guarantee=g)) for g in (0.0, 0.5, 1.0)]

    shifts = [abs(i.later_advantage() - i.advantage) for i in held]

    assert shifts[0] > shifts[1] > shifts[2] == 0
    assert lasting(held[2], 0, 0.5, (1.0, 1.0)).later == pytest.approx(0.5)


@pytest.mark.parametrize("name", CASES)
def test_backers_that_stop_weaken_the_side_that_they_backed(name: str) -> None:
    """Supplying costs more than it can bring: the backed side loses their share and their steps."""
    inputs = _inputs(name)
    backer = inputs.backers[0]
    free = replace(inputs, backers=(replace(backer, cost=0.0, adds=0.2, carries=0.5),))
    dear = replace(inputs, backers=(replace(backer, cost=1.0, adds=0.2, carries=0.5),))

    with_supply, without = (_outcome(i).continuation[backer.of] for i in (free, dear))

    assert with_supply > without


@pytest.mark.parametrize("name", CASES)
def test_people_who_do_not_cooperate_cost_the_holder(name: str) -> None:
    """Belief that it leaves: the burden is borne in full."""
    inputs = _inputs(name)
    holding = replace(inputs.holdings[0], burden=0.05)
    trusted, left = (replace(inputs, holdings=(replace(holding, stays=s),)) for s in (1.0, 0.0))

    worths = [_outcome(i).continuation[holding.holder] for i in (trusted, left)]

    assert worths[0] > worths[1]


@pytest.mark.parametrize("name", CASES)
def test_a_move_is_read_otherwise_exactly_beyond_the_threshold(name: str) -> None:
    """For every signal of every move: just below its flip one act, just above the other."""
    inputs = _inputs(name)
    crossed = 0
    for move in inputs.moves:
        for place, signal in enumerate(read_move(inputs, move).signals):
            if signal.about != "resolve" or not 0.01 < signal.flip < 0.99:
                continue
            acts = [
                read_move(_side(inputs, move.mover, tough=signal.flip + step), move).signals[place].after
                for step in (-1e-6, 1e-6)
            ]
            crossed += acts[0] != acts[1]
            assert acts[0] != acts[1]
    assert crossed >= 3


_EFFECTS: dict[str, tuple[str, float, int, int]] = {
    "what it costs the one who makes it": ("costs", 0.05, 0, -1),
    "what it gives the other side": ("gives", 0.05, 1, 1),
    "ground that it yields is lost to the mover": ("moves_balance", 0.1, 0, -1),
    "and won by the other": ("moves_balance", 0.1, 1, 1),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(("field", "more", "whose", "way"), _EFFECTS.values(), ids=_EFFECTS)
def test_what_a_move_costs_gives_and_yields_is_in_its_effect(
    name: str, field: str, more: float, whose: int, way: int
) -> None:
    """For every move that a side makes itself; points for points where it is paid and given."""
    inputs = _inputs(name)
    solution = solve_case(inputs, OPTIONS, workers=1)
    for move in inputs.moves:
        if move.by != inputs.sides[move.mover].name:
            continue
        changed: dict[str, Any] = {field: getattr(move, field) + more}
        side = move.mover if whose == 0 else 1 - move.mover
        worths = [
            effect_of(inputs, OPTIONS, solution, read_move(inputs, m)).worth_after[side]
            for m in (move, replace(move, **changed))
        ]

        assert way * (worths[1] - worths[0]) > 1e-6
        if field != "moves_balance":
            assert worths[1] - worths[0] == pytest.approx(way * more)


@pytest.mark.parametrize("name", CASES)
def test_battles_that_go_to_the_tougher_side_are_good_for_it(name: str) -> None:
    """A first side that is nearly sure to be tough against one that is nearly sure to be weak."""
    apart = _side(_side(_inputs(name), 0, tough=0.95), 1, tough=0.05)
    apart = replace(apart, swing=0.5, favours=0.5)

    blunt, sharp = (_outcome(replace(apart, edge=edge)).continuation for edge in (0.0, 0.4))

    assert sharp[0] > blunt[0]
    assert sharp[1] < blunt[1]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("side", [0, 1])
def test_every_month_of_firmness_makes_a_deal_below_the_line_dearer(name: str, side: int) -> None:
    """Once a leader has declared: by six months of it, and only what lies below the line."""
    inputs = _inputs(name)
    records = records_of(inputs, OPTIONS)
    declared = next(z for z, r in enumerate(records) if r.declared[side] and not r.declared[1 - side])
    calm, firm = (
        crisis_game(_side(inputs, side, monthly=inputs.sides[side].monthly + more), OPTIONS).deal[side, :, :, declared]
        for more in (0.0, 0.01)
    )

    for term, package in enumerate(inputs.terms):
        below = package.values[side] < inputs.sides[side].line
        assert firm[term] == pytest.approx(calm[term] - (0.01 * DECLARED_MONTHS if below else 0.0))


@pytest.mark.parametrize("name", CASES)
def test_what_a_backer_adds_and_carries_is_missed_where_it_stops(name: str) -> None:
    """The numbers of a case are those of full supply: the more the backer gave, the worse for the side without it."""
    inputs = _inputs(name)
    backer = replace(inputs.backers[0], cost=1.0, adds=0.1, carries=0.2)
    changes: tuple[dict[str, Any], ...] = ({"adds": 0.3}, {"carries": 0.6})
    for change in changes:
        less, more = (
            _outcome(replace(inputs, swing=0.5, backers=(b,))).continuation[backer.of]
            for b in (backer, replace(backer, **change))
        )

        assert more < less


@pytest.mark.parametrize("name", CASES)
def test_every_threshold_has_a_reading_and_a_distance(name: str) -> None:
    """Rows b to l of the list of mechanisms."""
    found, skipped = thresholds_of(_inputs(name))

    rows = {t.row for t in found}
    assert rows >= set("abcdfghijkl")
    assert all(t.threshold.reading for t in found)
    assert all(s.why for s in skipped)


def test_the_same_seed_gives_the_same_numbers_with_any_number_of_workers() -> None:
    """Bit by bit."""
    case = read_case("camp-david-1978")

    one, two = (analyze_dynamics(case, options=OPTIONS, draws=2, seed=5, workers=w) for w in (1, 2))

    assert one.deal_within == two.deal_within
    assert one.survival == two.survival
    assert [t.distance for t in one.thresholds] == [t.distance for t in two.thresholds]


def test_an_interruption_keeps_the_draws_that_were_finished() -> None:
    """And says how many."""

    def stop(done: int) -> None:
        if done == steps_of(0, OPTIONS) + 2:
            raise KeyboardInterrupt

    result = analyze_dynamics(read_case("camp-david-1978"), options=OPTIONS, draws=5, progress=stop)

    assert result.draws == 2


def test_a_case_without_the_part_runs_on_assumptions_and_names_them() -> None:
    """Nothing is hidden."""
    case = read_case("istanbul-2022")
    bare = case.model_copy(update={"dynamics": type(case.dynamics)()})

    result = analyze_dynamics(bare, options=OPTIONS, draws=0)

    assert "dynamics.resolve.russia.tough" in result.inputs.assumed
    assert result.moves == {}


def test_many_principals_need_two_that_are_named() -> None:
    """The message says where."""
    with pytest.raises(CaseError, match=r"dynamics\.sides"):
        analyze_dynamics(read_case("colorado-river-2023"), options=OPTIONS, draws=0)


@pytest.mark.parametrize(
    "change", [{"demands": "never rise"}, {"trust_points": 5}, {"end": "fight on"}, {"proposer": "second"}]
)
def test_every_choice_of_modelling_can_be_made(change: dict[str, Any]) -> None:
    """Each gives probabilities."""
    inputs = replace(_inputs("istanbul-2022"), terms=_inputs("istanbul-2022").terms[:3], focal=0)
    options = replace(OPTIONS, months=3, **change)

    found = outcome_of(inputs, options, solve_case(inputs, options, workers=1))

    assert 0 <= found.deal_within[3] <= 1
    assert found.deal_within[1] <= found.deal_within[3]
