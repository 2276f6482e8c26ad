"""A state graph as GraphML and DOT: what goes in comes out, whatever words stand in it."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.base import UNREADABLE
from detente.errors import InputError
from detente.interchange.graphs_out import Attributes, dot, graphml

NODES: list[Attributes] = [
    {"id": "0", "label": "NN"},
    {"id": "3", "label": "YY", "holds": True, "rank": 2, "share": 0.5},
]
EDGES: list[Attributes] = [{"source": "0", "target": "3", "label": "Union"}, {"source": "3", "target": "0"}]
NAMESPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}
HOSTILE = ['<script>alert("x")</script>', "]]>&amp;<!--", 'a" ]; x [URL="file:///', "\\", 'end\\"', "a\nb", "\x00\x1b[2J", "\ud800", "é 政 🚢"]  # fmt: skip


def parsed(text: str) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Read a GraphML text as another program would: types by key, attributes by name."""
    root = ET.fromstring(text)
    read = {"string": str, "long": int, "double": float, "boolean": {"true": True, "false": False}.__getitem__}
    keys = {k.get("id"): (k.get("attr.name"), read[k.get("attr.type", "")]) for k in root.findall("g:key", NAMESPACE)}
    graph = root.find("g:graph", NAMESPACE)
    assert graph is not None
    assert graph.get("edgedefault") == "directed"

    def attributes(item: ET.Element) -> dict[str, Any]:
        return {keys[d.get("key")][0]: keys[d.get("key")][1](d.text or "") for d in item.findall("g:data", NAMESPACE)}  # type: ignore[misc, operator]

    nodes = {n.get("id", ""): attributes(n) for n in graph.findall("g:node", NAMESPACE)}
    edges = [
        attributes(e) | {end: nodes[e.get(end, "")]["id"] for end in ("source", "target")}
        for e in graph.findall("g:edge", NAMESPACE)
    ]
    return nodes, edges


def labels(text: str) -> list[str]:
    """Read the labels of a DOT text: a quoted string ends at a quotation mark that no backslash stands before."""
    plain = {"\\\\": "\\", '\\"': '"', "\\n": "\n", "&amp;": "&"}
    quoted = re.findall(r'label="((?:[^"\\]|\\.)*)"', text, re.DOTALL)
    return [re.sub(r'\\\\|\\"|\\n|&amp;', lambda m: plain[m[0]], label) for label in quoted]


def test_graphml_holds_every_attribute_with_its_type() -> None:
    nodes, edges = parsed(graphml(NODES, EDGES, "Harbour"))
    assert list(nodes.values()) == NODES
    assert edges == EDGES


def test_graphml_names_the_graph() -> None:
    root = ET.fromstring(graphml(NODES, EDGES, "Harbour & quay"))
    assert root.findtext("g:graph/g:data", namespaces=NAMESPACE) == "Harbour & quay"


def test_an_attribute_of_mixed_types_becomes_text_or_a_number() -> None:
    nodes, _ = parsed(graphml([{"id": "a", "x": 1, "y": True}, {"id": "b", "x": 0.5, "y": "?"}], []))
    assert [n["x"] for n in nodes.values()] == [1.0, 0.5]
    assert [n["y"] for n in nodes.values()] == ["true", "?"]


def test_dot_shows_the_labels_of_nodes_and_edges() -> None:
    text = dot(NODES, EDGES, "Harbour")
    assert labels(text) == ["Harbour", "NN", "YY", "Union"]
    assert "n0 -> n1" in text
    assert "n1 -> n0;" in text


def test_dot_leaves_out_attributes_that_a_program_might_open() -> None:
    assert "passwd" not in dot([{"id": "a", "image": "/etc/passwd", "URL": "file:///etc/passwd"}], [])


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_are_words_in_both(word: str) -> None:
    shown = UNREADABLE.sub("�", word)
    nodes, edges = parsed(graphml([{"id": word, word: word}], [{"source": word, "target": word, "label": word}], word))
    assert nodes["n0"] == {"id": shown, shown: shown}
    assert edges[0]["label"] == shown
    text = dot([{"id": word}], [{"source": word, "target": word, "label": word}], word)
    assert labels(text) == [shown, shown, shown]


@given(st.lists(st.text(st.characters(exclude_characters="\r"), max_size=12), min_size=1, max_size=5, unique=True))
@settings(max_examples=100, deadline=None)
def test_any_words_come_back_from_both(words: list[str]) -> None:
    nodes = [{"id": f"{k}", "label": word} for k, word in enumerate(words)]
    shown = [UNREADABLE.sub("�", word) for word in words]
    assert [n["label"] for n in parsed(graphml(nodes, []))[0].values()] == shown
    text = dot(nodes, [])
    assert labels(text) == shown
    assert len(text.splitlines()) == len(words) + 2 or any(len(w.splitlines()) > 1 for w in [f"x{s}x" for s in shown])


def test_a_graph_without_states_is_still_a_graph() -> None:
    assert parsed(graphml([], [])) == ({}, [])
    assert dot([], []) == "digraph {\n}\n"


def test_every_fault_of_a_graph_is_told() -> None:
    with pytest.raises(InputError) as caught:
        graphml(
            [{"label": "x"}, {"id": "a"}, {"id": "a"}, {"id": "b", "x": float("nan")}],
            [{"source": "a", "target": "z"}, {}],
        )
    assert [p.rule for p in caught.value.problems] == ["node", "node", "edge", "edge", "edge", "number"]


def test_dot_refuses_an_edge_to_nowhere() -> None:
    with pytest.raises(InputError, match="no node"):
        dot([{"id": "a"}], [{"source": "a", "target": "b"}])
