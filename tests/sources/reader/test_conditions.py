"""What must come first makes a precondition; an unwelcome condition makes a threat."""

from __future__ import annotations

import pytest

from detente.sources.documents import document_of
from detente.sources.reader import extract_statements

pytest.importorskip("spacy")
OPENING = "Peru and Ecuador met in Lima. Peru demanded the hill. Ecuador demanded the river."


def acts_in(text: str) -> set[str]:
    return {s.act for s in extract_statements(document_of(f"{OPENING}\n\n{text}")) if s.place.start > len(OPENING)}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Peru said it would take part in the talks provided that Ecuador first opened the road.", "precondition"),
        ("Peru would hand over the sailors when the last soldier was home and not a day before, its minister said.", "precondition"),
        ("Peru wants the border settled before anything else is discussed.", "precondition"),
        ("Peru said it would close the bridge if the talks failed.", "threaten"),
        ("Peru has promised not to touch the dam as long as the truce lasts.", "promise"),
        ("Peru offered to release the sailors in exchange for the map.", "offer"),
        ("Peru did not accept the blame before the facts were known.", "reject"),
        ("Peru said that no fees would be charged before 2030.", "reject"),
    ],
)  # fmt: skip
def test_a_condition_says_which_act_it_is(text: str, act: str) -> None:
    assert act in acts_in(text)


def test_the_words_of_a_condition_are_marked() -> None:
    text = "Peru said it would pay on condition that the gauge was read by both."
    (found,) = [s for s in extract_statements(document_of(f"{OPENING}\n\n{text}")) if s.act == "precondition"]
    assert found.condition is not None
    assert found.condition.of(f"{OPENING}\n\n{text}") == "on condition that the gauge was read by both"
