"""Parallel coordinates: the lines are the packages of the result, and what is not drawn is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import load_case
from detente.deals import DealSpace, DealsResult, find_deals, pareto_frontier
from detente.figures import frontier_figure, parallel_figure
from detente.figures.drawn import as_drawn
from detente.figures.figure import MUTED, PARTY_COLOURS
from detente.figures.parallel import BROAD, HIGH, MOST_LINES
from detente.findings import analyze
from detente.sources import read_case
from tests.figures.deals_drawn import lines_of, random_result, texts_of
from tests.findings.test_brief import CASE


def _as_values(line: list[tuple[float, float]], scales: list[tuple[float, float]]) -> list[float]:
    return [low + (1 - y / HIGH) * (high - low) for (_, y), (low, high) in zip(line, scales, strict=True)]


@pytest.fixture(scope="module")
def result() -> DealsResult:
    return random_result(7)


def test_each_line_is_a_package_of_the_frontier(result: DealsResult) -> None:
    figure = parallel_figure(result)
    assert figure is not None
    scales = list(as_drawn(result).scales(result.space.parties).values())

    drawn = sorted(_as_values(line, scales) for line in lines_of(figure.svg, MUTED))

    assert len(result.frontier) <= MOST_LINES
    assert np.allclose(drawn, sorted([p.values[k] for k in result.space.parties] for p in result.frontier), atol=0.01)


def test_the_named_packages_are_drawn_where_they_are(result: DealsResult) -> None:
    figure = parallel_figure(result)
    assert figure is not None
    scales = list(as_drawn(result).scales(result.space.parties).values())

    drawn = [_as_values(lines_of(figure.svg, colour)[0], scales) for colour in (PARTY_COLOURS[1], PARTY_COLOURS[0])]

    named = [as_drawn(result).shown[n] for n in (0, 1)]
    assert np.allclose(drawn, [[s.values[k] for k in result.space.parties] for s in named], atol=0.01)
    assert all(s.heading.split(",")[0] in " ".join(texts_of(figure.svg)) for s in named)


def test_the_data_name_the_packages_first(result: DealsResult) -> None:
    figure = parallel_figure(result)
    assert figure is not None
    shown = as_drawn(result).shown

    assert [row[0] for row in figure.rows[: len(shown)]] == [s.heading for s in shown]
    assert len(figure.rows) == len(shown) + len(result.frontier)
    assert figure.rows[0][1:] == tuple(f"{shown[0].values[p]:.1f}" for p in result.space.parties)


def test_a_chart_is_read_aloud(result: DealsResult) -> None:
    figure = parallel_figure(result)
    assert figure is not None

    assert f'aria-label="{figure.reading} {figure.note}"' in figure.svg
    assert "Least is gained over no deal in the Nash" in figure.reading


def test_a_long_frontier_is_thinned_and_says_how_far() -> None:
    result = random_result(2, parties=4, issues=6, outcomes=4)
    figure = parallel_figure(result)
    assert figure is not None

    assert len(result.frontier) > MOST_LINES
    assert len(lines_of(figure.svg, MUTED)) == MOST_LINES
    assert f"{MOST_LINES} of {len(result.frontier):,} are drawn; no other is more than" in figure.note
    assert "% of an axis" in figure.note


def test_a_frontier_that_is_not_whole_says_so(result: DealsResult) -> None:
    partial = replace(result, frontier=pareto_frontier(result.space, method="supported"))

    figure = parallel_figure(partial)

    assert figure is not None
    assert "The list is not whole" in figure.note


def test_all_parties_with_values_have_an_axis_in_a_bundled_case() -> None:
    brief = analyze(read_case("colorado-river-2023"), draws=0)
    figure = parallel_figure(brief)
    assert figure is not None

    assert len(lines_of(figure.svg, MUTED)[0]) == len(brief.gains.parties) == 9
    assert {"California", "Quechan Tribe"} <= set(texts_of(figure.svg))


def test_two_parties_have_no_parallel_coordinates() -> None:
    assert parallel_figure(analyze(load_case(CASE), draws=0)) is None


def test_the_same_result_gives_the_same_bytes(result: DealsResult) -> None:
    assert parallel_figure(result) == parallel_figure(result)


def test_a_frontier_without_a_named_package_is_drawn() -> None:
    result = find_deals(
        DealSpace.additive([np.array([[1.0, 0], [0, 1], [0.5, 0.2]])], no_deal=np.array([2.0, 2.0, 2.0]))
    )

    figure = parallel_figure(replace(result, openings=()))

    assert figure is not None
    assert figure.reading.startswith("Red lines aside, 2 packages cannot be improved")


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 3), st.floats(0.001, 1e6))
def test_random_results_are_drawn(seed: int, parties: int, issues: int, scale: float) -> None:
    result = random_result(seed, parties, issues, 2, scale)

    for figure in (parallel_figure(result), frontier_figure(result)):
        if figure is not None:
            assert "NaN" not in figure.svg
            for line in lines_of(figure.svg, MUTED):
                assert all(-0.01 <= y <= HIGH + 0.01 and -0.01 <= x <= BROAD + 0.01 for x, y in line)
