"""Numbers that somebody stands behind: their forms, points, marks, and what is wrong with the wrong ones."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from pydantic import BaseModel, ValidationError

from detente.case import Amount, Quantity
from detente.case.quantity import Points, Score, Weight

from .strategies import amounts, quantities


class _Scales(BaseModel):
    score: Score | None = None
    points: Points | None = None
    weight: Weight | None = None


def _message(model: type[BaseModel], value: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(value)
    return "\n".join(e["msg"] for e in caught.value.errors())


@pytest.mark.parametrize(
    ("value", "low", "likely", "high", "point"),
    [
        pytest.param(35, 35, 35, 35, 35, id="a number"),
        pytest.param(0.5, 0.5, 0.5, 0.5, 0.5, id="a fraction"),
        pytest.param([20, 60], 20, None, 60, 40, id="a range"),
        pytest.param([20, 20], 20, None, 20, 20, id="a range of no width"),
        pytest.param({"low": 20, "likely": 35, "high": 80}, 20, 35, 80, 35, id="low, likely, high"),
        pytest.param({"low": 20, "likely": 20, "high": 80}, 20, 20, 80, 20, id="likely at its low end"),
    ],
)
def test_an_amount_has_three_forms(value: Any, low: float, likely: float | None, high: float, point: float) -> None:
    """Each form gives its ends and its point."""
    amount = Quantity.model_validate(value).value

    assert amount is not None
    assert (low, likely, high, point) == (amount.low, amount.likely, amount.high, amount.point)


@pytest.mark.parametrize(
    ("value", "is_exact"),
    [(5, True), ([5, 5], True), ([5, 6], False), ({"low": 1, "likely": 1, "high": 2}, False)],
)
def test_an_amount_knows_whether_it_is_exact(value: Any, is_exact: bool) -> None:  # noqa: FBT001
    """Only an amount of no width is exact."""
    assert is_exact == Amount.model_validate(value).is_exact


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("35", "a quantity is a number", id="text"),
        pytest.param(True, "a quantity is a number", id="true"),
        pytest.param([20], "a quantity is a number", id="one in a list"),
        pytest.param([20, 30, 40], "a quantity is a number", id="three in a list"),
        pytest.param([], "a quantity is a number", id="an empty list"),
        pytest.param({"low": 20, "high": 30}, "a quantity is a number", id="low and high alone"),
        pytest.param({"low": 1, "likely": 2, "high": 3, "mean": 2}, "Extra inputs", id="a fourth number"),
        pytest.param({"low": 1, "likely": 2, "high": 3, "value": 2}, "Extra inputs", id="a value and three numbers"),
        pytest.param({"low": 1, "high": 3, "because": ["s1"]}, "a quantity is a number", id="two numbers, quoted"),
        pytest.param(["20", 30], "valid number", id="text in a range"),
        pytest.param([None, 30], "valid number", id="nothing in a range"),
        pytest.param([False, 30], "valid number", id="false in a range"),
        pytest.param([30, 20], "low 30.0 is above high 20.0", id="low above high"),
        pytest.param({"low": 20, "likely": 10, "high": 30}, "likely 10.0 is outside", id="likely below low"),
        pytest.param({"low": 20, "likely": 40, "high": 30}, "likely 40.0 is outside", id="likely above high"),
        pytest.param(float("nan"), "finite number", id="NaN"),
        pytest.param([0, float("inf")], "finite number", id="infinity"),
        pytest.param({"low": 0, "likely": float("-inf"), "high": 1}, "finite number", id="minus infinity"),
        pytest.param({}, "either a value or judgements", id="nothing"),
        pytest.param({"because": ["s1"]}, "either a value or judgements", id="no value"),
        pytest.param({"value": 1, "judgements": [{"by": "A", "value": 1, "why": "W"}]}, "either a value", id="both"),
        pytest.param({"value": 1, "judged_by": "A"}, "judged_by is given but why is not", id="no reason"),
        pytest.param({"value": 1, "why": "W"}, "why is given but judged_by is not", id="a reason of nobody"),
        pytest.param(
            {"judgements": [{"by": "A", "value": 1, "why": "W"}, {"by": "A", "value": 2, "why": "V"}]},
            "one analyst judges twice", id="an analyst twice",
        ),
        pytest.param({"judgements": [{"by": "A", "value": 1}]}, "Field required", id="a judgement without why"),
        pytest.param({"value": 1, "sure": True}, "Extra inputs", id="an unknown key"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_refused_with_what_is_wrong(value: Any, message: str) -> None:
    """The message names the fault."""
    assert message in _message(Quantity, value)


@pytest.mark.parametrize(
    ("scale", "value", "limits"),
    [
        ("score", 101, "0–100"),
        ("score", [-1, 50], "0–100"),
        ("score", {"judgements": [{"by": "A", "value": [50, 101], "why": "W"}]}, "0–100"),
        ("points", -101, "-100–100"),
        ("weight", -0.001, "0–"),
    ],
)
def test_a_number_off_its_scale_is_refused(scale: str, value: Any, limits: str) -> None:
    """The message names the ends of the scale."""
    message = _message(_Scales, {scale: value})

    assert "is outside" in message
    assert limits in message


@pytest.mark.parametrize(("scale", "value"), [("score", [0, 100]), ("points", [-100, 100]), ("weight", [0, 1e9])])
def test_the_ends_of_a_scale_belong_to_it(scale: str, value: Any) -> None:
    """A scale is closed."""
    assert getattr(_Scales.model_validate({scale: value}), scale) is not None


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        pytest.param(5, "assumed", id="a bare number"),
        pytest.param({"value": 5}, "assumed", id="nothing behind it"),
        pytest.param({"value": 5, "judged_by": "A", "why": "W"}, "judged", id="judged"),
        pytest.param({"value": 5, "because": ["s1"]}, "quoted", id="quoted"),
        pytest.param({"low": 1, "likely": 2, "high": 3, "because": ["s1"]}, "quoted", id="three numbers, quoted"),
        pytest.param({"value": 5, "because": ["s1"], "judged_by": "A", "why": "W"}, "quoted", id="quoted and judged"),
        pytest.param({"judgements": [{"by": "A", "value": 5, "why": "W"}]}, "judged", id="judgements"),
        pytest.param(
            {"judgements": [{"by": "A", "value": 5, "why": "W"}], "because": ["s1"]}, "quoted", id="judgements, quoted"
        ),
    ],
)
def test_a_mark_says_how_a_number_is_known(value: Any, mark: str) -> None:
    """Quoted comes before judged, judged before assumed."""
    assert mark == Quantity.model_validate(value).mark


def test_several_judgements_give_the_mean_of_their_points() -> None:
    """Each analyst counts once, whatever the width of the range."""
    quantity = Quantity.model_validate(
        {
            "judgements": [
                {"by": "A", "value": [40, 60], "why": "W"},
                {"by": "B", "value": {"low": 0, "likely": 10, "high": 90}, "why": "V"},
            ]
        }
    )

    assert quantity.point == 30
    assert not quantity.is_exact
    assert [a.point for a in quantity.amounts] == [50, 10]


def test_each_judgement_can_be_followed_on_its_own() -> None:
    """An analyst's amount is found by name; somebody else has none."""
    quantity = Quantity.model_validate({"judgements": [{"by": "A", "value": [40, 60], "why": "W"}]})

    assert quantity.judged_as("A") == Amount.model_validate([40, 60])
    assert quantity.judged_as("B") is None


def test_exact_judgements_that_differ_are_not_exact() -> None:
    """Disagreement is uncertainty."""
    judgements = [{"by": name, "value": value, "why": "W"} for name, value in (("A", 1), ("B", 2))]

    assert not Quantity.model_validate({"judgements": judgements}).is_exact


@pytest.mark.parametrize(
    ("value", "shown"),
    [(5, "5"), (2.5, "2.5"), ([10, 20], "10–20"), ({"low": 10, "likely": 12, "high": 20}, "12 (10–20)")],
)
def test_an_amount_is_short_in_words(value: Any, shown: str) -> None:
    """No zeros after the point, an en dash between the ends."""
    assert shown == str(Quantity.model_validate(value))


@given(amounts())
def test_the_point_lies_inside_its_amount(value: Any) -> None:
    """No point is outside low … high."""
    amount = Amount.model_validate(value)

    assert amount.low <= amount.point <= amount.high


@given(quantities(()))
def test_a_quantity_survives_yaml(value: Any) -> None:
    """What is written is read as the same quantity, with the same mark and point."""
    quantity = Quantity.model_validate(value)

    text = yaml.safe_dump(quantity.model_dump(mode="json", exclude_defaults=True))
    again = Quantity.model_validate(yaml.safe_load(text))

    assert (quantity.mark, quantity.point, quantity.is_exact) == (again.mark, again.point, again.is_exact)
    assert text == yaml.safe_dump(again.model_dump(mode="json", exclude_defaults=True))
