"""`detente new`: a commented case to start from."""

from __future__ import annotations

import shutil
from pathlib import Path

from detente.errors import InputError
from detente.examples import starter_folder


def write_starter(folder: Path) -> Path:
    """Copy the starter into a new folder and return its case file.

    Raises
    ------
    InputError
        If the folder has something in it, or cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError.of("exists", f"{folder} is there already", "name a new folder")
    try:
        shutil.copytree(starter_folder(), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    except OSError as error:
        raise InputError.of("unwritable", f"{folder} cannot be made ({error.strerror})", "name another place") from None
    return folder / "case.yaml"
