"""Cases go out to other tools and come back, and what they cannot hold is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.deals.from_case import deal_space
from detente.deals.named import package_table
from detente.interchange import case_of_scenario, read_scenario
from detente.interchange.scale import scaled
from detente.interchange.scenario_from_case import scenario_of
from detente.sources import read_case
from tests.cli.test_beyond import CASE
from tests.conftest import Run


@pytest.mark.parametrize(
    ("form", "name"), [("genius", "out"), ("negmas", "out"), ("csv", "out.csv"), ("xlsx", "out.xlsx")]
)
def test_what_goes_out_comes_back_with_the_same_differences(run: Run, tmp_path: Path, form: str, name: str) -> None:
    """Values may be rescaled, so differences of packages are compared with the principals' own, through the map."""
    shown = run("export", "camp-david-1978", "--to", form, "-o", name)

    assert shown.code == 0
    assert shown.out.strip() == name
    assert "left out" in shown.err
    before, after = scenario_of(read_case("camp-david-1978")), read_scenario(tmp_path / name)
    assert len(after.parties) == len(before.parties)
    rng = np.random.default_rng(1)
    space, found = deal_space(case_of_scenario(after)), scaled(after)
    for _ in range(20):
        package = np.array([[rng.integers(len(names)) for names in before.outcomes]])
        mine = np.sum([table[:, o] for table, o in zip(before.worths, package[0], strict=True)], axis=0)
        theirs = np.array([
            found.in_file(p, float(v)) for p, v in enumerate(package_table(space, package)[0])
        ])  # fmt: skip
        factor = 100 if form == "genius" else 1
        assert factor * (theirs[0] - theirs[1]) == pytest.approx(mine[0] - mine[1], abs=1e-6)


def test_terms_that_other_tools_do_not_know_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE)

    shown = run("export", "case.yaml", "--to", "csv", "-o", "out.csv")

    assert shown.code == 0
    for what in ("who must sign", "can pay each other", "what contingent outcomes hang on"):
        assert what in shown.err
    scenario = read_scenario(tmp_path / "out.csv")
    assert scenario.worths[0][0].tolist() == pytest.approx([100, 0, 90])


def test_scenario_of_one_tool_becomes_that_of_another_on_its_own_scale(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("issue,outcome,A,B\nfee,low,3,0\n,high,0,700\n")

    assert run("export", "in.csv", "--to", "negmas", "-o", "out").code == 0

    assert read_scenario(tmp_path / "out").values[0].tolist() == [[3, 0], [0, 700]]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--to", "word", "-o", "x"), "no form 'word'"),
        (("--to", "csv", "-o", "x.xlsx"), "does not end in .csv"),
        (("--to", "csv", "-o", "taken.csv"), "is there already"),
        (("--to", "genius", "-o", "full"), "has files in it already"),
        (("--to", "csv", "-o", "x.csv", "--for", "nobody"), "no party 'nobody'"),
    ],
)
def test_wrong_words_are_refused_and_nothing_is_written(
    run: Run, tmp_path: Path, words: tuple[str, ...], what: str
) -> None:
    (tmp_path / "taken.csv").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")

    shown = run("export", "camp-david-1978", *words)

    assert shown.code == 2
    assert what in shown.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["full", "taken.csv"]
    assert (tmp_path / "taken.csv").read_text() == "mine"
