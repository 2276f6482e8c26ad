"""`detente import`: another tool's file as a case."""

from __future__ import annotations

from pathlib import Path

from detente.case import dump_case
from detente.case.files import check_ending, write_whole
from detente.case.yaml_tree import MAX_BYTES
from detente.cli import output
from detente.errors import InputError

READABLE = {".gmcr": "graph models of gmcr-py"}
"""What can be imported, by ending."""


def import_file(path: Path, to: Path | None) -> Path:
    """Write the case that another tool's file describes, and return its path.

    Parameters
    ----------
    path : Path
        The file of the other tool; its ending says of which.
    to : Path, optional
        Where the case goes; a file of the same name in the current folder where absent.

    Raises
    ------
    InputError
        If the file is of an unknown kind or faulty, or there is a file already where the case should go. Nothing is
        written then.
    """
    _check_kind(path)
    target = to or Path(f"{path.stem}.yaml")
    check_ending(target, ".yaml", ".yml")
    _check_free(target)
    from detente.interchange.gmcr import read_gmcr
    from detente.interchange.gmcr_to_case import case_of

    file = read_gmcr(path)
    text = dump_case(case_of(file)).encode()
    if len(text) > MAX_BYTES:
        what = f"the case would have {len(text):,} bytes, at most {MAX_BYTES:,} are read"
        raise InputError.of("too-large", what, "analyse the file from Python with detente.stability", path.name)
    write_whole(target, text)
    for note in file.notes:
        output.talk(f"note: {note}")
    return target


def _check_free(target: Path) -> None:
    """Refuse a place where something is already, or where nothing can be."""
    try:
        is_taken = target.exists() or target.is_symlink()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError.of("unwritable", f"{target} cannot be written ({why})", "name another place") from None
    if is_taken:
        raise InputError.of("exists", f"{target} is there already", "name another file with -o")


def _check_kind(path: Path) -> None:
    """Refuse what cannot be imported, and say what can."""
    ending = path.suffix.lower()
    if ending in READABLE:
        return
    known = ", ".join(f"{one} ({what})" for one, what in READABLE.items())
    hint = "; a spreadsheet of a case is read by `detente matrix CASE --read FILE`" if ending == ".xlsx" else ""
    raise InputError.of("ending", f"{path.name!r} cannot be imported", f"these can: {known}{hint}")
