"""A report that an invented unit of some place has made, and the marks that a ruleset gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from gipaudit.authoring.specimen import CellValue, Draft, Specimen, make_report
from gipaudit.cards import card_of
from gipaudit.forms.context import Context
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.rules.engine import judge
from gipaudit.rules.ruleset import registered_checks
from gipaudit.scorecard import Scorecard
from gipaudit.scoring.rulesets import load_ruleset
from gipaudit.scoring.scheme import read_scheme

PROBLEMS = "一是政策解读形式较单一；二是个别栏目更新不够及时。下一步将采取以下措施：一是增加图解；二是每月检查栏目。"
OVERVIEW = (
    "（一）主动公开。全年公开信息120条。（二）依申请公开。按期答复。（三）政府信息管理。专人登记归档。"
    "（四）政府信息公开平台建设。维护专栏。（五）监督保障。开展工作考核和社会评议，没有责任追究情况。"
)
CONTACT = "如对本报告有疑问，请与本机关联系（地址：云溪市建设路1号，邮编：000000，电话：0000-1234567）。"
OTHER = "本年度没有收取信息处理费，没有其他需要报告的事项。"


def report(
    form: str,
    unit: str,
    year: int,
    level: str,
    published: date | None,
    *,
    cells: Mapping[str, CellValue] | None = None,
    sections: Mapping[str, Draft | str] | None = None,
    period: str = "统计期限自{year}年1月1日起至{year}年12月31日止。",
) -> Report:
    """A report in order, of which only what is named differs."""
    said: dict[str, Draft | str] = {"problems": PROBLEMS, "other": OTHER}
    if form != "2014":
        said["overview"] = OVERVIEW
    drafts = {
        id: draft if isinstance(draft, Draft) else Draft(text=draft)
        for id, draft in {**said, **(sections or {})}.items()
    }
    made = make_report(
        forms()[form].standard,
        Specimen(
            cells=cells or {},
            sections=drafts,
            unit=unit,
            year=year,
            level=level,
            published=published,
            preamble=period.format(year=year) + CONTACT,
        ),
    )
    return replace(made, source=f"{unit}{year}.docx", sha256=f"{year:064}")


def card(ruleset: str, made: Report, *, earlier: Sequence[Report] = (), **manual: int | str) -> Scorecard:
    """The scorecard of one report after ``earlier`` ones; ``manual`` are the marks that people entered."""
    rules = load_ruleset(ruleset)
    checks = {check.name: check for check in registered_checks()}
    context = Context(reports=(made,), earlier=tuple(earlier), today=date(2026, 3, 1))
    (judgement,), crashes = judge(rules, [made], checks, forms(), context)
    assert crashes == []
    return card_of(judgement, read_scheme(rules.scoring), {id: Decimal(str(given)) for id, given in manual.items()})


def marks(given: Scorecard) -> tuple[Any, Any]:
    """The score, from and to."""
    return given.score.low, given.score.high
