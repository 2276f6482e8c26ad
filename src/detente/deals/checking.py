"""Whether some package meets a set of constraints: one integer program in which each constraint can be switched.

A line that is held forbids the variables of the outcomes which it refuses. Any other constraint has a variable that makes
up for whatever it asks, unless it is held: then that variable is 0.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint

from detente.deals.program import INFEASIBLE, SOLVED, Model, model_of, solved
from detente.deals.space import Constraint, DealSpace
from detente.deals.terms import linked_terms
from detente.deals.units import Floats, Indices, floors_in

MOST = 2_000.0
"""Sums are given to the solver on a scale of about 100, so nothing asks for more than this."""
NEARLY = 1e-6


class Checking:
    """The program of all linked packages with a switch for each constraint of ``space.constraints()``."""

    def __init__(self, space: DealSpace) -> None:
        self.space = space
        self.constraints = space.constraints()
        self.rows = sorted({*space.principals, *space.signers, *space.needed})
        self.terms = linked_terms(space, self.rows)
        self.model: Model = model_of(self.terms)
        self.is_unknown = False
        self.is_best = True
        self.needed = {p: self._needed(p) for p in space.needed}
        self.switches = [self._switch(c) for c in self.constraints]
        program = self.model.program
        parts = program.data
        rows = np.repeat(np.arange(len(parts)), [len(p) for p, _, _ in parts])
        columns = [v for p, _, _ in parts for v in p]
        weights = [w for p, _, _ in parts for w in p.values()]
        matrix = sparse.csr_array((weights, (rows, columns)), shape=(len(parts), program.variables))
        self.limits = LinearConstraint(matrix, [low for _, low, _ in parts], [high for _, _, high in parts])

    def package(self, held: int, seconds: float, aims: Mapping[int, float] | None = None) -> Indices | None:
        """Return the outcomes of a package that meets the held constraints, the best for a weighted sum of values.

        None where there is none, or (with `is_unknown`) none was found in time; `is_best` says whether it is proven to be best.

        Parameters
        ----------
        held : int
            Bit set.
        seconds : float
        aims : mapping of party to weight, optional
        """
        program = self.model.program
        upper = np.array(program.upper_bounds)
        for b, variables in enumerate(self.switches):
            if held >> b & 1:
                upper[variables] = 0.0
        costs = np.zeros(program.variables)
        for p, weight in (aims or {}).items():
            d = self.rows.index(p)
            costs[self.model.sums[d]] = -weight * float(self.model.scale[d] * self.terms.unit[d])
        # The solver's tolerances are absolute, so the unit of the values must not matter to it.
        costs /= max(float(np.abs(costs).max()), 1e-300)
        found = solved(costs, program.integral, Bounds(program.lower_bounds, upper), [self.limits], seconds)
        self.is_unknown = found.x is None and found.status != INFEASIBLE
        self.is_best = found.status == SOLVED
        if found.x is None:
            return None
        return self._outcomes(np.asarray(found.x))

    def _outcomes(self, solution: Floats) -> Indices:
        chosen = np.array([int(solution[v].argmax()) for v in self.model.outcomes])
        return np.asarray(self.terms.outcomes(chosen[None])[0])

    def _needed(self, party: int) -> int:
        """Add a variable that is 1 where the package has an outcome that needs the party."""
        needed = self.model.program.add(0, 1)
        for p, j, o in self.space.needs:
            if p == party:
                for variable in self._variables(j, [o]):
                    self.model.program.row({needed: 1.0, variable: -1.0}, 0, np.inf)
        return needed

    def _variables(self, j: int, outcomes: list[int]) -> list[int]:
        """Return the variables of those of these outcomes that the links leave."""
        return [int(self.model.outcomes[j][n]) for n in np.flatnonzero(np.isin(self.terms.kept[j], outcomes))]

    def _switch(self, constraint: Constraint) -> list[int]:
        """Add a constraint and return the variables that are 0 where it is held."""
        p = self.space.parties.index(constraint.party)
        program = self.model.program
        if constraint.kind == "no_deal":
            d = self.rows.index(p)
            short = program.add(0, MOST)
            floor = float(floors_in(self.terms.unit[d], self.space.no_deal[p]) / self.model.scale[d])
            parts = {self.model.sums[d]: 1.0, short: 1.0}
            if p in self.needed:
                program.row(parts | {self.needed[p]: -MOST}, floor - MOST, np.inf)
            else:
                program.row(parts, floor, np.inf)
            return [short]
        refused = self._variables(*self._refused(constraint))
        if p not in self.needed:
            return refused
        switches = []
        for variable in refused:
            switch = program.add(0, 1)
            program.row({variable: 1.0, self.needed[p]: 1.0, switch: -1.0}, -np.inf, 1.0)
            switches.append(switch)
        return switches

    @property
    def refused(self) -> list[list[tuple[int, int]]]:
        """By constraint, the outcomes that it refuses, as pairs of issue and outcome; none for a no-deal value."""
        found = [(0, []) if c.kind == "no_deal" else self._refused(c) for c in self.constraints]
        return [[(j, o) for o in outcomes] for j, outcomes in found]

    def _refused(self, constraint: Constraint) -> tuple[int, list[int]]:
        p = self.space.parties.index(constraint.party)
        j = self.space.issues.index(str(constraint.issue))
        if constraint.kind == "red_line":
            return j, [self.space.outcomes[j].index(str(constraint.outcome))]
        [least] = [value for q, i, value in self.space.bottom_lines if (q, i) == (p, j)]
        return j, np.flatnonzero(self.space.below(p, j, least)).tolist()
