"""How large a document may be, in one place: a report has some 300 cells and 20,000 characters."""

from __future__ import annotations

from dataclasses import dataclass

from gipaudit.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Limits:
    """What a loader accepts. Sizes are bytes, unless said.

    ``text_bytes`` bounds text, Markdown and HTML; ``member_bytes`` and ``ratio`` one part of an archive once inflated
    (the ratio is asked only of parts over a mebibyte); ``depth`` how far elements stand inside each other;
    ``span`` how far one cell may reach; ``positions`` the grid positions that cells cover or are pushed over;
    ``characters`` the text that is kept, and of text and Markdown all there is; ``lines`` the lines of such a file.
    """

    file_bytes: int = 64 * 1024 * 1024
    text_bytes: int = 32 * 1024 * 1024
    members: int = 5_000
    member_bytes: int = 64 * 1024 * 1024
    ratio: int = 200
    depth: int = 200
    cells: int = 100_000
    span: int = 1_000
    positions: int = 1_000_000
    blocks: int = 100_000
    characters: int = 2_000_000
    lines: int = 200_000


class Meter:
    """Counts what a loader keeps of one document and stops it at the limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._cells = self._positions = self._blocks = self._characters = 0

    def cell(self, positions: int = 1) -> None:
        """Count a cell that covers so many grid positions of its row.

        Raises:
            DocumentError: ``too-many-cells``.
        """
        self._cells += 1
        self.position(positions)

    def position(self, positions: int = 1) -> None:
        """Count grid positions.

        Raises:
            DocumentError: ``too-many-cells``.
        """
        self._positions += positions
        if self._cells > self.limits.cells or self._positions > self.limits.positions:
            raise DocumentError(
                "too-many-cells",
                f"表格单元格过多（上限 {self.limits.cells} 个），不像年度报告，未读取",
                f"more than {self.limits.cells} table cells: not read",
            )

    def block(self, characters: int) -> None:
        """Count a paragraph or the text of a cell.

        Raises:
            DocumentError: ``too-large``.
        """
        self._blocks += 1
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
