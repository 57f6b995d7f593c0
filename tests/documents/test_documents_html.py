"""Web pages: what the browser shows of the report, its merges resolved, menus and footers left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from gipaudit.documents.html_flow import Flow, Page
from gipaudit.documents.layout import PICTURE
from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Document, Paragraph, Picture, Table
from gipaudit.documents.reading import read, read_bytes

PROSE = "2023年，我局坚持以公开为常态，主动公开政府信息，及时回应社会关切。"


def html(body: str, head: str = "") -> Document:
    document = read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())
    assert document.loader == "html"
    return document


def paragraphs(body: str, head: str = "") -> list[str]:
    return [paragraph.text for paragraph in html(body, head).paragraphs]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.grid]


def only(body: str) -> Table:
    (table,) = html(body).tables
    return table


def test_spans_are_resolved_and_blank_cells_are_cells() -> None:
    table = only(
        "<table><tr><td rowspan=2>办理结果</td><td>公开</td><td>3</td></tr><tr><td>部分</td><td>&nbsp;</td></tr>"
        "<tr><td colspan=2>总计</td><td></td></tr></table>"
    )
    assert [[(one.text.strip(), one.column, one.row_span, one.column_span) for one in row] for row in table.rows] == [
        [("办理结果", 0, 2, 1), ("公开", 1, 1, 1), ("3", 2, 1, 1)],
        [("部分", 1, 1, 1), ("", 2, 1, 1)],
        [("总计", 0, 1, 2), ("", 2, 1, 1)],
    ]
    assert grid(table)[1] == ["办理结果", "部分", "\xa0"]


def test_cells_without_ends_and_without_rows() -> None:
    assert grid(only("<table><td>规章<td>0<tr><td>许可<td>5</table>")) == [["规章", "0"], ["许可", "5"]]


def test_spans_end_with_their_group_and_zero_reaches_there() -> None:
    table = only(
        "<table><thead><tr><td rowspan=9>内容<td>制发</thead>"
        "<tbody><tr><td rowspan=0>规章<td>1<tr><td>2</tbody></table>"
    )
    assert grid(table) == [["内容", "制发"], ["规章", "1"], ["规章", "2"]]


def test_a_foot_written_first_stands_last() -> None:
    table = only("<table><tfoot><tr><td>总计<td>3</tfoot><tbody><tr><td>规章<td>3</tbody></table>")
    assert grid(table) == [["规章", "3"], ["总计", "3"]]


def test_captions_belong_to_their_table() -> None:
    assert only("<table><caption>表二</caption><tr><td>规章<td>0</table>").caption == "表二"


def test_blocks_and_breaks_in_a_cell_are_lines() -> None:
    table = only("<table><tr><td><p>商业</p><p>企业</p><td>科研<br>机构<td><b>1</b><o:p></o:p>0</table>")
    assert grid(table) == [["商业\n企业", "科研\n机构", "10"]]


def test_source_lines_inside_chinese_are_no_blanks() -> None:
    assert paragraphs("<p>政府信\n   息公开 Word\nfile</p>") == ["政府信息公开 Word file"]


def test_breaks_divide_paragraphs() -> None:
    assert paragraphs("<div>一、总体情况<br>　　正文。<br><br>二、主动公开</div>") == [
        "一、总体情况",
        "正文。",
        "二、主动公开",
    ]


def test_preformatted_lines_are_kept() -> None:
    assert paragraphs("<pre>一、总体情况\n正文</pre>") == ["一、总体情况", "正文"]


def test_headings_have_levels() -> None:
    document = html("<h1>年度<br>报告</h1><p>甲</p><h3>一、总体</h3>")
    assert [(one.text, one.heading) for one in document.paragraphs] == [
        ("年度", 1),
        ("报告", 1),
        ("甲", None),
        ("一、总体", 3),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>3</script>",
        "<style>p{}</style>",
        "<!-- 3 -->",
        "<span style='display: none'>3</span>",
        "<span style='mso-hide:all'>3</span>",
        "<span hidden>3</span>",
        "<del>3</del>",
        "<s>3</s>",
        "<select><option>3</select>",
        "<!--[if gte mso 9]><xml><w:x>3</w:x></xml><![endif]-->",
    ],
)
def test_what_a_page_hides_or_strikes_out_is_not_read(hidden: str) -> None:
    assert grid(only(f"<table><tr><td>规章<td>{hidden}0</table>")) == [["规章", "0"]]


def test_words_soup() -> None:
    assert paragraphs(
        "<p class=MsoNormal><![if !supportLists]><span>一、</span><![endif]><b>总体<o:p></o:p></b></p>"
    ) == ["一、总体"]


def test_hidden_rows_are_not_read() -> None:
    assert grid(only("<table><tr style='display:none'><td>样<td>9</tr><tr><td>规章<td>0</table>")) == [["规章", "0"]]


def test_a_page_laid_out_with_tables_gives_the_report() -> None:
    menu = "<a href=/>首页</a><br>" * 4
    inner = "<table><tr><td>规章<td>0<tr><td>许可<td>5</table>"
    document = html(
        f"<table><tr><td>{menu}</td><td><p>{PROSE}</p>{inner}<p>六、其他</p><p>{PROSE}</p></td></tr></table>"
    )
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph, Paragraph]


def test_a_cell_wrapped_in_a_table_of_its_own_is_a_cell() -> None:
    wrapped = "<table><tr><td>0</td></tr></table>"
    rows = "".join(
        f"<tr><td>{name}</td><td>{wrapped}</td><td>{wrapped}</td></tr>" for name in ("规章", "许可", "处罚")
    )
    assert grid(only(f"<table>{rows}</table>")) == [[name, "0", "0"] for name in ("规章", "许可", "处罚")]


def test_a_table_nested_among_figures_stands_behind_it() -> None:
    rows = "".join(f"<tr><td>行{n}<td>{n}<td>0" for n in range(3))
    document = html(f"<table>{rows}<tr><td>注<td>0<td><table><tr><td>甲<td>乙</table></table>")
    assert [len(table.rows) for table in document.tables] == [4, 1]


def test_pictures_icons_and_cells_with_pictures() -> None:
    document = html(
        f"<p>{PROSE}</p><p><img src=a.png alt=表三 width=600></p><img width=16 height=16 src=i.gif>"
        "<table><tr><td>规章<td><img src=b.png></table>"
    )
    _, picture, table = document.blocks
    assert isinstance(picture, Picture)
    assert picture.text == "表三"
    assert isinstance(table, Table)
    assert grid(table) == [["规章", PICTURE]]


def test_a_field_that_was_filled_in_is_its_cells_text() -> None:
    table = only("<table><tr><td>规章<td><input value=7><tr><td>许可<td><input type=hidden value=9></table>")
    assert grid(table) == [["规章", "7"], ["许可", ""]]


PORTAL = f"""
<div class=top><ul><li><a href=/>首页</a><li><a href=/a>政务公开</a>
<li><a href=/b>政府信息公开年报</a><li><a href=/c>互动</a></ul>
<form>站内搜索<input type=submit value=搜索></form></div>
<div class=main><div class=path>当前位置：<a href=/>首页</a> &gt; <a href=/b>年报</a></div>
<div class=tit>某市某局2023年度政府信息公开工作年度报告</div>
<div class=info>发布日期：2024-01-18　来源：某市某局　浏览次数：12</div>
<div class=content><p>　　{PROSE}</p><p>一、总体情况</p><div><p>{PROSE}</p></div>
<table><tr><td>规章</td><td>0</td></tr></table><p>六、其他需要报告的事项</p><p>无。</p>
<p>附件：<a href=x>统计表.doc</a></p></div></div>
<div class=side><a href=/1>上一篇</a><br><a href=/2>下一篇</a></div>
<footer><p>主办：某市人民政府办公室　备案号：00000000</p></footer>
"""
HEAD = (
    "<title>某市某局2023年度政府信息公开工作年度报告_某市人民政府</title>"
    "<meta name=PubDate content='2024-01-18 09:30'><meta name=ArticleTitle content=年度报告>"
    "<meta name=ContentSource content=某局>"
)


def test_a_portal_page_gives_title_date_and_content_only() -> None:
    document = html(PORTAL, HEAD)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "某市某局2023年度政府信息公开工作年度报告",
        "发布日期：2024-01-18　来源：某市某局　浏览次数：12",
        PROSE,
        "一、总体情况",
        PROSE,
        "六、其他需要报告的事项",
        "无。",
        "附件：统计表.doc",
    ]
    assert len(list(document.tables)) == 1
    assert document.metadata["pubdate"] == "2024-01-18 09:30"
    assert document.metadata["contentsource"] == "某局"
    assert document.metadata["title"].startswith("某市某局")


def test_sections_in_boxes_of_their_own_are_all_kept() -> None:
    boxes = "".join(
        f"<div class=box><h3>{number}、标题</h3><div>{PROSE if number in '一五' else '无。'}</div></div>"
        for number in "一二三四五"
    )
    found = paragraphs(f"<nav><a href=/>首页</a></nav><div id=main>{boxes}</div><footer>某局</footer>")
    assert found.count("无。") == 3
    assert [one for one in found if one.endswith("标题")] == [f"{number}、标题" for number in "一二三四五"]
    assert "首页" not in found
    assert "某局" not in found


def test_a_menu_that_was_never_closed_swallows_nothing() -> None:
    assert PROSE in paragraphs(f"<nav><a href=/>首页</a><div><p>{PROSE}</p></div>")


def test_a_page_of_short_lines_is_kept_whole() -> None:
    assert paragraphs("<div>年度报告</div><div><p>一、总体情况</p><p>无</p></div>") == [
        "年度报告",
        "一、总体情况",
        "无",
    ]


texts = st.text(alphabet="规章0123456789（）一二条", min_size=1, max_size=6)


@settings(deadline=None)
@given(st.lists(st.lists(texts, min_size=2, max_size=5), min_size=2, max_size=6))
def test_the_content_of_any_table_is_there_whatever_stands_around(rows: list[list[str]]) -> None:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    body = PORTAL.replace("<table><tr><td>规章</td><td>0</td></tr></table>", f"<table>{cells}</table>")
    (table,) = html(body, HEAD).tables
    assert [[cell.text for cell in row] for row in table.rows] == rows


@settings(deadline=None)
@given(st.data())
def test_the_grid_agrees_with_the_browsers_rule(data: st.DataObject) -> None:
    """The HTML standard's own algorithm, written down once more, on random spans."""
    spans = data.draw(
        st.lists(
            st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=4), min_size=1, max_size=5
        )
    )
    if sum(map(len, spans)) < 2:
        return
    source, filled, begun = "", set(), []
    for row, cells in enumerate(spans):
        source += "<tr>"
        column = 0
        for down, across in cells:
            while (row, column) in filled:
                column += 1
            source += f"<td rowspan={down} colspan={across}>{row}.{column}</td>"
            begun.append((row, column))
            filled |= {
                (row + below, column + right)
                for below in range(min(down, len(spans) - row))
                for right in range(across)
            }
            column += across
        source += "</tr>"
    columns = sorted({column for _, column in begun})
    table = only(f"<table>{source}</table>")
    cells_read = [cell for row in table.rows for cell in row]
    assert [cell.text for cell in cells_read] == [f"{row}.{column}" for row, column in begun]
    assert [(cell.row, cell.column) for cell in cells_read] == [(row, columns.index(column)) for row, column in begun]


def test_real_pages_keep_every_section_and_table(corpus: Path, truth: Any) -> None:
    for page in sorted(corpus.glob("*/report.html")):
        document = read(page)
        values = [reading for reading in truth(page.parent.name)["readings"].values() if reading is not None]
        printed = [cell.text.strip() for table in document.tables for row in table.rows for cell in row]
        figures = [text for text in printed if text.strip("+-元").replace(".", "").isdigit()]
        assert len(figures) >= len(values), page
        assert not document.lossy


def test_a_cell_of_one_line_stands_where_a_cell_of_two_does() -> None:
    """What only lays out a page becomes paragraphs, and each is known to stand in a cell of its own."""
    page = LexborHTMLParser(
        "<table><tr><td>只有一行</td></tr></table><table><tr><td>第一行<br>第二行</td></tr></table>"
    )
    assert page.body is not None
    found = Flow(Page(page), Meter(Limits())).read(page.body)
    assert [(one.block.text, len(one.chain)) for one in found] == [("只有一行", 2), ("第一行", 2), ("第二行", 2)]
    assert found[0].chain[0] != found[1].chain[0]
