"""The Elmira dispute of 1991: Kilgour, Hipel, Fang and Peng (2001), Group Decision and Negotiation 10.

A ministry (MoE) ordered the firm Uniroyal (UR) to clean an aquifer; local government (LG) wants the order kept as it
is. Moves and rankings as in the sample of GMCR+ (Kinsara 2014), whose handout says what the coalition changes.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from detente.stability import GraphModel, analyze_stability
from detente.stability.coalitions import GMCR_PY, coalition_stability, improvements, merged_stability
from tests.conftest import needs_shared

PARTIES = ("MoE", "UR", "LG")
MOE, UR, LG = range(3)


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(needs_shared("data/graph-model/elmira.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def elmira(published: dict[str, Any]) -> GraphModel:
    """States are numbered from 1 in the source and from 0 here."""
    arcs = [[(int(s) - 1, t - 1) for s, targets in published["moves"][p].items() for t in targets] for p in PARTIES]
    order = [[s - 1 for s in published["rankings_most_to_least"][p]] for p in PARTIES]
    labels = [f"s{n}" for n in range(1, 10)]
    return GraphModel.from_arcs(arcs, states=9, order=order, decision_makers=PARTIES, labels=labels)


@pytest.fixture(scope="module")
def in_options() -> GraphModel:
    """The same with options: modify; delay, accept, abandon; insist. Abandoning stays four states here."""
    exactly_one = ["-YY--", "-Y-Y-", "--YY-", "-NNN-"]
    states_of_sample = {1: "NYNNN", 2: "YYNNN", 3: "NNYNN", 4: "YNYNN", 5: "NYNNY", 6: "YYNNY", 7: "NNYNY", 8: "YNYNY"}
    rankings = ([7, 3, 4, 8, 5, 1, 2, 6, 9], [1, 4, 8, 5, 9, 2, 3, 7, 6], [7, 3, 5, 1, 8, 6, 4, 2, 9])
    number = {n: sum(1 << k for k, letter in enumerate(text) if letter == "Y") for n, text in states_of_sample.items()}
    abandoned = [8 | modify | insist for modify in (0, 1) for insist in (0, 16)]
    order = [[abandoned if n == 9 else number[n] for n in ranking] for ranking in rankings]
    return GraphModel.from_options(
        [MOE, UR, UR, UR, LG], order=order, infeasible=exactly_one, directions=["on", "off", "both", "on", "both"],
        decision_makers=PARTIES, options=["modify", "delay", "accept", "abandon", "insist"],
    )  # fmt: skip


def test_alone_nobody_leaves_s5(elmira: GraphModel, published: dict[str, Any]) -> None:
    equilibria = analyze_stability(elmira).equilibria

    for concept in ("nash", "gmr", "smr", "seq"):
        assert [s + 1 for s in equilibria[concept].tolist()] == published["expected"][concept]


def test_coalitions_improve_on_the_equilibria_as_published(elmira: GraphModel, published: dict[str, Any]) -> None:
    for state, by_coalition in published["coalition_improvements_from_equilibria"].items():
        for names, expected in by_coalition.items():
            coalition = [PARTIES.index(name) for name in names.split("+")]
            found = improvements(elmira, coalition, int(state) - 1)
            assert [s + 1 for s in found.tolist()] == expected


def test_the_ministry_and_the_firm_upset_s5(elmira: GraphModel) -> None:
    result = coalition_stability(elmira)

    assert result.upset_by("nash", 4) == ((MOE, UR),)
    for concept in ("nash", "gmr", "smr", "seq"):
        assert result.upset_by(concept, 4) == ((MOE, UR),)


def test_s8_and_s9_are_coalitionally_stable(elmira: GraphModel) -> None:
    result = coalition_stability(elmira)

    assert result.is_universal
    assert [s + 1 for s in result.equilibria["nash"].tolist()] == [8, 9]


def test_with_the_coalition_of_gmcr_s5_is_no_equilibrium(elmira: GraphModel) -> None:
    result = merged_stability(elmira, [[MOE, UR], [LG]])

    for states in result.equilibria.values():
        assert 4 not in states
        assert 7 in states


def test_read_as_gmcr_reads_options_the_coalition_leaves_s5_for_s8(in_options: GraphModel) -> None:
    s5, s8 = 0b10010, 0b10101
    result = merged_stability(in_options, [[MOE, UR], [LG]], **GMCR_PY)

    assert analyze_stability(in_options, ["nash"]).is_stable("nash", UR, s5)
    for states in result.equilibria.values():
        assert s5 not in states
        assert s8 in states


def test_without_the_coalition_no_move_goes_from_s5_to_s8(elmira: GraphModel) -> None:
    assert not any(7 in elmira.moves(p).of(4) for p in range(3))
