"""XML of a stranger as plain nodes with their lines, safe against what XML can do to a reader.

Entities are refused, so nothing can expand and nothing is fetched. What public files often get wrong is mended where
nothing else can be meant: blank lines or a byte order mark before the declaration, and an & that stands for itself.
"""

from __future__ import annotations

import re
import xml.sax.handler  # a class to derive from: the parsing itself is defusedxml's
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from detente.errors import InputError, Problem
from detente.interchange.gmcr_json import clean
from detente.interchange.remarks import Place
from detente.interchange.stranger_files import read_bytes

MAX_DEPTH = 40
MAX_NODES = 200_000
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
_LONE = re.compile(r"&(?!(?:[A-Za-z_][\w.-]*|#\d+|#x[0-9A-Fa-f]+);)")
"""An ampersand that begins no reference."""
_ENCODING = re.compile(rb"""<\?xml\b[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


@dataclass
class Node:
    """One element: its tag without a namespace and in small letters, attributes, children, and its line."""

    tag: str
    attributes: dict[str, str]
    place: Place
    children: list[Node] = field(default_factory=list)

    def get(self, *names: str) -> str | None:
        """Return the first of some attributes that is given, without characters that act."""
        for name in names:
            if name in self.attributes:
                return clean(self.attributes[name])
        return None

    def all(self, tag: str) -> list[Node]:
        """Return the children with a tag."""
        return [child for child in self.children if child.tag == tag]

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)


def read_xml(path: Path) -> Node:
    """Return the outermost element of an XML file.

    Raises
    ------
    InputError
        If the file cannot be read, is not XML (with line and column), declares entities, or is too deep or too large.
    """
    return parse_xml(read_bytes(path), path.name)


def parse_xml(content: bytes, name: str) -> Node:
    """Return the outermost element of an XML text; see :func:`read_xml`."""
    text = _decoded(content, name)
    declaration = _DECLARATION.match(text)
    if declaration:
        # The text is decoded already, and a declaration after a blank line is no XML: blank it, keep the lines.
        text = re.sub(r"[^\n]", " ", declaration[0]) + text[declaration.end() :]
    parser = make_parser()
    builder = _Builder(name, parser)
    parser.setContentHandler(builder)
    try:
        parser.feed(_LONE.sub("&amp;", text).encode("utf-8"))
        parser.close()
    except DefusedXmlException:
        raise InputError.of("entity", "the file declares entities", "write the text out instead", name) from None
    except SAXParseException as error:
        fault = Problem("xml", f"this is not XML: {clean(error.getMessage())}", "mend the line")
        column = (error.getColumnNumber() or 0) + 1
        raise InputError([fault.at(name, error.getLineNumber() or 1, column)]) from None
    if builder.root is None:
        raise InputError.of("empty", "the file is empty", "save the scenario again", name)
    return builder.root


def _decoded(content: bytes, name: str) -> str:
    """Return the text, in the encoding that the file declares or shows."""
    if not content.strip():
        raise InputError.of("empty", "the file is empty", "save the scenario again", name)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        declared = _ENCODING.search(content[:1000])
        encoding = declared[1].decode("ascii") if declared else "utf-8"
        encoding = "utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding
    try:
        return content.decode(encoding).lstrip("\ufeff")
    except LookupError:
        raise InputError.of("encoding", f"nobody knows the encoding {encoding!r}", "save it as UTF-8", name) from None
    except UnicodeError:
        raise InputError.of("encoding", f"the file is not {encoding}", "save it as UTF-8", name) from None


class _Builder(xml.sax.handler.ContentHandler):
    """Turns the events of a parser into nodes; nesting and number are bounded."""

    def __init__(self, name: str, locator: Any) -> None:
        super().__init__()
        self.root: Node | None = None
        self._name = name
        self._locator = locator
        self._open: list[Node] = []
        self._count = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        place = Place(self._name, self._locator.getLineNumber() or 0, (self._locator.getColumnNumber() or 0) + 1)
        self._count += 1
        if self._count > MAX_NODES or len(self._open) >= MAX_DEPTH:
            what = f"more than {MAX_NODES:,} elements" if self._count > MAX_NODES else f"over {MAX_DEPTH} levels"
            rule = "too-large" if self._count > MAX_NODES else "too-deep"
            raise InputError([Problem(rule, what, "a scenario has few of both: check the file").at(*place)])
        attributes = {str(key).lower(): str(value) for key, value in attrs.items()}
        node = Node(name.rpartition(":")[2].lower(), attributes, place)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002
        self._open.pop()
