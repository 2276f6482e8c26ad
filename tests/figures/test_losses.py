"""The map of openings: its numbers are those of the result, its words say how it is read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import load_case
from detente.case.change import with_value
from detente.deals import DealsResult, find_deals
from detente.figures import losses_figure
from detente.figures.losses import cell_text
from detente.findings import analyze
from detente.findings.losses import MOST_ROWS, Cell, loss_parties, loss_rows, loss_sentences
from detente.findings.openings import top_openings
from detente.sources import read_case
from tests.deals.small import deals_of, small_case
from tests.figures.deals_drawn import random_result, texts_of
from tests.findings.test_brief import CASE


@pytest.fixture(scope="module")
def istanbul() -> DealsResult:
    return find_deals(read_case("istanbul-2022"))


@pytest.fixture(scope="module")
def blocked() -> DealsResult:
    """Two who want the whole, and a third that both have to please."""
    values = {"a": {"x": {"l": 100, "m": 60, "r": 0}}, "b": {"x": {"l": 0, "m": 50, "r": 100}}}
    values["c"] = {"x": {"l": 10, "m": 20, "r": 70}}
    return deals_of(small_case(values, no_deal={"a": 70, "b": 55, "c": 15}))


def test_a_mover_has_its_loss_and_the_others_their_gain(blocked: DealsResult) -> None:
    rows = loss_rows(blocked)

    found = [
        {p: (cell.moves, cell.points) for p, cell in row.cells.items()}
        for row in rows
        if {m.party for m in row.opening.movers} == {"a"}
    ]

    # a gives up its 100 for nothing, b gains 45 over its 55, and c 55 over its 15.
    assert found == [{"a": (True, -100.0), "b": (False, 45.0), "c": (False, 55.0)}]


def test_the_numbers_in_the_map_are_those_of_the_result(istanbul: DealsResult) -> None:
    figure = losses_figure(istanbul)
    assert figure is not None

    numbers = [t for t in texts_of(figure.svg) if t[:1] in "+−" or t == "0"]

    wanted = [cell_text(c) for row in loss_rows(istanbul, top_openings(None, istanbul)) for c in row.cells.values()]
    assert sorted(numbers) == sorted(wanted)
    mover = istanbul.openings[2].movers[0]
    assert loss_rows(istanbul)[2].cells[mover.party] == Cell(True, -mover.loss, mover.value, mover.no_deal)


def test_the_map_and_the_table_of_losses_agree(istanbul: DealsResult) -> None:
    losses = istanbul.losses()

    for row in loss_rows(istanbul):
        moving = {p: -c.points for p, c in row.cells.items() if c.moves and c.points is not None}
        assert moving == losses.iloc[row.place].dropna().to_dict()


def test_the_data_have_every_party_and_every_row_of_the_map(istanbul: DealsResult) -> None:
    figure = losses_figure(istanbul)
    assert figure is not None

    rows = loss_rows(istanbul, top_openings(None, istanbul))

    assert len(figure.rows) == len(rows) * len(loss_parties(istanbul))
    first = figure.rows[0]
    assert first[:3] == ("1", "russia", "no")
    assert float(first[3]) == pytest.approx(istanbul.openings[0].values["russia"], abs=0.05)


def test_the_sentences_say_what_costs_whom_least(istanbul: DealsResult) -> None:
    names = {key: p.name for key, p in read_case("istanbul-2022").parties.items()}
    movers = [(m, n) for n, o in enumerate(istanbul.openings) for m in o.movers if m.party == "ukraine"]
    best = min((m.loss, n, m.value) for m, n in movers)

    said = " ".join(loss_sentences(istanbul, names))

    assert best[2] is not None
    assert f"Opening {best[1] + 1} costs Ukraine least ({best[0]:.0f} of its {best[0] + best[2]:.0f} points)" in said


def test_who_is_worse_off_whatever_opens_is_named(blocked: DealsResult) -> None:
    only = replace(blocked, openings=tuple(o for o in blocked.openings if o.package["x"] == "l"))

    assert only.openings
    assert "Under every opening b and c would be worse off than without a deal." in loss_sentences(
        only, {"a": "a", "b": "b", "c": "c"}
    )


def test_a_long_list_is_cut_and_says_so(istanbul: DealsResult) -> None:
    figure = losses_figure(istanbul)
    assert figure is not None

    assert len(istanbul.openings) > MOST_ROWS
    assert f"of {len(istanbul.openings)} openings, the smallest first." in figure.note


def test_a_list_that_may_go_on_says_so(blocked: DealsResult) -> None:
    figure = losses_figure(replace(blocked, complete=False))

    assert figure is not None
    assert "There may be openings that were not found." in figure.note


def test_a_mover_with_red_lines_only_has_no_number() -> None:
    data = small_case({"a": {"x": {"l": 100, "r": 0}}, "b": {"x": {"red_line": ["l", "r"]}}})
    result = deals_of(data)
    figure = losses_figure(result)
    assert figure is not None

    assert "moves" in texts_of(figure.svg)
    assert "Who moves without having values has no number." in figure.reading


def test_with_a_deal_there_is_no_map() -> None:
    assert losses_figure(find_deals(read_case("colorado-river-2023"))) is None


def test_the_same_result_gives_the_same_bytes(blocked: DealsResult) -> None:
    assert losses_figure(blocked) == losses_figure(blocked)


HOSTILE = ("<script>alert(1)</script>", "שלום عربي", "x" * 400, "a\nb", '"><img src=x>', "&amp; ]]>")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_words(name: str) -> None:
    case = with_value(load_case(CASE), "parties.a.stances.land.red_line", ["returned", "shared"])
    brief = analyze(case, draws=0)
    parties = {key: p.model_copy(update={"name": name}) for key, p in case.parties.items()}

    figure = losses_figure(replace(brief, case=case.model_copy(update={"parties": parties})))

    assert figure is not None
    assert "<script" not in figure.svg
    assert "<img" not in figure.svg
    assert texts_of(figure.svg)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(1, 3))
def test_random_blocked_results_are_drawn(seed: int, parties: int, issues: int) -> None:
    result = random_result(seed, parties, issues, 2, scale=1.0)
    figure = losses_figure(result)

    assert (figure is None) == (not result.openings)
    if figure is not None:
        assert "NaN" not in figure.svg
