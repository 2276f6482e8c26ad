"""The names and phrases of a case, so that every finding says the same thing the same way.

Nothing here knows a case: the words are the labels that the analyst gave.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from detente.case import Case, Quantity
from detente.deals import Constraint

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Words:
    """Turns ids of one case into the words of a sentence."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def party(self, party: str) -> str:
        """Return the party's name."""
        return self._case.parties[party].name

    def whose(self, party: str) -> str:
        """Return the party's name as the owner of something."""
        name = self.party(party)
        return f"{name}’" if name.endswith("s") else f"{name}’s"

    def issue(self, issue: str) -> str:
        """Return the issue's short name."""
        return self._case.issue_name(issue)

    def outcome(self, issue: str, outcome: str) -> str:
        """Return the outcome's label in quotation marks."""
        return f"“{self._case.issues[issue].outcomes[outcome].label}”"

    def event(self, event: str) -> str:
        """Return an event on which an outcome hangs, in words."""
        return self._case.events[event].label

    def verified(self, event: str) -> str:
        """Return who establishes whether an event happened; empty where nobody is named."""
        return self._case.events[event].verified_by or ""

    def package(self, outcomes: dict[str, str], issues: Iterable[str]) -> str:
        """Return some outcomes of a package as a list."""
        return "; ".join(f"{self.issue(i)}: {self.outcome(i, outcomes[i])}" for i in issues)

    def limit(self, constraint: Constraint) -> str:
        """Return a constraint as a noun phrase: whose it is and what it excludes."""
        whose = self.whose(constraint.party)
        if constraint.kind == "no_deal":
            value = self._case.parties[constraint.party].no_deal
            return f"{whose} no-deal value ({value})" if value is not None else f"{whose} no-deal value"
        issue = str(constraint.issue)
        if constraint.kind == "red_line":
            return f"{whose} red line against {self.outcome(issue, str(constraint.outcome))} ({self.issue(issue)})"
        return f"{whose} bottom line on {self.issue(issue)} ({self._bottom(constraint.party, issue)})"

    def limits(self, constraints: Iterable[Constraint]) -> str:
        """Return several constraints as a list."""
        return listed([self.limit(c) for c in constraints])

    def link(self, index: int) -> str:
        """Return a link in words, or as it is written."""
        link = self._case.links[index]
        return link.label or link.expression

    def statements_behind(self, constraint: Constraint) -> tuple[str, ...]:
        """Return the statements that show a constraint, as far as any do."""
        party = self._case.parties[constraint.party]
        if constraint.issue is None:
            quantity = party.no_deal
            return (quantity.because if quantity else ()) or party.because
        stance = party.stances[constraint.issue]
        line = stance.bottom_line
        own = line.because if constraint.kind == "bottom_line" and isinstance(line, Quantity) else ()
        return own or stance.because or party.because

    def statements_of(self, constraints: Iterable[Constraint]) -> tuple[str, ...]:
        """Return the statements behind several constraints, each once, in the order of the constraints."""
        return tuple(dict.fromkeys(s for c in constraints for s in self.statements_behind(c)))

    def _bottom(self, party: str, issue: str) -> str:
        line = self._case.parties[party].stances[issue].bottom_line
        return f"worth at least {line}" if isinstance(line, Quantity) else f"{self.outcome(issue, str(line))} or better"


def listed(phrases: Sequence[str]) -> str:
    """Join phrases: ``a``, ``a and b``, ``a, b and c``."""
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 package`` or ``1,200 packages``."""
    return f"{whole(number)} {one if number == 1 else many or one + 's'}"


LONGEST = 10**12
"""A longer number is read by nobody."""


def whole(number: int) -> str:
    """Return ``1,200``, or ``9.5 × 10¹³`` where the digits would run on."""
    if number < LONGEST:
        return f"{number:,}"
    digits, power = f"{Decimal(number):.1e}".split("e+")
    return f"{digits} × 10{power.translate(_RAISED)}"


def points_words(points: float) -> str:
    """Return points with their sign, ``+4`` or ``−12``; with a decimal where they would read 0 and are not."""
    if abs(points) < 0.05:
        return "±0"
    return (f"{points:+.1f}" if abs(points) < 0.5 else f"{points:+.0f}").replace("-", "−")


def percent(share: float) -> str:
    """Return a share in per cent, never rounded up to all or down to none."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{share:.0%}".replace("%", " %")


def upper(sentence: str) -> str:
    """Return the sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]
