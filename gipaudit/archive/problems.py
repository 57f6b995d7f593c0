"""What a person is told where the archive cannot be used, or not all of it."""

from __future__ import annotations

from gipaudit.errors import GipauditError


class ArchiveError(GipauditError):
    """The archive cannot be opened, read or written; the message says what to do (exit code 2)."""


class DamagedError(Exception):
    """Bytes in the archive that are no record of ours, or not any more; ``why`` names no text of a document."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
