"""Whatever the case, the sentences name exactly what brute force finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import given, settings

import detente
from detente.case import Case, Quantity, make_case
from detente.examples import example_names
from detente.findings import Brief, analyze
from tests.reference import brute_force
from tests.reference.problem import Constraint, Problem
from tests.strategies import EXAMPLES, cases


@given(data=cases())
@settings(EXAMPLES, max_examples=120)
def test_blocker_sentences_name_exactly_the_blockers(data: dict[str, Any]) -> None:
    case, problem = make_case(data), Problem(data)
    expected = brute_force.blockers(problem) if problem.packages else set()

    named = _details(analyze(case, draws=0), "blockers")

    assert Counter(_start(case, problem, b) for b in expected if b) == Counter(
        _limits_of(s) for s in named if " package" in s and "The links alone" not in s
    )


@given(data=cases())
@settings(EXAMPLES, max_examples=120)
def test_opening_sentences_name_exactly_the_openings(data: dict[str, Any]) -> None:
    case, problem = make_case(data), Problem(data)
    expected = {s for s in brute_force.openable(problem) if s} if problem.packages else set()
    brief = analyze(case, draws=0)

    named = _details(brief, "openings") or tuple(f.sentence for f in brief.findings if f.kind == "openings")

    assert Counter(_start(case, problem, o, capital=False) for o in expected) == Counter(_moved_in(s) for s in named)


@given(data=cases())
@settings(EXAMPLES, max_examples=80)
def test_a_brief_has_three_to_seven_findings_that_say_what_to_do(data: dict[str, Any]) -> None:
    brief = analyze(make_case(data), draws=3)

    assert 3 <= len(brief.findings) <= 7
    assert all(f.sentence and f.do and f.watch and f.ask and f.uncertainty for f in brief.findings)
    assert len(brief.bottom_line) in (2, 3)


def test_no_text_of_findings_or_report_knows_a_case() -> None:
    folder = Path(detente.__file__).parent
    sources = "\n".join(
        path.read_text()
        for room in ("findings", "report", "figures", "deals", "ensemble")
        for path in sorted((folder / room).rglob("*"))
        if path.suffix in (".py", ".j2", ".css")
    ).lower()

    known = [name for example in example_names() for name in _names_of(detente.read_case(example))]

    assert [name for name in known if re.search(rf"\b{re.escape(name.lower())}\b", sources)] == []


def _names_of(case: Case) -> Iterable[str]:
    """Yield the proper names of a case: parties, voices, and the case itself."""
    yield case.case
    for party in case.parties.values():
        yield party.name
    for voice in case.voices.values():
        yield voice.name


def _details(brief: Brief, kind: str) -> tuple[str, ...]:
    found = next((f for f in brief.findings if f.kind == kind), None)
    return found.details if found else ()


def _limits_of(sentence: str) -> str:
    """Return what a blocker's sentence says blocks, without the links that it mentions."""
    return re.split(r" (?:together leave|alone leaves) no package", sentence)[0]


def _moved_in(sentence: str) -> str:
    return re.split(r" (?:goes|go together), [\d,]+ packages? can be signed", sentence.removeprefix("If "))[0]


def _start(case: Case, problem: Problem, constraints: Iterable[Constraint], *, capital: bool = True) -> str:
    order = list(problem.constraints)
    phrases = [_phrase(case, c) for c in sorted(constraints, key=order.index)]
    joined = phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}"
    return joined[0].upper() + joined[1:] if capital else joined


def _phrase(case: Case, constraint: Constraint) -> str:
    kind, party, issue, outcome = constraint
    name = case.parties[party].name
    whose = name + ("’" if name.endswith("s") else "’s")
    if kind == "no_deal":
        return f"{whose} no-deal value ({case.parties[party].no_deal})"
    assert issue is not None
    topic = case.issues[issue].name or issue.replace("_", " ").replace("-", " ")
    labels = case.issues[issue].outcomes
    if kind == "red_line":
        return f"{whose} red line against “{labels[str(outcome)].label}” ({topic})"
    line = case.parties[party].stances[issue].bottom_line
    least = f"worth at least {line}" if isinstance(line, Quantity) else f"“{labels[str(line)].label}” or better"
    return f"{whose} bottom line on {topic} ({least})"
