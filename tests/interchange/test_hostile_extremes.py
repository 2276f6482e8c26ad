"""What is far too large, too deep or too clever in a scenario file is refused in bounded time, and the command writes nothing."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.interchange.scenario_files import read_scenario
from tests.conftest import Run
from tests.interchange.scenario_samples import (
    CITY_XML,
    DOMAIN_XML,
    DOMAIN_YAML,
    GENIUS,
    NEGMAS,
    PORT_XML,
    PORT_YAML,
    folder_of,
)

SOON = 10.0
"""CPU seconds; each takes a small part of it."""

ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "a" * 10}">' for n in range(12))
"""Each entity is ten of the one before: 10^13 characters."""
XML = {
    "twelve levels of entities": f"<!DOCTYPE a [{ENTITIES}]><utility_space>&e11;</utility_space>",
    "one long entity used often": f'<!DOCTYPE a [<!ENTITY e "{"x" * 100_000}">]><utility_space>{"&e;" * 10_000}</utility_space>',
    "a parameter entity from elsewhere": '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]><utility_space/>',
    "a public definition": '<!DOCTYPE a PUBLIC "-//X//Y" "http://localhost/y.dtd"><utility_space/>',
    "an attribute with a default of entities": f'<!DOCTYPE a [{ENTITIES}<!ATTLIST utility_space n CDATA "&e11;">]><utility_space/>',
}  # fmt: skip


def refusal(path: Path) -> str:
    began = time.process_time()
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    assert time.process_time() - began < SOON
    return str(caught.value)


@pytest.mark.parametrize("kind", XML)
def test_every_kind_of_entity_is_refused_before_it_expands(tmp_path: Path, kind: str) -> None:
    message = refusal(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": XML[kind]}))

    assert "declares entities" in message
    assert len(message) < 500


def profile_with(text: str) -> Callable[[Path], Path]:
    return lambda place: folder_of(place, GENIUS | {"port.xml": text})


def many_issues(count: int) -> str:
    issues = "".join(f'<issue index="{n}" name="I{n}"><item value="v"/></issue>' for n in range(count))
    return f"<negotiation_template><utility_space>{issues}</utility_space></negotiation_template>"


LARGE: dict[str, Callable[[Path], Path]] = {
    "an attribute of three million characters": profile_with(PORT_XML.replace('"bought"', f'"{"b" * 3_000_000}"')),
    "a number of a million digits": profile_with(PORT_XML.replace('evaluation="40"', f'evaluation="{"9" * 1_000_000}"')),
    "two thousand issues": lambda place: folder_of(place, GENIUS | {"domain.xml": many_issues(2_000)}),
    "half a million elements": profile_with("<utility_space>" + "<a/>" * 500_000 + "</utility_space>"),
    "a flat file of ten megabytes": profile_with("<utility_space>" + " " * 10_000_000 + "</utility_space>"),
    "a list of lists a thousand deep": lambda place: folder_of(
        place, NEGMAS | {"harbour.yml": DOMAIN_YAML.replace("[rented, bought, shared]", "[" * 1_000 + "]" * 1_000)}
    ),
    "aliases that double thirty times": lambda place: folder_of(place, NEGMAS | {"harbour.yml": doubling(30)}),
    "a weight of a thousand nested mappings": lambda place: folder_of(
        place, NEGMAS | {"port.yml": PORT_YAML.replace("[0.5, 0.3, 0.2]", "{a: " * 1_000 + "1" + "}" * 1_000)}
    ),
}  # fmt: skip


def doubling(times: int) -> str:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, times)]
    return "\n".join(lines) + f"\nissues:\n- name: Crane\n  values: *a{times - 1}\n"


@pytest.mark.parametrize("kind", LARGE)
def test_what_is_too_large_is_refused_soon_and_in_a_few_words(tmp_path: Path, kind: str) -> None:
    message = refusal(LARGE[kind](tmp_path / "harbour"))

    assert message
    assert len(message) < 5_000


def test_a_spreadsheet_that_unpacks_to_two_hundred_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(50):
                sheet.write(b" " * 4_000_000)
    assert path.stat().st_size < 4_000_000

    assert ".xlsx" in refusal(path)


BROKEN: dict[str, tuple[dict[str, str], str]] = {
    "not XML": (GENIUS | {"city.xml": CITY_XML.replace("</objective>", "")}, "city.xml:"),
    "a negative weight": (GENIUS | {"port.xml": PORT_XML.replace('value="0.3"/>', 'value="-0.3"/>', 1)}, "port.xml:4:"),
    "an empty issue": (
        GENIUS | {"domain.xml": "\n".join(line for line in DOMAIN_XML.splitlines() if "<item" not in line)},
        "domain.xml:4:",
    ),
    "an entity bomb": (GENIUS | {"port.xml": XML["twelve levels of entities"]}, "port.xml"),
    "not a number": (NEGMAS | {"port.yml": PORT_YAML.replace("bought: 1.0", "bought: .nan")}, "port.yml:"),
    "another negative weight": (NEGMAS | {"port.yml": PORT_YAML.replace("0.3, 0.2]", "-0.3, 0.2]")}, "port.yml:"),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("command", ["import", "deals"])
def test_a_command_ends_with_two_says_where_and_writes_nothing(
    tmp_path: Path, run: Run, kind: str, command: str
) -> None:
    files, place = BROKEN[kind]
    folder = folder_of(tmp_path / "harbour", files)
    before = sorted(tmp_path.rglob("*"))

    ran = run("import", folder, "-o", "case.yaml") if command == "import" else run("deals", folder)

    assert ran.code == 2
    assert place in ran.err
    assert "Traceback" not in ran.err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.fixture(autouse=True)
def _no_file_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reading a scenario opens nothing beside its own files."""
    opened: list[str] = []
    real = Path.read_bytes

    def watched(self: Path) -> bytes:
        opened.append(str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", watched)
    yield
    assert not [name for name in opened if name.startswith(("/etc", "/dev", "/proc"))]
