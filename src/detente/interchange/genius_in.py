"""Read a Genius negotiation: an XML domain and one profile for each party.

Genius divides the evaluations of a discrete issue by the largest of them; its reservation values, and its functions of
numbers, stand on the scale that comes out of it. A file in which nothing stands on that scale is read as it is written,
as other programs read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import Literal

import numpy as np

from detente.errors import InputError
from detente.interchange.assemble import UNIT, Question, Utility, assemble, check_size
from detente.interchange.genius_domain import is_profile, is_template, issue_nodes, read_domain
from detente.interchange.genius_profile import Profile, read_profile
from detente.interchange.remarks import Place, Remarks
from detente.interchange.scenario import Floats, Scenario
from detente.interchange.stranger_files import files_of, is_folder, leads_out
from detente.interchange.xml_nodes import Node, read_xml

Evaluations = Literal["auto", "genius", "written"]
"""How evaluations become values: by Genius's division, as written, or whichever the file calls for."""


@dataclass(frozen=True)
class _File:
    """An XML file of a folder and the party that it is about."""

    path: Path
    root: Node
    party: str


def read_genius(path: Path, evaluations: Evaluations = "auto") -> Scenario:
    """Return the scenario of a folder with a domain and profiles, or of one of these files.

    Parameters
    ----------
    path : Path
        A folder, or the XML file of a domain in it.
    evaluations : {"auto", "genius", "written"}
        ``"genius"`` divides the evaluations of each discrete issue by the largest of them; ``"written"`` takes them as
        they stand; ``"auto"`` divides where a profile has something that only fits Genius's own scale: a reservation
        value above 0, a discount factor below 1, or a function of numbers beside evaluations above 1.

    Raises
    ------
    InputError
        With every fault and its place in the files.
    """
    remarks = Remarks()
    domain, profiles = _domain_and_profiles(path, remarks)
    questions = read_domain(domain.root, remarks)
    check_size(questions, len(profiles), domain.root.place, remarks)
    read = [read_profile(file.root, file.party, questions, remarks) for file in profiles]
    remarks.check()
    divides = evaluations == "genius" or (evaluations == "auto" and any(_is_scaled(p) for p in read))
    utilities = [_utility(profile, questions, remarks, divides=divides) for profile in read]
    return assemble(_name(domain, path), "Genius files", questions, utilities, remarks)


def _is_scaled(profile: Profile) -> bool:
    """Return whether a profile says something that only has a meaning on Genius's own scale."""
    tables = [t for t, is_table in zip(profile.evaluations, profile.is_table, strict=True) if is_table]
    if profile.bonuses:
        return False
    is_mixed = not all(profile.is_table) and any(table.max() > UNIT for table in tables)
    return is_mixed or profile.reservation > 0 or profile.discount < 1  # NaN is neither


def _domain_and_profiles(path: Path, remarks: Remarks) -> tuple[_File, list[_File]]:
    folder = path if is_folder(path) else path.parent
    roots = {file: _read(file, remarks, wanted=file == path) for file in files_of(folder, ".xml")}
    if not is_folder(path) and path not in roots:
        roots[path] = read_xml(path)
    remarks.check()
    profiles = {file: root for file, root in roots.items() if root is not None and is_profile(root)}
    domain = _domain(path, {file: root for file, root in roots.items() if root is not None}, profiles, remarks)
    named = _named(domain, folder, profiles, remarks)
    chosen = named or [_File(file, root, file.stem) for file, root in profiles.items() if _shares(root, domain.root)]
    if not chosen:
        what = f"no profile of {domain.path.name} is there: no XML file of the folder evaluates its issues"
        raise InputError.of("no-profile", what, "put the profiles of the parties beside it", domain.path.name)
    return domain, chosen


def _read(file: Path, remarks: Remarks, *, wanted: bool) -> Node | None:
    """Return an XML file of the folder; one that is about something else may be broken, but it is told."""
    try:
        root = read_xml(file)
    except InputError as error:
        remarks.faults += error.problems
        return None
    return root if wanted or is_template(root) or is_profile(root) else None


def _domain(path: Path, roots: dict[Path, Node], profiles: dict[Path, Node], remarks: Remarks) -> _File:
    """Return the domain: the file that was named, the only one of the folder, or the issues of the first profile."""
    if path in roots and path not in profiles:
        return _File(path, roots[path], "")
    found = [file for file, root in roots.items() if file not in profiles and issue_nodes(root)]
    if path in profiles:
        found = [file for file in found if _shares(roots[path], roots[file])]
    if len(found) > 1:
        names = ", ".join(file.name for file in found[:5])
        raise InputError.of("no-domain", f"there are {len(found)} domains: {names}", "name the file of one of them")
    if found:
        return _File(found[0], roots[found[0]], "")
    if not profiles:
        raise InputError.of("no-domain", f"{path} has no Genius domain", "name a folder with a domain and profiles")
    first, root = next(iter(profiles.items()))
    remarks.warn("no-domain", root.place, "there is no domain file", "the issues of this profile are taken for it")
    return _File(first, root, "")


def _shares(profile: Node, domain: Node) -> bool:
    """Return whether a profile is about issues of a domain."""
    names = {(node.get("name") or "").strip() for node in issue_nodes(domain)}
    return any((node.get("name") or "").strip() in names for node in issue_nodes(profile))


def _named(domain: _File, folder: Path, profiles: dict[Path, Node], remarks: Remarks) -> list[_File]:
    """Return the profiles that a domain names for its agents; the paths in old files are those of another machine."""
    by_name = {file.name: file for file in profiles}
    found: list[_File] = []
    for agent in domain.root.all("agent"):
        reference = agent.get("utility_space")
        if not reference:
            continue
        if leads_out(reference):
            what = f"{reference[:80]!r} leads out of the folder"
            remarks.wrong("path", agent.place, what, "name a file beside the domain")
            continue
        file = by_name.get(PureWindowsPath(reference).name)
        if file is None:
            what = f"there is no profile {reference[:80]!r} in {folder.name!r}"
            remarks.warn("no-profile", agent.place, what, "the profiles that are there are read")
            return []
        party = " ".join((agent.get("name") or "").split()) or file.stem
        found.append(_File(file, profiles[file], party))
    remarks.check()
    return found if len({file.path for file in found}) == len(found) else []


def _name(domain: _File, path: Path) -> str:
    return (path.resolve() if is_folder(path) else domain.path).name.removesuffix(".xml") or "scenario"


def _utility(profile: Profile, questions: Sequence[Question], remarks: Remarks, *, divides: bool) -> Utility:
    """Return the values of a party: its evaluations, divided as Genius does or as they are written."""
    if profile.bonuses:
        return _constrained(profile, remarks)
    tallest = [float(table.max()) for table in profile.evaluations]
    values = [_divided(t, top) if is_table and divides else t for t, top, is_table in _rows(profile, tallest)]
    _say_scale(profile, questions, tallest, remarks, divides=divides)
    return Utility(
        profile.party, profile.place, tuple(values), profile.weights,
        reservation=profile.reservation, discount=profile.discount,
    )  # fmt: skip


def _constrained(profile: Profile, remarks: Remarks) -> Utility:
    """Return points for hyper-rectangles over the largest sum of them that the file names, as Genius has it."""
    divisor = profile.largest if profile.largest > 0 else 1.0
    if divisor != 1:
        what = f"the points of {profile.party!r} are divided by the largest utility that its file names, {divisor:g}"
        remarks.note("rescaled", Place(profile.place.file), what, "so they stand on the scale of the reservation value")
    return Utility(
        profile.party, profile.place, profile.evaluations, profile.weights,
        reservation=profile.reservation, discount=profile.discount,
        bonuses=tuple(replace(one, add=one.add / divisor) for one in profile.bonuses),
    )  # fmt: skip


def _rows(profile: Profile, tallest: list[float]) -> list[tuple[Floats, float, bool]]:
    return list(zip(profile.evaluations, tallest, profile.is_table, strict=True))


def _divided(table: Floats, largest: float) -> Floats:
    """Return evaluations over the largest of them; nothing where Genius takes the largest for zero."""
    return table / largest if largest >= 1e-5 else np.zeros(len(table))


def _say_scale(
    profile: Profile, questions: Sequence[Question], tallest: list[float], remarks: Remarks, *, divides: bool
) -> None:
    """Say what the division changed, or what it would have changed."""
    each = zip(questions, tallest, profile.is_table, strict=True)
    tables = [(question.name, top) for question, top, is_table in each if is_table and top > 0]
    place = Place(profile.place.file)
    if divides and any(abs(top - 1) > 1e-12 for _, top in tables):
        largest = ", ".join(f"{top:g}" for top in sorted({top for _, top in tables})[:6])
        what = f"the evaluations of {profile.party!r} are divided by the largest of each issue ({largest})"
        remarks.note("rescaled", place, what, "so they stand on the scale of the reservation value, as in Genius")
    if not divides and len({round(top, 9) for _, top in tables}) > 1:
        odd = max(tables, key=lambda one: abs(one[1] - max(tallest)))
        what = f"the evaluations of {profile.party!r} are taken as written; Genius would divide those of each issue by"
        what = f"{what} their largest, which is {odd[1]:g} for {odd[0]!r} and {max(tallest):g} for others"
        remarks.warn("rescaled", place, what, 'read_genius(path, evaluations="genius") does so')
    total = sum(profile.weights)
    if divides and total > UNIT:
        what = f"the weights of {profile.party!r} sum to {total:g}"
        remarks.warn("weight", place, what, "Genius counts no utility above 1; here it is counted")
