"""Minimal sets and minimal hitting sets are those of brute force, also beyond one machine word."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.deals.conflicts import bits_of, minimal_hitting_sets, minimal_sets
from detente.deals.grid import Words
from tests.reference import brute_force as reference
from tests.strategies import EXAMPLES

Family = list[frozenset[int]]


def families(elements: int, *, least: int = 0) -> st.SearchStrategy[Family]:
    """Lists of sets over the first so many integers."""
    return st.lists(st.frozensets(st.integers(0, elements - 1), min_size=least, max_size=6), min_size=1, max_size=10)


def number(elements: frozenset[int]) -> int:
    return sum(1 << e for e in elements)


def as_words(sets: Family, words: int) -> Words:
    mask = 2**64 - 1
    return np.array([[number(s) >> (64 * w) & mask for s in sets] for w in range(words)], dtype=np.uint64)


def members(bits: int) -> frozenset[int]:
    return frozenset(bits_of(bits))


@pytest.mark.parametrize("words", [1, 2, 3])
@EXAMPLES
@given(data=st.data())
def test_minimal_sets_have_no_other_one_inside_them(words: int, data: st.DataObject) -> None:
    sets = data.draw(families(64 * words))

    found = minimal_sets(as_words(sets, words))

    assert reference.minimal(sets) == set(map(members, found))
    assert len(set(found)) == len(found)
    assert [(s.bit_count(), s) for s in found] == sorted((s.bit_count(), s) for s in found)


@EXAMPLES
@given(families(8))
def test_minimal_hitting_sets_are_those_of_brute_force(sets: Family) -> None:
    found = list(minimal_hitting_sets([number(s) for s in sets]))

    assert reference.hitting_sets(sets) == set(map(members, found))
    assert len(set(found)) == len(found)


@EXAMPLES
@given(families(7, least=1))
def test_hitting_the_hitting_sets_gives_back_the_minimal_sets(sets: Family) -> None:
    """The transversal of the transversal is the minimal part of the family (Berge 1989)."""
    once = list(minimal_hitting_sets([number(s) for s in sets]))

    twice = {members(s) for s in minimal_hitting_sets(once)}

    assert reference.minimal(sets) == twice


@EXAMPLES
@given(families(130, least=1))
def test_wide_hitting_sets_hit_everything_and_spare_nothing(sets: Family) -> None:
    few = sets[:5]

    for found in map(members, minimal_hitting_sets([number(s) for s in few])):
        assert all(found & s for s in few)
        assert all(any(not (found - {e}) & s for s in few) for e in found)


@pytest.mark.parametrize(("blocks", "size"), [(1, 5), (4, 3), (5, 3), (6, 2), (3, 30)], ids=str)
def test_disjoint_sets_are_hit_by_every_choice_of_one_from_each(blocks: int, size: int) -> None:
    sets = [frozenset(range(n * size, (n + 1) * size)) for n in range(blocks)]

    found = {members(s) for s in minimal_hitting_sets([number(s) for s in sets])}

    assert set(map(frozenset, product(*sets))) == found
    assert len(found) == size**blocks  # 81 for four triples


def test_pairs_along_a_path_are_hit_by_its_minimal_vertex_covers() -> None:
    edges = [frozenset(pair) for pair in pairwise(range(6))]

    found = {members(s) for s in minimal_hitting_sets([number(e) for e in edges])}

    assert {frozenset(s) for s in ({1, 3, 4}, {1, 3, 5}, {0, 2, 4}, {1, 2, 4}, {0, 2, 3, 5})} == found


def test_empty_set_cannot_be_hit() -> None:
    assert list(minimal_hitting_sets([0b11, 0])) == []


def test_no_sets_are_hit_by_nothing() -> None:
    assert list(minimal_hitting_sets([])) == [0]


def test_empty_set_is_the_only_minimal_one_where_it_is_there() -> None:
    assert minimal_sets(as_words([frozenset({1, 70}), frozenset(), frozenset({70})], 2)) == [0]


def test_bits_are_numbered_from_the_lowest() -> None:
    assert list(bits_of(1 << 100 | 0b101)) == [0, 2, 100]
