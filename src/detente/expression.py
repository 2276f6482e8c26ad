"""The small language of links and rules: names joined by ``and or not if iff`` and parentheses.

An expression is parsed into a tree of frozen nodes and evaluated by walking it; nothing is ever
handed to Python's own evaluator. The same tree is evaluated on booleans and on boolean arrays.

Precedence, strongest first: ``not``, ``and``, ``or``, ``if``, ``iff``. ``a if b`` means *b implies a*.
``if`` and ``iff`` do not chain: ``a if b if c`` needs parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.errors import ExpressionError

WORDS = frozenset({"and", "or", "not", "if", "iff"})
MAX_LENGTH = 10_000
MAX_WORDS = 500  # keeps every walk over a tree far from the limit of recursion
MAX_DEPTH = 50

_TOKEN = re.compile(r"\s*(?:(?P<bracket>[()])|(?P<name>[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)*)|(?P<bad>\S))")


@dataclass(frozen=True)
class Name:
    """A proposition such as ``crimea.deferred`` or ``russia.withdraw_north``."""

    name: str


@dataclass(frozen=True)
class Not:
    """True where `part` is false."""

    part: Expression


@dataclass(frozen=True)
class And:
    """True where both parts are."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Or:
    """True where one part is."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class If:
    """``left if right``: true unless `right` holds and `left` does not."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Iff:
    """True where both parts agree."""

    left: Expression
    right: Expression


Expression = Name | Not | And | Or | If | Iff


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Return the tree of an expression.

    Raises
    ------
    ExpressionError
        With the place (a column of `text`, from 1) and what was expected there.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"the expression has {len(text)} characters, at most {MAX_LENGTH} are read")
    reader = _Reader(_tokens(text))
    tree = reader.expression(0)
    if reader.word is not None:
        raise reader.error(f"expected an end or an operator, found {reader.word!r}")
    return tree


def evaluate(tree: Expression, value_of: Callable[[str], Any]) -> Any:
    """Return the truth of `tree`: a bool, or an array where `value_of` gives boolean arrays."""
    match tree:
        case Name(name):
            return value_of(name)
        case Not(part):
            return evaluate(part, value_of) ^ True
        case And(left, right):
            return evaluate(left, value_of) & evaluate(right, value_of)
        case Or(left, right):
            return evaluate(left, value_of) | evaluate(right, value_of)
        case If(left, right):
            return evaluate(left, value_of) | (evaluate(right, value_of) ^ True)
        case Iff(left, right):
            return evaluate(left, value_of) ^ evaluate(right, value_of) ^ True


def names_in(tree: Expression) -> Iterator[str]:
    """Yield each name of the tree, left to right, repeats included."""
    match tree:
        case Name(name):
            yield name
        case Not(part):
            yield from names_in(part)
        case And(left, right) | Or(left, right) | If(left, right) | Iff(left, right):
            yield from names_in(left)
            yield from names_in(right)


def only_joins(tree: Expression) -> bool:
    """Return True where names are joined by ``and`` and ``or`` alone, so that one more true name never makes it false."""
    match tree:
        case Name():
            return True
        case And(left, right) | Or(left, right):
            return only_joins(left) and only_joins(right)
        case _:
            return False


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def word(self) -> str | None:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else None

    def error(self, what: str) -> ExpressionError:
        place = self._tokens[self._at][1] if self._at < len(self._tokens) else "the end"
        return ExpressionError(f"{what} at {place}")

    def _take(self) -> str:
        word = self._tokens[self._at][0]
        self._at += 1
        return word

    def expression(self, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise self.error(f"more than {MAX_DEPTH} nested parts")
        left = self._condition(depth)
        if self.word != "iff":
            return left
        self._take()
        tree = Iff(left, self._condition(depth))
        return self._unchained(tree)

    def _condition(self, depth: int) -> Expression:
        left = self._disjunction(depth)
        if self.word != "if":
            return left
        self._take()
        tree = If(left, self._disjunction(depth))
        return self._unchained(tree)

    def _unchained(self, tree: If | Iff) -> Expression:
        word = "if" if isinstance(tree, If) else "iff"
        if self.word == word:
            raise self.error(f"a second {word!r} needs parentheses")
        return tree

    def _disjunction(self, depth: int) -> Expression:
        tree = self._conjunction(depth)
        while self.word == "or":
            self._take()
            tree = Or(tree, self._conjunction(depth))
        return tree

    def _conjunction(self, depth: int) -> Expression:
        tree = self._negation(depth)
        while self.word == "and":
            self._take()
            tree = And(tree, self._negation(depth))
        return tree

    def _negation(self, depth: int) -> Expression:
        if depth > MAX_DEPTH:
            raise self.error(f"more than {MAX_DEPTH} nested parts")
        if self.word == "not":
            self._take()
            return Not(self._negation(depth + 1))
        return self._atom(depth)

    def _atom(self, depth: int) -> Expression:
        if self.word == "(":
            self._take()
            tree = self.expression(depth + 1)
            if self.word != ")":
                raise self.error("expected ')'")
            self._take()
            return tree
        if self.word is None or self.word == ")" or self.word in WORDS:
            raise self.error("expected a name, 'not' or '('")
        return Name(self._take())


def _tokens(text: str) -> list[tuple[str, str]]:
    """Split into (word, place) pairs; the place is worded for a message."""
    found = []
    for match in _TOKEN.finditer(text):
        column = match.start(match.lastgroup or 0) + 1
        if match.lastgroup == "bad":
            raise ExpressionError(f"unexpected character {match['bad']!r} at column {column}")
        found.append((match[match.lastgroup or 0], f"column {column}"))
    if len(found) > MAX_WORDS:
        raise ExpressionError(f"the expression has {len(found)} words, at most {MAX_WORDS} are read")
    return found
