"""Draws of cases with too many packages to look at, by one process or several."""

from __future__ import annotations

import numpy as np

from detente.case import Case, make_case
from detente.ensemble import draw_deals
from tests.deals.small import small_case


def wide_case(no_deal: list[float], issues: int = 20) -> Case:
    """Four parties with uncertain values on many issues of three outcomes."""
    rng = np.random.default_rng(5)

    def stance() -> dict[str, object]:
        return {
            "values": {o: sorted(rng.integers(0, 101, 2).tolist()) for o in ("m", "n", "o")},
            "salience": int(rng.integers(10, 100)),
        }

    stances = {party: {f"i{j}": stance() for j in range(issues)} for party in "abcd"}
    return make_case(small_case(stances, no_deal=dict.fromkeys("abcd", no_deal)))


def test_draws_are_the_same_for_any_number_of_workers() -> None:
    case = wide_case([45, 55])

    one, two = (draw_deals(case, draws=6, seed=3, workers=workers) for workers in (1, 2))

    assert one == two
    assert one.with_deal == 6
    assert set(one.fair) == {"nash", "kalai_smorodinsky", "egalitarian", "utilitarian"}


def test_few_draws_are_the_first_of_many() -> None:
    case = wide_case([45, 55])

    few, many = (draw_deals(case, draws=draws, seed=3) for draws in (1, 3))

    assert all(package in many.fair[concept] for concept, counts in few.fair.items() for package in counts)


def test_draws_without_a_deal_count_what_blocks_it() -> None:
    result = draw_deals(wide_case([90, 99], issues=15), draws=2, seed=1)

    assert result.with_deal == 0
    assert result.blockers
    assert all(c.kind == "no_deal" for key in result.blockers for c in key)


def test_interruption_of_several_workers_keeps_what_is_done() -> None:
    def progress(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    found = draw_deals(wide_case([45, 55]), draws=40, seed=3, workers=2, progress=progress)

    assert found.draws == 2
    assert found == draw_deals(wide_case([45, 55]), draws=2, seed=3)
