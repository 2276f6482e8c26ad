"""The issue matrix as a spreadsheet, out and back in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from detente.case import Case, dump_case, load_case
from detente.case.change import with_value
from detente.errors import CaseError, InputError
from detente.examples import example_names, starter_folder
from detente.interchange import layout, read_matrix, write_matrix
from detente.sources import read_case

Edit = Callable[[Any], None]


@pytest.fixture
def starter() -> Case:
    return load_case((starter_folder() / "case.yaml").read_text())


@pytest.fixture
def edited(starter: Case, tmp_path: Path) -> Callable[[Edit], Case]:
    """Write the starter's sheet, change it, and read it back."""

    def edit(change: Edit) -> Case:
        path = tmp_path / "m.xlsx"
        write_matrix(starter, path)
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return read_matrix(starter, path)

    return edit


def column_of(sheet: Any, heading: str) -> int:
    return int(next(c.column for c in sheet[1] if c.value == heading))


def set_cell(sheet: Any, row: str, heading: str, value: Any) -> None:
    """Set the cell of the row whose first or third column says `row`."""
    number = next(r[0].row for r in sheet.iter_rows(min_row=2) if row in (r[0].value, r[2].value))
    sheet.cell(number, column_of(sheet, heading)).value = value


@pytest.mark.parametrize("name", example_names())
def test_out_and_back_in_is_the_identity(name: str, tmp_path: Path) -> None:
    case = read_case(name)
    write_matrix(case, tmp_path / "m.xlsx")

    assert dump_case(read_matrix(case, tmp_path / "m.xlsx")) == dump_case(case)


@pytest.mark.parametrize(
    ("cell", "point"),
    [(70, 70), ("70", 70), ("60 - 80", 70), ("60–80", 70), ("60..80", 70), ("50 / 70 / 80", 70), ("70,5", 70.5)],
)
def test_a_value_is_read_in_each_way_that_people_write_it(
    edited: Callable[[Edit], Case], cell: object, point: float
) -> None:
    case = edited(lambda book: set_cell(book[layout.MATRIX], "two", "company", cell))

    values = case.parties["company"].stances["pay"].values
    assert values is not None
    assert values["two"].point == point


def test_a_changed_number_says_where_it_comes_from(edited: Callable[[Edit], Case]) -> None:
    case = edited(lambda book: set_cell(book[layout.PARTIES], "union", "no_deal", "20 - 30"))

    no_deal = case.parties["union"].no_deal
    assert no_deal is not None
    assert (str(no_deal), no_deal.judged_by) == ("20–30", "the spreadsheet m.xlsx")


def test_limits_are_set_and_taken_away(edited: Callable[[Edit], Case]) -> None:
    def change(book: Any) -> None:
        set_cell(book[layout.MATRIX], "four", "company" + layout.LIMIT, None)
        set_cell(book[layout.MATRIX], "closed", "company" + layout.LIMIT, "x")
        set_cell(book[layout.MATRIX], "two_weeks", "union" + layout.LIMIT, "b")

    stances = {k: p.stances for k, p in edited(change).parties.items()}

    assert stances["company"]["pay"].red_line == ()
    assert stances["company"]["night_shift"].red_line == ("closed",)
    assert stances["union"]["rosters"].bottom_line == "two_weeks"


def test_new_rows_make_a_new_party_issue_and_statement(edited: Callable[[Edit], Case]) -> None:
    def change(book: Any) -> None:
        book[layout.PARTIES].append(["port", "Port authority", "principal", None, None, 30])
        matrix = book[layout.MATRIX]
        column = matrix.max_column + 1
        matrix.cell(1, column, "port")
        matrix.append(["fees", "Who pays the fees?", "firms", "The firms", 0, None, None, None, None, 80])
        matrix.append(["fees", None, "city", "The city", 100, None, None, None, None, 20])
        matrix.cell(matrix.max_row - 1, column, 10)
        matrix.cell(matrix.max_row, column, 90)
        book[layout.STATEMENTS].append(
            [
                "s9",
                "minutes",
                "will not sign any agreement",
                "union",
                "union",
                "author, union",
                "reject",
                None,
                "fees",
                None,
                "x",
            ]
        )

    case = edited(change)

    assert case.parties["port"].no_deal is not None
    assert list(case.issues["fees"].outcomes) == ["firms", "city"]
    assert case.parties["port"].stances["fees"].values is not None
    assert case.statement("s9").chain == ("author", "union")
    assert case.statement("s9").hedged


def test_a_label_that_looks_like_a_formula_stays_a_label(starter: Case, tmp_path: Path) -> None:
    case = with_value(starter, "issues.pay.outcomes.two.label", '=HYPERLINK("http://example.invalid")')
    write_matrix(case, tmp_path / "m.xlsx")

    cell = openpyxl.load_workbook(tmp_path / "m.xlsx")[layout.MATRIX].cell(2, 4)

    assert cell.data_type == "s"
    assert read_matrix(case, tmp_path / "m.xlsx") == case


def test_every_bad_cell_is_named(edited: Callable[[Edit], Case]) -> None:
    def change(book: Any) -> None:
        set_cell(book[layout.MATRIX], "two", "company", "much")
        set_cell(book[layout.SALIENCE], "pay", "union", "high")
        set_cell(book[layout.PARTIES], "union", "no_deal", "?")

    with pytest.raises(CaseError) as raised:
        edited(change)

    said = [str(p) for p in raised.value.problems]
    assert any("sheet Matrix, row 2, column 'company': 'much' is not a quantity" in s for s in said)
    assert any("sheet Salience" in s for s in said)
    assert any("sheet Parties" in s for s in said)


@pytest.mark.parametrize("content", [b"", b"not a spreadsheet", b"PK\x03\x04 broken"])
def test_what_is_no_spreadsheet_is_refused(starter: Case, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.xlsx"
    path.write_bytes(content)

    with pytest.raises(InputError, match=r"is not an \.xlsx file"):
        read_matrix(starter, path)


def test_a_missing_spreadsheet_is_refused(starter: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"m\.xlsx"):
        read_matrix(starter, tmp_path / "m.xlsx")
