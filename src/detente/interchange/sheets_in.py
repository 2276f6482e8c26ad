"""A spreadsheet that was filled in, back into its case.

What the sheets do not show (reasons, citations, judgements, links, documents) stays as it is in the case.
A cell that still says what the case says changes nothing, so taking a matrix out and back in is the
identity. New rows make new issues, outcomes, parties and statements.
"""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.case import Case, as_mapping
from detente.case.build import build
from detente.errors import CaseError, InputError, Problem
from detente.interchange import layout
from detente.interchange.sheets_out import _limit, _value, _written

MAX_CELLS = 500_000
Sheets = dict[str, list[dict[str, Any]]]


@dataclass
class _Merge:
    """A case's plain data while a spreadsheet is merged into it."""

    case: Case
    data: dict[str, Any]
    file: str
    problems: list[Problem] = field(default_factory=list)

    def amount(self, cell: Any, row: dict[str, Any], sheet: str, column: str) -> Any:
        """Read a quantity, or note the problem with its cell."""
        try:
            return layout.amount_in(cell)
        except InputError as error:
            fault = error.problems[0]
            where = f"{self.file}, sheet {sheet}, row {row['']}, column {column!r}"
            self.problems.append(Problem(fault.rule, f"{where}: {fault.what}", fault.remedy))
            return None


def read_matrix(case: Case, path: Path) -> Case:
    """Return the case with what a spreadsheet says.

    Raises
    ------
    CaseError
        With every problem of the cells, or of the case that they make.
    """
    sheets = _sheets(path)
    merge = _Merge(case, copy.deepcopy(dict(as_mapping(case))), path.name)
    _parties(merge, sheets.get(layout.PARTIES, []))
    _issues(merge, sheets.get(layout.MATRIX, []))
    _stances(merge, sheets.get(layout.MATRIX, []))
    _saliences(merge, sheets.get(layout.SALIENCE, []))
    _statements(merge, sheets.get(layout.STATEMENTS, []))
    built = build(merge.data)
    if merge.problems or built.problems or built.case is None:
        raise CaseError([*merge.problems, *(p.at(path.name, 0, 0) for p in built.problems)])
    return built.case.with_citations(case.citations)


def _sheets(path: Path) -> Sheets:
    """Return each sheet as rows by heading; under the empty heading the number of the row."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        return {sheet.title: list(_rows(sheet.iter_rows(values_only=True))) for sheet in book.worksheets}
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError, SyntaxError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError.of(
            "spreadsheet", f"{path} is not an .xlsx file", "save it as Excel workbook (.xlsx)"
        ) from None


def _rows(lines: Iterator[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    head = [str(h).strip() if h is not None else "" for h in next(lines, ())]
    cells = 0
    for number, line in enumerate(lines, start=2):
        cells += len(line)
        if cells > MAX_CELLS:
            raise InputError.of("too-large", f"a sheet has more than {MAX_CELLS:,} cells", "delete the empty ones")
        row = {h: _clean(v) for h, v in zip(head, line, strict=False) if h}
        if any(v is not None for v in row.values()):
            yield {"": number, **row}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    return value.date().isoformat() if hasattr(value, "date") else value


def _parties(merge: _Merge, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        key = row.get("id")
        if not key:
            continue
        known = merge.case.parties.get(key)
        party = merge.data["parties"].setdefault(key, {"stances": {}})
        for column in ("name", "kind", "of"):
            if row.get(column) is not None:
                party[column] = row[column]
        for column in ("power", "no_deal"):
            cell = row.get(column)
            if cell is not None and cell != _written(getattr(known, column) if known else None):
                _set_amount(party, column, merge.amount(cell, row, layout.PARTIES, column))


def _set_amount(holder: dict[str, Any], key: str, amount: Any) -> None:
    """Put an amount in place, keeping the reason that stood with the old one."""
    old = holder.get(key)
    if isinstance(old, dict) and "value" in old:
        old["value"] = amount
    else:
        holder[key] = amount


def _issues(merge: _Merge, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        key, name = row.get("issue"), row.get("outcome")
        if not key or not name:
            continue
        issue = merge.data["issues"].setdefault(key, {"question": row.get("question") or key, "outcomes": {}})
        if row.get("question"):
            issue["question"] = row["question"]
        outcome = issue["outcomes"].setdefault(name, {"label": row.get("label") or name})
        if row.get("label"):
            outcome["label"] = str(row["label"])
        if row.get("at") is not None:
            outcome["at"] = row["at"]


def _stances(merge: _Merge, rows: list[dict[str, Any]]) -> None:
    for party in merge.data["parties"]:
        for row in rows:
            if row.get("issue") and row.get("outcome"):
                _stance_cell(merge, party, row, row["issue"], row["outcome"])


def _stance_cell(merge: _Merge, party: str, row: dict[str, Any], issue: str, outcome: str) -> None:
    known = merge.case.parties[party].stances.get(issue) if party in merge.case.parties else None
    is_old = known is not None and outcome in merge.case.issues[issue].outcomes
    stances = merge.data["parties"][party].setdefault("stances", {})
    cell, limit = row.get(party), row.get(party + layout.LIMIT)
    if cell is not None and not (is_old and cell == _value(known, outcome)):
        stance = stances.setdefault(issue, {})
        for other in ("ranking", "position"):
            stance.pop(other, None)
        _set_amount(stance.setdefault("values", {}), outcome, merge.amount(cell, row, layout.MATRIX, party))
    if not (is_old and limit == _limit(known, outcome)) and (limit or issue in stances):
        _set_limit(stances.setdefault(issue, {}), outcome, limit)


def _set_limit(stance: dict[str, Any], outcome: str, limit: Any) -> None:
    red = [o for o in stance.get("red_line", []) if o != outcome]
    if limit == "x":
        red.append(outcome)
    if red:
        stance["red_line"] = red
    else:
        stance.pop("red_line", None)
    if limit == "b":
        stance["bottom_line"] = outcome
    elif stance.get("bottom_line") == outcome:
        del stance["bottom_line"]


def _saliences(merge: _Merge, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for party, data in merge.data["parties"].items():
            issue, cell = row.get("issue"), row.get(party)
            if not issue or cell is None or issue not in data.get("stances", {}):
                continue
            known = merge.case.parties[party].stances.get(issue) if party in merge.case.parties else None
            if cell != _written(known.salience if known else None):
                _set_amount(data["stances"][issue], "salience", merge.amount(cell, row, layout.SALIENCE, party))


def _statements(merge: _Merge, rows: list[dict[str, Any]]) -> None:
    statements = merge.data.setdefault("statements", [])
    known = {s["id"]: s for s in statements}
    for row in rows:
        key = row.get("id")
        if not key:
            continue
        if key not in known:
            statements.append(known.setdefault(key, {"id": key}))
        for column in layout.STATEMENT_COLUMNS[1:]:
            if row.get(column) is not None:
                known[key][column] = _statement_value(column, row[column])
    if not statements:
        del merge.data["statements"]


def _statement_value(column: str, cell: Any) -> Any:
    if column in layout.LISTS:
        return [part.strip() for part in str(cell).split(",") if part.strip()]
    return True if column == "hedged" else str(cell)
