"""YAML as plain data with places, and what is done about hostile or broken files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.case.files import load_case, parse_case, read_text
from detente.case.yaml_tree import MAX_BYTES, MAX_DEPTH, read_tree
from detente.errors import CaseError, InputError, Problem

from .samples import river_case


def _refusal(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        read_tree(text, "case.yaml")
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


def test_every_key_and_value_has_its_place_in_block_style() -> None:
    """Lines and columns count from 1."""
    tree = read_tree("a: 1\nlist:\n  - x\n  -   key: deep\n", "case.yaml")

    assert tree.data == {"a": 1, "list": ["x", {"key": "deep"}]}
    assert tree.keys == {("a",): (1, 1), ("list",): (2, 1), ("list", 1, "key"): (4, 7)}
    assert tree.values[("a",)] == (1, 4)
    assert tree.values[("list",)] == (3, 3)
    assert tree.values[("list", 0)] == (3, 5)
    assert tree.values[("list", 1)] == (4, 7)
    assert tree.values[("list", 1, "key")] == (4, 12)


def test_every_key_and_value_has_its_place_in_flow_style() -> None:
    """A mapping in braces is no different."""
    tree = read_tree("p: {a: 1, b: [x, {c: 2}],\n    d: 3}\n", "case.yaml")

    assert tree.data == {"p": {"a": 1, "b": ["x", {"c": 2}], "d": 3}}
    assert tree.values[("p",)] == (1, 4)
    assert (tree.keys[("p", "a")], tree.values[("p", "a")]) == ((1, 5), (1, 8))
    assert tree.values[("p", "b", 0)] == (1, 15)
    assert (tree.keys[("p", "b", 1, "c")], tree.values[("p", "b", 1, "c")]) == ((1, 19), (1, 22))
    assert (tree.keys[("p", "d")], tree.values[("p", "d")]) == ((2, 5), (2, 8))


def test_columns_count_characters_and_not_bytes() -> None:
    """Cyrillic before a value does not move it to the right."""
    tree = read_tree("{Крым: 1, б: 2}", "case.yaml")

    assert tree.values[("б",)] == (1, 14)


def test_a_problem_without_a_place_of_its_own_gets_the_nearest_around_it() -> None:
    """What is missing is reported where it should stand."""
    tree = read_tree("a:\n  b: {c: 1}\n", "case.yaml")

    placed = tree.place(Problem("missing-key", "what", "remedy", ("a", "b", "d", "e")))

    assert (placed.file, placed.line, placed.column) == ("case.yaml", 2, 6)


def test_a_problem_of_a_key_gets_the_place_of_the_key() -> None:
    """A key at fault is shown itself, not its value."""
    tree = read_tree("a:\n  b: 1\n", "case.yaml")

    placed = tree.place(Problem("unknown-key", "what", "remedy", ("a", "b"), on_key=True))

    assert (placed.line, placed.column) == (2, 3)


def test_a_duplicate_key_is_reported_and_the_first_one_is_kept() -> None:
    """The message names the line of the first one."""
    tree = read_tree("a: 1\nb: 2\na: {x: [3]}\nc: 4\n", "case.yaml")

    (problem,) = tree.problems
    assert tree.data == {"a": 1, "b": 2, "c": 4}
    assert (problem.rule, problem.line, problem.column) == ("duplicate-key", 3, 1)
    assert "'a' stands here a second time (first in line 1)" in problem.what
    assert "rename or remove" in problem.remedy
    assert ("a", "x") not in tree.values


def test_a_key_three_times_is_reported_twice_with_all_that_is_inside() -> None:
    """Nothing inside a skipped mapping disturbs the rest."""
    tree = read_tree("a: {x: 1}\na: {x: 1, x: 2}\na: {x: 3}\nb: [5]\n", "case.yaml")

    assert tree.data == {"a": {"x": 1}, "b": [5]}
    assert [(p.line, p.column) for p in tree.problems if p.what.startswith("'a'")] == [(2, 1), (3, 1)]
    assert tree.values[("a", "x")] == (1, 8)
    assert tree.values[("b", 0)] == (4, 5)


def test_a_duplicate_key_in_a_case_is_one_of_its_problems() -> None:
    """The rest of the file is checked all the same."""
    text = "format: 1\ncase: c\ntitle: t\ntitle: u\nparties: {}\nissues: {}\n"

    found = {(p.rule, p.line) for p in parse_case(text).problems}

    assert ("duplicate-key", 4) in found
    assert any(line == 6 for _, line in found)


def test_a_second_document_is_refused_where_it_starts() -> None:
    """One case in one file."""
    problem = _refusal("a: 1\n---\nb: 2\n")

    assert (problem.line, problem.column) == (2, 1)
    assert "second YAML document" in problem.what


def test_one_document_may_have_its_markers() -> None:
    """A leading --- and a closing ... are no second document."""
    assert read_tree("%YAML 1.1\n---\na: 1\n...\n", "case.yaml").data == {"a": 1}


def test_an_alias_is_refused_where_it_stands() -> None:
    """Nothing in a file can be made to expand."""
    problem = _refusal("a: &x [1]\nb: *x\n")

    assert (problem.rule, problem.line, problem.column) == ("alias", 2, 4)
    assert "write the value out" in problem.remedy


def test_a_yaml_bomb_is_refused_at_once() -> None:
    """Nine levels of nine aliases would be a billion words."""
    levels = ["l0: &l0 [lol, lol]"]
    levels += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]

    assert _refusal("\n".join(levels)).rule == "alias"


def test_a_merge_key_is_only_a_word() -> None:
    """``<<`` merges nothing."""
    assert read_tree("a: {<<: {b: 1}}", "case.yaml").data == {"a": {"<<": {"b": 1}}}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 100_000, id="brackets"),
        pytest.param("{a: " * 100_000, id="braces"),
        pytest.param("a: " + "[" * 100_000 + "]" * 100_000, id="closed brackets"),
        pytest.param("- " * 100_000 + "x", id="dashes"),
        pytest.param("? " * 20_000 + "x", id="question marks"),
    ],
)
def test_a_hundred_thousand_levels_are_refused_without_a_crash(text: str) -> None:
    """Nesting is bounded before anything recurses."""
    assert _refusal(text).rule in ("too-deep", "yaml")


def test_forty_levels_are_read_and_one_more_is_refused_at_its_place() -> None:
    """The bound is what it says."""
    assert read_tree("[" * MAX_DEPTH + "]" * MAX_DEPTH, "case.yaml").data

    problem = _refusal("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))

    assert (problem.rule, problem.line, problem.column) == ("too-deep", 1, MAX_DEPTH + 1)
    assert "40 levels" in problem.what


def test_a_deep_value_inside_a_case_is_a_problem_and_not_a_crash() -> None:
    """Forty levels where a number belongs are refused by the checks."""
    text = f"format: 1\ncase: c\ntitle: {'[' * 38}{']' * 38}\nparties: {{}}\nissues: {{}}\n"

    with pytest.raises(CaseError, match=r"case.yaml:3:8: title"):
        load_case(text)


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    """The size is looked at before the content."""
    path = tmp_path / "case.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)

    with pytest.raises(InputError, match=r"50,000,000 bytes, at most 8,000,000") as caught:
        read_text(path)

    assert caught.value.problems[0].rule == "too-large"


def test_a_text_that_is_too_long_is_refused() -> None:
    """The bound holds for a text that comes from elsewhere, too."""
    assert _refusal("#" * (MAX_BYTES + 1)).rule == "too-large"


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n# comments\n", "---\n", "~", "   \n", "\ufeff"])
def test_an_empty_file_is_called_empty(text: str) -> None:
    """The remedy says how to begin."""
    problem = _refusal(text)

    assert problem.rule == "empty"
    assert "detente new" in problem.remedy


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a: 1\n\tb: 2\n", 2, id="a tab as indentation"),
        pytest.param("a:\n  b: 'never closed\n", 3, id="an unclosed quote"),
        pytest.param("a: [1, 2\nb: 3\n", 2, id="an unclosed bracket"),
        pytest.param("a: b: c\n", 1, id="a colon in a plain text"),
        pytest.param("a: 1\n}\n", 2, id="a stray brace"),
        pytest.param("a: @x\n", 1, id="a reserved character"),
        pytest.param("a: 1\n b: 2\n", 2, id="a wrong indentation"),
    ],
)
def test_what_is_not_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    """The line is the one that a person must look at, or the next."""
    problem = _refusal(text)

    assert problem.rule == "yaml"
    assert problem.what.startswith("this is not YAML: ")
    assert abs(problem.line - line) <= 1
    assert problem.column >= 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: \x00\n", id="NUL"),
        pytest.param("PK\x03\x04\x14\x00\x06", id="a zip"),
        pytest.param("a: \x07", id="a bell"),
        pytest.param("\x89PNG\r\n\x1a\n", id="a picture"),
    ],
)
def test_binary_content_is_refused(text: str) -> None:
    """A control character is no YAML."""
    problem = _refusal(text)

    assert problem.rule == "yaml"
    assert "characters are not allowed" in problem.what


def test_half_a_character_is_refused_like_any_text_that_is_not_yaml() -> None:
    """A lone surrogate, which no file can have, comes from a program."""
    assert _refusal("a: \ud800").rule in ("yaml", "encoding")


def test_a_file_that_is_not_utf8_says_at_which_byte(tmp_path: Path) -> None:
    """The remedy is to save it as UTF-8."""
    path = tmp_path / "case.yaml"
    path.write_bytes(b"title: Caf\xe9\n")

    with pytest.raises(InputError, match=r"byte 10 is not UTF-8; save the file as UTF-8") as caught:
        read_text(path)

    assert caught.value.problems[0].rule == "encoding"


def test_a_utf16_file_is_refused_and_not_misread(tmp_path: Path) -> None:
    """Its first byte already is no UTF-8."""
    path = tmp_path / "case.yaml"
    path.write_text("title: x", encoding="utf-16")

    with pytest.raises(InputError, match="not UTF-8"):
        read_text(path)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbfformat: 1\n")

    tree = read_tree(read_text(path), "case.yaml")

    assert tree.data == {"format": 1}
    assert tree.keys[("format",)] == (1, 1)


def test_a_missing_file_is_an_error_with_its_path(tmp_path: Path) -> None:
    """The system's reason is in the message."""
    with pytest.raises(InputError, match=r"case.yaml cannot be read \(No such file"):
        read_text(tmp_path / "case.yaml")


@pytest.mark.parametrize("key", ["no", "yes", "on", "off", "y", "n", "1", "1.5", "true", "null", "~", "2022-03-29"])
def test_a_key_is_the_text_that_is_written(key: str) -> None:
    """An outcome may be called no."""
    assert read_tree(f"a: {{{key}: x}}\n", "case.yaml").data == {"a": {key: "x"}}


@pytest.mark.parametrize("key", ["no", "yes"])
def test_a_case_may_have_an_outcome_called_no_or_yes(key: str) -> None:
    """It is an id like any other, in every place."""
    text = (
        "format: 1\ncase: c\ntitle: t\n"
        f"parties: {{a: {{name: A, kind: principal, stances: {{i: {{values: {{{key}: 5, b: 1}}, red_line: [{key}]}}}}}}}}\n"
        f"issues: {{i: {{question: q, outcomes: {{{key}: {{label: x}}, b: {{label: z}}}}}}}}\nlinks: [{{forbid: i.{key}}}]\n"
    )

    case = load_case(text)

    assert [key, "b"] == list(case.issues["i"].outcomes)
    assert (key,) == case.parties["a"].stances["i"].red_line


def test_a_key_called_1_is_an_id_that_does_not_begin_with_a_letter() -> None:
    """It is refused at the key, as the text that it is."""
    data = river_case()
    data["issues"]["dam"]["outcomes"]["1"] = {"label": "One"}

    problems = [p for p in parse_case(_flow(data)).problems if p.rule == "key"]

    assert [p.path for p in problems] == [("issues", "dam", "outcomes", "1")]
    assert "an id starts with a letter" in problems[0].what


def _flow(data: Any) -> str:
    """Write plain data as one line of YAML."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(_flow, data)) + "]"
    return f'"{data}"' if isinstance(data, str) else str(data).lower()


@pytest.mark.parametrize("text", ["? [a]\n: 1\n", "? {a: 1}\n: 1\n", "{[a, b]: 1}"])
def test_a_key_that_is_no_text_is_refused(text: str) -> None:
    """A list cannot be a key."""
    assert "a key must be text" in _refusal(text).what


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5), ("-3", -3), ("2.5", 2.5), ("true", True), ("False", False), ("null", None), ("", None),
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("'5'", "5"), ('"true"', "true"), ("2022-03-29", "2022-03-29"),
        ("=", "="), ("<<", "<<"), ("1e3x", "1e3x"), ("-", None),
    ],
)  # fmt: skip
def test_a_scalar_has_the_type_that_it_looks_like(text: str, value: Any) -> None:
    """Yes and no are words, quotes make text."""
    data = read_tree(f"- {text}\n" if text != "-" else "-\n", "case.yaml").data

    assert [value] == data
    assert type(value) is type(data[0])


@pytest.mark.parametrize(
    ("text", "value"),
    [pytest.param("010", 10, id="a leading zero"), pytest.param("1:30", "1:30", id="a time of day")],
)
def test_a_number_is_never_read_in_base_8_or_60(text: str, value: Any) -> None:
    """YAML 1.2 has neither, and no person means them."""
    assert {"a": value} == read_tree(f"a: {text}", "case.yaml").data


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system ['touch {marker}']",
        "!!python/object/new:os.system ['touch {marker}']",
        "!!python/name:os.system ''",
        "!!python/object/apply:subprocess.check_output [[touch, {marker}]]",
        "!!binary aGVsbG8=",
        "!!int '5'",
        "!custom {{a: 1}}",
    ],
)
def test_a_tagged_value_is_never_constructed(text: str, tmp_path: Path) -> None:
    """A tag changes nothing: what is written is data."""
    marker = tmp_path / "marker"

    data = read_tree(f"a: {text.format(marker=marker)}", "case.yaml").data

    assert isinstance(data["a"], (str, list, dict))
    assert not marker.exists()


@pytest.mark.parametrize("date", ["2022-02-30", "2022-13-01", "2022-13-45"])
def test_a_day_that_is_not_in_the_calendar_is_one_problem_at_its_place(date: str) -> None:
    """The reader and the checks do not both complain."""
    text = f"format: 1\ncase: c\ntitle: t\nas_of: {date}\nparties: {{a: {{name: A, kind: principal}}}}\n"
    text += "issues: {i: {question: q, outcomes: {x: {label: x}}}}\n"

    problems = parse_case(text).problems

    assert [(p.line, p.column) for p in problems] == [(4, 8)]
    assert date in problems[0].what


@pytest.mark.parametrize(
    "when", ["2022-03-29 10:00:00", "22-03-29", "March 2022", "[2022]", "20220329", "true", "2022-3"]
)
def test_a_date_in_another_form_is_refused_with_the_forms_there_are(when: str) -> None:
    """Three precisions, one way to write each."""
    text = f"format: 1\ncase: c\ntitle: t\nas_of: {when}\nparties: {{a: {{name: A, kind: principal}}}}\n"
    text += "issues: {i: {question: q, outcomes: {x: {label: x}}}}\n"

    (problem,) = parse_case(text).problems

    assert (problem.line, problem.column) == (4, 8)
    assert "a date is written 2022, 2022-03 or 2022-03-29" in problem.what


@pytest.mark.parametrize("when", ["2022", "2022-03", "2022-03-29", "'2022-03-29'"])
def test_a_date_is_as_precise_as_it_is_known(when: str) -> None:
    """What YAML makes of it does not matter."""
    text = f"format: 1\ncase: c\ntitle: t\nas_of: {when}\nparties: {{a: {{name: A, kind: principal}}}}\n"
    text += "issues: {i: {question: q, outcomes: {x: {label: x}}}}\n"

    assert when.strip("'") == load_case(text).as_of
