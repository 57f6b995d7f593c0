"""A file that holds several reports, one behind the other (汇编): none of them is chosen, it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gipaudit.documents.model import Document, Paragraph
from gipaudit.errors import DocumentError
from gipaudit.forms.opening import plain
from gipaudit.forms.phrases import find_phrases

_LONGEST_TITLE = 90
_CHAPTER = re.compile(r"^(?:第?[一二三四五六七八九]{1,2}(?:部分|[、.])\s?)")
_CHAPTERS = (
    re.compile(r"总体情况|概述|基本情况"),
    re.compile(r"主动公开"),
    re.compile(r"依申请公开|收到和处理"),
    re.compile(r"行政复议|行政诉讼"),
    re.compile(r"问题"),
)
_FEWEST_CHAPTERS = 3


@dataclass
class _Part:
    """What stands under one title: whose report it says to be, and which chapters follow."""

    unit: str
    year: int
    chapters: set[int] = field(default_factory=set)


def refuse_volume(document: Document) -> None:
    """Refuse a document in which several reports stand, each with its own title and at least three chapters.

    Raises:
        DocumentError: ``several-reports``; the message names them.
    """
    whole = {(part.unit, part.year) for part in _parts(document) if len(part.chapters) >= _FEWEST_CHAPTERS}
    if len(whole) < 2:
        return
    named = [f"{unit}{year}年" for unit, year in sorted(whole)]
    shown = "、".join(named[:4]) + ("等" if len(named) > 4 else "")
    raise DocumentError(
        "several-reports",
        f"文件中有 {len(whole)} 份报告（{shown}），未审核；请拆成一份一个文件",
        f"the file holds {len(whole)} reports ({', '.join(named[:4])}): split it into one file each",
    )


def _parts(document: Document) -> Iterator[_Part]:
    part: _Part | None = None
    before = ""
    for block in document.blocks:
        if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_TITLE:
            before = ""
            continue
        line = plain(block.text)
        title = _title(line) or _title(before + line)
        if title is not None:
            if part is not None:
                yield part
            part = _Part(*title)
        elif part is not None and _CHAPTER.match(line):
            part.chapters |= {index for index, pattern in enumerate(_CHAPTERS) if pattern.search(line)}
        before = line
    if part is not None:
        yield part


def _title(text: str) -> tuple[str, int] | None:
    """Unit and year of a line that is a report's title."""
    for phrase in find_phrases(text) if "报" in text else ():
        if phrase.whole and phrase.unit and phrase.year:
            return phrase.unit, phrase.year
    return None
