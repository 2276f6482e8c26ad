"""What the deals engine found, with how it was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from detente.deals.openings import Opening
from detente.deals.space import Constraint, DealSpace
from detente.deals.trades import Trade
from detente.version import __version__

if TYPE_CHECKING:
    import pandas as pd

STEPS = ("all", "linked", "within_red_lines", "above_bottom_lines", "acceptable")
"""The funnel: each step keeps the packages of the one before that also meet its own condition."""


@dataclass(frozen=True)
class Blocker:
    """A minimal set of constraints that together leave no package.

    `links` are the indices of a minimal set of links without which these constraints would leave one;
    worked out for the first 200 blockers.
    """

    constraints: tuple[Constraint, ...]
    links: tuple[int, ...] = ()


@dataclass(frozen=True)
class Package:
    """One outcome for every issue, and what it is worth to whom."""

    outcomes: dict[str, str]
    values: dict[str, float]


@dataclass(frozen=True)
class FairPackage:
    """The package that one idea of fairness picks.

    `closest_to_leaving` is the signer with the smallest margin above its no-deal value (None where no
    signer has one), `margin` that margin in points. `note` tells where the idea is degenerate here.
    """

    concept: str
    package: Package
    score: float
    closest_to_leaving: str | None
    margin: float | None
    note: str = ""


@dataclass(frozen=True)
class DealsResult:
    """Which packages could be signed, what blocks a deal, what would open one.

    Attributes
    ----------
    packages : dict of str to int
        The funnel: how many packages are left after each of `STEPS`.
    blockers : tuple of Blocker
        All minimal sets of constraints that leave no package; empty where a deal exists.
    openings : tuple of Opening
        All minimal sets whose relaxation leaves one, smallest first; empty where a deal exists.
    frontier : sequence of Package
        Pareto-optimal packages over the principals, among those of `frontier_basis`.
    frontier_basis : {"acceptable", "linked"}
        The packages that all would sign or, where there are none, those that the links allow.
    fair : dict of str to FairPackage
        By concept; empty where nothing is acceptable.
    trades : tuple of Trade
    without : dict of str to int
        By signer: how many packages all the others would sign if its consent were not needed.
    complete : bool
        False where there may be more blockers, openings or packages on the frontier than were listed.
    reason : str
        Why there is no deal, in a few words; empty where there is one.
    """

    space: DealSpace
    packages: Mapping[str, int]
    blockers: tuple[Blocker, ...]
    openings: tuple[Opening, ...]
    frontier: Sequence[Package]
    frontier_basis: str
    fair: Mapping[str, FairPackage]
    trades: tuple[Trade, ...]
    without: Mapping[str, int]
    complete: bool
    reason: str
    method: str
    case_digest: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    version: str = __version__

    @property
    def has_deal(self) -> bool:
        """True where at least one package is acceptable to every signer."""
        return self.packages["acceptable"] > 0

    def to_frame(self) -> pd.DataFrame:
        """Return the frontier as a table: a row a package, a column an issue, then a column a party."""
        import pandas as pd

        rows = [{**p.outcomes, **{f"value_{k}": v for k, v in p.values.items()}} for p in self.frontier]
        return pd.DataFrame(rows)

    def losses(self) -> pd.DataFrame:
        """Return what each opening costs whom: a row an opening, a column a party that moves, in points of package value."""
        import pandas as pd

        rows = [{m.party: m.loss for m in opening.movers} for opening in self.openings]
        names = [" + ".join(map(str, opening.relax)) for opening in self.openings]
        return pd.DataFrame(rows, index=pd.Index(names, name="opening"))

    def summary(self) -> str:
        """Return the result in a few lines of names."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield "packages: " + ", ".join(f"{step} {count:,}" for step, count in self.packages.items())
        yield "a deal exists" if self.has_deal else f"no deal: {self.reason}"
        for blocker in self.blockers:
            yield "blocked by: " + (" + ".join(map(str, blocker.constraints)) or "the links alone")
        for opening in self.openings:
            moves = " + ".join(map(str, opening.relax))
            worth = ", ".join(f"{party} {value:.1f}" for party, value in opening.values.items())
            yield f"opened by relaxing: {moves} ({worth})"
        yield f"frontier ({self.frontier_basis}): {len(self.frontier)} packages; trades: {len(self.trades)}"
        for name, pick in self.fair.items():
            yield f"{name}: " + ", ".join(f"{i}={o}" for i, o in pick.package.outcomes.items())

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.summary())}</pre>"
