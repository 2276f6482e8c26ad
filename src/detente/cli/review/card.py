"""How a draft is shown: labelled lines of at most 80 columns, nothing said by colour."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from detente.cli import output
from detente.cli.review.session import Session
from detente.cli.review.spans import around
from detente.errors import InputError
from detente.sources.drafts import BY_HAND, Draft, precision_by_rule
from detente.sources.reader.lexicons import rows
from detente.sources.reader.tiers import family_of

WIDTH = 79
_LABEL = 11


def line(label: str, text: str) -> None:
    """Print a labelled text."""
    start, hanging = f"  {label:{_LABEL}}", " " * (_LABEL + 2)
    text = " ".join(text.split())
    output.data(textwrap.fill(text, WIDTH, initial_indent=start, subsequent_indent=hanging, break_on_hyphens=False))


def say(text: str) -> None:
    """Print a text for the person."""
    output.talk(textwrap.fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False))


def progress(session: Session) -> str:
    """Return how far the review is."""
    review = session.review
    total, left = len(review.everything), len(review.pending)
    parts = [f"{total - left} of {total} decided", f"{review.count('reject')} rejected"]
    parts += [f"view: {session.view}"] if str(session.view) != "all" else []
    return ", ".join(parts)


def show(session: Session, draft: Draft) -> None:
    """Show a draft with how far the review is."""
    output.data(f"\n[{progress(session)}] {session.name_of(draft)}")
    statement(draft.statement)
    standing = session.review.standing.get(draft.id)
    if standing is not None:
        line("decided", f"{standing.verdict} by {standing.reviewer}, {standing.time}; a new decision replaces it")


def statement(said: Mapping[str, Any]) -> None:
    """Show a statement."""
    line("act", f"{said['act']}  ({said['polarity']}, {said['modality']}, tier {said['tier'] or 'none'})")
    line("holder", said["holder"] or "?")
    if said["target"]:
        line("target", said["target"])
    if len(said["chain"]) > 1:
        line("said by", " > ".join(r["who"] for r in said["chain"]))
    line("words", f"“{said['quote']}”")
    about = said.get("about") or []
    if about:
        line("issue", about if isinstance(about, str) else ", ".join(about))
    elif said["issues"]:
        line("issue?", ", ".join(said["issues"]))
    if said["date"]:
        line("date", said["date"])
    if said.get("also_in"):
        line("also in", ", ".join(said["also_in"]))
    if said.get("disagreement"):
        line("dispute", f"rules and model disagree: {said['disagreement']}")


def why(session: Session, draft: Draft) -> None:
    """Show what a draft rests on: its rule with what was measured, its sentence, and who reports whom."""
    said = draft.statement
    start, end = draft.place
    line("rule", f"rule {said['rule']}, tier {said['tier']}; {measured(said['rule'])}")
    line("here", _own(session, str(said["rule"])))
    line("chain", " > ".join(r["who"] + (f" ({r['cue']})" if r["cue"] else "") for r in said["chain"]) or "author")
    line("place", f"characters {start} to {end} of {session.name_of(draft)}")
    try:
        text = session.texts.of(draft.document)
    except InputError as error:
        say(str(error))
        return
    near = around(text, start, end)
    for label, words in (("before", near.before), ("sentence", near.sentence), ("after", near.after)):
        if words:
            line(label, words)
    if said.get("condition"):
        line("condition", text[said["condition"]["start"] : said["condition"]["end"]])
    if said.get("disagreement"):
        line("dispute", f"rules and model disagree: {said['disagreement']}")


def measured(rule: str) -> str:
    """Return how often the family of a rule was right on development data."""
    family = family_of(rule)
    names = (family, family.split(".", maxsplit=1)[0])
    row = next((r for name in names for r in rows("tiers.csv") if r["family"] == name), None)
    if rule == BY_HAND:
        return "added by a person"
    if row is None:
        return "nothing was measured for it"
    return f"on development data right in {row['right']} of {row['seen']}"


def _own(session: Session, rule: str) -> str:
    own = next((r for r in precision_by_rule(session.review) if r.rule == rule), None)
    if own is None:
        return "in this review nothing was decided on it yet"
    return f"in this review right as it was in {own.accepted} of {own.decided}, {own.edited} edited, {own.rejected} rejected"
