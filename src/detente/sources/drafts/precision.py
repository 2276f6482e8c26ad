"""How often each rule and each tier is right, counted from the decisions of those who review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.sources.drafts.decisions import BY_HAND, Decision, Draft, Review


@dataclass(frozen=True)
class RulePrecision:
    """Decisions on the drafts of one rule or tier: accepted as they were, accepted with changes, rejected."""

    rule: str
    accepted: int
    edited: int
    rejected: int

    @property
    def decided(self) -> int:
        """How many were decided."""
        return self.accepted + self.edited + self.rejected

    @property
    def precision(self) -> float:
        """Share that was right as it was."""
        return self.accepted / self.decided


def precision_by_rule(review: Review) -> tuple[RulePrecision, ...]:
    """Return the counts for each rule that was decided on, the most frequent first; statements by hand are no rule's."""
    return _counted(review, lambda decision, draft: decision.rule or str(draft.statement["rule"]))


def precision_by_tier(review: Review) -> tuple[RulePrecision, ...]:
    """Return the counts for each tier that was decided on."""
    return tuple(
        sorted(
            _counted(review, lambda decision, draft: decision.tier or str(draft.statement["tier"])),
            key=lambda r: r.rule,
        )
    )


def _counted(review: Review, key: Callable[[Decision, Draft], str]) -> tuple[RulePrecision, ...]:
    counts: dict[str, list[int]] = {}
    drafts = {d.id: d for d in review.everything}
    for id_, decision in review.standing.items():
        if decision.verdict in _COLUMNS and id_ in drafts and decision.rule != BY_HAND:
            counts.setdefault(key(decision, drafts[id_]), [0, 0, 0])[_COLUMNS[decision.verdict]] += 1
    found = [RulePrecision(name, *numbers) for name, numbers in counts.items()]
    return tuple(sorted(found, key=lambda r: (-r.decided, r.rule)))


_COLUMNS = {"accept": 0, "edit": 1, "reject": 2}
