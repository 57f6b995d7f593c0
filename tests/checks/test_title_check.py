"""The title names unit and year and calls the report by its name; one finding tells all that is off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.reports import judge, report

from gipaudit.documents.model import Paragraph, Place
from gipaudit.forms.report import Report, Uncertain
from gipaudit.rules.checks.title import CHECK
from gipaudit.scorecard import Outcome


def title(printed: str | None, **rest: object) -> Outcome:
    return judge(CHECK, report(title=printed, year=2022, **rest))["title"]


@pytest.mark.parametrize(
    "printed",
    [
        "青石市民政局2022年政府信息公开工作年度报告",
        "青石市民政局2022年度政府信息公开工作年度报告",
        "2022年青石市政府信息公开工作年度报告",
        "青石市民政局 2022 年 政府信息公开工作年度报告",
        "２０２２年度白水镇人民政府信息公开工作年度报告",
        "青石市民政局二〇二二年政府信息公开工作年度报告",
        "青石市民政局关于2022年政府信息公开工作年度报告",
    ],
)
def test_right_titles_pass(printed: str) -> None:
    assert title(printed).verdict == "pass"


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("青石市民政局2022年政府信息公开工作情年度报告", ["多出“情”"]),
        ("青石市民政局2022年政府信息公开年度报告", ["缺少“工作”"]),
        ("青石市民政局2022年政府信息公开工作报告", ["缺少“年度”"]),
        (
            "青石市民政局2022年政务信息公开工作年度报告",
            ["“政务信息公开工作年度报告”应为“政府信息公开工作年度报告”"],
        ),
        ("青石市民政局政府信息公开工作年度报告", ["缺少年份"]),
        ("2022年政府信息公开工作年度报告", ["缺少单位名称"]),
        ("关于政府信息公开年度报告", ["缺少“工作”", "缺少年份", "缺少单位名称"]),
        ("青石市民政局2022年工作总结", ["没有“政府信息公开工作年度报告”字样"]),
        ("青石市民政局2021年政府信息公开工作年度报告", ["年份“2021”与报告年度2022年不一致"]),
    ],
)
def test_each_fault_is_named_in_one_finding(printed: str, said: list[str]) -> None:
    outcome = title(printed)
    assert outcome.verdict == "fail"
    assert outcome.evidence.message == f"标题“{printed}”不规范：{'；'.join(said)}"
    assert outcome.evidence.values["found"] == printed


def broken(*lines: str) -> Report:
    """A report whose title stands on several lines; the last but one of two, or the second, is taken for it."""
    paragraphs = tuple(Paragraph(line, Place(line=index)) for index, line in enumerate(lines, 1))
    made = report(year=2022)
    heading = next(paragraph for paragraph in paragraphs if "公开" in paragraph.text)
    document = replace(made.document, blocks=(*paragraphs, *made.document.blocks))
    return replace(made, document=document, identity=replace(made.identity, title=heading))


@pytest.mark.parametrize(
    "lines",
    [
        ("青石市民政局", "2022年度政府信息公开工作年度报告"),
        ("青石市民政局2022年", "政府信息公开工作年度报告"),
        ("青石市民政局", "2022年", "政府信息公开工作年度报告"),
        ("青石市民政局2022年政府信息公开", "工作年度报告"),
    ],
)
def test_a_title_on_several_lines_is_read_as_one(lines: tuple[str, ...]) -> None:
    assert judge(CHECK, broken(*lines))["title"].verdict == "pass"


@pytest.mark.parametrize(
    "line", ["发布时间：2022年1月3日", "当前位置 首页", "我们在这里说一句与标题无关的话。", "正文"]
)
def test_a_line_that_is_no_part_of_the_title_lends_it_nothing(line: str) -> None:
    outcome = judge(CHECK, broken(line, "政府信息公开工作年度报告"))["title"]
    assert outcome.evidence.message.endswith("缺少年份；缺少单位名称")


def test_a_year_that_is_itself_uncertain_accuses_nobody() -> None:
    made = report(title="白水镇2020年政府信息公开工作年度报告", year=2021)
    doubted = replace(made, uncertain=(Uncertain("year", "2021", "标题为2020，统计期限为2021"),))
    outcome = judge(CHECK, doubted)["title"]
    assert outcome.verdict == "not_assessable"
    assert "统计期限为2021" in outcome.evidence.why


def test_without_a_title_nothing_is_said() -> None:
    assert title(None).verdict == "not_assessable"
