from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from detente.case.advice import advise
from detente.sources import open_case, read_case
from detente.sources.drafts import Draft, open_book
from detente.sources.drafts.drafted import drafted, note_drafted
from detente.sources.drafts.filing import readable_case
from detente.sources.drafts.proposing import Proposal, as_text, draft_text, propose
from tests.sources.drafts.gold import accept, gold_case

PARTIES = {"trust": "Halvern Hospital Trust", "league": "Nursing League"}


def proposals_for(file: Path) -> tuple[Proposal, ...]:
    case = open_case(file).case
    assert case is not None
    return propose(case, open_book(file).review().accepted, drafted(file))


def write(file: Path) -> None:
    text, case = readable_case(file)
    file.write_text(draft_text(text, proposals_for(file)))
    note_drafted(file, (s.id for s in case.statements))


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = gold_case(tmp_path_factory.mktemp("hospital") / "case", "hospital-pay", PARTIES)
    accept(file)
    write(file)
    return file


@pytest.mark.parametrize("stem", ["hospital-pay", "mackerel", "tariff", "ceasefire"])
def test_a_case_that_is_only_begun_becomes_a_sound_one(tmp_path: Path, stem: str) -> None:
    file = gold_case(tmp_path / "case", stem)
    accept(file)
    write(file)
    case = read_case(file)
    assert len(case.principals) == 2
    assert [p for p in advise(case) if p.severity != "note"] == []
    assert all(issue.outcomes.keys() >= {"unchanged"} and len(issue.outcomes) > 1 for issue in case.issues.values())


def test_statements_about_one_thing_are_one_issue(hospital: Path) -> None:
    case = read_case(hospital)
    about = {s.quote: s.about[0].split(".")[0] for s in case.statements if s.about and s.quote}
    crowns = {about[q] for q in about if "crowns" in q and "600" not in q}
    obligations = {about[q] for q in about if "peace obligation" in q}
    letters = {about[q] for q in about if "letters" in q}
    assert [len(found) for found in (crowns, obligations, letters)] == [1, 1, 1]
    assert len(crowns | obligations | letters) == 3


def test_two_figures_for_one_thing_are_two_outcomes(hospital: Path) -> None:
    labels = {o.label for issue in read_case(hospital).issues.values() for o in issue.outcomes.values()}
    assert {"9 per cent over twelve months", "A supplement of 14 crowns for every night worked"} <= labels
    assert {"A peace obligation until the end of 2025", "A peace obligation into September 2025"} <= labels


def test_who_asks_and_who_gives_is_left_out_of_a_label(hospital: Path) -> None:
    labels = [o.label for issue in read_case(hospital).issues.values() for o in issue.outcomes.values()]
    assert not [label for label in labels if label.startswith(("The Nursing League", "Mr Rask", "She ", "We "))]


def test_an_answer_that_says_nothing_by_itself_goes_with_what_it_answers(hospital: Path) -> None:
    case = read_case(hospital)
    arbitration = [s for s in case.statements if s.quote and "entertain" in s.quote]
    assert [t for s in arbitration for t in s.about] == ["arbitration.both_parties_to_submit"]


def test_a_voice_that_tells_a_partys_positions_speaks_for_it(hospital: Path) -> None:
    voices = read_case(hospital).voices
    assert {voices[v].of for v in ("mr_rask", "edmund_rask", "ms_okonjo")} == {"trust"}
    assert {voices[v].of for v in ("tove_marling", "ms_ferreira")} == {"league"}


def test_what_is_given_under_a_condition_is_a_link(hospital: Path) -> None:
    (link,) = [k for k in read_case(hospital).links if k.unless and "handover" in k.unless]
    assert link.because
    assert "per_cent" in (link.not_ or "")


def test_everything_rests_on_statements_and_no_number_is_written(hospital: Path) -> None:
    case = read_case(hospital)
    for party in case.parties.values():
        assert party.power is None
        assert party.no_deal is None
        for stance in party.stances.values():
            assert stance.because
            assert stance.salience is None
            assert stance.values is None
            assert stance.position is None


def test_what_others_give_is_better_than_nothing_and_what_they_ask_is_worse(hospital: Path) -> None:
    stances = {party: read_case(hospital).parties[party].stances["night_supplement"].ranking for party in PARTIES}
    trust, league = ({o: n for n, tier in enumerate(r or ()) for o in tier} for r in stances.values())
    asked, given = "supplement_of_14_crowns", "night_supplement_of_8_crowns"
    assert league[asked] < league[given] < league["unchanged"]
    assert trust[given] < trust["unchanged"] < trust[asked]


def test_remarks_of_the_file_stay_and_each_proposal_has_one(hospital: Path) -> None:
    text = hospital.read_text()
    assert "# a remark" in text
    assert text.count("# Proposed issue") == len(read_case(hospital).issues)


def test_a_second_draft_proposes_nothing_new(hospital: Path) -> None:
    text = hospital.read_text()
    assert [p for p in proposals_for(hospital) if p.kind != "left aside"] == []
    write(hospital)
    assert hospital.read_text() == text


def test_a_second_draft_adds_and_leaves_what_a_person_changed(tmp_path: Path) -> None:
    file = gold_case(tmp_path / "case", "hospital-pay", PARTIES)
    early = [d for d in open_book(file).drafts if "agency" in str((open_book(file).facts(d.document) or {})["name"])]
    accept(file, early)
    write(file)
    changed = file.read_text().replace("label: Nothing is agreed on this", "label: As it was before the strike", 1)
    changed = _without_issue(changed, "ballot")
    file.write_text(changed)
    before = yaml.safe_load(changed)
    accept(file)
    write(file)
    after = yaml.safe_load(file.read_text())
    assert "ballot" not in after["issues"]
    assert len(after["issues"]) > len(before["issues"])
    for key, issue in before["issues"].items():
        assert after["issues"][key]["question"] == issue["question"]
        assert after["issues"][key]["outcomes"].items() >= issue["outcomes"].items()
    # Two demands of one party, of which one came later, stand one behind the other until a person ties them.
    assert {p.rule for p in advise(read_case(file)) if p.severity == "warning"} <= {"contradiction"}


def _without_issue(text: str, issue: str) -> str:
    """Take an issue out as a person does: it, the stances on it, and what statements say that they are about it."""
    data = yaml.safe_load(text)
    del data["issues"][issue]
    for party in data["parties"].values():
        party.get("stances", {}).pop(issue, None)
    for statement in data["statements"]:
        if any(a.startswith(issue) for a in statement.get("about", ())):
            del statement["about"]
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def test_an_issue_with_numbers_gets_no_outcome_without_one(tmp_path: Path) -> None:
    file = gold_case(tmp_path / "case", "hospital-pay", PARTIES)
    valued = {"question": "How high is the night supplement?", "outcomes": {"none": {"label": "None"}}}
    data = yaml.safe_load(file.read_text()) | {"issues": {"supplement": valued}}
    data["parties"]["trust"]["stances"] = {"supplement": {"values": {"none": 100}, "judged_by": "me", "why": "cheap"}}
    file.write_text(yaml.safe_dump(data))
    accept(file)
    left = [p for p in proposals_for(file) if p.kind == "left aside" and p.path == "issues.supplement"]
    assert any("14 crowns" in p.value for p in left)
    write(file)
    assert list(read_case(file).issues["supplement"].outcomes) == ["none"]


def refusals(folder: Path, *texts: tuple[str, str]) -> Path:
    """Make a case in which Ecuador does each act with its words in a document of its own."""
    from detente.sources.drafts import DraftBook, save_book

    (folder / "documents").mkdir(parents=True)
    file = folder / "case.yaml"
    file.write_text(
        "format: 1\ncase: hill\ntitle: H\nparties:\n  peru: {name: Peru, kind: principal}\n"
        "  ecuador: {name: Ecuador, kind: principal}\n"
    )
    from detente.sources.documents import read_document

    documents, drafts = [], []
    for number, (act, words) in enumerate(texts):
        path = folder / "documents" / f"{number}.txt"
        path.write_text(words)
        digest = read_document(path).digest
        documents.append({
            "name": path.name, "path": f"documents/{number}.txt", "digest": digest, "title": None,
            "coverage": {"sentences": 1, "with_statement": 1, "silent": []},
        })  # fmt: skip
        holder = "Peru" if act == "demand" else "Ecuador"
        said = {
            "start": 0, "end": len(words), "quote": words, "act": act, "holder": holder, "speaker": holder, "author": None,
            "target": None, "content": words, "polarity": "positive", "modality": "asserted", "condition": None, "date": None,
            "chain": [{"who": "author", "cue": None}, {"who": holder, "cue": None}], "issues": [], "rule": "r", "tier": "A",
        }  # fmt: skip
        drafts.append(Draft(f"d{number}", digest, said))
    save_book(DraftBook(folder / "drafts.json", tuple(documents), tuple(drafts)))
    accept(file)
    return file


ASKED = ("demand", "Peru demanded the demolition of the northern fort.")
REFUSED = ("reject", "Ecuador rejected the demolition of the northern fort.")
AGAIN = ("reject", "Ecuador ruled out the demolition of the northern fort again.")


def red_lines(file: Path) -> list[Proposal]:
    return [p for p in proposals_for(file) if p.kind == "red line"]


def test_repeated_refusals_of_one_thing_are_a_red_line(tmp_path: Path) -> None:
    (line,) = red_lines(refusals(tmp_path / "a", ASKED, REFUSED, AGAIN))
    assert line.path.startswith("parties.ecuador.stances.")
    assert len(line.because) == 2
    assert line.value["red_line"] == ["demolition_of_the_northern"]
    assert "in several documents" in line.why


def test_one_refusal_is_no_red_line(tmp_path: Path) -> None:
    assert red_lines(refusals(tmp_path / "a", ASKED, REFUSED)) == []


def test_what_a_party_gives_it_does_not_refuse_for_ever(tmp_path: Path) -> None:
    given = ("accept", "Ecuador accepted the demolition of the northern fort.")
    assert red_lines(refusals(tmp_path / "a", ASKED, REFUSED, AGAIN, given)) == []


def test_refusals_of_different_things_are_no_red_line(tmp_path: Path) -> None:
    other = ("reject", "Ecuador rejected foreign inspectors at the harbour.")
    assert red_lines(refusals(tmp_path / "a", ASKED, REFUSED, other)) == []


def test_a_text_of_proposals_is_what_would_stand_in_the_case(tmp_path: Path) -> None:
    file = gold_case(tmp_path / "case", "tariff", {"belmora": "Belmora", "tarnland": "Tarnland"})
    accept(file)
    found = yaml.safe_load(as_text(proposals_for(file)))
    assert set(found) == {"parties", "issues", "statements", "voices"}


def test_without_the_parser_there_is_still_a_sound_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.sources.drafts.proposing import labels, terms

    monkeypatch.setattr(labels, "has_model", lambda: False)
    monkeypatch.setattr(terms, "has_model", lambda: False)
    file = gold_case(tmp_path / "case", "mackerel")
    accept(file)
    write(file)
    assert read_case(file).issues
