"""The part `dynamics` of a case: faults with line and column, whole round trips, nothing confidential leaves."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import Case, as_mapping, dump_case, load_case, make_case
from detente.case.change import with_value
from detente.case.confidential import as_seen_by, confidential_to
from detente.case.files import parse_case
from detente.case.walk import citations_in, numbers_in, owner_of
from detente.errors import CaseError, Problem

from .samples import river_case
from .strategies import amounts

HEAD = yaml.safe_dump(river_case(), sort_keys=False, allow_unicode=True)
DYNAMICS = """\
dynamics:
  sides: [north, south]
  began: 2020-01
  discount: 0.97
  balance: {advantage: 0.5, swing: [0.1, 0.3]}
  resolve:
    north: {tough: 0.5, cost_tough: 1, cost_weak: 3}
  trust:
    south: {trustworthy: 0.4}
  audience:
    north: {line: 40}
  backers:
    fund: {of: north, adds: 0.1}
  commitment: {rising: south, later: 0.6}
  holdings:
    farmers: {holder: north, stays: 0.5}
  fronts: {east: 10, west: 20}
  forces: {north: 2}
  leaves: [east]
  deferrals:
    water.half: {claimant: south, months: 60}
  preconditions:
    - {of: north, step: dam.none, before: 50, after: 40}
  threats:
    - {by: south, label: To sue, gain: 5, cost: 3}
  reciprocity:
    - {label: Letters are answered, temptation: 60}
  moves:
    north.dig: {if_tough: 0.2, if_weak: 0.7, because: [s1]}
  events:
    - {date: 2020-02, label: A bridge falls, by: north, about: dam, own: -3}
"""
HERE = "¦"
"""Marks the place that a problem must name."""


def _problems(*changes: tuple[str, str]) -> tuple[tuple[Problem, ...], str]:
    text = DYNAMICS
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return parse_case((HEAD + text).replace(HERE, "")).problems, HEAD + text


def _place(text: str) -> str:
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if HERE in row)
    return f"case.yaml:{line}:{text.splitlines()[line - 1].index(HERE) + 1}: "


_FAULTS: dict[str, tuple[str, str, str]] = {
    "one side": ("[north, south]", "¦[north]", "at least 2"),
    "three sides": ("[north, south]", "¦[north, south, fund]", "at most 2"),
    "resolve of nobody": ("north: {tough", "¦nort: {tough", "no party 'nort'; did you mean 'north'?"),
    "trust in nobody": ("south: {trust", "¦sout: {trust", "no party 'sout'"),
    "audience of nobody": ("north: {line", "¦nort: {line", "no party 'nort'"),
    "forces of nobody": ("{north: 2}", "{¦nort: 2}", "no party 'nort'"),
    "resolve of a third": ("north: {tough", "¦fund: {tough", "'fund' is none of the two sides, north and south"),
    "trust in a third": ("south: {trust", "¦farmers: {trust", "'farmers' is none of the two sides"),
    "audience of a third": ("north: {line", "¦farmers: {line", "'farmers' is none of the two sides"),
    "forces of a third": ("{north: 2}", "{¦farmers: 2}", "'farmers' is none of the two sides"),
    "backer that is no party": ("fund: {of", "¦fnd: {of", "no party 'fnd'; did you mean 'fund'?"),
    "backer of a third": ("{of: north, adds", "{of: ¦farmers, adds", "'farmers' is none of the two sides"),
    "backer of nobody": ("{of: north, adds", "{of: ¦nort, adds", "no party 'nort'"),
    "rise of a third": ("rising: south", "rising: ¦fund", "'fund' is none of the two sides"),
    "community that is no party": ("farmers: {holder", "¦framers: {holder", "no party 'framers'"),
    "holder that is a third": ("holder: north", "holder: ¦fund", "'fund' is none of the two sides"),
    "front that is not there": ("[east]", "[east, ¦nroth]", "no front 'nroth'"),
    "front that is nearly there": ("[east]", "[¦est]", "no front 'est'; did you mean"),
    "outcome that is not there": ("water.half: {", "¦water.haf: {", "no outcome 'water.haf'; did you mean 'water.half'?"),
    "issue for an outcome": ("water.half: {", "¦water: {", "no outcome 'water'"),
    "claimant that is a third": ("claimant: south", "claimant: ¦fund", "'fund' is none of the two sides"),
    "step asked of a third": ("{of: north, step", "{of: ¦fund, step", "'fund' is none of the two sides"),
    "step without an outcome": ("step: dam.none", "step: ¦dam.none or dam.gone", "no outcome 'dam.gone'"),
    "step that is no condition": ("step: dam.none", "step: ¦dam.none and", "is not an expression"),
    "threat by nobody": ("{by: south", "{by: ¦sauth", "no party 'sauth'"),
    "option that is not there": ("north.dig: {", "¦north.dog: {", "no option 'north.dog'; did you mean 'north.dig'?"),
    "option of another": ("north.dig: {", "¦south.dig: {", "no option 'south.dig'"),
    "event by nobody": ("by: north, about", "by: ¦nort, about", "no party 'nort'"),
    "issue that is not there": ("about: dam", "about: ¦damm", "no issue 'damm'; did you mean 'dam'?"),
    "statement that is not there": ("because: [s1]", "because: [¦s9]", "no statement 's9'"),
    "costs in the wrong order": ("north: {tough: 0.5, cost_tough: 1,", "north: ¦{tough: 0.5, cost_tough: 4,", "cost_tough (up to 4) must be below cost_weak (from 3)"),
    "equal costs": ("north: {tough: 0.5, cost_tough: 1,", "north: ¦{tough: 0.5, cost_tough: 3,", "must be below cost_weak"),
    "overlapping costs": ("north: {tough: 0.5, cost_tough: 1, cost_weak: 3}", "north: ¦{cost_tough: [1, 4], cost_weak: [3, 6]}", "cost_tough (up to 4) must be below cost_weak (from 3)"),
    "probability above 1": ("tough: 0.5", "tough: ¦1.5", "outside 0–1"),
    "probability below 0": ("tough: 0.5", "tough: ¦-0.5", "outside 0–1"),
    "range across 1": ("swing: [0.1, 0.3]", "swing: ¦[0.1, 1.3]", "outside 0–1"),
    "range upside down": ("swing: [0.1, 0.3]", "swing: ¦[0.3, 0.1]", "low 0.3 is above high 0.1"),
    "negative cost": ("cost: 3}", "cost: ¦-3}", "outside 0–100"),
    "cost above the scale": ("cost_weak: 3}", "cost_weak: ¦300}", "outside 0–100"),
    "negative time": ("months: 60", "months: ¦-1", "outside 0–1200"),
    "step off the scale": ("own: -3", "own: ¦-300", "outside -100–100"),
    "no number": ("discount: 0.97", "discount: ¦.nan", "finite number"),
    "infinity": ("discount: 0.97", "discount: ¦.inf", "finite number"),
    "a text for a number": ("discount: 0.97", "discount: ¦soon", "a quantity is a number"),
    "a truth value for a number": ("discount: 0.97", "discount: ¦true", "a quantity is a number"),
    "a list for a group": ("balance: {advantage: 0.5, swing: [0.1, 0.3]}", "balance: ¦[0.5]", "write keys and values"),
    "a number for a group": ("north: {line: 40}", "north: ¦40", "write keys and values"),
    "a date that is none": ("began: 2020-01", "began: ¦soon", "a date is written"),
    "a date out of the calendar": ("began: 2020-01", "began: ¦2020-13", "not in the calendar"),
    "unknown key": ("discount: 0.97", "¦disconut: 0.97", "unknown key 'disconut'; did you mean 'discount'?"),
    "unknown key in a group": ("{advantage: 0.5", "{¦advantge: 0.5", "unknown key 'advantge'; did you mean 'advantage'?"),
    "unknown key in a move": ("if_weak: 0.7", "¦if_waek: 0.7", "unknown key 'if_waek'; did you mean 'if_weak'?"),
    "unknown kind of event": ("about: dam", "kind: ¦war", "'battle'"),
    "missing side": ("{of: north, adds: 0.1}", "¦{adds: 0.1}", "lacks 'of'"),
}  # fmt: skip


_SIDES: dict[str, tuple[str, str, str]] = {
    "side that is no party": ("[north, south]", "[north, ¦sauth]", "no party 'sauth'; did you mean 'south'?"),
    "side that is no principal": ("[north, south]", "[north, ¦fund]", "'fund' is not a principal; the two sides are"),
    "side twice": ("[north, south]", "¦[south, south]", "'south' is both sides; name two different"),
}  # fmt: skip


def test_the_part_that_all_faults_start_from_is_sound() -> None:
    """Otherwise a test below could be right for a wrong reason."""
    assert _problems()[0] == ()


@pytest.mark.parametrize(("old", "new", "said"), _FAULTS.values(), ids=_FAULTS)
def test_a_fault_is_named_with_file_line_and_column(old: str, new: str, said: str) -> None:
    """One problem, at the word that is wrong."""
    problems, text = _problems((old, new))

    assert [_place(text)] == [str(p)[: str(p).index(": ") + 2] for p in problems]
    assert said in str(problems[0])
    assert problems[0].path[0] == "dynamics"
    assert problems[0].remedy


@pytest.mark.parametrize(("old", "new", "said"), _SIDES.values(), ids=_SIDES)
def test_a_wrong_side_is_named_first_with_its_place(old: str, new: str, said: str) -> None:
    """Whatever else then looks wrong stands after it."""
    problems, text = _problems((old, new))

    assert str(problems[0]).startswith(_place(text))
    assert said in str(problems[0])


@pytest.mark.parametrize(("old", "new", "said"), _SIDES.values(), ids=_SIDES)
def test_a_wrong_side_is_one_problem(old: str, new: str, said: str) -> None:
    """What is right once the name is right is no fault."""
    problems, _ = _problems((old, new))

    assert [said in str(p) for p in problems] == [True]


def test_faults_of_the_model_are_told_together() -> None:
    """Nobody repairs a file one message at a time."""
    problems, _ = _problems(
        ("tough: 0.5", "tough: 1.5"), ("discount: 0.97", "disconut: 0.97"), ("began: 2020-01", "began: soon"),
        ("swing: [0.1, 0.3]", "swing: [0.3, 0.1]"), ("cost: 3}", "cost: -3}"),
    )  # fmt: skip

    assert [p.line for p in problems] == sorted(p.line for p in problems)
    assert {p.path[1] for p in problems} == {"resolve", "disconut", "began", "balance", "threats"}


def test_dangling_names_are_told_together() -> None:
    """In the order of the file, whatever the order of the checks."""
    keys = ("sides", "leaves", "deferrals", "preconditions", "threats", "moves", "events")
    problems, _ = _problems(
        ("[north, south]", "[north, fund]"), ("[east]", "[est]"), ("water.half: {", "water.haf: {"),
        ("step: dam.none", "step: dam.gone"), ("{by: south", "{by: sauth"), ("north.dig: {", "north.dog: {"),
        ("about: dam", "about: damm"),
    )  # fmt: skip

    assert [p.line for p in problems] == sorted(p.line for p in problems)
    assert {p.path[1] for p in problems} >= set(keys)


def test_without_two_principals_nobody_is_a_third() -> None:
    """Where nobody says which two, only names that do not exist are refused."""
    data = river_case()
    data["parties"]["east"] = {"name": "East", "kind": "principal"}
    groups = {"resolve": {"east": {"tough": 0.5}, "north": {"tough": 0.5}}, "trust": {"weast": {"trustworthy": 0.5}}}

    with pytest.raises(CaseError) as caught:
        make_case(data | {"dynamics": groups})

    assert [p.path for p in caught.value.problems] == [("dynamics", "trust", "weast")]


def _case() -> Case:
    return load_case(HEAD + DYNAMICS)


def test_a_case_is_written_and_read_whole() -> None:
    """Nothing of the part is lost or filled in."""
    case = _case()

    again = load_case(dump_case(case))

    assert again.dynamics == case.dynamics
    assert again.digest == case.digest
    assert as_mapping(again)["dynamics"] == as_mapping(case)["dynamics"]


@st.composite
def _groups(draw: st.DrawFn) -> dict[str, Any]:
    share = amounts(0, 1)
    found: dict[str, Any] = {}
    if draw(st.booleans()):
        found["balance"] = draw(st.dictionaries(st.sampled_from(["advantage", "swing", "favours", "edge"]), share))
    if draw(st.booleans()):
        found["trust"] = {
            "north": draw(st.fixed_dictionaries({}, optional={"trustworthy": share, "temptation": amounts()}))
        }
    if draw(st.booleans()):
        found["moves"] = {"north.dig": draw(st.dictionaries(st.sampled_from(["if_tough", "if_weak", "size"]), share))}
    if draw(st.booleans()):
        found["events"] = [{"date": "2020", "label": "x", "by": "fund", "own": draw(amounts(-100, 100))}]
    return found  # fmt: skip


@given(groups=_groups())
@settings(max_examples=25, deadline=None)
def test_any_numbers_are_written_and_read_whole(groups: dict[str, Any]) -> None:
    """Points, ranges and triangles alike."""
    case = make_case(river_case() | {"dynamics": groups})

    assert load_case(dump_case(case)) == case


@pytest.mark.parametrize("empty", [{}, {"balance": {}}, {"resolve": {}, "moves": {}, "events": []}])
def test_a_part_that_says_nothing_leaves_the_digest_as_it_is(empty: dict[str, Any]) -> None:
    """Cases from before the part existed keep their name."""
    without, with_part = make_case(river_case()), make_case(river_case() | {"dynamics": empty})

    assert "dynamics" not in as_mapping(without)
    assert "dynamics" not in as_mapping(with_part)
    assert with_part.digest == without.digest


def test_a_part_that_says_something_changes_the_digest() -> None:
    """Results made from another state are told apart."""
    assert _case().digest != make_case(river_case()).digest
    assert with_value(_case(), "dynamics.discount", 0.96).digest != _case().digest


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("dynamics.discount", 0.9), ("dynamics.moves.north.dig.if_tough", 0.9), ("dynamics.deferrals.water.half.months", 12),
        ("dynamics.threats.0.gain", 9), ("dynamics.preconditions.0.step", "dam.built"), ("dynamics.events.0.by", "south"),
        ("dynamics.leaves.0", "west"), ("dynamics.resolve.south", {"tough": 0.2}), ("dynamics.sides", ["south", "north"]),
    ],
)  # fmt: skip
def test_a_value_at_a_path_is_changed_and_nothing_else(path: str, value: Any) -> None:
    """A key with a dot is one step."""
    before = _case()

    changed = with_value(before, path, value)

    assert before.digest == _case().digest != changed.digest
    assert changed.digest == with_value(changed, path, value).digest


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("dynamics.moves.north.dig", {"if_tough": 0.9}), ("dynamics.moves.south.sue", {"if_tough": 0.9}),
        ("dynamics.deferrals.water.half", {"claimant": "north"}),
        ("dynamics.deferrals.dam.shared", {"claimant": "north"}),
    ],
)  # fmt: skip
def test_a_path_may_end_at_a_key_with_a_dot(path: str, value: dict[str, Any]) -> None:
    """What stands there, or is added there, is a move or a deferral as a whole."""
    group, _, key = path.removeprefix("dynamics.").partition(".")

    changed = with_value(_case(), path, value)

    assert as_mapping(changed)["dynamics"][group][key] == value


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("dynamics.balanec.swing", "did you mean 'balance'?"),
        ("dynamics.resolve.nort.tough", "did you mean 'north'?"),
        ("dynamics.balance.swign", "did you mean 'swing'?"),
        ("dynamics.moves.north.dig.if_tuogh", "did you mean 'if_tough'?"),
        ("dynamics.moves.north.dog.if_tough", "north.dig"),
        ("dynamics.threats.3.gain", "nothing at 'dynamics.threats.3"),
    ],
)
def test_a_place_that_is_not_there_is_refused_with_the_nearest(path: str, said: str) -> None:
    """No guess is made."""
    with pytest.raises(CaseError) as caught:
        with_value(_case(), path, 0.5)

    assert said in str(caught.value)


_SECRET = {"value": 0.6, "judged_by": "us", "why": "we know", "confidential": True}


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("dynamics.resolve.north.tough", "north"), ("dynamics.trust.south.trustworthy", "south"),
        ("dynamics.commitment.later", "south"), ("dynamics.moves.north.dig.if_tough", "north"),
        ("dynamics.deferrals.water.half.months", "south"), ("dynamics.preconditions.0.before", "north"),
        ("dynamics.threats.0.gain", "south"), ("dynamics.events.0.own", "north"), ("dynamics.audience.north.line", "north"),
        ("dynamics.forces.north", "north"),
    ],
)  # fmt: skip
def test_a_secret_number_is_seen_by_its_own_side_only(path: str, owner: str) -> None:
    """For the other side it was never given."""
    case = with_value(_case(), path, _SECRET)
    other = {"north": "south", "south": "north"}[owner]
    place = next(n.path for n in numbers_in(case) if n.quantity is not None and n.quantity.confidential)

    seen = {side: [n.path for n in numbers_in(as_seen_by(case, side))] for side in (owner, other)}

    assert owner == owner_of(case, place)
    assert place in seen[owner]
    assert place not in seen[other]
    assert (owner,) == confidential_to(case)


@pytest.mark.parametrize("group", ["resolve", "audience"])
def test_a_secret_group_goes_with_all_that_is_in_it(group: str) -> None:
    """Not even its key stays."""
    value = {**as_mapping(_case())["dynamics"][group]["north"], "confidential": True}
    case = with_value(_case(), f"dynamics.{group}.north", value)

    assert "north" not in getattr(as_seen_by(case, "south").dynamics, group)
    assert getattr(as_seen_by(case, "north").dynamics, group) == getattr(case.dynamics, group)


def test_secret_threats_and_commitments_are_gone_for_the_other_side() -> None:
    """Items of a list close ranks; a single group is not given."""
    case = with_value(_case(), "dynamics.threats.0", {"by": "south", "label": "To sue", "confidential": True})
    case = with_value(case, "dynamics.commitment", {"rising": "south", "later": 0.7, "confidential": True})

    other, own = as_seen_by(case, "north").dynamics, as_seen_by(case, "south").dynamics

    assert (other.threats, other.commitment) == ((), None)
    assert (case.dynamics.threats, case.dynamics.commitment) == (own.threats, own.commitment)


def test_what_is_nobody_s_and_secret_is_shown_to_neither_side() -> None:
    """The analyst's own reserve."""
    case = with_value(_case(), "dynamics.balance.advantage", _SECRET)

    assert all(as_seen_by(case, side).dynamics.balance.advantage is None for side in ("north", "south"))


def test_words_that_are_hidden_are_not_cited() -> None:
    """A move whose option rests on hidden words alone goes with it; a group keeps the rest of its reasons."""
    case = with_value(_case(), "statements.s1.confidential_to", "north")
    case = with_value(case, "dynamics.balance.because", ["s1", "s2"])

    seen = as_seen_by(case, "south")

    assert seen.dynamics.balance.because == ("s2",)
    assert "north.dig" not in seen.dynamics.moves
    assert "s1" not in {s for _, because in citations_in(seen) for s in because}
    assert as_seen_by(case, "north").dynamics.balance.because == ("s1", "s2")


def test_a_view_is_a_sound_case() -> None:
    """It can be written, sent, and read again."""
    case = with_value(_case(), "dynamics.resolve.north.cost_tough", {**_SECRET, "value": 1})

    for side in ("north", "south"):
        seen = as_seen_by(case, side)
        assert load_case(dump_case(seen)).dynamics == seen.dynamics


def test_a_front_that_is_hidden_is_not_left_either() -> None:
    """Otherwise the view names a front that it does not have."""
    case = with_value(_case(), "dynamics.fronts.east", _SECRET)

    seen = as_seen_by(case, "south")

    assert "east" not in seen.dynamics.fronts
    assert load_case(dump_case(seen)).dynamics == seen.dynamics


def test_every_number_is_counted_once_with_its_mark() -> None:
    """Quoted where words stand behind it or its group, judged where a person does, assumed otherwise."""
    data = yaml.safe_load(HEAD + DYNAMICS)
    data["dynamics"]["balance"] |= {"judged_by": "us", "why": "a guess"}

    found = {n.path: n.mark for n in numbers_in(make_case(data)) if n.path[0] == "dynamics"}

    expected = {
        ("moves", "north.dig", "if_tough"): "quoted", ("balance", "swing"): "judged", ("discount",): "assumed",
        ("resolve", "north", "tough"): "assumed", ("fronts", "east"): "assumed", ("events", 0, "own"): "assumed",
    }  # fmt: skip
    assert expected == {path: found["dynamics", *path] for path in expected}
    assert len([n for n in numbers_in(make_case(data)) if n.path[0] == "dynamics"]) == len(found) == 23


def test_a_citation_stands_where_it_was_written() -> None:
    """So that a statement that nothing cites is known as such."""
    cited = [path for path, because in citations_in(_case()) if "s1" in because]

    assert ("dynamics", "moves", "north.dig", "because") in cited
