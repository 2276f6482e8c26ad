"""What a dated list of public events says about what each side hides: its resolve, and whether it can be trusted.

Belief is held over all combinations of the hidden types together and taken through the events by Bayes' rule,
exactly. Where the chances behind it are known as ranges only, the same exact filter runs for many draws from them.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.dynamics.domain import Check, condition, require, share

Array = NDArray[np.float64]
Hidden = tuple[str, str]
"""A hidden type that a side either has or has not: the side, and "resolve", "trust" or any other name."""

Pair = tuple[Hidden, Hidden]
Range = tuple[float, float]
Ranges = Mapping[Hidden, tuple[Range, Range]]
MOST_TYPES = 10
"""At most so many types, as belief is held over all 2^types combinations."""


@dataclass(frozen=True)
class _Dated:
    """What every event has; `date` may be any day of the month or year where `precision` says so."""

    date: dt.date
    label: str
    by: str
    precision: Literal["day", "month", "year"] = field(default="day", kw_only=True)

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """First and last day on which it can have been."""
        year, month = self.date.year, self.date.month
        if self.precision == "month":
            return self.date.replace(day=1), self.date.replace(day=monthrange(year, month)[1])
        return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if self.precision == "year" else (self.date, self.date)

    def __str__(self) -> str:
        return f"event '{self.label}' of {self.date:%Y-%m-%d}"


@dataclass(frozen=True)
class Event(_Dated):
    """One public event.

    Attributes
    ----------
    date, label, by
        When, what, and whose deed it was.
    likelihood : mapping of (side, name) to (float, float)
        How probable the event is if the side has that type (is tough, is trustworthy) and if it has not. An event
        that bears on several types is read as one independent signal for each; types left out do not matter for it.
    precision : {"day", "month", "year"}
        How exactly the date is known.
    """

    likelihood: Mapping[Hidden, tuple[float, float]]


@dataclass(frozen=True)
class RangedEvent(_Dated):
    """One public event whose probabilities are known as ranges: (low, high) if so, and (low, high) if not."""

    likelihood: Ranges


Dated = TypeVar("Dated", bound=_Dated)


@dataclass(frozen=True, eq=False)
class Beliefs:
    """Beliefs about the hidden types before the first event and after each one.

    Attributes
    ----------
    types : tuple of (side, name)
        The columns.
    events : tuple of Event
        By date; those of one date in the order given.
    marginals : array, (events + 1, types)
        Probability that the side has the type.
    states : array of bool, (2^types, types)
        The combinations of types.
    joint : array, (2^types,)
        Probability of each combination after the last event.
    weights : array, (events, types)
        Weight of evidence of each event for each type in natural units: the change in the log odds of its marginal.
        It is omega · log(chance if so / chance if not) for independent types; infinite where an event rules out, 0
        where nothing was left open.
    log_chances : array, (events,)
        Log of the probability that belief gave each event just before it.
    loosely_placed : tuple of int
        Positions of events dated to a month or year in which others fall: the path, not its end, hangs on their place.
    """

    types: tuple[Hidden, ...]
    events: tuple[Event, ...]
    marginals: Array
    states: NDArray[np.bool_]
    joint: Array
    weights: Array
    log_chances: Array
    loosely_placed: tuple[int, ...]

    @property
    def log_evidence(self) -> float:
        """Log of the probability given to the whole list, one event after another; 0 for none."""
        return float(self.log_chances.sum())

    def path(self, side: str, name: str) -> Array:
        """Return the beliefs about one type: before the first event and after each one."""
        return self.marginals[:, self.types.index((side, name))]


@dataclass(frozen=True, eq=False)
class WeightedDraws:
    """Beliefs over time where priors and likelihoods are ranges.

    Attributes
    ----------
    types, events
        As in :class:`Beliefs`.
    low, median, high : array, (events + 1, types)
        The 5th, 50th and 95th percentile of the belief over the draws. Row t weighs a draw by the chance it gave the
        first t events, so that no row knows what came later.
    mean : array, (events + 1, types)
        The weighted mean: the belief of somebody who holds all the ranges open.
    effective_size : array, (events + 1,)
        (Σw)²/Σw²: how many equally weighted draws the row is worth; where it is small, the bands rest on a few.
    paths : array, (particles, events + 1, types)
        Beliefs in each draw.
    log_evidences, log_evidence : array, (particles,), and float
        Log of the chance that each draw gave the whole list, minus infinity for none; log of the mean chance.
    """

    types: tuple[Hidden, ...]
    events: tuple[RangedEvent, ...]
    low: Array
    median: Array
    high: Array
    mean: Array
    effective_size: Array
    paths: Array
    log_evidences: Array
    log_evidence: float
    seed: int
    method: str = "importance-weighted draws of parameters, with an exact filter inside each"


def filter_types(
    prior: Mapping[Hidden, float],
    events: Sequence[Event],
    *,
    omega: float = 1.0,
    correlation: Mapping[Pair, float] | None = None,
) -> Beliefs:
    """Take beliefs about hidden types through a list of events: how far each deed moved what others believe.

    Parameters
    ----------
    prior : mapping of (side, name) to float
        Probability, 0–1, that the side has the type; resolve and trust of two sides make 16 combinations.
    events : sequence of Event
        In any order.
    omega : float
        Weight of past deeds, 0–1: 1 is Bayes' rule, 0 lets no deed count.
    correlation : mapping of (type, type) to float, optional
        Correlation of two types in the prior, −1 to 1; pairs left out have none.

    Returns
    -------
    Beliefs
        Exact. With `omega` below 1 the log evidence is that of one who updates so.

    Raises
    ------
    DomainError
        If a number leaves its range, an event names a type without a prior, the correlations fit no
        probabilities, or an event has happened that belief gave no chance; the message names the event.

    References
    ----------
    Bayes' rule; q' = q s_T/(q s_T + (1 − q) s_W) for one type. The weight of past deeds is that of Press (2005),
    *Calculating Credibility*, whose current calculus is omega = 0; re-derived: the log likelihood is multiplied by it.
    Weight of evidence: Good (1950). The correlated prior is the second-order form of Bahadur (1961), re-derived:
    Π p_i^x_i (1 − p_i)^(1 − x_i) · (1 + Σ ρ_ij z_i z_j) with z standardised.
    """
    exact = {hidden: (p, p) for hidden, p in prior.items()}
    likelihoods = [{hidden: ((a, a), (b, b)) for hidden, (a, b) in event.likelihood.items()} for event in events]
    ordered, numbers = _table("filter_types", exact, list(zip(events, likelihoods, strict=True)), omega)
    run = _run("filter_types", tuple(prior), numbers[None, :, 0], omega, correlation or {})
    _possible("filter_types", ordered, np.isfinite(run.log_chances[0]))
    return Beliefs(
        tuple(prior), ordered, run.marginals[0], _states(len(prior)), np.exp(run.log_joint[0]),
        _weights(run.log_odds[0]), run.log_chances[0], _loosely_placed(ordered),
    )  # fmt: skip


def particle_filter(
    prior_ranges: Mapping[Hidden, Range],
    events: Sequence[RangedEvent],
    *,
    particles: int,
    seed: int,
    omega: float = 1.0,
    correlation: Mapping[Pair, float] | None = None,
) -> WeightedDraws:
    """Show how far beliefs are open where the chances behind them are ranges: draws weighted by what happened.

    The unknown numbers stay the same over time. Resampling them from step to step would only lose them, so each set
    is drawn once, uniformly and independently from the ranges, filtered exactly, and weighted by its evidence:
    importance sampling with the ranges as proposal, no sequential Monte Carlo.

    Parameters
    ----------
    prior_ranges : mapping of (side, name) to (low, high)
    events : sequence of RangedEvent
    particles : int
        Number of draws, at least 1.
    seed : int
        Not negative. Draw k depends on the seed and k alone.
    omega, correlation
        As for :func:`filter_types`; both are exact.

    Returns
    -------
    WeightedDraws

    Raises
    ------
    DomainError
        As for :func:`filter_types`; an event is impossible where no draw gives it a chance.

    References
    ----------
    Effective size: Kong, Liu and Wong (1994), *JASA* 89, 278–288.
    """
    require("particle_filter", condition("particles ≥ 1", particles >= 1), condition("seed ≥ 0", seed >= 0))
    read = [(event, event.likelihood) for event in events]
    ordered, ranges = _table("particle_filter", prior_ranges, read, omega)
    drawn = _drawn(ranges, particles, seed)
    run = _run("particle_filter", tuple(prior_ranges), drawn, omega, correlation or {})
    return _weighted(tuple(prior_ranges), ordered, run, seed)


@dataclass(frozen=True)
class _Run:
    """Exact filters side by side: the first axis is the draw."""

    log_joint: Array
    log_odds: Array
    marginals: Array
    log_chances: Array


def _run(
    formula: str, types: tuple[Hidden, ...], numbers: Array, omega: float, correlation: Mapping[Pair, float]
) -> _Run:
    """Filter in logarithms, so that long lists lose nothing; a draw for which an event is impossible stands still."""
    kinds, states = len(types), _states(len(types))
    chances = numbers[:, kinds:].reshape(len(numbers), numbers.shape[1] // (2 * kinds), kinds, 2)
    with np.errstate(divide="ignore"):
        belief = np.log(_joint(formula, types, numbers[:, :kinds], correlation))
        if_so, if_not = np.log(np.moveaxis(chances, -1, 0))
    halves, foreseen = [_halves(belief, states)], np.zeros(chances.shape[:2])
    for n in range(chances.shape[1]):
        event = np.where(states, if_so[:, n, None], if_not[:, n, None]).sum(axis=2)
        foreseen[:, n] = _log_sum(belief + event)
        if omega > 0:
            raised = np.where(np.isfinite(foreseen[:, n, None]), belief + omega * event, belief)
            belief = raised - _log_sum(raised)[:, None]
        halves.append(_halves(belief, states))
    so, not_so = np.stack(halves, axis=2)
    return _Run(belief, so - not_so, np.exp(so - np.logaddexp(so, not_so)), foreseen)


def _halves(belief: Array, states: NDArray[np.bool_]) -> Array:
    """Return the log probability that a side has each type, and that it has not: (2, draws, types)."""
    return np.array([[_log_sum(belief[:, s]) for s in half.T] for half in (states, ~states)]).swapaxes(1, 2)


def _log_sum(logs: Array) -> Array:
    return np.asarray(np.logaddexp.reduce(logs, axis=-1))


def _weights(log_odds: Array) -> Array:
    # Certainty has infinite odds on both sides of an event; nothing was left for it to move.
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(np.isfinite(log_odds[:-1]), np.diff(log_odds, axis=0), 0.0))


def _states(types: int) -> NDArray[np.bool_]:
    return np.array(list(product((True, False), repeat=types)))


def _joint(formula: str, types: tuple[Hidden, ...], marginals: Array, correlation: Mapping[Pair, float]) -> Array:
    """Return the prior of every combination, (draws, combinations)."""
    require(formula, _correlation_checks(types, marginals, correlation))
    states, rho = _states(len(types)), np.zeros((len(types), len(types)))
    for (one, other), value in correlation.items():
        rho[types.index(one), types.index(other)] = value
    spread = np.sqrt(marginals * (1 - marginals))
    z = (states - marginals[:, None]) / np.where(spread > 0, spread, 1.0)[:, None]
    independent = np.where(states, marginals[:, None], 1 - marginals[:, None]).prod(axis=2)
    joint = independent * (1 + np.einsum("dsi,ij,dsj->ds", z, rho, z))
    least = float(joint.min())
    require(formula, condition("correlation fits the prior", least >= -1e-12, f"a combination has {least:g}"))
    return np.asarray(np.maximum(joint, 0.0))


def _correlation_checks(
    types: tuple[Hidden, ...], marginals: Array, correlation: Mapping[Pair, float]
) -> Iterator[Check]:
    for (one, other), value in correlation.items():
        pair = f"correlation of {' '.join(one)} and {' '.join(other)}"
        yield condition(f"{pair}: both have a prior", {one, other} <= set(types))
        yield condition(f"{pair}: two types, given once", one != other and (other, one) not in correlation)
        yield condition(f"{pair}: −1 ≤ ρ ≤ 1", -1 <= value <= 1, f"ρ = {value:g}")
        for hidden in {one, other} & set(types):
            priors = marginals[:, types.index(hidden)]
            yield condition(f"0 < prior of {' '.join(hidden)} < 1", bool(((priors > 0) & (priors < 1)).all()))


def _loosely_placed(events: Sequence[_Dated]) -> tuple[int, ...]:
    spans = [event.span for event in events]
    shared = [sum(first <= b and a <= last for a, b in spans) > 1 for first, last in spans]
    return tuple(n for n, event in enumerate(events) if event.precision != "day" and shared[n])


def _table(
    formula: str, prior: Mapping[Hidden, Range], read: Sequence[tuple[Dated, Ranges]], omega: float
) -> tuple[tuple[Dated, ...], Array]:
    """Return the events by date and the range of every number: the priors, then each event's chances by type."""
    by_date = sorted(read, key=lambda pair: pair[0].date)
    checks = [share("omega", omega), condition(f"1 ≤ types ≤ {MOST_TYPES}", 1 <= len(prior) <= MOST_TYPES)]
    checks += [check for hidden, ends in prior.items() for check in _range_checks(f"prior of {' '.join(hidden)}", ends)]
    for event, likelihood in by_date:
        for hidden, (if_so, if_not) in likelihood.items():
            named = f"{event}: chance by {' '.join(hidden)}"
            checks.append(condition(f"{named}: the type has a prior", hidden in prior))
            checks += [*_range_checks(f"{named} if so", if_so), *_range_checks(f"{named} if not", if_not)]
    require(formula, checks)
    silent = ((1.0, 1.0), (1.0, 1.0))
    ends = [*prior.values(), *(end for _, seen in by_date for hidden in prior for end in seen.get(hidden, silent))]
    return tuple(event for event, _ in by_date), np.array(ends, dtype=float)


def _range_checks(symbol: str, ends: Range) -> list[Check]:
    low, high = ends
    both = dict.fromkeys((share(symbol, low), share(symbol, high)))
    return [*both, condition(f"{symbol}: low ≤ high", not low > high, f"{low:g} > {high:g}")]


def _possible(formula: str, events: Sequence[_Dated], happened: NDArray[np.bool_]) -> None:
    """Name the first event that belief gave no chance."""
    impossible = next((event for event, can in zip(events, happened, strict=True) if not can), None)
    why = "belief excluded every type under which it can happen"
    require(formula, condition(f"{impossible} has a chance above 0", impossible is None, why))


def _drawn(ranges: Array, particles: int, seed: int) -> Array:
    low, high = ranges.T
    uniform = np.array(
        [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(k,))).random(len(low)) for k in range(particles)]
    )
    return np.asarray(np.clip(low + (high - low) * uniform, low, high))


def _weighted(types: tuple[Hidden, ...], events: tuple[RangedEvent, ...], run: _Run, seed: int) -> WeightedDraws:
    draws = len(run.log_chances)
    so_far = np.concatenate([np.zeros((draws, 1)), run.log_chances.cumsum(axis=1)], axis=1)
    best = so_far.max(axis=0)
    _possible("particle_filter", events, np.isfinite(best[1:]))
    weights = np.exp(so_far - best)
    low, median, high = (_quantile(run.marginals, weights, q) for q in (0.05, 0.5, 0.95))
    mean = np.einsum("dtk,dt->tk", run.marginals, weights / weights.sum(axis=0))
    return WeightedDraws(
        types, events, low, median, high, mean, weights.sum(axis=0) ** 2 / (weights**2).sum(axis=0), run.marginals,
        so_far[:, -1], float(_log_sum(so_far[:, -1]) - np.log(draws)), seed,
    )  # fmt: skip


def _quantile(values: Array, weights: Array, q: float) -> Array:
    """Return the least value at or below which a share q of the weight lies, for each time and type."""
    order = values.argsort(axis=0, kind="stable")
    below = np.take_along_axis(np.broadcast_to(weights[..., None], values.shape), order, axis=0).cumsum(axis=0)
    first = (below >= (q - 1e-12) * below[-1]).argmax(axis=0)
    return np.asarray(np.take_along_axis(np.take_along_axis(values, order, axis=0), first[None], axis=0)[0])
