"""Each input moves its own threshold, or the belief that it is about, the way it should, in two cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from detente.dynamics import CrisisInputs, crisis_inputs, packages_of, read_move, thresholds_of
from detente.sources import read_case

CASES = ("istanbul-2022", "camp-david-1978")
Change = Callable[[CrisisInputs], CrisisInputs]


@lru_cache(maxsize=2)
def _inputs(name: str) -> CrisisInputs:
    case = read_case(name)
    return crisis_inputs(case, packages_of(case))


def _side(inputs: CrisisInputs, side: int, **change: Any) -> CrisisInputs:
    sides = list(inputs.sides)
    sides[side] = replace(sides[side], **change)
    return replace(inputs, sides=(sides[0], sides[1]))


def _commitment(field: str, more: float) -> Change:
    def change(inputs: CrisisInputs) -> CrisisInputs:
        assert inputs.commitment is not None
        changed: dict[str, Any] = {field: getattr(inputs.commitment, field) + more}
        return replace(inputs, commitment=replace(inputs.commitment, **changed))

    return change


def _all(group: str, field: str, more: float) -> Change:
    """Return a change of one number of every item of a group."""

    def change(inputs: CrisisInputs) -> CrisisInputs:
        items = tuple(replace(i, **{field: getattr(i, field) + more}) for i in getattr(inputs, group))
        changed: dict[str, Any] = {group: items}
        return replace(inputs, **changed)

    return change


def _both(field: str, more: float) -> Change:
    return lambda i: _side(
        _side(i, 0, **{field: getattr(i.sides[0], field) + more}), 1, **{field: getattr(i.sides[1], field) + more}
    )


def _waiting(inputs: CrisisInputs, subject: str) -> int:
    """Return which way more months of waiting go: up where the time until then is worth more than settling now."""
    item = next(d for d in inputs.deferrals if d.name == subject)
    return 1 if item.meanwhile > item.now else -1


_SUPPLY, _EXPECTED, _AFTER = (
    "backer's belief that the opponent is tough", "expected share at the end of the deferral",
    "expected share after the precondition is met",
)  # fmt: skip
_STAYS, _HIDDEN, _GAIN, _ROUND = (
    "belief that the holder stays", "probability that a hidden breach is found out", "gain from carrying out the threat",
    "worth of the next round",
)  # fmt: skip
_KYIV = "all its forces, against those that stand at kyiv"
Way = int | Callable[[CrisisInputs, str], int]
_DISTANCES: dict[str, tuple[Change, str, Way]] = {
    "who is thought tougher is further from being pressed": (_both("tough", 0.05), "belief that the opponent is tough", 1),
    "a backer that supports against the tougher gains less": (_both("tough", 0.05), _SUPPLY, 1),
    "more to gain from a weak opponent keeps a backer on": (_all("backers", "gain_if_weak", 0.05), _SUPPLY, -1),
    "dearer supplies come nearer to their end": (_all("backers", "cost", 0.02), _SUPPLY, 1),
    "a backer that gains by war comes nearer to where nothing is left to agree on": (
        _all("backers", "gains", 0.02), "backer's gain from continued war", 1),
    "the further power shifts the nearer is war now": (_commitment("later", 0.02), "later power of the rising side", 1),
    "a stronger guarantee is further above what is needed": (
        _commitment("guarantee", 0.05), "share of the shift of power that is guaranteed away", 1),
    "more to gain by a hidden breach needs closer watching": (_commitment("side_gain", 0.02), _HIDDEN, -1),
    "a dearer discovery needs less of it": (_commitment("side_cost", 0.02), _HIDDEN, 1),
    "a breach that is found more often pays less": (_commitment("detection", 0.05), _HIDDEN, 1),
    "a better time until then makes waiting better": (_all("deferrals", "meanwhile", 0.02), _EXPECTED, 1),
    "a better end of it too": (_all("deferrals", "expected", 0.02), _EXPECTED, 1),
    "a better settlement now makes it worse": (_all("deferrals", "now", 0.02), _EXPECTED, -1),
    "longer waiting weighs the time until then": (_all("deferrals", "months", 6.0), _EXPECTED, _waiting),
    "better talks without the step make it dearer": (_all("preconditions", "before", 0.02), _AFTER, -1),
    "better talks after it make it cheaper": (_all("preconditions", "after", 0.02), _AFTER, 1),
    "a threat that brings more is nearer to be carried out": (_all("threats", "gain", 0.02), _GAIN, 1),
    "one that costs more is further from it": (_all("threats", "cost", 0.02), _GAIN, -1),
    "a stronger temptation needs more patience": (_all("reciprocity", "temptation", 0.02), _ROUND, -1),
    "a better practice needs less": (_all("reciprocity", "reward", 0.02), _ROUND, 1),
    "a milder end of it needs more": (_all("reciprocity", "punishment", 0.02), _ROUND, -1),
    "who waits more gladly keeps a practice": (lambda i: replace(i, discount=i.discount + 0.005), _ROUND, 1),
    "and meets a precondition more readily": (lambda i: replace(i, discount=i.discount + 0.005), _AFTER, 1),
    "people who gain by working with the holder need less belief": (_all("holdings", "benefit", 0.02), _STAYS, 1),
    "people who are punished for refusing too": (_all("holdings", "sanction", 0.02), _STAYS, 1),
    "people whom the others would punish need more": (_all("holdings", "punishment", 0.02), _STAYS, -1),
    "people whom they would reward too": (_all("holdings", "reward", 0.02), _STAYS, -1),
    "people who think that it stays are further above": (_all("holdings", "stays", 0.02), _STAYS, 1),
    "a side that is trusted more is further above what is needed": (
        _both("trustworthy", 0.02), "belief that it keeps what it signs", 1),
    "being left with more after a breach needs less trust": (
        _both("betrayed", 0.02), "belief that it keeps what it signs", 1),
    "a better no-deal value needs more": (_both("no_deal", 0.02), "belief that it keeps what it signs", -1),
    "a leader who loses more is nearer to being bound": (_both("loss", 0.02), "what losing office costs the leader", 1),
    "a higher line leaves less room between the two": (_both("line", 0.02), "room between the two win-sets", -1),
    "more forces come further above what a front takes": (_both("force", 0.1), _KYIV, 1),
    "a front that is worth more is harder to give up": (
        lambda i: replace(i, fronts=tuple((f, w + 5 * d, d) for f, w, d in i.fronts)), _KYIV, 1),
    "one where more of the others stand is easier to give up": (
        lambda i: replace(i, opposed=tuple(w + 5 * d for w, (_, _, d) in zip(i.opposed, i.fronts, strict=False))), _KYIV, -1),
}  # fmt: skip


def _distances(inputs: CrisisInputs, name: str) -> dict[tuple[str, str], float]:
    return {(t.subject, t.row): t.threshold.distance for t in thresholds_of(inputs)[0] if t.threshold.name == name}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(("change", "about", "way"), _DISTANCES.values(), ids=_DISTANCES)
def test_an_input_moves_its_threshold_the_way_it_should(name: str, change: Change, about: str, way: Way) -> None:
    """The reason is the name of the case: the distance of the input from its threshold, for every item of the group."""
    inputs = _inputs(name)
    before, after = _distances(inputs, about), _distances(change(inputs), about)

    if about == _KYIV and not inputs.fronts:
        assert before == {}
        return
    assert before
    assert before.keys() == after.keys()
    for key, distance in before.items():
        sign = way if isinstance(way, int) else way(inputs, key[0])
        assert sign * (after[key] - distance) > 1e-9, key


_TELLS: dict[str, tuple[str, str, int]] = {
    "tough sides make it more often": ("if_tough", "resolve", 1),
    "weak sides make it more often": ("if_weak", "resolve", -1),
    "trustworthy sides make it more often": ("if_trustworthy", "trust", 1),
    "others make it more often": ("if_untrustworthy", "trust", -1),
    "holders who stay make it more often": ("if_staying", "stays", 1),
    "holders who leave make it more often": ("if_leaving", "stays", -1),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(("field", "about", "way"), _TELLS.values(), ids=_TELLS)
def test_a_likelihood_moves_the_belief_that_it_is_about(name: str, field: str, about: str, way: int) -> None:
    """Bayes' rule; trust is moved by a gesture of a size that reassures only, so each has one here."""
    inputs, moved = _inputs(name), 0
    for move in inputs.moves:
        window = read_move(inputs, move).window
        assert window is not None
        fit = replace(move, size=(window.alpha_min + window.alpha_max) / 2)
        changed: dict[str, Any] = {field: getattr(fit, field) + 0.02}
        beliefs = [{s.about: s.posterior for s in read_move(inputs, m).signals} for m in (fit, replace(fit, **changed))]
        if about in beliefs[0]:
            moved += 1
            assert way * (beliefs[1][about] - beliefs[0][about]) > 1e-6
    assert moved


@pytest.mark.parametrize("name", CASES)
def test_a_gesture_of_the_right_size_reassures_and_smaller_ones_are_cheap_talk(name: str) -> None:
    """Between the two sizes; below, a side that does not mean it would make it too; above, none that means it dares."""
    inputs = _inputs(name)
    for move in inputs.moves:
        window = read_move(inputs, move).window
        assert window is not None
        for size, said in (
            (window.alpha_min - 0.01, "cheap talk"), (window.alpha_min + 0.01, "reassures"),
            (window.alpha_max + 0.01, "refused"),
        ):  # fmt: skip
            if size <= 1:
                assert read_move(inputs, replace(move, size=size)).size_reading == said
