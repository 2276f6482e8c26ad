"""Bargaining while fighting over every uncertain number of a case and every named choice of modelling."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from detente.case import Case
from detente.dynamics.build import DECLARED_MONTHS, GameOptions
from detente.dynamics.choices import alternatives, make_choices
from detente.dynamics.from_case import crisis_inputs, packages_of, sides_of
from detente.dynamics.game.solve import METHOD, Solution
from detente.dynamics.inputs import CrisisInputs, MoveInputs
from detente.dynamics.kept import Kept, KeptDraws
from detente.dynamics.lasting import WAR_MONTHS
from detente.dynamics.outcome import LASTS, MONTHS, Effect, Outcome, effect_of, outcome_of, solve_case
from detente.dynamics.reference_class import Rate, agreements_lasting, reference_class
from detente.dynamics.result import Band, DynamicsResult, MoveReport, Spread, ThresholdSpread
from detente.dynamics.signals import MoveReading, flip_map, read_move
from detente.dynamics.thresholds import CaseThreshold, keys_of, thresholds_of
from detente.ensemble.bands import SHARE
from detente.ensemble.draws import is_uncertain, reading_of_draw
from detente.ensemble.history import history_of
from detente.errors import CaseError
from detente.version import __version__

DEFAULT_DRAWS = 24
CONVENTIONS = {"war_months": WAR_MONTHS, "declared_months": DECLARED_MONTHS}
"""What is the same in every case and in every run, named with the choices."""
KEYS = ("outcome", "thresholds", "signals", "effects")
"""What is kept of one draw."""


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
        If `resume` belongs to another run or is no file of draws.
    """
    chosen = options or GameOptions()
    sides = sides_of(case)
    packages = packages_of(case, analyst=analyst)
    point = crisis_inputs(case, packages, _point(case, analyst))
    moves = _moves(point, move)
    solution = solve_case(point, chosen, workers=workers)
    standard = outcome_of(point, chosen, solution)
    done = _Counter(progress)
    choices = make_choices(point, chosen, standard, workers=workers, step=done.step)
    plan = _Plan(case, packages, chosen, seed, analyst, workers)
    drawn = _draw(plan, draws if _varies(case, point) else 0, resume, done)
    found, skipped = thresholds_of(point)
    outcomes = [d["outcome"] for d in drawn]
    other = list(choices.made.values())
    runs = [*(_plain(o) for o in (standard, *other)), *outcomes]
    # A game with fewer packages says nothing about those that are left out of it.
    whole = [o for o in other if len(o.terms) == len(standard.terms)]
    return DynamicsResult(
        sides=sides, inputs=point,
        deal_within={m: _spread("deal_within", str(m), p, outcomes, other) for m, p in standard.deal_within.items()},
        terms=tuple(_spread("terms", k, p, outcomes, whole) for k, p in enumerate(standard.terms)),
        continuation={s: _scaled(_spread("continuation", n, standard.continuation[n], outcomes, other)) for n, s in enumerate(sides)},
        worth={s: _scaled(_spread("worth", n, standard.worth[n], outcomes, other)) for n, s in enumerate(sides)},
        wins={s: _spread("wins", n, standard.wins[n], outcomes, other) for n, s in enumerate(sides)},
        survival={m: _spread("survival", str(m), p, outcomes, other) for m, p in standard.survival.items()},
        thresholds=_thresholds(found, drawn), skipped=skipped,
        history=history_of(case, seed=seed, analyst=analyst),
        moves={m.name: _report(point, chosen, m, solution, drawn) for m in moves},
        reference=_reference(point, case.dynamics.compared_with),
        choices={"standard": standard.deal_within} | {n: o.deal_within for n, o in choices.made.items()},
        left_out=choices.left_out,
        residual=max(run["residual"] for run in runs), unsettled=max(run["unsettled"] for run in runs),
        draws=len(drawn), seed=seed, method=METHOD,
        parameters=asdict(chosen) | CONVENTIONS | ({"analyst": analyst} if analyst else {}), case_digest=case.digest,
    )  # fmt: skip


class _Counter:
    """Counts what is finished."""

    def __init__(self, progress: Callable[[int], None] | None) -> None:
        self._progress, self._done = progress, 0

    def step(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done)


def steps_of(draws: int, options: GameOptions | None = None) -> int:
    """Return how many steps a run with so many draws reports."""
    return draws + len(alternatives(options or GameOptions()))


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
    kept = KeptDraws(resume, plan.head, KEYS)
    try:
        for k in range(draws):
            if k >= len(kept.draws):
                kept.add(_one(plan, k))
            done.step()
    except KeyboardInterrupt:
        if not kept.draws:
            raise
    return kept.draws[:draws]


def _one(plan: _Plan, k: int) -> Kept:
    inputs = crisis_inputs(plan.case, plan.packages, reading_of_draw(plan.case, plan.seed, k, plan.analyst))
    solution = solve_case(inputs, plan.options, workers=plan.workers)
    outcome = outcome_of(inputs, plan.options, solution)
    found, _ = thresholds_of(inputs)
    readings = {m.name: read_move(inputs, m) for m in inputs.moves}
    effects = {
        name: effect_of(inputs, plan.options, solution, r, deal_before=sum(outcome.terms), workers=plan.workers)
        for name, r in readings.items()
    }
    return {
        "outcome": _plain(outcome),
        "thresholds": dict(
            zip(keys_of(found), [[t.threshold.distance, t.threshold.reading] for t in found], strict=True)
        ),
        "signals": {
            name: [[s.posterior, s.after, s.demand_before, s.demand_after] for s in r.signals]
            for name, r in readings.items()
        },
        "effects": {name: _plain(effect) for name, effect in effects.items()},
    }


def _plain(outcome: Outcome | Effect) -> Kept:
    """Return a result as it is read back from a file: the keys of mappings are text."""
    plain: Kept = json.loads(json.dumps(asdict(outcome)))
    return plain


def _spread(field: str, key: Any, likely: float, outcomes: Sequence[Kept], choices: Sequence[Outcome]) -> Spread:
    drawn = [o[field][key] for o in outcomes]
    other = [_plain(o)[field][key] for o in choices]
    return Spread(likely, _band(drawn, likely), (min([likely, *other]), max([likely, *other])))


def _band(drawn: Sequence[float], likely: float) -> Band:
    """Return the 5th and the 95th percentile; the point value where nothing was drawn."""
    if not drawn:
        return likely, likely
    ordered = sorted(drawn)
    return _quantile(ordered, (1 - SHARE) / 2), _quantile(ordered, (1 + SHARE) / 2)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile of ordered numbers; next to an infinite one, whichever of the two neighbours is nearer."""
    place = share * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    part = place - math.floor(place)
    if math.isinf(low) or math.isinf(high):
        return low if part < 0.5 else high
    return low + part * (high - low)


def _scaled(spread: Spread) -> Spread:
    return Spread(100 * spread.likely, _times(spread.ranges), _times(spread.choices))


def _times(pair: tuple[float, float]) -> tuple[float, float]:
    return 100 * pair[0], 100 * pair[1]


def _thresholds(found: Sequence[CaseThreshold], drawn: Sequence[Kept]) -> tuple[ThresholdSpread, ...]:
    """Return each threshold with what it is in the draws; a distance that no number reaches counts like any other."""
    spreads = []
    for key, one in zip(keys_of(found), found, strict=True):
        seen = [d["thresholds"][key] for d in drawn if key in d["thresholds"]]
        agree = sum(reading == one.threshold.reading for _, reading in seen)
        band = _band([distance for distance, _ in seen], one.threshold.distance)
        spreads.append(ThresholdSpread(one, band, agree, len(drawn) - len(seen), len(drawn)))
    return tuple(spreads)


def _report(
    point: CrisisInputs, chosen: GameOptions, move: MoveInputs, solution: Solution, drawn: Sequence[Kept]
) -> MoveReport:
    reading = read_move(point, move)
    effect = effect_of(point, chosen, solution, reading)
    seen = [d["signals"][move.name] for d in drawn]
    effects = [d["effects"][move.name] for d in drawn]
    numbers = range(len(reading.signals))
    same = [sum(s[n][1] == reading.signals[n].after for s in seen) / len(seen) if seen else 1.0 for n in numbers]
    changes = [
        _band([e["worth_after"][n] - e["worth_before"][n] for e in effects], effect.worth_after[n] - effect.worth_before[n])
        for n in (0, 1)
    ]  # fmt: skip
    before, after = (_demands(reading, seen, which) for which in (2, 3))
    return MoveReport(
        reading=reading, flips=flip_map(point, reading), same=tuple(same),
        posterior=tuple(_band([s[n][0] for s in seen], reading.signals[n].posterior) for n in numbers),
        demand_before=before, demand_after=after,
        worth_before=effect.worth_before, worth_after=effect.worth_after, worth_change=(changes[0], changes[1]),
        deal_before=effect.deal_before, deal_after=effect.deal_after,
        deal_change=_band([e["deal_after"] - e["deal_before"] for e in effects], effect.deal_after - effect.deal_before),
        draws=len(drawn),
    )  # fmt: skip


def _demands(reading: MoveReading, seen: Sequence[list[list[Any]]], which: int) -> Band:
    """Return the band of what the opponent asks for; its signal is the first."""
    rule = reading.concession
    return _band([s[0][which] for s in seen], rule.demand_before if which == 2 else rule.demand_after)


def _reference(point: CrisisInputs, kind: str) -> dict[str, dict[int, tuple[Rate, ...]]]:
    if kind == "nothing":
        return {"war_ends": {}, "agreement_lasts": {}}
    return {"war_ends": reference_class(point.age, MONTHS, kind=kind), "agreement_lasts": agreements_lasting(LASTS)}
