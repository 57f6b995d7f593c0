"""What Word prints is what is read: merges, tracked changes, text boxes, list numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from support.ooxml import STRICT, p, tbl, tc, tr, word
from support.word import write_docx

from gipaudit.documents.layout import PICTURE
from gipaudit.documents.model import Document, Paragraph, Picture, Table
from gipaudit.documents.reading import read, read_bytes

Shape = list[list[tuple[str, int, int, int]]]


def shape(table: Table) -> Shape:
    """Text, column, row span and column span of each cell, by the row in which it begins."""
    return [[(cell.text, cell.column, cell.row_span, cell.column_span) for cell in row] for row in table.rows]


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_paragraphs_and_tables_in_order_with_true_merges(tmp_path: Path) -> None:
    path = write_docx(
        tmp_path / "报告.docx",
        [
            "三、收到和处理政府信息公开申请情况",
            [
                [("（说明）", 2, 2), ("申请人情况", 1, 2)],
                [("自然人", 1, 1), ("总计", 1, 1)],
                [("办理结果", 2, 1), ("予以公开", 1, 1), ("3", 1, 1), ("", 1, 1)],
                [("部分公开", 1, 1), ("0", 1, 1), ("0", 1, 1)],
            ],
            "四、行政复议、行政诉讼情况",
        ],
    )
    document = read(path)
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]
    assert shape(only_table(document)) == [
        [("（说明）", 0, 2, 2), ("申请人情况", 2, 1, 2)],
        [("自然人", 2, 1, 1), ("总计", 3, 1, 1)],
        [("办理结果", 0, 2, 1), ("予以公开", 1, 1, 1), ("3", 2, 1, 1), ("", 3, 1, 1)],
        [("部分公开", 1, 1, 1), ("0", 2, 1, 1), ("0", 3, 1, 1)],
    ]
    assert not document.lossy


def test_places_count_from_one() -> None:
    document = read_bytes(word(p("甲") + p("乙") + tbl(tr(tc("规章"), tc("0")), tr(tc("许可"), tc("7")))))
    assert [paragraph.place.paragraph for paragraph in document.paragraphs] == [1, 2]
    cell = only_table(document).rows[1][1]
    assert (cell.text, cell.place.table, cell.place.row, cell.place.column) == ("7", 1, 2, 2)


def test_a_value_merged_downwards_is_one_value() -> None:
    rows = [
        tr(tc("维持"), tc("5", '<w:vMerge w:val="restart"/>')),
        tr(tc("纠正"), tc("9", "<w:vMerge/>")),
        tr(tc("其他"), tc("6", '<w:vMerge w:val="restart"/>')),
        tr(tc("总计"), tc("", '<w:vMerge w:val="continue"/>')),
    ]
    table = only_table(read_bytes(word(tbl(*rows, widths=(2000, 2000)))))
    assert shape(table) == [
        [("维持", 0, 1, 1), ("5", 1, 2, 1)],
        [("纠正", 0, 1, 1)],
        [("其他", 0, 1, 1), ("6", 1, 2, 1)],
        [("总计", 0, 1, 1)],
    ]


def test_horizontal_merges_of_old_files() -> None:
    row = tr(tc("行政诉讼", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("总计"))
    table = only_table(read_bytes(word(tbl(row, tr(tc("1"), tc("2"), tc("3"))))))
    assert shape(table)[0] == [("行政诉讼", 0, 1, 2), ("总计", 2, 1, 1)]


def test_rows_that_begin_and_end_inside_the_grid() -> None:
    rows = [
        tr(tc("自然人"), tc("总计"), properties='<w:gridBefore w:val="1"/>'),
        tr(tc("新收"), tc("4"), tc("4")),
        tr(tc("结转"), tc("1"), properties='<w:gridAfter w:val="1"/>'),
    ]
    table = only_table(read_bytes(word(tbl(*rows, widths=(2000, 2000, 2000)))))
    assert [[(cell.text, cell.column) for cell in row] for row in table.rows] == [
        [("自然人", 1), ("总计", 2)],
        [("新收", 0), ("4", 1), ("4", 2)],
        [("结转", 0), ("1", 1)],
    ]


def test_columns_of_one_twip_are_no_columns() -> None:
    rows = [
        tr(tc("维持"), tc("纠正", '<w:gridSpan w:val="2"/>'), tc("总计")),
        tr(tc("1", '<w:gridSpan w:val="2"/>'), tc("2"), tc("3")),
        tr(tc("4"), tc(""), tc("5"), tc("6")),
    ]
    table = only_table(read_bytes(word(tbl(*rows, widths=(2000, 1, 2000, 2000)))))
    assert table.width == 3
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["维持", "纠正", "总计"],
        ["1", "2", "3"],
        ["4", "5", "6"],
    ]
    assert [cell.column for row in table.rows for cell in row] == [0, 1, 2] * 3


def test_widths_that_were_never_filled_in_tell_nothing() -> None:
    table = only_table(read_bytes(word(tbl(tr(tc("规章"), tc("0"), tc("1")), widths=(0, 0, 0)))))
    assert [cell.column for cell in table.rows[0]] == [0, 1, 2]


def test_content_controls_hide_nothing() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    cells = tc("规章") + control(tc("0"))
    run = f"<w:p>{control('<w:r><w:t>二、主动公开</w:t></w:r>')}</w:p>"
    document = read_bytes(word(control(run) + control(tbl(control(tr(cells))))))
    assert texts(document) == ["二、主动公开"]
    assert [cell.text for cell in only_table(document).rows[0]] == ["规章", "0"]


def test_tracked_changes_are_read_as_accepted() -> None:
    def run(text: str, tag: str = "t") -> str:
        return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"

    changed = (
        f"<w:p>{run('共')}<w:del>{run('3', 'delText')}</w:del><w:ins>{run('5')}</w:ins>"
        f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('件')}</w:moveTo></w:p>"
    )
    table = tbl(tr(tc("规章"), tc("0")), tr(tc("删"), tc("9"), properties="<w:del/>"))
    document = read_bytes(word(changed + table))
    assert texts(document) == ["共5件"]
    assert [[cell.text for cell in row] for row in only_table(document).rows] == [["规章", "0"]]


def test_hidden_and_struck_out_text_is_not_read() -> None:
    runs = "".join(
        f"<w:r><w:rPr>{mark}</w:rPr><w:t>{text}</w:t></w:r>"
        for mark, text in (("<w:vanish/>", "隐"), ("<w:strike/>", "删"), ('<w:strike w:val="0"/>', "留"), ("", "下"))
    )
    assert texts(read_bytes(word(f"<w:p>{runs}</w:p>"))) == ["留下"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('统计期限')}</w:txbxContent>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    both = (
        "<mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>{fallback}</mc:AlternateContent>"
    )
    old = f"<mc:AlternateContent>{fallback}</mc:AlternateContent>"
    for content in (both, old):
        assert texts(read_bytes(word(f"<w:p><w:r><w:t>甲</w:t></w:r><w:r>{content}</w:r></w:p>"))) == [
            "甲",
            "统计期限",
        ]


def test_pictures_stand_before_their_text_and_keep_a_cell_from_being_blank() -> None:
    drawing = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="表三"/></wp:inline></w:drawing></w:r>'
    cell = f"<w:tc><w:p>{drawing}</w:p></w:tc>"
    document = read_bytes(word(f"<w:p>{drawing}<w:r><w:t>三、收到</w:t></w:r></w:p>" + tbl(tr(tc("规章"), cell))))
    picture, paragraph, table = document.blocks
    assert isinstance(picture, Picture)
    assert picture.text == "表三"
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, Table)
    assert [one.text for one in table.rows[0]] == ["规章", PICTURE]


def test_breaks_tabs_hyphens_and_symbols() -> None:
    symbol = '<w:sym w:font="Wingdings" w:char="F0FE"/>'
    runs = f"<w:r><w:t>甲</w:t><w:br/><w:t>0591</w:t><w:noBreakHyphen/><w:t>2</w:t>{symbol}</w:r>"
    assert texts(read_bytes(word(f"<w:p>{runs}</w:p>"))) == ["甲", "0591-2\ufffd"]
    cell = f"<w:tc><w:p>{runs}</w:p></w:tc>"
    assert only_table(read_bytes(word(tbl(tr(tc("乙"), cell))))).rows[0][1].text == "甲\n0591-2\ufffd"


def test_heading_levels_from_outline_and_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="o"><w:name w:val="x"/>'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    )
    body = (
        p("甲", '<w:pStyle w:val="2"/>')
        + p("乙", '<w:pStyle w:val="t"/>')
        + p("丙", '<w:pStyle w:val="o"/>')
        + p("丁", '<w:pStyle w:val="2"/><w:outlineLvl w:val="9"/>')
        + p("戊", '<w:outlineLvl w:val="0"/>')
        + p("己")
    )
    document = read_bytes(word(body, styles=styles))
    assert [one.heading for one in document.paragraphs] == [2, 1, 3, None, 1, None]


def test_a_table_of_contents_is_no_heading() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="toc 1"/></w:style>'
    body = p("一、总体情况\t1", '<w:pStyle w:val="c"/>') + p("一、总体情况")
    assert texts(read_bytes(word(body, styles=styles))) == ["一、总体情况"]


def test_the_strict_standard_reads_the_same() -> None:
    body = p("一、总体情况") + tbl(tr(tc("规章"), tc("0")))
    assert read_bytes(word(body, namespace=STRICT)).blocks == read_bytes(word(body)).blocks


def test_a_table_that_frames_the_report_gives_way_to_it() -> None:
    inner = tbl(tr(tc("规章"), tc("0")), tr(tc("许可"), tc("5")))
    frame = f"<w:tbl><w:tr><w:tc>{p('一、总体情况')}{inner}{p('二、其他')}</w:tc></w:tr></w:tbl>"
    document = read_bytes(word(frame))
    assert [type(block) for block in document.blocks] == [Paragraph, Table, Paragraph]


def test_a_table_inside_a_table_of_figures_stands_behind_it() -> None:
    inner = tbl(tr(tc("甲"), tc("乙")))
    rows = [tr(tc(f"行{n}"), tc(str(n)), tc("0")) for n in range(3)]
    outer = tbl(*rows, tr(tc("注"), tc("0"), f"<w:tc>{inner}{p('')}</w:tc>"))
    first, second = read_bytes(word(outer)).tables
    assert first.rows[3][2].text == "甲 乙"
    assert [cell.text for cell in second.rows[0]] == ["甲", "乙"]


def test_embedded_documents_are_told_as_left_out() -> None:
    document = read_bytes(word(p("甲") + '<w:altChunk r:id="r9"/>'))
    assert document.lossy
    assert document.notes


def test_the_title_in_the_properties_is_metadata(tmp_path: Path) -> None:
    made = docx.Document()
    made.core_properties.title = "某县2023年政府信息公开工作年度报告"
    made.core_properties.author = "某人"
    made.add_paragraph("一、总体情况")
    made.save(str(tmp_path / "a.docx"))
    metadata = read(tmp_path / "a.docx").metadata
    assert metadata["title"] == "某县2023年政府信息公开工作年度报告"
    assert "某人" not in metadata.values()


def test_every_value_cell_of_the_official_form_is_there_and_blank(corpus: Path) -> None:
    document = read(corpus / "template_2021_blank" / "template.docx")
    blanks = [cell for table in document.tables for row in table.rows for cell in row if not cell.text.strip()]
    assert len(blanks) == 200
    assert [table.width for table in document.tables] == [4, 10, 15]
    for table in document.tables:
        assert {row[-1].column + row[-1].column_span for row in table.grid} == {table.width}


def test_the_official_form_filled_in_reads_back_in_order(corpus: Path, tmp_path: Path) -> None:
    form: Any = docx.Document(str(corpus / "template_2021_blank" / "template.docx"))
    count = 0
    for table in form.tables:
        for element in table._tbl.iter_tcs():
            merged = element.vMerge == "continue"
            if not merged and not "".join(element.itertext()).strip():
                count += 1
                docx.table._Cell(element, table).text = str(count)
    form.save(str(tmp_path / "filled.docx"))
    cells = [cell.text for table in read(tmp_path / "filled.docx").tables for row in table.rows for cell in row]
    assert [text for text in cells if text.isdigit()] == [str(number) for number in range(1, 201)]


def grids(draw: st.DrawFn) -> list[list[tuple[str, int, int]]]:
    """A table cut at random into merged cells, no two of them with one text."""
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 6))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    table: list[list[tuple[str, int, int]]] = [[] for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            across, down = 1, 1
            while (row, column + across) in free and draw(st.booleans()):
                across += 1
            while all((row + down, column + step) in free for step in range(across)) and draw(st.booleans()):
                down += 1
            free -= {(row + below, column + right) for below in range(down) for right in range(across)}
            table[row].append((f"{row}.{column}", down, across))
    return table


@settings(deadline=None, max_examples=30)
@given(st.composite(grids)())
def test_any_merged_table_reads_back(table: list[list[tuple[str, int, int]]]) -> None:
    import tempfile

    if sum(len(row) for row in table) < 2:
        return
    with tempfile.TemporaryDirectory() as folder:
        document = read(write_docx(Path(folder) / "a.docx", [table]))
    found = only_table(document)
    begun = {column for row in table for text, _, _ in row for column in [int(text.split(".")[1])]}
    for row, cells in enumerate(table):
        assert [cell.text for cell in found.rows[row]] == [text for text, _, _ in cells]
        for cell, (text, down, across) in zip(found.rows[row], cells, strict=True):
            left = int(text.split(".")[1])
            assert cell.row_span == down
            assert cell.column_span == len([one for one in begun if left <= one < left + across])
