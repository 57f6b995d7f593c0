"""A small invented form with everything a formula may meet, and a bench on which rules are tried."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from gipaudit.documents.model import Document
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Column, Form, FormTable, Group, Label, Row
from gipaudit.forms.report import Identity, Reading, Report, whole_range
from gipaudit.rules.check import CODES, Outcomes
from gipaudit.rules.checks.identity import judge
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence

BLANK = "空"
UNREAD = "?"


def row(id: str, name: str, title: str = "", **more: Any) -> Row:
    return Row(id, Label(title or name, name), **more)


def column(id: str, name: str, **more: Any) -> Column:
    return Column(id, Label(name, name), **more)


REQUESTS = FormTable(
    id="requests",
    label=Label("申请情况表", "表甲"),
    rows=(
        row("heading", "办理情况", kind="heading"),
        row("new", "新收", "一、新收申请数量"),
        row("kept", "结转", "二、上年结转申请数量"),
        row("granted", "公开", "（一）予以公开"),
        row("refused.secret", "秘密", "1.属于秘密"),
        row("refused.query", "查询", "2.属于查询"),
        row("other", "其他处理", "（三）其他处理"),
        row("other.late", "逾期", "1.逾期不补正"),
        row("other.rest", "余项", "2.其他"),
        row("local", "本地事项", optional=True),
        row("total", "办结总计", "（四）总计"),
        row("left", "留待下年", "三、结转下年度"),
    ),
    columns=(column("person", "个人"), column("firm", "企业"), column("school", "学校"), column("all", "总计")),
    row_groups=(
        Group("refused", Label("（二）不予公开", "不予公开"), ("refused.secret", "refused.query")),
        Group("other", Label("（三）其他处理", "其他处理"), ("other", "other.late", "other.rest")),
        Group(
            "processed",
            Label("办理结果", "办理结果"),
            ("granted", "refused.secret", "refused.query", "other", "other.late", "other.rest", "local"),
        ),
    ),
    column_groups=(Group("bodies", Label("单位", "单位"), ("firm", "school")),),
    alternatives={"other": ("other.late", "other.rest")},
)
FEES = FormTable(
    id="fees",
    label=Label("收费表", "收费"),
    rows=(row("fees", "事业收费"), row("refund", "退费")),
    columns=(column("amount", "金额", kind="amount", unit="万元"),),
)
ITEMS = FormTable(
    id="items",
    label=Label("事项表", "事项"),
    rows=(row("licence", "许可"),),
    columns=(column("before", "上年项目"), column("change", "增/减", kind="signed"), column("now", "现有项目")),
)
FORM = Form("X", "试验格式", "A form for tests", "", None, None, (), (REQUESTS, FEES, ITEMS))
LOCAL = Form("X", "试验格式乙", "Its variant", "", None, None, (), (REQUESTS, FEES), variant="two")
PARTS = frozenset({"requests.other.late", "requests.other.rest"})
UNDIVIDED = frozenset({"requests.other", "requests.local"})


class Bench:
    """Makes reports of the small form and judges one formula on them."""

    form = FORM
    variant = LOCAL
    divided = FORM.layout(UNDIVIDED)
    undivided = FORM.layout(PARTS | {"requests.local"})
    blank = BLANK
    unread = UNREAD

    def reading(self, form: Form, address: str, value: Any) -> Reading:
        low, high = whole_range((form.whole or form).cells[address].kind)
        if isinstance(value, Reading):
            return value
        if value == BLANK:
            return Reading("blank", low, high)
        if value == UNREAD:
            return Reading("text", low, high, "若干")
        if isinstance(value, tuple):
            ends = [None if end is None else Decimal(end) for end in value]
            return Reading("number", ends[0], ends[1], "约数")
        number = Decimal(str(value))
        return Reading(
            "number", number, number, str(value), quantum=Decimal(1).scaleb(int(number.as_tuple().exponent))
        )

    def report(self, cells: Mapping[str, Any], form: Form | None = None, default: Any = 0) -> Report:
        layout = form or self.divided
        assert set(cells) <= set(layout.cells)
        readings = {
            cell.address: self.reading(layout, cell.address, cells.get(cell.address, default))
            for cell in layout.countable
        }
        return Report("a.txt", "0", Document((), "test"), Identity(), layout, readings, {})

    def rule(self, formula: str, **options: Any) -> Rule:
        return Rule("r", "r", "identity", ("X",), {"formula": formula, **options})

    def reports(self, *cells: Mapping[str, Any], form: Form | None = None, default: Any = 0) -> Reports:
        return Reports([self.report(one, form, default) for one in cells])

    def outcomes(self, formula: str, reports: Reports, **options: Any) -> Outcomes:
        return judge(self.rule(formula, **options), reports)

    def verdict(self, formula: str, cells: Mapping[str, Any], form: Form | None = None, **options: Any) -> str:
        """The verdict on one report; of several instances the worst that is not a plain pass."""
        found = self.outcomes(formula, self.reports(cells, form=form), **options).verdicts[:, 0].tolist()
        order = [1, 2, 3, 0]
        return CODES[min(found, key=order.index)]

    def evidence(self, formula: str, cells: Mapping[str, Any], form: Form | None = None, **options: Any) -> Evidence:
        """The evidence for the first instance that did not pass."""
        outcomes = self.outcomes(formula, self.reports(cells, form=form), **options)
        return next(outcome.evidence for outcome in outcomes.of(0) if outcome.verdict != "pass")


@pytest.fixture(scope="session")
def bench() -> Bench:
    return Bench()
