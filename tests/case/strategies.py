"""Random valid cases as plain data, with whatever a case can have."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, get_args

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from detente.case.statements import Act
from detente.expression import WORDS

from .samples import Data

Draw = st.DrawFn

thoroughly = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""Enough cases to meet most combinations. Without `phases` a failing case is made small first, which takes minutes."""

_READABLE = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Zl", "Zp"),
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff",
)
_TEXT = st.text(_READABLE, min_size=1, max_size=25)
_WHEN = st.dates().map(str).filter(lambda d: len(d) == 10) | st.sampled_from(["2022", "2022-03"])
_DIGEST = st.binary(max_size=4).map(lambda b: "sha256:" + hashlib.sha256(b).hexdigest()[:40])
_MADE_UP = st.from_regex(r"[a-zéßжü中_][a-z0-9é中_-]{0,6}", fullmatch=True)
_ODD = st.sampled_from(["no", "yes", "on", "null", "true", "y", "inf", "nan", "e5", "Крым", "出口", "être", "x-1"])
ids = (_MADE_UP | _ODD).filter(lambda i: i not in WORDS | {"author"})
"""Ids, among them those that a careless reader takes for something else than text."""


def numbers(low: float = 0, high: float = 100) -> st.SearchStrategy[float]:
    """Return whole and broken numbers of a scale."""
    return st.integers(int(low), int(high)) | st.floats(low, high, allow_nan=False, allow_subnormal=False)


def amounts(low: float = 0, high: float = 100) -> st.SearchStrategy[Any]:
    """Return amounts in their three forms."""
    number = numbers(low, high)
    pair = st.lists(number, min_size=2, max_size=2).map(sorted)
    triple = st.lists(number, min_size=3, max_size=3).map(sorted)
    return number | pair | triple.map(lambda t: {"low": t[0], "likely": t[1], "high": t[2]})


@st.composite
def backing(draw: Draw, statements: Sequence[str]) -> Data:
    """Return the keys that say how something is known."""
    found: Data = {}
    if bool(statements) and draw(st.booleans()):
        found["because"] = draw(st.lists(st.sampled_from(statements), min_size=1, max_size=2, unique=True))
    if draw(st.booleans()):
        found |= {"judged_by": draw(_TEXT), "why": draw(_TEXT)}
    if draw(st.integers(0, 4)) == 0:
        found["confidential"] = True
    return found


@st.composite
def quantities(draw: Draw, statements: Sequence[str], low: float = 0, high: float = 100) -> Any:
    """Return quantities: bare, quoted, judged, or judged by several."""
    form = draw(st.sampled_from(["bare", "bare", "backed", "inline", "judgements"]))
    if form == "bare":
        return draw(amounts(low, high))
    if form == "backed":
        return {"value": draw(amounts(low, high)), **draw(backing(statements))}
    if form == "inline":
        low, likely, high = sorted(draw(st.lists(numbers(low, high), min_size=3, max_size=3)))
        return {"low": low, "likely": likely, "high": high, **draw(backing(statements))}
    analysts = draw(st.lists(_TEXT, min_size=1, max_size=3, unique=True))
    return {"judgements": [{"by": a, "value": draw(amounts(low, high)), "why": draw(_TEXT)} for a in analysts]}


@st.composite
def expressions(draw: Draw, names: Sequence[str]) -> str:
    """Return conditions over names."""
    leaf = st.sampled_from(names)
    tree = st.recursive(
        leaf,
        lambda inner: (
            inner.map("not ({})".format)
            | st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or", "if", "iff"]), inner)
        ),
        max_leaves=4,
    )
    return draw(tree)


@st.composite
def _issue(draw: Draw, parties: Sequence[str]) -> Data:
    names = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    placed = draw(st.booleans())
    outcomes: Data = {}
    for name in names:
        outcomes[name] = {"label": draw(_TEXT)}
        if placed:
            outcomes[name]["at"] = draw(numbers())
        if draw(st.integers(0, 5)) == 0:
            outcomes[name]["needs"] = draw(st.lists(st.sampled_from(parties), max_size=2, unique=True))
    issue: Data = {"question": draw(_TEXT), "outcomes": outcomes}
    return issue | ({"name": draw(_TEXT)} if draw(st.booleans()) else {})


@st.composite
def _stance(draw: Draw, outcomes: Data, statements: Sequence[str]) -> Data:
    names = list(outcomes)
    placed = all("at" in o for o in outcomes.values())
    form = draw(st.sampled_from(["values", "ranking", "red_line", *(["position"] if placed else [])]))
    stance: Data = draw(backing(statements))
    if form == "values":
        order = draw(st.permutations(names))
        stance["values"] = {o: draw(quantities(statements)) for o in order}
    elif form == "ranking":
        cut = draw(st.integers(0, len(names)))
        order = draw(st.permutations(names))
        stance["ranking"] = [*order[:cut], *([order[cut:]] if order[cut:] else [])]
    elif form == "position":
        stance["position"] = draw(quantities(statements))
    if form == "red_line" or draw(st.booleans()):
        stance["red_line"] = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    if draw(st.booleans()):
        stance["salience"] = draw(quantities(statements, 1, 1000))
    if form != "red_line" and draw(st.booleans()):
        stance["bottom_line"] = draw(st.sampled_from(names) | quantities(statements))
    return stance


@st.composite
def _party(draw: Draw, kind: str, of: str, issues: Data, statements: Sequence[str]) -> Data:
    party: Data = {"name": draw(_TEXT), "kind": kind, **draw(backing(statements))}
    if kind == "faction" or (kind in ("backer", "community") and draw(st.booleans())):
        party["of"] = of
    if kind == "faction" and draw(st.booleans()):
        party["can_refuse"] = draw(st.booleans())
    if draw(st.booleans()):
        party["power"] = draw(quantities(statements, 0, 1e9))
    if draw(st.booleans()):
        party["no_deal"] = draw(quantities(statements))
    if draw(st.booleans()):
        party["note"] = draw(_TEXT)
    wanted = draw(st.lists(st.sampled_from(list(issues)), unique=True))
    party["stances"] = {i: draw(_stance(issues[i]["outcomes"], statements)) for i in wanted}
    names = [f"{i}.{o}" for i, issue in issues.items() for o in issue["outcomes"]]
    if draw(st.integers(0, 3)) == 0:
        party["interactions"] = [
            {"when": draw(expressions(names)), "add": draw(quantities(statements, -100, 100)), **draw(backing(statements))}
        ]  # fmt: skip
    return party


@st.composite
def _statement(
    draw: Draw, name: str, documents: Sequence[str], speakers: Sequence[str], topics: Sequence[str], parties: Sequence[str]
) -> Data:  # fmt: skip
    speaker = draw(st.sampled_from(speakers))
    found: Data = {
        "id": name, "document": draw(st.sampled_from(documents)), "speaker": speaker,
        "holder": draw(st.sampled_from(speakers)), "act": draw(st.sampled_from(get_args(Act))),
    }  # fmt: skip
    if draw(st.booleans()):
        found["quote"] = draw(_TEXT)
    else:
        start = draw(st.integers(0, 10**6))
        found |= {"span": [start, start + draw(st.integers(1, 999))], "digest": draw(_DIGEST)}
    if draw(st.booleans()):
        found["chain"] = [*draw(st.lists(st.sampled_from(speakers), max_size=2)), speaker]
    if draw(st.booleans()):
        found["target"] = draw(st.sampled_from(speakers) | st.lists(st.sampled_from(speakers), max_size=2))
    if draw(st.booleans()):
        found["about"] = draw(st.lists(st.sampled_from(topics), max_size=3))
    if draw(st.booleans()):
        found |= {"date": draw(_WHEN), "hedged": draw(st.booleans()), "note": draw(_TEXT)}
    if draw(st.integers(0, 4)) == 0:
        found["confidential_to"] = draw(st.lists(st.sampled_from(parties), min_size=1, max_size=2, unique=True))
    return found


@st.composite
def _link(draw: Draw, names: Sequence[str], statements: Sequence[str]) -> Data:
    a, b = draw(expressions(names)), draw(expressions(names))
    link: Data = draw(st.sampled_from([{"unless": a, "not": b}, {"if": a, "then": b}, {"require": a}, {"forbid": a}]))
    known: Data = draw(backing(statements))
    known.pop("confidential", None)
    return link | known | ({"label": draw(_TEXT)} if draw(st.booleans()) else {})


@st.composite
def _options(draw: Draw, statements: Sequence[str]) -> Data:
    options: Data = {}
    for name in draw(st.lists(ids, max_size=3, unique=True)):
        options[name] = {"label": draw(_TEXT), "reversible": draw(st.booleans())}
        if draw(st.booleans()):
            options[name]["now"] = draw(st.booleans())
        if bool(statements) and draw(st.booleans()):
            options[name]["because"] = draw(st.lists(st.sampled_from(statements), max_size=2, unique=True))
    return options


@st.composite
def _head(draw: Draw) -> Data:
    head: Data = {"format": 1, "case": draw(ids), "title": draw(_TEXT)}
    if draw(st.booleans()):
        head |= {"as_of": draw(_WHEN), "marking": draw(st.sampled_from(["public", "internal", "confidential"]))}
    if draw(st.booleans()):
        head |= {"summary": draw(_TEXT), "note": draw(_TEXT)}
    return head


@st.composite
def _documents(draw: Draw, parties: Sequence[str]) -> list[Data]:
    found: list[Data] = []
    for name in draw(st.lists(ids, min_size=1, max_size=2, unique=True)):
        document: Data = {"id": name, "title": draw(_TEXT), "file": f"documents/{name}.txt"}
        if draw(st.booleans()):
            document["digest"] = draw(_DIGEST)
        if draw(st.booleans()):
            document |= {"author": draw(_TEXT), "kind": draw(_TEXT), "published": draw(_WHEN)}
        if draw(st.integers(0, 4)) == 0:
            document["confidential_to"] = draw(st.lists(st.sampled_from(parties), min_size=1, max_size=2, unique=True))
        found.append(document)
    return found


@st.composite
def cases(draw: Draw) -> Data:
    """Return the plain data of random valid cases."""
    parties = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    voices = [v for v in draw(st.lists(ids, max_size=2, unique=True)) if v not in parties]
    issues = {i: draw(_issue(parties)) for i in draw(st.lists(ids, min_size=1, max_size=3, unique=True))}
    options = {p: draw(_options(())) for p in draw(st.lists(st.sampled_from(parties), unique=True))}
    documents = draw(_documents(parties))
    outcome_names = [f"{i}.{o}" for i, issue in issues.items() for o in issue["outcomes"]]
    option_names = [f"{p}.{o}" for p, owned in options.items() for o in owned]
    statement_ids = draw(st.lists(ids, max_size=3, unique=True))
    speakers = [*parties, *voices, "author"]
    topics = [*parties, *issues, *outcome_names, *option_names]
    statements = [
        draw(_statement(s, [d["id"] for d in documents], speakers, topics, parties)) for s in statement_ids
    ]  # fmt: skip
    kinds = ["principal", *draw(st.lists(st.sampled_from(["principal", "faction", "backer", "community", "mediator"]), min_size=3, max_size=3))]  # fmt: skip
    case: Data = draw(_head()) | {
        "documents": documents,
        "voices": {v: {"name": draw(_TEXT), "of": draw(st.sampled_from(parties))} for v in voices},
        "statements": statements,
        "parties": {p: draw(_party(kinds[n], parties[0], issues, statement_ids)) for n, p in enumerate(parties)},
        "issues": issues,
        "links": draw(st.lists(_link(outcome_names, statement_ids), max_size=3)),
        "options": options,
    }
    if option_names:
        rules = st.lists(expressions(option_names), max_size=2)
        case["infeasible"] = draw(rules)
        case["priorities"] = {p: draw(rules) for p in draw(st.lists(st.sampled_from(parties), unique=True))}
    return case
