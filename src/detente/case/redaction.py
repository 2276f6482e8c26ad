"""Leaving things out of a model, wherever they stand in it: what was given is then not given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from detente.case.base import Model
from detente.case.quantity import Backed, Quantity
from detente.errors import Path

M = TypeVar("M", bound=Model)
Shows = Callable[[Path, Backed], bool]
"""Whether the thing at a path may be seen."""
Because = Callable[[tuple[str, ...]], dict[str, Any]]
"""What is left of the statements behind a thing, as an update of it."""


def redacted(model: M, shows: Shows, because: Because, path: Path = ("dynamics",)) -> M:
    """Return the model without what may not be seen.

    A quantity that is hidden becomes None, a hidden group goes with all that is in it, and what stays
    cites only statements that stay.
    """
    update: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        before = getattr(model, name)
        after = _inside(before, shows, because, (*path, name))
        if after is not before:
            update[name] = field.get_default(call_default_factory=True) if after is None else after
    if isinstance(model, Backed) and model.because:
        update |= because(model.because)
    return model.model_copy(update=update) if update else model


def _inside(value: Any, shows: Shows, because: Because, path: Path) -> Any:
    if isinstance(value, Backed) and not shows(path, value):
        return None
    if isinstance(value, Quantity):
        return value.model_copy(update=because(value.because)) if value.because else value
    if isinstance(value, Model):
        return redacted(value, shows, because, path)
    if isinstance(value, dict):
        kept = {k: _inside(v, shows, because, (*path, k)) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v is not None}
    if isinstance(value, tuple):
        items = (_inside(v, shows, because, (*path, n)) for n, v in enumerate(value))
        return tuple(v for v in items if v is not None)
    return value
