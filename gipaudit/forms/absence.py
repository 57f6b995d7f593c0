"""Why a cell of the form has no value: its row is missing, or it may be there and could not be told.

Only what is *missing* is held against the unit; in doubt a cell is ``text``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gipaudit.documents.model import Document, Place
from gipaudit.forms.form import FormCell, FormTable
from gipaudit.forms.grounds import missing, unread
from gipaudit.forms.headers import is_header
from gipaudit.forms.labels import bare, fold
from gipaudit.forms.lines import Line
from gipaudit.forms.report import Reading

if TYPE_CHECKING:
    from gipaudit.forms.binding import TableBinding


@dataclass(frozen=True)
class Absence:
    """What the document still holds when all tables are bound: lines that bound to nothing, and the text."""

    document: Document
    lines: Sequence[Line]
    bindings: Mapping[str, TableBinding]

    @cached_property
    def left(self) -> tuple[Line, ...]:
        """The lines that bound to nothing."""
        taken = {number for binding in self.bindings.values() for number in binding.lines}
        return tuple(line for line in self.lines if line.number not in taken)

    @cached_property
    def labels(self) -> frozenset[str]:
        """What stands in the cells of lines that are no row of the form and no header, as labels."""
        tables = [binding.table for binding in self.bindings.values()]
        rows = {line.number for binding in self.bindings.values() for line in binding.rows.values()}
        free = (line for line in self.lines if line.number not in rows)
        lines = (line for line in free if not any(is_header(line, table) for table in tables))
        return frozenset(bare(cell.text) for line in lines for cell in line.cells)

    @cached_property
    def text(self) -> str:
        """All paragraphs, folded."""
        return fold("".join(paragraph.text for paragraph in self.document.paragraphs))

    def reading(self, asked: FormCell) -> Reading:
        """The reading of a cell on which no value was laid."""
        binding = self.bindings[asked.table]
        key = (asked.row, asked.column)
        if key in binding.refused:
            cell, why = binding.refused[key]
            return unread(asked, why, cell.text if cell else "", cell.place if cell else Place())
        if asked.row in binding.rows:
            line = binding.rows[asked.row]
            return unread(asked, "该行的单元格不全，找不到这一列的数", line.text, line.place)
        if self.document.lossy:
            way = (
                "文字由图片识别，该行可能没有认出"
                if self.document.recognised
                else "文档经其他工具转换，该行可能在转换时丢失"
            )
            return unread(asked, way)
        wordings = binding.table.row(asked.row).label.bare_wordings
        if any(wording in self.labels for wording in wordings):
            return unread(asked, "表中印有此项名称，但其排列与格式不同，无法对应")
        if not binding.rows:
            if not any(each.rows for each in self.bindings.values()) and self._in_prose(wordings):
                return unread(asked, "文字中有此项名称，但没有可以识别的表格")
            return missing(asked, "没有这张表")
        if line_or_none := self._unknown_line(binding, asked.row):
            return unread(asked, "此处有一行的名称无法对应", line_or_none.text, line_or_none.place)
        return missing(asked, "表中没有这一行")

    def _in_prose(self, wordings: Sequence[str]) -> bool:
        return any(len(wording) > 1 and wording in self.text for wording in wordings)

    def _unknown_line(self, binding: TableBinding, row: str) -> Line | None:
        """A line of figures under a name nobody knows, where the row would stand."""
        before, after = _neighbours(binding.table, binding.rows, row)
        tables = {line.table for line in (before, after) if line is not None}
        for line in self.left:
            if line.has_number and line.table in tables:
                behind = before is None or line.number > before.number
                ahead = after is None or line.number < after.number
                if behind and ahead:
                    return line
        return None


def _neighbours(table: FormTable, rows: Mapping[str, Line], row: str) -> tuple[Line | None, Line | None]:
    """The bound lines nearest before and after a row of the form."""
    order = [each.id for each in table.rows]
    at = order.index(row)
    before = next((rows[id] for id in reversed(order[:at]) if id in rows), None)
    after = next((rows[id] for id in order[at:] if id in rows), None)
    return before, after
