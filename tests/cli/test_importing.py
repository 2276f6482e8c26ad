"""Importing writes one new case file, or nothing at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detente.case import load_case
from detente.cli.importing import import_file
from detente.errors import InputError
from detente.interchange import write_matrix
from detente.sources import read_case

SAMPLES = Path(__file__).parent.parent / "interchange" / "gmcr"
HARBOUR = SAMPLES / "harbour.gmcr"


def refusal(path: Path, to: Path) -> str:
    """Import what cannot be imported; return the message, and see that nothing was written."""
    before = sorted(to.parent.iterdir())
    with pytest.raises(InputError) as caught:
        import_file(path, to)
    assert sorted(to.parent.iterdir()) == before
    return str(caught.value)


def test_an_imported_file_is_a_case(tmp_path: Path) -> None:
    written = import_file(HARBOUR, tmp_path / "case.yaml")
    case = load_case(written.read_text(encoding="utf-8"))
    assert case.case == "harbour"
    assert list(case.options) == ["port_authority", "dockers_union"]


def test_a_case_goes_into_the_current_folder_where_nobody_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert import_file(HARBOUR, None) == Path("harbour.yaml")
    assert (tmp_path / "harbour.yaml").is_file()


def test_the_ending_of_the_file_may_be_written_large(tmp_path: Path) -> None:
    loud = tmp_path / "LOUD.GMCR"
    loud.write_bytes(HARBOUR.read_bytes())
    assert import_file(loud, tmp_path / "case.yaml").is_file()


def test_notes_are_told_and_not_printed_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_file(HARBOUR, tmp_path / "case.yaml")
    told = capsys.readouterr()
    assert "note: harbour.gmcr: decisionMakers[1].preferences" in told.err
    assert not told.out


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "case.yaml"
    target.write_text("mine")
    assert "is there already" in refusal(HARBOUR, target)
    assert target.read_text() == "mine"


def test_a_link_to_nowhere_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").symlink_to(tmp_path / "elsewhere")
    assert "is there already" in refusal(HARBOUR, tmp_path / "case.yaml")


def test_a_target_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    assert "does not end in .yaml" in refusal(HARBOUR, tmp_path / "case.gmcr")


def test_a_target_in_a_folder_that_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        import_file(HARBOUR, tmp_path / "no" / "case.yaml")


def test_a_target_with_an_impossible_name_is_refused(tmp_path: Path) -> None:
    assert "cannot be written" in refusal(HARBOUR, tmp_path / ("x" * 300 + ".yaml"))


@pytest.mark.parametrize("name", ["case.json", "case", "case.gmcr.txt", "other.yaml", ".gmcr"])
def test_another_kind_of_file_is_refused_with_what_can_be_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(HARBOUR.read_bytes())
    assert ".gmcr (graph models of gmcr-py)" in refusal(path, tmp_path / "case.yaml")


def test_the_spreadsheet_of_a_case_is_sent_to_the_command_that_reads_it(tmp_path: Path) -> None:
    write_matrix(read_case("istanbul-2022"), tmp_path / "matrix.xlsx")

    assert "detente matrix" in refusal(tmp_path / "matrix.xlsx", tmp_path / "case.yaml")


HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not JSON"),
    "half a file": (HARBOUR.read_bytes()[:200], "bad.gmcr:"),
    "no UTF-8": (HARBOUR.read_bytes().replace(b"Strike", b"Str\xffke"), "is not UTF-8"),
    "another coding": (HARBOUR.read_text(encoding="utf-8").encode("utf-16"), "is not UTF-8"),
    "deep nesting": (b"[" * 1_000_000, "nested too deeply"),
    "a number that is none": (HARBOUR.read_bytes().replace(b"[2, 3,", b"[NaN, 3,"), "no finite number"),
    "an option out of range": (HARBOUR.read_bytes().replace(b'[2, "Y"]', b'[99, "Y"]'), "there is no option 99"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is not UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_and_nothing_is_written(tmp_path: Path, kind: str) -> None:
    content, expected = HOSTILE[kind]
    bad = tmp_path / "bad.gmcr"
    bad.write_bytes(content)
    assert expected in refusal(bad, tmp_path / "case.yaml")


def test_a_file_of_a_hundred_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.gmcr"
    with large.open("wb") as stream:
        stream.truncate(100_000_000)
    assert "100,000,000 bytes" in refusal(large, tmp_path / "case.yaml")


def test_a_folder_a_pipe_and_a_file_that_is_not_are_refused(tmp_path: Path) -> None:
    folder, pipe = tmp_path / "folder.gmcr", tmp_path / "pipe.gmcr"
    folder.mkdir()
    os.mkfifo(pipe)
    assert "is no file" in refusal(folder, tmp_path / "case.yaml")
    assert "is no file" in refusal(pipe, tmp_path / "case.yaml")
    assert "cannot be read" in refusal(tmp_path / "absent.gmcr", tmp_path / "case.yaml")
    assert "cannot be read" in refusal(tmp_path / ("x" * 300 + ".gmcr"), tmp_path / "case.yaml")
