"""Matrices of analysts: three layouts, in CSV and in spreadsheets, with their usual variants."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

from detente.errors import InputError
from detente.interchange.scenario import Scenario
from detente.interchange.tables_in import read_table

MATRIX = """issue,outcome,Union,Company
pay,2 %,0,100
pay,4 %,60,40
hours,35,30,0
hours,40,0,30
no deal,,20,25
"""
LIST = """Party;Issue;Outcome;Value
Union;pay;2 %;0
;;4 %;60
;hours;35;30
;;40;0
Union;no deal;;20
Company;pay;2 %;100
;;4 %;40
;hours;35;0
;;40;30
Company;No deal;;25
"""
SHEET = "Party\tpay\t\thours\t\tno deal\n\t2 %\t4 %\t35\t40\t\nUnion\t0\t60\t30\t0\t20\nCompany\t100\t40\t0\t30\t25\n"


def read(folder: Path, text: str, name: str = "talks.csv") -> Scenario:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_table(path)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        read(folder, text)
    return str(caught.value)


def assert_is_the_talks(scenario: Scenario) -> None:
    assert scenario.parties == ("Union", "Company")
    assert scenario.issues == ("pay", "hours")
    assert scenario.outcomes == (("2 %", "4 %"), ("35", "40"))
    assert scenario.values[0].tolist() == [[0, 60], [100, 40]]
    assert scenario.values[1].tolist() == [[30, 0], [0, 30]]
    assert scenario.reservation.tolist() == [20, 25]


@pytest.mark.parametrize("text", [MATRIX, LIST, SHEET], ids=["matrix", "list", "sheet"])
def test_three_layouts_say_the_same(tmp_path: Path, text: str) -> None:
    assert_is_the_talks(read(tmp_path, text))


@pytest.mark.parametrize("text", [MATRIX, LIST, SHEET], ids=["matrix", "list", "sheet"])
def test_a_spreadsheet_says_the_same_on_any_of_its_sheets(tmp_path: Path, text: str) -> None:
    book = Workbook()
    book.worksheets[0].append(["Talks of Tuesday"])
    sheet = book.create_sheet("Values")
    for line in text.splitlines():
        cells = line.replace(";", ",").replace("\t", ",").split(",")
        sheet.append([float(c) if c.replace(".", "").isdigit() else c or None for c in cells])
    book.save(tmp_path / "talks.xlsx")

    assert_is_the_talks(read_table(tmp_path / "talks.xlsx"))


def test_without_weights_values_are_points_that_are_summed(tmp_path: Path) -> None:
    scenario = read(tmp_path, MATRIX)

    assert not scenario.is_weighted
    assert scenario.best.tolist() == [90, 130]


def test_an_issue_may_stand_in_its_first_row_only(tmp_path: Path) -> None:
    assert_is_the_talks(read(tmp_path, MATRIX.replace("pay,4", ",4").replace("hours,40", ",40")))


def test_rows_of_weights_multiply_the_values(tmp_path: Path) -> None:
    weighted = MATRIX + "pay,weight,0.6,0.5\nhours,Weight,0.4,0.5\n"
    scenario = read(tmp_path, weighted)

    assert scenario.is_weighted
    assert scenario.weights.tolist() == [[0.6, 0.4], [0.5, 0.5]]
    assert scenario.best.tolist() == pytest.approx([48, 65])


def test_a_list_may_have_a_column_of_weights(tmp_path: Path) -> None:
    text = "party,issue,outcome,value,weight\nU,pay,a,1,0.5\nU,pay,b,0,0.5\nU,hours,c,1,0.5\n"

    assert read(tmp_path, text).weights.tolist() == [[0.5, 0.5]]


def test_a_decimal_comma_is_one_where_commas_cut_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "issue;outcome;U\npay;a;0,5\npay;b;1,25\n").values[0].tolist() == [[0.5, 1.25]]


def test_what_excel_writes_without_utf_8_is_read(tmp_path: Path) -> None:
    path = tmp_path / "talks.csv"
    path.write_bytes("issue,outcome,Präsident\npay,a,1\n".encode("cp1252"))

    assert read_table(path).parties == ("Präsident",)


def test_headings_may_be_synonyms_and_columns_of_words_are_left(tmp_path: Path) -> None:
    scenario = read(tmp_path, "Topic,OPTION,Description,Union\npay,a,low pay,1\npay,b,,2\n")

    assert scenario.parties == ("Union",)
    assert scenario.values[0].tolist() == [[1, 2]]


def test_an_outcome_called_no_agreement_is_an_outcome(tmp_path: Path) -> None:
    assert read(tmp_path, MATRIX.replace("40,0,30", "No agreement,0,30")).outcomes[1] == ("35", "No agreement")


def test_a_party_without_values_on_an_issue_is_warned_of(tmp_path: Path) -> None:
    scenario = read(tmp_path, MATRIX.replace("35,30,0", "35,30,").replace("40,0,30", "40,0,"))

    assert scenario.values[1][1].tolist() == [0, 0]
    assert any(m.rule == "lacks-value" and "'Company'" in m.what for m in scenario.messages)


def test_a_reservation_value_below_the_least_value_is_told(tmp_path: Path) -> None:
    scenario = read(tmp_path, MATRIX)

    assert np.allclose(scenario.no_deal, [20, 40])
    assert any(m.rule == "no-deal" and "the reservation value 25 is below it" in m.what for m in scenario.messages)


def test_a_blank_reservation_value_is_none(tmp_path: Path) -> None:
    assert math.isnan(read(tmp_path, MATRIX.replace("20,25", "20,")).reservation[1])


FAULTS = {
    "text": ("4 %,60", "4 %,much", "talks.csv:3:3: the value of '4 %' is 'much'"),
    "nan": ("4 %,60", "4 %,nan", "talks.csv:3:3: the value of '4 %' is 'nan'"),
    "infinite": ("4 %,60", "4 %,1e999", "is '1e999'"),
    "half an issue": ("4 %,60,40", "4 %,60,", "'Company' has no value for '4 %' of 'pay'"),
    "twice": ("pay,4 %", "pay,2 %", "'2 %' of 'pay' has a second value for 'Union'"),
    "no outcome": ("pay,4 %", "pay,", "'60' belongs to no outcome"),
    "negative weight": ("no deal,,20,25", "pay,weight,-1,1\nhours,weight,1,1", "talks.csv:6:3: a weight is negative"),
    "half the weights": ("no deal,,20,25", "pay,weight,1,1", "'Union' has no weight for 'hours'"),
    "no deal twice": ("no deal,,20,25", "no deal,,20,25\nno deal,,21,", "no deal has a second value for 'Union'"),
    "infinite no deal": ("no deal,,20", "no deal,,inf", "the value of no deal is 'inf'"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_told_with_its_row_and_column(tmp_path: Path, kind: str) -> None:
    before, after, expected = FAULTS[kind]

    assert expected in refusal(tmp_path, MATRIX.replace(before, after))


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "issue,outcome\npay,a\n", "hello", "issue,outcome,U\n"])
def test_a_table_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    assert "talks.csv" in refusal(tmp_path, text)


def test_an_empty_file_and_one_of_zero_bytes_are_refused(tmp_path: Path) -> None:
    assert "is empty" in refusal(tmp_path, "")
    assert "zero bytes" in refusal(tmp_path, "a\0b")


def test_numbers_without_a_party_are_refused_and_blank_cells_are_not(tmp_path: Path) -> None:
    sheet = SHEET + "\t\t\t\t\t9\n"

    assert "'9' belongs to no party" in refusal(tmp_path, sheet)
    assert read(tmp_path, SHEET + "\t\n").parties == ("Union", "Company")


def test_a_name_that_fills_pages_is_refused(tmp_path: Path) -> None:
    assert "a name has 3,000 characters" in refusal(tmp_path, MATRIX.replace("pay", "p" * 3_000))
