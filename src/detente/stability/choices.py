"""Where published definitions differ: each choice by name, the default is the published definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from detente.errors import InputError, Problem

Joint = Literal["legal", "once", "single"]
Sanction = Literal["not better", "worse"]
Credible = Literal["each step", "outcome"]


@dataclass(frozen=True)
class Choices:
    """How the words of the concepts are read.

    Attributes
    ----------
    joint : {"legal", "once", "single"}
        What opponents can do together: any sequence of moves in which nobody moves twice in a row (Fang, Hipel and
        Kilgour 1993), each one move at most, or one move of one of them.
    sanction : {"not better", "worse"}
        What deters: a state that is not better than the one left, so that an equally good one deters, or only a worse
        one.
    credible : {"each step", "outcome"}
        When a joint move of the opponents is credible (SEQ, SSEQ): each improves on the state that it leaves (Fang,
        Hipel and Kilgour 1993), or each that moved prefers the last state to the first.
    """

    joint: Joint = "legal"
    sanction: Sanction = "not better"
    credible: Credible = "each step"

    def __post_init__(self) -> None:
        problems = [
            Problem("choice", f"{name} is {value!r}", f"use {', '.join(map(repr, get_args(allowed)))}")
            for name, allowed in (("joint", Joint), ("sanction", Sanction), ("credible", Credible))
            if (value := getattr(self, name)) not in get_args(allowed)
        ]
        if problems:
            raise InputError(problems)

    @property
    def strictly(self) -> bool:
        """True where only a worse state deters."""
        return self.sanction == "worse"

    def plain(self) -> dict[str, Any]:
        """Return the choices by name."""
        return {"joint": self.joint, "sanction": self.sanction, "credible": self.credible}
