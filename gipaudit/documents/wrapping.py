"""Lines that another tool broke at the width of a page, put together again.

Text extracted from a PDF breaks sentences, words and numbers wherever the page ended its lines. Where most lines are
of one width, a line of that width goes on in the next. Marks of pages between the two are no text of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from unicodedata import east_asian_width

from gipaudit.documents.model import Block, Paragraph

_WIDEST = 130
_NARROWEST = 40
_SLACK = 6
_FEW = 12
_SHARE = 0.4
PAGE_MARK = re.compile(r"[—–―-]\s*\d{1,4}\s*[—–―-]|第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?")
BEGINS = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|第[一二三四五六七八九十]{1,3}(?:部分|章|条)|\d{1,2}[、.．]\D|附件[:：]"
)
ENDS = ("。", "！", "？", "；", "：", ":")


def unwrap(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with broken lines joined; what is not broken at one width comes back as it was."""
    found = list(blocks)
    width = _page_width([block.text for block in found if isinstance(block, Paragraph)])
    if width is None:
        return found
    joined: list[Block] = []
    line = ""
    for block in found:
        if not isinstance(block, Paragraph):
            joined.append(block)
            continue
        if PAGE_MARK.fullmatch(block.text):
            continue
        before = joined[-1] if joined else None
        if isinstance(before, Paragraph) and before.heading is block.heading is None and _goes_on(line, block, width):
            joined[-1] = replace(before, text=join(before.text, block.text))
        else:
            joined.append(block)
        line = block.text
    return joined


def _page_width(lines: list[str]) -> int | None:
    """Return the width at which lines are broken, in columns, or ``None`` where they are not."""
    widths = sorted(_width(line) for line in lines)
    if len(widths) < _FEW or widths[len(widths) * 19 // 20] > _WIDEST:
        return None
    width = widths[len(widths) * 4 // 5]
    full = sum(abs(one - width) <= _SLACK for one in widths)
    return width if width >= _NARROWEST and full >= len(widths) * _SHARE else None


def _goes_on(line: str, after: Paragraph, width: int) -> bool:
    """Whether a paragraph is the rest of the line above it, which is as wide as the page."""
    return _width(line) >= width - _SLACK and not line.endswith(ENDS) and not BEGINS.match(after.text)


def join(before: str, after: str) -> str:
    """Join two lines: with a blank between two words or numbers, with none beside a Chinese character."""
    blank = before[-1].isascii() and after[0].isascii() and before[-1].isalnum() and after[0].isalpha()
    return f"{before} {after}" if blank else before + after


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
