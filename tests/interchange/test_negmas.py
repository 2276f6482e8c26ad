"""NegMAS folders: outcome spaces and utility functions in YAML, discounted ones too."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from detente.errors import InputError
from detente.interchange.negmas_in import read_negmas
from detente.interchange.scenario import Scenario
from tests.interchange.scenario_samples import CITY_YAML, DOMAIN_YAML, NEGMAS, PORT_YAML, folder_of


@pytest.fixture
def harbour(tmp_path: Path) -> Scenario:
    return read_negmas(folder_of(tmp_path / "harbour", NEGMAS))


def refusal(tmp_path: Path, **changed: str) -> str:
    files = NEGMAS | {f"{name}.yml": text for name, text in changed.items()}
    with pytest.raises(InputError) as caught:
        read_negmas(folder_of(tmp_path / "harbour", files))
    return str(caught.value)


def told(scenario: Scenario, rule: str) -> list[str]:
    return [str(m) for m in scenario.messages if m.rule == rule]


def test_a_folder_has_its_issues_and_a_party_for_each_function(harbour: Scenario) -> None:
    assert harbour.issues == ("Crane", "Berths", "Lit")
    assert harbour.outcomes == (("rented", "bought", "shared"), ("2", "3", "4"), ("yes", "no"))


def test_a_name_that_is_a_path_gives_way_to_the_name_of_the_file(harbour: Scenario) -> None:
    assert harbour.parties == ("city", "Port")


def test_tables_and_formulas_give_the_values(harbour: Scenario) -> None:
    assert np.allclose(harbour.values[0], [[1.0, 0.1, 0.8], [0.25, 1.0, 0.5]])
    assert np.allclose(harbour.values[1], [[0.5, 0.75, 1.0], [0.2, 0.6, 1.0]])
    assert np.allclose(harbour.weights, [[0.2, 0.2, 0.6], [0.5, 0.3, 0.2]])


def test_a_discounted_function_is_read_at_its_start(harbour: Scenario) -> None:
    assert harbour.reservation[1] == 0.3
    assert harbour.discount[1] == 0.9
    assert harbour.values[2][1].tolist() == [0.8, 0.1]


def test_minus_infinity_and_null_are_no_reservation_value(harbour: Scenario) -> None:
    assert math.isnan(harbour.reservation[0])
    assert harbour.no_deal[0] == pytest.approx(0.2 * 0.1 + 0.2 * 0.5)


def test_a_reservation_value_inside_the_discount_counts_where_there_is_none_outside(tmp_path: Path) -> None:
    inside = PORT_YAML.replace("reserved_value: 0.3", "reserved_value: -.inf").replace(
        "  reserved_value: -.inf", "  reserved_value: 0.4"
    )
    scenario = read_negmas(folder_of(tmp_path / "harbour", NEGMAS | {"port.yml": inside}))

    assert scenario.reservation[1] == 0.4
    assert any("the one inside counts: 0.4" in m for m in told(scenario, "reservation"))


def test_values_rescaled_issue_by_issue_are_warned_of_where_a_reservation_value_is_given(tmp_path: Path) -> None:
    rescaled = PORT_YAML.replace("0.25", "0.0").replace("slope: 0.4", "slope: 0.5").replace("bias: -0.6", "bias: -1.0")
    rescaled = rescaled.replace("'yes': 0.8, 'no': 0.1", "'yes': 1.0, 'no': 0.0")
    scenario = read_negmas(folder_of(tmp_path / "harbour", NEGMAS | {"port.yml": rescaled}))

    [message] = told(scenario, "reservation")
    assert "as after a rescaling" in message


def test_a_range_may_be_a_count(tmp_path: Path) -> None:
    counted = DOMAIN_YAML.replace("type: ContiguousIssue\n  values: [2, 4]", "values: 3")
    scenario = read_negmas(folder_of(tmp_path / "harbour", NEGMAS | {"harbour.yml": counted}))

    assert scenario.outcomes[1] == ("0", "1", "2")


def test_a_polynomial_begins_with_the_coefficient_of_x(tmp_path: Path) -> None:
    curved = PORT_YAML.replace("AffineFun\n    slope: 0.4", "PolynomialFun\n    coefficients: [1, 2]")
    scenario = read_negmas(folder_of(tmp_path / "harbour", NEGMAS | {"port.yml": curved}))

    assert np.allclose(scenario.values[1][1], [x + 2 * x * x - 0.6 for x in (2, 3, 4)])


def test_a_linear_function_multiplies_the_numbers_themselves(tmp_path: Path) -> None:
    numbers = {
        "space.yml": "issues:\n- {name: Berths, type: ContiguousIssue, values: [2, 4]}\n",
        "port.yml": "type: AffineUtilityFunction\nweights: [0.5]\nbias: 1\n",
        "city.json": '{"type": "negmas.preferences.crisp.const.ConstUtilityFunction", "value": 2}',
    }
    scenario = read_negmas(folder_of(tmp_path / "numbers", numbers))

    assert scenario.best.tolist() == [2.0, 3.0]
    assert scenario.least.tolist() == [2.0, 2.0]


def test_values_without_quotation_marks_are_the_words_as_written(tmp_path: Path) -> None:
    bare = {name: text.replace("'yes'", "yes").replace("'no'", "no") for name, text in NEGMAS.items()}

    assert read_negmas(folder_of(tmp_path / "bare", bare)).outcomes[2] == ("yes", "no")


def test_other_files_of_the_folder_are_left_and_told(tmp_path: Path) -> None:
    others = {"notes.yml": "hello: world\n", "_stats.yaml": "a: b: c", ".hidden.yml": "- [", "readme.md": "#"}
    scenario = read_negmas(folder_of(tmp_path / "harbour", NEGMAS | others))

    assert len(scenario.parties) == 2
    assert [m.split(":")[0] for m in told(scenario, "not-read")] == ["notes.yml"]


def test_the_file_of_the_domain_names_the_scenario(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "two", NEGMAS | {"other.yml": DOMAIN_YAML})

    with pytest.raises(InputError, match="there are 2 outcome spaces"):
        read_negmas(folder)
    assert read_negmas(folder / "harbour.yml").name == "harbour"


BROKEN = {
    "a value is lacking": ("bought: 1.0, ", "", "port.yml:11:14: 'Crane' has no value for 'bought'"),
    "a value is nan": ("bought: 1.0", "bought: .nan", "port.yml:11:37: bought is nan"),
    "a value is text": ("bought: 1.0", "bought: much", "bought is much"),
    "a weight is negative": ("[0.5, 0.3", "[-0.5, 0.3", "port.yml:8:13: a weight is negative: -0.5"),
    "a weight is nan": ("[0.5, 0.3", "[.nan, 0.3", "a weight is nan"),
    "too few weights": ("[0.5, 0.3, 0.2]", "[0.5, 0.5]", "2 weights that fit the 3 issues"),
    "reservation is endless": ("reserved_value: 0.3", "reserved_value: .inf", "reserved_value is inf"),
    "unknown value function": ("AffineFun", "LambdaFun", "LambdaFun of 'Berths' is not read"),
    "formula over words": ("TableFun\n    mapping: {rented", "LinearFun\n    slope: 1\n    x: {rented", "needs numbers"),
    "no slope": ("slope: 0.4", "slop: 0.4", "slope is missing"),
    "not additive": ("LinearAdditiveUtilityFunction", "HyperRectangleUtilityFunction", "is not a sum over issues"),
    "an alias": ("name: Port", "name: &a Port\nother: *a", "aliases"),
    "a key twice": ("discount: 0.9", "discount: 0.9\ndiscount: 0.8", "a second time"),
    "cut off": ("mapping: {rented: 0.25", "mapping: {rented: [0.25", "this is not YAML"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_fault_of_a_function_is_told_with_its_place(tmp_path: Path, kind: str) -> None:
    before, after, expected = BROKEN[kind]
    message = refusal(tmp_path, port=PORT_YAML.replace(before, after))

    assert expected in message
    assert message.startswith("port.yml:")


DOMAINS = {
    "no outcomes": ("[rented, bought, shared]", "[]", "harbour.yml:4:3: the issue 'Crane' has no outcomes"),
    "no list": ("[rented, bought, shared]", "rented", "has no list of values"),
    "nested": ("[rented, bought, shared]", "[[rented], bought]", "is no name"),
    "upside down": ("[2, 4]", "[4, 2]", "runs from 4 down to 2"),
    "endless": ("[2, 4]", "[2, .inf]", "not two finite numbers"),
    "no mapping": ("- name: Lit", "- Lit\n- name: Lit", "an issue is no mapping"),
}  # fmt: skip


@pytest.mark.parametrize("kind", DOMAINS)
def test_a_fault_of_a_domain_is_told_with_its_place(tmp_path: Path, kind: str) -> None:
    before, after, expected = DOMAINS[kind]
    message = refusal(tmp_path, harbour=DOMAIN_YAML.replace(before, after))

    assert expected in message
    assert message.startswith("harbour.yml:")


def test_constraints_and_reserved_outcomes_are_told_as_lost(tmp_path: Path) -> None:
    changed = {"harbour.yml": DOMAIN_YAML + "constraints: [x]\n", "city.yml": CITY_YAML + "reserved_outcome: [a]\n"}
    scenario = read_negmas(folder_of(tmp_path / "harbour", NEGMAS | changed))

    assert len(told(scenario, "lost")) == 2


def test_a_linear_cost_of_time_is_told_as_lost(tmp_path: Path) -> None:
    cost = PORT_YAML.replace("ExpDiscountedUFun\ndiscount: 0.9", "LinDiscountedUFun\ncost: 0.01")
    scenario = read_negmas(folder_of(tmp_path / "harbour", NEGMAS | {"port.yml": cost}))

    assert math.isnan(scenario.discount[1])
    assert any("time costs 0.01" in m for m in told(scenario, "lost"))


def test_a_folder_without_domain_or_function_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no outcome space"):
        read_negmas(folder_of(tmp_path / "a", {"port.yml": PORT_YAML}))
    with pytest.raises(InputError, match="no utility function"):
        read_negmas(folder_of(tmp_path / "b", {"harbour.yml": DOMAIN_YAML}))
