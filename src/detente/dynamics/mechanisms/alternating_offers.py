"""What patience, the cost of waiting and a way out are worth when two sides take turns to make offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.dynamics.domain import Check, condition, finite, require, share
from detente.dynamics.threshold import Threshold


@dataclass(frozen=True)
class AlternatingOffers:
    """The division that is agreed on at once.

    Attributes
    ----------
    share_1 : float
        Share of side 1, who makes the first offer.
    share_2 : float
        Share of side 2, who answers it.
    threshold : Threshold
        Worth of side 2's outside option from which on side 2 gets just that. Below it the option changes nothing,
        unless side 1 makes the last of several offers: then it helps side 2 there, and so a little before.
    """

    share_1: float
    share_2: float
    threshold: Threshold


@dataclass(frozen=True)
class _Terms:
    """What the sides have while they do not agree: discounts, inside options, and what side 2 may leave for."""

    discount_1: float
    discount_2: float
    g_1: float
    g_2: float
    outside: float = 0.0


def alternating_offers(
    discount_1: float,
    discount_2: float,
    *,
    g_1: float = 0.0,
    g_2: float = 0.0,
    rounds: int | None = None,
    outside: float | None = None,
) -> AlternatingOffers:
    """Return how a pie of 1 is shared by two sides who take turns to make offers, side 1 first.

    Parameters
    ----------
    discount_1, discount_2 : float
        What a share in the next round is worth in this one, 0–1; without a last round their product is below 1.
    g_1, g_2 : float
        Inside options: what never agreeing is worth to each, below 0 where waiting costs more than it brings. A flow
        cost of k_i a round is g_i = −k_i/(1 − δ_i). At most 1 each and at most 1 together.
    rounds : int or None
        Number of offers, made in turn; after the last refusal the sides stay with their inside options. None for
        offers without end.
    outside : float or None
        What side 2 gets, and side 1 then nothing, if side 2 breaks off for good. It can do so only in answer to an
        offer of side 1. From 0 to 1 − g_1; None for no way out.

    Returns
    -------
    AlternatingOffers
        Exact. Without end side 1 has [(1 − δ_2)(1 − g_2) + δ_2(1 − δ_1)g_1]/(1 − δ_1δ_2), or (1 − δ_2)(1 − g_2) where
        that is more, which happens where side 1 would rather take nothing than wait; and never more than 1 − outside.

    Raises
    ------
    DomainError
        If a symbol leaves its range, or the options leave nothing to share.

    References
    ----------
    Rubinstein (1982), *Econometrica* 50, 97–109; inside options as in Muthoo (1999), *Bargaining Theory with
    Applications*, ch. 6; the outside option as in Binmore, Shaked and Sutton (1989), *Quarterly Journal of Economics*
    104, 753–770, in the form in which only the side that answers may leave. Re-derived for unequal discounts, a last
    round, and all options together.
    """
    terms = _Terms(discount_1, discount_2, g_1, g_2)
    require("alternating_offers", _checks(terms, rounds, outside))
    way_out = 0.0 if outside is None else outside
    mine = _side_1(_Terms(discount_1, discount_2, g_1, g_2, way_out), rounds)
    # Where side 1 makes the last of several offers, an option that side 2 would use now it would use in every round
    # and the option pins the shares down as it does without end.
    is_endless = rounds is None or (rounds > 1 and rounds % 2 == 1 and discount_1 * discount_2 < 1)
    flip = Threshold(
        "alternating_offers", "worth of the answering side's outside option",
        1 - _side_1(terms, None if is_endless else rounds), way_out,
        above="the answering side gets what its outside option is worth",
        below="waiting is worth more to the answering side than its outside option",
    )  # fmt: skip
    return AlternatingOffers(mine, 1 - mine, flip)


def _checks(terms: _Terms, rounds: int | None, outside: float | None) -> Iterator[Check]:
    yield share("discount_1", terms.discount_1)
    yield share("discount_2", terms.discount_2)
    yield finite("g_1", terms.g_1)
    yield finite("g_2", terms.g_2)
    yield condition("g_1 ≤ 1", terms.g_1 <= 1)
    yield condition("g_2 ≤ 1", terms.g_2 <= 1)
    yield condition("g_1 + g_2 ≤ 1", terms.g_1 + terms.g_2 <= 1)
    if rounds is None:
        yield condition("discount_1·discount_2 < 1 without a last round", terms.discount_1 * terms.discount_2 < 1)
    else:
        yield condition("rounds ≥ 1, a whole number", rounds >= 1 and rounds % 1 == 0, f"rounds = {rounds}")
    if outside is not None:
        yield share("outside", outside)
        yield condition("outside + g_1 ≤ 1", outside + terms.g_1 <= 1)


def _side_1(terms: _Terms, rounds: int | None) -> float:
    """Return the share of side 1 when it makes the first offer."""
    if rounds is None:
        d_1, d_2 = terms.discount_1, terms.discount_2
        least = (1 - d_2) * (1 - terms.g_2)
        both_wait = (least + d_2 * (1 - d_1) * terms.g_1) / (1 - d_1 * d_2)
        return min(1 - terms.outside, max(least, both_wait))
    mine, yours = terms.g_1, terms.g_2
    for n in range(int(rounds), 0, -1):
        if n % 2 == 1:
            yours = max(terms.outside, (1 - terms.discount_2) * terms.g_2 + terms.discount_2 * yours)
            mine = 1 - yours
        else:
            mine = max(0.0, (1 - terms.discount_1) * terms.g_1 + terms.discount_1 * mine)
            yours = 1 - mine
    return mine
