"""Running headers, footers and page numbers: what stands at one height on most pages, digits aside, is no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gipaudit.documents.pages.flow import Flow
from gipaudit.documents.pages.lines import Line

_ENDS = 3
"""How many lines at the top and at the foot of a page may be running ones."""

_HEAD, _FOOT = 0.1, 0.88
"""As shares of the page: running lines end above the first or begin below the second."""

_SAME_HEIGHT = 4.0
_DIGITS = re.compile(r"[\d０-９]+")
_NUMBER = re.compile(
    r"[—–―－\-~·]{0,2}\s*(?:\d{1,4}|[０-９]{1,4}|[ivxIVX]{1,5})\s*[—–―－\-~·]{0,2}"
    r"|第?\s*\d{1,4}\s*页?\s*[/／,，共]{0,2}\s*\d{1,4}\s*页?"
    r"|第\s*[\d一二三四五六七八九十]{1,4}\s*页|Page\s*\d{1,4}(?:\s*of\s*\d{1,4})?",
    re.IGNORECASE,
)


def without_running(flows: Sequence[Flow]) -> list[Flow]:
    """Return the pages without their running lines."""
    seen = Counter(key for flow in flows for key in {_key(line) for line in _candidates(flow)})
    often = {key for key, count in seen.items() if count > 1 and count * 2 > len(flows)}
    return [_without(flow, often) for flow in flows]


def _without(flow: Flow, often: set[tuple[str, int]]) -> Flow:
    running = {
        id(line)
        for line in _candidates(flow)
        if often & {_key(line, step) for step in (-1, 0, 1)} or _is_page_number(line)
    }
    return replace(flow, items=tuple(item for item in flow.items if id(item) not in running))


def _candidates(flow: Flow) -> list[Line]:
    """Return the first and last lines of a page, as far as nothing else stands before or after them."""
    found: list[Line] = []
    for items, edge in ((flow.items[:_ENDS], "top"), (flow.items[::-1][:_ENDS], "foot")):
        for item in items:
            if not isinstance(item, Line):
                break
            near = item.box[3] < flow.height * _HEAD if edge == "top" else item.box[1] > flow.height * _FOOT
            if not near:
                break
            found.append(item)
    return found


def _key(line: Line, step: int = 0) -> tuple[str, int]:
    """Return what makes two running lines the same: the text without digits and blanks, and the height."""
    words = "".join(_DIGITS.sub("0", line.text).split())
    return words, round((line.box[1] + line.box[3]) / 2 / _SAME_HEIGHT) + step


def _is_page_number(line: Line) -> bool:
    """Whether a line at a page's edge is nothing but a page number."""
    return _NUMBER.fullmatch(line.text.strip()) is not None
