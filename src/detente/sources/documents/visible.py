"""A web page as a person sees it: what its styles hide is taken out before anybody reads it.

A page can carry words that no visitor sees: hidden elements, letters without size, white on white. They
are taken out with the simple selectors that pages use for it; a page's scripts are never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from detente.sources.documents.colours import Colour, colour_of, is_alike

_UNSEEN = ("script", "style", "noscript", "template", "head", "object", "iframe", "svg", "canvas", "option", "textarea")
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"^(?P<tag>[\w-]+)?(?P<mark>[.#][\w-]+)?$")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOTHING = re.compile(
    r"^0*(?:\.0+)?(?:px|pt|em|rem|%|ex|vw|vh)?$|^[01](?:\.\d+)?(?:px|pt)$|^0?\.[01]\d*(?:em|rem|px|pt)$"
)
_FAR_AWAY = re.compile(r"^-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%|vw|vh)?$")
_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)
MAX_RULES = 5_000


@dataclass(frozen=True)
class Sheet:
    """The styles of a page by their simple selectors: ``p``, ``.note``, ``#x``, ``p.note``."""

    rules: dict[str, dict[str, str]]

    def style_of(self, element: Any) -> dict[str, str]:
        """Return the declarations that hold for an element, its own last."""
        tag = str(element.tag).lower()
        marks = [f".{name}" for name in (element.get("class") or "").split()[:50]]
        if element.get("id"):
            marks.append(f"#{element.get('id')}")
        style: dict[str, str] = {}
        for selector in ("*", tag, *marks, *(tag + mark for mark in marks)):
            style |= self.rules.get(selector, {})
        return style | declarations(element.get("style") or "")


def declarations(text: str) -> dict[str, str]:
    """Return the declarations of one style text, names and values in small letters."""
    pairs = (part.partition(":") for part in text[:4000].lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value.strip()}


def sheet_of(tree: Any) -> Sheet:
    """Return the styles that a page says in its own ``<style>`` elements."""
    rules: dict[str, dict[str, str]] = {}
    for style in tree.iter("style"):
        text = _COMMENT.sub("", style.text or "")
        for number, match in enumerate(_RULE.finditer(text)):
            if number >= MAX_RULES:
                break
            for selector in match[1].lower().split(","):
                if _SIMPLE.match(selector.strip()) or selector.strip() == "*":
                    rules.setdefault(selector.strip(), {}).update(declarations(match[2]))
    # Class and id keep their capitals in a page, so both spellings lead to the rule.
    return Sheet(_Spelled(rules))


class _Spelled(dict[str, dict[str, str]]):
    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key.lower(), default)


def without_hidden(tree: Any) -> Any:
    """Take every element out of a parsed page that a visitor would not see; the page is changed."""
    from lxml import etree

    sheet = sheet_of(tree)
    doomed = list(_hidden(tree, sheet))
    for element in doomed:
        parent = element.getparent()
        if parent is not None:
            _drop(element, parent)
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return tree


def _drop(element: Any, parent: Any) -> None:
    """Remove an element, but keep the words that follow it."""
    tail, before = element.tail, element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _hidden(tree: Any, sheet: Sheet) -> Iterator[Any]:
    """Yield the outermost hidden elements, with the colours that they inherit taken into account."""
    waiting: list[tuple[Any, Colour, Colour]] = [(tree, _BLACK, _WHITE)]
    while waiting:
        element, ink, paper = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        style = sheet.style_of(element)
        paper = _paper_of(element, style) or paper
        ink = colour_of(style.get("color") or element.get("color") or element.get("text") or "") or ink
        if (
            (element.tag in _UNSEEN and element.tag != "head")
            or _is_hidden(element, style)
            or (is_alike(ink, paper) and (element.text or "").strip())
        ):
            yield element
        else:
            waiting.extend((child, ink, paper) for child in element)


def _paper_of(element: Any, style: dict[str, str]) -> Colour | None:
    for said in (style.get("background-color"), style.get("background"), element.get("bgcolor")):
        colour = colour_of(said or "")
        if colour is not None:
            return colour
    return None


def _is_hidden(element: Any, style: dict[str, str]) -> bool:
    if element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true":
        return True
    if element.tag == "input" or style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if _is_nothing(style.get("opacity", "1"), below=0.1) or _NOTHING.match(style.get("font-size", "1em")):
        return True
    return _is_outside(style)


def _is_outside(style: dict[str, str]) -> bool:
    """Return True for a box without size, cut off, or moved away from the page."""
    clipped = style.get("overflow", "").startswith("hidden")
    if clipped and any(
        _NOTHING.match(style.get(side, "auto")) for side in ("width", "height", "max-height", "max-width")
    ):
        return True
    if style.get("clip", "").replace(" ", "").startswith(("rect(0", "rect(1px")) or "inset(100%" in style.get(
        "clip-path", ""
    ):
        return True
    if "scale(0" in style.get("transform", "").replace(" ", "") and "scale(0." not in style.get("transform", ""):
        return True
    return any(
        _FAR_AWAY.match(style.get(side, ""))
        for side in ("left", "top", "right", "bottom", "text-indent", "margin-left")
    )


def _is_nothing(value: str, below: float) -> bool:
    try:
        return float(value.rstrip("%")) * (0.01 if value.endswith("%") else 1) < below
    except ValueError:
        return False
