"""Changing one value of a case: the new case is checked, the old one stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from detente.case import Case, Citation, as_mapping, make_case
from detente.case.change import with_value
from detente.errors import CaseError

from .samples import Data, river_case
from .strategies import cases, thoroughly


@pytest.fixture
def river() -> Case:
    return make_case(river_case())


def test_a_value_is_changed_by_its_keys(river: Case) -> None:
    """Keys are joined by dots."""
    other = with_value(river, "parties.south.stances.dam.red_line", ["built", "shared"])

    assert other.parties["south"].stances["dam"].red_line == ("built", "shared")


def test_a_value_that_was_absent_is_added(river: Case) -> None:
    """An optional key need not be there before."""
    other = with_value(river, "parties.farmers.power", [5, 10])

    assert other.parties["farmers"].power is not None
    assert other.parties["farmers"].power.point == 7.5


def test_a_default_can_be_changed(river: Case) -> None:
    """What the file does not write is there all the same."""
    assert with_value(river, "marking", "public").marking == "public"


def test_an_item_of_a_list_is_named_by_its_id(river: Case) -> None:
    """Statements have ids."""
    other = with_value(river, "statements.s2.act", "accuse")

    assert other.statement("s2").act == "accuse"
    assert river.statement("s1") == other.statement("s1")


@pytest.mark.parametrize(
    ("path", "value"), [("links.0.unless", "water.most"), ("infeasible.0", "south.sue"), ("statements.1.act", "accuse")]
)
def test_an_item_of_a_list_is_named_by_its_number(river: Case, path: str, value: str) -> None:
    """Numbers count from 0."""
    other = with_value(river, path, value)

    assert value in str(as_mapping(other)[path.partition(".")[0]])
    assert river != other


def test_a_whole_item_can_be_replaced(river: Case) -> None:
    """The last step may be an id, too."""
    document = {"id": "memo", "title": "Another memo", "file": "memo.md"}

    assert with_value(river, "documents.memo", document).documents[0].title == "Another memo"


def test_everything_else_stays(river: Case) -> None:
    """One value is one difference."""
    other = with_value(with_value(river, "parties.north.power", 10), "parties.north.power", 60)

    assert river == other


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("partys.north.power", "did you mean 'parties'?"),
        ("parties.nort.power", "did you mean 'north'?"),
        ("parties.north.stances.damm.salience", "did you mean 'dam'?"),
        ("statements.s22.act", "did you mean 's2'?"),
        ("documents.memmo.title", "did you mean 'memo'?"),
        ("parties.zzzz.power", "there is: north, south, farmers, fund"),
        ("links.5.unless", "nothing inside"),
        ("infeasible.1", "nothing inside"),
        ("links.-1.unless", "nothing inside"),
        ("title.text", "nothing inside"),
        ("title.text.more", "nothing inside"),
    ],
)
def test_a_place_that_is_not_there_is_an_error_with_the_nearest_one(river: Case, path: str, remedy: str) -> None:
    """The message has the part of the path that leads nowhere."""
    with pytest.raises(CaseError) as caught:
        with_value(river, path, 5)

    (problem,) = caught.value.problems
    assert problem.rule == "path"
    assert "the case has nothing at" in problem.what
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("path", "meant"),
    [("titel", "title"), ("parties.north.powr", "power"), ("parties.north.stances.dam.saliance", "salience")],
)
def test_a_last_key_that_is_unknown_is_an_error_with_the_one_that_was_meant(river: Case, path: str, meant: str) -> None:
    """The checks of the file know the keys."""
    with pytest.raises(CaseError, match=f"did you mean '{meant}'"):
        with_value(river, path, 5)


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        ("parties.north.power", "much", "a quantity is a number"),
        ("parties.farmers.of", "fund", "'fund' is not a principal"),
        ("parties.south.stances.dam.red_line", ["gone"], "no outcome of dam 'gone'"),
        ("issues.dam.outcomes", {"only": {"label": "x"}}, "no outcome"),
        ("links.0.unless", "dam.built and", "not an expression"),
        ("documents.memo.file", "../memo.txt", "not a path inside"),
        ("format", 2, "1"),
        ("parties", {}, "no party is a principal"),
        ("", 5, "unknown key"),
    ],
)
def test_a_change_to_what_cannot_be_is_refused(river: Case, path: str, value: Any, what: str) -> None:
    """The new case is checked as if it had been read."""
    with pytest.raises(CaseError, match=what):
        with_value(river, path, value)


def test_the_old_case_is_unchanged(river: Case) -> None:
    """Whether the change succeeds or not."""
    before = (river.digest, as_mapping(river))

    with_value(river, "parties.north.stances.dam.values.built", 1)
    with pytest.raises(CaseError):
        with_value(river, "parties.north.stances.dam.values.built", "x")

    assert before == (make_case(dict(as_mapping(river))).digest, as_mapping(river))


def test_the_value_that_was_given_is_not_tied_to_the_case(river: Case) -> None:
    """Changing the list afterwards changes no case."""
    value = ["built"]

    other = with_value(river, "parties.south.stances.dam.red_line", value)
    value.append("none")

    assert other.parties["south"].stances["dam"].red_line == ("built",)


def test_citations_are_kept(river: Case) -> None:
    """The documents need not be read again."""
    citation = Citation("s1", "memo", 3, 21, "we ask for the dam", line=1)

    other = with_value(river.with_citations({"s1": citation}), "parties.north.power", 5)

    assert other.citations == {"s1": citation}


@thoroughly
@given(cases())
def test_putting_back_what_is_there_gives_an_equal_case(data: Data) -> None:
    """A change to the same value is none."""
    case = make_case(data)

    for key, value in as_mapping(case)["parties"].items():
        assert case == with_value(case, f"parties.{key}", value)
