"""Bargaining while fighting over every uncertain number of a case and every named choice of modelling."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.case import Case
from detente.dynamics.build import GameOptions
from detente.dynamics.from_case import crisis_inputs, packages_of, sides_of
from detente.dynamics.game.solve import METHOD
from detente.dynamics.inputs import CrisisInputs, MoveInputs
from detente.dynamics.outcome import LASTS, MONTHS, Outcome, effect_of, outcome_of, solve_case
from detente.dynamics.reference_class import Rate, agreements_lasting, reference_class
from detente.dynamics.result import DynamicsResult, MoveReport, Spread, ThresholdSpread
from detente.dynamics.signals import flip_map, read_move
from detente.dynamics.thresholds import thresholds_of
from detente.ensemble.bands import SHARE
from detente.ensemble.draws import is_uncertain, reading_of_draw
from detente.ensemble.history import history_of
from detente.errors import CaseError, InputError
from detente.version import __version__

DEFAULT_DRAWS = 24
Kept = dict[str, Any]
"""What is kept of one draw: plain data, so that an interrupted run can go on."""

CHOICES: dict[str, dict[str, Any]] = {
    "the first side offers": {"proposer": "first"},
    "the second side offers": {"proposer": "second"},
    "blunt responses (λ = 10)": {"sharpness": 10.0},
    "sharp responses (λ = 30)": {"sharpness": 30.0},
    "fighting on until defeat after the horizon": {"end": "fight on"},
}
"""The named choices, each against the standard one; demands that never rise are an option of their own."""


def analyze_dynamics(  # noqa: PLR0913 (each is a choice with a name)
    case: Case,
    *,
    move: str | None = None,
    options: GameOptions | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int = 0,
    analyst: str | None = None,
    workers: int | None = None,
    resume: str | os.PathLike[str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> DynamicsResult:
    """Analyse what moves do, whether a deal comes, and whether it would last.

    Parameters
    ----------
    case : Case
    move : str, optional
        One of the moves of the case, ``party.option``; by default all of them.
    options : GameOptions, optional
        The choices of modelling.
    draws, seed : int
        Repetitions over the uncertain numbers; a draw depends on the seed and its number alone.
    analyst : str, optional
        Follow this analyst wherever several have judged.
    workers : int, optional
        Threads of the solver; the numbers are the same for any.
    resume : path, optional
        A file: every finished draw is kept there, and an interrupted run goes on from there.
    progress : callable, optional
        Called with the number of finished draws and choices.

    Raises
    ------
    CaseError
        If nobody says who the two sides are, or there is no such move.
    InputError
        If `resume` belongs to another run.
    """
    chosen = options or GameOptions()
    sides = sides_of(case)
    packages = packages_of(case, analyst=analyst)
    point = crisis_inputs(case, packages, _point(case, analyst))
    moves = _moves(point, move)
    solution = solve_case(point, chosen, workers=workers)
    standard = outcome_of(point, chosen, solution)
    done = _Counter(progress)
    choices = {name: _choice(point, chosen, change, workers, done) for name, change in CHOICES.items()}
    plan = _Plan(case, packages, chosen, seed, analyst, workers)
    drawn = _draw(plan, draws if _varies(case, point) else 0, resume, done)
    found, skipped = thresholds_of(point)
    outcomes = [d["outcome"] for d in drawn]
    return DynamicsResult(
        sides=sides, inputs=point,
        deal_within={m: _spread("deal_within", str(m), p, outcomes, choices) for m, p in standard.deal_within.items()},
        terms=tuple(_spread("terms", k, p, outcomes, choices) for k, p in enumerate(standard.terms)),
        continuation={s: _scaled(_spread("continuation", n, standard.continuation[n], outcomes, choices)) for n, s in enumerate(sides)},
        worth={s: _scaled(_spread("worth", n, standard.worth[n], outcomes, choices)) for n, s in enumerate(sides)},
        wins={s: _spread("wins", n, standard.wins[n], outcomes, choices) for n, s in enumerate(sides)},
        survival={m: _spread("survival", str(m), p, outcomes, choices) for m, p in standard.survival.items()},
        thresholds=tuple(_threshold(t, drawn) for t in found), skipped=skipped,
        history=history_of(case, seed=seed, analyst=analyst),
        moves={m.name: _report(point, chosen, m.name, solution, drawn) for m in moves},
        reference=_reference(point, case.dynamics.compared_with),
        choices={"standard": standard.deal_within} | {n: o.deal_within for n, o in choices.items()},
        residual=max([standard.residual, *(o.residual for o in choices.values()), *(o["residual"] for o in outcomes)]),
        unsettled=max([standard.unsettled, *(o.unsettled for o in choices.values()), *(o["unsettled"] for o in outcomes)]),
        draws=len(drawn), seed=seed, method=METHOD, parameters=asdict(chosen) | ({"analyst": analyst} if analyst else {}),
        case_digest=case.digest,
    )  # fmt: skip


class _Counter:
    """Counts what is finished."""

    def __init__(self, progress: Callable[[int], None] | None) -> None:
        self._progress, self._done = progress, 0

    def step(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done)


def steps_of(draws: int) -> int:
    """Return how many steps a run with so many draws reports."""
    return draws + len(CHOICES)


def _point(case: Case, analyst: str | None) -> Callable[..., float]:
    from detente.deals.from_case import reading_of

    return reading_of(case, analyst)


def _moves(point: CrisisInputs, move: str | None) -> list[MoveInputs]:
    if move is None:
        return list(point.moves)
    found = [m for m in point.moves if m.name == move]
    if not found:
        names = ", ".join(m.name for m in point.moves) or "dynamics.moves is empty"
        raise CaseError.of(
            "move", f"nothing says what {move!r} tells", f"give it under dynamics.moves, or name one of: {names}"
        )
    return found


def _varies(case: Case, point: CrisisInputs) -> bool:
    return is_uncertain(case) or bool(point.assumed)


def _choice(
    point: CrisisInputs, chosen: GameOptions, change: Mapping[str, Any], workers: int | None, done: _Counter
) -> Outcome:
    other = replace(chosen, **change)
    outcome = outcome_of(point, other, solve_case(point, other, workers=workers))
    done.step()
    return outcome


@dataclass(frozen=True)
class _Plan:
    """What all draws share."""

    case: Case
    packages: Sequence[dict[str, str]]
    options: GameOptions
    seed: int
    analyst: str | None
    workers: int | None

    @property
    def head(self) -> Kept:
        return {
            "case": self.case.digest, "seed": self.seed, "analyst": self.analyst, "options": asdict(self.options),
            "version": __version__,
        }  # fmt: skip


def _draw(plan: _Plan, draws: int, resume: str | os.PathLike[str] | None, done: _Counter) -> list[Kept]:
    """Return what is kept of every draw; after an interruption, of those that were finished."""
    path = Path(resume) if resume else None
    kept = _open(path, plan.head)
    try:
        for k in range(draws):
            if k >= len(kept):
                kept.append(_one(plan, k))
                _append(path, kept[-1])
            done.step()
    except KeyboardInterrupt:
        if not kept:
            raise
    return kept[:draws]


def _one(plan: _Plan, k: int) -> Kept:
    inputs = crisis_inputs(plan.case, plan.packages, reading_of_draw(plan.case, plan.seed, k, plan.analyst))
    outcome = outcome_of(inputs, plan.options, solve_case(inputs, plan.options, workers=plan.workers))
    found, _ = thresholds_of(inputs)
    readings = {m.name: read_move(inputs, m) for m in inputs.moves}
    return {
        "outcome": _plain(outcome),
        "thresholds": {_key(t): [t.threshold.distance, t.threshold.reading] for t in found},
        "signals": {name: [[s.posterior, s.after] for s in r.signals] for name, r in readings.items()},
    }


def _plain(outcome: Outcome) -> Kept:
    """Return an outcome as it is read back from a file: the keys of mappings are text."""
    plain: Kept = json.loads(json.dumps(asdict(outcome)))
    return plain


def _open(path: Path | None, head: Kept) -> list[Kept]:
    if path is None:
        return []
    if not path.exists():
        path.write_text(json.dumps(head) + "\n")
        return []
    lines = path.read_text().splitlines()
    if not lines or json.loads(lines[0]) != json.loads(json.dumps(head)):
        raise InputError.of("resume", "it holds draws of another run", "name another file, or delete it", str(path))
    kept = []
    for line in lines[1:]:
        try:
            kept.append(json.loads(line))
        except json.JSONDecodeError:
            break  # the line that an interruption cut off
    path.write_text("\n".join([lines[0], *map(json.dumps, kept)]) + "\n")
    return kept


def _append(path: Path | None, kept: Kept) -> None:
    if path is not None:
        with path.open("a") as file:
            file.write(json.dumps(kept) + "\n")


def _spread(field: str, key: Any, likely: float, outcomes: Sequence[Kept], choices: Mapping[str, Outcome]) -> Spread:
    drawn = [o[field][key] for o in outcomes]
    other = [_plain(o)[field][key] for o in choices.values()]
    return Spread(likely, _band(drawn, likely), (min([likely, *other]), max([likely, *other])))


def _band(drawn: Sequence[float], likely: float) -> tuple[float, float]:
    if not drawn:
        return likely, likely
    low, high = np.quantile(np.array(drawn), [(1 - SHARE) / 2, (1 + SHARE) / 2])
    return float(low), float(high)


def _scaled(spread: Spread) -> Spread:
    return Spread(100 * spread.likely, _times(spread.ranges), _times(spread.choices))


def _times(pair: tuple[float, float]) -> tuple[float, float]:
    return 100 * pair[0], 100 * pair[1]


def _key(found: Any) -> str:
    return f"{found.row}|{found.subject}|{found.threshold.mechanism}|{found.threshold.name}"


def _threshold(found: Any, drawn: Sequence[Kept]) -> ThresholdSpread:
    same = [d["thresholds"][_key(found)] for d in drawn if _key(found) in d["thresholds"]]
    finite = [s[0] for s in same if np.isfinite(s[0])]
    share = sum(s[1] == found.threshold.reading for s in same) / len(same) if same else 1.0
    return ThresholdSpread(found, _band(finite, found.threshold.distance), share)


def _report(point: CrisisInputs, chosen: GameOptions, name: str, solution: Any, drawn: Sequence[Kept]) -> MoveReport:
    move = next(m for m in point.moves if m.name == name)
    reading = read_move(point, move)
    before, after, deal_before, deal_after = effect_of(point, chosen, solution, reading)
    seen = [d["signals"][name] for d in drawn]
    same = [
        sum(s[n][1] == signal.after for s in seen) / len(seen) if seen else 1.0
        for n, signal in enumerate(reading.signals)
    ]
    bands = [_band([s[n][0] for s in seen], signal.posterior) for n, signal in enumerate(reading.signals)]
    return MoveReport(
        reading, flip_map(point, reading), tuple(same), tuple(bands), before, after, deal_before, deal_after
    )


def _reference(point: CrisisInputs, kind: str) -> dict[str, dict[int, tuple[Rate, ...]]]:
    if kind == "nothing":
        return {"war_ends": {}, "agreement_lasts": {}}
    return {"war_ends": reference_class(point.age, MONTHS, kind=kind), "agreement_lasts": agreements_lasting(LASTS)}
