"""Years that continue each other fail no rule; a figure that does not breaks the rule that is about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from history.years import failing, form, outcomes, report, verdicts
from hypothesis import given, settings
from hypothesis import strategies as st

COLUMNS = ("natural", "business", "research", "welfare", "legal", "other")
MATTERS = ("licensing.licences", "licensing.services", "enforcement.penalties", "enforcement.coercion", "fees.fees")
FEW = st.integers(0, 40)
few = settings(max_examples=15, deadline=None)


def carried(row: str, figures: Mapping[str, int]) -> dict[str, int]:
    """A row of 表三 with its total."""
    cells = {f"applications.{row}.{column}": figure for column, figure in figures.items()}
    return cells | {f"applications.{row}.total": sum(figures.values())}


@st.composite
def pairs_2021(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, int]]:
    """The cells of two years that continue each other, on the form from 2021 on."""
    open_ = draw(st.fixed_dictionaries(dict.fromkeys(COLUMNS, FEW)))
    then, now = carried("carried_out", open_), carried("carried_in", open_)
    for row in ("rules", "normative"):
        last, issued = draw(FEW), draw(FEW)
        repealed = draw(st.integers(0, last + issued))
        then[f"documents.{row}.in_force"] = last
        now |= {
            f"documents.{row}.issued": issued,
            f"documents.{row}.repealed": repealed,
            f"documents.{row}.in_force": last + issued - repealed,
        }
    return then, now


@st.composite
def pairs_2019(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, int]]:
    """The same on the form of 2019 and 2020."""
    open_ = draw(st.fixed_dictionaries(dict.fromkeys(COLUMNS, FEW)))
    then, now = carried("carried_out", open_), carried("carried_in", open_)
    for row in ("rules", "normative"):
        last, published = draw(FEW), draw(FEW)
        withdrawn = draw(st.integers(0, published))
        then[f"documents.{row}.published_total"] = last
        now |= {
            f"documents.{row}.published": published,
            f"documents.{row}.published_total": last + published - withdrawn,
        }
    for row in MATTERS:
        last = draw(FEW)
        change = draw(st.integers(-last, 40))
        then |= {f"{row}.previous": last, f"{row}.change": change}
        now[f"{row}.previous"] = last + change
    return then, now


@few
@given(pairs_2021())
def test_years_that_continue_each_other_fail_nothing(cells: tuple[dict[str, int], dict[str, int]]) -> None:
    then, now = cells
    assert failing(report(2024, now), [report(2023, then)]) == set()


@few
@given(pairs_2019())
def test_so_do_the_two_years_of_the_older_form(cells: tuple[dict[str, int], dict[str, int]]) -> None:
    then, now = cells
    assert failing(report(2020, now, on="2019"), [report(2019, then, on="2019")]) == set()


@few
@given(pairs_2019(), st.data())
def test_across_the_change_of_forms_only_what_both_have_is_compared(
    cells: tuple[dict[str, int], dict[str, int]], data: st.DataObject
) -> None:
    then, _ = cells
    _, now = data.draw(pairs_2021())
    now |= {key.replace("carried_out", "carried_in"): figure for key, figure in then.items() if "carried_out" in key}
    found = outcomes(report(2021, now), [report(2020, then, on="2019")])
    assert failing(report(2021, now), [report(2020, then, on="2019")]) == set()
    assert verdicts(found, "history.carried_in") == {"pass"}
    assert verdicts(found, "history.in_force") == {"not_applicable"}
    assert "表式没有所比的单元格" in found["history.in_force"][0].evidence.why


@few
@given(pairs_2021(), st.integers(1, 9))
@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("applications.carried_in.total", "history.carried_in"),
        ("applications.carried_in.legal", "history.carried_in_columns"),
        ("documents.normative.in_force", "history.in_force"),
        ("documents.rules.issued", "history.in_force"),
        ("documents.rules.repealed", "history.in_force"),
    ],
)
def test_one_wrong_cell_breaks_the_rule_that_is_about_it(
    cell: str, rule: str, cells: tuple[dict[str, int], dict[str, int]], more: int
) -> None:
    then, now = cells
    now[cell] += more
    assert failing(report(2024, now), [report(2023, then)]) == {rule}


@few
@given(pairs_2019(), st.integers(1, 9))
@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("applications.carried_in.total", "history.carried_in"),
        *((f"{row}.previous", "history.matters") for row in MATTERS),
    ],
)
def test_so_on_the_older_form(cell: str, rule: str, cells: tuple[dict[str, int], dict[str, int]], more: int) -> None:
    then, now = cells
    now[cell] += more
    assert failing(report(2020, now, on="2019"), [report(2019, then, on="2019")]) == {rule}


@few
@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 9))
def test_a_published_total_grows_by_what_was_published_and_does_not_fall(
    last: int, published: int, more: int
) -> None:
    then = report(2019, {"documents.normative.published_total": last + more}, on="2019")

    def now(total: int) -> Any:
        cells = {"documents.normative.published": published, "documents.normative.published_total": total}
        return report(2020, cells, on="2019")

    assert failing(now(last + more + published), [then]) == set()
    assert failing(now(last + more + published + 1), [then]) == {"history.published_growth"}
    assert failing(now(last), [then]) == {"history.published_falls"}


def cumulative(year: int, this: int, total: int) -> Any:
    cells = {"statistics.published.year": this, "statistics.published.cumulative": total}
    return report(year, cells, on="fujian")


def test_a_cumulative_figure_that_falls_is_told() -> None:
    then = cumulative(2016, 500, 9000)
    assert failing(cumulative(2017, 300, 9300), [then]) == set()
    assert failing(cumulative(2017, 300, 1200), [then]) == {"history.cumulative_falls"}
    assert failing(cumulative(2017, 300, 9400), [then]) == {"history.cumulative_sum"}
    (outcome,) = [
        each
        for each in outcomes(cumulative(2017, 300, 1200), [then])["history.cumulative_falls"]
        if each.verdict == "fail"
    ]
    assert outcome.evidence.equation == "1200 < 9000"


def test_2019_is_compared_with_the_statistics_of_2018_in_their_own_form() -> None:
    then = report(2018, {"statistics.3.1.count": 7, "statistics.3.2.count": 5}, on="2014")
    right = report(2019, {"applications.carried_in.total": 2}, on="2019")
    wrong = report(2019, {"applications.carried_in.total": 0}, on="2019")
    assert verdicts(outcomes(right, [then]), "history.first_carried_in") == {"pass"}
    assert failing(wrong, [then]) == {"history.first_carried_in"}
    assert verdicts(outcomes(wrong, [then]), "history.carried_in") == {"not_applicable"}
    older = report(2018, {"statistics.requests.year": 7}, on="fujian")
    assert verdicts(outcomes(wrong, [older]), "history.first_carried_in") == {"not_applicable"}


def test_the_same_row_counts_though_last_year_printed_it_undivided() -> None:
    now = report(2024, {"applications.carried_in.total": 1})
    then = report(2023, {"applications.other.total": 4, "applications.carried_out.total": 2})
    assert now.form is not None
    assert then.form is not None
    assert now.form.omitted != then.form.omitted
    assert failing(now, [then]) == {"history.carried_in"}


@pytest.mark.parametrize("cell", ["空", None, "见附件"])
def test_what_last_year_left_open_cannot_be_assessed(cell: str | None) -> None:
    found = outcomes(
        report(2024, {"applications.carried_in.total": 3}), [report(2023, {"applications.carried_out.total": cell})]
    )
    assert verdicts(found, "history.carried_in") == {"not_assessable"}
    assert "上年" in found["history.carried_in"][0].evidence.why


@pytest.mark.parametrize(
    ("then", "now", "verdict"),
    [
        (550, 9487, "fail"),
        (9487, 550, "fail"),
        (0, 120, "fail"),
        (500, 0, "fail"),
        (550, 2000, "pass"),
        (1, 60, "pass"),
        (0, 0, "pass"),
        (550, "约9000", "fail"),
        (550, "5000余", "not_assessable"),
        (550, "空", "not_applicable"),
        (550, None, "not_assessable"),
    ],
)
def test_a_figure_far_from_last_years_is_told(then: int, now: Any, verdict: str) -> None:
    cell = "licensing.licences.decisions"
    found = outcomes(report(2024, {cell: now}), [report(2023, {cell: then})])["history.jump"]
    assert {outcome.verdict for outcome in found if outcome.instance == cell} == {verdict}


def test_an_amount_ten_thousand_times_last_years_is_told_to_be_in_yuan() -> None:
    cell = "fees.fees.amount"
    found = outcomes(report(2024, {cell: 35200}), [report(2023, {cell: "3.51"})])["history.jump"]
    (outcome,) = [outcome for outcome in found if outcome.verdict == "fail"]
    assert "元" in outcome.evidence.message
    assert outcome.instance == cell


def test_every_form_has_the_cells_that_the_rules_name() -> None:
    assert "documents.normative.in_force" in form("2021").cells
    assert all(f"{row}.previous" in form("2019").cells for row in MATTERS)
