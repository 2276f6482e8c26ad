"""What the commands print: data on standard output, talk and progress on standard error.

Labels come from case files, so control characters are taken out before they reach a terminal.
"""

from __future__ import annotations

import json as json_
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from detente.case.base import UNREADABLE
from detente.deals import DealsResult
from detente.deals.plain import plain_deals
from detente.dynamics.plain import plain_dynamics
from detente.ensemble import DealDraws
from detente.ensemble.plain import plain_draws
from detente.findings import Brief, Finding
from detente.findings.blockers import blocker_sentence
from detente.findings.comparison import Comparison
from detente.findings.finding import MAX_LISTED
from detente.findings.openings import opening_sentence
from detente.findings.words import Words, counted, percent

WIDTH = 100


def data(text: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(UNREADABLE.sub("�", text) + "\n")


def talk(text: str) -> None:
    """Print a line for the person, not for a pipe."""
    sys.stderr.write(UNREADABLE.sub("�", text) + "\n")


def complain(text: str) -> None:
    """Print an error."""
    talk(text)


def json(value: Any) -> None:
    """Print plain data as JSON."""
    pieces = json_.JSONEncoder(ensure_ascii=False, indent=2, allow_nan=False).iterencode(value)
    # All of it before anything is written, joined in between: millions of pieces take ten times the memory of the text.
    sys.stdout.writelines([*iter(lambda: "".join(islice(pieces, 10_000)), ""), "\n"])


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None] | None]:
    """Show progress on standard error while it is a terminal."""
    if not sys.stderr.isatty() or not total:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def findings(brief: Brief) -> None:
    """Print the findings of a brief."""
    data(brief.case.title)
    data("=" * min(len(brief.case.title), WIDTH))
    for number, finding in enumerate(brief.findings, start=1):
        data("")
        _finding(brief, number, finding)


def _finding(brief: Brief, number: int, finding: Finding) -> None:
    _wrapped(f"{number}. {finding.sentence}")
    if finding.kind in ("blockers", "openings", "packages", "gaps") and finding.details:
        for detail in finding.details[:8]:
            _wrapped(f"- {detail}", "   ")
        if len(finding.details) > 8:
            _wrapped(f"- and {len(finding.details) - 8} more", "   ")
    for label, text in (("do", finding.do), ("watch", finding.watch), ("ask next", finding.ask)):
        _wrapped(f"{label + ':':10}{text}", "   ", "          ")
    cited = " ".join(f"[{n}]" for n in brief.numbers_of(finding.statements)[:16]) or "no quotation"
    _wrapped(f"{'rests on:':10}{cited}", "   ", "          ")
    _wrapped(f"({finding.uncertainty})", "   ")


def plain_with_draws(result: DealsResult, drawn: DealDraws | None) -> dict[str, Any]:
    """Return a result of the deals engine with its draws as plain data."""
    return plain_deals(result) | {"draws": plain_draws(drawn, result.space.issues) if drawn else None}


def section(title: str, sentences: Sequence[str]) -> None:
    """Print sentences under a title."""
    _section(title)
    _listed(list(sentences))


def deals(words: Words, result: DealsResult, drawn: DealDraws | None) -> None:
    """Print a result of the deals engine."""
    _section("Packages")
    for step, count in result.packages.items():
        data(f"  {step.replace('_', ' '):20}{count:>12,}")
    if not result.has_deal:
        data(f"  no deal: {result.reason}")
    _section(f"Blockers ({len(result.blockers)})")
    _listed([blocker_sentence(words, b) for b in result.blockers[:MAX_LISTED]], len(result.blockers))
    _section(f"Openings ({len(result.openings)})")
    _listed([opening_sentence(words, o) for o in result.openings[:MAX_LISTED]], len(result.openings))
    if result.fair:
        _section("Fair packages")
        for name, fair in result.fair.items():
            values = ", ".join(f"{words.party(p)} {v:.1f}" for p, v in fair.package.values.items())
            _wrapped(
                f"- {name.replace('_', '–')}: {', '.join(f'{i}={o}' for i, o in fair.package.outcomes.items())}", "  "
            )
            _wrapped(f"worth {values}", "    ")
    frontier, trades = counted(len(result.frontier), "package"), counted(len(result.trades), "trade")
    data(f"\n{frontier} on the frontier ({result.frontier_basis}), {trades}")
    if drawn:
        data(f"{percent(drawn.share_with_deal)} of {counted(drawn.draws, 'draw')} with a deal (seed {drawn.seed})")
        for key, count in list(drawn.blockers.items())[:12]:
            _wrapped(f"- {percent(count / drawn.draws)} blocked by {words.limits(key) or 'the links alone'}", "  ")


def comparison(compared: Comparison, changes: Sequence[str], *, as_json: bool) -> None:
    """Print two states of a case side by side."""
    if as_json:
        old, new = plain_deals(compared.before), plain_deals(compared.after)
        fighting = [plain_dynamics(r) for r in compared.dynamics] if compared.dynamics else [None, None]
        json({
            "changes": list(changes), "before": old | {"dynamics": fighting[0]},
            "after": new | {"dynamics": fighting[1]},
        })  # fmt: skip
        return
    for change in changes:
        data(f"with {change}")
    data("")
    column = 34
    data(f"{'':{column}}{'before':{column}}after")
    for what, before, after in compared.rows:
        _side_by_side(what, before, after, column)
    for title, sentences in (("No longer blocks:", compared.gone), ("Blocks now:", compared.new)):
        if sentences:
            _section(title)
            _listed(list(sentences))


def _side_by_side(what: str, before: str, after: str, column: int) -> None:
    cells = [textwrap.wrap(text, column - 2) or [""] for text in (what, before, after)]
    for line in range(max(map(len, cells))):
        parts = [cell[line] if line < len(cell) else "" for cell in cells]
        data(f"{parts[0]:{column}}{parts[1]:{column}}{parts[2]}".rstrip())


def _section(title: str) -> None:
    data(f"\n{title}")


def _listed(sentences: list[str], total: int = 0) -> None:
    for sentence in sentences or ["none"]:
        _wrapped(f"- {sentence}", "  ")
    if total > len(sentences):
        data(f"  - and {total - len(sentences):,} more: see --json")


def _wrapped(text: str, indent: str = "", hanging: str = "  ") -> None:
    data(textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent + hanging, break_on_hyphens=False))
