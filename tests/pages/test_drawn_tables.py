"""Whatever way a table's lines are drawn and wherever pages break, it comes back cell by cell."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from pages.printing import Manner, Printed, printed

from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Block, Table
from gipaudit.documents.pages.compose import compose
from gipaudit.documents.pages.page import Page

LABELS = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理", "新收", "结转")


def table(random: Random, rows: int, columns: int) -> list[Printed]:
    """A header, row heads merged over some rows, a label and figures, some of them blank, some over two columns."""
    cells = [
        Printed("项目", 0, 0, across=2),
        *(Printed(f"第{'甲乙丙丁戊己庚辛'[i]}栏", 0, i + 2) for i in range(columns)),
    ]
    row = 1
    while row < rows:
        down = min(random.randint(1, 4), rows - row)
        cells.append(Printed(f"({row})" + random.choice(LABELS), row, 0, down))
        for below in range(row, row + down):
            cells.append(Printed(f"{below}、" + random.choice(LABELS), below, 1))
            column = 0
            while column < columns:
                across = 2 if column + 1 < columns and random.random() < 0.1 else 1
                text = "" if random.random() < 0.15 else str(random.randrange(10 ** random.randint(1, 5)))
                cells.append(Printed(text, below, column + 2, across=across))
                column += across
        row += down
    return cells


def composed(pages: list[Page]) -> list[Block]:
    return list(compose(pages, Meter(Limits())))


def shape(table: Table) -> list[Printed]:
    return [
        Printed(cell.text, cell.row, cell.column, cell.row_span, cell.column_span)
        for row in table.rows
        for cell in row
    ]


manners = st.builds(
    Manner,
    jitter=st.sampled_from((0.0, 1.0, 1.8)),
    double=st.booleans(),
    pieces=st.booleans(),
    no_left=st.booleans(),
    no_right=st.booleans(),
    no_top=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    rows=st.integers(4, 24),
    columns=st.integers(2, 7),
    manner=manners,
    cuts=st.sets(st.integers(2, 23), max_size=2),
)
def test_a_table_comes_back_cell_by_cell(seed: int, rows: int, columns: int, manner: Manner, cuts: set[int]) -> None:
    random = Random(seed)
    cells = table(random, rows, columns)
    widths = [70.0, 90.0, *(random.uniform(36, 45) for _ in range(columns))]
    breaks = sorted(cut for cut in cuts if cut < rows - 1)
    blocks = composed(printed(cells, widths, breaks, manner, random))
    assert [type(block) for block in blocks] == [Table]
    assert isinstance(blocks[0], Table)
    assert sorted(shape(blocks[0]), key=lambda cell: (cell.row, cell.column)) == sorted(
        cells, key=lambda cell: (cell.row, cell.column)
    )
