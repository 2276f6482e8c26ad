"""Published negotiation domains (ANAC 2010–2020) against the answers of two other programs.

The domains and ``answers.json`` lie outside the repository, in ``../shared/data/deals``; their README
defines every answer. `independent` was computed over every outcome, `pareto` by NegMAS.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from detente.deals import DealSpace, DealsResult, FairPackage, find_deals

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "deals"
DOMAINS = (
    "app_anac2010_ItexvsCypress", "app_anac2010_Travel", "app_anac2012_EnglandvsZimbabweB", "app_anac2012_LaptopC",
    "app_anac2012_SupermarketB", "app_anac2015_BankRobbery", "app_anac2015_Politics", "app_anac2017_GeneJack",
    "app_anac2020_Party", "app_other_Jobs",
)  # fmt: skip
CONCEPTS = {
    "nash": "nash",
    "kalai_smorodinsky": "ks_maximin_ideal_rational",
    "egalitarian": "egalitarian_gain",
    "utilitarian": "utilitarian_rational",
}
PRECISION = 1e-9

pytestmark = pytest.mark.skipif(
    not (FOLDER / "answers.json").exists(), reason=f"the published domains are not at {FOLDER}"
)


@dataclass(frozen=True)
class Domain:
    """What this program finds in one domain, and what the others found."""

    result: DealsResult
    answers: dict[str, Any]
    disagreement: list[float]


@pytest.fixture(params=DOMAINS, ids=lambda name: name.removeprefix("app_"))
def domain(request: pytest.FixtureRequest) -> Domain:
    return solved(request.param)


@cache
def solved(name: str) -> Domain:
    answers = json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))["cases"][name]
    folder = FOLDER / name
    [issues] = [d["issues"] for d in map(read_yaml, sorted(folder.glob("*.yml"))) if "issues" in d]
    tables = [read_yaml(folder / f"{file}.yml") for file in answers["ufun_files"]]
    space = space_of(issues, tables, answers["disagreement_used"])
    return Domain(find_deals(space), answers, answers["disagreement_used"])


def read_yaml(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def space_of(issues: list[dict[str, Any]], functions: list[dict[str, Any]], disagreement: list[float]) -> DealSpace:
    """Return the bargaining problem of additive functions over tables, on a 0–100 scale.

    A discounted function is read at time 0. No deal is worth d = max(reserved value, least utility).
    """
    additive = [function.get("ufun", function) for function in functions]
    assert {f["type"] for f in additive} == {"LinearAdditiveUtilityFunction"}
    assert all(table["type"] == "TableFun" for f in additive for table in f["values"])
    outcomes = tuple(tuple(map(str, issue["values"])) for issue in issues)
    mappings = [[{str(k): v for k, v in t["mapping"].items()} for t in f["values"]] for f in additive]
    rows = tuple(range(len(additive)))
    return DealSpace(
        issues=tuple(issue["name"] for issue in issues),
        outcomes=outcomes,
        parties=tuple(f"party {row}" for row in rows),
        values=tuple(
            np.array([[100 * mapping[j][o] for o in names] for mapping in mappings]) for j, names in enumerate(outcomes)
        ),
        weights=np.array([f["weights"] for f in additive]),
        no_deal=100 * np.array(disagreement),
        principals=rows,
        signers=rows,
    )


def utilities(values: dict[str, float]) -> list[float]:
    return [value / 100 for value in values.values()]


def test_as_many_packages_are_rational(domain: Domain) -> None:
    assert domain.result.packages["all"] == domain.answers["cardinality"]
    assert domain.result.packages["acceptable"] == domain.answers["n_rational"]


def test_frontier_has_the_same_vectors_of_utilities(domain: Domain) -> None:
    found = sorted(utilities(package.values) for package in domain.result.frontier)

    published = [point["u"] for point in domain.answers["pareto"]]
    expected = sorted(u for u in published if not is_beaten(u, published))
    assert len(published) == domain.answers["n_pareto"] == domain.answers["independent"]["pareto_n_moocore"]
    assert len(found) == len(expected)
    assert np.allclose(found, expected, atol=PRECISION)


def is_beaten(utility: list[float], others: list[list[float]]) -> bool:
    """Return whether another vector is better for somebody and worse for others by rounding errors alone.

    The published answers compare sums in floating point as they are. Four of the 38 vectors of SupermarketB are on
    that frontier by 2e-16 only, such as 0.9333333333333335 against 0.9333333333333333 with 0.296 against 0.374.
    """
    mine = np.array(utility)
    return any((np.array(o) >= mine - 1e-12).all() and (np.array(o) > mine + PRECISION).any() for o in others)


def test_only_supermarket_has_vectors_that_rounding_alone_keeps() -> None:
    beaten = {
        name: sum(is_beaten(u, published) for u in published)
        for name in DOMAINS
        for published in [[point["u"] for point in solved(name).answers["pareto"]]]
    }

    assert {name: count for name, count in beaten.items() if count} == {"app_anac2012_SupermarketB": 4}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_fair_package_is_among_the_best_of_the_others(domain: Domain, concept: str) -> None:
    fair: FairPackage = domain.result.fair[concept]

    expected = domain.answers["independent"][CONCEPTS[concept]]
    found = utilities(fair.package.values)
    assert any(np.allclose(found, best, atol=PRECISION) for best in expected["u"])
    assert list(fair.package.outcomes.values()) in [list(map(str, outcome)) for outcome in expected["outcome"]]


def test_scores_are_those_of_the_definitions(domain: Domain) -> None:
    independent, parties = domain.answers["independent"], domain.answers["n_parties"]

    scores = {concept: fair.score for concept, fair in domain.result.fair.items()}

    assert scores["nash"] / 100**parties == pytest.approx(independent["nash"]["value"])
    assert scores["egalitarian"] / 100 == pytest.approx(independent["egalitarian_gain"]["value"])
    welfare = independent["utilitarian_rational"]["value"] - sum(domain.disagreement)
    assert scores["utilitarian"] / 100 == pytest.approx(welfare)
    assert scores["kalai_smorodinsky"] == pytest.approx(independent["ks_maximin_ideal_rational"]["value"])


def test_nobody_blocks_where_something_is_rational(domain: Domain) -> None:
    assert domain.result.has_deal
    assert domain.result.complete
    assert not domain.result.blockers
