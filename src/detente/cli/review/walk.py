"""The walk through the drafts: one is shown, one key decides, the next is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.cli import output
from detente.cli.review import card
from detente.cli.review.adding import add_by_hand
from detente.cli.review.editing import ACTS, edited
from detente.cli.review.filters import HELP, view_of
from detente.cli.review.picking import pick
from detente.cli.review.session import EndOfInputError, Session
from detente.sources.drafts import Draft, Verdict, split_at

KEYS = "a accept, e edit, r reject, s split, u undo, w why, l later, b back, f filter, m add by hand, q quit"
_SHORT = "a e r s u w l b f m q, ? for help"


@dataclass
class _Walk:
    """Where the reviewer stands."""

    session: Session
    seen: list[str] = field(default_factory=list)
    focus: str | None = None

    def current(self) -> Draft | None:
        """Return the draft that is to be shown: the one gone back to, else the first that waits."""
        draft = self.session.find(self.focus) if self.focus is not None else None
        if draft is None:
            self.focus = None
            draft = next(iter(self.session.waiting()), None)
        if draft is not None and (not self.seen or self.seen[-1] != draft.id):
            self.seen.append(draft.id)
        return draft


def walk(session: Session) -> None:
    """Walk through the drafts until everything is decided and the person leaves, or the input ends."""
    steps = _Walk(session)
    shown: tuple[str, int] | None = None
    try:
        while True:
            session.refresh()
            draft = steps.current()
            state = (draft.id, len(session.review.decisions)) if draft is not None else None
            if draft is not None and state != shown:
                card.show(session, draft)
            shown = state
            if not _one_key(steps, draft):
                return
    except (EndOfInputError, KeyboardInterrupt):
        output.talk("")


def _one_key(steps: _Walk, draft: Draft | None) -> bool:
    """Ask for one key and do what it says; return False for the end."""
    session = steps.session
    if draft is None:
        output.data(f"\n[{card.progress(session)}] nothing waits here")
    key = session.ask(
        f"{_SHORT}: " if draft is not None else "u undo, b back, f filter, m add by hand, q quit: "
    ).lower()
    if key in ("q", "quit"):
        return False
    if key in _ALWAYS:
        _ALWAYS[key](steps)
    elif draft is not None and key == "w":
        card.why(session, draft)
    elif draft is not None and key == "l":
        session.put_off = [*(i for i in session.put_off if i != draft.id), draft.id]
        steps.focus = None
    elif draft is not None and key in ("a", "r", "e", "s"):
        if _decided(session, draft, key):
            steps.focus = None
    else:
        card.say(f"keys: {KEYS}")
    return True


def _decided(session: Session, draft: Draft, key: str) -> bool:
    """Decide by one key, on what is shown: a draft that was edited before keeps its changes."""
    before = session.review.standing.get(draft.id)
    changes = dict(before.changes) if before is not None and before.verdict in ("edit", "add") else {}
    verdict: Verdict = "add" if before is not None and before.verdict == "add" else "edit" if changes else "accept"
    if key == "r":
        return session.decide(draft, "reject")
    if key == "s":
        return _split(session, session.original(draft))
    if key == "e":
        more = edited(session, draft)
        if not more:
            output.talk("nothing was changed")
            return False
        verdict, changes = "add" if verdict == "add" else "edit", changes | more
    return session.decide(draft, verdict, changes)


def _split(session: Session, draft: Draft) -> bool:
    """Cut a draft in two, each piece with its act; both wait for their decision."""
    answer = session.ask("first words of the second statement: ")
    at = draft.quote.find(answer) if answer else -1
    if at <= 0 or not draft.quote[:at].strip():
        output.talk("these words do not stand inside the quotation, behind its start")
        return False
    offset = draft.place[0] + at
    acts: list[str] = []
    for name, piece in zip(("first", "second"), split_at(draft, offset), strict=True):
        card.line(name, f"“{piece.quote}”")
        chosen = pick(session, f"act of the {name}, now {draft.statement['act']}", ACTS)
        acts.append(draft.statement["act"] if chosen is None else ACTS[chosen])
    return session.decide(draft, "split", {"at": offset, "acts": acts})


def _undo(steps: _Walk) -> None:
    session = steps.session
    last = session.review.last_of(session.reviewer)
    draft = session.undo()
    if draft is None or last is None:
        output.talk(f"{session.reviewer} has decided nothing that could be taken back")
        return
    card.say(f"taken back: {last.verdict} of “{' '.join(draft.quote.split())}”")
    steps.focus = draft.id if session.find(draft.id) is not None else None


def _back(steps: _Walk) -> None:
    """Go to the draft that was shown before this one."""
    earlier = steps.seen[:-1]
    while earlier and steps.session.find(earlier[-1]) is None:
        earlier = earlier[:-1]
    if not earlier:
        output.talk("there is nothing before it")
        return
    steps.seen, steps.focus = earlier, earlier[-1]


def _filter(steps: _Walk) -> None:
    answer = steps.session.ask(f"show only ({HELP}): ")
    try:
        steps.session.view = view_of(answer)
    except ValueError as error:
        card.say(str(error))
        return
    steps.focus = None
    output.talk(f"{len(steps.session.waiting())} waiting drafts in view")


def _add(steps: _Walk) -> None:
    if add_by_hand(steps.session):
        output.talk("added")


_ALWAYS = {"u": _undo, "b": _back, "f": _filter, "/": _filter, "m": _add}
