"""How large a document may be, in one place: a report has some 300 cells and 20,000 characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

from gipaudit.errors import DocumentError, Message


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one limit bounds, and in which unit: ``bytes``, ``seconds``, or a plain ``count``."""

    unit: str
    text: Message


def _limit(value: int, unit: str, zh: str, en: str) -> int:
    made: int = field(default=value, metadata={"meaning": Meaning(unit, Message(zh, en))})
    return made


@dataclass(frozen=True, slots=True)
class Limits:
    """What a loader accepts; :data:`MEANINGS` says what each limit bounds."""

    seconds: int = _limit(
        60,
        "seconds",
        "读取一份文件的时间；超过即中止",
        "the time that reading one file may take before it is stopped",
    )
    memory_bytes: int = _limit(
        1024 * 1024 * 1024,
        "bytes",
        "读取一份文件所占的内存（连同转换程序）；超过即中止",
        "the memory that reading one file may take, converters included, before it is stopped",
    )
    file_bytes: int = _limit(64 * 1024 * 1024, "bytes", "文件的大小", "the size of a file")
    text_bytes: int = _limit(
        32 * 1024 * 1024, "bytes", "文本、Markdown、网页文件的大小", "the size of a text, Markdown or HTML file"
    )
    members: int = _limit(5_000, "count", "压缩包（含 docx、ofd）内的文件数", "files in an archive (docx, ofd too)")
    member_bytes: int = _limit(
        64 * 1024 * 1024, "bytes", "压缩包内一个文件解压后的大小", "one part of an archive once inflated"
    )
    ratio: int = _limit(
        200,
        "count",
        "压缩包内一个文件的压缩比（解压后超过 1 MB 的才计）",
        "how many times one part of an archive may inflate (asked of parts over 1 MiB)",
    )
    bundle_bytes: int = _limit(
        8 * 1024 * 1024 * 1024,
        "bytes",
        "装有多份报告的压缩包解压后的总大小",
        "all documents in a ZIP file together, once inflated",
    )
    bundle_depth: int = _limit(2, "count", "压缩包套压缩包的层数", "how far ZIP files may stand inside each other")
    depth: int = _limit(200, "count", "结构嵌套的层数", "how far elements may stand inside each other")
    xml_bytes: int = _limit(
        16 * 1024 * 1024,
        "bytes",
        "OFD 内一个 XML 文件的大小；全部 XML 之和以其四倍为限",
        "one XML part of an OFD file; all of them together may be four times as large",
    )
    marks: int = _limit(
        200_000,
        "count",
        "版式文件（OFD）中的字符、线条和图形对象数",
        "characters, lines and objects drawn on the pages of an OFD file",
    )
    pages: int = _limit(500, "count", "版式文件（PDF、OFD、扫描件）的页数", "pages of a PDF, OFD or scan")
    rows: int = _limit(2_000, "count", "表格行数", "rows of tables")
    cells: int = _limit(100_000, "count", "表格单元格数", "cells of tables")
    span: int = _limit(1_000, "count", "一个合并单元格跨的行数或列数", "rows or columns that one merged cell spans")
    positions: int = _limit(
        1_000_000,
        "count",
        "单元格占用或跨过的表格位置数",
        "grid positions that cells cover or are pushed over",
    )
    blocks: int = _limit(100_000, "count", "段落和单元格的文字段数", "paragraphs and texts of cells")
    characters: int = _limit(
        2_000_000,
        "count",
        "保留的文字字数；文本和 Markdown 按全文计",
        "characters that are kept, and of text and Markdown all there are",
    )
    lines: int = _limit(200_000, "count", "文本和 Markdown 的行数", "lines of a text or Markdown file")


MEANINGS: Mapping[str, Meaning] = MappingProxyType({each.name: each.metadata["meaning"] for each in fields(Limits)})
"""What each limit of :class:`Limits` bounds, by name."""


class Meter:
    """Counts what a loader keeps of one document and stops it at the limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._cells = self._positions = self._blocks = self._characters = 0

    def cell(self, positions: int = 1, cells: int = 1) -> None:
        """Count a cell, or so many, which cover so many grid positions of their row.

        Raises:
            DocumentError: ``too-many-cells``.
        """
        self._cells += cells
        self._positions += positions
        if self._cells > self.limits.cells or self._positions > self.limits.positions:
            raise too_many_cells(self.limits)

    def position(self, positions: int = 1) -> None:
        """Count grid positions.

        Raises:
            DocumentError: ``too-many-cells``.
        """
        self._positions += positions
        if self._positions > self.limits.positions:
            raise too_many_cells(self.limits)

    def block(self, characters: int, blocks: int = 1) -> None:
        """Count a paragraph or the text of a cell, or so many of them together.

        Raises:
            DocumentError: ``too-large``.
        """
        self._blocks += blocks
        self._characters += characters
        if self._blocks > self.limits.blocks or self._characters > self.limits.characters:
            raise too_long(self.limits)

    def depth(self, depth: int) -> None:
        """Check how far an element stands inside others.

        Raises:
            DocumentError: ``too-deep``.
        """
        if depth > self.limits.depth:
            raise too_deep(self.limits)


def lines(text: str, limits: Limits) -> list[str]:
    """Return the lines of a text file.

    Raises:
        DocumentError: ``too-large``.
    """
    if len(text) > limits.characters or text.count("\n") > limits.lines:
        raise too_long(limits)
    return text.split("\n")


def too_long(limits: Limits) -> DocumentError:
    """Return the error for more text than any report has."""
    return DocumentError(
        "too-large",
        f"文字过多（上限 {limits.characters} 字、{limits.blocks} 段、{limits.lines} 行），不像年度报告，未读取",
        f"more than {limits.characters} characters, {limits.blocks} paragraphs or {limits.lines} lines: not read",
    )


def too_many_cells(limits: Limits) -> DocumentError:
    """Return the error for more cells than any report has."""
    return DocumentError(
        "too-many-cells",
        f"表格单元格过多（上限 {limits.cells} 个），不像年度报告，未读取",
        f"more than {limits.cells} table cells: not read",
    )


def too_deep(limits: Limits) -> DocumentError:
    """Return the error for elements that stand too far inside each other."""
    return DocumentError(
        "too-deep",
        f"文件结构嵌套过深（上限 {limits.depth} 层），未读取",
        f"elements nest deeper than {limits.depth} levels: not read",
    )


def too_large(size: int, limit: int) -> DocumentError:
    """Return the error for a file of ``size`` bytes where ``limit`` are accepted."""
    return DocumentError(
        "too-large",
        f"文件太大：{size / 1048576:.1f} MB，上限 {limit / 1048576:.0f} MB；请先压缩或删除其中的图片",
        f"the file is too large: {size / 1048576:.1f} MiB of at most {limit / 1048576:.0f} MiB",
    )


def too_many_pages(limits: Limits) -> DocumentError:
    """Return the error for more pages than any report has."""
    return DocumentError(
        "too-many-pages",
        f"页数过多（上限 {limits.pages} 页），不像年度报告，未读取",
        f"more than {limits.pages} pages: not read",
    )


def too_many_rows(limits: Limits) -> DocumentError:
    """Return the error for longer tables than any report has."""
    return DocumentError(
        "too-many-rows",
        f"表格行数过多（上限 {limits.rows} 行），不像年度报告，未读取",
        f"more than {limits.rows} rows of tables: not read",
    )
