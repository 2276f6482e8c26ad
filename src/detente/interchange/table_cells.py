"""CSV files and worksheets as rows of cells, with the number of each row."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import InputError
from detente.interchange.gmcr_json import clean
from detente.interchange.remarks import Place
from detente.interchange.stranger_files import read_bytes

MAX_CELLS = 500_000
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Grid:
    """The cells of one table as text; blank cells are empty, blank rows are left out.

    Attributes
    ----------
    file : str
        Name of the file, and of the sheet in it.
    rows : tuple of tuple of str
    numbers : tuple of int
        The number of each row in the file, from 1.
    has_decimal_comma : bool
        Whether ``0,5`` is a number: in CSV files that are not cut at commas.
    """

    file: str
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    has_decimal_comma: bool = False

    def cell(self, row: int, column: int) -> str:
        """Return a cell; empty where the row is shorter."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def place(self, row: int, column: int = 0) -> Place:
        """Return where a cell stands."""
        return Place(self.file, self.numbers[row], column + 1)


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Return the tables of a CSV file (one) or of an .xlsx file (one for each sheet that is not empty).

    Raises
    ------
    InputError
        If the file cannot be read, is no table, or has too many cells.
    """
    content = read_bytes(path)
    grids = _sheets(content, path) if path.suffix.lower() == ".xlsx" else (_csv(content, path),)
    found = tuple(grid for grid in grids if grid.rows)
    if not found:
        raise InputError.of("empty", "the file is empty", "save the table again", path.name)
    return found


def _csv(content: bytes, path: Path) -> Grid:
    text = _decoded(content, path)
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError.of("table", f"this is no CSV: {error}", "save it again as CSV", path.name) from None
    return _grid(path.name, rows, has_decimal_comma=delimiter != ",")


def _decoded(content: bytes, path: Path) -> str:
    """Return the text: UTF-8, or what Excel writes without it."""
    if b"\0" in content:
        raise InputError.of("encoding", "there are zero bytes in it", "save it as CSV in UTF-8", path.name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Return the character that cuts the first line with words into most cells."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _sheets(content: bytes, path: Path) -> tuple[Grid, ...]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return tuple(
            _grid(f"{path.name}, sheet {sheet.title}", sheet.iter_rows(values_only=True)) for sheet in book.worksheets
        )
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError, SyntaxError) as error:
        if isinstance(error, InputError):
            raise
        what = f"{path.name} is not an .xlsx file"
        raise InputError.of("spreadsheet", what, "save it as Excel workbook (.xlsx)", path.name) from None


def _grid(file: str, lines: Iterable[Sequence[Any]], *, has_decimal_comma: bool = False) -> Grid:
    rows, numbers, cells = [], [], 0
    for number, line in enumerate(lines, start=1):
        cells += len(line)
        if cells > MAX_CELLS:
            what = f"the table has more than {MAX_CELLS:,} cells"
            raise InputError.of("too-large", what, "delete the empty ones", file)
        row = tuple(_text(value) for value in line)
        if any(row):
            rows.append(row)
            numbers.append(number)
    return Grid(file, tuple(rows), tuple(numbers), has_decimal_comma)


def _text(value: Any) -> str:
    """Return a cell as text on one line; a whole number without a point, a day without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if hasattr(value, "date"):
        return str(value.date().isoformat())
    return " ".join(clean(str(value)).split())
