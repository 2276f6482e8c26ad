"""`detente review`: one draft after the other, decided with one key each."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from detente.case.statements import Act
from detente.cli import output
from detente.errors import InputError
from detente.findings.words import counted
from detente.sources import find_case, open_case
from detente.sources.drafts import (
    Decision,
    Draft,
    DraftBook,
    Review,
    append_decision,
    file_accepted,
    open_book,
    precision_by_rule,
)

KEYS = "accept a, edit e, reject r, split s, undo u, why w, quit q"
_FIELDS = ("act", "holder", "speaker", "target", "date", "about", "modality")
_MODALITIES = ("asserted", "reported", "hedged", "predicted", "conditional")


@dataclass
class Session:
    """A review that is under way."""

    book: DraftBook
    review: Review
    reviewer: str
    ask: Callable[[str], str]

    def decide(self, draft: Draft, verdict: str, changes: dict[str, Any] | None = None) -> None:
        """Log one decision and go on from it."""
        decision = Decision(
            draft.id, verdict, self.reviewer, datetime.now(UTC).isoformat(timespec="seconds"), changes or {},  # type: ignore[arg-type]
            str(draft.statement.get("rule", "")), str(draft.statement.get("tier", "")),
        )  # fmt: skip
        append_decision(self.book.log, decision)
        self.review = self.review.with_decision(decision)


def review_case(case: str, *, reviewer: str | None, tier: str | None, ask: Callable[[str], str] | None = None) -> int:
    """Walk through the drafts of a case, or accept a tier of them; file what was accepted. Return the exit code."""
    case_file = find_case(case)
    opened = open_case(case)
    if opened.case is None or opened.errors:
        raise InputError(opened.errors)
    book = open_book(case_file)
    if not book.drafts:
        raise InputError.of(
            "no-drafts",
            f"there are no drafts beside {case_file}",
            f"read documents first: detente read DOC --case {case}",
        )
    session = Session(book, book.review(), reviewer or _user(), ask or _from_terminal)
    if tier is not None:
        _accept_tier(session, tier)
    else:
        _walk(session)
    filed = file_accepted(case_file, opened.case, book, session.review.accepted())
    left = len(session.review.pending())
    output.talk(f"{counted(filed, 'statement')} written into {case_file}; {counted(left, 'draft')} left")
    _print_precision(session.review)
    return 0


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"


def _from_terminal(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else "q"


def _accept_tier(session: Session, tier: str) -> None:
    chosen = [
        d
        for d in session.review.pending()
        if d.statement.get("tier") == tier.upper() and not d.statement.get("disagreement")
    ]
    for draft in chosen:
        session.decide(draft, "accept")
    output.talk(f"{counted(len(chosen), 'draft')} of tier {tier.upper()} accepted")


def _walk(session: Session) -> None:
    done: list[Draft] = []
    while True:
        waiting = session.review.pending()
        if waiting:
            _show(waiting[0], len(waiting))
        elif not done:
            output.talk("every draft is decided")
            return
        key = session.ask(f"{KEYS}: " if waiting else "every draft is decided; undo u, quit q: ").strip().lower()
        if key in ("q", "quit"):
            return
        if key == "u":
            _take_back(session, done)
        elif waiting and key == "w":
            _why(waiting[0])
        elif waiting and _decided(session, waiting[0], key):
            done.append(waiting[0])


def _take_back(session: Session, done: list[Draft]) -> None:
    if done:
        session.decide(done.pop(), "undo")
    else:
        output.talk("nothing to take back in this session")


def _decided(session: Session, draft: Draft, key: str) -> bool:
    """Decide by one key; return False where it was none or the answer was not understood."""
    if key == "a":
        session.decide(draft, "accept")
    elif key == "r":
        session.decide(draft, "reject")
    elif key == "e":
        changes = _changes(session.ask("changes, as act=reject holder=Upland (quote values with spaces): "))
        if not changes:
            return False
        session.decide(draft, "edit", changes)
    elif key == "s":
        words = session.ask("first words of the second statement: ")
        at = draft.quote.find(words) if words else -1
        if at <= 0:
            output.talk("these words do not stand inside the quotation")
            return False
        session.decide(draft, "split", {"at": int(draft.statement["start"]) + at})
    else:
        output.talk(f"keys: {KEYS}")
        return False
    return True


def _changes(answer: str) -> dict[str, Any]:
    """Return the changes that a line asks for; an empty result where it cannot be understood."""
    import shlex

    try:
        pairs = [part.partition("=") for part in shlex.split(answer)]
    except ValueError as error:
        output.talk(f"not understood: {error}")
        return {}
    changes: dict[str, Any] = {name: value or None for name, mark, value in pairs if mark and name in _FIELDS}
    wrong = [name for name, mark, _ in pairs if not mark or name not in _FIELDS]
    if wrong:
        output.talk(f"no such field: {', '.join(wrong)}; there are {', '.join(_FIELDS)}")
        return {}
    for name, known in (("act", get_args(Act)), ("modality", _MODALITIES)):
        if name in changes and changes[name] not in known:
            output.talk(f"{name} is one of {', '.join(known)}")
            return {}
    if "speaker" in changes:
        changes["chain"] = [{"who": "author", "cue": None}] + (
            [{"who": changes["speaker"], "cue": None}] if changes["speaker"] != "author" else []
        )
    return changes


def _show(draft: Draft, left: int) -> None:
    said = draft.statement
    target = f" → {said['target']}" if said["target"] else ""
    output.data(
        f"\n[{left} left] {said['act']}  {said['holder'] or '?'}{target}  ({said['modality']}, {said['polarity']}, tier {said['tier']})"
    )
    output.data(f"  “{' '.join(draft.quote.split())}”")
    if said["issues"]:
        output.data(f"  issue? {', '.join(said['issues'])}")
    if said.get("disagreement"):
        output.data(f"  rules and model disagree: {said['disagreement']}")


def _why(draft: Draft) -> None:
    said = draft.statement
    chain = " > ".join(r["who"] + (f" ({r['cue']})" if r["cue"] else "") for r in said["chain"])
    output.data(f"  rule {said['rule']}; characters {said['start']} to {said['end']}; reported by {chain}")
    if said["condition"]:
        output.data(f"  under the condition at {said['condition']['start']} to {said['condition']['end']}")


def _print_precision(review: Review) -> None:
    for rule in precision_by_rule(review)[:10]:
        output.talk(
            f"  {rule.rule:24} right {rule.precision:.0%} ({rule.accepted} accepted, {rule.edited} edited, {rule.rejected} rejected)"
        )


def draft_case(case: str, to: Path | None, documents: Path | None = None, *, as_json: bool) -> None:
    """Print what the accepted statements of a case propose, or write it into a file."""
    from dataclasses import asdict

    from detente.sources.drafts.proposals import proposals_as_yaml, propose

    opened = open_case(case, documents)
    if opened.case is None or opened.errors:
        raise InputError(opened.errors)
    proposals = propose(opened.case)
    if as_json:
        output.json([asdict(p) for p in proposals])
        return
    text = proposals_as_yaml(proposals)
    if to is None:
        output.data(text.rstrip("\n"))
    else:
        from detente.case.files import write_whole

        write_whole(to, text.encode())
        output.data(str(to))
