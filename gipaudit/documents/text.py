"""Plain text: paragraphs a line each, tables by tabs or bars. Merged cells are lost in it, and so may tables be."""

from __future__ import annotations

from collections.abc import Sequence

from gipaudit.documents import pipes, tabs
from gipaudit.documents.encoding import decode
from gipaudit.documents.layout import number
from gipaudit.documents.limits import Limits, Meter, lines, too_large
from gipaudit.documents.model import Block, Cell, Document, Place, Table
from gipaudit.documents.pictures import pieces, unmarked
from gipaudit.documents.reading import Loader
from gipaudit.documents.signatures import refusal
from gipaudit.documents.wrapping import unwrap
from gipaudit.errors import Message

NO_TABLES = "纯文本中没有表格单元格：表格可能在转换时丢失"
BARS = "表格由其他工具转换成竖线分隔的文本：合并单元格和部分空格可能丢失"
INEXACT = "部分字节无法按任何编码识别，相应文字缺失"


def load(data: bytes, limits: Limits) -> Document:
    """Read plain text.

    Raises:
        DocumentError: ``too-large``, ``binary`` or ``too-many-cells``.
    """
    if len(data) > limits.text_bytes:
        raise too_large(len(data), limits.text_bytes)
    decoded = decode(data)
    reader = _Reader(lines(decoded.text, limits), Meter(limits))
    blocks = number(unwrap(reader.read()))
    notes = []
    if not any(isinstance(block, Table) for block in blocks):
        notes.append(NO_TABLES)
    if reader.bars:
        notes.append(BARS)
    if not decoded.exact:
        notes.append(INEXACT)
    return Document(blocks, LOADER.name, {"encoding": decoded.encoding}, lossy=bool(notes), notes=tuple(notes))


def rows_to_table(rows: Sequence[Sequence[tuple[str, int]]], meter: Meter) -> Table:
    """Make a table of the text and line of each cell; a cell's column is its ordinal, for spans are not told."""
    cells: list[tuple[Cell, ...]] = []
    for row, texts in enumerate(rows):
        made = []
        for column, (text, line) in enumerate(texts):
            meter.cell()
            meter.block(len(text))
            made.append(Cell(text, row, column, Place(line=line, row=row + 1, column=column + 1)))
        cells.append(tuple(made))
    return Table(tuple(cells), Place(line=rows[0][0][1]), spans=False)


class _Reader:
    """Goes through the lines once."""

    def __init__(self, lines: list[str], meter: Meter) -> None:
        self.lines = lines
        self.meter = meter
        self.blocks: list[Block] = []
        self.bars = False

    def read(self) -> list[Block]:
        """Return the blocks, not yet numbered."""
        index = 0
        while index < len(self.lines):
            index = self._next(index)
        return self.blocks

    def _next(self, index: int) -> int:
        line = self.lines[index]
        if "\t" in line:
            rows, end = tabs.line_rows(self.lines, index)
            if rows:
                self._table(rows)
                return end
            if line.startswith("\t"):
                tables, end = tabs.cell_rows(self.lines, index)
                for table in tables:
                    self._table(table)
                return end
        elif pipes.is_row(line):
            return self._bars(index)
        self._paragraph(line, index + 1)
        return index + 1

    def _table(self, rows: Sequence[tabs.Row]) -> None:
        """Add a table; rows of it that are prose behind a tab become paragraphs and part it."""
        part: list[tabs.Row] = []
        for row in [*rows, None]:
            if row is not None and not tabs.is_prose(row):
                part.append(row)
                continue
            if any(len(kept.cells) > 1 for kept in part):
                texts = [list(zip(kept.texts, (line for _, line in kept.cells), strict=True)) for kept in part]
                self.blocks.append(rows_to_table(texts, self.meter))
            else:
                for kept in part:
                    self._paragraphs(kept)
            part = []
            if row is not None:
                self._paragraphs(row)

    def _paragraphs(self, row: tabs.Row) -> None:
        for text, line in row.cells:
            for offset, piece in enumerate(text.split("\n")):
                self._paragraph(piece, line + offset)

    def _bars(self, index: int) -> int:
        end = index
        while end < len(self.lines) and "\t" not in self.lines[end] and pipes.is_row(self.lines[end]):
            end += 1
        group = self.lines[index:end]
        framed = any(line.strip().startswith("|") or line.strip().endswith("|") for line in group)
        if len(group) == 1 and not framed:
            self._paragraph(group[0], index + 1)
            return end
        self.bars = True
        rows = [
            [(unmarked(cell), index + offset + 1) for cell in pipes.cells(line)] for offset, line in enumerate(group)
        ]
        self.blocks.append(rows_to_table(rows, self.meter))
        return end

    def _paragraph(self, line: str, number: int) -> None:
        for piece in pieces(line.replace("\t", " "), Place(line=number)):
            self.meter.block(len(piece.text))
            self.blocks.append(piece)


def recognise(data: bytes) -> bool:
    """Whether the bytes may be text: they are no other known format. The lowest rank asks last."""
    return refusal(data) is None


LOADER = Loader("text", "1", Message("纯文本", "plain text"), recognise, load, rank=-100)
