from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import DocumentError
from detente.sources.documents import digest_of, document_of, find_duplicates, read_document

BODY = "The dockers stopped work on Monday. The company said that it would wait for the union, and the mayor offered to help."


def test_a_text_tells_title_author_and_date_in_its_first_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Dockers stop work\n\nBy Ann Example\n\n3 May 2021\n\n{BODY}\n", encoding="utf-8")
    document = read_document(file)
    assert (document.facts.title, document.facts.author, document.facts.published) == (
        "Dockers stop work",
        "Ann Example",
        "2021-05-03",
    )
    assert document.facts.language == "en"
    assert document.digest == digest_of(file.read_bytes())


def test_what_a_person_gives_comes_before_what_a_document_says(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"3 May 2021\n\n{BODY}\n", encoding="utf-8")
    assert read_document(file, published="2021-05-04").facts.published == "2021-05-04"


def test_a_page_tells_its_own_facts(tmp_path: Path) -> None:
    head = '<title>Dockers stop work</title><meta name="author" content="Ann Example"><meta property="article:published_time" content="2021-05-03">'
    file = tmp_path / "a.html"
    file.write_text(
        f"<html><head>{head}</head><body><article><p>{BODY}</p><p>{BODY}</p></article></body></html>", encoding="utf-8"
    )
    facts = read_document(file).facts
    assert (facts.title, facts.author, facts.published) == ("Dockers stop work", "Ann Example", "2021-05-03")


def test_a_message_is_read_with_subject_sender_and_date(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_text(
        f"From: Ann Example <ann@example.org>\nSubject: Dockers\nDate: Mon, 3 May 2021 10:00:00 +0000\n\n{BODY}\n",
        encoding="utf-8",
    )
    document = read_document(file)
    assert (document.facts.title, document.facts.author, document.facts.published) == (
        "Dockers",
        "Ann Example",
        "2021-05-03",
    )
    assert document.text.strip() == BODY


def test_a_message_in_html_is_read_as_a_page(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    page = f"<html><body><p>{BODY}</p><p style='display:none'>SECRET</p></body></html>"
    file.write_text(f"From: a@example.org\nContent-Type: text/html; charset=utf-8\n\n{page}\n", encoding="utf-8")
    assert BODY in read_document(file).text
    assert "SECRET" not in read_document(file).text


def test_an_empty_message_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(b"")
    with pytest.raises(DocumentError, match="not a sound message"):
        read_document(file)


def test_a_language_is_named() -> None:
    from detente.sources.documents.facts import language_of

    assert language_of("Die Gewerkschaft hat am Montag die Arbeit niedergelegt und fordert mehr Lohn.") == "de"
    assert language_of("12 34") is None


def test_an_edited_copy_is_reported_and_another_text_is_not() -> None:
    long = " ".join(f"Sentence {n} says that point {n * 7} is open between the two sides." for n in range(40))
    texts = [
        document_of(long, name="a"),
        document_of(long.replace("point 14", "item 14"), name="b"),
        document_of(BODY, name="c"),
    ]
    found = find_duplicates(texts)
    assert [(d.first, d.second) for d in found] == [("a", "b")]
    assert found[0].alike > 0.8
