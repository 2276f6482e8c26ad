"""The commands as a person uses them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from detente.case import load_case
from detente.case.files import dump_case
from detente.examples import example_names, example_path
from detente.sources import read_case
from tests.conftest import Run

VERBS = (
    "new",
    "read",
    "review",
    "draft",
    "check",
    "analyze",
    "deals",
    "whatif",
    "matrix",
    "brief",
    "examples",
    "demo",
    "schema",
)


def test_help_shows_the_verbs_in_the_order_of_the_work(run: Run) -> None:
    shown = run("--help")

    places = [shown.out.index(f"\n  {verb} ") for verb in VERBS]

    assert places == sorted(places)
    assert shown.code == 0


def test_the_demo_ends_with_the_findings_and_the_path_of_the_brief(run: Run, tmp_path: Path) -> None:
    shown = run("demo")

    last = shown.out.rstrip("\n").split("\n")[-1]

    assert shown.code == 0
    assert Path(last) == tmp_path / "istanbul-2022-brief.html"
    assert Path(last).read_text().startswith("<!DOCTYPE html>")
    assert "Given these inputs no deal is possible" in shown.out


def test_examples_lists_every_bundled_case(run: Run) -> None:
    shown = run("examples", "--json")

    assert tuple(e["case"] for e in json.loads(shown.out)) == example_names()
    assert all(name in run("examples").out for name in example_names())


def test_deals_as_json_has_the_documented_keys(run: Run) -> None:
    result = json.loads(run("deals", "istanbul-2022", "--json").out)

    assert {"packages", "blockers", "openings", "frontier", "fair", "trades", "draws", "method", "case_digest"} <= set(
        result
    )
    assert {"kind", "party", "issue"} <= set(result["blockers"][0][0])
    assert {"relax", "package", "values"} <= set(result["openings"][0])
    assert result["draws"] is None


def test_draws_with_one_seed_give_identical_bytes(run: Run) -> None:
    first = run("deals", "istanbul-2022", "--draws", "40", "--seed", "1", "--json")
    second = run("deals", "istanbul-2022", "--draws", "40", "--seed", "1", "--json")

    assert first.out == second.out
    assert json.loads(first.out)["draws"]["draws"] == 40
    assert first.out != run("deals", "istanbul-2022", "--draws", "40", "--seed", "2", "--json").out


def test_deals_in_words_names_blockers_openings_and_draws(run: Run) -> None:
    no_deal = run("deals", "istanbul-2022", "--draws", "5").out
    deal = run("deals", "colorado-river-2023").out

    assert "together leave no package" in no_deal
    assert "can be signed" in no_deal
    assert "5 draws with a deal (seed 0)" in no_deal
    assert "Fair packages" in deal


def test_analyze_as_json_carries_findings_and_quotations(run: Run) -> None:
    result = json.loads(run("analyze", "camp-david-1978", "--draws", "5", "--json").out)

    assert result["findings"][0]["kind"] == "verdict"
    assert all(q["words"] and q["place"] for q in result["quotations"])


def test_analyze_in_words_prints_every_finding(run: Run) -> None:
    shown = run("analyze", "camp-david-1978", "--draws", "5").out

    assert all(word in shown for word in ("1. Given these inputs", "do:", "watch:", "ask next:", "rests on:"))


def test_following_one_analyst_is_possible(run: Run) -> None:
    result = json.loads(run("deals", "istanbul-2022", "--analyst", "analyst B", "--json").out)

    assert result["parameters"]["analyst"] == "analyst B"


def test_an_unknown_analyst_is_refused(run: Run) -> None:
    refused = run("deals", "istanbul-2022", "--analyst", "analyst b")

    assert refused.code == 2
    assert "did you mean 'analyst B'?" in refused.err


def test_whatif_shows_before_and_after_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    shown = run("whatif", "istanbul-2022", "--set", "parties.hardliners.can_refuse=false")

    assert shown.code == 0
    assert "before" in shown.out
    assert "No longer blocks:" in shown.out
    assert list(tmp_path.iterdir()) == []


def test_whatif_as_json_has_both_results(run: Run) -> None:
    result = json.loads(run("whatif", "istanbul-2022", "--set", "parties.hardliners.can_refuse=false", "--json").out)

    assert result["before"]["has_deal"] is False
    assert len(result["after"]["blockers"]) < len(result["before"]["blockers"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("parties.russia", "is no change"),
        ("parties.rusia.no_deal=3", "did you mean 'russia'?"),
        ("parties.russia.no_deal=[9, 3]", "above high"),
        ("parties.russia.no_deal={", "not YAML"),
        ("parties.russia.no_deal=", "empty"),
    ],
)
def test_a_wrong_whatif_is_refused_in_words(run: Run, change: str, said: str) -> None:
    refused = run("whatif", "istanbul-2022", "--set", change)

    assert refused.code == 2
    assert said in refused.err
    assert refused.out == ""


def test_brief_writes_one_file_and_prints_its_path(run: Run, tmp_path: Path) -> None:
    shown = run("brief", "camp-david-1978", "--draws", "5", "-o", "b.html")

    assert shown.out == "b.html\n"
    assert [p.name for p in tmp_path.iterdir()] == ["b.html"]


def test_brief_names_its_file_after_the_case(run: Run) -> None:
    assert run("brief", "camp-david-1978", "--draws", "0").out == "camp-david-1978-brief.html\n"


def test_a_brief_that_cannot_be_written_leaves_nothing(run: Run, tmp_path: Path) -> None:
    refused = run("brief", "camp-david-1978", "--draws", "0", "-o", "no/such/folder/b.html")

    assert refused.code == 2
    assert "cannot be written" in refused.err
    assert list(tmp_path.iterdir()) == []


def test_check_accepts_every_bundled_case(run: Run) -> None:
    assert [run("check", name).code for name in example_names()] == [0] * len(example_names())


def test_check_tells_what_each_analysis_lacks(run: Run) -> None:
    run("new", "here")

    shown = run("check", "here")

    assert shown.code == 0
    assert "deals:        can run" in shown.out
    assert "stability:    lacks options" in shown.out
    assert "ranking is assumed" in shown.out


def test_check_as_json_lists_problems_with_places(run: Run) -> None:
    Path("case.yaml").write_text("format: 1\ncase: x\ntitle: T\nparties: {}\nissues: {}\n")

    shown = run("check", "case.yaml", "--json")

    assert shown.code == 2
    assert {p["rule"] for p in json.loads(shown.out)["problems"]} == {"no-principal", "no-question"}
    assert all(p["line"] and p["remedy"] for p in json.loads(shown.out)["problems"])


def test_a_contradiction_is_a_warning_with_exit_code_1(run: Run) -> None:
    run("new", "here")
    case = Path("here/case.yaml")
    case.write_text(
        case.read_text()
        .replace("{two: 100, three: 60, four: 0}", "{two: 60, three: 70, four: 100}")
        .replace("salience: 70, red_line: [four]", "salience: 70")
    )

    shown = run("check", "here")

    assert shown.code == 1
    assert "company is quoted (s3) to reject four, but is coded to like it best" in shown.out


def test_check_reports_a_brief_of_an_older_state(run: Run) -> None:
    run("new", "here")
    run("brief", "here", "-o", "here/brief.html", "--draws", "0")
    case = Path("here/case.yaml")
    case.write_text(case.read_text().replace("as_of: 2026-05-04", "as_of: 2026-05-05"))

    shown = run("check", "here")

    assert shown.code == 1
    assert "brief.html was made from another state of the case" in shown.out


def test_check_reports_a_document_that_changed(run: Run) -> None:
    run("new", "here")
    with Path("here/documents/minutes.md").open("a") as stream:
        stream.write("\nA line that came later.\n")

    shown = run("check", "here")

    assert shown.code == 1
    assert "the document 'minutes' changed since its digest was noted" in shown.out


def test_new_never_overwrites(run: Run) -> None:
    run("new", "here")
    before = Path("here/case.yaml").read_text()

    refused = run("new", "here")

    assert refused.code == 2
    assert "is there already" in refused.err
    assert Path("here/case.yaml").read_text() == before


def test_the_matrix_goes_out_and_comes_back(run: Run) -> None:
    run("new", "here")

    out = run("matrix", "here", "--xlsx", "m.xlsx")
    back = run("matrix", "here", "--read", "m.xlsx", "-o", "back.yaml")

    assert (out.code, back.code) == (0, 0)
    assert load_case(Path("back.yaml").read_text()) == load_case(Path("here/case.yaml").read_text())


@pytest.mark.parametrize("words", [(), ("--xlsx", "a.xlsx", "--read", "b.xlsx"), ("--read", "m.xlsx")])
def test_a_matrix_command_that_says_too_little_is_refused(run: Run, words: tuple[str, ...]) -> None:
    run("new", "here")

    assert run("matrix", "here", *words).code == 2


@pytest.mark.parametrize("name", example_names())
def test_the_schema_accepts_every_bundled_case(run: Run, name: str) -> None:
    schema = json.loads(run("schema").out)
    path = example_path(name)
    assert path is not None

    as_written = json.loads(json.dumps(yaml.safe_load(path.read_text()), default=str))

    jsonschema.validate(as_written, schema)
    jsonschema.validate(yaml.safe_load(dump_case(read_case(name))), schema)


def test_the_schema_refuses_what_the_reader_refuses(run: Run) -> None:
    schema = json.loads(run("schema").out)
    path = example_path("istanbul-2022")
    assert path is not None
    case = json.loads(json.dumps(yaml.safe_load(path.read_text()), default=str))

    case["parties"]["russia"]["no_deal"] = "much"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(case, schema)


def test_a_control_character_in_a_label_is_refused_and_never_printed(run: Run) -> None:
    run("new", "here")
    case = Path("here/case.yaml")
    case.write_text(case.read_text().replace("name: Crane drivers", 'name: "Crane\\e[31m drivers"'))

    refused = run("brief", "here")

    assert refused.code == 2
    assert "the invisible character U+001B stands in it" in refused.err
    assert "\x1b" not in refused.err


def test_following_one_analyst_holds_for_the_draws_too(run: Run) -> None:
    shares = [
        json.loads(run("deals", "here", "--analyst", name, "--draws", "20", "--json").out)["draws"]["share_with_deal"]
        for name in ("anna", "ben")
        if run("new", "here").code in (0, 2) and _judged_twice(Path("here/case.yaml"))
    ]

    assert shares == [1.0, 0.0]


def _judged_twice(case: Path) -> bool:
    twice = "no_deal: {judgements: [{by: anna, value: 30, why: x}, {by: ben, value: 99, why: y}]}"
    text = re.sub(r"no_deal: \{low: 25.*\}", twice, case.read_text())
    case.write_text(text)
    return twice in text


@pytest.mark.parametrize("ending", ["b.txt", "case.yaml", "b"])
def test_a_brief_never_overwrites_a_file_of_another_kind(run: Run, ending: str) -> None:
    run("new", "here")
    before = Path("here/case.yaml").read_text()

    refused = run("brief", "here", "--draws", "0", "-o", f"here/{ending}")

    assert refused.code == 2
    assert "does not end in .html or .htm" in refused.err
    assert Path("here/case.yaml").read_text() == before


def test_what_is_confidential_in_a_public_case_is_a_warning(run: Run) -> None:
    run("new", "here")
    case = Path("here/case.yaml")
    text = case.read_text().replace("marking: internal", "marking: public")
    case.write_text(text.replace("no_deal: {value: [30, 45],", "no_deal: {value: [30, 45], confidential: true,"))

    shown = run("check", "here")

    assert shown.code == 1
    assert "marked public and has what is confidential to union" in shown.out


def test_deals_for_one_party_know_nothing_confidential_of_the_other(run: Run) -> None:
    run("new", "here")
    case = Path("here/case.yaml")
    case.write_text(case.read_text().replace("no_deal: {value: [30, 45],", "no_deal: {value: 99, confidential: true,"))

    assert json.loads(run("deals", "here", "--json").out)["has_deal"] is False
    assert json.loads(run("deals", "here", "--json", "--for", "company").out)["has_deal"] is True


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").out == "0.1.0\n"


def test_the_module_runs_as_a_program_and_a_pipe_that_closes_is_no_fault(tmp_path: Path) -> None:
    command = f"{sys.executable} -m detente deals istanbul-2022 --json | head -n 1"

    ended = subprocess.run(
        command, shell=True, capture_output=True, text=True, cwd=tmp_path, env=os.environ, check=False
    )

    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr
