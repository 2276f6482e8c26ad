"""Value functions of NegMAS, against their definitions; what no file can say is refused by its name."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.interchange.negmas_in import read_negmas
from tests.interchange.scenario_samples import folder_of

DOMAIN = "type: DiscreteCartesianOutcomeSpace\nissues:\n- {name: x, type: ContiguousIssue, values: [0, 6]}\n"

# The values at 0, 1, ... 6, worked out by hand.
FUNCTIONS = {
    "{type: TriangularFun, start: 1, middle: 3, end: 5}": [0, 0, 0.5, 1, 0.5, 0, 0],
    "{type: TriangularFun, start: 1, middle: 3, end: 5, bias: 1, scale: 4}": [1, 1, 3, 5, 3, 1, 1],
    "{type: TriangularFun, start: 2, middle: 2, end: 4}": [0, 0, 0, 0.5, 0, 0, 0],
    "{type: TriangularFun, start: 2, middle: 4, end: 4}": [0, 0, 0, 0.5, 0, 0, 0],
    "{type: TrapezoidalFun, start: 0, rise_end: 2, fall_start: 4, end: 6}": [0, 0.5, 1, 1, 1, 0.5, 0],
    "{type: TrapezoidalFun, start: 2, rise_end: 2, fall_start: 4, end: 4, scale: 2}": [0, 0, 2, 2, 2, 0, 0],
    "{type: GaussianFun, center: 3, sigma: 1}": [math.exp(-((x - 3) ** 2) / 2) for x in range(7)],
    "{type: GaussianFun, center: 3, sigma: 2, bias: 1, scale: 3}": [1 + 3 * math.exp(-((x - 3) ** 2) / 8) for x in range(7)],
    "{type: ExponentialFun, tau: 0.5}": [math.exp(x / 2) for x in range(7)],
    "{type: ExponentialFun, tau: 1, base: 2, bias: -1}": [2**x - 1 for x in range(7)],
    "{type: CosFun, amplitude: 2, multiplier: 0.5}": [2 * math.cos(x / 2) for x in range(7)],
    "{type: SinFun, phase: 1, bias: 3}": [math.sin(x + 1) + 3 for x in range(7)],
    "{type: QuadraticFun, a2: 1, a1: -2, bias: 3}": [x * x - 2 * x + 3 for x in range(7)],
    "{type: AffineFun, slope: -1, bias: 6}": [6 - x for x in range(7)],
    "{type: ConstFun, bias: 2}": [2] * 7,
}  # fmt: skip


def read(tmp_path: Path, function: str, domain: str = DOMAIN) -> list[float]:
    text = f"type: LinearAdditiveUtilityFunction\nweights: [1]\nvalues:\n- {function}\n"
    scenario = read_negmas(folder_of(tmp_path / "s", {"domain.yml": domain, "one.yml": text}))
    return [float(x) for x in scenario.values[0][0]]


@pytest.mark.parametrize(("function", "values"), FUNCTIONS.items(), ids=FUNCTIONS)
def test_function_has_the_values_of_its_definition(tmp_path: Path, function: str, values: list[float]) -> None:
    assert read(tmp_path, function) == pytest.approx(values)


def test_logarithm_of_numbers_above_zero_is_read(tmp_path: Path) -> None:
    values = read(tmp_path, "{type: LogFun, tau: 2, base: 10, scale: 3, bias: 1}", DOMAIN.replace("[0, 6]", "[1, 3]"))

    assert values == pytest.approx([1 + 3 * math.log10(2 * x) for x in (1, 2, 3)])


@pytest.mark.parametrize("function", [
    "{type: LogFun, tau: 1}", "{type: GaussianFun, center: 3, sigma: 0}", "{type: ExponentialFun, tau: 900}",
    "{type: ExponentialFun, tau: 1.5, base: -2}",
])  # fmt: skip
def test_function_without_a_finite_value_is_refused(tmp_path: Path, function: str) -> None:
    with pytest.raises(InputError, match=r"one\.yml:4:3: .*no finite value"):
        read(tmp_path, function)


@pytest.mark.parametrize(
    "kind", ["LambdaFun", "MultiModalGaussianFun", "AggregatingFun", "BilinearMultiFun", "LambdaMultiFun"]
)
def test_function_that_is_code_or_of_several_issues_is_refused_by_its_name(tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError, match=f"the value function {kind} of 'x' is not read"):
        read(tmp_path, f"{{type: {kind}, f: 'lambda x: x'}}")


def test_missing_parameter_is_told_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="sigma is missing"):
        read(tmp_path, "{type: GaussianFun, center: 3}")
