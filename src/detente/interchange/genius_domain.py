"""The domain of a Genius negotiation: its issues with their outcomes, and the profiles that it names."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from detente.interchange.assemble import Question, check_questions
from detente.interchange.lookup import numbers_of
from detente.interchange.names_in import name_of, number_of
from detente.interchange.remarks import Remarks
from detente.interchange.steps import cut, shown
from detente.interchange.xml_nodes import Node

Kind = Literal["discrete", "integer", "real"]
_AROUND = ("negotiation_template", "utility_space", "objective")


def is_template(root: Node) -> bool:
    """Return whether a file is a domain: a template, or a utility space that evaluates nothing."""
    return root.tag == "negotiation_template" or (root.tag == "utility_space" and not is_profile(root))


def is_profile(root: Node) -> bool:
    """Return whether a file says what outcomes are worth."""
    if root.tag != "utility_space":
        return False
    is_additive = any(n.tag in ("weight", "evaluator") or "evaluation" in n.attributes for n in root.walk())
    return is_additive or has_rectangles(root)


def has_rectangles(root: Node) -> bool:
    """Return whether a file gives points for hyper-rectangles of outcomes."""
    return any("hyperrectangle" in node.tag for node in root.walk())


def issue_nodes(root: Node) -> list[Node]:
    """Return the issues of a file in its order, below nested objectives too."""
    return list(_issues(root))


def _issues(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.tag == "issue":
            yield child
        elif child.tag in _AROUND:
            yield from _issues(child)


def kind_of(issue: Node) -> Kind:
    """Return the type of an issue; where nothing says so, it is discrete."""
    said = {issue.attributes.get(key, "").lower() for key in ("etype", "type", "vtype")}
    if issue.all("item"):
        return "discrete"
    return "integer" if "integer" in said else "real" if "real" in said else "discrete"


def read_domain(root: Node, remarks: Remarks) -> tuple[Question, ...]:
    """Return the issues of a domain.

    Raises
    ------
    InputError
        If there are none, one has no outcomes, or there are too many.
    """
    questions = tuple(_question(node, n, remarks) for n, node in enumerate(issue_nodes(root), start=1))
    remarks.check()
    check_questions(questions, root.place, remarks)
    return questions


def _question(node: Node, number: int, remarks: Remarks) -> Question:
    name = name_of(node.get("name"), f"Issue {number}", node.place, remarks)
    key = node.get("index") or ""
    kind = kind_of(node)
    if kind == "discrete":
        outcomes = _items(node, name, remarks)
        return Question(name, outcomes, node.place, numbers_of(outcomes), key)
    numbers = _range(node, name, kind, remarks)
    return Question(name, tuple(shown(x) for x in numbers), node.place, tuple(map(float, numbers)), key)


def _items(node: Node, issue: str, remarks: Remarks) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number, item in enumerate(node.all("item"), start=1):
        value = name_of(item.get("value"), f"Value {number}", item.place, remarks)
        if value in found:
            remarks.note("twice", item.place, f"{value!r} stands twice in {issue!r}", "it is read once")
        found[value] = None
    return tuple(found)


def _range(node: Node, issue: str, kind: Kind, remarks: Remarks) -> tuple[float, ...]:
    """Return the numbers that stand for a range; both attributes of the issue and a child ``range`` are read."""
    bounds = next(iter(node.all("range")), node)
    low = number_of(bounds.get("lowerbound"), "the lower bound", bounds.place, remarks)
    high = number_of(bounds.get("upperbound"), "the upper bound", bounds.place, remarks)
    if math.isnan(low) or math.isnan(high):
        return ()
    if low > high:
        remarks.wrong("range", bounds.place, f"{issue!r} runs from {low:g} down to {high:g}", "put the smaller first")
        return ()
    return cut(issue, low, high, node.place, remarks, is_whole=kind == "integer")
