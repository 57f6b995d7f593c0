"""Whether every cell of the form is filled in: one finding for each table and habit, not one for each cell.

Basis: the forms ask for a number in every cell, 0 where there is nothing to report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form, FormCell, FormTable
from gipaudit.forms.report import STATES, Report, State
from gipaudit.rules.check import ABSENT, FAIL, NOT_ASSESSABLE, PASS, Check, OptionProblem, Outcomes
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import NAMES_SCHEMA, choice_schema, chosen_tables, table_problems, tables_in_words
from gipaudit.scorecard import Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
    states = _states(rule)
    filled = [_Filled(reports, table) for table in chosen_tables(form, rule.options.get("tables"))]
    verdicts = np.vstack(
        [each.verdicts(state) for each in filled for state in (*states, None)]
        or [np.empty((0, len(reports)), np.int8)]
    )
    asked = [(each, state) for each in filled for state in (*states, None)]
    return Outcomes(
        [f"{each.table.id}:{state or 'unread'}" for each, state in asked],
        [f"{each.table.label.name}{HABITS[state] if state else '未读出的单元格'}" for each, state in asked],
        verdicts,
        lambda row, number: asked[row][0].evidence(asked[row][1], number),
    )


def _states(rule: Rule) -> Sequence[State]:
    asked = rule.options.get("states", tuple(HABITS))
    return tuple(state for state in HABITS if state in asked)


class _Filled:
    """How one table is filled in by many reports, those alone that hold something else than numbers in it.

    Cells that could not be read for reasons that are not the unit's are held against nobody and forbid a pass.
    """

    def __init__(self, reports: Reports, table: FormTable) -> None:
        import numpy as np

        self.table = table
        self._reports = reports
        self._cells = [cell for cell in table.cells if cell.kind != "heading"]
        rows = [reports.index[cell.address] for cell in self._cells]
        every = reports.states[rows]
        self._numbers = np.flatnonzero((every != STATES.index("number")).any(axis=0))
        self._places = {number: place for place, number in enumerate(self._numbers.tolist())}
        self._states = every[:, self._numbers]
        missing = self._states == STATES.index("missing")
        self._unread = (self._states != STATES.index("number")) & reports.unsure[rows][:, self._numbers]
        for place in np.flatnonzero(missing.any(axis=0)).tolist():
            if _pictured(reports.reports[self._numbers[place]], table):
                self._unread[:, place] |= missing[:, place]
        read = np.isin(self._states, [STATES.index(state) for state in _READ]).any(axis=0)
        # Where nothing was read of a table, what is not found there proves nothing.
        self._unread |= self._unread.any(axis=0) & ~read

    def verdicts(self, state: State | None) -> NDArray[np.int8]:
        """Whether any cell is left like this, one code a report; for ``None`` whether all could be read."""
        import numpy as np

        dark = self._unread.any(axis=0)
        if state is None:
            verdicts, found = np.full(len(self._reports), ABSENT, np.int8), np.where(dark, NOT_ASSESSABLE, ABSENT)
        else:
            verdicts = np.full(len(self._reports), PASS, np.int8)
            found = np.where(self._guilty(state).any(axis=0), FAIL, np.where(dark, ABSENT, PASS))
        verdicts[self._numbers] = found
        return verdicts

    def _guilty(self, state: State) -> NDArray[np.bool_]:
        import numpy as np

        return np.asarray((self._states == STATES.index(state)) & ~self._unread)

    def evidence(self, state: State | None, number: int) -> Evidence:
        """What a report is told of, by its number."""
        place = self._places[number]
        of = self._unread if state is None else self._guilty(state)
        found = [cell for cell, told in zip(self._cells, of[:, place].tolist(), strict=True) if told]
        if state is not None:
            return _evidence(self._reports.reports[number], self.table, state, found, len(self._cells))
        extent = "全部" if len(found) == len(self._cells) else "有"
        why = f"{self.table.label.name}{extent} {len(found)} 格未能读出，无法判断是否填全"
        return Evidence(cells=tuple(cell.address for cell in found), why=why)


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
