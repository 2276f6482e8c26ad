"""Jacobi, Z. (2017). The graph model of conflict resolution, two articles on socratic-form-microscopy.com.

The stand-off of the United States and North Korea, analysed by hand nine times: four preference orders, an invasion
that can be taken back or not, and two columns of concepts. Each table says for each state and side why it holds: r
Nash, s sequential, S symmetric metarational, us simultaneous sanctioning (printed as a struck-out u), u not at all.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from detente.stability import GraphModel, analyze_stability
from detente.stability.arcs import arcs_from
from detente.stability.concepts.sim import sequential_then_simultaneous, simultaneous
from tests.conftest import needs_shared

ANALYSES = range(1, 10)
SIDES = ("US", "NK")

# Analysis 8, North Korea at 14: printed us, and s by the definition. With a lasting invasion North Korea can go from
# 14 to 6 alone, its best state. From 6 the United States improve by 4 and by 5 (… 12, 4, 5, 14, 13, 6, 1), both of
# which North Korea puts below 14 (6, 14, 2, 10, 0, 8, 4, 12, 5, …). So a credible sanction holds it, and the second
# check, on what the first leaves unstable, does not come to 14. That it holds is the same either way.
PRINTED_OTHERWISE = {(8, "NK", 14): "s"}

# Analysis 3 calls an invasion irreversible, and its table still lets North Korea leave 12, 13 and 14 by taking it back
# (to 0 and 8, 1 and 9, 2 and 10). The tests build it so, as printed. By the strict definition one cell differs: North
# Korea's only move from 12 is to 4, an improvement (6, 14, 2, 10, 0, 4, 12, 5, …). From 4 the United States improve by
# 5 (…, 12, 5, 4, …), which North Korea puts below 12. So 12 is sequentially stable for it, and as the United States
# have no improvement from 12 (13 and 14 come after it), an equilibrium. As printed North Korea also improves from 12
# to 0, whence the United States have no improvement (only 8 comes before 0), so that nothing holds it at 12.
STRICTLY = {(3, "NK", 12): "s"}


def published() -> dict[str, Any]:
    path = needs_shared("data/graph-model/us_north_korea_2017.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def analysis(number: int) -> dict[str, Any]:
    return next(dict(a) for a in published()["analyses"] if a["id"] == number)


def printed_moves(number: int) -> dict[str, dict[str, list[int]]]:
    """Return where each side can go from each state in the table of an analysis."""
    if number == 3:
        name = "moves_analysis_3_as_printed"
    elif analysis(number)["permitted_direction"]["Invasion of South Korea"] == "fwd":
        name = "moves_irreversible_invasion"
    else:
        name = "moves_reversible_invasion"
    return dict(published()[name])


def model_by_definition(number: int) -> GraphModel:
    """Return the model with the moves that follow from options and their directions."""
    data, chosen = published(), analysis(number)
    names = [o["name"] for o in data["options"]]
    ways = {"fwd": "on", "both": "both"}
    rankings = data["rankings_most_to_least"][chosen["preferences"]]
    return GraphModel.from_options(
        [SIDES.index(o["owner"]) for o in data["options"]],
        order=[rankings[side] for side in SIDES],
        infeasible=["YY--"],
        directions=[ways[chosen["permitted_direction"][name]] for name in names],
        decision_makers=SIDES,
        options=["strike", "withdraw", "invade", "abandon"],
    )


def model_as_printed(number: int) -> GraphModel:
    model = model_by_definition(number)
    if number != 3:
        return model
    pairs = [
        [(model.position(int(s)), model.position(t)) for s, ends in printed_moves(3)[side].items() for t in ends]
        for side in SIDES
    ]
    return replace(model, arcs=tuple(arcs_from(own, model.size) for own in pairs))


def table(model: GraphModel, column: str) -> dict[str, dict[int, str]]:
    """Return the letter of each side and state."""
    result = analyze_stability(model, ["nash", "smr", "seq"])
    second = sequential_then_simultaneous(model)
    first, letter = ("smr", "S") if column == "smr" else ("seq", "s")

    def reason(party: int, state: int) -> str:
        if result.is_stable("nash", party, state):
            return "r"
        if result.is_stable(first, party, state):
            return letter
        return "us" if column != "smr" and second[party, model.position(state)] else "u"

    return {side: {s: reason(p, s) for s in model.index.tolist()} for p, side in enumerate(SIDES)}


def printed_table(number: int) -> dict[str, dict[int, str]]:
    rows = analysis(number)["published_individual"]
    return {side: {int(s): letter for s, letter in rows[side].items()} for side in SIDES}


def corrected(cells: dict[str, dict[int, str]], number: int, by: dict[tuple[int, str, int], str]) -> None:
    for (where, side, state), letter in by.items():
        if where == number:
            cells[side][state] = letter


def equilibria(cells: dict[str, dict[int, str]]) -> list[int]:
    return sorted(s for s in cells["US"] if all(cells[side][s] != "u" for side in SIDES))


@pytest.mark.parametrize("number", ANALYSES)
def test_every_cell_of_the_table_comes_out_with_its_reason(number: int) -> None:
    expected = printed_table(number)
    corrected(expected, number, PRINTED_OTHERWISE)

    assert table(model_as_printed(number), analysis(number)["concept"]) == expected


@pytest.mark.parametrize("number", ANALYSES)
def test_the_equilibria_are_those_printed(number: int) -> None:
    chosen = analysis(number)

    assert equilibria(table(model_as_printed(number), chosen["concept"])) == chosen["published_equilibria"]


@pytest.mark.parametrize("number", ANALYSES)
def test_the_moves_are_those_of_the_table(number: int) -> None:
    model = model_as_printed(number)

    for party, side in enumerate(SIDES):
        for state, ends in printed_moves(number)[side].items():
            found = model.index[model.moves(party).of(model.position(int(state)))]
            assert sorted(found.tolist()) == sorted(ends)


def test_an_invasion_that_lasts_holds_north_korea_at_12() -> None:
    expected = printed_table(3)
    corrected(expected, 3, STRICTLY)

    found = table(model_by_definition(3), "seq+sim")

    assert found == expected
    assert equilibria(found) == [0, 5, 10, 12]


def test_the_conventional_war_holds_only_because_both_would_leave_it_at_once() -> None:
    """From 4 the United States strike (5) or North Korea withdraws (0); both at once is 1, which both put below 4."""
    model = model_as_printed(1)
    result = analyze_stability(model, ["seq"])

    assert [result.is_stable("seq", party, 4) for party in (0, 1)] == [False, False]
    assert sequential_then_simultaneous(model)[:, model.position(4)].all()


def test_the_second_check_looks_only_at_what_sequential_stability_leaves_to_both() -> None:
    """Analysis 8 shows it: checked at all states with improvements of both, 2 and 10 would be equilibria as well."""
    model = model_as_printed(8)
    nash = np.array(
        [[analyze_stability(model, ["nash"]).is_stable("nash", p, s) for s in model.index.tolist()] for p in (0, 1)]
    )

    everywhere = simultaneous(model, ~nash)

    assert everywhere[0, [model.position(2), model.position(10)]].all()
    assert {2, 10}.isdisjoint(equilibria(printed_table(8)))
