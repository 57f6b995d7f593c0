"""Tables that touch are told apart by their columns, and a row that is drawn open at the break goes on behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from pages.printing import FOOT, Manner, Printed, printed

from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Table
from gipaudit.documents.pages.compose import compose
from gipaudit.documents.pages.page import Page


def page(cells: Sequence[Printed], widths: Sequence[float]) -> Page:
    [only] = printed(cells, widths, [], Manner(), Random(3))
    return only


def below(upper: Page, lower: Page) -> Page:
    """What the second page shows right under what the first one shows."""
    down = max(rule[3] for rule in upper.rules) - min(rule[1] for rule in lower.rules) - 0.5
    runs = [replace(run, box=_moved(run.box, down)) for run in lower.runs]
    rules = [_moved(rule, down) for rule in lower.rules]
    return replace(upper, runs=(*upper.runs, *runs), rules=(*upper.rules, *rules))


def _moved(box: tuple[float, float, float, float], down: float) -> tuple[float, float, float, float]:
    return box[0], box[1] + down, box[2], box[3] + down


def rows_of(pages: Sequence[Page]) -> list[list[list[str]]]:
    """The texts of each table, row by row."""
    blocks = compose(pages, Meter(Limits()))
    return [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)]


def grid(*rows: tuple[str, ...]) -> list[Printed]:
    return [Printed(text, row, column) for row, line in enumerate(rows) for column, text in enumerate(line)]


FIRST = (("项目", "甲", "乙", "丙"), ("收到", "1", "2", "3"))
SECOND = (("办结", "4", "5", "6"), ("结转", "7", "8", "9"))


def test_touching_tables_of_other_columns_are_two() -> None:
    both = below(page(grid(*FIRST), [100, 50, 50, 50]), page(grid(*SECOND), [85, 55, 60, 50]))
    assert rows_of([both]) == [[list(row) for row in FIRST], [list(row) for row in SECOND]]


def test_touching_tables_of_the_same_columns_are_one() -> None:
    widths = [100.0, 50.0, 50.0, 50.0]
    both = below(page(grid(*FIRST), widths), page(grid(*SECOND), widths))
    assert rows_of([both]) == [[list(row) for row in (*FIRST, *SECOND)]]


def test_a_row_over_the_whole_width_is_the_title_of_the_table_below_it() -> None:
    titled = [
        Printed("第二十条第（五）项", 0, 0, across=4),
        *(replace(cell, row=cell.row + 1) for cell in grid(*SECOND)),
    ]
    both = below(page(grid(*FIRST), [100, 50, 50, 50]), page(titled, [85, 55, 60, 50]))
    assert [table[0][0] for table in rows_of([both])] == ["项目", "第二十条第（五）项"]


def test_a_header_over_finer_columns_belongs_to_them() -> None:
    """Its few edges are all among the many below it, though most of those are new."""
    heads = [Printed("行政复议", 0, 0, across=4), Printed("行政诉讼", 0, 4, across=4)]
    finer = [Printed(str(column), row, column) for row in (1, 2) for column in range(8)]
    [table] = rows_of([page([*heads, *finer], [40.0] * 8)])
    assert len(table) == 3


def test_rows_between_which_a_cell_reaches_are_never_parted() -> None:
    cells = [Printed("三、办理结果", 0, 0, down=2), *(Printed(text, 0, n) for n, text in enumerate("甲乙", 1))]
    cells += [Printed("丙丁", 1, 1, across=2)]
    [table] = rows_of([page(cells, [90, 60, 60])])
    assert table == [["三、办理结果", "甲", "乙"], ["丙丁"]]


def test_a_row_drawn_open_at_the_break_goes_on_behind_it() -> None:
    """No line under it on its page, none over its rest on the next: figures here and label there are one row."""
    cells = grid(*FIRST, ("", "4", "5", "6"), ("办结", "", "", ""), ("结转", "7", "8", "9"))
    upper, lower = printed(cells, [100, 50, 50, 50], [3], Manner(no_top=True), Random(3))
    foot = max(rule[3] for rule in upper.rules)
    unclosed = replace(upper, rules=tuple(rule for rule in upper.rules if (rule[1] + rule[3]) / 2 < foot - 1))
    whole = [[*map(list, FIRST), ["办结", "4", "5", "6"], ["结转", "7", "8", "9"]]]
    assert rows_of([unclosed, lower]) == whole
    assert rows_of([upper, lower]) != whole, "with a line under it a row ends"
    assert foot > FOOT - 1


def test_row_heads_as_high_as_the_page_are_columns_of_the_table() -> None:
    """On a page in the midst of a table that is drawn open no line across touches their outer lines."""
    heads = [Printed("办理", 0, 0, down=3), Printed("不予", 0, 1, down=3)]
    rows = [Printed(text, row, column) for row in range(3) for column, text in ((2, f"{row + 1}.某类"), (3, "7"))]
    [page] = printed([*heads, *rows], [40, 40, 80, 40], [], Manner(), Random(3))
    ends = min(rule[1] for rule in page.rules) + 1, max(rule[3] for rule in page.rules) - 1
    kept = [rule for rule in page.rules if rule[2] - rule[0] < 1 or ends[0] < rule[1] < ends[1]]
    [table] = rows_of([replace(page, rules=tuple(kept))])
    assert table == [["办理", "不予", "1.某类", "7"], ["2.某类", "7"], ["3.某类", "7"]]
