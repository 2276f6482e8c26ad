"""How a case lies in a spreadsheet: which sheet, which column, how a quantity is written in a cell.

Four sheets. *Parties*: a row a party. *Matrix*: a row an outcome; for each party its value and, in a
column of its own, ``x`` for a red line or ``b`` for the bottom line. *Salience*: a row an issue, a column
a party. *Statements*: a row a statement.
"""

from __future__ import annotations

import re

from detente.case import Amount
from detente.errors import InputError

PARTIES = "Parties"
MATRIX = "Matrix"
SALIENCE = "Salience"
STATEMENTS = "Statements"

PARTY_COLUMNS = ("id", "name", "kind", "of", "power", "no_deal")
MATRIX_COLUMNS = ("issue", "question", "outcome", "label", "at")
STATEMENT_COLUMNS = (
    "id", "document", "quote", "speaker", "holder", "chain", "act", "target", "about", "date", "hedged", "note",
)  # fmt: skip
LISTS = ("chain", "target", "about")
LIMIT = " line"
"""Heading of the column of limits: the party's id and this."""

_NUMBER = r"[-+]?\d+(?:[.,]\d+)?"
_EXACT = re.compile(rf"\s*({_NUMBER})\s*")
_RANGE = re.compile(rf"\s*({_NUMBER})\s*(?:-|–|\.\.|to)\s*({_NUMBER})\s*")
_THREE = re.compile(rf"\s*({_NUMBER})\s*/\s*({_NUMBER})\s*/\s*({_NUMBER})\s*")


def written(amount: Amount) -> str | float:
    """Return an amount as a cell: ``35``, ``20 - 50``, or ``20 / 35 / 50``."""
    if amount.is_exact:
        return amount.low
    if amount.likely is None:
        return f"{amount.low:g} - {amount.high:g}"
    return f"{amount.low:g} / {amount.likely:g} / {amount.high:g}"


def amount_in(cell: object) -> float | list[float] | dict[str, float]:
    """Return the amount that a cell holds, as plain data.

    Raises
    ------
    InputError
        If it is none of the three forms.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    text = str(cell)
    if match := _EXACT.fullmatch(text):
        return _number(match[1])
    if match := _RANGE.fullmatch(text):
        return [_number(match[1]), _number(match[2])]
    if match := _THREE.fullmatch(text):
        return {"low": _number(match[1]), "likely": _number(match[2]), "high": _number(match[3])}
    raise InputError.of("cell", f"{text[:40]!r} is not a quantity", "write 35, or 20 - 50, or 20 / 35 / 50")


def _number(text: str) -> float:
    return float(text.replace(",", "."))
