"""Whether a signed deal holds, against the payoffs written out state by state."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.stability.agreement import Guarantor, Signer, agreement_model, guarantee_needed, holds

TRIES = settings(max_examples=60, deadline=None)
A = Signer("a", 0.6, 0.3, 0.8, 0.2)
B = Signer("b", 0.5, 0.3, 0.4, 0.2)


@st.composite
def signers(draw: st.DrawFn, name: str) -> Signer:
    share = st.integers(0, 20).map(lambda n: n / 20)
    return Signer(name, *(draw(share) for _ in range(7)))


@st.composite
def guarantors(draw: st.DrawFn) -> Guarantor:
    share = st.integers(0, 20).map(lambda n: n / 20)
    return Guarantor("g", draw(share), draw(share), draw(share))


def _written_out(
    both: tuple[Signer, Signer], guarantor: Guarantor, acts: tuple[str, str], *, enforces: bool
) -> list[float]:
    """Return what a course of things is worth to both signers and the guarantor, case by case."""
    breached = "breach" in acts
    covers = guarantor.covers if enforces else 0.0
    worth = [-guarantor.cost if enforces else -guarantor.shame * breached]
    if "retaliate" in acts or acts == ("breach", "breach"):
        return [both[0].fighting, both[1].fighting, *worth]
    found = []
    for n, (own, other) in enumerate((both, both[::-1])):
        mine, theirs = acts[n], acts[1 - n]
        if mine == "breach":
            found.append((1 - covers) * own.temptation + covers * own.fighting)
        elif theirs == "breach":
            found.append((1 - covers) * own.betrayed + covers * own.value)
        else:
            value = own.value
            if mine == "evade":
                value += (1 - own.detection) * own.side_gain - own.detection * own.side_cost
            if theirs == "evade":
                value -= (1 - other.detection) * other.side_gain
            found.append(value)
    return [*found, *worth]


@given(a=signers("a"), b=signers("b"), g=guarantors())
@TRIES
def test_every_state_is_ordered_by_the_payoffs_written_out(a: Signer, b: Signer, g: Guarantor) -> None:
    """Sixteen courses of two signers, those with a breach with and without enforcement."""
    model = agreement_model((a, b), (g,))
    acts = ("keep", "evade", "breach", "retaliate")
    rows = []
    for index in model.index.tolist():
        bits = [[index >> (3 * p + o) & 1 for o in range(3)] for p in (0, 1)]
        done = tuple(acts[1 + own.index(1)] if 1 in own else "keep" for own in bits)
        rows.append(_written_out((a, b), g, (done[0], done[1]), enforces=bool(index >> 6 & 1)))

    expected = np.round(np.array(rows).T, 9)

    assert model.size == len(list(product(acts, acts))) + sum("breach" in pair for pair in product(acts, acts))
    for party in range(3):
        order = np.unique(expected[party], return_inverse=True)[1]
        assert (np.unique(model.ranks[party], return_inverse=True)[1] == order).all()


def test_a_breach_that_the_other_would_answer_is_deterred() -> None:
    """Fighting again is worth more to b than to be betrayed."""
    found = holds([A, B])

    assert found.holds
    assert (found.first is not None, found.first and found.first.option) == (True, "breach")
    assert found.first is not None
    assert found.first.gain == pytest.approx(0.2)
    assert "seq" in found.first.deterred_under


def test_a_breach_that_the_other_would_rather_bear_is_not() -> None:
    """A threat to fight that would cost more than the betrayal is idle, and only a guarantee is left."""
    meek = replace(B, fighting=0.1)

    found = holds([A, meek])

    assert not found.holds
    assert found.standing.leavers["seq"] == (0,)
    assert found.first is not None
    assert (found.first.party, found.first.deterred_under) == ("a", ("gmr", "smr"))


def test_nobody_leaves_what_is_worth_more_than_breaking_it() -> None:
    """No temptation, no way out."""
    content = [replace(A, temptation=0.5), B]

    found = holds(content)

    assert found.leaves == ()
    assert found.first is None
    assert found.standing.concepts == ("nash", "gmr", "smr", "seq", "sseq")


def test_a_secret_way_out_is_found_as_well() -> None:
    """It pays where it is seldom found out."""
    sly = replace(B, side_gain=0.1, side_cost=0.05, detection=0.3)

    found = holds([replace(A, temptation=0.5), sly])

    assert [(leave.party, leave.option) for leave in found.leaves] == [("b", "evade")]
    assert found.leaves[0].gain == pytest.approx(0.7 * 0.1 - 0.3 * 0.05)


@given(a=signers("a"), b=signers("b"))
@TRIES
def test_a_guarantee_is_enough_from_the_share_that_is_needed(a: Signer, b: Signer) -> None:
    """Just above it no enforced breach gains, just below one does: by the payoffs themselves."""
    needed = guarantee_needed([a, b])
    if needed is None:
        assert any(s.fighting > s.value for s in (a, b))
        return
    assume(0.001 < needed < 0.999)

    def gains(covers: float) -> bool:
        return any(
            covers * s.fighting + (1 - covers) * s.temptation > s.value + 1e-12
            for s in (a, b)
            if s.temptation > s.value
        )

    assert (gains(needed - 1e-6), gains(needed + 1e-6)) == (True, False)


def test_a_guarantor_who_would_act_keeps_the_deal() -> None:
    """It undoes more than is needed, and standing by would cost it more than acting."""
    meek = replace(B, fighting=0.1)
    needed = guarantee_needed([A, meek])
    assert needed == pytest.approx(0.4)

    enough = holds([A, meek], [Guarantor("g", 0.45, 0.1, 0.3)])
    little = holds([A, meek], [Guarantor("g", 0.35, 0.1, 0.3)])
    idle = holds([A, meek], [Guarantor("g", 0.45, 0.3, 0.1)])

    assert (enough.holds, little.holds, idle.holds) == (True, False, False)


def test_impossible_numbers_are_refused_together() -> None:
    """Each by its name."""
    with pytest.raises(InputError) as caught:
        holds([replace(A, detection=1.5, value=float("nan"))], [Guarantor("g", 2.0, 0.0, 0.0)])

    said = [p.what for p in caught.value.problems]
    assert len(said) == 4
    assert "1 signers" in said[0]
