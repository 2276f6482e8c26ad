from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.sources.documents.clean import clean
from detente.sources.documents.paragraphs import paragraphs_of

ARTICLE = """Dockers stop work

By Ann Example, 3 May 2021

The dockers stopped work on Monday. The company said it would wait.

An empty quay at noon. Photo: Harbour Post

What comes next

A meeting is planned for Friday, the mayor said.

Follow Ann Example on Twitter at @nobody

Ann Example is a reporter on the coast."""


def kinds(text: str) -> list[str]:
    return [p.kind for p in paragraphs_of(text)]


def test_what_surrounds_an_article_is_set_apart() -> None:
    assert kinds(ARTICLE) == ["title", "byline", "body", "caption", "heading", "body", "follow", "follow"]


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = "The union said on Monday that it would not come to the\ntable before the company had paid what it owes to all\nof them."
    assert len(paragraphs_of(wrapped)) == 1


def test_short_lines_are_paragraphs_of_their_own() -> None:
    assert len(paragraphs_of("First point.\nSecond point.\nThird point.")) == 3


@given(st.text(alphabet="ab .\n\f-\u200b“”", max_size=80))
def test_paragraphs_are_in_order_and_miss_no_letter(text: str) -> None:
    spans = [(p.start, p.end) for p in paragraphs_of(text)]
    assert spans == sorted(spans)
    assert "".join(text[s:e] for s, e in spans).replace(" ", "").replace("\n", "") == "".join(text.split())


def test_a_clean_passage_leads_back_to_what_is_seen() -> None:
    text = "x We will ne\u200bver agree\u202e to pay-\nment."
    plain = clean(text, 2, len(text))
    assert plain.text == "We will never agree to payment."
    start = plain.text.index("never")
    assert text[slice(*plain.span(start, start + 5))] == "ne\u200bver"
