"""Fair packages of problems whose frontier is too large to list: each concept is an aim, and its best package is searched."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np

from detente.deals.aims import Aim
from detente.deals.choice import FairChoice, starts_of
from detente.deals.halves import MOST
from detente.deals.integer import best_by_program
from detente.deals.named import outcome_names, package_table
from detente.deals.proof import Best, best_with_proof
from detente.deals.rows import RuleRows
from detente.deals.space import DealSpace
from detente.deals.terms import Terms, branches
from detente.deals.ties import TIE, first_best
from detente.deals.units import Floats
from detente.errors import TooLargeError

MAX_ROWS = 1_000
"""With more rows of rules the relaxed problem is left to the solver of integer programs."""
NOTHING = TIE / 100
"""A part of the scale of values that counts as no gain."""


class Searching:
    """The search for the best acceptable package by any aim, over all branches of a space."""

    def __init__(self, space: DealSpace, seconds: float, halves: int = MOST) -> None:
        self.space, self.halves = space, halves
        self.deadline = time.monotonic() + seconds
        self.parts = [part.without_dominated() for part in branches(space) if not part.is_empty]
        self.start = starts_of(space)
        self.scale = np.max([p.scale[: p.aims] for p in self.parts], axis=0) if self.parts else self.start

    def choices(self) -> dict[str, FairChoice]:
        """Return the pick of each concept; nothing where no package is acceptable."""
        rows = np.arange(len(self.space.principals))
        found = [self.best("sum", np.where(rows == n, 1.0, 0.0)) for n in rows]
        if any(one is None for one in found):
            return {}
        # A bound instead of the best gain makes the shares smaller, so what follows stays a bound.
        ideal = np.array([one[0].bound for one in found if one is not None])
        gaining = np.where(ideal > NOTHING * self.scale, ideal, 0.0)
        scale = float(gaining.max()) if gaining.any() else 1.0
        level = np.full(len(rows), scale)
        kalai = self._choice("kalai_smorodinsky", "smallest", gaining if gaining.any() else level)
        can_all = bool(gaining.all()) and kalai.score > NOTHING
        if not gaining.all():
            left = int((gaining == 0).sum())
            kalai = replace(kalai, note=f"{left} without any possible gain left out")
        return {
            "nash": self._choice("nash", "product", gaining) if can_all else self._nash(gaining),
            "kalai_smorodinsky": kalai,
            "egalitarian": self._choice("egalitarian", "smallest", level),
            "utilitarian": self._choice("utilitarian", "sum", level),
        }

    def best(self, kind: str, share: Floats) -> tuple[Best, Terms, Aim] | None:
        """Return the best package by an aim, with its terms; the bound is that of all branches. None where there is none.

        Raises
        ------
        TooLargeError
            If no package was found in time, though there may be one.
        """
        found, is_unknown = [], False
        for part in self.parts:
            others = np.zeros(len(part.rows) - len(share))
            aim = Aim(kind, np.append(self.start, others), np.append(share, others))  # type: ignore[arg-type]
            best = self._in_part(part, aim)
            if best is not None and len(best.packages):
                found.append((best, part, aim))
            elif best is not None:
                is_unknown = True
        if is_unknown and not found:
            raise TooLargeError("neither a package nor a proof that there is none was found; more time may help")
        if not found:
            return None
        bound = max(best.bound for best, _, _ in found)
        best, part, aim = max(found, key=lambda f: f[0].value)
        return replace(best, bound=bound), part, aim

    def _in_part(self, part: Terms, aim: Aim) -> Best | None:
        best = None
        if not part.bonuses and (
            not part.rules or (aim.kind == "smallest" and len(RuleRows.of(part).rows) <= MAX_ROWS)
        ):
            best = best_with_proof(part, aim, halves=self.halves)
            if best is not None and (not part.rules or best.bound <= best.value):
                return best
        other = best_by_program(part, aim, max(self.deadline - time.monotonic(), 1.0))
        if best is None or other is None:
            return other if best is None else best
        return _better(best, other)

    def _nash(self, ideal: Floats) -> FairChoice:
        """Return the largest product; where not all can gain at once, of as many gains as possible."""
        able = np.flatnonzero(ideal)
        for count in range(len(able), 0, -1):
            found = [self._able(subset, ideal) for subset in combinations(able.tolist(), count)]
            choices = [choice for choice in found if choice is not None]
            if choices:
                best = max(choices, key=lambda c: c.score)
                note = f"no package lets more than {count} of {len(ideal)} principals gain"
                return replace(best, bound=max(c.bound for c in choices), note=note if count < len(ideal) else "")
        nothing = self._choice("nash", "sum", np.ones(len(ideal)))
        return replace(nothing, score=0.0, bound=0.0, note="no package lets a principal gain")

    def _able(self, subset: tuple[int, ...], ideal: Floats) -> FairChoice | None:
        share = np.zeros(len(ideal))
        share[list(subset)] = ideal[list(subset)]
        smallest = self.best("smallest", share)
        if smallest is None or smallest[0].value <= NOTHING:
            return None
        return self._choice("nash", "product", share)

    def _choice(self, concept: str, kind: str, share: Floats) -> FairChoice:
        found = self.best(kind, share)
        assert found is not None
        best, part, aim = found
        kept = best.packages[first_best(np.sort(aim.gains(part.totals(best.packages) * part.unit), axis=1).T)]
        package = part.outcomes(kept[None])[0]
        natural = _natural(kind, share, keep=concept == "kalai_smorodinsky")
        return FairChoice(
            concept, package, package_table(self.space, package[None])[0], outcome_names(self.space, package),
            natural(best.value), natural(best.bound), "program" if part.rules or part.bonuses else "regrets",
        )  # fmt: skip


def _better(one: Best, other: Best) -> Best:
    """Return the better of two answers to the same question, with the lower bound."""
    best = one if one.value >= other.value else other
    return replace(best, bound=max(best.value, min(one.bound, other.bound)))


def _natural(kind: str, share: Floats, *, keep: bool) -> Callable[[float], float]:
    """Return the map from an aim to the scale of values."""
    if kind == "product":
        factor = float(share[share > 0].prod())
        return lambda value: float(np.exp(value)) * factor
    return lambda value: value if keep else value * float(share.max())
