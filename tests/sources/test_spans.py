"""Exact words are found whatever their typography, and their offsets are those of the original."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from detente.sources.spans import fold

# Letters with and without marks, scripts that compose, ligatures, signs that NFKC takes apart, white space, invisibles.
_ALPHABET = "abcABC.,-(019 éÅüñßçẹ̄ΑάЖйёשׁءى中文ﬁﬀ①½™…“”«»’–—\u0301\u0323 \t\n\r\u00a0\u2003\u00ad\u200b"
_texts = st.text(_ALPHABET, min_size=1, max_size=60) | st.text(
    st.characters(exclude_categories=("Cs", "Lo", "Mc", "Mn")), min_size=1, max_size=40
)
_spaces = st.text(" \t\n\r\u00a0\u2003\u2009", min_size=1, max_size=3)
_forms = st.sampled_from(["", "NFC", "NFD"])


def _is_boundary(text: str, at: int) -> bool:
    return at == len(text) or not unicodedata.combining(text[at])


def _in_form(text: str, form: str) -> str:
    return {"": text, "NFC": unicodedata.normalize("NFC", text), "NFD": unicodedata.normalize("NFD", text)}[form]


def _words(text: str) -> str:
    return fold(text).text.strip()


@settings(max_examples=300, deadline=None)
@given(text=_texts, data=st.data(), form=_forms)
def test_words_are_found_whatever_their_white_space_and_form(text: str, data: st.DataObject, form: str) -> None:
    """Some span overlaps the slice, and its original text has the same words."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(_is_boundary(text, start) and _is_boundary(text, end))
    wanted = text[start:end]
    assume(_words(wanted))
    quote = re.sub(r"\s+", lambda _: data.draw(_spaces), _in_form(wanted, form))

    spans = fold(text).find_all(quote)

    assert any(s < end and e > start and _words(text[s:e]) == _words(wanted) for s, e in spans)


@settings(max_examples=200, deadline=None)
@given(text=_texts, data=st.data(), form=_forms)
def test_words_are_found_in_a_text_of_another_form(text: str, data: st.DataObject, form: str) -> None:
    """It does not matter which side is decomposed and which has soft hyphens."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(_is_boundary(text, start) and _is_boundary(text, end))
    assume(_words(text[start:end]))
    other = _in_form(text, form)

    spans = fold(other).find_all(text[start:end])

    assert spans
    assert all(_words(text[start:end]) in _words(other[s:e]) for s, e in spans)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
@example("\u00ad")
@example("e\u0301\u0301")
@example("\ufdfa")
def test_every_folded_character_has_its_place_in_the_original(text: str) -> None:
    """Offsets grow and stay inside the text, whatever the text."""
    folded = fold(text)

    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert folded.starts == sorted(folded.starts)
    assert folded.ends == sorted(folded.ends)
    assert all(0 <= s < e <= len(text) for s, e in zip(folded.starts, folded.ends, strict=True))


@settings(max_examples=100, deadline=None)
@given(st.text(_ALPHABET, max_size=40), st.text(_ALPHABET, max_size=40))
def test_words_that_are_not_there_are_not_found(text: str, quote: str) -> None:
    """A span that is found has the words in it."""
    for start, end in fold(text).find_all(quote):
        assert _words(quote) in _words(text[start:end])


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        pytest.param("We ask  for\nthe dam.", "ask for the dam", "ask  for\nthe dam", id="white space"),
        pytest.param("We ask\r\nfor it", "ask for", "ask\r\nfor", id="CRLF"),
        pytest.param("We ask for it", "ask\r\n   for", "ask for", id="CRLF in the quotation"),
        pytest.param("a\u00a0b\u2003c", "a b c", "a\u00a0b\u2003c", id="hard spaces"),
        pytest.param("page one\fpage two", "one page", "one\fpage", id="over a page break"),
        pytest.param("nego\u00adtiate now", "negotiate", "nego\u00adtiate", id="a soft hyphen"),
        pytest.param("negotiate now", "nego\u00adtiate", "negotiate", id="a soft hyphen in the quotation"),
        pytest.param("ne\u200bgo\u2060ti\u200date", "negotiate", "ne\u200bgo\u2060ti\u200date", id="zero-width"),
        pytest.param("\ufeffFirst word", "First", "First", id="a byte order mark"),
        pytest.param("the \ufb01nal o\ufb00er", "final offer", "\ufb01nal o\ufb00er", id="ligatures"),
        pytest.param("the final offer", "\ufb01nal o\ufb00er", "final offer", id="ligatures in the quotation"),
        pytest.param("Cafe\u0301 noir", "Café", "Cafe\u0301", id="decomposed"),
        pytest.param("Café noir", "Cafe\u0301", "Café", id="decomposed quotation"),
        pytest.param("a\u0323\u0301b", "a\u0301\u0323b", "a\u0323\u0301b", id="marks in another order"),
        pytest.param("Киї\u0432", "Киї\u0432", "Київ", id="composed Cyrillic"),
        pytest.param("Киі\u0308в тут", "Київ", "Киі\u0308в", id="decomposed Cyrillic"),
        pytest.param("wait… now", "wait... now", "wait… now", id="an ellipsis"),
        pytest.param("x² + ½", "x2", "x²", id="a raised digit"),
        pytest.param("𝐛𝐨𝐥𝐝 words", "bold", "𝐛𝐨𝐥𝐝", id="letters outside the first plane"),
        pytest.param("😀 we ask", "we", "we", id="after an emoji"),
        pytest.param("  we ask  ", "  we ask  ", "we ask", id="white space around"),
        pytest.param("中国和平", "国和", "国和", id="Chinese"),
        pytest.param("هذا السلام", "السلام", "السلام", id="Arabic"),
    ],
)
def test_typography_that_no_reader_sees_does_not_matter(text: str, quote: str, found: str) -> None:
    """The span is that of the original, character by character."""
    ((start, end),) = fold(text).find_all(quote)

    assert found == text[start:end]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        pytest.param("평화 회담", "평화", id="Korean"),
        pytest.param("കൊടുക്കുക", "കൊടുക്കുക", id="Malayalam"),
        pytest.param("শান্তি আলোচনা", "আলোচনা", id="Bengali"),
        pytest.param("ශ්‍රී ලංකාව යෝජනා", "යෝජනා", id="Sinhala"),
    ],
)
def test_scripts_whose_letters_compose_without_marks_are_found_in_either_form(text: str, quote: str) -> None:
    """Their decomposed parts are letters of their own, which combine all the same."""
    decomposed = unicodedata.normalize("NFD", text)

    assert len(fold(text).find_all(unicodedata.normalize("NFD", quote))) == 1
    assert len(fold(decomposed).find_all(unicodedata.normalize("NFC", quote))) == 1


@pytest.mark.parametrize("gap", [" \u200b ", "\u00a0\u200b", "\u200b ", "\n\ufeff\n", " \u00ad "])
def test_an_invisible_character_between_spaces_is_no_second_space(gap: str) -> None:
    """White space is one space, whatever vanishes inside it."""
    assert fold(f"ask{gap}for").find_all("ask for") == [(0, 6 + len(gap))]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("We ask for the dam", "we ask"), ("We ask for the dam", "ask the dam"), ("We ask", "We asked"), ("don’t", "don't"),
        ("“yes”", '"yes"'), ("a – b", "a - b"), ("cafe", "café"), ("", "x"), ("well-known", "well known"),
    ],
)  # fmt: skip
def test_words_that_a_reader_sees_to_differ_are_not_found(text: str, quote: str) -> None:
    """Capitals, quotation marks, dashes and accents are part of the words."""
    assert fold(text).find_all(quote) == []


@pytest.mark.parametrize("quote", ["", "   ", "\n", "\u200b", "\u00ad\u00ad"])
def test_nothing_is_found_nowhere(quote: str) -> None:
    """Words that vanish have no place."""
    assert fold("some words").find_all(quote) == []
    assert fold("some words").find_loosely(quote) == []


def test_every_place_of_repeated_words_is_found() -> None:
    """In the order of the text."""
    assert fold("no, no and no").find_all("no") == [(0, 2), (4, 6), (11, 13)]


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("He said “We Ask – now”.", '"we ask - now"', "“We Ask – now”"),
        ("don’t wait", "Don't WAIT", "don’t wait"),
        ("«да» сказал", '"ДА"', "«да»"),
        ("İstanbul and Kyiv", "KYIV", "Kyiv"),
        ("the \ufb01nal", "FINAL", "\ufb01nal"),
    ],
)
def test_a_loose_search_overlooks_capitals_quotation_marks_and_dashes(text: str, quote: str, found: str) -> None:
    """It gives a hint with original offsets."""
    ((start, end),) = fold(text).find_loosely(quote)

    assert found == text[start:end]


def test_words_at_the_end_of_a_long_text_are_found() -> None:
    """Three hundred thousand characters are a book."""
    text = "The envoy asks for the dam, and “nobody” answers. Ещё раз.\n" * 5_000

    assert len(fold(text + "At last.").find_all("At last.")) == 1
