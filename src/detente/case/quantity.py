"""Numbers that somebody stands behind: exact, a range, or low / likely / high; quoted, judged or assumed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from detente.case.base import Id, Model, Text

Mark = Literal["quoted", "judged", "assumed"]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]

_FORMS = "a number, a range [low, high], or {low: …, likely: …, high: …}"


_THREE = {name: {"type": "number"} for name in ("low", "likely", "high")}
_AMOUNT_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "number"},
        {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        {"type": "object", "properties": _THREE, "required": list(_THREE), "additionalProperties": False},
    ]
}


class Amount(Model):
    """A number as sure as it is known: exact, uniform on a range, or triangular."""

    low: Number
    """The least it can be."""
    high: Number
    """The most it can be."""
    likely: Number | None = None
    """The most likely value; absent for a plain range."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return {"low": value, "likely": value, "high": value}
        if isinstance(value, (list, tuple)) and len(value) == 2:
            return {"low": value[0], "high": value[1]}
        if isinstance(value, dict) and set(value) == {"low", "likely", "high"}:
            return value
        if isinstance(value, Amount):
            return value
        raise PydanticCustomError("amount", f"a quantity is {_FORMS}")

    @model_validator(mode="after")
    def _ordered(self) -> Amount:
        if self.low > self.high:
            raise PydanticCustomError("range", "low {low} is above high {high}", {"low": self.low, "high": self.high})
        if self.likely is not None and not self.low <= self.likely <= self.high:
            raise PydanticCustomError("range", "likely {x} is outside low … high", {"x": self.likely})
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe what may be written, which is more than the fields."""
        return _AMOUNT_SCHEMA | {"title": "Amount", "description": cls.__doc__ or ""}

    @model_serializer
    def _write(self) -> Any:
        if self.is_exact:
            return shortest(self.low)
        if self.likely is None:
            return [shortest(self.low), shortest(self.high)]
        return {"low": shortest(self.low), "likely": shortest(self.likely), "high": shortest(self.high)}

    @property
    def is_exact(self) -> bool:
        """True where nothing is left open."""
        return self.low == self.high

    @property
    def point(self) -> float:
        """The likely value of a triangle, the middle of a range."""
        return (self.low + self.high) / 2 if self.likely is None else self.likely

    def __str__(self) -> str:
        if self.is_exact:
            return f"{self.low:g}"
        spread = f"{self.low:g}–{self.high:g}"
        return spread if self.likely is None else f"{self.likely:g} ({spread})"


class Judgement(Model):
    """One analyst's value for a quantity, with the reason."""

    by: Text
    """Who judged."""
    value: Amount
    """What they judged."""
    why: Text
    """Their reason."""


class Backed(Model):
    """Something that is quoted, judged or assumed."""

    because: tuple[Id, ...] = ()
    """Statements that show it."""
    judged_by: Text | None = None
    """Who judged it."""
    why: Text | None = None
    """The reason of the judgement."""
    confidential: bool = False
    """True keeps it out of a brief for another party."""

    @model_validator(mode="after")
    def _whole(self) -> Backed:
        if (self.judged_by is None) != (self.why is None):
            given, lacking = ("judged_by", "why") if self.why is None else ("why", "judged_by")
            raise PydanticCustomError("judgement", f"{given} is given but {lacking} is not")
        return self

    @property
    def mark(self) -> Mark:
        """How it is known: quoted before judged before assumed."""
        if self.because:
            return "quoted"
        return "judged" if self.judged_by else "assumed"


class Quantity(Backed):
    """An amount with what stands behind it, from one or from several analysts."""

    value: Amount | None = None
    """The amount; absent where `judgements` give it."""
    judgements: tuple[Judgement, ...] = ()
    """What several analysts judged; each can be followed through on its own."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, Quantity):
            return value
        if not isinstance(value, dict):
            return {"value": value}
        spread = {key: value[key] for key in _THREE if key in value}
        rest = {key: of for key, of in value.items() if key not in _THREE}
        return {**rest, "value": spread} if spread and "value" not in rest else value

    @model_validator(mode="after")
    def _one_source(self) -> Quantity:
        if (self.value is None) == (not self.judgements):
            raise PydanticCustomError("quantity", "give either a value or judgements")
        names = [j.by for j in self.judgements]
        if len(set(names)) < len(names):
            raise PydanticCustomError("quantity", "one analyst judges twice")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe what may be written: an amount alone, or an amount with what stands behind it."""
        whole = handler(schema)
        inline = whole | {"properties": whole["properties"] | _THREE, "required": list(_THREE)}
        return {
            "anyOf": [*_AMOUNT_SCHEMA["anyOf"], whole, inline],
            "title": "Quantity",
            "description": cls.__doc__ or "",
        }

    @model_serializer(mode="wrap")
    def _write(self, handler: SerializerFunctionWrapHandler) -> Any:
        return handler(self) if self.model_fields_set - {"value"} and not self._is_bare else self.value

    @property
    def _is_bare(self) -> bool:
        return self.value is not None and not (self.because or self.judged_by or self.confidential)

    @property
    def mark(self) -> Mark:
        """How it is known: quoted before judged before assumed."""
        return "judged" if self.judgements and not self.because else super().mark

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Every amount that somebody gave."""
        return (self.value,) if self.value is not None else tuple(j.value for j in self.judgements)

    @property
    def point(self) -> float:
        """The point value; the mean over the analysts where several judged."""
        points = [a.point for a in self.amounts]
        return sum(points) / len(points)

    @property
    def is_exact(self) -> bool:
        """True where no draw can differ from the point value."""
        return all(a.is_exact for a in self.amounts) and len({a.low for a in self.amounts}) == 1

    def judged_as(self, analyst: str) -> Amount | None:
        """Return the amount that one analyst gave, or None."""
        return next((j.value for j in self.judgements if j.by == analyst), None)

    def __str__(self) -> str:
        return " / ".join(str(a) for a in self.amounts)


def shortest(number: float) -> float | int:
    """Return a whole number without its point."""
    return int(number) if number.is_integer() else number


def within(low: float, high: float) -> Callable[[Quantity], Quantity]:
    """Return a check that every amount of a quantity lies between two ends."""

    def check(quantity: Quantity) -> Quantity:
        for amount in quantity.amounts:
            if amount.low < low or amount.high > high:
                raise PydanticCustomError(
                    "outside", "{x} is outside {low}–{high}", {"x": str(amount), "low": f"{low:g}", "high": f"{high:g}"}
                )
        return quantity

    return check


Score = Annotated[Quantity, AfterValidator(within(0, 100))]
"""A quantity on the 0–100 scale."""

Points = Annotated[Quantity, AfterValidator(within(-100, 100))]
"""A quantity that is added to a 0–100 value."""

Share = Annotated[Quantity, AfterValidator(within(0, 1))]
"""A probability or a part of a whole."""

Weight = Annotated[Quantity, AfterValidator(within(0, 1e9))]
"""A quantity that is not negative."""
