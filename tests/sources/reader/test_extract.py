from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.sources.documents import document_of
from detente.sources.reader import extract as extract_module
from detente.sources.reader import extract_statements
from detente.sources.reader.issues import IssueText
from detente.sources.reader.merging import with_other_reports
from detente.sources.reader.plain import plain_reading


def found(text: str, **options: str) -> list[tuple[str, str | None, str | None]]:
    """Return (act, holder, target) of every statement of a text."""
    return [(s.act, s.holder, s.target) for s in extract_statements(document_of(text, **options))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru demanded that Ecuador withdraw its troops.", ("demand", "Peru", "Ecuador")),
        ("Kenya has ruled out talks with Uganda.", ("reject", "Kenya", "Uganda")),
        ("Norway agreed to share the catch with Iceland.", ("accept", "Norway", "Iceland")),
        ("Jordan offered Syria a share of the river.", ("offer", "Jordan", "Syria")),
        ("Ghana threatened to close its border with Togo.", ("threaten", "Ghana", "Togo")),
        ("Chile accused Bolivia of breaking the treaty.", ("accuse", "Chile", "Bolivia")),
        ("Egypt pulled out of the talks with Sudan.", ("withdraw", "Egypt", "Sudan")),
        ("Zambia promised Malawi to open the dam.", ("promise", "Zambia", "Malawi")),
        ("Mali called for talks with Niger.", ("request-talks", "Mali", "Niger")),
        ("The Kremlin said Ukraine must leave the town.", ("demand", "Russia", "Ukraine")),
        ("“We will not sign this paper,” the Turkish foreign minister told Greece.", ("reject", "Turkey", "Greece")),
        ("Cuba said it would meet Haiti only after the ships were returned.", ("precondition", "Cuba", "Haiti")),
        ("Laos does not intend to accept the line that Thailand drew.", ("reject", "Laos", "Thailand")),
    ],
)  # fmt: skip
def test_a_sentence_tells_act_holder_and_target(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in found(text)


def test_who_speaks_is_not_always_whose_position_it_is() -> None:
    (promise,) = [
        s
        for s in extract_statements(document_of("Iran said Iraq had promised to release the crew."))
        if s.act == "promise"
    ]
    assert (promise.holder, promise.speaker, promise.modality) == ("Iraq", "Iran", "reported")
    assert [r.who for r in promise.chain] == ["author", "Iran"]


def test_what_a_minister_says_is_the_position_of_his_state() -> None:
    (refusal,) = [
        s
        for s in extract_statements(document_of("Foreign Minister Ana Sol of Peru refused to sign the map."))
        if s.act == "reject"
    ]
    assert refusal.holder == "Peru"


def test_each_item_of_a_list_of_demands_is_a_statement() -> None:
    text = "Peru sent its list of demands to Ecuador: a ceasefire, an exchange of prisoners, and free passage on the river."
    demands = [s for s in extract_statements(document_of(text)) if s.act == "demand"]
    assert [s.quote for s in demands] == ["a ceasefire", "an exchange of prisoners", "free passage on the river"]
    assert {(s.holder, s.target) for s in demands} == {("Peru", "Ecuador")}


def test_both_sides_are_two_holders() -> None:
    text = "Peru and Ecuador met in Lima. Peru demanded the hill. Ecuador demanded the river. Both sides agreed to meet again."
    accepted = [(s.holder, s.target) for s in extract_statements(document_of(text)) if s.act == "accept"]
    assert sorted(accepted) == [("Ecuador", "Peru"), ("Peru", "Ecuador")]


def test_what_stands_under_a_condition_is_conditional() -> None:
    (threat,) = [
        s
        for s in extract_statements(document_of("“Unless the dam is opened, we will close the road,” Sudan said."))
        if s.act == "threaten"
    ]
    assert threat.modality == "conditional"
    assert threat.condition is not None


def test_a_text_that_is_unsure_makes_a_statement_hedged() -> None:
    (offer,) = [
        s for s in extract_statements(document_of("Peru reportedly offered to leave the hill.")) if s.act == "offer"
    ]
    assert offer.modality == "hedged"


def test_a_weekday_is_a_date_only_with_a_day_of_publication() -> None:
    text = "Peru rejected the map on Tuesday."
    assert [s.date for s in extract_statements(document_of(text, published="2021-05-06"))] == ["2021-05-04"]
    assert [s.date for s in extract_statements(document_of(text))] == [None]


def test_a_month_stays_a_month() -> None:
    assert [s.date for s in extract_statements(document_of("In May 2014, Peru rejected the map."))] == ["2014-05"]


def test_minutes_tell_who_speaks_before_a_colon() -> None:
    (refusal,) = [
        s
        for s in extract_statements(document_of("Ms Brandt (Dockers' Union): We will not sign this paper."))
        if s.act == "reject"
    ]
    assert refusal.holder == "Dockers' Union"


def test_an_interview_gives_the_answers_to_the_one_who_is_asked() -> None:
    text = (
        "Ines Brandt, leader of the Dockers Union, on the strike.\n\nWhat do you want?\n\nWe want a pause in every shift.\n\n"
        "Will you sign?\n\nNo. We will not sign this paper.\n\nAnd then?\n\nWe will go on."
    )  # fmt: skip
    assert ("reject", "Dockers Union") in [(a, h) for a, h, _ in found(text)]


def test_a_question_is_no_statement() -> None:
    assert found("Will Peru accept the map?") == []


def test_sentences_with_a_party_and_no_statement_are_listed() -> None:
    text = "Peru has long winters. Peru rejected the map."
    coverage = extract_statements(document_of(text)).coverage
    assert [p.of(text) for p in coverage.silent] == ["Peru has long winters."]
    assert (coverage.sentences, coverage.with_statement) == (2, 1)


def test_the_aliases_of_a_case_come_first() -> None:
    reading = extract_statements(document_of("Highmark demanded the keys of the dam."), aliases={"Highmark": "Upland"})
    assert [s.holder for s in reading] == ["Upland"]


def test_issues_are_suggested_by_their_words() -> None:
    issues = (IssueText("water", "How much water does the dam release"), IssueText("pay", "How much does pay rise"))
    reading = extract_statements(document_of("Sudan demanded more water from the dam."), issues=issues)
    assert [s.issues for s in reading] == [("water",)]


def test_the_same_statement_in_another_document_is_named() -> None:
    one = extract_statements(document_of("Peru rejected the new map of the river."))
    other = extract_statements(document_of("The new map of the river was rejected by Peru on Monday."))
    merged = with_other_reports({"a": one, "b": other})
    assert merged["a"].statements[0].also_in == ("b",)


def test_without_the_model_quotations_are_found_and_the_tool_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract_module, "has_model", lambda: False)
    reading = extract_statements(document_of("“We will not sign this paper,” said Ines Brandt."))
    assert [(s.quote, s.speaker) for s in reading] == [("We will not sign this paper,", "Ines Brandt")]
    assert "model is not installed" in reading.notes[0]


def test_an_unsupported_language_is_named_and_nothing_is_made_up() -> None:
    reading = extract_statements(document_of("Peru lehnte die Karte ab.", language="de"))
    assert len(reading) == 0
    assert "(de)" in reading.notes[0]


PIECES = st.sampled_from(
    ["Peru said ", "“We will not sign,” ", "the minister told Kenya ", "that it must leave. ", "\n\n", "\u200b", "\u202e", "¶ ", "’s demands: a, b and c. ",
     "only after ", "if ", "He ", "refused to ", "\t", "“", "”", '"', "é\u0301 ", "🙂 ", "Ms X (Y): ", "1. ", "? ", "and ", "agreed to ", "-\n", "\r\n", "a\u0000b "]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_span_is_verbatim_in_any_document(text: str) -> None:
    document = document_of(text)
    plain = plain_reading(document, extract_statements(document))
    for statement in plain["statements"]:
        assert document.text[statement["start"] : statement["end"]] == statement["quote"] != ""
        for name in ("condition", "cue", "source", "content_span"):
            place = statement[name]
            assert place is None or 0 <= place["start"] < place["end"] <= len(text)
