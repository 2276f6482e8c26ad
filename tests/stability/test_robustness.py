"""Shares of preference variants against all variants, counted one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detente.errors import InputError
from detente.stability import Choices, GraphModel, analyze_stability
from detente.stability.robustness import _swapped, robustness, robustness_of
from tests.stability.literal import Graph, equilibria
from tests.stability.strategies import Conflict, choices, conflicts

TRIES = settings(max_examples=50, deadline=None)
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def chicken() -> GraphModel:
    """States by who swerves: none, A, B, both."""
    return GraphModel.from_options([0, 1], ranks=[[0, 1, 3, 2], [0, 3, 1, 2]], decision_makers=["A", "B"])


def stopping_at(number: int) -> Callable[[int], None]:
    def progress(done: int) -> None:
        if done == number:
            raise KeyboardInterrupt

    return progress


@TRIES
@given(conflicts(), choices(), st.integers(0, 9))
def test_without_swaps_every_share_is_that_of_the_model_itself(conflict: Conflict, reading: Choices, seed: int) -> None:
    model = conflict.model()

    result = robustness(model, variants=3, swaps=0, seed=seed, concepts=CONCEPTS, choices=reading)

    for concept in CONCEPTS:
        expected = np.isin(model.index, equilibria(conflict.graph(), concept, reading))
        assert result.holds[concept].tolist() == expected.tolist()
        assert result.share(concept).tolist() == expected.astype(float).tolist()


@TRIES
@given(conflicts(), st.integers(1, 3), st.integers(0, 9))
def test_shares_of_given_models_are_those_of_their_analyses(conflict: Conflict, swaps: int, seed: int) -> None:
    model, random = conflict.model(), np.random.default_rng(seed)
    models = []
    for _ in range(4):
        ranks = np.array([_swapped(row, swaps, random) for row in model.ranks])
        models.append(
            GraphModel.from_arcs([_pairs(model, p) for p in range(len(ranks))], states=model.size, ranks=ranks)
        )

    result = robustness_of(models, concepts=CONCEPTS)

    for concept in CONCEPTS:
        found = [analyze_stability(m, [concept]).equilibria[concept].tolist() for m in models]
        counts = [sum(s in each for each in found) for s in range(model.size)]
        assert result.counts[concept].tolist() == counts
        assert np.flatnonzero(result.holds[concept]).tolist() == found[0]
    assert (result.done, result.asked, result.is_complete) == (4, 4, True)


def _pairs(model: GraphModel, party: int) -> NDArray[np.int64]:
    arcs = model.moves(party)
    return np.stack([arcs.sources, arcs.targets], axis=1)


@TRIES
@given(st.lists(st.integers(-2, 4), min_size=1, max_size=8), st.integers(0, 6), st.integers(0, 99))
def test_a_swap_keeps_the_ranks_and_moves_two_states_by_one_rank(row: list[int], swaps: int, seed: int) -> None:
    """So after k swaps at most 2k states differ, and none has moved further than k ranks."""
    changed = _swapped(np.array(row, dtype=np.int32), swaps, np.random.default_rng(seed)).tolist()

    assert sorted(changed) == sorted(row)
    levels = sorted(set(row))
    moved = [abs(levels.index(a) - levels.index(b)) for a, b in zip(row, changed, strict=True)]
    assert sum(m > 0 for m in moved) <= 2 * swaps
    assert max(moved) <= swaps
    if swaps == 1 and len(levels) > 1:
        assert sorted(moved)[-2:] == [1, 1]


def test_every_exchange_of_neighbouring_ranks_is_drawn_alike() -> None:
    """Three boundaries, one of them between a tie of two and a single state: each of its two exchanges half as often."""
    row, random = np.array([0, 1, 1, 2, 3], dtype=np.int32), np.random.default_rng(5)
    drawn: dict[tuple[int, ...], int] = {}
    for _ in range(6000):
        key = tuple(_swapped(row, 1, random).tolist())
        drawn[key] = drawn.get(key, 0) + 1

    assert sorted(drawn) == [(0, 1, 1, 3, 2), (0, 1, 2, 1, 3), (0, 2, 1, 1, 3), (1, 0, 1, 2, 3), (1, 1, 0, 2, 3)]
    assert drawn[0, 1, 1, 3, 2] == pytest.approx(2000, abs=150)
    assert drawn[0, 1, 2, 1, 3] == pytest.approx(1000, abs=120)
    assert drawn[1, 0, 1, 2, 3] == pytest.approx(1000, abs=120)


def test_shares_after_one_swap_approach_those_of_all_variants() -> None:
    """Each of two rankings of four states has three neighbours: nine variants, alike."""
    model = chicken()
    exact = dict.fromkeys(CONCEPTS, np.zeros(4))
    for rows in product(*([_neighbours(r.tolist())] for r in model.ranks)):
        for a, b in product(*rows):
            moves = tuple({s: frozenset([s ^ (1 << p)]) for s in range(4)} for p in (0, 1))
            graph = Graph((0, 1, 2, 3), moves, (dict(enumerate(a)), dict(enumerate(b))))
            for c in CONCEPTS:
                exact[c] = exact[c] + np.isin(np.arange(4), equilibria(graph, c, Choices())) / 9

    result = robustness(model, variants=900, swaps=1, seed=3, concepts=CONCEPTS)

    for c in CONCEPTS:
        assert np.abs(result.share(c) - exact[c]).max() < 3 * np.sqrt(0.25 / 900)


def _neighbours(row: list[int]) -> list[list[int]]:
    return [[{low: low + 1, low + 1: low}.get(r, r) for r in row] for low in range(len(row) - 1)]


def test_a_seed_gives_the_same_variants_again() -> None:
    first, again, other = (robustness(chicken(), variants=40, swaps=2, seed=s) for s in (1, 1, 2))

    assert all(np.array_equal(first.counts[c], again.counts[c]) for c in first.counts)
    assert any(not np.array_equal(first.counts[c], other.counts[c]) for c in first.counts)
    assert (first.seed, first.parameters["swaps"], first.parameters["joint"]) == (1, 2, "legal")


def test_what_is_done_before_an_interruption_is_kept() -> None:
    """It is what so many variants would have given from the start."""
    stopped = robustness(chicken(), variants=40, swaps=2, progress=stopping_at(7))
    short = robustness(chicken(), variants=7, swaps=2)

    assert (stopped.done, stopped.asked, stopped.is_complete) == (7, 40, False)
    assert all(np.array_equal(stopped.counts[c], short.counts[c]) for c in short.counts)
    assert stopped.summary().startswith("7 variants of the preferences (stopped, 40 were asked for)")


def test_an_interruption_before_anything_is_done_goes_on() -> None:
    def interrupted() -> Iterator[GraphModel]:
        yield from map(stopping_at(0), [0])

    with pytest.raises(KeyboardInterrupt):
        robustness_of(interrupted(), base=chicken())


def test_progress_counts_the_variants() -> None:
    seen: list[int] = []

    robustness(chicken(), variants=4, progress=seen.append)

    assert seen == [1, 2, 3, 4]


def test_the_base_of_given_models_need_not_be_one_of_them() -> None:
    other = GraphModel.from_options([0, 1], ranks=[[0, 3, 1, 2], [3, 2, 1, 0]], decision_makers=["A", "B"])

    result = robustness_of(iter([other, other]), base=chicken(), concepts=["nash"])

    assert result.holds["nash"].tolist() == [False, True, True, False]
    assert result.share("nash").tolist() == [0, 1, 0, 0]
    assert (result.done, result.asked) == (2, 0)


def test_intervals_are_those_of_wilson() -> None:
    """5 of 10: .2366 to .7634; 0 of 10: 0 to .2775; 10 of 10 its mirror image."""
    good = GraphModel.from_arcs([[(0, 1)], []], states=2, ranks=[[1, 0], [0, 0]])
    bad = GraphModel.from_arcs([[(0, 1)], []], states=2, ranks=[[0, 1], [0, 0]])

    half = robustness_of([good, bad] * 5, concepts=["nash"]).interval("nash")
    none = robustness_of([bad] * 10, concepts=["nash"]).interval("nash")

    assert [half[0][0], half[1][0]] == pytest.approx([0.2366, 0.7634], abs=5e-5)
    assert [none[0][0], none[1][0]] == pytest.approx([0, 0.2775], abs=5e-5)
    assert [none[0][1], none[1][1]] == pytest.approx([0.7225, 1], abs=5e-5)


def test_a_result_is_a_table_and_a_page() -> None:
    result = robustness(chicken(), variants=20, concepts=["nash", "seq"], seed=4)

    frame = result.to_frame()
    assert frame["nash", "now"].tolist() == [False, True, True, False]
    assert (frame["nash", "low"] <= frame["nash", "share"]).all()
    assert (frame["nash", "share"] <= frame["nash", "high"]).all()
    assert result.summary().startswith("20 variants of the preferences\nnash: 2 equilibria")
    assert result._repr_html_().startswith("<pre>20 variants")


def test_all_faults_are_named_together() -> None:
    with pytest.raises(InputError) as caught:
        robustness(chicken(), variants=0, swaps=-1, seed=1.5, concepts=["nish"])  # type: ignore[arg-type]

    assert [p.rule for p in caught.value.problems] == ["variants", "swaps", "seed", "concept"]


def test_models_of_other_states_are_refused() -> None:
    other = GraphModel.from_arcs([[], []], states=3, ranks=np.zeros((2, 3), dtype=int))

    with pytest.raises(InputError, match="model 1 has other states"):
        robustness_of([chicken(), other])
    with pytest.raises(InputError, match="there is no model"):
        robustness_of([])
    with pytest.raises(InputError, match="'nash'"):
        robustness_of([chicken()], concepts="nash")
