"""The language of links: precedence, what it refuses with which place, and truth as in the tables."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ExpressionError
from detente.expression import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_WORDS,
    And,
    Expression,
    If,
    Iff,
    Name,
    Not,
    Or,
    evaluate,
    names_in,
    parse,
)
from tests.reference.logic import Tree, in_full, in_short, is_true
from tests.strategies import EXAMPLES, FEWER, trees

NAMES = ("a", "b", "not-this", "граница.if-so")
WORLDS = [
    {name for name, holds in zip(NAMES, truth, strict=True) if holds} for truth in product((False, True), repeat=4)
]
A, B, C = Name("a"), Name("b"), Name("c")


@EXAMPLES
@given(trees(NAMES))
def test_random_conditions_are_true_where_the_truth_tables_say(tree: Tree) -> None:
    expected = [is_true(tree, world) for world in WORLDS]

    for text in (in_full(tree), in_short(tree)):
        parsed = parse(text)
        assert expected == [evaluate(parsed, world.__contains__) for world in WORLDS]


@FEWER
@given(trees(NAMES))
def test_few_parentheses_mean_the_same_as_many(tree: Tree) -> None:
    assert parse(in_full(tree)) == parse(in_short(tree))


@EXAMPLES
@given(trees(NAMES))
def test_arrays_are_evaluated_like_single_worlds(tree: Tree) -> None:
    parsed = parse(in_short(tree))
    columns = {name: np.array([name in world for world in WORLDS]) for name in NAMES}

    found = evaluate(parsed, columns.__getitem__)

    assert found.dtype == bool
    assert [evaluate(parsed, world.__contains__) for world in WORLDS] == found.tolist()


@FEWER
@given(trees(NAMES))
def test_names_are_listed_from_left_to_right(tree: Tree) -> None:
    def expected(part: Tree) -> list[str]:
        return [part] if isinstance(part, str) else [name for inner in part[1:] for name in expected(inner)]

    assert expected(tree) == list(names_in(parse(in_short(tree))))


@EXAMPLES
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["a", "b.c", "(", ")", "and", "or", "not", "if", "iff"])).map(" ".join)
)
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        outcome: str | list[str] = list(names_in(parse(text)))
    except ExpressionError as error:
        outcome = str(error)

    assert outcome


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("not a and b", And(Not(A), B)),
        ("a and b or c", Or(And(A, B), C)),
        ("a or b and c", Or(A, And(B, C))),
        ("a if b or c", If(A, Or(B, C))),
        ("a or b if c", If(Or(A, B), C)),
        ("a iff b if c", Iff(A, If(B, C))),
        ("a if b iff c", Iff(If(A, B), C)),
        ("a and b and c", And(And(A, B), C)),
        ("a or b or c", Or(Or(A, B), C)),
        ("not not a", Not(Not(A))),
        ("not (a or b)", Not(Or(A, B))),
        ("(a if b) if c", If(If(A, B), C)),
        ("  a\n\tand(b)  ", And(A, B)),
    ],
    ids=str,
)
def test_stronger_words_bind_first(text: str, tree: Expression) -> None:
    assert tree == parse(text)


def test_b_implies_a_where_a_if_b() -> None:
    truth = {(a, b): evaluate(parse("a if b"), {"a": a, "b": b}.__getitem__) for a in (0, 1) for b in (0, 1)}

    assert truth == {(0, 0): 1, (0, 1): 0, (1, 0): 1, (1, 1): 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a name, 'not' or '(' at the end"),
        ("   ", "expected a name, 'not' or '(' at the end"),
        ("a and", "expected a name, 'not' or '(' at the end"),
        ("and a", "expected a name, 'not' or '(' at column 1"),
        ("a and or b", "expected a name, 'not' or '(' at column 7"),
        ("a b", "expected an end or an operator, found 'b' at column 3"),
        ("a not b", "expected an end or an operator, found 'not' at column 3"),
        ("a)", "expected an end or an operator, found ')' at column 2"),
        ("(a", "expected ')' at the end"),
        ("(a b)", "expected ')' at column 4"),
        ("()", "expected a name, 'not' or '(' at column 2"),
        ("a if b if c", "a second 'if' needs parentheses at column 8"),
        ("a iff b iff c", "a second 'iff' needs parentheses at column 9"),
        ("a & b", "unexpected character '&' at column 3"),
        ("a.", "unexpected character '.' at column 2"),
        ("1a", "unexpected character '1' at column 1"),
        ("__import__('os')", 'unexpected character "\'" at column 12'),
        ("граница ∧ b", "unexpected character '∧' at column 9"),
    ],
    ids=str,
)
def test_faulty_text_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)

    assert message == str(caught.value)


@pytest.mark.parametrize("name", ["a", "a.b", "not-this", "iffy", "or_else", "граница", "条約.x-1", "_a", "a.b.c"])
def test_letters_of_any_script_are_names(name: str) -> None:
    assert parse(name) == Name(name)


def test_text_at_the_limit_of_length_is_read_and_longer_text_is_not() -> None:
    assert parse("a" * MAX_LENGTH) == Name("a" * MAX_LENGTH)
    with pytest.raises(ExpressionError, match="10001 characters, at most 10000"):
        parse("a" * (MAX_LENGTH + 1))


def test_expression_at_the_limit_of_words_is_read_and_evaluated() -> None:
    text = " and ".join(["a"] * (MAX_WORDS // 2))

    assert evaluate(parse(text), {"a"}.__contains__) is True
    with pytest.raises(ExpressionError, match=f"{MAX_WORDS + 1} words, at most {MAX_WORDS}"):
        parse(text + " and a")


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("not ", ""), ("not (", ")")], ids=["parentheses", "not", "both"]
)
def test_nesting_has_a_limit(opening: str, closing: str) -> None:
    depth = MAX_DEPTH // (2 if opening == "not (" else 1)

    assert set(names_in(parse(opening * depth + "a" + closing * depth))) == {"a"}
    with pytest.raises(ExpressionError, match=f"more than {MAX_DEPTH} nested parts at column"):
        parse(opening * (depth + 1) + "a" + closing * (depth + 1))
