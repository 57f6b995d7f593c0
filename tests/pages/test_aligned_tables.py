"""A table without lines is told by its figures; prose never makes one."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from pages.printing import HEIGHT, WIDTH, runs_of

from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Block, Paragraph, Table
from gipaudit.documents.pages.compose import compose
from gipaudit.documents.pages.page import Page, Run

LABELS = (
    "一、本年新收",
    "二、上年结转",
    "（一）予以公开",
    "（二）部分公开",
    "1.属于国家秘密",
    "2.重复申请",
    "（七）总计",
)
HEADS = ("自然人", "企业", "机构", "组织", "其他", "总计")


def composed(*pages: list[Run]) -> list[Block]:
    made = [Page(number, WIDTH, HEIGHT, tuple(runs)) for number, runs in enumerate(pages, 1)]
    return list(compose(made, Meter(Limits())))


def prose(text: str, y: float) -> list[Run]:
    """Lines of 36 characters, the first with two blanks before it."""
    lines = ["　　" + text[:34], *(text[at : at + 36] for at in range(34, len(text), 36))]
    return [run for index, line in enumerate(lines) for run in runs_of(line, 80, y + index * 18, 12)]


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    rows=st.integers(3, 7),
    columns=st.integers(2, 6),
    align=st.sampled_from((0.0, 0.5, 1.0)),
)
def test_rows_and_columns_of_figures_are_a_table(seed: int, rows: int, columns: int, align: float) -> None:
    random = Random(seed)
    figures = [[str(random.randrange(10 ** random.randint(1, 4))) for _ in range(columns)] for _ in range(rows)]
    runs = prose("本年度收到和处理政府信息公开申请的情况如下表所示，现予公布。", 90)
    for column in range(columns):
        runs += runs_of(HEADS[column], 220 + column * 52, 150)
    for index, row in enumerate(figures):
        runs += runs_of(LABELS[index], 90, 175 + index * 20)
        for column, text in enumerate(row):
            runs += runs_of(text, 220 + column * 52 + align * (27 - 4.5 * len(text)), 175 + index * 20)
    blocks = composed(runs + prose("四、政府信息公开行政复议、行政诉讼情况", 400))
    assert [type(block) for block in blocks] == [Paragraph, Table, Paragraph]
    table = blocks[1]
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        list(HEADS[:columns]),
        *([LABELS[index], *row] for index, row in enumerate(figures)),
    ]
    assert {(cell.column, cell.column_span) for row in table.rows for cell in row} == {
        (column, 1) for column in range(columns + 1)
    }


@given(
    st.lists(
        st.text(st.sampled_from("政府信息公开条例年月日0123456789件，。、 （）%"), min_size=1, max_size=150),
        min_size=3,
        max_size=20,
    )
)
@settings(max_examples=80, deadline=None)
def test_prose_is_never_a_table(texts: list[str]) -> None:
    runs: list[Run] = []
    y = 80.0
    for text in texts:
        runs += prose(text, y)
        y += 18 * (1 + len(text) // 36)
    assert not any(isinstance(block, Table) for block in composed(runs))
