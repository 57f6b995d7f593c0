"""Whether the report was published in time.

Basis: 《中华人民共和国政府信息公开条例》 art. 49 (2019): departments publish by 31 January, the office in charge
publishes its government's report by 31 March; before the revision art. 31: all by 31 March. Townships and zones have
no date in the law; an office gives them one here or in its roster. A day that is not known is never held against
the unit, and neither is one that the page may have been given afresh. A report that bears no day has that of the page
it was fetched from; the day on which it was fetched can only show that it was in time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.fetched import Fetched
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, OptionProblem, Outcomes, per_report
from gipaudit.rules.deadlines import SCHEMA, deadlines, problems, said
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome, Verdict

INSTANCE, LABEL = "published", "发布日期"
STALE = timedelta(days=366)
"""A page dated later than this after its deadline was most likely moved or published anew."""


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    context = reports.context

    def one(rule: Rule, report: Report) -> Iterator[Outcome]:
        unit = context.rostered(report)
        own = unit.deadline if unit is not None else None
        year = report.identity.year
        if year is None:
            yield _outcome("not_assessable", "报告年度不明，无法核对发布期限")
            return
        days = deadlines(rule.options["deadlines"], report.identity.level, year)
        if own is not None and own.year == year + 1:
            days = {own}
        fetched = context.fetched.of_file(report.sha256) if context.fetched is not None else ()
        found = _day_of(report, [each for each in fetched if each.year == year], context.today)
        yield _published(rule, found, days, context.today)

    return per_report(one)(rule, reports)


@dataclass(frozen=True)
class _Day:
    """When a report was published: ``day``, or why that is not known (``doubt``); ``by`` bounds it where it is not.

    ``where`` says what states the day, where it is not the report itself.
    """

    day: date | None = None
    doubt: str = ""
    by: date | None = None
    where: str = ""


def _day_of(report: Report, fetched: Sequence[Fetched], today: date | None) -> _Day:
    """The day that a report bears, else that of the page it was fetched from, else a day on which it was public.

    The day of fetching proves only that a report was public by then, never that it was not before.
    """
    by = min((each.public_by for each in fetched if each.public_by is not None), default=None)
    day = report.identity.published
    if day is not None:
        doubt = next((each.why for each in report.uncertain if each.what == "published"), "")
        if today is not None and day > today:
            doubt = f"发布日期{said(day)}晚于审核日期{said(today)}"
        return _Day(None, f"发布日期不能确定（{doubt}）", by) if doubt else _Day(day)
    stated = {each.published for each in fetched if each.published is not None}
    seen = min((each.seen for each in fetched if each.seen is not None), default=None)
    if len(stated) == 1 and (seen is None or max(stated) <= seen):
        return _Day(max(stated), where="（报告所在网页标注）")
    if by is not None:
        return _Day(None, f"文件和网页中没有发布日期，只知{said(by)}已经公布", by)
    return _Day(None, "文件和网页中没有发布日期")


def _published(rule: Rule, found: _Day, days: set[date | None], today: date | None) -> Outcome:
    known = sorted(each for each in days if each is not None)
    if not known:
        return _outcome("not_applicable", "规则没有为这一级单位规定发布期限")
    grace = timedelta(days=rule.options.get("days", 0))
    day = found.day or found.by
    if day is not None and day <= known[0] + grace:
        return _outcome("pass")
    if day is None or found.day is None:
        return _outcome("not_assessable", f"{found.doubt}，无法判断是否按时")
    if day <= known[-1] + grace or None in days:
        return _outcome("not_assessable", "单位的层级或类别未能识别，不知适用哪个期限")
    if day > known[-1] + STALE:
        return _outcome("not_assessable", f"发布日期{said(day)}距期限一年以上，疑为网页迁移或重新发布")
    late = (day - known[-1]).days
    values = {"found": said(day), "expected": said(known[-1]), "difference": str(late)}
    message = f"发布日期为{said(day)}{found.where}，应不晚于{said(known[-1])}，迟{late}天"
    return Outcome(INSTANCE, LABEL, "fail", Evidence(values=values, message=message))


def _outcome(verdict: Verdict, why: str = "") -> Outcome:
    return Outcome(INSTANCE, LABEL, verdict, Evidence(why=why))


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    yield from problems(rule.options["deadlines"])


def _explain(rule: Rule, form: Form | None) -> str:
    listed = "；".join(f"{pattern} 为次年{day}" for pattern, day in rule.options["deadlines"].items())
    return (
        f"按单位的层级和类别核对发布日期：{listed}。名录中写有期限的单位以名录为准。"
        "报告没有写发布日期的，看采集清单（--manifest）中所在网页标注的日期；期限内采集到的算按时，采集日期本身不作为逾期的依据。"
        "没有发布日期、日期有疑问或层级不明的，记为无法判断，不算逾期。"
    )


CHECK = Check(
    name="deadline",
    title=Message("是否按时发布", "Whether the report was published in time"),
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
)
