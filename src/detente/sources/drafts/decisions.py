"""What a reviewer decides about drafts, and what follows from all decisions.

The state of a review is the drafts and the log of decisions, which is only ever added to: whoever opens both again
is where the last decision left them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

Verdict = Literal["accept", "edit", "reject", "split", "add", "undo"]
BY_HAND = "by hand"
"""The rule of a statement that a person added."""
ACCEPTING: frozenset[str] = frozenset({"accept", "edit", "add"})


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

    @property
    def place(self) -> tuple[int, int]:
        """Start and end of the words in the document's text."""
        return int(self.statement["start"]), int(self.statement["end"])


@dataclass(frozen=True)
class Decision:
    """One decision, as it is logged.

    Attributes
    ----------
    draft : str
    verdict : Verdict
        ``edit`` accepts with changes; ``split`` makes two drafts of one; ``add`` is a statement by hand; ``undo`` takes
        the last decision on the draft back.
    reviewer, time : str
    changes : dict
        For ``edit`` the new values by name; for ``split`` ``{"at": offset, "acts": [first, second]}``.
    rule, tier : str
        Of the draft, so that precision can be counted from the log alone.
    document : str
        Digest of the draft's document.
    statement : dict
        The draft as it was decided on, so that the decision holds whatever is read afterwards.
    """

    draft: str
    verdict: Verdict
    reviewer: str
    time: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    rule: str = ""
    tier: str = ""
    document: str = ""
    statement: Mapping[str, Any] = field(default_factory=dict)

    @property
    def decided(self) -> Draft | None:
        """The draft as it was decided on; None where the log does not tell."""
        return Draft(self.draft, self.document, self.statement) if self.statement else None


@dataclass(frozen=True)
class Review:
    """A review as far as it has come."""

    drafts: tuple[Draft, ...]
    decisions: tuple[Decision, ...] = ()

    def with_decision(self, *decisions: Decision) -> Review:
        """Return the review after more decisions."""
        return replace(self, decisions=(*self.decisions, *decisions))

    @cached_property
    def _held(self) -> dict[str, list[int]]:
        """For each draft the numbers of its decisions that were not taken back, the last one holds."""
        held: dict[str, list[int]] = {}
        for number, decision in enumerate(self.decisions):
            if decision.verdict != "undo":
                held.setdefault(decision.draft, []).append(number)
            elif held.get(decision.draft):
                held[decision.draft].pop()
        return held

    @cached_property
    def standing(self) -> Mapping[str, Decision]:
        """For each draft the decision that holds."""
        return {id_: self.decisions[numbers[-1]] for id_, numbers in self._held.items() if numbers}

    @cached_property
    def everything(self) -> tuple[Draft, ...]:
        """The drafts with the pieces of those that were split, and what was decided on and is no draft any more."""
        standing = self.standing
        split = any(decision.verdict == "split" for decision in standing.values())
        known = [p for draft in self.drafts for p in _pieces(draft, standing)] if split else list(self.drafts)
        ids = {d.id for d in known} | {d.id for d in self.drafts}
        kept = (d.decided for id_, d in standing.items() if id_ not in ids and not _is_piece(id_, ids))
        return (*known, *(piece for draft in kept if draft is not None for piece in _pieces(draft, standing)))

    @cached_property
    def by_id(self) -> Mapping[str, Draft]:
        """Everything, by its id."""
        return {draft.id: draft for draft in self.everything}

    @cached_property
    def pending(self) -> tuple[Draft, ...]:
        """The drafts without a decision, those first on which rules and model disagree."""
        standing = self.standing
        waiting = [d for d in self.everything if d.id not in standing]
        return tuple(sorted(waiting, key=lambda d: not d.statement.get("disagreement")))

    @cached_property
    def accepted(self) -> tuple[Draft, ...]:
        """The accepted drafts as they were edited."""
        standing = self.standing
        kept = [d for d in self.everything if d.id in standing and standing[d.id].verdict in ACCEPTING]
        return tuple(self.as_decided(draft) for draft in kept)

    def as_decided(self, draft: Draft) -> Draft:
        """Return a draft with the changes that stand."""
        decision = self.standing.get(draft.id)
        if decision is None or decision.verdict not in ACCEPTING:
            return draft
        return replace(draft, statement={**draft.statement, **decision.changes})

    def count(self, *verdicts: Verdict) -> int:
        """Return how many drafts stand so decided."""
        return sum(decision.verdict in verdicts for decision in self.standing.values())

    def last_of(self, reviewer: str) -> Decision | None:
        """Return the last decision of a reviewer that holds, of this session or an earlier one: what undo takes back."""
        tops = (numbers[-1] for numbers in self._held.values() if numbers)
        own = [number for number in tops if self.decisions[number].reviewer == reviewer]
        return self.decisions[max(own)] if own else None


def _is_piece(id_: str, ids: set[str]) -> bool:
    """Return True for a piece of a draft that is known: where the split was taken back, the piece is gone."""
    whole = id_
    while whole.endswith((".1", ".2")):
        whole = whole[:-2]
        if whole in ids:
            return True
    return False


def _pieces(draft: Draft, standing: Mapping[str, Decision]) -> Iterator[Draft]:
    decision = standing.get(draft.id)
    if decision is None or decision.verdict != "split":
        yield draft
        return
    for piece in split_at(draft, int(decision.changes["at"]), decision.changes.get("acts") or ()):
        yield from _pieces(piece, standing)


def split_at(draft: Draft, at: int, acts: tuple[str, ...] | list[str] = ()) -> tuple[Draft, Draft]:
    """Return the two pieces of a draft that is cut at an offset of its document, each with its act.

    Raises
    ------
    ValueError
        If the offset leaves a piece without words.
    """
    start, _ = draft.place
    first, second = draft.quote[: max(at - start, 0)], draft.quote[max(at - start, 0) :]
    if not first.strip() or not second.strip():
        raise ValueError(f"{at} does not cut the words of {draft.id} in two")
    head, tail = len(first) - len(first.rstrip()), len(second) - len(second.lstrip())
    one = {**draft.statement, "end": at - head, "quote": first.rstrip()}
    other = {**draft.statement, "start": at + tail, "quote": second.lstrip()}
    pieces = [{**said, "content": said["quote"]} for said in (one, other)]
    for said, act in zip(pieces, acts, strict=False):
        said["act"] = act
    return (
        replace(draft, id=f"{draft.id}.1", statement=pieces[0]),
        replace(draft, id=f"{draft.id}.2", statement=pieces[1]),
    )
