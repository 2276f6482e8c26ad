"""The issue matrix: what each party wants on each issue, with how it is known."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case import Case, Party, Stance
from detente.case.advice import worth_of
from detente.case.quantity import Mark


@dataclass(frozen=True)
class Cell:
    """One party's stance on one issue.

    `best` are the labels it likes best, `red_line` those it never signs, `bottom_line` the least it
    accepts now (empty where it has none).
    """

    best: tuple[str, ...]
    red_line: tuple[str, ...]
    bottom_line: str
    salience: str
    mark: Mark
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One issue, with a cell for each party that has a stance on it."""

    issue: str
    name: str
    question: str
    cells: dict[str, Cell]


def matrix_of(case: Case) -> tuple[Row, ...]:
    """Return the issue matrix, a row an issue in the order of the case."""
    return tuple(
        Row(
            issue,
            case.issue_name(issue),
            asked.question,
            {key: _cell(case, issue, p, p.stances[issue]) for key, p in case.parties.items() if issue in p.stances},
        )
        for issue, asked in case.issues.items()
    )


def _cell(case: Case, issue: str, party: Party, stance: Stance) -> Cell:
    worth = worth_of(case, issue, stance)
    outcomes = case.issues[issue].outcomes
    best = [outcomes[o].label for o, v in worth.items() if v == max(worth.values())]
    line = stance.bottom_line
    bottom = "" if line is None else outcomes[line].label if isinstance(line, str) else f"worth {line}"
    return Cell(
        tuple(best), tuple(outcomes[o].label for o in stance.red_line), bottom,
        "" if not worth else str(stance.salience) if stance.salience is not None else "50 (assumed)",
        "assumed" if stance.ranking is not None else _mark(party, stance), stance.because,
    )  # fmt: skip


def _mark(party: Party, stance: Stance) -> Mark:
    return stance.mark if stance.mark != "assumed" else party.mark
