"""A draft as a file: Word, a page of a portal, Markdown, text with tabs or a line a cell."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from defects.draft import Draft, Photo, Sheet
from support import formats, ooxml
from support.sheets import Style, banded, long_table, wide_table
from support.word import Table

Block = str | Table | Photo
SUFFIXES = {"docx": "docx", "html": "html", "markdown": "md", "tabs": "txt", "lines": "txt"}

PORTAL = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title>
<meta name="PubDate" content="{date}"><script>var menu = ["首页", "政务公开"];</script>
<style>td {{border: 1px}}</style></head>
<body><div class="header"><ul><li><a href="/">网站首页</a></li><li><a href="/zwgk">政务公开</a></li>
<li><a href="/nb">政府信息公开年报</a></li></ul></div>
<div class="position">当前位置：首页 &gt; 政务公开 &gt; 政府信息公开年报</div>
<div class="article"><h1>{title}</h1><p class="source">发布时间：{date} 来源：{unit} 浏览次数：108</p>
<div class="content">{body}</div></div>
<div class="footer"><p>主办：{unit} 网站标识码：0000000000</p>
<p><a href="/map">网站地图</a> <a href="/about">联系我们</a></p></div></body></html>"""


def blocks(draft: Draft) -> list[Block]:
    """All that the report prints, in order."""
    found: list[Block] = [*draft.title, *draft.preamble]
    for part in draft.parts:
        if part.heading:
            found.append(part.heading)
        for item in part.body:
            if isinstance(item, Sheet):
                found += sheet(draft, item)
            elif item:
                found.append(item)
    return [*found, *draft.signature]


def sheet(draft: Draft, asked: Sheet) -> list[Table]:
    if asked.table == "second":
        return _without(draft, banded(draft.form, draft.figures, _style(draft, ""), draft.fused))
    table = draft.form.table(asked.table)
    if asked.table == "disputes":
        return [wide_table(table, draft.figures, _style(draft, "disputes"))]
    return long_table(table, draft.figures, _style(draft, asked.table))


def _style(draft: Draft, table: str) -> Style:
    gone = {row.removeprefix(f"{table}.") for row in draft.dropped if table and row.startswith(f"{table}.")}
    return Style(dropped=frozenset(gone), head=lambda text: draft.headings.get(text, text))


def _without(draft: Draft, tables: list[Table]) -> list[Table]:
    """Leave rows of 表二 out by their labels: its tables have rows of distinct names."""
    labels = {
        draft.form.table(address.split(".")[0]).row(address.split(".", 1)[1]).label.title
        for address in draft.dropped
        if address.split(".")[0] not in ("applications", "disputes", "statistics")
    }
    return [[row for row in table if row[0][0] not in labels] for table in tables]


def write(draft: Draft) -> bytes:
    """The report as the bytes of its format."""
    printed = blocks(draft)
    if draft.format == "html":
        return page(draft, printed)
    if draft.format == "docx":
        return word(printed)
    texts = [block for block in printed if not isinstance(block, Photo)]
    if draft.format == "markdown":
        heads = {part.heading for part in draft.parts}
        marked = [f"## {b}" if isinstance(b, str) and b in heads else b for b in texts]
        marked[0] = f"# {marked[0]}"
        return formats.to_markdown(marked)
    return formats.WRITERS[draft.format](texts)


def page(draft: Draft, printed: list[Block], charset: str = "utf-8") -> bytes:
    body = "".join(_html(printed[len(draft.title) :]))
    stamp = draft.published or f"{draft.year + 1}-01-20"
    title = escape("".join(draft.title))
    text = PORTAL.format(title=title, date=stamp, unit=draft.unit.name, body=body, charset=charset)
    return text.encode(charset)


def _html(printed: list[Block]) -> Iterator[str]:
    for block in printed:
        if isinstance(block, str):
            yield f'<p style="text-indent: 2em"><span>{escape(block)}</span></p>'
        elif isinstance(block, Photo):
            yield f'<p><img src="{block.name}.png" width="600" height="800"></p>'
        else:
            cells = (
                "".join(f'<td rowspan="{down}" colspan="{across}"><p>{escape(t)}</p></td>' for t, down, across in row)
                for row in block
            )
            yield f"<table border='1'>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="5000000" cy="6000000"/><wp:docPr id="1" name="{name}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="rId9"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def word(printed: list[Block]) -> bytes:
    made = []
    for block in printed:
        if isinstance(block, str):
            made.append(ooxml.p(escape(block)))
        elif isinstance(block, Photo):
            made.append(PICTURE.format(name=block.name))
        else:
            made.append(formats._word_table(block))
    return ooxml.word("".join(made))
