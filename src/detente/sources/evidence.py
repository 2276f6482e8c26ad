"""Looks up whether each statement's quotation stands in its document, and where exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from detente.case import Case, Citation
from detente.case.statements import Statement
from detente.errors import Path, Problem
from detente.sources.documents.digest import digest_of
from detente.sources.library import Found, Library
from detente.sources.spans import Folded, fold


@dataclass(frozen=True)
class Evidence:
    """The places of all quotations of a case, and what is wrong with the others."""

    citations: Mapping[str, Citation]
    problems: tuple[Problem, ...]
    digests: Mapping[str, str]


def cite(case: Case, folder: FilePath, elsewhere: FilePath | None = None) -> Evidence:
    """Look every quotation of a case up in its document.

    Parameters
    ----------
    case : Case
    folder : Path
        Folder of the case; a document's `file` is a path inside it.
    elsewhere : Path, optional
        Folder that is searched by digest for documents without a `file`.

    Returns
    -------
    Evidence
        A citation for each statement whose words were found, and every problem.
    """
    library = Library(folder, elsewhere)
    problems: list[Problem] = []
    citations: dict[str, Citation] = {}
    found: dict[str, Found] = {}
    for index, document in enumerate(case.documents):
        found[document.id] = read = library.find(document)
        if read.problem:
            key = "digest" if document.file is None or read.problem.rule == "changed-document" else "file"
            problems.append(replace(read.problem, path=("documents", index, key)))
    folded = {id_: fold(read.text) for id_, read in found.items() if read.text is not None}
    for index, statement in enumerate(case.statements):
        for result in _cite_one(statement, ("statements", index), found, folded):
            if isinstance(result, Problem):
                problems.append(result)
            else:
                citations[statement.id] = result
    digests = {id_: read.digest for id_, read in found.items() if read.digest is not None}
    return Evidence(citations, tuple(problems), digests)


def _cite_one(
    statement: Statement, path: Path, found: Mapping[str, Found], folded: Mapping[str, Folded]
) -> Iterator[Citation | Problem]:
    document = found.get(statement.document)
    if document is None:
        return
    if document.text is None:
        if statement.span:
            yield Citation(statement.id, statement.document, *statement.span, text=None)
        return
    if statement.span is not None:
        yield from _by_span(statement, path, document.text)
    elif statement.quote is not None:
        yield from _by_quote(statement, statement.quote, path, document.text, folded[statement.document])


def _by_quote(statement: Statement, quote: str, path: Path, text: str, folded: Folded) -> Iterator[Citation | Problem]:
    places = folded.find_all(quote)
    if len(places) == 1:
        yield _citation(statement, text, *places[0])
    elif places:
        lines = ", ".join(str(text.count("\n", 0, start) + 1) for start, _ in places[:5])
        yield Problem(
            "ambiguous-quote", f"the quotation of {statement.id} stands {len(places)} times in {statement.document!r} (lines {lines})",
            "quote a few more words around it", (*path, "quote"),
        )  # fmt: skip
    else:
        yield Problem(
            "no-quote", f"the quotation of {statement.id} is not in {statement.document!r}",
            _hint(quote, text, folded), (*path, "quote"),
        )  # fmt: skip


def _by_span(statement: Statement, path: Path, text: str) -> Iterator[Citation | Problem]:
    start, end = statement.span or (0, 0)
    if end > len(text):
        yield Problem(
            "no-span", f"the span of {statement.id} ends at {end}, the document has {len(text)} characters",
            "find the words again", (*path, "span"),
        )  # fmt: skip
    elif not digest_of(text[start:end].encode()).startswith(statement.digest or "-"):
        yield Problem(
            "changed-words", f"the words at the span of {statement.id} are not those that were cited",
            f"find them again; the digest of what stands there is {digest_of(text[start:end].encode())}",
            (*path, "digest"),
        )  # fmt: skip
    else:
        yield _citation(statement, text, start, end)


def _citation(statement: Statement, text: str, start: int, end: int) -> Citation:
    paged = "\f" in text
    return Citation(
        statement.id, statement.document, start, end, text[start:end],
        line=None if paged else text.count("\n", 0, start) + 1,
        page=text.count("\f", 0, start) + 1 if paged else None,
    )  # fmt: skip


def _hint(quote: str, text: str, folded: Folded) -> str:
    places = folded.find_loosely(quote)
    if not places:
        return "copy the words exactly from the document"
    start, end = places[0]
    return f"only capitals, quotation marks or dashes differ; the document has: {' '.join(text[start:end].split())}"
