"""The errors that users see: each says which file, where, what is wrong and what to do.

Every message is written twice, in Chinese for the office and in English for developers; the command line picks one
(``--lang``). No error here ever carries the text of a document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Message:
    """One message in both languages of the command line."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """Return the message in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        return self.zh


class GipauditError(Exception):
    """A user's mistake or a bad input: told in one message, never as a traceback."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.message = Message(zh, en)


class UsageError(GipauditError):
    """The command line asks for something that does not exist or does not fit (exit code 2)."""


class DocumentError(GipauditError):
    """A document that cannot be read. ``code`` is a stable word such as ``encrypted`` or ``too-large``."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.code = code

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str, str]]:
        """Pickle it whole: it comes back from the process that read the document."""
        return type(self), (self.code, self.message.zh, self.message.en)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a setting stands in a file a person wrote. Line and column count from 1."""

    file: Path
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a ruleset or form file."""

    position: Position
    message: Message

    def say(self, language: str) -> str:
        """Return ``file:line:column: message``."""
        return f"{self.position}: {self.message.say(language)}"


class SourceError(GipauditError):
    """A ruleset or form file that is wrong: all its problems at once, in the order of the file (exit code 2)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "\n".join(problem.say("zh") for problem in self.problems),
            "\n".join(problem.say("en") for problem in self.problems),
        )
