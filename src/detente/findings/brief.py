"""The brief: everything that a hand-over says, as data, before any page is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from detente.case import Case, Citation, Statement
from detente.case.base import UNREADABLE
from detente.case.confidential import as_seen_by
from detente.case.dynamics import Dynamics
from detente.deals import DealsResult, find_deals
from detente.deals.beyond import find_beyond
from detente.dynamics import DynamicsResult
from detente.ensemble import DealDraws, analyze_dynamics, draw_deals, is_uncertain
from detente.ensemble.agreement import Reading, agreements
from detente.ensemble.bands import value_bands
from detente.ensemble.stability import Holding, draw_stability
from detente.findings.bets import bets
from detente.findings.blockers import blockers
from detente.findings.equivalents import Offer, offers_of
from detente.findings.finding import Analysis, Finding
from detente.findings.gains import Gains, gains_of
from detente.findings.gaps import gaps
from detente.findings.holding import holding
from detente.findings.matrix import Row, matrix_of
from detente.findings.mechanisms import MechanismRow, mechanism_rows
from detente.findings.moves import moves
from detente.findings.openings import openings
from detente.findings.outlook import outlook
from detente.findings.packages import packages
from detente.findings.payments import payments
from detente.findings.shown import Shown, packages_to_show
from detente.findings.signing import signing
from detente.findings.trades import trades
from detente.findings.verdict import verdict
from detente.findings.vetoes import vetoes
from detente.findings.words import Words
from detente.stability.from_case import graph_model
from detente.stability.today import today
from detente.version import __version__

DEFAULT_DRAWS = 200
MOST_TOLD = 12
"""A package of more issues is told by its table only."""
MOST_FINDINGS = 7
"""More than a reader keeps in mind are none."""
MOST_STABILITY_DRAWS = 100
DRAWS_A_GAME = 16
"""For so many draws of the deals, the game is solved once."""

_KINDS: tuple[Callable[[Analysis], Finding | None], ...] = (
    verdict, blockers, openings, packages, signing, payments, bets, holding, moves, outlook, vetoes, trades, gaps,
)  # fmt: skip


@dataclass(frozen=True)
class Note:
    """A numbered quotation: who said what where, and whose position it is."""

    number: int
    statement: Statement
    words: str | None
    citation: Citation | None
    speaker: str
    holder: str
    chain: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    """What a brief says.

    Attributes
    ----------
    bottom_line : tuple of str
        Three sentences: the verdict, what it hangs on, how sure it is.
    findings : tuple of Finding
        Ranked, three to seven.
    shown : tuple of Shown
        The packages that are shown whole, each value with the band that holds 90 % of the draws.
    gains : Gains
        From where the gains of the parties count, and the most that each principal could hope for.
    offers : tuple of Offer
        Packages of equal worth to one principal; empty without a deal, and where a search would take long.
    dynamics : DynamicsResult or None
        None where the case says nothing about bargaining while fighting.
    mechanisms : tuple of MechanismRow
        Its answers, a row a threshold.
    holding : Holding or None
        What holds today; None where the case has no options or nobody says which are taken.
    agreements : tuple of Reading
        Whether each of the shown packages would hold; empty where the case says nothing about bargaining while fighting.
    stale : bool
        True where the results were made from another state of the case.
    """

    case: Case
    for_party: str | None
    bottom_line: tuple[str, ...]
    findings: tuple[Finding, ...]
    deals: DealsResult
    draws: DealDraws | None
    shown: tuple[Shown, ...]
    gains: Gains
    offers: tuple[Offer, ...]
    matrix: tuple[Row, ...]
    notes: tuple[Note, ...]
    dynamics: DynamicsResult | None
    mechanisms: tuple[MechanismRow, ...]
    holding: Holding | None
    agreements: tuple[Reading, ...]
    case_digest: str
    stale: bool
    version: str = __version__

    def numbers_of(self, statements: tuple[str, ...]) -> tuple[int, ...]:
        """Return the note numbers of statements, ascending."""
        known = {n.statement.id: n.number for n in self.notes}
        return tuple(sorted(known[s] for s in set(statements) if s in known))


def analyze(  # noqa: PLR0913 (all but the case are by name)
    case: Case,
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = 0,
    for_party: str | None = None,
    analyst: str | None = None,
    deals: DealsResult | None = None,
    progress: Callable[[int], None] | None = None,
    workers: int = 1,
) -> Brief:
    """Run every analysis that the case can carry and put the findings into words.

    Parameters
    ----------
    case : Case
    draws, seed : int
        How often the analysis is repeated over the uncertain numbers; 0 for not at all.
    for_party : str, optional
        Leave out what the case marks as confidential about others than this party.
    analyst : str, optional
        Follow this analyst wherever several have judged.
    deals : DealsResult, optional
        A result from before; where it was made from another state of the case, the brief says so.
    progress : callable, optional
        Called with the number of finished draws.
    workers : int
        So many processes make the draws of the deals; the numbers are the same for any number of them.
    """
    seen = as_seen_by(case, for_party) if for_party else case
    result = deals or find_deals(seen, analyst=analyst)
    drawn = None
    if draws and is_uncertain(seen):
        drawn = draw_deals(seen, draws=draws, seed=seed, analyst=analyst, progress=progress, workers=workers)
    fighting = _dynamics(seen, draws, seed, analyst) if result.packages["linked"] else None
    standing = _holding(seen, draws, seed)
    analysis = Analysis(seen, Words(seen), result, drawn, fighting, standing, find_beyond(seen, result, analyst))
    findings = _ranked([f for kind in _KINDS if (f := kind(analysis)) is not None])
    shown = _shown(seen, result, drawn, analyst)
    lasting = agreements(seen, [s.outcomes for s in shown], fighting) if fighting else ()
    return Brief(
        seen, for_party, _bottom_line(findings, len(seen.issues)), findings, result, drawn, shown,
        gains_of(result), offers_of(result), matrix_of(seen), _notes(seen), fighting, mechanism_rows(seen, fighting) if fighting else (), standing, lasting, case.digest, stale=result.case_digest != seen.digest,
    )  # fmt: skip


def _ranked(found: list[Finding]) -> tuple[Finding, ...]:
    """Return at most `MOST_FINDINGS`, the last one always: what is left out before it has a section of its own."""
    return (*found[:-1][: MOST_FINDINGS - 1], found[-1])


def _dynamics(case: Case, draws: int, seed: int, analyst: str | None) -> DynamicsResult | None:
    if case.dynamics == Dynamics() or case.bargainers is None:
        return None
    fewer = -(-draws // DRAWS_A_GAME)
    return analyze_dynamics(case, draws=fewer, seed=seed, analyst=analyst)


def _holding(case: Case, draws: int, seed: int) -> Holding | None:
    if not any(case.priorities.values()) and not case.rankings:
        return None
    model = graph_model(case)
    if model.now is None:
        return None
    drawn = draw_stability(case, model, model.now, draws=min(draws, MOST_STABILITY_DRAWS), seed=seed) if draws else None
    return Holding(today(model), drawn)


def _shown(case: Case, deals: DealsResult, drawn: DealDraws | None, analyst: str | None) -> tuple[Shown, ...]:
    shown = packages_to_show(case, deals)
    if drawn is None:
        return tuple(shown)
    bands = value_bands(case, [s.outcomes for s in shown], draws=drawn.draws, seed=drawn.seed, analyst=analyst)
    return tuple(replace(s, bands=b) for s, b in zip(shown, bands, strict=True))


def _bottom_line(findings: tuple[Finding, ...], issues: int) -> tuple[str, ...]:
    by_kind = {f.kind: f for f in findings}
    hinge = by_kind.get("openings") or by_kind.get("blockers") or by_kind.get("packages")
    middle = (hinge.sentence,) if hinge and hinge.kind != "packages" else ()
    if hinge and hinge.kind == "packages":
        whole = f" {hinge.details[0]}" if issues <= MOST_TOLD else ""
        middle = (f"{hinge.sentence}{whole}",)
    return (by_kind["verdict"].sentence, *middle, by_kind["verdict"].uncertainty)


def _notes(case: Case) -> tuple[Note, ...]:
    return tuple(_note(case, n, s) for n, s in enumerate(case.statements, start=1))


def _note(case: Case, number: int, statement: Statement) -> Note:
    citation = case.citations.get(statement.id)
    found = citation.text if citation else None
    quoted = found or statement.quote
    words = " ".join(UNREADABLE.sub(" ", quoted).split()) if quoted else None
    return Note(
        number, statement, words, citation, _voice(case, statement.speaker), _voice(case, statement.holder),
        tuple(_voice(case, v) for v in statement.reporters),
    )  # fmt: skip


def _voice(case: Case, key: str) -> str:
    if key in case.parties:
        return case.parties[key].name
    return case.voices[key].name if key in case.voices else "the author"
