"""What alignment by labels leaves: rows without labels between two bound ones, and lines that bind to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from gipaudit.forms.alignment import Likeness
from gipaudit.forms.form import Form, FormTable, Row
from gipaudit.forms.headers import Header, column_named, is_header, is_label_column
from gipaudit.forms.labels import bare, compare, fold
from gipaudit.forms.laying import lay
from gipaudit.forms.lines import Line
from gipaudit.forms.report import Unbound

if TYPE_CHECKING:
    from gipaudit.forms.binding import TableBinding


def fill_by_order(
    binding: TableBinding,
    lines: Sequence[Line],
    likenesses: Mapping[int, Likeness],
    headers: Mapping[int, Header],
    bindings: Mapping[str, TableBinding],
) -> None:
    """Lay k lines without a label of their own on the k rows that are open between two bound rows.

    A line with a label takes part only where that is a piece of the row's own label, cut off by the conversion.
    """
    from gipaudit.forms.binding import add_row

    table = binding.table
    order = [row.id for row in table.rows]
    taken = {number for other in bindings.values() for number in other.lines}
    bound = sorted((line.number, order.index(row)) for row, line in binding.rows.items() if row in order)
    for (start, first), (stop, last) in pairwise(bound):
        rows = [row for row in table.rows[first + 1 : last] if row.id not in binding.rows and row.kind != "heading"]
        between = [
            line
            for line in lines[start + 1 : stop]
            if line.number not in taken and line.has_number and not is_header(line, table)
        ]
        if not rows or len(rows) != len(between):
            continue
        boundaries = [_boundary(line, row, table) for line, row in zip(between, rows, strict=True)]
        for line, row, boundary in zip(between, rows, boundaries, strict=True):
            if boundary is None or None in boundaries:
                break
            laid = lay(line, boundary, table, headers.get(line.number))
            if len(laid.values) == len(table.columns):
                add_row(binding, row.id, line, boundary, laid, 1.0, by="order")


def _boundary(line: Line, row: Row, table: FormTable) -> int | None:
    """Where the values begin in a line whose label is empty or a piece of the row's label; else ``None``.

    What is merged from above and the headings of groups are no label of the line.
    """
    last = max((i for i, state in enumerate(line.states) if state == "text"), default=-1)
    groups = {wording for group in table.row_groups for wording in group.label.bare_wordings}
    own = [
        text
        for begins, cell in zip(line.own[: last + 1], line.cells, strict=False)
        if begins and (text := bare(cell.text)) not in groups
    ]
    for label in ("".join(own), own[-1] if own else ""):
        if not label or (len(label) >= 4 and any(label in wording for wording in row.label.bare_wordings)):
            return last + 1
    return None


def unbound_lines(lines: Sequence[Line], bindings: Mapping[str, TableBinding], form: Form) -> Iterator[Unbound]:
    """The lines and cells that hold something and bind to nothing, with the reason."""
    taken = {number for binding in bindings.values() for number in binding.lines}
    for line in lines:
        if line.number in taken or not any(fold(cell.text) for cell in line.cells):
            continue
        if not all(_is_furniture(cell.text, form) for cell in line.cells if fold(cell.text)):
            why = "该行的名称与格式各行都不相符" if line.has_number else "表中文字，不属于格式的行或表头"
            yield Unbound(line.text, line.place, why)
    for binding in bindings.values():
        for line, cell in binding.extra:
            yield Unbound(f"{line.text[:60]}：{cell.text.strip()}", cell.place, "格式中没有这一列")


def _is_furniture(text: str, form: Form) -> bool:
    """Whether a cell is part of the form that holds no number: a header, a band, a corner, a group's heading."""
    return any(_is_part(text, table) for table in form.tables)


def _is_part(text: str, table: FormTable) -> bool:
    printed = bare(text).strip("()")
    labels = [table.label, *(group.label for group in (*table.row_groups, *table.column_groups))]
    fixed = {wording for label in labels for wording in label.bare_wordings}
    return (
        printed in fixed
        or printed in ("申请人情况", "信息内容", "序号")
        or (len(printed) > 1 and printed in fold(table.corner))
        or column_named(text, table) is not None
        or (len(printed) > 1 and any(printed in wording for each in table.column_wordings for wording in each))
        or is_label_column(text, table)
        or bool(compare(printed, table.row_wordings))
    )
