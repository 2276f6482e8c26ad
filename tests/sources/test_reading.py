"""Opening a case: the file, its documents and every quotation, with all problems at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.case import dump_case
from detente.errors import CaseError
from detente.examples import example_names
from detente.sources import digest_of, find_case, open_case, read_case

from .samples import MEMO, river_case, write_case


def _place_of(path: Path, words: str) -> tuple[int, int]:
    """Return line and column of words that stand once in a file."""
    before, found, after = path.read_text(encoding="utf-8").partition(words)
    assert found
    assert words not in after
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("given", ["", "case.yaml"])
def test_a_case_is_read_from_its_file_or_its_folder(tmp_path: Path, given: str) -> None:
    """With the places of its quotations."""
    write_case(tmp_path)

    case = read_case(tmp_path / given)

    assert case.case == "river"
    assert {k: c.line for k, c in case.citations.items()} == {"s1": 3, "s2": 5}


def test_a_path_may_be_text(tmp_path: Path) -> None:
    """Notebooks write paths as text."""
    assert read_case(str(write_case(tmp_path))).case == "river"


def test_all_problems_of_the_file_and_of_its_quotations_come_together(tmp_path: Path) -> None:
    """Each with its place, in the order of the file."""
    data = river_case()
    data["statements"][0]["quote"] = "we want peace"
    data["statements"][1]["speaker"] = "sauth"
    data["statements"].append(data["statements"][1] | {"id": "s3", "speaker": "south", "quote": "Nobody answered."})
    data["parties"]["north"]["power"] = "much"
    path = write_case(tmp_path, data)

    with pytest.raises(CaseError) as caught:
        read_case(path)

    expected = {
        "no-quote": _place_of(path, "we want peace"),
        "dangling-id": _place_of(path, "sauth"),
        "ambiguous-quote": _place_of(path, "Nobody answered."),
        "value": _place_of(path, "much"),
    }
    problems = caught.value.problems
    assert expected == {p.rule: (p.line, p.column) for p in problems}
    assert [p.line for p in problems] == sorted(p.line for p in problems)
    assert all(p.file.endswith("case.yaml") for p in problems)


def test_a_quotation_after_a_faulty_statement_is_reported_at_its_own_place(tmp_path: Path) -> None:
    """Leaving out what is faulty does not shift what comes after."""
    data = river_case()
    data["statements"][0]["act"] = {"x": 1}
    data["statements"][1]["quote"] = "we want peace"
    path = write_case(tmp_path, data)

    found = {(p.rule, p.line) for p in open_case(path).problems}

    assert ("no-quote", _place_of(path, "we want peace")[0]) in found


def test_a_case_below_the_working_folder_is_named_by_its_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the person would write it."""
    data = river_case() | {"titel": "x"}
    write_case(tmp_path / "river", data)
    monkeypatch.chdir(tmp_path)

    (problem,) = open_case("river").problems

    assert problem.file == "river/case.yaml"


def test_a_warning_does_not_keep_a_case_from_being_read(tmp_path: Path) -> None:
    """A changed document is one."""
    data = river_case()
    data["documents"][0]["digest"] = "sha256:" + "0" * 64
    path = write_case(tmp_path, data)

    opened = open_case(path)

    assert read_case(path) == opened.case
    assert opened.errors == ()
    assert [(p.rule, p.severity) for p in opened.problems] == [("changed-document", "warning")]
    assert opened.problems[0].line == _place_of(path, "sha256:")[0]
    assert opened.document_digests == {"memo": digest_of(MEMO.encode())}


def test_a_text_that_is_not_at_hand_does_not_keep_a_case_from_being_read(tmp_path: Path) -> None:
    """It is a warning until a folder is named that has it."""
    data = river_case()
    data["documents"] = [{"id": "memo", "title": "Memo", "digest": digest_of(MEMO.encode())}]
    path = write_case(tmp_path / "case", data)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "article.txt").write_bytes(MEMO.encode())

    without = open_case(path)

    assert without.case is not None
    assert [(p.rule, p.severity) for p in without.problems] == [("no-text", "warning")]
    assert not read_case(path).citations
    assert set(read_case(path, documents=tmp_path / "texts").citations) == {"s1", "s2"}


def test_a_faulty_case_is_still_opened_as_far_as_it_is_sound(tmp_path: Path) -> None:
    """The sound quotations have their places."""
    data = river_case() | {"titel": "x"}

    opened = open_case(write_case(tmp_path, data))

    assert opened.case is not None
    assert set(opened.case.citations) == {"s1", "s2"}
    assert [p.rule for p in opened.errors] == ["unknown-key"]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\xe9", "encoding", id="not UTF-8"),
        pytest.param(b"a: [", "yaml", id="not YAML"),
        pytest.param(b"- a\n", "shape", id="a list"),
        pytest.param(b"a: &x 1\nb: *x\n", "alias", id="an alias"),
        pytest.param(b"PK\x03\x04", "yaml", id="a zip"),
    ],
)
def test_a_file_that_is_no_case_is_one_problem(tmp_path: Path, content: bytes, rule: str) -> None:
    """Opening never raises for what is in a file."""
    path = tmp_path / "case.yaml"
    path.write_bytes(content)

    opened = open_case(path)

    assert opened.case is None
    assert [rule] == [p.rule for p in opened.problems]
    with pytest.raises(CaseError):
        read_case(path)


def test_a_path_that_is_nowhere_is_an_error(tmp_path: Path) -> None:
    """Neither a file nor a folder nor a bundled case."""
    with pytest.raises(CaseError, match="there is no case"):
        read_case(tmp_path / "gone")
    with pytest.raises(CaseError, match=r"case\.yaml cannot be read"):
        read_case(tmp_path)


def test_reading_a_dumped_case_gives_the_same_citations(tmp_path: Path) -> None:
    """The words are looked up anew."""
    case = read_case(write_case(tmp_path))
    (tmp_path / "case.yaml").write_text(dump_case(case), encoding="utf-8")

    again = read_case(tmp_path)

    assert case == again
    assert case.citations == again.citations


@pytest.mark.parametrize(
    "name", example_names() or [pytest.param("", marks=pytest.mark.skip("no case is bundled yet"))]
)
def test_a_bundled_case_is_read_by_its_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From wherever the person stands; every quotation has its place."""
    monkeypatch.chdir(tmp_path)

    case = read_case(name)

    assert case.case == name
    assert set(case.citations) == {s.id for s in case.statements}


def test_a_folder_of_the_person_comes_before_a_bundled_case_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies here is meant."""
    for name in example_names()[:1]:
        write_case(tmp_path / name)
        monkeypatch.chdir(tmp_path)

        assert find_case(name) == Path(name) / "case.yaml"
        assert read_case(name).case == "river"


@pytest.mark.parametrize("name", ["..", ".", "../examples", "istanbul-2022/..", "\0"])
def test_a_name_never_leads_into_the_package(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the names of bundled cases do."""
    monkeypatch.chdir(tmp_path)

    assert "examples" not in find_case(name).resolve().parts[:-2] if name != "\0" else find_case(name) == Path(name)
