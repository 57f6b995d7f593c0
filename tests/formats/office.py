"""The office's own programs: a Word document as an office lays it out, and what LibreOffice makes of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from support import ooxml
from support.formats import Block, placed
from support.typeset import Setter
from support.word import Table

TWIPS = 20
FILTERS = {"pdf": "pdf", "docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97", "odt": "odt", "rtf": "rtf"}


def available() -> bool:
    return shutil.which("soffice") is not None


def to_word(blocks: Sequence[Block], height: int = 842) -> bytes:
    """A Word document with ruled tables and indented paragraphs; ``height`` is the page's, in points."""
    parts = [
        _paragraph(block, index) if isinstance(block, str) else _table(block) for index, block in enumerate(blocks)
    ]
    page = (
        f'<w:sectPr><w:pgSz w:w="11900" w:h="{height * TWIPS}"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'
    )
    return ooxml.word("".join(parts) + page)


def _paragraph(text: str, index: int) -> str:
    if not index:
        layout, size = '<w:jc w:val="center"/>', 36
    else:
        layout, size = '<w:ind w:firstLine="480"/><w:jc w:val="both"/>', 24
    return f"<w:p><w:pPr>{layout}</w:pPr>{_run(text, size)}</w:p>"


def _run(text: str, size: int) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr>{lines}</w:r>'


def _table(rows: Table) -> str:
    cells = list(placed(rows))
    edges = Setter().edges(cells)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    covering: dict[tuple[int, int], tuple[str, int, int, bool]] = {}
    for row, column, (text, down, across) in cells:
        for below in range(down):
            covering[row + below, column] = (text, down, across, not below)
    made = []
    for row in range(len(rows)):
        line = []
        for column in sorted(column for at, column in covering if at == row):
            text, down, across, first = covering[row, column]
            width = round((edges[column + across] - edges[column]) * TWIPS)
            merge = "" if down == 1 else f'<w:vMerge w:val="{"restart" if first else "continue"}"/>'
            properties = f'<w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{across}"/>{merge}'
            said = _run(text, 18) if first else ""
            line.append(
                f'<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{said}</w:p></w:tc>'
            )
        made.append(f"<w:tr>{''.join(line)}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{round((right - left) * TWIPS)}"/>' for left, right in pairwise(edges))
    margins = '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
    properties = f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>{margins}'
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl><w:p/>"


def converted(files: Sequence[bytes], kind: str, folder: Path) -> list[bytes]:
    """The Word documents in another format, all by one run of LibreOffice with a profile of its own."""
    source, target = folder / f"to-{kind}", folder / kind
    source.mkdir()
    paths = [source / f"{number:03}.docx" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", FILTERS[kind], "--outdir", str(target)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=300)
    return [(target / path.with_suffix(f".{kind}").name).read_bytes() for path in paths]
