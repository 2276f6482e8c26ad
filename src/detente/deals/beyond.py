"""What a case says beyond packages that all sign: a rule of signing, payments, outcomes that hang on events."""

from __future__ import annotations

from dataclasses import dataclass

from detente.deals.bets import Bets, find_bets
from detente.deals.from_case import Problem, beliefs_of, clauses_of, payment_terms, signing_rule
from detente.deals.payments import PaymentGame, find_payments
from detente.deals.result import DealsResult
from detente.deals.signing import Signing, find_signing
from detente.deals.space import DealSpace


@dataclass(frozen=True)
class Beyond:
    """What was found; None for what the case does not speak of.

    `can_pay` tells a case in which payments find no surplus from one without payments.
    """

    signing: Signing | None = None
    payments: PaymentGame | None = None
    can_pay: bool = False
    bets: Bets | None = None


def find_beyond(problem: Problem, deals: DealsResult, analyst: str | None = None) -> Beyond:
    """Find what the rule of signing, payments and contingent outcomes of a case make possible.

    Parameters
    ----------
    problem : Case or DealSpace
        Plain arrays speak of none of these.
    deals : DealsResult
        The deals of the same problem.
    analyst : str, optional
        Follow this analyst's beliefs wherever several have judged.
    """
    if isinstance(problem, DealSpace):
        return Beyond()
    rule, terms, clauses = signing_rule(problem), payment_terms(problem), clauses_of(problem)
    space = deals.space
    return Beyond(
        find_signing(space, rule, deals=deals) if rule is not None else None,
        find_payments(space, rule, rates=terms.rates, most=terms.most) if terms is not None else None,
        terms is not None,
        find_bets(space, clauses, beliefs_of(problem, analyst)) if clauses else None,
    )
