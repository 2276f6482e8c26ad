"""The choices of modelling made otherwise: every named choice but the one that was made, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from detente.dynamics.build import GameOptions, records_of
from detente.dynamics.inputs import CrisisInputs
from detente.dynamics.outcome import Outcome, outcome_of, solve_case
from detente.errors import TooLargeError

PROPOSERS = {
    "alternate": "both sides offer in turn",
    "first": "the first side offers",
    "second": "the second side offers",
}
DEMANDS = {"free": "demands that may rise again", "never rise": "demands that never rise"}
ENDS = {"no deal": "the no-deal values after the horizon", "fight on": "fighting on until defeat after the horizon"}
SHARPNESS = (10.0, 20.0, 30.0)
"""Values of λ at which the solver settles nearly everywhere."""
TIMES = 10
"""A choice that makes a month of the game larger than so many times the one that was chosen is made with fewer packages."""
FEWEST = 2
"""With one package there is nothing to rise from."""


def alternatives(chosen: GameOptions) -> dict[str, GameOptions]:
    """Return the choices that were not made, by name, each with everything else as it was chosen.

    Parameters
    ----------
    chosen : GameOptions

    Returns
    -------
    dict of name to GameOptions
        The two other proposers, the other rule for demands, the two nearest other sharpnesses of `SHARPNESS`, and the
        other end; none of them is the chosen one.
    """
    found = {name: replace(chosen, proposer=p) for p, name in PROPOSERS.items() if p != chosen.proposer}  # type: ignore[arg-type]
    found |= {name: replace(chosen, demands=d) for d, name in DEMANDS.items() if d != chosen.demands}  # type: ignore[arg-type]
    others = sorted((s for s in SHARPNESS if s != chosen.sharpness), key=lambda s: (abs(s - chosen.sharpness), s))[:2]
    for s in sorted(others):
        how = "blunter" if s < chosen.sharpness else "sharper"
        found[f"{how} responses (λ = {s:g})"] = replace(chosen, sharpness=s)
    found |= {name: replace(chosen, end=e) for e, name in ENDS.items() if e != chosen.end}  # type: ignore[arg-type]
    return found


def packages_that_fit(inputs: CrisisInputs, chosen: GameOptions, other: GameOptions) -> int:
    """Return with how many packages the game of another choice is not much larger than the chosen one; 0 where with none.

    A month is as large as its public records times the acts in each.
    """
    limit = TIMES * _size(inputs, chosen)
    if _size(inputs, other) <= limit:
        return len(inputs.terms)
    for count in range(len(inputs.terms) - 1, FEWEST - 1, -1):
        if _size(replace(inputs, terms=inputs.terms[:count]), other) <= limit:
            return count
    return 0


def _size(inputs: CrisisInputs, options: GameOptions) -> int:
    return len(records_of(inputs, options)) * len(inputs.terms)


def with_fewer(inputs: CrisisInputs, signed: tuple[float, ...], count: int) -> CrisisInputs:
    """Return the inputs with so many packages: the one that stands for the deal, and those that are signed most often.

    Parameters
    ----------
    inputs : CrisisInputs
    signed : tuple of float
        How often each package is signed under the standard choices.
    count : int
        At least 1.
    """
    ranked = sorted(range(len(inputs.terms)), key=lambda k: (k != inputs.focal, -signed[k], k))
    kept = sorted(ranked[:count])
    return replace(inputs, terms=tuple(inputs.terms[k] for k in kept), focal=kept.index(inputs.focal))


@dataclass(frozen=True)
class OtherChoices:
    """What the game says under the other choices.

    Attributes
    ----------
    made : dict of name to Outcome
        A name tells with how many of the packages, where these are not all.
    left_out : dict of name to str
        The choices that were not made, with the reason.
    """

    made: dict[str, Outcome]
    left_out: dict[str, str]


def make_choices(
    inputs: CrisisInputs,
    chosen: GameOptions,
    standard: Outcome,
    *,
    workers: int | None = None,
    step: Callable[[], None] = lambda: None,
) -> OtherChoices:
    """Make every choice otherwise; where that makes a much larger game, with the packages that are signed most often.

    The chosen options are then followed with these packages too, so that the two effects can be told apart.

    Parameters
    ----------
    inputs : CrisisInputs
    chosen : GameOptions
    standard : Outcome
        What the game says under the chosen options.
    workers : int, optional
        Threads of the solver.
    step : callable, optional
        Called after each choice.
    """

    def outcome(few: CrisisInputs, options: GameOptions) -> Outcome:
        return outcome_of(few, options, solve_case(few, options, workers=workers))

    found, whole = OtherChoices({}, {}), len(inputs.terms)
    for name, other in alternatives(chosen).items():
        count = packages_that_fit(inputs, chosen, other)
        try:
            if count == whole:
                found.made[name] = outcome(inputs, other)
            elif count:
                few, label = with_fewer(inputs, standard.terms, count), f"with {count} of the {whole} packages"
                found.made[f"{name}, {label}"] = outcome(few, other)
                found.made[f"the standard choices {label}"] = outcome(few, chosen)
            else:
                found.left_out[name] = "even with two packages the game is much larger than the chosen one"
        except TooLargeError as error:
            found.left_out[name] = str(error)
        step()
    return found
