"""Text that is safe to print on a terminal, whatever a document, a file name or a ruleset holds."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MARK = "\N{REPLACEMENT CHARACTER}"
"""Stands where a character must not be printed, so that a reader sees that something was there."""

_BLANKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")

# Characters that print nothing although their category is a letter or a mark (Unicode: Default_Ignorable_Code_Point).
_IGNORABLE = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0100, 0xE01EF),
)


@lru_cache(maxsize=4096)
def _printable(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return False
    code = ord(character)
    return not any(first <= code <= last for first, last in _IGNORABLE)


def clean(text: str) -> str:
    """Return the text on one line, with :data:`MARK` for every character that could steer or deceive a terminal.

    These are control, escape, bidirectional, zero-width, private and unassigned characters and lone surrogates.
    Line breaks and tabs become one blank.
    """
    line = _BLANKS.sub(" ", text)
    if line.isascii() and line.isprintable():
        return line
    return "".join(character if _printable(character) else MARK for character in line)


_STYLES = {"bold": "1", "red": "31", "yellow": "33", "green": "32", "dim": "2"}


def styled(text: str, style: str, color: bool) -> str:
    """Return the text in a style where colour is wanted; the words never depend on it."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color and text else text
