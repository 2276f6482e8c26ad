"""How a move is read: Bayes by fractions, and every flip where it is said to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics import CrisisInputs, flip_map, read_move
from detente.dynamics.inputs import MoveInputs
from detente.dynamics.lasting import WAR_MONTHS
from detente.dynamics.signals import READINGS, Signal, bayes, trust_needed, window_of

from .test_from_case import fighting_case, inputs_of

INPUTS = inputs_of(fighting_case())
MOVE = INPUTS.moves[0]
PERCENT = st.integers(1, 99)


def _side(inputs: CrisisInputs, side: int, **change: Any) -> CrisisInputs:
    sides = list(inputs.sides)
    sides[side] = replace(sides[side], **change)
    return replace(inputs, sides=(sides[0], sides[1]))


def _signal(inputs: CrisisInputs, move: MoveInputs, about: str) -> Signal:
    return next(s for s in read_move(inputs, move).signals if s.about == about)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_bayes_is_that_of_fractions(prior: int, if_so: int, if_not: int) -> None:
    """The prior where the observation was impossible either way."""
    q, a, b = (Fraction(n, 100) for n in (prior, if_so, if_not))
    chance = q * a + (1 - q) * b

    assert bayes(float(q), float(a), float(b)) == pytest.approx(float(q * a / chance if chance else q), abs=1e-12)


@given(PERCENT, PERCENT, PERCENT, PERCENT, PERCENT)
@settings(max_examples=60, deadline=None)
def test_every_posterior_is_that_of_fractions(
    tough: int, if_tough: int, if_weak: int, stays: int, if_staying: int
) -> None:
    """For the opponent, for its backers, and for the people of the held area."""
    inputs = _side(replace(INPUTS, holdings=(replace(INPUTS.holdings[0], stays=stays / 100),)), 0, tough=tough / 100)
    move = replace(MOVE, if_tough=if_tough / 100, if_weak=if_weak / 100, if_staying=if_staying / 100, if_leaving=0.5)

    found = read_move(inputs, move).signals

    q, a, b = (Fraction(n, 100) for n in (tough, if_tough, if_weak))
    expected = float(q * a / (q * a + (1 - q) * b))
    s, c = Fraction(stays, 100), Fraction(if_staying, 100)
    assert [x.about for x in found] == ["resolve", "trust", "supply", "stays"]
    assert [x.observer for x in found] == ["b", "b", "w", "c"]
    assert (expected, expected) == pytest.approx((found[0].posterior, found[2].posterior))
    assert float(s * c / (s * c + (1 - s) / 2)) == pytest.approx(found[3].posterior)


def _by_prior(about: str) -> Callable[[CrisisInputs, float], CrisisInputs]:
    if about == "stays":
        return lambda i, q: replace(i, holdings=(replace(i.holdings[0], stays=q),))
    return lambda i, q: _side(i, 0, **{"trustworthy" if about == "trust" else "tough": q})


def _bisected(inputs: CrisisInputs, move: MoveInputs, about: str) -> float | None:
    """Return the prior at which the observer comes to do otherwise after the move; None where it never does."""
    at = _by_prior(about)

    def acts(prior: float) -> str:
        return _signal(at(inputs, prior), move, about).after

    low, high = 1e-9, 1 - 1e-9
    first, last = acts(low), acts(high)
    if first == last:
        return None
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if acts(middle) == first else (low, middle)
    return high


@given(if_tough=PERCENT, if_weak=PERCENT, cost=st.integers(1, 29), other=st.integers(5, 60))
@settings(max_examples=25, deadline=None)
def test_the_opponent_asks_for_something_else_exactly_beyond_the_flip(
    if_tough: int, if_weak: int, cost: int, other: int
) -> None:
    """Found by halving the interval of priors, without the formula."""
    inputs = _side(_side(INPUTS, 0, cost_tough=cost / 1000), 1, cost_weak=0.01 + other / 1000)
    move = replace(MOVE, if_tough=if_tough / 100, if_weak=if_weak / 100)

    assert _signal(inputs, move, "resolve").flip == pytest.approx(_bisected(inputs, move, "resolve"), abs=1e-9)


@given(if_tough=PERCENT, if_weak=PERCENT, gain=st.integers(13, 99))
@settings(max_examples=25, deadline=None)
def test_a_backer_stops_exactly_beyond_the_flip(if_tough: int, if_weak: int, gain: int) -> None:
    """From there on the mover looks too tough to be worn down."""
    inputs = replace(INPUTS, backers=(replace(INPUTS.backers[0], gain_if_weak=gain / 100),))
    move = replace(MOVE, if_tough=if_tough / 100, if_weak=if_weak / 100)

    assert _signal(inputs, move, "supply").flip == pytest.approx(_bisected(inputs, move, "supply"), abs=1e-9)


@given(if_staying=PERCENT, if_leaving=PERCENT, punishment=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_people_work_with_the_holder_exactly_beyond_the_flip(if_staying: int, if_leaving: int, punishment: int) -> None:
    """From there on its staying is sure enough."""
    inputs = replace(INPUTS, holdings=(replace(INPUTS.holdings[0], punishment=punishment / 100),))
    move = replace(MOVE, if_staying=if_staying / 100, if_leaving=if_leaving / 100)

    assert _signal(inputs, move, "stays").flip == pytest.approx(_bisected(inputs, move, "stays"), abs=1e-9)


def test_words_are_trusted_exactly_beyond_what_is_needed_where_a_move_tells_nothing() -> None:
    """A gesture that is cheap talk leaves trust as it was."""
    move = replace(MOVE, size=0.0)
    signal = _signal(INPUTS, move, "trust")

    assert signal.prior == signal.posterior
    assert signal.flip == pytest.approx(signal.threshold)
    assert signal.flip == pytest.approx(_bisected(INPUTS, move, "trust"), abs=1e-9)


def test_trust_flips_where_the_posterior_of_a_gesture_that_tells_lies_at_the_threshold() -> None:
    """In the middle of the window a little less trust leaves the gesture inside it."""
    window = window_of(INPUTS, 0)
    assert window is not None
    move = replace(MOVE, size=(window.alpha_min + window.alpha_max) / 2, if_trustworthy=0.42, if_untrustworthy=0.4)
    signal = _signal(INPUTS, move, "trust")

    assert bayes(signal.flip, 0.42, 0.4) == pytest.approx(signal.threshold)
    assert signal.posterior == pytest.approx(
        float(Fraction(3, 10) * 42 / (Fraction(3, 10) * 42 + Fraction(7, 10) * 40))
    )


def test_trust_flips_at_the_flip_also_near_the_edge_of_the_window() -> None:
    """The window is the mover's trust in the other side, so the other's trust in the mover leaves it where it is."""
    window = window_of(INPUTS, 0)
    assert window is not None
    move = replace(MOVE, size=float(window.alpha_max) - 1e-6, if_trustworthy=0.9, if_untrustworthy=0.3)
    signal = _signal(INPUTS, move, "trust")

    assert signal.posterior > signal.prior
    assert signal.flip == pytest.approx(_bisected(INPUTS, move, "trust"), abs=1e-6)


@given(
    prior=PERCENT, if_tough=PERCENT, if_weak=PERCENT, trust=PERCENT, temptation=st.integers(51, 99), no_deal=st.integers(1, 60),
    if_trustworthy=PERCENT, if_untrustworthy=PERCENT,
)  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_the_map_turns_over_at_the_closed_forms(  # noqa: PLR0917
    prior: int, if_tough: int, if_weak: int, trust: int, temptation: int, no_deal: int, if_trustworthy: int, if_untrustworthy: int
) -> None:  # fmt: skip
    """On both sides of every boundary, cell by cell: weakness for q* ≤ q < q* carried back, strength the other way
    round, reassurance in the window.
    """
    inputs = _side(
        INPUTS, 0, tough=prior / 100, trustworthy=trust / 100, temptation=temptation / 100, no_deal=no_deal / 100
    )
    move = replace(
        MOVE, if_tough=if_tough / 100, if_weak=if_weak / 100, if_trustworthy=if_trustworthy / 100,
        if_untrustworthy=if_untrustworthy / 100,
    )  # fmt: skip
    reading = read_move(inputs, move)
    flips = flip_map(inputs, reading, cells=20)

    low, high, other = (
        WAR_MONTHS * c for c in (inputs.sides[0].cost_tough, inputs.sides[0].cost_weak, inputs.sides[1].cost)
    )
    q_star = (high - low) / (high + other)
    carried = q_star * if_weak / (q_star * if_weak + (1 - q_star) * if_tough)
    window, needed = window_of(inputs, 0), trust_needed(inputs, 0)
    told = bayes(trust / 100, if_trustworthy / 100, if_untrustworthy / 100)
    for row, size in enumerate(flips.sizes):
        inside = window is not None and window.alpha_min <= size <= window.alpha_max
        calm = inside and trust / 100 < needed <= told
        for column, q in enumerate(flips.priors):
            assume(abs(q - q_star) > 1e-9)
            assume(abs(q - carried) > 1e-9)
            shown = [w for w, so in (("weakness", q_star <= q < carried), ("strength", carried <= q < q_star)) if so]
            expected = " and ".join([*shown, *(["reassurance"] if calm else [])]) or "no change"
            assert READINGS[flips.readings[row, column]] == expected
    assert (q_star, max(carried, q_star)) == pytest.approx((flips.weak_from, flips.weak_to))
    assert (min(carried, q_star), q_star) == pytest.approx((flips.strong_from, flips.strong_to))
    if flips.size_to > flips.size_from:
        assert window is not None
        assert (window.alpha_min, window.alpha_max) == pytest.approx((flips.size_from, flips.size_to))


def test_a_narrow_window_is_not_lost_between_two_cells() -> None:
    """The closed form is known; no cell need lie in it."""
    inputs = _side(INPUTS, 1, trustworthy=0.23)
    window = window_of(inputs, 0)
    assert window is not None
    move = replace(MOVE, size=float(window.alpha_min + window.alpha_max) / 2, if_trustworthy=0.9, if_untrustworthy=0.2)
    reading = read_move(inputs, move)
    assert reading.reassures
    cells = next(
        n for n in range(1, 50)
        if not any(window.alpha_min <= (k + 0.5) / n <= window.alpha_max for k in range(n))
    )  # fmt: skip

    flips = flip_map(inputs, reading, cells=cells)

    assert (flips.size_from, flips.size_to) == pytest.approx((window.alpha_min, window.alpha_max))


def test_nothing_tempts_so_that_there_is_nothing_to_reassure_about() -> None:
    """No window, no trust needed, and the reading says so."""
    value = INPUTS.terms[INPUTS.focal].values[0]
    calm = _side(INPUTS, 0, temptation=value)

    reading = read_move(calm, MOVE)

    assert (reading.window, reading.size_reading) == (None, "nothing to reassure about")
    assert trust_needed(calm, 0) == 0
    assert not reading.reassures


def test_the_trust_that_is_needed_makes_signing_and_not_signing_equal() -> None:
    """Literally: trust · reward + (1 − trust) · betrayed = no deal."""
    needed = trust_needed(INPUTS, 0)
    reward, betrayed = INPUTS.terms[INPUTS.focal].values[1], INPUTS.sides[0].betrayed

    assert needed * reward + (1 - needed) * betrayed == pytest.approx(INPUTS.sides[1].no_deal)


def test_demands_are_those_that_a_tough_and_a_weak_mover_would_grant() -> None:
    """Strength of the observer, and a year of the mover's cost."""
    signal = _signal(INPUTS, MOVE, "resolve")
    grants = {True: 0.5 + 12 * 0.005, False: 0.5 + 12 * 0.03}

    assert grants[signal.prior >= signal.threshold] == pytest.approx(signal.demand_before)
    assert grants[signal.posterior >= signal.threshold] == pytest.approx(signal.demand_after)


def test_a_backer_s_move_is_not_read_by_backers_of_the_same_side() -> None:
    """Nor by people whom the other side holds."""
    supply = next(m for m in INPUTS.moves if m.name == "w.supply")

    assert [(s.observer, s.about) for s in read_move(INPUTS, supply).signals] == [("a", "resolve"), ("a", "trust")]


@pytest.mark.parametrize("about", ["resolve", "supply", "stays", "trust"])
def test_what_an_observer_does_hangs_on_the_threshold_alone(about: str) -> None:
    """The words before and after are the same words for the same side of it."""
    for q in np.linspace(0.01, 0.99, 25):
        signal = _signal(_by_prior(about)(INPUTS, float(q)), MOVE, about)
        same = (signal.prior >= signal.threshold) == (signal.posterior >= signal.threshold)
        assert signal.is_flipped != same


_CRASHES: dict[str, Callable[[], Any]] = {
    "a weak side whose year of war costs more than everything": lambda: read_move(_side(INPUTS, 0, cost_weak=0.09), MOVE),
    "a move that neither kind makes": lambda: read_move(INPUTS, replace(MOVE, if_tough=0.0, if_weak=0.0)),
    "a move that only the excluded kind makes": lambda: read_move(_side(INPUTS, 0, tough=1.0), replace(MOVE, if_tough=0.0)),
    "a backer that gains nothing": lambda: read_move(
        replace(INPUTS, backers=(replace(INPUTS.backers[0], gain_if_weak=0.0),)), MOVE
    ),
    "people to whom nothing matters": lambda: read_move(
        replace(INPUTS, holdings=(replace(INPUTS.holdings[0], benefit=0.0, sanction=0.0, punishment=0.0, reward=0.0),)), MOVE
    ),
}  # fmt: skip


@pytest.mark.parametrize("read", _CRASHES.values(), ids=_CRASHES)
def test_a_move_can_be_read_whatever_a_case_may_say(read: Callable[[], Any]) -> None:
    """All these numbers are within their ranges in a case."""
    assert read().signals
