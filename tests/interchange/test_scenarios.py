"""Scenario files of other tools are read with their meaning, written back, and refused with a place where they are broken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.deals import DealSpace, find_deals, pareto_frontier
from detente.errors import InputError
from detente.interchange import Scenario, import_scenario, scenario_of
from detente.interchange.matrices import write_values
from detente.interchange.scenario_out import write_genius, write_negmas

DOMAIN = """
<negotiation_template><utility_space number_of_issues="2"><objective index="0" name="root">
<issue index="1" name="price" vtype="discrete"><item index="1" value="low"/><item index="2" value="high"/></issue>
<issue index="2" name="days" vtype="integer"><range lowerbound="1" upperbound="3"/></issue>
</objective></utility_space></negotiation_template>"""
PROFILE = """
<utility_space><objective index="0" name="root">
<issue index="1" name="price" vtype="discrete">
  <item index="1" value="low" evaluation="{low}"/><item index="2" value="high" evaluation="{high}"/>
</issue>
<issue index="2" name="days" vtype="integer"><range lowerbound="1" upperbound="3"/>
  <evaluator ftype="linear" parameter0="{offset}" parameter1="{slope}"/></issue>
<weight index="1" value="0.6"/><weight index="2" value="0.4"/></objective>
{more}
</utility_space>"""
BUYER = {"low": 100, "high": 40, "offset": 100, "slope": -20, "more": ""}
SELLER = {"low": 0, "high": 100, "offset": 0, "slope": 30, "more": ""}


def genius(folder: Path, buyer: dict[str, object], seller: dict[str, object] = SELLER, domain: str = DOMAIN) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "domain.xml").write_text(domain, encoding="utf-8")
    (folder / "profile1.xml").write_text(PROFILE.format(**buyer), encoding="utf-8")
    (folder / "profile2.xml").write_text(PROFILE.format(**seller), encoding="utf-8")
    return folder


def test_genius_profiles_are_read_as_they_are(tmp_path: Path) -> None:
    found = import_scenario(genius(tmp_path, BUYER))

    assert found.issues == ("price", "days")
    assert found.outcomes == (("low", "high"), ("1", "2", "3"))
    assert found.parties == ("profile1", "profile2")
    assert found.values[0].tolist() == [[100, 40], [0, 100]]
    assert found.values[1].tolist() == [[80, 60, 40], [30, 60, 90]]
    assert found.weights.tolist() == [[0.6, 0.4]] * 2


def test_no_deal_is_the_larger_of_reservation_and_least_value_and_that_is_said(tmp_path: Path) -> None:
    reserved = '<reservation value="{}"/>'
    found = import_scenario(
        genius(tmp_path, BUYER | {"more": reserved.format(5)}, SELLER | {"more": reserved.format(55)})
    )

    assert found.no_deal.tolist() == pytest.approx([0.6 * 40 + 0.4 * 40, 55])
    assert "profile1: the reservation value 5 is below its least value, which is taken: 40" in found.messages
    assert "profile2: no deal is the reservation value, 55" in found.messages


def test_reservation_on_another_scale_is_warned_of(tmp_path: Path) -> None:
    found = import_scenario(genius(tmp_path, BUYER | {"more": '<reservation value="0.5"/>'}))

    assert any("warning" in message and "another scale" in message for message in found.messages)


def test_discounted_profile_has_the_meaning_of_genius(tmp_path: Path) -> None:
    more = '<discount_factor value="0.75"/><reservation value="0.5"/>'
    found = import_scenario(genius(tmp_path, BUYER | {"more": more}))

    assert found.values[0][0].tolist() == [1, 0.4]
    assert found.values[1][0].tolist() == [1, 0.75, 0.5]
    assert found.no_deal[0] == 0.5
    assert not any("warning: profile1" in message for message in found.messages)


def test_declaration_after_an_empty_line_is_no_obstacle(tmp_path: Path) -> None:
    domain = '\n\n<?xml version="1.0"?>' + DOMAIN

    assert import_scenario(genius(tmp_path, BUYER, domain=domain)).issues == ("price", "days")


def test_real_range_is_cut_into_even_steps_and_that_is_said(tmp_path: Path) -> None:
    real = DOMAIN.replace('vtype="integer"', 'vtype="real"')

    found = import_scenario(genius(tmp_path, BUYER, domain=real))

    assert len(found.outcomes[1]) == 11
    assert any("days: the range 1 to 3 became 11 outcomes" in message for message in found.messages)


BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<utility_space><objective name="&b;"/></utility_space>"""
FETCH = (
    """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><utility_space>&a;</utility_space>"""
)


@pytest.mark.parametrize("hostile", [BOMB, FETCH], ids=["bomb", "fetch"])
def test_entities_are_refused(tmp_path: Path, hostile: str) -> None:
    genius(tmp_path, BUYER)
    (tmp_path / "profile3.xml").write_text(hostile, encoding="utf-8")

    with pytest.raises(InputError, match=r"profile3\.xml declares"):
        import_scenario(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"low": "much"}, "no evaluation of 'low'"),
        ({"low": "nan"}, "no evaluation of 'low'"),
        ({"more": "<unclosed>"}, "no well-formed XML"),
    ],
    ids=str,
)
def test_broken_profile_is_refused_with_its_place(tmp_path: Path, change: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        import_scenario(genius(tmp_path, BUYER | change))

    assert "profile1.xml" in str(caught.value)


def test_negative_weight_is_refused(tmp_path: Path) -> None:
    genius(tmp_path, BUYER)
    path = tmp_path / "profile2.xml"
    path.write_text(path.read_text(encoding="utf-8").replace('value="0.6"', 'value="-0.6"'), encoding="utf-8")

    with pytest.raises(InputError, match=r"profile2\.xml: weights"):
        import_scenario(tmp_path)


def negmas(folder: Path, **change: str) -> Path:
    parts = {
        "domain": "issues:\n- {name: x, type: CategoricalIssue, values: [m, n]}\n- {name: y, type: ContiguousIssue, values: [0, 2]}\n",
        "a": "type: LinearAdditiveUtilityFunction\nreserved_value: 0.3\nweights: [0.5, 0.5]\nvalues:\n"
        "- {type: TableFun, mapping: {m: 1, n: 0}}\n- {type: AffineFun, slope: 0.5, bias: 0}\n",
        "b": "type: ExpDiscountedUFun\ndiscount: 0.5\nreserved_value: .nan\nufun:\n  type: LinearAdditiveUtilityFunction\n"
        "  reserved_value: 0.25\n  weights: {x: 1, y: 0}\n  values: {x: {type: TableFun, mapping: {m: 0, n: 1}},"
        " y: {type: ConstFun, bias: 1}}\n",
    } | change
    for name, text in parts.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def test_negmas_folder_is_read_with_tables_functions_and_discounts(tmp_path: Path) -> None:
    found = import_scenario(negmas(tmp_path))

    assert found.outcomes == (("m", "n"), ("0", "1", "2"))
    assert found.values[1].tolist() == [[0, 0.5, 1], [1, 1, 1]]
    assert found.weights.tolist() == [[0.5, 0.5], [1, 0]]
    assert found.no_deal.tolist() == [0.3, 0.25]
    assert "b: discounted; read at its start" in found.messages


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"a": "type: HyperRectangleUtilityFunction\nvalues: []\n"}, "a: HyperRectangleUtilityFunction is not linear"),
        ({"a": "weights: [1, 1]\nvalues:\n- {mapping: {m: 1}}\n- {type: IdentityFun}\n"}, "no finite value of n"),
        (
            {"a": "weights: [1, -1]\nvalues:\n- {mapping: {m: 1, n: 1}}\n- {type: IdentityFun}\n"},
            "weights .* do not fit",
        ),
        ({"a": "values: [{type: MagicFun}, {type: IdentityFun}]\n"}, "MagicFun is not known"),
        ({"a": "values: !!python/object/apply:os.system ['true']\n"}, r"a\.yml is no YAML of plain data"),
        ({"domain": "issues: [{name: x, type: CategoricalIssue, values: []}]\n"}, "'x' has no values"),
    ],
    ids=str,
)
def test_broken_negmas_folder_is_refused(tmp_path: Path, change: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        import_scenario(negmas(tmp_path, **change))


@pytest.fixture
def scenario() -> Scenario:
    rng = np.random.default_rng(0)
    return Scenario(
        ("price & <terms>", "days"), (("low", "high", "a, b"), ("1", "2")), ("Über", "them"),
        (rng.random((2, 3)), rng.random((2, 2))), np.array([[0.3, 0.7], [0.6, 0.4]]), np.array([0.5, 0.6]),
    )  # fmt: skip


def front(scenario: Scenario) -> list[list[int]]:
    found: list[list[int]] = pareto_frontier(DealSpace(**scenario.fields())).packages.tolist()
    return found


@pytest.mark.parametrize("name", ["values.csv", "values.xlsx"])
def test_matrix_goes_out_and_comes_back(scenario: Scenario, tmp_path: Path, name: str) -> None:
    write_values(scenario, tmp_path / name)

    back = import_scenario(tmp_path / name)

    assert (back.issues, back.outcomes, back.parties) == (scenario.issues, scenario.outcomes, scenario.parties)
    assert all(np.allclose(a, b, rtol=1e-14) for a, b in zip(back.values, scenario.values, strict=True))
    assert np.array_equal(back.weights, scenario.weights)
    assert np.array_equal(back.no_deal, scenario.no_deal)


def test_negmas_folder_goes_out_and_comes_back(scenario: Scenario, tmp_path: Path) -> None:
    write_negmas(scenario, tmp_path / "out")

    back = import_scenario(tmp_path / "out")

    assert (back.issues, back.outcomes) == (scenario.issues, scenario.outcomes)
    assert all(np.array_equal(a, b) for a, b in zip(back.values, scenario.values, strict=True))
    assert np.array_equal(back.no_deal, scenario.no_deal)


def test_genius_folder_has_the_same_frontier(scenario: Scenario, tmp_path: Path) -> None:
    lost = write_genius(scenario, tmp_path / "out")

    back = import_scenario(tmp_path / "out")

    assert "utilities are parts of each party's largest total, as Genius has them" in lost
    assert front(back) == front(scenario)
    assert DealSpace(**back.fields()).no_deal.max() < 1


def test_scenario_becomes_a_case_with_the_same_packages(scenario: Scenario) -> None:
    space = DealSpace(**scenario.fields())

    case = scenario.case("Two & more")

    assert find_deals(case).packages == find_deals(space).packages
    assert [list(p.outcomes.values()) for p in find_deals(case).frontier] == [
        list(p.outcomes.values()) for p in pareto_frontier(find_deals(case).space)
    ]


def test_case_of_values_beyond_its_scale_keeps_the_frontier() -> None:
    scenario = Scenario(
        ("x", "y"), (("a", "b"), ("c", "d")), ("p", "q"),
        (np.array([[-500.0, 900.0], [3.0, 1.0]]), np.array([[0.0, 200.0], [8.0, -1.0]])), np.ones((2, 2)),
        np.array([0.0, 2.0]),
    )  # fmt: skip

    assert find_deals(scenario.case()).packages == find_deals(DealSpace(**scenario.fields())).packages


def test_what_a_scenario_cannot_hold_is_named() -> None:
    space = DealSpace.additive([[[1, 2]], [[1, 2]]], no_deal=[0], links=["i0.o0 if i1.o0"])

    assert scenario_of(space).messages == ("1 links are lost: a scenario has none",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b,c\n", "does not begin with issue, outcome"),
        ("issue,outcome,us\nx,m,much\n", "row 2, column 'us': 'much' is not a number"),
        ("issue,outcome,us\nx,m,\n", "row 2, column 'us' has no finite number"),
        ("issue,outcome,us\nx,,-1\nx,m,1\n", "negative weight of x"),
        ("issue,outcome,us\n", "has no outcomes"),
    ],
    ids=str,
)
def test_broken_matrix_is_refused_with_its_cell(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "m.csv").write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match=message):
        import_scenario(tmp_path / "m.csv")


def test_folder_without_a_scenario_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no scenario"):
        import_scenario(tmp_path)
