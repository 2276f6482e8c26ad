"""Reading a scenario of another tool, whichever it is."""

from __future__ import annotations

from pathlib import Path

from detente.errors import InputError
from detente.interchange.scenario import Scenario


def import_scenario(path: Path | str) -> Scenario:
    """Return the scenario in a folder (Genius XML or NegMAS YAML) or in a matrix (``.csv``, ``.xlsx``).

    A file of a folder stands for the folder.

    Raises
    ------
    InputError
        If there is nothing that can be read, or with every fault of what is there.
    """
    place = Path(path)
    if place.suffix.lower() in {".csv", ".xlsx"} and place.is_file():
        from detente.interchange.matrices import read_values

        return read_values(place)
    folder = place.parent if place.is_file() else place
    if any(folder.glob("*.yml")) or any(folder.glob("*.yaml")):
        from detente.interchange.negmas_in import read_negmas

        return read_negmas(folder)
    if any(folder.glob("*.xml")):
        from detente.interchange.genius_in import read_genius

        return read_genius(folder)
    raise InputError.of(
        "scenario", f"there is no scenario at {place}", "a folder of XML or YAML files, or a .csv or .xlsx"
    )
