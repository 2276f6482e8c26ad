"""The method and the workers of ``detente deals``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from detente.case import make_case
from detente.case.files import dump_case
from tests.conftest import Run
from tests.deals.small import small_case


@pytest.fixture
def wide(tmp_path: Path) -> str:
    """Return the path of a case with 4^12 packages and uncertain values."""
    rng = np.random.default_rng(2)
    stances = {
        party: {f"i{j}": {"values": {o: sorted(rng.integers(0, 101, 2).tolist()) for o in "mnop"}} for j in range(12)}
        for party in "ab"
    }
    path = tmp_path / "wide.yaml"
    path.write_text(dump_case(make_case(small_case(stances, no_deal={"a": 50, "b": 50}))), encoding="utf-8")
    return str(path)


def test_exact_methods_can_be_asked_for(run: Run) -> None:
    shown = run("deals", "camp-david-1978", "--method", "exact", "--json")

    whole = json.loads(run("deals", "camp-david-1978", "--json").out)
    found = json.loads(shown.out)
    assert found["packages"] == whole["packages"]
    assert found["method"] != whole["method"]


def test_enumeration_of_too_many_packages_is_refused(run: Run, wide: str) -> None:
    shown = run("deals", wide, "--method", "enumeration")

    assert shown.code == 2
    assert "16,777,216 packages" in shown.err
    assert not shown.out


def test_unknown_method_is_refused(run: Run) -> None:
    shown = run("deals", "camp-david-1978", "--method", "magic")

    assert shown.code == 2
    assert "one of: auto, enumeration, exact" in shown.err


def test_any_number_of_workers_prints_the_same(run: Run, wide: str) -> None:
    one, two = (run("deals", wide, "--draws", "4", "--seed", "1", "--workers", n, "--json") for n in "12")

    assert one.out == two.out
    assert json.loads(one.out)["draws"]["draws"] == 4
