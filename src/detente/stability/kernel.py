"""Threats in models of millions of states: compiled loops over blocks of states and over arcs.

In option form the moves of a decision maker connect the states that agree outside its own options: a block. Sorted by
its ranks, the improvements of a state are the part of the block above it, so a least value over them is a running
minimum from the top. Because such moves are transitive, the rule that nobody moves twice in a row changes nothing, and
what joint moves reach is the fixed point of these minima over all opponents in turn.

Compiled by Numba; imported for large models only.
"""
# ruff: noqa: ANN001, ANN201, ANN202, PLR0913, PLR0917 (Numba infers types; a kernel is one loop)

from __future__ import annotations

import numpy as np
from numba import njit, prange

CHUNKS = 256
HIGH = np.iinfo(np.int32).max


@njit(cache=True, parallel=True)
def sort_blocks(members, starts, ranks, fresh):  # type: ignore[no-untyped-def]
    """Sort the members of each block by rank, ascending; `fresh` is 1 at the first of each tie."""
    for b in prange(len(starts) - 1):
        low, high = starts[b], starts[b + 1]
        block = members[low:high].copy()
        keys = np.empty(high - low, dtype=np.int64)
        for n in range(high - low):
            keys[n] = (np.int64(ranks[block[n]]) << 32) | n
        keys.sort()
        for n in range(high - low):
            members[low + n] = block[keys[n] & 0xFFFFFFFF]
            fresh[low + n] = n == 0 or (keys[n] >> 32) != (keys[n - 1] >> 32)


@njit(cache=True, parallel=True)
def sink_better(members, starts, fresh, values):  # type: ignore[no-untyped-def]
    """Lower each value to the least above it in its block; return whether any was lowered."""
    lowered = np.zeros(CHUNKS, dtype=np.bool_)
    blocks = len(starts) - 1
    for chunk in prange(CHUNKS):
        for b in range(blocks * chunk // CHUNKS, blocks * (chunk + 1) // CHUNKS):
            above, tier = HIGH, HIGH
            for n in range(starts[b + 1] - 1, starts[b] - 1, -1):
                s = members[n]
                if values[s] > above:
                    values[s] = above
                    lowered[chunk] = True
                tier = min(tier, values[s])
                if fresh[n]:
                    above = min(above, tier)
                    tier = HIGH
    return lowered.any()


@njit(cache=True, parallel=True)
def sink_any(members, starts, values):  # type: ignore[no-untyped-def]
    """Lower each value to the least of its block; return whether any was lowered."""
    lowered = np.zeros(CHUNKS, dtype=np.bool_)
    blocks = len(starts) - 1
    for chunk in prange(CHUNKS):
        for b in range(blocks * chunk // CHUNKS, blocks * (chunk + 1) // CHUNKS):
            least = HIGH
            for n in range(starts[b], starts[b + 1]):
                least = min(least, values[members[n]])
            for n in range(starts[b], starts[b + 1]):
                if values[members[n]] > least:
                    values[members[n]] = least
                    lowered[chunk] = True
    return lowered.any()


@njit(cache=True, parallel=True)
def pull_better(members, starts, fresh, values, found):  # type: ignore[no-untyped-def]
    """Lower `found` to the least of `values` above each state in its block."""
    for b in prange(len(starts) - 1):
        above, tier = HIGH, HIGH
        for n in range(starts[b + 1] - 1, starts[b] - 1, -1):
            s = members[n]
            found[s] = min(found[s], above)
            tier = min(tier, values[s])
            if fresh[n]:
                above = min(above, tier)
                tier = HIGH


@njit(cache=True, parallel=True)
def pull_any(members, starts, values, found):  # type: ignore[no-untyped-def]
    """Lower `found` to the least of `values` at the other states of each block."""
    for b in prange(len(starts) - 1):
        least, second = HIGH, HIGH
        for n in range(starts[b], starts[b + 1]):
            value = values[members[n]]
            if value < least:
                least, second = value, least
            elif value < second:
                second = value
        for n in range(starts[b], starts[b + 1]):
            s = members[n]
            found[s] = min(found[s], second if values[s] == least else least)


@njit(cache=True, parallel=True)
def top_of_blocks(members, starts, ranks, found):  # type: ignore[no-untyped-def]
    """Set `found` to the largest rank of each state's block."""
    for b in prange(len(starts) - 1):
        best = ranks[members[starts[b + 1] - 1]]
        for n in range(starts[b], starts[b + 1]):
            found[members[n]] = best


@njit(cache=True, parallel=True)
def deterred_blocks(members, starts, fresh, threat, ranks, strictly, found):  # type: ignore[no-untyped-def]
    """Set `found` to whether the largest threat above each state in its block does not exceed its rank."""
    for b in prange(len(starts) - 1):
        above, tier = -HIGH, -HIGH
        for n in range(starts[b + 1] - 1, starts[b] - 1, -1):
            s = members[n]
            found[s] = above < ranks[s] if strictly else above <= ranks[s]
            tier = max(tier, threat[s])
            if fresh[n]:
                above = max(above, tier)
                tier = -HIGH


@njit(cache=True, inline="always")
def _better(one, other, least):  # type: ignore[no-untyped-def]
    return min(one, other) if least else max(one, other)


@njit(cache=True)
def _note(table, mark, value, least):  # type: ignore[no-untyped-def]
    """Let every subset of a mark know of a value: from there a move leads to it."""
    part = mark
    while True:
        table[part] = _better(table[part], value, least)
        if part == 0:
            break
        part = (part - 1) & mark


@njit(cache=True)
def _by_table(members, low, high, fresh, marks, values, improving, least, found, table):  # type: ignore[no-untyped-def]
    """Combine one block with a table over all marks; return whether anything changed."""
    table[:] = HIGH if least else -HIGH
    changed = False
    if not improving:
        for n in range(low, high):
            _note(table, marks[members[n]], values[members[n]], least)
    top = high  # the end of the tie that is being read
    for n in range(high - 1, low - 1, -1):
        s = members[n]
        best = _better(found[s], table[marks[s]], least)
        if best != found[s]:
            found[s] = best
            changed = True
        if fresh[n]:
            if improving:
                for k in range(n, top):
                    _note(table, marks[members[k]], values[members[k]], least)
            top = n
    return changed


@njit(cache=True)
def _by_pairs(members, low, high, fresh, marks, values, improving, least, found):  # type: ignore[no-untyped-def]
    """Combine one block pair by pair, where it has fewer members than there are marks; return whether anything changed."""
    changed = False
    first = high  # where the improvements of the current tie begin
    for n in range(high - 1, low - 1, -1):
        s = members[n]
        best = found[s]
        for k in range(first if improving else low, high):
            t = members[k]
            if marks[t] & marks[s] == marks[s]:
                best = _better(best, values[t], least)
        if best != found[s]:
            found[s] = best
            changed = True
        if fresh[n]:
            first = n
    return changed


@njit(cache=True, parallel=True)
def one_way(members, starts, fresh, marks, width, values, improving, least, found):  # type: ignore[no-untyped-def]
    """Combine `values` over the moves of blocks in which `width` options go one way only.

    A move may add marks and never drops one. `found` is lowered to the least (raised to the largest, where `least` is
    false) of `values` over the moves, over the improvements only where `improving`. Returns whether anything changed;
    `found` may be `values` itself.
    """
    changed = np.zeros(CHUNKS, dtype=np.bool_)
    blocks = len(starts) - 1
    for chunk in prange(CHUNKS):
        table = np.empty(0, dtype=values.dtype)
        for b in range(blocks * chunk // CHUNKS, blocks * (chunk + 1) // CHUNKS):
            low, high = starts[b], starts[b + 1]
            if high - low < 1 << width:
                changed[chunk] |= _by_pairs(members, low, high, fresh, marks, values, improving, least, found)
                continue
            if len(table) == 0:
                table = np.empty(1 << width, dtype=values.dtype)
            changed[chunk] |= _by_table(members, low, high, fresh, marks, values, improving, least, found, table)
    return changed.any()


@njit(cache=True)
def threat_of_arcs(order, score, starts, sources, movers, parties, focal, found):  # type: ignore[no-untyped-def]
    """Set `found` to the least score that legal sequences of opponents' arcs reach, searching backwards.

    `starts`, `sources` and `movers` list the arcs by the state they lead to. A node of the search is a state and the
    party that has just come there. States are taken in the order of their scores, so each node is met first by the
    least score that it can reach, and once.
    """
    states = len(score)
    seen = np.zeros((states, parties), dtype=np.bool_)
    stack = np.empty((states * parties, 2), dtype=np.int64)
    for here in order:
        size = 0
        for p in range(parties):
            if p != focal and not seen[here, p]:
                seen[here, p] = True
                stack[size, 0], stack[size, 1] = here, p
                size += 1
        while size > 0:
            size -= 1
            t, last = stack[size, 0], stack[size, 1]
            for n in range(starts[t], starts[t + 1]):
                if movers[n] != last:
                    continue
                s = sources[n]
                found[s] = min(found[s], score[here])
                for before in range(parties):
                    if before not in (focal, last) and not seen[s, before]:
                        seen[s, before] = True
                        stack[size, 0], stack[size, 1] = s, before
                        size += 1
