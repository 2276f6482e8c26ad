"""From accepted statements to a first model: parties, issues with outcomes, red lines, preconditions.

Everything that is proposed cites its statements and waits for a person; a number that nobody said is not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from detente.case import Case
from detente.case.statements import Statement
from detente.sources.reader.lexicons import words

REPEATED = 2
"""Refusals of one issue from which a red line is proposed: one refusal may be tactics."""
ALIKE = 60.0
"""Likeness of contents (0 to 100) from which two statements are taken to be about one issue."""
_ASKING = ("demand", "state-goal")
_SHAPING = ("demand", "offer", "accept", "concede", "promise", "state-goal", "reject", "precondition")
_SMALL = words("small") | words("frames")


@dataclass(frozen=True)
class Proposal:
    """One thing that could be added to the case.

    Attributes
    ----------
    kind : str
        ``party``, ``issue``, ``red line``, ``position`` or ``precondition``.
    path : str
        Where it would stand in the case.
    value : dict
        What would stand there.
    because : tuple of str
        The statements that it rests on.
    why : str
        The reason in words.
    assumed : bool
        True where something in it was said by nobody.
    """

    kind: str
    path: str
    value: Mapping[str, Any]
    because: tuple[str, ...]
    why: str
    assumed: bool = False


def propose(case: Case) -> tuple[Proposal, ...]:
    """Return what the accepted statements of a case suggest, the parties first."""
    groups = _by_issue(case)
    return (
        *_parties(case),
        *_issues(case, groups),
        *_red_lines(case, groups),
        *_positions(case, groups),
        *_preconditions(case),
    )


def _parties(case: Case) -> Iterable[Proposal]:
    """Propose a party for each voice that holds positions and is none yet."""
    for id_, voice in case.voices.items():
        held = [s.id for s in case.statements if s.holder == id_ and s.act in _SHAPING]
        if voice.of is None and held:
            value = {"name": voice.name, "kind": "principal", "because": held}
            yield Proposal(
                "party", f"parties.{id_}", value, tuple(held), f"{voice.name} holds {len(held)} positions", assumed=True
            )


def _by_issue(case: Case) -> dict[str, list[Statement]]:
    """Return the statements that shape an issue, under the issue that they name or share words with."""
    from rapidfuzz import fuzz

    groups: dict[str, list[Statement]] = {}
    words: dict[str, str] = {}
    for statement in (s for s in case.statements if s.act in _SHAPING and s.holder != "author"):
        named = next((a.split(".")[0] for a in statement.about if a.split(".")[0] in case.issues), None)
        said = _words_of(case, statement)
        key = (
            named
            or next((k for k, w in words.items() if fuzz.token_set_ratio(w, said) >= ALIKE), None)
            or _key(said, groups)
        )
        groups.setdefault(key, []).append(statement)
        words.setdefault(key, said)
    return groups


def _words_of(case: Case, statement: Statement) -> str:
    cited = case.citations.get(statement.id)
    text = statement.quote or (cited.text if cited is not None else None) or ""
    names = {w.lower() for p in case.parties.values() for w in p.name.split()}
    return " ".join(w for w in re.findall(r"[a-z]{3,}", text.lower()) if w not in _SMALL and w not in names)


def _key(said: str, taken: Iterable[str]) -> str:
    base = "_".join(sorted(set(said.split()), key=len, reverse=True)[:2]) or "issue"
    base = base[:30]
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key


def _issues(case: Case, groups: Mapping[str, Sequence[Statement]]) -> Iterable[Proposal]:
    """Propose an issue for each group that is none yet: what was asked or offered is an outcome, and that nothing changes."""
    for key, statements in groups.items():
        asked = [s for s in statements if s.act != "reject"]
        if key in case.issues or not asked:
            continue
        outcomes: dict[str, Any] = {"unchanged": {"label": "Nothing is agreed on this"}}
        outcomes |= {f"as_{s.id}": {"label": _label(case, s)} for s in asked}
        ids = tuple(s.id for s in statements)
        value = {"question": f"What happens with: {_label(case, asked[0])}?", "outcomes": outcomes}
        yield Proposal("issue", f"issues.{key}", value, ids, f"{len(statements)} statements are about it", assumed=True)


def _label(case: Case, statement: Statement) -> str:
    cited = case.citations.get(statement.id)
    text = " ".join((statement.quote or (cited.text if cited is not None else None) or statement.id).split())
    return text if len(text) <= 100 else text[:97].rsplit(" ", 1)[0] + " …"


def _red_lines(case: Case, groups: Mapping[str, Sequence[Statement]]) -> Iterable[Proposal]:
    """Propose a red line where one party refuses the same thing again and again."""
    for key, statements in groups.items():
        refused: dict[str, list[str]] = {}
        for statement in statements:
            if statement.act == "reject":
                refused.setdefault(_party_of(case, statement.holder), []).append(statement.id)
        outcomes = [f"as_{s.id}" for s in statements if s.act in _ASKING] if key not in case.issues else []
        for party, ids in refused.items():
            if len(ids) >= REPEATED:
                value = {"red_line": outcomes, "because": ids}
                yield Proposal(
                    "red line", f"parties.{party}.stances.{key}", value, tuple(ids), f"refused {len(ids)} times"
                )


def _party_of(case: Case, holder: str) -> str:
    voice = case.voices.get(holder)
    return voice.of if voice is not None and voice.of is not None else holder


def _positions(case: Case, groups: Mapping[str, Sequence[Statement]]) -> Iterable[Proposal]:
    """Propose a ranking where a party asks for an outcome: what it asks for comes first; the rest is assumed."""
    for key, statements in groups.items():
        if key in case.issues:
            continue
        outcomes = [f"as_{s.id}" for s in statements if s.act != "reject"]
        for party in dict.fromkeys(_party_of(case, s.holder) for s in statements if s.act in _ASKING):
            own = [s.id for s in statements if _party_of(case, s.holder) == party and s.act in _ASKING]
            first = [f"as_{i}" for i in own]
            rest = [o for o in [*outcomes, "unchanged"] if o not in first]
            value = {"ranking": [*first, *([rest] if rest else [])], "because": own}
            yield Proposal(
                "position",
                f"parties.{party}.stances.{key}",
                value,
                tuple(own),
                "asks for it; the order of the rest is assumed",
                assumed=True,
            )


def _preconditions(case: Case) -> Iterable[Proposal]:
    for statement in case.statements:
        if statement.act == "precondition":
            value = {"label": _label(case, statement), "because": [statement.id]}
            yield Proposal(
                "precondition", "links", value, (statement.id,), "write it as {unless: …, not: …} with your outcomes"
            )


def proposals_as_yaml(proposals: Sequence[Proposal]) -> str:
    """Return the proposals as a YAML text in which every entry is a remark until a person takes the mark away."""
    lines = ["# Proposed from the accepted statements. Nothing here counts until you copy it into the case."]
    for proposal in proposals:
        mark = " (assumed in part: nobody said all of it)" if proposal.assumed else ""
        lines += [
            "",
            f"# {proposal.kind}: {proposal.why}{mark}; because {', '.join(proposal.because)}",
            f"# {proposal.path}:",
        ]
        body = yaml.safe_dump(dict(proposal.value), allow_unicode=True, sort_keys=False, width=100)
        lines += [f"#   {line}" for line in body.rstrip("\n").split("\n")]
    return "\n".join(lines) + "\n"
