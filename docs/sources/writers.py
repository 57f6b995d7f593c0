"""Write one report as offices send it: Word, a portal's web page, Markdown, text with a cell a line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape
from typing import Any

from grids import Grid

Block = str | Grid
"""A paragraph or a table."""

_NO_TIME = (1980, 1, 1, 0, 0, 0)


def word(blocks: Sequence[Block]) -> bytes:
    """A .docx with true merges, and the same bytes each time."""
    import docx

    document = docx.Document()
    document.core_properties.author = ""
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _word_table(document, block)
    buffer, stable = io.BytesIO(), io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            if name != "docProps/thumbnail.jpeg":
                kept.writestr(zipfile.ZipInfo(name, _NO_TIME), made.read(name), zipfile.ZIP_DEFLATED)
    return stable.getvalue()


def _word_table(document: Any, grid: Grid) -> None:
    laid = placed(grid)
    width = max(column + across for _, column, _, _, across in laid)
    table = document.add_table(rows=len(grid), cols=width, style="Table Grid")
    for row, column, text, down, across in laid:
        table.cell(row, column).merge(table.cell(row + down - 1, column + across - 1)).text = text


def placed(grid: Grid) -> list[tuple[int, int, str, int, int]]:
    """Return each cell's row, column, text, row span and column span."""
    taken: set[tuple[int, int]] = set()
    laid = []
    for row, cells in enumerate(grid):
        column = 0
        for text, down, across in cells:
            while (row, column) in taken:
                column += 1
            taken |= {(row + below, column + right) for below in range(down) for right in range(across)}
            laid.append((row, column, text, down, across))
    return laid


def page(blocks: Sequence[Block], portal: str, published: str, encoding: str) -> bytes:
    """A page as a government's portal serves it: menus, scripts and a breadcrumb around the text."""
    title = str(blocks[0])
    body = "\n".join(_paragraph(block) if isinstance(block, str) else _table(block) for block in blocks[1:])
    text = _PAGE.format(title=escape(title), portal=escape(portal), published=published, encoding=encoding, body=body)
    return text.encode(encoding)


def _paragraph(text: str) -> str:
    return f'<p style="text-indent:2em"><span>{escape(text)}</span></p>'


def _table(grid: Grid) -> str:
    rows = []
    for cells in grid:
        row = ""
        for text, down, across in cells:
            spans = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
            row += f"<td{spans}><p>{escape(text) or '&nbsp;'}</p></td>"
        rows.append(f"<tr>{row}</tr>")
    return '<table border="1" cellspacing="0"><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"


_PAGE = """<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset={encoding}">
<meta name="SiteName" content="{portal}">
<meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{published} 10:20">
<title>{title}_{portal}</title>
<style>.nav li {{ float: left; }} td {{ padding: 2px; }}</style>
<script>var column = {{"id": 101, "name": "政府信息公开年报"}};</script>
</head>
<body>
<div class="header"><a href="/">{portal}</a></div>
<ul class="nav">
<li><a href="/">首页</a></li><li><a href="/zw/">政务公开</a></li><li><a href="/bs/">办事服务</a></li>
<li><a href="/hd/">互动交流</a></li><li><a href="/sj/">数据开放</a></li>
</ul>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/gk/">政府信息公开</a> &gt; \
<a href="/gk/nb/">政府信息公开年报</a></div>
<div class="article">
<h1>{title}</h1>
<div class="info">发布时间：{published} 10:20　来源：{portal}　浏览次数：<span id="hits"></span>\
　字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a></div>
<div class="content">
{body}
</div>
<div class="share"><a href="#">打印</a> <a href="#">关闭</a></div>
</div>
<div class="footer"><p>主办：{portal}　<a href="/map/">网站地图</a>　<a href="/about/">关于我们</a></p></div>
<script>document.getElementById("hits").innerHTML = "1";</script>
</body>
</html>
"""


def markdown(blocks: Sequence[Block]) -> bytes:
    """Markdown as a converter makes it: merged cells are empty but for the first."""
    parts = [f"# {blocks[0]}"]
    for block in blocks[1:]:
        if isinstance(block, str):
            parts.append(f"## {block}" if block[1:2] == "、" and len(block) < 30 else block)
        else:
            parts.append(_pipes(block))
    return ("\n\n".join(parts) + "\n").encode()


def _pipes(grid: Grid) -> str:
    laid = placed(grid)
    width = max(column + across for _, column, _, _, across in laid)
    rows = [[""] * width for _ in grid]
    for row, column, text, _, _ in laid:
        rows[row][column] = text
    lines = ["| " + " | ".join(cells) + " |" for cells in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def tabbed(blocks: Sequence[Block]) -> bytes:
    """Text as a page's saving as text leaves it: a cell is a line behind a tab, a row ends with an empty line."""
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(block + "\n")
        else:
            parts.append("".join("".join(f"\t{text}\n" for text, _, _ in cells) + "\n" for cells in block))
    return "\n".join(parts).encode()
