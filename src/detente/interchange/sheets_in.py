"""A spreadsheet that was filled in, back into its case.

What the sheets do not show (reasons, citations, judgements, links, documents) stays as it is in the case.
A cell that still says what the case says changes nothing, so taking a matrix out and back in is the
identity. New rows make new issues, outcomes, parties and statements.
"""

from __future__ import annotations

import copy
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.case import Case, as_mapping
from detente.case.build import build
from detente.errors import CaseError, InputError, Problem
from detente.interchange import layout
from detente.interchange.sheets_out import amount_cell, limit_cell, worth_cell

MAX_CELLS = 500_000
Sheets = dict[str, list[dict[str, Any]]]


@dataclass
class _Merge:
    """A case's plain data while a spreadsheet is merged into it."""

    case: Case
    data: dict[str, Any]
    file: str
    problems: list[Problem] = field(default_factory=list)

    def complain(self, row: dict[str, Any], sheet: str, column: str, what: str, remedy: str) -> None:
        """Note a problem with its cell."""
        where = f"{self.file}, sheet {sheet}, row {row['']}, column {column!r}"
        self.problems.append(Problem("cell", f"{where}: {what}", remedy))

    def amount(self, cell: Any, row: dict[str, Any], sheet: str, column: str) -> Any:
        """Read a quantity, or note the problem with its cell."""
        try:
            return layout.amount_in(cell)
        except InputError as error:
            self.complain(row, sheet, column, error.problems[0].what, error.problems[0].remedy)
            return None

    def set_amount(
        self,
        holder: dict[str, Any],
        key: str,
        row: dict[str, Any],
        sheet: str,
        column: str,
        old: Any,
        *,
        backed: bool = False,
    ) -> None:
        """Put the amount of a cell in place where it differs from what the case says."""
        cell = row.get(column)
        if cell == old:
            return
        if cell is None:
            self.complain(
                row,
                sheet,
                column,
                f"the cell is empty, the case says {old}",
                "write a number, or delete it in the case",
            )
            return
        amount = self.amount(cell, row, sheet, column)
        if amount is not None:
            holder[key] = self.told(amount, old, backed=backed or old is not None)

    def told(self, amount: Any, old: Any, *, backed: bool) -> Any:
        """Return an amount that says where it comes from: the reasons of the old one are not its own."""
        why = f"entered instead of {old}" if old is not None else "entered there"
        return {"value": amount, "judged_by": f"the spreadsheet {self.file}", "why": why} if backed else amount


def read_matrix(case: Case, path: Path) -> Case:
    """Return the case with what a spreadsheet says.

    Raises
    ------
    CaseError
        With every problem of the cells, or of the case that they make.
    """
    sheets = _sheets(path)
    _check_headings(case, sheets, path.name)
    merge = _Merge(case, copy.deepcopy(dict(as_mapping(case))), path.name)
    _parties(merge, sheets.get(layout.PARTIES, []))
    _issues(merge, sheets.get(layout.MATRIX, []))
    _stances(merge, sheets.get(layout.MATRIX, []))
    _saliences(merge, sheets.get(layout.SALIENCE, []))
    _statements(merge, sheets.get(layout.STATEMENTS, []))
    built = build(merge.data)
    if merge.problems:
        raise CaseError(merge.problems)
    if built.problems or built.case is None:
        raise CaseError(p.at(path.name, 0, 0) for p in built.problems)
    return built.case.with_citations_of(case)


def _check_headings(case: Case, sheets: Sheets, file: str) -> None:
    """Refuse sheets and columns that nobody would read."""
    new = {str(row["id"]) for row in sheets.get(layout.PARTIES, []) if row.get("id") is not None}
    parties = {*case.parties, *new}
    columns = {
        layout.PARTIES: set(layout.PARTY_COLUMNS),
        layout.MATRIX: {*layout.MATRIX_COLUMNS, *parties, *(p + layout.LIMIT for p in parties)},
        layout.SALIENCE: {"issue", *parties},
        layout.STATEMENTS: set(layout.STATEMENT_COLUMNS),
    }
    problems = [
        Problem("heading", f"{file}: there is no sheet {name!r}", "keep the names of the sheets")
        for name in columns
        if name not in sheets
    ]
    for name, rows in sheets.items():
        unknown = {heading for row in rows for heading in row} - columns.get(name, set()) - {""}
        problems += [
            Problem(
                "heading",
                f"{file}, sheet {name}: the column {heading!r} is nobody's",
                "declare the party in Parties, or mend the heading",
            )
            for heading in sorted(unknown)
            if name in columns
        ]
    if problems:
        raise CaseError(problems)


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
        key = _word(row.get("id"))
        if not key:
            continue
        known = merge.case.parties.get(key)
        party = merge.data["parties"].setdefault(key, {"stances": {}})
        for column in ("name", "kind", "of"):
            if row.get(column) is not None:
                party[column] = str(row[column])
        for column in ("power", "no_deal"):
            old = amount_cell(getattr(known, column) if known else None)
            merge.set_amount(party, column, row, layout.PARTIES, column, old)


def _issues(merge: _Merge, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        key, name = _word(row.get("issue")), _word(row.get("outcome"))
        if not key or not name:
            continue
        question = str(row.get("question") or key)
        issue = merge.data["issues"].setdefault(key, {"question": question, "outcomes": {}})
        if row.get("question"):
            issue["question"] = question
        outcome = issue["outcomes"].setdefault(name, {"label": str(row.get("label") or name)})
        if row.get("label"):
            outcome["label"] = str(row["label"])
        if row.get("at") is not None:
            outcome["at"] = row["at"]


def _stances(merge: _Merge, rows: list[dict[str, Any]]) -> None:
    by_issue: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row.get("issue") and row.get("outcome"):
            by_issue.setdefault(str(row["issue"]), []).append(row)
    for party in merge.data["parties"]:
        for issue, of_issue in by_issue.items():
            _stance(merge, party, issue, of_issue)


def _stance(merge: _Merge, party: str, issue: str, rows: list[dict[str, Any]]) -> None:
    """Merge one party's column of one issue: values, ranks (r1, r2, …) or one position (p 40)."""
    known = merge.case.parties[party].stances.get(issue) if party in merge.case.parties else None
    old = merge.case.issues[issue].outcomes if known is not None else {}
    stances = merge.data["parties"][party].setdefault("stances", {})
    cells = {str(r["outcome"]): r.get(party) for r in rows}
    unchanged = all(cell == (worth_cell(known, o) if o in old else None) for o, cell in cells.items())
    given = {o: cell for o, cell in cells.items() if cell is not None}
    if given and not unchanged:
        _set_worth(merge, stances.setdefault(issue, {}), party, rows, given)
    for row in rows:
        outcome = str(row["outcome"])
        limit = _limit_in(merge, row, party)
        if limit != (limit_cell(known, outcome) if outcome in old else None):
            _set_limit(stances.setdefault(issue, {}), outcome, limit)


def _set_worth(
    merge: _Merge, stance: dict[str, Any], party: str, rows: list[dict[str, Any]], given: dict[str, Any]
) -> None:
    ranks = {o: m for o, cell in given.items() if (m := _RANK.fullmatch(str(cell)))}
    places = {m[1] for cell in given.values() if (m := _POSITION.fullmatch(str(cell)))}
    backed = bool({"because", "judged_by"} & stance.keys())
    if len(ranks) == len(given):
        tiers = sorted({int(m[1]) for m in ranks.values()})
        stance["ranking"] = [[o for o, m in ranks.items() if int(m[1]) == tier] for tier in tiers]
        _drop(stance, "values", "position")
    elif len(places) == 1 and all(_POSITION.fullmatch(str(cell)) for cell in given.values()):
        amount = merge.amount(places.pop(), rows[0], layout.MATRIX, party)
        stance["position"] = merge.told(amount, "a position", backed=backed)
        _drop(stance, "values", "ranking")
    else:
        _drop(stance, "ranking", "position")
        values = stance.setdefault("values", {})
        for row in rows:
            known = merge.case.parties[party].stances.get(str(row["issue"])) if party in merge.case.parties else None
            is_old = known is not None and known.values is not None and str(row["outcome"]) in known.values
            old = worth_cell(known, str(row["outcome"])) if is_old else None
            merge.set_amount(values, str(row["outcome"]), row, layout.MATRIX, party, old, backed=backed)


_RANK = re.compile(r"r\s*(\d+)", re.IGNORECASE)
_POSITION = re.compile(r"p\s*(.+)", re.IGNORECASE)


def _drop(stance: dict[str, Any], *keys: str) -> None:
    for key in keys:
        stance.pop(key, None)


def _limit_in(merge: _Merge, row: dict[str, Any], party: str) -> str | None:
    heading = party + layout.LIMIT
    cell = row.get(heading)
    if cell is None or str(cell).lower() in ("x", "b"):
        return None if cell is None else str(cell).lower()
    merge.complain(
        row, layout.MATRIX, heading, f"{str(cell)[:40]!r} is no limit", "write x (red line) or b (bottom line)"
    )
    return None


def _set_limit(stance: dict[str, Any], outcome: str, limit: str | None) -> None:
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
            issue = str(row.get("issue"))
            stance = data.get("stances", {}).get(issue)
            if stance is None:
                continue
            known = merge.case.parties[party].stances.get(issue) if party in merge.case.parties else None
            old = amount_cell(known.salience if known else None)
            backed = bool({"because", "judged_by"} & stance.keys())
            merge.set_amount(stance, "salience", row, layout.SALIENCE, party, old, backed=backed)


def _statements(merge: _Merge, rows: list[dict[str, Any]]) -> None:
    statements = merge.data.setdefault("statements", [])
    known = {s["id"]: s for s in statements}
    for row in rows:
        key = _word(row.get("id"))
        if not key:
            continue
        if key not in known:
            statements.append(known.setdefault(key, {"id": key}))
        for column in layout.STATEMENT_COLUMNS[1:]:
            if row.get(column) is not None:
                known[key][column] = _statement_value(column, row[column])
        if not known[key].get("hedged", True):
            del known[key]["hedged"]
    if not statements:
        del merge.data["statements"]


def _statement_value(column: str, cell: Any) -> Any:
    if column in layout.LISTS:
        return [part.strip() for part in str(cell).split(",") if part.strip()]
    return str(cell).lower() not in ("no", "false", "0", "-") if column == "hedged" else str(cell)


def _word(cell: Any) -> str | None:
    return None if cell is None else str(cell)
