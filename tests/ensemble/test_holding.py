"""How firmly today's state stands over other orders of the priorities, and whether packages would hold."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case import make_case
from detente.dynamics.from_case import crisis_inputs
from detente.ensemble import analyze_dynamics
from detente.ensemble.agreement import agreements
from detente.ensemble.stability import draw_stability
from detente.sources import read_case
from detente.stability.from_case import graph_model


def _dilemma(**changes: Any) -> dict[str, Any]:
    """Two who each would rather arm, most of all while the other does not."""
    parties = {k: {"name": k.upper(), "kind": "principal"} for k in "ab"}
    options = {k: {"arm": {"label": "Arm", "now": False}} for k in "ab"}
    priorities = {"a": ["not b.arm", "a.arm"], "b": ["not a.arm", "b.arm"]}
    return {
        "format": 1,
        "case": "d",
        "title": "D",
        "parties": parties,
        "options": options,
        "priorities": priorities,
    } | changes


def test_the_same_seed_gives_the_same_shares_and_another_seed_other_draws() -> None:
    case = make_case(_dilemma())
    model = graph_model(case)

    first, again = (draw_stability(case, model, 0, draws=30, seed=1) for _ in range(2))

    assert first == again
    assert first.draws == 30


def test_a_swap_of_two_priorities_is_the_other_order_in_every_draw() -> None:
    """With two statements there is one pair of neighbours; then arming is worth more than what the other does."""
    case = make_case(_dilemma())
    model = graph_model(case)

    found = draw_stability(case, model, 0, draws=10)

    assert found.holds == {"nash": 0.0, "seq": 0.0, "gmr": 0.0}
    assert found.leaves == {"a": 1.0, "b": 1.0}


def test_without_swaps_every_draw_is_the_case_itself() -> None:
    """Not arming is kept by the answer to arming, though nobody likes to go without."""
    case = make_case(_dilemma())

    found = draw_stability(case, graph_model(case), 0, draws=5, swaps=0)

    assert found.holds == {"nash": 0.0, "seq": 1.0, "gmr": 1.0}


def test_a_ranking_of_states_stays_as_it_is() -> None:
    """It has no neighbours that a person could name."""
    case = make_case(_dilemma(priorities={}, rankings={"a": ["YN", "NN", "YY", "NY"], "b": ["NY", "NN", "YY", "YN"]}))

    assert draw_stability(case, graph_model(case), 0, draws=5).holds["seq"] == 1.0


def test_an_interruption_keeps_what_is_done() -> None:
    """Shares are those of the finished draws."""
    case = make_case(_dilemma())

    def stop(done: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    assert draw_stability(case, graph_model(case), 0, draws=50, progress=stop).draws == 3


@pytest.fixture(scope="module")
def istanbul() -> Any:
    case = read_case("istanbul-2022")
    return case, analyze_dynamics(case, draws=0)


def test_a_package_is_read_with_the_numbers_of_the_case(istanbul: Any) -> None:
    """Values, temptations and the continuation value of the game, in shares."""
    case, result = istanbul
    outcomes = dict(result.inputs.terms[0].outcomes)

    (found,) = agreements(case, [outcomes], result)

    inputs = crisis_inputs(case, [outcomes])
    breach = next(leave for leave in found.plain.leaves if (leave.party, leave.option) == ("russia", "breach"))
    assert breach.gain == pytest.approx(inputs.sides[0].temptation - inputs.terms[0].values[0])
    assert inputs.commitment is not None
    assert found.covers == inputs.commitment.guarantee
    assert found.guarantors == ("guarantors",)
    assert found.guaranteed is not None


def test_a_guarantee_turns_the_answer_over_where_it_covers_what_is_needed(istanbul: Any) -> None:
    """In the case a little less is covered; with as much as is needed the deal holds."""
    case, result = istanbul
    outcomes = dict(result.inputs.terms[0].outcomes)
    (found,) = agreements(case, [outcomes], result)
    assert found.needed is not None
    assert not found.plain.holds

    data = case.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"format": 1}
    data["dynamics"]["commitment"]["guarantee"] = min(found.needed + 0.01, 1.0)
    (after,) = agreements(make_case(data), [outcomes], result)

    assert after.guaranteed is not None
    assert after.guaranteed.holds


def test_a_package_that_nobody_guarantees_has_no_guarantor(istanbul: Any) -> None:
    """Its outcomes need none."""
    case, result = istanbul
    outcomes = dict(result.inputs.terms[0].outcomes)
    outcomes["guarantees"] = next(o for o, v in case.issues["guarantees"].outcomes.items() if not v.needs)

    (found,) = agreements(case, [outcomes], result)

    assert (found.guarantors, found.guaranteed) == ((), None)
