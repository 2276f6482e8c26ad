"""Which briefs beside a case were made from another state of it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from detente.case import Case
from detente.errors import Problem

_META = re.compile(rb'<meta name="detente-case" content="([^"]+)">\s*<meta name="detente-digest" content="([^"]+)">')
_HEAD = 4_000


def stale_briefs(case: Case, folder: Path) -> Iterator[Problem]:
    """Yield a warning for each HTML brief of this case in a folder that is older than the case."""
    for path in sorted(folder.glob("*.html")):
        try:
            with path.open("rb") as stream:
                found = _META.search(stream.read(_HEAD))
        except OSError:  # a folder of that name, or nobody's business
            continue
        if found and found[1].decode() == case.case and found[2].decode() != case.digest:
            yield Problem(
                "stale-brief",
                f"{path.name} was made from another state of the case",
                f"make it again: detente brief … -o {path.name}",
                severity="warning",
            )
