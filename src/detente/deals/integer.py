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
NEARLY = 1e-9
"""A part of a value: smaller differences come from rounding."""
LEAST_GAIN = 1e-6
"""A tangent at a gain of nothing has no finite slope."""


def best_by_program(terms: Terms, aim: Aim, seconds: float) -> Best | None:
    """Return the best package, or None where there is none that the terms allow.

    Where the time runs out, the bound stays above the value.
    """
    if terms.is_empty:
        return None
    scaled, factor = aim.on_scale(terms.scale)
    search = _Search(terms, scaled, time.monotonic() + seconds)
    if aim.kind == "product":
        return search.product()
    best = search.linear()
    return None if best is None else best.times(factor)


class _Search:
    def __init__(self, terms: Terms, aim: Aim, deadline: float) -> None:
        self.terms, self.aim, self.deadline = terms, aim, deadline
        self.model: Model = model_of(terms)
        self.natural = self.model.scale * terms.unit
        """What one of the solver's units is worth, by dimension."""

    def linear(self) -> Best | None:
        """Maximise the smallest share, then the second smallest and so on; or the sum alone."""
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
        program.lower_bounds[smallest] = found.value - NEARLY * max(abs(found.value), 1.0)
        return self._leximin(found)

    def _leximin(self, found: Best) -> Best:
        """Return of the packages with the largest smallest gain one with the largest second smallest, and so on.

        The sum of the k smallest gains is the largest of k·t less what each gain is short of t (Ogryczak & Śliwiński 2003); it
        is maximised for k = 2, 3, …, each time with the sums before held.
        """
        mine, program, best = self.aim.counted, self.model.program, found
        for k in range(2, len(mine) + 1):
            level = program.add(-np.inf, np.inf)
            short = [program.add(0.0, np.inf) for _ in mine]
            for d, variable in zip(mine, short, strict=True):
                slope = float(self.natural[d] / self.aim.share[d])
                row = {level: 1.0, variable: -1.0, self.model.sums[d]: -slope}
                program.row(row, -np.inf, -self.aim.start[d] / self.aim.share[d])
            lowest = {level: float(k), **dict.fromkeys(short, -1.0)}
            again = self._solved(lowest, 0.0)
            if again is None or not len(again.packages):
                break
            if self._is_later(again.packages[0], best.packages[0]):
                best = again
            total = float(np.sort(self._value(best.packages[0])[1])[:k].sum())
            program.row(lowest, total - NEARLY * max(abs(total), 1.0), np.inf)
        value = max(found.value, self._value(best.packages[0])[0])
        return Best(best.packages, value, max(found.bound, value))

    def _is_later(self, package: Indices, other: Indices) -> bool:
        """Return whether the sorted gains of a package are larger than those of another one where they first differ."""
        gains, others = (np.sort(self._value(p)[1]) for p in (package, other))
        differs = np.flatnonzero(np.abs(gains - others) > NEARLY * max(float(np.abs(others).max()), 1.0))
        return bool(len(differs)) and bool(gains[differs[0]] > others[differs[0]])

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
                return Best(best.packages, best.value, best.value) if len(best.packages) else None
            seen.add(package.tobytes())
            self._tangents(logs, np.maximum(gains, LEAST_GAIN))
        return best

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
