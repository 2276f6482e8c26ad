"""`detente draft`: what the accepted statements of a case propose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from detente.case import Case
from detente.case.files import parse_case, read_text, write_whole
from detente.cli import output
from detente.errors import InputError
from detente.findings.words import counted
from detente.sources import find_case, open_case
from detente.sources.drafts import open_book
from detente.sources.drafts.drafted import drafted, note_drafted
from detente.sources.drafts.filing import UNFINISHED
from detente.sources.drafts.proposing import Proposal, as_text, draft_text, propose


def draft_case(case: str, to: Path | None, documents: Path | None = None, *, write: bool, as_json: bool) -> None:
    """Print what the accepted statements of a case propose, write it into a file, or add it to the case."""
    case_file = find_case(case)
    known = _case_of(case, documents)
    book = open_book(case_file)
    proposals = propose(known, book.review().accepted, drafted(case_file))
    if write:
        _write(case_file, known, proposals)
    if as_json:
        output.json([asdict(p) for p in proposals])
    elif to is not None:
        write_whole(to, as_text(proposals).encode())
        output.data(str(to))
    elif not write:
        output.data(as_text(proposals).rstrip("\n"))


def _case_of(case: str, documents: Path | None) -> Case:
    opened = open_case(case, documents)
    errors = [p for p in opened.errors if p.rule not in UNFINISHED]
    if opened.case is None or errors:
        raise InputError(errors or opened.errors)
    return opened.case


def _write(case_file: Path, case: Case, proposals: Sequence[Proposal]) -> None:
    """Add proposals to the case; nothing is written where it would not be sound then."""
    text = draft_text(read_text(case_file), proposals)
    problems = [p for p in parse_case(text, case_file.name).problems if p.severity == "error"]
    if problems:
        raise InputError(problems)
    write_whole(case_file, text.encode())
    note_drafted(case_file, (s.id for s in case.statements))
    kinds = {
        k: sum(p.kind == k for p in proposals) for k in ("party", "issue", "outcome", "position", "red line", "link")
    }
    plurals = {"party": "parties"}
    found = (
        ", ".join(counted(n, kind, plurals.get(kind, f"{kind}s")) for kind, n in kinds.items() if n) or "nothing new"
    )
    output.talk(f"added to {case_file}: {found}; go through the remarks, then run: detente check {case_file.parent}")
    for proposal in proposals:
        if proposal.kind == "left aside":
            output.talk(f"left aside: {', '.join(proposal.because)} “{proposal.value}” ({proposal.why})")
