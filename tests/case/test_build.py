"""All problems of a file in one go, each at its place, and none that only follows from another."""

from __future__ import annotations

from typing import Any

import pytest

from detente.case.files import load_case, parse_case
from detente.errors import CaseError, Path

from .samples import changed, only_problem_of, problems_of, river_case

_PLANTED = """\
format: 1
case: river
title: River talks
documents:
  - {id: memo, title: Memo, file: ../memo.txt}
statements:
  - {id: s1, document: memmo, quote: a, speaker: north, holder: north, act: demand}
  - {id: s2, document: memo, quote: b, speaker: north, holder: north, act: demmand}
parties:
  north:
    name: North
    kind: principal
    powr: 60
    no_deal: [40, 20]
    stances:
      dam: {values: {built: 100, none: .nan}, red_line: [non]}
  south:
    name: South
    kind: principal
    stances:
      dam: {ranking: [none], because: [s2, s3]}
issues:
  dam:
    question: Is the dam built?
    outcomes:
      built: {label: Yes}
      none: {label: No}
links:
  - {forbid: dam.built and}
title: Twice
"""

_PLACES = {
    "a path out of the folder": ("path", "../memo.txt"),
    "a document that is not there": ("dangling-id", "memmo"),
    "an act that there is not": ("value", "demmand"),
    "an unknown key": ("unknown-key", "powr"),
    "a range the wrong way round": ("value", "[40, 20]"),
    "NaN": ("value", ".nan"),
    "a red line that is no outcome": ("dangling-id", "non]"),
    "an outcome without a rank": ("no-value", "[none]"),
    "a statement that is not there": ("dangling-id", "s3]"),
    "an expression that breaks off": ("expression", "dam.built and"),
    "a key twice": ("duplicate-key", "title: Twice"),
}


def _place_of(words: str) -> tuple[int, int]:
    """Return line and column of words that stand once in the planted file."""
    before, found, after = _PLANTED.partition(words)
    assert found
    assert words not in after
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize(("rule", "words"), _PLACES.values(), ids=_PLACES)
def test_each_of_the_planted_errors_is_reported_at_its_place(rule: str, words: str) -> None:
    """Line and column point at the fault itself."""
    problems = parse_case(_PLANTED).problems

    assert [rule] == [p.rule for p in problems if (p.line, p.column) == _place_of(words)]


def test_the_planted_errors_are_reported_in_one_go_and_nothing_else_is() -> None:
    """As many messages as faults, in the order of the file."""
    with pytest.raises(CaseError) as caught:
        load_case(_PLANTED, "river/case.yaml")

    problems = caught.value.problems
    places = [(p.line, p.column) for p in problems]
    assert {_place_of(words) for _, words in _PLACES.values()} == set(places)
    assert len(_PLACES) == len(problems)
    assert places == sorted(places)


def test_each_message_has_file_line_column_fault_and_remedy() -> None:
    """It can be clicked in an editor and acted on."""
    with pytest.raises(CaseError) as caught:
        load_case(_PLANTED, "river/case.yaml")

    lines = str(caught.value).splitlines()
    line, column = _place_of("powr")
    assert f"river/case.yaml:{line}:{column}: unknown key 'powr'; did you mean 'power'?" in lines
    assert all(text.startswith("river/case.yaml:") for text in lines)
    assert all("; " in text for text in lines)


def test_a_faulty_number_is_not_also_a_missing_one() -> None:
    """What was written counts as there."""
    problem = only_problem_of(changed((("parties", "north", "stances", "dam", "values", "none"), "much")))

    assert problem.path == ("parties", "north", "stances", "dam", "values", "none")


def test_a_faulty_outcome_is_still_declared() -> None:
    """Whoever names it is not told that it does not exist."""
    problem = only_problem_of(changed((("issues", "dam", "outcomes", "built"), {"label": 5, "at": 100})))

    assert problem.path == ("issues", "dam", "outcomes", "built", "label")


def test_a_faulty_place_is_not_also_a_missing_scale() -> None:
    """A position on the issue is left in peace."""
    problem = only_problem_of(changed((("issues", "dam", "outcomes", "built", "at"), 500)))

    assert problem.path == ("issues", "dam", "outcomes", "built", "at")


def test_a_faulty_party_is_still_declared() -> None:
    """Its factions, voices and statements are left in peace."""
    problem = only_problem_of(changed((("parties", "south"), {"name": "South"})))

    assert problem.path == ("parties", "south", "kind")


def test_a_faulty_only_principal_is_still_one() -> None:
    """The case is not told that it has none."""
    issues = {"i": {"question": "q", "outcomes": {"x": {"label": "X"}}}}
    parties = {"a": {"name": "A", "kind": "principal", "power": "much"}}

    problem = only_problem_of({"format": 1, "case": "c", "title": "t", "parties": parties, "issues": issues})

    assert problem.path == ("parties", "a", "power")


def test_a_faulty_statement_is_still_declared() -> None:
    """What cites it is left in peace, and the ones after it keep their numbers."""
    data = changed((("statements", 0, "act"), 5), (("statements", 1, "document"), "gone"))

    assert [p.path for p in problems_of(data)] == [("statements", 0, "act"), ("statements", 1, "document")]


def test_a_faulty_document_is_still_declared() -> None:
    """Statements from it are left in peace."""
    problem = only_problem_of(changed((("documents", 0), {"id": "memo", "title": "Memo"})))

    assert problem.path == ("documents", 0)


def test_a_faulty_salience_is_not_also_a_missing_weight() -> None:
    """The other salience is zero, but this one is not known."""
    stances = {
        "dam": {"position": 10, "salience": "much"},
        "water": {"ranking": ["most", "half", "little"], "salience": 0},
    }

    problem = only_problem_of(changed((("parties", "south", "stances"), stances)))

    assert problem.path == ("parties", "south", "stances", "dam", "salience")


@pytest.mark.parametrize("value", [None, 5, "x", [], True])
@pytest.mark.parametrize(
    "key", ["parties", "issues", "documents", "statements", "links", "options", "priorities", "voices"]
)
def test_a_part_of_another_shape_is_a_problem_and_not_a_crash(key: str, value: Any) -> None:
    """Whatever stands where parties should stand, the rest is read."""
    data = changed(((key,), value))

    problems = problems_of(data)

    is_empty_list = value == [] and key in ("documents", "statements", "links")
    assert is_empty_list or any(p.path[:1] == (key,) for p in problems)


def test_a_fault_does_not_hide_another_fault_of_the_same_stance() -> None:
    """A wrong number and a judgement without a reason are told together."""
    path = ("parties", "north", "stances", "dam")

    problems = problems_of(changed(((*path, "salience"), -5), ((*path, "judged_by"), "A")))

    assert {(*path, "salience"), path} == {p.path for p in problems}


def test_a_fault_does_not_hide_another_fault_of_the_same_statement() -> None:
    """A wrong date and a chain that ends elsewhere are told together."""
    problems = problems_of(
        changed((("statements", 0, "date"), "soon"), (("statements", 0, "chain"), ["envoy", "author"]))
    )

    assert {("statements", 0, "date"), ("statements", 0)} == {p.path for p in problems}


@pytest.mark.parametrize(
    "path",
    [
        ("statements", 1, "about", 0),
        ("statements", 0, "document"),
        ("statements", 0, "speaker"),
        ("statements", 0, "chain", 0),
        ("infeasible", 0),
        ("priorities", "south", 0),
        ("parties", "north", "interactions", 0, "when"),
        ("parties", "farmers", "of"),
        ("parties", "south", "stances", "dam", "red_line", 0),
        ("parties", "north", "stances", "dam", "because", 0),
        ("documents", 0, "file"),
        ("voices", "envoy", "of"),
    ],
    ids=lambda path: ".".join(map(str, path)),
)
def test_a_number_where_a_name_belongs_is_one_problem(path: Path) -> None:
    """What is read in its place is not reported."""
    problem = only_problem_of(changed((path, 5)))

    assert path == problem.path
    assert "5" in problem.what


def test_a_missing_statement_id_is_one_problem() -> None:
    """Others are not told that ``?`` is there twice."""
    data = river_case()
    data["statements"][0]["id"] = 5
    data["statements"][1]["id"] = 6

    assert {("statements", 0, "id"), ("statements", 1, "id")} == {
        p.path for p in problems_of(data) if p.rule != "dangling-id"
    }


def test_every_leaf_can_be_wrong_without_a_crash() -> None:
    """Whatever value stands at whatever path, there are problems or there is a case."""
    for path in _paths(river_case()):
        for value in (None, 5, -1, "?", "", [], {}, [None], {"x": None}, float("nan"), True, "not", "a.b"):
            problems_of(changed((path, value)))


def _paths(data: Any) -> list[tuple[str | int, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path for key, inner in items for path in ((key,), *((key, *rest) for rest in _paths(inner)))]


def test_the_number_of_an_item_is_that_of_the_file_though_items_before_it_are_faulty() -> None:
    """Leaving out a faulty link does not shift the others."""
    data = river_case()
    data["links"] = [{"unless": "dam.built"}, {"forbid": ["dam.built"]}, {"forbid": "dam.gone"}]

    assert sorted(p.path for p in problems_of(data)) == [("links", 0), ("links", 1, "forbid"), ("links", 2, "forbid")]
