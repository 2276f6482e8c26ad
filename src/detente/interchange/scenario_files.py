"""Scenario files of any kind: which tool a path belongs to, and reading and writing it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from detente.errors import InputError, Problem
from detente.interchange.genius_in import read_genius
from detente.interchange.genius_out import write_genius
from detente.interchange.geniusweb_in import read_geniusweb
from detente.interchange.negmas_in import ENDINGS as NEGMAS
from detente.interchange.negmas_in import read_negmas
from detente.interchange.negmas_out import write_negmas
from detente.interchange.scenario import Scenario
from detente.interchange.stranger_files import files_of, head_of, is_folder
from detente.interchange.tables_in import ENDINGS as TABLES
from detente.interchange.tables_in import read_table
from detente.interchange.tables_out import write_table

Form = Literal["negmas", "genius", "table"]
"""In which a scenario can be written."""
Readable = Literal["negmas", "genius", "geniusweb", "table"]
CASE_FILES = ("case.yaml", "case.yml")
_FORMAT = re.compile(rb"^format *:", re.MULTILINE)
"""The key with which a case begins."""
_GENIUSWEB = re.compile(rb"""["']issuesValues["'][ \t\r\n]*:[ \t\r\n]*\{""")
_ISSUES = re.compile(rb"""\bissues["']?[ \t]*:(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:-[ \t\r\n]|\[)""")
"""Issues as a list, in YAML or JSON."""


def form_of(path: Path) -> Readable | None:
    """Return which form of scenario a path has, or None where it is none: a case, or nothing known.

    A folder without a ``case.yaml`` is one where it holds a domain of Genius or NegMAS; where it holds both, NegMAS's
    own YAML is read. A YAML file is one where its issues are a list, as in no case.
    """
    ending = path.suffix.lower()
    if is_folder(path):
        return _form_of_folder(path)
    if ending in TABLES:
        return "table"
    if ending == ".xml":
        return "genius"
    if ending == ".json" and _GENIUSWEB.search(head_of(path)):
        return "geniusweb"
    return "negmas" if ending in NEGMAS and _has_domain(path) else None


def _form_of_folder(folder: Path) -> Readable | None:
    if any((folder / name).exists() for name in CASE_FILES):
        return None
    if any(_has_domain(file) for file in files_of(folder, *NEGMAS)):
        return "negmas"
    if any(_GENIUSWEB.search(head_of(file)) for file in files_of(folder, ".json")):
        return "geniusweb"
    return "genius" if files_of(folder, ".xml") else None


def _has_domain(path: Path) -> bool:
    """Return whether a file begins like an outcome space: it may be broken, which is told where it is read."""
    head = head_of(path)
    return bool(_ISSUES.search(head)) and not _FORMAT.search(head)


def read_scenario(path: Path) -> Scenario:
    """Return the scenario of a folder or file of Genius, GeniusWeb, NegMAS or a table.

    Parameters
    ----------
    path : Path
        A folder, the file of a domain in one, or a CSV or .xlsx file.

    Raises
    ------
    InputError
        If it is none of these, or with every fault that it has.
    """
    form = form_of(path)
    if form is None:
        raise InputError.of("no-scenario", f"{path} is no negotiation scenario", _remedy(path))
    if form == "genius":
        return read_genius(path)
    if form == "geniusweb":
        return read_geniusweb(path)
    return read_negmas(path) if form == "negmas" else read_table(path)


def _remedy(path: Path) -> str:
    if is_folder(path):
        return "name a folder with a Genius, GeniusWeb or NegMAS domain and a profile for each party, or a table"
    return f"these are read: folders with a domain and profiles, {', '.join(('.xml', *NEGMAS, *TABLES))}"


def write_scenario(scenario: Scenario, path: Path, form: Form) -> tuple[Problem, ...]:
    """Write a scenario in a form of another tool, and return what was rescaled or lost.

    Parameters
    ----------
    scenario : Scenario
    path : Path
        A new or empty folder for ``"negmas"`` and ``"genius"``, a .csv or .xlsx file for ``"table"``.
    form : {"negmas", "genius", "table"}

    Raises
    ------
    InputError
        If it cannot be written there.
    """
    write = {"negmas": write_negmas, "genius": write_genius, "table": write_table}[form]
    told = write(scenario, path)
    if not scenario.bonuses:
        return (*scenario.messages, *told)
    what = f"left out: {len(scenario.bonuses)} interactions, as these files are sums over issues"
    return (*scenario.messages, *told, Problem("lost", what, "keep the original", severity="warning"))
