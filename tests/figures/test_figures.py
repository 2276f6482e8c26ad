"""Charts: named for readers, with their data, computed nowhere but in the results."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from detente.case import load_case
from detente.case.change import with_value
from detente.figures import Figure, frontier_figure, funnel_figure, values_figure
from detente.findings import analyze
from detente.sources import read_case
from tests.findings.test_brief import CASE


@pytest.fixture
def figures() -> list[Figure]:
    brief = analyze(load_case(CASE), draws=5)
    found = [funnel_figure(brief), frontier_figure(brief), values_figure(brief, "values", "Worth.")]
    return [f for f in found if f is not None]


def test_a_chart_is_one_image_with_one_name(figures: list[Figure]) -> None:
    assert len(figures) == 3
    for figure in figures:
        root = ET.fromstring(figure.svg)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == figure.reading
        assert figure.svg.count("aria-") == figure.svg.count("role=") == 1


def test_ids_of_a_chart_are_its_own(figures: list[Figure]) -> None:
    for figure in figures:
        assert all(i.startswith(figure.key) for i in re.findall(r'id="([^"]+)"', figure.svg))
        assert all(u.startswith(figure.key) for u in re.findall(r"url\(#([^)]+)\)", figure.svg))


def test_the_funnel_says_where_the_last_package_is_lost() -> None:
    blocked = with_value(load_case(CASE), "parties.a.stances.land.red_line", ["returned", "shared"])

    figure = funnel_figure(analyze(blocked, draws=0))

    assert figure.reading == "Of 3 packages none is left once they must be within all red lines."
    assert figure.rows[-1] == ("worth at least no deal to all", "0")


def test_the_frontier_is_drawn_for_two_principals_only() -> None:
    assert frontier_figure(analyze(read_case("colorado-river-2023"), draws=0)) is None
    assert frontier_figure(analyze(load_case(CASE), draws=0)) is not None


def test_the_frontier_of_a_principal_without_values_is_not_drawn() -> None:
    case = with_value(load_case(CASE), "parties.b.stances", {})

    assert frontier_figure(analyze(case, draws=0)) is None


def test_the_data_behind_a_chart_are_those_of_the_result(figures: list[Figure]) -> None:
    brief = analyze(load_case(CASE), draws=5)

    frontier = next(f for f in figures if f.key == "frontier")

    assert frontier.headers == ("Aland", "Bland")
    assert frontier.rows == tuple((f"{p.values['a']:.1f}", f"{p.values['b']:.1f}") for p in brief.deals.frontier)
