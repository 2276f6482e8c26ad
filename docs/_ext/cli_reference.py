"""The help text of every command, as the command itself prints it."""

from __future__ import annotations

from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from detente.cli.app import app

WIDTH = "96"


def write_cli_reference(folder: Path) -> None:
    """Write one file for `detente --help` and one for each command."""
    write_if_changed(folder / "detente.txt", _help_of())
    for command in command_names():
        write_if_changed(folder / f"{command}.txt", _help_of(command))


def command_names() -> tuple[str, ...]:
    """Return the names of all commands, in the order in which the help lists them."""
    return tuple(getattr(get_command(app), "commands"))  # noqa: B009 (a group, which the type does not say)


def write_if_changed(path: Path, text: str) -> None:
    """Write a file unless it says this already, so that an unchanged page is not built again."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _help_of(*command: str) -> str:
    result = CliRunner().invoke(app, [*command, "--help"], prog_name="detente", env={"COLUMNS": WIDTH})
    if result.exit_code:
        raise RuntimeError(f"detente {' '.join(command)} --help failed: {result.output}")
    return result.stdout
