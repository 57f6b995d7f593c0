"""A roster file → rows: one a unit, each field with its place; nothing is understood yet.

A roster is YAML (``units:`` and a list) or a table saved by a spreadsheet as CSV or text with tabs, with Chinese or
English headers. Encodings are those that editors on Chinese office machines save.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gipaudit.errors import Message, Position, Problem, SourceError
from gipaudit.forms.labels import fold
from gipaudit.rules.names import unknown
from gipaudit.sources import read_source, shortened
from gipaudit.sources.decoding import read_text

LARGEST_FILE = 16 << 20
"""Bytes. Fifty thousand units take about 8 MB of YAML."""

MOST_VALUES = 1_500_000
MOST_UNITS = 50_000

FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("单位", "单位名称", "名称"),
    "other_names": ("别名", "曾用名", "其他名称", "简称"),
    "level": ("级别", "层级"),
    "parent": ("上级", "上级单位", "主管单位"),
    "region": ("区划代码", "行政区划代码", "区划"),
    "group": ("分组", "组别", "类别"),
    "deadline": ("期限", "公布期限", "发布期限"),
    "powers": ("权限", "职权"),
    "year": ("年度", "报告年度"),
    "url": ("网址", "链接", "网页地址"),
}
"""What is known of a unit, and what a column or key of it may be called besides.

``year`` and ``url`` say where which report is published; they are for ``gipaudit fetch``, and rosters read over them.
"""

_CALLED = {fold(word).lower(): name for name, words in FIELDS.items() for word in (name, *words)}
_PASSED_OVER = ("序号", "编号", "no", "no.", "备注", "说明", "remarks", "note")
"""Columns that lists have for people: they are read over."""


@dataclass
class Row:
    """One unit as written: values by field, and where each stands."""

    position: Position
    values: dict[str, Any] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)

    def at(self, name: str) -> Position:
        """Where a field stands, or else the unit."""
        return self.positions.get(name, self.position)


def read_rows(file: Path) -> tuple[list[Row], list[Problem]]:
    """Read a roster's rows, and all that is wrong with their form."""
    if file.suffix.lower() in (".yaml", ".yml"):
        return _yaml_rows(file)
    if file.suffix.lower() in (".xlsx", ".xls", ".et"):
        zh = "名录请在表格软件中另存为 CSV（UTF-8）再用"
        return [], [Problem(Position(file, 1, 1), Message(zh, "save the sheet as CSV (UTF-8) first"))]
    return _table_rows(file)


def _yaml_rows(file: Path) -> tuple[list[Row], list[Problem]]:
    source, problems = read_source(file, largest=LARGEST_FILE, most_values=MOST_VALUES)
    if source is None:
        return [], problems
    data = source.data
    if not isinstance(data, dict) or not isinstance(data.get("units"), list):
        zh = "名录文件应写作“units:”，下面逐个列出单位（- name: 某某局）"
        message = Message(zh, "a roster is 'units:' and a list of units (- name: …)")
        return [], [*problems, Problem(source.position("units"), message)]
    for key in data:
        if key not in ("units", "title"):
            problems.append(Problem(source.position(key), unknown("设置", "setting", key, ("units", "title"))))
    rows = []
    for number, entry in enumerate(data["units"]):
        row = Row(source.position("units", number))
        rows.append(row)
        if not isinstance(entry, dict):
            zh = "每个单位应写作“- name: 单位名称”，再写级别、上级等"
            if not any(each.position.line == row.position.line for each in problems):
                problems.append(Problem(row.position, Message(zh, "each unit is written '- name: …'")))
            continue
        for key, value in entry.items():
            position = source.position("units", number, key)
            name = _CALLED.get(fold(key).lower())
            if name is None:
                problems.append(Problem(position, unknown("设置", "setting", key, FIELDS)))
            elif name in row.values:
                zh, en = f"“{key}”与前面的设置是同一项", f"{key!r} was set before under another name"
                problems.append(Problem(position, Message(zh, en)))
            else:
                path = ("units", number, key)
                row.values[name] = source.printed.get(path, value) if value is not None else None
                row.positions[name] = position
    return rows, problems


def _table_rows(file: Path) -> tuple[list[Row], list[Problem]]:
    try:
        text, _ = read_text(file, LARGEST_FILE)
    except SourceError as error:
        return [], list(error.problems)
    lines = text.split("\n")
    head = next((line for line in lines if line.strip(" ,\t")), "")
    reader = csv.reader((line + "\n" for line in lines), delimiter="\t" if "\t" in head else ",", strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    columns: dict[int, str] | None = None
    try:
        for line, cells in _lines(reader):
            if columns is None:
                columns, wrong = _columns(file, line, cells)
                problems.extend(wrong)
                if "name" not in columns.values():
                    break
                continue
            rows.append(_row(file, line, lines[line - 1], cells, columns, problems))
    except csv.Error as error:
        message = Message(f"表格写法有误（引号没有配对，或一格过长）：{error}", f"no valid table: {error}")
        problems.append(Problem(Position(file, reader.line_num, 1), message))
    if columns is None:
        problems.append(Problem(Position(file, 1, 1), Message("名录是空的", "the roster is empty")))
    return rows, problems


def _lines(reader: Any) -> Iterator[tuple[int, Sequence[str]]]:
    """The records that hold anything, with the line each begins on."""
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, [cell.strip() for cell in cells]
        begins = reader.line_num + 1


def _columns(file: Path, line: int, cells: Sequence[str]) -> tuple[dict[int, str], list[Problem]]:
    columns: dict[int, str] = {}
    problems: list[Problem] = []
    for index, cell in enumerate(cells):
        word = fold(cell).lower()
        name = _CALLED.get(word)
        if not word or word in _PASSED_OVER:
            continue
        if name is None:
            known = [words[0] for words in FIELDS.values()]
            problems.append(Problem(Position(file, line, 1), unknown("这一列：", "such column:", cell, known)))
        elif name in columns.values():
            zh, en = f"“{shortened(cell)}”这一列有两个", f"two columns for {name}"
            problems.append(Problem(Position(file, line, 1), Message(zh, en)))
        else:
            columns[index] = name
    if "name" not in columns.values():
        zh = "第一行应为列名，其中要有“单位”一列，例如：单位,别名,级别,上级,区划代码,分组,期限,权限"
        en = "the first line must name the columns, one of them the unit (单位 or name)"
        problems.insert(0, Problem(Position(file, line, 1), Message(zh, en)))
    return columns, problems


def _row(
    file: Path, line: int, written: str, cells: Sequence[str], columns: Mapping[int, str], problems: list[Problem]
) -> Row:
    row = Row(Position(file, line, 1))
    end = 0
    for index, cell in enumerate(cells):
        if not cell:
            continue
        name = columns.get(index)
        start = max(written.find(cell.split("\n")[0], end), 0)
        end = start + len(cell)
        position = Position(file, line, start + 1)
        if name is not None:
            row.values[name], row.positions[name] = cell, position
        elif index >= max(columns) and index >= len(columns):
            zh = f"这一行比列名多出“{shortened(cell)}”：一格里有逗号的，整格要加引号"
            problems.append(Problem(position, Message(zh, f"more cells than columns: {shortened(cell)!r}")))
            break
    return row
