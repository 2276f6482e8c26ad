"""`detente check`: problems, readiness, assumed numbers, unused statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from detente.case.advice import Readiness, advise, readiness
from detente.case.files import CaseFile, in_order, parse_case, read_text
from detente.cli import output
from detente.errors import Problem
from detente.report import stale_briefs
from detente.sources import Opened, open_case


def report_on(path: str, documents: Path | None, *, as_json: bool) -> int:
    """Print the report and return the exit code: 2 errors, 1 warnings, 0 neither."""
    opened = open_case(path, documents)
    advice = _placed(opened, advise(opened.case)) if opened.case and not opened.errors else ()
    stale = tuple(stale_briefs(opened.case, opened.path.parent)) if opened.case else ()
    problems = (*in_order((*opened.problems, *advice)), *stale)
    ready = readiness(opened.case) if opened.case and not opened.errors else ()
    if as_json:
        output.json({"problems": [asdict(p) for p in problems], "readiness": [asdict(r) for r in ready]})
    else:
        _print(problems, ready, opened)
    severities = {p.severity for p in problems}
    return 2 if "error" in severities else 1 if "warning" in severities else 0


def _placed(opened: Opened, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give advice its place in the file, which is read once more for that."""
    file: CaseFile = parse_case(read_text(opened.path), str(opened.path))
    name = next((p.file for p in opened.problems if p.file), opened.path.name)
    return tuple(p.at(name, placed.line, placed.column) for p in problems for placed in [file.place(p)])


def _print(problems: tuple[Problem, ...], ready: tuple[Readiness, ...], opened: Opened) -> None:
    for problem in problems:
        if problem.severity == "error":
            output.data(str(problem))
    for problem in problems:
        if problem.severity == "warning":
            output.data(f"warning: {problem}")
    errors = sum(p.severity == "error" for p in problems)
    if errors:
        output.talk(f"{errors} {'problem' if errors == 1 else 'problems'}; nothing was analysed")
        return
    if opened.case:
        case = opened.case
        output.data(
            f"{case.case}: {len(case.parties)} parties, {len(case.issues)} issues, {len(case.statements)} statements in "
            f"{len(case.documents)} documents, {len(case.citations)} quotations found; digest {case.digest}"
        )
    for analysis in ready:
        state = "can run" if analysis.is_ready else "lacks " + "; ".join(analysis.lacks)
        output.data(f"  {analysis.analysis + ':':14}{state}")
    for rule, title in (("assumed", "assumed"), ("unused", "cited by no value"), ("no-digest", "without a digest")):
        notes = [p for p in problems if p.rule == rule]
        output.data(f"  {title + ':':20}{len(notes) or 'none'}")
        for note in notes:
            output.data(f"    {note}")
