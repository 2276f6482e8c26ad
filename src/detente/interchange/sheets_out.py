"""A case as a spreadsheet that a person can fill in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case import Case, Quantity, Stance
from detente.case.files import check_ending, write_whole
from detente.interchange import layout

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | float | None


def write_matrix(case: Case, path: Path) -> None:
    """Write the issue matrix, the parties and the statements of a case as a spreadsheet."""
    from openpyxl import Workbook

    check_ending(path, ".xlsx")
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(book.create_sheet(layout.MATRIX), _matrix_head(case), _matrix_rows(case), (16, 34, 16, 44, 7), freeze="F2")
    _fill(book.create_sheet(layout.SALIENCE), ("issue", *case.parties), _salience_rows(case), (16,), freeze="B2")
    _fill(
        book.create_sheet(layout.PARTIES),
        layout.PARTY_COLUMNS,
        _party_rows(case),
        (18, 28, 14, 18, 14, 14),
        freeze="B2",
    )
    _fill(
        book.create_sheet(layout.STATEMENTS), layout.STATEMENT_COLUMNS, _statement_rows(case),
        (10, 16, 60, 18, 18, 26, 14, 18, 26, 12, 8, 30), freeze="B2",
    )  # fmt: skip
    stream = io.BytesIO()
    book.save(stream)
    write_whole(path, stream.getvalue())


def _fill(
    sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int], *, freeze: str
) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for row, cells in enumerate([head, *rows], start=1):
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                # A label that starts with = must stay a label: the spreadsheet may come from a stranger.
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == 1:
                cell.font = Font(bold=True)
    for column in range(1, len(head) + 1):
        width = widths[column - 1] if column <= len(widths) else 12
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = freeze


def _matrix_head(case: Case) -> list[str]:
    return [*layout.MATRIX_COLUMNS, *(h for party in case.parties for h in (party, party + layout.LIMIT))]


def _matrix_rows(case: Case) -> Iterable[list[Cell]]:
    for key, issue in case.issues.items():
        for name, outcome in issue.outcomes.items():
            row: list[Cell] = [key, issue.question, name, outcome.label, outcome.at]
            for party in case.parties.values():
                stance = party.stances.get(key)
                row += [worth_cell(stance, name), limit_cell(stance, name)]
            yield row


def worth_cell(stance: Stance | None, outcome: str) -> Cell:
    """Return the value of an outcome; a rank is written r1, r2, …, a position stands in each row as p."""
    if stance is None:
        return None
    if stance.values is not None:
        return amount_cell(stance.values.get(outcome))
    if stance.ranking is not None:
        ranks = (f"r{n}" for n, tier in enumerate(stance.ranking, start=1) if outcome in tier)
        return next(ranks, None)
    if stance.position is None:
        return None
    place = amount_cell(stance.position)
    return f"p {place:g}" if isinstance(place, float) else f"p {place}"


def limit_cell(stance: Stance | None, outcome: str) -> Cell:
    """Return ``x`` for a red line, ``b`` for the bottom line, nothing for neither."""
    if stance is None:
        return None
    if outcome in stance.red_line:
        return "x"
    return "b" if stance.bottom_line == outcome else None


def _salience_rows(case: Case) -> Iterable[list[Cell]]:
    for key in case.issues:
        stances = (party.stances.get(key) for party in case.parties.values())
        yield [key, *(amount_cell(s.salience) if s else None for s in stances)]


def _party_rows(case: Case) -> Iterable[list[Cell]]:
    for key, party in case.parties.items():
        yield [key, party.name, party.kind, party.of, amount_cell(party.power), amount_cell(party.no_deal)]


def _statement_rows(case: Case) -> Iterable[list[Cell]]:
    for s in case.statements:
        yield [
            s.id, s.document, s.quote, s.speaker, s.holder, ", ".join(s.chain), s.act, ", ".join(s.target),
            ", ".join(s.about), s.date, "x" if s.hedged else None, s.note,
        ]  # fmt: skip


def amount_cell(quantity: Quantity | None) -> Cell:
    """Return a quantity as a cell; several judgements keep their place in the file and show as text."""
    if quantity is None:
        return None
    if quantity.value is not None:
        return layout.written(quantity.value)
    return "judged: " + "; ".join(f"{j.by} {layout.written(j.value)}" for j in quantity.judgements)
