"""The document format ``lines``, invented for this template: one letter a line says what the line is.

%LINES 1
H 一、总体情况
P 本年度……
R 项目 | 件数
R 规章 | 0
"""

from __future__ import annotations

from collections.abc import Iterator

from gipaudit.documents.layout import number
from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Block, Cell, Document, Paragraph, Place, Table
from gipaudit.documents.reading import Loader
from gipaudit.errors import DocumentError, Message

MAGIC = b"%LINES 1\n"


def recognise(data: bytes) -> bool:
    """Whether the bytes are of this format. It looks at nothing but them, and never raises."""
    return data.startswith(MAGIC)


def load(data: bytes, limits: Limits) -> Document:
    """Read the blocks; rows that follow one another are one table. The meter stops it where a file is too large.

    Raises:
        DocumentError: ``damaged``, ``too-large`` or ``too-many-cells``.
    """
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise DocumentError("damaged", "文件不是 UTF-8 编码", "the file is not UTF-8") from None
    return Document(number(_blocks(lines[1:], Meter(limits))), LOADER.name)


def _blocks(lines: list[str], meter: Meter) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for line, text in enumerate([*lines, ""], start=2):
        kind, _, content = text.partition(" ")
        meter.block(len(content))
        if kind == "R":
            rows.append(_row(content, line, len(rows), meter))
            continue
        if rows:
            yield Table(tuple(rows), Place(line=line - len(rows)), spans=False)
            rows = []
        if kind in ("H", "P"):
            yield Paragraph(content, Place(line=line), heading=1 if kind == "H" else None)
        elif text:
            raise DocumentError("damaged", f"第{line}行不是 H、P 或 R 行", f"line {line} is no H, P or R line")


def _row(content: str, line: int, row: int, meter: Meter) -> tuple[Cell, ...]:
    cells = []
    for column, text in enumerate(content.split("|")):
        meter.cell()
        cells.append(Cell(text.strip(), row, column, Place(line=line, row=row + 1, column=column + 1)))
    return tuple(cells)


LOADER = Loader("lines", "1", Message("逐行标注的文本", "text marked line by line"), recognise, load)
