"""A state graph as text that graph programs read: GraphML and DOT.

Nodes and edges come as plain data, so nothing here knows what a state or a move is. Words may come from a stranger's
file: they are escaped, and characters that no XML may hold are replaced.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import cast
from xml.etree import ElementTree as ET

from detente.case.base import UNREADABLE
from detente.errors import InputError, Problem

Value = str | int | float | bool
Attributes = Mapping[str, Value]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_LONGEST_INT = 1 << 63


def graphml(nodes: Sequence[Attributes], edges: Sequence[Attributes], name: str = "") -> str:
    """Return a directed graph as GraphML, with all attributes of nodes and edges.

    Parameters
    ----------
    nodes : sequence of mappings
        Each with ``id``; ``label`` and whatever else become attributes. Nodes are called n0, n1, … in the file, where
        an id must be one word, and keep their own as the attribute ``id``.
    edges : sequence of mappings
        Each with ``source`` and ``target``, ids of nodes; the rest become attributes.
    name : str
        Name of the graph, its attribute ``name``.

    Raises
    ------
    InputError
        With every node that lacks an id or shares one, every edge without ends, and every number that is not finite.
    """
    places = _check(nodes, edges)
    root = ET.Element("graphml", {"xmlns": _NAMESPACE})
    node_keys, edge_keys = _keys(root, "node", nodes, set()), _keys(root, "edge", edges, {"source", "target"})
    if name:
        ET.SubElement(root, "key", {"id": "g0", "for": "graph", "attr.name": "name", "attr.type": "string"})
    graph = ET.SubElement(root, "graph", {"id": "G", "edgedefault": "directed"})
    if name:
        ET.SubElement(graph, "data", {"key": "g0"}).text = _clean(name)
    for k, node in enumerate(nodes):
        _data(ET.SubElement(graph, "node", {"id": f"n{k}"}), node, node_keys)
    for edge in edges:
        ends = {end: f"n{places[edge[end]]}" for end in ("source", "target")}
        _data(ET.SubElement(graph, "edge", ends), edge, edge_keys)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def dot(nodes: Sequence[Attributes], edges: Sequence[Attributes], name: str = "") -> str:
    """Return a directed graph in the DOT language, with the labels of nodes and edges and nothing else.

    Other attributes are left out on purpose: in DOT some of them name files and addresses that a program opens.

    Parameters
    ----------
    nodes, edges, name
        As in :func:`graphml`; a node without ``label`` shows its ``id``, an edge without one shows nothing.

    Raises
    ------
    InputError
        As in :func:`graphml`.
    """
    places = _check(nodes, edges)
    lines = ["digraph {", *([f"  label={_quoted(name)};"] if name else [])]
    for k, node in enumerate(nodes):
        lines.append(f"  n{k} [label={_quoted(_written(node.get('label', node['id'])))}];")
    for edge in edges:
        label = f" [label={_quoted(_written(edge['label']))}]" if "label" in edge else ""
        lines.append(f"  n{places[edge['source']]} -> n{places[edge['target']]}{label};")
    return "\n".join([*lines, "}"]) + "\n"


def _check(nodes: Sequence[Attributes], edges: Sequence[Attributes]) -> dict[Value, int]:
    """Return the place of each node by its id."""
    problems: list[Problem] = []
    places: dict[Value, int] = {}
    for k, node in enumerate(nodes):
        if "id" not in node:
            problems.append(Problem("node", f"node {k} has no id", "give one", ("nodes", k)))
        elif places.setdefault(node["id"], k) != k:
            problems.append(Problem("node", f"two nodes are called {node['id']!r}", "rename one", ("nodes", k)))
    for k, edge in enumerate(edges):
        for end in ("source", "target"):
            if edge.get(end) not in places:
                what = f"the {end} of edge {k} is {edge.get(end)!r}, which is no node"
                problems.append(Problem("edge", what, "give the id of a node", ("edges", k, end)))
    for kind, items in (("nodes", nodes), ("edges", edges)):
        problems += [
            Problem("number", f"{key} of {kind} {k} is {value}", "give a finite number", (kind, k, key))
            for k, item in enumerate(items) for key, value in item.items()
            if isinstance(value, float) and not math.isfinite(value)
        ]  # fmt: skip
    if problems:
        raise InputError(problems)
    return places


def _keys(root: ET.Element, kind: str, items: Sequence[Attributes], without: set[str]) -> dict[str, tuple[str, str]]:
    """Declare the attributes of nodes or edges; return the key and the type of each."""
    found: dict[str, tuple[str, str]] = {}
    for name in dict.fromkeys(name for item in items for name in item if name not in without):
        kind_of = _type([item[name] for item in items if name in item])
        found[name] = (f"{kind[0]}{len(found)}", kind_of)
        ET.SubElement(root, "key", {"id": found[name][0], "for": kind, "attr.name": _clean(name), "attr.type": kind_of})
    return found


def _type(values: Sequence[Value]) -> str:
    """Return the one type of GraphML that holds all these values."""
    if all(isinstance(v, bool) for v in values):
        return "boolean"
    if any(isinstance(v, (bool, str)) for v in values):
        return "string"
    if all(isinstance(v, int) for v in values):
        is_short = all(-_LONGEST_INT <= v < _LONGEST_INT for v in cast("Sequence[int]", values))
        return "long" if is_short else "string"
    return "double"


def _data(element: ET.Element, item: Attributes, keys: Mapping[str, tuple[str, str]]) -> None:
    for name, (key, _) in keys.items():
        if name in item:
            ET.SubElement(element, "data", {"key": key}).text = _written(item[name])


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _clean(value)
    return repr(float(value)) if isinstance(value, float) else str(value)


def _clean(text: str) -> str:
    return UNREADABLE.sub("�", text)


def _quoted(text: str) -> str:
    """Return a text as a quoted string of DOT, where & begins a character reference and a backslash an escape."""
    plain = _clean(text).replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'
