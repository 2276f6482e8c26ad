"""The names of a case as a reader needs them: what parties are called, and what issues are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from detente.case import Case
from detente.sources.drafts.decisions import Draft
from detente.sources.reader.issues import IssueText

POSITIONS = frozenset({
    "demand", "offer", "accept", "reject", "concede", "promise", "threaten", "precondition", "request-talks", "state-goal",
})  # fmt: skip
"""Acts by which a party takes a position."""


def case_aliases(case: Case) -> dict[str, str]:
    """Return every form of a party's name in the case, and the party's name: id, name, and the voices that speak for it."""
    aliases: dict[str, str] = {}
    for id_, party in case.parties.items():
        aliases |= {id_.replace("_", " "): party.name, party.name: party.name}
    for voice in case.voices.values():
        if voice.of in case.parties:
            aliases[voice.name] = case.parties[voice.of].name
            aliases.setdefault(voice.name.split()[-1], case.parties[voice.of].name)
    return aliases


def case_issues(case: Case) -> tuple[IssueText, ...]:
    """Return the issues with all their words."""
    return tuple(
        IssueText(
            id_,
            " ".join(
                [id_.replace("_", " "), issue.name or "", issue.question, *(o.label for o in issue.outcomes.values())]
            ),
        )
        for id_, issue in case.issues.items()
    )


def party_id(case: Case, name: str) -> str | None:
    """Return the id of the party or voice that a name stands for."""
    small = name.lower()
    for id_, party in case.parties.items():
        if small in (id_.lower(), party.name.lower(), id_.replace("_", " ").lower()):
            return id_
    for id_, voice in case.voices.items():
        if small in (id_.lower(), voice.name.lower()):
            return id_
    return None


def speaks_for(case: Case, accepted: Iterable[Draft]) -> dict[str, str]:
    """Return, by name, the party for which somebody speaks: that whose positions he mostly tells first hand."""
    told: dict[str, Counter[str]] = {}
    for draft in accepted:
        said = draft.statement
        who = [r["who"] for r in said["chain"] if r["who"] != "author"]
        holder = party_id(case, said["holder"]) if said["holder"] else None
        if len(who) == 1 and holder in case.parties and said["act"] in POSITIONS and said["modality"] != "reported":
            told.setdefault(who[0], Counter())[holder] += 1
    return {
        name: party for name, counts in told.items() for party, n in counts.most_common(1) if 2 * n > counts.total()
    }
