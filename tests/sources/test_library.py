"""Where documents lie: in the case's folder, or found by digest in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.case import Document
from detente.sources import digest_of
from detente.sources.library import Found, Library

_WORDS = "We ask for the dam."
_DIGEST = digest_of(_WORDS.encode())


def _find(folder: Path, elsewhere: Path | None = None, *, file: str | None = None, digest: str | None = None) -> Found:
    return Library(folder, elsewhere).find(Document(id="memo", title="Memo", file=file, digest=digest))


def _rule(found: Found) -> str | None:
    return found.problem.rule if found.problem else None


def test_a_document_is_a_path_inside_the_folder(tmp_path: Path) -> None:
    """Its text and digest come without a problem."""
    (tmp_path / "memo.txt").write_text(_WORDS, encoding="utf-8")

    assert _find(tmp_path, file="memo.txt") == Found(_WORDS, _DIGEST)


@pytest.mark.parametrize("digest", [_DIGEST, _DIGEST[:23]])
def test_a_document_whose_digest_still_fits_is_fine(tmp_path: Path, digest: str) -> None:
    """Sixteen digits are enough."""
    (tmp_path / "memo.txt").write_text(_WORDS, encoding="utf-8")

    assert _find(tmp_path, file="memo.txt", digest=digest).problem is None


def test_a_document_that_changed_is_a_warning_with_its_new_digest(tmp_path: Path) -> None:
    """Its text is read all the same."""
    (tmp_path / "memo.txt").write_text(_WORDS, encoding="utf-8")

    found = _find(tmp_path, file="memo.txt", digest="sha256:" + "0" * 64)

    assert found.problem is not None
    assert (found.problem.rule, found.problem.severity) == ("changed-document", "warning")
    assert f"digest: {_DIGEST}" in found.problem.remedy
    assert found.text == _WORDS


def test_a_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    """It is said where it should be."""
    found = _find(tmp_path, file="documents/memo.txt")

    assert found.problem is not None
    assert (found.problem.rule, found.problem.severity) == ("no-document", "error")
    assert "there is no file 'documents/memo.txt'" in found.problem.what


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    """Even when its name has an ending."""
    (tmp_path / "memo.txt").mkdir()

    assert _rule(_find(tmp_path, file="memo.txt")) == "no-document"


@pytest.mark.parametrize("file", ["link.txt", "linked/secret.txt"])
def test_a_symbolic_link_out_of_the_folder_is_refused(tmp_path: Path, file: str) -> None:
    """Neither a linked file nor a file in a linked folder is read."""
    outside, folder = tmp_path / "outside", tmp_path / "case"
    outside.mkdir()
    folder.mkdir()
    (outside / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "linked").symlink_to(outside)

    found = _find(folder, file=file)

    assert _rule(found) == "path"
    assert found.text is None


def test_a_symbolic_link_inside_the_folder_is_read(tmp_path: Path) -> None:
    """It leads nowhere else."""
    (tmp_path / "memo.txt").write_text(_WORDS, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "memo.txt")

    assert _find(tmp_path, file="link.txt").text == _WORDS


def test_a_symbolic_link_to_itself_is_an_error(tmp_path: Path) -> None:
    """It must not loop."""
    (tmp_path / "link.txt").symlink_to(tmp_path / "link.txt")

    assert _find(tmp_path, file="link.txt").text is None


def test_a_case_folder_that_is_itself_linked_is_fine(tmp_path: Path) -> None:
    """Only the way from the folder to the document matters."""
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "memo.txt").write_text(_WORDS, encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "case")

    assert _find(tmp_path / "link", file="memo.txt").text == _WORDS


@pytest.mark.parametrize("digest", [_DIGEST, _DIGEST[:23]])
def test_a_document_without_a_file_is_found_by_its_digest(tmp_path: Path, digest: str) -> None:
    """Whatever its name, however deep."""
    (tmp_path / "texts" / "deep").mkdir(parents=True)
    (tmp_path / "texts" / "other.txt").write_text("other", encoding="utf-8")
    (tmp_path / "texts" / "deep" / "any name.md").write_text(_WORDS, encoding="utf-8")

    assert _find(tmp_path, tmp_path / "texts", digest=digest) == Found(_WORDS, _DIGEST)


def test_a_document_cited_by_digest_is_a_warning_where_no_folder_is_named(tmp_path: Path) -> None:
    """The remedy names the option."""
    found = _find(tmp_path, digest=_DIGEST)

    assert found.problem is not None
    assert (found.problem.rule, found.problem.severity) == ("no-text", "warning")
    assert "--documents DIR" in found.problem.remedy


@pytest.mark.parametrize("folder", ["texts", "gone"])
def test_a_document_that_is_not_in_the_named_folder_is_a_warning(tmp_path: Path, folder: str) -> None:
    """The folder is named."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "other.txt").write_text("other", encoding="utf-8")

    found = _find(tmp_path, tmp_path / folder, digest=_DIGEST)

    assert _rule(found) == "no-text"
    assert found.problem is not None
    assert str(tmp_path / folder) in found.problem.what


def test_large_files_of_the_named_folder_are_not_read(tmp_path: Path) -> None:
    """A film in the folder costs no time."""
    with (tmp_path / "film.mp4").open("wb") as stream:
        stream.truncate(10**12)
    (tmp_path / "memo.txt").write_text(_WORDS, encoding="utf-8")

    assert _find(tmp_path, tmp_path, digest=_DIGEST).text == _WORDS


def test_a_dead_link_in_the_named_folder_is_passed_over(tmp_path: Path) -> None:
    """The search goes on."""
    (tmp_path / "dead.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "memo.txt").write_text(_WORDS, encoding="utf-8")

    assert _find(tmp_path, tmp_path, digest=_DIGEST).text == _WORDS


@pytest.mark.parametrize(("name", "content"), [("memo.pdf", b"no PDF"), ("memo.doc", b"words"), ("memo.txt", b"\xe9")])
def test_a_document_that_cannot_be_read_is_an_error(tmp_path: Path, name: str, content: bytes) -> None:
    """The problem is that of its reader."""
    (tmp_path / name).write_bytes(content)

    found = _find(tmp_path, file=name)

    assert _rule(found) == "document"
    assert found.text is None


def test_the_digest_of_words_is_that_of_their_bytes() -> None:
    """The digest of nothing is known to everybody."""
    assert digest_of(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
