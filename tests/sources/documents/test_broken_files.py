"""Sound files with some of their bytes changed: each is read, or refused as a document that cannot be."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DocumentError
from detente.sources.documents import read_document
from detente.sources.documents.facts import Facts, facts_from
from tests.sources.samples import docx_of, pdf_of

SEEN = "Peru rejected the new map of the river on Monday, and Ecuador offered to meet again in the capital."
TOKENS = (
    b"<", b">", b"&#1;", b"&#x110000;", b"\0", b"<<", b"endobj", b"1 0 R", b"9999999999", b"-1", b"=?utf-8?b?", b"?=", b"\xed\xa0\x80",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"[[[[", b"null", b"charset=undefined", b"2021-99-99", b"\xff\xfe", b":;",
)  # fmt: skip


def described_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of([SEEN]))))
    writer.add_metadata({"/Title": "The map", "/Author": "Ann Reed", "/CreationDate": "D:20210503101112+02'00'"})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def stored(content: bytes) -> bytes:
    """Return an archive without compression, so that a changed byte reaches the XML in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml", "docProps/core.xml"):
            new.writestr(name, old.read(name))
    return made.getvalue()


SOUND = {
    "a.pdf": described_pdf(),
    "a.docx": docx_of([SEEN]),
    "stored.docx": stored(docx_of([SEEN])),
    "a.eml": f"From: Ann <a@example.org>\nSubject: =?utf-8?b?eMOg?=\nDate: Mon, 3 May 2021 10:00:00 +0200\nMIME-Version: 1.0\n"
    f'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
    f"Content-Transfer-Encoding: quoted-printable\n\n{SEEN}=C3=A9\n--b--\n".encode(),
    "a.html": f'<html><head><title>Map</title><meta name="author" content="Ann"><meta property="article:published_time" '
    f'content="2021-05-03"></head><body><p style="display:none">x</p>{SEEN}<p>{SEEN}</p></body></html>'.encode(),
    "a.md": f'---\ntitle: "Map"\ndate: 2021-05-03\n---\n{SEEN}'.encode(),
}


def changed(content: bytes, random: Random) -> bytes:
    """Return bytes of which some were changed, deleted, doubled or replaced by something that formats mean something by."""
    made = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 4, 8, 30))):
        at = random.randrange(len(made)) if made else 0
        match random.randrange(5):
            case 0:
                made[at : at + 1] = random.randbytes(1)
            case 1:
                del made[at : at + random.choice((1, 5, 50, 500))]
            case 2:
                made[at:at] = random.choice(TOKENS)
            case 3:
                made[at : at + 4] = random.choice(TOKENS)
            case _:
                made[at:at] = made[at // 2 : at // 2 + random.choice((4, 20, 100))]
    return bytes(made)


@pytest.mark.parametrize("name", SOUND)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
@pytest.mark.filterwarnings("ignore")
def test_a_changed_file_is_read_or_is_an_error_of_its_own(
    name: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / name
    file.write_bytes(changed(SOUND[name], Random(seed)))
    with contextlib.suppress(DocumentError):
        assert read_document(file).text.strip()


@pytest.mark.parametrize("name", SOUND)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
@pytest.mark.filterwarnings("ignore")
def test_what_a_broken_file_says_of_itself_is_never_more_than_unknown(name: str, seed: int) -> None:
    content = changed(SOUND[name], Random(seed))
    assert isinstance(facts_from(Path(name), content, "", ()), Facts)


def test_a_date_that_is_none_costs_neither_title_nor_author(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(SOUND["a.pdf"].replace(b"20210503101112", b"20xx0503101112"))
    facts = read_document(tmp_path / "a.pdf").facts
    assert (facts.title, facts.author, facts.published) == ("The map", "Ann Reed", None)


def test_a_character_that_a_page_only_names_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(f"<p>a</p><p hidden>x</p>&#1;{SEEN}&#2;<p>{SEEN}</p>".encode())
    assert read_document(tmp_path / "a.html").text.count(SEEN) == 2
