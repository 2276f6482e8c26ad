"""The expression language by its definition: nested tuples, their text, and their truth in one world.

A tree is a name, or ``("not", tree)``, or ``(word, tree, tree)`` with one of the four words that join.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

Tree: TypeAlias = "str | tuple[str, Tree] | tuple[str, Tree, Tree]"

STRENGTH = {"iff": 1, "if": 2, "or": 3, "and": 4, "not": 5}
NAME = 6
CHAINS = {"or", "and"}


def is_true(tree: Tree, world: Collection[str]) -> bool:
    """Return the truth of a tree where exactly the names in `world` hold: the truth tables, spelled out."""
    if isinstance(tree, str):
        return tree in world
    if len(tree) == 2:
        return not is_true(tree[1], world)
    left, right = is_true(tree[1], world), is_true(tree[2], world)
    table = {
        "and": {(True, True)},
        "or": {(True, True), (True, False), (False, True)},
        "if": {(True, True), (True, False), (False, False)},
        "iff": {(True, True), (False, False)},
    }
    return (left, right) in table[tree[0]]


def in_full(tree: Tree) -> str:
    """Return the text of a tree with parentheses around everything."""
    if isinstance(tree, str):
        return tree
    if len(tree) == 2:
        return f"(not {in_full(tree[1])})"
    return f"({in_full(tree[1])} {tree[0]} {in_full(tree[2])})"


def in_short(tree: Tree) -> str:
    """Return the text of a tree with the fewest parentheses that precedence allows."""
    if isinstance(tree, str):
        return tree
    word = tree[0]
    mine = STRENGTH[word]
    if len(tree) == 2:
        return f"not {_inside(tree[1], mine)}"
    # `and` and `or` group to the left; `if` and `iff` do not chain on either side.
    return f"{_inside(tree[1], mine if word in CHAINS else mine + 1)} {word} {_inside(tree[2], mine + 1)}"


def _inside(tree: Tree, at_least: int) -> str:
    strength = NAME if isinstance(tree, str) else STRENGTH[tree[0]]
    text = in_short(tree)
    return text if strength >= at_least else f"({text})"
