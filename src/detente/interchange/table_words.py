"""The words by which a table says what a row or a column is, and the numbers of its cells."""

from __future__ import annotations

import math
import re

from detente.interchange.remarks import Place, Remarks

_ROLES = {
    "party": ("party", "parties", "actor", "actors", "player", "players", "side", "stakeholder", "negotiator"),
    "issue": ("issue", "issues", "question", "topic", "attribute"),
    "outcome": ("outcome", "outcomes", "option", "options", "answer", "alternative", "level", "resolution"),
    "value": ("value", "values", "points", "score", "utility", "evaluation", "worth"),
}
_WEIGHTS = ("weight", "weights", "salience", "importance")
_NO_DEALS = (
    "nodeal", "noagreement", "reservation", "reservationvalue", "reservationpoint", "reservedvalue", "batna", "walkaway",
    "minimum",
)  # fmt: skip
_LABELS = ("label", "description", "comment", "comments", "note", "notes")


def plain(word: str) -> str:
    """Return a heading without blanks, signs and capitals."""
    return re.sub(r"[\W_]+", "", word).casefold()


def role_of(heading: str) -> str:
    """Return what a column is by its heading: party, issue, outcome or value; nothing for another word."""
    word = plain(heading)
    return next((role for role, words in _ROLES.items() if word in words), "")


def is_weight(word: str) -> bool:
    """Return whether a row or column has the weights of an issue."""
    return plain(word) in _WEIGHTS


def is_no_deal(word: str) -> bool:
    """Return whether a row or column says what no agreement is worth."""
    return plain(word) in _NO_DEALS


def is_label(heading: str) -> bool:
    """Return whether a column has words about a row that are not read."""
    return plain(heading) in _LABELS


def number_in(cell: str, what: str, place: Place, remarks: Remarks, *, comma: bool) -> float:
    """Return the number of a cell: with a decimal point, with a comma where commas cut nothing, or a per cent."""
    text = cell.replace("\u2212", "-").replace("\u00a0", "")
    percent = text.endswith("%")
    text = text.removesuffix("%").strip()
    if comma and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        value = float(text) / (100 if percent else 1)
    except ValueError:
        value = math.nan
    if not abs(value) < 1e300:
        remarks.wrong("number", place, f"{what} is {cell[:40]!r}", "give a finite number")
        return math.nan
    return value
