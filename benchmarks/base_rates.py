"""Base rates of wars and agreements, computed anew from the data, beside the numbers computed earlier.

Run it as ``python benchmarks/base_rates.py [--data FOLDER] [--write]``. It prints Markdown tables; with ``--write`` it also
writes the table that ships with détente. The data themselves do not ship.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from base_rate_table import AGES, END_HORIZONS, LASTING_HORIZONS, table
from earlier_numbers import Line, lines
from war_data import INTERSTATE, INTRASTATE, cow_wars, starts_within_a_year, ucdp_episodes
from war_forecasts import HORIZONS, leave_one_out, resampled, whole_months

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data" / "war-termination"
SHIPPED = ROOT / "src" / "detente" / "dynamics" / "base_rates.json"


def text_of(rates: dict[str, Any]) -> str:
    """Return the table as it ships: one line for each rate, so that a change is read line by line."""
    plain = json.dumps(rates, indent=2, ensure_ascii=False)
    return re.sub(r"\{[^{}]*\}", lambda rate: " ".join(rate[0].split()), plain) + "\n"


def tables(folder: Path) -> dict[str, str]:
    """Return every table by its title."""
    rates, compared = table(folder), lines(folder)
    classes = {c["name"]: c for c in rates["classes"]}
    ends = {
        f"{c['name']}: {c['what']} ({c['cases']} cases, begun {c['from']}–{c['to']})": _ends(c)
        for c in classes.values() if c["group"] == "war_ends"
    }  # fmt: skip
    return {
        **ends,
        "Agreements that last": _lasting(c for c in classes.values() if c["group"] == "agreement_lasts"),
        "UCDP episodes whose start is not known": _episodes(folder),
        "Leave-one-war-out scores": _scores(folder),
        "Numbers that differ from the earlier ones": _compared((c for c in compared if not c.agrees), why=True),
        "Every number beside the earlier one": _compared(compared, why=False),
    }


def _markdown(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    rule = ["---", *["---:"] * (len(names) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (names, rule, *rows))


def _months(n: int) -> str:
    return f"{n} month{'s' * (n != 1)}"


def _share(rate: dict[str, Any]) -> str:
    """Write a rate as 0.68 (0.59–0.77)."""
    return f"{rate['share']:.2f} ({rate['low']:.2f}–{rate['high']:.2f})"


def _ends(one: dict[str, Any]) -> str:
    head = ("had lasted longer than", "cases", *(f"within {h}" for h in END_HORIZONS))
    by_age = {age: [r for r in one["rates"] if r["age_months"] == age] for age in AGES}
    rows = ((_months(age), str(r[0]["at_risk"]), *map(_share, r)) for age, r in by_age.items())
    return _markdown(head, rows)


def _lasting(classes: Iterable[dict[str, Any]]) -> str:
    head = ("lasts longer than", "cases", *map(_months, LASTING_HORIZONS))
    return _markdown(head, ((c["what"], str(c["cases"]), *map(_share, c["rates"])) for c in classes))


def _episodes(folder: Path) -> str:
    rows = []
    for kind, types in (("interstate", INTERSTATE), ("intrastate", INTRASTATE)):
        (vague, gone), episodes = starts_within_a_year(folder, types), ucdp_episodes(folder, types)
        ended = int((episodes.ended & (episodes.months <= 1)).sum())
        known = len(episodes) - vague
        rows.append((kind, _of(ended, len(episodes)), _of(gone, vague), _of(ended - gone, known)))
    head = ("ended within a month", "all", "the year of the start alone is known", "the others")
    return _markdown(head, rows)


def _of(events: int, cases: int) -> str:
    return f"{events} of {cases} ({100 * events / cases:.0f} %)"


def _scores(folder: Path) -> str:
    lasted = whole_months(cow_wars(folder).months)
    head = (
        "ends within",
        "Brier by age",
        "constant hazard",
        "skill of the age",
        "log by age",
        "Brier, wars weigh the same",
    )
    rows = []
    for h in HORIZONS:
        aged, same = leave_one_out(lasted, h), leave_one_out(lasted, h, constant_hazard=True)
        score, skill = resampled(aged, same)
        gain = 1 - aged.of_months() / same.of_months()
        rows.append((
            _months(h), f"{aged.of_months():.3f} ({score[0]:.3f}–{score[1]:.3f})", f"{same.of_months():.3f}",
            f"{gain:.3f} ({skill[0]:.3f} to {skill[1]:.3f})".replace("-", "−"), f"{aged.of_months('log'):.3f}", f"{aged.of_wars():.3f}",
        ))  # fmt: skip
    return _markdown(head, rows)


def _compared(compared: Iterable[Line], *, why: bool) -> str:
    last = "why" if why else "agrees"
    rows = ((c.what, c.printed, c.computed, c.why if why else "yes" if c.agrees else "no") for c in compared)
    return _markdown(("number", "earlier", "now", last), rows)


def main() -> None:
    """Print the tables and, if asked, write what ships."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the data sets")
    parser.add_argument("--write", action="store_true", help="write the table that ships with détente")
    asked = parser.parse_args()
    for title, text in tables(asked.data).items():
        print(f"## {title}\n\n{text}\n")
    if asked.write:
        SHIPPED.write_text(text_of(table(asked.data)), encoding="utf-8")


if __name__ == "__main__":
    main()
