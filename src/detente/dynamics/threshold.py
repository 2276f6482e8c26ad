"""A threshold: the value of one input at which the answer of a mechanism turns over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Threshold:
    """Where an answer flips, and how far the input is from there.

    Attributes
    ----------
    mechanism : str
        The file of :mod:`detente.dynamics.mechanisms` that it belongs to.
    name : str
        What the input is, in a few words: "belief that the opponent is tough".
    value : float
        The value of the input at which the answer flips; infinite where no value flips it.
    input : float
        The value that it has.
    above, below : str
        The answer where the input is at or above the threshold, and where it is below.
    """

    mechanism: str
    name: str
    value: float
    input: float
    above: str
    below: str

    @property
    def distance(self) -> float:
        """How far the input lies above the threshold; negative below it."""
        return self.input - self.value

    @property
    def is_reached(self) -> bool:
        """True where the input is at or above the threshold."""
        return self.input >= self.value

    @property
    def reading(self) -> str:
        """The answer for the input as it is."""
        return self.above if self.is_reached else self.below
