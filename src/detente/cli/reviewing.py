"""`detente review`: one draft after the other, decided with one key each."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path

from detente.cli import output
from detente.cli.review.report import plain_report, print_precision, print_report
from detente.cli.review.session import Session, from_terminal
from detente.cli.review.walk import walk
from detente.errors import InputError
from detente.findings.words import counted
from detente.sources import find_case
from detente.sources.drafts import (
    DraftBook,
    Review,
    Texts,
    draft_of,
    file_review,
    open_book,
    open_log,
    precision_by_rule,
    readable_case,
)

_SHOWN_RULES = 10


def review_case(
    case: str, *, reviewer: str | None, tier: str | None, ask: Callable[[str], str | None] = from_terminal
) -> int:
    """Walk through the drafts of a case, or accept a tier of them; file what was accepted. Return the exit code."""
    case_file = find_case(case)
    _, known = readable_case(case_file)
    book = _book_of(case, case_file)
    session = Session(known, book, open_log(book.log), Texts(book), reviewer or _user(), ask)
    filed = {draft_of(s) for s in known.statements}
    unfiled = [d for d in session.review.accepted if d.id not in filed and book.facts(d.document) is not None]
    if problems := session.texts.faults([*session.review.pending, *unfiled]):
        raise InputError(problems)
    if tier is not None:
        _accept_tier(session, tier.upper())
    else:
        walk(session)
    _file(case_file, session)
    return 0


def report_review(case: str, *, as_json: bool) -> int:
    """Print how far the review of a case is, and how often each rule was right; decide nothing."""
    case_file = find_case(case)
    book = _book_of(case, case_file)
    review = book.review()
    if as_json:
        output.json(plain_report(review))
    else:
        print_report(review)
    return 0


def _book_of(case: str, case_file: Path) -> DraftBook:
    book = open_book(case_file)
    if not book.drafts and not book.log.exists():
        raise InputError.of(
            "no-drafts",
            f"there are no drafts beside {case_file}",
            f"read documents first: detente read DOC --case {case}",
        )
    return book


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"


def _accept_tier(session: Session, tier: str) -> None:
    """Accept what waits of a tier, apart from that on which rules and model disagree."""
    tiers = sorted({str(d.statement["tier"]) for d in session.book.drafts} | {"A", "B", "C"})
    if tier not in tiers:
        raise InputError.of("usage", f"there is no tier {tier!r}", f"name one of {', '.join(tiers)}")
    of_tier = [d for d in session.review.pending if d.statement["tier"] == tier]
    chosen = [d for d in of_tier if not d.statement.get("disagreement")]
    session.accept_all(chosen)
    output.talk(f"{counted(len(chosen), 'draft')} of tier {tier} accepted")
    if len(of_tier) > len(chosen):
        output.talk(f"{len(of_tier) - len(chosen)} of tier {tier} left, because rules and model disagree on them")


def _file(case_file: Path, session: Session) -> None:
    """Bring the case to what the review says, and tell what that changed."""
    filed = file_review(case_file, session.book, session.review)
    left: Review = session.review
    output.talk(
        f"{counted(filed.added, 'statement')} written into {case_file}; {counted(len(left.pending), 'draft')} left"
    )
    if filed.changed:
        output.talk(f"{counted(filed.changed, 'statement')} written anew after a change")
    if filed.withdrawn:
        output.talk(f"{counted(filed.withdrawn, 'statement')} taken out, accepted no more")
    for place in filed.uncited:
        output.talk(f"  {place} rested on it and does so no more: look at its value again")
    if filed.unfiled:
        output.talk(f"{counted(filed.unfiled, 'statement')} not written: the document was read again in another state")
    counts = precision_by_rule(left)
    print_precision(counts[:_SHOWN_RULES], "rule")
    if len(counts) > _SHOWN_RULES:
        output.talk(f"  and {len(counts) - _SHOWN_RULES} more: detente review {case_file.parent} --report")
