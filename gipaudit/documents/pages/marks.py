"""How much a fixed-layout file may draw."""

from __future__ import annotations

from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError


class Marks:
    """Counts the characters, lines and objects on all pages of a file and stops it at the limit."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.marks
        self._count = 0

    def add(self, count: int = 1) -> None:
        """Count marks.

        Raises:
            DocumentError: ``too-large``.
        """
        self._count += count
        if self._count > self._most:
            raise DocumentError(
                "too-large",
                f"页面上的字符和图形过多（上限 {self._most} 个），不像年度报告，未读取",
                f"more than {self._most} characters and shapes on the pages: not read",
            )
