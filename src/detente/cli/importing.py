"""`detente import`: another tool's file or folder as a case."""

from __future__ import annotations

from pathlib import Path

from detente.case import dump_case
from detente.case.files import check_ending, write_whole
from detente.case.yaml_tree import MAX_BYTES
from detente.cli import output
from detente.cli.inputs import READABLE, read_other
from detente.errors import InputError
from detente.interchange.stranger_files import is_folder


def import_file(path: Path, to: Path | None) -> Path:
    """Write the case that another tool's file or folder describes, and return its path.

    Parameters
    ----------
    path : Path
        The file of the other tool, whose ending says of which, or the folder of a negotiation scenario.
    to : Path, optional
        Where the case goes; a file of the same name in the current folder where absent.

    Raises
    ------
    InputError
        If the file is of an unknown kind or faulty, or there is a file already where the case should go. Nothing is
        written then.
    """
    name = path.resolve().name if is_folder(path) else path.stem
    target = to or Path(f"{name}.yaml")
    check_ending(target, ".yaml", ".yml")
    check_free(target)
    read = read_other(path)
    if read is None:
        raise _unknown(path)
    case, messages = read
    text = dump_case(case).encode()
    if len(text) > MAX_BYTES:
        what = f"the case would have {len(text):,} bytes, at most {MAX_BYTES:,} are read"
        raise InputError.of("too-large", what, "analyse the file itself, or merge outcomes", path.name)
    write_whole(target, text)
    for message in messages:
        output.talk(f"{message.severity}: {message}")
    return target


def check_free(target: Path) -> None:
    """Refuse a place where something is already, or where nothing can be."""
    try:
        is_taken = target.exists() or target.is_symlink()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError.of("unwritable", f"{target} cannot be written ({why})", "name another place") from None
    if is_taken:
        raise InputError.of("exists", f"{target} is there already", "name another file with -o")


def _unknown(path: Path) -> InputError:
    """Say what can be imported."""
    known = ", ".join(f"{one} ({what})" for one, what in READABLE.items())
    return InputError.of("ending", f"{path.name!r} cannot be imported", f"these can: {known}")
