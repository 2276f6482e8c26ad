"""Who must sign, whether value can be paid, and events on which an outcome may hang."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from detente.case.base import Condition, Id, Model, Text
from detente.case.quantity import Backed, Number, Share, shortest

EVERYBODY = "all"
Votes = Annotated[Number, Field(ge=0, le=1e9), PlainSerializer(shortest, when_used="json")]
Positive = Annotated[Number, Field(gt=0, le=1e9), PlainSerializer(shortest, when_used="json")]


class Signing(Backed):
    """Which principals together can sign: all of them, a quota, or a condition over their names."""

    rule: Condition | None = None
    """Principals joined by and, or and parentheses, such as ``a and b and (c or d)``."""
    quota: Positive | None = None
    """So many principals, or principals of so much weight together."""
    weights: dict[Id, Votes] = {}
    """With `quota`: the votes of each principal; one each where absent."""
    ratification: dict[Id, Condition] = {}
    """By principal: which of its factions must approve, joined by and and or; all that can refuse where absent."""

    @model_validator(mode="after")
    def _one_form(self) -> Signing:
        if self.rule is not None and self.quota is not None:
            raise PydanticCustomError("signing", "rule and quota both say who must sign")
        if self.weights and self.quota is None:
            raise PydanticCustomError("signing", "weights are given and no quota")
        return self


class SidePayments(Backed):
    """That the principals can pay each other."""

    most: Votes | None = None
    """The most that one of them can pay; without it there is no bound."""
    rates: dict[Id, Positive] = {}
    """By principal: how much it would pay for one point of the value of a package; 1 where absent."""


class Contingent(Model):
    """What an outcome comes to when it is known whether an event happened."""

    event: Id
    """The event, which stands under `events`."""
    if_: Id = Field(alias="if")
    """The outcome of the same issue that holds if it happens."""
    else_: Id = Field(alias="else")
    """The outcome of the same issue that holds if it does not."""


class FutureEvent(Model):
    """Something that will be known later, and that the parties may judge differently."""

    label: Text
    """The event in words, so exact that all will agree whether it happened."""
    beliefs: dict[Id, Share] = {}
    """By party: the probability that it gives to the event; 0.5 where absent, and then assumed."""
    verified_by: Text | None = None
    """Who or what establishes whether it happened."""


def _as_signing(value: Any) -> Any:
    """Let the rule stand alone: ``all``, or a condition."""
    if isinstance(value, str):
        return {} if value.strip() == EVERYBODY else {"rule": value}
    return value


def _as_payments(value: Any) -> Any:
    """Let yes or no stand alone."""
    return ({} if value else None) if isinstance(value, bool) else value


SigningField = Annotated[Signing | None, BeforeValidator(_as_signing, json_schema_input_type=str | Signing | None)]
"""Who must sign: ``all``, a condition, or a mapping."""

PaymentsField = Annotated[
    SidePayments | None, BeforeValidator(_as_payments, json_schema_input_type=bool | SidePayments | None)
]
"""Whether the principals can pay each other: yes, no, or a mapping."""
