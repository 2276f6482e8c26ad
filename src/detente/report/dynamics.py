"""What a brief shows of bargaining while fighting: words and tables, ready for the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from detente.dynamics.result import DynamicsResult, MoveReport
from detente.figures import Figure, beliefs_figure, course_figure, flip_map_figure, survival_figure
from detente.findings import Brief
from detente.findings.mechanisms import MechanismRow, subject_of
from detente.findings.moves import move_sentences
from detente.findings.words import Words, counted, listed, percent, upper
from detente.report.tables import (
    Table,
    accounts_table,
    choices_table,
    fighting_table,
    months_of,
    observers_table,
    reference_tables,
    sources_of,
    steps_table,
    terms_table,
)


@dataclass(frozen=True)
class MoveView:
    """One move: what it does in sentences, who makes what of it, and its map."""

    heading: str
    sentences: tuple[str, ...]
    observers: Table
    figure: Figure
    is_open: bool


@dataclass(frozen=True)
class MechanismGroup:
    """The answers to one question, each with the numbers of its notes."""

    letter: str
    question: str
    rows: tuple[tuple[MechanismRow, tuple[int, ...]], ...]


@dataclass(frozen=True)
class DynamicsView:
    """Everything that the template needs.

    Attributes
    ----------
    moves : tuple of MoveView
        Those after which somebody acts otherwise; the first of all where there is none.
    unmoved : tuple of str
        A sentence for each of the others.
    course, survival, beliefs : Figure
    terms, fighting, choices : Table
        How it may end, what fighting on is worth, and how much hangs on the choices of modelling.
    reference, sources : tuple of Table, tuple of str
        What was counted, and where the counts come from.
    steps, accounts : Table or None
    silent : tuple of str
        Mechanisms that say nothing here.
    method : str
    """

    moves: tuple[MoveView, ...]
    unmoved: tuple[str, ...]
    course: Figure
    survival: Figure
    beliefs: Figure | None
    terms: Table
    fighting: Table
    choices: Table
    reference: tuple[Table, ...]
    sources: tuple[str, ...]
    mechanisms: tuple[MechanismGroup, ...]
    silent: tuple[str, ...]
    steps: Table | None
    accounts: Table | None
    method: str


def dynamics_view(brief: Brief) -> DynamicsView | None:
    """Return what the brief shows of bargaining while fighting; nothing where the case says nothing about it."""
    result, words = brief.dynamics, Words(brief.case)
    if result is None:
        return None
    names = {key: party.name for key, party in brief.case.parties.items()}
    shown = _moves_to_show(result)
    return DynamicsView(
        _moves(brief, words, result, shown, names),
        tuple(move_sentences(words, brief.case, r)[0] for key, r in result.moves.items() if key not in shown),
        course_figure(result), survival_figure(result), beliefs_figure(result, names),
        terms_table(brief, words, result), fighting_table(words, result), choices_table(result),
        tuple(reference_tables(result)), tuple(sources_of(result)),
        tuple(_groups(brief)), tuple(_silent(brief, words, result)),
        steps_table(brief, words, result), accounts_table(words, result), _method(words, result),
    )  # fmt: skip


def _moves_to_show(result: DynamicsResult) -> list[str]:
    telling = [key for key, report in result.moves.items() if _tells(report)]
    return telling or list(result.moves)[:1]


def _tells(report: MoveReport) -> bool:
    return any(s.is_flipped for s in report.reading.signals)


def _is_read(report: MoveReport) -> bool:
    return report.reading.reads_weak or report.reading.reads_strong or report.reading.reassures


def _moves(
    brief: Brief, words: Words, result: DynamicsResult, shown: list[str], names: Mapping[str, str]
) -> tuple[MoveView, ...]:
    reports = {key: result.moves[key] for key in shown}
    read = [key for key, report in reports.items() if _is_read(report)]
    views = []
    for n, (key, report) in enumerate(reports.items(), start=1):
        said = move_sentences(words, brief.case, report)
        # The sentences about the observers are left out: the table says the same.
        said = [said[0], *said[1 + len(report.reading.signals) :]]
        figure = flip_map_figure(result, f"flip-{n}", key, names)
        heading = subject_of(brief.case, words, key)
        views.append(MoveView(heading, tuple(said), observers_table(words, result, report), figure, key in read[:1]))
    return tuple(views)


def _groups(brief: Brief) -> Iterator[MechanismGroup]:
    for (letter, question), rows in groupby(brief.mechanisms, key=lambda r: (r.row, r.question)):
        yield MechanismGroup(letter, question, tuple((r, brief.numbers_of(r.statements)) for r in rows))


def _silent(brief: Brief, words: Words, result: DynamicsResult) -> Iterator[str]:
    for skipped in result.skipped:
        about = f" ({subject_of(brief.case, words, skipped.subject)})" if skipped.subject else ""
        yield f"{upper(skipped.mechanism.replace('_', ' '))}{about}: {skipped.why.removeprefix(f'{skipped.mechanism}: ')}."


def _method(words: Words, result: DynamicsResult) -> str:
    first, second = map(words.party, result.sides)
    others = listed([name for name in result.choices if name != "standard"])
    left_out = "".join(f" Left out, as {why}: {name}." for name, why in result.left_out.items())
    drawn = f"{counted(result.draws, 'draw')} over the ranges, seed {result.seed}" if result.draws else "no draws"
    assumed = counted(len(result.inputs.assumed), "number")
    return (
        f"Bargaining while fighting between {first} and {second}: {result.method}, {months_of(result)} months; {drawn}. "
        f"Bands hold 90 % of the draws and the named choices: {others}.{left_out} The largest residual of all runs is "
        f"{result.residual:.1g}; {percent(result.unsettled)} of the nodes had not settled. {upper(assumed)} of this part "
        f"{'was' if len(result.inputs.assumed) == 1 else 'were'} given by nobody and assumed. No equilibrium is claimed. "
        "Shares of past wars and agreements stand beside these numbers and enter none of them."
    )
