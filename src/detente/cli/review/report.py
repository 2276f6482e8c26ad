"""What the decisions of a review tell: how far it is, how often each rule was right, how long a decision takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from statistics import median
from typing import Any

from detente.cli import output
from detente.sources.drafts import Review, RulePrecision, precision_by_rule, precision_by_tier

PAUSE = 600
"""Seconds after which a reviewer is taken to have been away."""


def plain_report(review: Review) -> dict[str, Any]:
    """Return the report as plain data."""
    return {
        "drafts": len(review.everything), "waiting": len(review.pending),
        "accepted": review.count("accept"), "edited": review.count("edit"), "rejected": review.count("reject"),
        "split": review.count("split"), "added_by_hand": review.count("add"),
        "reviewers": dict(Counter(d.reviewer for d in review.decisions)),
        "seconds_per_decision": seconds_per_decision(review),
        "tiers": [_plain(r, "tier") for r in precision_by_tier(review)],
        "rules": [_plain(r, "rule") for r in precision_by_rule(review)],
    }  # fmt: skip


def print_report(review: Review) -> None:
    """Print the report."""
    plain = plain_report(review)
    output.data(
        f"{plain['drafts']} drafts: {plain['accepted']} accepted, {plain['edited']} edited, {plain['rejected']} rejected, "
        f"{plain['waiting']} waiting; {plain['split']} split, {plain['added_by_hand']} added by hand"
    )
    for name, count in plain["reviewers"].items():
        output.data(f"  {name}: {count} decisions")
    if plain["seconds_per_decision"] is not None:
        output.data(f"  median time of a decision: {plain['seconds_per_decision']:g} seconds")
    print_precision(precision_by_tier(review), "tier")
    print_precision(precision_by_rule(review), "rule")


def print_precision(counts: Iterable[RulePrecision], what: str) -> None:
    """Print how often rules or tiers were right as they were."""
    for number, found in enumerate(counts):
        if number == 0:
            output.data(f"\n  {what:26}{'right':>7}{'accepted':>10}{'edited':>8}{'rejected':>10}")
        output.data(
            f"  {found.rule or 'none':26}{found.precision:>7.0%}{found.accepted:>10}{found.edited:>8}{found.rejected:>10}"
        )


def seconds_per_decision(review: Review) -> float | None:
    """Return the median time between two decisions of one reviewer, breaks left out; None where nothing can be told."""
    last: dict[str, datetime] = {}
    gaps: list[float] = []
    for decision in review.decisions:
        try:
            now = datetime.fromisoformat(decision.time)
        except ValueError:
            continue
        before = last.get(decision.reviewer)
        if before is not None and before.tzinfo == now.tzinfo and 0 <= (now - before).total_seconds() <= PAUSE:
            gaps.append((now - before).total_seconds())
        last[decision.reviewer] = now
    return median(gaps) if gaps else None


def _plain(found: RulePrecision, key: str) -> dict[str, Any]:
    return {
        key: found.rule, "accepted": found.accepted, "edited": found.edited, "rejected": found.rejected, "precision": found.precision,
    }  # fmt: skip
