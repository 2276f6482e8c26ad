"""The best package where links tie issues, by integer programs with a proven bound.

The product of gains by outer approximation: its logarithm lies below each of its tangents, and a tangent is added at
each package found until the same package is the best of all (Duran & Grossmann 1986).
"""

from __future__ import annotations

import time

import numpy as np

from detente.deals.aims import Aim
from detente.deals.program import Model, model_of
from detente.deals.proof import Best
from detente.deals.terms import Terms
from detente.deals.units import Floats, Indices

STEPS = 200
LEAST_GAIN = 1e-6
"""A tangent at a gain of nothing has no finite slope."""


def best_by_program(terms: Terms, aim: Aim, seconds: float) -> Best | None:
    """Return the best package, or None where there is none that the terms allow.

    Where the time runs out, the bound stays above the value.
    """
    if terms.is_empty:
        return None
    search = _Search(terms, aim, time.monotonic() + seconds)
    return search.product() if aim.kind == "product" else search.linear()


class _Search:
    def __init__(self, terms: Terms, aim: Aim, deadline: float) -> None:
        self.terms, self.aim, self.deadline = terms, aim, deadline
        self.model: Model = model_of(terms)
        self.natural = self.model.scale * terms.unit
        """What one of the solver's units is worth, by dimension."""

    def linear(self) -> Best | None:
        """Maximise the smallest share, then the sum at no smaller share; or the sum alone."""
        mine, program = self.aim.counted, self.model.program
        if self.aim.kind == "sum":
            base = float((self.aim.start[mine] / self.aim.share[mine]).sum())
            weights = {self.model.sums[d]: float(self.natural[d] / self.aim.share[d]) for d in mine}
            return self._solved(weights, base)
        smallest = program.add(-np.inf, np.inf)
        for d in mine:
            slope = float(self.natural[d] / self.aim.share[d])
            program.row({smallest: 1.0, self.model.sums[d]: -slope}, -np.inf, -self.aim.start[d] / self.aim.share[d])
        found = self._solved({smallest: 1.0}, 0.0)
        if found is None or not len(found.packages):
            return found
        program.lower_bounds[smallest] = found.value - 1e-9 * max(abs(found.value), 1.0)
        again = self._solved({self.model.sums[d]: float(self.natural[d] / self.aim.share[d]) for d in mine}, 0.0)
        if again is None or again.value < found.value - 1e-9 * max(abs(found.value), 1.0):
            return found
        return Best(again.packages, max(again.value, found.value), max(found.bound, found.value))

    def product(self) -> Best | None:
        """Maximise the sum of logarithms by adding tangents."""
        mine, program = self.aim.counted, self.model.program
        logs = [program.add(-50.0, 50.0) for _ in mine]
        top = self._largest_gains()
        best = Best(np.zeros((0, len(self.terms.tables)), dtype=np.int64), -np.inf, np.inf)
        for share in (1.0, 0.3, 0.1, 0.01):
            self._tangents(logs, np.maximum(top * share, LEAST_GAIN))
        seen: set[bytes] = set()
        for _ in range(STEPS):
            answer = program.best(dict.fromkeys(logs, 1.0), self.deadline - time.monotonic())
            if answer.is_infeasible:
                return None
            if answer.solution is None:
                break
            package = self.model.package(answer)
            value, gains = self._value(package)
            best = Best(package[None] if value > best.value else best.packages, max(value, best.value), answer.bound)
            if package.tobytes() in seen:
                # All tangents at this package are there, and no other package is better even so.
                return Best(best.packages, best.value, best.value)
            seen.add(package.tobytes())
            self._tangents(logs, np.maximum(gains, LEAST_GAIN))
        return best if np.isfinite(best.value) else None

    def _largest_gains(self) -> Floats:
        most = np.array([table.max(axis=0) for table in self.terms.tables]).sum(axis=0) * self.terms.unit
        for bonus in self.terms.bonuses:
            most[bonus.dimension] += max(bonus.units, 0.0) * self.terms.unit[bonus.dimension]
        return self.aim.gains(most)

    def _tangents(self, logs: list[int], gains: Floats) -> None:
        for variable, gain, d in zip(logs, gains, self.aim.counted, strict=True):
            slope = float(self.natural[d] / (self.aim.share[d] * gain))
            at = float(np.log(gain) - 1 - self.aim.start[d] / (self.aim.share[d] * gain))
            self.model.program.row({variable: 1.0, self.model.sums[d]: -slope}, -np.inf, at)

    def _value(self, package: Indices) -> tuple[float, Floats]:
        totals = self.terms.totals(package[None]) * self.terms.unit
        return float(self.aim.value(totals)[0]), self.aim.gains(totals)[0]

    def _solved(self, weights: dict[int, float], base: float) -> Best | None:
        """Solve; a package that misses a floor by the solver's tolerance is excluded, and the search goes on."""
        while True:
            answer = self.model.program.best(weights, self.deadline - time.monotonic())
            if answer.is_infeasible:
                return None
            if answer.solution is None:
                return Best(np.zeros((0, len(self.terms.tables)), dtype=np.int64), -np.inf, answer.bound - base)
            package = self.model.package(answer)
            if self.terms.meets_floors(self.terms.totals(package[None]))[0]:
                value, _ = self._value(package)
                is_proven = answer.bound - answer.value <= 1e-7 * max(abs(answer.value), 1.0)
                return Best(package[None], value, value if is_proven else max(answer.bound - base, value))
            self.model.forbid(package)
