"""What a reviewer decides about drafts, as a log that is only ever added to.

The state of a review is the drafts and the log: whoever opens both again is where he stopped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from detente.errors import InputError

Verdict = Literal["accept", "edit", "reject", "split", "undo"]


@dataclass(frozen=True)
class Draft:
    """A statement that waits: its id, the document it is from, and the statement as plain data."""

    id: str
    document: str
    """Digest of the document."""
    statement: Mapping[str, Any]

    @property
    def quote(self) -> str:
        """The exact words."""
        return str(self.statement["quote"])


@dataclass(frozen=True)
class Decision:
    """One decision, as it is logged.

    Attributes
    ----------
    draft : str
    verdict : Verdict
        ``edit`` accepts with changes; ``split`` makes two drafts of one; ``undo`` takes the last decision on the draft back.
    reviewer, time : str
    changes : dict
        For ``edit`` the new values by name; for ``split`` ``{"at": offset}``.
    rule, tier : str
        Of the draft, so that precision can be counted from the log alone.
    """

    draft: str
    verdict: Verdict
    reviewer: str
    time: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    rule: str = ""
    tier: str = ""


@dataclass(frozen=True)
class Review:
    """A review as far as it has come."""

    drafts: tuple[Draft, ...]
    decisions: tuple[Decision, ...] = ()

    def standing(self) -> dict[str, Decision]:
        """Return for each draft the decision that holds."""
        held: dict[str, list[Decision]] = {}
        for decision in self.decisions:
            if decision.verdict == "undo":
                if held.get(decision.draft):
                    held[decision.draft].pop()
            else:
                held.setdefault(decision.draft, []).append(decision)
        return {id_: found[-1] for id_, found in held.items() if found}

    def everything(self) -> tuple[Draft, ...]:
        """Return the drafts with the pieces of those that were split."""
        standing = self.standing()
        return tuple(piece for draft in self.drafts for piece in _pieces(draft, standing))

    def pending(self) -> tuple[Draft, ...]:
        """Return the drafts without a decision, those first on which rules and model disagree."""
        standing = self.standing()
        waiting = [d for d in self.everything() if d.id not in standing]
        return tuple(sorted(waiting, key=lambda d: not d.statement.get("disagreement")))

    def accepted(self) -> tuple[Draft, ...]:
        """Return the accepted drafts as they were edited."""
        standing = self.standing()
        kept = [(d, standing[d.id]) for d in self.everything() if d.id in standing]
        return tuple(
            replace(draft, statement={**draft.statement, **decision.changes})
            for draft, decision in kept
            if decision.verdict in ("accept", "edit")
        )

    def with_decision(self, decision: Decision) -> Review:
        """Return the review after one more decision."""
        return replace(self, decisions=(*self.decisions, decision))


def _pieces(draft: Draft, standing: Mapping[str, Decision]) -> Iterable[Draft]:
    decision = standing.get(draft.id)
    if decision is None or decision.verdict != "split":
        return (draft,)
    at, start = int(decision.changes["at"]), int(draft.statement["start"])
    first, second = draft.quote[: at - start], draft.quote[at - start :]
    head, tail = len(first) - len(first.rstrip()), len(second) - len(second.lstrip())
    one = {**draft.statement, "end": at - head, "quote": first.rstrip()}
    other = {**draft.statement, "start": at + tail, "quote": second.lstrip()}
    return (replace(draft, id=f"{draft.id}.1", statement=one), replace(draft, id=f"{draft.id}.2", statement=other))


def append_decision(path: Path, decision: Decision) -> None:
    """Add one decision to the log; it is on the disk before this returns.

    Raises
    ------
    InputError
        If the log cannot be written.
    """
    line = json.dumps({k: v for k, v in vars(decision).items() if v not in ("", {})}, ensure_ascii=False) + "\n"
    try:
        with path.open("a", encoding="utf-8") as log:
            log.write(line)
            log.flush()
            os.fsync(log.fileno())
    except OSError as error:
        raise InputError.of("unwritable", f"{path} cannot be written ({error.strerror})", "check the folder") from None


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a log; a last line that was cut off is left out.

    Raises
    ------
    InputError
        If a line is no decision.
    """
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").split("\n")
    whole = [line for line in lines[:-1] if line.strip()]
    return tuple(_decision(path, number, line) for number, line in enumerate(whole, start=1))


def _decision(path: Path, number: int, line: str) -> Decision:
    try:
        data = json.loads(line)
        decision = Decision(**data)
    except (ValueError, TypeError):
        decision = None
    if decision is None or decision.verdict not in get_args(Verdict) or not isinstance(decision.draft, str):
        raise InputError.of("decision", f"{path.name}:{number} is no decision", "delete the line or restore the file")
    return decision
