"""Hypothesis strategies: small random cases as plain data, and random conditions.

Numbers are small multiples of 5 from short lists, so that exact ties are common and two numbers that
differ on paper differ by far more than floating point can blur.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from detente.case.base import UNREADABLE
from tests.reference.logic import Tree, in_full, in_short

EXAMPLES = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
"""How hard the comparisons with a reference are tried."""

FEWER = settings(EXAMPLES, max_examples=50)
"""How hard properties are tried that a comparison with a reference mostly implies."""

IDS = (
    "a", "b2", "Zürich", "граница", "条約", "not-this", "iffy", "or_else", "x-1", "_and", "É", "عهد", "north_front",
    "k", "m", "ß",
)  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>", "O'Brien & \"Sons\"", "Ñandú {{7*7}}", "a\nb", "条約 – 1 %s %d", "]]>",
)  # fmt: skip
VALUES = (0, 10, 25, 40, 50, 50, 75, 100)
SALIENCES = (10, 20, 50, 50, 100)
NO_DEALS = (0, 10, 25, 40, 50, 50, 75, 100)
EVEN = (0, 20, 40, 60, 80, 100)
ALL_FORMS = ("values", "ranking", "position", "red_line")

Data = dict[str, Any]


@cache
def words() -> st.SearchStrategy[str]:
    """Text for a person: hostile markup, quotes, other scripts, or anything at all."""
    return st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=8).filter(lambda text: not UNREADABLE.search(text))


@cache
def trees(names: tuple[str, ...], leaves: int = 8) -> st.SearchStrategy[Tree]:
    """Conditions over these names as nested tuples."""

    def grow(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        joined: st.SearchStrategy[Tree] = st.tuples(st.sampled_from(("and", "or", "if", "iff")), inner, inner)
        denied: st.SearchStrategy[Tree] = st.tuples(st.just("not"), inner)
        return joined | denied

    leaf: st.SearchStrategy[Tree] = st.sampled_from(names)
    return st.recursive(leaf, grow, max_leaves=leaves)


@cache
def expressions(names: tuple[str, ...], leaves: int = 5) -> st.SearchStrategy[str]:
    """Conditions over these names as text, with few or with many parentheses."""
    return st.builds(lambda tree, write: write(tree), trees(names, leaves), st.sampled_from((in_full, in_short)))


@cache
def quantities(numbers: tuple[int, ...], low: int = 0, high: int = 100) -> st.SearchStrategy[Any]:
    """A quantity in one of the forms a case may have; mostly a plain number."""
    even = st.sampled_from([n for n in EVEN if low <= n <= high])
    spread = st.tuples(even, even).map(sorted)
    judged = st.builds(
        lambda a, b: {"judgements": [{"by": "ann", "value": a, "why": "?"}, {"by": "bob", "value": b, "why": "?"}]},
        even,
        even,
    )
    plain = st.sampled_from(numbers)
    return st.one_of(
        plain, plain, plain, spread,
        st.tuples(even, even, even).map(lambda t: dict(zip(("low", "likely", "high"), sorted(t), strict=True))),
        st.builds(lambda n: {"value": n, "judged_by": "ann", "why": "because"}, plain),
        judged,
    )  # fmt: skip


def _numbers(numbers: tuple[int, ...], low: int = 0, *, uncertain: bool) -> st.SearchStrategy[Any]:
    return quantities(numbers, low) if uncertain else st.sampled_from(numbers)


@dataclass
class _Budget:
    """How many more constraints a case may have: the reference looks at every subset of them."""

    left: int

    def take(self, draw: st.DrawFn, most: int) -> int:
        taken = draw(st.integers(0, min(most, self.left)))
        self.left -= taken
        return taken


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    max_constraints: int = 9,
    forms: Sequence[str] = ALL_FORMS,
    uncertain: bool = True,
    links: bool = True,
    interactions: bool = True,
) -> Data:
    """Sound small cases as plain data for ``make_case``.

    Two or three principals, up to two factions, perhaps a backer that outcomes need; two or three issues
    with two or three outcomes.
    """
    issues = _issues(draw)
    parties = _party_kinds(draw)
    conditional = [name for name, party in parties.items() if party["kind"] != "principal"]
    for issue in issues.values():
        for outcome in issue["outcomes"].values():
            if conditional and draw(st.integers(0, 3)) == 0:
                outcome["needs"] = draw(st.lists(st.sampled_from(conditional), min_size=1, max_size=2, unique=True))
    budget = _Budget(max_constraints)
    order = draw(st.permutations(list(parties)))
    for name in order:
        _give_stances(draw, parties[name], issues, budget, forms=forms, uncertain=uncertain)
    names = tuple(f"{i}.{o}" for i, issue in issues.items() for o in issue["outcomes"])
    if interactions:
        for party in parties.values():
            _give_interactions(draw, party, names)
    data: Data = {"format": 1, "case": "random", "title": draw(words()), "parties": parties, "issues": issues}
    if links:
        data["links"] = draw(st.lists(_links(names), max_size=2))
    return data


def _issues(draw: st.DrawFn) -> Data:
    found: Data = {}
    for key in draw(st.lists(st.sampled_from(IDS), min_size=2, max_size=3, unique=True)):
        outcomes = draw(st.lists(st.sampled_from(IDS), min_size=2, max_size=3, unique=True))
        found[key] = {"question": draw(words()), "outcomes": {o: {"label": draw(words())} for o in outcomes}}
        if draw(st.booleans()):
            for outcome in found[key]["outcomes"].values():
                outcome["at"] = draw(st.sampled_from(VALUES))
    return found


def _party_kinds(draw: st.DrawFn) -> Data:
    principals = draw(st.integers(2, 3))
    factions = draw(st.integers(0, 2))
    backers = draw(st.integers(0, 1))
    total = principals + factions + backers
    keys = draw(st.lists(st.sampled_from(IDS), min_size=total, max_size=total, unique=True))
    found: Data = {key: {"name": draw(words()), "kind": "principal"} for key in keys[:principals]}
    for key in keys[principals : principals + factions]:
        found[key] = {"name": draw(words()), "kind": "faction", "of": draw(st.sampled_from(keys[:principals]))}
        if draw(st.booleans()):
            found[key]["can_refuse"] = draw(st.booleans())
    for key in keys[principals + factions :]:
        found[key] = {"name": draw(words()), "kind": "backer"}
    return {key: found[key] for key in draw(st.permutations(keys))}


def _give_stances(
    draw: st.DrawFn, party: Data, issues: Data, budget: _Budget, *, forms: Sequence[str], uncertain: bool
) -> None:
    stances: Data = {}
    for key, issue in issues.items():
        # A principal mostly has a view, others now and then.
        if draw(st.integers(0, 5 if party["kind"] == "principal" else 1)):
            stance = _stance(draw, issue, budget, forms=forms, uncertain=uncertain)
            if stance:
                stances[key] = stance
    valued = [s for s in stances.values() if len(s.keys() & {"values", "ranking", "position"})]
    for stance in valued:
        if draw(st.booleans()):
            stance["salience"] = draw(_numbers(SALIENCES, low=20, uncertain=uncertain))
    if len(valued) > 1 and draw(st.integers(0, 7)) == 0:
        valued[0]["salience"] = 0
    if draw(st.booleans()) or stances:
        party["stances"] = stances
    if draw(st.booleans()) and (not valued or budget.take(draw, 1)):
        party["no_deal"] = draw(_numbers(NO_DEALS, uncertain=uncertain))


def _stance(draw: st.DrawFn, issue: Data, budget: _Budget, *, forms: Sequence[str], uncertain: bool) -> Data:
    outcomes = list(issue["outcomes"])
    placed = all("at" in outcome for outcome in issue["outcomes"].values())
    form = draw(st.sampled_from([f for f in forms if f != "position" or placed]))
    number = _numbers(VALUES, uncertain=uncertain)
    stance: Data = {}
    if form == "values":
        stance["values"] = {o: draw(number) for o in outcomes}
    elif form == "ranking":
        stance["ranking"] = _ranking(draw, outcomes)
    elif form == "position":
        stance["position"] = draw(number)
    taken = budget.take(draw, len(outcomes))
    if taken:
        stance["red_line"] = list(draw(st.permutations(outcomes)))[:taken]
    if form != "red_line" and budget.take(draw, 1):
        stance["bottom_line"] = draw(st.sampled_from(outcomes) | number)
    return stance


def _ranking(draw: st.DrawFn, outcomes: list[str]) -> list[Any]:
    tiers: list[Any] = []
    for outcome in draw(st.permutations(outcomes)):
        if tiers and draw(st.integers(0, 3)) == 0:
            last = tiers.pop()
            tiers.append([*([last] if isinstance(last, str) else last), outcome])
        else:
            tiers.append(outcome)
    return tiers


def _give_interactions(draw: st.DrawFn, party: Data, names: tuple[str, ...]) -> None:
    is_valued = any(len(s.keys() & {"values", "ranking", "position"}) for s in party.get("stances", {}).values())
    if is_valued and draw(st.integers(0, 3)) == 0:
        adds = st.sampled_from((-50, -20, -5, 5, 10, 30))
        party["interactions"] = [{"when": draw(expressions(names)), "add": draw(adds)}]


@cache
def _links(names: tuple[str, ...]) -> st.SearchStrategy[Data]:
    condition = expressions(names, leaves=3)
    one = st.sampled_from(names)
    return st.one_of(
        st.fixed_dictionaries({"forbid": condition}),
        st.fixed_dictionaries({"require": condition}),
        st.fixed_dictionaries({"unless": one, "not": one}),
        st.fixed_dictionaries({"if": condition, "then": one}),
    )
