"""Who is who in a document, from its words alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.sources.documents import document_of
from detente.sources.reader import extract_statements
from detente.sources.reader.affiliations import affiliations_in, listed_in
from detente.sources.reader.gazetteer import world
from detente.sources.reader.roster import roster_of


@pytest.mark.parametrize(
    ("text", "person", "party"),
    [
        ("Ines Brandt, general secretary of the Dockers Union, refused.", "Ines Brandt", "Dockers Union"),
        ("The Dockers Union's negotiator, Ines Brandt, refused.", "Ines Brandt", "Dockers Union"),
        ("The Upland water minister Ines Brandt refused.", "Ines Brandt", "Upland"),
        ("The head of the Dockers Union, Ines Brandt, refused.", "Ines Brandt", "Dockers Union"),
        ("Ines Brandt, who speaks for the Dockers Union, refused.", "Ines Brandt", "Dockers Union"),
        ("Ines Brandt, who leads the Dockers Union, refused.", "Ines Brandt", "Dockers Union"),
        ("Ines Brandt has led the talks on the tolls for Upland since May.", "Ines Brandt", "Upland"),
        ("Ms R. Brandt (Upland) refused.", "R. Brandt", "Upland"),
    ],
)
def test_words_around_a_name_tell_for_whom_it_speaks(text: str, person: str, party: str) -> None:
    assert (person, party) in [(p, b) for p, b, _ in affiliations_in(text)]


def test_a_list_of_those_present_tells_who_speaks_for_whom() -> None:
    text = "Present: for the company P. Dahl and A. Reiss (personnel); for the Dockers Union Ms Brandt."
    assert list(listed_in(text)) == [("P. Dahl", "company"), ("A. Reiss", "company"), ("Brandt", "Dockers Union")]


def test_nouns_of_a_kind_stand_for_the_only_party_of_that_kind() -> None:
    text = "Harbour Board and the Dockers Union met. The Harbour Board refused. The Dockers Union wants a pause."
    same = roster_of(text, world()).same
    assert (same["management"], same["company"], same["strikers"]) == (
        "Harbour Board",
        "Harbour Board",
        "Dockers Union",
    )


def test_two_parties_of_a_kind_leave_the_noun_open() -> None:
    text = "The Dockers Union refused. The Seamen Union refused. The Harbour Board waited."
    same = roster_of(text, world()).same
    assert "strikers" not in same
    assert same["employer"] == "Harbour Board"


def test_a_state_that_no_list_knows_is_found_by_what_it_does() -> None:
    text = "Tamaria rejected the map. The Tamarian side wants water. Upland's foreign minister, Ana Sol, said that Tamaria lied."
    roster = roster_of(text, world())
    assert {"Tamaria", "Upland"} <= roster.parties.keys()
    assert roster.party_of("Tamarian") == "Tamaria"
    assert roster.party_of("Ms Sol") == "Upland"


def test_an_abbreviation_that_is_explained_is_the_long_name() -> None:
    assert roster_of("The Meridian Union (MU) refused.", world()).party_of("MU") == "Meridian Union"


def test_a_capital_where_talks_are_held_is_no_party() -> None:
    assert "Senegal" not in roster_of("The Dakar talks resumed. They met in Dakar.", world()).parties


def test_its_spokesman_belongs_to_whoever_is_named_before() -> None:
    text = "The Harbour Board refused. Its spokesman, Per Lund, said the gates would stay shut. Mr Lund said no."
    assert roster_of(text, world()).people["lund"] == "Harbour Board"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ana Sol, foreign minister of Tamaria, met Ben Tor of Upland in May. She rejected the map.",
            ("reject", "Tamaria"),
        ),
        ("The Dockers Union met the Harbour Board. The management rejected a pause.", ("reject", "Harbour Board")),
        (("Statement of the Hill Front\n\nThe Hill Front met in May. We reject the map. We demand our fields. Our men wait. "
         "Our aim is peace, and we want talks."), ("demand", "Hill Front")),
    ],
)  # fmt: skip
def test_holders_are_parties(text: str, expected: tuple[str, str]) -> None:
    assert expected in [(s.act, s.holder) for s in extract_statements(document_of(text))]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=400))
def test_any_text_gives_a_roster(text: str) -> None:
    roster = roster_of(text, world())
    assert all(party in roster.parties for party in roster.kinds if party in roster.parties)
    assert all(roster.party_of(name) for name in roster.parties)


@pytest.mark.parametrize(
    "piece",
    [
        "Aa ",
        "A. ",
        "for the A. B and ",
        "Ms A, head of the ",
        "Minister of A ",
        "the A's ",
        "A",
        "Aa",
        "A-",
        "A’",
        "A.",
        "a",
        "A of ",
        "and A ",
    ],
)
def test_long_texts_of_one_kind_take_no_more_than_their_length(piece: str) -> None:
    started = time.perf_counter()
    roster_of(piece * 4_000, world())
    assert time.perf_counter() - started < 30
