"""Idioms: their table, their matching against regular expressions, and what they make of whole sentences."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.statements import Act
from detente.sources.documents import document_of
from detente.sources.reader import extract_statements
from detente.sources.reader.idioms import MAX_GAP, _match
from detente.sources.reader.lexicons import rows

spacy = pytest.importorskip("spacy")
OPENING = "Peru and Ecuador met in Lima."


def acts_in(text: str) -> set[tuple[str, str | None]]:
    return {
        (s.act, s.holder)
        for s in extract_statements(document_of(f"{OPENING}\n\n{text}"))
        if s.place.start > len(OPENING)
    }


def test_every_idiom_has_an_act_a_holder_and_a_reason() -> None:
    for row in rows("idioms.csv"):
        assert row["act"] in get_args(Act), row
        assert row["holder"] in ("subject", "voice", "own", "behind"), row
        assert row["reason"], row
        assert not row["pattern"].split()[0].endswith("?"), row


def as_expression(parts: tuple[str, ...]) -> re.Pattern[str]:
    """Return the regular expression of a pattern, over words that are each followed by a blank."""
    pieces = [
        rf"(?:\w+ ){{0,{MAX_GAP}}}?"
        if part == "*"
        else f"(?:(?:{part.removesuffix('?')}) )" + ("?" if part.endswith("?") else "")
        for part in parts
    ]
    return re.compile("".join(pieces))


VOCABULARY = spacy.blank("en").vocab
WORDS = ("aa", "bb", "cc")
PARTS = st.lists(st.sampled_from(["aa", "bb", "aa|bb", "cc?", "bb?", "*"]), min_size=1, max_size=4)


@settings(max_examples=200, deadline=None)
@given(PARTS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
def test_a_pattern_fits_where_its_regular_expression_does(parts: list[str], words: list[str]) -> None:
    pattern = ("aa", *parts)
    while pattern[-1] == "*":
        pattern = pattern[:-1]
    doc = spacy.tokens.Doc(VOCABULARY, words=words)
    fits = _match(doc, 0, pattern) is not None
    assert fits == bool(as_expression(pattern).match(" ".join(words) + " "))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Peru brushed the idea aside.", "reject"),
        ("Peru saw no need for a new map.", "reject"),
        ("A new map was out of the question, Peru said.", "reject"),
        ("A new map would not be up for debate, Peru said.", "reject"),
        ("Peru had no objection to the map.", "accept"),
        ("Peru no longer insists on the hill.", "concede"),
        ("Peru is considering a longer lease.", "offer"),
        ("Peru is considering a boycott of the talks.", "threaten"),
        ("Peru has let go of its claim to the hill.", "concede"),
        ("Peru said Ecuador had gone back on its word.", "accuse"),
        ("“We have no choice but to close the road,” Peru said.", "threaten"),
        ("Peru gave its word that the road would stay open.", "promise"),
    ],
)
def test_several_words_perform_an_act_together(text: str, act: str) -> None:
    assert act in {a for a, _ in acts_in(text)}


def test_a_negation_outside_of_the_words_turns_them() -> None:
    assert "accept" not in {a for a, _ in acts_in("Peru could not live with the map.")}
    assert not acts_in("Peru has not said no.")


def test_who_invites_is_the_host() -> None:
    assert ("request-talks", "Chile") in acts_in("At the invitation of Chile, the two ministers dined in Lima.")


def test_only_who_speaks_of_himself_admits_a_mistake() -> None:
    assert "concede" in {a for a, _ in acts_in("“We made a serious mistake,” Peru's minister said.")}
    assert "concede" not in {a for a, _ in acts_in("“They made a serious mistake,” Peru's minister said.")}
