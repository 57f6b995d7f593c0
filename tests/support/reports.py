"""Small forms and reports made by hand, for tests of whatever judges reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gipaudit.authoring.specimen import CellValue, Draft, Specimen, make_report
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Column, Form, FormSection, FormTable, Group, Label, Row
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Outcome


def named(name: str, *variants: str) -> Label:
    return Label(name, name, variants)


SMALL = Form(
    id="small",
    title="示例格式",
    title_en="A small form",
    basis="",
    first_year=2021,
    last_year=2024,
    sections=(
        FormSection(
            "overview",
            named("总体情况", "概述"),
            "一",
            strands=(named("主动公开"), named("监督保障", "监督管理")),
        ),
        FormSection("requests", named("收到和处理政府信息公开申请情况"), "二", tables=("requests", "fees")),
        FormSection("problems", named("存在的主要问题及改进情况", "存在问题和改进措施"), "三", cues=("问题", "不足")),
        FormSection("other", named("其他需要报告的事项"), "四", required=False),
    ),
    tables=(
        FormTable(
            "requests",
            named("表三", "申请表"),
            rows=(
                Row("heading", Label("一、申请", "申请"), "heading"),
                Row("new", Label("（一）本年新收", "本年新收")),
                Row("done", Label("（二）办理结果总计", "办理结果总计")),
                Row("other", Label("（三）其他处理", "其他处理")),
                Row("other.fee", Label("1.逾期未缴费", "逾期未缴费")),
                Row("other.rest", Label("2.其他", "其他处理其他")),
            ),
            columns=(Column("natural", named("自然人")), Column("total", named("总计"))),
            section="requests",
            row_groups=(Group("other", named("其他处理"), ("other.fee", "other.rest")),),
            alternatives={"other": ("other.fee", "other.rest")},
        ),
        FormTable(
            "fees",
            named("收费表"),
            rows=(Row("fees", named("行政事业性收费")),),
            columns=(
                Column("change", named("本年增/减"), "signed"),
                Column("amount", named("收费金额"), "amount", "万元"),
            ),
            section="requests",
        ),
    ),
    headers=("本年制发件数",),
)


def report(
    cells: Mapping[str, CellValue] | None = None,
    sections: Mapping[str, Draft | str] | None = None,
    form: Form = SMALL,
    **rest: Any,
) -> Report:
    """A report of which only what is named differs from one that is in order."""
    drafts = {id: draft if isinstance(draft, Draft) else Draft(text=draft) for id, draft in (sections or {}).items()}
    return make_report(form, Specimen(cells=cells or {}, sections=drafts, **rest))


def without_form(made: Report, outline: Form | None = None) -> Report:
    """The same report where no known table was found; ``outline`` is the form whose sections were looked for."""
    return replace(made, form=None, readings={}, outline=outline)


def rule(check: str, *, forms: tuple[str, ...] = ("small",), id: str = "test.rule", **options: Any) -> Rule:
    return Rule(id=id, title="示例规则", check=check, forms=forms, options=options)


def judge(check: Check, made: Report, **options: Any) -> dict[str, Outcome]:
    """The outcomes of one rule of this check on one report, by instance."""
    outcomes = check.judge(rule(check.name, **options), Reports([made]))
    return {outcome.instance: outcome for outcome in outcomes.of(0)}


def problems(check: Check, *forms: Form, **options: Any) -> list[str]:
    """What the check has to say against these options, in Chinese, with the path."""
    by_id = {form.id: form for form in forms or (SMALL,)}
    return [
        f"{'.'.join(map(str, problem.path))}: {problem.message.zh}"
        for problem in check.validate(rule(check.name, **options), by_id)
    ]
