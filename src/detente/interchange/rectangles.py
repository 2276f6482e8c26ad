"""Constraint utilities: a package gets points for each hyper-rectangle of outcomes that it lies in (Ito et al. 2007).

Each rectangle names issues and a range, or some outcomes, of each. It becomes an interaction of the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.errors import Path as Keys
from detente.interchange.assemble import Question, Rectangle
from detente.interchange.gmcr_json import clean
from detente.interchange.lookup import Lookup
from detente.interchange.names_in import number_of
from detente.interchange.remarks import Remarks
from detente.interchange.xml_nodes import Node
from detente.interchange.yaml_files import YamlFile, written

MAX_RECTANGLES = 2_000
MAX_NAMES = 200
"""A condition of a case may name so many outcomes, counted on the shorter side of each issue."""
Side = tuple[int, tuple[int, ...]]


def xml_rectangles(root: Node, questions: Sequence[Question], remarks: Remarks) -> tuple[tuple[Rectangle, ...], float]:
    """Return the rectangles of a Genius profile, and the largest utility by which Genius divides (0 where it does not)."""
    found: list[Rectangle] = []
    for ufun in (node for node in root.walk() if node.tag == "ufun"):
        kind, joined = ufun.get("type") or "PlainUfun", (ufun.get("aggregation") or "sum").lower()
        if kind.lower() != "plainufun" or joined != "sum":
            what = f"a utility function of type {kind[:40]!r} that takes the {joined[:20]} of its parts is not read"
            remarks.wrong("not-additive", ufun.place, what, "PlainUfun with sum is")
            continue
        weight = number_of(ufun.get("weight") or "1", "the weight", ufun.place, remarks)
        found += [_of_node(node, weight, questions, remarks) for node in ufun.children if "hyperrectangle" in node.tag]
    if len(found) > MAX_RECTANGLES:
        what = f"there are {len(found):,} hyper-rectangles"
        remarks.wrong("too-large", root.place, what, f"at most {MAX_RECTANGLES:,} are read")
    largest = next((node for node in root.walk() if node.tag == "utility_function"), None)
    top = 0.0 if largest is None else number_of(largest.get("maxutility") or "0", "maxutility", largest.place, remarks)
    return tuple(found), top


def _of_node(node: Node, weight: float, questions: Sequence[Question], remarks: Remarks) -> Rectangle:
    add = number_of(node.get("utility_function"), "utility_function", node.place, remarks)
    sides: list[Side] = []
    for side in node.all("includes"):
        at = next((n for n, q in enumerate(questions) if q.key == side.get("index")), None)
        if at is None:
            what = f"there is no issue with the index {(side.get('index') or '')[:20]!r}"
            remarks.wrong("dangling-id", side.place, what, "name the index of an issue of the domain")
            continue
        low = number_of(side.get("min"), "min", side.place, remarks)
        high = number_of(side.get("max"), "max", side.place, remarks)
        if questions[at].numbers is None:
            what = f"a range needs numbers, and the outcomes of {questions[at].name!r} are none"
            remarks.wrong("evaluator", side.place, what, "give a list of values")
            continue
        sides.append((at, _within(questions[at], low, high)))
    _check_width(sides, questions, node.place, remarks)
    return Rectangle(_joined(sides), weight * add)


def yaml_rectangles(
    file: YamlFile, keys: Keys, data: Any, questions: Sequence[Question], remarks: Remarks
) -> tuple[Rectangle, ...]:
    """Return the rectangles of a NegMAS function: ranges of numbers, both ends included, or lists of outcomes.

    The files do not tell a range from a list of two numbers; two numbers in ascending order are read as a range. NegMAS 0.16
    leaves both ends out of a range that it made itself, and takes one that it has read for two single outcomes.
    """
    ranges, worths = data.get("outcome_ranges"), data.get("utilities")
    weights = data.get("weights") or [1.0] * len(ranges)
    are_alike = isinstance(worths, list) and isinstance(weights, list) and len(worths) == len(ranges) == len(weights)
    if not are_alike or len(ranges) > MAX_RECTANGLES:
        what = (
            "outcome_ranges, utilities and weights are not lists of one length"
            if not are_alike
            else (f"there are {len(ranges):,} hyper-rectangles, at most {MAX_RECTANGLES:,} are read")
        )
        remarks.wrong("shape", file.place((*keys, "outcome_ranges")), what, "give one utility for each range")
        return ()
    found = []
    for n, sides in enumerate(ranges):
        add = 1.0
        for name, value in (("utilities", worths[n]), ("weights", weights[n])):
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e100:
                what = f"a hyper-rectangle has {clean(str(value))[:40]} for one of its {name}"
                remarks.wrong("number", file.place((*keys, name, n)), what, "give a number: code is not read")
            else:
                add *= float(value)
        found.append(Rectangle(_sides(file, (*keys, "outcome_ranges", n), sides, questions, remarks), add))
    return tuple(found)


def _sides(file: YamlFile, keys: Keys, sides: Any, questions: Sequence[Question], remarks: Remarks) -> tuple[Side, ...]:
    if sides is None:
        return ()
    if not isinstance(sides, dict):
        remarks.wrong("shape", file.place(keys), "a hyper-rectangle is no mapping", "map issues to ranges")
        return ()
    found: list[Side] = []
    for key, value in sides.items():
        name = " ".join(clean(str(key)).split())
        at = next((n for n, q in enumerate(questions) if q.name == name), None)
        at = int(name) if at is None and name.isascii() and name.isdigit() and int(name) < len(questions) else at
        if at is None:
            what = f"there is no issue {name[:60]!r}"
            remarks.wrong(
                "dangling-id", file.place((*keys, key)), what, "name an issue of the domain, or its number from 0"
            )
            continue
        found.append((at, _places(file, (*keys, key), value, questions[at], remarks)))
    _check_width(found, questions, file.place(keys), remarks)
    return _joined(found)


def _places(file: YamlFile, keys: Keys, value: Any, question: Question, remarks: Remarks) -> tuple[int, ...]:
    if isinstance(value, list) and len(value) == 2 and question.numbers is not None and all(map(_is_number, value)):
        low, high = map(float, value)
        if low < high:
            what = f"two numbers of {question.name!r} are read as a range with both ends, as Genius has it"
            remarks.warn("range", file.place(keys), what, "NegMAS 0.16 takes them for two single outcomes: compare")
            return _within(question, low, high)
    given = value if isinstance(value, list) else [value]
    lookup, found = Lookup(question), []
    for one in given:
        at = None if isinstance(one, (dict, list)) else lookup.find(" ".join(clean(written(one)).split()))
        if at is None:
            what = f"{question.name!r} has no outcome {clean(str(one))[:60]!r}"
            remarks.wrong("dangling-id", file.place(keys), what, "name outcomes of the domain")
        else:
            found.append(at)
    return tuple(sorted(set(found)))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _within(question: Question, low: float, high: float) -> tuple[int, ...]:
    return tuple(n for n, x in enumerate(question.numbers or ()) if low <= x <= high)


def _joined(sides: Sequence[Side]) -> tuple[Side, ...]:
    """Return the sides by issue; what stands twice for an issue must hold both times."""
    found: dict[int, set[int]] = {}
    for issue, places in sides:
        found[issue] = found[issue] & set(places) if issue in found else set(places)
    return tuple((issue, tuple(sorted(found[issue]))) for issue in sorted(found))


def _check_width(sides: Sequence[Side], questions: Sequence[Question], place: Any, remarks: Remarks) -> None:
    names = sum(min(len(places), len(questions[j].outcomes) - len(places)) for j, places in sides)
    if names > MAX_NAMES:
        what = f"a hyper-rectangle would be a condition over {names} outcomes"
        remarks.wrong("too-large", place, what, f"at most {MAX_NAMES} can stand in one: give fewer outcomes")
