"""Problems about names: an id that nothing declares, and conditions that cannot be read."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from detente.errors import ExpressionError, Path, Problem
from detente.expression import names_in, parse


def unknown_id(kind: str, name: str, known: Iterable[str], path: Path) -> Problem:
    """Return the problem of a name that nothing declares, with the nearest that exists."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    remedy = f"did you mean {close[0]!r}?" if close else f"declare it, or name one that exists: {_few(known)}"
    return Problem("dangling-id", f"there is no {kind} {name!r}", remedy, path)


def _few(known: Iterable[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:6]) + (", …" if len(names) > 6 else "") if names else "none is declared"


def check_expression(text: str, kind: str, known: frozenset[str], path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a condition over names."""
    try:
        tree = parse(text)
    except ExpressionError as error:
        yield Problem(
            "expression", f"{text[:60]!r} is not an expression: {error}",
            "write names joined by and, or, not, if, iff and parentheses", path,
        )  # fmt: skip
        return
    for name in dict.fromkeys(names_in(tree)):
        if name not in known:
            yield unknown_id(kind, name, known, path)
