"""A case as one party may see it: no planted secret is left anywhere in its text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from detente.case import Citation, as_mapping, dump_case, load_case, make_case
from detente.case.confidential import as_seen_by, confidential_to
from detente.errors import CaseError, Path

from .samples import Data, changed, river_case
from .strategies import cases, thoroughly

_SECRET = 61.37
_WORDS = "zebra crossing"
_HIDDEN = {
    "id": "s3", "document": "memo", "quote": _WORDS, "speaker": "north", "holder": "north", "act": "assess",
    "confidential_to": "north",
}  # fmt: skip
_ADD_HIDDEN = (("statements", 2), _HIDDEN)
_DAM: Path = ("parties", "north", "stances", "dam")

_PLANTED: dict[str, list[tuple[Path, Any]]] = {
    "a power": [(("parties", "north", "power"), {"value": _SECRET, "confidential": True})],
    "a judged power": [
        (("parties", "north", "power"), {"value": 5, "judged_by": _WORDS, "why": _WORDS, "confidential": True})
    ],
    "judgements": [
        (
            ("parties", "north", "no_deal"),
            {"judgements": [{"by": "A", "value": [1, _SECRET], "why": _WORDS}], "confidential": True},
        )
    ],
    "a value": [((*_DAM, "values", "none"), {"value": _SECRET, "confidential": True})],
    "a value beside a red line": [
        ((*_DAM, "values", "none"), {"value": _SECRET, "confidential": True}), ((*_DAM, "red_line"), ["none"])
    ],
    "a position": [(_DAM, {"position": {"value": _SECRET, "confidential": True}})],
    "a salience": [((*_DAM, "salience"), {"value": _SECRET, "confidential": True})],
    "a bottom line": [((*_DAM, "bottom_line"), {"value": _SECRET, "confidential": True})],
    "a stance": [((*_DAM, "salience"), _SECRET), ((*_DAM, "confidential"), True)],
    "a stance with its reason": [
        ((*_DAM, "judged_by"), "analyst"), ((*_DAM, "why"), _WORDS), ((*_DAM, "confidential"), True)
    ],
    "a red line": [(_DAM, {"red_line": ["none"], "judged_by": "a", "why": _WORDS, "confidential": True})],
    "an interaction": [
        (("parties", "north", "interactions", 0, "add"), _SECRET), (("parties", "north", "interactions", 0, "confidential"), True)
    ],
    "points": [(("parties", "north", "interactions", 0, "add"), {"value": _SECRET, "confidential": True})],
    "a statement": [_ADD_HIDDEN],
    "the note of a statement": [(("statements", 2), _HIDDEN | {"quote": "x", "note": _WORDS})],
    "a document": [
        (("documents", 1), {"id": "cable", "title": _WORDS, "file": "cable.txt", "confidential_to": ["north"]})
    ],
    "a statement of a document": [
        (("documents", 1), {"id": "cable", "title": "T", "file": "cable.txt", "confidential_to": ["north"]}),
        (("statements", 2), {k: v for k, v in _HIDDEN.items() if k != "confidential_to"} | {"document": "cable"}),
    ],
    "a whole party": [(("parties", "north", "confidential"), True), (("parties", "north", "power"), _SECRET)],
    "the note of a whole party": [(("parties", "north", "confidential"), True), (("parties", "north", "note"), _WORDS)],
    "a number on hidden words": [
        _ADD_HIDDEN, (("parties", "north", "power"), {"value": _SECRET, "because": ["s3"]})
    ],
    "a number whose party rests on hidden words": [
        _ADD_HIDDEN, (("parties", "north", "because"), ["s3"]), (("parties", "north", "power"), _SECRET)
    ],
    "a value on hidden words": [_ADD_HIDDEN, ((*_DAM, "values", "none"), {"value": _SECRET, "because": ["s3"]})],
    "a salience on hidden words": [_ADD_HIDDEN, ((*_DAM, "salience"), {"value": _SECRET, "because": ["s3"]})],
    "a stance on hidden words": [_ADD_HIDDEN, ((*_DAM, "because"), ["s3"]), ((*_DAM, "values", "none"), _SECRET)],
    "points on hidden words": [
        _ADD_HIDDEN, (("parties", "north", "interactions", 0, "add"), {"value": _SECRET, "because": ["s3"]})
    ],
    "an interaction on hidden words": [
        _ADD_HIDDEN, (("parties", "north", "interactions", 0, "add"), _SECRET),
        (("parties", "north", "interactions", 0, "because"), ["s3"]),
    ],
    "a value on words of a hidden document": [
        (("documents", 1), {"id": "cable", "title": "T", "file": "cable.txt", "confidential_to": ["north"]}),
        (("statements", 2), {k: v for k, v in _HIDDEN.items() if k != "confidential_to"} | {"document": "cable"}),
        (("parties", "north", "power"), {"value": _SECRET, "because": ["s3"]}),
    ],
    "a link on hidden words": [
        _ADD_HIDDEN, (("links", 1), {"forbid": "dam.none and water.most", "label": _WORDS, "because": ["s3"]})
    ],
    "an option on hidden words": [
        _ADD_HIDDEN, (("options", "north", "raid"), {"label": _WORDS, "because": ["s3"]})
    ],
    "an interaction of a whole party": [
        (("parties", "north", "confidential"), True), (("parties", "north", "interactions", 0, "add"), _SECRET)
    ],
}  # fmt: skip


@pytest.mark.parametrize("viewer", ["south", "farmers", "fund"])
@pytest.mark.parametrize("changes", _PLANTED.values(), ids=_PLANTED)
def test_a_secret_of_another_party_is_nowhere_in_the_text(changes: list[tuple[Path, Any]], viewer: str) -> None:
    """Neither as a number nor as words; the backer is another party, too."""
    case = make_case(changed(*changes))
    whole = dump_case(case)

    text = dump_case(as_seen_by(case, viewer))

    assert str(_SECRET) in whole or _WORDS in whole
    assert str(_SECRET) not in text
    assert _WORDS not in text


@pytest.mark.parametrize("changes", _PLANTED.values(), ids=_PLANTED)
def test_a_party_sees_its_own_secrets(changes: list[tuple[Path, Any]]) -> None:
    """Nothing at all is left out for the side that a secret belongs to."""
    case = make_case(changed(*changes))

    assert case == as_seen_by(case, "north")
    assert confidential_to(case) == ("north",)


@pytest.mark.parametrize("changes", _PLANTED.values(), ids=_PLANTED)
def test_what_is_left_is_a_sound_case(changes: list[tuple[Path, Any]]) -> None:
    """No id dangles, and the digest is that of what is left."""
    case = make_case(changed(*changes))

    seen = as_seen_by(case, "south")

    assert seen == load_case(dump_case(seen))
    assert case.digest != seen.digest
    assert confidential_to(case)


def test_a_whole_confidential_party_keeps_name_and_kind_alone() -> None:
    """That it exists is no secret; what it wants is."""
    case = make_case(changed((("parties", "north", "confidential"), True)))

    seen = as_seen_by(case, "south")

    assert as_mapping(seen)["parties"]["north"] == {"name": "North", "kind": "principal"}


def test_the_priorities_of_a_whole_confidential_party_are_left_out() -> None:
    """They say what it wants, as stances do."""
    case = make_case(
        changed((("parties", "north", "confidential"), True), (("priorities", "north"), ["not south.sue"]))
    )

    assert "north" not in as_seen_by(case, "south").priorities
    assert "north" in as_seen_by(case, "north").priorities


def test_a_principal_sees_what_is_confidential_to_its_faction() -> None:
    """They are one side."""
    case = make_case(
        changed((("parties", "farmers", "confidential"), True), (("parties", "farmers", "power"), _SECRET))
    )

    assert case == as_seen_by(case, "south")
    assert str(_SECRET) not in dump_case(as_seen_by(case, "north"))


def test_a_statement_for_a_faction_is_seen_by_its_principal() -> None:
    """``confidential_to`` names whoever may see it, with their side."""
    case = make_case(changed((("statements", 2), _HIDDEN | {"confidential_to": ["farmers"]})))

    assert case == as_seen_by(case, "south")
    assert _WORDS not in dump_case(as_seen_by(case, "north"))


def test_words_for_two_parties_are_seen_by_both() -> None:
    """And by no third."""
    case = make_case(changed((("statements", 2), _HIDDEN | {"confidential_to": ["north", "south"]})))

    seen_by = [p for p in case.parties if _WORDS in dump_case(as_seen_by(case, p))]

    assert seen_by == ["north", "south"]


def test_a_number_that_also_rests_on_open_words_is_kept_without_the_hidden_ones() -> None:
    """The open words alone would have been enough to write it."""
    case = make_case(changed(_ADD_HIDDEN, (("parties", "north", "power"), {"value": 7, "because": ["s3", "s1"]})))

    power = as_seen_by(case, "south").parties["north"].power

    assert power is not None
    assert (power.point, power.because) == (7, ("s1",))


def test_open_values_beside_a_hidden_one_are_hidden_with_it() -> None:
    """A stance without one of its values could not be computed."""
    case = make_case(
        changed(((*_DAM, "values", "none"), {"value": 5, "confidential": True}), ((*_DAM, "red_line"), ["none"]))
    )

    stance = as_seen_by(case, "south").parties["north"].stances["dam"]

    assert stance.values is None
    assert stance.red_line == ("none",)


def test_citations_of_hidden_statements_go_with_them() -> None:
    """A citation has the words."""
    citations = {s: Citation(s, "memo", 0, 5, _WORDS) for s in ("s1", "s3")}
    case = make_case(changed(_ADD_HIDDEN)).with_citations(citations)

    assert set(as_seen_by(case, "south").citations) == {"s1"}
    assert set(as_seen_by(case, "north").citations) == {"s1", "s3"}


def test_a_case_without_secrets_is_the_same_to_all() -> None:
    """Nothing is left out that nobody marked."""
    case = make_case(river_case())

    assert all(case == as_seen_by(case, party) for party in case.parties)
    assert confidential_to(case) == ()


def test_the_case_itself_keeps_everything() -> None:
    """Looking at it as another changes nothing, its digest neither."""
    case = make_case(changed(_ADD_HIDDEN, (("parties", "north", "confidential"), True)))
    digest, text = case.digest, dump_case(case)

    as_seen_by(case, "south")

    assert (digest, text) == (case.digest, dump_case(case))
    assert digest == load_case(dump_case(case)).digest


def test_a_viewer_that_is_no_party_is_an_error() -> None:
    """The message names the parties."""
    with pytest.raises(CaseError, match="there is no party 'envoy'; name one of north, south, farmers, fund"):
        as_seen_by(make_case(river_case()), "envoy")


def test_leaving_out_the_only_weight_leaves_a_case_that_can_be_computed() -> None:
    """A party to which nothing visible matters has no mean value."""
    case = make_case(
        changed(
            (("parties", "south", "stances", "dam", "salience"), 0),
            (("parties", "south", "stances", "water", "confidential"), True),
        )
    )

    seen = as_seen_by(case, "north")

    assert seen == load_case(dump_case(seen))


@thoroughly
@given(cases())
def test_every_view_of_every_case_is_a_sound_case(data: Data) -> None:
    """Looking twice shows the same as looking once."""
    case = make_case(data)

    for party in case.parties:
        seen = as_seen_by(case, party)
        assert seen == load_case(dump_case(seen))
        assert seen == as_seen_by(seen, party)
