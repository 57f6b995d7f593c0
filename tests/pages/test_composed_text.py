"""Paragraphs, running lines and the texts of cells, as a reader of the pages would tell them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from pages.printing import HEIGHT, WIDTH, Manner, Printed, printed, runs_of

from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Block, Paragraph, Picture, Table
from gipaudit.documents.pages.compose import compose
from gipaudit.documents.pages.grid import cells
from gipaudit.documents.pages.page import Box, Page, Run

SENTENCE = "本机关按照条例要求推进政府信息公开工作，健全工作机制，明确责任分工，及时回应社会关切，"


def page(number: int, *placed: tuple[str, float, float], rules: Sequence[Box] = (), size: float = 12) -> Page:
    """A page with lines of text, each with its left end and the height of its middle."""
    runs = tuple(run for text, x, y in placed for run in runs_of(text, x, y, size))
    return Page(number, WIDTH, HEIGHT, runs, tuple(rules))


def composed(*pages: Page) -> list[Block]:
    return list(compose(pages, Meter(Limits())))


def texts(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def framed(left: float, top: float, widths: Sequence[float], heights: Sequence[float]) -> list[Box]:
    """The lines of a table without merged cells."""
    right, bottom = left + sum(widths), top + sum(heights)
    xs = [left + sum(widths[:index]) for index in range(len(widths) + 1)]
    ys = [top + sum(heights[:index]) for index in range(len(heights) + 1)]
    return [*((left, y, right, y + 0.5) for y in ys), *((x, top, x + 0.5, bottom) for x in xs)]


def only_table(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    (table,) = (block for block in blocks if isinstance(block, Table))
    return [tuple(cell.text for cell in row) for row in table.rows]


def test_a_paragraph_goes_on_over_lines_and_pages() -> None:
    full = SENTENCE[:34]
    blocks = composed(
        page(1, ("一、总体情况", 104, 100), (full, 104, 120), ("甲" * 36, 80, 740)),
        page(2, ("乙" * 36, 80, 100), ("全部办结。", 80, 120), (full, 104, 140), ("完。", 80, 160)),
    )
    assert texts(blocks) == ["一、总体情况", full, "甲" * 36 + "乙" * 36 + "全部办结。", full + "完。"]
    assert [block.place.page for block in blocks] == [1, 1, 1, 2]


def test_headings_are_paragraphs_of_their_own_even_without_indentation() -> None:
    full = SENTENCE[:34] + "公开"
    blocks = composed(
        page(1, (full, 80, 100), ("二、主动公开政府信息情况", 80, 120), (full, 80, 140), ("完。", 80, 160))
    )
    assert texts(blocks) == [full, "二、主动公开政府信息情况", full + "完。"]


def test_chinese_is_joined_without_blanks_and_words_with() -> None:
    first, second = "本机关网站" + "甲" * 25 + "https open", "data portal上线。"
    assert texts(composed(page(1, (first, 80, 100), (second, 80, 120), (first, 80, 140)))) == [
        f"{first} {second}",
        first,
    ]


@pytest.mark.parametrize("number", ["— {} —", "-{}-", "{}", "第{}页", "第 {} 页 共 9 页", "{}/9", "· {} ·"])
def test_page_numbers_are_no_text(number: str) -> None:
    pages = [page(at, (f"{'甲乙丙'[at - 1]}工作情况。", 104, 100), (number.format(at), 280, 800)) for at in (1, 2, 3)]
    assert texts(composed(*pages)) == ["甲工作情况。", "乙工作情况。", "丙工作情况。"]


def test_a_running_header_is_no_text_and_a_first_line_is() -> None:
    pages = [page(at, ("年度报告", 250, 40), (f"{'甲乙丙'[at - 1]}工作情况。", 104, 80)) for at in (1, 2, 3)]
    assert texts(composed(*pages)) == ["甲工作情况。", "乙工作情况。", "丙工作情况。"]


def test_a_row_at_the_foot_of_every_page_stays_a_row() -> None:
    rules = framed(80, 760, [100, 100], [20, 20])
    pages = [
        page(at, ("规章", 90, 770), ("0", 200, 770), ("许可", 90, 790), ("3", 200, 790), rules=rules)
        for at in (1, 2, 3)
    ]
    tables = [block for block in composed(*pages) if isinstance(block, Table)]
    assert sum(len(table.rows) for table in tables) == 6


def test_two_tables_close_to_each_other_stay_two() -> None:
    rules = [*framed(80, 100, [100, 100], [20, 20]), *framed(80, 146, [100, 100], [20, 20])]
    placed = [
        (str(index), 90 + 100 * (index % 2), y) for index, y in enumerate((110, 110, 130, 130, 156, 156, 176, 176))
    ]
    assert [type(block) for block in composed(page(1, *placed, rules=rules))] == [Table, Table]


def test_characters_below_each_other_are_one_label() -> None:
    rules = framed(80, 100, [20, 60], [120])
    column = [(character, 84.0, 110 + 14.0 * index) for index, character in enumerate("本年度办理结果")]
    assert only_table(composed(page(1, *column, ("3", 110, 160), rules=rules)))[0] == ("本年度办理结果", "3")


def test_a_label_lying_on_its_side_reads_from_the_bottom() -> None:
    rules = framed(80, 100, [20, 60], [120])
    column = [(character, 84.0, 206 - 14.0 * index) for index, character in enumerate("本年度办理结果")]
    assert only_table(composed(page(1, *column, ("3", 110, 160), rules=rules)))[0] == ("本年度办理结果", "3")


def test_two_figures_in_one_cell_are_never_one_number() -> None:
    rules = framed(80, 100, [100, 100], [40, 20])
    below = page(
        1, ("新收", 84, 110), ("3", 200, 110), ("5", 200, 130), ("结转", 84, 150), ("7", 200, 150), rules=rules
    )
    assert only_table(composed(below)) == [("新收", "3\n5"), ("结转", "7")]
    beside = page(
        1, ("新收", 84, 110), ("3", 200, 110), ("5", 220, 110), ("结转", 84, 150), ("7", 200, 150), rules=rules
    )
    assert only_table(composed(beside)) == [("新收", "3 5"), ("结转", "7")]


def test_a_number_broken_at_the_width_of_its_cell_is_one_number() -> None:
    rules = framed(80, 100, [100, 32], [40, 20])
    broken = page(
        1, ("新收", 84, 120), ("1234", 184, 113), ("56", 184, 127), ("结转", 84, 150), ("7", 184, 150), rules=rules
    )
    assert only_table(composed(broken)) == [("新收", "123456"), ("结转", "7")]


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    widths, heights = [60, 40, 40], [20, 20]
    first = page(
        1,
        ("规章", 82, 740),
        ("1", 150, 740),
        ("2", 190, 740),
        ("行政规", 82, 760),
        ("4", 150, 760),
        ("5", 190, 760),
        rules=framed(80, 730, widths, heights),
        size=18,
    )
    second = page(
        2,
        ("范文件", 82, 82),
        ("许可", 82, 102),
        ("7", 150, 102),
        ("8", 190, 102),
        rules=framed(80, 72, widths, heights),
        size=18,
    )
    assert only_table(composed(first, second)) == [("规章", "1", "2"), ("行政规范文件", "4", "5"), ("许可", "7", "8")]


def test_a_repeated_header_is_told_once() -> None:
    widths, heights = [100, 100], [20, 20]
    pages = [
        page(
            at,
            ("项目", 84, top + 10),
            ("件数", 190, top + 10),
            (name, 84, top + 30),
            (str(at), 190, top + 30),
            rules=framed(80, top, widths, heights),
        )
        for at, top, name in ((1, 730, "规章"), (2, 72, "许可"))
    ]
    assert only_table(composed(*pages)) == [("项目", "件数"), ("规章", "1"), ("许可", "2")]


def test_tables_of_other_columns_stay_two() -> None:
    first = page(1, ("甲", 84, 740), ("1", 190, 740), rules=framed(80, 730, [100, 100], [20]))
    second = page(2, ("乙", 84, 82), ("2", 150, 82), rules=framed(80, 72, [50, 150], [20]))
    assert [type(block) for block in composed(first, second)] == [Table, Table]


def test_a_frame_round_the_page_is_no_table() -> None:
    rules = framed(60, 60, [470], [720])
    assert texts(composed(page(1, ("一、总体情况", 104, 100), rules=rules))) == ["一、总体情况"]


def test_the_place_beside_a_shorter_row_is_no_blank_cell() -> None:
    rules = [
        *framed(80, 100, [100, 60, 60], [20]),
        *framed(80, 120, [100, 60], [20]),
        *framed(80, 140, [100, 60, 60], [20]),
    ]
    placed = [("新收", 84, 110), ("1", 200, 110), ("2", 260, 110), ("结转", 84, 130), ("3", 200, 130)]
    placed += [("总计", 84, 150), ("4", 200, 150), ("5", 260, 150)]
    assert only_table(composed(page(1, *placed, rules=rules))) == [
        ("新收", "1", "2"),
        ("结转", "3"),
        ("总计", "4", "5"),
    ]


def test_confidence_is_the_lowest_of_what_was_recognised() -> None:
    runs = (
        Run("规章", (84, 104, 110, 116), 0.9),
        Run("1", (190, 104, 195, 116), 0.4),
        Run("甲乙", (84, 200, 110, 212), 0.7),
    )
    blocks = composed(Page(1, WIDTH, HEIGHT, runs, tuple(framed(80, 100, [100, 100], [20]))))
    table, paragraph = blocks
    assert isinstance(table, Table)
    assert isinstance(paragraph, Paragraph)
    assert [cell.confidence for cell in table.rows[0]] == [0.9, 0.4]
    assert paragraph.confidence == 0.7


def test_pictures_stand_where_they_are_printed() -> None:
    made = Page(1, WIDTH, HEIGHT, tuple(runs_of("一、总体情况", 104, 100)), (), ((80, 200, 400, 500),))
    paragraph, picture = composed(made)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(picture, Picture)
    assert (picture.place.page, picture.place.box) == (1, (80, 200, 400, 500))


def test_radicals_are_the_characters_they_stand_for() -> None:
    assert texts(composed(page(1, ("⾏政许可⻓期有效", 104, 100)))) == ["行政许可长期有效"]


def test_lines_alone_give_cells_with_spans() -> None:
    rules = printed(
        [Printed("甲", 0, 0, 2, 1), Printed("1", 0, 1), Printed("2", 0, 2), Printed("3", 1, 1, 1, 2)],
        [60, 40, 40],
        [],
        Manner(),
        Random(0),
    )[0].rules
    (grid,) = cells(rules)
    assert [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 1),
        (0, 2, 1, 1),
        (1, 1, 1, 2),
    ]
