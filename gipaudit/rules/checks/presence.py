"""Whether a unit that should report has reported: the one check that is asked of units of which nothing came.

Basis: 《中华人民共和国政府信息公开条例》 art. 49. The roster (``--units``) says who should report, its own deadline
or the option ``deadlines`` by when. Before that day nobody is missing; where a file may hold the report and could not
be read, nobody is accused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.absent import Absent
from gipaudit.rules.check import Check, OptionProblem, Outcomes, per_report
from gipaudit.rules.deadlines import SCHEMA, deadlines, problems, said
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome, Verdict

INSTANCE, LABEL = "present", "年度报告"
_SHOWN = 3


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    roster = reports.context.roster

    def one(rule: Rule, report: Report) -> Iterator[Outcome]:
        if roster is None:
            yield _outcome("not_applicable", "没有给出单位名录")
        elif reports.context.rostered(report) is None:
            yield _outcome("not_applicable", "名录中没有认出这个单位")
        else:
            yield _outcome("pass")

    return per_report(one)(rule, reports)


def _absent(rule: Rule, absent: Absent) -> Outcome:
    unit, year = absent.unit, absent.year
    days = {day for day in deadlines(rule.options["deadlines"], unit.level, year) if day is not None}
    if unit.deadline is not None and unit.deadline.year == year + 1:
        days = {unit.deadline}
    if not days:
        return _outcome("not_applicable", "规则没有为这一级单位规定发布期限")
    if absent.today is None:
        return _outcome("not_assessable", "不知审核日期，无法判断是否已到发布期限")
    last = max(days)
    if absent.today <= last + timedelta(days=rule.options.get("days", 0)):
        return _outcome("not_applicable", f"没有收到，尚未到期（期限{said(last)}）")
    if absent.maybe:
        files = "、".join(absent.maybe[:_SHOWN]) + ("等" if len(absent.maybe) > _SHOWN else "")
        return _outcome("not_assessable", f"没有认出该单位的报告，但可能是 {files}，请核对")
    message = f"没有收到{year}年度报告（应于{said(last)}前公布）"
    if absent.other_years:
        message += f"，只有{'、'.join(map(str, absent.other_years))}年度的报告"
    values = {"expected": said(last)}
    return Outcome(INSTANCE, LABEL, "fail", Evidence(values=values, message=message))


def _outcome(verdict: Verdict, why: str = "") -> Outcome:
    return Outcome(INSTANCE, LABEL, verdict, Evidence(why=why))


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    yield from problems(rule.options["deadlines"])


def _explain(rule: Rule, form: Form | None) -> str:
    listed = "；".join(f"{pattern} 为次年{day}" for pattern, day in rule.options["deadlines"].items())
    return (
        f"给出单位名录（--units）时，名录中的单位到期没有报告的，记为未报送：{listed}；名录中写有期限的以名录为准。"
        "期限以前不作判断；有文件可能是该单位的报告而不能确认的，记为无法判断。"
    )


CHECK = Check(
    name="presence",
    title=Message("应报送的单位是否都已报送", "Whether every unit that should report has"),
    options={
        "type": "object",
        "required": ["deadlines"],
        "properties": {
            "deadlines": SCHEMA,
            "days": {"type": "integer", "minimum": 0, "maximum": 366, "description": "宽限天数"},
        },
        "additionalProperties": False,
    },
    judge=_judge,
    validate=_validate,
    explain=_explain,
    absent=_absent,
)
