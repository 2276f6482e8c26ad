"""Adds entries to the text of a case file, and takes some out, without touching what a person wrote there.

The text is parsed once for the places of its nodes; every change is a cut or an insertion at such a place, so
remarks, order and layout of everything else stay as they are.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import yaml

from detente.case.files import dump_plain
from detente.case.yaml_tree import plain_scalar

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[^\W\d][\w.-]*(?: [\w.-]+)*")
_WIDTH = 110
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
Edit = tuple[int, int, str]
"""Characters ``start`` to ``end`` of the text, and what stands there afterwards."""


class BothEnds(list[Any]):
    """Items of which some go to the front of a list, the others to its end."""

    def __init__(self, first: Sequence[Any], last: Sequence[Any] = ()) -> None:
        super().__init__([*first, *last])
        self.first = list(first)
        self.last = list(last)


class _First(list[Any]):
    """Items that go to the front."""


class Remarked(dict[str, Any]):
    """An entry with a remark, which stands in the lines before it where there is room."""

    remark: str = ""

    def with_remark(self, remark: str) -> Remarked:
        """Return the same entry with this remark."""
        copy = Remarked(self)
        copy.remark = remark
        return copy


def with_added(text: str, addition: Mapping[str, Any]) -> str:
    """Return a case text with everything of `addition` that it lacks; what it has is left as it stands.

    Parameters
    ----------
    text : str
        YAML whose root is a mapping, or nothing.
    addition : mapping
        Mappings are gone into; of a list the items that are not there yet are added at the end, or as
        :class:`BothEnds` says; a mapping with an ``id`` that is there is gone into. What else stands there stays.
    """
    root = yaml.compose(text, Loader=_Loader)
    if root is None:
        return text.rstrip("\n") + ("\n\n" if text.strip() else "") + _block(addition, 0)
    return _edited(text.rstrip("\n") + "\n", list(_added(text.rstrip("\n") + "\n", root, addition)))


def without_statements(text: str, ids: Collection[str], *, citations: bool) -> str:
    """Return a case text without these statements; with `citations`, no ``because:`` names them either."""
    root = yaml.compose(text, Loader=_Loader)
    return text if root is None else _edited(text, list(_removed(text, root, frozenset(ids), citations)))


def without_voices(text: str, ids: Collection[str]) -> str:
    """Return a case text without these entries of ``voices``."""
    root = yaml.compose(text, Loader=_Loader)
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "voices" and isinstance(value, yaml.MappingNode):
            return _edited(text, list(_cut_keys(text, key, value, frozenset(ids))))
    return text


def _cut_keys(text: str, section: yaml.Node, node: yaml.MappingNode, ids: frozenset[str]) -> Iterator[Edit]:
    kept = [(key, value) for key, value in node.value if key.value not in ids]
    if len(kept) == len(node.value):
        return
    if node.flow_style:
        entries = [text[k.start_mark.index : v.end_mark.index] for k, v in kept]
        yield node.start_mark.index, node.end_mark.index, "{" + ", ".join(entries) + "}"
        return
    if not kept:
        at = text.index(":", section.end_mark.index) + 1
        yield at, at, " {}"
    for key, value in node.value:
        if key.value in ids:
            start = text.rfind("\n", 0, key.start_mark.index) + 1
            yield start, _line_end(text, _end(text, value)) + 1, ""


def _edited(text: str, edits: Sequence[Edit]) -> str:
    """Apply edits whose places do not overlap; several at one place follow each other in their order."""
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda e: e[0]):
        parts += [text[at:start], new]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _added(text: str, node: yaml.Node, addition: Any) -> Iterator[Edit]:
    if isinstance(node, yaml.MappingNode) and isinstance(addition, Mapping):
        known = {key.value: value for key, value in node.value}
        new = {key: value for key, value in addition.items() if key not in known}
        for key, value in addition.items():
            if key in known:
                yield from _added(text, known[key], value)
        if new:
            yield _insertion(text, node, new)
    elif isinstance(node, yaml.SequenceNode) and isinstance(addition, BothEnds):
        yield from _added_items(text, node, _First(addition.first))
        yield from _added_items(text, node, addition.last)
    elif isinstance(node, yaml.SequenceNode) and isinstance(addition, list):
        yield from _added_items(text, node, addition)
    elif isinstance(node, yaml.ScalarNode) and not node.style and node.value in _EMPTY and addition:
        yield from _filled(text, node, addition)


def _added_items(text: str, node: yaml.SequenceNode, addition: list[Any]) -> Iterator[Edit]:
    known = {_identity(item): item for item in node.value}
    new = [item for item in addition if _key(item) not in known]
    for item in addition:
        if _key(item) in known and isinstance(item, Mapping):
            yield from _added(text, known[_key(item)], item)
    if new:
        yield _insertion(text, node, _First(new) if isinstance(addition, _First) else new)


def _key(item: Any) -> Any:
    return item.get("id", id(item)) if isinstance(item, Mapping) else str(item)


def _identity(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value.value for key, value in node.value if key.value == "id"), id(node))
    if isinstance(node, yaml.SequenceNode):
        return str([item.value for item in node.value])
    return node.value


def _insertion(text: str, node: yaml.CollectionNode, new: Mapping[str, Any] | list[Any]) -> Edit:
    """Return the edit that puts new entries into a mapping or a list."""
    if not node.value:
        return _opened(text, node, new)
    front = isinstance(new, _First)
    if node.flow_style:
        inner = _flow(new)[1:-1]
        if front:
            return node.start_mark.index + 1, node.start_mark.index + 1, f"{inner}, "
        at = node.end_mark.index - 1
        is_open = text[:at].rstrip().endswith(",")
        return at, at, f"{'' if is_open else ','} {inner}"
    column = node.start_mark.column
    if front:
        at = text.rfind("\n", 0, node.start_mark.index) + 1
        return at, at, _block(new, column)
    at = _line_end(text, _end(text, node))
    if column == 0 and isinstance(new, Mapping):
        return at, at, "".join("\n\n" + _block({key: value}, 0).rstrip("\n") for key, value in new.items())
    return at, at, "\n" + _block(new, column).rstrip("\n")


def _opened(text: str, node: yaml.CollectionNode, new: Mapping[str, Any] | list[Any]) -> Edit:
    """Return the edit that fills ``{}`` or ``[]``: in lines of its own at the top of the file, else within the line."""
    start, end = node.start_mark.index, node.end_mark.index
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if not re.fullmatch(r"[\w-]+:\s*", line):
        return start, end, _flow(new)
    stop = _line_end(text, end)
    start = len(text[:start].rstrip())
    return start, stop, text[end:stop].rstrip() + "\n" + _block(new, 2).rstrip("\n")


def _filled(text: str, node: yaml.ScalarNode, new: Any) -> Iterator[Edit]:
    """Yield the edit that gives a value to a key that has none."""
    line_start = text.rfind("\n", 0, node.start_mark.index) + 1
    indent = len(text[line_start:]) - len(text[line_start:].lstrip(" "))
    at = _line_end(text, node.end_mark.index)
    yield node.start_mark.index, node.end_mark.index, ""
    yield at, at, "\n" + _block(new, indent + 2).rstrip("\n")


def _end(text: str, node: yaml.Node) -> int:
    """Return where the last words of a node end; a block's own mark stands behind the remarks that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(node, yaml.MappingNode) else last)
    return len(text[: node.end_mark.index].rstrip())


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _block(value: Mapping[str, Any] | Sequence[Any], indent: int) -> str:
    """Return entries as lines of their own."""
    if isinstance(value, Mapping):
        written = "".join(_remark_of(inner) + _entry(key, inner) for key, inner in value.items())
    else:
        written = "".join(_remark_of(inner) + _item(inner) for inner in value)
    return "".join(" " * indent + line if line.strip() else line for line in written.splitlines(keepends=True))


def _remark_of(value: Any) -> str:
    lines = textwrap.wrap(value.remark, _WIDTH) if isinstance(value, Remarked) else []
    return "".join(f"# {line}\n" for line in lines)


def _entry(key: str, value: Any) -> str:
    """Return a key with its value; one that holds remarked entries is written entry by entry."""
    if isinstance(value, Mapping) and any(isinstance(inner, Remarked) for inner in value.values()):
        return f"{key}:\n" + _block(value, 2)
    if isinstance(value, list) and any(isinstance(inner, Remarked) for inner in value):
        return f"{key}:\n" + _block(value, 2)
    first, *rest = [line for line in dump_plain(_bare(value)).splitlines(keepends=True) if line != "...\n"]
    nested = isinstance(value, (Mapping, list, tuple)) and first[0] not in "{["
    lines = ["\n", first, *rest] if nested else [first, *rest]
    return f"{key}:{'' if nested else ' '}" + lines[0] + "".join(f"  {line}" for line in lines[1:])


def _bare(value: Any) -> Any:
    """Return plain data as the writer knows them."""
    if isinstance(value, Mapping):
        return {key: _bare(inner) for key, inner in value.items()}
    return [_bare(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _item(value: Any) -> str:
    """Return one item of a list, its lines behind a dash."""
    first, *rest = [line for line in dump_plain(_bare(value)).splitlines(keepends=True) if line != "...\n"]
    return f"- {first}" + "".join(f"  {line}" if line.strip() else line for line in rest)


def _flow(value: Any) -> str:
    """Return a value within one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and isinstance(plain_scalar(value), str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _removed(text: str, root: yaml.Node, ids: frozenset[str], citations: bool) -> Iterator[Edit]:  # noqa: FBT001
    """Yield the cuts for the entries of statements, and for every place that cites them."""
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "statements" and isinstance(value, yaml.SequenceNode):
            yield from _cut(text, key, value, [_identity(item) in ids for item in value.value])
        elif citations:
            yield from _uncited(text, key, value, ids)


def _uncited(text: str, key: yaml.Node, node: yaml.Node, ids: frozenset[str]) -> Iterator[Edit]:
    if isinstance(node, yaml.MappingNode):
        for inner_key, value in node.value:
            yield from _uncited(text, inner_key, value, ids)
    elif isinstance(node, yaml.SequenceNode) and key.value == "because":
        yield from _cut(text, key, node, [item.value in ids for item in node.value])
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _uncited(text, key, item, ids)


def _cut(text: str, key: yaml.Node, node: yaml.SequenceNode, gone: Sequence[bool]) -> Iterator[Edit]:
    """Yield the cuts that take items out of a list."""
    if not any(gone):
        return
    if node.flow_style:
        items = zip(node.value, gone, strict=True)
        kept = [text[n.start_mark.index : n.end_mark.index] for n, out in items if not out]
        yield node.start_mark.index, node.end_mark.index, "[" + ", ".join(kept) + "]"
        return
    if all(gone):
        at = text.index(":", key.end_mark.index) + 1
        yield at, at, " []"
    for item, out in zip(node.value, gone, strict=True):
        if out:
            start = text.rfind("\n", 0, item.start_mark.index) + 1
            yield start, _line_end(text, _end(text, item)) + 1, ""
