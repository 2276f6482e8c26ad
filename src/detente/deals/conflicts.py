"""Minimal sets: from what each package violates to what blocks a deal and what would open one.

For packages that violate the sets V1, V2, …, the minimal ones among them are the *minimal correction
sets*: relax one and its package is left. The minimal sets that hit every one of those are the *minimal
unsatisfiable sets*: hold one and nothing is left. (Reiter 1987, theorem 4.4; Liffiton & Sakallah 2008.)

Sets of constraints are Python integers, bit ``b`` for constraint ``b``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.deals.grid import Words


def minimal_sets(violated: Words) -> list[int]:
    """Return the minimal ones among the violated sets, smallest first, then by value.

    Parameters
    ----------
    violated : array of uint64, shape (words, packages)
    """
    rows = np.unique(violated.T, axis=0) if len(violated) > 1 else np.unique(violated[0])[:, None]
    rows = rows[np.argsort(np.bitwise_count(rows).sum(axis=1), kind="stable")]
    found: list[int] = []
    while len(rows):
        first = rows[0]
        found.append(sum(int(word) << (64 * n) for n, word in enumerate(first)))
        rows = rows[~((rows & first) == first).all(axis=1)]
    return sorted(found, key=lambda s: (s.bit_count(), s))


def minimal_hitting_sets(sets: Sequence[int]) -> Iterator[int]:
    """Yield every minimal set that has an element in common with each of `sets`.

    The depth-first search of Murakami & Uno (2014), algorithm MMCS: a partial set grows only while each
    of its elements is the only one to hit some set, so nothing is generated twice and nothing is kept.

    Parameters
    ----------
    sets : sequence of int
        Bit sets; an empty one cannot be hit, so then nothing is yielded.
    """
    everything = 0
    for s in sets:
        everything |= s
    hits = {e: sum(1 << n for n, s in enumerate(sets) if s >> e & 1) for e in bits_of(everything)}
    yield from _grow(sets, hits, 0, {}, (1 << len(sets)) - 1, everything)


def _grow(
    sets: Sequence[int], hits: dict[int, int], chosen: int, critical: dict[int, int], unhit: int, candidates: int
) -> Iterator[int]:
    """Extend `chosen` by elements of the unhit set with the fewest candidates."""
    if not unhit:
        yield chosen
        return
    target = min((sets[n] & candidates for n in bits_of(unhit)), key=int.bit_count)
    candidates &= ~target
    for element in bits_of(target):
        hit = hits[element]
        still = {e: mine & ~hit for e, mine in critical.items()}
        if all(still.values()):
            still[element] = unhit & hit
            yield from _grow(sets, hits, chosen | 1 << element, still, unhit & ~hit, candidates)
            candidates |= 1 << element


def bits_of(number: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, lowest first."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
