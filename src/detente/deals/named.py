"""Packages by index and by name, and what they are worth to each party."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from detente.deals.result import Package
from detente.deals.rounding import rounded
from detente.deals.space import DealSpace
from detente.deals.units import Floats, Indices
from detente.expression import evaluate

PARTS = 1e-12
"""A value that misses the no-deal value by less than this part of the scale is the no-deal value."""


def package_table(space: DealSpace, packages: Indices) -> Floats:
    """Return the value of each package to each party, shape (packages, parties).

    Parameters
    ----------
    space : DealSpace
    packages : array of int, shape (packages, issues)
    """
    values = np.zeros((len(packages), len(space.parties)))
    scale = np.zeros(len(space.parties))
    for j, table in enumerate(space.values):
        weighted = table * space.weights[:, j, None]
        scale += np.abs(weighted).max(axis=1)
        values += weighted.T[packages[:, j]]
    for interaction in space.interactions:

        def is_chosen(name: str) -> object:
            j, o = space.places[name]
            return packages[:, j] == o

        values[:, interaction.party] += interaction.add * np.asarray(evaluate(interaction.when, is_chosen))
    is_no_deal = np.abs(values - space.no_deal) <= PARTS * scale
    return np.where(is_no_deal, space.no_deal, values)


def named_package(space: DealSpace, package: Indices, values: Floats) -> Package:
    """Return a package with names and values, rounded."""
    worth = {space.parties[p]: float(rounded(values[p], space.decimals[p])) for p in space.valued}
    return Package(outcome_names(space, package), worth)


def outcome_names(space: DealSpace, package: Indices) -> dict[str, str]:
    """Return the name of the outcome of each issue."""
    return {issue: names[o] for issue, names, o in zip(space.issues, space.outcomes, package.tolist(), strict=True)}


def indices_of(space: DealSpace, outcomes: Mapping[str, str]) -> list[int]:
    """Return the indices of named outcomes."""
    return [names.index(outcomes[issue]) for issue, names in zip(space.issues, space.outcomes, strict=True)]
