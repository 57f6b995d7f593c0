"""Plain text: a cell behind a tab a line, rows in lines, and honest about what plain text loses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.documents.layout import PICTURE
from gipaudit.documents.model import Document, Paragraph, Picture, Table
from gipaudit.documents.reading import read, read_bytes


def text(source: str) -> Document:
    document = read_bytes(source.encode())
    assert document.loader == "text"
    return document


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def tables(source: str) -> list[list[list[str]]]:
    return [rows(table) for table in text(source).tables]


def paragraphs(source: str) -> list[str]:
    return [paragraph.text for paragraph in text(source).paragraphs]


def test_a_cell_a_line_a_row_to_the_empty_line() -> None:
    document = text("二、主动公开\n\t信息内容\n\t制发\n\n\t规章\n\t3\n\n\n三、收到和处理\n")
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    (table,) = document.tables
    assert rows(table) == [["信息内容", "制发"], ["规章", "3"]]
    assert not table.spans
    assert not document.lossy
    assert [cell.place.line for row in table.rows for cell in row] == [2, 3, 5, 6]
    assert [block.place.line for block in document.blocks] == [1, 2, 9]
    assert table.rows[1][1].place.column == 2


def test_an_empty_line_behind_a_tab_is_a_cell_that_is_blank() -> None:
    assert tables("\t规章\n\t\n\t0\n\t\n\n\t许可\n\t\u3000\n\t1\n\t2\n") == [
        [["规章", "", "0", ""], ["许可", "\u3000", "1", "2"]]
    ]


def test_a_line_without_a_tab_goes_on_with_the_cell_above() -> None:
    source = "\t信息内容\n\t本年新\n制作数量\n\t总数\n（含往年）\n\n\t规章\n\t\u30000\n\t1\n"
    assert tables(source) == [[["信息内容", "本年新\n制作数量", "总数\n（含往年）"], ["规章", "\u30000", "1"]]]


def test_prose_right_behind_a_figure_is_no_part_of_it() -> None:
    source = "\t规章\n\t3\n\n\t许可\n\t7\n三、收到和处理\n本年收到申请。\n"
    assert tables(source) == [[["规章", "3"], ["许可", "7"]]]
    assert paragraphs(source) == ["三、收到和处理", "本年收到申请。"]


STATISTICS = "\t指标\n\t单位\n\t数\n\n\t一、数量\n\t条\n\t5\n\n\t（一）其中\n\t条\n\t4\n\n"


def test_a_row_broken_inside_a_cell_is_whole_again() -> None:
    source = STATISTICS + "\t二、向档案馆报送数\n\n\n\t条\n\t9\n\n\t（一）纸质\n\t条\n\t9\n"
    ((*_, broken, last),) = tables(source)
    assert broken == ["二、向档案馆报送数", "条", "9"]
    assert last == ["（一）纸质", "条", "9"]


def test_a_row_broken_twice_is_whole_again() -> None:
    source = STATISTICS + "\t二、报送数\n\n\n\t条\n\n\n\t9\n\n\t（一）纸质\n\t条\n\t9\n"
    ((*_, broken, _),) = tables(source)
    assert broken == ["二、报送数", "条", "9"]


def test_a_band_above_a_shorter_head_is_no_broken_row() -> None:
    source = (
        "\t第（一）项\n\n\t内容\n\t制发\n\t废止\n\t有效\n\n\t规章\n\t0\n\t0\n\t0\n\n\t规范性文件\n\t1\n\t0\n\t2\n\n"
        "\t第（八）项\n\n\t内容\n\t上年\n\t增减\n\n\t收费\n\t3\n\t0\n"
    )
    (table,) = tables(source)
    assert [len(row) for row in table] == [1, 4, 4, 4, 1, 3, 3]


def test_tables_with_nothing_but_empty_lines_between_are_two() -> None:
    assert [len(table) for table in tables("\t甲\n\t1\n\n\t乙\n\t2\n\n\n\t丙\n\t3\n\n\t丁\n\t4\n")] == [2, 2]


def test_rows_with_tabs_between_their_cells() -> None:
    source = "信息内容\t制发\t废止\n规章\t0\t\n\t1\t2\n二、其他\n"
    assert tables(source) == [[["信息内容", "制发", "废止"], ["规章", "0", ""], ["", "1", "2"]]]


def test_rows_that_begin_with_a_tab_and_hold_tabs() -> None:
    assert tables("\t规章\t0\t1\n\t许可\t2\t3\n") == [[["规章", "0", "1"], ["许可", "2", "3"]]]


@pytest.mark.parametrize(
    "source",
    [
        "一、\t总体情况\n",
        "1.\t主动公开\n2.\t依申请公开\n",
        "联系人：张三\t电话：12345\n",
        "\t本年度，我局认真贯彻落实条例，主动公开各类信息，取得了较好的成效。\n\t下一步，我局将继续努力，不断完善公开机制。\n",
        "\t一、总体情况\n\n\t2023年，我局坚持以公开为常态，主动公开政府信息，回应社会关切。\n",
    ],
)
def test_prose_with_tabs_is_prose(source: str) -> None:
    document = text(source)
    assert not list(document.tables)
    assert len(document.blocks) == len([line for line in source.split("\n") if line])


def test_prose_with_tabs_before_a_table_is_not_a_row_of_it() -> None:
    source = "\t2023年，我局主动公开政府信息，及时回应社会关切。\n\n\t规章\n\t0\n\n\t许可\n\t1\n"
    assert tables(source) == [[["规章", "0"], ["许可", "1"]]]
    assert len(paragraphs(source)) == 1


def test_rows_with_bars_as_extracted_pages_have_them() -> None:
    source = "二、主动公开\n第二十条第(一)项 |\n内容 | 制发 | 废止 |\n规章 | 0 |  |\n三、其他\n"
    document = text(source)
    assert tables(source) == [[["第二十条第(一)项"], ["内容", "制发", "废止"], ["规章", "0", ""]]]
    assert paragraphs(source) == ["二、主动公开", "三、其他"]
    assert document.lossy


def test_a_bar_in_prose_is_no_table() -> None:
    assert paragraphs("甲 | 乙\n") == ["甲 | 乙"]


def test_text_without_any_cell_may_have_lost_its_tables() -> None:
    document = text("标题: 某区2021年年度报告\n二、主动公开\n信息内容本年制发件数规章00行政规范性文件12\n")
    assert document.lossy
    assert document.notes
    assert not list(document.tables)


def test_a_picture_glued_to_a_heading_leaves_it() -> None:
    picture, heading = text("[image: image1]三、收到和处理\n").blocks
    assert isinstance(picture, Picture)
    assert picture.text == "image1"
    assert isinstance(heading, Paragraph)
    assert heading.text == "三、收到和处理"


def test_a_cell_with_a_picture_in_it_is_not_blank() -> None:
    assert tables("\t规章\n\t[image: image2]\n\n\t许可\n\t[image: a]3\n") == [[["规章", PICTURE], ["许可", "3"]]]


def test_lines_broken_at_page_width_are_joined_and_page_marks_dropped() -> None:
    sentence = "本机关坚持以公开为常态不公开为例外推进决策执行管理服务结果公开" * 12
    lines = [sentence[start : start + 30] for start in range(0, len(sentence), 30)]
    lines.insert(5, "— 3 —")
    source = "一、总体情况\n" + "\n".join(lines) + "。\n（二）依申请公开\n"
    assert paragraphs(source) == ["一、总体情况", sentence + "。", "（二）依申请公开"]


def test_lines_of_a_list_are_not_joined() -> None:
    lines = [f"{name}局主动公开政府信息共计三十条" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"]
    assert paragraphs("\n".join(lines)) == lines


cell_text = st.text(alphabet="规章0123456789（）一二条\u3000", max_size=8)


@settings(deadline=None)
@given(st.lists(st.lists(cell_text, min_size=2, max_size=6), min_size=1, max_size=8))
def test_any_table_written_a_cell_a_line_reads_back(written: list[list[str]]) -> None:
    source = "二、主动公开\n" + "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in written)
    (table,) = tables(source)
    assert table == written


def test_the_seed_reports_read_row_by_row(corpus: Path) -> None:
    first = read(next((corpus / "jining_rfb_2020").glob("*.txt")))
    assert [len(table.rows) for table in first.tables] == [18, 26, 4]
    assert [type(block) for block in first.blocks].count(Picture) == 1
    second = read(next((corpus / "shandong_rfb_2018").glob("*.txt")))
    (table,) = second.tables
    assert {len(row) for row in table.rows} == {3}
    assert len(table.rows) == 72
    assert not first.lossy
    assert not second.lossy


def test_pages_whose_cells_are_glued_have_no_tables(corpus: Path) -> None:
    pages = sorted(corpus.glob("*/page.txt"))
    assert pages
    for page in pages:
        document = read(page)
        assert document.lossy
        assert not list(document.tables)


def test_encoding_and_line_ends_change_nothing(corpus: Path) -> None:
    for case in ("jining_rfb_2020", "shandong_rfb_2018"):
        source = next((corpus / case).glob("*.txt")).read_text(encoding="utf-8")
        expected = read_bytes(source.encode()).blocks
        for encoding in ("gb18030", "utf-16", "utf-16-le", "utf-8-sig"):
            assert read_bytes(source.replace("\n", "\r\n").encode(encoding)).blocks == expected


def test_two_whole_rows_beside_a_gap_are_not_one_row_of_the_usual_width() -> None:
    rows = ["内容 甲数 乙数 丙数", "规章 0 0 0", "文件 0 0 0", "", "内容 数量", "许可 7", "", "内容 数量", "处罚 9"]
    text = "\n".join("".join(f"\t{cell}\n" for cell in row.split()) for row in rows)
    tables = [[[cell.text for cell in row] for row in table.rows] for table in read_bytes(text.encode()).tables]
    assert tables[1:] == [[["内容", "数量"], ["许可", "7"]], [["内容", "数量"], ["处罚", "9"]]]
