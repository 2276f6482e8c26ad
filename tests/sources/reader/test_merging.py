"""The same statement in several documents, compared with a literal look at every pair."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from detente.sources.reader import merging
from detente.sources.reader.merging import ALIKE, with_other_reports
from detente.sources.reader.statement import Coverage, DraftStatement, Place, Reading

WORDS = ("peru", "hill", "leave", "the", "of", "strike", "strikes", "rain", "May")


def statement(act: str, holder: str | None, content: str) -> DraftStatement:
    return DraftStatement(
        Place(0, 1), "x", act, holder, None, None, None, content, "positive", "asserted", None, None, (), (), "r", "C"
    )


def literal(readings: Mapping[str, Reading]) -> dict[str, list[tuple[str, ...]]]:
    """Return for each statement the other documents with one like it, every pair looked at."""
    every = [(name, s) for name, reading in readings.items() for s in reading]
    found: dict[str, list[tuple[str, ...]]] = {name: [] for name in readings}
    for name, one in every:
        others = [
            other
            for other, s in every
            if other != name
            and (s.act, s.holder) == (one.act, one.holder)
            and fuzz.token_set_ratio(s.content.lower(), one.content.lower()) >= ALIKE
        ]
        found[name].append(tuple(dict.fromkeys(others)))
    return found


statements = st.builds(
    statement, st.sampled_from(["demand", "offer"]), st.sampled_from(["Peru", None]),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
)  # fmt: skip


@pytest.mark.parametrize("at_once", [1, 3, 500])
@given(st.lists(st.lists(statements, max_size=5), max_size=5))
@settings(deadline=None)
def test_it_names_what_a_look_at_every_pair_names(at_once: int, made: list[list[DraftStatement]]) -> None:
    readings = {str(n): Reading(tuple(some), Coverage(0, 0, ())) for n, some in enumerate(made)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "AT_ONCE", at_once)
        found = with_other_reports(readings)
    assert {name: [s.also_in for s in reading] for name, reading in found.items()} == literal(readings)
    assert list(found) == list(readings)
