"""The patterns that rulesets bring: google-re2, so that no pattern can make an audit hang.

A pattern is matched against folded text (:mod:`gipaudit.rules.wording`). So it is folded itself: blanks in it are
dropped, and a full-width bracket or point, which folds to a sign of the pattern language, stands for that sign alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Protocol, cast

from gipaudit.errors import GipauditError

LONGEST = 500
"""The most characters that a pattern may have."""

_MEMORY = 1 << 20
_REASONS = (
    ("missing )", "括号没有成对：缺少“)”"),
    ("unexpected )", "括号没有成对：多出“)”"),
    ("missing ]", "方括号没有成对：缺少“]”"),
    ("trailing \\", "末尾的“\\”后面没有字符"),
    ("no argument for repetition", "“*”“+”“?”前面没有可重复的内容"),
    ("bad repetition operator", "“*”“+”“?”不能连用"),
    ("invalid repetition size", "重复次数过大"),
    ("invalid character class range", "方括号里的范围不对"),
    ("invalid perl operator", "不支持前后查找等“(?…)”写法"),
    ("invalid escape sequence", "不支持这种“\\”写法"),
    ("pattern too large", "表达式过于复杂"),
)


class PatternError(GipauditError):
    """A pattern that cannot be used, and why, in words."""


class Match(Protocol):
    """Where a pattern matched."""

    def start(self) -> int:
        """Return the index of its first character."""
        ...

    def end(self) -> int:
        """Return the index behind its last character."""
        ...

    def span(self) -> tuple[int, int]:
        """Return both."""
        ...


class Pattern(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> Match | None:
        """Return the first match."""
        ...

    def finditer(self, text: str) -> Iterator[Match]:
        """Return the matches that do not overlap."""
        ...


@lru_cache(1024)
def compile_pattern(written: str) -> Pattern:
    """Compile a pattern for folded text.

    Raises:
        PatternError: it is too long, empty, matches everywhere, or is no pattern of google-re2.
    """
    if len(written) > LONGEST:
        raise PatternError(f"表达式超过 {LONGEST} 个字符", f"the pattern is longer than {LONGEST} characters")
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        pattern: Any = re2.compile(fold_pattern(written), options)
        empty = pattern.search("") is not None
    except UnicodeEncodeError:
        raise PatternError("表达式含有无效字符", "the pattern holds invalid characters") from None
    except re2.error as error:
        raise _explained(error) from None
    if empty:
        raise PatternError("表达式对任何文字都成立（可以匹配空文字）", "the pattern matches any text")
    return cast(Pattern, pattern)


def fold_pattern(written: str) -> str:
    """The pattern as it is compiled: without blanks, letters and signs of full width made plain."""
    folded: list[str] = []
    escaped = False
    for character in written:
        if escaped:
            if not character.isspace():
                folded.append("\\" + character)
            escaped = False
        elif character == "\\":
            escaped = True
        elif not character.isspace():
            plain = unicodedata.normalize("NFKC", character)
            folded.append(character if plain == character else re.escape("".join(plain.split())))
    return "".join(folded) + "\\" * escaped


def _explained(error: Exception) -> PatternError:
    said = error.args[0] if error.args else b""
    english = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    chinese = next((zh for en, zh in _REASONS if en in english), "不是有效的表达式")
    return PatternError(f"表达式有误：{chinese}", f"bad pattern: {english}")
