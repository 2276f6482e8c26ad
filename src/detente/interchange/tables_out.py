"""Write a scenario as the matrix of an analyst: CSV or .xlsx, one row an outcome and one column a party."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from detente.case.files import check_ending, write_whole
from detente.case.quantity import shortest
from detente.errors import Problem
from detente.interchange.scenario import Scenario
from detente.interchange.table_words import is_label, is_no_deal, is_weight, role_of

Cell = str | float | int | None


def write_table(scenario: Scenario, path: Path) -> tuple[Problem, ...]:
    """Write a scenario as a table, and return what was lost.

    Parameters
    ----------
    scenario : Scenario
    path : Path
        Its ending says which kind: .csv or .xlsx.

    Raises
    ------
    InputError
        If the ending is another one, or the file cannot be written.
    """
    check_ending(path, ".csv", ".xlsx")
    rows = list(_rows(scenario))
    write_whole(path, _workbook(rows) if path.suffix.lower() == ".xlsx" else _csv(rows))
    return tuple(_losses(scenario))


def _rows(scenario: Scenario) -> Iterator[list[Cell]]:
    """Yield the heading, the outcomes of each issue and its weights, and the reservation values."""
    yield ["issue", "outcome", *(_party(name) for name in scenario.parties)]
    for j, (issue, names) in enumerate(zip(scenario.issues, scenario.outcomes, strict=True)):
        for k, name in enumerate(names):
            yield [issue, _outcome(name), *map(shortest, scenario.values[j][:, k].tolist())]
        if scenario.is_weighted:
            yield [issue, "weight", *map(shortest, scenario.weights[:, j].tolist())]
    reserved = (scenario.reservation - scenario.constants).tolist()
    yield ["no deal", None, *(None if math.isnan(x) else shortest(x) for x in reserved)]


def _party(name: str) -> str:
    """Return a heading that is not read as something else than a party."""
    return f"{name} (party)" if role_of(name) or is_label(name) or is_weight(name) else name


def _outcome(name: str) -> str:
    return f"{name} (outcome)" if is_weight(name) or is_no_deal(name) else name


def _csv(rows: list[list[Cell]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([_safe(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def _safe(cell: Cell) -> str:
    """Return a cell as text; full digits for numbers."""
    return "" if cell is None else cell if isinstance(cell, str) else repr(cell)


def _workbook(rows: list[list[Cell]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Scenario"
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                # A label that starts with = must stay a label: the spreadsheet may come from a stranger.
                cell.data_type = "s"
    sheet.freeze_panes = "C2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _losses(scenario: Scenario) -> Iterator[Problem]:
    if not np.isnan(scenario.discount).all():
        yield Problem("lost", "left out: the discount factors", "write them beside the table", severity="warning")
    if scenario.constants.any():
        what = "left out: a constant of each party; the values of no deal are lowered by it"
        yield Problem("lost", what, "add it to values of packages", severity="warning")
    headings = [n for n in scenario.parties if _party(n) != n] + [
        n for names in scenario.outcomes for n in names if _outcome(n) != n
    ]
    if headings:
        what = f"{', '.join(map(repr, headings[:5]))} would be read as a heading, and got a word behind it"
        yield Problem("name", what, "rename it", severity="note")
