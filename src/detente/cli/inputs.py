"""What a command is given, as a case: a case, or a file or folder of another tool."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from detente.case import Case
from detente.cli import output
from detente.errors import Problem

READABLE = {
    ".gmcr": "graph models of gmcr-py",
    ".xml": "Genius domains with their profiles",
    ".csv, .tsv and .xlsx": "tables of parties, issues and outcomes",
    ".json": "GeniusWeb profiles and NegMAS scenarios",
    "a folder": "a Genius, GeniusWeb or NegMAS scenario",
}
"""What can be imported, by ending."""


def read_any(path: str | os.PathLike[str], documents: str | os.PathLike[str] | None = None) -> Case:
    """Return the case of a path: what :func:`detente.read_case` reads, or another tool's file or folder.

    Parameters
    ----------
    path : path or str
        A case file, a folder with a ``case.yaml``, the name of a bundled case, a .gmcr file, or a negotiation
        scenario: a folder, the file of its domain, a CSV or .xlsx table.
    documents : path, optional
        Folder with texts that a case cites by digest only.

    Raises
    ------
    InputError
        With every problem, each with its place. What was rescaled or assumed of a scenario is told on stderr.
    """
    from detente.sources import read_case

    read = read_other(Path(path))
    if read is None:
        return read_case(path, documents)
    case, messages = read
    for message in messages:
        output.talk(f"{message.severity}: {message}")
    return case


def read_other(path: Path) -> tuple[Case, Sequence[Problem]] | None:
    """Return another tool's file or folder as a case, with what to say about it; None where it is no such thing."""
    if path.suffix.lower() == ".gmcr":
        from detente.interchange.gmcr import read_gmcr
        from detente.interchange.gmcr_to_case import case_of

        file = read_gmcr(path)
        return case_of(file), file.notes
    from detente.interchange.scenario_files import form_of, read_scenario
    from detente.interchange.scenario_to_case import case_of_scenario

    if form_of(path) is None:
        return None
    scenario = read_scenario(path)
    return case_of_scenario(scenario), scenario.messages
