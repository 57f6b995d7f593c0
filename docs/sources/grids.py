"""The tables of the official forms as offices print them: rows of cells with their spans, filled with figures.

The labels are those of the forms that ship with gipaudit, so the examples follow them when they change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gipaudit.forms.form import Form, FormTable, Row

Cell = tuple[str, int, int]
"""Text, row span, column span; only the cells that begin in a row are given."""

Grid = list[list[Cell]]
Figures = Mapping[str, Sequence[object]]
"""What is printed in a row (``table.row``), from left to right; a row that is not named holds zeros."""


def section_grids(form: Form, section: str, figures: Figures) -> Iterator[Grid]:
    """Yield the tables that stand in a section."""
    described = form.section(section)
    tables = [form.table(id) for id in described.tables] if described else []
    if any(table.id == "applications" for table in tables):
        yield applications(form.table("applications"), figures)
    elif any(table.id == "disputes" for table in tables):
        yield disputes(form.table("disputes"), figures)
    elif any(table.id == "statistics" for table in tables):
        yield statistics(form.table("statistics"), figures)
    elif tables:
        yield bands(tables, figures)


def printed(table: FormTable, row: Row, figures: Figures) -> list[str]:
    """What is printed in a row's cells."""
    given = figures.get(f"{table.id}.{row.id}")
    if given is None:
        return ["" if row.kind == "heading" else "0" for _ in table.columns]
    if len(given) != len(table.columns):
        raise ValueError(f"{table.id}.{row.id} has {len(table.columns)} columns, not {len(given)}")
    return [str(value) for value in given]


def bands(tables: Sequence[FormTable], figures: Figures) -> Grid:
    """Table two: one table in bands, each with its own header."""
    width = 1 + max(len(table.columns) for table in tables)
    grid: Grid = []
    for table in tables:
        grid.append([(table.label.title, 1, width)])
        grid.append(_stretched([table.corner, *(column.label.title for column in table.columns)], width))
        grid += [_stretched([row.label.title, *printed(table, row, figures)], width) for row in table.rows]
    return grid


def _stretched(texts: Sequence[str], width: int) -> list[Cell]:
    """Cells of which the last reaches to the table's edge."""
    cells = [(text, 1, 1) for text in texts]
    return [*cells[:-1], (texts[-1], 1, width - len(texts) + 1)]


def applications(table: FormTable, figures: Figures) -> Grid:
    """Table three: three columns of labels, three lines of headers."""
    (organisations,) = table.column_groups
    names = {column.id: column.label.title for column in table.columns}
    grid: Grid = [
        [(f"（{table.corner}）", 3, 3), ("申请人情况", 1, len(names))],
        [
            (names["natural"], 2, 1),
            (organisations.label.title, 1, len(organisations.members)),
            (names["total"], 2, 1),
        ],
        [(names[member], 1, 1) for member in organisations.members],
    ]
    groups = {group.id: group for group in table.row_groups}
    results = [row for row in table.rows if row.id in (*groups["processed"].members, "total")]
    told: set[str] = set()
    for row in table.rows:
        values: list[Cell] = [(text, 1, 1) for text in printed(table, row, figures)]
        labels: list[Cell] = []
        if row not in results:
            labels.append((row.label.title, 1, 3))
        else:
            if row is results[0]:
                labels.append((groups["processed"].label.title, len(results), 1))
            group = row.id.partition(".")[0]
            if "." not in row.id:
                labels.append((row.label.title, 1, 2))
            else:
                if group not in told:
                    told.add(group)
                    size = sum(other.id.startswith(f"{group}.") for other in results)
                    labels.append((groups[group].label.title, size, 1))
                labels.append((row.label.title, 1, 1))
        grid.append([*labels, *values])
    return grid


def disputes(table: FormTable, figures: Figures) -> Grid:
    """Table four: all in one line."""
    review, *suits = table.rows
    columns = [column.label.title for column in table.columns]
    count = len(columns)
    return [
        [(review.label.title, 1, count), ("行政诉讼", 1, count * len(suits))],
        [*((name, 2, 1) for name in columns), *((suit.label.title, 1, count) for suit in suits)],
        [(name, 1, 1) for _ in suits for name in columns],
        [(text, 1, 1) for row in table.rows for text in printed(table, row, figures)],
    ]


def statistics(table: FormTable, figures: Figures) -> Grid:
    """The statistics table of 2014: indicator, unit, figure."""
    grid: Grid = [[(table.corner, 1, 1), ("单位", 1, 1), ("统计数", 1, 1)]]
    for row in table.rows:
        (value,) = printed(table, row, figures)
        grid.append([(row.label.title, 1, 1), (row.unit or "", 1, 1), (value, 1, 1)])
    return grid
