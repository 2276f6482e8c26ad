"""Would the packages hold that a brief shows? The deal's small graph model, with what the dynamics of the case say.

What a package is worth, what breaking it brings and what it leaves the other come from the case; what fighting on is
worth is the continuation value of the game.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.case import Case
from detente.dynamics import DynamicsResult
from detente.dynamics.from_case import crisis_inputs
from detente.dynamics.inputs import CrisisInputs
from detente.stability.agreement import Agreement, Guarantor, Signer, guarantee_needed, holds

POINTS = 100
"""Continuation values are told in points."""
HONOURED = (0.0, 1.0)
"""Cost of enforcing and of standing by, where it is taken that a guarantor enforces."""


@dataclass(frozen=True)
class Reading:
    """Whether one package would hold once it is signed.

    Attributes
    ----------
    outcomes : dict of str to str
    plain : Agreement
        With nobody but the signers.
    needed : float or None
        The share that guarantees would have to undo; None where none is enough.
    covers : float
        The share that they do undo, by the case.
    guarantors : tuple of str
        Who would have to enforce it: others that its outcomes need.
    guaranteed : Agreement or None
        The same where they enforce it; None where nobody is needed, or the case says nothing about a guarantee.
    """

    outcomes: dict[str, str]
    plain: Agreement
    needed: float | None
    covers: float
    guarantors: tuple[str, ...]
    guaranteed: Agreement | None


def agreements(case: Case, packages: Sequence[dict[str, str]], result: DynamicsResult) -> tuple[Reading, ...]:
    """Return whether each of some packages would hold.

    Parameters
    ----------
    case : Case
        With `dynamics`.
    packages : sequence of dict
        Outcomes by issue.
    result : DynamicsResult
        Of the same case.
    """
    inputs = crisis_inputs(case, packages)
    fighting = [result.continuation[s.name].likely / POINTS for s in inputs.sides]
    return tuple(_reading(case, inputs, n, fighting) for n in range(len(packages)))


def _reading(case: Case, inputs: CrisisInputs, term: int, fighting: Sequence[float]) -> Reading:
    signers = [_signer(inputs, term, side, fighting[side]) for side in (0, 1)]
    outcomes = inputs.terms[term].outcomes
    needed = _needed(case, inputs, outcomes)
    covers = inputs.commitment.guarantee if inputs.commitment else 0.0
    guaranteed = holds(signers, [Guarantor(g, covers, *HONOURED) for g in needed]) if needed and covers else None
    return Reading(outcomes, holds(signers), guarantee_needed(signers), covers, needed, guaranteed)


def _signer(inputs: CrisisInputs, term: int, side: int, fighting: float) -> Signer:
    own, other, rise = inputs.sides[side], inputs.sides[1 - side], inputs.commitment
    evasion = (rise.side_gain, rise.side_cost, rise.detection) if rise and rise.rising == side else (0.0, 0.0, 1.0)
    return Signer(own.name, inputs.terms[term].values[side], fighting, own.temptation, other.betrayed, *evasion)


def _needed(case: Case, inputs: CrisisInputs, outcomes: dict[str, str]) -> tuple[str, ...]:
    """Return who must consent to a package, belongs to neither side, and does not arm one."""
    arms = {b.name for b in inputs.backers if case.parties[b.name].kind == "backer"}
    sides = {m for s in inputs.sides for m in case.side_of(s.name)}
    needed = (n for issue, outcome in outcomes.items() for n in case.issues[issue].outcomes[outcome].needs)
    return tuple(dict.fromkeys(n for n in needed if n not in sides | arms))
