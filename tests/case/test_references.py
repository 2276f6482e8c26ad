"""One fault at a time: each rule finds it at its path and says how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from detente.case import make_case
from detente.errors import CaseError, Path

from .samples import changed, only_problem_of, problems_of, river_case, without

_DAM: Path = ("parties", "north", "stances", "dam")
_BARE: Path = ("parties", "south", "stances", "dam")
_NAN = float("nan")
_INF = float("inf")


@dataclass(frozen=True)
class _Fault:
    """A value to put at a path, and the problem that it must give."""

    path: Path
    value: Any
    rule: str
    what: str
    remedy: str
    at: Path | None = None
    """Path of the problem, where it is not that of the value."""


def _check(fault: _Fault) -> None:
    problem = only_problem_of(changed((fault.path, fault.value)))

    assert fault.rule == problem.rule
    assert (fault.at or fault.path) == problem.path
    assert fault.what in problem.what
    assert fault.remedy in problem.remedy
    assert problem.severity == "error"


def test_the_river_case_has_no_fault() -> None:
    """What all other tests here start from is sound."""
    assert problems_of(river_case()) == ()


_UNKNOWN_KEYS = {
    "in the case": (("partys",), {}, "'parties'"),
    "in a party": (("parties", "north", "powr"), 5, "'power'"),
    "in a stance": ((*_DAM, "saliance"), 5, "'salience'"),
    "in a quantity": ((*_DAM, "salience"), {"value": 5, "becuase": ["s1"]}, "'because'"),
    "in an issue": (("issues", "dam", "outcoms"), {}, "'outcomes'"),
    "in an outcome": (("issues", "dam", "outcomes", "built", "lable"), "x", "'label'"),
    "in a document": (("documents", 0, "autor"), "x", "'author'"),
    "in a statement": (("statements", 0, "speeker"), "x", "'speaker'"),
    "in a voice": (("voices", "envoy", "nmae"), "x", "'name'"),
    "in a link": (("links", 0, "judgd_by"), "x", "'judged_by'"),
    "in an option": (("options", "north", "dig", "revrsible"), False, "'reversible'"),
    "in an interaction": (("parties", "north", "interactions", 0, "whem"), "x", "'when'"),
}


@pytest.mark.parametrize(("path", "value", "meant"), _UNKNOWN_KEYS.values(), ids=_UNKNOWN_KEYS)
def test_an_unknown_key_is_named_with_the_one_that_was_meant(path: Path, value: Any, meant: str) -> None:
    """The problem is at the key itself."""
    problem = only_problem_of(changed((path, value)))

    wrong = path[-1] if path[-1] != "salience" else "becuase"
    assert problem.rule == "unknown-key"
    assert f"unknown key {wrong!r}" in problem.what
    assert f"did you mean {meant}?" == problem.remedy
    assert problem.on_key
    assert wrong == problem.path[-1]


def test_an_unknown_key_like_no_other_is_to_be_removed() -> None:
    """No guess is better than a wild one."""
    problem = only_problem_of(changed((("parties", "north", "qqqq"), 5)))

    assert "remove it" in problem.remedy


@pytest.mark.parametrize(
    "path",
    [
        ("format",), ("case",), ("title",), ("issues", "dam", "question"), ("issues", "dam", "outcomes", "built", "label"),
        ("parties", "north", "name"), ("parties", "north", "kind"), ("documents", 0, "title"), ("statements", 0, "act"),
        ("statements", 0, "speaker"), ("statements", 0, "holder"), ("voices", "envoy", "name"), ("options", "north", "dig", "label"),
        ("parties", "north", "interactions", 0, "when"), ("parties", "north", "interactions", 0, "add"),
    ],
)  # fmt: skip
def test_a_missing_key_is_named(path: Path) -> None:
    """The remedy is to add it, and nothing else is said."""
    problem = only_problem_of(without(*path))

    assert problem.rule == "missing-key"
    assert path == problem.path
    assert f"lacks {path[-1]!r}" in problem.what
    assert f"add {path[-1]!r}" == problem.remedy


def test_a_case_without_parties_and_issues_lacks_both() -> None:
    """Both are named in one go."""
    data = without("options") | {"parties": {}, "issues": {}, "infeasible": [], "priorities": {}, "statements": []}

    assert {("parties",), ("issues",)} <= {p.path for p in problems_of(data)}


def test_a_case_may_be_about_moves_alone() -> None:
    """What can be done is a question as well."""
    data = {"format": 1, "case": "c", "title": "t", "parties": {"a": {"name": "A", "kind": "principal"}}}

    assert problems_of(data | {"options": {"a": {"go": {"label": "Go"}}}}) == ()


def test_a_ranking_has_a_letter_for_every_option_and_stands_alone() -> None:
    """Both faults are named."""
    data = {
        "format": 1, "case": "c", "title": "t", "parties": {"a": {"name": "A", "kind": "principal"}},
        "options": {"a": {"go": {"label": "Go"}}}, "rankings": {"a": ["Y", ["N", "YN"]]}, "priorities": {"a": ["a.go"]},
    }  # fmt: skip

    assert [(p.rule, p.path) for p in problems_of(data)] == [
        ("ranking", ("rankings", "a")), ("ranking", ("rankings", "a", 1)),
    ]  # fmt: skip


def test_an_option_has_one_direction() -> None:
    """It cannot be taken back, and be switched both ways."""
    data = {
        "format": 1, "case": "c", "title": "t", "parties": {"a": {"name": "A", "kind": "principal"}},
        "options": {"a": {"go": {"label": "Go", "reversible": False, "direction": "off"}}},
    }  # fmt: skip

    assert "contradict each other" in only_problem_of(data).what


_DANGLING = {
    "document of a statement": _Fault(("statements", 0, "document"), "memmo", "dangling-id", "no document 'memmo'", "'memo'?"),
    "speaker": _Fault(("statements", 1, "speaker"), "sauth", "dangling-id", "no party or voice 'sauth'", "'south'?"),
    "holder": _Fault(("statements", 0, "holder"), "nort", "dangling-id", "no party or voice 'nort'", "'north'?"),
    "link of a chain": _Fault(("statements", 0, "chain", 0), "authr", "dangling-id", "no party or voice 'authr'", "'author'?"),
    "target": _Fault(
        ("statements", 0, "target"), "sauth", "dangling-id", "'sauth'", "'south'?", ("statements", 0, "target", 0)
    ),
    "second target": _Fault(("statements", 0, "target"), ["south", "zzz"], "dangling-id", "'zzz'", "envoy", ("statements", 0, "target", 1)),
    "topic": _Fault(("statements", 1, "about", 0), "dam.bilt", "dangling-id", "option 'dam.bilt'", "'dam.built'?"),
    "confidential_to of a document": _Fault(
        ("documents", 0, "confidential_to"), ["nort"], "dangling-id", "no party 'nort'", "'north'?", ("documents", 0, "confidential_to", 0)
    ),
    "confidential_to of a statement": _Fault(
        ("statements", 0, "confidential_to"), "envoy", "dangling-id", "no party 'envoy'", "north", ("statements", 0, "confidential_to", 0)
    ),
    "party of a voice": _Fault(("voices", "envoy", "of"), "nort", "dangling-id", "no party 'nort'", "'north'?"),
    "principal of a faction": _Fault(("parties", "farmers", "of"), "sauth", "dangling-id", "no party 'sauth'", "'south'?"),
    "issue of a stance": _Fault(
        ("parties", "south", "stances", "damm"), {"position": 5}, "dangling-id", "no issue 'damm'", "'dam'?"
    ),
    "outcome of values": _Fault((*_DAM, "values", "bulit"), 5, "dangling-id", "no outcome of dam 'bulit'", "'built'?"),
    "outcome of a ranking": _Fault(
        ("parties", "north", "stances", "water", "ranking"), ["most", ["half", "little"], "litle"], "dangling-id",
        "no outcome of water 'litle'", "'little'?", ("parties", "north", "stances", "water", "ranking", 2),
    ),
    "red line": _Fault((*_DAM, "red_line"), ["none", "nonne"], "dangling-id", "'nonne'", "'none'?", (*_DAM, "red_line", 1)),
    "bottom line": _Fault((*_DAM, "bottom_line"), "shard", "dangling-id", "no outcome of dam 'shard'", "'shared'?"),
    "consent": _Fault(
        ("issues", "dam", "outcomes", "built", "needs"), ["fnd"], "dangling-id", "no party 'fnd'", "'fund'?",
        ("issues", "dam", "outcomes", "built", "needs", 0),
    ),
    "because of a party": _Fault(("parties", "north", "because"), ["s1", "s9"], "dangling-id", "no statement 's9'", "s", ("parties", "north", "because", 1)),
    "because of a stance": _Fault((*_DAM, "because", 0), "s11", "dangling-id", "no statement 's11'", "'s1'?"),
    "because of a number": _Fault(
        ("parties", "north", "power"), {"value": 5, "because": ["zz"]}, "dangling-id", "no statement 'zz'", "s1, s2",
        ("parties", "north", "power", "because", 0),
    ),
    "because of a value": _Fault(
        (*_DAM, "values", "none"), {"value": 5, "because": ["zz"]}, "dangling-id", "'zz'", "s1, s2",
        (*_DAM, "values", "none", "because", 0),
    ),
    "because of a bottom line": _Fault(
        (*_DAM, "bottom_line"), {"value": 5, "because": ["zz"]}, "dangling-id", "'zz'", "s1", (*_DAM, "bottom_line", "because", 0)
    ),
    "because of an interaction": _Fault(
        ("parties", "north", "interactions", 0, "because"), ["zz"], "dangling-id", "'zz'", "s1",
        ("parties", "north", "interactions", 0, "because", 0),
    ),
    "because of its points": _Fault(
        ("parties", "north", "interactions", 0, "add"), {"value": 5, "because": ["zz"]}, "dangling-id", "'zz'", "s1",
        ("parties", "north", "interactions", 0, "add", "because", 0),
    ),
    "because of a link": _Fault(("links", 0, "because"), ["zz"], "dangling-id", "'zz'", "s1", ("links", 0, "because", 0)),
    "because of an option": _Fault(("options", "north", "dig", "because", 0), "zz", "dangling-id", "'zz'", "s1"),
    "outcome of a link": _Fault(("links", 0, "unless"), "water.haf", "dangling-id", "no outcome 'water.haf'", "'water.half'?"),
    "outcome of a link's not": _Fault(("links", 0, "not"), "not dam.sharde", "dangling-id", "no outcome 'dam.sharde'", "'dam.shared'?"),
    "outcome of a condition": _Fault(
        ("parties", "north", "interactions", 0, "when"), "dam.none or dam.nil", "dangling-id", "no outcome 'dam.nil'", "did you mean 'dam."
    ),
    "issue without its outcome": _Fault(("links", 0, "unless"), "water", "dangling-id", "no outcome 'water'", ""),
    "option of infeasible": _Fault(("infeasible", 0), "north.dog", "dangling-id", "no option 'north.dog'", "'north.dig'?"),
    "option of priorities": _Fault(("priorities", "south", 1), "not south.su", "dangling-id", "no option 'south.su'", "'south.sue'?"),
}  # fmt: skip


@pytest.mark.parametrize("fault", _DANGLING.values(), ids=_DANGLING)
def test_an_id_that_nothing_declares_is_found(fault: _Fault) -> None:
    """The remedy is the nearest id, or what there is."""
    _check(fault)


@pytest.mark.parametrize("form", ["require", "forbid", "if", "then"])
def test_each_form_of_a_link_is_checked(form: str) -> None:
    """An outcome that is not there is found behind every key."""
    other = {"if": "then", "then": "if"}.get(form)
    link = {form: "dam.gone"} | ({other: "dam.built"} if other else {})

    problem = only_problem_of(changed((("links", 0), link)))

    assert ("dangling-id", ("links", 0, form)) == (problem.rule, problem.path)


@pytest.mark.parametrize("field", ["options", "priorities"])
def test_an_owner_that_is_no_party_is_found_at_its_key(field: str) -> None:
    """Options and priorities belong to parties."""
    value: Any = {"go": {"label": "Go"}} if field == "options" else ["north.dig"]

    problem = only_problem_of(changed(((field, "nort"), value)))

    assert ("dangling-id", (field, "nort"), True) == (problem.rule, problem.path, problem.on_key)
    assert problem.remedy == "did you mean 'north'?"


def test_an_author_needs_no_declaration() -> None:
    """Every document has one."""
    data = changed((("statements", 1, "speaker"), "author"), (("statements", 1, "holder"), "author"))

    assert problems_of(data) == ()


_DUPLICATES = {
    "document": _Fault(
        ("documents", 1), {"id": "memo", "title": "T", "file": "a.txt"}, "duplicate-id", "a second one of the documents is called 'memo'",
        "an id of its own", ("documents", 1, "id"),
    ),
    "statement": _Fault(
        ("statements", 1, "id"), "s1", "duplicate-id", "a second one of the statements is called 's1'", "an id of its own"
    ),
    "voice and party": _Fault(
        ("voices", "north"), {"name": "N"}, "duplicate-id", "the voice 'north' has the name of a party", "rename it"
    ),
    "voice of the author": _Fault(
        ("voices", "author"), {"name": "N"}, "duplicate-id", "'author' has the name of every document's author", "rename it"
    ),
    "rank": _Fault(
        ("parties", "north", "stances", "water", "ranking"), ["most", ["half", "little"], "half"], "duplicate-id",
        "'half' is ranked twice", "rank it once", ("parties", "north", "stances", "water", "ranking", 2),
    ),
    "rank inside a tie": _Fault(
        ("parties", "north", "stances", "water", "ranking"), ["most", ["half", "half", "little"]], "duplicate-id",
        "'half' is ranked twice", "rank it once", ("parties", "north", "stances", "water", "ranking", 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", [f for k, f in _DUPLICATES.items() if k != "statement"], ids=[k for k in _DUPLICATES if k != "statement"])  # fmt: skip
def test_a_second_thing_of_one_name_is_found(fault: _Fault) -> None:
    """Ids are unique where they are looked up."""
    _check(fault)


def test_a_second_statement_of_one_id_is_found() -> None:
    """What cites the id that is gone is found, too."""
    rules = {(p.rule, p.path) for p in problems_of(changed((("statements", 1, "id"), "s1")))}

    assert rules == {("duplicate-id", ("statements", 1, "id")), ("dangling-id", (*_BARE, "because", 0))}


def test_a_party_that_belongs_to_itself_is_a_cycle() -> None:
    """Following ``of:`` must end."""
    problem = only_problem_of(changed((("parties", "fund", "of"), "fund")))

    assert (problem.rule, problem.path) == ("cycle", ("parties", "fund", "of"))
    assert "leads back" in problem.what


def test_two_parties_that_belong_to_each_other_are_a_cycle() -> None:
    """Each of the two is told."""
    data = changed(
        (("parties", "fund", "of"), "bank"), (("parties", "bank"), {"name": "Bank", "kind": "backer", "of": "fund"})
    )

    problems = problems_of(data)

    assert [(p.rule, p.path) for p in problems] == [
        ("cycle", ("parties", "fund", "of")),
        ("cycle", ("parties", "bank", "of")),
    ]


def test_a_party_that_leads_into_a_cycle_is_not_in_it() -> None:
    """Only those that come back to themselves are at fault."""
    data = changed(
        (("parties", "a"), {"name": "A", "kind": "backer", "of": "b"}),
        (("parties", "b"), {"name": "B", "kind": "backer", "of": "b"}),
    )

    assert only_problem_of(data).path == ("parties", "b", "of")


def test_a_faction_belongs_to_a_principal() -> None:
    """A faction of a backer could refuse nothing."""
    problem = only_problem_of(changed((("parties", "farmers", "of"), "fund")))

    assert (problem.rule, problem.path) == ("kind", ("parties", "farmers", "of"))
    assert "'fund' is not a principal" in problem.what


_VALUES = {
    "NaN": _Fault(("parties", "north", "power"), _NAN, "value", "finite number", "finite number"),
    "infinity": _Fault(("parties", "north", "power"), _INF, "value", "finite number", "finite number"),
    "infinity in a range": _Fault(("parties", "north", "no_deal"), [0, _INF], "value", "finite number", "finite", ("parties", "north", "no_deal")),
    "NaN as a place": _Fault(("issues", "water", "outcomes", "most", "at"), _NAN, "value", "finite number", "finite"),
    "low above high": _Fault(("parties", "north", "no_deal"), [40, 20], "value", "low 40.0 is above high 20.0", "smaller number first"),
    "likely outside": _Fault(
        ("parties", "north", "no_deal"), {"low": 10, "likely": 30, "high": 20}, "value", "likely 30.0 is outside", ""
    ),
    "text for a number": _Fault(("parties", "north", "power"), "60", "value", "a quantity is a number", "one of these three"),
    "a value off its scale": _Fault((*_DAM, "values", "none"), -5, "value", "-5 is outside 0–100", "on the scale"),
    "a place off its scale": _Fault(("issues", "water", "outcomes", "most", "at"), 101, "value", "100", ""),
    "a number too long": _Fault(("parties", "north", "power"), 10**400, "value", "number", ""),
    "true for a number": _Fault((*_DAM, "values", "none"), True, "value", "a quantity is a number", "one of these three"),
    "a wrong bottom line": _Fault((*_DAM, "bottom_line"), [1, 2, 3], "value", "is not a bottom line", "name an outcome of the issue"),
    "a number for a name": _Fault(("parties", "north", "name"), 5, "value", "not 5", "put quotes around"),
    "an empty name": _Fault(("parties", "north", "name"), "", "value", "at least 1 character", "at least one character"),
    "an unknown kind": _Fault(("parties", "north", "kind"), "principle", "value", "'principal'", "did you mean 'principal'?"),
    "an unknown act": _Fault(("statements", 0, "act"), "demands", "value", "'demand'", "did you mean 'demand'?"),
    "an unknown marking": _Fault(("marking",), "secret", "value", "'public'", "use one of these words"),
    "another format": _Fault(("format",), 2, "value", "1", ""),
    "a date": _Fault(("statements", 0, "date"), "last week", "value", "a date is written", "as precise as it is known"),
    "an id": _Fault(("statements", 0, "speaker"), "two words", "value", "an id starts with a letter", "rename"),
    "a word of the language": _Fault(("case",), "not", "value", "is a word of the expression language", "rename"),
    "judged_by without why": _Fault((*_DAM, "judged_by"), "A", "value", "judged_by is given but why is not", "give both", _DAM),
    "why without judged_by": _Fault(("parties", "north", "why"), "W", "value", "why is given but judged_by is not", "both", ("parties", "north")),
    "two forms of a stance": _Fault((*_DAM, "position"), 5, "value", "values and position both say", "", _DAM),
    "nothing in a stance": _Fault(_BARE, {"salience": 5}, "value", "a stance needs values, a ranking, a position", ""),
    "a faction of nobody": _Fault(
        ("parties", "farmers"), {"name": "F", "kind": "faction"}, "value", "a faction needs of:", ""
    ),
    "a principal of another": _Fault(("parties", "north", "of"), "south", "value", "a principal stands for itself", "", ("parties", "north")),
    "refusal by a backer": _Fault(
        ("parties", "fund", "can_refuse"), True, "value", "only a faction has can_refuse", "", ("parties", "fund")
    ),
    "a document of nowhere": _Fault(
        ("documents", 0), {"id": "memo", "title": "T"}, "value", "a document needs a file or a digest", ""
    ),
    "a digest in another form": _Fault(("documents", 0, "digest"), "md5:123", "value", "pattern", ""),
    "span without digest": _Fault(
        ("statements", 0),
        {"id": "s1", "document": "memo", "span": [0, 5], "speaker": "north", "holder": "north", "act": "demand"},
        "value", "span needs the digest of the words", "",
    ),
    "quote and span": _Fault(("statements", 0, "span"), [0, 5], "value", "give either quote or span", "", ("statements", 0)),
    "a chain that ends elsewhere": _Fault(
        ("statements", 0, "chain"), ["envoy", "author"], "value", "the last of chain is not the speaker", "", ("statements", 0)
    ),
    "half of a link": _Fault(("links", 0), {"unless": "water.half"}, "value", "one of the four", "keep one of the four"),
    "two links in one": _Fault(("links", 0, "require"), "dam.built", "value", "one of the four", "keep one", ("links", 0)),
    "a list for a mapping": _Fault(("parties", "farmers"), [], "value", "", "write keys and values"),
    "text for a list": _Fault(("statements", 0, "chain"), "envoy", "value", "", "write a list"),
}  # fmt: skip


@pytest.mark.parametrize("fault", _VALUES.values(), ids=_VALUES)
def test_a_value_that_cannot_be_is_found(fault: _Fault) -> None:
    """One fault gives one problem at its path."""
    _check(fault)


@pytest.mark.parametrize(
    "span",
    [pytest.param([5, 5], id="empty"), pytest.param([9, 5], id="backwards"), pytest.param([-1, 5], id="negative")],
)
def test_a_span_has_a_beginning_before_its_end(span: list[int]) -> None:
    """Offsets count from 0 and go forward."""
    digest = "sha256:0123456789abcdef"
    statement = {"id": "s1", "document": "memo", "speaker": "north", "holder": "north", "act": "demand"}

    problem = only_problem_of(changed((("statements", 0), statement | {"span": span, "digest": digest})))

    assert problem.path[:2] == ("statements", 0)


def test_an_issue_without_outcomes_is_refused() -> None:
    """There is no question without an answer; what refers to the answers is not reported as well."""
    problems = problems_of(changed((("issues", "water", "outcomes"), {}), (("links",), [])))

    assert ("value", ("issues", "water", "outcomes")) in [(p.rule, p.path) for p in problems]


def test_a_case_without_issues_is_refused() -> None:
    """There is nothing to talk about."""
    data = {"format": 1, "case": "c", "title": "t", "parties": {"a": {"name": "A", "kind": "principal"}}, "issues": {}}

    problem = only_problem_of(data)

    assert problem.path == ("issues",)
    assert "add at least one" in problem.remedy


@pytest.mark.parametrize("parties", [{}, {"a": {"name": "A", "kind": "mediator"}}])
def test_a_case_without_a_principal_is_refused(parties: Any) -> None:
    """Somebody must sign."""
    issues = {"i": {"question": "q", "outcomes": {"x": {"label": "X"}}}}
    data = {"format": 1, "case": "c", "title": "t", "parties": parties, "issues": issues}

    problem = only_problem_of(data)

    assert (problem.rule, problem.path) == ("no-principal", ("parties",))
    assert "kind: principal" in problem.remedy


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param((*_DAM, "values"), {"built": 100, "none": 0}, id="values"),
        pytest.param((*_DAM, "values"), {"built": 100, "none": 0}, id="values of a mapping"),
        pytest.param(("parties", "north", "stances", "water", "ranking"), ["most", "little"], id="ranking"),
    ],
)
def test_an_outcome_without_a_value_is_found(path: Path, value: Any) -> None:
    """Every outcome of the issue needs a worth."""
    problem = only_problem_of(changed((path, value)))

    lacking = "shared" if "dam" in path else "half"
    assert ("no-value", path) == (problem.rule, problem.path)
    assert f"nothing says what {lacking} is worth" == problem.what


@pytest.mark.parametrize("form", ["values", "ranking"])
def test_an_empty_stance_says_nothing_of_any_outcome(form: str) -> None:
    """All that lacks is named, at the key that is there."""
    empty: Any = {} if form == "values" else []

    problem = only_problem_of(changed((("parties", "north", "stances", "water"), {form: empty})))

    assert ("no-value", ("parties", "north", "stances", "water", form)) == (problem.rule, problem.path)
    assert "most, half, little" in problem.what


def test_a_bottom_line_needs_values_to_be_compared_with() -> None:
    """A red line alone puts the outcomes in no order."""
    problem = only_problem_of(changed((_BARE, {"red_line": ["built"], "bottom_line": "shared"})))

    assert problem.rule == "no-value"
    assert problem.path[:4] == _BARE
    assert problem.remedy == "add values, a ranking or a position"


def test_a_position_needs_a_place_for_every_outcome() -> None:
    """Without a scale there is no distance."""
    problem = only_problem_of(changed((("parties", "south", "stances", "water"), {"position": 5})))

    assert problem.rule == "no-scale"
    assert problem.path[:4] == ("parties", "south", "stances", "water")
    assert "most, half, little" in problem.what
    assert "at:" in problem.remedy


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("dam.built and", "expected a name, 'not' or '(' at the end"),
        ("dam.built or or dam.none", "expected a name, 'not' or '(' at column 14"),
        ("(dam.built", "expected ')' at the end"),
        ("dam.built)", "expected an end or an operator, found ')' at column 10"),
        ("dam.built dam.none", "expected an end or an operator, found 'dam.none' at column 11"),
        ("dam.built & dam.none", "unexpected character '&' at column 11"),
        ("dam.built if dam.none if water.half", "a second 'if' needs parentheses"),
        ("__import__('os')", "unexpected character"),
        pytest.param("(" * 200 + "dam.built" + ")" * 200, "more than 50 nested parts", id="brackets"),
        pytest.param("not " * 400 + "dam.built", "more than 50 nested parts", id="nots"),
        pytest.param(" and ".join(["dam.built"] * 300), "the expression has 599 words", id="words"),
    ],
)
def test_a_condition_that_is_none_is_found_with_its_column(text: str, what: str) -> None:
    """The message shows where the expression breaks off."""
    path = ("parties", "north", "interactions", 0, "when")

    problem = only_problem_of(changed((path, text)))

    assert ("expression", path) == (problem.rule, problem.path)
    assert what in problem.what
    assert "and, or, not, if, iff" in problem.remedy


_CONDITIONS: dict[str, tuple[Path, str]] = {
    "a link": (("links", 0), "dam.built"),
    "an interaction": (("parties", "north", "interactions", 0, "when"), "dam.built"),
    "infeasible": (("infeasible", 0), "north.dig"),
    "priorities": (("priorities", "south", 0), "north.dig"),
}


@pytest.mark.parametrize(("path", "name"), _CONDITIONS.values(), ids=_CONDITIONS)
def test_a_condition_may_have_four_hundred_words_wherever_it_stands(path: Path, name: str) -> None:
    """The language's own bounds are the only ones."""
    text = " or ".join([name] * 200)

    assert problems_of(changed((path, {"require": text} if path[0] == "links" else text))) == ()


@pytest.mark.parametrize("path", [path for path, _ in _CONDITIONS.values()], ids=_CONDITIONS)
def test_an_empty_condition_is_one_problem(path: Path) -> None:
    """Nothing is no condition."""
    problem = only_problem_of(changed((path, {"require": ""} if path[0] == "links" else "")))

    assert path == problem.path[: len(path)]


def test_an_id_that_contains_a_word_of_the_language_is_a_name() -> None:
    """Notary is no not."""
    data = changed((("options", "north", "notary"), {"label": "x"}), (("infeasible", 0), "not north.notary"))

    assert problems_of(data) == ()


@pytest.mark.parametrize(
    "file",
    [
        "../memo.txt", "documents/../../memo.txt", "..", "/etc/passwd", "C:\\memo.txt", "C:memo.txt", "\\\\server\\share\\memo.txt",
        "..\\memo.txt", "documents\\..\\..\\memo.txt", "\\memo.txt", "//server/memo.txt", "documents/..",
    ],
)  # fmt: skip
def test_a_document_outside_the_folder_of_its_case_is_refused(file: str) -> None:
    """On every system, whatever way it leads out."""
    problem = only_problem_of(changed((("documents", 0, "file"), file)))

    assert (problem.rule, problem.path) == ("path", ("documents", 0, "file"))
    assert "not a path inside the case's folder" in problem.what
    assert "digest" in problem.remedy


@pytest.mark.parametrize("file", ["memo.txt", "documents/sub/memo.txt", "a..b.txt", "...txt", "é/中.md", "./memo.txt"])
def test_a_document_inside_the_folder_is_fine(file: str) -> None:
    """Dots in a name are no way out."""
    assert problems_of(changed((("documents", 0, "file"), file))) == ()


@pytest.mark.parametrize(
    "salience", [0, [0, 0], {"judgements": [{"by": "A", "value": 0, "why": "W"}, {"by": "B", "value": 9, "why": "V"}]}]
)
def test_a_party_to_which_nothing_matters_is_refused(salience: Any) -> None:
    """Its mean value would be nothing over nothing."""
    stances = {
        "dam": {"position": 10, "salience": salience},
        "water": {"ranking": ["most", "half", "little"], "salience": 0},
    }

    problem = only_problem_of(changed((("parties", "south", "stances"), stances)))

    assert (problem.rule, problem.path) == ("no-weight", ("parties", "south", "stances"))
    assert "above zero" in problem.remedy


@pytest.mark.parametrize("other", [{}, {"salience": [0, 1]}, {"salience": 5}])
def test_one_salience_above_zero_is_enough(other: Any) -> None:
    """A salience that is absent is not zero."""
    stances = {"dam": {"position": 10, "salience": 0}, "water": {"ranking": ["most", "half", "little"], **other}}

    assert problems_of(changed((("parties", "south", "stances"), stances))) == ()


def test_data_that_are_no_mapping_are_refused() -> None:
    """A list is no case."""
    problem = only_problem_of([river_case()])

    assert problem.rule == "shape"
    assert "a mapping of keys to values" in problem.what


def test_make_case_raises_all_problems_together() -> None:
    """The error has them as data."""
    data = changed((("parties", "north", "power"), "x"), (("infeasible", 0), "north.dog"))

    with pytest.raises(CaseError) as caught:
        make_case(data)

    assert [p.path for p in caught.value.problems] == [("parties", "north", "power"), ("infeasible", 0)]


def test_a_key_that_is_not_text_is_a_problem_and_not_a_crash() -> None:
    """Plain data from Python can have whatever keys."""
    data = changed((("parties", 1), {"name": "One", "kind": "backer"}), (("parties", "farmers", "of"), "gone"))

    assert ("parties", 1) in [p.path for p in problems_of(data)]
