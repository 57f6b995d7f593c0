"""Which of a page's blocks are its content: what stands with its prose and its tables, and the title and date above.

A menu that stays is noise, a section that falls away is a false accusation: in doubt, everything stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from gipaudit.documents.html_flow import Found
from gipaudit.documents.model import Block, Paragraph, Picture, Table

_DATED = re.compile(
    r"(?:发布|发文|公开|成文|生成|更新)(?:时间|日期)|信息来源|来源[:：]|索\s*引\s*号|发布(?:机构|单位)"
)
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]")
_TRAIL = re.compile(r"[您你]?(?:现在|当前|所在|的)*位置\s*[:：]")
_PROSE = 20
_MENU = 4


def select(found: Sequence[Found], titles: Sequence[str]) -> list[Block]:
    """Return the blocks of the content, in reading order. ``titles`` are the page's own, from its head."""
    essential = [one for one in found if _is_essential(one) and not one.peripheral]
    container = _container(found, essential or [one for one in found if _is_essential(one)])
    kept = [
        one
        for one in found
        if (_is_in(one, container) and (not one.peripheral or _is_essential(one))) or _is_head(one, titles)
    ]
    return [one.block for one in _without_menus(kept)]


def _is_in(one: Found, container: tuple[int, ...]) -> bool:
    return one.chain[: len(container)] == container


def _container(found: Sequence[Found], essential: Sequence[Found]) -> tuple[int, ...]:
    """Return the widest element around all essential blocks that takes in no menu."""
    container = _common(essential)
    while container:
        wider = container[:-1]
        taken = [one for one in found if _is_in(one, wider) and not _is_in(one, container)]
        if sum(one.linked for one in taken) >= _MENU:
            break
        container = wider
    return container


def _is_essential(one: Found) -> bool:
    """Whether a block can only be content: a table, or sentences that are no link."""
    if isinstance(one.block, Table):
        return True
    if not isinstance(one.block, Paragraph) or one.linked:
        return False
    text = one.block.text
    return len(text) >= _PROSE and ("。" in text or "；" in text)


def _common(found: Sequence[Found]) -> tuple[int, ...]:
    """Return the innermost element that holds all these blocks; empty where there are none."""
    if not found:
        return ()
    first, last = min(one.chain for one in found), max(one.chain for one in found)
    # A block's own element holds nothing but the block.
    common = takewhile(lambda pair: pair[0] == pair[1], zip(first[:-1], last[:-1], strict=False))
    return tuple(element for element, _ in common)


def _is_head(one: Found, titles: Sequence[str]) -> bool:
    """Whether a block outside the container is the title, or the line that says when and by whom it was published."""
    if not isinstance(one.block, Paragraph) or one.linked or one.peripheral:
        return False
    text = "".join(one.block.text.split())
    if (one.block.heading is not None and one.block.heading <= 2) or _NUMBERED.match(text):
        return True
    if len(text) < 200 and _DATED.search(one.block.text):
        return True
    return len(text) >= 8 and any(text in "".join(title.split()) for title in titles)


def _without_menus(found: Sequence[Found]) -> list[Found]:
    """Drop runs of four links and more, for attachments come in ones and twos, and the trail to the page."""
    kept: list[Found] = []
    run: list[Found] = []
    for one in found:
        if isinstance(one.block, Paragraph) and len(one.block.text) < 100 and _TRAIL.match(one.block.text):
            continue
        if one.linked and not isinstance(one.block, Picture):
            run.append(one)
            continue
        kept += run if len(run) < _MENU else []
        run = []
        kept.append(one)
    kept += run if len(run) < _MENU else []
    return kept
