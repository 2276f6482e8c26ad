"""The terms of a bargaining problem as an integer program, solved by HiGHS.

A variable for each outcome of each issue (one of them is 1), one for each interaction, and whatever an aim adds. A rule
over several issues becomes one row for each combination of all of them but the last that excludes something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from detente.deals.rows import excluded
from detente.deals.terms import Bools, Terms
from detente.deals.units import Floats, Indices
from detente.errors import TooLargeError

MAX_ROWS = 400_000
SOLVED, INFEASIBLE, GAVE_UP = 0, 2, 4
"""What HiGHS says through SciPy: this is the best; there is no solution; or it ended by an error of its own."""
PROVEN = 1e-6
SCALE = 100.0
"""Sums are given to the solver on a scale of about 0 to 100, for its tolerances are absolute."""


def solved(
    costs: Floats, integral: Sequence[int], bounds: Bounds, limits: Sequence[LinearConstraint], seconds: float
) -> Any:
    """Return the solver's answer to a program; where its presolve leads it into an error, without that."""
    options: Any = {"time_limit": max(seconds, 0.01), "mip_rel_gap": 0.0}
    found = milp(costs, integrality=np.array(integral), bounds=bounds, constraints=limits, options=options)
    if found.status == GAVE_UP and found.x is None:
        options["presolve"] = False
        found = milp(costs, integrality=np.array(integral), bounds=bounds, constraints=limits, options=options)
    return found


@dataclass(frozen=True)
class Answer:
    """What the solver found: the solution (None where there is none), its value, and the proven upper bound."""

    solution: Floats | None
    value: float
    bound: float
    is_infeasible: bool

    @property
    def is_best(self) -> bool:
        """True where the solver has proven that nothing is better, within its tolerance."""
        return self.solution is not None and self.bound - self.value <= PROVEN * max(abs(self.value), 1.0)


@dataclass
class Program:
    """Rows and variables that grow: `lower <= row · variables <= upper`."""

    variables: int = 0
    upper_bounds: list[float] = field(default_factory=list)
    lower_bounds: list[float] = field(default_factory=list)
    integral: list[int] = field(default_factory=list)
    data: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def add(self, low: float, high: float, *, is_integral: bool = False) -> int:
        """Add a variable and return its number."""
        self.lower_bounds.append(low)
        self.upper_bounds.append(high)
        self.integral.append(int(is_integral))
        self.variables += 1
        return self.variables - 1

    def row(self, parts: dict[int, float], low: float, high: float) -> None:
        """Add a row.

        Raises
        ------
        TooLargeError
            If there are more rows than the solver should be given.
        """
        if len(self.data) >= MAX_ROWS:
            raise TooLargeError(f"the links make more than {MAX_ROWS:,} rows of an integer program")
        self.data.append((parts, low, high))

    def best(self, aim: dict[int, float], seconds: float) -> Answer:
        """Return the solution with the largest value of an aim."""
        costs = np.zeros(self.variables)
        costs[list(aim)] = [-weight for weight in aim.values()]
        bounds = Bounds(self.lower_bounds, self.upper_bounds)
        found = solved(costs, self.integral, bounds, self._constraints(), seconds)
        bound = -found.mip_dual_bound if found.mip_dual_bound is not None else np.inf
        if found.x is None:
            is_infeasible = found.status == INFEASIBLE
            return Answer(None, -np.inf, -np.inf if is_infeasible else float(bound), is_infeasible)
        return Answer(np.asarray(found.x), float(-found.fun), float(bound), is_infeasible=False)

    def _constraints(self) -> list[LinearConstraint]:
        if not self.data:
            return []
        rows = np.repeat(np.arange(len(self.data)), [len(parts) for parts, _, _ in self.data])
        columns = [v for parts, _, _ in self.data for v in parts]
        weights = [w for parts, _, _ in self.data for w in parts.values()]
        matrix = sparse.csr_array((weights, (rows, columns)), shape=(len(self.data), self.variables))
        return [LinearConstraint(matrix, [low for _, low, _ in self.data], [high for _, _, high in self.data])]


@dataclass(frozen=True)
class Model:
    """A program over packages: the variables of the outcomes, and of the sum in each dimension."""

    terms: Terms
    program: Program
    outcomes: tuple[NDArray[np.int64], ...]
    sums: tuple[int, ...]
    scale: Floats

    def package(self, answer: Answer) -> Indices:
        """Return the kept outcomes of a solution."""
        assert answer.solution is not None
        return np.array([int(answer.solution[v].argmax()) for v in self.outcomes])

    def forbid(self, package: Indices) -> None:
        """Exclude one package."""
        self.program.row({int(v[o]): 1.0 for v, o in zip(self.outcomes, package, strict=True)}, 0, len(package) - 1)


def model_of(terms: Terms) -> Model:
    """Return the program of all packages that the terms allow; each sum is a variable of its own.

    Raises
    ------
    TooLargeError
        If the rules make too many rows.
    """
    program = Program()
    outcomes = tuple(np.array([program.add(0, 1, is_integral=True) for _ in kept]) for kept in terms.kept)
    for variables in outcomes:
        program.row({int(v): 1.0 for v in variables}, 1, 1)
    for rule in terms.rules:
        for parts in _excluded(outcomes, rule.scope, rule.allowed):
            program.row(parts, -np.inf, len(rule.scope) - 1)
    scale = 10.0**15 / SCALE * np.ones(len(terms.rows))
    sums = tuple(program.add(-np.inf, np.inf) for _ in terms.rows)
    sum_of: list[dict[int, float]] = [{int(v): t[d] / scale[d] for vs, t in zip(outcomes, terms.tables, strict=True) for v, t in zip(vs, t, strict=True)}
             for d in range(len(terms.rows))]  # fmt: skip
    for bonus in terms.bonuses:
        sum_of[bonus.dimension][_indicator(program, outcomes, bonus.scope, bonus.where)] = (
            bonus.units / scale[bonus.dimension]
        )
    for d, total in enumerate(sums):
        program.row(sum_of[d] | {total: -1.0}, 0, 0)
        if np.isfinite(terms.floors[d]):
            program.row({total: 1.0}, terms.floors[d] / scale[d], np.inf)
    return Model(terms, program, outcomes, sums, scale)


def _indicator(program: Program, outcomes: tuple[Indices, ...], scope: tuple[int, ...], where: Bools) -> int:
    """Add a variable that is 1 where a condition holds and 0 elsewhere."""
    indicator = program.add(0, 1)
    for parts in _excluded(outcomes, scope, where):
        program.row(parts | {indicator: 1.0}, -np.inf, len(scope))
    for parts in _excluded(outcomes, scope, ~where):
        program.row(parts | {indicator: -1.0}, -np.inf, len(scope) - 1)
    return indicator


def _excluded(outcomes: tuple[Indices, ...], scope: tuple[int, ...], allowed: Bools) -> list[dict[int, float]]:
    """Return rows that reach the number of issues in `scope` just where a combination is not allowed."""
    return [{int(outcomes[j][o]): 1.0 for j, those in row.items() for o in those} for row in excluded(scope, allowed)]
