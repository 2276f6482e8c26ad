"""Puts the statements of one passage together from its attributions and acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from detente.sources.documents.text_document import TextDocument
from detente.sources.reader.acts import UNREAL, condition_for, find_acts
from detente.sources.reader.attributions import Attribution, find_attributions
from detente.sources.reader.cast import GROUP, Cast, is_first
from detente.sources.reader.clauses import Side
from detente.sources.reader.conditions import is_hypothetical
from detente.sources.reader.dates import date_near, date_of_deed
from detente.sources.reader.free_speech import free_reports
from detente.sources.reader.judgements import judgements, told_acts
from detente.sources.reader.lexicons import words
from detente.sources.reader.modality import Modality, is_ability, modality_of
from detente.sources.reader.passages import Passage
from detente.sources.reader.persons import AUTHOR, Voice, can_speak, chain_of, hearers_of, target_of, voice_of
from detente.sources.reader.speech_act import SpeechAct
from detente.sources.reader.statement import DraftStatement, Place, Reporter
from detente.sources.reader.tiers import tier_of

if TYPE_CHECKING:
    from spacy.tokens import Token


MIN_LEFT = 1
"""Tokens up to which a part of what is said, beside other parts, is no statement of its own."""


@dataclass(frozen=True)
class Setting:
    """What surrounds an act: the reports that it stands in, who speaks in them, and how sure the text is."""

    above: list[Attribution]
    voices: list[Voice]
    own: Attribution | None = None
    """The report that the act itself is."""
    modality: Modality = "asserted"
    condition: Place | None = None


class PassageReader:
    """Reads one passage; the cast learns names while it does."""

    def __init__(
        self, document: TextDocument, passage: Passage, cast: Cast, *, opinion: bool = False, joint: bool = False
    ) -> None:
        self.document, self.passage, self.cast, self.opinion, self.joint = document, passage, cast, opinion, joint
        self.doc = passage.doc
        self._dated = True
        found = find_attributions(self.doc)
        self.reports = (*found, *(() if passage.label else free_reports(self.doc, found)))
        self.acts = find_acts(self.doc, (*self.reports, *self._turn()), by_author=opinion and passage.label is None)

    def _turn(self) -> tuple[Attribution, ...]:
        """Return the passage as a report of whoever's turn it is to speak."""
        if self.passage.label is None or not len(self.doc):
            return ()
        return (Attribution((0, 1), 0, None, None, ((0, len(self.doc)),), "direct", "turn"),)

    def rehearse(self) -> None:
        """Read the passage only to learn who acts in it."""
        self._dated = False
        for _ in self.statements():
            pass
        self._dated = True

    def statements(self) -> Iterator[DraftStatement]:
        """Yield the statements of the passage in the order of its sentences."""
        spans: list[tuple[int, SpeechAct | Attribution]] = [(act.head, act) for act in self.acts]
        spans += [(one.head, one) for one in self.reports]
        told: set[Place | None] = set()
        for at, found in sorted(spans, key=lambda pair: pair[0]):
            if not self._is_asked(at):
                for one in self._of_act(found) if isinstance(found, SpeechAct) else self._of_report(found):
                    told.add(one.content_span)
                    yield one
        yield from self._left_over(told)
        if self.passage.label is not None or self.opinion:
            for act in judgements(
                self.doc, self.reports, self.acts, spoken=self.passage.label is not None, side=self._side(self._label())
            ):
                yield self._judgement(act)

    def _is_asked(self, at: int) -> bool:
        """Return True inside a question."""
        sentence = self.doc[at].sent
        ends = [t.text for t in sentence if t.is_punct][-2:]
        return "?" in ends

    def _reports_above(self, head: int) -> list[Attribution]:
        above = [r for r in self.reports if r.head != head and any(s <= head < e for s, e in r.contents)]
        return sorted(above, key=lambda r: -max(e - s for s, e in r.contents))

    def _voices(self, reports: list[Attribution]) -> list[Voice]:
        label = self.cast.name_of_label(self.passage.label) if self.passage.label else None
        voices: list[Voice] = []
        above = label
        for report in reports:
            voice = voice_of(self.doc, report, self.cast, above)
            voices.append(voice)
            above = voice.party or above
        return voices

    def _of_act(self, act: SpeechAct) -> Iterator[DraftStatement]:
        above = self._reports_above(act.head)
        own = next((r for r in self.reports if r.head == act.head), None)
        voices = self._voices(above)
        voice = voices[-1].party if voices else self._label() or self.cast.issuer
        holder = self._holder(act, voice)
        condition = condition_for(self.doc, act)
        by_holder = (bool(above) or self.passage.label is not None) and holder == voice
        own_words = not above and self.passage.label is None
        modality = modality_of(self.doc, act, conditional=condition is not None, by_holder=by_holder, depth=len(above))
        direct = above[-1].way == "direct" if above else self.passage.label is not None
        if voice is not None and self._is_expected(act, holder, voice, direct=direct):
            act, holder = replace(act, act="assess", rule="clause.will.thing"), voice
        told = self.doc[act.head].dep_ in ("ccomp", "conj", "ROOT")
        if act.act == "event" and told and voice in self.cast.principals() and holder not in (None, voice):
            act, holder = replace(act, act="accuse", rule=f"{act.rule}.blamed"), voice
        if own_words and self._is_prediction(act, modality):
            act, holder = replace(act, act="assess", rule=f"author.{act.rule}", negative=False), AUTHOR
        if holder is None and act.act not in ("accuse", "event"):
            return
        place = self.passage.place(*condition.tokens) if condition is not None else None
        setting = Setting(above, voices, own, modality, place)
        for one in self._each(act, holder, voice):
            self.cast.meet(one)
            yield self._made(act, one, setting)

    def _each(self, act: SpeechAct, holder: str | None, voice: str | None) -> list[str | None]:
        """Return every holder of an act: both sides, or all that are joined by *and*."""
        if holder == AUTHOR:
            return [AUTHOR]
        if holder == GROUP:
            return list(self.cast.principals()) or [None]
        joined = [t for t in self.doc[act.holder].conjuncts if t.i > act.holder] if act.holder is not None else []
        names = [
            self.cast.name_of(t, voice)
            for t in joined
            if t.pos_ in ("PROPN", "NOUN") and (t.pos_ == "PROPN" or can_speak(t, self.cast))
        ]
        return list(dict.fromkeys([holder, *(n for n in names if n is not None)]))

    def _are_rivals(self, holder: str | None, voice: str | None) -> bool:
        """Return True for two different sides of the negotiation."""
        return None not in (holder, voice) and holder != voice and {holder, voice} <= set(self.cast.principals())

    def _is_expected(self, act: SpeechAct, holder: str | None, voice: str, *, direct: bool) -> bool:
        """Return True for what a speaker only expects: of a thing, or of another party."""
        if not act.rule.startswith("clause.will") or act.holder is None or act.act == "precondition":
            return False
        token = self.doc[act.holder]
        of_a_thing = token.dep_ == "nsubj" and holder == voice and not can_speak(token, self.cast)
        of_another = self._are_rivals(holder, voice) and token.pos_ == "PROPN"
        third = token.pos_ in ("NOUN", "PROPN") and holder != voice and act.act in ("promise", "offer", "reject")
        they = token.lower_ in ("they", "you", "he", "she") and act.act in ("promise", "offer")
        return of_a_thing or of_another or (direct and (third or they))

    def _is_prediction(self, act: SpeechAct, modality: str) -> bool:
        """Return True for what the author only expects of somebody: *will hardly agree*."""
        doubted = any(c.lower_ in ("hardly", "scarcely", "unlikely") for c in self.doc[act.head].children)
        if self.opinion and (act.rule.startswith("clause.will") or is_ability(self.doc[act.head])):
            return True
        return modality == "predicted" and (self.opinion or doubted)

    def _label(self) -> str | None:
        return self.cast.name_of_label(self.passage.label) if self.passage.label else None

    def _holder(self, act: SpeechAct, voice: str | None) -> str | None:
        if act.holder is None:
            own = self.opinion and act.rule.startswith(
                ("clause.must", "clause.imperative", "clause.wrong", "idiom.", "fragment.")
            )
            return AUTHOR if voice is None and own else voice
        if self.passage.label is not None and act.rule in ("clause.must", "clause.imperative") and act.holder == 0:
            return voice
        token = self.doc[act.holder]
        if voice is not None and act.rule.startswith("clause.") and not can_speak(token, self.cast):
            return voice
        if is_first(token) and voice is None:
            return self.cast.issuer or AUTHOR
        if act.rule.startswith("clause.will") and not can_speak(token, self.cast):
            return voice or (GROUP if self.joint else None)
        return self.cast.name_of(token, voice or self.cast.issuer)

    def _made(self, act: SpeechAct, holder: str | None, setting: Setting) -> DraftStatement:
        passage, text, above = self.passage, self.document.text, setting.above
        voice = setting.voices[-1].party if setting.voices else self._label() or self.cast.issuer
        report = above[0] if above else setting.own
        place = passage.place(*act.span)
        content = passage.place(*act.content) if act.content[0] < act.content[1] else place
        chain = self._chain(holder, voice, setting)
        expected = act.rule.startswith("author.")
        return DraftStatement(
            place=place, quote=place.of(text), act=act.act, holder=holder,
            speaker=chain[-1].who, author=self.document.facts.author,
            target=None if expected else target_of(self.doc, act, holder, voice, self.cast, hearers_of(self.doc, above)),
            content=content.of(text), polarity="negative" if act.negative else "positive", modality=setting.modality,
            condition=setting.condition, date=self._date(act, report), chain=chain, issues=(), rule=act.rule, tier=tier_of(act.rule),
            cue=passage.place(*report.cue) if report else None,
            source=passage.place(*report.source) if report and report.source else None,
            content_span=self._content_span(report, act.head) if report else None,
        )  # fmt: skip

    def _chain(self, holder: str | None, voice: str | None, setting: Setting) -> tuple[Reporter, ...]:
        """Return who reports whom: the author, whoever's turn it is, and those in the sentence."""
        chain = chain_of(self.doc, setting.above, setting.voices)
        own = setting.own
        if own is not None and own.source_head is not None and not setting.above and holder != AUTHOR:
            chain = (*chain, *chain_of(self.doc, [own], [voice_of(self.doc, own, self.cast, voice)])[1:])
        if self.passage.label is not None:
            chain = (chain[0], Reporter(self.passage.label, ":"), *chain[1:])
        return chain

    def _content_span(self, report: Attribution, head: int) -> Place:
        piece = next((p for p in report.contents if p[0] <= head < p[1]), report.contents[0])
        return self.passage.place(*piece)

    def _date(self, act: SpeechAct, report: Attribution | None) -> str | None:
        """Return the date of the sentence outside of the content; of the report where there is one."""
        if not self._dated or not self.doc.ents:
            return None
        sentence = self.doc[(report.cue[0] if report else act.head)].sent
        published = self.document.facts.published
        before, after = (sentence.start, act.content[0]), (act.content[1], sentence.end)
        own = date_of_deed(self.doc[act.head], act.content, published)
        return (
            own
            or date_near(self.doc, *before, published)
            or date_near(self.doc, *after, published)
            or self._inside_date(act, published)
        )

    def _inside_date(self, act: SpeechAct, published: str | None) -> str | None:
        return (
            date_near(self.doc, *act.content, published)
            if act.act in ("event", "withdraw", "accept", "assert")
            else None
        )

    def _of_report(self, report: Attribution) -> Iterator[DraftStatement]:
        """Yield the pieces of a report that no act stands in, unless the report is itself an act."""
        own = report.form != "free" and any(act.head == report.head for act in self.acts)
        if own or not self._is_told(report):
            return
        yield from self._as_told(report, self.acts, self.reports)

    def _as_told(
        self, report: Attribution, acts: Sequence[SpeechAct], reports: Sequence[Attribution]
    ) -> Iterator[DraftStatement]:
        """Yield what is told in a report where none of these acts and reports stands."""
        above = self._reports_above(report.head)
        voices = self._voices([*above, report])
        for act in told_acts(self.doc, report, acts, reports, self._side(voices[-1].party)):
            yield from self._reported(report, act, above, voices)

    def _side(self, party: str | None) -> Side:
        """Return what says whether a token names a party or the other side."""

        def side(token: Token) -> Literal["own", "rival", ""]:
            name = self.cast.name_of(token, party) if party is not None else None
            if name is None or name == party:
                return "own" if name is not None else ""
            return "rival" if {name, party} <= set(self.cast.principals()) else ""

        return side

    def _left_over(self, told: set[Place | None]) -> Iterator[DraftStatement]:
        """Yield what somebody says although the act in it has no holder: nothing that is said gets lost."""
        for report in self.reports:
            outermost = not any(other.reports(report) for other in self.reports)
            sourced = report.source_head is not None or report.way == "direct"
            if outermost and sourced and self._is_told(report) and not self._is_asked(report.head):
                for piece in report.contents:
                    whole = piece[1] - piece[0] > MIN_LEFT or len(report.contents) == 1
                    if whole and self.passage.place(*piece) not in told:
                        yield from self._as_told(replace(report, contents=(piece,)), (), ())

    def _is_told(self, report: Attribution) -> bool:
        """Return True for a report that somebody makes; not for one in a condition, in a demand, or by a thing."""
        head = self.doc[report.head]
        if is_hypothetical(head) or (report.form == "as" and head.dep_ in ("pcomp", "ccomp", "relcl")):
            return False
        if any(
            act.act in UNREAL and act.head != report.head and act.whole[0] <= report.head < act.whole[1]
            for act in self.acts
        ):
            return False
        start, end = report.contents[0]
        if report.form == "o" and (
            end - start < 2 or self.doc[start].pos_ == "PRON" or head.lemma_ in words("courtesies")
        ):
            return False
        if report.source_head is None:
            return report.way == "direct" or report.form not in ("as", "o", "t", "T")
        return can_speak(self.doc[report.source_head], self.cast)

    def _reported(
        self, report: Attribution, act: SpeechAct, above: list[Attribution], voices: list[Voice]
    ) -> Iterator[DraftStatement]:
        setting = Setting([*above, report], voices, None, "reported" if above else "asserted")
        for holder in self._each(act, voices[-1].party, None):
            self.cast.meet(holder)
            yield self._made(act, holder, setting)

    def _judgement(self, act: SpeechAct) -> DraftStatement:
        condition = condition_for(self.doc, act)
        modality = modality_of(self.doc, act, conditional=condition is not None, by_holder=False, depth=0)
        place = self.passage.place(*condition.tokens) if condition is not None else None
        return self._made(act, self._label() or self.cast.issuer or AUTHOR, Setting([], [], None, modality, place))
