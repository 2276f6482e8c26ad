"""Case files: what is written is read as the same case, whatever the case has in it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case, as_mapping, dump_case, load_case, make_case, save_case
from detente.errors import InputError

from .samples import Data, changed, river_case
from .strategies import cases, thoroughly


@thoroughly
@given(cases())
def test_what_is_dumped_is_loaded_as_the_same_case(data: Data) -> None:
    """Content, digest and plain data are equal."""
    case = make_case(data)

    again = load_case(dump_case(case))

    assert case == again
    assert case.digest == again.digest
    assert as_mapping(case) == as_mapping(again)


@thoroughly
@given(cases())
def test_the_order_of_a_case_is_kept(data: Data) -> None:
    """Parties, issues, outcomes, stances and values stay where the person put them."""
    case = make_case(data)

    again = load_case(dump_case(case))

    assert _orders(data) == _orders(as_mapping(case)) == _orders(as_mapping(again))


def _orders(data: Any) -> list[list[str]]:
    """Return all orders that a person chose."""
    issues, parties = data["issues"], data["parties"]
    stances = [s for p in parties.values() for s in p.get("stances", {}).values()]
    return [
        list(parties), list(issues), *(list(i["outcomes"]) for i in issues.values()),
        *(list(p.get("stances", {})) for p in parties.values()), *(list(s.get("values", {})) for s in stances),
        [s["id"] for s in data.get("statements", [])], *(list(o) for o in data.get("options", {}).values()),
        list(data.get("priorities", {})),
    ]  # fmt: skip


@thoroughly
@given(cases())
def test_dumping_twice_gives_the_same_text(data: Data) -> None:
    """A file that is saved unchanged has no difference to show."""
    text = dump_case(make_case(data))

    assert text == dump_case(load_case(text))


@thoroughly
@given(cases(), st.sampled_from(["\n", "\n\n  # a comment\n", "  # a comment\r\n"]))
def test_a_reformatted_file_has_the_same_digest(data: Data, line_end: str) -> None:
    """Flow style, quotation marks, lines and comments are no content."""
    case = make_case(data)

    again = load_case("# a comment\n" + _reformatted(as_mapping(case), line_end))

    assert case.digest == again.digest


def _reformatted(data: Any, line_end: str) -> str:
    """Write plain data in flow style, each item on a line of its own, all text with every letter escaped."""
    match data:
        case str():
            return '"' + "".join(f"\\U{ord(letter):08x}" for letter in data) + '"'
        case Mapping():
            items = [f"{_reformatted(k, '')}: {_reformatted(v, line_end)}" for k, v in data.items()]
            return "{" + f",{line_end}".join(items) + line_end + "}"
        case list():
            return "[" + f",{line_end}".join(_reformatted(item, line_end) for item in data) + line_end + "]"
        case _:
            return yaml.safe_dump(data).split("\n")[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(5, 5.0, id="a whole float"),
        pytest.param(5, {"value": 5}, id="a bare value"),
        pytest.param({"low": 5, "likely": 5, "high": 5}, 5, id="three equal numbers"),
        pytest.param([5, 6], {"value": [5, 6], "confidential": False}, id="a default written out"),
    ],
)
def test_two_ways_to_write_one_number_have_the_same_digest(one: Any, other: Any) -> None:
    """The digest is of the content."""
    path = ("parties", "north", "power")

    assert make_case(changed((path, one))).digest == make_case(changed((path, other))).digest


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), "River talks."),
        (("parties", "north", "power"), 61),
        (("parties", "north", "power"), {"value": 60, "because": ["s1"]}),
        (("parties", "north", "power"), {"value": 60, "confidential": True}),
        (("parties", "south", "power", "likely"), 31),
        (("parties", "north", "stances", "dam", "bottom_line"), "built"),
        (("parties", "south", "stances", "dam", "red_line"), ["built", "none"]),
        (("statements", 0, "quote"), "we ask for a dam"),
        (("statements", 0, "hedged"), True),
        (("documents", 0, "confidential_to"), ["north"]),
        (("links", 0, "unless"), "water.most"),
        (("options", "north", "dig", "now"), True),
        (("options", "south", "sue", "now"), False),
        (("infeasible",), []),
        (("priorities", "south"), ["south.sue if north.dig", "not north.dig"]),
        (("issues", "dam", "outcomes", "shared", "at"), 51),
        (("parties", "farmers", "can_refuse"), True),
        (("marking",), "public"),
        (("as_of",), "2022"),
    ],
)
def test_any_other_value_gives_another_digest(path: tuple[str | int, ...], value: Any) -> None:
    """A brief of the older case is stale."""
    case = make_case(river_case())

    other = make_case(changed((path, value)))

    assert case.digest != other.digest
    assert case != other


@pytest.mark.parametrize(
    "path", [("parties",), ("issues",), ("issues", "dam", "outcomes"), ("parties", "north", "stances"), ("options",)]
)
def test_another_order_gives_another_digest(path: tuple[str, ...]) -> None:
    """Tables and results follow the order of the file."""
    place: Any = river_case()
    for step in path:
        place = place[step]

    other = make_case(changed((path, dict(reversed(place.items())))))

    assert make_case(river_case()).digest != other.digest


@thoroughly
@given(cases())
def test_a_case_as_data_survives_json(data: Data) -> None:
    """What the API sends is what the file has."""
    case = make_case(data)

    assert case == make_case(json.loads(json.dumps(as_mapping(case))))


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\xa0",
        "\xad",
        "\u200b",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\t",
        "\r",
        "\n",
        "😀",
    ],
    ids=ascii,
)
@pytest.mark.parametrize("form", ["{}", "{}word", "word{}", "one {} two", "one\n{}two", " {} "])
def test_a_character_that_nobody_sees_is_still_there_after_dumping(form: str, character: str) -> None:
    """Words copied from a web page or a PDF have such characters, and quotations must stay exact."""
    case = make_case(changed((("statements", 0, "quote"), form.format(character))))

    assert form.format(character) == load_case(dump_case(case)).statements[0].quote


@pytest.mark.parametrize(
    "words",
    [
        "1e100", "1E5", "0o10", "0x1F", "010", "1:30", "1_000", ".5", "+1", "-0", ".inf", ".nan", "true", "True", "no", "null",
        "~", "<<", "=", "2022-03-29", "2022", "- a", "? a", "a: b", "a #b", "&a", "*a", "!a", "%a", "@a", "`a", "{", "[", "'", '"',
        "|", ">", "---", "...", "# a", "a:", ":a", ",", "\\n",
    ],
)  # fmt: skip
def test_words_that_look_like_something_else_are_still_words_after_dumping(words: str) -> None:
    """A label may be whatever a person writes, and quotes make it text."""
    case = make_case(changed((("issues", "dam", "outcomes", "none", "label"), words)))

    assert words == load_case(dump_case(case)).issues["dam"].outcomes["none"].label


def test_a_dumped_case_is_written_as_a_person_writes_it() -> None:
    """Block style outside, short leaves inside braces, no escapes, no anchors."""
    text = dump_case(
        make_case(changed((("parties", "north", "name"), "Север"), (("parties", "farmers", "because"), ["s1"])))
    )

    assert text.startswith("format: 1\ncase: river\ntitle: River talks\n")
    assert "Север" in text
    assert "values: {built: 100, shared: 60, none: 0}" in text
    assert "&" not in text
    assert max(map(len, text.splitlines())) <= 120


def test_numbers_of_a_dumped_case_are_as_short_as_they_were() -> None:
    """A whole number gets no point."""
    mapping = as_mapping(make_case(river_case()))

    assert mapping["parties"]["north"]["power"] == 60
    assert isinstance(mapping["parties"]["north"]["power"], int)
    assert mapping["parties"]["north"]["no_deal"] == [20, 40]
    assert mapping["parties"]["south"]["power"] == {"low": 20, "likely": 30, "high": 50}


def test_a_frozen_case_cannot_be_changed_in_place() -> None:
    """Change goes through with_value."""
    case = make_case(river_case())

    with pytest.raises(ValueError, match="frozen"):
        setattr(case, "title", "Other")  # noqa: B010 - the type checker knows that it is frozen


def test_equal_cases_are_one_in_a_set() -> None:
    """A case can be a key."""
    assert len({make_case(river_case()), load_case(dump_case(make_case(river_case())))}) == 1
    assert make_case(river_case()) != "river"


def test_a_saved_case_is_the_same_when_it_is_read(tmp_path: Path) -> None:
    """The file has the dumped text, readable as the umask says."""
    case = make_case(river_case())
    path = tmp_path / "case.yaml"

    save_case(case, path)

    umask = os.umask(0)
    os.umask(umask)
    assert case == load_case(path.read_text(encoding="utf-8"))
    assert 0o666 & ~umask == path.stat().st_mode & 0o777
    assert [path] == list(tmp_path.iterdir())


def test_saving_replaces_a_file_whole(tmp_path: Path) -> None:
    """Nothing of a longer file is left."""
    path = tmp_path / "case.yaml"
    path.write_text("x" * 100_000, encoding="utf-8")

    save_case(make_case(river_case()), path)

    assert dump_case(make_case(river_case())) == path.read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    """The message has the path, the folder no half file."""
    with pytest.raises(InputError, match=r"cannot be written .*; name another place"):
        save_case(make_case(river_case()), tmp_path / "gone" / "case.yaml")

    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="does not end in"):
        save_case(make_case(river_case()), tmp_path / "folder")
    (tmp_path / "folder" / "case.yaml").mkdir()
    with pytest.raises(InputError, match="is there and is no file"):
        save_case(make_case(river_case()), tmp_path / "folder" / "case.yaml")

    assert [tmp_path / "folder"] == list(tmp_path.iterdir())


def test_a_case_knows_who_stands_for_whom() -> None:
    """Voices stand for their party, the author for nobody."""
    case = make_case(river_case())

    assert case.principals == ("north", "south")
    assert (case.party_of("envoy"), case.party_of("south"), case.party_of("author")) == ("north", "south", None)
    assert case.side_of("south") == {"south", "farmers"}
    assert case.side_of("north") == {"north", "envoy"}
    assert case.statement("s2").act == "reject"
    assert case.issue_name("dam") == "dam"


@pytest.mark.parametrize(
    ("link", "expression"),
    [
        ({"unless": "water.half", "not": "dam.shared"}, "(water.half) if (dam.shared)"),
        ({"if": "dam.built", "then": "water.most"}, "(water.most) if (dam.built)"),
        ({"require": "dam.built or water.most"}, "dam.built or water.most"),
        ({"forbid": "dam.built"}, "not (dam.built)"),
    ],
)
def test_each_form_of_a_link_is_one_condition(link: Data, expression: str) -> None:
    """The four forms mean what they say."""
    case: Case = make_case(changed((("links", 0), link)))

    assert expression == case.links[0].expression
    assert case == load_case(dump_case(case))
