"""Charts of bargaining while fighting: their words are the numbers of the result, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from detente.dynamics import DynamicsResult
from detente.dynamics.signals import READINGS
from detente.figures import Figure, beliefs_figure, course_figure, flip_map_figure, survival_figure
from detente.figures.figure import share_in_band, share_range
from detente.figures.flip_map import FILLS, INKS, WORDS
from tests.report.fighting import fighting_case, fighting_result

NAMES = {"a": "Aland", "b": "Bland"}
PHONE = 390


@pytest.fixture(scope="module")
def result() -> DynamicsResult:
    return fighting_result(fighting_case())


@pytest.fixture(scope="module")
def figures(result: DynamicsResult) -> list[Figure]:
    beliefs = beliefs_figure(result, NAMES)
    assert beliefs is not None
    flips = flip_map_figure(result, "flip-1", "a.retreat", NAMES)
    return [flips, course_figure(result), survival_figure(result), beliefs]


def with_flips(result: DynamicsResult, move: str, **changes: object) -> DynamicsResult:
    report = result.moves[move]
    flips = replace(report.flips, **changes)  # type: ignore[arg-type]
    return replace(result, moves={**result.moves, move: replace(report, flips=flips)})


def test_a_chart_is_one_image_with_one_name_and_fits_a_phone(figures: list[Figure]) -> None:
    """Each is one picture for a reader of a screen, no broader than a phone, its ids its own."""
    for figure in figures:
        root = ET.fromstring(figure.svg)
        assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", figure.reading)
        assert float(root.attrib["width"]) <= PHONE
        assert all(i.startswith(figure.key) for i in re.findall(r'id="([^"]+)"', figure.svg))
        assert all(len(row) == len(figure.headers) for row in figure.rows)


def test_the_map_states_the_boundary_and_where_the_case_stands(figures: list[Figure], result: DynamicsResult) -> None:
    """The sentence above the map holds the two ends and today's belief, rounded."""
    flips = result.moves["a.retreat"].flips

    where = share_range(flips.weak_from, flips.weak_to)

    said = f"Bland reads it as weakness where it believed before with {where} that Aland is tough; today 50\u00a0%;"
    assert figures[0].reading.startswith(said)
    assert figures[0].rows[-1] == ("50\u00a0%", "10\u00a0%", "where the case stands")


def test_the_fields_of_the_map_are_the_cells_of_the_result(result: DynamicsResult) -> None:
    """Neighbours that read alike are drawn as one; all four words can appear, and no cell is lost."""
    codes = np.array([[0, 1, 1, 0], [0, 1, 1, 0], [3, 4, 4, 3], [3, 4, 4, 3]])
    edges = {"weak_from": 0.25, "weak_to": 0.75, "size_from": 0.5, "size_to": 0.9}
    changed = with_flips(result, "a.retreat", readings=codes, **edges)

    figure = flip_map_figure(changed, "map", "a.retreat", NAMES)

    assert [row[2] for row in figure.rows[:-1]] == [WORDS[k] for k in (0, 1, 0, 3, 4, 3)]
    assert figure.rows[1][:2] == ("25–75\u00a0%", "0–50\u00a0%")
    assert "it reassures where 50–90\u00a0% of what lies between the sides is at stake in it; here 10" in figure.reading
    for number in ("25", "75", "50", "90"):
        assert f">{number}\u00a0%</text>" in figure.svg


def test_a_move_that_is_never_read_as_anything_has_no_boundary(result: DynamicsResult) -> None:
    """Where no belief turns the reading over, the sentence says so and no number is drawn beside a rule."""
    figure = flip_map_figure(result, "map", "a.talk", NAMES)

    assert figure.reading.startswith(
        "At no belief would Bland read it as weakness or strength (today 50\u00a0% that Aland is tough);"
    )
    assert "\u00a0%</text>" not in figure.svg


def test_a_move_that_tough_sides_make_more_often_has_a_field_of_strength(result: DynamicsResult) -> None:
    """Between the prior that it carries to the threshold and the threshold; the words and the colour are its own."""
    flips = result.moves["b.shell"].flips
    figure = flip_map_figure(result, "map", "b.shell", NAMES)

    where = share_range(flips.strong_from, flips.strong_to)
    assert 0 < flips.strong_from < flips.strong_to < 1
    assert flips.weak_from == flips.weak_to
    assert figure.reading.startswith(
        f"Aland reads it as strength where it believed before with {where} that Bland is tough; today 50\u00a0%;"
    )
    assert "read as strength" in [row[2] for row in figure.rows]
    assert FILLS[WORDS.index("read as strength")] in figure.svg.lower()
    assert ">read as weakness</text>" not in figure.svg


def test_fields_are_told_apart_in_grey_and_their_words_are_legible() -> None:
    """Lightness on the scale of 0 to 100 a tenth apart, and words at 4.5 to 1 against their field."""
    light = [_luminance(fill) for fill in FILLS]
    grey = sorted(116 * y ** (1 / 3) - 16 for y in light)
    contrast = [(max(a, b) + 0.05) / (min(a, b) + 0.05) for a, b in zip(light, map(_luminance, INKS), strict=True)]

    assert min(b - a for a, b in pairwise(grey)) >= 9
    assert min(contrast) >= 4.5
    assert len(WORDS) == len(FILLS) == len(INKS) == len(READINGS)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2 defines it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_map_tells_its_words_without_colour(figures: list[Figure]) -> None:
    """The four words that can apply stand in the legend, and those of the larger fields in the fields."""
    assert all(f">{WORDS[k]}</text>" in figures[0].svg for k in (0, 1, 3, 4))
    assert figures[0].svg.count(">read as weakness</text>") == 2
    assert figures[0].svg.count(">today</text>") == 2


def test_a_probability_stands_beside_counted_cases_as_another_thing(
    figures: list[Figure], result: DynamicsResult
) -> None:
    """What the model says has no count of cases; what was counted has one, and its own name."""
    course, survival = figures[1], figures[2]

    assert "as another thing" in course.reading
    assert "as another thing" in survival.reading
    for figure, model, counted in (
        (course, result.deal_within, result.reference["war_ends"]),
        (survival, result.survival, result.reference["agreement_lasts"]),
    ):
        own = [row for row in figure.rows if row[-1] == "none"]
        assert [int(row[0]) for row in own] == list(model)
        assert len(figure.rows) - len(own) == sum(len(counted[m]) for m in model)
        assert not {row[1] for row in own} & {row[1] for row in figure.rows if row[-1] != "none"}


def test_the_course_says_the_probability_with_its_whole_spread(result: DynamicsResult) -> None:
    """The sentence takes the last horizon of a year or less, here the whole of three months."""
    deal = result.deal_within[3]

    reading = course_figure(result).reading

    assert reading.startswith(
        f"Given these inputs a deal comes within 3 months with {share_in_band(deal.likely, deal.low, deal.high)};"
    )


def test_without_counted_cases_the_model_stands_alone(result: DynamicsResult) -> None:
    """A kind of war that no list counts leaves the other half of the chart empty."""
    figure = course_figure(replace(result, reference={"war_ends": {}, "agreement_lasts": {}}))

    assert [row[-1] for row in figure.rows] == ["none", "none"]


def test_beliefs_begin_even_and_end_where_the_events_lead(figures: list[Figure], result: DynamicsResult) -> None:
    """A row for each event and each type that it tells about; dates as exact as they are known."""
    assert result.history is not None
    last = result.history.beliefs.marginals[-1]
    rows = figures[3].rows

    assert [row[2] for row in rows if row[0] == "before the first event"] == ["50\u00a0%"] * 2
    assert [row[0] for row in rows[2:]] == ["2020-01-05: The bridge is taken", "2020-02: The road is opened"]
    assert [row[2] for row in rows[2:]] == [share_range(float(b), float(b)) for b in last]
    assert f"Aland is tough {share_range(float(last[0]), float(last[0]))} (" in figures[3].reading


def test_without_telling_events_there_are_no_beliefs_to_draw(result: DynamicsResult) -> None:
    """A case that lists no events has no such chart."""
    assert beliefs_figure(replace(result, history=None), NAMES) is None


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(0.353, 0.551, "35–55"), (0.351, 0.354, "35"), (0.0, 0.004, "0–<1"), (0.996, 1.0, ">99–100")],
    ids=["range", "looks alike", "never down to none", "never up to all"],
)
def test_a_range_of_shares_is_in_whole_per_cent(low: float, high: float, shown: str) -> None:
    """Digits finer than the uncertainty are not shown, and neither none nor all is said of what is not."""
    assert share_range(low, high) == f"{shown}\u00a0%"
