from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from detente.sources.drafts.case_text import BothEnds, Remarked, with_added, without_statements, without_voices
from tests.strategies import EXAMPLES


def test_entries_go_to_the_end_of_their_section_and_remarks_stay() -> None:
    text = "statements:\n  - {id: a}  # first\n\n# parties\nparties:\n  p: {}\n"
    assert with_added(text, {"statements": [{"id": "b"}]}) == (
        "statements:\n  - {id: a}  # first\n  - {id: b}\n\n# parties\nparties:\n  p: {}\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: []  # none yet\nb: 1\n", "a:  # none yet\n  - {id: x}\nb: 1\n"),
        ("a:\nb: 1\n", "a:\n  - {id: x}\nb: 1\n"),
        ("a: [{id: w}]\n", "a: [{id: w}, {id: x}]\n"),
        ("a:\n- {id: w}\n", "a:\n- {id: w}\n- {id: x}\n"),
        ("a: [\n  {id: w},\n]\n", "a: [\n  {id: w},\n {id: x}]\n"),
        ("b: 1\n", "b: 1\n\na:\n  - {id: x}\n"),
        ("", "a:\n  - {id: x}\n"),
    ],
)
def test_a_section_is_filled_however_it_is_written(before: str, after: str) -> None:
    assert with_added(before, {"a": [{"id": "x"}]}) == after


def test_what_stands_there_is_left_as_it_is() -> None:
    text = "p: {name: Peru, kind: principal}\n"
    assert with_added(text, {"p": {"name": "Else", "stances": {"line": {"ranking": ["a"]}}}}) == (
        "p: {name: Peru, kind: principal, stances: {line: {ranking: [a]}}}\n"
    )


def test_an_entry_with_a_known_id_is_completed() -> None:
    text = "statements:\n- id: s1\n  act: demand\n- {id: s2, act: offer}\n"
    added = with_added(text, {"statements": [{"id": "s1", "about": ["x.y"]}, {"id": "s2", "about": ["z"]}]})
    assert yaml.safe_load(added)["statements"] == [
        {"id": "s1", "act": "demand", "about": ["x.y"]}, {"id": "s2", "act": "offer", "about": ["z"]},
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["r: [b, c]\n", "r:\n  - b\n  - c\n"])
def test_items_go_to_both_ends(text: str) -> None:
    assert yaml.safe_load(with_added(text, {"r": BothEnds(["a"], ["d"])}))["r"] == ["a", "b", "c", "d"]


def test_a_remark_stands_before_its_entry() -> None:
    entry = Remarked({"name": "Peru"}).with_remark("Proposed party: it bargains.")
    assert with_added("format: 1\n", {"parties": {"peru": entry}}) == (
        "format: 1\n\nparties:\n  # Proposed party: it bargains.\n  peru: {name: Peru}\n"
    )


def test_a_folded_text_with_a_hash_keeps_its_lines() -> None:
    text = "a:\n  b: >-\n    some # words\n    more\n# end\n"
    assert with_added(text, {"a": {"c": 1}}) == "a:\n  b: >-\n    some # words\n    more\n  c: 1\n# end\n"


def test_letters_beyond_ascii_do_not_shift_the_places() -> None:
    text = "a: {x: 'Ünïcødé 🕊 條約'}  # é\nb:\n  - {id: 'š'}\n"
    added = with_added(text, {"a": {"y": 1}, "b": [{"id": "z"}]})
    assert yaml.safe_load(added) == {"a": {"x": "Ünïcødé 🕊 條約", "y": 1}, "b": [{"id": "š"}, {"id": "z"}]}


CITED = """statements:
  # the first
  - {id: s1, quote: a}
  - id: s2
    quote: b
  - {id: s3, quote: c}
parties:
  p: {because: [s1, s2], stances: {i: {because: [s2]}}}
  q:
    because:
      - s2
      - s3
  r:
    because:
      - s2
    kind: faction
"""


def test_a_statement_is_taken_out_with_everything_that_cites_it() -> None:
    found = yaml.safe_load(without_statements(CITED, {"s2"}, citations=True))
    assert [s["id"] for s in found["statements"]] == ["s1", "s3"]
    assert found["parties"] == {
        "p": {"because": ["s1"], "stances": {"i": {"because": []}}},
        "q": {"because": ["s3"]},
        "r": {"because": [], "kind": "faction"},
    }
    assert "# the first" in without_statements(CITED, {"s2"}, citations=True)


def test_a_statement_that_is_written_anew_stays_cited() -> None:
    found = yaml.safe_load(without_statements(CITED, {"s2"}, citations=False))
    assert found["parties"]["p"]["because"] == ["s1", "s2"]


def test_all_statements_can_go() -> None:
    assert yaml.safe_load(without_statements(CITED, {"s1", "s2", "s3"}, citations=True))["statements"] == []


@pytest.mark.parametrize(
    "text", ["voices: {a: {name: A}, b: {name: B}}\n", "voices:\n  a: {name: A}\n  b:\n    name: B\n"]
)
def test_a_voice_is_taken_out(text: str) -> None:
    assert yaml.safe_load(without_voices(text, {"b"})) == {"voices": {"a": {"name": "A"}}}
    assert yaml.safe_load(without_voices(text, {"a", "b"})) == {"voices": {}}


KEYS = st.sampled_from(["a", "b", "c", "d_1"])
WORDS = st.text(st.sampled_from("ab é🕊#:-'\"{}[],&*!|>%@`\n\\"), min_size=1, max_size=12)
TREES = st.recursive(
    WORDS | st.integers(-5, 5), lambda inner: st.dictionaries(KEYS, inner, max_size=3) | st.lists(WORDS, max_size=3), max_leaves=8
)  # fmt: skip
MAPPINGS = st.dictionaries(KEYS, TREES, max_size=3)


def merged(there: Any, new: Any) -> Any:
    """Return what must come out, computed on plain data."""
    if isinstance(there, dict) and isinstance(new, dict):
        return {k: merged(there[k], new[k]) if k in new else there[k] for k in there} | {
            k: v for k, v in new.items() if k not in there
        }
    if isinstance(there, list) and isinstance(new, list):
        known = {str(item) for item in there}
        return [*there, *(item for item in new if str(item) not in known)]
    return there


@EXAMPLES
@given(there=MAPPINGS, new=MAPPINGS, flow=st.booleans())
def test_adding_is_a_union_in_which_what_is_there_wins(there: dict[str, Any], new: dict[str, Any], flow: bool) -> None:  # noqa: FBT001
    text = yaml.safe_dump(there, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    assert yaml.safe_load(with_added(text, new)) == merged(there, new)
