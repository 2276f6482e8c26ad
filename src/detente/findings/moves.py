"""What does the next move do?"""

from __future__ import annotations

from detente.case import Case
from detente.dynamics import DynamicsResult, MoveReport
from detente.dynamics.result import Band
from detente.dynamics.signals import Signal, bayes
from detente.findings.finding import Analysis, Finding
from detente.findings.mechanisms import evidence_of, subject_of
from detente.findings.words import Words, counted, percent

WORTH_SAYING = 0.5
"""A change of value below half a point is none."""


def moves(analysis: Analysis) -> Finding | None:
    """Say how the most telling move is read, by whom, and when it would be read otherwise."""
    result, words = analysis.dynamics, analysis.words
    report = telling_move(result) if result else None
    if result is None or report is None:
        return None
    name = report.reading.move.name
    sentences = move_sentences(words, analysis.case, report)
    opponent = words.party(result.sides[1 - report.reading.move.mover])
    return Finding(
        "moves", sentences[0],
        do=_do(report, words, result),
        watch=f"What {opponent} asks for next, and whether its backers change what they send.",
        ask=f"With what likelihood did {opponent} expect this move from a side that can fight on?",
        uncertainty=_uncertainty(report, result),
        details=tuple(sentences[1:]),
        statements=evidence_of(analysis.case, "concession", name),
    )  # fmt: skip


def telling_move(result: DynamicsResult) -> MoveReport | None:
    """Return the move with the most observers who act otherwise after it; the first of equals."""
    reports = list(result.moves.values())
    return max(reports, key=lambda r: sum(s.is_flipped for s in r.reading.signals), default=None)


def move_sentences(words: Words, case: Case, report: MoveReport) -> list[str]:
    """Return the report of one move: the reading, each observer, the flips, and for whom it is good."""
    reading = report.reading
    sides = case.bargainers or ("", "")
    mover, opponent = words.party(sides[reading.move.mover]), words.party(sides[1 - reading.move.mover])
    label = subject_of(case, words, reading.move.name)
    first = f"{label}: {opponent} reads it as {_reading(report)}{_then(report)}."
    return [
        f"Given these inputs, {first}",
        *(_signal(words, mover, s, report, n) for n, s in enumerate(reading.signals)),
        *_flips(report, mover, opponent),
        _good_for(report, mover, opponent),
    ]


def _reading(report: MoveReport) -> str:
    reading = report.reading
    if reading.reads_weak:
        return "both weakness and reassurance" if reading.reassures else "weakness"
    if reading.reads_strong:
        return "both strength and reassurance" if reading.reassures else "strength"
    return "reassurance" if reading.reassures else "neither weakness nor reassurance"


def _then(report: MoveReport) -> str:
    signals = {s.about: s for s in report.reading.signals}
    resolve = signals["resolve"]
    if resolve.is_flipped and resolve.demand_before is not None and resolve.demand_after is not None:
        way = "raises" if resolve.demand_after > resolve.demand_before else "lowers"
        before = _demand(resolve.demand_before, report.demand_before, report.draws)
        after = _demand(resolve.demand_after, report.demand_after, report.draws)
        return f", and {way} its demand from {before} to {after} of a pie of 100"
    return ", and its demand stays as it was"


def _points(share: float) -> str:
    return f"{100 * share:.0f}"


def _demand(share: float, band: Band, draws: int) -> str:
    """Return a demand with its band, which holds it."""
    low, high = _points(min(share, band[0])), _points(max(share, band[1]))
    return f"{_points(share)} ({low}–{high})" if draws and low != high else _points(share)


def _signal(words: Words, mover: str, signal: Signal, report: MoveReport, place: int) -> str:
    who = words.party(signal.observer)
    what = {
        "resolve": f"that {mover} is tough", "supply": f"that {mover} is tough", "trust": f"that {mover} keeps its word",
        "stays": f"that {mover} stays",
    }[signal.about]  # fmt: skip
    same = f", in {percent(report.same[place])} of draws" if report.draws else ""
    acts = signal.after if not signal.is_flipped else f"{signal.after} (before: {signal.before})"
    return f"{who}: the belief {what} {_moves(signal)}; the threshold is {_share(signal.threshold)}; {acts}{same}."


def _moves(signal: Signal) -> str:
    before, after = _share(signal.prior), _share(signal.posterior)
    return f"stays at {before}" if before == after else f"goes from {before} to {after}"


def _share(belief: float) -> str:
    return f"{100 * belief:.0f} %"


def _flips(report: MoveReport, mover: str, opponent: str) -> list[str]:
    flips, rule = report.flips, report.reading.concession
    found = []
    if flips.strong_to > flips.strong_from:
        found.append(
            f"It would be read as strength where {opponent} believed before with {_share(flips.strong_from)} to "
            f"{_share(flips.strong_to)} that {mover} is tough; below, {opponent} goes on asking for more; above, it asks for "
            f"less anyway. It would not be read so, whatever the belief, if a weak side did it at least as often as a tough one."
        )
    if flips.weak_to > flips.weak_from:
        found.append(
            f"It would be read as weakness where {opponent} believed before with {_share(flips.weak_from)} to "
            f"{_share(flips.weak_to)} that {mover} is tough; below, {opponent} asks for more anyway; above, it goes on "
            f"asking for less. It would not be read so, whatever the belief, if a tough side did it at least as often as a weak one."
        )
    if found:
        found.append(
            f"From {_share(rule.prior)}, it turns over where a tough side is {rule.likelihood_flip:.2f} times as likely to do it as a weak one."
        )
    return [*found, _gesture(report, mover, opponent)]


def _gesture(report: MoveReport, mover: str, opponent: str) -> str:
    """Return what a gesture of some size would do to trust."""
    window, move = report.reading.window, report.reading.move
    if window is None:
        return f"There is nothing to reassure about: {mover} would gain nothing by breaking the deal on the table."
    if not window.exists:
        return f"No size of gesture reassures: {mover} trusts {opponent} too little to dare one."
    first = (
        f"As a gesture it tells something about trust where between {_share(float(window.alpha_min))} and "
        f"{_share(float(window.alpha_max))} of what lies between the sides is at stake in it; here {_share(move.size)}: "
        f"{_SIZES[report.reading.size_reading]}"
    )
    best, needed = best_trust(report)
    if best < needed:
        return f"{first}. Even then trust would rise to {_share(best)} only, below the {_share(needed)} that is needed."
    return f"{first}."


def best_trust(report: MoveReport) -> tuple[float, float]:
    """Return the trust after a gesture of the right size, and the trust that is needed."""
    trust = next(s for s in report.reading.signals if s.about == "trust")
    move = report.reading.move
    return bayes(trust.prior, move.if_trustworthy, move.if_untrustworthy), trust.threshold


_SIZES = {
    "cheap talk": "cheap talk, since a side that does not mean it would do it too",
    "reassures": "it tells the two kinds of side apart", "refused": "more than a side that means it would dare",
}  # fmt: skip


def _good_for(report: MoveReport, mover: str, opponent: str) -> str:
    m = report.reading.move.mover
    said = []
    for side, name in ((m, mover), (1 - m, opponent)):
        change = 100 * (report.worth_after[side] - report.worth_before[side])
        spread = f"; {_spread(change, report.worth_change[side])} in draws" if report.draws else ""
        said.append(f"{_good(change)} for {name} ({_signed(change)} points{spread})")
    change = 100 * (report.deal_after - report.deal_before)
    spread = f" ({_spread(change, report.deal_change)} percentage points in draws)" if report.draws else ""
    return (
        f"Its cost and what it gives included, it is {' and '.join(said)}; a deal within the horizon goes from "
        f"{_share(report.deal_before)} to {_share(report.deal_after)}{spread}."
    )


def _signed(points: float) -> str:
    # Nothing is no loss: adding 0 takes the sign from a zero.
    return f"{round(points, 1) + 0.0:+.1f}".replace("-", "−")


def _spread(change: float, band: Band) -> str:
    """Return the ends of a band, which holds the change at the point values."""
    return f"{_signed(min(change, 100 * band[0]))} to {_signed(max(change, 100 * band[1]))}"


def _good(change: float) -> str:
    return "neither good nor bad" if abs(change) < WORTH_SAYING else "good" if change > 0 else "bad"


def _do(report: MoveReport, words: Words, result: DynamicsResult) -> str:
    mover = words.party(result.sides[report.reading.move.mover])
    window = report.reading.window
    best, needed = best_trust(report)
    if report.reading.reads_weak and window is not None and window.exists and best >= needed:
        return f"If {mover} wants to reassure, look for a step of {_share(float(window.alpha_min))} or more that a weak side would not take."
    if report.reading.reads_weak:
        return f"If {mover} makes the move, let it come with what only a side that can fight on would do."
    return f"Tell {mover} how each observer would read it before it is made."


def _uncertainty(report: MoveReport, result: DynamicsResult) -> str:
    if not report.draws:
        return "At the point values; no draws were made."
    return f"The opponent does the same in {percent(report.same[0])} of {counted(result.draws, 'draw')}."
