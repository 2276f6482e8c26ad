"""Checks that need the whole case: ids that must exist, and things that must fit together.

One small function per rule. Each yields problems with the path of the fault; nothing is raised, so all
of them reach the person together.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from detente.case.dangling import check_expression, unknown_id
from detente.case.dynamics_references import check_dynamics
from detente.case.model import Case
from detente.case.names import Names
from detente.case.parties import Stance
from detente.case.quantity import Quantity
from detente.case.signing_references import check_signing
from detente.case.statements import AUTHOR
from detente.case.walk import citations_in
from detente.errors import Path, Problem


def check_references(case: Case, names: Names) -> Iterator[Problem]:
    """Yield every problem that only shows when the parts of a case are read together.

    `names` are the ids that the file declares, also by parts that were too faulty to be in `case`.
    """
    for check in _CHECKS:
        yield from check(case, names)


def _duplicate_ids(case: Case, _names: Names) -> Iterator[Problem]:
    for field in ("documents", "statements"):
        seen: set[str] = set()
        for index, item in enumerate(getattr(case, field)):
            if item.id in seen:
                yield Problem(
                    "duplicate-id", f"a second one of the {field} is called {item.id!r}",
                    "give it an id of its own", (field, index, "id"),
                )  # fmt: skip
            seen.add(item.id)


def _voices(case: Case, names: Names) -> Iterator[Problem]:
    for key, voice in case.voices.items():
        if key == AUTHOR or key in names.parties:
            taken = "every document's author" if key == AUTHOR else "a party"
            yield Problem(
                "duplicate-id", f"the voice {key!r} has the name of {taken}", "rename it", ("voices", key), on_key=True
            )
        if voice.of is not None and voice.of not in names.parties:
            yield unknown_id("party", voice.of, names.parties, ("voices", key, "of"))


def _statements(case: Case, names: Names) -> Iterator[Problem]:
    for index, statement in enumerate(case.statements):
        path: Path = ("statements", index)
        if statement.document not in names.documents:
            yield unknown_id("document", statement.document, names.documents, (*path, "document"))
        for field in ("speaker", "holder"):
            if getattr(statement, field) not in names.speakers:
                yield unknown_id("party or voice", getattr(statement, field), names.speakers, (*path, field))
        for field in ("chain", "target"):
            for step, name in enumerate(getattr(statement, field)):
                if name not in names.speakers:
                    yield unknown_id("party or voice", name, names.speakers, (*path, field, step))
        for step, name in enumerate(statement.about):
            if name not in names.topics:
                yield unknown_id("issue, outcome, party or option", name, names.topics, (*path, "about", step))


def _confidential(case: Case, names: Names) -> Iterator[Problem]:
    for field in ("documents", "statements", "links"):
        for index, item in enumerate(getattr(case, field)):
            for step, party in enumerate(item.confidential_to):
                if party not in names.parties:
                    yield unknown_id("party", party, names.parties, (field, index, "confidential_to", step))


def _memberships(case: Case, names: Names) -> Iterator[Problem]:
    for key, party in case.parties.items():
        path: Path = ("parties", key, "of")
        if party.of is None:
            continue
        if party.of not in names.parties:
            yield unknown_id("party", party.of, names.parties, path)
        elif _in_cycle(case, key):
            yield Problem("cycle", f"following of: from {key!r} leads back to it", "let of: name its principal", path)
        elif party.kind == "faction" and party.of in case.parties and case.parties[party.of].kind != "principal":
            yield Problem("kind", f"{party.of!r} is not a principal", "a faction belongs to a principal", path)


def _in_cycle(case: Case, start: str) -> bool:
    seen = {start}
    step = case.parties[start].of
    while step in case.parties and step is not None:
        if step == start:
            return True
        if step in seen:
            return False
        seen.add(step)
        step = case.parties[step].of
    return False


def _principals(case: Case, names: Names) -> Iterator[Problem]:
    if not case.principals and not names.has_lost_parties(case):
        yield Problem(
            "no-principal", "no party is a principal", "give at least one party kind: principal", ("parties",)
        )


def _stances(case: Case, names: Names) -> Iterator[Problem]:
    for key, party in case.parties.items():
        for issue, stance in party.stances.items():
            path: Path = ("parties", key, "stances", issue)
            if issue not in names.outcomes:
                unknown = unknown_id("issue", issue, names.outcomes, path)
                yield Problem(unknown.rule, unknown.what, unknown.remedy, path, on_key=True)
            elif issue in case.issues:
                yield from _stance_fits(case, names, issue, stance, path)


def _stance_fits(case: Case, names: Names, issue: str, stance: Stance, path: Path) -> Iterator[Problem]:
    known = names.outcomes[issue]
    for outcome in stance.values or ():
        if outcome not in known:
            unknown = unknown_id(f"outcome of {issue}", outcome, known, (*path, "values", outcome))
            yield Problem(unknown.rule, unknown.what, unknown.remedy, unknown.path, on_key=True)
    for step, outcome in enumerate(stance.red_line):
        if outcome not in known:
            yield unknown_id(f"outcome of {issue}", outcome, known, (*path, "red_line", step))
    if isinstance(stance.bottom_line, str) and stance.bottom_line not in known:
        yield unknown_id(f"outcome of {issue}", stance.bottom_line, known, (*path, "bottom_line"))
    yield from _covers_outcomes(case, issue, stance, path)
    if stance.ranking is not None:
        yield from _ranking_fits(known, issue, stance, path)


def _covers_outcomes(case: Case, issue: str, stance: Stance, path: Path) -> Iterator[Problem]:
    outcomes = {o: outcome for o, outcome in case.issues[issue].outcomes.items() if outcome.contingent is None}
    if stance.values is not None:
        lacking = [o for o in outcomes if o not in stance.values]
    elif stance.ranking is not None:
        ranked = {o for tier in stance.ranking for o in tier}
        lacking = [o for o in outcomes if o not in ranked]
    else:
        lacking = []
    if lacking:
        yield Problem(
            "no-value", f"nothing says what {', '.join(lacking)} is worth",
            "give every outcome of the issue a value or a rank", (*path, "values" if stance.ranking is None else "ranking"),
        )  # fmt: skip
    if stance.position is not None:
        unplaced = [o for o, outcome in outcomes.items() if outcome.at is None]
        if unplaced:
            yield Problem(
                "no-scale", f"a position needs a scale, and {', '.join(unplaced)} of {issue} has no at:",
                "give each outcome of the issue an at: from 0 to 100", (*path, "position"),
            )  # fmt: skip
    if stance.bottom_line is not None and not (stance.values or stance.ranking or stance.position):
        yield Problem(
            "no-value", "a bottom line needs values to be compared with", "add values, a ranking or a position",
            (*path, "bottom_line"),
        )  # fmt: skip


def _ranking_fits(known: frozenset[str], issue: str, stance: Stance, path: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for step, tier in enumerate(stance.ranking or ()):
        for outcome in tier:
            if outcome not in known:
                yield unknown_id(f"outcome of {issue}", outcome, known, (*path, "ranking", step))
            elif outcome in seen:
                yield Problem("duplicate-id", f"{outcome!r} is ranked twice", "rank it once", (*path, "ranking", step))
            seen.add(outcome)


def _needs(case: Case, names: Names) -> Iterator[Problem]:
    for issue, asked in case.issues.items():
        for key, outcome in asked.outcomes.items():
            for step, party in enumerate(outcome.needs):
                if party not in names.parties:
                    path: Path = ("issues", issue, "outcomes", key, "needs", step)
                    yield unknown_id("party", party, names.parties, path)


def _citations(case: Case, names: Names) -> Iterator[Problem]:
    for path, because in citations_in(case):
        for step, statement in enumerate(because):
            if statement not in names.statements:
                yield unknown_id("statement", statement, names.statements, (*path, step))


def _expressions(case: Case, names: Names) -> Iterator[Problem]:
    for index, link in enumerate(case.links):
        for field in ("unless", "not_", "if_", "then", "require", "forbid"):
            text = getattr(link, field)
            if text is not None:
                path: Path = ("links", index, field.rstrip("_"))
                yield from check_expression(text, "outcome", names.outcome_names, path)
    for key, party in case.parties.items():
        for index, interaction in enumerate(party.interactions):
            path = ("parties", key, "interactions", index, "when")
            yield from check_expression(interaction.when, "outcome", names.outcome_names, path)
    for index, rule in enumerate(case.infeasible):
        yield from check_expression(rule, "option", names.option_names, ("infeasible", index))
    for key, rules in case.priorities.items():
        for index, rule in enumerate(rules):
            yield from check_expression(rule, "option", names.option_names, ("priorities", key, index))


def _owners(case: Case, names: Names) -> Iterator[Problem]:
    for field in ("options", "priorities", "rankings"):
        for key in getattr(case, field):
            if key not in names.parties:
                unknown = unknown_id("party", key, names.parties, (field, key))
                yield Problem(unknown.rule, unknown.what, unknown.remedy, unknown.path, on_key=True)


def _rankings(case: Case, names: Names) -> Iterator[Problem]:
    count = len(names.option_names)
    for key, tiers in case.rankings.items():
        if case.priorities.get(key):
            yield Problem(
                "ranking", f"{key} has priorities and a ranking of states", "keep one of them", ("rankings", key)
            )
        for place, tier in enumerate(tiers):
            for pattern in tier:
                if len(pattern) != count:
                    yield Problem(
                        "ranking", f"{pattern!r} has {len(pattern)} letters, and there are {count} options",
                        "write one letter for each option, in the order of the file: Y, N or -", ("rankings", key, place),
                    )  # fmt: skip


def _questions(_case: Case, names: Names) -> Iterator[Problem]:
    if not names.outcomes and not names.option_names:
        yield Problem("no-question", "the case has neither issues nor options", "add at least one of them", ("issues",))


def _paths(case: Case, _names: Names) -> Iterator[Problem]:
    for index, document in enumerate(case.documents):
        if document.file is not None and not _is_inside(document.file):
            yield Problem(
                "path", f"{document.file!r} is not a path inside the case's folder",
                "copy the document under documents/, or cite it by its digest", ("documents", index, "file"),
            )  # fmt: skip


def _is_inside(file: str) -> bool:
    posix, windows = PurePosixPath(file), PureWindowsPath(file)
    rooted = posix.is_absolute() or windows.drive or windows.root
    return not rooted and ".." not in windows.parts and "\0" not in file


def _weights(case: Case, _names: Names) -> Iterator[Problem]:
    """Refuse a party whose saliences can all be zero: its mean value would be nothing over nothing."""
    for key, party in case.parties.items():
        valued = [s for s in party.stances.values() if s.values or s.ranking or s.position]
        if valued and all(s.salience is not None and _can_be_zero(s.salience) for s in valued):
            yield Problem(
                "no-weight", f"every salience of {key!r} can be zero", "give one issue a salience above zero",
                ("parties", key, "stances"),
            )  # fmt: skip


def _can_be_zero(salience: Quantity) -> bool:
    return any(amount.high == 0 for amount in salience.amounts)


_CHECKS = (
    _duplicate_ids, _voices, _statements, _confidential, _memberships, _principals, _stances, _needs,
    _citations, _expressions, _owners, _rankings, _questions, _paths, _weights, check_dynamics,
    check_signing,
)  # fmt: skip
