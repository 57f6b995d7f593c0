"""The tables of the official forms as offices print them: as issued, and with the habits seen in real reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from support.figures import Figures
from support.word import Cell, Table

from gipaudit.forms.form import Form, FormTable

Print = Callable[[str], str]


def same(text: str) -> str:
    return text


@dataclass(frozen=True)
class Style:
    """How a table is printed. The default is the form as issued.

    ``header``: ``issued``, ``flat`` (one line of names), ``halved`` (names cut over two lines), ``cut`` (names cut
    off), ``none``. ``labels``: ``merged``, ``repeated`` or ``blank`` (row heads not merged). ``columns`` is the order
    of the columns (ids), ``None`` for one that the form has not. ``dropped`` are rows left out, ``added`` rows put in
    (after which row, label). ``breaks`` are the numbers of rows before which the table goes on as a new one, with
    its header again where ``again``. ``numbered`` puts a first column 序号. ``figure``, ``label`` change what is
    printed in cells and in label cells.
    """

    header: str = "issued"
    labels: str = "merged"
    columns: tuple[str | None, ...] = ()
    dropped: frozenset[str] = frozenset()
    added: tuple[tuple[str, str], ...] = ()
    breaks: tuple[int, ...] = ()
    again: bool = True
    numbered: bool = False
    figure: Print = field(default=same, compare=False)
    label: Print = field(default=same, compare=False)
    head: Print = field(default=same, compare=False)
    extra_column: str = "小计"


ISSUED = Style()


def paths(table: FormTable) -> dict[str, tuple[str, ...]]:
    """For each row the labels before it, from the outermost group on."""
    result = {}
    for row in table.rows:
        over = (group for group in table.row_groups if row.id in group.members)
        groups = [group for group in over if row.label.title != group.label.title]
        groups.sort(key=lambda group: -len(group.members))
        result[row.id] = (*(group.label.title for group in groups), row.label.title)
    return result


def long_table(table: FormTable, figures: Figures, style: Style = ISSUED) -> list[Table]:
    """A table with a row a line, as one or several tables of the document."""
    columns = style.columns or tuple(column.id for column in table.columns)
    rows = _rows(table, figures, columns, style)
    width = max(len(path) for path, _ in rows)
    header = _header(table, columns, width, style)
    starts = [0, *style.breaks, len(rows)]
    parts = [rows[start:stop] for start, stop in pairwise(starts)]
    return [
        [*(header if style.again or not number else []), *_body(part, width, style)]
        for number, part in enumerate(parts)
        if part
    ]


_Rows = list[tuple[tuple[str, ...], list[str]]]


def _rows(table: FormTable, figures: Figures, columns: Sequence[str | None], style: Style) -> _Rows:
    rows: _Rows = []
    for id, path in paths(table).items():
        if id not in style.dropped:
            values = [figures.get(f"{table.id}.{id}.{column}", "") if column else "77" for column in columns]
            unit = [table.row(id).unit or ""] if table.label_columns else []
            rows.append((tuple(style.label(part) for part in path), [*unit, *(style.figure(v) for v in values)]))
        for after, label in style.added:
            if after == id:
                unit = ["件"] if table.label_columns else []
                rows.append(((*path[:-1], label), [*unit, *("88" for _ in columns)]))
    return rows


def _body(rows: _Rows, width: int, style: Style) -> list[list[Cell]]:
    """The rows with their heads: groups merged downwards, the last label filling up to the values."""
    taken: set[tuple[int, int]] = set()
    result = []
    for index, (path, values) in enumerate(rows):
        cells: list[Cell] = [(str(index + 1), 1, 1)] if style.numbered else []
        for depth, text in enumerate(path):
            across = width - depth if depth == len(path) - 1 else 1
            same_group = [below for below, (other, _) in enumerate(rows) if other[: depth + 1] == path[: depth + 1]]
            down = 1
            if depth < len(path) - 1:
                while index + down in same_group:
                    down += 1
                if (index, depth) in taken:
                    if style.labels != "merged":
                        cells.append((text if style.labels == "repeated" else "", 1, 1))
                    continue
                taken |= {(below, depth) for below in range(index, index + down)}
            cells.append((text, down if style.labels == "merged" else 1, across))
        result.append([*cells, *((value, 1, 1) for value in values)])
    return result


def _header(table: FormTable, columns: Sequence[str | None], width: int, style: Style) -> list[list[Cell]]:
    if style.header == "none":
        return []
    number: list[tuple[str, int]] = [("序号", 1)] if style.numbered else []
    left = [*number, (table.corner or "项目", width), *((label, 1) for label in table.label_columns[:1])]
    heads = [style.head(table.column(id).label.title) if id else style.extra_column for id in columns]
    if style.header == "flat" or not table.column_groups or style.columns:
        if style.header == "halved":
            upper = [head[: len(head) // 2] for head in heads]
            lower = [head[len(head) // 2 :] for head in heads]
            top = [(text, 2, across) for text, across in left]
            return [[*top, *((text, 1, 1) for text in upper)], [(text, 1, 1) for text in lower]]
        if style.header == "cut":
            heads = [head[:3] for head in heads]
        return [[*((text, 1, across) for text, across in left), *((head, 1, 1) for head in heads)]]
    group = table.column_groups[0]
    top = [(text, 3, across) for text, across in left]
    middle: list[Cell] = []
    for inside, ids in groupby(columns, key=lambda id: id in group.members):
        members = [table.column(id).label.title for id in ids if id]
        middle += [(group.label.title, 1, len(members))] if inside else [(head, 2, 1) for head in members]
    lowest: list[Cell] = [(style.head(table.column(id).label.title), 1, 1) for id in columns if id in group.members]
    if style.header == "halved":
        upper_half = [(text[:2], 1, 1) for text, _, _ in lowest]
        lower_half = [(text[2:], 1, 1) for text, _, _ in lowest]
        top = [(text, 4, across) for text, _, across in top]
        middle = [(text, 3 if down == 2 else 1, across) for text, down, across in middle]
        return [[*top, ("申请人情况", 1, len(columns))], middle, upper_half, lower_half]
    return [[*top, ("申请人情况", 1, len(columns))], middle, lowest]


def wide_table(table: FormTable, figures: Figures, style: Style = ISSUED) -> Table:
    """表四 as issued: all in one line."""
    columns = [column.id for column in table.columns]
    heads = [column.label.title for column in table.columns]
    count = len(columns)
    return [
        [("行政复议", 2, count), ("行政诉讼", 1, 2 * count)],
        [("未经复议直接起诉", 1, count), ("复议后起诉", 1, count)],
        [(style.head(head), 1, 1) for _ in table.rows for head in heads],
        [(style.figure(figures[f"{table.id}.{row.id}.{id}"]), 1, 1) for row in table.rows for id in columns],
    ]


def banded(form: Form, figures: Figures, style: Style = ISSUED, fused: bool = True) -> list[Table]:
    """表二: its bands as one table, or as one table each."""
    tables = [table for table in form.tables if table.id not in ("applications", "disputes", "statistics")]
    bands = [(table, long_table(table, figures, style)) for table in tables]
    if not fused:
        return [part for _, parts in bands for part in parts]
    width = max(sum(across for _, _, across in row) for _, parts in bands for part in parts for row in part)
    rows: list[list[Cell]] = []
    for table, parts in bands:
        rows.append([(table.label.title, 1, width)])
        for row in (row for part in parts for row in part):
            used = sum(across for _, _, across in row)
            text, down, across = row[-1]
            rows.append([*row[:-1], (text, down, across + width - used)])
    return [rows]


SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TITLE = "云溪市水务局{year}年政府信息公开工作年度报告"
SAYS = "本机关按照条例要求开展政府信息公开工作，现将有关情况报告如下。"


def report(second: Sequence[Table], third: Sequence[str | Table], fourth: Sequence[Table]) -> list[str | Table]:
    """A whole report of form 2019 or 2021: title, six sections, the tables in their places."""
    one, two, three, four, five, six = SECTIONS
    return [
        *(TITLE.format(year=2023), one, SAYS, two, *second, three, *third, four, *fourth),
        *(five, "存在的问题是公开不够及时，今后将加强培训。", six, "本年度未收取信息处理费。"),
    ]


def issued(form: Form, figures: Figures) -> list[str | Table]:
    """A whole report of any of the three forms, its tables as issued."""
    if form.id == "2014":
        title = "云溪市水务局2016年政府信息公开工作年度报告"
        return [title, "一、概述", SAYS, "附表", *long_table(form.tables[0], figures)]
    third = long_table(form.table("applications"), figures)
    return report(banded(form, figures), third, [wide_table(form.table("disputes"), figures)])
