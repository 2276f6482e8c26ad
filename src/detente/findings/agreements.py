"""Would a package hold once it is signed, and who would leave it first?"""

from __future__ import annotations

from detente.ensemble.agreement import Reading
from detente.findings.words import Words, listed, upper
from detente.stability.agreement import Agreement, Leave

POINTS = 100
DOES = {"breach": "breaking it", "evade": "evading it in secret", "retaliate": "taking up the fight again"}
"""How the ways out are called."""


def agreement_sentence(words: Words, heading: str, reading: Reading) -> str:
    """Return whether a package holds, who would leave it first, and what a guarantee would have to do."""
    name = upper(heading)
    if not reading.plain.leaves:
        return f"{name}, once signed, holds: nobody gains by leaving it."
    if reading.plain.holds:
        tempted = listed([_gains(words, leave) for leave in _largest(reading.plain)])
        return f"{name}, once signed, holds as long as its breach is answered: {tempted}, but then the other would fight, and gain by that."
    first = next(leave for leave in reading.plain.leaves if "seq" not in leave.deterred_under)
    return f"{name}, once signed, does not hold by itself: {_gains(words, first)}, {_undeterred(first)}. {_guarantee(words, reading)}"


def _largest(agreement: Agreement) -> list[Leave]:
    """Return the largest gain by leaving of each signer."""
    best: dict[str, Leave] = {}
    for leave in agreement.leaves:
        if leave.party not in best or leave.gain > best[leave.party].gain:
            best[leave.party] = leave
    return list(best.values())


def _gains(words: Words, leave: Leave) -> str:
    return f"{words.party(leave.party)} gains {POINTS * leave.gain:.0f} points by {DOES[leave.option]}"


def _undeterred(leave: Leave) -> str:
    if "gmr" in leave.deterred_under:
        return "and to fight again would cost the other side more than to bear it"
    return "and nothing that the others can do would make up for that"


def _guarantee(words: Words, reading: Reading) -> str:
    """Return what guarantees would have to do, and whether those of the package do it."""
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
