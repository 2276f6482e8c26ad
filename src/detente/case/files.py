"""Case files: read with places, written back whole."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

import yaml

from detente.case.build import build
from detente.case.model import Case, as_mapping
from detente.case.yaml_tree import MAX_BYTES, Tree, plain_scalar, read_tree
from detente.errors import CaseError, InputError, Path, Problem


@dataclass(frozen=True)
class CaseFile:
    """A case file that was read: the case as far as it is sound, all problems, and places for more."""

    name: str
    case: Case | None
    problems: tuple[Problem, ...]
    tree: Tree | None
    original: Callable[[Path], Path] = lambda path: path

    def place(self, problem: Problem) -> Problem:
        """Return a problem of `case` with its place in the file."""
        if self.tree is None:
            return problem.at(self.name, 1, 1)
        return self.tree.place(replace(problem, path=self.original(problem.path)))


def load_case(text: str, name: str = "case.yaml") -> Case:
    """Return the case that a YAML text describes.

    Raises
    ------
    CaseError
        With every problem of the text and its place.
    """
    file = parse_case(text, name)
    if file.problems or file.case is None:
        raise CaseError(file.problems)
    return file.case


def parse_case(text: str, name: str = "case.yaml") -> CaseFile:
    """Read a YAML text as far as it can be read; never raises for a fault of the text."""
    try:
        tree = read_tree(text, name)
    except InputError as error:
        return CaseFile(name, None, error.problems, None)
    built = build(tree.data)
    problems = (*tree.problems, *(tree.place(p) for p in built.problems))
    return CaseFile(name, built.case, in_order(problems), tree, built.original)


def read_text(path: FilePath) -> str:
    """Return the text of a case file.

    Raises
    ------
    InputError
        If there is no such file, it is too large, or it is not UTF-8.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError.of(
                "too-large", f"the file has {size:,} bytes, at most {MAX_BYTES:,} are read",
                "keep documents in files of their own under documents/", name,
            )  # fmt: skip
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError.of(
            "encoding", f"byte {error.start} is not UTF-8", "save the file as UTF-8 text", name
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        why = getattr(error, "strerror", None) or str(error)
        raise InputError.of("unreadable", f"{path} cannot be read ({why})", "check the path") from None


def dump_case(case: Case) -> str:
    """Return the case as YAML, in its own order; reading it gives the same case."""
    return dump_plain(as_mapping(case))


def dump_plain(data: Any) -> str:
    """Return plain data as YAML in the layout of a case: short leaves within a line, everything else in lines of its own."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def save_case(case: Case, path: str | os.PathLike[str]) -> None:
    """Write the case as YAML; a file is replaced only when the new one is complete.

    Raises
    ------
    InputError
        If the name does not end in .yaml or .yml, or cannot be written.
    """
    check_ending(FilePath(path), ".yaml", ".yml")
    write_whole(FilePath(path), dump_case(case).encode())


def write_whole(path: FilePath, content: bytes) -> None:
    """Write a file under a temporary name and rename it, so no half file is ever seen.

    Raises
    ------
    InputError
        If the place cannot be written.
    """
    if path.exists() and not path.is_file():
        raise InputError.of("unwritable", f"{path} is there and is no file", "name another place")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = FilePath(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            umask = os.umask(0)
            os.umask(umask)
            temporary.chmod(0o666 & ~umask)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise InputError.of(
            "unwritable", f"{path} cannot be written ({error.strerror})", "name another place"
        ) from None


def check_ending(path: FilePath, *endings: str) -> None:
    """Refuse a name whose ending is not one of these, so that no file of another kind is overwritten."""
    if path.suffix.lower() not in endings:
        raise InputError.of("ending", f"{path.name!r} does not end in {' or '.join(endings)}", "give it that ending")


class _Dumper(yaml.SafeDumper):
    """Block style outside, flow style for short leaves, as a person writes a case."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _is_leaf(data: Any) -> bool:
    items = data.values() if isinstance(data, dict) else data
    return len(str(data)) < 90 and all(isinstance(i, (int, float, str, bool)) or _is_short_list(i) for i in items)


def _is_short_list(data: Any) -> bool:
    return isinstance(data, list) and all(isinstance(i, (int, float, str)) for i in data)


def _represent_dict(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=_is_leaf(data))


def _represent_list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=_is_leaf(data))


_FRAGILE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def _represent_str(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """Quote what would be read as something else, escape what an editor would not show."""
    is_text = isinstance(plain_scalar(text), str)
    style = '"' if _FRAGILE.search(text) else None if is_text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_str)
_Dumper.add_representer(dict, _represent_dict)
_Dumper.add_representer(list, _represent_list)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of their places."""
    return tuple(sorted(problems, key=_place))


def _place(problem: Problem) -> tuple[int, int, Path]:
    return problem.line, problem.column, tuple(str(step) for step in problem.path)
