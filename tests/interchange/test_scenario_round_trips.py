"""Scenarios go out to the files of other tools and come back as they were, as far as the target holds them."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from detente.errors import InputError
from detente.interchange.scale import scaled
from detente.interchange.scenario import Scenario
from detente.interchange.scenario_files import Form, form_of, read_scenario, write_scenario
from detente.interchange.scenario_from_case import scenario_of
from detente.interchange.scenario_to_case import case_of_scenario
from detente.sources import read_case
from tests.interchange.scenario_samples import NEGMAS, folder_of, scenarios
from tests.interchange.test_scale import packages

FORMS: dict[str, tuple[Form, str]] = {
    "NegMAS": ("negmas", "out"), "Genius": ("genius", "out"), "CSV": ("table", "out.csv"), "Excel": ("table", "out.xlsx")
}  # fmt: skip


def there_and_back(scenario: Scenario, kind: str) -> Scenario:
    form, name = FORMS[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_scenario(scenario, path, form)
        assert form_of(path) == form
        return read_scenario(path)


def in_order(scenario: Scenario, like: Scenario) -> list[int]:
    """Return where each party of `like` is in a scenario: NegMAS has its parties in the order of files."""
    return [scenario.parties.index(name) for name in like.parties]


def same(found: np.ndarray, expected: np.ndarray) -> bool:
    return np.allclose(found, expected, rtol=1e-9, atol=1e-9, equal_nan=True)


@settings(deadline=None)
@given(scenarios())
def test_a_negmas_folder_holds_everything(scenario: Scenario) -> None:
    again = there_and_back(scenario, "NegMAS")

    rows = in_order(again, scenario)
    assert again.issues == scenario.issues
    assert again.outcomes == scenario.outcomes
    assert same(packages(again)[:, rows], packages(scenario))
    assert same(again.weights[rows], scenario.weights)
    assert same(again.reservation[rows], scenario.reservation)
    assert same(again.discount[rows], scenario.discount)


@settings(deadline=None)
@given(scenarios())
def test_genius_files_hold_the_values_on_a_scale_from_0_to_1(scenario: Scenario) -> None:
    again = there_and_back(scenario, "Genius")

    found = scaled(scenario)
    assert again.parties == scenario.parties
    assert again.outcomes == scenario.outcomes
    assert same(packages(again), (found.factor * packages(scenario) + found.offsets) / 100)
    assert same(again.no_deal, (found.factor * scenario.no_deal + found.offsets) / 100)
    assert again.best.max() <= 1 + 1e-9


@settings(deadline=None)
@given(scenarios())
def test_a_csv_table_holds_values_weights_and_reservation(scenario: Scenario) -> None:
    again = there_and_back(scenario, "CSV")

    assert again.issues == scenario.issues
    assert again.outcomes == scenario.outcomes
    assert same(packages(again), packages(scenario) - scenario.constants)
    assert same(again.reservation, scenario.reservation - scenario.constants)


@settings(deadline=None)
@given(scenarios())
def test_a_spreadsheet_holds_the_same_as_a_csv_table(scenario: Scenario) -> None:
    sheet, table = there_and_back(scenario, "Excel"), there_and_back(scenario, "CSV")

    assert (sheet.parties, sheet.issues, sheet.outcomes) == (table.parties, table.issues, table.outcomes)
    assert same(packages(sheet), packages(table))


def test_names_that_are_headings_get_a_word_behind_them_and_it_is_told(tmp_path: Path) -> None:
    data = {
        name: text.replace("name: Port", "name: Value").replace("rented", "weight") for name, text in NEGMAS.items()
    }
    scenario = read_scenario(folder_of(tmp_path / "harbour", data))

    told = write_scenario(scenario, tmp_path / "out.csv", "table")

    again = read_scenario(tmp_path / "out.csv")
    assert again.parties == ("city", "Value (party)")
    assert again.outcomes[0][0] == "weight (outcome)"
    assert any("'Value', 'weight'" in m.what for m in told)


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("case", ["istanbul-2022", "camp-david-1978"])
def test_a_bundled_case_goes_out_and_comes_back_with_the_same_values(tmp_path: Path, kind: str, case: str) -> None:
    form, name = FORMS[kind]
    scenario = scenario_of(read_case(case))

    told = write_scenario(scenario, tmp_path / name, form)
    again = read_scenario(tmp_path / name)

    scale = 100 if form == "genius" else 1
    rows = in_order(again, scenario)
    assert np.allclose(packages(again)[:, rows] * scale, packages(scenario))
    assert again.outcomes == scenario.outcomes
    assert {m.rule for m in told} >= {"lost"}
    assert [p.name for p in case_of_scenario(again).parties.values()] == list(again.parties)


def test_discount_factors_and_constants_are_told_as_lost_from_a_table(tmp_path: Path) -> None:
    scenario = read_scenario(folder_of(tmp_path / "harbour", NEGMAS))

    told = write_scenario(scenario, tmp_path / "out.csv", "table")

    assert any("discount factors" in m.what for m in told if m.rule == "lost")


@pytest.mark.parametrize("form", ["negmas", "genius"])
def test_a_folder_with_files_in_it_is_not_written_over(tmp_path: Path, form: Form) -> None:
    folder = folder_of(tmp_path / "harbour", NEGMAS)
    before = {path: path.read_bytes() for path in folder.iterdir()}

    with pytest.raises(InputError, match="has files in it already"):
        write_scenario(read_scenario(folder), folder, form)

    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_table_has_the_ending_of_one(tmp_path: Path) -> None:
    scenario = read_scenario(folder_of(tmp_path / "harbour", NEGMAS))

    with pytest.raises(InputError, match=r"does not end in \.csv or \.xlsx"):
        write_scenario(scenario, tmp_path / "out.txt", "table")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "CON", "..", "x" * 300, "\u202eexe", "ключ"])
def test_a_hostile_name_of_a_party_stays_inside_the_folder(tmp_path: Path, name: str) -> None:
    scenario = replace(read_scenario(folder_of(tmp_path / "harbour", NEGMAS)), name=name, parties=(name, f"{name} 2"))

    write_scenario(scenario, tmp_path / "out" / "deep", "negmas")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["harbour", "out"]
    assert len(list((tmp_path / "out" / "deep").iterdir())) == 3
    assert len(read_scenario(tmp_path / "out" / "deep").parties) == 2
