"""Whether every cell of the form is filled in: one finding for each table and habit, not one for each cell.

Basis: the forms ask for a number in every cell, 0 where there is nothing to report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gipaudit.errors import Message
from gipaudit.forms.form import Form, FormCell, FormTable
from gipaudit.forms.report import STATES, Report, Reports, State
from gipaudit.rules.check import ABSENT, CODES, NOT_ASSESSABLE, PASS, Check, OptionProblem, Outcomes
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import NAMES_SCHEMA, choice_schema, chosen_tables, table_problems, tables_in_words
from gipaudit.rules.trust import lost
from gipaudit.scorecard import Evidence, Outcome

HABITS: Mapping[State, str] = {"blank": "空白", "dash": "填写“/”或“—”等符号", "text": "填写文字", "missing": "缺失"}
"""The states that this check may accuse, and how a finding names them."""

_READ = ("number", "blank", "dash")
_SHOWN = 3


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    """Judge every table and habit. A table all of whose cells hold numbers is looked at no closer."""
    import numpy as np

    form = reports.form
    if form is None:
        why = Evidence(why="没有找到已知格式的统计表，无法核对是否填全")
        return Outcomes(
            ("tables",), ("统计表",), np.full((1, len(reports)), NOT_ASSESSABLE, np.int8), lambda _, __: why
        )
    tables, states = chosen_tables(form, rule.options.get("tables")), _states(rule)
    labels: dict[str, str] = {}
    for table in tables:
        labels.update(_instance(table, state) for state in states)
        labels.update([_unread_instance(table)])
    rows = {key: row for row, key in enumerate(labels)}
    verdicts = np.full((len(rows), len(reports)), ABSENT, np.int8)
    told: dict[tuple[int, int], Outcome] = {}
    for table in tables:
        cells = [cell for cell in table.cells if cell.kind != "heading"]
        found = reports.states[[reports.index[cell.address] for cell in cells]]
        numbers = np.all(found == STATES.index("number"), axis=0)
        for state in states:
            verdicts[rows[_instance(table, state)[0]], numbers] = PASS
        for number in np.flatnonzero(~numbers).tolist():
            filled = [(cell, STATES[code]) for cell, code in zip(cells, found[:, number].tolist(), strict=True)]
            for outcome in _table(reports.reports[number], table, states, filled):
                row = rows[outcome.instance]
                told[row, number] = outcome
                verdicts[row, number] = CODES.index(outcome.verdict)
    return Outcomes(list(labels), list(labels.values()), verdicts, lambda row, number: told[row, number].evidence)


def _instance(table: FormTable, state: State) -> tuple[str, str]:
    """The key and the label of one habit in one table."""
    return f"{table.id}:{state}", f"{table.label.name}{HABITS[state]}"


def _unread_instance(table: FormTable) -> tuple[str, str]:
    """The key and the label of what could not be read of a table."""
    return f"{table.id}:unread", f"{table.label.name}未读出的单元格"


def _states(rule: Rule) -> Sequence[State]:
    asked = rule.options.get("states", tuple(HABITS))
    return tuple(state for state in HABITS if state in asked)


def _table(
    report: Report, table: FormTable, states: Sequence[State], filled: Sequence[tuple[FormCell, State]]
) -> Iterator[Outcome]:
    """Judge each habit in one table, whose cells are filled like this.

    Cells that were not read are one instance more, which then forbids a pass.
    """
    odd = [(cell, state) for cell, state in filled if state != "number"]
    pictured = _pictured(report, table)
    unread = [
        cell
        for cell, state in odd
        if lost(report.readings[cell.address], report) or (pictured and state == "missing")
    ]
    if unread and not any(state in _READ for _, state in filled):
        unread = [cell for cell, _ in filled]  # nothing was read of it: what is not found there proves nothing
    hidden = {cell.address for cell in unread}
    for state in states:
        guilty = [cell for cell, found in odd if found == state and cell.address not in hidden]
        instance, label = _instance(table, state)
        if guilty:
            yield Outcome(instance, label, "fail", _evidence(report, table, state, guilty, len(filled)))
        elif not unread:
            yield Outcome(instance, label, "pass")
    if unread:
        extent = "全部" if len(unread) == len(filled) else "有"
        why = f"{table.label.name}{extent} {len(unread)} 格未能读出，无法判断是否填全"
        evidence = Evidence(cells=tuple(cell.address for cell in unread), why=why)
        yield Outcome(*_unread_instance(table), "not_assessable", evidence)


def _pictured(report: Report, table: FormTable) -> bool:
    """Whether the table may stand in a picture, where cells of it are not there."""
    section = report.sections.get(table.section)
    return section is not None and bool(section.pictures) and not section.tables


def _evidence(report: Report, table: FormTable, state: State, guilty: Sequence[FormCell], total: int) -> Evidence:
    names = [cell.name.removeprefix(table.label.name).strip() or cell.name for cell in guilty]
    listed = "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
    count = len(guilty)
    if count == total and total > 1:
        extent = f"全部 {count} 格" if state != "missing" else f"整表 {count} 格"
        message = f"{table.label.name}{extent}{HABITS[state]}"
    else:
        message = f"{table.label.name}有 {count} 格{HABITS[state]}：{listed}"
    advice = "应补上" if state == "missing" else "没有数据应填“0”"
    return Evidence(
        values={
            "count": str(count),
            "cell": listed,
            "found": _found(report, state, guilty),
            "expected": "数字，没有则填0",
            "section": table.label.name,
        },
        message=f"{message}（{advice}）",
        cells=tuple(cell.address for cell in guilty),
    )


def _found(report: Report, state: State, guilty: Sequence[FormCell]) -> str:
    if state in ("blank", "missing"):
        return HABITS[state]
    printed = dict.fromkeys(report.readings[cell.address].text.strip()[:20] for cell in guilty)
    return "、".join(f"“{text}”" for text in list(printed)[:_SHOWN])


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterable[OptionProblem]:
    return table_problems("tables", rule.options.get("tables"), forms)


def _explain(rule: Rule, form: Form | None) -> str:
    where = tables_in_words(form, rule.options.get("tables"))
    habits = "、".join(HABITS[state] for state in _states(rule))
    return (
        f"检查{where}的每一格是否填有数字。每张表、每种情形（{habits}）各作一项判断，同一张表的同一种情形只报一次，"
        "并列出全部所涉单元格。文件转换时丢失、未能读出的单元格不作为问题，记为无法判断。"
    )


CHECK = Check(
    name="complete",
    title=Message("表格填写是否完整", "Whether every cell is filled in"),
    options={
        "type": "object",
        "properties": {
            "tables": {**NAMES_SCHEMA, "description": "检查哪些表（表的代号或名称）；不写则检查全部表格"},
            "states": choice_schema(
                HABITS, "哪些情形算不完整：blank 空白、dash 填“/”“—”等、text 填文字、missing 缺行缺格；不写则全部"
            ),
        },
        "additionalProperties": False,
    },
    judge=_judge,
    validate=_validate,
    explain=_explain,
)
