"""The table of base rates that ships with détente: derived rates only, each with its interval and its source."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from war_data import INTRASTATE, MONTH, Spells, civil_war_ceasefires, cow_wars, peace_agreements, ucdp_episodes
from war_survival import Estimate, ends_within, lasts

AGES = (0, 1, 3, 6, 12, 24, 36)
END_HORIZONS = (1, 3, 6, 12, 24)
LASTING_HORIZONS = (3, 6, 12, 24, 60, 120)

INTERVAL = (
    "95 %: Wilson's interval for the effective number of independent cases; the variance comes from leaving out one "
    "war or conflict at a time (jackknife). With one case in each and none cut off it is Wilson's interval itself."
)
COW = "Sarkees and Wayman 2010, Correlates of War, Inter-State War Data 4.0"
UCDP = "Gleditsch et al. 2002, UCDP/PRIO Armed Conflict Dataset 25.1"
PAD = "Pettersson, Högbladh and Öberg 2019, UCDP Peace Agreement Dataset 22.1"
FORTNA = "Fortna 2008, Does Peacekeeping Work?, data on ceasefires in civil wars"

QUIET = "An episode ends with the last fighting before a year with fewer than 25 battle deaths, agreement or not."
YEAR_STARTS = "Where the year of a start alone is known the data say 31 December, which makes episodes too short."
BROKEN = "Ended means that a party left the agreement or that the fighting came back, as UCDP codes it."


@dataclass(frozen=True)
class Class:
    """A reference class: comparable cases, counted in one way."""

    group: str
    name: str
    kind: str
    what: str
    source: str
    note: str
    spells: Spells
    observed_to: int

    def described(self) -> dict[str, Any]:
        """Return everything but the rates."""
        return {
            **{key: getattr(self, key) for key in ("group", "name", "kind", "what", "source", "note")},
            "cases": len(self.spells),
            "ended": int(self.spells.ended.sum()),
            "clusters": len(set(self.spells.cluster)),
            "from": int(self.spells.began.min()),
            "to": int(self.spells.began.max()),
            "observed_to": self.observed_to,
        }


def table(folder: Path) -> dict[str, Any]:
    """Return the whole table as plain data."""
    ends = [{**c.described(), "rates": _end_rates(c.spells)} for c in war_classes(folder)]
    lasting = [{**c.described(), "rates": _lasting_rates(c.spells)} for c in agreement_classes(folder)]
    return {
        "made_by": "python benchmarks/base_rates.py --write",
        "days_in_a_month": MONTH,
        "interval": INTERVAL,
        "classes": ends + lasting,
    }


def war_classes(folder: Path) -> tuple[Class, ...]:
    """Return the classes of wars: the same question asked of differently drawn lists."""
    interstate, intrastate = ucdp_episodes(folder), ucdp_episodes(folder, INTRASTATE)
    noted = f"{QUIET} {YEAR_STARTS}"
    return (
        Class(
            "war_ends", "cow_wars", "interstate", "interstate wars with 1,000 battle deaths a year or more", COW,
            "From the first start to the last end of any side, both days counted, pauses between two phases included.",
            cow_wars(folder), 2007,
        ),
        Class(
            "war_ends", "ucdp_episodes", "interstate", "episodes of interstate conflict with 25 battle deaths a year",
            UCDP, noted, interstate, 2024,
        ),
        Class(
            "war_ends", "ucdp_wars", "interstate", "episodes of interstate conflict with a year of 1,000 battle deaths",
            UCDP, noted, interstate.of("war"), 2024,
        ),
        Class(
            "war_ends", "ucdp_civil_episodes", "intrastate",
            "episodes of intrastate conflict with 25 battle deaths a year", UCDP, noted, intrastate, 2024,
        ),
        Class(
            "war_ends", "ucdp_civil_wars", "intrastate",
            "episodes of intrastate conflict with a year of 1,000 battle deaths", UCDP, noted, intrastate.of("war"),
            2024,
        ),
    )  # fmt: skip


def agreement_classes(folder: Path) -> tuple[Class, ...]:
    """Return the classes of agreements and of other ends of civil wars."""
    agreements, ceasefires = peace_agreements(folder), civil_war_ceasefires(folder)
    dropped = f"{BROKEN} Five that ended on an unknown day are left out."
    pad = (
        ("agreement", "peace agreements of any kind", agreements),
        ("full", "full peace agreements, which settle the whole incompatibility", agreements.of("full")),
        ("partial", "partial peace agreements, which settle a part of it", agreements.of("partial")),
        ("process", "agreements on a peace process, which settle how to go on", agreements.of("process")),
    )
    civil = (
        ("civil_war_end", "ends of civil wars of any kind", ceasefires),
        ("victory", "civil wars ended by a victory", ceasefires.of("victory")),
        ("treaty", "civil wars ended by a treaty", ceasefires.of("treaty")),
        ("truce", "civil wars ended by a truce without a treaty", ceasefires.of("truce")),
    )
    again = "Ended means that the war was fought again."
    return (
        *(Class("agreement_lasts", f"pad_{k}", k, what, PAD, dropped, spells, 2021) for k, what, spells in pad),
        *(Class("agreement_lasts", f"fortna_{k}", k, what, FORTNA, again, spells, 2004) for k, what, spells in civil),
    )


def _end_rates(spells: Spells) -> list[dict[str, Any]]:
    return [
        {"age_months": age, "horizon_months": horizon, **_rounded(estimate)}
        for age in AGES
        for horizon, estimate in zip(END_HORIZONS, ends_within(spells, age, END_HORIZONS), strict=True)
    ]


def _lasting_rates(spells: Spells) -> list[dict[str, Any]]:
    estimates = zip(LASTING_HORIZONS, lasts(spells, LASTING_HORIZONS), strict=True)
    return [{"horizon_months": horizon, **_rounded(estimate)} for horizon, estimate in estimates]


def _rounded(estimate: Estimate) -> dict[str, Any]:
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(estimate).items()}
