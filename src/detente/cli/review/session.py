"""A review that is under way: what is known, what is decided, and how the person is asked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from detente.case import Case
from detente.cli import output
from detente.cli.review.filters import View
from detente.sources.drafts import Decision, DecisionLog, Draft, DraftBook, Review, Texts, Verdict


class EndOfInputError(Exception):
    """Nothing more is typed: the review ends, what was decided is kept."""


def from_terminal(question: str) -> str | None:
    """Ask on standard error and return the line that is typed, or None at the end of the input."""
    sys.stdout.flush()
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None


@dataclass
class Session:
    """A review that is under way."""

    case: Case
    book: DraftBook
    log: DecisionLog
    texts: Texts
    reviewer: str
    answer: Callable[[str], str | None]
    review: Review = field(init=False)
    view: View = field(default_factory=View)
    put_off: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.review = Review(self.book.drafts, tuple(self.log.decisions))

    def ask(self, question: str) -> str:
        """Return what is typed.

        Raises
        ------
        EndOfInputError
            If nothing more comes.
        """
        answer = self.answer(question)
        if answer is None:
            raise EndOfInputError
        return answer.strip()

    def refresh(self) -> None:
        """Take in what others decided meanwhile."""
        self.log.refresh()
        new = self.log.decisions[len(self.review.decisions) :]
        if new:
            self.review = self.review.with_decision(*new)

    def decide(self, draft: Draft, verdict: Verdict, changes: Mapping[str, Any] | None = None) -> bool:
        """Log one decision; return False where another reviewer was faster, whose decision then stands."""
        known = len(self.review.decisions)
        done = self.log.append(
            self._decision(draft, verdict, changes or {}),
            unless=lambda all_: any(d.draft == draft.id for d in all_[known:]),
        )
        self.refresh()
        if not done:
            other = self.review.decisions[-1]
            other = next((d for d in reversed(self.review.decisions) if d.draft == draft.id), other)
            output.talk(f"{other.reviewer} decided this meanwhile ({other.verdict}); nothing was changed")
        return done

    def accept_all(self, drafts: Sequence[Draft]) -> None:
        """Accept drafts in bulk."""
        self.log.append(*(self._decision(draft, "accept", {}) for draft in drafts))
        self.refresh()

    def undo(self) -> Draft | None:
        """Take back the reviewer's last decision, of whatever session; return its draft, or None where there is none."""
        last = self.review.last_of(self.reviewer)
        if last is None:
            return None
        draft = last.decided or Draft(last.draft, last.document, {"quote": last.draft})
        return draft if self.decide(draft, "undo") else None

    def waiting(self) -> list[Draft]:
        """Return the drafts that wait and are looked at, those last that were put off."""
        everything = self.view == View()
        shown = [d for d in self.review.pending if everything or self.view.shows(d, self.name_of(d))]
        later = {id_: n for n, id_ in enumerate(self.put_off)}
        return sorted(shown, key=lambda d: later.get(d.id, -1))

    def find(self, id_: str) -> Draft | None:
        """Return a draft as it is now, whether decided or not."""
        draft = self.review.by_id.get(id_)
        return self.review.as_decided(draft) if draft is not None else None

    def original(self, draft: Draft) -> Draft:
        """Return a draft as it was before anything was changed."""
        return self.review.by_id.get(draft.id, draft)

    def name_of(self, draft: Draft) -> str:
        """Return the name of a draft's document."""
        facts = self.book.facts(draft.document)
        return str(facts["name"]) if facts else "a document that was read before"

    def _decision(self, draft: Draft, verdict: Verdict, changes: Mapping[str, Any]) -> Decision:
        said = self.original(draft).statement
        return Decision(
            draft.id, verdict, self.reviewer, datetime.now(UTC).isoformat(timespec="seconds"), changes,
            str(said.get("rule", "")), str(said.get("tier", "")), draft.document, {} if verdict == "undo" else said,
        )  # fmt: skip
