"""The cases that ship with détente, each a folder with case.yaml, documents/ and README.md."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_STARTER = "starter"


def example_names() -> tuple[str, ...]:
    """Return the names of the bundled cases in alphabetical order."""
    folders = (p for p in _root().iterdir() if (p / "case.yaml").is_file())
    return tuple(sorted(p.name for p in folders if p.name != _STARTER))


def example_path(name: str) -> Path | None:
    """Return the case file of a bundled case, or None."""
    return _root() / name / "case.yaml" if name in example_names() else None


def starter_folder() -> Path:
    """Return the folder of the commented case to start from."""
    return _root() / _STARTER


def _root() -> Path:
    return Path(str(files(__name__)))
