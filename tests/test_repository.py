"""What holds for the whole repository: its documentation is complete, and it names no machine."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

import detente
from tests.conftest import ROOT

SOURCE = Path(detente.__file__).parent
HOSTS = re.compile(r"https?://[^\s\"')]*(pypi|pythonhosted|npmjs|deb\.debian|registry\.|simple/)", re.IGNORECASE)
MAX_LINES = 400


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not listed:
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in listed.split("\n") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def rules_in_source() -> set[str]:
    """Return the name of every rule that a check can report."""
    rules = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = ast.unparse(node.func)
            if name in ("Problem", "_problem") or name.endswith("Error.of"):
                rules.add(str(node.args[0].value))
    return rules


def test_every_rule_of_a_check_is_documented() -> None:
    page = (ROOT / "docs/reference/checks.md").read_text()

    assert {rule for rule in rules_in_source() if f"`{rule}`" not in page} == set()


def test_every_command_and_kind_of_finding_is_documented() -> None:
    commands = re.findall(r"@app\.command\(.*\)\ndef ([a-z]+)_?\(", (SOURCE / "cli/app.py").read_text())
    kinds = {path.stem for path in (SOURCE / "findings").glob("*.py") if "-> Finding" in path.read_text()} - {"brief"}
    pages = (ROOT / "docs/reference/cli.md").read_text(), (ROOT / "docs/explanation/brief.md").read_text()

    assert [c for c in commands if f"`detente {c}`" not in pages[0]] == []
    assert [k for k in kinds if k not in pages[1]] == []
    assert len(commands) == 18


def test_every_runtime_dependency_has_its_line() -> None:
    page = (ROOT / "docs/explanation/dependencies.md").read_text().lower()
    block = re.search(r"\ndependencies = \[(.*?)\n\]", (ROOT / "pyproject.toml").read_text(), re.DOTALL)
    assert block is not None

    names = re.findall(r'"([a-z0-9-]+)', block[1])

    assert [name for name in names if name not in page] == []
    assert len(names) > 10


def test_every_public_name_has_a_docstring() -> None:
    assert [n for n in detente.__all__ if n != "__version__" and not getattr(detente, n).__doc__] == []


def test_no_file_names_an_index_or_this_machine() -> None:
    machine = re.compile(re.escape(str(ROOT.parent)) + "/")

    named = [p.name for p in tracked() if HOSTS.search(text_of(p)) or machine.search(text_of(p))]

    assert named == []


def test_no_source_file_is_longer_than_one_idea() -> None:
    assert [p.name for p in SOURCE.rglob("*.py") if p.read_text().count("\n") > MAX_LINES] == []


def test_the_lock_files_carry_hashes_and_no_address() -> None:
    for name in ("run.txt", "dev.txt", "build.txt"):
        lock = (ROOT / "requirements" / name).read_text()

        assert "--hash=sha256:" in lock
        assert "://" not in lock


def test_the_commands_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    app = (SOURCE / "cli/app.py").read_text()

    verbs = set(re.findall(r"\.venv/bin/detente (\w+)", readme))

    assert verbs
    assert [v for v in verbs if f"\ndef {v}(" not in app] == []
