"""Genius XML: domains and profiles are read with Genius's own meaning, and what is wrong is told with its place."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from detente.errors import InputError
from detente.interchange.genius_in import read_genius
from detente.interchange.scenario import Scenario
from tests.interchange.scenario_samples import CITY_XML, DOMAIN_XML, GENIUS, PORT_XML, folder_of


@pytest.fixture
def harbour(tmp_path: Path) -> Scenario:
    return read_genius(folder_of(tmp_path / "harbour", GENIUS))


def refusal(tmp_path: Path, **changed: str) -> str:
    files = GENIUS | {f"{name}.xml": text for name, text in changed.items()}
    with pytest.raises(InputError) as caught:
        read_genius(folder_of(tmp_path / "harbour", files))
    return str(caught.value)


def told(scenario: Scenario, rule: str) -> list[str]:
    return [str(m) for m in scenario.messages if m.rule == rule]


def test_a_folder_has_its_domain_and_a_party_for_each_profile(harbour: Scenario) -> None:
    assert harbour.name == "harbour"
    assert harbour.parties == ("city", "port")
    assert harbour.issues == ("Crane", "Berths", "Share")
    assert harbour.outcomes[:2] == (("rented", "bought", "shared"), ("2", "3", "4"))


def test_evaluations_are_divided_by_the_largest_of_their_issue(harbour: Scenario) -> None:
    assert np.allclose(harbour.values[0], [[1.0, 0.0, 0.8], [0.25, 1.0, 0.5]])
    assert any("divided by the largest of each issue (40)" in m for m in told(harbour, "rescaled"))


def test_functions_of_numbers_are_linear_constant_or_triangular(harbour: Scenario) -> None:
    assert np.allclose(harbour.values[1], [[0.5, 0.5, 0.5], [0.2, 0.6, 1.0]])
    share = np.linspace(0, 1, 21)
    assert np.allclose(harbour.values[2], [1 - np.abs(2 * share - 1), 1 - share])


def test_a_real_issue_is_cut_into_21_numbers_with_both_ends(harbour: Scenario) -> None:
    assert harbour.outcomes[2][0] == "0"
    assert harbour.outcomes[2][-1] == "1"
    assert len(harbour.outcomes[2]) == 21
    assert any("cut into 21 numbers" in m for m in told(harbour, "discretised"))


def test_reservation_and_discount_are_kept_and_nothing_is_discounted(harbour: Scenario) -> None:
    assert math.isnan(harbour.reservation[0])
    assert harbour.reservation[1] == 0.3
    assert harbour.discount[1] == 0.9
    assert harbour.best[1] == pytest.approx(1.0)
    assert harbour.no_deal.tolist() == pytest.approx([harbour.least[0], 0.3])


WORDS_DOMAIN = """<utility_space><objective>
<issue index="1" name="Crane"><item value="rented"/><item value="bought"/></issue>
<issue index="2" name="Pier &amp; quay"><item value="old"/><item value="old & new"/></issue>
</objective></utility_space>"""
WORDS_PROFILE = """<utility_space><objective>
<weight index="1" value="0.6"/><weight index="2" value="0.4"/>
<issue index="1" name="Crane"><item value="rented" evaluation="10"/><item value="bought" evaluation="40"/></issue>
<issue index="2" name="Pier & quay"><item value="old" evaluation="0"/><item value="old & new" evaluation="90"/></issue>
</objective><reservation value="0"/></utility_space>"""


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "words", {"domain.xml": WORDS_DOMAIN, "port.xml": WORDS_PROFILE})


def test_where_nothing_stands_on_the_scale_of_genius_evaluations_are_taken_as_written(words: Path) -> None:
    assert [table.tolist() for table in read_genius(words).values] == [[[10, 40]], [[0, 90]]]
    assert [table.tolist() for table in read_genius(words, "genius").values] == [[[0.25, 1]], [[0, 1]]]


def test_an_ampersand_that_stands_for_itself_is_read(words: Path) -> None:
    scenario = read_genius(words)

    assert scenario.issues == ("Crane", "Pier & quay")
    assert scenario.outcomes[1] == ("old", "old & new")


def test_beside_functions_of_numbers_evaluations_are_divided_as_in_genius(tmp_path: Path) -> None:
    plain = PORT_XML.replace('<discount_factor value="0.9"/>', "").replace('<reservation value="0.3"/>', "")
    folder = folder_of(tmp_path / "harbour", GENIUS | {"port.xml": plain})

    assert np.allclose(read_genius(folder).values[0], [[1.0, 0.0, 0.8], [0.25, 1.0, 0.5]])
    assert read_genius(folder, "written").values[0].tolist() == [[5, 0, 4], [10, 40, 20]]


def test_where_the_two_readings_weigh_issues_differently_it_is_said(words: Path) -> None:
    [message] = told(read_genius(words), "rescaled")

    assert "which is 40 for 'Crane' and 90 for others" in message


def test_an_issue_without_any_worth_weighs_nothing_in_both_readings(words: Path) -> None:
    (words / "port.xml").write_text(WORDS_PROFILE.replace('evaluation="90"', 'evaluation="0"'))

    assert not told(read_genius(words), "rescaled")


def test_agents_of_the_domain_name_the_parties_and_their_order(tmp_path: Path) -> None:
    agents = '<agent name="The port" utility_space="port.xml"/><agent name="The city" utility_space="old\\city.xml"/>'
    domain = DOMAIN_XML.replace("<negotiation_template>", f"<negotiation_template>{agents}")

    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"domain.xml": domain}))

    assert scenario.parties == ("The port", "The city")


@pytest.mark.parametrize("reference", ["../port.xml", "/etc/passwd", "C:\\port.xml", "a/../../port.xml"])
def test_a_reference_that_leads_out_of_the_folder_is_refused(tmp_path: Path, reference: str) -> None:
    agent = f'<agent name="Port" utility_space="{reference}"/>'
    message = refusal(tmp_path, domain=DOMAIN_XML.replace("<negotiation_template>", f"<negotiation_template>{agent}"))

    assert message.startswith("domain.xml:1:")
    assert "leads out of the folder" in message


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "harbour", {"domain.xml": DOMAIN_XML, "city.xml": CITY_XML})
    outside = tmp_path / "port.xml"
    outside.write_text(PORT_XML)
    (folder / "port.xml").symlink_to(outside)

    assert read_genius(folder).parties == ("city",)


def test_blank_lines_before_the_declaration_are_mended_and_lines_stay_right(tmp_path: Path) -> None:
    broken = '\n\n<?xml version="1.0" encoding="ISO-8859-1"?>\n' + PORT_XML.replace('evaluation="40"', 'evaluation="x"')

    assert "port.xml:11:7: the evaluation of 'bought' is 'x'" in refusal(tmp_path, port=broken)


def test_a_profile_that_lacks_a_value_of_the_domain_is_refused_with_its_line(tmp_path: Path) -> None:
    lacking = PORT_XML.replace('      <item index="2" value="bought" evaluation="40"/>\n', "")

    assert "port.xml:6:5: 'Crane' has no value for 'bought'" in refusal(tmp_path, port=lacking)


def test_names_that_differ_in_capitals_blanks_or_digits_are_found(tmp_path: Path) -> None:
    loose = PORT_XML.replace('value="rented"', 'value=" Rented "')
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": loose}))

    assert scenario.values[0][1, 0] == 0.25
    assert any("read as 'rented'" in m for m in told(scenario, "name"))


def test_of_a_value_that_is_evaluated_twice_the_last_one_counts(tmp_path: Path) -> None:
    twice = PORT_XML.replace(
        '<item index="1" value="rented"', '<item value="rented" evaluation="7"/>\n<item value="rented"'
    )
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": twice}))

    assert scenario.values[0][1, 0] == 0.25
    assert any("evaluated twice" in m for m in told(scenario, "twice"))


def test_a_missing_weight_is_zero_and_told(tmp_path: Path) -> None:
    lacking = PORT_XML.replace('<weight index="2" value="0.3"/>', "")
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": lacking}))

    assert scenario.weights[1].tolist() == [0.5, 0.0, 0.2]
    assert any("'Berths' has no weight" in m for m in told(scenario, "weight"))


def test_a_reservation_value_above_every_package_is_warned_of(tmp_path: Path) -> None:
    high = PORT_XML.replace('reservation value="0.3"', 'reservation value="30"')
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": high}))

    assert scenario.no_deal[1] == 30
    assert any("on another scale" in m for m in told(scenario, "reservation"))


def test_a_fraction_for_values_in_hundreds_is_warned_of(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "harbour", GENIUS)
    high = PORT_XML.replace('slope="0.4"', 'slope="0"').replace('value="0.5"/>', 'value="50"/>')
    scenario = read_genius(folder_of(folder, {"port.xml": high}), "written")

    assert scenario.no_deal[1] == pytest.approx(scenario.least[1])
    assert any("'port' is on another scale" in m for m in told(scenario, "reservation"))


def test_a_domain_can_be_named_where_there_are_several(tmp_path: Path) -> None:
    other = DOMAIN_XML.replace('name="Crane"', 'name="Barge"')
    folder = folder_of(tmp_path / "two", GENIUS | {"other.xml": other})

    with pytest.raises(InputError, match="there are 2 domains"):
        read_genius(folder)
    assert read_genius(folder / "domain.xml").parties == ("city", "port")


def test_without_a_domain_the_issues_of_the_first_profile_are_taken(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "harbour", {"port.xml": PORT_XML, "city.xml": CITY_XML})

    assert read_genius(folder).issues == ("Crane", "Berths", "Share")


def test_a_domain_without_profiles_is_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "harbour", {"domain.xml": DOMAIN_XML})

    with pytest.raises(InputError, match=r"no profile of domain\.xml is there"):
        read_genius(folder)


BROKEN = {
    "negative weight": ('weight index="1" value="0.5"', 'weight index="1" value="-0.5"', "weight is negative: -0.5"),
    "nan weight": ('weight index="1" value="0.5"', 'weight index="1" value="NaN"', "a weight is nan"),
    "nan evaluation": ('evaluation="40"', 'evaluation="NaN"', "the evaluation of 'bought' is nan"),
    "infinite reservation": ('reservation value="0.3"', 'reservation value="inf"', "the reservation value is inf"),
    "unknown evaluator": ('ftype="linear" offset', 'ftype="faratin" offset', "the evaluator 'faratin'"),
    "no parameter": ('parameter0="1"', "", "parameter0 is missing"),
    "nonlinear": ("<utility_space>", '<utility_space type="nonlinear">', "not a sum over issues"),
    "cut off": ("</utility_space>", "", "this is not XML"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_fault_of_a_profile_is_told_with_its_file_and_line(tmp_path: Path, kind: str) -> None:
    before, after, expected = BROKEN[kind]
    message = refusal(tmp_path, port=PORT_XML.replace(before, after))

    assert expected in message
    assert message.startswith("port.xml:")
    assert message.split(":")[1].isdigit()


def test_all_faults_of_a_profile_come_together(tmp_path: Path) -> None:
    twice = PORT_XML.replace('value="0.5"', 'value="-1"').replace('evaluation="40"', 'evaluation="many"')

    message = refusal(tmp_path, port=twice)

    assert "negative" in message
    assert "'many'" in message


DOMAINS = {
    "a range upside down": ('lowerbound="2" upperbound="4"', 'lowerbound="4" upperbound="2"', "runs from 4 down to 2"),
    "no bounds": ('lowerbound="2" upperbound="4"', "", "the lower bound is missing"),
    "endless bounds": ('upperbound="4"', 'upperbound="1e400"', "the upper bound is inf"),
    "half numbers": ('upperbound="4"', 'upperbound="4.5"', "give whole numbers"),
}  # fmt: skip


@pytest.mark.parametrize("kind", DOMAINS)
def test_a_fault_of_a_domain_is_told_with_its_line(tmp_path: Path, kind: str) -> None:
    before, after, expected = DOMAINS[kind]
    message = refusal(tmp_path, domain=DOMAIN_XML.replace(before, after))

    assert expected in message
    assert message.startswith("domain.xml:")


def test_an_issue_without_outcomes_is_refused(tmp_path: Path) -> None:
    empty = DOMAIN_XML
    for value in ("rented", "bought", "shared"):
        empty = empty.replace(f'value="{value}"', "").replace("<item", "<thing")
    assert "the issue 'Crane' has no outcomes" in refusal(tmp_path, domain=empty)


def test_a_long_range_of_whole_numbers_is_cut_and_told(tmp_path: Path) -> None:
    wide = [text.replace('upperbound="4"', 'upperbound="1000002"') for text in (DOMAIN_XML, PORT_XML, CITY_XML)]
    scenario = read_genius(folder_of(tmp_path / "wide", dict(zip(GENIUS, wide, strict=True))))

    assert len(scenario.outcomes[1]) == 101
    assert scenario.outcomes[1][0] == "2"
    assert scenario.outcomes[1][-1] == "1000002"
    assert any("101 are taken" in m for m in told(scenario, "discretised"))


def test_an_issue_of_another_name_and_the_same_index_is_read_and_told(tmp_path: Path) -> None:
    renamed = PORT_XML.replace('name="Crane"', 'name="Cranes"')
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": renamed}))

    assert scenario.values[0][1].tolist() == [0.25, 1.0, 0.5]
    assert any("'Cranes' is read as 'Crane'" in m for m in told(scenario, "name"))


def test_what_the_domain_does_not_have_is_not_read_and_told(tmp_path: Path) -> None:
    more = PORT_XML.replace("  </objective>", '<issue index="9" name="Tug"/><weight index="9" value="1"/></objective>')
    more = more.replace(
        '<item index="1" value="rented"', '<item value="borrowed" evaluation="99"/><item value="rented"'
    )
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": more}))

    assert scenario.values[0][1].tolist() == [0.25, 1.0, 0.5]
    assert len(told(scenario, "not-read")) == 3


def test_without_any_weights_all_issues_weigh_the_same_and_it_is_told(tmp_path: Path) -> None:
    bare = "\n".join(line for line in PORT_XML.splitlines() if "<weight" not in line)
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": bare}))

    assert scenario.weights[1].tolist() == pytest.approx([1 / 3] * 3)
    assert any("all issues weigh the same" in m for m in told(scenario, "weight"))


def test_a_weight_above_one_in_sum_is_told_where_genius_would_cut_utilities(tmp_path: Path) -> None:
    heavy = PORT_XML.replace('<weight index="1" value="0.5"/>', '<weight index="1" value="1.5"/>')
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": heavy}))

    assert any("sum to 2" in m for m in told(scenario, "weight"))


def test_a_linear_function_beyond_the_scale_is_kept_on_it_and_told(tmp_path: Path) -> None:
    steep = PORT_XML.replace('slope="0.4"', 'slope="0.7"')
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": steep}))

    assert scenario.values[1][1].tolist() == pytest.approx([0.2, 0.9, 1.0])
    assert any("run from 0.2 to 1.6" in m for m in told(scenario, "clipped"))


def test_a_profile_without_an_issue_or_its_values_is_refused(tmp_path: Path) -> None:
    start, end = PORT_XML.index('    <issue index="3"'), PORT_XML.index("  </objective>")
    assert "there is no issue 'Share'" in refusal(tmp_path, port=PORT_XML[:start] + PORT_XML[end:])

    bare = PORT_XML.replace('<evaluator ftype="linear" offset="0.2" slope="0.4"/>', "")
    assert "'Berths' has no evaluator" in refusal(tmp_path, port=bare)


def test_a_profile_that_the_domain_names_and_nobody_has_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    agents = '<agent name="A" utility_space="gone.xml"/><agent name="B" utility_space="city.xml"/>'
    domain = DOMAIN_XML.replace("<negotiation_template>", f"<negotiation_template>{agents}")
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"domain.xml": domain}))

    assert scenario.parties == ("city", "port")
    assert any("no profile 'gone.xml'" in m for m in told(scenario, "no-profile"))


def test_a_discount_factor_beyond_its_range_is_warned_of(tmp_path: Path) -> None:
    odd = PORT_XML.replace('discount_factor value="0.9"', 'discount_factor value="2"')
    scenario = read_genius(folder_of(tmp_path / "harbour", GENIUS | {"port.xml": odd}))

    assert any("Genius allows 0 to 1" in m for m in told(scenario, "discount"))
