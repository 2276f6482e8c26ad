"""Readable text of documents in every format, and what is done about broken and hostile ones."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from detente.errors import DocumentError
from detente.sources.documents import readers
from detente.sources.documents.readers import MAX_BYTES, read_bytes, readable_text
from tests.sources.samples import docx_of, part_of, pdf_of, with_part

_ARTICLE = (
    "<!doctype html><html><head><title>River talks</title><style>p {color: red}</style>"
    "<script>var secret = 'script words';</script></head><body><nav><a href='/'>Home</a></nav><article><h1>River talks</h1>"
    "<p>The envoy of the north said that they ask for the dam, and that they shall not wait for long.</p>"
    "<p>The south answered that the dam must never be built &amp; that it would go to court about it.</p>"
    "<script>document.write('more script words')</script><noscript>Turn it on</noscript>"
    "</article><!-- hidden comment --></body></html>"
)


def _read(name: str, content: bytes) -> str:
    return readable_text(Path(name), content)


def _refusal(name: str, content: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        _read(name, content)
    (problem,) = caught.value.problems
    assert problem.rule == "document"
    assert problem.what.startswith(name)
    assert problem.remedy
    return problem.what


@pytest.mark.parametrize("name", ["a.txt", "a.text", "a.md", "a.markdown", "A.TXT", "a.b.Md"])
def test_plain_text_is_read_as_it_is(name: str) -> None:
    """Markdown, too: its signs are part of what is quoted."""
    assert _read(name, "# Київ\r\n\n*да* – é\n".encode()) == "# Київ\r\n\n*да* – é\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_plain_text_is_read_in_each_encoding_with_a_mark(encoding: str) -> None:
    """The byte order mark is no part of the text."""
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")

    assert _read("a.txt", mark + "Київ, 和平".encode(encoding)) == "Київ, 和平"


@pytest.mark.parametrize("content", [b"Caf\xe9", b"\x80\x81", b"\xff\xfea", b"\xff\xfe\x00\xd8a\x00"])
def test_plain_text_in_another_encoding_is_refused(content: bytes) -> None:
    """Guessing would give wrong words."""
    assert "is not UTF-8 (byte" in _refusal("a.txt", content)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.pdf", "a.docx"])
@pytest.mark.parametrize("content", [b"", b" \n\t\n "])
def test_a_document_without_anything_in_it_is_refused(name: str, content: bytes) -> None:
    """In every format."""
    assert _refusal(name, content)


@pytest.mark.parametrize("name", ["a.doc", "a.odt", "a", "a.pdf.exe", ".txt"])
def test_an_unknown_ending_is_refused_with_the_known_ones(name: str) -> None:
    """The remedy lists them."""
    with pytest.raises(
        DocumentError, match=r"an ending that is not read .*; use one of \.docx, \.eml, \.htm, \.html, \.markdown"
    ):
        _read(name, b"words")


@pytest.mark.parametrize("name", ["a.html", "a.htm"])
def test_an_article_in_html_is_read_without_its_scripts(name: str) -> None:
    """Neither scripts nor styles nor comments are words of the article."""
    text = _read(name, _ARTICLE.encode())

    assert "they ask for the dam, and that they shall not wait" in text
    assert "never be built & that it" in text
    assert not [w for w in ("script words", "color", "hidden comment", "<p>") if w in text]


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8"])
def test_an_article_in_html_is_read_in_the_encoding_that_it_names(encoding: str) -> None:
    """Old news sites are not in UTF-8."""
    words = "Делегация юга ответила, что плотина никогда не будет построена и что они обратятся в суд. " * 3
    page = f"<html><head><meta charset='{encoding}'></head><body><article><p>{words}</p></article></body></html>"

    assert "плотина никогда не будет построена" in _read("a.html", page.encode(encoding))


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>Short words.</p></body></html>",
        "<!doctype html><title>T</title><p>Short words.",
        "<html><body><div><span>Short words.</span></div></body></html>",
        "<html><body><table><tr><td>Short words.</td></tr></table></body></html>",
        "<html><body><p>Short words.<script>var x = 'script words'</script></body></html>",
    ],
)
def test_a_page_that_is_no_article_is_read_all_the_same(page: str) -> None:
    """A short or unclosed page has words as well."""
    text = _read("a.html", page.encode())

    assert "Short words." in text
    assert "script words" not in text


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><script>var secret = 'script words'</script></head><body></body></html>",
        "<html><body><script>document.write('script words')</script></body></html>",
        "<html><style>p {}</style></html>",
        "<html></html>",
        "<!-- only a comment -->",
    ],
)
def test_a_page_of_scripts_alone_has_no_text(page: str) -> None:
    """A program is no statement of anybody."""
    _refusal("a.html", page.encode())


def test_html_that_is_ten_thousand_levels_deep_does_not_crash() -> None:
    """Its words are read, or it is refused."""
    page = f"<html><body>{'<div>' * 10_000}deep words{'</div>' * 10_000}</body></html>"

    assert _text_or_refusal("a.html", page.encode()) is not None


def test_a_pdf_is_read_page_by_page() -> None:
    """Form feeds stand between pages."""
    text = _read("a.pdf", pdf_of(["We ask for the dam", "It must never be"]))

    assert [page.strip() for page in text.split("\f")] == ["We ask for the dam", "It must never be"]


def test_a_pdf_without_a_text_layer_is_refused_with_a_way_out() -> None:
    """A scan must be recognised first."""
    with pytest.raises(DocumentError, match=r"has no text in it; .*character recognition"):
        _read("a.pdf", pdf_of(["", ""]))


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128"])
def test_an_encrypted_pdf_is_refused(algorithm: str) -> None:
    """The remedy is a copy without a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of(["words"]))))
    writer.encrypt("secret", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)

    assert "is encrypted" in _refusal("a.pdf", out.getvalue())


def test_a_pdf_with_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is looked at before the pages."""
    monkeypatch.setattr(readers, "MAX_PAGES", 2)

    assert "has more than 2 pages" in _refusal("a.pdf", pdf_of(["a", "b", "c"]))


_PDF = pdf_of(["We ask for the dam", "It must never be"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"not a PDF", id="words"),
        pytest.param(b"%PDF-1.4\n%%EOF", id="nothing inside"),
        pytest.param(_PDF[:100], id="cut off"),
        pytest.param(_PDF.replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [2 0 R 2 0 R]"), id="pages that hold themselves"),
        pytest.param(_PDF.replace(b"/Catalog", b"/Katalog").replace(b"/Root 1 0 R", b"/Root 9 9 R"), id="no root"),
        pytest.param(b"\x00" * 1000, id="zeros"),
    ],
)
def test_a_broken_pdf_is_refused(content: bytes) -> None:
    """With one clear error."""
    assert _refusal("a.pdf", content)


def test_a_docx_is_read_with_its_tables() -> None:
    """Paragraphs are lines, cells are parted by tabs."""
    text = _read("a.docx", docx_of(["We ask for the dam.", "", "Київ"], [["Issue", "Answer"], ["Dam", "Never"]]))

    assert text == "We ask for the dam.\n\nКиїв\nIssue\nAnswer\nDam\nNever"


def test_a_merged_cell_of_a_docx_is_read_once() -> None:
    """Its words stand once on the page, so a quotation of them must not be ambiguous."""
    import docx

    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Position of the north"
    table.cell(1, 0).text = "Dam"
    out = io.BytesIO()
    document.save(out)

    assert _read("a.docx", out.getvalue()).count("Position of the north") == 1


def test_a_cell_that_says_that_it_spans_twenty_thousand_columns_is_read_once() -> None:
    """A small file must not become a large text."""
    content = docx_of([], [["short words"]])
    body = part_of(content, "word/document.xml")
    wide = body.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="20000"/>', 1)
    assert wide != body

    text = _text_or_refusal("a.docx", with_part(content, "word/document.xml", wide))

    assert len(text or "") < 1000


def test_an_inserted_passage_of_a_docx_is_read_and_a_deleted_one_is_not() -> None:
    """Drafts go back and forth with tracked changes."""
    content = docx_of(["We ask"])
    tracked = (
        b'</w:r><w:ins w:id="1" w:author="a"><w:r><w:t> for the dam</w:t></w:r></w:ins>'
        b'<w:del w:id="2" w:author="a"><w:r><w:delText> no more</w:delText></w:r></w:del>'
    )
    body = part_of(content, "word/document.xml").replace(b"</w:r>", tracked, 1)

    assert _read("a.docx", with_part(content, "word/document.xml", body)) == "We ask for the dam"


def test_a_docx_bomb_is_refused_before_it_is_unpacked() -> None:
    """What it would unpack to is written in it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(21):
            part.write(bytes(10_000_000))

    assert len(out.getvalue()) < 2_000_000
    assert "unpacks to 210,000,000 bytes" in _refusal("a.docx", out.getvalue())


def test_an_entity_in_a_docx_is_not_expanded() -> None:
    """Neither a bomb of entities nor a file of the machine."""
    content = docx_of(["short words"])
    body = part_of(content, "word/document.xml").split(b"?>", 1)[1]
    levels = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    doctype = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "bomb"><!ENTITY f SYSTEM "file:///etc/passwd">' + levels + b"]>"
    )
    hostile = doctype + body.replace(b"short words", b"short &l9; &f; words")

    text = _text_or_refusal("a.docx", with_part(content, "word/document.xml", hostile)) or ""

    assert "root:" not in text
    assert len(text) < 1000


_DOCX = docx_of(["We ask for the dam."], [["a", "b"]])


def _encrypted_zip() -> bytes:
    content = bytearray(_DOCX)
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flag] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


def _zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"not a DOCX", id="words"),
        pytest.param(_DOCX[: len(_DOCX) // 2], id="cut off"),
        pytest.param(_zip_of(), id="an empty zip"),
        pytest.param(_zip_of(**{"a.txt": b"words"}), id="another zip"),
        pytest.param(_encrypted_zip(), id="a zip with a password"),
        pytest.param(with_part(_DOCX, "word/document.xml", b"no XML"), id="no XML"),
        pytest.param(with_part(_DOCX, "word/document.xml", b"<a/>"), id="other XML"),
        pytest.param(with_part(_DOCX, "_rels/.rels", b"<Relationships/>"), id="no relations"),
        pytest.param(with_part(_DOCX, "[Content_Types].xml", b"<Types/>"), id="no types"),
        pytest.param(
            with_part(
                _DOCX, "word/document.xml",
                b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
            ),
            id="no body",
        ),
    ],
)  # fmt: skip
def test_a_broken_docx_is_refused(content: bytes) -> None:
    """With one clear error."""
    assert _refusal("a.docx", content)


def _text_or_refusal(name: str, content: bytes) -> str | None:
    """Return the text, or "" for the one error that a reader may raise."""
    try:
        return _read(name, content)
    except DocumentError:
        return ""


_SOUND = {"a.pdf": _PDF, "a.docx": _DOCX, "a.html": _ARTICLE.encode(), "a.txt": "Київ".encode("utf-16")}


@pytest.mark.parametrize("name", _SOUND)
def test_whatever_is_broken_in_a_document_gives_its_text_or_one_clear_error(name: str) -> None:
    """Bytes changed, left out or doubled at random, the same ones each time."""
    chance = random.Random(7)

    for _ in range(150):
        content = bytearray(_SOUND[name])
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(content) or 1)
            match chance.randrange(3):
                case 0:
                    content[at : at + 1] = bytes([chance.randrange(256)])
                case 1:
                    del content[at : at + chance.randint(1, 40)]
                case _:
                    content[at:at] = content[at : at + chance.randint(1, 40)]
        assert _text_or_refusal(name, bytes(content)) is not None


@pytest.mark.parametrize(
    "part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"]
)
def test_whatever_is_broken_inside_a_docx_gives_its_text_or_one_clear_error(part: str) -> None:
    """The zip is sound, one of its parts is not."""
    chance = random.Random(8)
    sound = part_of(_DOCX, part)

    for _ in range(40):
        content = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(1, 20)] = bytes(chance.choices(b"<>/w:'\" =a1", k=chance.randint(0, 6)))
        assert _text_or_refusal("a.docx", with_part(_DOCX, part, bytes(content))) is not None


def test_a_document_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    """The size is looked at before the content."""
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)

    with pytest.raises(DocumentError, match=r"a\.txt has 50,000,001 bytes, at most 50,000,000 are read; split it"):
        read_bytes(path)


def test_a_document_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """A folder or nothing at all."""
    for path in (tmp_path, tmp_path / "gone.txt"):
        with pytest.raises(DocumentError, match="cannot be read"):
            read_bytes(path)


def test_the_bytes_of_a_document_are_read_whole(tmp_path: Path) -> None:
    """Nothing is decoded yet."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"\x00\xff\r\n")

    assert read_bytes(path) == b"\x00\xff\r\n"
