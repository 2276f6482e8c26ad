"""The shipped base rates are those of the data, and the estimates are those of their definitions."""

from __future__ import annotations

import csv
import importlib
import math
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from tests.conftest import ROOT, needs_shared

MODULES = ("base_rates", "earlier_numbers", "war_data", "war_forecasts", "war_survival")
Modules = dict[str, ModuleType]
Spell = tuple[int, bool]

spells = st.lists(st.tuples(st.integers(1, 8), st.booleans()), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def code() -> Iterator[Modules]:
    """The scripts in benchmarks/, which import each other by their plain names."""
    folder = str(ROOT / "benchmarks")
    sys.path.insert(0, folder)
    yield {name: importlib.import_module(name) for name in MODULES}
    sys.path.remove(folder)


@pytest.fixture(scope="module")
def data() -> Path:
    return needs_shared("data/war-termination")


def product_limit(cases: list[Spell], at: int) -> Fraction:
    """Kaplan and Meier's estimate as it is defined: one factor for each time at which something ended."""
    share = Fraction(1)
    for time in sorted({t for t, ended in cases if ended and t <= at}):
        at_risk = sum(t >= time for t, _ in cases)
        share *= 1 - Fraction(sum(ended and t == time for t, ended in cases), at_risk)
    return share


def literal_wars(data: Path) -> list[tuple[float, set[str]]]:
    """Months and outcomes of the COW wars, straight from the lines of the file."""
    with (data / "InterStateWarData_v4.0.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    wars = []
    for number in sorted({row["WarNum"] for row in rows}):
        own = [row for row in rows if row["WarNum"] == number]
        days = {
            which: [
                date(int(row[f"{which}Year{n}"]), int(row[f"{which}Month{n}"]), int(row[f"{which}Day{n}"]))
                for row in own for n in "12" if int(row[f"{which}Year{n}"]) > 0
            ]
            for which in ("Start", "End")
        }  # fmt: skip
        wars.append((((max(days["End"]) - min(days["Start"])).days + 1) / 30.44, {row["Outcome"] for row in own}))
    return wars


def literal_loss(lasted: list[int], horizon: int, starts: tuple[int, ...]) -> float:
    """Brier score over war-months: each war in each month, from the hazards of the others in the same bin."""
    losses = []
    for k, life in enumerate(lasted):
        others = lasted[:k] + lasted[k + 1 :]
        for month in range(1, life + 1):
            alive = 1.0
            for later in range(month, month + horizon):
                own_bin = sum(later >= start for start in starts)
                ended = sum(sum(m >= s for s in starts) == own_bin for m in others)
                lived = sum(sum(m >= s for s in starts) == own_bin for other in others for m in range(1, other + 1))
                alive *= 1 - (ended + 0.5) / (lived + 1)
            losses.append((1 - alive - (life < month + horizon)) ** 2)
    return sum(losses) / len(losses)


@settings(max_examples=60, deadline=None)
@given(cases=spells)
def test_survival_is_the_product_over_all_times_at_which_something_ended(code: Modules, cases: list[Spell]) -> None:
    """The fast estimate and the literal one agree, ties and cut-off cases included."""
    months, ended = np.array([t for t, _ in cases], float), np.array([e for _, e in cases])

    shares = code["war_survival"].kaplan_meier(months, ended, range(10))

    assert [float(product_limit(cases, at)) for at in range(10)] == pytest.approx(list(shares), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(n=st.integers(2, 60), data=st.data())
def test_the_interval_of_independent_cases_that_are_over_is_wilsons(code: Modules, n: int, data: st.DataObject) -> None:
    """With one case in each cluster and none cut off the effective number is the number of cases."""
    ended = data.draw(st.integers(0, n))
    months = np.array([1.0] * ended + [20.0] * (n - ended))
    cases = code["war_data"].Spells(
        months, np.ones(n, bool), np.arange(n).astype(object), np.full(n, "", object), np.full(n, 1900)
    )

    estimate = code["war_survival"].ends_within(cases, 0, (12,))[0]

    expected = binomtest(ended, n).proportion_ci(method="wilson")
    assert (expected.low, expected.high) == pytest.approx((estimate.low, estimate.high), abs=1e-9)


def test_the_interval_of_agreements_is_about_that_of_resampled_conflicts(code: Modules, data: Path) -> None:
    """Conflicts drawn with replacement, 400 times, give the same ends within 4 points."""
    agreements = code["war_data"].peace_agreements(data)
    conflicts = [np.flatnonzero(agreements.cluster == c) for c in set(agreements.cluster)]
    rng = np.random.default_rng(3)
    drawn = [
        np.concatenate([conflicts[i] for i in rng.integers(len(conflicts), size=len(conflicts))]) for _ in range(400)
    ]

    estimate = code["war_survival"].lasts(agreements, (60,))[0]

    shares = [code["war_survival"].survival(agreements.where(d), (60,))[0] for d in drawn]
    assert tuple(np.quantile(shares, [0.025, 0.975])) == pytest.approx((estimate.low, estimate.high), abs=0.04)


@settings(max_examples=15, deadline=None)
@given(lasted=st.lists(st.integers(1, 30), min_size=2, max_size=4), horizon=st.sampled_from([1, 3, 6]))
def test_a_left_out_war_is_forecast_from_the_others_month_by_month(
    code: Modules, lasted: list[int], horizon: int
) -> None:
    """The vectors give what four nested loops give."""
    scores = code["war_forecasts"].leave_one_out(np.array(lasted), horizon)

    assert literal_loss(lasted, horizon, code["war_forecasts"].BIN_STARTS) == pytest.approx(
        scores.of_months(), abs=1e-9
    )


def test_a_constant_hazard_is_the_reciprocal_of_the_mean_length(code: Modules) -> None:
    """Two other wars of 2 and 6 months: one end in four months, so 1/4 a month."""
    scores = code["war_forecasts"].leave_one_out(np.array([1, 2, 6]), 1, constant_hazard=True)

    assert pytest.approx(scores.brier[0], abs=1e-12) == (1 - 1 / 4) ** 2
    assert -math.log(1 / 4) == pytest.approx(scores.log[0], abs=1e-12)


def test_lengths_and_outcomes_of_the_cow_wars_are_those_of_the_file(code: Modules, data: Path) -> None:
    """Read a second time without pandas: 95 wars, 77 with a winner, median 5.4 and mean 13.7 months."""
    literal = literal_wars(data)
    wars = code["war_data"].cow_wars(data)

    assert sorted(months for months, _ in literal) == pytest.approx(sorted(wars.months), abs=1e-9)
    assert 77 == sum("1" in outcomes for _, outcomes in literal) == Counter(wars.label)["victory"]
    assert f"{np.median([m for m, _ in literal]):.1f}" == "5.4"
    assert f"{np.mean([m for m, _ in literal]):.1f}" == "13.7"
    assert sum(math.ceil(m) for m, _ in literal) == 1356


def test_the_earlier_numbers_come_out_again_but_for_nine(code: Modules, data: Path) -> None:
    """Of 95 numbers 86 agree to the printed precision; each of the others has its reason."""
    lines = code["earlier_numbers"].lines(data)

    differ = {line.what: (line.printed, line.computed) for line in lines if not line.agrees}

    assert len(lines) == 95
    assert differ == {
        # One episode, Cambodia and Thailand, runs from 31 December 1977 to 31 December 1978: 365 days later, and 366
        # days with both counted, which is 366 / 30.44 = 12.02 months. COW's wars have both days counted.
        "UCDP S(12 mo)": ("0.267", "0.281"),
        # 82 wars outlast month 1, 54 of them end in months 2–13: 54 / 82 = 0.659. The earlier number counts months
        # 2–12: 52 / 82 = 0.634.
        "COW ends within 12 months, 1 month over": ("0.63", "0.66"),
        # 1 − S(13) / S(1) = 0.582; the earlier number is (0.605 − 0.267) / 0.605 = 0.558.
        "UCDP ends within 12 months, 1 month over": ("0.56", "0.58"),
        # 0.58946 was rounded to 0.5895 and then to 0.590.
        "Leave-one-war-out log score, 6 mo": ("0.590", "0.589"),
        # 0.25949 was rounded to 0.2595 and then to 0.260.
        "Leave-one-war-out Brier, wars weigh the same, 6 mo": ("0.260", "0.259"),
        # 31 of 39 treaties: 0.79487 was rounded to 0.795 and then to 0.80.
        "Fortna treaty S(1 y)": ("0.80", "0.79"),
        # 61 is the number of civil wars; 77 rows are marked as the last year of a peace.
        "Walter spells": ("61", "77"),
        # Kaplan and Meier on 77 spells in whole years. 7 / 61 = 11.5 % is the uncorrected count of first spells with
        # sixteen repeated rows taken for years; the same count gives 12 / 61 = 19.7 % for ten years, not 22 %.
        "Walter, war again within 5 y, %": ("11.5", "15.0"),
        # 17 / 77 = 22.1 % is the uncorrected count of all spells; the same count gives 10 / 77 = 13.0 % for five years.
        "Walter, war again within 10 y, %": ("22", "24"),
    }
    assert all(line.why for line in lines if not line.agrees)


def test_the_table_that_ships_is_what_the_script_writes(code: Modules, data: Path) -> None:
    """Nobody has edited a rate by hand."""
    script = code["base_rates"]

    assert script.text_of(script.table(data)) == script.SHIPPED.read_text(encoding="utf-8")


def test_the_page_shows_the_tables_that_the_script_prints(
    code: Modules, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The documentation is no second source."""
    monkeypatch.setattr(sys, "argv", ["base_rates.py", "--data", str(data)])
    page = (ROOT / "docs/explanation/base-rates.md").read_text(encoding="utf-8")

    code["base_rates"].main()

    printed = dict(part.split("\n\n", 1) for part in capsys.readouterr().out.split("## ")[1:])
    del printed["Every number beside the earlier one"]
    assert [title for title, table in printed.items() if table.strip() not in page] == []
    assert len(printed) == 9
