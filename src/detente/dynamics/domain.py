"""The domain of a formula: the conditions on its symbols, checked all together, each named where it fails."""

from __future__ import annotations

from collections.abc import Iterable

from detente.errors import InputError, Problem

Check = str | None
"""A failed condition in words, or None for one that holds."""


class DomainError(InputError):
    """Numbers that a formula is not made for; `problems` names every condition that fails."""


def require(formula: str, *checks: Check | Iterable[Check]) -> None:
    """Raise one error that names every failed condition.

    Parameters
    ----------
    formula : str
        The public name of the function whose symbols are checked.
    checks : str or None, or iterables of them
        What :func:`share`, :func:`not_negative` and the like return.

    Raises
    ------
    DomainError
        If any check failed.
    """
    failed: list[str] = []
    for check in checks:
        failed += [c for c in ([check] if check is None or isinstance(check, str) else check) if c is not None]
    if failed:
        raise DomainError(Problem("domain", f"{formula}: {what}", "give numbers that meet it") for what in failed)


def share(symbol: str, value: float) -> Check:
    """Check 0 ≤ value ≤ 1, for probabilities and shares."""
    return None if 0 <= value <= 1 else f"{symbol} must lie in 0–1, not {value:g}"


def inner_share(symbol: str, value: float) -> Check:
    """Check 0 < value < 1, for discount factors and the like."""
    return None if 0 < value < 1 else f"{symbol} must lie strictly between 0 and 1, not {value:g}"


def not_negative(symbol: str, value: float) -> Check:
    """Check 0 ≤ value < ∞."""
    return None if 0 <= value < float("inf") else f"{symbol} must not be negative or infinite, not {value:g}"


def positive(symbol: str, value: float) -> Check:
    """Check 0 < value < ∞."""
    return None if 0 < value < float("inf") else f"{symbol} must be above 0 and finite, not {value:g}"


def finite(symbol: str, value: float) -> Check:
    """Check that a value is a number and not infinite."""
    return None if float("-inf") < value < float("inf") else f"{symbol} must be a finite number, not {value:g}"


def count(symbol: str, value: float, least: int) -> Check:
    """Check that a value is a whole number and not below the least."""
    is_count = value >= least and value % 1 == 0
    return None if is_count else f"{symbol} must be a whole number of at least {least}, not {value:g}"


def condition(written: str, holds: bool, values: str = "") -> Check:  # noqa: FBT001 (a condition is a truth value)
    """Check a condition between symbols, such as ``c_low < c_high``; NaN fails it."""
    return None if holds else f"{written} does not hold{f' ({values})' if values else ''}"
