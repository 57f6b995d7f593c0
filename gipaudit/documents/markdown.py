"""Markdown, as converters of PDF and scans write it: headings, paragraphs, pipe tables, HTML tables inside.

It is always the work of another tool, which may have lost cells, rows and merges on the way.
"""

from __future__ import annotations

import re
from html import unescape

from gipaudit.documents import html, pipes
from gipaudit.documents.encoding import decode
from gipaudit.documents.layout import number
from gipaudit.documents.limits import Limits, Meter, lines, too_large
from gipaudit.documents.model import Block, Document, Place
from gipaudit.documents.pictures import pieces, unmarked
from gipaudit.documents.reading import Loader
from gipaudit.documents.signatures import refusal
from gipaudit.documents.text import INEXACT, rows_to_table
from gipaudit.documents.wrapping import unwrap
from gipaudit.errors import DocumentError, Message

CONVERTED = "Markdown 由其他工具转换而来：单元格、行和合并关系可能丢失"

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[^\x00-\x7f]))(.*?)[ \t]*#*[ \t]*$")
_SEPARATOR = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_SURE_SEPARATOR = re.compile(r"\|?[ \t]*:?---+:?[ \t]*(?:\|[ \t]*:?---+:?[ \t]*)*\|?")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_PREFIX = re.compile(r"(?:[ \t]*>)+[ \t]?|[ \t]*[*+-][ \t]+(?=[^\d\s-])")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_STRUCK = re.compile(r"~~(?=\S).{1,300}?~~")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?!img\b)[A-Za-z][A-Za-z0-9]{0,20}(?:\s[^<>]{0,2000})?/?>", re.IGNORECASE)
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}\)")
_TABLE_OPEN = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)

# Pictures that a converter wrote into the file itself, often larger than all text.
_INLINED = re.compile(r"\(data:[^()\s]*\)", re.IGNORECASE)

_TELLS = re.compile(r"^(?: {0,3}#{1,6}[ \t]+\S|\|?[ \t]*:?---+:?[ \t]*\||!\[[^\]\n]{0,500}\]\()", re.MULTILINE)


def load(data: bytes, limits: Limits) -> Document:
    """Read Markdown.

    Raises:
        DocumentError: ``too-large``, ``binary``, ``too-many-cells`` or ``too-deep``.
    """
    if len(data) > limits.text_bytes:
        raise too_large(len(data), limits.text_bytes)
    decoded = decode(data)
    blocks = number(unwrap(_Reader(lines(_INLINED.sub("()", decoded.text), limits), Meter(limits)).read()))
    notes = (CONVERTED,) if decoded.exact else (CONVERTED, INEXACT)
    return Document(blocks, LOADER.name, {"encoding": decoded.encoding}, lossy=True, notes=notes)


class _Reader:
    """Goes through the lines once."""

    def __init__(self, lines: list[str], meter: Meter) -> None:
        self.lines = lines
        self.meter = meter
        self.blocks: list[Block] = []
        self.last_close = max((i for i, line in enumerate(lines) if _TABLE_CLOSE.search(line)), default=-1)

    def read(self) -> list[Block]:
        """Return the blocks, not yet numbered."""
        index = 0
        while index < len(self.lines):
            index = self._next(index)
        return self.blocks

    def _next(self, index: int) -> int:
        line = self.lines[index]
        if _TABLE_OPEN.search(line) and (end := self._html_end(index)):
            self._html("\n".join(self.lines[index:end]), index + 1)
            return end
        if pipes.is_row(line) and not _HEADING.match(line):
            return self._table(index)
        if not _RULE.fullmatch(line):
            self._paragraph(line, index + 1)
        return index + 1

    def _table(self, index: int) -> int:
        """Read the rows of one table; a separator further down gives the row above it a table of its own."""
        rows: list[list[tuple[str, int]]] = []
        separated = False
        while index < len(self.lines) and pipes.is_row(line := self.lines[index]):
            stripped = line.strip()
            # A single dash is a value as often as a line: it separates only the first row from the others.
            if _SURE_SEPARATOR.fullmatch(stripped) or (
                len(rows) == 1 and not separated and _SEPARATOR.fullmatch(stripped)
            ):
                separated = True
                if len(rows) > 1:
                    self.blocks.append(rows_to_table(rows[:-1], self.meter))
                    rows = rows[-1:]
            else:
                rows.append([(unmarked(_plain(cell)), index + 1) for cell in pipes.cells(line)])
            index += 1
        if rows:
            self.blocks.append(rows_to_table(rows, self.meter))
        return index

    def _html_end(self, index: int) -> int:
        """Return the line after the end of the HTML table that begins in this line; 0 where it has none."""
        depth = 0
        for end in range(index, self.last_close + 1):
            depth += len(_TABLE_OPEN.findall(self.lines[end])) - len(_TABLE_CLOSE.findall(self.lines[end]))
            if depth <= 0:
                return end + 1
        self.last_close = -1
        return 0

    def _html(self, source: str, line: int) -> None:
        for block in html.fragment(source, self.meter):
            self.blocks.append(html.at_line(block, line))

    def _paragraph(self, line: str, number: int) -> None:
        heading = _HEADING.match(line)
        text = heading[2] if heading else _PREFIX.sub("", line, count=1) if _PREFIX.match(line) else line
        for part in _plain(text).split("\n"):
            for piece in pieces(part, Place(line=number), len(heading[1]) if heading else None):
                self.meter.block(len(piece.text))
                self.blocks.append(piece)


def _plain(text: str) -> str:
    """Return text without the marks of Markdown; what is struck out is no part of it."""
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = _STRUCK.sub("", text)
    text = _STRONG.sub(r"\2", text)
    text = _LINK.sub(r"\1", text)
    return unescape(_ESCAPED.sub(r"\1", text)).strip(" \t")


def recognise(data: bytes) -> bool:
    """Whether the bytes are text that shows Markdown's headings, table lines or pictures."""
    if refusal(data) is not None or html.recognise(data):
        return False
    try:
        return bool(_TELLS.search(decode(data).text))
    except DocumentError:
        return False


LOADER = Loader("markdown", "1", Message("Markdown 文本", "Markdown"), recognise, load, rank=-50)
