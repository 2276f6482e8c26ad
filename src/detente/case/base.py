"""What all models of a case share: frozen, no unknown keys, ids that expressions can name."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from detente.expression import WORDS

_ID = re.compile(r"[^\W\d][\w-]*")
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Controls of terminals and documents, of line direction, and what is no character at all."""
_WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Model(BaseModel):
    """Base of every model in a case."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=False, use_attribute_docstrings=True, populate_by_name=True
    )


def _check_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise PydanticCustomError("id", "an id starts with a letter and has letters, digits, - and _ only")
    if text in WORDS:
        raise PydanticCustomError("id", "{text} is a word of the expression language", {"text": repr(text)})
    return text


def _check_text(text: str) -> str:
    """Refuse control characters: they move a cursor, turn the direction of a line, or end a document."""
    match = UNREADABLE.search(text)
    if match:
        raise PydanticCustomError(
            "text", "the invisible character {code} stands in it", {"code": f"U+{ord(match[0]):04X}"}
        )
    return text


def _as_when(value: Any) -> Any:
    """Accept what YAML makes of a date or a year, and check the calendar."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _WHEN.fullmatch(text):
        raise PydanticCustomError("when", "a date is written 2022, 2022-03 or 2022-03-29")
    try:
        dt.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise PydanticCustomError("when", "{text} is not in the calendar", {"text": text}) from None
    return text


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Id = Annotated[str, StringConstraints(strict=True, max_length=80), AfterValidator(_check_id)]
"""A short name that the rest of the case refers to."""

Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=20_000), AfterValidator(_check_text)]
"""Words for a person; never empty, and nothing in them that acts instead of being read."""

Quote = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=20_000)]
"""Words of a document, whatever characters it has."""

When = Annotated[str, BeforeValidator(_as_when, json_schema_input_type=str | int)]
"""A date as precise as it is known: 2022, 2022-03 or 2022-03-29."""

Digest = Annotated[str, StringConstraints(strict=True, pattern=r"^sha256:[0-9a-f]{16,64}$")]
"""``sha256:`` and at least the first 16 hexadecimal digits."""

Reference = Annotated[str, StringConstraints(strict=True, max_length=200)]
"""An id, or ``issue.outcome`` or ``party.option``."""

Condition = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=10_000)]
"""A condition in the expression language."""

References = Annotated[
    tuple[Reference, ...], BeforeValidator(_one_or_many, json_schema_input_type=str | tuple[str, ...])
]
"""One reference or a list of them."""
