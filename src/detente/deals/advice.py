"""Advice at the table: the next single text, offers that are worth the same to me, a plan of concessions, a table of fairness."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.deals.choice import FEW, LISTED, starts_of
from detente.deals.division import envy_in
from detente.deals.fairness import fair_packages
from detente.deals.from_case import Problem, as_space
from detente.deals.merging import merged_frontier
from detente.deals.named import package_table
from detente.deals.pareto import united_points
from detente.deals.searching import Searching
from detente.deals.space import DealSpace
from detente.deals.supported import spread_weights
from detente.deals.units import Floats, Indices
from detente.errors import InputError, TooLargeError

SECONDS = 20.0
SAME = 1e-9
"""A part of the scale by which something must be better to be better."""


@dataclass(frozen=True, eq=False)
class Advice:
    """A package (outcomes by index) with its values to all parties, and how far the best could be above what was asked for."""

    package: Indices
    values: Floats
    gap: float


def best_for(problem: Problem, party: str, at_least: Mapping[str, float] | None = None) -> Advice | None:
    """Return the acceptable package that is best for one party and keeps others at these values or above.

    None where there is none: the answer to "is it possible to keep Y above 60?" as well.
    """
    return _best(_raised(as_space(problem), at_least or {}), {party: 1.0})


def better_for_all(problem: Problem, package: Sequence[int]) -> Advice | None:
    """Return a package that is better for every principal than a draft, or else no worse for any and better for one.

    The next draft of a single text (Fisher 1978; Raiffa 1982, ch. 14), and the step after a settlement (Raiffa 1985). None
    is a proof that the draft is on the frontier, as far as the `gap` of the search allows.
    """
    space = as_space(problem)
    rows = list(space.principals)
    values = package_table(space, np.array([package]))[0]
    raised = _raised(space, {space.parties[p]: float(values[p]) for p in rows})
    searching = Searching(raised, SECONDS)
    for kind in ("smallest", "sum"):
        found = searching.best(kind, np.ones(len(rows)))
        if found is None:
            return None
        best, part, _ = found
        chosen = part.outcomes(best.packages[:1])[0]
        advice = _advice(space, chosen, best.value, best.bound)
        gains = advice.values[rows] - values[rows]
        small = SAME * float(searching.scale.max())
        if (kind == "smallest" and gains.min() > small) or (kind == "sum" and gains.sum() > small):
            return advice
    return None


def equivalent_offers(problem: Problem, party: str, value: float, most: int = 5) -> tuple[Advice, ...]:
    """Return packages that are worth at least so much to one party and are the best for the others, each in its own way.

    Offers of equal worth to the one who makes them show by the answers what the others care about (Medvec & Galinsky 2005).
    """
    space = as_space(problem)
    raised = _raised(space, {party: value})
    others = [space.parties[p] for p in space.principals if space.parties[p] != party]
    if not others:
        return ()
    searching = Searching(raised, SECONDS)
    found: dict[bytes, Advice] = {}
    for weights in spread_weights(len(others), 4 * most):
        try:
            advice = _best_in(searching, dict(zip(others, weights.tolist(), strict=True)) | {party: SAME})
        except TooLargeError:
            if not found:
                raise
            break
        if advice is None:
            break
        found.setdefault(advice.package.tobytes(), advice)
        if time.monotonic() > searching.deadline:
            break
    me = space.parties.index(party)
    return tuple(sorted(found.values(), key=lambda a: a.values[me])[:most])


def concession_plan(problem: Problem, party: str, target: float, steps: int = 5) -> tuple[Advice, ...]:
    """Return packages along the frontier from the party's best one down to a target value, in even steps of its own value.

    Each is the best for the sum of the others at no less than the value of its step.
    """
    space = as_space(problem)
    if steps < 2:
        raise InputError.of("steps", f"{steps} steps are no plan", "give at least 2")
    first = best_for(space, party)
    if first is None:
        return ()
    me = space.parties.index(party)
    others = {space.parties[p]: 1.0 for p in space.principals if p != me} or {party: 1.0}
    levels = np.linspace(float(first.values[me]), target, steps)
    found = [_best(_raised(space, {party: float(level)}), others | {party: SAME}) for level in levels]
    return tuple(advice for advice in found if advice is not None)


def fairness_table(problem: Problem) -> dict[str, dict[str, dict[str, float]]]:
    """Return for each fair package what every principal gains, its share of its ideal gain, and its envy.

    Besides the four ideas of fairness ``equitable`` is the package on the frontier with the smallest difference between
    the largest and the smallest share; it is left out where the frontier is too large to list. Envy is explained at
    :func:`detente.deals.division.envy_in`.
    """
    space = as_space(problem)
    rows = list(space.principals)
    names = [space.parties[p] for p in rows]
    start = starts_of(space)
    ideals = [best_for(space, name) for name in names]
    ideal = np.array([a.values[p] for a, p in zip(ideals, rows, strict=True) if a is not None])
    found = {}
    for concept, package in _fair_by_concept(space, start, ideal).items():
        gains = package_table(space, package[None])[0, rows] - start
        found[concept] = {
            "gain": dict(zip(names, gains.tolist(), strict=True)),
            "share": dict(zip(names, _shares(gains, ideal - start).tolist(), strict=True)),
            "envy": envy_in(space, package),
        }
    return found


def _shares(gains: Floats, ideal: Floats) -> Floats:
    return np.divide(gains, ideal, out=np.ones(gains.shape), where=ideal > 0)


def _fair_by_concept(space: DealSpace, start: Floats, ideal: Floats) -> dict[str, Indices]:
    found = {concept: choice.package for concept, choice in fair_packages(space).items()}
    packages = _short_frontier(space) if found else None
    if packages is not None:
        gains = package_table(space, packages)[:, list(space.principals)] - start
        shares = _shares(gains, np.broadcast_to(ideal - start, gains.shape))
        # Of equally even packages the one in which the smallest share is largest.
        evenness = np.round(np.ptp(shares, axis=1), 9)
        found["equitable"] = packages[np.lexsort((-shares.min(axis=1), evenness))[0]]
    return found


def _short_frontier(space: DealSpace) -> Indices | None:
    """Return the packages of the whole frontier, or None where it is too long to list at once."""
    most = LISTED.get(len(space.principals), FEW)
    try:
        return united_points(space, "acceptable", lambda terms: merged_frontier(terms, most)).packages
    except TooLargeError:
        return None


def _raised(space: DealSpace, at_least: Mapping[str, float]) -> DealSpace:
    """Return the space in which these parties sign nothing that is worth less."""
    no_deal = space.no_deal.copy()
    signers = set(space.signers)
    for name, value in at_least.items():
        if name not in space.parties:
            raise InputError.of("party", f"there is no party {name!r}", f"there is: {', '.join(space.parties)}")
        p = space.parties.index(name)
        no_deal[p] = value if np.isnan(no_deal[p]) else max(no_deal[p], value)
        signers.add(p)
    return replace(space, no_deal=no_deal, signers=tuple(sorted(signers)))


def _best(space: DealSpace, weights: Mapping[str, float]) -> Advice | None:
    """Return the acceptable package with the largest weighted sum of principals' values."""
    if unknown := weights.keys() - {space.parties[p] for p in space.principals}:
        raise InputError.of("party", f"{', '.join(sorted(unknown))} is no principal", "name one of the principals")
    return _best_in(Searching(space, SECONDS), weights)


def _best_in(searching: Searching, weights: Mapping[str, float]) -> Advice | None:
    space = searching.space
    share = np.array([1 / weights[name] if (name := space.parties[p]) in weights else 0.0 for p in space.principals])
    found = searching.best("sum", share)
    if found is None:
        return None
    best, part, _ = found
    return _advice(space, part.outcomes(best.packages[:1])[0], best.value, best.bound)


def _advice(space: DealSpace, package: Indices, value: float, bound: float) -> Advice:
    gap = (bound - value) / bound if bound > max(value, 0.0) else 0.0
    return Advice(package, package_table(space, package[None])[0], gap)
