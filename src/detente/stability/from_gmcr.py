"""The graph model of a .gmcr file, with what the file says beyond it: who acts together, who does not see what."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.interchange.gmcr import GmcrFile
from detente.interchange.gmcr_conditions import any_of
from detente.interchange.gmcr_to_case import ids_of
from detente.stability.model import GraphModel


@dataclass(frozen=True, eq=False)
class GmcrModel:
    """A graph model that was read from a .gmcr file.

    Attributes
    ----------
    model : GraphModel
        Decision makers and options go by the ids that a case made from the file gives them; the names of options
        are its `option_labels`.
    coalitions : tuple of tuple of int
        Who acts together in the file; everybody is in exactly one.
    misperceived : bool array, shape (decision makers, states)
        By position: the states that a decision maker does not see. The model itself knows nothing of them.
    """

    model: GraphModel
    coalitions: tuple[tuple[int, ...], ...]
    misperceived: NDArray[np.bool_]


def from_gmcr(file: GmcrFile) -> GmcrModel:
    """Return the graph model that a .gmcr file describes.

    A decision maker without statements holds all states equal.

    Parameters
    ----------
    file : GmcrFile

    Returns
    -------
    GmcrModel

    Raises
    ------
    InputError
        If the conditions leave no feasible state, or too many to be listed.

    References
    ----------
    Fang, Hipel, Kilgour and Peng (2003), *IEEE Transactions on Systems, Man, and Cybernetics C* 33: option
    prioritization.
    """
    ids, count = ids_of(file), len(file.options)
    model = GraphModel.from_options(
        [option.owner for option in file.options],
        order=[file.order(n) for n in range(len(file.decision_makers))],
        infeasible=[pattern for condition in file.infeasible for pattern in condition.patterns(count)],
        directions=[option.direction for option in file.options],
        decision_makers=ids.parties,
        options=ids.options,
    )
    labels = tuple(option.name for option in file.options)
    notes = tuple(str(note) for note in file.notes)
    unseen = [any_of(maker.misperceptions).holds(model.index) for maker in file.decision_makers]
    return GmcrModel(replace(model, option_labels=labels, notes=notes), file.coalitions, np.array(unseen))
