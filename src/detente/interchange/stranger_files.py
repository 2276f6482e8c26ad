"""Files of strangers: their bytes within a limit, and the regular files of a folder and nothing outside it."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

from detente.errors import InputError

MAX_BYTES = 4_000_000
MAX_FILES = 1_000
_HEAD = 64_000


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; a name that no file system takes is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises
    ------
    InputError
        If there is no such file, it is a pipe or a folder, or it is too large to be read.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise InputError.of("unreadable", f"{path} is no file", "name a file")
        if found.st_size > MAX_BYTES:
            what = f"the file has {found.st_size:,} bytes, at most {MAX_BYTES:,} are read"
            raise InputError.of("too-large", what, "nobody tells so many outcomes apart: merge some", path.name)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        why = getattr(error, "strerror", None) or str(error)
        raise InputError.of("unreadable", f"{path} cannot be read ({why})", "check the path") from None


def files_of(folder: Path, *endings: str) -> tuple[Path, ...]:
    """Return the files of a folder with one of the endings, by name; hidden ones and links that lead out are left.

    Raises
    ------
    InputError
        If the folder cannot be read or has too many files.
    """
    try:
        found = sorted(p for p in folder.iterdir() if p.suffix.lower() in endings and p.name[0] not in "._")
        kept = tuple(p for p in found if p.is_file() and not (p.is_symlink() and _leads_away(p, folder)))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError.of("unreadable", f"{folder} cannot be read ({why})", "check the path") from None
    if len(kept) > MAX_FILES:
        raise InputError.of("too-large", f"{folder} has {len(kept):,} files", "name a folder with one scenario")
    return kept


def _leads_away(link: Path, folder: Path) -> bool:
    return not link.resolve().is_relative_to(folder.resolve())


def head_of(path: Path) -> bytes:
    """Return the first part of a file, enough to see what it is; nothing where it is none."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except (OSError, ValueError):
        return b""


def leads_out(reference: str) -> bool:
    """Return whether a name that a file gives of another one would leave the folder."""
    posix, windows = PurePosixPath(reference), PureWindowsPath(reference)
    return bool(posix.is_absolute() or windows.drive or windows.root or ".." in windows.parts or "\0" in reference)
