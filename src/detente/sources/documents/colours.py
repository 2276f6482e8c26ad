"""Colours as web pages write them, compared as an eye would."""

from __future__ import annotations

import re

Colour = tuple[int, int, int]

_NAMED: dict[str, Colour] = {
    "white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245),
    "black": (0, 0, 0), "red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192), "navy": (0, 0, 128),
    "floralwhite": (255, 250, 240), "ghostwhite": (248, 248, 255), "azure": (240, 255, 255),
}  # fmt: skip
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^)]{1,60})\)")
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_NUMBER = re.compile(r"[\d.]+")
ALIKE = 24
"""Sum of the three differences up to which an eye sees no letters on the paper (about 3 % of black to white)."""


def colour_of(said: str) -> Colour | None:
    """Return a colour from what a style says, None where it says none.

    A transparent ink is white here: on the paper of a page it cannot be seen.
    """
    said = said.strip().lower()
    if said.startswith("transparent"):
        return None
    if match := _HEX.search(said):
        return _from_hex(match[1])
    if match := _FUNCTION.search(said):
        return _from_function(match[1], match[2])
    return _NAMED.get(said.split()[0]) if said else None


def is_alike(one: Colour, other: Colour) -> bool:
    """Return True where an eye would not tell letters of one colour from paper of the other."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) <= ALIKE


def _from_hex(digits: str) -> Colour | None:
    if len(digits) in (3, 4):
        digits = "".join(2 * d for d in digits)
    if len(digits) not in (6, 8):
        return None
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _from_function(name: str, inside: str) -> Colour | None:
    numbers = [float(n) for n in _NUMBER.findall(inside) if n.count(".") < 2 and n != "."]
    if len(numbers) < 3:
        return None
    if len(numbers) > 3 and numbers[3] == 0:
        return _NAMED["white"]
    if name.startswith("rgb"):
        return min(255, int(numbers[0])), min(255, int(numbers[1])), min(255, int(numbers[2]))
    import colorsys

    red, green, blue = colorsys.hls_to_rgb(
        numbers[0] % 360 / 360, min(numbers[2], 100) / 100, min(numbers[1], 100) / 100
    )
    return int(red * 255), int(green * 255), int(blue * 255)
