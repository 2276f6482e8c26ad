"""The words of a web page that a person sees, and what the page says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from detente.sources.documents.visible import without_hidden

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_DEPTH = 250
"""Nested elements beyond which a page is no article and its libraries could run out of stack."""


@dataclass(frozen=True)
class PageFacts:
    """What a page says of itself; None where it does not say."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    date: str | None = None


def article_of(content: bytes) -> str:
    """Return the article of a page, or all its visible words where it has none."""
    import trafilatura

    tree = _tree_of(content)
    if tree is None:
        return ""
    page = _written(without_hidden(tree))
    text = None
    if _depth_of(tree) <= MAX_DEPTH:
        text = trafilatura.extract(
            page, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
        )
    return text or _whole_page(tree)


def facts_of(content: bytes) -> PageFacts:
    """Return title, author, publisher and date as the page gives them."""
    import trafilatura

    tree = _tree_of(content)
    if tree is None or _depth_of(tree) > MAX_DEPTH:
        return PageFacts()
    found = trafilatura.extract_metadata(_written(tree))
    return PageFacts(found.title or None, found.author or None, found.sitename or None, found.date or None)


def _tree_of(content: bytes) -> Any:
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8")
        return _sound(html.document_fromstring(decoded(content).encode("utf-8", errors="replace"), parser=parser))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _sound(tree: Any) -> Any:
    """Take the characters out of a tree that a page can name (``&#1;``) but that no text may hold."""
    for element in tree.iter():
        if element.text and _NO_TEXT.search(element.text):
            element.text = _NO_TEXT.sub("", element.text)
        if element.tail and _NO_TEXT.search(element.tail):
            element.tail = _NO_TEXT.sub("", element.tail)
    return tree


def _written(tree: Any) -> str:
    from lxml import html

    return str(html.tostring(tree, encoding="unicode"))


def _depth_of(tree: Any) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in element)
    return deepest


def decoded(content: bytes) -> str:
    """Decode a page by its byte order mark, as UTF-8, by what it says of itself, or as old browsers did."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", content[:4096])
    try:
        return content.decode(said[1].decode() if said else "cp1252", errors="replace")
    except LookupError:
        return content.decode("cp1252", errors="replace")


def _whole_page(tree: Any) -> str:
    """Return all words of a page that has no article in it."""
    from lxml import etree

    etree.strip_elements(tree, "head", with_tail=False)
    for element in tree.iter():
        if element.tag in _BLOCKS:
            element.tail = "\n" + (element.tail or "")
    return str(tree.text_content())


_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
