"""Write paragraphs and tables as Word, HTML, Markdown, text with tabs, PDF and OFD; read them back as documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from support import ooxml
from support.word import Cell, Table

from gipaudit.documents.model import Document
from gipaudit.documents.reading import read_bytes

Block = str | Table
FORMATS = ("docx", "html", "markdown", "tabs", "lines", "pdf", "ofd")
PAGED = ("pdf", "ofd")
"""Formats that hold what stands where on a page, and no tables."""


def placed(rows: Table) -> Iterator[tuple[int, int, Cell]]:
    """Each cell with the grid position of its top left corner."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            _, down, across = cell
            taken |= {(row + below, column + right) for below in range(down) for right in range(across)}
            yield row, column, cell


def grid(rows: Table) -> list[list[tuple[str, bool]]]:
    """For each grid position the text of the cell that covers it, and whether the cell begins there."""
    covered: dict[tuple[int, int], tuple[str, bool]] = {}
    for row, column, (text, down, across) in placed(rows):
        for below in range(down):
            for right in range(across):
                covered[row + below, column + right] = (text, not below and not right)
    width = 1 + max(column for _, column in covered)
    return [[covered.get((row, column), ("", True)) for column in range(width)] for row in range(len(rows))]


def to_docx(blocks: Sequence[Block]) -> bytes:
    return ooxml.word("".join(ooxml.p(escape(b)) if isinstance(b, str) else _word_table(b) for b in blocks))


def _word_table(rows: Table) -> str:
    starts: dict[tuple[int, int], tuple[Cell, bool]] = {}
    width = 0
    for row, column, cell in placed(rows):
        for below in range(cell[1]):
            starts[row + below, column] = (cell, below == 0)
        width = max(width, column + cell[2])
    made = []
    for row in range(len(rows)):
        cells = []
        for (_, _), ((text, down, across), first) in sorted(item for item in starts.items() if item[0][0] == row):
            merge = "" if down == 1 else f'<w:vMerge w:val="{"restart" if first else "continue"}"/>'
            cells.append(ooxml.tc(escape(text) if first else "", f'<w:gridSpan w:val="{across}"/>{merge}'))
        made.append(ooxml.tr(*cells))
    return ooxml.tbl(*made, widths=(600,) * width)


def to_html(blocks: Sequence[Block]) -> bytes:
    parts = [f"<p>{escape(block)}</p>" if isinstance(block, str) else _html_table(block) for block in blocks]
    return f'<html><head><meta charset="utf-8"></head><body><div>{"".join(parts)}</div></body></html>'.encode()


def _html_table(rows: Table) -> str:
    made = (
        "".join(f'<td rowspan="{down}" colspan="{across}">{escape(text)}</td>' for text, down, across in row)
        for row in rows
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in made)}</table>"


def to_markdown(blocks: Sequence[Block], repeat: bool = True) -> bytes:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines += [block, ""]
            continue
        for index, row in enumerate(grid(block)):
            texts = (text.replace("\n", "<br>") if first or repeat else "" for text, first in row)
            lines.append("| " + " | ".join(texts) + " |")
            if not index:
                lines.append("|" + " --- |" * len(row))
        lines.append("")
    return "\n".join(lines).encode()


def to_tabs(blocks: Sequence[Block]) -> bytes:
    """A line a row, only the cells that begin there; a covered cell is empty."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
        else:
            lines += ["\t".join(_flat(text) if first else "" for text, first in row) for row in grid(block)]
    return "\n".join(lines).encode()


def _flat(text: str) -> str:
    return text.replace("\n", "")


def to_lines(blocks: Sequence[Block]) -> bytes:
    """A line a cell behind a tab, an empty line behind each row; merged cells once."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
        else:
            for row in block:
                lines += [*(f"\t{text}" for text, _, _ in row), ""]
            lines.append("")
    return "\n".join(lines).encode()


def _to_pdf(blocks: Sequence[Block]) -> bytes:
    from support.pages import to_pdf  # what sets pages is built on this module

    return to_pdf(blocks)


def _to_ofd(blocks: Sequence[Block]) -> bytes:
    from support.ofd import to_ofd

    return to_ofd(blocks)


WRITERS = {
    "docx": to_docx,
    "html": to_html,
    "markdown": to_markdown,
    "tabs": to_tabs,
    "lines": to_lines,
    "pdf": _to_pdf,
    "ofd": _to_ofd,
}


def document(blocks: Sequence[Block], format: str) -> Document:
    """The blocks as a file of that format, read back."""
    return read_bytes(WRITERS[format](blocks))
