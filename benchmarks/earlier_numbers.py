"""The numbers that were computed earlier from the same data, each beside what comes out now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats
from war_data import Spells, civil_war_ceasefires, cow_wars, peace_after_civil_war, peace_agreements, ucdp_episodes
from war_forecasts import HORIZONS, hazard, leave_one_out, whole_months
from war_survival import ends_within, survival

TWICE = "rounded twice: {value:.5f} → {once:.{digits}f} → {printed}"
LATER = "the earlier number counts endings by month 12, that is within 11 months more: {arithmetic}"


@dataclass(frozen=True)
class Line:
    """One number: what it is, as it was printed earlier, as it comes out now, and why they differ if they do."""

    what: str
    printed: str
    value: float
    why: str = ""

    @property
    def digits(self) -> int:
        """Decimals of the printed number."""
        return len(self.printed.partition(".")[2])

    @property
    def computed(self) -> str:
        """The value, rounded as the earlier number was printed."""
        return f"{self.value:.{self.digits}f}"

    @property
    def agrees(self) -> bool:
        """True where the two are the same to the printed precision."""
        return self.computed == self.printed


def lines(folder: Path) -> list[Line]:
    """Return every number of the earlier computation, in its order."""
    parts: tuple[Callable[[Path], Iterator[Line]], ...] = (
        _cow, _hazards, _outcomes, _ucdp, _after_a_month, _forecasts, _agreements, _ceasefires, _peace,
    )  # fmt: skip
    return [line for part in parts for line in part(folder)]


def _cow(folder: Path) -> Iterator[Line]:
    months = cow_wars(folder).months
    shape, _, scale = stats.weibull_min.fit(months, floc=0)
    logs = np.log(months)
    yield Line("COW wars", "95", len(months))
    yield Line("COW median, months", "5.4", float(np.median(months)))
    yield Line("COW mean, months", "13.7", float(months.mean()))
    yield Line("COW ended within 12 months, %", "68", 100 * float((months <= 12).mean()))
    yield Line("COW ended within 24 months, %", "85", 100 * float((months <= 24).mean()))
    yield Line("Weibull shape", "0.72", float(shape))
    yield Line("Weibull scale, months", "10.8", float(scale))
    yield Line("lognormal μ", "1.65", float(logs.mean()))
    yield Line("lognormal σ", "1.47", float(logs.std()))


def _hazards(folder: Path) -> Iterator[Line]:
    lasted = whole_months(cow_wars(folder).months)
    yield Line("COW war-months", "1356", int(lasted.sum()))
    printed = {
        (1, 1): "0.137", (2, 2): "0.146", (3, 3): "0.129", (4, 6): "0.098", (7, 12): "0.068", (13, 24): "0.065",
        (25, 36): "0.019", (37, 60): "0.029",
    }  # fmt: skip
    for (first, last), rate in printed.items():
        events, at_risk = hazard(lasted, first, last)
        yield Line(f"COW monthly hazard, months {first}–{last} ({events} of {at_risk})", rate, events / at_risk)


def _outcomes(folder: Path) -> Iterator[Line]:
    wars = cow_wars(folder)
    later = wars.where(wars.began > 1945)
    yield Line("COW wars after 1945", "38", len(later))
    for how, all_wars, since in zip(
        ("victory", "stalemate", "transformed", "compromise"), ["77", "8", "8", "2"], ["22", "8", "7", "1"], strict=True
    ):
        yield Line(f"COW outcome {how}", all_wars, len(wars.of(how)))
        yield Line(f"COW outcome {how}, after 1945", since, len(later.of(how)))


def _ucdp(folder: Path) -> Iterator[Line]:
    months = (1, 3, 6, 12, 24, 36, 60)
    episodes, elapsed = ucdp_episodes(folder), ucdp_episodes(folder, both_days=False)
    yield Line("UCDP interstate episodes", "76", len(episodes))
    yield Line("UCDP interstate episodes at the level of war", "30", len(episodes.of("war")))
    printed = (
        ["0.605", "0.513", "0.500", "0.267", "0.183", "0.127", "0.079"],
        ["0.50", "0.37", "0.37", "0.23", "0.20", "0.17", "0.08"],
    )
    for what, numbers, both, less in (
        ("UCDP S", printed[0], episodes, elapsed),
        ("UCDP war-level S", printed[1], episodes.of("war"), elapsed.of("war")),
    ):
        for h, number, now, then in zip(months, numbers, survival(both, months), survival(less, months), strict=True):
            why = f"the earlier number is end − start, without the first day: {then:.3f}"
            yield Line(f"{what}({h} mo)", number, float(now), why)


def _after_a_month(folder: Path) -> Iterator[Line]:
    elapsed = ucdp_episodes(folder, both_days=False)
    for what, printed, spells, first in (
        ("COW", "0.63", cow_wars(folder), cow_wars(folder)),
        ("UCDP", "0.56", ucdp_episodes(folder), elapsed),
        ("UCDP war-level", "0.53", ucdp_episodes(folder).of("war"), elapsed.of("war")),
    ):
        one, twelve = survival(first, (1, 12))
        arithmetic = f"({one:.3f} − {twelve:.3f}) / {one:.3f} = {(one - twelve) / one:.3f}"
        more = ends_within(spells, 1, (12,))[0].share
        yield Line(f"{what} ends within 12 months, 1 month over", printed, more, LATER.format(arithmetic=arithmetic))
        yield Line(f"{what} ends by month 12, 1 month over", printed, float((one - twelve) / one))


def _forecasts(folder: Path) -> Iterator[Line]:
    lasted = whole_months(cow_wars(folder).months)
    numbers = {
        "Brier": "0.0644 0.1437 0.2012 0.2377", "Brier, constant hazard": "0.0654 0.1509 0.2183 0.2710",
        "log score": "0.247 0.457 0.590 0.669", "Brier, wars weigh the same": "0.240 0.304 0.260 0.167",
    }  # fmt: skip
    for what, printed in numbers.items():
        for h, number in zip(HORIZONS, printed.split(), strict=True):
            losses = leave_one_out(lasted, h, constant_hazard="constant" in what)
            of = losses.of_wars if "wars" in what else losses.of_months
            yield _doubtful(f"Leave-one-war-out {what}, {h} mo", number, of("log" if "log" in what else "brier"))


def _agreements(folder: Path) -> Iterator[Line]:
    spells, months = peace_agreements(folder), (3, 6, 12, 24, 60, 120)
    yield Line("PAD agreements with dates", "336", len(spells))
    for h, printed, share in zip(
        months, ["0.890", "0.833", "0.771", "0.714", "0.676", "0.652"], survival(spells, months), strict=True
    ):
        yield Line(f"PAD S({h} mo)", printed, float(share))
    for kind, printed in (("full", "0.774"), ("partial", "0.688"), ("process", "0.558")):
        yield Line(f"PAD {kind} S(60 mo)", printed, _at(spells.of(kind), 60))
    for year, printed in ((1, "23"), (5, "32")):
        yield Line(f"PAD failed within {year} y, points", printed, 100 * (1 - _at(spells, 12 * year)))


def _ceasefires(folder: Path) -> Iterator[Line]:
    spells = civil_war_ceasefires(folder)
    yield Line("Fortna spells", "156", len(spells))
    yield Line("Fortna failures", "84", int(spells.ended.sum()))
    for kind, printed in (
        ("all", "0.78 0.57 0.53"), ("victory", "0.94 0.77 0.72"), ("treaty", "0.80 0.56 0.51"),
        ("truce", "0.54 0.29 0.26"),
    ):  # fmt: skip
        some = spells if kind == "all" else spells.of(kind)
        for year, number in zip((1, 5, 10), printed.split(), strict=True):
            yield _doubtful(f"Fortna {kind} S({year} y)", number, _at(some, 12 * year))


def _peace(folder: Path) -> Iterator[Line]:
    spells, repeated = peace_after_civil_war(folder), peace_after_civil_war(folder, repeats=True)
    first, wars = repeated.of("first"), len(spells.of("first"))
    yield Line("Walter renewals", "24", int(spells.ended.sum()))
    yield Line("Walter spells", "61", len(spells), f"{wars} civil wars; the peace after some was broken more than once")
    for year, printed in ((5, "11.5"), (10, "22")):
        one, all_spells = (int((s.ended & (s.months <= 12 * year)).sum()) for s in (first, repeated))
        why = (
            f"counts, repeated rows taken for years: {one} / {wars} first spells = {100 * one / wars:.1f} %, "
            f"{all_spells} / {len(spells)} spells = {100 * all_spells / len(spells):.1f} %; no one definition gives both"
        )
        yield Line(f"Walter, war again within {year} y, %", printed, 100 * (1 - _at(spells, 12 * year)), why)


def _doubtful(what: str, printed: str, value: float) -> Line:
    """Return a line; where it differs, say whether rounding twice gives the earlier number."""
    line = Line(what, printed, value)
    once = round(value, line.digits + 1)
    why = TWICE.format(value=value, once=once, digits=line.digits + 1, printed=printed)
    return Line(what, printed, value, why)


def _at(spells: Spells, months: float) -> float:
    return float(survival(spells, (months,))[0])
