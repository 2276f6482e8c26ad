"""`detente whatif`: changes given as PATH=VALUE."""

from __future__ import annotations

from collections.abc import Sequence

from detente.case import Case
from detente.case.change import with_value
from detente.case.yaml_tree import read_tree
from detente.errors import CaseError


def changed(case: Case, changes: Sequence[str]) -> Case:
    """Return the case with each ``PATH=VALUE`` applied in turn; the value is read as YAML.

    Raises
    ------
    CaseError
        If a change has no ``=``, names no place, or gives no valid case.
    """
    for change in changes:
        path, equals, text = change.partition("=")
        if not equals:
            raise CaseError.of("usage", f"{change!r} is no change", "write PATH=VALUE, such as parties.a.no_deal=40")
        tree = read_tree(text, f"--set {path}")
        if tree.problems:
            raise CaseError(tree.problems)
        case = with_value(case, path.strip(), tree.data)
    return case
