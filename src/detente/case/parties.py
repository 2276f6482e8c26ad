"""Parties, what they want on each issue, and the issues themselves."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from detente.case.base import Condition, Id, Model, References, Text
from detente.case.quantity import Backed, Number, Points, Score, Weight, shortest
from detente.case.signing import Contingent

Kind = Literal["principal", "faction", "backer", "community", "mediator"]


def as_tiers(value: Any) -> Any:
    """Let a ranking be a flat list with inner lists for ties."""
    if isinstance(value, (list, tuple)):
        return [[tier] if isinstance(tier, str) else tier for tier in value]
    return value


def from_tiers(tiers: tuple[tuple[str, ...], ...]) -> list[str | list[str]]:
    """Return tiers as a list in which a tier of one stands alone."""
    return [tier[0] if len(tier) == 1 else list(tier) for tier in tiers]


Ranking = Annotated[
    tuple[tuple[Id, ...], ...],
    BeforeValidator(as_tiers, json_schema_input_type=tuple[str | tuple[str, ...], ...]),
    PlainSerializer(from_tiers, return_type=list[str | list[str]], when_used="json"),
]

Place = Annotated[Number, Field(ge=0, le=100), PlainSerializer(shortest, when_used="json")]
"""A place on a 0–100 scale."""


class Outcome(Model):
    """One answer to an issue."""

    label: Text
    """The answer in words."""
    at: Place | None = None
    """Its place on the issue's 0–100 scale."""
    needs: References = ()
    """Parties that must consent to this outcome, such as a guarantor to its guarantee."""
    contingent: Contingent | None = None
    """For an outcome that is one or another outcome of the issue, as an event decides; its worth follows from theirs."""


class Issue(Model):
    """A question on the table."""

    question: Text
    """The question in words."""
    name: Text | None = None
    """Short name for tables; the id where absent."""
    outcomes: Annotated[dict[Id, Outcome], Field(min_length=1)]
    """The answers that are possible, each worded."""
    divisible: bool = False
    """True where the two sides can have parts of it, such as land, time or money."""


class Stance(Backed):
    """What one party wants on one issue: values, a ranking, or a position on the issue's scale."""

    values: dict[Id, Score] | None = None
    """Worth of each outcome to the party, 0–100."""
    ranking: Ranking | None = None
    """Outcomes from best to worst; an inner list is a tie. Read as equally spaced values, so assumed."""
    position: Score | None = None
    """Place on the issue's scale; an outcome is worth ``100 − |at − position|``."""
    salience: Weight | None = None
    """Weight of the issue to the party; 50 where absent, and then assumed."""
    red_line: tuple[Id, ...] = ()
    """Outcomes it will never sign."""
    bottom_line: Id | Score | None = Field(None, union_mode="left_to_right")
    """The least it accepts now: an outcome (nothing worth less), or a value."""

    @model_validator(mode="after")
    def _one_form(self) -> Stance:
        given = [n for n in ("values", "ranking", "position") if getattr(self, n) is not None]
        if len(given) > 1:
            raise PydanticCustomError(
                "stance", "{a} and {b} both say what an outcome is worth", {"a": given[0], "b": given[1]}
            )
        if not given and not self.red_line:
            raise PydanticCustomError("stance", "a stance needs values, a ranking, a position or a red_line")
        return self


class Interaction(Backed):
    """A worth that arises only where outcomes come together."""

    when: Condition
    """Condition over outcomes, in the expression language."""
    add: Points
    """Points added to the value of a package where the condition holds."""


class Party(Backed):
    """Somebody with a stake in the outcome."""

    name: Text
    """Name as it is written in a brief."""
    kind: Kind
    """principal signs, faction can refuse to ratify, backer supplies, community lives with it, mediator."""
    of: Id | None = None
    """The party to which a faction, backer or community belongs."""
    can_refuse: bool | None = None
    """Whether a faction can refuse to ratify; absent: it can."""
    power: Weight | None = None
    """Capability."""
    no_deal: Score | None = None
    """What not agreeing is worth to it, on the scale of package values."""
    stances: dict[Id, Stance] = {}
    """What it wants, by issue."""
    interactions: tuple[Interaction, ...] = ()
    """Worth that arises only where outcomes come together."""
    note: Text | None = None
    """Who it is, in a sentence."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Party:
        if self.kind == "faction" and self.of is None:
            raise PydanticCustomError("party", "a faction needs of: the principal it belongs to")
        if self.can_refuse is not None and self.kind != "faction":
            raise PydanticCustomError("party", "only a faction has can_refuse")
        if self.kind == "principal" and self.of is not None:
            raise PydanticCustomError("party", "a principal stands for itself; of is for the other kinds")
        return self

    @property
    def ratifies(self) -> bool:
        """True for a faction that can refuse to ratify."""
        return self.kind == "faction" and self.can_refuse is not False
