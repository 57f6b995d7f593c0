"""What the text must and must not say, wherever lines are broken and whatever the width of its letters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reports import SMALL, judge, problems, report, rule, without_form

from gipaudit.authoring.specimen import Draft
from gipaudit.forms.arrays import Reports
from gipaudit.forms.report import Report
from gipaudit.rules.checks.mentions import CHECK
from gipaudit.scorecard import Outcome, Verdict


def one(made: Report, **options: Any) -> Outcome:
    (outcome,) = judge(CHECK, made, **options).values()
    return outcome


def overview(text: str, **rest: Any) -> Report:
    return report(sections={"overview": Draft(text=text)}, **rest)


def test_all_of_with_an_inner_list_means_any_of_it() -> None:
    options = {"section": "overview", "all_of": ["考核", ["社会评议", "评议"], "责任追究|追责"]}
    assert one(overview("开展年度考核，组织评议，未发生追责情形。"), **options).verdict == "pass"
    outcome = one(overview("开展年度考核。"), **options)
    assert outcome.verdict == "fail"
    assert outcome.instance == "overview"
    assert outcome.evidence.values["expected"] == "“社会评议”或“评议”、“责任追究|追责”"
    assert outcome.evidence.message == "“总体情况”没有提到“社会评议”或“评议”、“责任追究|追责”"


def test_words_are_found_across_broken_lines_blanks_and_full_width_signs() -> None:
    made = overview("本年度未收取信息\n处理费，　共０元\n（含减免）。")
    assert one(made, section="总体情况", all_of=["信息处理费", "共 0 元（含减免）"]).verdict == "pass"


def test_any_of_asks_for_one() -> None:
    assert one(overview("已收取费用。"), any_of=["未收取", "收取"]).verdict == "pass"
    outcome = one(overview("无。"), section="overview", any_of=["未收取", "收取"])
    assert outcome.evidence.message == "“总体情况”没有提到“未收取”或“收取”"


def test_none_of_shows_what_it_found_and_where() -> None:
    made = overview("前文。\n全文包括咨询情况和政府支出与收费情况，以及其他。")
    outcome = one(made, section="overview", none_of=["政府支出(和|与)收费"])
    assert outcome.verdict == "fail"
    (passage,) = outcome.evidence.passages
    assert passage.section == "overview"
    assert "政府支出与收费" in passage.text
    assert passage.place == made.sections["overview"].paragraphs[1].place
    assert outcome.evidence.message.endswith("：“政府支出与收费”")


def test_words_found_are_told_once_and_passages_that_overlap_as_one() -> None:
    made = overview("包括咨询情况、申诉、政府支出和收费情况。\n再说咨询情况。")
    evidence = one(made, section="overview", none_of=["咨询情况", "申诉", "政府支出和收费"]).evidence
    assert evidence.values["found"] == "“咨询情况”、“申诉”、“政府支出和收费”"
    assert [passage.text for passage in evidence.passages] == [
        "包括咨询情况、申诉、政府支出和收费情况。",
        "再说咨询情况。",
    ]


def test_several_sections_are_searched_as_one() -> None:
    made = report(sections={"problems": "力度不足。", "other": "下一步将改进。"})
    assert one(made, section=["problems", "other"], all_of=["不足", "改进"]).verdict == "pass"
    assert one(made, section=["problems", "other"], all_of=["不足", "改进"]).instance == "problems+other"


def test_cells_of_tables_are_text_too() -> None:
    assert one(report(), section="requests", all_of=["本年新收"]).verdict == "pass"


@pytest.mark.parametrize(
    ("draft", "lossy", "expected"),
    [
        (Draft(state="missing"), False, "not_applicable"),
        (Draft(state="missing"), True, "not_assessable"),
        (Draft(state="unknown"), False, "not_assessable"),
        (Draft(text="", state="empty"), False, "not_applicable"),
        (Draft(text="", pictures=1), False, "not_assessable"),
        (Draft(text="无。"), True, "fail"),
        (Draft(text="无。", title=""), False, "fail"),
        (Draft(text="无。", title=""), True, "not_assessable"),
    ],
)
def test_words_not_found_are_a_fault_only_of_a_section_that_was_read(
    draft: Draft, lossy: bool, expected: Verdict
) -> None:
    made = report(sections={"problems": draft}, lossy=lossy)
    assert one(made, section="problems", all_of=["不足"]).verdict == expected


def test_what_must_not_be_said_is_told_even_where_something_was_lost() -> None:
    made = report(sections={"problems": Draft(state="unknown"), "overview": "内容雷同。"})
    assert one(made, section=["overview", "problems"], none_of=["雷同"]).verdict == "fail"
    assert one(made, section=["overview", "problems"], none_of=["照抄"]).verdict == "not_assessable"


def test_the_preamble_and_the_whole_report_can_be_named() -> None:
    made = report(preamble="根据规定编制本报告。")
    assert one(made, section="preamble", all_of=["编制"]).verdict == "pass"
    assert one(report(), section="preamble", all_of=["编制"]).verdict == "not_applicable"
    assert one(made, section="report", all_of=["编制", "其他需要报告的事项"]).verdict == "pass"


def test_a_report_without_a_known_form_is_still_searched_as_a_whole() -> None:
    made = without_form(overview("加强公开。"))
    assert one(made, all_of=["加强公开"]).verdict == "pass"
    assert one(made, section="overview", all_of=["加强公开"]).verdict == "pass"
    assert one(replace(made, outline=SMALL), section="总体情况", all_of=["不足"]).verdict == "fail"
    assert one(replace(made, sections={}), section="overview", all_of=["加强公开"]).verdict == "not_assessable"


def test_each_strand_of_a_section_is_an_instance() -> None:
    outcomes = judge(CHECK, overview("（一）主动公开。\n（二）监督管理。"), strands=True)
    assert {key: outcome.verdict for key, outcome in outcomes.items()} == {
        "overview:主动公开": "pass",
        "overview:监督保障": "pass",
    }
    outcome = judge(CHECK, overview("（一）主动公开。"), strands=True)["overview:监督保障"]
    assert outcome.verdict == "fail"
    assert outcome.evidence.message == "“总体情况”没有写到“监督保障”方面的情况"


@pytest.mark.parametrize(("said", "found"), [("监督与保障", True), ("监督考核保障", True), ("监督。保障", False)])
def test_a_strand_may_be_named_with_a_word_put_in(said: str, found: bool) -> None:
    outcomes = judge(CHECK, overview(f"主动公开。{said}"), strands=True)
    assert (outcomes["overview:监督保障"].verdict == "pass") == found


def test_strands_of_a_section_that_is_gone_are_left_to_the_rule_on_sections() -> None:
    made = report(sections={"overview": Draft(state="missing")})
    assert {outcome.verdict for outcome in judge(CHECK, made, strands=True).values()} == {"not_applicable"}


def test_personal_data_never_stands_in_a_message() -> None:
    made = overview("申请人：张三丰，电话13912345678，身份证37010219800101123X，照抄。")
    outcome = one(made, none_of=["照抄"])
    shown = outcome.evidence.message + "".join(passage.text for passage in outcome.evidence.passages)
    assert not any(secret in shown for secret in ("13912345678", "19800101", "张三丰"))
    assert "照抄" in shown


def test_bad_patterns_and_sections_are_problems_at_their_place() -> None:
    found = problems(
        CHECK,
        section=["overview", "总体状况"],
        all_of=["考核", ["评议", "社会(评议"]],
        none_of=["a{2000}", "x*"],
    )
    assert [problem.partition(": ")[0] for problem in found] == [
        "section.1",
        "all_of.1.1",
        "none_of.0",
        "none_of.1",
    ]
    assert "总体情况" in found[0]
    assert "括号没有成对" in found[1]


def test_strands_asked_of_a_section_that_has_none_is_a_problem() -> None:
    assert problems(CHECK, strands=True) == []
    (problem,) = problems(CHECK, strands=True, section="problems")
    assert problem == "strands: 所指章节没有规定须写的几个方面"


def test_the_explanation_is_a_sentence_with_chinese_titles() -> None:
    said = CHECK.explain(rule("mentions", section="overview", all_of=["考核", ["评议", "社会评议"]]), SMALL)
    assert said.startswith("“总体情况”必须提到“考核”、“评议”或“社会评议”。")
    assert "须写到主动公开、监督保障" in CHECK.explain(rule("mentions", strands=True), SMALL)


@given(st.text(max_size=300), st.booleans())
def test_no_text_makes_it_raise(text: str, lossy: bool) -> None:
    made = report(sections={"overview": Draft(text=text)}, lossy=lossy)
    asked = rule("mentions", section="overview", all_of=["考.{0,5}核"], none_of=["[0-9]+"], strands=True)
    outcomes = list(CHECK.judge(asked, Reports([made])).of(0))
    assert len(outcomes) == 3


@given(st.lists(st.sampled_from(["考", "核", " ", "　", "\n", "。", "１"]), max_size=30).map("".join))
def test_a_word_is_found_exactly_where_it_stands_without_blanks(text: str) -> None:
    found = one(overview(text + "。"), section="overview", all_of=["考核"]).verdict == "pass"
    assert found == ("考核" in "".join(text.split()))
