"""Published domains through the importer give the answers that were computed over every outcome.

The files lie outside the repository, in ``../shared/data/deals``; their README defines every answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.deals import DealSpace, fair_packages, pareto_frontier
from detente.interchange import import_scenario
from tests.published.test_negotiation_domains import FOLDER, is_beaten

PRECISE = 1e-9
CONCEPTS = {"nash": "nash", "kalai_smorodinsky": "ks_maximin_ideal_rational", "egalitarian": "egalitarian_gain"}
ANSWERS: dict[str, Any] = (
    json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))["cases"]
    if (FOLDER / "answers.json").exists()
    else {}
)

pytestmark = pytest.mark.skipif(not ANSWERS, reason=f"the published domains are not at {FOLDER}")


def space_in(folder: Path) -> DealSpace:
    return DealSpace(**import_scenario(folder).fields())


@pytest.mark.parametrize("name", ANSWERS)
def test_domain_has_the_answers_of_every_outcome(name: str) -> None:
    answers = ANSWERS[name]
    space = space_in(FOLDER / name)

    frontier, fair = pareto_frontier(space), fair_packages(space)

    assert space.size == answers["cardinality"]
    assert space.no_deal == pytest.approx(answers["disagreement_used"], rel=PRECISE)
    published = [point["u"] for point in answers["pareto"]]
    expected = sorted(u for u in published if not is_beaten(u, published))
    assert np.allclose(sorted(frontier.values.tolist()), expected, rtol=PRECISE, atol=1e-12)
    for concept, answer in CONCEPTS.items():
        assert fair[concept].score == pytest.approx(answers["independent"][answer]["value"], rel=PRECISE), concept
    welfare = answers["independent"]["utilitarian_rational"]["value"]
    assert fair["utilitarian"].values.sum() == pytest.approx(welfare, rel=PRECISE)


def test_only_the_nice_agreement_is_possible_as_genius_means_it() -> None:
    frontier = pareto_frontier(space_in(FOLDER / "xml_negmas_NiceOrDieB"))

    assert [p.outcomes for p in frontier] == [{"NiceOrDie": "29_29"}]
    assert frontier.values.tolist() == [[0.299, 0.299]]
