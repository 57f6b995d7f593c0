"""Whether the report uses the form that was in force for its year, and divides its rows as that form does.

Basis: 国办发〔2014〕32号 (2014–2018), 国办公开办函〔2019〕60号 (2019, 2020), 国办公开办函〔2021〕30号 (from 2021 on).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import choice_schema
from gipaudit.scorecard import Evidence, Outcome

INSTANCE, LABEL = "form", "所用格式"

ASKS: Mapping[str, str] = {"generation": "用当年的格式", "divided": "各项按格式分行"}
"""What may be asked of a form, and how it is called."""


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    asks = _asked(rule)
    if "generation" in asks:
        yield _outcome(report)
    if "divided" in asks:
        yield from _divided(report)


def _asked(rule: Rule) -> Sequence[str]:
    return tuple(rule.options.get("asks", ("generation",)))


def _divided(report: Report) -> Iterable[Outcome]:
    """One outcome for each row that the form divides: it fails where the report prints the row undivided."""
    if report.form is None:
        return
    whole = report.form.whole or report.form
    for table in whole.tables:
        for undivided, parts in table.alternatives.items():
            key = f"{table.id}.{undivided}"
            label = table.row(undivided).label.name
            if key in report.form.omitted:
                yield Outcome(key, label, "pass")
                continue
            names = [table.row(part).label.title for part in parts]
            printed = [cell.address for cell in table.cells if cell.row == undivided]
            evidence = Evidence(
                values={"row": label, "found": "1行", "expected": f"{len(parts)}行", "count": str(len(parts))},
                message=f"{table.label.name}“{label}”印成一行，格式分为{len(parts)}行：{'；'.join(names)}",
                cells=tuple(printed),
            )
            yield Outcome(key, label, "fail", evidence)


def _outcome(report: Report) -> Outcome:
    form, year = report.form, report.identity.year
    if form is None:
        return _unclear("没有找到已知格式的统计表，无法判断所用格式")
    if year is None:
        return _unclear("报告年度不明，无法判断是否应当使用这一格式")
    if form.covers(year):
        return Outcome(INSTANCE, LABEL, "pass")
    doubt = next((item for item in report.uncertain if item.what == "year"), None)
    if doubt is not None:
        return _unclear(f"报告年度（{year}）不能确定，无法判断所用格式是否正确：{doubt.why}")
    if form.first_year is not None and year < form.first_year:
        return _unclear(f"报告年度{year}年早于这一格式开始使用的{form.first_year}年，请核对报告年度")
    expected = _in_force(year)
    asked = f"，应当使用{_called(expected)}" if expected is not None else ""
    evidence = Evidence(
        values={
            "year": str(year),
            "found": _called(form),
            "expected": _called(expected) if expected is not None else f"{year}年度使用的格式",
        },
        message=f"{year}年度报告使用了旧格式：{_called(form)}{asked}",
    )
    return Outcome(INSTANCE, LABEL, "fail", evidence)


def _unclear(why: str) -> Outcome:
    return Outcome(INSTANCE, LABEL, "not_assessable", Evidence(why=why))


def _called(form: Form) -> str:
    first, last = form.first_year, form.last_year
    years = f"{first or ''}—{last}" if last is not None else f"{first}年起"
    return f"《{form.title}》（{years}{'年度' if last is not None else ''}，{form.basis}）"


def _in_force(year: int) -> Form | None:
    """The one generation in force in a year; ``None`` where there is none or more than one."""
    from gipaudit.forms.library import forms

    found = [form for form in forms().values() if form.variant is None and form.covers(year)]
    return found[0] if len(found) == 1 else None


_EXPLAINED = {
    "generation": "按表格中印出的表头判断报告用的是哪一代格式，再看这一格式是否适用于报告年度；"
    "新年度仍用旧格式的判为不通过。没有找到已知表格、年度不明或不能确定的，记为无法判断。",
    "divided": "格式分成几行的一项，报告印成一行的判为不通过；所印的数照常读取和核对。",
}


def _explain(rule: Rule, form: Form | None) -> str:
    return "".join(_EXPLAINED[ask] for ask in _asked(rule))


CHECK = Check(
    name="form",
    title=Message("是否使用当年的格式", "Whether the form in force for the year is used"),
    options={
        "type": "object",
        "properties": {
            "asks": choice_schema(ASKS, "要求什么：generation 用当年的格式（默认），divided 各项按格式分行"),
        },
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    explain=_explain,
)
