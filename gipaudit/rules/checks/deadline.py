"""Whether the report was published in time.

Basis: 《中华人民共和国政府信息公开条例》 art. 49 (2019): departments publish by 31 January, the office in charge
publishes its government's report by 31 March; before the revision art. 31: all by 31 March. Townships and zones have
no date in the law; an office gives them one here or in its roster. A day that is not known is never held against
the unit, and neither is one that the page may have been given afresh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import TIERS, UNIT_KINDS, Report, Reports
from gipaudit.rules.check import Check, OptionProblem, Outcomes, per_report
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome, Verdict

INSTANCE, LABEL = "published", "发布日期"
STALE = timedelta(days=366)
"""A page dated later than this after its deadline was most likely moved or published anew."""

_DAY = re.compile(r"(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])")


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    context = reports.context

    def one(rule: Rule, report: Report) -> Iterator[Outcome]:
        unit = context.rostered(report)
        own = unit.deadline if unit is not None else None
        year = report.identity.year
        if year is None:
            yield _outcome("not_assessable", "报告年度不明，无法核对发布期限")
            return
        deadlines = _deadlines(rule, report, year)
        if own is not None and own.year == year + 1:
            deadlines = {own}
        yield _published(rule, report, deadlines, context.today)

    return per_report(one)(rule, reports)


def _deadlines(rule: Rule, report: Report, year: int) -> set[date | None]:
    """The days that may bind the unit: several where its level is not wholly known, ``None`` where none may."""
    options: Mapping[str, str] = rule.options["deadlines"]
    tier, _, kind = report.identity.level.partition("-")
    found: set[date | None] = set()
    for possible_tier in TIERS if tier == "unknown" else (tier,):
        for possible_kind in UNIT_KINDS if kind == "unknown" else (kind,):
            found.add(_deadline(options, possible_tier, possible_kind, year))
    return found


def _deadline(options: Mapping[str, str], tier: str, kind: str, year: int) -> date | None:
    """The deadline of one level: the pattern that says most goes first."""
    for pattern in (f"{tier}-{kind}", f"*-{kind}", f"{tier}-*", "*-*"):
        if pattern in options:
            month, _, day = options[pattern].partition("-")
            return date(year + 1, int(month), int(day))
    return None


def _published(rule: Rule, report: Report, deadlines: set[date | None], today: date | None) -> Outcome:
    known = sorted(each for each in deadlines if each is not None)
    if not known:
        return _outcome("not_applicable", "规则没有为这一级单位规定发布期限")
    day = report.identity.published
    if day is None:
        return _outcome("not_assessable", "文件和网页中没有发布日期，无法判断是否按时")
    doubt = next((each.why for each in report.uncertain if each.what == "published"), "")
    if today is not None and day > today:
        doubt = f"发布日期{_said(day)}晚于审核日期{_said(today)}"
    if doubt:
        return _outcome("not_assessable", f"发布日期不能确定（{doubt}），无法判断是否按时")
    grace = timedelta(days=rule.options.get("days", 0))
    if day <= known[0] + grace:
        return _outcome("pass")
    if day <= known[-1] + grace or None in deadlines:
        return _outcome("not_assessable", "单位的层级或类别未能识别，不知适用哪个期限")
    if day > known[-1] + STALE:
        return _outcome("not_assessable", f"发布日期{_said(day)}距期限一年以上，疑为网页迁移或重新发布")
    late = (day - known[-1]).days
    values = {"found": _said(day), "expected": _said(known[-1]), "difference": str(late)}
    message = f"发布日期为{_said(day)}，应不晚于{_said(known[-1])}，迟{late}天"
    return Outcome(INSTANCE, LABEL, "fail", Evidence(values=values, message=message))


def _outcome(verdict: Verdict, why: str = "") -> Outcome:
    return Outcome(INSTANCE, LABEL, verdict, Evidence(why=why))


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    for pattern, day in rule.options["deadlines"].items():
        match = _DAY.fullmatch(day)
        try:
            if match is not None:
                date(2023, int(match["month"]), int(match["day"]))
                continue
        except ValueError:
            pass
        message = Message(
            f"期限应写作 月-日，如 01-31，不是“{day}”", f"a deadline is a day such as 01-31, not {day!r}"
        )
        yield OptionProblem(("deadlines", pattern), message)


def _explain(rule: Rule, form: Form | None) -> str:
    listed = "；".join(f"{pattern} 为次年{day}" for pattern, day in rule.options["deadlines"].items())
    return (
        f"按单位的层级和类别核对发布日期：{listed}。名录中写有期限的单位以名录为准。"
        "没有发布日期、日期有疑问或层级不明的，记为无法判断，不算逾期。"
    )


CHECK = Check(
    name="deadline",
    title=Message("是否按时发布", "Whether the report was published in time"),
    options={
        "type": "object",
        "required": ["deadlines"],
        "properties": {
            "deadlines": {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": rf"^({'|'.join(TIERS)}|\*)-({'|'.join(UNIT_KINDS)}|\*)$"},
                "additionalProperties": {"type": "string"},
                "description": "各级单位次年的发布期限，月-日，如 {city-department: 01-31}；层级可用 * 代替",
            },
            "days": {"type": "integer", "minimum": 0, "maximum": 366, "description": "宽限天数"},
        },
        "additionalProperties": False,
    },
    judge=_judge,
    validate=_validate,
    explain=_explain,
)
