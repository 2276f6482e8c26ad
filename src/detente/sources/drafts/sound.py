"""Whether plain data are drafts: the file may have been cut off, or edited by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, get_args

from detente.case.statements import Act

_NUMBERS = ("start", "end")
_WORDS = ("quote", "content", "rule", "tier", "modality", "polarity")
_NAMES = ("holder", "speaker", "target", "date")
_LISTS = ("chain", "issues")


def faults_of(data: Any, version: int) -> list[str]:
    """Return what is wrong with the content of a file of drafts, in words; nothing where it is sound."""
    if not isinstance(data, dict) or not all(isinstance(data.get(k), list) for k in ("documents", "drafts")):
        return ["it has no documents and drafts"]
    if data.get("format") != version:
        return [f"it has format {data.get('format')!r}, this version reads {version}"]
    faults = [f"document {n}: {w}" for n, d in enumerate(data["documents"], 1) for w in _faults_of_document(d)]
    if faults:
        return faults
    digests = {d["digest"] for d in data["documents"]}
    seen: set[str] = set()
    for number, draft in enumerate(data["drafts"], start=1):
        faults += [f"draft {number}: {what}" for what in _faults_of_draft(draft, digests, seen)]
    return faults


def _faults_of_document(document: Any) -> list[str]:
    if not isinstance(document, dict):
        return ["it is no mapping"]
    return [f"{key} is no text" for key in ("name", "path", "digest") if not isinstance(document.get(key), str)]


def _faults_of_draft(draft: Any, digests: Collection[str], seen: set[str]) -> list[str]:
    if not isinstance(draft, dict) or not isinstance(draft.get("id"), str):
        return ["it has no id"]
    if draft["id"] in seen:
        return [f"the id {draft['id']} is there twice"]
    seen.add(draft["id"])
    if draft.get("document") not in digests:
        return [f"{draft['id']} is of a document that is not listed"]
    if not isinstance(draft.get("statement"), dict):
        return [f"{draft['id']} has no statement"]
    return [f"{draft['id']}: {what}" for what in faults_of_statement(draft["statement"])]


def faults_of_statement(said: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a statement as plain data."""
    faults = [f"{key} is no whole number" for key in _NUMBERS if type(said.get(key)) is not int]
    faults += [f"{key} is no text" for key in _WORDS if not isinstance(said.get(key), str)]
    faults += [f"{key} is neither a text nor null" for key in _NAMES if not _is_name(said.get(key))]
    faults += [f"{key} is no list" for key in _LISTS if not isinstance(said.get(key), list)]
    if faults:
        return faults
    act = said.get("act")
    if act not in get_args(Act):
        faults.append(f"{act!r} is no act")
    if not 0 <= said["start"] < said["end"] or said["end"] - said["start"] != len(said["quote"]):
        faults.append("start and end do not fit the quotation")
    if not all(isinstance(r, dict) and isinstance(r.get("who"), str) for r in said["chain"]):
        faults.append("chain has an entry without who")
    return faults


def _is_name(value: Any) -> bool:
    return value is None or isinstance(value, str)
