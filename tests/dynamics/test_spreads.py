"""What the draws say of a threshold and of a move: honest counts, ends that no number reaches, and bands."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case.change import with_value
from detente.dynamics import DynamicsResult, GameOptions, crisis_inputs, packages_of, read_move, thresholds_of
from detente.dynamics.choices import alternatives
from detente.dynamics.outcome import effect_of, solve_case
from detente.dynamics.plain import plain_dynamics
from detente.dynamics.thresholds import keys_of
from detente.ensemble import analyze_dynamics
from detente.ensemble.draws import reading_of_draw
from detente.ensemble.dynamics import steps_of

from .test_from_case import fighting_case

pytestmark = pytest.mark.xdist_group("numba")
OPTIONS = GameOptions(months=3, beliefs=3, balances=3)
DRAWS = 12


def _case(changes: dict[str, Any]) -> Any:
    case = fighting_case()
    for path, value in changes.items():
        case = with_value(case, path, value)
    return case


@pytest.fixture(scope="module")
def case() -> Any:
    """Return a case whose ranges make thresholds infinite, and conditions fail, in some of the draws."""
    return _case({
        "dynamics.volatility": [0.02, 0.6], "dynamics.commitment.guarantee": [0, 1], "dynamics.commitment.later": [0.6, 1],
        "dynamics.resolve.a.collapse": [0.02, 0.06], "dynamics.moves.a.retreat.if_tough": [0.05, 0.9],
        "dynamics.resolve.a.tough": [0.2, 0.9],
    })  # fmt: skip


@pytest.fixture(scope="module")
def result(case: Any) -> DynamicsResult:
    return analyze_dynamics(case, options=OPTIONS, draws=DRAWS, workers=1)


def _drawn(case: Any, k: int) -> Any:
    return crisis_inputs(case, packages_of(case), reading_of_draw(case, 0, k))


def test_thresholds_are_counted_draw_by_draw(case: Any, result: DynamicsResult) -> None:
    """How many say the same, how many say nothing; each distance is in the band, no matter how far."""
    draws = [thresholds_of(_drawn(case, k))[0] for k in range(DRAWS)]
    by_key = [dict(zip(keys_of(d), d, strict=True)) for d in draws]

    for key, spread in zip(keys_of([t.found for t in result.thresholds]), result.thresholds, strict=True):
        seen = [d[key].threshold for d in by_key if key in d]
        assert spread.silent == DRAWS - len(seen)
        assert spread.agree == sum(t.reading == spread.found.threshold.reading for t in seen)
        assert spread.same == spread.agree / DRAWS
        if seen:
            distances = sorted(t.distance for t in seen)
            assert distances[0] <= spread.distance[0] <= spread.distance[1] <= distances[-1]
            # Of twelve the 5th percentile is next to the least, the 95th next to the most.
            assert spread.distance[0] <= distances[1]
            assert spread.distance[1] >= distances[-2]
    assert any(0 < t.silent < DRAWS for t in result.thresholds)


def test_a_deal_inside_and_outside_of_its_range_is_one_answer(result: DynamicsResult) -> None:
    """In some draws the shift leads out of the range, in some no distance is enough: none of them is dropped."""
    (durability,) = (t for t in result.thresholds if t.found.threshold.mechanism == "durability")

    assert durability.silent == 0
    assert 0 < durability.agree < DRAWS
    assert durability.distance[0] == float("-inf")
    assert plain_dynamics(result)["thresholds"][-1]["distance_band"][0] is None


def test_the_effect_of_a_move_has_its_bands(case: Any, result: DynamicsResult) -> None:
    """For whom it is good, what it does to a deal, and what the opponent asks for: each from the draws themselves."""
    report = result.moves["a.retreat"]
    effects, rules = [], []
    for k in range(DRAWS):
        inputs = _drawn(case, k)
        reading = read_move(inputs, inputs.moves[0])
        effects.append(effect_of(inputs, OPTIONS, solve_case(inputs, OPTIONS, workers=1), reading))
        rules.append(reading.concession)

    numbers = {
        report.worth_change[0]: [e.worth_after[0] - e.worth_before[0] for e in effects],
        report.worth_change[1]: [e.worth_after[1] - e.worth_before[1] for e in effects],
        report.deal_change: [e.deal_after - e.deal_before for e in effects],
        report.demand_before: [r.demand_before for r in rules],
        report.demand_after: [r.demand_after for r in rules],
    }
    for (low, high), drawn in numbers.items():
        assert min(drawn) - 1e-12 <= low < high <= max(drawn) + 1e-12
    assert report.draws == DRAWS


def test_without_draws_every_band_is_its_point() -> None:
    """And the report says that there were none."""
    exact = analyze_dynamics(fighting_case(), options=OPTIONS, draws=0, workers=1)

    for report in exact.moves.values():
        change = [report.worth_after[n] - report.worth_before[n] for n in (0, 1)]
        assert report.worth_change == ((change[0], change[0]), (change[1], change[1]))
        assert report.draws == 0
    assert all((t.agree, t.silent, t.draws, t.same) == (0, 0, 0, 1.0) for t in exact.thresholds)


def test_every_choice_is_in_the_result(result: DynamicsResult) -> None:
    """The standard first; the choices spread every probability of a deal; packages are compared with all packages only."""
    names = list(result.choices)
    made = set(alternatives(OPTIONS))

    assert names[0] == "standard"
    assert {n.partition(", with ")[0] for n in names[1:] if not n.startswith("the standard choices")} == made
    assert result.left_out == {}
    assert plain_dynamics(result)["left_out"] == {}
    for months, spread in result.deal_within.items():
        found = [by[months] for by in result.choices.values()]
        assert spread.choices == pytest.approx((min(found), max(found)))
    assert all(s.choices[0] > 0 for s in result.terms if s.likely > 0)


def test_the_steps_of_a_run_are_counted() -> None:
    """As many as are reported."""
    done: list[int] = []

    analyze_dynamics(
        _case({"dynamics.volatility": [0.1, 0.2]}), options=OPTIONS, draws=2, workers=1, progress=done.append
    )

    assert done == list(range(1, steps_of(2, OPTIONS) + 1))
