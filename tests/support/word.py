"""Write Word documents with true merges, for tests that need a report as an office would send it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document as WordDocument

Cell = tuple[str, int, int]
"""Text, row span, column span: only the cells that begin in a row are given, merged-over positions are left out."""

Table = Sequence[Sequence[Cell]]


def write_docx(path: Path, blocks: Sequence[str | Table]) -> Path:
    """Write paragraphs (text) and tables (rows of cells) in order; return the path."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _add_table(document, block)
    document.save(str(path))
    return path


def _add_table(document: WordDocument, rows: Table) -> None:
    taken: set[tuple[int, int]] = set()
    placed: list[tuple[int, int, Cell]] = []
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            _, down, across = cell
            taken |= {(row + below, column + right) for below in range(down) for right in range(across)}
            placed.append((row, column, cell))
    width = 1 + max(column for _, column in taken)
    table = document.add_table(rows=len(rows), cols=width)
    for row, column, (text, down, across) in placed:
        merged = table.cell(row, column).merge(table.cell(row + down - 1, column + across - 1))
        merged.text = text
