"""Reiter, R. (1987). A theory of diagnosis from first principles. Artificial Intelligence 32(1), 57–95.

The family F of section 4.2, whose HS-tree the paper draws. Conflict sets are what blocks, the minimal
hitting sets (diagnoses) are what opens; each family is the hitting sets of the other one's minimal part.
"""

from __future__ import annotations

from detente.case import make_case
from detente.deals import find_deals
from detente.deals.conflicts import bits_of, minimal_hitting_sets
from tests.deals.small import blocking, relaxed, small_case
from tests.reference import brute_force as reference
from tests.reference.problem import Constraint

FAMILY = [{2, 4, 5}, {1, 2, 3}, {1, 3, 5}, {2, 4, 6}, {2, 4}, {2, 3, 5}, {1, 6}]
CONFLICTS = [frozenset(s) for s in FAMILY]

# {2, 4, 5} and {2, 4, 6} hold {2, 4} and add nothing. With 1 all of F is hit but {2, 4} and {2, 3, 5};
# without 1 it takes 6 (for {1, 6}), and 3 or both 2 and 5 (for {1, 2, 3} and {1, 3, 5}).
HITTING = {
    frozenset(s)
    for s in (
        {1, 2},  # 2 hits both that are left
        {1, 3, 4},  # 4 for {2, 4}, 3 for {2, 3, 5}
        {1, 4, 5},  # the same with 5
        {2, 3, 6},  # 2 for {2, 4}
        {2, 5, 6},
        {3, 4, 6},  # 4 for {2, 4}
    )
}


def numbers(sets: list[frozenset[int]]) -> list[int]:
    return [sum(1 << e for e in s) for s in sets]


def test_brute_force_confirms_the_table() -> None:
    assert reference.hitting_sets(CONFLICTS) == HITTING


def test_minimal_hitting_sets_are_those_of_the_table() -> None:
    found = {frozenset(bits_of(s)) for s in minimal_hitting_sets(numbers(CONFLICTS))}

    assert found == HITTING


def test_hitting_the_diagnoses_gives_back_the_minimal_conflicts() -> None:
    found = {frozenset(bits_of(s)) for s in minimal_hitting_sets(numbers(list(HITTING)))}

    assert found == reference.minimal(CONFLICTS)


def test_blockers_and_openings_of_a_negotiation_are_hitting_sets_of_each_other() -> None:
    """Six parties, one issue: each diagnosis is an outcome that is worth nothing to just its members."""
    outcomes = {f"d{''.join(map(str, sorted(s)))}": s for s in HITTING}
    worth = {f"p{n}": {o: 0 if n in members else 100 for o, members in outcomes.items()} for n in range(1, 7)}
    data = small_case(
        {p: {"x": {"values": values, "bottom_line": 50}} for p, values in worth.items()},
    )

    result = find_deals(make_case(data))

    assert members_of(relaxed(result)) == HITTING
    assert members_of(blocking(result)) == reference.minimal(CONFLICTS)


def members_of(sets: list[frozenset[Constraint]]) -> set[frozenset[int]]:
    """Return the numbers of the parties whose constraints are in each set."""
    return {frozenset(int(party[1:]) for _, party, _, _ in s) for s in sets}
