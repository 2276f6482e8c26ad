"""Classes of states against the definition, and the published case that needs them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.stability import GraphModel, analyze_stability
from detente.stability.coalesce import coalesced
from tests.conftest import ROOT
from tests.stability.strategies import FEWER, OptionConflict, option_conflicts

ELMIRA = ROOT.parent / "shared/data/graph-model/elmira.json"


@given(conflict=option_conflicts(), data=st.data())
@FEWER
def test_a_move_between_classes_is_a_move_between_members(conflict: OptionConflict, data: st.DataObject) -> None:
    """From some member to some member, and never to the class itself."""
    flat = OptionConflict(
        conflict.owners, conflict.directions, conflict.states, tuple(dict.fromkeys(r, 0) for r in conflict.ranks)
    )
    graph, model = flat.graph(), flat.model()
    one = data.draw(st.sets(st.sampled_from(sorted(graph.states)), min_size=1))

    found = coalesced(model, groups=[sorted(one)])

    classes = [frozenset(one), *(frozenset([s]) for s in graph.states if s not in one)]
    classes.sort(key=min)
    assert found.size == len(classes)
    for party in range(len(graph.ranks)):
        for n, here in enumerate(classes):
            expected = {
                m for m, there in enumerate(classes)
                if m != n and any(t in there for s in here for t in graph.moves[party][s])
            }  # fmt: skip
            assert set(found.moves(party).of(n).tolist()) == expected


def test_options_that_do_not_matter_are_dashes() -> None:
    """The others keep their letters."""
    model = GraphModel.from_options([0, 1], order=[[0, 1, [2, 3]], [0, 1, [2, 3]]])

    assert coalesced(model, where=["o1"]).labels == ("NN", "YN", "-Y")


_BAD = {
    "an unknown option": ({"where": ["o9"]}, "names no option: o9"),
    "an unknown state": ({"groups": [[0, 9]]}, "there is no state 9"),
    "overlapping groups": ({"groups": [[2, 3], [3, 2]]}, "two groups share a state"),
    "states that somebody tells apart": ({"groups": [[0, 1]]}, "0 tells NN, YN apart"),
}


@pytest.mark.parametrize(("given", "said"), _BAD.values(), ids=_BAD)
def test_what_cannot_be_one_state_is_refused(given: dict[str, Any], said: str) -> None:
    """With the reason."""
    model = GraphModel.from_options([0, 1], order=[[0, 1, [2, 3]], [0, 1, [2, 3]]])

    with pytest.raises(InputError, match=said):
        coalesced(model, **given)


@pytest.mark.skipif(not ELMIRA.exists(), reason="the published cases are not on this machine")
def test_the_elmira_conflict_comes_from_its_options() -> None:
    """Nine states from five options: where Uniroyal has left, nothing else matters."""
    case = json.loads(ELMIRA.read_text())
    modify, delay, accept, abandon, insist = (1 << k for k in range(5))
    choice = {"YNN": delay, "NYN": accept, "NNY": abandon}
    codes = {
        int(n): modify * (p[0] == "Y") | choice[p[2:5]] | insist * (p[6] == "Y") for n, p in case["states"].items() if "-" not in p
    }  # fmt: skip
    gone = [abandon | m | i for m in (0, modify) for i in (0, insist)]
    order = [[codes.get(s, gone) for s in case["rankings_most_to_least"][name]] for name in ("MoE", "UR", "LG")]
    model = GraphModel.from_options(
        [0, 1, 1, 1, 2], order=order, directions=["on", "off", "both", "on", "both"], options=["modify", "delay", "accept", "abandon", "insist"],
        infeasible=["delay and accept", "delay and abandon", "accept and abandon", "not (delay or accept or abandon)"],
    )  # fmt: skip

    nine = coalesced(model, where=["abandon"])

    place = {n: nine.labels.index(model.pattern(model.position(code))) for n, code in codes.items()}
    place[9] = nine.labels.index("-NNY-")
    for party, name in enumerate(("MoE", "UR", "LG")):
        for state, targets in case["moves"][name].items():
            assert set(nine.moves(party).of(place[int(state)]).tolist()) == {place[t] for t in targets}
    found = analyze_stability(nine, ("nash", "gmr", "smr", "seq", "sseq"))
    for concept, reference in case["reference_solver"].items():
        assert sorted(place[s] for s in reference["equilibria"]) == found.equilibria[concept].tolist()
