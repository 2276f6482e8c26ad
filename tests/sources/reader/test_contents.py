"""Plain clauses: the table of rules is well formed, and the same words are another act in another mouth."""

from __future__ import annotations

from typing import get_args

import pytest

from detente.case.statements import Act
from detente.sources.documents import document_of
from detente.sources.reader import extract_statements
from detente.sources.reader.clauses import _classes
from detente.sources.reader.contents import act_of_content
from detente.sources.reader.lexicons import rows, table

pytest.importorskip("spacy")
PLAIN = frozenset(
    [
        "reported",
        "quoted",
        "spoken",
        "author",
        "speech",
        "first",
        "there",
        "generic",
        "own",
        "people",
        "rival",
        "pointing",
        "thing",
        "named",
        "future",
        "would",
        "could",
        "can",
        "may",
        "might",
        "must",
        "should",
        "missed",
        "fixable",
        "pluperfect",
        "perfect",
        "happened",
        "past",
        "present",
        "negated",
        "passive",
        "progressive",
        "conditional",
        "only",
        "unless",
        "passive-by",
        "be",
        "number",
        "opens-first",
        "predicate:plain",
    ]
)
OPENING = "Peru and Ecuador met in Lima. Peru demanded the hill. Ecuador demanded the river."


def acts_in(text: str) -> list[str]:
    return [s.act for s in extract_statements(document_of(f"{OPENING}\n\n{text}")) if s.place.start > len(OPENING)]


def test_every_rule_names_an_act_traits_that_exist_and_a_reason() -> None:
    for row in rows("contents.csv"):
        assert row["act"] in get_args(Act), row
        assert row["reason"], row
        for need in row["needs"].split():
            kind, colon, rest = need.removeprefix("-").partition(":")
            if colon and rest != "plain":
                assert kind in ("verb", "word", "predicate", "subject"), row
                assert set(rest.split("|")) <= set(_classes()), row
            else:
                assert set((kind + colon + rest).split("|")) <= PLAIN, row


def test_every_class_of_words_says_why_it_is_there() -> None:
    for name in ("content_words.yaml", "words.yaml"):
        for one in table(name).values():
            assert one["why"]
            assert all(isinstance(word, str) for word in one["words"])


def test_the_first_rule_that_fits_decides() -> None:
    assert act_of_content(frozenset(["reported"])) == "assert"
    assert act_of_content(frozenset(["author"])) is None
    assert act_of_content(frozenset(["reported", "word:untrue", "word:blame"])) == "reject"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Peru said that Ecuador's soldiers had shelled the bridge.", "accuse"),
        ("Peru said that no shell had hit the bridge.", "reject"),
        ("Peru said that the talks were going nowhere.", "assess"),
        ("Peru said that the river had fallen by a metre.", "assert"),
        ("“We should have acted sooner,” Peru's minister said.", "concede"),
        ("“If the bridge is shelled, the agreement is over,” Peru's minister said.", "threaten"),
    ],
)
def test_a_clause_without_an_act_word_is_read_by_its_traits(text: str, act: str) -> None:
    assert act in acts_in(text)


def test_a_sentence_with_two_clauses_gives_two_statements() -> None:
    assert len(acts_in("“The talks are useful, and the mood is good,” Peru's minister said.")) == 2


def test_what_goes_on_without_a_verb_belongs_to_the_list() -> None:
    text = "Peru wants two things. A new map of the river. The release of the six sailors."
    found = [
        s
        for s in extract_statements(document_of(f"{OPENING}\n\n{text}"))
        if s.act == "demand" and s.rule.startswith("fragment.")
    ]
    assert [s.quote for s in found] == ["A new map of the river", "The release of the six sailors"]
    assert {s.holder for s in found} == {"Peru"}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("“Not a single tonne,” Peru's minister said.", "reject"),
        ("“No talks before the sailors are home,” Peru's minister said.", "precondition"),
        ("“First the sailors, then the talks,” Peru's minister said.", "precondition"),
    ],
)
def test_words_without_a_verb_can_refuse(text: str, act: str) -> None:
    assert act in acts_in(text)
