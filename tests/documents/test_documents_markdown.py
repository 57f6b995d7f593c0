"""Markdown, the work of converters: tables as printed, nothing of them guessed."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.documents.layout import PICTURE
from gipaudit.documents.model import Document, Paragraph, Picture, Table
from gipaudit.documents.reading import read, read_bytes

HEAD = "# 某县2023年年度报告\n\n"


def markdown(source: str) -> Document:
    document = read_bytes((HEAD + source).encode())
    assert document.loader == "markdown"
    assert document.lossy
    return document


def tables(source: str) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows] for table in markdown(source).tables]


def paragraphs(source: str) -> list[tuple[str, int | None]]:
    return [(paragraph.text, paragraph.heading) for paragraph in markdown(source).paragraphs][1:]


def test_headings_have_levels_and_lose_their_marks() -> None:
    assert paragraphs("## 一、总体情况\n### （一）主动公开 ###\n##二、无空格\n正文\n") == [
        ("一、总体情况", 2),
        ("（一）主动公开", 3),
        ("二、无空格", 2),
        ("正文", None),
    ]


def test_tables_with_and_without_a_separator() -> None:
    assert tables("| 内容 | 制发 |\n|---|:-:|\n| 规章 | 0 |\n\n规章 | 1 |\n许可 | 2 |\n") == [
        [["内容", "制发"], ["规章", "0"]],
        [["规章", "1"], ["许可", "2"]],
    ]


def test_a_dash_is_a_value_and_not_a_separator() -> None:
    assert tables("| 内容 | 数量 |\n|---|---|\n| - | - |\n| -- | 0 |\n") == [
        [["内容", "数量"], ["-", "-"], ["--", "0"]]
    ]


def test_a_separator_further_down_begins_a_table_with_the_row_above() -> None:
    source = "| 2 | 0 |\n|---|---|\n| 1.属于国家秘密 | 4 | 0 |\n|---|---|---|\n| 2.其他 | 0 | 0 |\n"
    assert tables(source) == [[["2", "0"]], [["1.属于国家秘密", "4", "0"], ["2.其他", "0", "0"]]]


def test_ragged_rows_and_empty_cells_at_the_end_stay_as_printed() -> None:
    document = markdown("| 秘密 | 4 | 0 |  |\n|---|---|---|---|\n| （三）不予公开 | 其他 | 0 | 1 |\n| 八 | 9 |\n")
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["秘密", "4", "0", ""],
        ["（三）不予公开", "其他", "0", "1"],
        ["八", "9"],
    ]
    assert not table.spans


def test_escaped_bars_marks_and_entities_in_cells() -> None:
    assert tables(
        r"| 甲\|乙 | **12** | 1\. 秘密 | ~~3~~5 | a&nbsp;b | 上<br>下 |" + "\n|---|---|---|---|---|---|\n"
    ) == [[["甲|乙", "12", "1. 秘密", "5", "a\xa0b", "上\n下"]]]


def test_pictures_leave_the_text_and_fill_their_cells() -> None:
    document = markdown("![表三](a.png)三、收到和处理\n\n| 规章 | ![](b.png) |\n|---|---|\n")
    _, picture, paragraph, table = document.blocks
    assert isinstance(picture, Picture)
    assert picture.text == "表三"
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "三、收到和处理"
    assert isinstance(table, Table)
    assert table.rows[0][1].text == PICTURE


def test_a_picture_written_into_the_file_is_a_picture() -> None:
    document = markdown("![表三](data:image/png;base64," + "iVBORw0KGgo" * 300_000 + ")\n\n正文\n")
    assert [type(block) for block in document.blocks] == [Paragraph, Picture, Paragraph]


def test_marks_of_lists_quotes_and_emphasis_are_no_text() -> None:
    assert paragraphs("> **一、总体情况**\n- 一是公开。\n- 3\n---\n[附件](a.doc)\n") == [
        ("一、总体情况", None),
        ("一是公开。", None),
        ("- 3", None),
        ("附件", None),
    ]


def test_html_tables_inside_keep_their_merges_and_their_line() -> None:
    document = markdown(
        "前\n\n<table><tr><td colspan=2>行政复议</td></tr>\n<tr><td>维持</td><td>总计</td></tr>"
        "<tr><td>1</td><td>2</td></tr></table>\n\n后\n"
    )
    (table,) = document.tables
    assert table.spans
    assert table.rows[0][0].column_span == 2
    assert table.place.line == 5
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)][1:] == ["前", "后"]


def test_an_html_table_that_never_ends_is_text() -> None:
    assert not list(markdown("<table>\n" * 50 + "规章\n").tables)


cell_text = st.text(alphabet="规章0123456789（）一二条| \\*", max_size=8).map(str.strip)


@settings(deadline=None)
@given(st.lists(st.lists(cell_text, min_size=2, max_size=5), min_size=1, max_size=6))
def test_any_table_reads_back_whatever_its_cells_hold(written: list[list[str]]) -> None:
    def escape(cell: str) -> str:
        return "".join(f"\\{one}" if one in "|\\*" else one for one in cell)

    lines = ["| " + " | ".join(escape(cell) for cell in row) + " |" for row in written]
    lines.insert(1, "|" + "---|" * len(written[0]))
    assert tables("\n".join(lines)) == [written]


def test_the_converted_reports_keep_their_rows(corpus: Path) -> None:
    for case, rows in (("shuyang_2025", 23), ("shbgt_2025", 21)):
        document = read(corpus / case / "report.md")
        assert document.lossy
        assert document.loader == "markdown"
        wide = [row for table in document.tables for row in table.rows if len(row) >= 7 and row[-2].text.isdigit()]
        assert len(wide) >= rows
