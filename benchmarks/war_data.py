"""The five data sets of the base rates, read as spells: how long, ended or still going, and of which kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadr
from numpy.typing import NDArray

MONTH = 30.44
"""Days in a month."""

INTERSTATE = ("interstate",)
INTRASTATE = ("intrastate", "II")
"""Types of conflict in the UCDP data; II is intrastate with troops from abroad."""

YEAR_ONLY = 5
"""UCDP's code for a start of which the year alone is known; the date then reads 31 December."""

COW_OUTCOMES = {1: "victory", 2: "victory", 3: "compromise", 4: "transformed", 6: "stalemate"}
PAD_KINDS = {1: "full", 2: "partial", 3: "process"}


@dataclass(frozen=True)
class Spells:
    """Cases followed from a start until something ended them or the record stops.

    Attributes
    ----------
    months : array of float
        How long each was seen to last.
    ended : array of bool
        True where it ended; False where the record stops first.
    cluster : array
        The war or conflict that a case belongs to; cases of one cluster are not independent.
    label : array of str
        Its kind.
    began : array of int
        The year in which it began.
    """

    months: NDArray[np.float64]
    ended: NDArray[np.bool_]
    cluster: NDArray[np.object_]
    label: NDArray[np.object_]
    began: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.months)

    def where(self, keep: NDArray[np.bool_]) -> Spells:
        """Return the spells that a mask keeps."""
        return Spells(self.months[keep], self.ended[keep], self.cluster[keep], self.label[keep], self.began[keep])

    def of(self, label: str) -> Spells:
        """Return the spells of one kind."""
        return self.where(self.label == label)


def cow_wars(folder: Path) -> Spells:
    """Return the interstate wars of the Correlates of War: first start to last end, both days counted."""
    rows = pd.read_csv(folder / "InterStateWarData_v4.0.csv")
    rows["start"] = _dates(rows, "Start", 1)
    rows["end"] = _dates(rows, "End", 2).fillna(_dates(rows, "End", 1))
    rows["how"] = rows["Outcome"].map(COW_OUTCOMES)
    wars = rows.groupby("WarNum").agg(start=("start", "min"), end=("end", "max"), how=("how", "first"))
    return _spells(wars, wars["end"], "2007-12-31", wars["how"], wars.index.to_series(), both_days=True)


def ucdp_episodes(folder: Path, types: tuple[str, ...] = INTERSTATE, *, both_days: bool = True) -> Spells:
    """Return the episodes of armed conflict of some types; "war" where a year reached 1,000 battle deaths."""
    episodes = _episodes(folder, types)
    level = episodes["intensity"].map({1: "minor", 2: "war"})
    return _spells(episodes, episodes["end"], "2024-12-31", level, episodes["conflict_id"], both_days=both_days)


def starts_within_a_year(folder: Path, types: tuple[str, ...] = INTERSTATE) -> tuple[int, int]:
    """Return of how many episodes the year of the start alone is known, and how many of these ended within a month."""
    episodes = _episodes(folder, types)
    vague = episodes[episodes["precision"] == YEAR_ONLY]
    return len(vague), int((((vague["end"] - vague["start"]).dt.days + 1) / MONTH <= 1).sum())


def peace_agreements(folder: Path) -> Spells:
    """Return UCDP's peace agreements; those known to have failed on an unknown day are left out."""
    rows = pd.read_csv(folder / "pad_merged.csv")
    rows["start"], rows["end"] = pd.to_datetime(rows["pa_date"]), pd.to_datetime(rows["duration"])
    rows = rows[~((rows["ended"] == 1) & rows["end"].isna())]
    conflict = rows["conflict_id"].astype(object).fillna("agreement " + rows["paid"].astype(str))
    return _spells(rows, rows["end"], "2021-12-31", rows["pa_type"].map(PAD_KINDS), conflict)


def civil_war_ceasefires(folder: Path) -> Spells:
    """Return Fortna's ends of civil wars: victory, treaty or truce, and when fighting came back."""
    columns = ["id", "_t", "_d", "victory", "treaty", "cluster", "t0"]
    rows = pd.read_stata(folder / "pk_pkept.dta", columns=columns)
    rows["label"] = np.select([rows["victory"] == 1, rows["treaty"] == 1], ["victory", "treaty"], "truce")
    rows["began"] = rows["t0"].dt.year
    one = rows.groupby("id").agg(
        days=("_t", "max"), ended=("_d", "max"), label=("label", "last"), cluster=("cluster", "last"),
        began=("began", "min"),
    )  # fmt: skip
    months = (one["days"] / MONTH).to_numpy(float)
    return _arrays(months, one["ended"] == 1, one["cluster"], one["label"], one["began"])


def peace_after_civil_war(folder: Path, *, repeats: bool = False) -> Spells:
    """Return Walter's spells of peace in whole years; a spell ends with the last year that the coder marks.

    Sixteen rows stand twice in the file; `repeats` counts them as two years.
    """
    rows = _frame(folder / "Walter_2015_JCR.rda").sort_values(["id", "year"])
    rows = rows if repeats else rows.drop_duplicates(["id", "year"])
    fresh = (rows["id"] != rows["id"].shift()) | (rows["lastyear"].shift() == 1)
    rows["spell"] = fresh.cumsum()
    one = rows.groupby("spell").agg(
        years=("year", "size"), ended=("renewed_war", "max"), war=("id", "first"), began=("year", "min")
    )
    order = one.groupby("war").cumcount().map(lambda n: "first" if n == 0 else "later")
    return _arrays(12 * one["years"].to_numpy(float), one["ended"] == 1, one["war"], order, one["began"])


def _episodes(folder: Path, types: tuple[str, ...]) -> pd.DataFrame:
    """One row for each episode: the file has one for each year and pair of states."""
    rows = _frame(folder / "ucdp_acd.rda")
    rows = rows[rows["type_of_conflict"].isin(types)].copy()
    rows["start"] = pd.to_datetime(rows["start_date2"].astype(str))
    rows["end"] = pd.to_datetime(rows["ep_end_date"].astype(str), errors="coerce")
    return (
        rows.groupby(["conflict_id", "start"])
        .agg(end=("end", "max"), intensity=("intensity_level", "max"), precision=("start_prec2", "max"))
        .reset_index()
    )


def _frame(path: Path) -> pd.DataFrame:
    """Return the only table of an R file."""
    frame: pd.DataFrame = next(iter(pyreadr.read_r(str(path)).values()))
    return frame


def _dates(rows: pd.DataFrame, which: str, phase: int) -> pd.Series:
    """Return the dates of one phase; not a date where the phase does not exist."""
    parts = {unit: rows[f"{which}{unit.title()}{phase}"] for unit in ("year", "month", "day")}
    return pd.to_datetime(pd.DataFrame(parts).where(parts["year"] > 0))


def _spells(
    rows: pd.DataFrame, end: pd.Series, closed: str, label: pd.Series, cluster: pd.Series, *, both_days: bool = False
) -> Spells:
    """Measure the time from start to end, or to the day on which the record closes."""
    stop = end.fillna(pd.Timestamp(closed))
    months = ((stop - rows["start"]).dt.days + int(both_days)).to_numpy(float) / MONTH
    return _arrays(months, end.notna(), cluster, label, rows["start"].dt.year)


def _arrays(
    months: NDArray[np.float64], ended: pd.Series, cluster: pd.Series, label: pd.Series, began: pd.Series
) -> Spells:
    return Spells(
        months, ended.to_numpy(bool), cluster.to_numpy(object), label.to_numpy(object), began.to_numpy(np.int64)
    )
