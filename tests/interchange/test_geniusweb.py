"""GeniusWeb's JSON profiles are read as they are meant; what cannot be read is told with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.errors import InputError
from detente.interchange import case_of_scenario, read_scenario
from detente.interchange.geniusweb_in import read_geniusweb
from detente.interchange.scenario_files import form_of
from tests.interchange.scenario_samples import folder_of

Data = dict[str, Any]
ISSUES = {
    "lease car": {"values": ["yes", "no"]},
    "fte": {"values": ["0.6", "0.8", "1.0"]},
    "days": {"range": ["0", "4", "2"]},
}
DOMAIN: Data = {"name": "jobs", "issuesValues": ISSUES}


def profile(name: str, **given: Any) -> Data:
    return {"LinearAdditiveUtilitySpace": {
        "issueUtilities": {
            "lease car": {"DiscreteValueSetUtilities": {"valueUtilities": {"no": 0, "yes": 1}}},
            "fte": {"discreteutils": {"valueUtilities": {"0.6": "0.25", "0.8": 0.5, "1.0": 0.75}}},
            "days": {"numberutils": {"lowValue": 0, "lowUtility": 0.2, "highValue": "4", "highUtility": 1}},
        },
        "issueWeights": {"lease car": 0.5, "fte": 0.3, "days": 0.2},
        "domain": DOMAIN, "name": name, "reservationBid": None, **given,
    }}  # fmt: skip


def folder(path: Path, *profiles: Data, domain: Data | None = DOMAIN) -> Path:
    files = {f"p{n}.json": json.dumps(one) for n, one in enumerate(profiles)}
    return folder_of(path / "jobs", files | ({"domain.json": json.dumps(domain)} if domain else {}))


def test_profiles_with_their_domain_are_read(tmp_path: Path) -> None:
    bid = {"issuevalues": {"lease car": "yes", "fte": "0.6"}}
    path = folder(tmp_path, profile("worker"), profile("firm", reservationBid=bid))

    assert form_of(path) == "geniusweb"
    scenario = read_scenario(path)

    assert scenario.parties == ("worker", "firm")
    assert scenario.outcomes == (("yes", "no"), ("0.6", "0.8", "1.0"), ("0", "2", "4"))
    assert scenario.values[1][0].tolist() == [0.25, 0.5, 0.75]
    assert scenario.values[2][0].tolist() == pytest.approx([0.2, 0.6, 1])
    assert np.isnan(scenario.reservation[0])
    assert scenario.reservation[1] == pytest.approx(0.5 * 1 + 0.3 * 0.25)
    assert any("leaves 'days' open" in m.what for m in scenario.messages)
    case = case_of_scenario(scenario)
    assert list(case.parties) == ["worker", "firm"]


def test_a_profile_alone_brings_its_domain(tmp_path: Path) -> None:
    path = folder(tmp_path, profile("a"), profile("b"), domain=None)

    assert read_geniusweb(path).issues == ("lease car", "fte", "days")
    assert read_scenario(path / "p0.json").issues == ("lease car", "fte", "days")
    assert read_scenario(folder(tmp_path, profile("a")) / "domain.json").parties[0] == "a"


def test_long_range_is_cut_and_said(tmp_path: Path) -> None:
    domain = DOMAIN | {"issuesValues": ISSUES | {"days": {"range": [0, 1000, 1]}}}

    scenario = read_geniusweb(folder(tmp_path, profile("a"), domain=domain))

    assert len(scenario.outcomes[2]) == 21
    assert any(m.rule == "discretised" for m in scenario.messages)


def test_value_that_is_left_out_counts_nothing(tmp_path: Path) -> None:
    one = profile("a")
    del one["LinearAdditiveUtilitySpace"]["issueUtilities"]["lease car"]["DiscreteValueSetUtilities"]["valueUtilities"][
        "no"
    ]
    scenario = read_geniusweb(folder(tmp_path, one))

    assert scenario.values[0][0].tolist() == [1, 0]
    assert any("read as 0" in m.remedy for m in scenario.messages)


def changed(path: tuple[str, ...], value: Any) -> Data:
    one: Data = json.loads(json.dumps(profile("a")))
    place = one["LinearAdditiveUtilitySpace"]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return one


_FAULTS = {
    "no weight": (("issueWeights",), {"fte": 1, "days": 0}, "lease car is missing"),
    "weight below zero": (("issueWeights", "fte"), -1, "weight of 'a' is negative"),
    "utility that is text": (
        ("issueUtilities", "fte"),
        {"discreteutils": {"valueUtilities": {"0.6": "much"}}},
        "0.6 is much",
    ),
    "no utilities": (("issueUtilities", "days"), {}, "'days' has no utilities"),
    "upside down": (("issueUtilities", "days", "numberutils", "highValue"), 0, "runs from 0 to 0"),
    "endless": (("issueUtilities", "days", "numberutils", "highUtility"), "1e999", "highUtility is 1e999"),
    "strange bid": (("reservationBid",), {"issuevalues": {"fte": "2"}}, "'fte' has no value '2'"),
}


@pytest.mark.parametrize(("path", "value", "what"), _FAULTS.values(), ids=_FAULTS)
def test_a_fault_is_told_with_its_place(tmp_path: Path, path: tuple[str, ...], value: Any, what: str) -> None:
    with pytest.raises(InputError) as caught:
        read_geniusweb(folder(tmp_path, changed(path, value)))

    assert what in str(caught.value)
    assert str(caught.value).startswith("p0.json:1:")


_DOMAINS = {
    "no issues": {}, "no values": {"x": {}}, "nested": {"x": {"values": [["a"]]}}, "empty": {"x": {"values": []}},
    "backwards": {"x": {"range": [3, 1, 1]}}, "no step": {"x": {"range": [1, 3, 0]}}, "words": {"x": {"range": ["a", "b", "c"]}},
    "short": {"x": {"range": [1]}}, "nan": {"x": {"range": ["NaN", 1, 1]}},
}  # fmt: skip


@pytest.mark.parametrize("issues", _DOMAINS.values(), ids=_DOMAINS)
def test_domain_that_cannot_be_is_refused(tmp_path: Path, issues: Data) -> None:
    with pytest.raises(InputError, match=r"domain\.json"):
        read_geniusweb(folder(tmp_path, profile("a"), domain={"name": "x", "issuesValues": issues}))


def test_profiles_of_another_kind_are_refused_by_name(tmp_path: Path) -> None:
    other = {"DefaultPartialOrdering": {"domain": DOMAIN, "better": [], "bids": []}}

    with pytest.raises(InputError, match="DefaultPartialOrdering is not a sum"):
        read_geniusweb(folder(tmp_path, other))
    with pytest.raises(InputError, match="no GeniusWeb profile"):
        read_geniusweb(folder_of(tmp_path / "alone", {"domain.json": json.dumps(DOMAIN)}))
