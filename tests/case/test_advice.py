"""What a sound case still lacks or should be asked."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case import Case, make_case
from detente.case.advice import advise, readiness
from detente.errors import Path, Problem

from .samples import Data, changed, river_case, without

_DAM: Path = ("parties", "north", "stances", "dam")


def _advice(case: Case, rule: str) -> list[Problem]:
    return [p for p in advise(case) if p.rule == rule]


def _with_act(act: str, outcome: str, stance: Any, holder: str = "north") -> Case:
    statement = {
        "id": "s3", "document": "memo", "quote": "q", "speaker": holder, "holder": holder, "act": act,
        "about": [f"dam.{outcome}"],
    }  # fmt: skip
    return make_case(changed((("statements", 0, "about"), []), (("statements", 2), statement), (_DAM, stance)))


_LIKES_BUILT = {"values": {"built": 100, "shared": 60, "none": 0}}
_REFUSES_BUILT = _LIKES_BUILT | {"red_line": ["built"]}


def test_the_river_case_contradicts_nothing() -> None:
    """Demands, refusals and stances agree."""
    assert _advice(make_case(river_case()), "contradiction") == []


@pytest.mark.parametrize(
    ("act", "outcome", "stance", "what"),
    [
        pytest.param(
            "reject", "built", _LIKES_BUILT, "reject built, but is coded to like it best", id="reject the best"
        ),
        pytest.param(
            "reject", "built", {"ranking": ["built", "shared", "none"]}, "like it best", id="reject the first"
        ),
        pytest.param("reject", "built", {"position": 100}, "like it best", id="reject its own position"),
        pytest.param(
            "demand", "built", _REFUSES_BUILT, "demand built, but is coded never to sign it", id="demand a red line"
        ),
        pytest.param("demand", "none", _LIKES_BUILT, "like another outcome better", id="demand the worst"),
        pytest.param(
            "demand", "none", {"ranking": ["built", ["shared", "none"]]}, "better", id="demand the second rank"
        ),
        pytest.param("demand", "none", {"position": 90}, "like another outcome better", id="demand what is far"),
        pytest.param(
            "state-goal", "none", _LIKES_BUILT, "like another outcome better", id="a goal that is not the best"
        ),
        pytest.param(
            "offer", "built", _REFUSES_BUILT, "offer built, but is coded never to sign it", id="offer a red line"
        ),
        pytest.param("accept", "built", _REFUSES_BUILT, "accept built, but is coded never", id="accept a red line"),
        pytest.param("concede", "built", _REFUSES_BUILT, "concede built, but is coded never", id="concede a red line"),
        pytest.param("promise", "built", {"red_line": ["built"]}, "promise built", id="promise a red line"),
    ],
)
def test_words_against_a_stance_are_a_contradiction(act: str, outcome: str, stance: Any, what: str) -> None:
    """The warning stands at the stance and names party and statement."""
    (problem,) = _advice(_with_act(act, outcome, stance), "contradiction")

    assert problem.path == _DAM
    assert problem.severity == "warning"
    assert "north is quoted (s3) to " in problem.what
    assert what in problem.what
    assert "mend the stance" in problem.remedy


@pytest.mark.parametrize(
    ("act", "outcome", "stance"),
    [
        pytest.param("reject", "none", _LIKES_BUILT, id="reject the worst"),
        pytest.param("reject", "shared", _LIKES_BUILT, id="reject the middle"),
        pytest.param("reject", "built", _REFUSES_BUILT, id="reject its red line"),
        pytest.param("reject", "built", {"ranking": [["built", "shared"], "none"]}, id="reject one of two best"),
        pytest.param("demand", "built", _LIKES_BUILT, id="demand the best"),
        pytest.param("demand", "shared", {"ranking": [["built", "shared"], "none"]}, id="demand one of two best"),
        pytest.param("demand", "built", {"red_line": ["none"]}, id="demand without values"),
        pytest.param("offer", "none", _LIKES_BUILT, id="offer the worst"),
        pytest.param("accept", "none", _LIKES_BUILT, id="accept the worst"),
        pytest.param("accuse", "built", _REFUSES_BUILT, id="accuse"),
        pytest.param("assess", "built", _REFUSES_BUILT, id="assess"),
    ],
)
def test_words_that_fit_a_stance_are_no_contradiction(act: str, outcome: str, stance: Any) -> None:
    """Offering what one dislikes is what an offer is."""
    assert _advice(_with_act(act, outcome, stance), "contradiction") == []


def test_words_of_a_voice_are_held_against_its_party() -> None:
    """The envoy speaks for the north."""
    (problem,) = _advice(_with_act("demand", "none", _LIKES_BUILT, holder="envoy"), "contradiction")

    assert problem.path == _DAM


def test_words_of_an_outsider_contradict_nobody() -> None:
    """An author has no stance."""
    assert _advice(_with_act("demand", "none", _LIKES_BUILT, holder="author"), "contradiction") == []


def test_words_about_an_issue_as_a_whole_contradict_nothing() -> None:
    """Only an outcome can be liked or refused."""
    case = make_case(changed((("statements", 0, "about"), ["dam", "south", "north.dig"])))

    assert _advice(case, "contradiction") == []


def test_every_assumed_number_is_noted_once() -> None:
    """Quoted and judged numbers are not; a stance stands behind its values."""
    notes = _advice(make_case(river_case()), "assumed")

    assert [".".join(map(str, p.path)) for p in notes] == [
        "parties.north.power", "parties.north.no_deal", "parties.north.stances.water.ranking",
        "parties.north.stances.water.salience", "parties.north.interactions.0.add", "parties.south.power",
        "parties.south.stances.water.salience",
    ]  # fmt: skip
    assert {p.severity for p in notes} == {"note"}
    assert all("because:" in p.remedy for p in notes)


@pytest.mark.parametrize(
    "power", [{"value": 60, "because": ["s1"]}, {"value": 60, "judged_by": "A", "why": "W"}, {"judgements": [{"by": "A", "value": 1, "why": "W"}]}]
)  # fmt: skip
def test_a_number_with_something_behind_it_is_not_assumed(power: Any) -> None:
    """Words or a name with a reason are enough."""
    case = make_case(changed((("parties", "north", "power"), power)))

    assert ("parties", "north", "power") not in [p.path for p in _advice(case, "assumed")]


def test_a_statement_that_no_value_cites_is_noted() -> None:
    """It may be background, or forgotten."""
    case = make_case(changed((("parties", "south", "stances", "dam", "because"), [])))

    (note,) = _advice(case, "unused")

    assert (note.path, note.what, note.severity) == (("statements", 1), "no value cites s2", "note")


@pytest.mark.parametrize(
    "path",
    [
        ("links", 0, "because"), ("options", "south", "sue", "because"), ("parties", "fund", "because"),
        ("parties", "north", "interactions", 0, "because"), ("parties", "north", "stances", "water", "because"),
    ],
)  # fmt: skip
def test_a_statement_that_anything_cites_is_used(path: Path) -> None:
    """Links and options count as well as values."""
    case = make_case(changed((("parties", "south", "stances", "dam", "because"), []), (path, ["s2"])))

    assert "no value cites s2" not in [p.what for p in _advice(case, "unused")]


def test_a_red_line_on_every_outcome_is_a_warning() -> None:
    """No package could be signed."""
    case = make_case(changed((("parties", "south", "stances", "dam", "red_line"), ["none", "built", "shared"])))

    (problem,) = _advice(case, "refuses-all")

    assert problem.path == ("parties", "south", "stances", "dam", "red_line")
    assert problem.severity == "warning"
    assert "south has a red line on every outcome of dam" in problem.what


def test_red_lines_on_all_outcomes_but_one_are_no_warning() -> None:
    """One answer is left."""
    case = make_case(changed((("parties", "south", "stances", "dam", "red_line"), ["none", "built"])))

    assert _advice(case, "refuses-all") == []


def test_a_document_without_a_digest_is_noted() -> None:
    """A later change would go unnoticed."""
    digest = "sha256:0123456789abcdef"

    assert [p.path for p in _advice(make_case(river_case()), "no-digest")] == [("documents", 0)]
    assert _advice(make_case(changed((("documents", 0, "digest"), digest))), "no-digest") == []


def test_advice_is_never_an_error() -> None:
    """A sound case can be worked with."""
    assert {p.severity for p in advise(make_case(river_case()))} <= {"warning", "note"}


def _lacks(case: Case, analysis: str) -> tuple[str, ...]:
    (found,) = [r for r in readiness(case) if r.analysis == analysis]
    assert found.is_ready == (not found.lacks)
    return found.lacks


def test_every_analysis_says_whether_it_can_run() -> None:
    """In the order of the work."""
    found = [r.analysis for r in readiness(make_case(river_case()))]

    assert found == ["deals", "uncertainty", "stability", "forecast", "dynamics"]


def test_deals_need_a_no_deal_value_of_each_principal() -> None:
    """The remedy says what happens without it."""
    (lack,) = _lacks(make_case(river_case()), "deals")

    assert lack.startswith("no_deal of south")


def test_deals_need_something_that_each_principal_values() -> None:
    """A red line alone is no value."""
    case = make_case(
        changed(
            (("parties", "south", "no_deal"), 5), (("parties", "south", "stances"), {"dam": {"red_line": ["none"]}})
        )
    )

    assert _lacks(case, "deals") == ("a value, ranking or position of south",)


def test_deals_are_ready_with_both() -> None:
    """Factions and backers need none."""
    assert _lacks(make_case(changed((("parties", "south", "no_deal"), 5))), "deals") == ()


def test_uncertainty_needs_one_number_that_is_not_exact() -> None:
    """Exact numbers give the same draw each time."""
    parties: Data = {"a": {"name": "A", "kind": "principal", "power": 5}}

    assert len(_lacks(make_case(changed((("parties",), parties), *_BARE)), "uncertainty")) == 1
    parties["a"]["power"] = [5, 6]
    assert _lacks(make_case(changed((("parties",), parties), *_BARE)), "uncertainty") == ()


_BARE: list[tuple[Path, Any]] = [
    (("voices",), {}), (("statements",), []), (("links",), []), (("options",), {}), (("infeasible",), []),
    (("priorities",), {}), (("issues", "dam", "outcomes", "built", "needs"), []),
]  # fmt: skip


def test_stability_needs_options_and_priorities_of_their_owners() -> None:
    """The south has both, the north has options alone."""
    assert _lacks(make_case(river_case()), "stability") == (
        "priorities of north (without them, north is taken to see no difference between states)",
    )


def test_stability_of_a_case_without_options_lacks_them() -> None:
    """There are no moves."""
    data = without("options")
    del data["infeasible"], data["priorities"]
    data["statements"][1]["about"] = []

    assert _lacks(make_case(data), "stability") == ("options (yes/no moves that a party controls)",)


def test_forecast_is_ready_with_a_scale_positions_and_power() -> None:
    """The river case has all three."""
    assert _lacks(make_case(river_case()), "forecast") == ()


def test_forecast_needs_a_scale_positions_and_power() -> None:
    """Each lack is named."""
    data = without("parties", "north", "power")
    data["parties"]["south"]["stances"].pop("dam")
    assert "power of north" in _lacks(make_case(data), "forecast")
    assert "positions on such an issue" in _lacks(make_case(data), "forecast")

    del data["issues"]["dam"]["outcomes"]["none"]["at"]

    assert "an issue whose outcomes all have at:" in _lacks(make_case(data), "forecast")
