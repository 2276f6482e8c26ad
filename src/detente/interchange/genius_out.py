"""Write a scenario as Genius XML: a domain and one profile for each party.

Genius divides the evaluations of an issue by the largest of them and allows no negative ones, so the scenario is
written on a 0–1 scale: every issue's largest evaluation is 1, and the weight holds the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from detente.case.files import write_whole
from detente.errors import Problem
from detente.interchange.file_names import file_names, new_folder
from detente.interchange.scale import Scaled, map_in_words, scaled
from detente.interchange.scenario import Floats, Scenario


def write_genius(scenario: Scenario, folder: Path) -> tuple[Problem, ...]:
    """Write a scenario as a folder of Genius XML files, and return what was rescaled.

    Parameters
    ----------
    scenario : Scenario
    folder : Path
        Made if it is not there; it must be empty.

    Raises
    ------
    InputError
        If something is in the folder, or it cannot be written.
    """
    new_folder(folder)
    found = scaled(scenario)
    stem, *profiles = file_names([f"{scenario.name}_domain", *scenario.parties])
    write_whole(folder / f"{stem}.xml", _domain(scenario, profiles).encode())
    for row, name in enumerate(profiles):
        write_whole(folder / f"{name}.xml", _profile(scenario, found, row).encode())
    return tuple(_messages(scenario, found))


def _domain(scenario: Scenario, profiles: Sequence[str]) -> str:
    lines = ["<negotiation_template>"]
    lines += [
        f"  <agent name={quoteattr(party)} utility_space={quoteattr(name + '.xml')}/>"
        for party, name in zip(scenario.parties, profiles, strict=True)
    ]
    lines += [
        f'  <utility_space number_of_issues="{len(scenario.issues)}">',
        *_objective(scenario),
        "  </utility_space>",
    ]
    return "\n".join([*lines, "</negotiation_template>", ""])


def _profile(scenario: Scenario, found: Scaled, row: int) -> str:
    """Return one party's profile: u = Σ weight · evaluation, with evaluations up to 1 and a sum of weights up to 1."""
    shares = found.saliences[row] / found.saliences[row].sum()
    tallest = [float(table[row].max()) for table in found.values]
    weights = [float(share) * top / 100 for share, top in zip(shares, tallest, strict=True)]
    evaluations = [
        table[row] / top if top > 0 else table[row] for table, top in zip(found.values, tallest, strict=True)
    ]
    lines = [f'<utility_space number_of_issues="{len(scenario.issues)}">', *_objective(scenario, weights, evaluations)]
    discount = float(scenario.discount[row])
    lines.append(f'  <discount_factor value="{1.0 if math.isnan(discount) else discount!r}"/>')
    lines.append(f'  <reservation value="{float(found.no_deal[row]) / 100!r}"/>')
    return "\n".join([*lines, "</utility_space>", ""])


def _objective(scenario: Scenario, weights: Sequence[float] = (), evaluations: Sequence[Floats] = ()) -> Iterator[str]:
    yield '  <objective index="0" name="root" type="objective" etype="objective" description="">'
    for index, weight in enumerate(weights, start=1):
        yield f'    <weight index="{index}" value="{weight!r}"/>'
    kinds = 'type="discrete" etype="discrete" vtype="discrete"'
    for index, (issue, names) in enumerate(zip(scenario.issues, scenario.outcomes, strict=True), start=1):
        yield f'    <issue index="{index}" name={quoteattr(issue)} {kinds}>'
        for number, name in enumerate(names, start=1):
            worth = f' evaluation="{float(evaluations[index - 1][number - 1])!r}"' if evaluations else ""
            yield f'      <item index="{number}" value={quoteattr(name)}{worth}/>'
        yield "    </issue>"
    yield "  </objective>"


def _messages(scenario: Scenario, found: Scaled) -> Iterator[Problem]:
    """Say how the numbers of the files are to be read."""
    sentences = " ".join(map_in_words(scenario, found)).replace("here are", "in the files, times 100, are")
    yield Problem(
        "rescaled", sentences.removesuffix(".").replace("of the file ", "of the scenario "),
        "map answers back with it", severity="note",
    )  # fmt: skip
    if any(math.isnan(x) for x in scenario.reservation.tolist()):
        what = "a party without a reservation value gets its least attainable value for one"
        yield Problem("no-deal", what, "Genius needs a number", severity="note")
