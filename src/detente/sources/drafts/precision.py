"""How often each rule is right, counted from the decisions of those who review."""

from __future__ import annotations

from dataclasses import dataclass

from detente.sources.drafts.decisions import Review


@dataclass(frozen=True)
class RulePrecision:
    """Decisions on the drafts of one rule: accepted as they were, accepted with changes, rejected."""

    rule: str
    accepted: int
    edited: int
    rejected: int

    @property
    def precision(self) -> float:
        """Share that was right as it was."""
        return self.accepted / (self.accepted + self.edited + self.rejected)


def precision_by_rule(review: Review) -> tuple[RulePrecision, ...]:
    """Return the counts for each rule that was decided on, the most frequent first."""
    rules = {d.id: str(d.statement.get("rule", "")) for d in review.everything()}
    counts: dict[str, list[int]] = {}
    for id_, decision in review.standing().items():
        if decision.verdict in _COLUMNS and id_ in rules:
            counts.setdefault(rules[id_], [0, 0, 0])[_COLUMNS[decision.verdict]] += 1
    found = [RulePrecision(rule, *numbers) for rule, numbers in counts.items()]
    return tuple(sorted(found, key=lambda r: (-(r.accepted + r.edited + r.rejected), r.rule)))


_COLUMNS = {"accept": 0, "edit": 1, "reject": 2}
