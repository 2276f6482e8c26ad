"""Contingent outcomes are worth what the definition says, world by world, and every engine honours them."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Case, as_mapping, make_case
from detente.case.confidential import as_seen_by
from detente.deals import fair_packages, find_deals
from detente.deals.bets import find_bets
from detente.deals.beyond import find_beyond
from detente.deals.contingent import Clause, in_every_world, worlds
from detente.deals.from_case import beliefs_of, clauses_of, deal_space
from detente.deals.plain_beyond import plain_beyond
from detente.ensemble import draw_deals
from detente.errors import TooLargeError
from detente.expression import evaluate, parse
from tests.strategies import FEWER, expressions

Data = dict[str, Any]
PLAIN = {"x": ("x0", "x1", "x2"), "y": ("y0", "y1")}
HANGING = {"x": {"xe": ("e", "x0", "x1"), "xf": ("f", "x2", "x0")}, "y": {"ye": ("e", "y1", "y0")}}
NAMES = tuple(f"{i}.{o}" for i in PLAIN for o in PLAIN[i])
CHANCES = (0, 0.2, 0.5, 0.75, 1)


@st.composite
def betting_cases(draw: st.DrawFn) -> Data:
    """Two principals and a guarantor over two issues with outcomes that hang on two events."""
    value = st.sampled_from((0, 10, 40, 60, 100))
    parties: Data = {}
    for key in ("p", "q"):
        stances: Data = {}
        for issue, outcomes in PLAIN.items():
            lines = draw(st.lists(st.sampled_from(outcomes), max_size=1))
            stances[issue] = {"values": {o: draw(value) for o in outcomes}, "salience": draw(st.sampled_from((50, 30)))}
            stances[issue] |= {"red_line": lines} if lines else {}
        added = [{"when": draw(expressions(NAMES, leaves=3)), "add": draw(st.sampled_from((-20, 10)))}]
        parties[key] = {"name": key, "kind": "principal", "no_deal": draw(value), "stances": stances}
        parties[key]["interactions"] = added if draw(st.booleans()) else []
    parties["g"] = {
        "name": "g",
        "kind": "backer",
        "stances": {"y": {"red_line": draw(st.sampled_from(([], ["y0"], ["y1"])))}},
    }
    if not parties["g"]["stances"]["y"]["red_line"]:
        del parties["g"]["stances"]
    issues: Data = {i: {"question": i, "outcomes": {o: {"label": o} for o in PLAIN[i]}} for i in PLAIN}
    for issue, of_issue in HANGING.items():
        for key, (event, then, otherwise) in of_issue.items():
            clause = {"event": event, "if": then, "else": otherwise}
            issues[issue]["outcomes"][key] = {"label": key, "contingent": clause}
    if draw(st.booleans()):
        issues["y"]["outcomes"]["y1"]["needs"] = ["g"]
    chance = st.sampled_from(CHANCES)
    events = {e: {"label": e, "beliefs": {k: draw(chance) for k in ("p", "q") if draw(st.booleans())}} for e in "ef"}
    links = [{"forbid": draw(expressions(NAMES, leaves=3))}] if draw(st.booleans()) else []
    return {
        "format": 1, "case": "bet", "title": "Bet", "parties": parties, "issues": issues, "events": events, "links": links,
    }  # fmt: skip


WORLDS = [dict(zip("ef", happened, strict=True)) for happened in product((True, False), repeat=2)]


def in_world(package: tuple[str, str], world: dict[str, bool]) -> tuple[str, ...]:
    """Return what a package comes to."""
    found = []
    for issue, outcome in zip(PLAIN, package, strict=True):
        clause = HANGING[issue].get(outcome)
        found.append(outcome if clause is None else clause[1] if world[clause[0]] else clause[2])
    return tuple(found)


def holds(condition: str, package: tuple[str, ...]) -> bool:
    chosen = {f"{i}.{o}" for i, o in zip(PLAIN, package, strict=True)}
    return bool(evaluate(parse(condition), chosen.__contains__))


def worth(data: Data, party: str, package: tuple[str, str]) -> float:
    """Return the expected value: over all worlds, each with the probability that the party gives to it."""
    of = data["parties"][party]
    total = 0.0
    for world in WORLDS:
        chance = 1.0
        for event, happened in world.items():
            belief = data["events"][event]["beliefs"].get(party, 0.5)
            chance *= belief if happened else 1 - belief
        came = in_world(package, world)
        saliences = {i: of["stances"][i]["salience"] for i in PLAIN}
        value = sum(saliences[i] * of["stances"][i]["values"][o] for i, o in zip(PLAIN, came, strict=True))
        value = value / sum(saliences.values())
        value += sum(i["add"] for i in of["interactions"] if holds(i["when"], came))
        total += chance * value
    return total


def accepted(data: Data, package: tuple[str, str]) -> bool:
    """Return whether links and limits hold in every world, whatever its probability, and no deal is not better."""
    every = [in_world(package, world) for world in WORLDS]
    if any(holds(link["forbid"], came) for link in data["links"] for came in every):
        return False
    for party in ("p", "q"):
        stances = data["parties"][party]["stances"]
        if any(o in stances[i].get("red_line", ()) for came in every for i, o in zip(PLAIN, came, strict=True)):
            return False
        if worth(data, party, package) < data["parties"][party]["no_deal"] - 1e-9:
            return False
    refused = data["parties"]["g"].get("stances", {}).get("y", {}).get("red_line", ())
    needs = any(data["issues"]["y"]["outcomes"][came[1]].get("needs") for came in every)
    return not (needs and any(came[1] in refused for came in every))


def every_package() -> list[tuple[str, str]]:
    return list(product([*PLAIN["x"], *HANGING["x"]], [*PLAIN["y"], *HANGING["y"]]))


@FEWER
@given(betting_cases())
def test_values_and_acceptable_packages_are_those_of_every_world(data: Data) -> None:
    case = make_case(data)
    space = deal_space(case)
    packages = [p for p in every_package() if accepted(data, p)]

    for method in ("enumeration", "exact"):
        result = find_deals(space, method=method)
        assert result.packages["acceptable"] == len(packages)
        for found in (f.package for f in result.fair.values()):
            package = (found.outcomes["x"], found.outcomes["y"])
            assert package in packages
            assert found.values["p"] == pytest.approx(worth(data, "p", package))
            assert found.values["q"] == pytest.approx(worth(data, "q", package))


@FEWER
@given(betting_cases())
def test_what_contingent_outcomes_add_is_over_the_best_package_without(data: Data) -> None:
    case = make_case(data)
    found = find_bets(deal_space(case), clauses_of(case), beliefs_of(case))
    packages = {p: (worth(data, "p", p), worth(data, "q", p)) for p in every_package() if accepted(data, p)}
    plain = {p: v for p, v in packages.items() if p[0] in PLAIN["x"] and p[1] in PLAIN["y"]}

    assert found is not None
    assert (found.plain is None) == (not plain)
    if not plain:
        assert (found.package is None) == (not packages)
        return
    assert found.plain is not None
    start = plain[found.plain.outcomes["x"], found.plain.outcomes["y"]]
    better = [
        v
        for v in packages.values()
        if all(a >= b - 1e-7 for a, b in zip(v, start, strict=True)) and sum(v) > sum(start) + 1e-6
    ]
    assert (found.package is None) == (not better)
    if found.package is not None:
        assert min(found.gains.values()) > -1e-6
        assert sum(found.gains.values()) > 0
        assert {b.clause.name.partition(".")[2] for b in found.used} <= {"xe", "xf", "ye"}


def rain() -> Case:
    """A seller who expects rain and a buyer who does not: with the price hanging on it both expect the better price."""
    return make_case({
        "format": 1, "case": "rain", "title": "Rain",
        "parties": {
            "seller": {"name": "S", "kind": "principal", "no_deal": 40, "stances": {"price": {"values": {"dear": 100, "cheap": 0}}}},
            "buyer": {"name": "B", "kind": "principal", "no_deal": 40, "stances": {"price": {"values": {"dear": 0, "cheap": 100}}}},
        },
        "issues": {"price": {"question": "?", "outcomes": {
            "dear": {"label": "dear"}, "cheap": {"label": "cheap"},
            "by_rain": {"label": "by rain", "contingent": {"event": "rain", "if": "dear", "else": "cheap"}},
        }}},
        "events": {"rain": {"label": "It rains", "beliefs": {"seller": 0.8, "buyer": 0.3}}},
    })  # fmt: skip


def test_parties_who_disagree_about_the_rain_can_bet_on_it() -> None:
    case = rain()

    nash = fair_packages(case)["nash"]
    beyond = find_beyond(case, find_deals(case))

    assert nash.values.tolist() == pytest.approx([80, 70])
    assert beyond.bets is not None
    assert beyond.bets.plain is None
    assert beyond.bets.package is not None
    assert [b.beliefs for b in beyond.bets.used] == [{"seller": 0.8, "buyer": 0.3}]
    plain = plain_beyond(beyond)["contingent"]
    assert plain["used"][0]["then"] == "price.dear"
    assert plain["without"] is None


def test_condition_that_hangs_on_very_many_events_is_refused() -> None:
    clauses = [Clause(f"i{n}.c", f"e{n}", f"i{n}.a", f"i{n}.b") for n in range(9)]
    condition = parse(" and ".join(f"i{n}.a" for n in range(9)))

    with pytest.raises(TooLargeError, match="9 events"):
        in_every_world(condition, clauses)
    assert len(list(worlds(parse("i0.a or i1.b"), clauses))) == 4


def test_beliefs_are_drawn_and_followed_by_analyst() -> None:
    data = dict(as_mapping(rain()))
    data["events"]["rain"]["beliefs"]["buyer"] = {
        "judgements": [{"by": "ana", "value": 0.3, "why": "?"}, {"by": "ben", "value": [0.7, 0.9], "why": "?"}]
    }
    case = make_case(data)

    drawn = draw_deals(case, draws=60, seed=1)

    assert 0 < drawn.with_deal < 60
    assert find_deals(case, analyst="ana").has_deal
    assert not find_deals(case, analyst="ben").has_deal
    assert beliefs_of(case, "ben")["rain"]["buyer"] == pytest.approx(0.8)


def test_what_is_not_seen_of_a_belief_is_a_half() -> None:
    data = dict(as_mapping(rain()))
    data["events"]["rain"]["beliefs"]["buyer"] = {"value": 0.3, "confidential": True}

    seen = as_seen_by(make_case(data), "seller")

    assert deal_space(seen).values[0][1].tolist() == [0, 100, 50]
