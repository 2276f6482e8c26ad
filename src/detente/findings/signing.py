"""Who could sign what without whom, and which packages nobody who suffices would leave?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detente.deals import Package
from detente.deals.rules import EVERYBODY
from detente.deals.signing import Coalition, Judged, Signing
from detente.findings.finding import Analysis, Finding
from detente.findings.packages import FAIR_NAMES
from detente.findings.words import Words, counted, listed, percent, upper

MAX_SENTENCES = 12
_NAME = re.compile(r"[^\W\d][\w-]*")


def signing(analysis: Analysis) -> Finding | None:
    """Say which coalitions could sign where not everybody must, and whether a package is safe from all of them."""
    found = analysis.beyond.signing
    if found is None:
        return None
    sentences = signing_sentences(analysis.words, found)
    backing = analysis.case.signing.because if analysis.case.signing is not None else ()
    return Finding(
        "signing", _first(analysis.words, found),
        do="Ask of each package who could leave it together, and what would keep them.",
        watch="Whether those who suffice without another begin to talk among themselves.",
        ask="Would those who are left out let it be carried out?",
        uncertainty="Exact for the point values and this rule of signing." if found.complete else (
            "Not all coalitions or packages could be looked at."
        ),
        details=tuple(sentences), statements=tuple(backing),
    )  # fmt: skip


def _first(words: Words, found: Signing) -> str:
    if not found.possible:
        return "Given these inputs, no coalition that suffices has a package that all its members accept."
    without = [c for c in found.possible if c.without]
    if found.core_size == 0:
        return f"{_no_core()} {_without(words, without[0])}." if without else _no_core()
    if without:
        return f"{_without(words, without[0])}{_others(len(without) - 1)}."
    return f"{_names(words, found.possible[0].members)} must all sign: no smaller coalition has a package."


def _others(count: int) -> str:
    return f"; {counted(count, 'other coalition')} could sign a package too" if count else ""


def _no_core() -> str:
    return (
        "No package is safe from all: whatever is signed, some coalition that suffices has another that is better for "
        "each of its principals."
    )


def _without(words: Words, coalition: Coalition) -> str:
    return f"Without {_names(words, coalition.without)}, {_names(words, coalition.members)} could still sign a package"


def _names(words: Words, parties: Sequence[str]) -> str:
    return listed([words.party(p) for p in parties])


def signing_sentences(words: Words, found: Signing) -> list[str]:
    """Return the result as sentences: coalitions, who is pivotal, power, what is safe."""
    return [
        _rule(words, found),
        *_some([_coalition(words, c) for c in found.possible], "coalition"),
        *_impossible(words, found),
        *_pivotal(words, found),
        _power(words, found),
        *(_judged(words, j) for j in found.judged),
        _core(words, found),
    ]


def _rule(words: Words, found: Signing) -> str:
    rule = (
        "all principals"
        if found.rule == EVERYBODY
        else _NAME.sub(lambda match: words.party(match[0]) if match[0] in found.parties else match[0], found.rule)
    )
    veto = f"; without {_names(words, found.vetoes)} nothing suffices" if found.vetoes else "; nobody has a veto"
    return f"Who must sign: {rule}, with those who ratify for them{veto}."


def _coalition(words: Words, coalition: Coalition) -> str:
    assert coalition.package is not None
    start = _without(words, coalition) if coalition.without else f"{_names(words, coalition.members)} could sign"
    consents = f"; {_names(words, coalition.consents)} must consent" if coalition.consents else ""
    return f"{start}: {package_words(words, coalition.package)}{consents}."


def package_words(words: Words, package: Package) -> str:
    """Return a package with what it is worth to whom."""
    values = listed([f"{value:.1f} to {words.party(p)}" for p, value in package.values.items()])
    return f"{words.package(package.outcomes, package.outcomes)}; worth {values}"


def _some(sentences: list[str], what: str) -> list[str]:
    more = len(sentences) - MAX_SENTENCES
    return [*sentences[:MAX_SENTENCES], *([f"And {counted(more, what)} more."] if more > 0 else [])]


def _impossible(words: Words, found: Signing) -> Iterator[str]:
    names = [_names(words, c.members) for c in found.coalitions if c.package is None]
    if names:
        shown = "; ".join(_some(names, "coalition"))
        yield f"Would suffice, but have no package within the limits of all members: {shown}."


def _pivotal(words: Words, found: Signing) -> Iterator[str]:
    if found.pivotal:
        is_one = len(found.pivotal) == 1
        yield f"{_names(words, found.pivotal)} {'is' if is_one else 'are'} in every coalition that has a package."
    elif found.possible:
        yield "Nobody is in every coalition that has a package."


def _power(words: Words, found: Signing) -> str:
    shares = listed([f"{words.party(k)} {percent(v)}" for k, v in found.power.items()])
    return f"How often each one’s signature decides, over all orders of signing (Shapley–Shubik): {shares}."


def _judged(words: Words, judged: Judged) -> str:
    name = (
        f"{FAIR_NAMES[judged.name]} package"
        if judged.name in FAIR_NAMES
        else "package of " + listed([words.party(p) for p in judged.name.split(" + ")])
    )
    if judged.leaving is None and not judged.is_proven:
        return f"The {name}: no coalition was found that would leave it; not all could be looked at."
    if judged.leaving is None:
        return f"The {name}: no coalition that suffices has another that is better for each of its principals."
    gains = listed([f"{words.party(p)} gains {gain:.1f}" for p, gain in judged.leaving.gains.items()])
    other = words.package(judged.leaving.package.outcomes, judged.leaving.package.outcomes)
    return f"The {name}: {_names(words, judged.leaving.members)} could leave it for {other}; {gains}."


def _core(words: Words, found: Signing) -> str:
    if found.core_size is None:
        some = counted(len(found.core), "package")
        return f"There are too many packages to look at all; of those named here, {some} would not be left."
    if not found.core_size:
        return _no_core()
    best = package_words(words, found.core[0])
    are = "is" if found.core_size == 1 else "are"
    return f"{upper(counted(found.core_size, 'package'))} {are} safe from all coalitions; the smallest gain is largest with {best}."
