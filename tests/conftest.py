"""What tests share: running a command as a person would, and no network."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from detente.cli import main

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command line in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["detente", *map(str, words)])
        code: Any = 0
        try:
            main()
        except SystemExit as stopped:
            code = stopped.code or 0
        captured = capsys.readouterr()
        return Ran(int(code), captured.out, captured.err)

    return command


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test asked the network for {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def needs_shared(name: str) -> Path:
    """Return a path of the shared data, or skip, saying why."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the shared data ({name}) are not on this machine")
    return path


def in_ci() -> bool:
    """Return True where nothing may be skipped."""
    return os.environ.get("DETENTE_CI") == "1"
