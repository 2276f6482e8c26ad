"""A command reads cases, files of other tools and scenarios alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.case import dump_case, load_case
from detente.cli.importing import import_file
from detente.cli.inputs import read_any
from detente.deals import find_deals
from detente.errors import DetenteError, InputError
from detente.sources import read_case
from tests.conftest import Run
from tests.interchange.scenario_samples import GENIUS, NEGMAS, folder_of

HARBOUR = Path(__file__).parent.parent / "interchange" / "gmcr" / "harbour.gmcr"
TABLE = "issue,outcome,Union,Company\npay,low,0,60\npay,high,60,0\nhours,35,40,0\nhours,40,0,40\nno deal,,30,30\n"


def scenario_paths(folder: Path) -> list[Path]:
    """Return a path of every kind of scenario: folders, domains in them, tables."""
    genius, negmas = folder_of(folder / "genius", GENIUS), folder_of(folder / "negmas", NEGMAS)
    tables = folder_of(folder / "tables", {"talks.csv": TABLE, "talks.tsv": TABLE.replace(",", "\t")})
    return [
        genius, genius / "domain.xml", negmas, negmas / "harbour.yml", tables / "talks.csv", tables / "talks.tsv",
    ]  # fmt: skip


def test_a_bundled_name_and_the_path_of_a_case_are_read_as_ever(tmp_path: Path) -> None:
    case = read_case("camp-david-1978")
    (tmp_path / "case.yaml").write_text(dump_case(load_case(CASE)), encoding="utf-8")

    assert read_any("camp-david-1978") == case
    assert read_any(tmp_path) == read_any(tmp_path / "case.yaml") == load_case(CASE)


CASE = """
format: 1
case: small
title: Small
parties: {a: {name: A, kind: principal, stances: {pay: {values: {low: 0, high: 100}}}}}
issues: {pay: {question: Pay?, outcomes: {low: {label: Low}, high: {label: High}}}}
"""


def test_a_graph_model_is_read_as_a_case() -> None:
    assert list(read_any(HARBOUR).options) == ["port_authority", "dockers_union"]


def test_every_kind_of_scenario_is_read_as_a_case_that_has_deals(tmp_path: Path) -> None:
    for path in scenario_paths(tmp_path):
        result = find_deals(read_any(path))

        assert result.has_deal
        assert result.packages["all"] > 1


def test_what_was_rescaled_or_assumed_is_told_and_not_printed_as_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read_any(folder_of(tmp_path / "genius", GENIUS))

    told = capsys.readouterr()
    assert "note: port.xml: the evaluations of 'port' are divided" in told.err
    assert not told.out


def test_what_is_nothing_of_these_is_refused_as_a_case_is(tmp_path: Path) -> None:
    for name in ("absent.yaml", "istanbul", "absent.xml", "absent.csv", str(tmp_path / ("x" * 300))):
        with pytest.raises(DetenteError):
            read_any(name)


def test_a_scenario_is_imported_as_the_case_that_a_command_would_read(tmp_path: Path) -> None:
    for number, path in enumerate(scenario_paths(tmp_path)):
        written = import_file(path, tmp_path / f"{number}.yaml")

        assert load_case(written.read_text(encoding="utf-8")) == read_any(path)


def test_the_case_of_a_folder_has_its_name_where_nobody_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path / "port talks", NEGMAS)
    monkeypatch.chdir(folder)

    assert import_file(Path(), None) == Path("port talks.yaml")


def test_the_command_imports_and_the_others_read_what_it_wrote(run: Run, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "genius", GENIUS)

    imported = run("import", folder, "-o", "case.yaml")
    found = run("deals", "case.yaml", "--json")

    assert (imported.code, imported.out) == (0, "case.yaml\n")
    assert "note: " in imported.err
    assert found.code == 0


def test_a_faulty_scenario_is_refused_with_all_its_faults_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    faulty = GENIUS["port.xml"].replace('value="0.5"', 'value="-1"').replace('evaluation="40"', 'evaluation="x"')
    folder = folder_of(tmp_path / "genius", GENIUS | {"port.xml": faulty})

    refused = run("import", folder, "-o", "case.yaml")

    assert refused.code == 2
    assert "port.xml:3:5: a weight is negative: -1" in refused.err
    assert "port.xml:8:7: the evaluation of 'bought' is 'x'" in refused.err
    assert not (tmp_path / "case.yaml").exists()


def test_a_folder_with_neither_case_nor_scenario_is_no_import(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(InputError, match=r"these can: .*a folder"):
        import_file(tmp_path / "empty", tmp_path / "case.yaml")


@pytest.mark.parametrize(
    "words", [("deals",), ("analyze", "--draws", "0"), ("brief", "-o", "out.html", "--draws", "0")]
)
def test_every_command_takes_such_a_file_directly(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "table.csv").write_text(TABLE)

    done = run(words[0], "table.csv", *words[1:])

    assert done.code == 0
    assert done.out
