from __future__ import annotations

import pytest

from detente.sources.reader.attributions import Attribution, find_attributions, outermost
from detente.sources.reader.pipeline import load_pipeline


def parts(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (source, cue, contents) of the outermost attributions."""
    doc = load_pipeline()(text)

    def words(one: Attribution) -> tuple[str, str, tuple[str, ...]]:
        source = doc[slice(*one.source)].text if one.source else ""
        return source, doc[slice(*one.cue)].text, tuple(doc[slice(*c)].text for c in one.contents)

    return [words(one) for one in outermost(find_attributions(doc))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The union said that the company had broken its word.", ("The union", "said", ("that the company had broken its word",))),
        ("“We will not sign,” the envoy said.", ("the envoy", "said", ("“We will not sign,”",))),
        ("“We will not sign,” said the envoy. “We want water.”", ("the envoy", "said", ("“We will not sign,”", "“We want water.”"))),
        ("The gates, the ministry said, will be opened in May.", ("the ministry", "said", ("The gates", "will be opened in May"))),
        ("According to the mayor, both sides are tired.", ("the mayor", "According to", ("both sides are tired",))),
        ("Upland has demanded a new survey of the river.", ("Upland", "has demanded", ("a new survey of the river",))),
        ("Lowland refused to open the gates.", ("Lowland", "refused", ("to open the gates",))),
        ("The dockers called for an end to fines.", ("The dockers", "called for", ("an end to fines",))),
    ],
)  # fmt: skip
def test_a_sentence_tells_who_says_what(text: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    assert expected in parts(text)


def test_what_is_reported_inside_a_report_is_nested() -> None:
    doc = load_pipeline()("The author said that the envoy had promised to open the gates.")
    said, promised = find_attributions(doc)
    assert said.reports(promised)
    assert not promised.reports(said)
    assert outermost((said, promised)) == (said,)


def test_a_name_of_a_programme_in_quotation_marks_is_no_quotation() -> None:
    found = parts("In an interview on “River Today,” the minister said the gates would open.")
    assert found == [("the minister", "said", ("the gates would open",))]


def test_a_quotation_that_is_not_closed_runs_to_the_end_of_the_paragraph() -> None:
    assert parts("The envoy said: “We will never sign this paper.")[0][2] == ("“We will never sign this paper.",)


def test_a_label_before_a_colon_is_a_source() -> None:
    assert parts("MS BRANDT: We want a pause in every shift.") == [
        ("MS BRANDT", ":", ("We want a pause in every shift",))
    ]
