"""`detente check`: problems, readiness, assumed numbers, unused statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from detente.case.advice import Readiness, advise, readiness
from detente.case.files import CaseFile, in_order, parse_case, read_text
from detente.cli import output
from detente.errors import Problem
from detente.findings.words import counted
from detente.report import stale_briefs
from detente.sources import Opened, open_case, shown_path


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
    file: CaseFile = parse_case(read_text(opened.path), shown_path(opened.path))
    return tuple(file.place(_with_digest(opened, p)) for p in problems)


def _with_digest(opened: Opened, problem: Problem) -> Problem:
    """Tell the digest that a document lacks, ready to be pasted."""
    if problem.rule != "no-digest" or opened.case is None:
        return problem
    document = opened.case.documents[int(problem.path[-1])]
    digest = opened.document_digests.get(document.id)
    return replace(problem, remedy=f"note digest: {digest}") if digest else problem


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
        found = sum(c.text is not None for c in case.citations.values())
        parts = [
            counted(len(case.parties), "party", "parties"),
            counted(len(case.issues), "issue"),
            f"{counted(len(case.statements), 'statement')} in {counted(len(case.documents), 'document')}",
            f"{counted(found, 'quotation')} found",
        ]
        output.data(f"{case.case}: {', '.join(parts)}; digest {case.digest}")
    for analysis in ready:
        state = "can run" if analysis.is_ready else "lacks " + "; ".join(analysis.lacks)
        output.data(f"  {analysis.analysis + ':':14}{state}")
    for rule, title in (("assumed", "assumed"), ("unused", "cited by no value"), ("no-digest", "without a digest")):
        notes = [p for p in problems if p.rule == rule]
        output.data(f"  {title + ':':20}{len(notes) or 'none'}")
        for note in notes:
            output.data(f"    {note}")
