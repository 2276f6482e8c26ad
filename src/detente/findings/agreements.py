"""Would a package hold once it is signed, and who would leave it first?"""

from __future__ import annotations

from detente.ensemble.agreement import Reading
from detente.findings.words import Words, listed, upper
from detente.stability.agreement import Agreement, Leave

POINTS = 100
DOES = {"breach": "breaking it", "evade": "evading it in secret", "retaliate": "taking up the fight again"}
"""How the ways out are called."""
ANSWERS = DOES | {"breach": "breaking it as well", "enforce": "enforcing it", "keep": "giving way"}
"""How answers to them are called."""


def agreement_sentence(words: Words, heading: str, reading: Reading) -> str:
    """Return whether a package holds, who would leave it first, and what a guarantee would have to do."""
    name = upper(heading)
    if not reading.plain.leaves:
        return f"{name}, once signed, holds: nobody gains by leaving it."
    if reading.plain.holds:
        tempted = "; ".join(_answered(words, leave) for leave in _largest(reading.plain))
        return f"{name}, once signed, holds as long as who leaves it is answered: {tempted}."
    first = next(leave for leave in reading.plain.leaves if "seq" not in leave.deterred_under)
    return f"{name}, once signed, does not hold by itself: {_gains(words, first)}, {_undeterred(first)}. {_guarantee(words, reading, first)}"


def _largest(agreement: Agreement) -> list[Leave]:
    """Return the largest gain by leaving of each signer."""
    best: dict[str, Leave] = {}
    for leave in agreement.leaves:
        if leave.party not in best or leave.gain > best[leave.party].gain:
            best[leave.party] = leave
    return list(best.values())


def _gains(words: Words, leave: Leave) -> str:
    return f"{words.party(leave.party)} gains {POINTS * leave.gain:.0f} points by {DOES[leave.option]}"


def _answered(words: Words, leave: Leave) -> str:
    """Return what a signer gains, and who would gain by which answer."""
    answers = listed([f"{words.party(who)} would gain by {ANSWERS[option]}" for who, option in leave.answer])
    return f"{_gains(words, leave)}, but then {answers}"


def _undeterred(leave: Leave) -> str:
    if "gmr" in leave.deterred_under:
        return "and to answer it would bring the others no more than to bear it"
    return "and nothing that the others can do would make up for that"


def _guarantee(words: Words, reading: Reading, first: Leave) -> str:
    """Return what guarantees would have to do, and whether those of the package do it."""
    if first.option == "evade":
        return "No enforcement touches what nobody sees; what helps is that it is found out."
    if reading.needed is None:
        return "No guarantee is enough: a side would rather fight than keep it."
    needs = f"Guarantees would have to undo {reading.needed:.0%} of what a breach brings".replace("%", " %")
    if not reading.guarantors:
        return f"{needs}; the package has nobody who gives them."
    who = listed([words.party(g) for g in reading.guarantors])
    if reading.guaranteed is None:
        return f"{needs}; what {who} would undo is not given."
    enough = "that is enough" if reading.guaranteed.holds else "that is not enough"
    return f"{needs}; with the {reading.covers:.0%} that {who} would, {enough}.".replace("% that", " % that")
