"""Whether the report states its statistical period, and whether that is the year it reports on.

Basis: the form's practice and local standards: 统计期限自Y年1月1日起至12月31日止, stated before the first tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.passages import Prose
from gipaudit.rules.rule import Rule
from gipaudit.rules.stated import stated_period
from gipaudit.rules.years import Period
from gipaudit.scorecard import Evidence, Outcome

INSTANCE, LABEL = "period", "统计期限"


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    yield _statement(report)


def _statement(report: Report) -> Outcome:
    prose, found = stated_period(report)
    return _none(report, prose) if found is None else _found(report, prose, found)


def _none(report: Report, prose: Prose) -> Outcome:
    preamble = report.sections.get("preamble")
    if not prose.text or (report.document.lossy and preamble is None):
        why = "文件经过转换，报告的引言可能已丢失，无法判断是否写明统计期限"
        return Outcome(INSTANCE, LABEL, "not_assessable", Evidence(why=why))
    year = report.identity.year
    expected = f"{year}年1月1日至{year}年12月31日" if year is not None else "统计期限"
    message = f"没有写明数据的统计期限（应写明{expected}）" if year is not None else "没有写明数据的统计期限"
    return Outcome(INSTANCE, LABEL, "fail", Evidence(values={"expected": expected, "found": "无"}, message=message))


def _found(report: Report, prose: Prose, period: Period) -> Outcome:
    passage = prose.passage(period.start, period.end)
    year = report.identity.year
    values = {"found": passage.text, "year": str(year or "")}
    if period.first is None:
        message = f"统计期限没有写全或写错：{passage.text}"
        return Outcome(INSTANCE, LABEL, "fail", Evidence(values=values, message=message, passages=(passage,)))
    if year is None:
        why = f"报告年度不明，无法核对统计期限（{passage.text}）"
        return Outcome(INSTANCE, LABEL, "not_assessable", Evidence(why=why, passages=(passage,)))
    if (period.first, period.last) != (year, year):
        stated = f"{period.first}年" if period.first == period.last else f"{period.first}年至{period.last}年"
        message = f"统计期限写的是{stated}，与报告年度{year}年不一致：{passage.text}"
        evidence = Evidence(values={**values, "expected": f"{year}年"}, message=message, passages=(passage,))
        return Outcome(INSTANCE, LABEL, "fail", evidence)
    if not period.whole:
        why = f"统计期限不是整年，请核实（新设单位等可能如此）：{passage.text}"
        return Outcome(INSTANCE, LABEL, "not_assessable", Evidence(why=why, passages=(passage,)))
    return Outcome(INSTANCE, LABEL, "pass")


def _explain(rule: Rule, form: Form | None) -> str:
    return (
        "检查报告是否写明数据的统计期限（如“统计期限自2024年1月1日起至12月31日止”），以及期限是否就是报告年度。"
        "先在引言和第一部分找，再在全文找带有“统计期限”等字样的表述；期限写错、残缺的，列出原文。"
    )


CHECK = Check(
    name="period",
    title=Message("是否写明统计期限", "Whether the statistical period is stated"),
    options={"type": "object", "properties": {}, "additionalProperties": False},
    judge=per_report(_judge),
    explain=_explain,
)
