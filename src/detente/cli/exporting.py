"""`detente export`: the deals of a case as files of another tool."""

from __future__ import annotations

from pathlib import Path

from detente.case.files import check_ending
from detente.cli import output
from detente.cli.deals import case_for
from detente.cli.importing import check_free
from detente.errors import InputError
from detente.interchange.scenario import Scenario
from detente.interchange.scenario_files import Form, form_of, read_scenario, write_scenario
from detente.interchange.scenario_from_case import scenario_of

FORMS: dict[str, Form] = {"genius": "genius", "negmas": "negmas", "csv": "table", "xlsx": "table"}
"""Which words name which form."""


def export_case(path: str, to: str, target: Path, party: str | None) -> Path:
    """Write the deals of a case, or another tool's scenario, in a form of another tool, and return where.

    What the form cannot hold is told on stderr.

    Parameters
    ----------
    path : str
        What :func:`detente.cli.inputs.read_any` reads.
    to : {"genius", "negmas", "csv", "xlsx"}
    target : Path
        A new or empty folder for the first two, a file for the others.
    party : str, optional
        Leave out what is confidential about others than this party.

    Raises
    ------
    InputError
        If the form is unknown, something is where the files should go, or the input is faulty. Nothing is written then.
    """
    if to not in FORMS:
        raise InputError.of("form", f"there is no form {to!r}", f"one of: {', '.join(FORMS)}")
    if FORMS[to] == "table":
        check_ending(target, f".{to}")
        check_free(target)
    messages = write_scenario(_scenario(path, party), target, FORMS[to])
    for message in messages:
        output.talk(f"{message.severity}: {message}")
    return target


def _scenario(path: str, party: str | None) -> Scenario:
    """Return a scenario as its file has it, or the deals of a case."""
    if party is None and form_of(Path(path)) is not None:
        return read_scenario(Path(path))
    return scenario_of(case_for(path, None, party))
