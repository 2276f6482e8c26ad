"""Would a signed deal hold? The small graph model of keeping, evading, breaching, retaliating and enforcing.

A deal is one state of this model: everybody keeps it. Whoever could do better otherwise has an option for it, and what
the others can do about it are options as well, so the concepts of the graph model say who would leave first and what
keeps it from leaving. The payoffs are a small parametrisation of the mechanisms of commitment, side agreements and
guarantees (Fearon 1995, Debs and Monteiro 2014, Walter 1997); they are derived here and not taken from a paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError, Problem
from detente.stability.analyze import analyze_stability
from detente.stability.concepts import CONCEPTS
from detente.stability.explain import explain
from detente.stability.model import GraphModel
from detente.stability.result import StabilityResult
from detente.stability.today import Standing, standing_of

DECIMALS = 9
"""Payoffs that are equal on paper differ in their last digits."""


@dataclass(frozen=True)
class Signer:
    """What a signer gets in each course of things, as shares of the best that it can get.

    Attributes
    ----------
    name : str
    value : float
        The deal, while all keep it.
    fighting : float
        Fighting on instead: the continuation value.
    temptation : float
        Breaching it openly, while nobody answers.
    betrayed : float
        Keeping it while another signer breaches it and nobody answers.
    side_gain, side_cost, detection : float
        Evading it in secret: what that brings unless it is found out, what being found out costs, and how likely that
        is. No gain where it has nothing to evade.
    """

    name: str
    value: float
    fighting: float
    temptation: float
    betrayed: float
    side_gain: float = 0.0
    side_cost: float = 0.0
    detection: float = 1.0


@dataclass(frozen=True)
class Guarantor:
    """Who can enforce a deal.

    Attributes
    ----------
    name : str
    covers : float
        Share of what a breach brings and does that its enforcement undoes, 0–1.
    cost, shame : float
        What enforcing costs it, and what standing by after a breach costs it.
    """

    name: str
    covers: float
    cost: float
    shame: float


@dataclass(frozen=True)
class Leave:
    """How one decision maker could leave the signed state.

    Attributes
    ----------
    party : str
    option : str
        What it would do.
    gain : float
        What that brings it at once, over keeping the deal.
    deterred_under : tuple of str
        The concepts under which the answer of the others keeps it from that.
    answer : tuple of (str, str)
        Who would answer and by what, so that it is better not to have left (sequential stability); empty where nobody
        gains by an answer that is bad enough.
    """

    party: str
    option: str
    gain: float
    deterred_under: tuple[str, ...]
    answer: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Agreement:
    """Whether a signed deal holds.

    Attributes
    ----------
    result : StabilityResult
        Of the small model; the signed state has the index 0.
    standing : Standing
        Of the signed state.
    leaves : tuple of Leave
        Every way in which a signer gains by leaving; those that the fewest concepts deter first, then by gain.
    """

    result: StabilityResult
    standing: Standing
    leaves: tuple[Leave, ...]

    @property
    def holds(self) -> bool:
        """True where nobody leaves as long as credible sanctions are feared."""
        return not self.standing.leavers["seq"]

    @property
    def first(self) -> Leave | None:
        """The way out that is taken first; None where nobody gains by leaving."""
        return self.leaves[0] if self.leaves else None


def holds(signers: Sequence[Signer], guarantors: Sequence[Guarantor] = ()) -> Agreement:
    """Return whether a signed deal holds, under which concepts, and who would leave it first.

    Parameters
    ----------
    signers : sequence of Signer
        Two at least.
    guarantors : sequence of Guarantor

    Returns
    -------
    Agreement
        Exact for these numbers.

    Raises
    ------
    InputError
        If there are fewer than two signers, or a number is outside its range.
    """
    _check(signers, guarantors)
    model = agreement_model(signers, guarantors)
    result = analyze_stability(model, tuple(CONCEPTS))
    payoffs = _payoffs(signers, guarantors, model)
    found = [
        _leave(model, p, k, float(payoffs[p, t] - payoffs[p, 0]))
        for p in range(len(signers))
        for k in range(len(model.options)) if model.owners[k] == p
        for t in [model.position(1 << k)] if payoffs[p, t] > payoffs[p, 0]
    ]  # fmt: skip
    found.sort(key=lambda leave: (len(leave.deterred_under), -leave.gain))
    return Agreement(result, standing_of(result, 0), tuple(found))


def guarantee_needed(signers: Sequence[Signer]) -> float | None:
    """Return the least share that enforcement must undo for no signer to gain by a breach that is enforced.

    For a signer that is tempted, T > V, it is (T − V) / (T − F): the gain of a breach over what enforcement can take
    from it, where F is what fighting is worth to it.

    Returns
    -------
    float or None
        0–1; None where a signer would rather fight than keep the deal, so that no guarantee is enough. It says
        nothing about evasion in secret, which no enforcement touches.
    """
    if any(s.fighting > s.value for s in signers):
        return None
    tempted = [s for s in signers if s.temptation > s.value]
    return max(((s.temptation - s.value) / (s.temptation - s.fighting) for s in tempted), default=0.0)


def agreement_model(signers: Sequence[Signer], guarantors: Sequence[Guarantor] = ()) -> GraphModel:
    """Return the graph model of a signed deal.

    A signer can keep the deal, evade it, breach it or retaliate, one of these at a time; a guarantor can enforce once
    somebody breaches. All can be taken back.
    """
    names = [s.name for s in signers] + [g.name for g in guarantors]
    own = [(p, f"s{p}.{o}") for p in range(len(signers)) for o in ("evade", "breach", "retaliate")]
    own += [(len(signers) + n, f"g{n}.enforce") for n in range(len(guarantors))]
    rules = [
        f"s{p}.{a} and s{p}.{b}" for p in range(len(signers))
        for a, b in (("evade", "breach"), ("evade", "retaliate"), ("breach", "retaliate"))
    ]  # fmt: skip
    breached = " or ".join(f"s{p}.breach" for p in range(len(signers)))
    rules += [f"g{n}.enforce and not ({breached})" for n in range(len(guarantors))]
    frame = GraphModel.from_options(
        [p for p, _ in own],
        priorities=[()] * len(names),
        infeasible=rules,
        decision_makers=names,
        options=[o for _, o in own],
    )
    payoffs = _payoffs(signers, guarantors, frame)
    return GraphModel.from_options(
        [p for p, _ in own],
        payoffs=_spread(payoffs, frame),
        infeasible=rules,
        decision_makers=names,
        options=[o for _, o in own],
    )


def _spread(payoffs: NDArray[np.float64], frame: GraphModel) -> NDArray[np.float64]:
    wide = np.zeros((len(payoffs), 1 << len(frame.options)))
    wide[:, frame.index] = payoffs
    return wide


def _leave(model: GraphModel, party: int, option: int, gain: float) -> Leave:
    """Return one way out with what the others would do about it."""
    reasons = {c: explain(model, 0, party, c).answers for c in CONCEPTS}
    answers = {c: next(a for a in found if a.improvement == 1 << option) for c, found in reasons.items()}
    path = answers["seq"].path
    done = tuple((model.decision_makers[m.party], _taken(model, m.source, m.target)) for m in path)
    under = tuple(c for c, answer in answers.items() if answer.sanction is not None)
    return Leave(model.decision_makers[party], model.options[option].partition(".")[2], gain, under, done)


def _taken(model: GraphModel, before: int, after: int) -> str:
    """Return what is newly done in a move, or ``keep`` where something is only given up."""
    new = after & ~before
    return next((o.partition(".")[2] for k, o in enumerate(model.options) if new >> k & 1), "keep")


def _payoffs(signers: Sequence[Signer], guarantors: Sequence[Guarantor], model: GraphModel) -> NDArray[np.float64]:
    """Return what each state is worth to everybody, shape (decision makers, states)."""
    taken = {o: (model.index >> k & 1).astype(bool) for k, o in enumerate(model.options)}
    evades, breaches, retaliates = (
        np.array([taken[f"s{p}.{o}"] for p in range(len(signers))]) for o in ("evade", "breach", "retaliate")
    )
    enforced = np.array([taken[f"g{n}.enforce"] for n in range(len(guarantors))]).reshape(len(guarantors), model.size)
    left = np.ones(model.size)
    for guarantor, enforces in zip(guarantors, enforced, strict=True):
        left *= 1 - guarantor.covers * enforces
    is_war = retaliates.any(axis=0) | (breaches.sum(axis=0) > 1)
    rows = [_signer(signers, p, evades, breaches, is_war, 1 - left) for p in range(len(signers))]
    is_breached = breaches.any(axis=0)
    rows += [np.where(e, -g.cost, -g.shame * is_breached) for g, e in zip(guarantors, enforced, strict=True)]
    return np.asarray(np.round(np.array(rows, dtype=np.float64), DECIMALS), dtype=np.float64)


def _signer(
    signers: Sequence[Signer], party: int, evades: NDArray[np.bool_], breaches: NDArray[np.bool_], is_war: NDArray[np.bool_],
    undone: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Return what each state is worth to one signer."""
    own = signers[party]
    secret = [(1 - s.detection) * s.side_gain for s in signers]
    kept = own.value + evades[party] * (secret[party] - own.detection * own.side_cost)
    kept = kept - sum(secret[q] * evades[q] for q in range(len(signers)) if q != party)
    others_breach = np.delete(breaches, party, axis=0).any(axis=0)
    suffered = own.betrayed + undone * (own.value - own.betrayed)
    broken = own.temptation - undone * (own.temptation - own.fighting)
    peace = np.where(breaches[party], broken, np.where(others_breach, suffered, kept))
    return np.asarray(np.where(is_war, own.fighting, peace), dtype=np.float64)


def _check(signers: Sequence[Signer], guarantors: Sequence[Guarantor]) -> None:
    problems = []
    if len(signers) < 2:
        problems.append(Problem("signers", f"{len(signers)} signers", "a deal has two at least"))
    shares = [(s.name, "detection", s.detection) for s in signers] + [(g.name, "covers", g.covers) for g in guarantors]
    problems += [
        Problem("domain", f"{field} of {name} must lie in 0–1, not {value:g}", "give a share")
        for name, field, value in shares if not 0 <= value <= 1
    ]  # fmt: skip
    numbers = [
        (s.name, f, getattr(s, f))
        for s in signers
        for f in ("value", "fighting", "temptation", "betrayed", "side_gain", "side_cost")
    ]
    numbers += [(g.name, f, getattr(g, f)) for g in guarantors for f in ("cost", "shame")]
    problems += [
        Problem("domain", f"{field} of {name} must be a finite number, not {value:g}", "give a number")
        for name, field, value in numbers if not np.isfinite(value)
    ]  # fmt: skip
    if problems:
        raise InputError(problems)
