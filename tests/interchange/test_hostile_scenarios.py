"""Whatever stands in a scenario file, reading it ends soon, with a message or a scenario, and touches nothing else."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError, InputError
from detente.interchange.scenario_files import read_scenario
from detente.interchange.scenario_to_case import case_of_scenario
from detente.interchange.xml_nodes import parse_xml
from tests.interchange.scenario_samples import DOMAIN_XML, DOMAIN_YAML, GENIUS, NEGMAS, PORT_XML, folder_of

SOON = 10.0
"""Seconds; reading takes a small part of it where nothing else runs."""


def refusal(path: Path) -> str:
    began = time.perf_counter()
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    assert time.perf_counter() - began < SOON
    return str(caught.value)


BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [
  <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
]>
<utility_space>&c;</utility_space>"""
STOLEN = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><utility_space>&x;</utility_space>'
XML = {
    "an entity bomb": (BOMB, "declares entities"),
    "a file of the machine": (STOLEN, "declares entities"),
    "a definition elsewhere": ('<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><utility_space/>', "declares entities"),
    "deep nesting": ("<objective>" * 100_000, "levels"),
    "nothing": ("", "is empty"),
    "blanks": (" \n ", "is empty"),
    "another language": ('{"a": 1}', "not XML"),
    "an unknown encoding": ('<?xml version="1.0" encoding="klingon"?><a/>', "the encoding 'klingon'"),
    "a character that is none": ('<utility_space name="&#1;"/>', "not XML"),
}  # fmt: skip


@pytest.mark.parametrize("kind", XML)
def test_hostile_xml_is_refused(tmp_path: Path, kind: str) -> None:
    text, expected = XML[kind]
    folder = folder_of(tmp_path / "harbour", GENIUS | {"port.xml": text})

    assert expected in refusal(folder)


def test_xml_that_is_not_in_its_encoding_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "harbour", GENIUS)
    (folder / "port.xml").write_bytes(PORT_XML.encode().replace(b"Crane", b"Cr\xffne"))

    assert "the file is not utf-8" in refusal(folder)


def test_xml_in_two_bytes_a_character_is_read(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "harbour", GENIUS)
    (folder / "port.xml").write_bytes(PORT_XML.encode("utf-16"))

    assert read_scenario(folder).parties == ("city", "port")


def test_a_million_outcomes_of_an_issue_are_refused_soon(tmp_path: Path) -> None:
    items = "".join(f'<item value="v{k}"/>' for k in range(1_000_000))
    folder = folder_of(tmp_path / "xml", GENIUS | {"domain.xml": DOMAIN_XML.replace("<item", f"{items}<item", 1)})
    assert "bytes" in refusal(folder)

    words = "\n".join(f"  - v{k}" for k in range(1_000_000))
    space = f"issues:\n- name: Crane\n  values:\n{words}\n"
    assert "bytes" in refusal(folder_of(tmp_path / "yaml", NEGMAS | {"harbour.yml": space}))

    rows = "issue,outcome,U\n" + "".join(f"a,{k},1\n" for k in range(1_000_000))
    table = folder_of(tmp_path / "table", {"a.csv": rows}) / "a.csv"
    assert "bytes" in refusal(table)


def test_more_outcomes_than_are_read_are_refused_with_their_issue(tmp_path: Path) -> None:
    items = "".join(f'<item value="v{k}"/>' for k in range(50_000))
    folder = folder_of(tmp_path / "xml", GENIUS | {"domain.xml": DOMAIN_XML.replace("<item", f"{items}<item", 1)})
    assert "domain.xml:4:7: the issue 'Crane' has 50,003 outcomes" in refusal(folder)

    words = ", ".join(f"v{k}" for k in range(50_000))
    space = DOMAIN_YAML.replace("[rented", f"[{words}, rented")
    assert "the issue 'Crane' has 50,003 outcomes" in refusal(
        folder_of(tmp_path / "yaml", NEGMAS | {"harbour.yml": space})
    )

    rows = "issue,outcome,U\n" + "".join(f"a,{k},1\n" for k in range(50_000))
    assert "50,000 outcomes" in refusal(folder_of(tmp_path / "table", {"a.csv": rows}) / "a.csv")


def test_a_range_of_ten_to_the_fourteenth_is_cut_and_not_counted(tmp_path: Path) -> None:
    wide = {name: text.replace("[2, 4]", "[0, 100000000000000]") for name, text in NEGMAS.items()}
    scenario = read_scenario(folder_of(tmp_path / "wide", wide))

    assert len(scenario.outcomes[1]) == 101


def test_characters_that_act_never_reach_a_name(tmp_path: Path) -> None:
    files = {name: text.replace("Crane", '"C\\u202Erane\\u001b[2J"') for name, text in NEGMAS.items()}
    scenario = read_scenario(folder_of(tmp_path / "harbour", files))

    assert scenario.issues[0] == "C�rane�[2J"
    assert case_of_scenario(scenario).issues


def test_a_name_that_fills_pages_is_refused(tmp_path: Path) -> None:
    long = {name: text.replace("Crane", "C" * 5_000) for name, text in GENIUS.items()}

    assert "a name has 5,000 characters" in refusal(folder_of(tmp_path / "harbour", long))


def test_pipes_and_folders_with_the_name_of_a_file_are_no_files(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "harbour", GENIUS)
    os.mkfifo(folder / "pipe.xml")
    (folder / "folder.xml").mkdir()

    assert read_scenario(folder).parties == ("city", "port")
    assert "is no file" in refusal(folder / "pipe.xml")
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is no file" in refusal(tmp_path / "pipe.csv")


def test_what_is_no_scenario_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "case.yaml").write_text("format: 1\nissues: {}\n")

    assert "is no negotiation scenario" in refusal(tmp_path / "empty")
    assert "is no negotiation scenario" in refusal(tmp_path / "case.yaml")
    assert "is no negotiation scenario" in refusal(tmp_path / "absent.yml")
    assert "cannot be read" in refusal(tmp_path / "absent.xml")
    assert "cannot be read" in refusal(tmp_path / ("x" * 300 + ".csv"))
    assert "is not an .xlsx file" in refusal(folder_of(tmp_path / "fake", {"a.xlsx": "hello"}) / "a.xlsx")


@given(st.binary(max_size=300))
def test_any_bytes_are_xml_or_are_refused(content: bytes) -> None:
    with contextlib.suppress(DetenteError):
        assert parse_xml(content, "any.xml").tag


SOURCES = [("port.xml", GENIUS), ("domain.xml", GENIUS), ("port.yml", NEGMAS), ("harbour.yml", NEGMAS)]


@given(source=st.sampled_from(SOURCES), data=st.data())
def test_a_damaged_file_is_read_or_refused_with_a_message(
    tmp_path_factory: pytest.TempPathFactory, source: tuple[str, dict[str, str]], data: st.DataObject
) -> None:
    name, files = source
    text = files[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 12, len(text))))
    put = data.draw(st.sampled_from(["", "0", "-1", "nan", "1e999", "\x00", '"', "<", ": ", "[", "&x;", "é"]))
    folder = folder_of(tmp_path_factory.mktemp("damaged"), files | {name: text[:start] + put + text[end:]})

    with contextlib.suppress(DetenteError):
        assert case_of_scenario(read_scenario(folder)).parties
