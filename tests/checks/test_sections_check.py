"""Sections: missing only where nothing is found, and never where a conversion may have lost it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.reports import SMALL, judge, problems, report, without_form

from gipaudit.authoring.specimen import Draft
from gipaudit.forms.report import SectionState
from gipaudit.rules.checks.sections import CHECK
from gipaudit.scorecard import Verdict

ALL = ["present", "order", "title", "filled", "tables"]


def verdict(section: Draft, ask: str, **rest: Any) -> Verdict:
    outcomes = judge(CHECK, report(sections={"problems": section}, **rest), asks=[ask])
    return outcomes[f"problems:{ask}"].verdict


def test_a_report_in_order_passes_everything() -> None:
    outcomes = judge(CHECK, report(), asks=ALL)
    assert {outcome.verdict for outcome in outcomes.values()} == {"pass"}
    assert set(outcomes) == {
        *(f"{id}:{ask}" for id in ("overview", "requests", "problems") for ask in ("present", "title", "filled")),
        "requests:tables",
        "order",
    }


@pytest.mark.parametrize(
    ("state", "present", "title", "filled"),
    [
        ("present", "pass", "pass", "pass"),
        ("empty", "pass", "pass", "fail"),
        ("missing", "fail", "not_applicable", "not_applicable"),
        ("unknown", "not_assessable", "not_assessable", "not_assessable"),
    ],
)
def test_each_state_is_answered_by_the_rule_it_concerns(
    state: SectionState, present: Verdict, title: Verdict, filled: Verdict
) -> None:
    section = Draft(text="" if state == "empty" else "仍有不足。", state=state)
    assert [verdict(section, ask) for ask in ("present", "title", "filled")] == [present, title, filled]


def test_content_without_its_heading_is_present_but_untitled() -> None:
    section = Draft(title="")
    assert verdict(section, "present") == "pass"
    assert verdict(section, "title") == "fail"
    assert verdict(section, "title", lossy=True) == "not_assessable"


def test_nothing_is_held_against_the_unit_where_a_conversion_may_have_lost_it() -> None:
    assert verdict(Draft(state="missing"), "present", lossy=True) == "not_assessable"
    assert verdict(Draft(text="", state="empty"), "filled", lossy=True) == "not_assessable"
    nothing = {id: Draft(state="unknown") for id in ("overview", "requests", "problems", "other")}
    assert judge(CHECK, report(sections=nothing, lossy=True), asks=["order"])["order"].verdict == "not_assessable"


def test_a_missing_section_is_named_in_the_message() -> None:
    outcomes = judge(CHECK, report(sections={"problems": Draft(state="missing")}))
    message = outcomes["problems:present"].evidence.message
    assert message == "缺少“存在的主要问题及改进情况”一节：既没有这一标题，也没有相应内容"


def test_a_section_that_the_form_does_not_require_is_asked_only_by_name() -> None:
    made = report(sections={"other": Draft(state="missing")})
    assert "other:present" not in judge(CHECK, made)
    assert judge(CHECK, made, sections=["其他需要报告的事项"])["other:present"].verdict == "fail"


@pytest.mark.parametrize(
    "heading",
    [
        "三、存在的主要问题及改进情况",
        "三、 存在的主要问题及改进情况：",
        "（三）存在的主要问题和改进情况",
        "第三部分 存在的主要问题及改进情况",
        "“存在的主要问题及改进情况”",
        "三、存在问题和改进措施",
        "三、政府信息公开工作存在的主要问题及改进情况",
        "三、2022年度存在的主要问题及改进情况（续）",
        "三、示例市示例局存在的主要问题及改进情况",
    ],
)
def test_numbering_blanks_quotes_and_known_wordings_are_no_fault(heading: str) -> None:
    assert verdict(Draft(title=heading), "title") == "pass"


def test_another_heading_is_told_with_the_forms_own() -> None:
    outcomes = judge(CHECK, report(sections={"overview": Draft(title="一、工作总体推进情况")}), asks=["title"])
    outcome = outcomes["overview:title"]
    assert outcome.verdict == "fail"
    assert outcome.evidence.message == "标题“一、工作总体推进情况”与格式规定的“总体情况”不一致"
    assert outcome.evidence.passages[0].place.paragraph == 2


def test_a_wrong_order_is_one_finding_that_shows_the_order_found() -> None:
    outcome = judge(CHECK, report(order=["overview", "problems", "requests"]), asks=["order"])["order"]
    assert outcome.verdict == "fail"
    assert outcome.evidence.values["found"] == "总体情况、存在的主要问题及改进情况、收到和处理政府信息公开申请情况"


def test_a_missing_section_does_not_disturb_the_order() -> None:
    made = report(sections={"requests": Draft(state="missing")})
    assert judge(CHECK, made, asks=["order"])["order"].verdict == "pass"


def test_a_form_without_order_takes_any_order_and_thematic_chapters() -> None:
    made = report(
        form=replace(SMALL, ordered=False), order=["problems", "overview"], sections={"overview": Draft(title="")}
    )
    outcomes = judge(CHECK, made, asks=["present", "order", "title"])
    assert outcomes["order"].verdict == "not_applicable"
    assert outcomes["overview:title"].verdict == "not_applicable"
    assert outcomes["overview:present"].verdict == "pass"


def test_a_picture_instead_of_a_table_is_told_once_and_its_cells_are_named() -> None:
    cells = {cell.address: "缺" for cell in SMALL.standard.countable}
    made = report(cells, {"requests": Draft(tables=False, pictures=1)})
    outcome = judge(CHECK, made, asks=["tables"])["requests:tables"]
    assert outcome.verdict == "fail"
    assert "是图片" in outcome.evidence.message
    assert set(outcome.evidence.cells) == set(cells)


def test_a_picture_beside_a_table_that_was_read_is_no_fault() -> None:
    made = report(sections={"requests": Draft(pictures=2)})
    assert judge(CHECK, made, asks=["tables"])["requests:tables"].verdict == "pass"


def test_without_a_known_form_nothing_can_be_said() -> None:
    (outcome,) = judge(CHECK, without_form(report())).values()
    assert outcome.verdict == "not_assessable"


def test_without_tables_the_outline_of_the_year_is_held_to() -> None:
    made = without_form(report(sections={"requests": Draft(text="", state="empty")}), SMALL)
    outcomes = judge(CHECK, made, asks=["present", "filled", "tables"])
    assert outcomes["overview:present"].verdict == "pass"
    assert outcomes["requests:filled"].verdict == "fail"
    assert outcomes["requests:tables"].verdict == "not_applicable"


def test_an_unknown_section_is_answered_with_the_nearest() -> None:
    (problem,) = problems(CHECK, sections=["overview", "存在的主要问题及整改情况"])
    assert problem.startswith("sections.1: ")
    assert "存在的主要问题及改进情况" in problem
