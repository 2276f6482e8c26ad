"""Proposals as a text to read, and as entries of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.sources.drafts.case_text import BothEnds, Remarked, with_added, without_voices
from detente.sources.drafts.proposing.known import Proposal

HEADER = "# Proposed from the accepted statements. Nothing here counts until it stands in the case.\n"


def as_addition(proposals: Sequence[Proposal]) -> dict[str, Any]:
    """Return proposals as a tree of what is added to a case, each with its reason as a remark."""
    tree: dict[str, Any] = {}
    for proposal in proposals:
        if proposal.kind == "topic":
            entry = {"id": proposal.path.split(".")[1], "about": proposal.value}
            tree.setdefault("statements", []).append(entry)
        elif proposal.kind == "link":
            tree.setdefault("links", []).append(Remarked(proposal.value).with_remark(_remark(proposal)))
        elif proposal.kind != "left aside":
            _put(tree, proposal)
    return tree


def _put(tree: dict[str, Any], proposal: Proposal) -> None:
    """Put a proposal where its path says; what stands there already is joined with it."""
    *steps, last = proposal.path.split(".")
    node = tree
    for step in steps:
        node = node.setdefault(step, {})
    value = proposal.value if last != "ranking" else BothEnds(proposal.value["first"], proposal.value["last"])
    if not isinstance(value, dict):
        node[last] = value
        return
    before = node.get(last)
    entry = Remarked({**(before or {}), **value})
    if before is not None:
        entry["red_line"] = [*before.get("red_line", ()), *value.get("red_line", ())]
        entry["because"] = list(dict.fromkeys([*before["because"], *value["because"]]))
    remark = f"{before.remark} " if isinstance(before, Remarked) else ""
    node[last] = entry.with_remark(remark + _remark(proposal))


def _remark(proposal: Proposal) -> str:
    cited = f" ({', '.join(proposal.because)})" if proposal.kind in ("issue", "outcome") else ""
    return f"Proposed {proposal.kind}{cited}: {proposal.why}."


def left_aside(proposals: Sequence[Proposal]) -> str:
    """Return the statements of which nothing could be made, as remarks."""
    left = [p for p in proposals if p.kind == "left aside"]
    lines = [f"#   {', '.join(p.because)}: “{p.value}” – {p.why}" for p in left]
    return "".join(f"{line}\n" for line in (["# Left aside:", *lines] if lines else []))


def as_text(proposals: Sequence[Proposal]) -> str:
    """Return proposals as a text: YAML as it would stand in the case, with the reasons as remarks."""
    tree = as_addition(proposals)
    body = with_added("", tree).lstrip("\n") if tree else "# There is nothing new to propose.\n"
    return "\n".join(part for part in (HEADER, body, left_aside(proposals)) if part)


def draft_text(text: str, proposals: Sequence[Proposal]) -> str:
    """Return the text of a case with proposals added; nothing that stands there is changed.

    A voice that becomes a party is no voice any more.
    """
    parties = [p.path.split(".")[1] for p in proposals if p.kind == "party"]
    return with_added(without_voices(text, parties), as_addition(proposals))
