"""A profile of Genius: the weights of a party, its evaluations, its reservation value and discount factor.

A discrete issue has an evaluation for each value, an integer or real one a function: linear, constant or triangular.
Genius keeps the values of functions between 0 and 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.interchange.assemble import Question, Rectangle
from detente.interchange.genius_domain import has_rectangles, issue_nodes
from detente.interchange.lookup import Lookup, lacking
from detente.interchange.names_in import number_of
from detente.interchange.rectangles import xml_rectangles
from detente.interchange.remarks import Place, Remarks
from detente.interchange.scenario import Floats
from detente.interchange.xml_nodes import Node


@dataclass(frozen=True)
class Profile:
    """What one profile says, as it is written.

    Attributes
    ----------
    party : str
    place : Place
    evaluations : tuple of array, shape (outcomes of the issue,)
    is_table : tuple of bool
        Whether an issue's evaluations are a list, which Genius divides by the largest of them.
    weights : tuple of float
    reservation, discount : float
        NaN where nothing is said.
    bonuses : tuple of Rectangle
        Instead of evaluations.
    largest : float
        What Genius divides the sum of bonuses by, so that it is 1 at most; 0 where nothing is said.
    """

    party: str
    place: Place
    evaluations: tuple[Floats, ...]
    is_table: tuple[bool, ...]
    weights: tuple[float, ...]
    reservation: float
    discount: float
    bonuses: tuple[Rectangle, ...] = ()
    largest: float = 0.0


def read_profile(root: Node, party: str, questions: Sequence[Question], remarks: Remarks) -> Profile:
    """Return what a profile says about the issues of its domain; faults and oddities go into the remarks."""
    if has_rectangles(root):
        return _constrained(root, party, questions, remarks)
    kind = root.get("type") or ""
    if kind.lower() in ("nonlinear", "any", "constraint"):
        what = "the utilities are not a sum over issues"
        remarks.wrong("not-additive", root.place, what, "only linear additive profiles and hyper-rectangles are read")
        remarks.check()
    own = _by_question(root, questions, remarks)
    weights = _weights(root, own, questions, remarks)
    tables = [_evaluations(node, q, root.place, remarks) for node, q in zip(own, questions, strict=True)]
    return Profile(
        party,
        root.place,
        tuple(tables),
        tuple(node is None or bool(node.all("item")) for node in own),
        weights,
        _single(root, "reservation", "the reservation value", remarks),
        _single(root, "discount_factor", "the discount factor", remarks),
    )


def _constrained(root: Node, party: str, questions: Sequence[Question], remarks: Remarks) -> Profile:
    """Return a profile of points for hyper-rectangles."""
    bonuses, largest = xml_rectangles(root, questions, remarks)
    return Profile(
        party,
        root.place,
        tuple(np.zeros(len(q.outcomes)) for q in questions),
        (False,) * len(questions),
        (0.0,) * len(questions),
        _single(root, "reservation", "the reservation value", remarks),
        _single(root, "discount_factor", "the discount factor", remarks),
        bonuses,
        largest,
    )


def _by_question(root: Node, questions: Sequence[Question], remarks: Remarks) -> list[Node | None]:
    """Return the profile's issue for each issue of the domain: of the same name, else of the same index."""
    nodes = issue_nodes(root)
    left = list(nodes)
    found: list[Node | None] = []
    for question in questions:
        named = [n for n in left if " ".join((n.get("name") or "").split()) == question.name]
        numbered = [n for n in left if question.key and n.get("index") == question.key]
        both = [n for n in named if n in numbered]
        node = next(iter(both or named or numbered), None)
        if node is not None:
            left.remove(node)
            if not named:
                what = f"the issue {node.get('name')!r} is read as {question.name!r}: it has the same index"
                remarks.note("name", node.place, what, "give both the same name")
        found.append(node)
    for node in left:
        what = f"the domain has no issue {node.get('name')!r}"
        remarks.warn("not-read", node.place, what, "it is not read: mend its name, or add it to the domain")
    return found


def _weights(
    root: Node, own: Sequence[Node | None], questions: Sequence[Question], remarks: Remarks
) -> tuple[float, ...]:
    given: dict[str, float] = {}
    for node in root.walk():
        if node.tag == "weight":
            given[node.get("index") or ""] = _weight(node, remarks)
    if not given:
        what = "there are no weights, so all issues weigh the same"
        remarks.warn("weight", root.place, what, "give each issue a weight")
        return (1 / len(questions),) * len(questions)
    keys = [(node.get("index") if node else None) or q.key for node, q in zip(own, questions, strict=True)]
    for key, issue, question in zip(keys, own, questions, strict=True):
        if key not in given:
            place = issue.place if issue else root.place
            remarks.warn("weight", place, f"the issue {question.name!r} has no weight", "it is read as 0, as in Genius")
    for key in given.keys() - set(keys):
        remarks.warn("not-read", root.place, f"there is a weight for {key!r} and no such issue", "it is not read")
    return tuple(given.get(key, 0.0) for key in keys)


def _weight(node: Node, remarks: Remarks) -> float:
    value = number_of(node.get("value"), "a weight", node.place, remarks)
    if value < 0:
        remedy = "turn the evaluations of that issue round instead"
        remarks.wrong("weight", node.place, f"a weight is negative: {value:g}", remedy)
    return max(value, 0.0)


def _evaluations(node: Node | None, question: Question, place: Place, remarks: Remarks) -> Floats:
    nothing = np.zeros(len(question.outcomes))
    if node is None:
        remarks.wrong(
            "lacks-value", place, f"there is no issue {question.name!r}", "evaluate every issue of the domain"
        )
        return nothing
    if node.all("item"):
        return _table(node, question, remarks)
    if question.numbers is None:
        remarks.wrong(
            "lacks-value", node.place, f"{question.name!r} has no values", "evaluate each value of the domain"
        )
        return nothing
    return _function(node, question, np.array(question.numbers), remarks)


def _table(node: Node, question: Question, remarks: Remarks) -> Floats:
    """Return the evaluations of an issue's values; of a value that stands twice the last one counts, as in Genius."""
    lookup = Lookup(question)
    given: dict[int, float] = {}
    names: dict[int, str] = {}
    for item in node.all("item"):
        name = " ".join((item.get("value") or "").split())
        at = lookup.find(name)
        if at is None:
            remarks.warn("not-read", item.place, f"{question.name!r} has no value {name!r} in the domain", "not read")
            continue
        said = item.get("evaluation")
        if said is None or said == "null":
            continue
        if names.get(at) == name:
            what = f"{name!r} of {question.name!r} is evaluated twice: {given[at]:g}, then {said[:20]}"
            remarks.warn("twice", item.place, what, "the last one counts")
        elif name != question.outcomes[at]:
            remarks.note("name", item.place, f"{name!r} is read as {question.outcomes[at]!r}", "write both the same")
        given[at] = number_of(said, f"the evaluation of {name!r}", item.place, remarks)
        names[at] = name
    if missing := lacking(question, given):
        remarks.wrong("lacks-value", node.place, missing, "evaluate each value of the domain")
    return np.array([given.get(k, 0.0) for k in range(len(question.outcomes))])


def _function(node: Node, question: Question, x: Floats, remarks: Remarks) -> Floats:
    evaluator = next(iter(node.all("evaluator")), None)
    if evaluator is None:
        remarks.wrong("lacks-value", node.place, f"{question.name!r} has no evaluator", "give it a function")
        return np.zeros(len(x))
    kind = (evaluator.get("ftype") or "linear").lower()
    if kind == "linear":
        return _linear(evaluator, x, remarks)
    if kind == "constant":
        return np.full(len(x), _parameter(evaluator, 0, remarks))
    if kind in ("triangular", "triangularvariabletop", "triangular_variable_top"):
        low, high, top = (_parameter(evaluator, k, remarks) for k in range(3))
        height = 1.0 if kind == "triangular" else _parameter(evaluator, 3, remarks)
        return height * _triangle(x, low, high, top)
    what = f"the evaluator {kind[:40]!r} of {question.name!r} is not read"
    remarks.wrong("evaluator", evaluator.place, what, "linear, constant and triangular are, and lists of values")
    return np.zeros(len(x))


def _linear(evaluator: Node, x: Floats, remarks: Remarks) -> Floats:
    """Return a linear function: ``offset`` and ``slope`` count from the lower bound, parameters from zero."""
    if evaluator.get("slope") is not None or evaluator.get("offset") is not None:
        slope = number_of(evaluator.get("slope") or "0", "the slope", evaluator.place, remarks)
        offset = number_of(evaluator.get("offset") or "0", "the offset", evaluator.place, remarks)
        line: Floats = offset + slope * (x - x.min())
    else:
        line = _parameter(evaluator, 0, remarks) + _parameter(evaluator, 1, remarks) * x
    if (line < 0).any() or (line > 1).any():
        what = f"the evaluations run from {line.min():g} to {line.max():g}"
        remarks.note("clipped", evaluator.place, what, "they are kept between 0 and 1, as in Genius")
    clipped: Floats = np.clip(line, 0, 1)
    return clipped


def _triangle(x: Floats, low: float, high: float, top: float) -> Floats:
    """Return 0 at both ends and 1 at the top; a top at an end makes a slope."""
    if not low <= top <= high or low == high:
        return np.zeros(len(x))
    return np.interp(x, [low, top, high], [0.0, 1.0, 0.0], left=0, right=0)


def _parameter(evaluator: Node, number: int, remarks: Remarks) -> float:
    return number_of(evaluator.get(f"parameter{number}"), f"parameter{number}", evaluator.place, remarks)


def _single(root: Node, tag: str, what: str, remarks: Remarks) -> float:
    """Return the number of an element that stands once in a profile, or NaN."""
    node = next((n for n in root.walk() if n.tag == tag), None)
    if node is None:
        return math.nan
    value = number_of(node.get("value"), what, node.place, remarks)
    if tag == "discount_factor" and not 0 <= value <= 1 and not math.isnan(value):
        remarks.warn("discount", node.place, f"the discount factor is {value:g}", "Genius allows 0 to 1; it is kept")
    return value
