"""`detente matrix`: out into a spreadsheet, back into a case."""

from __future__ import annotations

from pathlib import Path

from detente.case import load_case, save_case
from detente.case.files import read_text
from detente.errors import InputError
from detente.interchange import read_matrix, write_matrix
from detente.sources import find_case


def matrix_out(case: str, sheet: Path) -> Path:
    """Write the spreadsheet of a case and return its path."""
    path = find_case(case)
    write_matrix(load_case(read_text(path), str(path)), sheet)
    return sheet


def matrix_in(case: str, sheet: Path, to: Path | None) -> Path:
    """Merge a spreadsheet into a case, write the result, and return its path.

    Raises
    ------
    InputError
        If no place for the result is named: the case itself has comments that would be lost.
    """
    if to is None:
        raise InputError.of(
            "usage", "name a file for the result with -o", "the case itself is never overwritten unasked"
        )
    path = find_case(case)
    save_case(read_matrix(load_case(read_text(path), str(path)), sheet), to)
    return to
