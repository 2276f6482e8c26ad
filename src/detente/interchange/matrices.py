"""A matrix of values as analysts keep it: a row an outcome, a column a party; CSV or Excel.

The first two columns are ``issue`` and ``outcome``. A row with an issue and no outcome holds the weights of that issue
(1 where there is none), a row with the issue ``no_deal`` what not agreeing is worth.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from detente.errors import InputError, Problem
from detente.interchange.scenario import Scenario, with_no_deal

MAX_ROWS = 2_000_000
NO_DEAL = "no_deal"
Row = list[Any]


def read_values(path: Path) -> Scenario:
    """Return the scenario of a matrix.

    Raises
    ------
    InputError
        With the row and column of each cell that is no finite number.
    """
    rows = _csv_rows(path) if path.suffix.lower() == ".csv" else _excel_rows(path)
    head, *body = rows or [[]]
    if [str(h).strip().lower() for h in head[:2]] != ["issue", "outcome"] or len(head) < 3:
        raise InputError.of(
            "heading", f"{path.name} does not begin with issue, outcome and a party", "add the headings"
        )
    parties = tuple(str(h).strip() for h in head[2:])
    tables: dict[str, dict[str, list[float]]] = {}
    weights: dict[str, list[float]] = {}
    reserved: list[float | None] = [None] * len(parties)
    problems: list[Problem] = []
    for number, row in enumerate(body, start=2):
        issue, outcome, numbers = _cells(path.name, number, row, parties, problems)
        if issue == NO_DEAL:
            reserved = [None if np.isnan(n) else n for n in numbers]
        elif issue and not outcome:
            weights[issue] = [1.0 if np.isnan(n) else n for n in numbers]
        elif issue:
            problems += _faults(path.name, number, parties, numbers)
            tables.setdefault(issue, {})[outcome] = numbers
    problems += [
        Problem("weight", f"{path.name}: negative weight of {i}", "0 or more") for i, w in weights.items() if min(w) < 0
    ]
    if problems or not tables:
        raise InputError(problems or [Problem("no-issues", f"{path.name} has no outcomes", "add a row an outcome")])
    values = tuple(np.array(list(table.values())).T for table in tables.values())
    weighing = np.array([weights.get(issue, [1.0] * len(parties)) for issue in tables]).T
    no_deal, said = with_no_deal(reserved, values, weighing, parties)
    return Scenario(tuple(tables), tuple(map(tuple, tables.values())), parties, values, weighing, no_deal, tuple(said))


def write_values(scenario: Scenario, path: Path) -> tuple[str, ...]:
    """Write a scenario as a matrix (``.csv`` or ``.xlsx``) and return what was lost."""
    rows: list[Row] = [["issue", "outcome", *scenario.parties]]
    for j, (issue, names) in enumerate(zip(scenario.issues, scenario.outcomes, strict=True)):
        rows.append([issue, "", *scenario.weights[:, j].tolist()])
        rows += [[issue, name, *scenario.values[j][:, o].tolist()] for o, name in enumerate(names)]
    rows.append([NO_DEAL, "", *(None if np.isnan(n) else float(n) for n in scenario.no_deal)])
    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
    else:
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("Values")
        for row in rows:
            sheet.append(row)
        book.save(path)
    return scenario.messages


def _csv_rows(path: Path) -> list[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        sample = text.partition("\n")[0]
        delimiter = max(",;\t", key=sample.count)
        return _limited(csv.reader(io.StringIO(text), delimiter=delimiter), path)
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError.of("csv", f"{path.name} is no CSV in UTF-8: {error}", "export it again") from None


def _excel_rows(path: Path) -> list[Row]:
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        return _limited((list(row) for row in sheet.iter_rows(values_only=True)), path)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError, SyntaxError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError.of("spreadsheet", f"{path.name} is not an .xlsx file", "save it as Excel workbook") from None


def _limited(rows: Iterable[Row], path: Path) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        if len(found) > MAX_ROWS:
            raise InputError.of("too-large", f"{path.name} has more than {MAX_ROWS:,} rows", "split it")
        if any(cell not in {None, ""} for cell in row):
            found.append(row)
    return found


def _cells(
    file: str, number: int, row: Row, parties: tuple[str, ...], problems: list[Problem]
) -> tuple[str, str, list[float]]:
    issue, outcome = (str(row[n]).strip() if n < len(row) and row[n] is not None else "" for n in (0, 1))
    numbers = []
    for n, party in enumerate(parties, start=2):
        cell = row[n] if n < len(row) else None
        try:
            numbers.append(float("nan") if cell in {None, ""} else float(str(cell).replace(",", ".")))
        except ValueError:
            what = f"{file}, row {number}, column {party!r}: {str(cell)[:40]!r} is not a number"
            problems.append(Problem("cell", what, "write a number"))
            numbers.append(0.0)
    return issue, outcome, numbers


def _faults(file: str, number: int, parties: tuple[str, ...], numbers: list[float]) -> list[Problem]:
    return [
        Problem("cell", f"{file}, row {number}, column {party!r} has no finite number", "write what it is worth")
        for party, n in zip(parties, numbers, strict=True)
        if not np.isfinite(n)
    ]
