"""Read the matrix of an analyst: party × issue × outcome, in a CSV file or a spreadsheet.

Three layouts are read, and told apart by their headings:

- *matrix*: columns ``issue``, ``outcome`` and one for each party, one row an outcome;
- *list*: columns ``party``, ``issue``, ``outcome``, ``value``, one row for each of them;
- *sheet*: issues in the first row, outcomes in the second, one row a party.

A row (in a sheet, a column) with ``weight`` for the outcome has the weights of the issue; one with ``no deal`` for the
issue, and no outcome, the reservation values. Without weights the values are points and are summed as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from detente.errors import InputError
from detente.interchange import layout
from detente.interchange.assemble import Question, Utility, assemble, check_questions, check_size
from detente.interchange.lookup import numbers_of
from detente.interchange.names_in import MAX_NAME
from detente.interchange.remarks import Place, Remarks, listed
from detente.interchange.scenario import Scenario
from detente.interchange.table_cells import Grid, read_grids
from detente.interchange.table_words import is_label, is_no_deal, is_weight, number_in, role_of

ENDINGS = (".csv", ".tsv", ".xlsx")


@dataclass(frozen=True)
class Entry:
    """One number of a table: what it is worth to a party, and where it stands."""

    party: str
    issue: str
    outcome: str
    cell: str
    place: Place


@dataclass
class _Table:
    """The numbers of a table by what they are about."""

    parties: dict[str, Place] = field(default_factory=dict)
    issues: dict[str, dict[str, Place]] = field(default_factory=dict)
    values: dict[tuple[str, str, str], float] = field(default_factory=dict)
    weights: dict[tuple[str, str], float] = field(default_factory=dict)
    reservations: dict[str, float] = field(default_factory=dict)


def read_table(path: Path) -> Scenario:
    """Return the scenario of a CSV or .xlsx file.

    Parameters
    ----------
    path : Path

    Raises
    ------
    InputError
        With every fault and its row and column.
    """
    grids = read_grids(path)
    if {f"{path.name}, sheet {name}" for name in (layout.MATRIX, layout.PARTIES)} <= {g.file for g in grids}:
        remedy = "take it into its case with `detente matrix CASE --read FILE`"
        raise InputError.of("table", "this is the spreadsheet of a case", remedy, path.name)
    grid = next((g for g in grids if layout_of(g)), None)
    if grid is None:
        what = "no table of parties, issues and outcomes is in it"
        remedy = "head the columns with issue, outcome and the parties; see the guide to importing"
        raise InputError.of("table", what, remedy, path.name)
    remarks = Remarks()
    table = _collected(grid, remarks)
    remarks.check()
    return _scenario(path.stem, grid, table, remarks)


def layout_of(grid: Grid) -> str:
    """Return which layout a table has, or nothing."""
    roles = [role_of(cell) for cell in grid.rows[0]]
    if {"party", "issue", "outcome", "value"} <= set(roles):
        return "list"
    if {"issue", "outcome"} <= set(roles) and "party" not in roles:
        return "matrix"
    is_sheet = len(grid.rows) > 2 and role_of(grid.cell(0, 0)) in ("party", "issue", "") and len(grid.rows[0]) > 1
    return "sheet" if is_sheet and role_of(grid.cell(1, 0)) in ("party", "outcome", "") else ""


def _collected(grid: Grid, remarks: Remarks) -> _Table:
    read = {"list": _of_list, "matrix": _of_matrix, "sheet": _of_sheet}[layout_of(grid)]
    table = _Table()
    for entry in read(grid):
        _take(table, entry, remarks, has_decimal_comma=grid.has_decimal_comma)
    return table


def _of_matrix(grid: Grid) -> Iterator[Entry]:
    head = grid.rows[0]
    roles = [role_of(cell) for cell in head]
    at_issue, at_outcome = roles.index("issue"), roles.index("outcome")
    parties = [(c, name) for c, name in enumerate(head) if name and not roles[c] and not is_label(name)]
    issue = ""
    for row in range(1, len(grid.rows)):
        issue = grid.cell(row, at_issue) or issue  # merged cells: an issue may stand in its first row only
        for column, party in parties:
            yield Entry(party, issue, grid.cell(row, at_outcome), grid.cell(row, column), grid.place(row, column))


def _of_list(grid: Grid) -> Iterator[Entry]:
    roles = [role_of(cell) for cell in grid.rows[0]]
    at = {name: roles.index(name) for name in ("party", "issue", "outcome", "value")}
    at_weight = next((c for c, name in enumerate(grid.rows[0]) if is_weight(name)), None)
    party = issue = ""
    for row in range(1, len(grid.rows)):
        party, issue = grid.cell(row, at["party"]) or party, grid.cell(row, at["issue"]) or issue
        outcome, column = grid.cell(row, at["outcome"]), at["value"]
        yield Entry(party, issue, outcome, grid.cell(row, column), grid.place(row, column))
        if at_weight is not None and grid.cell(row, at_weight):
            yield Entry(party, issue, "weight", grid.cell(row, at_weight), grid.place(row, at_weight))


def _of_sheet(grid: Grid) -> Iterator[Entry]:
    width = max(map(len, grid.rows))
    issues, issue = [], ""
    for column in range(1, width):
        issue = grid.cell(0, column) or issue
        issues.append(issue)
    for row in range(2, len(grid.rows)):
        for column, issue in enumerate(issues, start=1):
            outcome, cell = grid.cell(1, column), grid.cell(row, column)
            if outcome or is_no_deal(issue):
                yield Entry(grid.cell(row, 0), issue, outcome, cell, grid.place(row, column))


def _take(table: _Table, entry: Entry, remarks: Remarks, *, has_decimal_comma: bool) -> None:
    """Put one number where it belongs, or say why it cannot be."""
    is_reservation = is_no_deal(entry.issue) and not entry.outcome
    if not _is_named(entry, remarks, needs_outcome=not is_reservation):
        return
    table.parties.setdefault(entry.party, entry.place)
    if is_reservation:
        _take_reservation(table, entry, remarks, has_decimal_comma=has_decimal_comma)
        return
    outcomes = table.issues.setdefault(entry.issue, {})
    if is_weight(entry.outcome):
        _take_weight(table, entry, remarks, has_decimal_comma=has_decimal_comma)
        return
    outcomes.setdefault(entry.outcome, entry.place)
    key = (entry.party, entry.issue, entry.outcome)
    if key in table.values:
        what = f"{entry.outcome!r} of {entry.issue!r} has a second value for {entry.party!r}"
        remarks.wrong("twice", entry.place, what, "keep one of the two")
    elif entry.cell:
        what = f"the value of {entry.outcome[:60]!r}"
        table.values[key] = number_in(entry.cell, what, entry.place, remarks, comma=has_decimal_comma)


def _is_named(entry: Entry, remarks: Remarks, *, needs_outcome: bool) -> bool:
    """Return whether a number has the names that it needs; one without, or with one that fills pages, is a fault."""
    names = {"party": entry.party, "issue": entry.issue}
    if needs_outcome:
        names["outcome"] = entry.outcome
    missing = next((what for what, name in names.items() if not name), None)
    if missing and entry.cell:
        remarks.wrong("table", entry.place, f"{entry.cell[:40]!r} belongs to no {missing}", f"name the {missing}")
    long = max(names.values(), key=len)
    if len(long) > MAX_NAME:
        remarks.wrong("text", entry.place, f"a name has {len(long):,} characters", f"write at most {MAX_NAME:,}")
    return missing is None and len(long) <= MAX_NAME


def _take_reservation(table: _Table, entry: Entry, remarks: Remarks, *, has_decimal_comma: bool) -> None:
    if not entry.cell:
        return
    if entry.party in table.reservations:
        what = f"no deal has a second value for {entry.party!r}"
        remarks.wrong("twice", entry.place, what, "keep one of the two")
    value = number_in(entry.cell, "the value of no deal", entry.place, remarks, comma=has_decimal_comma)
    table.reservations[entry.party] = value


def _take_weight(table: _Table, entry: Entry, remarks: Remarks, *, has_decimal_comma: bool) -> None:
    if not entry.cell:
        return
    value = number_in(entry.cell, "a weight", entry.place, remarks, comma=has_decimal_comma)
    before = table.weights.setdefault((entry.party, entry.issue), value)
    if before != value and not math.isnan(value):
        what = f"{entry.issue!r} has two weights for {entry.party!r}: {before:g} and {value:g}"
        remarks.wrong("weight", entry.place, what, "keep one of the two")
    if value < 0:
        remedy = "turn the values of that issue round instead, and give a weight from 0 up"
        remarks.wrong("weight", entry.place, f"a weight is negative: {value:g}", remedy)


def _scenario(name: str, grid: Grid, table: _Table, remarks: Remarks) -> Scenario:
    here = Place(grid.file)
    questions = tuple(
        Question(issue, tuple(outcomes), next(iter(outcomes.values()), here), numbers_of(tuple(outcomes)))
        for issue, outcomes in table.issues.items()
    )
    check_questions(questions, here, remarks)
    if not table.parties:
        remarks.wrong("table", here, "there are no parties", "give each party a column with its name")
    check_size(questions, len(table.parties), here, remarks)
    utilities = [_utility(party, table, questions, here, remarks) for party in table.parties]
    return assemble(name, f"the table {grid.file}", questions, utilities, remarks, is_weighted=bool(table.weights))


def _utility(party: str, table: _Table, questions: Sequence[Question], here: Place, remarks: Remarks) -> Utility:
    """Return the column of a party; an issue of which it says nothing is worth nothing to it."""
    values, weights = [], []
    for question in questions:
        keys = [(party, question.name, outcome) for outcome in question.outcomes]
        missing = [outcome for *_, outcome in keys if (party, question.name, outcome) not in table.values]
        if missing and len(missing) < len(keys):
            what = f"{party!r} has no value for {listed(missing)} of {question.name!r}"
            remarks.wrong("lacks-value", question.place, what, "give each outcome a value, or none of them")
        elif missing:
            remarks.warn("lacks-value", question.place, f"{party!r} has no values for {question.name!r}", "read as 0")
        values.append(np.array([table.values.get(key, 0.0) for key in keys]))
        weights.append(_weight(party, question, table, remarks))
    reservation = table.reservations.get(party, math.nan)
    return Utility(party, here, tuple(values), tuple(weights), reservation=reservation)


def _weight(party: str, question: Question, table: _Table, remarks: Remarks) -> float:
    if (party, question.name) in table.weights:
        return table.weights[party, question.name]
    if not table.weights:
        return 1.0
    what = f"{party!r} has no weight for {question.name!r}, and others have"
    remarks.wrong("weight", question.place, what, "give a weight for each party and issue, or none")
    return 0.0
