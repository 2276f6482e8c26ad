"""A result carries how it was found, and shows itself in names."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given

from detente.case import make_case
from detente.deals import find_deals
from detente.deals.result import STEPS
from detente.version import __version__
from tests.deals.small import Data, deals_of, small_case
from tests.strategies import FEWER, cases


def test_result_names_its_case_method_and_version() -> None:
    case = make_case(small_case({"a": {"x": {"m": 1}}}))

    result = find_deals(case)

    assert (result.case_digest, result.version) == (case.digest, __version__)
    assert result.method == "enumeration of all packages"
    assert result.parameters == {"decimals": 9}
    assert result.seed is None


def test_result_is_frozen() -> None:
    result = deals_of(small_case({"a": {"x": {"m": 1}}}))

    with pytest.raises(FrozenInstanceError):
        result.reason = "another"  # type: ignore[misc]


def test_frame_has_a_row_a_package_with_its_outcomes_and_values() -> None:
    result = deals_of(small_case({"a": {"x": {"m": 60, "n": 0}}, "b": {"x": {"m": 0, "n": 60}}}))

    frame = result.to_frame()

    assert list(frame.columns) == ["x", "value_a", "value_b"]
    assert frame.to_numpy().tolist() == [["m", 60.0, 0.0], ["n", 0.0, 60.0]]


def test_frame_of_nothing_is_empty() -> None:
    result = deals_of(small_case({"a": {"x": {"m": 60}}}, links=[{"forbid": "x.m"}]))

    assert result.to_frame().empty


def test_summary_tells_what_blocks_and_what_opens() -> None:
    data = small_case({"a": {"x": {"values": {"m": 60, "n": 0}, "red_line": ["m", "n"]}}})

    lines = deals_of(data).summary().splitlines()

    assert lines[0] == "packages: all 2, linked 2, within_red_lines 0, above_bottom_lines 0, acceptable 0"
    assert "no deal: no package meets every signer's constraints" in lines
    assert "blocked by: a's red line on x.m + a's red line on x.n" in lines
    assert "opened by relaxing: a's red line on x.m (a 60.0)" in lines


@FEWER
@given(cases())
def test_every_result_can_be_shown(data: Data) -> None:
    result = deals_of(data)

    assert result.summary()
    assert len(result.to_frame()) == len(result.frontier)
    assert tuple(result.packages) == STEPS
    assert list(result.packages.values()) == sorted(result.packages.values(), reverse=True)


def test_html_of_a_result_escapes_names() -> None:
    result = deals_of(small_case({"a": {"x": {"values": {"m": 1}, "red_line": ["m"]}}}))

    html = result._repr_html_()

    assert html.startswith("<pre>")
    assert "a&#x27;s red line on x.m" in html


def test_losses_say_what_each_opening_costs_whom() -> None:
    stances = {"a": {"x": {"m": 60, "n": 0}}, "b": {"x": {"m": 0, "n": 60}}}
    result = find_deals(make_case(small_case(stances, no_deal={"a": 50, "b": 50})))

    losses = result.losses()

    assert [sorted(row.dropna().items()) for _, row in losses.iterrows()] == [
        [(m.party, m.loss) for m in opening.movers] for opening in result.openings
    ]
    assert list(losses.index) == ["a's no deal", "b's no deal"]
