"""One month of the game at every state: logit responses of both sides' types, solved by damped iteration.

Compiled by Numba; imported only by the solver, so that nothing else waits for a compiler.
"""
# ruff: noqa: ANN001, ANN201, ANN202, C901, PLR0913, PLR0917 (Numba infers types; a kernel is one loop)
# Indexing by a role keeps one kernel for both proposers: `p` proposes, `1 - p` answers.

from __future__ import annotations

import numpy as np
from numba import njit, prange

from detente.dynamics.game.spec import Floats, Ints

TOUGH, WEAK = 0, 1
TINY = 1e-300
PATIENCE = 30
"""Turns after which a state that has not settled takes half steps."""


@njit(cache=True, inline="always")
def _at(table: Floats, qa: float, qb: float) -> float:
    """Return the bilinear interpolation of a table over both beliefs."""
    last = table.shape[0] - 1
    x, y = qa * last, qb * last
    i, j = min(int(x), last - 1), min(int(y), last - 1)
    u, v = x - i, y - j
    low = table[i, j] * (1 - v) + table[i, j + 1] * v
    high = table[i + 1, j] * (1 - v) + table[i + 1, j + 1] * v
    return float(low * (1 - u) + high * u)


@njit(cache=True, inline="always")
def _posterior(q: float, if_tough: float, if_weak: float) -> float:
    total = q * if_tough + (1 - q) * if_weak
    return q * if_tough / total if total > TINY else q


@njit(cache=True, inline="always")
def _logistic(x: float) -> float:
    if x >= 0:
        return float(1 / (1 + np.exp(-x)))
    grown = np.exp(x)
    return float(grown / (1 + grown))


@njit(cache=True, inline="always")
def _goes_on(wait, records, chances, m, step, yields, side, kind, p, qp, qr):  # type: ignore[no-untyped-def]
    """Return what a type of a side expects when the month ends in fighting, at any beliefs."""
    qa, qb = (qp, qr) if p == 0 else (qr, qp)
    total = 0.0
    for j in range(records.shape[0]):
        if chances[j] == 0.0:
            continue
        here = _at(wait[records[j], side, kind, m], qa, qb)
        if yields > 0.0:
            here = (1 - yields) * here + yields * _at(wait[records[j], side, kind, m + step], qa, qb)
        total += chances[j] * here
    return total


@njit(cache=True)
def _answers(wait, deal, ratified, records, chances, m, p, qp, qr, yes, wants):  # type: ignore[no-untyped-def]
    """Fill `wants[side-role, type, accept/refuse]` for one offer: row 0 the proposer's types, row 1 the answering ones."""
    refused = _posterior(qr, 1 - yes[TOUGH], 1 - yes[WEAK])
    accepted = _posterior(qr, yes[TOUGH], yes[WEAK])
    for role in range(2):
        side = p if role == 0 else 1 - p
        for kind in range(2):
            wants[role, kind, 1] = _goes_on(wait, records, chances, m, 0, 0.0, side, kind, p, qp, refused)
            signed = deal[side] * ratified
            if ratified < 1.0:
                failed = _goes_on(wait, records, chances, m, 0, 0.0, side, kind, p, qp, accepted)
                signed += (1 - ratified) * failed
            wants[role, kind, 0] = signed


@njit(cache=True, inline="always")
def _offer(values, worth, a, wants, yes, chance, qr):  # type: ignore[no-untyped-def]
    """Enter what an offer is worth to the proposer's types, and add what it brings the answering ones."""
    signs = qr * yes[TOUGH, a] + (1 - qr) * yes[WEAK, a]
    for kind in range(2):
        agrees = yes[kind, a]
        values[1, kind] += chance * (agrees * wants[1, kind, 0] + (1 - agrees) * wants[1, kind, 1])
        worth[kind, a] = signs * wants[0, kind, 0] + (1 - signs) * wants[0, kind, 1]


@njit(cache=True, inline="always")
def _answer_better(yes, a, wants, lam, pace):  # type: ignore[no-untyped-def]
    """Take a step towards the logit answers to one offer; return by how much they were off."""
    moved = 0.0
    for kind in range(2):
        better = _logistic(lam * (wants[1, kind, 0] - wants[1, kind, 1]))
        moved = max(moved, abs(better - yes[kind, a]))
        yes[kind, a] += pace * (better - yes[kind, a])
    return moved


@njit(cache=True, inline="always")
def _act_better(acts, worth, allowed, kind, lam, pace):  # type: ignore[no-untyped-def]
    """Take a step of one type towards its logit choice among the actions; return by how much it was off."""
    best, total, moved = -np.inf, 0.0, 0.0
    for a in range(allowed.shape[0]):
        if allowed[a]:
            best = max(best, worth[kind, a])
    for a in range(allowed.shape[0]):
        if allowed[a]:
            total += np.exp(lam * (worth[kind, a] - best))
    for a in range(allowed.shape[0]):
        if allowed[a]:
            better = np.exp(lam * (worth[kind, a] - best)) / total
            moved = max(moved, abs(better - acts[kind, a]))
            acts[kind, a] += pace * (better - acts[kind, a])
    return moved


@njit(cache=True)
def _month(  # type: ignore[no-untyped-def]
    wait, deal, ratified, toll, relief, yields, allowed, records, chances, m, z, p, q, acts, yes, lam, tol, most, damp
):
    """Solve one state in place (`acts[type, action]`, `yes[type, offer]`); return values by role and type, and the residual."""
    packages, actions = deal.shape[1], acts.shape[1]
    qp, qr = q
    wants = np.empty((2, 2, 2))
    worth = np.full((2, actions), -np.inf)
    values = np.zeros((2, 2))
    residual = 1.0
    step = -1 if p == 0 else 1
    for turn in range(most + 1):
        last = residual <= tol or turn == most
        pace = damp if turn < PATIENCE else damp / 2
        values[:] = 0.0
        moved = 0.0
        for a in range(actions):
            if not allowed[p, a, z]:
                continue
            chance = qp * acts[TOUGH, a] + (1 - qp) * acts[WEAK, a]
            after = _posterior(qp, acts[TOUGH, a], acts[WEAK, a])
            seen, odds = records[p, a, z], chances[p, a, z]
            if a < packages:
                _answers(wait, deal[:, a, m, z], ratified[a, z], seen, odds, m, p, after, qr, yes[:, a], wants)
                _offer(values, worth, a, wants, yes, chance, qr)
                if not last:
                    moved = max(moved, _answer_better(yes, a, wants, lam[1], pace))
                continue
            e = a - packages
            gives = yields[p, e]
            for kind in range(2):
                mine = _goes_on(wait, seen, odds, m, step, gives, p, kind, p, after, qr)
                theirs = _goes_on(wait, seen, odds, m, step, gives, 1 - p, kind, p, after, qr)
                worth[kind, a] = mine - toll[p, e]
                values[1, kind] += chance * (theirs + relief[p, e])
        for kind in range(2):
            for a in range(actions):
                if allowed[p, a, z]:
                    values[0, kind] += acts[kind, a] * worth[kind, a]
            if not last:
                moved = max(moved, _act_better(acts, worth, allowed[p, :, z], kind, lam[0], pace))
        if last:
            break
        residual = moved
    return values, residual, worth


@njit(cache=True, parallel=True)
def solve_month(  # type: ignore[no-untyped-def]
    wait, deal, ratified, toll, relief, yields, allowed, records, chances,
    p, acts, yes, lam, tol, most, damp, values, residuals, worths,
):  # fmt: skip
    """Solve a month at every state that is not absorbing.

    Parameters
    ----------
    wait : array, shape (Z, 2, 2, M, n, n)
        What each side and type expects of a month that ends in fighting.
    p : int
        The proposer.
    acts, yes : arrays, shape (Z, M, n, n, 2, K + E) and (Z, M, n, n, 2, K)
        Policies: where the iteration starts, and where it ends.
    lam : pair of float
        λ of the proposer and of the one who answers.
    values, residuals, worths : arrays to be filled
        Shapes (Z, 2, 2, M, n, n), (Z, M, n, n) and (Z, M, n, n, 2, K + E).
    """
    z_count, _, _, m_count, n, _ = wait.shape
    for place in prange(z_count * (m_count - 2) * n * n):
        j = place % n
        i = place // n % n
        m = place // (n * n) % (m_count - 2) + 1
        z = place // (n * n * (m_count - 2))
        qa, qb = i / (n - 1), j / (n - 1)
        q = (qa, qb) if p == 0 else (qb, qa)
        found, residual, worth = _month(
            wait, deal, ratified, toll, relief, yields, allowed, records, chances, m, z, p, q,
            acts[z, m, i, j], yes[z, m, i, j], lam, tol, most, damp,
        )  # fmt: skip
        for kind in range(2):
            values[z, p, kind, m, i, j] = found[0, kind]
            values[z, 1 - p, kind, m, i, j] = found[1, kind]
        residuals[z, m, i, j] = residual
        worths[z, m, i, j] = worth


@njit(cache=True)
def _spread(mass, table, qa, qb):  # type: ignore[no-untyped-def]
    """Share mass out to the corners around a pair of beliefs, so that both means are kept."""
    last = table.shape[0] - 1
    x, y = qa * last, qb * last
    i, j = min(int(x), last - 1), min(int(y), last - 1)
    u, v = x - i, y - j
    table[i, j] += mass * (1 - u) * (1 - v)
    table[i, j + 1] += mass * (1 - u) * v
    table[i + 1, j] += mass * u * (1 - v)
    table[i + 1, j + 1] += mass * u * v


@njit(cache=True)
def spread_month(mass, p, acts, yes, ratified, yields, allowed, records, chances, signed, fights):  # type: ignore[no-untyped-def]
    """Follow the mass of all states through one month's offers and answers.

    Fills `signed[K, M, Z, n, n]` with what is signed and `fights[Z, M, n, n]` with what goes on to fight.
    """
    z_count, m_count, n, _ = mass.shape
    packages, actions = yes.shape[-1], acts.shape[-1]
    step = -1 if p == 0 else 1
    for z in range(z_count):
        for m in range(1, m_count - 1):
            for i in range(n):
                for j in range(n):
                    here = mass[z, m, i, j]
                    if here == 0.0:
                        continue
                    qa, qb = i / (n - 1), j / (n - 1)
                    qp, qr = (qa, qb) if p == 0 else (qb, qa)
                    act, answer = acts[z, m, i, j], yes[z, m, i, j]
                    for a in range(actions):
                        if not allowed[p, a, z]:
                            continue
                        flow = here * (qp * act[TOUGH, a] + (1 - qp) * act[WEAK, a])
                        after = _posterior(qp, act[TOUGH, a], act[WEAK, a])
                        if a >= packages:
                            _pass_on(
                                flow,
                                fights,
                                records[p, a, z],
                                chances[p, a, z],
                                m,
                                step,
                                yields[p, a - packages],
                                p,
                                after,
                                qr,
                            )
                            continue
                        signs = qr * answer[TOUGH, a] + (1 - qr) * answer[WEAK, a]
                        signed[a, m, z] += flow * signs * ratified[a, z]
                        accepted = _posterior(qr, answer[TOUGH, a], answer[WEAK, a])
                        refused = _posterior(qr, 1 - answer[TOUGH, a], 1 - answer[WEAK, a])
                        failed = flow * signs * (1 - ratified[a, z])
                        _pass_on(failed, fights, records[p, a, z], chances[p, a, z], m, 0, 0.0, p, after, accepted)
                        _pass_on(
                            flow * (1 - signs), fights, records[p, a, z], chances[p, a, z], m, 0, 0.0, p, after, refused
                        )


@njit(cache=True)
def _pass_on(mass, fights, records, chances, m, step, yields, p, qp, qr):  # type: ignore[no-untyped-def]
    qa, qb = (qp, qr) if p == 0 else (qr, qp)
    for j in range(records.shape[0]):
        part = mass * chances[j]
        if part > 0.0:
            _spread(part * (1 - yields), fights[records[j], m], qa, qb)
            if yields > 0.0:
                _spread(part * yields, fights[records[j], m + step], qa, qb)


@njit(cache=True)
def spread_fighting(fights, chance, qa_after, qb_after, shift, mass):  # type: ignore[no-untyped-def]
    """Move mass by one outcome of a month of fighting: `chance`, `qa_after`, `qb_after` have shape (M, n, n)."""
    z_count, m_count, n, _ = fights.shape
    for z in range(z_count):
        for m in range(1, m_count - 1):
            for i in range(n):
                for j in range(n):
                    part = fights[z, m, i, j] * chance[m, i, j]
                    if part > 0.0:
                        _spread(part, mass[z, m + shift], qa_after[m, i, j], qb_after[m, i, j])


def warm_start(game_shape: tuple[int, ...], allowed: Ints) -> tuple[Floats, Floats]:
    """Return even policies: every allowed action alike, every offer accepted as often as refused."""
    z, m, n, packages = game_shape
    even = allowed / allowed.sum(axis=0, keepdims=True)
    acts = np.broadcast_to(even.T[:, None, None, None, None, :], (z, m, n, n, 2, allowed.shape[0]))
    return np.ascontiguousarray(acts, dtype=np.float64), np.full((z, m, n, n, 2, packages), 0.5)
