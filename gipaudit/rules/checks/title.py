"""Whether the title names the unit and the year and calls the report by its name.

Basis: arts. 49 and 50 of the Regulation name it 政府信息公开工作年度报告; the year is the one reported on.
"""

from __future__ import annotations

from collections.abc import Iterator

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.masking import mask
from gipaudit.rules.rule import Rule
from gipaudit.rules.stated import stated_period
from gipaudit.rules.titles import WORDS, read_title, wrong_words
from gipaudit.scorecard import Evidence, Outcome, Passage

INSTANCE, LABEL = "title", "标题"


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    yield _outcome(report)


def _outcome(report: Report) -> Outcome:
    title = read_title(report)
    if title is None or report.identity.title is None:
        return Outcome(INSTANCE, LABEL, "not_assessable", Evidence(why="没有找到报告的标题"))
    wrong = wrong_words(title.words)
    if not title.years:
        wrong.append("缺少年份")
    if not title.unit:
        wrong.append("缺少单位名称")
    year = report.identity.year
    other = year is not None and bool(title.years) and year not in title.years
    stated = _stated_year(report) if other else None
    if other:
        against = f"统计期限（{stated}年）" if stated == year else f"报告年度{year}年"
        wrong.append(f"年份“{'、'.join(map(str, title.years))}”与{against}不一致")
    printed = mask(title.printed)
    if not wrong:
        return Outcome(INSTANCE, LABEL, "pass")
    expected = f"{report.identity.unit or '单位名称'}{year or 'YYYY'}年{WORDS}"
    passage = Passage("found", "title", printed, report.identity.title.place)
    doubt = next((item.why for item in report.uncertain if item.what == "year"), "")
    if other and len(wrong) == 1 and doubt and stated != year:
        why = f"标题“{printed}”的{wrong[0]}，而报告年度本身不能确定：{doubt}"
        return Outcome(INSTANCE, LABEL, "not_assessable", Evidence(why=why, passages=(passage,)))
    return Outcome(
        INSTANCE,
        LABEL,
        "fail",
        Evidence(
            values={"found": printed, "expected": expected, "count": str(len(wrong))},
            message=f"标题“{printed}”不规范：{'；'.join(wrong)}",
            passages=(passage,),
        ),
    )


def _stated_year(report: Report) -> int | None:
    """The year of the period that the report itself states: a title against it is wrong, or the period is."""
    _, period = stated_period(report)
    return period.first if period is not None and period.first == period.last else None


def _explain(rule: Rule, form: Form | None) -> str:
    return (
        f"检查标题是否写明单位名称、年份，并称为“{WORDS}”；“年度”重复（如“2023年度{WORDS}”）不计较，标题分行不计较。"
        "标题的年份须是报告年度，不是发布的年份。"
    )


CHECK = Check(
    name="title",
    title=Message("标题是否规范", "Whether the title is as it must be"),
    options={"type": "object", "properties": {}, "additionalProperties": False},
    judge=per_report(_judge),
    explain=_explain,
)
