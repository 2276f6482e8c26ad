"""Opening a case: the file, its documents and every quotation, with all problems at once."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from pathlib import Path

from detente.case import Case
from detente.case.files import in_order, parse_case, read_text
from detente.errors import CaseError, InputError, Problem
from detente.examples import example_names, example_path
from detente.sources.evidence import cite


@dataclass(frozen=True)
class Opened:
    """A case file as it was found: the case, if it is sound enough, and everything to say about it."""

    path: Path
    case: Case | None
    problems: tuple[Problem, ...]
    document_digests: dict[str, str]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the work."""
        return tuple(p for p in self.problems if p.severity == "error")


def read_case(path: str | os.PathLike[str], documents: str | os.PathLike[str] | None = None) -> Case:
    """Read a case with its documents and look up every quotation.

    Parameters
    ----------
    path : path or str
        A case file, a folder with a ``case.yaml``, or the name of a bundled case.
    documents : path, optional
        Folder with texts that the case cites by digest only.

    Raises
    ------
    CaseError
        With every problem of the file and of its quotations, each with its place.
    """
    opened = open_case(path, documents)
    if opened.errors or opened.case is None:
        raise CaseError(opened.errors)
    return opened.case


def open_case(path: str | os.PathLike[str], documents: str | os.PathLike[str] | None = None) -> Opened:
    """Read a case as far as it can be read; every fault of it is a problem of the result."""
    file_path = find_case(path)
    try:
        text = read_text(file_path)
    except InputError as error:
        return Opened(file_path, None, _explained(path, error.problems), {})
    file = parse_case(text, shown_path(file_path))
    if file.case is None:
        return Opened(file_path, None, file.problems, {})
    evidence = cite(file.case, file_path.parent, Path(documents) if documents else None)
    known = {(p.line, p.column, p.rule) for p in file.problems}
    found = (file.place(p) for p in evidence.problems)
    problems = in_order((*file.problems, *(p for p in found if (p.line, p.column, p.rule) not in known)))
    return Opened(file_path, file.case.with_citations(evidence.citations), problems, dict(evidence.digests))


def _explained(path: str | os.PathLike[str], problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Say which bundled cases there are where a name is none of them."""
    if problems[0].rule != "unreadable" or "No such file" not in problems[0].what or Path(path).is_dir():
        return problems
    close = difflib.get_close_matches(str(path), example_names(), n=1)
    remedy = f"did you mean {close[0]!r}?" if close else f"give a path, or one of: {', '.join(example_names())}"
    return (Problem("unreadable", f"there is no case {str(path)!r}", remedy),)


def find_case(path: str | os.PathLike[str]) -> Path:
    """Return the case file that a path, a folder or the name of a bundled case stands for."""
    given = Path(path)
    try:
        if given.is_dir():
            return given / "case.yaml"
        if not given.exists() and (bundled := example_path(str(path))) is not None:
            return bundled
    except (OSError, ValueError):  # a name that no file can have; reading it says so
        return given
    return given


def shown_path(path: Path) -> str:
    """Return a path as the person would write it: relative where it lies below this folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
