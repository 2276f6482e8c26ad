"""A file of finished draws: it goes on where it stopped, and what is no such file is refused and left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.dynamics.kept import Kept, KeptDraws
from detente.errors import InputError

HEAD: Kept = {"seed": 1, "options": {"months": 3}, "version": "x"}
KEYS = ("a", "b")
DRAWS: list[Kept] = [{"a": k, "b": float("inf")} for k in range(3)]


def _made(path: Path) -> Path:
    kept = KeptDraws(path, HEAD, KEYS)
    for draw in DRAWS:
        kept.add(draw)
    return path


def test_draws_are_read_back_as_they_were(tmp_path: Path) -> None:
    """Infinite numbers too; and one more is added to them."""
    kept = KeptDraws(_made(tmp_path / "f"), HEAD, KEYS)
    assert kept.draws == DRAWS

    kept.add(DRAWS[0])

    assert KeptDraws(tmp_path / "f", HEAD, KEYS).draws == [*DRAWS, DRAWS[0]]


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    """Made by whoever reserved its name."""
    (tmp_path / "f").touch()

    assert KeptDraws(_made(tmp_path / "f"), HEAD, KEYS).draws == DRAWS


@pytest.mark.parametrize("tail", ['{"a": 1, "b"', "42", '{"a": 1}', '{"a": 1, "b": 2, "c": 3}', "[" * 100_000, "\0"])
def test_a_line_that_is_no_draw_ends_what_is_kept(tail: str, tmp_path: Path) -> None:
    """As an interruption leaves it; the draws before it stand, and the file is mended."""
    path = _made(tmp_path / "f")
    whole = path.read_text()
    path.write_text(whole + tail)

    assert KeptDraws(path, HEAD, KEYS).draws == DRAWS
    assert path.read_text() == whole


_FOREIGN: dict[str, bytes] = {
    "another run": b'{"seed": 2}\n',
    "no JSON": b"Dear reader,\nthis is a letter.\n",
    "no text": bytes(range(256)),
    "a list": b"[]\n",
    "a number": b"7\n",
    "brackets without end": b"[" * 100_000,
    "blank lines": b"\n\n\n",
}


@pytest.mark.parametrize("content", _FOREIGN.values(), ids=_FOREIGN)
def test_a_foreign_file_is_refused_and_left_as_it_is(content: bytes, tmp_path: Path) -> None:
    """One error with the name of the file, and nothing is written."""
    path = tmp_path / "f"
    path.write_bytes(content)

    with pytest.raises(InputError) as caught:
        KeptDraws(path, HEAD, KEYS)

    assert [(p.rule, p.file) for p in caught.value.problems] == [("resume", str(path))]
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", ["", "no/such/folder"])
def test_a_place_that_takes_no_file_is_refused(name: str, tmp_path: Path) -> None:
    """A folder, and a file in a folder that there is not."""
    with pytest.raises(InputError, match="cannot be") as caught:
        KeptDraws(tmp_path / name, HEAD, KEYS)

    assert caught.value.problems[0].rule == "resume"


def test_without_a_file_draws_are_kept_in_memory() -> None:
    """Nothing is written."""
    kept = KeptDraws(None, HEAD, KEYS)
    kept.add(DRAWS[0])

    assert kept.draws == DRAWS[:1]
