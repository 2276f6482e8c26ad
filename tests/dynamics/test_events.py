"""Beliefs about hidden types follow from public events by Bayes' rule, and say how far they are open."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.dynamics.domain import DomainError
from detente.dynamics.events import Event, Hidden, Pair, RangedEvent, filter_types, particle_filter

A_RESOLVE, A_TRUST, B_RESOLVE, B_TRUST = ("A", "resolve"), ("A", "trust"), ("B", "resolve"), ("B", "trust")
FOUR: tuple[Hidden, ...] = (A_RESOLVE, A_TRUST, B_RESOLVE, B_TRUST)
EVEN = dict.fromkeys(FOUR, 0.5)
DAY = dt.date(2022, 3, 1)

Tenths = dict[Hidden, int]
Signals = list[dict[Hidden, tuple[int, int]]]

some = settings(max_examples=60, deadline=None)
fewer = settings(max_examples=30, deadline=None)


def priors(least: int = 1) -> st.SearchStrategy[Tenths]:
    return st.fixed_dictionaries(dict.fromkeys(FOUR, st.integers(least, 10 - least)))


def signals(least: int = 1) -> st.SearchStrategy[Signals]:
    tenths = st.integers(least, 10)
    return st.lists(st.dictionaries(st.sampled_from(FOUR), st.tuples(tenths, tenths), max_size=3), max_size=5)


def prior_of(tenths: Tenths) -> dict[Hidden, float]:
    return {hidden: n / 10 for hidden, n in tenths.items()}


def event(likelihood: Mapping[Hidden, tuple[float, float]], day: int = 0, label: str = "deed") -> Event:
    return Event(DAY + dt.timedelta(days=day), label, "A", likelihood)


def events_of(seen: Signals) -> list[Event]:
    return [event({h: (a / 10, b / 10) for h, (a, b) in one.items()}, n, f"deed {n}") for n, one in enumerate(seen)]


def reference(prior: Tenths, seen: Signals) -> tuple[list[dict[tuple[bool, ...], Fraction]], list[Fraction]]:
    """Enumerate every combination of types in exact fractions; also the chance that belief gave each event."""
    belief = {
        state: math.prod((Fraction(n if so else 10 - n, 10) for n, so in zip(prior.values(), state, strict=True)))
        for state in product((True, False), repeat=len(prior))
    }
    path: list[dict[tuple[bool, ...], Fraction]] = [{state: Fraction(p) for state, p in belief.items()}]
    chances = []
    for one in seen:
        at = {hidden: list(prior).index(hidden) for hidden in one}
        weighed = {
            state: p * math.prod((Fraction(one[h][0 if state[at[h]] else 1], 10) for h in one), start=Fraction(1))
            for state, p in path[-1].items()
        }
        chances.append(sum(weighed.values(), Fraction(0)))
        if not chances[-1]:
            return path, chances
        path.append({state: p / chances[-1] for state, p in weighed.items()})
    return path, chances


def marginals(path: list[dict[tuple[bool, ...], Fraction]]) -> list[list[Fraction]]:
    return [[sum((p for s, p in belief.items() if s[i]), Fraction(0)) for i in range(4)] for belief in path]


@some
@given(priors(least=0), signals(least=0))
def test_beliefs_are_those_of_enumerating_every_combination(prior: Tenths, seen: Signals) -> None:
    """Sixteen combinations, exact fractions; where an event is impossible, that event is named."""
    path, chances = reference(prior, seen)

    if 0 in chances:
        with pytest.raises(DomainError, match=f"event 'deed {len(chances) - 1}' of .* has a chance above 0"):
            filter_types(prior_of(prior), events_of(seen))
        return
    beliefs = filter_types(prior_of(prior), events_of(seen))

    assert np.array(marginals(path), dtype=float) == pytest.approx(beliefs.marginals, abs=1e-9)
    assert [float(p) for p in path[-1].values()] == pytest.approx(beliefs.joint, abs=1e-9)
    assert [list(state) for state in path[-1]] == beliefs.states.tolist()
    assert float(math.prod(chances)) == pytest.approx(math.exp(beliefs.log_evidence), rel=1e-9)


@some
@given(priors(), signals())
def test_weight_of_evidence_is_the_change_in_the_log_odds(prior: Tenths, seen: Signals) -> None:
    """For independent types this is the log ratio of the two chances that the event states."""
    odds = [[p / (1 - p) for p in row] for row in marginals(reference(prior, seen)[0])]

    beliefs = filter_types(prior_of(prior), events_of(seen))

    changed = [[math.log(b / a) for a, b in zip(*pair, strict=True)] for pair in pairwise(odds)]
    stated = [[math.log(Fraction(*one.get(hidden, (1, 1)))) for hidden in prior] for one in seen]
    assert np.reshape(changed, (-1, 4)) == pytest.approx(beliefs.weights, abs=1e-9)
    assert np.reshape(stated, (-1, 4)) == pytest.approx(beliefs.weights, abs=1e-9)


@some
@given(priors(), signals(), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
def test_weight_of_past_deeds_multiplies_the_log_likelihood(prior: Tenths, seen: Signals, omega: float) -> None:
    """Log odds = prior log odds + omega · sum of the log likelihood ratios; each deed is foreseen with these odds."""
    beliefs = filter_types(prior_of(prior), events_of(seen), omega=omega)

    q, log_evidence = prior_of(prior), 0.0
    for one in seen:
        for h, (a, b) in one.items():
            log_evidence += math.log(q[h] * a / 10 + (1 - q[h]) * b / 10)
            odds = q[h] / (1 - q[h]) * (a / b) ** omega
            q[h] = odds / (1 + odds)
    assert list(q.values()) == pytest.approx(beliefs.marginals[-1], abs=1e-9)
    assert log_evidence == pytest.approx(beliefs.log_evidence, abs=1e-9)


@some
@given(priors(least=0), signals(), st.data())
def test_order_of_events_does_not_matter_for_the_last_belief(prior: Tenths, seen: Signals, data: st.DataObject) -> None:
    """Events are independent given the types: any order leads to the same end and has the same evidence."""
    shuffled = data.draw(st.permutations(seen))

    one = filter_types(prior_of(prior), events_of(seen))
    other = filter_types(prior_of(prior), events_of(shuffled))

    assert one.marginals[-1] == pytest.approx(other.marginals[-1], abs=1e-12)
    assert one.log_evidence == pytest.approx(other.log_evidence, abs=1e-9)


@some
@given(priors(least=0), signals(least=0), st.sampled_from([0.0, 0.3, 1.0]))
def test_beliefs_are_probabilities(prior: Tenths, seen: Signals, omega: float) -> None:
    """Every belief lies in 0–1 and the combinations add up to 1, also where types are ruled out."""
    assume(0 not in reference(prior, seen)[1])

    beliefs = filter_types(prior_of(prior), events_of(seen), omega=omega)

    assert bool(((beliefs.marginals >= 0) & (beliefs.marginals <= 1)).all())
    assert beliefs.joint.sum() == pytest.approx(1.0)


@fewer
@given(priors(least=0), st.integers(1, 10), st.sampled_from(FOUR))
def test_an_event_that_is_equally_likely_either_way_changes_nothing(prior: Tenths, n: int, hidden: Hidden) -> None:
    """No ratio, no evidence."""
    beliefs = filter_types(prior_of(prior), [event({hidden: (n / 10, n / 10)})])

    assert beliefs.marginals[0] == pytest.approx(beliefs.marginals[1], abs=1e-12)
    assert beliefs.weights == pytest.approx(np.zeros((1, 4)), abs=1e-12)


@fewer
@given(priors(least=0), signals())
def test_where_past_deeds_have_no_weight_the_prior_stays(prior: Tenths, seen: Signals) -> None:
    """The current calculus: whatever was done before, belief is what it was."""
    beliefs = filter_types(prior_of(prior), events_of(seen), omega=0.0)

    assert np.tile(list(prior_of(prior).values()), (len(seen) + 1, 1)) == pytest.approx(beliefs.marginals, abs=1e-12)


@fewer
@given(priors(least=0), signals())
def test_swapping_the_sides_swaps_the_beliefs(prior: Tenths, seen: Signals) -> None:
    """Nothing depends on what a side is called or on which stands first."""
    swap = dict(zip(FOUR, (B_RESOLVE, B_TRUST, A_RESOLVE, A_TRUST), strict=True))
    prior_swapped = {hidden: prior_of(prior)[swap[hidden]] for hidden in FOUR}
    seen_swapped: Signals = [{swap[h]: chances for h, chances in one.items()} for one in seen]

    beliefs = filter_types(prior_of(prior), events_of(seen))
    swapped = filter_types(prior_swapped, events_of(seen_swapped))

    for side, name in FOUR:
        assert beliefs.path(side, name) == pytest.approx(swapped.path(*swap[side, name]), abs=1e-12)


def test_a_concession_of_the_weak_lowers_the_belief_in_resolve() -> None:
    """q' = q s_T/(q s_T + (1 − q) s_W): .5·.2/(.5·.2 + .5·.6) = .25, and no other belief moves."""
    beliefs = filter_types(EVEN, [event({A_RESOLVE: (0.2, 0.6)})])

    assert beliefs.marginals[-1] == pytest.approx([0.25, 0.5, 0.5, 0.5])
    assert beliefs.log_evidence == pytest.approx(math.log(0.4))
    assert beliefs.weights[0] == pytest.approx([math.log(1 / 3), 0, 0, 0])


def test_no_event_leaves_the_prior() -> None:
    """An empty list is no evidence."""
    beliefs = filter_types(EVEN, [])

    assert beliefs.marginals.tolist() == [[0.5] * 4]
    assert (beliefs.weights.shape, beliefs.log_evidence, beliefs.events) == ((0, 4), 0.0, ())


def test_events_stand_by_date_and_those_of_one_date_as_given() -> None:
    """Sorting is stable."""
    given_order = [event({}, 5, "late"), event({}, 1, "first"), event({}, 1, "second"), event({}, 0, "early")]

    beliefs = filter_types(EVEN, given_order)

    assert [e.label for e in beliefs.events] == ["early", "first", "second", "late"]


def test_events_dated_to_a_month_in_which_others_fall_are_loosely_placed() -> None:
    """Where the order of two events is a guess, the list says so."""
    events = [
        Event(dt.date(2022, 3, 15), "talks", "A", {}, precision="month"),
        Event(dt.date(2022, 3, 29), "pull back", "A", {}),
        Event(dt.date(2022, 5, 2), "alone in its month", "B", {}, precision="month"),
        Event(dt.date(2023, 1, 1), "some day of that year", "B", {}, precision="year"),
        Event(dt.date(2023, 12, 31), "last day of that year", "B", {}),
    ]

    beliefs = filter_types(EVEN, events)

    assert beliefs.loosely_placed == (0, 3)
    assert events[0].span == (dt.date(2022, 3, 1), dt.date(2022, 3, 31))


def test_an_event_that_rules_a_type_out_has_infinite_weight_and_no_later_one_any() -> None:
    """What is certain cannot be moved."""
    beliefs = filter_types(EVEN, [event({A_TRUST: (0.0, 0.4)}), event({A_TRUST: (0.9, 0.1)}, 1)])

    assert beliefs.path("A", "trust").tolist() == [0.5, 0.0, 0.0]
    assert beliefs.weights[:, 1].tolist() == [-math.inf, 0.0]


def test_long_lists_of_strong_evidence_can_still_be_reversed() -> None:
    """A belief too near 0 for a floating-point number comes back under as much evidence for the opposite."""
    down, up = event({A_RESOLVE: (1e-200, 1.0)}), event({A_RESOLVE: (1.0, 1e-200)}, 1)

    beliefs = filter_types(EVEN, [*[down] * 5, *[up] * 5])

    assert beliefs.marginals[5, 0] == 0.0
    assert beliefs.marginals[-1, 0] == pytest.approx(0.5)


@pytest.mark.parametrize("omega", [0.0, 1.0])
def test_an_event_impossible_under_all_types_is_named(omega: float) -> None:
    """A chance of 0 either way contradicts that it happened; the first such event is named alone."""
    impossible = [event({A_RESOLVE: (0.5, 0.1)}), event({B_TRUST: (0, 0)}, 1, "wonder"), event({B_TRUST: (0, 0)}, 2)]

    with pytest.raises(DomainError, match="event 'wonder' of 2022-03-02 has a chance above 0 does not hold") as failure:
        filter_types(EVEN, impossible, omega=omega)

    assert len(failure.value.problems) == 1


def test_an_event_excluded_by_certainty_is_named() -> None:
    """Who is certain of trust cannot see a breach that the trustworthy never commit."""
    with pytest.raises(DomainError, match="event 'breach' of 2022-03-01"):
        filter_types({A_TRUST: 1.0}, [event({A_TRUST: (0.0, 0.9)}, label="breach")])


@fewer
@given(st.integers(2, 8), st.integers(2, 8), st.integers(-2, 2), st.tuples(st.integers(1, 9), st.integers(1, 9)))
def test_a_correlated_prior_is_the_table_with_that_correlation(
    one: int, other: int, tenths: int, chances: tuple[int, int]
) -> None:
    """Two margins and a correlation fix a two-by-two table; an event about resolve then moves trust as well."""
    p, q, rho, (a, b) = one / 10, other / 10, tenths / 10, chances
    both = p * q + rho * math.sqrt(p * (1 - p) * q * (1 - q))
    assume(0 <= both <= min(p, q) and p + q - both <= 1)

    beliefs = filter_types(
        {A_RESOLVE: p, A_TRUST: q}, [event({A_RESOLVE: (a / 10, b / 10)})], correlation={(A_RESOLVE, A_TRUST): rho}
    )

    table = [both * a, (p - both) * a, (q - both) * b, (1 - p - q + both) * b]
    assert [p, q] == pytest.approx(beliefs.marginals[0])
    assert [x / sum(table) for x in table] == pytest.approx(beliefs.joint, abs=1e-9)
    assert (table[0] + table[2]) / sum(table) == pytest.approx(beliefs.path("A", "trust")[1])


def test_every_pair_has_the_correlation_given() -> None:
    """Four types: margins and all six correlations of the prior are as asked."""
    prior = dict(zip(FOUR, (0.3, 0.5, 0.6, 0.4), strict=True))
    asked: dict[Pair, float] = {(A_RESOLVE, A_TRUST): 0.2, (B_TRUST, A_TRUST): -0.15, (A_RESOLVE, B_RESOLVE): 0.1}

    beliefs = filter_types(prior, [], correlation=asked)

    spread = (beliefs.states - beliefs.marginals[0]) / np.sqrt(beliefs.marginals[0] * (1 - beliefs.marginals[0]))
    found = spread.T @ (beliefs.joint[:, None] * spread)
    expected = np.eye(4)
    for (one, other), rho in asked.items():
        expected[FOUR.index(one), FOUR.index(other)] = expected[FOUR.index(other), FOUR.index(one)] = rho
    assert list(prior.values()) == pytest.approx(beliefs.marginals[0])
    assert expected == pytest.approx(found, abs=1e-12)


@pytest.mark.parametrize(
    ("prior", "events", "options", "message"),
    [
        ({}, [], {}, "1 ≤ types ≤ 10"),
        ({A_TRUST: 1.2}, [], {}, "prior of A trust must lie in 0–1"),
        ({A_TRUST: math.nan}, [], {}, "prior of A trust must lie in 0–1"),
        (EVEN, [], {"omega": 1.5}, "omega must lie in 0–1"),
        (EVEN, [], {"omega": math.nan}, "omega must lie in 0–1"),
        (EVEN, [event({A_TRUST: (-0.1, 0.5)})], {}, "event 'deed' of 2022-03-01: chance by A trust if so must lie"),
        (EVEN, [event({A_TRUST: (0.1, math.inf)})], {}, "chance by A trust if not must lie in 0–1"),
        (EVEN, [event({("C", "trust"): (0.1, 0.5)})], {}, "chance by C trust: the type has a prior"),
        (EVEN, [], {"correlation": {(A_TRUST, ("C", "trust")): 0.1}}, "A trust and C trust: both have a prior"),
        (EVEN, [], {"correlation": {(A_TRUST, A_TRUST): 0.1}}, "two types, given once"),
        (EVEN, [], {"correlation": {(A_TRUST, B_TRUST): 1.1}}, "−1 ≤ ρ ≤ 1"),
        (EVEN, [], {"correlation": {(A_TRUST, B_TRUST): math.nan}}, "−1 ≤ ρ ≤ 1"),
        ({A_TRUST: 1, B_TRUST: 0.5}, [], {"correlation": {(A_TRUST, B_TRUST): 0}}, "0 < prior of A trust < 1"),
        ({A_TRUST: 0.9, B_TRUST: 0.1}, [], {"correlation": {(A_TRUST, B_TRUST): 0.9}}, "correlation fits the prior"),
    ],
)
def test_numbers_outside_the_domain_are_named(
    prior: dict[Hidden, float], events: list[Event], options: dict[str, float], message: str
) -> None:
    """Each condition says what must hold."""
    with pytest.raises(DomainError, match=message):
        filter_types(prior, events, **options)  # type: ignore[arg-type]


def test_all_faults_are_named_at_once() -> None:
    """Nobody repairs a list one message at a time."""
    with pytest.raises(DomainError) as failure:
        filter_types({A_TRUST: 2.0}, [event({A_TRUST: (3.0, 0.5)})], omega=-1.0)

    assert len(failure.value.problems) == 3


RANGES = {A_RESOLVE: (0.3, 0.7), A_TRUST: (0.2, 0.4)}
RANGED = [
    RangedEvent(DAY, "talks", "B", {A_RESOLVE: ((0.1, 0.3), (0.5, 0.9))}),
    RangedEvent(DAY, "gesture", "A", {A_TRUST: ((0.6, 0.9), (0.2, 0.4)), A_RESOLVE: ((0.5, 0.5), (0.3, 0.6))}),
]


def draw_by_hand(k: int, seed: int) -> tuple[dict[Hidden, float], list[Event]]:
    """Rebuild draw k: one uniform number for each prior, then for each event, type by type, if so and if not."""
    uniform = iter(np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(k,))).random(100))
    prior = {h: low + (high - low) * next(uniform) for h, (low, high) in RANGES.items()}
    events = []
    for one in RANGED:
        chances = {}
        for hidden in RANGES:
            so, not_so = next(uniform), next(uniform)
            if hidden in one.likelihood:
                (a, b), (c, d) = one.likelihood[hidden]
                chances[hidden] = (a + (b - a) * so, c + (d - c) * not_so)
        events.append(Event(one.date, one.label, one.by, chances))
    return prior, events


def weighted_quantile(values: Sequence[float], weights: Sequence[float], q: float) -> float:
    below = 0.0
    for value, weight in sorted(zip(values, weights, strict=True)):
        below += weight
        if below >= q * sum(weights) - 1e-12:
            return value
    raise AssertionError


def test_bands_are_those_of_exact_filters_run_one_by_one() -> None:
    """Each draw filtered by itself, weighed by the chance it gave the events so far."""
    runs = [filter_types(*draw_by_hand(k, seed=7)) for k in range(40)]

    drawn = particle_filter(RANGES, RANGED, particles=40, seed=7)

    for t in range(3):
        weights = [math.exp(run.log_chances[:t].sum()) for run in runs]
        assert sum(weights) ** 2 / sum(w**2 for w in weights) == pytest.approx(drawn.effective_size[t])
        for column in range(2):
            values = [float(run.marginals[t, column]) for run in runs]
            assert values == pytest.approx(drawn.paths[:, t, column], abs=1e-9)
            for q, band in ((0.05, drawn.low), (0.5, drawn.median), (0.95, drawn.high)):
                assert weighted_quantile(values, weights, q) == pytest.approx(band[t, column], abs=1e-9)
            mean = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)
            assert mean == pytest.approx(drawn.mean[t, column], abs=1e-9)
    evidence = [math.exp(run.log_evidence) for run in runs]
    assert sum(evidence) / 40 == pytest.approx(math.exp(drawn.log_evidence))
    assert evidence == pytest.approx(np.exp(drawn.log_evidences))


def test_the_mean_over_the_draws_is_the_filter_at_the_middle_of_the_ranges() -> None:
    """The chance of events and type is linear in each number and the ranges are independent: middles suffice.

    4000 draws, weights within a factor of about 4: standard error below 0.5/√1000 = .016, so 4 of them is .064.
    """
    middle = {h: sum(ends) / 2 for h, ends in RANGES.items()}
    at_middle = [
        Event(e.date, e.label, e.by, {h: (sum(a) / 2, sum(b) / 2) for h, (a, b) in e.likelihood.items()})
        for e in RANGED
    ]
    exact = filter_types(middle, at_middle)

    drawn = particle_filter(RANGES, RANGED, particles=4000, seed=1)

    assert exact.marginals == pytest.approx(drawn.mean, abs=0.064)
    assert exact.log_evidence == pytest.approx(drawn.log_evidence, abs=0.064)
    assert bool((drawn.effective_size > 1000).all())


def test_ranges_without_width_give_the_exact_filter() -> None:
    """All draws are the same one and weigh the same."""
    exact = filter_types({A_RESOLVE: 0.4}, [event({A_RESOLVE: (0.2, 0.6)})])

    drawn = particle_filter(
        {A_RESOLVE: (0.4, 0.4)},
        [RangedEvent(DAY, "deed", "A", {A_RESOLVE: ((0.2, 0.2), (0.6, 0.6))})],
        particles=9, seed=0,
    )  # fmt: skip

    for band in (drawn.low, drawn.median, drawn.high, drawn.mean):
        assert exact.marginals == pytest.approx(band, abs=1e-12)
    assert drawn.effective_size == pytest.approx([9, 9])
    assert drawn.log_evidence == pytest.approx(exact.log_evidence)


def test_a_draw_depends_on_the_seed_and_its_number_alone() -> None:
    """More draws repeat the fewer; another seed does not."""
    few, many = (particle_filter(RANGES, RANGED, particles=n, seed=3) for n in (10, 30))
    other = particle_filter(RANGES, RANGED, particles=10, seed=4)

    assert few.paths.tolist() == many.paths[:10].tolist()
    assert bool((few.paths != other.paths).any())


def test_a_later_event_does_not_change_earlier_bands() -> None:
    """A row of a band knows only what had happened by then."""
    first = particle_filter(RANGES, RANGED[:1], particles=50, seed=3)

    both = particle_filter(RANGES, RANGED, particles=50, seed=3)

    assert first.low == pytest.approx(both.low[:2])
    assert first.high == pytest.approx(both.high[:2])
    assert first.effective_size == pytest.approx(both.effective_size[:2])


def test_without_events_all_draws_weigh_the_same() -> None:
    """Bands are then those of the prior."""
    drawn = particle_filter(RANGES, [], particles=200, seed=0)

    assert drawn.effective_size.tolist() == [200.0]
    assert drawn.log_evidence == pytest.approx(0.0)
    assert drawn.low[0] == pytest.approx([0.32, 0.21], abs=0.03)
    assert "importance-weighted" in drawn.method


def test_where_past_deeds_have_no_weight_only_the_weights_of_draws_move() -> None:
    """Every draw keeps its prior, while events still tell which draws foresaw them."""
    drawn = particle_filter(RANGES, RANGED, particles=20, seed=0, omega=0.0)

    assert drawn.paths[:, 0] == pytest.approx(drawn.paths[:, -1])
    assert drawn.effective_size[-1] < 20


@pytest.mark.parametrize(
    ("ranges", "likelihood", "options", "message"),
    [
        ({A_TRUST: (0.6, 0.4)}, {}, {}, "prior of A trust: low ≤ high"),
        ({A_TRUST: (0.6, 1.4)}, {}, {}, "prior of A trust must lie in 0–1, not 1.4"),
        ({A_TRUST: (0.1, 0.2)}, {A_TRUST: ((0.5, 0.1), (0, 1))}, {}, "chance by A trust if so: low ≤ high"),
        ({A_TRUST: (0.1, 0.2)}, {}, {"particles": 0}, "particles ≥ 1"),
        ({A_TRUST: (0.1, 0.2)}, {}, {"seed": -1}, "seed ≥ 0"),
        ({A_TRUST: (0.1, 0.2)}, {}, {"omega": 2.0}, "omega must lie in 0–1"),
        ({A_TRUST: (0.1, 0.2)}, {A_TRUST: ((0, 0), (0, 0))}, {}, "event 'deed' of 2022-03-01 has a chance above 0"),
    ],
)
def test_ranges_outside_the_domain_are_named(
    ranges: dict[Hidden, tuple[float, float]],
    likelihood: dict[Hidden, tuple[tuple[float, float], tuple[float, float]]],
    options: dict[str, int],
    message: str,
) -> None:
    """Also where the fault is that an event could not have happened in any draw."""
    event_with_ranges = RangedEvent(DAY, "deed", "A", likelihood)

    with pytest.raises(DomainError, match=message):
        particle_filter(ranges, [event_with_ranges], **{"particles": 5, "seed": 0, **options})  # type: ignore[arg-type]
